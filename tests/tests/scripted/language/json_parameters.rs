//! A query parameter whose value is JSON text.

use paginate_runtime::{EndReason, Paginated};
use paginate_tests::{Reply, Script};
use serde::Deserialize;
use serde_json::{Value, json};

use super::*;

#[derive(Debug, Deserialize, Paginated)]
#[paginate(token = "next", param = json("startkey"), items = "rows", size = json("limit"), max = 2)]
struct View {
    next: Option<Value>,
    rows: Vec<u64>,
}

fn page(rows: &[u64], next: Value) -> Reply {
    Reply::json(json!({ "rows": rows, "next": next }))
}

#[tokio::test]
async fn strings_are_quoted_and_lists_are_lists() {
    let script = Script::new([
        page(&[1], json!("doc 7\"")),
        page(&[2], json!(["a", 3, null])),
        page(&[3], json!(7)),
        page(&[4], Value::Null),
    ]);
    let mut items = View::paginate(script.get("/db/_all_docs?include_docs=true")).items();
    let (all, end) = drain(&mut items).await;
    assert_eq!(
        (all, end.unwrap()),
        (vec![1, 2, 3, 4], EndReason::NoContinuation)
    );
    let keys: Vec<Option<String>> = script
        .requests()
        .iter()
        .map(|request| request.param("startkey"))
        .collect();
    assert_eq!(
        keys,
        [
            None,
            Some(r#""doc 7\"""#.into()),
            Some(r#"["a",3,null]"#.into()),
            Some("7".into())
        ]
    );
    assert_eq!(
        script.lines()[0],
        "GET /db/_all_docs?include_docs=true&limit=2"
    );
    assert!(
        script.lines()[3].ends_with("&startkey=7&limit=2"),
        "{:?}",
        script.lines()
    );
}

/// The key in the first request is recognised as the parameter of the continuation, so it is
/// replaced, and a loop is detected.
#[tokio::test]
async fn a_key_in_the_first_request_is_read_as_json() {
    let script = Script::new([page(&[1], json!("b")), page(&[2], json!("a"))]);
    let mut items = View::paginate(script.get("/v?startkey=%22a%22&limit=1")).items();
    let (all, end) = drain(&mut items).await;
    assert_eq!((all, end.unwrap_err().is_loop()), (vec![1, 2], true));
    script.assert_requests([
        "GET /v?startkey=%22a%22&limit=1",
        "GET /v?startkey=%22b%22&limit=1",
    ]);
}

#[tokio::test]
async fn a_checkpoint_does_not_depend_on_the_key_of_the_request() {
    let script = Script::new([page(&[1], json!("b")), page(&[2], Value::Null)]);
    let mut items = View::paginate(script.get("/v?startkey=%22a%22")).items();
    items.next().await.unwrap().unwrap();
    let checkpoint = serde_json::to_string(&items.checkpoint().unwrap()).unwrap();
    let checkpoint: paginate_runtime::Checkpoint = serde_json::from_str(&checkpoint).unwrap();
    let mut items = View::paginate(script.get("/v")).resume(checkpoint).items();
    let (all, end) = drain(&mut items).await;
    assert_eq!((all, end.unwrap()), (vec![2], EndReason::NoContinuation));
    script.assert_requests([
        "GET /v?startkey=%22a%22&limit=2",
        "GET /v?startkey=%22b%22&limit=2",
    ]);
}
