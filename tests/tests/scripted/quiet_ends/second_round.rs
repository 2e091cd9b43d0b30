//! Wrong declarations of three more readers. Each of them once ended without a report.

use paginate_runtime::{HeaderMap, Paginated};
use paginate_tests::{Reply, Request};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{Row, always, api, cases, number, rows};

#[derive(Deserialize, Paginated)]
#[paginate(last_item = "id", param = "since_id", items = "data.items", item = Row)]
struct Codes {
    data: Option<Inner>,
}

#[derive(Deserialize)]
struct Inner {
    #[serde(default)]
    items: Vec<Row>,
}

/// Discord: a page is newest first, and `after` begins with the oldest.
#[derive(Deserialize, Paginated)]
#[paginate(last_item = "id", param = "after", items = "0")]
struct NewestFirst(Vec<Row>);

#[derive(Deserialize, Paginated)]
#[paginate(last_item = "id", param = "after", more = "has_more", items = "data")]
struct AbsentFlag {
    #[serde(default)]
    has_more: bool,
    data: Vec<Row>,
}

#[derive(Deserialize, Paginated)]
#[paginate(token = "meta.next", param = "cursor", items = "data")]
struct Headers {
    #[serde(default)]
    meta: Meta,
    data: Vec<Row>,
}

#[derive(Deserialize, Default)]
struct Meta {
    next: Option<String>,
}

#[derive(Deserialize, Paginated)]
#[paginate(token = "next_offset", param = "offset", items = "data")]
struct NamedAsSent {
    next_offset: Option<String>,
    data: Vec<Row>,
}

#[derive(Deserialize, Paginated)]
#[paginate(offset = "offset", total = header("X-Count"), items = "data")]
struct Range {
    data: Vec<Row>,
}

#[derive(Deserialize, Paginated)]
#[paginate(page = "page", items = "pinned")]
struct Pinned {
    pinned: Vec<Row>,
}

#[derive(Deserialize, Paginated)]
#[paginate(offset = "startIndex", total = "total", items = "list")]
struct Scalars {
    total: u64,
    list: Vec<String>,
}

#[derive(Deserialize, Paginated)]
#[paginate(offset = "offset", total = "count", items = "data")]
struct OfThePage {
    count: u64,
    data: Vec<Row>,
}

#[derive(Deserialize, Paginated)]
#[paginate(page = "p", max = 100, end_on = [short], items = "0")]
struct ShortOfARange(Vec<Row>);

#[derive(Deserialize, Paginated)]
#[paginate(page = "p", pages = "total", items = "data")]
struct ItemsAsPages {
    total: u64,
    data: Vec<Row>,
}

/// The cursor of the first edge, instead of the last.
#[derive(Deserialize, Paginated)]
#[paginate(token = Self::first_cursor, param = "after", items = "edges[].node", item = Row)]
struct FirstEdge {
    edges: Vec<Edge>,
}

impl FirstEdge {
    fn first_cursor(&self, _: &HeaderMap) -> Option<String> {
        self.edges.first().map(|edge| edge.cursor.clone())
    }
}

#[derive(Deserialize)]
struct Edge {
    cursor: String,
    node: Row,
}

/// Django: `next` is a URL.
#[derive(Deserialize, Paginated)]
#[paginate(token = "next", param = "page", items = "results")]
struct UrlAsToken {
    next: Option<String>,
    results: Vec<Row>,
}

#[derive(Deserialize, Paginated)]
#[paginate(token = "cursor", max = 100, items = "data")]
struct DefaultSize {
    cursor: Option<String>,
    data: Vec<Row>,
}

#[derive(Deserialize, Paginated)]
#[paginate(offset = "offset", start = 1, items = "data")]
struct StartsAtOne {
    data: Vec<Row>,
}

#[derive(Deserialize, Paginated)]
#[paginate(page = "page", total = "total", items = "orders[].lines[]", item = Row)]
struct Orders {
    total: u64,
    orders: Vec<Order>,
}

#[derive(Deserialize)]
struct Order {
    lines: Vec<Row>,
}

#[derive(Deserialize, Paginated)]
#[paginate(page = "page", items = "data")]
struct BareData {
    data: Vec<Row>,
}

fn newest_first(request: &Request) -> Reply {
    let first = number(request, "after").map_or(1, |after| after + 1);
    Reply::json(rows((first..=first + 2).filter(|&id| id <= 8).rev()))
}

fn by_edges(request: &Request) -> Reply {
    let first = number(request, "after").map_or(1, |after| after + 1);
    let edges = (first..=first + 2).filter(|&id| id <= 7);
    let edges = edges.map(|id| json!({ "cursor": id.to_string(), "node": { "id": id } }));
    Reply::json(json!({ "edges": edges.collect::<Vec<_>>() }))
}

fn unsorted(request: &Request) -> Reply {
    let list = match number(request, "after") {
        None => vec![4, 1, 6],
        Some(6) => vec![8, 7],
        Some(7) => vec![8],
        Some(_) => vec![],
    };
    Reply::json(rows(list))
}

fn from_one(request: &Request) -> Reply {
    let first = number(request, "startIndex").unwrap_or(1).max(1);
    let names: Vec<String> = (first..first + 2)
        .filter(|&n| n <= 6)
        .map(|n| format!("u{n}"))
        .collect();
    Reply::json(json!({ "total": 6, "startIndex": first, "list": names }))
}

fn pages_of_two(request: &Request) -> Reply {
    let page = number(request, "p").unwrap_or(1);
    Reply::json(
        json!({ "total": 4, "data": rows((page * 2 - 1..=page * 2).filter(|&id| id <= 4)) }),
    )
}

fn ends(second: Value) -> impl Fn() -> paginate_runtime::testing::Script {
    move || {
        let second = second.clone();
        api(move |request| match number(request, "since_id") {
            None => {
                Reply::json(json!({ "code": 0, "message": "ok", "data": { "items": rows(1..=3) } }))
            }
            Some(_) => Reply::json(second.clone()),
        })
    }
}

cases! {
    a_code_in_place_of_a_list: Codes, ends(json!({ "code": 1001, "message": "token expired", "data": null })), 3 items
        => Error(Api), ["page 2", "`message`", "token expired"];
    an_error_code_in_place_of_a_list: Codes, ends(json!({ "errcode": 40001, "errmsg": "invalid credential" })), 3 items
        => Error(Api), ["page 2", "`errmsg`"];
    a_status_in_place_of_a_list: Codes, ends(json!({ "status": 500, "message": "try later" })), 3 items
        => Error(Api), ["page 2", "try later"];
    a_message_in_place_of_a_list: Codes, ends(json!({ "message": "API rate limit exceeded" })), 3 items
        => Error(Api), ["page 2", "rate limit"];
    pages_that_are_newest_first: NewestFirst, || api(newest_first), 3 items
        => Error(Declaration), ["page 2", "in another position", "not sorted by the declared key", "`before`"];
    keys_that_are_not_in_order: NewestFirst, || api(unsorted), 5 items
        => Error(Declaration), ["page 3", "first item"];
    a_flag_that_is_absent: AbsentFlag, always(json!({ "moreItems": true, "data": rows(1..=3) })), 3 items
        => Warning(UnreadFlag), ["`moreItems`", "`has_more`", "rename"];
    a_flag_that_is_absent_beside_an_end: AbsentFlag, always(json!({ "eof": false, "data": rows(1..=3) })), 3 items
        => Warning(UnreadFlag), ["`eof`", "`has_more`"];
    a_flag_that_is_absent_beside_a_rest: AbsentFlag, always(json!({ "remaining": 5, "data": rows(1..=3) })), 3 items
        => Warning(UnreadFlag), ["`remaining`"];
    a_number_that_is_a_flag: AbsentFlag, always(json!({ "hasMore": 1, "data": rows(1..=3) })), 3 items
        => Warning(UnreadFlag), ["`hasMore`", "`has_more`"];
    a_header_with_a_cursor: Headers, || api(|_| Reply::json(json!({ "data": rows(1..=3) })).header("x-pagination-cursor", "hidden")), 3 items
        => Warning(UnreadContinuation), ["x-pagination-cursor"];
    a_token_that_is_called_like_its_parameter: NamedAsSent, always(json!({ "offset": "hidden/rec", "data": rows(1..=2) })), 2 items
        => Warning(UnreadContinuation), ["`next_offset`", "`offset`"];
    a_range_that_goes_on: Range,
        || api(|_| Reply::json(json!({ "data": rows(1..=3) })).header("x-count", "3").header("content-range", "items 0-2/8")), 3 items
        => Warning(TotalNotReached), ["content-range", "8"];
    a_short_page_of_a_range: ShortOfARange, || api(|_| Reply::json(rows(1..=3)).header("content-range", "items 0-2/8")), 3 items
        => Warning(TotalNotReached), ["content-range", "8"];
    a_list_beside_the_one_that_is_read: Pinned, always(json!({ "pinned": [], "items": rows(1..=3) })), 0 items
        => Warning(UnreadItems), ["`pinned`", "`items`"];
    a_total_that_is_the_size: OfThePage, always(json!({ "count": 3, "limit": 3, "data": rows(1..=3) })), 3 items
        => Warning(TotalNotReached), ["`limit`", "`total`"];
    a_number_of_items_as_pages: ItemsAsPages, || api(pages_of_two), 4 items
        => Warning(TotalNotReached), ["number of pages is 4", "`total`"];
    a_url_as_a_token: UrlAsToken,
        || api(|request| match request.param("page") {
            None => Reply::json(json!({ "count": 3, "next": "https://api.example.com/hidden?page=2", "results": rows(1..=2) })),
            Some(_) => Reply::json(json!({ "count": 3, "next": null, "results": [] })),
        }), 2 items
        => Error(Declaration), ["page 1", "`next`", "next_url"];
    a_size_that_nobody_reads: DefaultSize,
        || api(|request| match request.param("cursor") {
            None => Reply::json(json!({ "cursor": "hidden", "data": rows(1..=20) })),
            Some(_) => Reply::json(json!({ "data": rows(21..=25) })),
        }), 25 items
        => Warning(PageSizeIgnored), ["100", "`page_size`", "size = "];
    an_offset_that_begins_too_late: StartsAtOne,
        || api(|request| match number(request, "offset") {
            Some(1) => Reply::json(json!({ "previous": "/list?offset=0", "data": rows(2..=4) })),
            _ => Reply::json(json!({ "previous": "/list?offset=1", "data": [] })),
        }), 3 items
        => Warning(StartsLate), ["`previous`", "leave `start` out"];
    more_items_than_the_total: Orders,
        always(json!({ "total": 2, "orders": [{ "lines": rows(1..=2) }, { "lines": rows(3..=4) }] })), 4 items
        => Warning(TotalNotReached), ["total` of 2", "4 items"];
    a_code_beside_an_empty_list: BareData,
        || api(|request| match number(request, "page") {
            Some(1) => Reply::json(json!({ "code": 0, "msg": "ok", "data": rows(1..=2) })),
            _ => Reply::json(json!({ "code": 40029, "msg": "token expired", "data": [] })),
        }), 2 items
        => Warning(UnreadFailure), ["page 2", "`msg`", "`ok`"];
    a_cursor_of_the_first_edge: FirstEdge, || api(by_edges), 18 items
        => Warning(Overlap), ["page 2", "page 1", "endCursor"];
}

/// Scalars cannot be compared, but the response says with which number it begins.
#[tokio::test]
async fn a_list_of_texts_that_is_counted_from_one() {
    let script = api(from_one);
    let mut names = Scalars::paginate(script.get("/list")).items();
    while names.try_next().await.unwrap().is_some() {}
    let [warning] = &*names.warnings() else {
        panic!("{:?}", names.warnings())
    };
    assert_eq!(
        warning.kind(),
        paginate_runtime::report::WarningKind::StartsLate
    );
    assert!(
        warning.message().contains("declare `start = 1`"),
        "{warning}"
    );
}
