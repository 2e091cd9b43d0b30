//! The declarations under attack. Each is correct, or is one that a user would write.

use paginate_runtime::{HeaderMap, Link, Links, Next, Paginated};
use serde::Deserialize;
use serde_json::Value;

#[derive(Debug, Deserialize, Paginated)]
#[paginate(token = "next", param = "cursor", items = "rows")]
pub(crate) struct Tokens {
    next: Option<String>,
    rows: Vec<u32>,
}

/// A token of any kind, and a total that only informs.
#[derive(Debug, Deserialize, Paginated)]
#[paginate(token = "next", param = "cursor", items = "rows", total = "total")]
pub(crate) struct AnyTokens {
    next: Option<Value>,
    rows: Vec<u32>,
    total: Option<u64>,
}

#[derive(Debug, Deserialize, Paginated)]
#[paginate(token = "next", param = "cursor", items = "rows", more = "has_more")]
pub(crate) struct Flagged {
    next: Option<String>,
    rows: Vec<u32>,
    has_more: Option<bool>,
}

#[derive(Debug, Deserialize, Paginated)]
#[paginate(token = "next", param = header("X-Cursor"), items = "rows")]
pub(crate) struct ByHeader {
    next: Option<String>,
    rows: Vec<u32>,
}

/// The token is in a header of the response.
#[derive(Debug, Deserialize, Paginated)]
#[paginate(token = header("X-Next"), param = "cursor", items = "rows")]
pub(crate) struct FromHeader {
    rows: Vec<u32>,
}

#[derive(Debug, Deserialize, Paginated)]
#[paginate(token = "next", param = form("cursor"), items = "rows")]
pub(crate) struct Form {
    next: Option<String>,
    rows: Vec<u32>,
}

#[derive(Debug, Deserialize, Paginated)]
#[paginate(token = "next", param = body("after"), items = "rows")]
pub(crate) struct Search {
    next: Option<Box<serde_json::value::RawValue>>,
    rows: Vec<u32>,
}

/// A token that is a map; its members become parameters.
#[derive(Debug, Deserialize, Paginated)]
#[paginate(token = "next", param = query, items = "rows")]
pub(crate) struct Spread {
    next: Option<Value>,
    rows: Vec<u32>,
}

#[derive(Debug, Deserialize, Paginated)]
#[paginate(token = "next", param = body("cursor"), continue_at = "/list/continue", items = "rows")]
pub(crate) struct Elsewhere {
    next: Option<String>,
    rows: Vec<u32>,
}

#[derive(Debug, Deserialize, Paginated)]
#[paginate(
    token = "next",
    param = "cursor",
    items = "rows",
    ok = "ok",
    error = "error"
)]
pub(crate) struct Reported {
    next: Option<String>,
    #[serde(default)]
    rows: Vec<u32>,
    ok: Option<bool>,
    error: Option<Value>,
}

/// A token walk that reads only what it declares, with an optional end.
#[derive(Debug, Deserialize, Paginated)]
#[paginate(token = "next", param = "cursor", items = "rows", end_on = [repeat])]
pub(crate) struct Repeats {
    next: Option<String>,
    rows: Vec<u32>,
}

#[derive(Debug, Deserialize, Paginated)]
#[paginate(next_url = "next", items = "rows")]
pub(crate) struct Linked {
    next: Option<String>,
    rows: Vec<u32>,
}

/// A walk by links that writes a page size.
#[derive(Debug, Deserialize, Paginated)]
#[paginate(next_url = "next", items = "rows", size = "limit", max = 2)]
pub(crate) struct Sized {
    next: Option<String>,
    rows: Vec<u32>,
}

#[derive(Debug, Deserialize, Paginated)]
#[paginate(next_url = "next", items = "rows")]
pub(crate) struct Objects {
    next: Option<Link>,
    rows: Vec<u32>,
}

#[derive(Debug, Deserialize, Paginated)]
#[paginate(next_url = "links", items = "rows")]
pub(crate) struct Related {
    links: Links,
    rows: Vec<u32>,
}

#[derive(Debug, Deserialize, Paginated)]
#[paginate(next_url = link("next"), items = "rows")]
pub(crate) struct InHeader {
    rows: Vec<u32>,
}

/// The URL is in a header of its own.
#[derive(Debug, Deserialize, Paginated)]
#[paginate(next_url = header("X-Next"), items = "rows")]
pub(crate) struct NextHeader {
    rows: Vec<u32>,
}

#[derive(Debug, Deserialize, Paginated)]
#[paginate(page = "page", items = "rows")]
pub(crate) struct Numbered {
    rows: Vec<u32>,
}

/// Page numbers, with every way in which an API can declare its end.
#[derive(Debug, Deserialize, Paginated)]
#[paginate(
    page = "page",
    items = "rows",
    pages = "pages",
    total = "total",
    max = 100,
    size = "limit"
)]
pub(crate) struct Counted {
    pages: Option<Value>,
    total: Option<Value>,
    rows: Vec<u32>,
}

#[derive(Debug, Deserialize, Paginated)]
#[paginate(offset = "offset", items = "rows")]
pub(crate) struct Skipped {
    rows: Vec<u32>,
}

#[derive(Debug, Deserialize, Paginated)]
#[paginate(
    offset = "offset",
    items = "rows",
    total = "total",
    more = "has_more",
    size = "limit",
    max = 100
)]
pub(crate) struct Totalled {
    total: Option<Value>,
    has_more: Option<bool>,
    rows: Vec<u32>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Row {
    pub(crate) id: Option<u32>,
}

impl From<Row> for u32 {
    fn from(row: Row) -> Self {
        row.id.unwrap_or_default()
    }
}

#[derive(Debug, Deserialize, Paginated)]
#[paginate(last_item = "id", param = "after", items = "rows", more = "has_more")]
pub(crate) struct Keyed {
    rows: Vec<Row>,
    has_more: Option<bool>,
}

/// A decision of the user's own function: the value of `next`, as the kind in `kind`.
#[derive(Debug, Deserialize, Paginated)]
#[paginate(next_with = Self::decide, items = "rows")]
pub(crate) struct Decided {
    kind: Option<String>,
    next: Option<String>,
    rows: Vec<u32>,
}

impl Decided {
    fn decide(&self, _: &HeaderMap) -> Next<'_> {
        let Some(next) = self.next.as_deref() else {
            return Next::End;
        };
        match self.kind.as_deref() {
            Some("url") => Next::link(paginate_runtime::page::LinkTarget::get(next)),
            Some("request") => match http::Request::get(next).body(bytes::Bytes::new()) {
                Ok(request) => Next::request(request),
                Err(_) => Next::Malformed("it is no request".into()),
            },
            Some("params") => Next::params(vec![(
                "cursor".into(),
                paginate_runtime::page::TokenValue::text(next),
            )]),
            _ => Next::token(paginate_runtime::page::TokenValue::text(next)),
        }
    }
}
