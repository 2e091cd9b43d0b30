//! A list is split into segments. Together they are the list, with each record once, for any
//! behaviour of the server and any place where a segment is walked.

mod changes;
mod kills;
mod random;
mod refused;
mod sockets;
mod whole;

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use paginate_runtime::{EndReason, Error, Items, Paginated, segment::Segment};
use paginate_tests::{Reply, Request, Script};
use serde::Deserialize;
use serde_json::json;

use crate::kit::number;

#[derive(Debug, Deserialize, Paginated)]
#[paginate(
    page = "page",
    pages = "pages",
    items = "rows",
    size = "limit",
    max = 10
)]
struct Numbered {
    pages: Option<u64>,
    rows: Vec<u64>,
}

/// Pages from 0, with a total of items.
#[derive(Debug, Deserialize, Paginated)]
#[paginate(
    page = "page",
    start = 0,
    total = "total",
    items = "rows",
    size = "limit",
    max = 10
)]
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
    max = 10
)]
struct Skipped {
    total: Option<u64>,
    rows: Vec<u64>,
}

/// An offset that counts from 1, as in SCIM.
#[derive(Debug, Deserialize, Paginated)]
#[paginate(
    offset = "startIndex",
    start = 1,
    total = "total",
    items = "rows",
    size = "count",
    max = 10
)]
struct FromOne {
    total: Option<u64>,
    rows: Vec<u64>,
}

/// The properties of a page type that the tests need, so that each test runs with all types.
trait Rows:
    Paginated<Item = u64, Mode: paginate_runtime::mode::Counter>
    + serde::de::DeserializeOwned
    + Send
    + 'static
{
    /// Returns the first row of the requested page.
    fn first_row(request: &Request, size: u64) -> u64;
    /// Returns the requested size.
    fn size(request: &Request) -> u64;
}

impl Rows for Numbered {
    fn first_row(request: &Request, size: u64) -> u64 {
        (number(request, "page", 1) - 1) * size
    }
    fn size(request: &Request) -> u64 {
        number(request, "limit", 7)
    }
}

impl Rows for Totalled {
    fn first_row(request: &Request, size: u64) -> u64 {
        number(request, "page", 0) * size
    }
    fn size(request: &Request) -> u64 {
        number(request, "limit", 7)
    }
}

impl Rows for Skipped {
    fn first_row(request: &Request, _: u64) -> u64 {
        number(request, "offset", 0)
    }
    fn size(request: &Request) -> u64 {
        number(request, "limit", 7)
    }
}

impl Rows for FromOne {
    fn first_row(request: &Request, _: u64) -> u64 {
        number(request, "startIndex", 1) - 1
    }
    fn size(request: &Request) -> u64 {
        number(request, "count", 7)
    }
}

/// Returns a page of a list of `total` rows; the server caps sizes at `most`.
fn page<P: Rows>(request: &Request, total: u64, most: u64) -> Reply {
    let size = P::size(request).min(most);
    let at = P::first_row(request, size);
    let rows: Vec<u64> = (at.min(total)..total.min(at + size)).collect();
    Reply::json(json!({ "rows": rows, "total": total, "pages": total.div_ceil(size) }))
}

/// A list that does not change. The server refuses pages past its end.
fn list<P: Rows>(total: u64, most: u64) -> Script {
    Script::handler(move |request| {
        let size = P::size(request).min(most);
        if total > 0 && P::first_row(request, size) >= total {
            return Reply::empty(404);
        }
        page::<P>(request, total, most)
    })
}

/// Returns the segment as a worker gets it from a queue.
fn carried(segment: &Segment) -> Segment {
    let text = serde_json::to_string(segment).expect("JSON");
    let arrived: Segment = serde_json::from_str(&text).expect("a segment");
    assert_eq!(&arrived, segment, "{text}");
    arrived
}

async fn split<P: Rows>(script: &Script, segments: usize) -> Vec<Segment> {
    P::paginate(script.get("/l?q=1"))
        .split(segments)
        .await
        .expect("segments")
}

fn walk<P: Rows>(script: &Script, segment: &Segment) -> Items<P> {
    P::paginate(script.get("/l?q=1"))
        .segment(carried(segment))
        .items()
}

/// Returns the items, and how the walk ended.
async fn drain<P: Paginated>(
    items: &mut Items<P>,
) -> (Vec<P::Item>, Result<Option<EndReason>, Error>) {
    let mut found = Vec::new();
    loop {
        assert!(found.len() < 10_000, "the walk does not end");
        match items.next().await {
            Some(Ok(item)) => found.push(item),
            Some(Err(error)) => return (found, Err(error)),
            None => return (found, Ok(items.end_reason())),
        }
    }
}

async fn all<P: Paginated>(mut items: Items<P>) -> (Vec<P::Item>, EndReason) {
    let (found, end) = drain(&mut items).await;
    (
        found,
        end.expect("a walk without an error").expect("an end"),
    )
}

/// Returns the rows of every segment.
async fn each<P: Rows>(script: &Script, segments: &[Segment]) -> Vec<Vec<u64>> {
    let mut rows = Vec::new();
    for segment in segments {
        rows.push(all(walk::<P>(script, segment)).await.0);
    }
    rows
}

fn rows(total: u64) -> Vec<u64> {
    (0..total).collect()
}

/// Counts the calls of a handler.
fn counter() -> (Arc<AtomicUsize>, impl Fn() -> usize + Send + Sync + 'static) {
    let count = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&count);
    (count, move || counted.fetch_add(1, Ordering::SeqCst))
}
