//! Systems of the real world over real sockets: each server does what the system's documents say, and each declaration is the one that
//! its users would write. The numbers are those of the catalogue.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "test code: what must not happen ends the test"
)]

mod cloudflare;
mod django;
mod github;
mod gitlab;
mod google;
mod graph;
mod hubspot;
mod slack;
mod zoom;
mod zuora;

use paginate_runtime::{EndReason, Error, ErrorKind, PageSource, Paginated, Paginator};
use paginate_tests::{Server, token};
use serde_json::Value;

/// More items than any walk here has: one that does not end is stopped.
const BOUND: usize = 10_000;

fn client() -> reqwest::Client {
    reqwest::Client::builder().no_proxy().build().expect("a client")
}

/// The answer to one GET request, made by hand: what the server does where nobody helps.
async fn get(server: &Server, path: &str) -> (u16, Value) {
    let response = client().get(server.url(path)).send().await.expect("an answer");
    (response.status().as_u16(), response.json().await.expect("JSON"))
}

/// A token as it goes into a query.
fn encoded(page: usize) -> String {
    url::form_urlencoded::byte_serialize(token(page).as_bytes()).collect()
}

/// A walk, as far as it came.
#[derive(Debug)]
struct Walk<T> {
    items: Vec<T>,
    error: Option<Error>,
    end: Option<EndReason>,
    pages: u64,
    truncated: u64,
}

impl<T> Walk<T> {
    /// The items of a walk that ended, and why it did.
    fn ended(self) -> (Vec<T>, EndReason) {
        assert!(self.error.is_none(), "{}", self.error.expect("checked"));
        (self.items, self.end.expect("a walk without an error has ended"))
    }

    /// The items before the error, its kind and its text.
    fn failed(self) -> (Vec<T>, ErrorKind, String) {
        assert_eq!(self.end, None, "a walk that failed has not ended");
        let error = self.error.expect("an error");
        (self.items, error.kind(), error.to_string())
    }
}

/// Walks to the end, or to the first error.
async fn walk<P: Paginated, S: PageSource<P>>(paginator: Paginator<P, S>) -> Walk<P::Item> {
    let mut stream = paginator.items();
    let mut items = Vec::new();
    let mut error = None;
    while let Some(item) = stream.next().await {
        match item {
            Ok(item) => items.push(item),
            Err(failure) => error = Some(failure),
        }
        assert!(items.len() <= BOUND, "the walk does not end");
    }
    assert!(stream.next().await.is_none(), "a finished stream stays finished");
    Walk {
        items,
        error,
        end: stream.end_reason(),
        pages: stream.page_count(),
        truncated: stream.truncated_lists(),
    }
}
