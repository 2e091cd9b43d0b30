//! Servers that are asked by number or by key.

use paginate_tests::{Api, Reply, Request, Server};
use serde_json::{Value, json};

use crate::Case;
use crate::tokens::{paged, users};

pub(crate) fn cases() -> Vec<Case> {
    let mut cases = pages();
    cases.extend(offsets());
    cases.extend(last_items());
    cases
}

fn api(count: usize) -> Api {
    Api::records(users(count))
}

fn pages() -> Vec<Case> {
    vec![
        Case::declared(
            "page with the number of pages",
            paged(
                api(23)
                    .size("page_size", 10, 300)
                    .by_number("page_number", 1),
                |_, slice| {
                    Reply::json(
                        json!({ "page_count": slice.pages(), "page_number": slice.page + 1, "users": slice.items }),
                    )
                },
            ),
            "/v2/users",
            r#"#[paginate(page = "page_number", items = "users", pages = "page_count")]"#,
            23,
        ),
        Case::declared(
            "page with total",
            paged(
                api(22).size("per_page", 10, 50).by_number("page", 1),
                |_, slice| {
                    Reply::json(
                        json!({ "total": slice.total, "page": slice.page + 1, "items": slice.items }),
                    )
                },
            ),
            "/items",
            r#"#[paginate(page = "page", items = "items", size = "per_page", total = "total")]"#,
            22,
        ),
        Case::declared(
            "page in a result info",
            paged(
                api(45).size("per_page", 20, 50).by_number("page", 1),
                |_, slice| {
                    Reply::json(json!({ "success": true, "result": slice.items,
                    "result_info": { "page": slice.page + 1, "total_pages": slice.pages(), "total_count": slice.total, "count": slice.items.len() } }))
                },
            ),
            "/client/v4/zones",
            r#"#[paginate(page = "page", items = "result", size = "per_page", total = "result_info.total_count", pages = "result_info.total_pages")]"#,
            45,
        ),
        Case::declared(
            "page from zero",
            paged(
                api(11).size("size", 4, 100).by_number("page", 0),
                |_, slice| {
                    Reply::json(
                        json!({ "content": slice.items, "number": slice.page, "totalPages": slice.pages(), "totalElements": slice.total, "last": slice.is_last() }),
                    )
                },
            ),
            "/api/orders?size=4",
            r#"#[paginate(page = "page", items = "content", size = "size", start = 0, done = "last", total = "total_elements", pages = "total_pages")]"#,
            11,
        ),
        Case::declared(
            "page with a flag",
            paged(
                api(9).size("per_page", 4, 100).by_number("page", 1),
                |_, slice| {
                    Reply::json(json!({ "has_more": !slice.is_last(), "items": slice.items }))
                },
            ),
            "/2.3/answers?page=1&per_page=4",
            r#"#[paginate(page = "page", items = "items", size = "per_page", more = "has_more")]"#,
            9,
        ),
        Case::declared(
            "page of a bare list",
            paged(
                api(14).size("per_page", 6, 100).by_number("page", 1),
                |_, slice| Reply::json(&slice.items),
            ),
            "/list",
            r#"#[paginate(page = "page", items = "0", size = "per_page")]"#,
            14,
        ),
        Case::declared(
            "page, and 404 behind the last one",
            Server::start({
                let api = api(10).size("per_page", 4, 100).by_number("page", 1);
                move |request: &Request| {
                    let slice = api.read(request)?;
                    Ok::<_, paginate_tests::Refusal>(match slice.items.is_empty() {
                        true => Reply::json(json!({ "error": "not found" })).status(404),
                        false => Reply::json(json!({ "results": slice.items })),
                    })
                }
            }),
            "/characters",
            r#"#[paginate(page = "page", items = "results", size = "per_page", end_on = [404])]"#,
            10,
        ),
        Case::declared(
            "page, and the last one again behind it",
            Server::start(|request| {
                let page: usize = request
                    .param("page")
                    .and_then(|page| page.parse().ok())
                    .unwrap_or(1);
                let start = (page.clamp(1, 3) - 1) * 4;
                let items: Vec<Value> = users(10).into_iter().skip(start).take(4).collect();
                Reply::json(json!({ "rows": items }))
            }),
            "/rows",
            r#"#[paginate(page = "page", items = "rows", end_on = [repeat])]"#,
            10,
        ),
    ]
}

fn offsets() -> Vec<Case> {
    vec![
        Case::declared(
            "offset with total",
            paged(api(21).size("limit", 8, 100).by_offset("offset"), |_, slice| {
                Reply::json(json!({ "total": slice.total, "offset": slice.start, "limit": slice.size, "cities": slice.items }))
            }),
            "/cities",
            r#"#[paginate(offset = "offset", items = "cities", size = "limit", total = "total")]"#,
            21,
        ),
        Case::declared(
            "startAt",
            paged(api(12).size("maxResults", 5, 100).by_offset("startAt"), |_, slice| {
                Reply::json(json!({ "startAt": slice.start, "maxResults": slice.size, "total": slice.total, "values": slice.items }))
            }),
            "/rest/api/3/users",
            r#"#[paginate(offset = "startAt", items = "values", size = "maxResults", total = "total")]"#,
            12,
        ),
        Case::declared(
            "skip of a bare list",
            paged(api(13).size("limit", 5, 100).by_offset("skip"), |_, slice| Reply::json(&slice.items)),
            "/products?limit=5&skip=0",
            r#"#[paginate(offset = "skip", items = "0", size = "limit")]"#,
            13,
        ),
        Case::declared(
            "startIndex from one",
            Server::start(|request| {
                let number = |name: &str| request.param(name).and_then(|number| number.parse::<usize>().ok());
                let start = number("startIndex").unwrap_or(1).max(1);
                let items: Vec<Value> = users(11).into_iter().skip(start - 1).take(number("count").unwrap_or(4)).collect();
                Reply::json(json!({ "totalResults": 11, "startIndex": start, "itemsPerPage": items.len(), "Resources": items }))
            }),
            "/scim/v2/Users",
            r#"#[paginate(offset = "startIndex", items = "resources", size = "count", start = 1, total = "total_results")]"#,
            11,
        ),
        Case::declared(
            "offset in the body",
            paged(api(9).size("/maxResults", 4, 100).by_offset("/startAt"), |_, slice| {
                Reply::json(json!({ "startAt": slice.start, "total": slice.total, "issues": slice.items }))
            }),
            "/rest/api/2/search",
            r#"#[paginate(offset = body("startAt"), items = "issues", size = body("maxResults"), total = "total")]"#,
            9,
        )
        .args(&["-d", r#"{"jql": "project = X", "startAt": 0, "maxResults": 4}"#]),
    ]
}

fn last_items() -> Vec<Case> {
    vec![
        Case::declared(
            "starting after",
            paged(
                api(13)
                    .size("limit", 10, 100)
                    .by_last("starting_after", "id"),
                |_, slice| {
                    Reply::json(
                        json!({ "object": "list", "has_more": !slice.is_last(), "data": slice.items }),
                    )
                },
            ),
            "/v1/customers?limit=5",
            r#"#[paginate(last_item = "id", param = "starting_after", items = "data", size = "limit", more = "has_more")]"#,
            13,
        ),
        Case::declared(
            "after, of a bare list",
            paged(
                api(8).size("limit", 3, 100).by_last("after", "id"),
                |_, slice| Reply::json(&slice.items),
            ),
            "/guilds/1/members?limit=3",
            r#"#[paginate(last_item = "id", param = "after", items = "0", size = "limit")]"#,
            8,
        ),
    ]
}
