//! `.early()`: for any bodies, in any pieces, a walk with this option is the same as one without
//! it.

use paginate_runtime::{ErrorKind, Items, Paginated};
use serde::Deserialize;
use serde_json::Value;
use serde_json::value::RawValue;

use super::feed::Feed;
use super::support::done;
use crate::{Reply, Request, Script};

/// The largest number of pages in an input.
const MOST_PAGES: usize = 8;

/// The largest number of pages of a walk. A relative link such as `a/` makes the next URL longer
/// with each page, up to the longest that is followed.
const LONGEST: u64 = 100;

#[derive(Deserialize, Paginated)]
#[paginate(token = "next", param = "next", items = "items")]
struct ByText {
    next: Option<String>,
    items: Vec<Value>,
}

#[derive(Deserialize, Paginated)]
#[paginate(token = "next", param = "next", items = "items")]
struct ByNumber {
    next: Option<u64>,
    items: Vec<Value>,
}

#[derive(Deserialize, Paginated)]
#[paginate(token = "next", param = "next", items = "items")]
struct ByAnything {
    next: Option<Box<RawValue>>,
    items: Vec<Value>,
}

#[derive(Deserialize, Paginated)]
#[paginate(next_url = "next", items = "items")]
struct ByLink {
    next: Option<String>,
    items: Vec<Value>,
}

/// A byte for the type, one for the size of pieces, one for the window; the rest are bodies,
/// separated by the byte 0.
pub fn check(data: &[u8]) {
    let mut feed = Feed::new(data);
    let (kind, piece, window) = (feed.byte(), 1 + feed.below(40), 1 + feed.below(5));
    let mut bodies = Vec::new();
    while !feed.is_empty() && bodies.len() < MOST_PAGES {
        bodies.push(feed.until(0).to_vec());
    }
    same(kind, piece, window, &bodies);
}

/// Walks the bodies with and without `.early()`: the items and the end are the same, and each
/// additional request is counted as discarded.
pub fn same(kind: u8, piece: usize, window: usize, bodies: &[Vec<u8>]) {
    match kind % 4 {
        0 => compare(
            piece,
            bodies,
            |script| {
                ByText::paginate(script.get("/l"))
                    .max_pages(LONGEST)
                    .items()
            },
            |script| {
                ByText::paginate(script.get("/l"))
                    .max_pages(LONGEST)
                    .prefetch(window)
                    .early()
                    .items()
            },
        ),
        1 => compare(
            piece,
            bodies,
            |script| {
                ByNumber::paginate(script.get("/l"))
                    .max_pages(LONGEST)
                    .items()
            },
            |script| {
                ByNumber::paginate(script.get("/l"))
                    .max_pages(LONGEST)
                    .prefetch(window)
                    .early()
                    .items()
            },
        ),
        2 => compare(
            piece,
            bodies,
            |script| {
                ByAnything::paginate(script.get("/l"))
                    .max_pages(LONGEST)
                    .items()
            },
            |script| {
                ByAnything::paginate(script.get("/l"))
                    .max_pages(LONGEST)
                    .prefetch(window)
                    .early()
                    .items()
            },
        ),
        _ => compare(
            piece,
            bodies,
            |script| {
                ByLink::paginate(script.get("/l"))
                    .max_pages(LONGEST)
                    .items()
            },
            |script| {
                ByLink::paginate(script.get("/l"))
                    .max_pages(LONGEST)
                    .prefetch(window)
                    .early()
                    .items()
            },
        ),
    }
}

fn compare<P: Paginated<Item = Value>>(
    piece: usize,
    bodies: &[Vec<u8>],
    plain: impl FnOnce(&Script) -> Items<P>,
    early: impl FnOnce(&Script) -> Items<P>,
) {
    let (one, other) = (server(piece, bodies), server(piece, bodies));
    let (items, error, _) = walk(plain(&one));
    let (early_items, early_error, discarded) = walk(early(&other));
    assert_eq!(
        (&early_items, early_error),
        (&items, error),
        "with and without"
    );
    let (sent, early_sent) = (one.lines(), other.lines());
    assert_eq!(
        early_sent.len() as u64,
        sent.len() as u64 + discarded,
        "{early_sent:?} and {sent:?}"
    );
    for line in sent {
        assert!(
            early_sent.contains(&line),
            "{line} is missing in {early_sent:?}"
        );
    }
    for request in other.requests() {
        assert!(
            request.origin.starts_with("https://api.example.com"),
            "sent to {}",
            request.origin
        );
    }
}

/// The request alone determines the body of the response, so the order of requests does not matter.
fn server(piece: usize, bodies: &[Vec<u8>]) -> Script {
    let bodies = bodies.to_vec();
    Script::handler(move |request: &Request| {
        let line = request.line();
        let hash = line.bytes().fold(7u64, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
        });
        let which = if line == "GET /l" {
            0
        } else {
            (hash >> 17) as usize % bodies.len().max(1)
        };
        Reply::bytes(bodies.get(which).cloned().unwrap_or_default()).in_pieces(piece)
    })
}

fn walk<P: Paginated<Item = Value>>(mut items: Items<P>) -> (Vec<Value>, Option<ErrorKind>, u64) {
    let mut all = Vec::new();
    let mut error = None;
    while let Some(item) = done(items.next()) {
        match item {
            Ok(item) => all.push(item),
            Err(why) => error = Some(why.kind()),
        }
        assert!(all.len() < 20_000, "no end");
    }
    (all, error, items.discarded_requests())
}
