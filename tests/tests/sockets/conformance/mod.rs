//! Behaviour that a pagination library must keep with difficult servers: LESSONS.md, sections 2, 3
//! and 5, over real sockets.
//!
//! Each test asserts the exact requests, the exact items and the exact end: its reason, or the kind
//! of the error. No test takes time: waits use a [`paginate_tests::Timeless`] runtime, or end when
//! the server reports that it stalls.

mod errors;
mod link_header;
mod modes;
mod offset;
mod page;
mod pitfalls;
mod resume;
mod retry;
mod spector;
pub(crate) mod standstill;
mod token;
mod url;

use paginate_runtime::report::{Warning, WarningKind};
use paginate_runtime::{
    Checkpoint, EndReason, Error, Items, Paginated, Paginator, source::PageSource,
};
use paginate_tests::{
    Answer, RawServer, Reply, Server, again, ahead, client, count_alarms, note_alarms,
};
use serde_json::{Value, json};

/// A limit above the item count of every walk in these tests, so that a loop fails and does not
/// hang.
const BOUND: usize = 1_000;

/// Returns a GET request to `path` of the server.
fn get(server: &Server, path: &str) -> reqwest::RequestBuilder {
    client().get(server.url(path))
}

/// The result of a walk.
struct Walk<T> {
    items: Vec<T>,
    end: Result<EndReason, Error>,
    pages: u64,
    received: u64,
    promised: Option<u64>,
    checkpoint: Option<Checkpoint>,
    warnings: Vec<Warning>,
}

impl<T> Walk<T> {
    /// Checks that exactly these warnings were given.
    #[track_caller]
    fn warned(mut self, expected: &[WarningKind]) -> Self {
        let kinds: Vec<WarningKind> = self.warnings.iter().map(Warning::kind).collect();
        assert_eq!(kinds, expected);
        self.warnings.clear();
        self
    }

    /// Returns the items of a walk that ended without a warning, and the reason of its end.
    #[track_caller]
    fn ended(self) -> (Vec<T>, EndReason) {
        note_alarms(&self.warnings);
        assert_eq!(self.warnings, [], "a false alarm");
        match self.end {
            Ok(reason) => (self.items, reason),
            Err(error) => panic!("the walk failed: {error}"),
        }
    }

    /// Returns the items before the error of a walk that failed, and the error.
    #[track_caller]
    fn failed(self) -> (Vec<T>, Error) {
        note_alarms(&self.warnings);
        assert_eq!(self.warnings, [], "a false alarm");
        match self.end {
            Ok(reason) => panic!("the walk ended: {reason}"),
            Err(error) => (self.items, error),
        }
    }
}

/// Walks to the end or to the error, and checks that nothing comes after it.
async fn walk<P, S>(paginator: Paginator<P, S>) -> Walk<P::Item>
where
    P: Paginated<Item: Send> + Send + 'static,
    S: PageSource<P>,
{
    drain(ahead(paginator).items()).await
}

async fn drain<P: Paginated>(mut stream: Items<P>) -> Walk<P::Item> {
    let mut items = Vec::new();
    let mut failure = None;
    while let Some(item) = stream.next().await {
        match item {
            Ok(item) => items.push(item),
            Err(error) => {
                failure = Some(error);
                break;
            }
        }
        assert!(items.len() < BOUND, "the walk does not end");
    }
    for _ in 0..3 {
        assert!(
            stream.next().await.is_none(),
            "a finished stream stays finished"
        );
    }
    let end = match failure {
        Some(error) => {
            assert_eq!(
                stream.end_reason(),
                None,
                "a walk that failed has not ended"
            );
            assert_eq!(
                error.checkpoint(),
                stream.checkpoint().as_ref(),
                "error and stream agree where to go on"
            );
            Err(error)
        }
        None => Ok(stream.end_reason().expect("a walk that ended has a reason")),
    };
    Walk {
        items,
        end,
        pages: stream.page_count(),
        received: stream.received(),
        promised: stream.total(),
        checkpoint: stream.checkpoint(),
        warnings: stream.warnings().to_vec(),
    }
}

/// Writes a checkpoint and reads it again.
fn saved(checkpoint: &Checkpoint) -> Checkpoint {
    let text = serde_json::to_string(checkpoint).unwrap();
    let read: Checkpoint = serde_json::from_str(&text).unwrap();
    assert_eq!(
        &read, checkpoint,
        "a checkpoint survives being stored: {text}"
    );
    read
}

/// `{"items": [..]}`.
fn items(items: &[u32]) -> Reply {
    Reply::json(json!({ "items": items }))
}

/// `{"items": [..], "next": ..}`.
fn page(items: &[u32], next: impl Into<Value>) -> Reply {
    Reply::json(json!({ "items": items, "next": next.into() }))
}

/// Returns everything that an error shows, with all its sources.
fn shown(error: &Error) -> String {
    let mut text = format!("{error}\n{error:?}\n{error:#?}");
    let mut source = std::error::Error::source(error);
    for _ in 0..16 {
        let Some(inner) = source else { break };
        text.push_str(&format!("\n{inner}\n{inner:?}\n{inner:#?}"));
        source = inner.source();
    }
    text
}

/// A server that answers one request with `[1]` and a header line of any bytes.
fn raw_header(line: &[u8]) -> RawServer {
    let head = b"HTTP/1.1 200 OK\r\ncontent-length: 3\r\nconnection: close\r\n";
    RawServer::start([Answer::Bytes([head, line, b"\r\n\r\n[1]"].concat())])
}

/// Checks that walks over APIs that do what their declarations say give no warnings.
#[test]
#[allow(clippy::print_stdout, reason = "CI prints the count")]
fn no_false_alarms() {
    if let Some((walks, alarms)) = count_alarms("conformance::") {
        println!("conformance: {walks} walks, {alarms} false alarms");
        assert!(walks > 300, "{walks} walks");
        assert_eq!(alarms, 0);
    }
}

/// Runs all tests again with prefetch.
#[test]
fn again_with_prefetch() {
    again("prefetch", "conformance::", &[]);
}

#[test]
fn again_with_early() {
    again("early", "conformance::", &[]);
}

/// Runs them again with concurrency, except two tests that count the requests past the real end of
/// an API that promises too much: with concurrency, there are more.
#[test]
fn again_with_concurrency() {
    let promised_too_much = [
        "page::a_number_of_pages_too_large_",
        "page::a_total_too_large_",
    ];
    again("concurrency", "conformance::", &promised_too_much);
}
