//! The `tracing` output of a walk: exact spans, events and fields, in exactly these places, and no
//! secret in any of them.
//!
//! `cargo test -p paginate-tests --features tracing --test traces`
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "test code: what must not happen ends the test"
)]

mod ahead;
mod capture;
mod ends;
mod places;
mod retries;
mod secrets;

use std::sync::Arc;
use std::time::Duration;

use paginate_runtime::{Error, Items, Paginated};
use paginate_tests::Reply;
use serde::Deserialize;
use serde_json::json;
use tracing_subscriber::filter::LevelFilter;

use self::capture::Capture;

#[derive(Debug, Deserialize, Paginated)]
#[paginate(
    token = "next",
    param = "next",
    items = "rows",
    size = "limit",
    max = 2,
    nested = "parts"
)]
struct Tokens {
    next: Option<String>,
    rows: Vec<Row>,
}

#[derive(Debug, Deserialize)]
struct Row {
    #[serde(default)]
    parts: Vec<u8>,
}

/// Returns a page of that many rows, each without parts.
fn page(rows: usize, next: Option<&str>) -> Reply {
    Reply::json(json!({ "next": next, "rows": vec![json!({}); rows] }))
}

/// Returns the size of such a page in bytes: `{"next":"t","rows":[{},{}]}`.
fn bytes(rows: usize, next: Option<&str>) -> usize {
    json!({ "next": next, "rows": vec![json!({}); rows] })
        .to_string()
        .len()
}

/// Records everything.
fn listen() -> (Capture, tracing::subscriber::DefaultGuard) {
    Capture::begin(LevelFilter::TRACE)
}

/// Returns the number of items, and the error at the end.
async fn drain<P: Paginated>(items: &mut Items<P>) -> (usize, Option<Error>) {
    for found in 0..1_000 {
        match items.next().await {
            Some(Ok(_)) => {}
            Some(Err(error)) => return (found, Some(error)),
            None => return (found, None),
        }
    }
    panic!("the walk does not end");
}

/// Compares the tree with a text, without the indentation of the text here.
#[track_caller]
fn assert_tree(capture: &Capture, expected: &str) {
    let lines = expected.lines().skip(1);
    let indent = lines
        .clone()
        .next()
        .map_or(0, |line| line.len() - line.trim_start().len());
    let expected: String = lines
        .map(|line| format!("{}\n", line.get(indent..).unwrap_or_default()))
        .collect();
    let expected = expected.trim_end();
    let tree = capture.tree();
    assert!(
        tree.trim_end() == expected,
        "said:\n{tree}\nexpected:\n{expected}"
    );
}
