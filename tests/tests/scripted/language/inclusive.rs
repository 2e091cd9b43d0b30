//! `inclusive`: a page begins with the item whose key was sent.

use std::future::ready;
use std::sync::{Arc, Mutex};

use paginate_runtime::{EndReason, ErrorKind, Paginated};
use paginate_tests::{Reply, Request, Script};
use serde::Deserialize;
use serde_json::json;

use super::*;

#[derive(Debug, Clone, Deserialize, PartialEq)]
struct Doc {
    id: String,
}

#[derive(Debug, Deserialize, Paginated)]
#[paginate(
    last_item = "id",
    param = "from",
    inclusive,
    items = "docs",
    size = "limit",
    max = 3,
    total = "total",
    more = "more"
)]
struct Docs {
    #[serde(default)]
    total: Option<u64>,
    #[serde(default)]
    more: Option<bool>,
    docs: Vec<Doc>,
}

/// Nodes can be null, and keys are numbers.
#[derive(Debug, Deserialize, Paginated)]
#[paginate(last_item = "key", param = "from", inclusive, items = "edges[].node", item = Node, size = "limit", max = 3, end_on = [short])]
struct Edges {
    edges: Vec<Edge>,
}

#[derive(Debug, Deserialize)]
struct Edge {
    node: Option<Node>,
}

#[derive(Debug, Deserialize, PartialEq)]
struct Node {
    key: u64,
}

fn ids(all: &[Doc]) -> Vec<&str> {
    all.iter().map(|doc| doc.id.as_str()).collect()
}

fn page(ids: &[&str]) -> Reply {
    Reply::json(json!({ "docs": ids.iter().map(|id| json!({ "id": id })).collect::<Vec<_>>() }))
}

/// Answers as an inclusive API: the documents from `from` on, at most `limit`.
fn slice<'i>(request: &Request, ids: &[&'i str]) -> Vec<&'i str> {
    let from = request.param("from").unwrap_or_default();
    let limit = request
        .param("limit")
        .map_or(3, |limit| limit.parse().unwrap());
    ids.iter()
        .copied()
        .filter(|id| *id >= from.as_str())
        .take(limit)
        .collect()
}

fn api(ids: &'static [&'static str]) -> Script {
    Script::handler(move |request| {
        let docs: Vec<_> = slice(request, ids)
            .into_iter()
            .map(|id| json!({ "id": id }))
            .collect();
        Reply::json(json!({ "docs": docs, "total": ids.len() }))
    })
}

const SEVEN: &[&str] = &["a", "b", "c", "d", "e", "f", "g"];

#[tokio::test]
async fn each_item_comes_once() {
    let script = api(SEVEN);
    let mut items = Docs::paginate(script.get("/l")).items();
    let (all, end) = drain(&mut items).await;
    assert_eq!(
        (ids(&all), end.unwrap()),
        (SEVEN.to_vec(), EndReason::Empty)
    );
    script.assert_requests([
        "GET /l?limit=3",
        "GET /l?from=c&limit=3",
        "GET /l?from=e&limit=3",
        // This page has only the repeated item.
        "GET /l?from=g&limit=3",
    ]);
    let progress = items.progress();
    assert_eq!(
        (items.received(), progress.items, progress.total),
        (7, 7, Some(7))
    );
    assert!(progress.warnings.is_empty(), "{:?}", progress.warnings);
}

#[tokio::test]
async fn page_by_page_the_repeated_item_is_left_out() {
    let script = api(&["a", "b", "c", "d"]);
    let mut pages = Docs::paginate(script.get("/l")).pages();
    let mut seen = Vec::new();
    while let Some(page) = pages.try_next().await.unwrap() {
        let of_the_response = page.get().docs.len();
        let docs = page.into_items();
        seen.push((of_the_response, ids(&docs).join("")));
    }
    assert_eq!(
        seen,
        [
            (3, "abc".to_owned()),
            (2, "d".to_owned()),
            (1, String::new())
        ]
    );
}

#[tokio::test]
async fn an_item_that_was_deleted_meanwhile_costs_none() {
    // `c` was deleted: the page that was requested with it begins with a new item, which is kept.
    let script = Script::new([page(&["a", "b", "c"]), page(&["d", "e", "f"]), page(&["f"])]);
    let mut items = Docs::paginate(script.get("/l")).items();
    let (all, end) = drain(&mut items).await;
    assert_eq!(
        (ids(&all), end.unwrap()),
        (vec!["a", "b", "c", "d", "e", "f"], EndReason::Empty)
    );
}

#[tokio::test]
async fn pages_of_one_item_are_not_taken_for_the_page_before() {
    let script = api(&["a"]);
    let mut items = Docs::paginate(script.get("/l")).items();
    let (all, end) = drain(&mut items).await;
    assert_eq!((ids(&all), end.unwrap()), (vec!["a"], EndReason::Empty));
}

#[tokio::test]
async fn a_flag_ends_it_without_one_more_request() {
    let last = json!({ "docs": [{ "id": "c" }, { "id": "d" }], "more": false });
    let script = Script::new([page(&["a", "b", "c"]), Reply::json(last)]);
    let mut items = Docs::paginate(script.get("/l")).items();
    let (all, end) = drain(&mut items).await;
    assert_eq!(
        (ids(&all), end.unwrap()),
        (vec!["a", "b", "c", "d"], EndReason::Flag)
    );
    // New items come later without the repeated one.
    let script = Script::new([page(&["d", "e"]), page(&["e"])]);
    let mut items = Docs::paginate(script.get("/l"))
        .resume(items.checkpoint().unwrap())
        .items();
    assert_eq!(ids(&drain(&mut items).await.0), ["e"]);
    assert_eq!(script.lines()[0], "GET /l?from=d&limit=3");
}

#[tokio::test]
async fn more_promised_behind_the_repeated_item_alone_is_an_error() {
    let promised = json!({ "docs": [{ "id": "b" }], "more": true });
    let script = Script::new([page(&["a", "b"]), Reply::json(promised)]);
    let error = drain(&mut Docs::paginate(script.get("/l")).items())
        .await
        .1
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::MissingContinuation);
}

#[tokio::test]
async fn every_checkpoint_is_exact_to_the_item() {
    for taken in 0..=7 {
        let script = api(SEVEN);
        let mut items = Docs::paginate(script.get("/l")).items();
        let mut before = Vec::new();
        for _ in 0..taken {
            before.push(items.next().await.unwrap().unwrap());
        }
        let saved = serde_json::to_string(&items.checkpoint().unwrap()).unwrap();
        let mut rest = Docs::paginate(script.get("/l"))
            .resume(serde_json::from_str::<paginate_runtime::Checkpoint>(&saved).unwrap())
            .items();
        before.extend(drain(&mut rest).await.0);
        assert_eq!(ids(&before), SEVEN, "after {taken}");
        assert_eq!(
            rest.progress().resumed + rest.received(),
            7,
            "after {taken}"
        );
    }
}

/// A walk is resumed inside a page whose repeated item was deleted meanwhile.
#[tokio::test]
async fn a_resumed_page_counts_new_items_alone() {
    let script = api(SEVEN);
    let mut items = Docs::paginate(script.get("/l")).items();
    for _ in 0..4 {
        items.next().await.unwrap().unwrap();
    }
    let checkpoint = items.checkpoint().unwrap();
    let script = Script::new([page(&["d", "e", "f"]), page(&["f"])]);
    let mut items = Docs::paginate(script.get("/l")).resume(checkpoint).items();
    let (all, end) = drain(&mut items).await;
    assert_eq!(
        (ids(&all), end.unwrap()),
        (vec!["e", "f"], EndReason::Empty)
    );
    script.assert_requests(["GET /l?from=c&limit=3", "GET /l?from=f&limit=3"]);
}

/// The key in the first request is where the caller wants to begin, so the item with that key is
/// delivered.
#[tokio::test]
async fn a_key_in_the_first_request_is_not_a_repetition() {
    let script = api(SEVEN);
    let mut items = Docs::paginate(script.get("/l?from=d")).items();
    items.next().await.unwrap().unwrap();
    let checkpoint = items.checkpoint().unwrap();
    assert_eq!(ids(&drain(&mut items).await.0), ["e", "f", "g"]);
    let mut items = Docs::paginate(script.get("/l")).resume(checkpoint).items();
    assert_eq!(ids(&drain(&mut items).await.0), ["e", "f", "g"]);

    let mut items = Docs::paginate(script.get("/l?from=d")).pages();
    let first = items.next().await.unwrap().unwrap().checkpoint().clone();
    let mut items = Docs::paginate(script.get("/l")).resume(first).items();
    assert_eq!(ids(&drain(&mut items).await.0), ["d", "e", "f", "g"]);
}

#[tokio::test]
async fn a_limit_asks_for_one_more_on_later_pages() {
    for (wanted, requests) in [
        (1, vec!["GET /l?limit=2"]),
        (2, vec!["GET /l?limit=2"]),
        (3, vec!["GET /l?limit=3"]),
        (4, vec!["GET /l?limit=3", "GET /l?from=c&limit=2"]),
        (
            6,
            vec![
                "GET /l?limit=3",
                "GET /l?from=c&limit=3",
                "GET /l?from=e&limit=2",
            ],
        ),
    ] {
        let script = api(SEVEN);
        let mut items = Docs::paginate(script.get("/l")).max_items(wanted).items();
        let (all, end) = drain(&mut items).await;
        assert_eq!((all.len() as u64, end.unwrap()), (wanted, EndReason::Limit));
        script.assert_requests(requests);
        let mut rest = Docs::paginate(script.get("/l"))
            .resume(items.checkpoint().unwrap())
            .max_items(1)
            .items();
        assert_eq!(
            ids(&drain(&mut rest).await.0),
            SEVEN[wanted as usize..][..1],
            "after {wanted}"
        );
    }
}

#[tokio::test]
async fn pages_hold_two_items_at_least() {
    let script = api(SEVEN);
    let mut items = Docs::paginate(script.get("/l")).page_size(1).items();
    assert_eq!(ids(&drain(&mut items).await.0), SEVEN);
    assert_eq!(script.lines()[1], "GET /l?from=b&limit=2");

    let script = api(SEVEN);
    let error = drain(&mut Docs::paginate(script.get("/l?limit=1")).items())
        .await
        .1
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Setup);
    assert!(
        error.to_string().contains("ask for at least two"),
        "{error}"
    );
    assert!(script.lines().is_empty());
}

#[tokio::test]
async fn nodes_with_numbers_for_keys_and_short_pages_by_what_was_sent() {
    let edges = |keys: &[Option<u64>]| {
        let edges: Vec<_> = keys
            .iter()
            .map(|key| json!({ "node": key.map(|key| json!({ "key": key })) }))
            .collect();
        Reply::json(json!({ "edges": edges }))
    };
    // A full page of three has two new items, and is not a short page.
    let script = Script::new([
        edges(&[Some(1), None, Some(3)]),
        edges(&[Some(3), None, Some(5)]),
        edges(&[Some(5), Some(6)]),
    ]);
    let mut items = Edges::paginate(script.get("/l")).items();
    let (all, end) = drain(&mut items).await;
    let keys: Vec<u64> = all.iter().map(|node| node.key).collect();
    assert_eq!((keys, end.unwrap()), (vec![1, 3, 5, 6], EndReason::Short));
}

#[tokio::test]
async fn an_api_that_ignores_the_key_is_noticed() {
    let script = Script::new([page(&["a", "b", "c"]), page(&["a", "b", "c"])]);
    let error = drain(&mut Docs::paginate(script.get("/l")).items())
        .await
        .1
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::RepeatedPage);
    // Keys that are not unique never end; the walk reports an error.
    let script = Script::new([page(&["a", "b", "b"]), page(&["b", "b", "b"])]);
    let error = drain(&mut Docs::paginate(script.get("/l")).items())
        .await
        .1
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Loop);
}

#[tokio::test]
async fn pages_of_a_function() {
    let asked = Arc::new(Mutex::new(Vec::new()));
    let calls = asked.clone();
    let mut items = Docs::paginate_with(move |key: Option<String>| {
        calls.lock().unwrap().push(key.clone());
        let from = key.unwrap_or_default();
        let docs = SEVEN
            .iter()
            .filter(|id| **id >= from.as_str())
            .take(3)
            .map(|id| Doc {
                id: (*id).to_owned(),
            });
        ready(Ok::<_, std::io::Error>(Docs {
            total: None,
            more: None,
            docs: docs.collect(),
        }))
    })
    .items();
    let (all, end) = drain(&mut items).await;
    assert_eq!(
        (ids(&all), end.unwrap()),
        (SEVEN.to_vec(), EndReason::Empty)
    );
    let keys: Vec<Option<&str>> = vec![None, Some("c"), Some("e"), Some("g")];
    assert_eq!(
        asked
            .lock()
            .unwrap()
            .iter()
            .map(Option::as_deref)
            .collect::<Vec<_>>(),
        keys
    );
}
