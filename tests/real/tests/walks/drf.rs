//! Django REST framework 3.18 behind waitress: its three kinds of pagination, each by parameters
//! and by its `next` URL.

use paginate_runtime::{EndReason, ErrorKind, Paginated};
use paginate_tests_real::{Server, Walked, numbers, sorted};
use serde::Deserialize;

use super::{Item, id};

#[derive(Deserialize, Paginated)]
#[paginate(
    page = "page",
    total = "count",
    items = "results",
    size = "page_size",
    max = 100
)]
struct Numbered {
    count: u64,
    results: Vec<Item>,
}

#[derive(Deserialize, Paginated)]
#[paginate(
    offset = "offset",
    total = "count",
    items = "results",
    size = "limit",
    max = 100
)]
struct Offset {
    count: u64,
    results: Vec<Item>,
}

#[derive(Deserialize, Paginated)]
#[paginate(next_url = "next", items = "results", size = "page_size", max = 100)]
struct Linked {
    next: Option<String>,
    results: Vec<Item>,
}

/// A declaration without `max`: the API silently reduces the requested size.
#[derive(Deserialize, Paginated)]
#[paginate(offset = "offset", total = "count", items = "results", size = "limit")]
struct CutOffset {
    count: u64,
    results: Vec<Item>,
}

#[derive(Deserialize, Paginated)]
#[paginate(page = "page", total = "count", items = "results", size = "page_size")]
struct CutNumbered {
    count: u64,
    results: Vec<Item>,
}

/// Without the total: past the last page, the API responds with 404.
#[derive(Deserialize, Paginated)]
#[paginate(page = "page", end_on = [404], items = "results", size = "page_size", max = 100)]
struct UpTo404 {
    results: Vec<Item>,
}

#[derive(Deserialize, Paginated)]
#[paginate(page = "page", items = "results", size = "page_size", max = 100)]
struct Careless {
    results: Vec<Item>,
}

/// A search that only some records match, and that every request must keep.
const SEARCH: &str = "search=item%2000";

fn found() -> Vec<u32> {
    numbers(|record| record.name.contains("00"))
}

#[tokio::test]
async fn page_numbers() {
    for (query, keys) in [("", numbers(|_| true)), (SEARCH, found())] {
        let requests = keys.len().div_ceil(50);
        let walked = Walked {
            request: Server::named("DRF").get(&format!("/numbered/?{query}")),
            walk: |source| Numbered::paginate(source).page_size(50),
            key: id,
            keys,
            page: 50,
            requests,
            end: EndReason::Total,
        };
        let lines = walked.every_way().await;
        let own = if query.is_empty() {
            String::new()
        } else {
            format!("{query}&")
        };
        let expected: Vec<_> = (1..=requests)
            .map(|page| format!("GET /numbered/?{own}page={page}&page_size=50"))
            .collect();
        assert_eq!(lines, expected);
        walked.concurrently().await;
    }
}

#[tokio::test]
async fn offsets() {
    for (query, keys) in [("", numbers(|_| true)), (SEARCH, found())] {
        let requests = keys.len().div_ceil(50);
        let walked = Walked {
            request: Server::named("DRF").get(&format!("/offset/?{query}")),
            walk: |source| Offset::paginate(source).page_size(50),
            key: id,
            keys,
            page: 50,
            requests,
            end: EndReason::Total,
        };
        let lines = walked.every_way().await;
        let own = if query.is_empty() {
            String::new()
        } else {
            format!("{query}&")
        };
        let expected: Vec<_> = (0..requests)
            .map(|page| format!("GET /offset/?{own}offset={}&limit=50", page * 50))
            .collect();
        assert_eq!(lines, expected);
        walked.concurrently().await;
    }
}

#[tokio::test]
async fn pages_that_are_cut_to_a_tenth() {
    let by_offset = Walked {
        request: Server::named("DRF").get("/offset/"),
        walk: |source| CutOffset::paginate(source).page_size(1000),
        key: id,
        keys: numbers(|_| true),
        page: 100,
        requests: 13,
        end: EndReason::Total,
    };
    let lines = by_offset.every_way().await;
    assert_eq!(
        lines[1], "GET /offset/?offset=100&limit=1000",
        "by what was received, and not by what was asked for"
    );
    by_offset.concurrently().await;

    let by_page = Walked {
        request: Server::named("DRF").get("/numbered/"),
        walk: |source| CutNumbered::paginate(source).page_size(1000),
        key: id,
        keys: numbers(|_| true),
        page: 100,
        requests: 13,
        end: EndReason::Total,
    };
    by_page.every_way().await;
    by_page.concurrently().await;
}

#[tokio::test]
async fn links_of_page_numbers_and_offsets() {
    for path in ["numbered/?page_size=50", "offset/?limit=50"] {
        let keys = found();
        let requests = keys.len().div_ceil(50);
        let walked = Walked {
            request: Server::named("DRF").get(&format!("/{path}&{SEARCH}")),
            walk: |source| Linked::paginate(source),
            key: id,
            keys,
            page: 50,
            requests,
            end: EndReason::NoContinuation,
        };
        walked.every_way().await;
        walked.early().await;
    }
}

#[tokio::test]
async fn cursors_over_ties() {
    let walked = Walked {
        request: Server::named("DRF").get("/cursor/?search=item"),
        walk: |source| Linked::paginate(source).page_size(50),
        key: id,
        keys: sorted(|record| record.team),
        page: 50,
        requests: 25,
        end: EndReason::NoContinuation,
    };
    let lines = walked.every_way().await;
    assert_eq!(lines[0], "GET /cursor/?search=item&page_size=50");
    assert!(
        lines.iter().all(|line| line.contains("search=item")),
        "{lines:#?}"
    );
    walked.early().await;
}

#[tokio::test]
async fn page_numbers_up_to_the_404() {
    let keys = found();
    let requests = keys.len().div_ceil(50) + 1;
    let request = Server::named("DRF").get(&format!("/numbered/?{SEARCH}"));
    let walked = Walked {
        request: request.try_clone().expect("a request without a body"),
        walk: |source| UpTo404::paginate(source).page_size(50),
        key: id,
        keys: keys.clone(),
        page: 50,
        requests,
        end: EndReason::Status,
    };
    walked.every_way().await;

    let careless = Walked {
        request,
        walk: |source| Careless::paginate(source).page_size(50),
        key: id,
        keys: keys.clone(),
        page: 50,
        requests,
        end: EndReason::Empty,
    };
    let outcome = careless.outcome().await;
    let error = outcome
        .error
        .expect("the 404 is no end unless it is declared to be one");
    assert_eq!(
        (
            outcome.keys,
            error.kind(),
            error.status().map(|status| status.as_u16())
        ),
        (keys, ErrorKind::Status, Some(404))
    );
}
