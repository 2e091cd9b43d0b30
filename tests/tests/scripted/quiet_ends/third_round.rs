//! Wrong declarations of two more readers: walks that ended without a report, and errors whose
//! advice led further astray.

use paginate_runtime::{Link, Paginated};
use paginate_tests::{Reply, Request, Script};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{Row, always, api, cases, number, rows, told};

#[derive(Deserialize, Paginated)]
#[serde(rename_all = "camelCase")]
#[paginate(token = "next_page_token", param = "pageToken", items = "message")]
struct Message {
    next_page_token: Option<String>,
    #[serde(default)]
    message: Vec<Row>,
}

#[derive(Deserialize, Paginated)]
#[paginate(token = "next", param = "cursor", items = "column")]
struct Column {
    next: Option<String>,
    #[serde(default)]
    column: Vec<Row>,
}

#[derive(Deserialize, Paginated)]
#[paginate(next_url = "next", items = "value")]
struct OData {
    #[serde(rename = "odata.nextLink")]
    next: Option<String>,
    value: Vec<Row>,
}

#[derive(Deserialize, Paginated)]
#[paginate(token = "link", param = "after", items = "results")]
struct LinkAsToken {
    link: Option<String>,
    results: Vec<Row>,
}

#[derive(Deserialize, Paginated)]
#[paginate(next_url = "next_page", items = "data")]
struct TokenAsLink {
    next_page: Option<Link>,
    data: Vec<Row>,
}

#[derive(Deserialize, Paginated)]
#[paginate(next_url = "next_cursor", items = "data")]
struct CursorAsLink {
    next_cursor: Option<Link>,
    data: Vec<Row>,
}

#[derive(Deserialize, Paginated)]
#[paginate(page = "page", total = "count", items = "data")]
struct CountOfOnePage {
    count: u64,
    data: Vec<Row>,
}

#[derive(Deserialize, Paginated)]
#[paginate(offset = "offset", items = "records", end_on = [422])]
struct TokenAsOffset {
    records: Vec<Row>,
}

#[derive(Deserialize, Paginated)]
#[paginate(token = "cursor", param = "since", items = "data")]
struct Cursor {
    cursor: Option<String>,
    data: Vec<Row>,
}

#[derive(Deserialize, Paginated)]
#[paginate(token = "cursor", param = "cursor", more = "has_more", items = "data")]
struct CursorAndMore {
    cursor: Option<String>,
    has_more: bool,
    data: Vec<Row>,
}

#[derive(Deserialize, Paginated)]
#[paginate(next_url = "href", items = "data")]
struct Href {
    href: Option<Link>,
    data: Vec<Row>,
}

#[derive(Deserialize, Paginated)]
#[paginate(token = header("X-Page"), param = "page", items = "0")]
struct PageHeader(Vec<Row>);

#[derive(Deserialize, Paginated)]
#[paginate(page = "page", pages = header("X-Total"), items = "0")]
struct TotalAsPages(Vec<Row>);

#[derive(Deserialize, Paginated)]
#[paginate(page = "page", total = "total", items = "data")]
struct Total {
    total: u64,
    data: Vec<Row>,
}

#[derive(Deserialize, Paginated)]
#[paginate(offset = "cursor", total = "response.count", items = "response.results", item = Row)]
struct Bubble {
    response: BubbleResponse,
}

#[derive(Deserialize)]
struct BubbleResponse {
    count: u64,
    results: Vec<Row>,
}

#[derive(Deserialize)]
struct PageInfo {
    end_cursor: Option<String>,
}

#[derive(Deserialize)]
struct Nodes {
    nodes: Vec<Row>,
    page_info: Option<PageInfo>,
}

#[derive(Deserialize)]
struct Issues {
    issues: Nodes,
}

#[derive(Deserialize, Paginated)]
#[paginate(
    token = "data.issues.page_info.end_cursor",
    param = body("variables.after"),
    items = "data.issues.nodes",
    item = Row
)]
struct GraphQl {
    data: Issues,
}

#[derive(Deserialize, Paginated)]
#[paginate(offset = "p", items = "items")]
struct PageAsOffset {
    items: Vec<Row>,
}

#[derive(Deserialize, Paginated)]
#[paginate(page = "page", items = "items")]
struct FromOne {
    items: Vec<Row>,
}

#[derive(Deserialize, Paginated)]
#[paginate(page = "page", more = "incomplete", total = "total", items = "items")]
struct OtherFlag {
    incomplete: bool,
    total: u64,
    items: Vec<Row>,
}

#[derive(Deserialize, Paginated)]
#[paginate(
    token = "next_page_token",
    param = "pageToken",
    items = "items",
    max = 50
)]
struct Sized {
    next_page_token: Option<String>,
    items: Vec<Row>,
}

#[derive(Deserialize, Paginated)]
#[paginate(offset = "start", total = "total", items = "items")]
struct PageIndex {
    total: u64,
    items: Vec<Row>,
}

#[derive(Deserialize, Paginated)]
#[paginate(token = "next_marker", param = "marker", items = "entries")]
struct Marker {
    next_marker: Option<String>,
    entries: Vec<Row>,
}

/// A second page for requests that have the parameter.
fn then(parameter: &'static str, first: Value, second: Value) -> impl Fn() -> Script {
    move || {
        let (first, second) = (first.clone(), second.clone());
        api(move |request: &Request| {
            Reply::json(match request.param(parameter) {
                None => first.clone(),
                Some(_) => second.clone(),
            })
        })
    }
}

/// GitLab: lists with headers, and empty lists after the end.
fn gitlab() -> Script {
    api(|request| {
        let page = number(request, "page").unwrap_or(1);
        let reply = Reply::json(match page {
            1..=3 => json!(rows(page * 3 - 2..=page * 3)),
            _ => json!([]),
        });
        let next = match page {
            1 => "2",
            2 => "3",
            _ => "",
        };
        reply
            .header("x-total", "9")
            .header("x-total-pages", "3")
            .header("x-page", page.to_string())
            .header("x-next-page", next)
    })
}

// Lists and names.
cases! {
    a_list_named_messages: Message, then("pageToken", json!({ "messages": rows(1..=3), "nextPageToken": "hidden" }), json!({ "messages": rows(4..=5) })), 0 items
        => Error(Declaration), ["`message`", "`messages`", "`#[serde(rename = \"messages\")]`"];
    a_list_named_messages_of_one_page: Message, always(json!({ "messages": rows(1..=3), "resultSizeEstimate": 3 })), 0 items
        => Error(Declaration), ["`messages`"];
    a_list_named_columns: Column, then("cursor", json!({ "columns": rows(1..=3), "next": "hidden" }), json!({ "columns": rows(4..=5) })), 0 items
        => Error(Declaration), ["`columns`"];
    a_name_with_a_dot: OData, always(json!({ "value": rows(1..=3), "@odata.nextLink": "/list?skip=hidden" })), 3 items
        => Error(Declaration), ["`odata.nextLink`", "`#[serde(rename = \"@odata.nextLink\")]`"];
}

// Continuations of another kind.
cases! {
    a_link_of_another_host_as_a_token: LinkAsToken, always(json!({ "link": "https://other.example/list?after=hidden", "results": rows(1..=3) })), 3 items
        => Error(Declaration), ["`link` is a URL", "`next_url`"];
    a_token_as_a_link: TokenAsLink, || api(|request| match request.path.as_str() {
            "/list" => Reply::json(json!({ "next_page": "hidden", "data": rows(1..=3) })),
            _ => Reply::json(json!({ "data": rows(4..=5) })),
        }), 5 items
        => Warning(UnreadContinuation), ["`next_page`", "neither a URL nor a path", "`token`", "`param`"];
    a_token_as_an_offset: TokenAsOffset, always(json!({ "offset": "itr/hidden", "records": rows(1..=3) })), 3 items
        => Error(Declaration), ["`offset` in the response is a text", "`token`", "instead of `offset`"];
    a_cursor_as_a_link: CursorAsLink, always(json!({ "next_cursor": "hidden", "data": rows(1..=3) })), 3 items
        => Error(Declaration), ["`next_cursor`", "neither a URL nor a path", "`token`"];
    a_query_without_page_info: GraphQl, always(json!({ "data": { "issues": { "nodes": rows(1..=3) } } })), 3 items
        => Warning(UnreadContinuation), ["pageInfo { endCursor hasNextPage }"];
    a_page_that_begins_again: Cursor, then("since", json!({ "cursor": "c3", "data": rows(1..=3) }), json!({ "data": rows(1..=2) })), 5 items
        => Warning(Overlap), ["page 2 begins with the same items as page 1", "`after`, not `before`"];
}

// Errors whose advice comes from the response.
cases! {
    the_cursor_of_this_page: Cursor, then("since", json!({ "cursor": "hidden-1", "next_cursor": "hidden-2", "data": rows(1..=3) }), json!({ "cursor": "hidden-1", "next_cursor": "hidden-2", "data": rows(4..=6) })), 6 items
        => Error(Loop), ["`cursor`", "`next_cursor`: declare it with `token`"];
    the_link_of_this_page: Href, always(json!({ "href": "/list?q=x", "next": "/list?after=hidden", "data": rows(1..=3) })), 3 items
        => Error(Loop), ["`href`", "`next`: declare it with `next_url`"];
    the_page_number_of_this_page: PageHeader, gitlab, 6 items
        => Error(Loop), ["the header `X-Page`", "`token = header(\"x-next-page\")`"];
    an_end_told_by_a_flag: Href, || api(|request| {
            let page = number(request, "start").unwrap_or(0);
            Reply::json(json!({ "href": format!("/list?start={}", (page + 1).min(2)), "end_of_stream": page >= 1, "data": rows(page * 3 + 1..=page * 3 + 3) }))
        }), 9 items
        => Error(Loop), ["`end_of_stream`", "`done`"];
    an_end_told_by_an_empty_page: Href, || api(|request| {
            let page = number(request, "start").unwrap_or(0);
            let data = if page < 2 { rows(page * 3 + 1..=page * 3 + 3) } else { Vec::new() };
            Reply::json(json!({ "href": format!("/list?start={}", (page + 1).min(2)), "data": data }))
        }), 6 items
        => Error(Loop), ["no items", "`end_on = [empty]`"];
    a_token_under_another_name_beside_a_flag: CursorAndMore, always(json!({ "next_cursor": "hidden", "has_more": true, "data": rows(1..=3) })), 3 items
        => Error(MissingContinuation), ["`cursor`", "`next_cursor`: declare it with `token`"];
    a_total_as_pages: TotalAsPages, gitlab, 9 items
        => Error(EmptyPages), ["9", "`total`", "`x-total-pages`"];
}

// Numbers.
cases! {
    a_total_below_the_first_page: Total, always(json!({ "total": 1, "data": rows(1..=3) })), 3 items
        => Warning(TotalNotReached), ["`total` of 1", "`pages`"];
    a_count_of_a_page_of_a_usual_length: CountOfOnePage, always(json!({ "count": 20, "data": rows(1..=20) })), 20 items
        => Warning(TotalNotReached), ["`total` of 20", "leave `total` out"];
    a_number_of_items_that_are_left: Bubble, always(json!({ "response": { "cursor": 0, "results": rows(1..=3), "count": 3, "remaining": 5 } })), 3 items
        => Warning(TotalNotReached), ["`response.remaining`", "5 are left", "`total`"];
    a_page_number_as_offset: PageAsOffset, || api(|request| {
            let page = number(request, "p").unwrap_or(0);
            Reply::json(json!({ "page": page, "items": if page == 0 { rows(1..=3) } else { Vec::new() } }))
        }), 3 items
        => Warning(TotalNotReached), ["offset 3", "`page`"];
    a_first_page_with_an_offset: FromOne, || api(|request| match number(request, "page") {
            Some(1) => Reply::json(json!({ "offset": 3, "items": rows(4..=6) })),
            _ => Reply::json(json!({ "items": [] })),
        }), 3 items
        => Warning(StartsLate), ["`offset`", "`start = 0`"];
    a_flag_about_something_else: OtherFlag, always(json!({ "incomplete": false, "total": 9, "items": rows(1..=3) })), 3 items
        => Warning(TotalNotReached), ["`more` or `done`"];
    a_size_that_is_not_read: Sized, then("pageToken", json!({ "next_page_token": "hidden", "pageInfo": { "resultsPerPage": 3 }, "items": rows(1..=3) }), json!({ "items": rows(4..=5) })), 5 items
        => Warning(PageSizeIgnored), ["50", "`page_size`", "3", "size = "];
    a_page_index_as_offset: PageIndex, || api(|request| {
            let page = number(request, "start").unwrap_or(0);
            Reply::json(json!({ "total": 9, "items": if page < 3 { rows(page * 3 + 1..=page * 3 + 3) } else { Vec::new() } }))
        }), 3 items
        => Warning(TotalNotReached), ["`page = \"start\", start = 0`"];
    a_token_of_another_mode: Marker, always(json!({ "total_count": 9, "offset": 0, "entries": rows(1..=3) })), 3 items
        => Warning(TotalNotReached), ["9", "`next_marker`, which is not there"];
}

#[derive(Deserialize)]
struct Paging {
    next: Option<PagingNext>,
}

#[derive(Deserialize)]
struct PagingNext {
    after: Option<String>,
    cursor: Option<String>,
}

#[derive(Deserialize, Paginated)]
#[paginate(token = "paging.next.after", param = "cursor", items = "results")]
struct OtherParameter {
    paging: Option<Paging>,
    results: Vec<Row>,
}

#[derive(Deserialize, Paginated)]
#[paginate(token = "paging.next.cursor", param = "after", items = "results")]
struct OtherMember {
    paging: Option<Paging>,
    results: Vec<Row>,
}

#[derive(Deserialize, Paginated)]
#[paginate(
    token = "next_cursor",
    param = "cursor",
    more = "has_more",
    items = "results"
)]
struct InventedFlag {
    next_cursor: Option<String>,
    #[serde(default)]
    has_more: bool,
    results: Vec<Row>,
}

#[derive(Deserialize, Paginated)]
#[paginate(page = "page", more = "has_more", items = "results")]
struct InventedFlagOfPages {
    #[serde(default)]
    has_more: bool,
    results: Vec<Row>,
}

// Members of the object around the declared one.
cases! {
    a_parameter_beside_an_object_named_next: OtherParameter, always(json!({ "paging": { "next": { "after": "hidden" } }, "results": rows(1..=3) })), 6 items
        => Error(Loop), ["does the API read that query parameter?"];
    a_member_of_an_object_named_next: OtherMember, always(json!({ "paging": { "next": { "after": "hidden", "link": "https://x.example/?after=hidden" } }, "results": rows(1..=3) })), 3 items
        => Warning(UnreadContinuation), ["`paging.next.after`", "`token`", "The declaration reads `paging.next.cursor`"];
    an_invented_flag: InventedFlag, always(json!({ "next_cursor": "hidden", "results": rows(1..=3) })), 3 items
        => Warning(UnreadFlag), ["`has_more`", "`next_cursor` leads to another page", "`Option`"];
    an_invented_flag_of_numbered_pages: InventedFlagOfPages, always(json!({ "results": rows(1..=20) })), 20 items
        => Warning(UnreadFlag), ["`has_more`", "20 items"];
}

/// Empty results of APIs that leave empty lists out, beside lists that hold something else.
#[tokio::test]
async fn lists_about_something_else_are_not_items() {
    for body in [
        json!({ "links": [{ "rel": "self", "href": "/list" }] }),
        json!({ "facets": [{ "name": "a" }], "resultSizeEstimate": 1 }),
        json!({ "messages": ["nothing found"] }),
        json!({ "messages": rows(1..=2), "total": 0 }),
    ] {
        let told = told::<Message>(&always(body)(), true, None).await;
        assert!(told.end.is_ok(), "{:?}", told.end);
        assert_eq!(told.warnings, []);
    }
}

#[derive(Deserialize, Paginated)]
#[paginate(offset = "offset", total = header("Content-Range"), items = "0")]
struct Range(Vec<Row>);

/// The total of `Content-Range` ends the walk: no request is sent past the end.
#[tokio::test]
async fn the_total_of_a_range_is_read() {
    let script = api(|request| {
        let offset = number(request, "offset").unwrap_or(0);
        let last = (offset + 3).min(5);
        Reply::json(json!(rows(offset + 1..=last)))
            .header("content-range", format!("items {offset}-{}/5", last - 1))
    });
    let told = told::<Range>(&script, true, None).await;
    assert_eq!(told.end.ok(), Some(paginate_runtime::EndReason::Total));
    assert_eq!(told.items.len(), 5);
    assert_eq!(told.requests, 2);
    assert_eq!(told.warnings, []);
}

#[derive(Debug, Deserialize, Paginated)]
#[paginate(token = "paging.after", param = "after", items = "data", item = Row)]
struct Needed {
    paging: After,
    data: Vec<Row>,
}

#[derive(Debug, Deserialize)]
struct After {
    after: Option<String>,
}

/// The last page leaves out what the type needs.
#[tokio::test]
async fn a_field_that_the_last_page_does_not_have() {
    let script = then(
        "after",
        json!({ "paging": { "after": "a" }, "data": rows(1..=3) }),
        json!({ "data": rows(4..=5) }),
    )();
    let told = told::<Needed>(&script, false, None).await;
    let error = told.end.expect_err("the page does not decode").to_string();
    assert!(error.contains("page 2"), "{error}");
    assert!(error.contains("missing field `paging`"), "{error}");
    assert!(error.contains("make it an `Option`"), "{error}");
}
