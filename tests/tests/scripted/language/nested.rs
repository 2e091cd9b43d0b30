//! `nested` with its own flag: a list counts as cut only if the flag says so.

use paginate_runtime::{EndReason, ErrorKind, Paginated};
use paginate_tests::{Reply, Script};
use serde::Deserialize;
use serde_json::{Value, json};

use super::*;

#[derive(Debug, Deserialize, Paginated)]
#[paginate(
    token = "next",
    param = "next",
    items = "edges[].node",
    item = Order,
    size = "first",
    max = 2,
    nested = ["tags", nested("lines.nodes", more = "lines.page_info.has_next_page")]
)]
struct Orders {
    next: Option<String>,
    edges: Vec<Edge>,
}

#[derive(Debug, Deserialize)]
struct Edge {
    node: Option<Order>,
}

#[derive(Debug, Deserialize)]
struct Order {
    #[serde(default)]
    tags: Vec<String>,
    lines: Option<Lines>,
}

#[derive(Debug, Deserialize)]
struct Lines {
    nodes: Vec<u64>,
    page_info: Option<PageInfo>,
}

#[derive(Debug, Deserialize)]
struct PageInfo {
    has_next_page: Option<bool>,
}

/// Only the flag, and no size.
#[derive(Debug, Deserialize, Paginated)]
#[paginate(
    token = "next",
    param = "next",
    items = "rows",
    nested("lines", more = "more",)
)]
struct Rows {
    next: Option<String>,
    rows: Vec<Row>,
}

#[derive(Debug, Deserialize)]
struct Row {
    lines: Vec<u64>,
    more: String,
}

fn order(nodes: &[u64], more: Value) -> Value {
    json!({ "node": { "lines": { "nodes": nodes, "page_info": { "has_next_page": more } } } })
}

fn page(edges: &[Value]) -> Reply {
    Reply::json(json!({ "edges": edges }))
}

#[tokio::test]
async fn the_flag_says_what_is_cut_and_not_the_length() {
    let orders = [
        // As long as a page, but complete.
        order(&[1, 2], json!(false)),
        // Shorter than a page, but cut.
        order(&[1], json!(true)),
        order(&[1, 2], json!(null)),
        json!({ "node": { "lines": null } }),
        json!({ "node": null }),
        json!({ "node": { "lines": { "nodes": [] } } }),
    ];
    let script = Script::new([page(&orders)]);
    let mut items = Orders::paginate(script.get("/o")).items();
    let (all, end) = drain(&mut items).await;
    assert_eq!(
        (all.len(), end.unwrap(), items.truncated_lists()),
        (5, EndReason::NoContinuation, 1)
    );
    let lines: usize = all
        .iter()
        .filter_map(|order| Some(order.lines.as_ref()?.nodes.len()))
        .sum();
    assert_eq!(lines, 5);
    let flags = all
        .iter()
        .filter_map(|order| order.lines.as_ref()?.page_info.as_ref()?.has_next_page);
    assert_eq!(flags.filter(|more| *more).count(), 1);
}

#[tokio::test]
async fn a_list_beside_it_is_still_judged_by_its_length() {
    let order = json!({ "node": { "tags": ["a", "b"], "lines": { "nodes": [1], "page_info": { "has_next_page": true } } } });
    let script = Script::new([page(&[order])]);
    let mut items = Orders::paginate(script.get("/o")).items();
    let (all, _) = drain(&mut items).await;
    assert_eq!((all[0].tags.len(), items.truncated_lists()), (2, 2));
}

#[tokio::test]
async fn denied_it_is_an_error_that_says_what_told_it() {
    let cut = Reply::json(json!({ "rows": [{ "lines": [1], "more": "true" }] }));
    let script = Script::new([cut]);
    let error = drain(&mut Rows::paginate(script.get("/r")).deny_truncated().items())
        .await
        .1
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Truncated);
    let text = error.to_string();
    assert!(
        text.contains("the list `lines` inside an item is incomplete: its own flag says that there are more entries"),
        "{text}"
    );

    let whole = Reply::json(json!({ "rows": [{ "lines": [1, 2], "more": "false" }] }));
    let script = Script::new([whole]);
    let (all, end) = drain(&mut Rows::paginate(script.get("/r")).deny_truncated().items()).await;
    assert_eq!(
        (all[0].lines.len(), all[0].more.as_str(), end.unwrap()),
        (2, "false", EndReason::NoContinuation)
    );
}
