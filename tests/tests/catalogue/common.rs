//! What the rows share.

use paginate_runtime::{EndReason, Error, ErrorKind, PageSource, Paginated, Paginator};
use paginate_tests::{Server, token};
use serde_json::Value;

/// More items than any walk here has: one that does not end is stopped.
const BOUND: usize = 10_000;

/// A client that asks nobody but the server of the test.
pub(crate) fn client() -> reqwest::Client {
    reqwest::Client::builder().no_proxy().build().expect("a client")
}

/// The answer to one GET request, made by hand: what the server does where nobody helps.
pub(crate) async fn get(server: &Server, path: &str) -> (u16, Value) {
    answer(client().get(server.url(path))).await
}

/// The answer to one POST request with a JSON body, made by hand.
pub(crate) async fn post(server: &Server, path: &str, body: Value) -> (u16, Value) {
    answer(client().post(server.url(path)).json(&body)).await
}

/// Status and JSON of the answer to a request; `null` where the body is empty.
pub(crate) async fn answer(request: reqwest::RequestBuilder) -> (u16, Value) {
    let response = request.send().await.expect("an answer");
    let status = response.status().as_u16();
    let body = response.bytes().await.expect("a body");
    let json = if body.is_empty() {
        Value::Null
    } else {
        serde_json::from_slice(&body).expect("JSON")
    };
    (status, json)
}

/// The token of a page, counted from 0, as it goes into a query.
pub(crate) fn encoded(page: usize) -> String {
    url::form_urlencoded::byte_serialize(token(page).as_bytes()).collect()
}

/// A walk, as far as it came.
#[derive(Debug)]
pub(crate) struct Walk<T> {
    pub(crate) items: Vec<T>,
    pub(crate) error: Option<Error>,
    pub(crate) end: Option<EndReason>,
    pub(crate) pages: u64,
    pub(crate) truncated: u64,
}

impl<T> Walk<T> {
    /// The items of a walk that ended, and why it did.
    pub(crate) fn ended(self) -> (Vec<T>, EndReason) {
        assert!(self.error.is_none(), "{}", self.error.expect("checked"));
        (self.items, self.end.expect("a walk without an error has ended"))
    }

    /// The items before the error, its kind and its text.
    pub(crate) fn failed(self) -> (Vec<T>, ErrorKind, String) {
        assert_eq!(self.end, None, "a walk that failed has not ended");
        let error = self.error.expect("an error");
        (self.items, error.kind(), error.to_string())
    }
}

/// Walks to the end, or to the first error.
pub(crate) async fn walk<P: Paginated, S: PageSource<P>>(paginator: Paginator<P, S>) -> Walk<P::Item> {
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
