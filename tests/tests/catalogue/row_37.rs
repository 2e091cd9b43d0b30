//! Row 37. WordPress
//!
//! The page is the list itself. `X-WP-TotalPages` is the number of pages, `X-WP-Total` the number
//! of records. Pages count from 1, with at most 100 records (10 by default). A page past the end is
//! not empty: it is a 400, `rest_post_invalid_page_number`; so is a `per_page` outside of 1 to 100.
//! If a proxy removes the headers, that 400 is the only sign of the end: declare it with `end_on`
//! (it does not apply to the first page, where it is an error).
//!
//! Sends: GET /wp-json/wp/v2/posts?page=1&per_page=100, then ...page=2...
//!
//! Source: S, <https://developer.wordpress.org/rest-api/using-the-rest-api/pagination/>; the
//! catalogue had it from memory. The 400 is not in the handbook, but in questions of users who met
//! it.

use paginate_runtime::{EndReason, ErrorKind};
use paginate_tests::{Api, Refusal, Reply, Server};
use serde_json::json;

use crate::common::{client, get, walk};

// [declaration]
use paginate_runtime::Paginated;
use serde::Deserialize;

#[derive(Deserialize, Paginated)]
#[paginate(page = "page", pages = header("X-WP-TotalPages"), items = "0", size = "per_page", max = 100)]
struct Posts(Vec<Post>);

/// Behind a cache that strips the headers.
#[derive(Deserialize, Paginated)]
#[paginate(page = "page", end_on = [400], items = "0", size = "per_page", max = 100)]
struct CachedPosts(Vec<Post>);

#[derive(Debug, PartialEq, Deserialize)]
struct Post {
    id: u32,
}
// [/declaration]

fn posts(ids: std::ops::RangeInclusive<u32>) -> Vec<Post> {
    ids.map(|id| Post { id }).collect()
}

fn refuse(refusal: Refusal) -> Reply {
    let code = match refusal {
        Refusal::Size => "rest_invalid_param",
        Refusal::Unknown | Refusal::Changed => "rest_post_invalid_page_number",
    };
    Reply::json(json!({ "code": code, "message": refusal.to_string(), "data": { "status": 400 } }))
        .status(400)
}

fn server(api: Api, pages: usize, with_headers: bool) -> Server {
    let api = api
        .size("per_page", 10, 100)
        .refuse_sizes()
        .by_number("page", 1);
    Server::start(move |request| {
        let slice = api.read(request).map_err(refuse)?;
        if slice.page >= pages && slice.page > 0 {
            return Err(refuse(Refusal::Unknown));
        }
        let reply = Reply::json(&slice.items);
        Ok(if with_headers {
            reply
                .header("x-wp-total", slice.total.to_string())
                .header("x-wp-totalpages", pages.to_string())
        } else {
            reply
        })
    })
}

#[tokio::test]
async fn row_37_wordpress() {
    // The last page is full; one more request would be a 400.
    let server = server(Api::numbered(6), 3, true);
    let request = client().get(server.url("/wp-json/wp/v2/posts?status=publish&_fields=id"));
    let (items, end) = walk(Posts::paginate(request).page_size(2)).await.ended();

    assert_eq!((items, end), (posts(1..=6), EndReason::Total));
    assert_eq!(
        server.lines(),
        [
            "GET /wp-json/wp/v2/posts?status=publish&_fields=id&page=1&per_page=2",
            "GET /wp-json/wp/v2/posts?status=publish&_fields=id&page=2&per_page=2",
            "GET /wp-json/wp/v2/posts?status=publish&_fields=id&page=3&per_page=2",
        ]
    );
}

/// Posts that the user may not read are removed after paging: the header still counts their page.
#[tokio::test]
async fn row_37_wordpress_goes_on_past_an_empty_page() {
    let server = server(Api::numbered(4).empty_pages([1]), 3, true);
    let walk =
        walk(Posts::paginate(client().get(server.url("/wp-json/wp/v2/posts"))).page_size(2)).await;

    assert_eq!(walk.pages, 3);
    assert_eq!(walk.ended(), (posts(1..=4), EndReason::Total));
}

#[tokio::test]
async fn row_37_wordpress_without_headers() {
    let server = server(Api::numbered(5), 3, false);
    let source = || client().get(server.url("/wp-json/wp/v2/posts"));
    let (items, end) = walk(CachedPosts::paginate(source()).page_size(2))
        .await
        .ended();

    assert_eq!((items, end), (posts(1..=5), EndReason::Status));
    assert_eq!(
        server.lines().last().map(String::as_str),
        Some("GET /wp-json/wp/v2/posts?page=4&per_page=2")
    );

    // Without the declaration, it is an error after the same items.
    let (items, kind, message) = walk(Posts::paginate(source()).page_size(2)).await.failed();
    assert_eq!((items, kind), (posts(1..=5), ErrorKind::Status));
    assert!(
        message.contains("rest_post_invalid_page_number"),
        "{message}"
    );
}

/// A 400 for the first page does not mean "past the end".
#[tokio::test]
async fn row_37_wordpress_first_page_is_never_past_the_end() {
    let server =
        Server::start(|_| Reply::json(json!({ "code": "rest_invalid_param" })).status(400));
    let (items, kind, _) = walk(CachedPosts::paginate(
        client().get(server.url("/wp-json/wp/v2/posts?status=x")),
    ))
    .await
    .failed();
    assert_eq!((items.len(), kind), (0, ErrorKind::Status));
}

#[tokio::test]
async fn row_37_wordpress_refuses_what_it_documents() {
    let server = server(Api::numbered(6), 3, true);
    assert_eq!(
        get(&server, "/wp-json/wp/v2/posts?per_page=101").await.0,
        400
    );
    assert_eq!(
        get(&server, "/wp-json/wp/v2/posts?per_page=2&page=4")
            .await
            .0,
        400
    );
    assert_eq!(get(&server, "/wp-json/wp/v2/posts?page=0").await.0, 400);
}
