//! Responses that say in another place that there is more.

use paginate_runtime::Paginated;
use paginate_tests::Reply;
use serde::Deserialize;
use serde_json::json;

use super::{Row, always, api, cases, number, rows};

#[derive(Deserialize, Paginated)]
#[paginate(token = "cursor", items = "data")]
struct ByCursor {
    cursor: Option<String>,
    data: Vec<Row>,
}

#[derive(Deserialize, Paginated)]
#[paginate(next_url = "more_url", items = "data")]
struct ByLink {
    more_url: Option<String>,
    data: Vec<Row>,
}

/// The header's name has a typo.
#[derive(Deserialize, Paginated)]
#[paginate(token = header("x-next-pgae"), param = "page", items = "0")]
struct HeaderTypo(Vec<Row>);

#[derive(Deserialize, Paginated)]
#[paginate(page = "page", pages = "pages", items = "data")]
struct Numbered {
    pages: Option<u64>,
    data: Vec<Row>,
}

/// `count` is the length of the page, not of the list.
#[derive(Deserialize, Paginated)]
#[paginate(offset = "offset", total = Self::count, items = "data")]
struct CountOfThePage {
    count: Option<u64>,
    data: Vec<Row>,
}

impl CountOfThePage {
    fn count(&self, _: &paginate_runtime::HeaderMap) -> Option<u64> {
        self.count
    }
}

#[derive(Deserialize, Paginated)]
#[paginate(last_item = "id", param = "after", items = "data")]
struct ByKey {
    data: Vec<Row>,
}

#[derive(Deserialize, Paginated)]
#[paginate(page = "page", items = "data", end_on = [short], max = 100, size = "per_page")]
struct EndsOnShort {
    data: Vec<Row>,
}

cases! {
    a_token_under_another_name: ByCursor, always(json!({ "next_token": "hidden", "data": rows(1..=3) })), 3 items
        => Warning(UnreadContinuation), ["page 1", "`next_token`", "`token`", "`cursor`"];
    a_token_further_inside: ByCursor, always(json!({ "meta": { "page": { "nextCursor": "hidden" } }, "data": rows(1..=3) })), 3 items
        => Warning(UnreadContinuation), ["`meta.page.nextCursor`"];
    a_link_in_the_body: ByCursor, always(json!({ "links": { "next": "/list?after=hidden" }, "data": rows(1..=3) })), 3 items
        => Warning(UnreadContinuation), ["`links.next`", "`next_url`"];
    a_link_that_is_an_object: ByCursor, always(json!({ "_links": { "next": { "href": "/list?after=hidden" } }, "data": rows(1..=3) })), 3 items
        => Warning(UnreadContinuation), ["`_links.next`", "`next_url`"];
    a_list_of_links: ByLink, always(json!({ "links": [{ "rel": "self", "href": "/" }, { "rel": "next", "href": "/?hidden" }], "data": rows(1..=3) })), 3 items
        => Warning(UnreadContinuation), ["`links`", "`next_url`"];
    an_odata_link: ByLink, always(json!({ "@odata.nextLink": "https://api.example/list?hidden", "data": rows(1..=3) })), 3 items
        => Warning(UnreadContinuation), ["`@odata.nextLink`", "`more_url`"];
    a_link_header: ByCursor,
        || api(|_| Reply::json(json!({ "data": rows(1..=3) })).header("link", "</list?after=hidden>; rel=next")), 3 items
        => Warning(UnreadContinuation), ["`rel=\"next\"`", "link(\"next\")"];
    a_typo_in_a_header: HeaderTypo,
        || api(|_| Reply::json(rows(1..=3)).header("x-next-page", "hidden")), 3 items
        => Warning(UnreadContinuation), ["`x-next-page`", "`x-next-pgae`"];
    a_token_in_a_header: ByCursor,
        || api(|_| Reply::json(json!({ "data": rows(1..=3) })).header("x-ms-continuation", "hidden")), 3 items
        => Warning(UnreadContinuation), ["`x-ms-continuation`"];
    a_flag_that_says_more: ByCursor, always(json!({ "has_more": true, "data": rows(1..=3) })), 3 items
        => Warning(UnreadFlag), ["`has_more`", "`more`"];
    a_flag_that_says_not_the_last: ByCursor, always(json!({ "page": { "isLast": false }, "data": rows(1..=3) })), 3 items
        => Warning(UnreadFlag), ["`page.isLast`", "`done`"];
    a_number_of_pages_that_is_that_of_this_page: Numbered, always(json!({ "pages": 1, "hasNextPage": true, "data": rows(1..=3) })), 3 items
        => Warning(UnreadFlag), ["`hasNextPage`"];
    a_total_that_is_the_length_of_the_page: CountOfThePage,
        always(json!({ "count": 3, "next": "https://api.example/list?hidden", "data": rows(1..=3) })), 3 items
        => Warning(UnreadContinuation), ["`next`"];
    a_key_that_the_api_does_not_know_ends_by_an_empty_page: ByKey,
        || api(|request| match request.param("after") {
            None => Reply::json(json!({ "has_more": true, "data": rows(1..=3) })),
            Some(_) => Reply::json(json!({ "has_more": true, "data": [] })),
        }), 3 items
        => Warning(UnreadFlag), ["page 2", "`has_more`"];
    a_short_page_of_a_server_that_caps: EndsOnShort,
        || api(|request| {
            let page = number(request, "page").unwrap_or(1);
            Reply::json(json!({ "more": true, "data": rows(page * 12 - 11..=page * 12) }))
        }), 12 items
        => Warning(UnreadFlag), ["`more`"];
}
