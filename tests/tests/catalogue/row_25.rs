//! Row 25. Django REST framework
//!
//! `next` is an absolute URL, null on the last page. Django builds it from the request that it
//! receives: behind a proxy that ends TLS, it begins with `http://`, and the walk changes it to
//! `https://`. A page past the end is a 404. Clients can choose the size only if the view sets
//! `page_size_query_param`, up to its `max_page_size`; larger sizes are reduced to it, invalid ones
//! ignored. `CursorPagination` and `LimitOffsetPagination` have the same shape, the first without
//! `count`.
//!
//! Sends: GET /api/books/?page_size=100, then the URL in `next`
//!
//! Source: S, <https://www.django-rest-framework.org/api-guide/pagination/> and its
//! `rest_framework/pagination.py`. Corrected: the catalogue had it from memory, and rightly; there
//! is no largest size by default, 100 is this server's.

use paginate_runtime::{EndReason, ErrorKind};
use paginate_tests::{Api, Reply, Script, Server};
use serde_json::json;

use crate::common::{client, encoded, get, walk};

// [declaration]
use paginate_runtime::Paginated;
use serde::Deserialize;

#[derive(Deserialize, Paginated)]
#[paginate(next_url = "next", items = "results", size = "page_size", max = 100)]
struct Books {
    next: Option<String>,
    results: Vec<Book>,
}

#[derive(Debug, PartialEq, Deserialize)]
struct Book {
    id: u32,
}
// [/declaration]

fn books(ids: std::ops::RangeInclusive<u32>) -> Vec<Book> {
    ids.map(|id| Book { id }).collect()
}

/// Answers as `PageNumberPagination` does: absolute links, null at the ends, 404 past the end.
fn answer(api: &Api, request: &paginate_tests::Request) -> Reply {
    let Ok(slice) = api.read(request) else {
        return invalid();
    };
    if slice.start >= slice.total && slice.page > 0 {
        return invalid();
    }
    Reply::json(
        json!({ "count": slice.total, "next": slice.next_url(request), "previous": null, "results": slice.items }),
    )
}

fn invalid() -> Reply {
    Reply::json(json!({ "detail": "Invalid page." })).status(404)
}

fn api(count: usize) -> Api {
    Api::numbered(count)
        .size("page_size", 20, 100)
        .by_number("page", 1)
}

fn django(count: usize) -> Server {
    let api = api(count);
    Server::start(move |request| answer(&api, request))
}

#[tokio::test]
async fn row_25_django() {
    let server = django(7);
    let request = client()
        .get(server.url("/api/books/?author=le%20guin"))
        .header("authorization", "Token secret");
    let (items, end) = walk(Books::paginate(request).page_size(3)).await.ended();

    assert_eq!((items, end), (books(1..=7), EndReason::NoContinuation));
    assert_eq!(
        server.lines(),
        [
            "GET /api/books/?author=le%20guin&page_size=3",
            "GET /api/books/?author=le+guin&page_size=3&page=2",
            "GET /api/books/?author=le+guin&page_size=3&page=3",
        ],
        "links are followed as they stand"
    );
    assert!(
        server
            .requests()
            .iter()
            .all(|request| request.header("authorization") == Some("Token secret"))
    );
}

#[tokio::test]
async fn row_25_django_goes_on_past_an_empty_page() {
    let api = Api::numbered(4)
        .size("page_size", 20, 100)
        .by_token("cursor")
        .empty_pages([1]);
    let server = Server::start(move |request| {
        // `CursorPagination`, selected by a filter of its own.
        api.read(request)
            .map(|slice| Reply::json(json!({ "next": slice.next_url(request), "previous": null, "results": slice.items })))
    });
    let walk = walk(Books::paginate(client().get(server.url("/api/books/"))).page_size(2)).await;

    assert_eq!(walk.pages, 3);
    assert_eq!(walk.ended(), (books(1..=4), EndReason::NoContinuation));
    assert_eq!(server.lines()[0], "GET /api/books/?page_size=2");
    let continued: Vec<_> = (1..3)
        .map(|page| format!("GET /api/books/?page_size=2&cursor={}", encoded(page)))
        .collect();
    assert_eq!(server.lines()[1..], continued);
}

#[tokio::test]
async fn row_25_django_behind_a_tls_proxy() {
    // Django sees plain HTTP, so its links begin with `http`. They are followed with https.
    let api = api(5);
    let script = Script::handler(move |request| {
        assert_eq!(
            request.origin, "https://api.example.com",
            "nothing is sent in clear"
        );
        let mut behind = request.clone();
        behind.origin = "http://api.example.com".to_owned();
        answer(&api, &behind)
    });
    let (items, end) = walk(Books::paginate(script.get("/api/books/")).page_size(2))
        .await
        .ended();

    assert_eq!((items, end), (books(1..=5), EndReason::NoContinuation));
    assert_eq!(
        script.lines(),
        [
            "GET /api/books/?page_size=2",
            "GET /api/books/?page_size=2&page=2",
            "GET /api/books/?page_size=2&page=3"
        ]
    );
}

#[tokio::test]
async fn row_25_django_behind_a_proxy_with_another_name() {
    let api = api(3);
    let server = Server::start(move |request| {
        let mut behind = request.clone();
        behind.origin = "http://backend:8000".to_owned();
        answer(&api, &behind)
    });
    let source = || client().get(server.url("/api/books/"));
    let (_, kind, _) = walk(Books::paginate(source()).page_size(2)).await.failed();
    assert_eq!(kind, ErrorKind::Link);

    let (items, end) = walk(Books::paginate(source()).page_size(2).rebase_links())
        .await
        .ended();
    assert_eq!((items, end), (books(1..=3), EndReason::NoContinuation));
}

#[tokio::test]
async fn row_25_django_page_that_is_gone() {
    // The list became shorter between two pages.
    let api = api(3);
    let server = Server::start(move |request| {
        if request.param("page").is_some() {
            invalid()
        } else {
            answer(&api, request)
        }
    });
    let (items, kind, message) =
        walk(Books::paginate(client().get(server.url("/api/books/"))).page_size(2))
            .await
            .failed();

    assert_eq!((items, kind), (books(1..=2), ErrorKind::Status));
    assert!(
        message.contains("404") && message.contains("Invalid page."),
        "{message}"
    );
}

#[tokio::test]
async fn row_25_django_refuses_what_it_documents() {
    let server = django(3);
    assert_eq!(get(&server, "/api/books/?page=2&page_size=2").await.0, 200);
    assert_eq!(
        get(&server, "/api/books/?page=3&page_size=2").await,
        (404, json!({ "detail": "Invalid page." }))
    );
    assert_eq!(get(&server, "/api/books/?page=0").await.0, 404);
}

#[tokio::test]
async fn row_25_django_asks_for_the_largest_pages_by_itself() {
    let server = django(101);
    let (items, _) = walk(Books::paginate(client().get(server.url("/api/books/"))))
        .await
        .ended();
    assert_eq!(items, books(1..=101));
    assert_eq!(
        server.lines(),
        [
            "GET /api/books/?page_size=100",
            "GET /api/books/?page_size=100&page=2"
        ]
    );
}
