//! Behaviour that must be the same in each of the six modes: the same list and the same failures,
//! six times.

use std::collections::HashMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use paginate_runtime::{
    EndReason, ErrorKind, HeaderMap, Next, Paginated, RetryPolicy, page::TokenValue as Written,
};
use paginate_tests::{Api, Reply, Request, Server, Timeless, token};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::{drain, get, saved, shown, walk};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub(crate) struct Row {
    pub(crate) id: u32,
}

pub(crate) fn rows(ids: impl IntoIterator<Item = u32>) -> Vec<Row> {
    ids.into_iter().map(|id| Row { id }).collect()
}

#[derive(Debug, Deserialize, Paginated)]
#[paginate(
    token = "next",
    param = "cursor",
    items = "items",
    size = "limit",
    ok = "ok",
    error = "error"
)]
pub(crate) struct ByToken {
    ok: bool,
    error: Option<String>,
    next: Option<String>,
    #[serde(default, deserialize_with = "paginate_runtime::page::null_as_default")]
    items: Vec<Row>,
}

#[derive(Debug, Deserialize, Paginated)]
#[paginate(
    next_url = "url",
    items = "items",
    size = "limit",
    ok = "ok",
    error = "error"
)]
pub(crate) struct ByUrl {
    ok: bool,
    error: Option<String>,
    url: Option<String>,
    #[serde(default, deserialize_with = "paginate_runtime::page::null_as_default")]
    items: Vec<Row>,
}

#[derive(Debug, Deserialize, Paginated)]
#[paginate(
    page = "page",
    items = "items",
    size = "limit",
    ok = "ok",
    error = "error"
)]
pub(crate) struct ByNumber {
    ok: bool,
    error: Option<String>,
    #[serde(default, deserialize_with = "paginate_runtime::page::null_as_default")]
    items: Vec<Row>,
}

#[derive(Debug, Deserialize, Paginated)]
#[paginate(
    offset = "offset",
    items = "items",
    size = "limit",
    ok = "ok",
    error = "error"
)]
pub(crate) struct ByOffset {
    ok: bool,
    error: Option<String>,
    #[serde(default, deserialize_with = "paginate_runtime::page::null_as_default")]
    items: Vec<Row>,
}

#[derive(Debug, Deserialize, Paginated)]
#[paginate(
    last_item = "id",
    param = "after",
    items = "items",
    size = "limit",
    ok = "ok",
    error = "error"
)]
pub(crate) struct ByLast {
    ok: bool,
    error: Option<String>,
    #[serde(default, deserialize_with = "paginate_runtime::page::null_as_default")]
    items: Vec<Row>,
}

#[derive(Debug, Deserialize, Paginated)]
#[paginate(next_with = Self::after, items = "items", size = "limit", ok = "ok", error = "error")]
pub(crate) struct ByFunction {
    ok: bool,
    error: Option<String>,
    next: Option<String>,
    #[serde(default, deserialize_with = "paginate_runtime::page::null_as_default")]
    items: Vec<Row>,
}

impl ByFunction {
    fn after(&self, _: &HeaderMap) -> Next<'_> {
        match &self.next {
            Some(next) => Next::params(vec![("cursor".into(), Written::text(next.as_str()))]),
            None => Next::End,
        }
    }
}

/// One mode.
pub(crate) trait Fixture {
    type Page: Paginated<Item = Row> + DeserializeOwned + std::fmt::Debug + Send + 'static;

    /// The reason why a walk over everything ends. If it is an empty page, there is one more
    /// request.
    const END: EndReason;

    /// Whether the API names the continuation: then an empty page has a next page, and 400 and 410
    /// are about the continuation.
    const NAMED: bool;

    /// Whether 400 and 410 on a later page are about the continuation.
    const CONTINUED: bool;

    fn place(api: Api) -> Api;

    /// Returns the request of a page, counted from 0, that comes after so many items and is named
    /// by this token.
    fn line(page: usize, before: usize, token: &str) -> String;
}

fn by_name(page: usize, token: &str) -> String {
    if page == 0 {
        "GET /list?q=x".to_owned()
    } else {
        format!("GET /list?q=x&cursor={token}")
    }
}

macro_rules! fixture {
    ($name:ident, $page:ty, $end:ident, $named:literal, $continued:literal, |$api:ident| $place:expr, $line:expr) => {
        pub(crate) struct $name;

        impl Fixture for $name {
            type Page = $page;
            const END: EndReason = EndReason::$end;
            const NAMED: bool = $named;
            const CONTINUED: bool = $continued;

            fn place($api: Api) -> Api {
                $place
            }

            fn line(page: usize, before: usize, token: &str) -> String {
                let line: fn(usize, usize, &str) -> String = $line;
                line(page, before, token)
            }
        }
    };
}

fixture!(
    Token,
    ByToken,
    NoContinuation,
    true,
    true,
    |api| api.by_token("cursor"),
    |page, _, token| by_name(page, token)
);
fixture!(
    Url,
    ByUrl,
    NoContinuation,
    true,
    true,
    |api| api.by_token("cursor"),
    |page, _, token| { by_name(page, token) }
);
fixture!(
    Number,
    ByNumber,
    Empty,
    false,
    false,
    |api| api.by_number("page", 1),
    |page, _, _| format!("GET /list?q=x&page={}", page + 1)
);
fixture!(
    Skip,
    ByOffset,
    Empty,
    false,
    false,
    |api| api.by_offset("offset"),
    |_, before, _| format!("GET /list?q=x&offset={before}")
);
fixture!(
    Last,
    ByLast,
    Empty,
    false,
    true,
    |api| api.by_last("after", "id"),
    |page, before, _| if page == 0 {
        "GET /list?q=x".to_owned()
    } else {
        format!("GET /list?q=x&after={before}")
    }
);
fixture!(
    Function,
    ByFunction,
    NoContinuation,
    true,
    true,
    |api| api.by_token("cursor"),
    |page, _, token| by_name(page, token)
);

/// Returns the kit's token of a page as it is written into a query.
pub(crate) fn encoded(page: usize) -> String {
    ::url::form_urlencoded::byte_serialize(token(page).as_bytes()).collect()
}

/// Starts the API of a mode, two rows per page, with other replies to some requests, counted from
/// 0.
pub(crate) fn serve<F: Fixture>(
    count: usize,
    faults: impl IntoIterator<Item = (usize, Reply)>,
) -> Server {
    let api = F::place(Api::numbered(count).size("limit", 2, 100).lenient());
    let faults: HashMap<usize, Reply> = faults.into_iter().collect();
    let requests = AtomicUsize::new(0);
    Server::start(move |request: &Request| {
        if let Some(reply) = faults.get(&requests.fetch_add(1, Ordering::SeqCst)) {
            return reply.clone();
        }
        api.read(request)
            .map(|slice| {
                let url = slice.next_url(request);
                Reply::json(
                    json!({ "ok": true, "items": slice.items, "next": slice.next, "url": url }),
                )
            })
            .into()
    })
}

/// Returns the request of a page of [`serve`].
pub(crate) fn line<F: Fixture>(page: usize) -> String {
    F::line(page, (page * 2).min(5), &encoded(page))
}

/// Returns the requests for five rows, two per page, from a page on.
pub(crate) fn lines_from<F: Fixture>(page: usize) -> Vec<String> {
    let pages = if F::END == EndReason::Empty { 4 } else { 3 };
    (page..pages).map(line::<F>).collect()
}

/// Returns [`lines_from`] the first page, with the request of one page repeated that many times.
pub(crate) fn lines_with<F: Fixture>(page: usize, times: usize) -> Vec<String> {
    let mut lines = lines_from::<F>(0);
    for _ in 1..times {
        lines.insert(page, line::<F>(page));
    }
    lines
}

/// Returns a page.
fn reply(items: Value, next: Option<&str>) -> Reply {
    let url = next.map(|next| format!("/list?q=x&cursor={next}"));
    Reply::json(json!({ "ok": true, "items": items, "next": next, "url": url }))
}

fn objects(ids: impl IntoIterator<Item = u32>) -> Value {
    ids.into_iter().map(|id| json!({ "id": id })).collect()
}

macro_rules! in_every_mode {
    ($($(#[$about:meta])* $name:ident;)*) => {$(
        $(#[$about])*
        mod $name {
            #[tokio::test]
            async fn token() {
                super::$name::<super::Token>().await;
            }
            #[tokio::test]
            async fn next_url() {
                super::$name::<super::Url>().await;
            }
            #[tokio::test]
            async fn page() {
                super::$name::<super::Number>().await;
            }
            #[tokio::test]
            async fn offset() {
                super::$name::<super::Skip>().await;
            }
            #[tokio::test]
            async fn last_item() {
                super::$name::<super::Last>().await;
            }
            #[tokio::test]
            async fn next_with() {
                super::$name::<super::Function>().await;
            }
        }
    )*};
}

mod checkpoints;
mod failures;
mod pages;
