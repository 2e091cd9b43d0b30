//! `total` and `pages` in modes that do not count: they inform, and never end the walk.

use paginate_runtime::{EndReason, Paginated};
use paginate_tests::{Reply, Script};
use serde::Deserialize;
use serde_json::json;

use super::*;

#[derive(Debug, Deserialize, Paginated)]
#[paginate(token = "token", items = "rows", total = "total", pages = header("X-Pages"))]
struct Tokens {
    token: Option<String>,
    total: Option<u64>,
    rows: Vec<u64>,
}

#[derive(Debug, Deserialize, Paginated)]
#[paginate(offset = "skip", items = "rows", pages = "pages")]
struct Skipped {
    pages: u64,
    rows: Vec<u64>,
}

#[derive(Debug, Deserialize, Paginated)]
#[paginate(last_item = "0", param = "after", items = "rows", total = "total")]
struct Keyed {
    total: u64,
    rows: Vec<(u64,)>,
}

fn tokens(rows: &[u64], token: Option<&str>, total: u64) -> Reply {
    Reply::json(json!({ "token": token, "total": total, "rows": rows })).header("x-pages", "2")
}

#[tokio::test]
async fn a_total_beside_a_token_is_told_and_ends_nothing() {
    // The total is reached on the first page, but the token leads to another page.
    let script = Script::new([tokens(&[1, 2], Some("a"), 2), tokens(&[3], None, 3)]);
    let mut items = Tokens::paginate(script.get("/l")).items();
    items.next().await.unwrap().unwrap();
    let progress = items.progress();
    assert_eq!((progress.total, progress.total_pages), (Some(2), Some(2)));
    let (rest, end) = drain(&mut items).await;
    assert_eq!(
        (rest, end.unwrap()),
        (vec![2, 3], EndReason::NoContinuation)
    );
    assert_eq!(items.total(), Some(3));
    assert!(items.progress().warnings.is_empty());
    script.assert_requests(["GET /l", "GET /l?token=a"]);
}

#[tokio::test]
async fn a_total_beside_a_token_that_is_not_reached_is_a_warning() {
    let script = Script::new([tokens(&[1, 2], None, 5)]);
    let mut items = Tokens::paginate(script.get("/l")).items();
    let (all, end) = drain(&mut items).await;
    assert_eq!((all, end.unwrap()), (vec![1, 2], EndReason::NoContinuation));
    assert_eq!(items.total(), Some(5));
    assert_eq!(items.progress().warnings.len(), 1);
}

#[tokio::test]
async fn pages_beside_an_offset_end_nothing() {
    let page = |rows: &[u64]| Reply::json(json!({ "pages": 1, "rows": rows }));
    let script = Script::new([page(&[1, 2]), page(&[3]), page(&[])]);
    let mut items = Skipped::paginate(script.get("/l")).items();
    let (all, end) = drain(&mut items).await;
    assert_eq!((all, end.unwrap()), (vec![1, 2, 3], EndReason::Empty));
    assert_eq!(items.progress().total_pages, Some(1));
    script.assert_requests(["GET /l?skip=0", "GET /l?skip=2", "GET /l?skip=3"]);
}

#[tokio::test]
async fn a_total_beside_a_key_ends_nothing() {
    let page = |rows: &[u64]| {
        Reply::json(json!({ "total": 2, "rows": rows.iter().map(|row| [row]).collect::<Vec<_>>() }))
    };
    let script = Script::new([page(&[1, 2]), page(&[3]), page(&[])]);
    let mut items = Keyed::paginate(script.get("/l")).items();
    let (all, end) = drain(&mut items).await;
    assert_eq!(
        (all, end.unwrap()),
        (vec![(1,), (2,), (3,)], EndReason::Empty)
    );
    assert_eq!(items.total(), Some(2));
}

#[tokio::test]
async fn the_next_request_leaves_early_beside_a_total() {
    let script = Script::new([tokens(&[1, 2], Some("a"), 3), tokens(&[3], None, 3)]);
    let mut items = Tokens::paginate(script.get("/l")).early().items();
    let (all, end) = drain(&mut items).await;
    assert_eq!(
        (all, end.unwrap()),
        (vec![1, 2, 3], EndReason::NoContinuation)
    );
    assert_eq!(items.discarded_requests(), 0);
    script.assert_requests(["GET /l", "GET /l?token=a"]);
}
