//! The code that the rows share.

use std::fmt::Debug;

use bytes::Bytes;
use paginate_runtime::report::Warning;
use paginate_runtime::{
    EndReason, Error, ErrorKind, Paginated, Paginator, source::PageSource, stream::Blocking,
};
pub(crate) use paginate_tests::client;
use paginate_tests::{Server, is_probing, note_alarms, probed, token, variant};
use serde::de::DeserializeOwned;
use serde_json::Value;
use tokio::sync::oneshot;

use crate::sources::Source;

/// A limit above the item count of every walk here. A walk that does not end stops at it.
const BOUND: usize = 10_000;

/// Sends one GET request without the library: shows what the server does by itself.
pub(crate) async fn get(server: &Server, path: &str) -> (u16, Value) {
    answer(client().get(server.url(path))).await
}

/// Sends one POST request with a JSON body, without the library.
pub(crate) async fn post(server: &Server, path: &str, body: Value) -> (u16, Value) {
    answer(client().post(server.url(path)).json(&body)).await
}

/// Returns status and JSON of the response to a request; `null` if the body is empty.
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

/// Returns the token of a page, counted from 0, as it is written into a query.
pub(crate) fn encoded(page: usize) -> String {
    url::form_urlencoded::byte_serialize(token(page).as_bytes()).collect()
}

/// The result of a walk: its items, and its end or error.
#[derive(Debug)]
pub(crate) struct Walk<T> {
    pub(crate) items: Vec<T>,
    pub(crate) error: Option<Error>,
    pub(crate) end: Option<EndReason>,
    pub(crate) pages: u64,
    pub(crate) truncated: u64,
    pub(crate) warnings: Vec<Warning>,
}

impl<T> Walk<T> {
    /// Returns the items of a walk that ended without a warning, and the reason of its end.
    pub(crate) fn ended(self) -> (Vec<T>, EndReason) {
        note_alarms(&self.warnings);
        assert_eq!(self.warnings, [], "a false alarm");
        assert!(self.error.is_none(), "{}", self.error.expect("checked"));
        (
            self.items,
            self.end.expect("a walk without an error has ended"),
        )
    }

    /// Returns the items before the error, its kind and its text.
    pub(crate) fn failed(self) -> (Vec<T>, ErrorKind, String) {
        note_alarms(&self.warnings);
        assert_eq!(self.warnings, [], "a false alarm");
        assert_eq!(self.end, None, "a walk that failed has not ended");
        let error = self.error.expect("an error");
        (self.items, error.kind(), error.to_string())
    }
}

/// Walks to the end, or to the first error. Walks a stream or, in the second run of these tests, an
/// iterator over another client.
pub(crate) async fn walk<P, S>(paginator: Paginator<P, S>) -> Walk<P::Item>
where
    P: Paginated<Item: Send + Debug + DeserializeOwned> + 'static,
    S: Source<P>,
{
    walk_and_read(paginator, |item| serde_json::from_value(item).ok()).await
}

/// The same of items that are not read from JSON.
pub(crate) async fn walk_other<P, S>(paginator: Paginator<P, S>) -> Walk<P::Item>
where
    P: Paginated<Item: Send + Debug> + 'static,
    S: Source<P>,
{
    walk_and_read(paginator, |_| None).await
}

/// `read` reads an item that a probe found.
async fn walk_and_read<P, S>(
    paginator: Paginator<P, S>,
    read: fn(Value) -> Option<P::Item>,
) -> Walk<P::Item>
where
    P: Paginated<Item: Send + Debug> + 'static,
    S: Source<P>,
{
    if variant().is_none() && !is_probing() {
        return stream(paginator).await;
    }
    let (done, walk) = oneshot::channel();
    let test = std::thread::current().name().unwrap_or_default().to_owned();
    let thread = std::thread::spawn(move || {
        let mut first = None;
        let walk = iterate(S::blocking(paginator, |request| {
            first = Some(request.clone());
        }));
        if is_probing() {
            probe(&test, &first.expect("a request"), &walk, read);
        }
        let _ = done.send(walk);
    });
    match walk.await {
        Ok(walk) => walk,
        Err(_) => std::panic::resume_unwind(thread.join().expect_err("it panicked")),
    }
}

/// Fewer items are no list of pages, and tell nothing.
const LEAST: usize = 3;

/// Probes the API of a walk that went to the end of a list with items.
fn probe<T: Debug>(
    test: &str,
    first: &http::Request<Bytes>,
    walk: &Walk<T>,
    read: fn(Value) -> Option<T>,
) {
    let is_whole = walk.error.is_none() && walk.end != Some(EndReason::Limit);
    if !is_whole || walk.items.len() < LEAST || walk.truncated > 0 || !is_there_again(first) {
        return;
    }
    let expected: Vec<String> = walk.items.iter().map(|item| format!("{item:?}")).collect();
    probed(test, first, false, |items| {
        let found = items.len();
        // The row's item can be in an envelope of its own.
        let inside = |item: &Value| item.as_object()?.values().cloned().find_map(read);
        let read: Option<Vec<String>> = items
            .into_iter()
            .map(|item| read(item.clone()).or_else(|| inside(&item)))
            .map(|item| item.map(|item| format!("{item:?}")))
            .collect();
        match read {
            Some(read) if read == expected => Ok(()),
            Some(_) if found == expected.len() => {
                Err("other items, or in another order".to_owned())
            }
            Some(_) => Err(format!("{found} items, and not {}", expected.len())),
            None => Err(format!(
                "{found} items that are others, not {}",
                expected.len()
            )),
        }
    });
}

/// Whether the server answers the request again: some play their replies only once.
fn is_there_again(first: &http::Request<Bytes>) -> bool {
    let agent = ureq::Agent::config_builder()
        .proxy(None)
        .build()
        .new_agent();
    let request = first.clone().map(|body| body.to_vec());
    agent.run(request).is_ok()
}

async fn stream<P: Paginated, S: PageSource<P>>(paginator: Paginator<P, S>) -> Walk<P::Item> {
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
    assert!(
        stream.next().await.is_none(),
        "a finished stream stays finished"
    );
    Walk {
        items,
        error,
        end: stream.end_reason(),
        pages: stream.page_count(),
        truncated: stream.truncated_lists(),
        warnings: stream.warnings().to_vec(),
    }
}

fn iterate<P: Paginated + 'static, S: PageSource<P>>(
    paginator: Paginator<P, S, Blocking>,
) -> Walk<P::Item> {
    let mut iterator = paginator.items();
    let mut items = Vec::new();
    let mut error = None;
    for item in iterator.by_ref() {
        match item {
            Ok(item) => items.push(item),
            Err(failure) => error = Some(failure),
        }
        assert!(items.len() <= BOUND, "the walk does not end");
    }
    assert!(
        iterator.next().is_none(),
        "a finished iterator stays finished"
    );
    Walk {
        items,
        error,
        end: iterator.end_reason(),
        pages: iterator.page_count(),
        truncated: iterator.truncated_lists(),
        warnings: iterator.warnings().to_vec(),
    }
}
