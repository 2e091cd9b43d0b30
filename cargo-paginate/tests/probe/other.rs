//! Servers that do not page, or of which it cannot be known.

use std::sync::atomic::{AtomicUsize, Ordering};

use paginate_tests::{Api, Reply, Request, Server};
use serde_json::{Value, json};

use crate::tokens::{paged, users};
use crate::{Case, Right};

fn case(name: &'static str, server: Server, path: &'static str, right: Right) -> Case {
    Case {
        name,
        server,
        path,
        args: Vec::new(),
        right,
    }
}

pub(crate) fn cases() -> Vec<Case> {
    let mut cases = vec![
        case(
            "a list of 43, parameters are ignored",
            Server::start(|_| Reply::json(users(43))),
            "/regions",
            Right::NotPaginated,
        ),
        // Fewer than a usual page has: the names that were tried can be the wrong ones.
        case(
            "a list of seven, parameters are ignored",
            Server::start(|_| Reply::json(users(7))),
            "/regions",
            Right::Open,
        ),
        case(
            "a list with its total",
            Server::start(|_| Reply::json(json!({ "total": 4, "teams": users(4) }))),
            "/teams",
            Right::Open,
        ),
        case(
            "one object",
            Server::start(|_| Reply::json(json!({ "id": 1, "name": "a" }))),
            "/users/1",
            Right::NotPaginated,
        ),
        case(
            "twenty items, parameters are ignored",
            Server::start(|_| Reply::json(json!({ "items": users(20) }))),
            "/twenty",
            Right::Open,
        ),
        case(
            "an empty list",
            Server::start(|_| Reply::json(json!({ "items": [], "next_cursor": null }))),
            "/nothing",
            Right::Open,
        ),
        case(
            "unknown parameters are refused",
            Server::start(|request| match request.params().is_empty() {
                true => Reply::json(json!({ "items": users(6) })),
                false => Reply::json(json!({ "error": "unknown parameter" })).status(400),
            }),
            "/strict",
            Right::Open,
        ),
        case(
            "a feed that changes with each request",
            {
                let count = AtomicUsize::new(0);
                Server::start(move |_| {
                    let number = count.fetch_add(1, Ordering::SeqCst);
                    let items: Vec<Value> =
                        (0..5).map(|n| json!({ "id": number * 5 + n })).collect();
                    Reply::json(json!({ "items": items, "next_cursor": format!("c{number}") }))
                })
            },
            "/feed",
            Right::Open,
        ),
        case(
            "pages without an end",
            Server::start(|request| {
                let page: u64 = request
                    .param("page")
                    .and_then(|page| page.parse().ok())
                    .unwrap_or(1);
                let items: Vec<Value> = (0..5).map(|n| json!({ "id": page * 5 + n })).collect();
                Reply::json(json!({ "items": items }))
            }),
            "/endless",
            Right::Open,
        ),
        case(
            "a token that does not change",
            Server::start(|request| {
                let items = match request.param("cursor") {
                    Some(_) => json!([{ "id": 4 }, { "id": 5 }]),
                    None => json!([{ "id": 1 }, { "id": 2 }, { "id": 3 }]),
                };
                Reply::json(json!({ "items": items, "next_cursor": "always" }))
            }),
            "/stuck",
            Right::Open,
        ),
        case(
            "the link leads elsewhere",
            Server::start(|_| {
                Reply::json(
                    json!({ "items": users(3), "next": "https://elsewhere.example/items?page=2" }),
                )
            }),
            "/away",
            Right::Open,
        ),
        case(
            "pages overlap",
            Server::start(|request| {
                let page: usize = request
                    .param("page")
                    .and_then(|page| page.parse().ok())
                    .unwrap_or(1);
                let items: Vec<Value> =
                    users(30).into_iter().skip((page - 1) * 3).take(4).collect();
                Reply::json(json!({ "items": items, "page": page }))
            }),
            "/overlap",
            Right::Open,
        ),
        case(
            "a total that is wrong",
            paged(
                Api::records(users(12))
                    .size("limit", 5, 100)
                    .by_offset("offset"),
                |_, slice| {
                    Reply::json(
                        json!({ "total": 1000, "offset": slice.start, "rows": slice.items }),
                    )
                },
            ),
            "/wrong-total",
            Right::Declared(
                r#"#[paginate(offset = "offset", items = "rows", size = "limit")]"#,
                12,
            ),
        ),
        case(
            "only sizes",
            Server::start(|request| {
                let size = request
                    .param("limit")
                    .and_then(|size| size.parse().ok())
                    .unwrap_or(10);
                Reply::json(
                    json!({ "items": users(200).into_iter().take(size).collect::<Vec<_>>() }),
                )
            }),
            "/sizes",
            Right::Open,
        ),
    ];
    cases.extend(tricky());
    cases
}

/// Servers that lead to a wrong declaration if the first impression is trusted.
fn tricky() -> Vec<Case> {
    vec![
        case(
            "two items in all, by offset",
            paged(
                Api::records(users(2))
                    .size("limit", 10, 100)
                    .by_offset("offset"),
                |_, slice| Reply::json(&slice.items),
            ),
            "/two-by-offset",
            Right::Declared(
                r#"#[paginate(offset = "offset", items = "0", size = "limit")]"#,
                2,
            ),
        ),
        case(
            "two items in all, page is an offset",
            paged(
                Api::records(users(2))
                    .size("limit", 10, 100)
                    .by_offset("page"),
                |_, slice| Reply::json(&slice.items),
            ),
            "/two-misnamed",
            Right::Open,
        ),
        case(
            "the list is null",
            Server::start(|_| Reply::json(json!({ "users": null, "next_page_token": "" }))),
            "/null",
            Right::Open,
        ),
        case(
            "offset is a token",
            paged(
                Api::records(users(9))
                    .size("pageSize", 4, 100)
                    .lenient()
                    .by_token("offset"),
                |_, slice| {
                    let mut page = json!({ "records": slice.items });
                    if let Some(token) = &slice.next {
                        page["offset"] = json!(token);
                    }
                    Reply::json(page)
                },
            ),
            "/v0/app/table",
            Right::Declared(
                r#"#[paginate(token = "offset", items = "records", size = "pageSize")]"#,
                9,
            ),
        ),
        case(
            "numbered items, from a key",
            paged(
                Api::numbered(9).size("limit", 4, 100).by_last("from", "id"),
                |_, slice| Reply::json(json!({ "items": slice.items, "more": !slice.is_last() })),
            ),
            "/from-key",
            Right::Open,
        ),
        case(
            "numbered items, since a key",
            paged(
                Api::numbered(9)
                    .size("per_page", 4, 100)
                    .by_last("since", "id"),
                |_, slice| Reply::json(&slice.items),
            ),
            "/users?per_page=4",
            Right::Declared(
                r#"#[paginate(last_item = "id", param = "since", items = "0", size = "per_page")]"#,
                9,
            ),
        ),
        case(
            "numbered items, by offset",
            paged(
                Api::numbered(9).size("limit", 4, 100).by_offset("offset"),
                |_, slice| Reply::json(json!({ "results": slice.items, "count": slice.total })),
            ),
            "/pokemon",
            Right::Declared(
                r#"#[paginate(offset = "offset", items = "results", size = "limit")]"#,
                9,
            ),
        ),
        case(
            "a bare list of texts",
            {
                let names: Vec<Value> = (1..=9).map(|n| json!(format!("name {n}"))).collect();
                paged(
                    Api::records(names).size("n", 4, 100).by_number("page", 1),
                    |_, slice| Reply::json(json!({ "tags": slice.items, "page": slice.page + 1 })),
                )
            },
            "/v2/tags",
            Right::Declared(
                r#"#[paginate(page = "page", items = "tags", size = "n")]"#,
                9,
            ),
        ),
        case(
            "an exotic parameter",
            paged(
                Api::records(users(9))
                    .size("limit", 3, 3)
                    .by_number("seite", 1),
                |_, slice| Reply::json(&slice.items),
            ),
            "/exotic",
            Right::Open,
        ),
        case(
            "a cursor of the last page",
            paged(
                Api::records(users(20))
                    .size("limit", 5, 100)
                    .lenient()
                    .by_token("cursor"),
                |request: &Request, slice| {
                    // Where this page began, and where the last one begins.
                    Reply::json(
                        json!({ "items": slice.items, "cursor": request.param("cursor"), "last_page": 4, "next_cursor": slice.next }),
                    )
                },
            ),
            "/cursors",
            Right::Declared(
                r#"#[paginate(token = "next_cursor", param = "cursor", items = "items", size = "limit")]"#,
                20,
            ),
        ),
        case(
            "a session token beside the list",
            paged(
                Api::records(users(10))
                    .size("limit", 4, 100)
                    .by_offset("offset"),
                |_, slice| {
                    Reply::json(
                        json!({ "token": "session-7", "total": slice.total, "items": slice.items }),
                    )
                },
            ),
            "/session",
            Right::Declared(
                r#"#[paginate(offset = "offset", items = "items", size = "limit", total = "total")]"#,
                10,
            ),
        ),
        case(
            "two lists",
            paged(
                Api::records(users(10))
                    .size("limit", 4, 100)
                    .by_token("cursor"),
                |_, slice| {
                    Reply::json(
                        json!({ "items": slice.items, "errors": [], "next_cursor": slice.next }),
                    )
                },
            ),
            "/two",
            Right::Declared(
                r#"#[paginate(token = "next_cursor", param = "cursor", items = "items", size = "limit")]"#,
                10,
            ),
        ),
        case(
            "the token stays on the last page",
            Server::start(|request| {
                let start: usize = request
                    .param("cursor")
                    .and_then(|at| at.trim_start_matches('c').parse().ok())
                    .unwrap_or(0);
                let items: Vec<Value> = users(10).into_iter().skip(start).take(4).collect();
                let end = (start + 4).min(10);
                Reply::json(
                    json!({ "items": items, "next_cursor": format!("c{end}"), "has_more": end < 10 }),
                )
            }),
            "/stays",
            Right::Declared(
                r#"#[paginate(token = "next_cursor", param = "cursor", items = "items", more = "has_more")]"#,
                10,
            ),
        ),
        case(
            "page is an offset",
            paged(
                Api::records(users(11))
                    .size("limit", 4, 100)
                    .by_offset("page"),
                |_, slice| Reply::json(json!({ "total": slice.total, "items": slice.items })),
            ),
            "/misnamed",
            Right::Declared(
                r#"#[paginate(offset = "page", items = "items", size = "limit", total = "total")]"#,
                11,
            ),
        ),
        case(
            "sizes above the largest are ignored",
            paged(
                Api::records(users(40))
                    .size("limit", 10, 25)
                    .ignore_sizes()
                    .by_token("cursor"),
                |_, slice| Reply::json(json!({ "items": slice.items, "next_cursor": slice.next })),
            ),
            "/ignored",
            Right::Declared(
                r#"#[paginate(token = "next_cursor", param = "cursor", items = "items", size = "limit")]"#,
                40,
            ),
        ),
    ]
}
