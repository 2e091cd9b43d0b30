//! What real servers and the catalogue taught.

use paginate_tests::{Api, Reply, Request, Server};
use serde_json::{Value, json};

use crate::tokens::{paged, users};
use crate::{Case, probe};

pub(crate) fn cases() -> Vec<Case> {
    vec![
        Case::declared(
            "names in capitals, and a token that is an object",
            Server::start(capitals),
            "/",
            r#"#[paginate(token = "last_evaluated_key", param = body("ExclusiveStartKey"), items = "items", size = body("Limit"))]"#,
            13,
        )
        .args(&["-d", r#"{"TableName": "songs"}"#]),
        Case::declared(
            "own parameters have a mark",
            paged(
                Api::records(users(23))
                    .size("_limit", 100, 100)
                    .by_number("_page", 1),
                |_, slice| {
                    let total = slice.total.to_string();
                    Reply::json(&slice.items).header("x-total-count", &total)
                },
            ),
            "/items?_sort=id",
            r#"#[paginate(page = "_page", items = "0", size = "_limit", total = header("x-total-count"))]"#,
            23,
        ),
        Case::declared(
            "a page without items names another token",
            paged(
                Api::records(users(9))
                    .size("limit", 3, 5)
                    .by_token("cursor")
                    .empty_pages([1]),
                |_, slice| Reply::json(json!({ "items": slice.items, "next_cursor": slice.next })),
            ),
            "/gaps",
            r#"#[paginate(token = "next_cursor", param = "cursor", items = "items", size = "limit", max = 5)]"#,
            9,
        ),
        Case::declared(
            "a link to another origin names the parameter",
            paged(
                Api::records(users(12))
                    .size("page[limit]", 5, 5)
                    .by_token("page[at]"),
                |_, slice| {
                    let link = slice.next.as_ref().map(|next| {
                        format!("https://elsewhere.example/v2?page[at]={next}")
                    });
                    Reply::json(json!({ "data": slice.items, "links": { "next": link }, "meta": { "page": { "after": slice.next } } }))
                },
            ),
            "/v2/events",
            r#"#[paginate(token = "meta.page.after", param = "page[at]", items = "data", size = "page[limit]", max = 5)]"#,
            12,
        ),
    ]
}

/// 13 items, `Limit` of them after `ExclusiveStartKey`.
fn capitals(request: &Request) -> Reply {
    let body = request.json();
    let start = body["ExclusiveStartKey"]["id"]["N"].as_u64().unwrap_or(0) as usize;
    let size = body["Limit"].as_u64().unwrap_or(100) as usize;
    let items: Vec<Value> = users(13).into_iter().skip(start).take(size).collect();
    let mut page = json!({ "Count": items.len(), "Items": items });
    let end = start + items.len();
    if end < 13 {
        page["LastEvaluatedKey"] = json!({ "id": { "N": end } });
    }
    Reply::json(page)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_items_of_the_walk_are_written() {
    let server = paged(
        Api::records(users(7))
            .size("limit", 3, 3)
            .by_token("cursor"),
        |_, slice| Reply::json(json!({ "items": slice.items, "next_cursor": slice.next })),
    );
    let file = std::env::temp_dir().join(format!("items-{}", std::process::id()));
    let name = file.display().to_string();
    let output = probe(&[&server.url("/items"), "--walk", "--items", &name]);
    let text = std::fs::read_to_string(&file).unwrap();
    std::fs::remove_file(&file).unwrap();
    assert_eq!(output.status.code(), Some(0));
    let items: Vec<Value> = text
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(items, users(7));
}
