//! json-server 0.17 (`Link`, `X-Total-Count`, a bare array) and 1.0 beta (all of it in the body).

use paginate_runtime::{EndReason, ErrorKind, Paginated};
use paginate_tests_real::{Server, Walked, numbers};
use serde::Deserialize;

use super::{Item, id};

#[derive(Deserialize, Paginated)]
#[paginate(next_url = link("next"), items = "0")]
struct ZeroLinked(Vec<Item>);

#[derive(Deserialize, Paginated)]
#[paginate(page = "_page", total = header("X-Total-Count"), items = "0", size = "_limit")]
struct ZeroNumbered(Vec<Item>);

#[derive(Deserialize, Paginated)]
#[paginate(offset = "_start", total = header("X-Total-Count"), items = "0", size = "_limit")]
struct ZeroOffset(Vec<Item>);

#[derive(Deserialize, Paginated)]
#[paginate(page = "_page", items = "0", size = "_limit")]
struct ZeroUncounted(Vec<Item>);

#[derive(Deserialize, Paginated)]
#[paginate(token = "next", param = "_page", items = "data", size = "_per_page")]
struct OneNext {
    next: Option<u64>,
    data: Vec<Item>,
}

#[derive(Deserialize, Paginated)]
#[paginate(page = "_page", pages = "pages", items = "data", size = "_per_page")]
struct OnePages {
    pages: u64,
    data: Vec<Item>,
}

#[derive(Deserialize, Paginated)]
#[paginate(page = "_page", total = "items", items = "data", size = "_per_page")]
struct OneItems {
    items: u64,
    data: Vec<Item>,
}

/// Past the last page, json-server 1.0 sends the last page again.
#[derive(Deserialize, Paginated)]
#[paginate(page = "_page", items = "data", size = "_per_page")]
struct OneCareless {
    data: Vec<Item>,
}

#[derive(Deserialize, Paginated)]
#[paginate(page = "_page", end_on = [repeat], items = "data", size = "_per_page")]
struct OneRepeat {
    data: Vec<Item>,
}

fn zero() -> reqwest::RequestBuilder {
    Server::named("JSON_SERVER_0").get("/items?team_ne=9&_sort=id")
}

fn one() -> reqwest::RequestBuilder {
    Server::named("JSON_SERVER_1").get("/items?team:ne=9")
}

#[tokio::test]
async fn zero_by_link() {
    let walked = Walked {
        request: Server::named("JSON_SERVER_0").get("/items?team_ne=3&_page=1&_limit=100"),
        walk: |source| ZeroLinked::paginate(source),
        key: id,
        keys: numbers(|record| record.team != 3),
        page: 100,
        requests: 11,
        end: EndReason::NoContinuation,
    };
    let lines = walked.every_way().await;
    assert_eq!(lines[10], "GET /items?team_ne=3&_page=11&_limit=100");
    walked.early().await;
}

#[tokio::test]
async fn zero_by_page_and_offset() {
    let by_page = Walked {
        request: zero(),
        walk: |source| ZeroNumbered::paginate(source).page_size(100),
        key: id,
        keys: numbers(|_| true),
        page: 100,
        requests: 13,
        end: EndReason::Total,
    };
    by_page.every_way().await;
    by_page.concurrently().await;

    let by_offset = Walked {
        request: zero(),
        walk: |source| ZeroOffset::paginate(source).page_size(100),
        key: id,
        keys: numbers(|_| true),
        page: 100,
        requests: 13,
        end: EndReason::Total,
    };
    let lines = by_offset.every_way().await;
    assert_eq!(
        lines[12],
        "GET /items?team_ne=9&_sort=id&_start=1200&_limit=100"
    );
    by_offset.concurrently().await;
}

#[tokio::test]
async fn zero_without_its_total() {
    let walked = Walked {
        request: zero(),
        walk: |source| ZeroUncounted::paginate(source).page_size(100),
        key: id,
        keys: numbers(|_| true),
        page: 100,
        requests: 14,
        end: EndReason::Empty,
    };
    walked.every_way().await;
    // The response has no total, so requests are sent one at a time.
    walked.concurrently().await;
}

#[tokio::test]
async fn one_by_the_number_of_the_next_page() {
    let walked = Walked {
        // Without a page number the server sends all records, as a bare array, so the first request
        // has one.
        request: Server::named("JSON_SERVER_1").get("/items?team:ne=9&_page=1"),
        walk: |source| OneNext::paginate(source).page_size(100),
        key: id,
        keys: numbers(|_| true),
        page: 100,
        requests: 13,
        end: EndReason::NoContinuation,
    };
    let lines = walked.every_way().await;
    assert_eq!(lines[0], "GET /items?team:ne=9&_page=1&_per_page=100");
    assert_eq!(lines[12], "GET /items?team:ne=9&_page=13&_per_page=100");
    walked.early().await;

    let unnumbered = Walked {
        request: one(),
        ..walked
    };
    let outcome = unnumbered.outcome().await;
    let error = outcome.error.expect("an array is no page");
    assert_eq!(error.kind(), ErrorKind::Decode);
    assert!(
        error
            .to_string()
            .contains("only if the first request has a page number"),
        "{error}"
    );
    assert_eq!((outcome.keys.len(), outcome.lines.len()), (0, 1));
}

#[tokio::test]
async fn one_by_pages_and_by_items() {
    let by_pages = Walked {
        request: one(),
        walk: |source| OnePages::paginate(source).page_size(100),
        key: id,
        keys: numbers(|_| true),
        page: 100,
        requests: 13,
        end: EndReason::Total,
    };
    let lines = by_pages.every_way().await;
    assert_eq!(lines[12], "GET /items?team:ne=9&_page=13&_per_page=100");
    by_pages.concurrently().await;

    let by_items = Walked {
        request: one(),
        walk: |source| OneItems::paginate(source).page_size(100),
        key: id,
        keys: numbers(|_| true),
        page: 100,
        requests: 13,
        end: EndReason::Total,
    };
    by_items.every_way().await;
    by_items.concurrently().await;
}

#[tokio::test]
async fn one_shows_its_last_page_for_ever() {
    let careless = Walked {
        request: one(),
        walk: |source| OneCareless::paginate(source).page_size(100),
        key: id,
        keys: numbers(|_| true),
        page: 100,
        requests: 14,
        end: EndReason::Empty,
    };
    let outcome = careless.outcome().await;
    assert_eq!(
        outcome.keys, careless.keys,
        "each once, although the last page came twice"
    );
    assert_eq!(
        outcome.error.expect("no end is declared").kind(),
        ErrorKind::RepeatedPage
    );
    assert_eq!(outcome.lines.len(), 14);

    let repeat = Walked {
        request: one(),
        walk: |source| OneRepeat::paginate(source).page_size(100),
        key: id,
        keys: numbers(|_| true),
        page: 100,
        requests: 14,
        end: EndReason::Repeat,
    };
    repeat.every_way().await;
}
