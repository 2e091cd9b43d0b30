//! Row 26. JSON:API
//!
//! A specification (1.1) that many vendors follow. A collection's top-level `links` holds `next`,
//! which is null or missing on the last page. A link is a string, or an object with `href`; it may
//! be relative. Parameters of the family `page` are reserved for paging, and each server decides
//! how it pages (`page[number]`, `page[offset]`, `page[cursor]`): follow only the link. `Links`
//! reads each of these forms. The largest page differs from vendor to vendor (Commerce Layer: 25):
//! put its number after `max`.
//!
//! Sends: GET /articles?page%5Bsize%5D=100, then the link as it stands
//!
//! Source: S, <https://jsonapi.org/format/#fetching-pagination>; corrected: brackets *must* be
//! percent-encoded.

use paginate_runtime::{EndReason, ErrorKind};
use paginate_tests::{Api, Refusal, Reply, Server};
use serde_json::{Value, json};

use crate::common::{client, get, walk};

// [declaration]
use paginate_runtime::{Links, Paginated};
use serde::Deserialize;

#[derive(Deserialize, Paginated)]
#[paginate(next_url = "links", items = "data", size = "page[size]", max = 100)]
struct Articles {
    links: Option<Links>, // paginate_runtime::Links
    data: Vec<Article>,
}

#[derive(Debug, PartialEq, Deserialize)]
struct Article {
    id: String,
}
// [/declaration]

fn articles(ids: std::ops::RangeInclusive<u32>) -> Vec<Article> {
    ids.map(|id| Article { id: id.to_string() }).collect()
}

fn api(count: u32) -> Api {
    Api::records((1..=count).map(|id| json!({ "type": "articles", "id": id.to_string() })))
        .size("page[size]", 10, 100)
        .refuse_sizes()
        .by_number("page[number]", 1)
}

fn refuse(refusal: Refusal) -> Reply {
    let error = json!({ "status": "400", "title": "Invalid query parameter", "detail": refusal.to_string() });
    Reply::json(json!({ "errors": [error] })).status(400)
}

/// A server whose pages each have another form of link; the last one has none or a null.
fn server(api: Api, last: Value) -> Server {
    Server::start(move |request| {
        api.read(request).map_err(refuse).map(|slice| {
            let more = slice.start + slice.size < slice.total || slice.items.is_empty();
            let number = (slice.page + 2).to_string();
            let path = request.with_param("page[number]", &number);
            let mut links = json!({ "self": format!("{}{}", request.origin, request.path) });
            if more {
                links["next"] = match slice.page {
                    0 => json!(path),
                    1 => json!({ "href": format!("{}{path}", request.origin), "meta": { "page": number } }),
                    // Relative to the path of its page.
                    _ => json!(path.trim_start_matches('/').trim_start_matches("blog/")),
                };
            } else if last.is_null() {
                links["next"] = Value::Null;
            }
            Reply::json(json!({ "jsonapi": { "version": "1.1" }, "links": links, "data": slice.items }))
        })
    })
}

#[tokio::test]
async fn row_26_json_api() {
    for last in [Value::Null, json!("absent")] {
        let server = server(api(7).empty_pages([1]), last);
        let request = client()
            .get(server.url("/blog/articles?filter[author]=1"))
            .header("accept", "application/vnd.api+json");
        let walk = walk(Articles::paginate(request).page_size(3)).await;

        assert_eq!(walk.pages, 4);
        assert_eq!(walk.ended(), (articles(1..=7), EndReason::NoContinuation));
        assert_eq!(
            server.lines(),
            [
                "GET /blog/articles?filter[author]=1&page%5Bsize%5D=3",
                "GET /blog/articles?filter%5Bauthor%5D=1&page%5Bsize%5D=3&page%5Bnumber%5D=2",
                "GET /blog/articles?filter%5Bauthor%5D=1&page%5Bsize%5D=3&page%5Bnumber%5D=3",
                "GET /blog/articles?filter%5Bauthor%5D=1&page%5Bsize%5D=3&page%5Bnumber%5D=4",
            ]
        );
        assert!(
            server
                .requests()
                .iter()
                .all(|request| request.header("accept") == Some("application/vnd.api+json"))
        );
    }
}

#[tokio::test]
async fn row_26_json_api_size_is_within_bounds() {
    let server = server(api(3), Value::Null);
    let (items, end) =
        walk(Articles::paginate(client().get(server.url("/articles"))).page_size(1_000))
            .await
            .ended();

    assert_eq!((items, end), (articles(1..=3), EndReason::NoContinuation));
    assert_eq!(server.lines(), ["GET /articles?page%5Bsize%5D=100"]);
}

/// A collection without links is one page.
#[tokio::test]
async fn row_26_json_api_without_links() {
    let server =
        Server::start(|_| Reply::json(json!({ "data": [{ "type": "articles", "id": "1" }] })));
    let (items, end) = walk(Articles::paginate(client().get(server.url("/articles"))))
        .await
        .ended();

    assert_eq!((items, end), (articles(1..=1), EndReason::NoContinuation));
}

#[tokio::test]
async fn row_26_json_api_link_back_is_a_loop() {
    let server = Server::start(|request| {
        let link = request.with_param("page[number]", "2");
        Reply::json(json!({ "data": [{ "id": "1" }], "links": { "next": link } }))
    });
    let (items, kind, _) = walk(Articles::paginate(client().get(server.url("/articles"))))
        .await
        .failed();

    assert_eq!((items.len(), kind), (2, ErrorKind::Loop));
}

#[tokio::test]
async fn row_26_json_api_refuses_what_it_documents() {
    let server = server(api(3), Value::Null);
    assert_eq!(
        get(&server, "/articles?page[size]=2&page[number]=2")
            .await
            .0,
        200
    );
    assert_eq!(get(&server, "/articles?page[size]=101").await.0, 400);
    assert_eq!(get(&server, "/articles?page[number]=0").await.0, 400);
}
