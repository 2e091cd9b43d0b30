//! Progress of a walk, reports about its pages, and the length hints of its streams: exact numbers.

mod on_page;
mod progress;
mod size_hint;

use std::sync::{Arc, Mutex};
use std::time::Duration;

use paginate_runtime::Paginated;
use paginate_tests::{Reply, Script};
use serde::Deserialize;
use serde_json::json;

use crate::kit::number;

#[derive(Debug, Deserialize, Paginated)]
#[paginate(token = "next", param = "next", items = "rows")]
struct Tokens {
    next: Option<u64>,
    rows: Vec<u64>,
}

#[derive(Debug, Deserialize, Paginated)]
#[paginate(
    offset = "offset",
    total = "total",
    items = "rows",
    size = "limit",
    max = 2
)]
struct Skipped {
    total: Option<u64>,
    rows: Vec<u64>,
}

#[derive(Debug, Deserialize, Paginated)]
#[paginate(page = "page", pages = "pages", items = "rows")]
struct Numbered {
    pages: Option<u64>,
    rows: Vec<u64>,
}

/// Returns a page of rows from `at` on, by token.
fn tokens(rows: &[u64], next: Option<u64>) -> Reply {
    Reply::json(json!({ "next": next, "rows": rows }))
}

/// A list of `rows` rows by offset, two per page.
fn by_offset(rows: u64, total: Option<u64>) -> Script {
    Script::handler(move |request| {
        let at = number(request, "offset", 0);
        let limit = number(request, "limit", 2);
        Reply::json(
            json!({ "rows": (at..rows.min(at + limit)).collect::<Vec<_>>(), "total": total }),
        )
    })
}

/// Returns the size of a page of [`by_offset`], in bytes.
fn bytes(rows: &[u64], total: Option<u64>) -> u64 {
    json!({ "rows": rows, "total": total }).to_string().len() as u64
}
