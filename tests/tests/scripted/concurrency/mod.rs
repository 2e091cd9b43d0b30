//! Concurrent requests give the items, the order, the requests and the errors of a sequential walk,
//! in less time. Time is virtual.

mod failures;
mod same_as_without;
mod totals;
mod window;

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use paginate_runtime::{
    EndReason, ErrorKind, HeaderMap, Paginated, Paginator, RetryPolicy, mode::Counter,
    policy::AuthReason, source::HttpSource,
};
use paginate_tests::{Reply, Script};
use serde::Deserialize;
use serde_json::json;
use tokio::time::Instant;

use crate::kit::{all, interrupted, number, settle, until_error};

#[derive(Debug, Deserialize, Paginated)]
#[paginate(page = "page", pages = "pages", items = "rows", size = "limit")]
struct Numbered {
    pages: Option<u64>,
    rows: Vec<u64>,
}

#[derive(Debug, Deserialize, Paginated)]
#[paginate(page = "page", total = "total", items = "rows", size = "limit")]
struct Totalled {
    total: Option<u64>,
    rows: Vec<u64>,
}

#[derive(Debug, Deserialize, Paginated)]
#[paginate(
    offset = "offset",
    total = "total",
    items = "rows",
    size = "limit",
    max = 100
)]
struct Skipped {
    total: Option<u64>,
    rows: Vec<u64>,
}

/// The duration of every request.
const DELAY: Duration = Duration::from_millis(50);

/// A list of `total` rows by page number, 10 per page.
fn by_number(total: u64) -> Script {
    Script::handler(move |request| {
        let at = (number(request, "page", 1) - 1) * 10;
        numbered_page(at, total)
    })
}

fn numbered_page(at: u64, total: u64) -> Reply {
    let rows: Vec<u64> = (at..total.min(at + 10)).collect();
    Reply::json(json!({ "rows": rows, "pages": total.div_ceil(10), "total": total })).delayed(DELAY)
}

/// A list by offset. `len` returns how many rows come from an offset on, `total` the total that the
/// API gives.
fn by_offset(
    real: u64,
    total: impl Fn(u64) -> Option<u64> + Send + Sync + 'static,
    len: impl Fn(u64) -> u64 + Send + Sync + 'static,
) -> Script {
    Script::handler(move |request| {
        let at = number(request, "offset", 0);
        let rows: Vec<u64> = (at..real.min(at + len(at))).collect();
        Reply::json(json!({ "rows": rows, "total": total(at) })).delayed(DELAY)
    })
}

fn sorted(script: &Script) -> Vec<String> {
    let mut lines = script.lines();
    lines.sort();
    lines
}
