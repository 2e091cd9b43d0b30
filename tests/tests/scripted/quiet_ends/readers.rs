//! Wrong declarations of three readers who knew only the README. Each of them once ended without a
//! report.

use paginate_runtime::{HeaderMap, Paginated};
use paginate_tests::{Reply, Request};
use serde::Deserialize;
use serde_json::json;

use super::{Row, always, api, cases, number, rows};

/// The count is that of the page, not of the list.
#[derive(Deserialize, Paginated)]
#[paginate(offset = "offset", total = "count", items = "data")]
struct CountOfThePage {
    count: u64,
    data: Vec<Row>,
}

#[derive(Deserialize, Paginated)]
#[paginate(page = "page", pages = Self::current, items = "data")]
struct CurrentPage {
    page: u64,
    data: Vec<Row>,
}

impl CurrentPage {
    fn current(&self, _: &HeaderMap) -> Option<u64> {
        Some(self.page)
    }
}

/// The flag is about something else.
#[derive(Deserialize, Paginated)]
#[paginate(token = "cursor", done = "complete", items = "data")]
struct AnotherFlag {
    cursor: Option<String>,
    complete: bool,
    data: Vec<Row>,
}

#[derive(Deserialize, Paginated)]
#[paginate(next_url = link("last"), items = "0")]
struct LastPage(Vec<Row>);

#[derive(Deserialize, Paginated)]
#[paginate(next_url = "links.last", items = "data")]
struct LastLink {
    links: Links,
    data: Vec<Row>,
}

#[derive(Deserialize)]
struct Links {
    last: Option<String>,
}

/// The parameter is for newer items, but the list begins with the newest.
#[derive(Deserialize, Paginated)]
#[paginate(last_item = "id", param = "since_id", items = "0")]
struct Backwards(Vec<Row>);

#[derive(Deserialize, Paginated)]
#[paginate(page = "page", size = "limit", max = 100, end_on = [short], items = "data")]
struct CappedSize {
    data: Vec<Row>,
}

#[derive(Deserialize, Paginated)]
#[paginate(page = "page", pages = "totalPages", items = "content")]
#[allow(non_snake_case)]
struct FromOne {
    totalPages: u64,
    content: Vec<Row>,
}

#[derive(Deserialize, Paginated)]
#[paginate(token = "next", param = "cursor", items = "list")]
struct WordForAFailure {
    #[serde(default)]
    list: Vec<Row>,
    next: Option<String>,
}

/// Elasticsearch counts up to 10 000, and then says that there are more.
#[derive(Deserialize, Paginated)]
#[paginate(offset = "from", total = "hits.total.value", items = "hits.hits", item = Row)]
struct LowerBound {
    hits: Hits,
}

#[derive(Deserialize)]
struct Hits {
    total: Total,
    hits: Vec<Row>,
}

#[derive(Deserialize)]
struct Total {
    value: u64,
}

#[derive(Deserialize, Paginated)]
#[paginate(page = "pag", end_on = [repeat], items = "data")]
struct Repeats {
    data: Vec<Row>,
}

#[derive(Deserialize, Paginated)]
#[paginate(token = "next", param = "curser", end_on = [repeat], items = "data")]
struct RepeatsToken {
    next: Option<String>,
    data: Vec<Row>,
}

#[derive(Deserialize, Paginated)]
#[paginate(last_item = "id", param = "after", items = "0")]
struct ByGroup(Vec<Row>);

fn since(request: &Request) -> Reply {
    let ids: Vec<u64> = match number(request, "since_id") {
        None => vec![7, 6, 5],
        Some(id) => (id + 1..=7).rev().collect(),
    };
    Reply::json(rows(ids))
}

cases! {
    a_total_of_the_page_beside_the_total: CountOfThePage, always(json!({ "count": 3, "total": 7, "data": rows(1..=3) })), 3 items
        => Warning(TotalNotReached), ["`total`", "7"];
    the_number_of_this_page_beside_that_of_all: CurrentPage, always(json!({ "page": 1, "total_pages": 3, "data": rows(1..=3) })), 3 items
        => Warning(TotalNotReached), ["`total_pages`", "3", "`pages`"];
    a_flag_about_something_else: AnotherFlag,
        always(json!({ "complete": true, "has_more": true, "cursor": "hidden", "data": rows(1..=3) })), 3 items
        => Warning(UnreadFlag), ["`has_more`"];
    a_flag_about_something_else_beside_a_total: AnotherFlag,
        always(json!({ "complete": true, "total": 6, "cursor": "hidden", "data": rows(1..=3) })), 3 items
        => Warning(TotalNotReached), ["`total`", "6"];
    a_link_to_the_last_page: LastPage,
        || api(|_| Reply::json(rows(1..=2)).header("link", "</list?page=2>; rel=\"next\", </list?page=hidden>; rel=\"last\"")), 2 items
        => Error(Declaration), ["page 1", "`last`", "link(\"next\")"];
    a_member_that_leads_to_the_last_page: LastLink,
        always(json!({ "links": { "next": "/list?page=2", "last": "/list?page=hidden" }, "data": rows(1..=2) })), 2 items
        => Error(Declaration), ["`links.last`", "`links.next`"];
    a_key_that_leads_back: Backwards, || api(since), 3 items
        => Error(Declaration), ["page 2", "first item", "`max_id`"];
    a_size_that_the_response_names: CappedSize, always(json!({ "page": 1, "per_page": 12, "data": rows(1..=12) })), 12 items
        => Warning(PageSizeIgnored), ["`per_page`", "12", "caps sizes. Ask for one that it keeps to"];
    a_last_page_that_is_empty: FromOne,
        || api(|request| {
            let page = number(request, "page").unwrap_or(0);
            Reply::json(json!({ "totalPages": 3, "content": rows((page * 2 + 1..=page * 2 + 2).filter(|&id| id <= 6)) }))
        }), 4 items
        => Warning(StartsLate), ["page 3 of 3", "`start = 0`"];
    a_word_for_a_failure: WordForAFailure,
        || api(|request| match request.param("cursor") {
            None => Reply::json(json!({ "stat": "ok", "list": rows(1..=2), "next": "2" })),
            Some(_) => Reply::json(json!({ "stat": "fail", "code": 98 })),
        }), 2 items
        => Error(Api), ["page 2", "`stat`"];
    a_total_that_is_a_lower_bound: LowerBound,
        always(json!({ "hits": { "total": { "value": 3, "relation": "gte" }, "hits": rows(1..=3) } })), 3 items
        => Warning(TotalNotReached), ["`hits.total.relation`", "at least", "`total`"];
    a_parameter_that_is_not_read: Repeats, always(json!({ "data": rows(1..=20) })), 20 items
        => Warning(ParameterIgnored), ["page 2", "page 1", "`pag=..`", "20 items"];
    a_parameter_that_is_not_read_beside_a_token: RepeatsToken, always(json!({ "next": "2", "data": rows(1..=2) })), 4 items
        => Error(Loop), ["page 2", "`curser=..`"];
    keys_that_are_not_unique: ByGroup, || api(|request| match request.param("after") {
            None => Reply::json(json!([{ "id": 1 }, { "id": 2 }, { "id": 2 }])),
            Some(_) => Reply::json(json!([])),
        }), 3 items
        => Warning(AmbiguousKey), ["same key", "unique"];
    a_token_whose_name_nobody_knows: WordForAFailure, always(json!({ "list": rows(1..=2), "bookmark": "hidden" })), 2 items
        => Warning(UnreadContinuation), ["`next`", "`bookmark`"];
}

/// If a server caps sizes without saying so, a first page with a usual cap's length is not a short
/// page.
#[tokio::test]
async fn a_cap_that_nothing_tells_of_is_no_end() {
    let capped = |total: u64| {
        api(move |request| {
            let page = number(request, "page").unwrap_or(1);
            Reply::json(
                json!({ "data": rows((page * 20 - 19..=page * 20).filter(|&id| id <= total)) }),
            )
        })
    };
    for (total, requests) in [(47, 3), (40, 3), (20, 2), (19, 1)] {
        let script = capped(total);
        let rows = CappedSize::paginate(script.get("/list"))
            .items()
            .try_collect::<Vec<_>>()
            .await
            .unwrap();
        assert_eq!(
            (rows.len() as u64, script.requests().len()),
            (total, requests),
            "{total} items"
        );
    }
}
