//! Servers that give the URL of the next page.

use paginate_tests::{Api, Reply};
use serde_json::json;

use crate::Case;
use crate::tokens::{paged, users};

pub(crate) fn cases() -> Vec<Case> {
    let api = |count| Api::records(users(count));
    vec![
        Case::declared(
            "URL in the body",
            paged(
                api(23).size("page_size", 10, 15).by_number("page", 1),
                |request, slice| {
                    Reply::json(
                        json!({ "count": slice.total, "next": slice.next_url(request), "previous": null, "results": slice.items }),
                    )
                },
            ),
            "/books/",
            r#"#[paginate(next_url = "next", items = "results", max = 15, total = "count")]"#,
            23,
        ),
        Case::declared(
            "URL with a cursor, relative",
            paged(
                api(12).size("limit", 5, 100).lenient().by_token("cursor"),
                |request, slice| {
                    Reply::json(
                        json!({ "values": slice.items, "links": { "next": slice.next_path(request) } }),
                    )
                },
            ),
            "/wiki/pages",
            r#"#[paginate(next_url = "links.next", items = "values", size = "limit")]"#,
            12,
        ),
        Case::declared(
            "Link header",
            paged(
                api(33).size("per_page", 15, 30).by_number("page", 1),
                |request, slice| {
                    let reply = Reply::json(&slice.items);
                    match slice.next_url(request) {
                        Some(next) => reply.header(
                            "link",
                            format!(
                                "<{next}>; rel=\"next\", <{}/x>; rel=\"last\"",
                                request.origin
                            ),
                        ),
                        None => reply,
                    }
                },
            ),
            "/repos/a/b/issues",
            r#"#[paginate(next_url = link("next"), items = "0", size = "per_page", max = 30)]"#,
            33,
        ),
        Case::declared(
            "OData",
            paged(
                api(9).size("$top", 4, 100).lenient().by_token("$skiptoken"),
                |request, slice| {
                    let mut page = json!({ "@odata.context": "x", "value": slice.items });
                    if let Some(next) = slice.next_url(request) {
                        page["@odata.nextLink"] = json!(next);
                    }
                    Reply::json(page)
                },
            ),
            "/v1.0/users",
            r#"#[paginate(next_url = "odata_next_link", items = "value", size = "$top")]"#,
            9,
        ),
        Case::declared(
            "HAL",
            paged(
                api(8).size("size", 3, 100).by_number("page", 0),
                |request, slice| {
                    let mut page = json!({ "_embedded": { "users": slice.items }, "_links": { "self": { "href": request.path } } });
                    if let Some(next) = slice.next_url(request) {
                        page["_links"]["next"] = json!({ "href": next });
                    }
                    Reply::json(page)
                },
            ),
            "/hal/users",
            r#"#[paginate(next_url = "links.next.href", items = "embedded.users", item = User, size = "size")]"#,
            8,
        ),
        Case::declared(
            "JSON:API",
            paged(
                api(7)
                    .size("page[size]", 3, 100)
                    .by_number("page[number]", 1),
                |request, slice| {
                    let next = slice.next_url(request);
                    Reply::json(
                        json!({ "data": slice.items, "links": { "self": "/articles", "next": next } }),
                    )
                },
            ),
            "/articles",
            r#"#[paginate(next_url = "links.next", items = "data", size = "page[size]")]"#,
            7,
        ),
        Case::declared(
            "URL and a flag",
            paged(
                api(10).size("limit", 4, 100).lenient().by_token("cursor"),
                |request, slice| {
                    Reply::json(
                        json!({ "records": slice.items, "done": slice.is_last(), "nextRecordsUrl": slice.next_path(request) }),
                    )
                },
            ),
            "/services/data/query",
            r#"#[paginate(next_url = "next_records_url", items = "records", size = "limit", done = "done")]"#,
            10,
        ),
    ]
}
