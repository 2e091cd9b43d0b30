//! Wrong declarations of three readers who knew the README alone, each of which had ended quietly.

use paginate_runtime::{HeaderMap, Paginated};
use paginate_tests::{Reply, Request};
use serde::Deserialize;
use serde_json::json;

use crate::{Row, always, api, cases, number, rows};

/// The count of the page, not of the list.
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

/// A flag about something else.
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

/// The parameter for newer items of a list that begins with the newest.
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
    a_size_that_the_response_names: CappedSize, always(json!({ "page": 1, "per_page": 20, "data": rows(1..=20) })), 20 items
        => Warning(PageSizeIgnored), ["`per_page`", "20"];
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
    a_token_whose_name_nobody_knows: WordForAFailure, always(json!({ "list": rows(1..=2), "bookmark": "hidden" })), 2 items
        => Warning(UnreadContinuation), ["`next`", "`bookmark`"];
}
