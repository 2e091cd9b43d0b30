//! fastapi-pagination 0.16: page numbers with `pages` and `total`, offsets, and a cursor.

use paginate_runtime::{EndReason, Paginated};
use paginate_tests_real::{Server, Walked, numbers, sorted};
use serde::Deserialize;

use super::{Item, id};

#[derive(Deserialize, Paginated)]
#[paginate(page = "page", pages = "pages", size = "size", max = 100)]
struct ByPages {
    items: Vec<Item>,
    pages: u64,
}

#[derive(Deserialize, Paginated)]
#[paginate(page = "page", total = "total", size = "size", max = 100)]
struct ByTotal {
    items: Vec<Item>,
    total: u64,
}

#[derive(Deserialize, Paginated)]
#[paginate(offset = "offset", total = "total", size = "limit", max = 100)]
struct Offset {
    items: Vec<Item>,
    total: u64,
}

#[derive(Deserialize, Paginated)]
#[paginate(token = "next_page", param = "cursor", size = "size", max = 100)]
struct Cursor {
    items: Vec<Item>,
    next_page: Option<String>,
}

#[tokio::test]
async fn number_of_pages() {
    let walked = Walked {
        request: Server::named("FASTAPI").get("/pages"),
        walk: |source| ByPages::paginate(source),
        key: id,
        keys: numbers(|_| true),
        page: 100,
        requests: 13,
        end: EndReason::Total,
    };
    let lines = walked.every_way().await;
    assert_eq!(
        (&*lines[0], &*lines[12]),
        ("GET /pages?page=1&size=100", "GET /pages?page=13&size=100")
    );
    walked.concurrently().await;
}

#[tokio::test]
async fn number_of_items() {
    let walked = Walked {
        request: Server::named("FASTAPI").get("/pages"),
        walk: |source| ByTotal::paginate(source).page_size(90),
        key: id,
        keys: numbers(|_| true),
        page: 90,
        requests: 14,
        end: EndReason::Total,
    };
    walked.every_way().await;
    walked.concurrently().await;
}

#[tokio::test]
async fn offsets() {
    let walked = Walked {
        request: Server::named("FASTAPI").get("/offset"),
        walk: |source| Offset::paginate(source),
        key: id,
        keys: numbers(|_| true),
        page: 100,
        requests: 13,
        end: EndReason::Total,
    };
    let lines = walked.every_way().await;
    assert_eq!(lines[12], "GET /offset?offset=1200&limit=100");
    walked.concurrently().await;
}

#[tokio::test]
async fn cursors_over_ties() {
    let walked = Walked {
        request: Server::named("FASTAPI").get("/cursor"),
        walk: |source| Cursor::paginate(source),
        key: id,
        keys: sorted(|record| record.team),
        page: 100,
        requests: 13,
        end: EndReason::NoContinuation,
    };
    walked.every_way().await;
    walked.early().await;
}
