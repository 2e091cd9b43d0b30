//! Servers that give tokens.

use paginate_tests::{Api, Reply, Request, Server};
use serde_json::{Value, json};

use crate::Case;

/// Records with what users have.
pub(crate) fn users(count: usize) -> Vec<Value> {
    (1..=count)
        .map(|n| json!({ "id": format!("u{n}"), "name": format!("User {n}") }))
        .collect()
}

/// A server whose pages are made from slices.
pub(crate) fn paged(
    api: Api,
    page: impl Fn(&Request, &paginate_tests::Slice) -> Reply + Send + Sync + 'static,
) -> Server {
    Server::start(move |request| {
        let slice = api.read(request)?;
        Ok::<_, paginate_tests::Refusal>(page(request, &slice))
    })
}

pub(crate) fn cases() -> Vec<Case> {
    // A token stays good: the kit's own are the same for all requests, and a strict one would be good
    // only for the last of them.
    let api = |count| Api::records(users(count)).lenient();
    let mut cases = vec![
        Case::declared(
            "token of the same name",
            paged(
                api(17).size("page_size", 5, 10).by_token("next_page_token"),
                |_, slice| {
                    Reply::json(json!({ "next_page_token": slice.token(), "users": slice.items }))
                },
            ),
            "/users",
            r#"#[paginate(token = "next_page_token", items = "users", max = 10)]"#,
            17,
        ),
        Case::declared(
            "zoom: one page, sizes are refused",
            paged(
                api(7)
                    .size("page_size", 30, 300)
                    .refuse_sizes()
                    .by_token("next_page_token"),
                |_, slice| {
                    Reply::json(
                        json!({ "page_size": slice.size, "next_page_token": slice.token(), "users": slice.items }),
                    )
                },
            ),
            "/v2/users?status=active",
            r#"#[paginate(token = "next_page_token", items = "users")]"#,
            7,
        ),
        Case::declared(
            "cursor without next",
            paged(
                api(25).size("limit", 10, 20).by_token("cursor"),
                |_, slice| Reply::json(json!({ "data": slice.items, "next_cursor": slice.next })),
            ),
            "/v1/items",
            r#"#[paginate(token = "next_cursor", param = "cursor", items = "data", size = "limit", max = 20)]"#,
            25,
        ),
        Case::declared(
            "camel case",
            paged(
                api(30).size("maxResults", 8, 12).by_token("pageToken"),
                |_, slice| {
                    let mut page = json!({ "kind": "list", "files": slice.items });
                    if let Some(token) = &slice.next {
                        page["nextPageToken"] = json!(token);
                    }
                    Reply::json(page)
                },
            ),
            "/drive/files",
            r#"#[paginate(token = "next_page_token", param = "pageToken", items = "files", size = "maxResults", max = 12)]"#,
            30,
        ),
        Case::declared(
            "token with a flag",
            paged(
                api(9).size("limit", 4, 100).by_token("start_cursor"),
                |_, slice| {
                    Reply::json(
                        json!({ "results": slice.items, "next_cursor": slice.next, "has_more": !slice.is_last() }),
                    )
                },
            ),
            "/v1/users",
            r#"#[paginate(token = "next_cursor", param = "start_cursor", items = "results", size = "limit", more = "has_more")]"#,
            9,
        ),
        Case::declared(
            "token in metadata",
            paged(
                api(12).size("limit", 5, 100).by_token("cursor"),
                |_, slice| {
                    Reply::json(
                        json!({ "ok": true, "channels": slice.items, "response_metadata": { "next_cursor": slice.token() } }),
                    )
                },
            ),
            "/api/conversations.list",
            r#"#[paginate(token = "response_metadata.next_cursor", param = "cursor", items = "channels", size = "limit")]"#,
            12,
        ),
        Case::declared(
            "token in a header",
            paged(
                api(11).size("per_page", 4, 100).by_number("page", 1),
                |_, slice| {
                    let next = slice.next.clone().unwrap_or_default();
                    Reply::json(&slice.items).header("x-next-page", next)
                },
            ),
            "/projects",
            r#"#[paginate(token = header("x-next-page"), param = "page", items = "0", size = "per_page")]"#,
            11,
        ),
        Case::declared(
            "number of the next page",
            paged(
                api(14).size("per_page", 5, 100).by_number("page", 1),
                |_, slice| {
                    let next = slice
                        .next
                        .as_ref()
                        .and_then(|next| next.parse::<u64>().ok());
                    Reply::json(json!({ "items": slice.items, "next_page": next }))
                },
            ),
            "/list",
            r#"#[paginate(token = "next_page", param = "page", items = "items", size = "per_page")]"#,
            14,
        ),
        Case::declared(
            "continue",
            paged(
                api(13).size("limit", 500, 500).by_token("continue"),
                |_, slice| {
                    Reply::json(
                        json!({ "kind": "PodList", "metadata": { "continue": slice.token(), "resourceVersion": "7" }, "items": slice.items }),
                    )
                },
            ),
            "/api/v1/pods?limit=5",
            r#"#[paginate(token = "metadata.continue", param = "continue", items = "items", size = "limit")]"#,
            13,
        ),
        Case::declared(
            "after inside of next",
            paged(
                api(10).size("limit", 4, 100).by_token("after"),
                |_, slice| {
                    let mut page = json!({ "results": slice.items });
                    if let Some(token) = &slice.next {
                        page["paging"] = json!({ "next": { "after": token } });
                    }
                    Reply::json(page)
                },
            ),
            "/crm/contacts",
            r#"#[paginate(token = "paging.next.after", param = "after", items = "results", size = "limit")]"#,
            10,
        ),
    ];
    cases.extend(in_bodies());
    cases
}

const QUERY: &str = r#"{"query": "query Issues($first: Int, $after: String) { issues(first: $first, after: $after) { nodes { id name } pageInfo { endCursor hasNextPage } } }", "variables": {"first": 4}}"#;

fn in_bodies() -> Vec<Case> {
    let api = |count| Api::records(users(count)).lenient();
    vec![
        Case::declared(
            "token in the body",
            paged(api(12).size("/page_size", 5, 100).by_token("/start_cursor"), |_, slice| {
                Reply::json(json!({ "object": "list", "results": slice.items, "next_cursor": slice.next, "has_more": !slice.is_last() }))
            }),
            "/v1/query",
            r#"#[paginate(token = "next_cursor", param = body("start_cursor"), items = "results", size = body("page_size"), more = "has_more")]"#,
            12,
        )
        .args(&["-d", r#"{"filter": {"property": "done"}}"#]),
        Case::declared(
            "search by POST",
            paged(api(9).size("/maxResults", 4, 100).by_token("/nextPageToken"), |_, slice| {
                let mut page = json!({ "issues": slice.items, "isLast": slice.is_last() });
                if let Some(token) = &slice.next {
                    page["nextPageToken"] = json!(token);
                }
                Reply::json(page)
            }),
            "/rest/api/3/search/jql",
            r#"#[paginate(token = "next_page_token", param = body("nextPageToken"), items = "issues", size = body("maxResults"), done = "is_last")]"#,
            9,
        )
        .args(&["-d", r#"{"jql": "project = X"}"#]),
        Case::declared(
            "graphql",
            paged(api(10).size("/variables/first", 4, 100).by_token("/variables/after"), |_, slice| {
                Reply::json(json!({ "data": { "issues": {
                    "nodes": slice.items,
                    "pageInfo": { "endCursor": slice.next, "hasNextPage": !slice.is_last() }
                } } }))
            }),
            "/graphql",
            r#"#[paginate(token = "data.issues.page_info.end_cursor", param = body("variables.after"), items = "data.issues.nodes", item = Node, size = body("variables.first"), more = "data.issues.page_info.has_next_page")]"#,
            10,
        )
        .args(&["-d", QUERY]),
        Case::declared(
            "form",
            Server::start(|request| {
                let body = String::from_utf8_lossy(&request.body).into_owned();
                let field = |name: &str| {
                    let pairs = body.split('&').filter_map(|pair| pair.split_once('='));
                    pairs.filter(|(known, _)| *known == name).map(|(_, value)| value.to_owned()).next()
                };
                let size = field("limit").and_then(|size| size.parse().ok()).unwrap_or(3);
                let start = match field("cursor") {
                    Some(cursor) => cursor.trim_start_matches("at_").parse().unwrap_or(99),
                    None => 0,
                };
                let items: Vec<Value> = users(8).into_iter().skip(start).take(size).collect();
                let next = match start + size < 8 {
                    true => format!("at_{}", start + size),
                    false => String::new(),
                };
                Reply::json(json!({ "ok": true, "channels": items, "response_metadata": { "next_cursor": next } }))
            }),
            "/api/conversations.list",
            r#"#[paginate(token = "response_metadata.next_cursor", param = form("cursor"), items = "channels", size = form("limit"))]"#,
            8,
        )
        .args(&["-d", "types=public_channel"]),
    ]
}
