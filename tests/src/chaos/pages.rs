//! One page type for each kind of pagination.

use paginate_runtime::Paginated;
use serde::Deserialize;

/// An item.
#[derive(Debug, Deserialize)]
pub(crate) struct Record {
    pub(crate) id: u64,
    pub(crate) name: String,
}

#[derive(Deserialize, Paginated)]
#[paginate(
    token = "next",
    items = "items",
    more = "more",
    param = "cursor",
    size = "limit"
)]
pub(crate) struct ByToken {
    next: Option<String>,
    more: Option<bool>,
    items: Vec<Record>,
}

#[derive(Deserialize, Paginated)]
#[paginate(token = "next", items = "items", param = "cursor", size = "limit")]
pub(crate) struct ByTokenAlone {
    next: Option<String>,
    items: Vec<Record>,
}

#[derive(Deserialize, Paginated)]
#[paginate(token = "paging.next", items = "items", more = "paging.more", param = body("paging.token"), size = body("paging.size"))]
pub(crate) struct ByTokenInBody {
    paging: Paging,
    items: Vec<Record>,
}

#[derive(Deserialize)]
struct Paging {
    next: Option<String>,
    more: Option<bool>,
}

#[derive(Deserialize, Paginated)]
#[paginate(token = header("X-Next"), items = "items", param = header("X-Continue"), size = "limit")]
pub(crate) struct ByTokenInHeader {
    items: Vec<Record>,
}

#[derive(Deserialize, Paginated)]
#[paginate(next_url = "next", items = "items", more = "more", size = "limit")]
pub(crate) struct ByUrl {
    next: Option<String>,
    more: Option<bool>,
    items: Vec<Record>,
}

#[derive(Deserialize, Paginated)]
#[paginate(next_url = link("next"), items = "0", size = "limit")]
pub(crate) struct ByLink(Vec<Record>);

#[derive(Deserialize, Paginated)]
#[paginate(
    page = "page",
    items = "items",
    more = "more",
    pages = "pages",
    total = "total",
    size = "limit"
)]
pub(crate) struct ByNumber {
    more: Option<bool>,
    pages: Option<i64>,
    total: Option<i64>,
    items: Vec<Record>,
}

/// A page past the last one is a 404.
#[derive(Deserialize, Paginated)]
#[paginate(page = "page", items = "items", pages = "pages", total = "total", size = "limit", start = 0, end_on = [404])]
pub(crate) struct ByNumberUntil404 {
    pages: Option<i64>,
    total: Option<i64>,
    items: Vec<Record>,
}

#[derive(Deserialize, Paginated)]
#[paginate(
    offset = "offset",
    items = "items",
    more = "more",
    total = "total",
    size = "limit",
    min = 2
)]
pub(crate) struct ByOffset {
    more: Option<bool>,
    total: Option<i64>,
    items: Vec<Record>,
}

#[derive(Deserialize, Paginated)]
#[paginate(
    last_item = "id",
    items = "items",
    more = "more",
    param = "after",
    size = "limit"
)]
pub(crate) struct ByLastItem {
    more: Option<bool>,
    items: Vec<Record>,
}
