//! Offsets: they advance by the number of items received.

use paginate_runtime::report::WarningKind;
use paginate_runtime::{EndReason, ErrorKind, Paginated};
use paginate_tests::{Reply, Server};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{get, items, walk};

#[derive(Deserialize, Paginated)]
#[paginate(offset = "offset", items = "items", size = "limit", max = 5)]
struct Plain {
    items: Vec<u32>,
}

#[derive(Deserialize, Paginated)]
#[paginate(offset = "offset", items = "items", total = "total")]
struct Totalled {
    #[serde(default)]
    total: Value,
    items: Vec<u32>,
}

fn totalled(list: &[u32], total: impl Into<Value>) -> Reply {
    Reply::json(json!({ "items": list, "total": total.into() }))
}

/// A server with twelve items, at most `size` per page, for any requested size.
fn twelve(size: u32) -> Server {
    Server::start(move |request| {
        let offset: u32 = request.param("offset").unwrap().parse().unwrap();
        let list: Vec<u32> = (offset..12).take(size as usize).collect();
        items(&list)
    })
}

#[tokio::test]
async fn a_server_that_cuts_pages_loses_nothing() {
    let server = twelve(2);
    assert_eq!(
        walk(Plain::paginate(get(&server, "/list"))).await.ended(),
        ((0..12).collect(), EndReason::Empty)
    );
    let lines: Vec<String> = (0..=6)
        .map(|page| format!("GET /list?offset={}&limit=5", page * 2))
        .collect();
    assert_eq!(server.lines(), lines);
}

#[tokio::test]
async fn a_server_that_sends_more_than_asked_for_repeats_nothing() {
    // Zuora sends 9 instead of the requested 5.
    let server = twelve(9);
    assert_eq!(
        walk(Plain::paginate(get(&server, "/list"))).await.ended(),
        ((0..12).collect(), EndReason::Empty)
    );
    assert_eq!(
        server.lines(),
        [
            "GET /list?offset=0&limit=5",
            "GET /list?offset=9&limit=5",
            "GET /list?offset=12&limit=5"
        ]
    );
}

#[tokio::test]
async fn pages_of_changing_length() {
    let server = Server::scripted([items(&[0, 1, 2]), items(&[3]), items(&[4, 5]), items(&[])]);
    assert_eq!(
        walk(Plain::paginate(get(&server, "/list"))).await.ended(),
        ((0..6).collect(), EndReason::Empty)
    );
    let offsets: Vec<_> = server
        .requests()
        .iter()
        .map(|request| request.param("offset").unwrap())
        .collect();
    assert_eq!(offsets, ["0", "3", "4", "6"]);
}

#[tokio::test]
async fn a_total_saves_the_last_request() {
    let server = Server::scripted([totalled(&[1, 2], 3), totalled(&[3], 3)]);
    assert_eq!(
        walk(Totalled::paginate(get(&server, "/list")))
            .await
            .ended(),
        (vec![1, 2, 3], EndReason::Total)
    );
    assert_eq!(server.lines(), ["GET /list?offset=0", "GET /list?offset=2"]);
}

#[tokio::test]
async fn a_total_on_the_first_page_only_is_remembered() {
    let server = Server::scripted([totalled(&[1, 2], 3), items(&[3])]);
    assert_eq!(
        walk(Totalled::paginate(get(&server, "/list")))
            .await
            .ended(),
        (vec![1, 2, 3], EndReason::Total)
    );
}

#[tokio::test]
async fn totals_that_say_nothing_are_ignored() {
    for nothing in [Value::Null, json!(0), json!(-1)] {
        let server = Server::scripted([
            totalled(&[1, 2], nothing.clone()),
            totalled(&[3], nothing.clone()),
            items(&[]),
        ]);
        assert_eq!(
            walk(Totalled::paginate(get(&server, "/list")))
                .await
                .ended(),
            (vec![1, 2, 3], EndReason::Empty),
            "{nothing}"
        );
    }
}

#[tokio::test]
async fn a_total_too_large_ends_with_the_empty_page() {
    let server = Server::scripted([totalled(&[1, 2], 99), totalled(&[], 99)]);
    let walk = walk(Totalled::paginate(get(&server, "/list"))).await;
    assert_eq!((walk.received, walk.promised), (2, Some(99)));
    let walk = walk.warned(&[WarningKind::TotalNotReached]);
    assert_eq!(walk.ended(), (vec![1, 2], EndReason::Empty));
}

#[tokio::test]
async fn a_total_too_small_delivers_the_page_that_exceeds_it() {
    let server = Server::scripted([totalled(&[1, 2], 1)]);
    let walk = walk(Totalled::paginate(get(&server, "/list"))).await;
    assert_eq!((walk.received, walk.promised), (2, Some(1)));
    assert_eq!(walk.ended(), (vec![1, 2], EndReason::Total));
}

#[tokio::test]
async fn a_total_counts_from_the_base_wherever_the_walk_began() {
    let server = Server::scripted([totalled(&[8, 9], 10)]);
    assert_eq!(
        walk(Totalled::paginate(get(&server, "/list?offset=8")))
            .await
            .ended(),
        (vec![8, 9], EndReason::Total)
    );
    assert_eq!(server.lines(), ["GET /list?offset=8"]);
}

#[tokio::test]
async fn a_base_of_one() {
    #[derive(Deserialize, Paginated)]
    #[paginate(offset = "startIndex", items = "items", start = 1, total = "total")]
    struct Scim {
        total: u32,
        items: Vec<u32>,
    }
    let server = Server::scripted([totalled(&[1, 2], 3), totalled(&[3], 3)]);
    assert_eq!(
        walk(Scim::paginate(get(&server, "/Users"))).await.ended(),
        (vec![1, 2, 3], EndReason::Total)
    );
    assert_eq!(
        server.lines(),
        ["GET /Users?startIndex=1", "GET /Users?startIndex=3"]
    );
}

#[tokio::test]
async fn a_server_that_ignores_the_offset_is_found_out() {
    let server = Server::start(|_| items(&[1, 2]));
    let (found, error) = walk(Plain::paginate(get(&server, "/list"))).await.failed();
    assert_eq!((found, error.kind()), (vec![1, 2], ErrorKind::RepeatedPage));
    assert_eq!(server.lines().len(), 2);
}

#[tokio::test]
async fn past_the_end() {
    #[derive(Deserialize, Paginated)]
    #[paginate(offset = "offset", items = "items", end_on = [404])]
    struct PastTheEnd {
        items: Vec<u32>,
    }
    let server = Server::scripted([items(&[1]), Reply::empty(404)]);
    assert_eq!(
        walk(PastTheEnd::paginate(get(&server, "/list")))
            .await
            .ended(),
        (vec![1], EndReason::Status)
    );
    let server = Server::scripted([items(&[1]), Reply::empty(404)]);
    let (found, error) = walk(Plain::paginate(get(&server, "/list"))).await.failed();
    assert_eq!((found, error.kind()), (vec![1], ErrorKind::Status));
}

#[tokio::test]
async fn more_on_an_empty_page_is_an_error() {
    #[derive(Deserialize, Paginated)]
    #[paginate(offset = "offset", items = "items", more = "more")]
    struct Flagged {
        more: bool,
        items: Vec<u32>,
    }
    let server = Server::scripted([
        Reply::json(json!({ "items": [1], "more": true })),
        Reply::json(json!({ "items": [], "more": true })),
    ]);
    let (found, error) = walk(Flagged::paginate(get(&server, "/list")))
        .await
        .failed();
    assert_eq!(
        (found, error.kind()),
        (vec![1], ErrorKind::MissingContinuation)
    );
    let server = Server::scripted([Reply::json(json!({ "items": [1], "more": false }))]);
    assert_eq!(
        walk(Flagged::paginate(get(&server, "/list"))).await.ended(),
        (vec![1], EndReason::Flag)
    );
}

#[tokio::test]
async fn a_limit_makes_the_last_page_smaller() {
    let server = Server::start(|request| {
        let offset: u32 = request.param("offset").unwrap().parse().unwrap();
        let limit: u32 = request.param("limit").unwrap().parse().unwrap();
        items(&(offset..offset + limit).collect::<Vec<_>>())
    });
    assert_eq!(
        walk(Plain::paginate(get(&server, "/list")).max_items(7))
            .await
            .ended(),
        ((0..7).collect(), EndReason::Limit)
    );
    assert_eq!(
        server.lines(),
        ["GET /list?offset=0&limit=5", "GET /list?offset=5&limit=2"]
    );
}

#[tokio::test]
async fn the_last_item_leads_on_and_must_have_a_key() {
    #[derive(Deserialize)]
    struct Row {
        id: Option<u32>,
    }
    #[derive(Deserialize, Paginated)]
    #[paginate(last_item = "id", param = "after", items = "items")]
    struct ByKey {
        items: Vec<Row>,
    }
    let list = |ids: &[Option<u32>]| {
        Reply::json(
            json!({ "items": ids.iter().map(|id| json!({ "id": id })).collect::<Vec<_>>() }),
        )
    };
    let server = Server::scripted([list(&[Some(7), Some(0)]), list(&[])]);
    let (found, end) = walk(ByKey::paginate(get(&server, "/list"))).await.ended();
    assert_eq!(
        (found.len(), found[1].id, end),
        (2, Some(0), EndReason::Empty),
        "zero is a key"
    );
    assert_eq!(server.lines(), ["GET /list", "GET /list?after=0"]);

    let server = Server::scripted([list(&[Some(1), None])]);
    let (found, error) = walk(ByKey::paginate(get(&server, "/list"))).await.failed();
    assert_eq!(
        (found.len(), error.kind()),
        (2, ErrorKind::MissingContinuation)
    );

    // The same page comes again, because the API ignores the key.
    let server = Server::start(move |_| list(&[Some(1), Some(2)]));
    let (found, error) = walk(ByKey::paginate(get(&server, "/list"))).await.failed();
    assert_eq!(
        (found.len(), error.kind(), server.lines().len()),
        (2, ErrorKind::RepeatedPage, 2)
    );
}
