//! serde reads a field of a nested struct under another name than the response has. The derive does
//! not see the attributes of that struct, and the response has the declared path: only the value is
//! missing in the page.

use paginate_runtime::Paginated;
use paginate_tests::Reply;
use serde::Deserialize;
use serde_json::{Value, json};

use super::{Row, always, api, cases, number, rows, told};

/// A `rename_all` that the API does not follow.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct CamelMeta {
    next_cursor: Option<String>,
}

#[derive(Deserialize, Paginated)]
#[paginate(token = "meta.next_cursor", param = "cursor", items = "data")]
struct Token {
    meta: CamelMeta,
    data: Vec<Row>,
}

#[derive(Deserialize)]
struct NumberMeta {
    #[serde(rename = "page")]
    next_page: Option<u64>,
}

#[derive(Deserialize, Paginated)]
#[paginate(token = "meta.next_page", param = "page", items = "data")]
struct NumberToken {
    meta: NumberMeta,
    data: Vec<Row>,
}

#[derive(Deserialize)]
struct Links {
    #[serde(rename = "nextUrl")]
    next: Option<paginate_runtime::Link>,
}

#[derive(Deserialize, Paginated)]
#[paginate(next_url = "links.next", items = "data")]
struct ByUrl {
    links: Links,
    data: Vec<Row>,
}

#[derive(Deserialize)]
struct Inner {
    #[serde(rename = "Rows", default)]
    rows: Vec<Row>,
}

#[derive(Deserialize, Paginated)]
#[paginate(token = "cursor", items = "data.rows", item = Row)]
struct List {
    cursor: Option<String>,
    data: Inner,
}

#[derive(Deserialize)]
struct FlagMeta {
    #[serde(rename = "hasMore", default)]
    has_more: bool,
}

#[derive(Deserialize, Paginated)]
#[paginate(page = "page", more = "meta.has_more", items = "data")]
struct Flag {
    meta: FlagMeta,
    data: Vec<Row>,
}

#[derive(Deserialize)]
struct Paging {
    /// The number of this page.
    #[serde(rename = "page")]
    pages: u64,
}

#[derive(Deserialize, Paginated)]
#[paginate(page = "page", pages = "paging.pages", items = "data")]
struct Pages {
    paging: Paging,
    data: Vec<Row>,
}

cases! {
    a_token: Token, always(json!({ "meta": { "next_cursor": "hidden" }, "data": rows(1..=3) })), 3 items
        => Error(Declaration), ["page 1", "`meta.next_cursor`", "rename", "`token = Self::next`"];
    a_number: NumberToken, always(json!({ "meta": { "next_page": 2 }, "data": rows(1..=3) })), 3 items
        => Error(Declaration), ["`meta.next_page`", "rename"];
    a_url: ByUrl, always(json!({ "links": { "next": "/list?after=hidden" }, "data": rows(1..=3) })), 3 items
        => Error(Declaration), ["`links.next`", "rename", "`next_url = Self::next`"];
    a_link_that_is_an_object: ByUrl, always(json!({ "links": { "next": { "href": "/list?after=hidden" } }, "data": rows(1..=3) })), 3 items
        => Error(Declaration), ["`links.next`", "rename"];
    a_list: List, always(json!({ "data": { "rows": rows(1..=3) } })), 0 items
        => Error(Declaration), ["page 1", "`data.rows`", "3 items", "rename"];
    a_flag: Flag, always(json!({ "meta": { "has_more": true }, "data": rows(1..=3) })), 3 items
        => Warning(UnreadFlag), ["`meta.has_more`", "rename"];
    a_number_of_pages: Pages, always(json!({ "paging": { "page": 1, "pages": 3 }, "data": rows(1..=3) })), 3 items
        => Warning(TotalNotReached), ["`paging.pages`", "rename"];
}

/// These declarations read what there is.
#[tokio::test]
async fn what_is_blank_or_an_object_without_a_url_is_the_end() {
    async fn quiet<P>(body: Value)
    where
        P: Paginated<Item = Row> + serde::de::DeserializeOwned + Send + 'static,
    {
        let told = told::<P>(&always(body)(), true, None).await;
        assert!(told.end.is_ok(), "{:?}", told.end);
        assert_eq!(told.warnings, []);
        assert_eq!(told.requests, 1);
    }
    quiet::<Token>(json!({ "meta": { "next_cursor": "" }, "data": rows(1..=3) })).await;
    quiet::<NumberToken>(json!({ "meta": { "next_page": 0 }, "data": rows(1..=3) })).await;
    quiet::<ByUrl>(
        json!({ "links": { "next": { "href": null, "method": "GET" } }, "data": rows(1..=3) }),
    )
    .await;
    quiet::<List>(json!({ "data": { "rows": [] } })).await;
}

#[derive(Deserialize, Paginated)]
#[paginate(page = "page", total = "count", items = "data")]
struct Count {
    count: u64,
    data: Vec<Row>,
}

#[derive(Deserialize, Paginated)]
#[paginate(
    page = "page",
    size = "limit",
    max = 3,
    total = "count",
    items = "data"
)]
struct CountOfPages {
    count: u64,
    data: Vec<Row>,
}

#[derive(Deserialize)]
struct Status {
    #[serde(rename = "errorText")]
    error: Option<String>,
}

#[derive(Deserialize, Paginated)]
#[paginate(page = "page", error = "status.error", items = "data")]
struct Failure {
    status: Status,
    data: Vec<Row>,
}

#[derive(Deserialize, Paginated)]
#[paginate(offset = "offset", total = "count", items = "data")]
struct CountByOffset {
    count: u64,
    data: Vec<Row>,
}

#[derive(Deserialize)]
struct Counts {
    count: u64,
    pages: u64,
}

#[derive(Deserialize, Paginated)]
#[paginate(
    page = "page",
    total = "paging.count",
    pages = "paging.pages",
    items = "data"
)]
struct CountAndPages {
    paging: Counts,
    data: Vec<Row>,
}

#[derive(Deserialize, Paginated)]
#[paginate(last_item = "id", param = "after", more = "has_more", items = "rows")]
struct ListBesideAFlag {
    #[serde(default)]
    rows: Vec<Row>,
    has_more: bool,
}

// What other declarations read from a response like those above.
cases! {
    the_items_of_this_page_beside_the_next_number: Count, always(json!({ "count": 3, "next_page": 2, "data": rows(1..=3) })), 3 items
        => Warning(TotalNotReached), ["`next_page`", "leave `total` out"];
    the_items_of_this_page_beside_the_next_offset: CountByOffset, always(json!({ "count": 3, "next_offset": 3, "data": rows(1..=3) })), 3 items
        => Warning(TotalNotReached), ["`next_offset`", "leave `total` out"];
    the_items_of_this_page_beside_declared_pages: CountAndPages, always(json!({ "paging": { "count": 3, "pages": 3 }, "data": rows(1..=3) })), 3 items
        => Warning(TotalNotReached), ["leave `total` out"];
    the_items_of_this_page_as_many_as_asked: CountOfPages, always(json!({ "count": 3, "data": rows(1..=3) })), 3 items
        => Warning(TotalNotReached), ["page size", "leave `total` out"];
    a_nested_failure: Failure, always(json!({ "status": { "error": "no such list" }, "data": [] })), 0 items
        => Warning(UnreadFailure), ["`status.error`", "`error = \"status.error\"`"];
    a_list_under_another_name_beside_a_flag: ListBesideAFlag, always(json!({ "data": rows(1..=3), "has_more": true })), 0 items
        => Error(Declaration), ["`rows`", "`data`"];
}

/// The whole list is one page, and the API says so.
#[tokio::test]
async fn a_total_of_one_full_page_is_a_total() {
    let script = always(json!({ "count": 3, "next": null, "data": rows(1..=3) }))();
    let told = told::<CountOfPages>(&script, true, None).await;
    assert!(told.end.is_ok(), "{:?}", told.end);
    assert_eq!(told.warnings, []);
}

/// The whole list is one page, and the API says so.
#[tokio::test]
async fn a_total_of_one_page_is_a_total() {
    for next in [json!(null), json!(0), json!(1)] {
        let script = api(move |request| {
            assert_eq!(number(request, "page"), Some(1));
            Reply::json(json!({ "count": 3, "next_page": next, "data": rows(1..=3) }))
        });
        let told = told::<Count>(&script, true, None).await;
        assert!(told.end.is_ok(), "{:?}", told.end);
        assert_eq!(told.warnings, []);
    }
}
