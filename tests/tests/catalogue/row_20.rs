//! Row 20. Notion
//!
//! Queries and searches are POST requests: `next_cursor` is sent back as `start_cursor` in the
//! body. Lists such as the list of users are GET requests, with the same names in the query.
//! `has_more` decides; on the last page it is false and the cursor is null. The first request must
//! not have the field: null is refused with 400 (`should be a string or undefined`). A page has at
//! most 100 items, which is also the default; there may be fewer. The header `Notion-Version` is
//! required. A cursor in the wrong place is refused, too; large pages may be a 504.
//!
//! Sends: POST /v1/data_sources/{id}/query {"filter":{..},"page_size":100}, then
//! {"filter":{..},"start_cursor":"..","page_size":100}
//!
//! Source: S, <https://developers.notion.com/reference/intro#pagination>; I,
//! 5am-code/laravel-notion-api#86 and BoD/klibnotion#24 (the refusals). From memory: the 504.

use paginate_runtime::{EndReason, ErrorKind};
use paginate_tests::{Api, Refusal, Reply, Request, Server};
use serde_json::{Value, json};

use crate::common::{answer, client, encoded, walk};

// [declaration]
use paginate_runtime::Paginated;
use serde::Deserialize;

#[derive(Deserialize, Paginated)]
#[paginate(
    token = "next_cursor",
    param = body("start_cursor"),
    more = "has_more",
    items = "results",
    size = body("page_size"),
    max = 100
)]
struct Found {
    next_cursor: Option<String>,
    has_more: bool,
    results: Vec<Page>,
}

#[derive(Debug, PartialEq, Deserialize)]
struct Page {
    id: u32,
}

/// Lists by GET.
#[derive(Deserialize, Paginated)]
#[paginate(
    token = "next_cursor",
    param = "start_cursor",
    more = "has_more",
    items = "results",
    max = 100
)]
struct Users {
    next_cursor: Option<String>,
    has_more: bool,
    results: Vec<User>,
}

#[derive(Debug, PartialEq, Deserialize)]
struct User {
    id: u32,
}
// [/declaration]

fn pages(ids: std::ops::RangeInclusive<u32>) -> Vec<Page> {
    ids.map(|id| Page { id }).collect()
}

fn invalid(message: &str) -> Reply {
    Reply::json(
        json!({ "object": "error", "status": 400, "code": "validation_error", "message": message }),
    )
    .status(400)
}

fn refuse(refusal: Refusal) -> Reply {
    invalid(match refusal {
        Refusal::Size => "body failed validation: body.page_size should be ≤ `100`.",
        Refusal::Unknown | Refusal::Changed => "The start_cursor provided is invalid.",
    })
}

fn page(api: &Api, request: &Request) -> Result<Reply, Reply> {
    if request.header("notion-version").is_none() {
        return Err(invalid(
            "Notion-Version header failed validation: should be defined, instead was `undefined`.",
        ));
    }
    if request.json().get("start_cursor") == Some(&Value::Null) {
        return Err(invalid(
            "body failed validation: body.start_cursor should be a string or `undefined`, instead was `null`.",
        ));
    }
    if request.method == http::Method::POST && request.param("start_cursor").is_some() {
        return Err(invalid(
            "query failed validation: query.start_cursor should be not present.",
        ));
    }
    let slice = api.read(request).map_err(refuse)?;
    Ok(Reply::json(
        json!({ "object": "list", "results": slice.items, "has_more": !slice.is_last(), "next_cursor": slice.next }),
    ))
}

fn notion(api: Api) -> Server {
    let api = api
        .size("/page_size", 100, 100)
        .refuse_sizes()
        .by_token("/start_cursor");
    Server::start(move |request| page(&api, request))
}

fn post(server: &Server, body: Value) -> reqwest::RequestBuilder {
    let request = client()
        .post(server.url("/v1/data_sources/d1/query"))
        .json(&body);
    request
        .bearer_auth("secret")
        .header("notion-version", "2025-09-03")
}

#[tokio::test]
async fn row_20_notion() {
    let server = notion(Api::numbered(7).empty_pages([1]));
    let request = post(
        &server,
        json!({ "filter": { "checkbox": { "equals": true }, "property": "Done" } }),
    );
    let (items, end) = walk(Found::paginate(request).page_size(3)).await.ended();

    assert_eq!((items, end), (pages(1..=7), EndReason::Flag));
    let cursor = paginate_tests::token;
    let body = |cursor: &str| {
        format!(
            r#"POST /v1/data_sources/d1/query {{"filter":{{"checkbox":{{"equals":true}},"property":"Done"}},{cursor}"page_size":3}}"#
        )
    };
    assert_eq!(
        server.lines(),
        [
            body(""),
            body(&format!(r#""start_cursor":"{}","#, cursor(1))),
            body(&format!(r#""start_cursor":"{}","#, cursor(2))),
            body(&format!(r#""start_cursor":"{}","#, cursor(3))),
        ]
    );
    assert!(
        server
            .requests()
            .iter()
            .all(|request| request.header("notion-version") == Some("2025-09-03"))
    );
}

#[tokio::test]
async fn row_20_notion_list_by_get() {
    let api = Api::numbered(5)
        .size("page_size", 100, 100)
        .refuse_sizes()
        .by_token("start_cursor");
    let server = Server::start(move |request| page(&api, request));
    let request = client()
        .get(server.url("/v1/users"))
        .header("notion-version", "2025-09-03");
    let (items, end) = walk(Users::paginate(request).page_size(2)).await.ended();

    assert_eq!(
        (items, end),
        ((1..=5).map(|id| User { id }).collect(), EndReason::Flag)
    );
    assert_eq!(
        server.lines(),
        [
            "GET /v1/users?page_size=2".to_owned(),
            format!("GET /v1/users?start_cursor={}&page_size=2", encoded(1)),
            format!("GET /v1/users?start_cursor={}&page_size=2", encoded(2)),
        ]
    );
}

#[tokio::test]
async fn row_20_notion_cursor_that_is_no_longer_valid() {
    let server = Server::start(|request| match request.at("/start_cursor") {
        None => {
            Reply::json(json!({ "results": [{ "id": 1 }], "has_more": true, "next_cursor": "old" }))
        }
        Some(_) => refuse(Refusal::Unknown),
    });
    let (items, kind, message) = walk(Found::paginate(post(&server, json!({}))))
        .await
        .failed();

    assert_eq!(
        (items, kind),
        (pages(1..=1), ErrorKind::ContinuationRejected)
    );
    assert!(
        message.contains("The start_cursor provided is invalid."),
        "{message}"
    );
}

#[tokio::test]
async fn row_20_notion_refuses_what_it_documents() {
    let server = notion(Api::numbered(3));
    let ask = async |body| answer(post(&server, body)).await.0;
    assert_eq!(
        ask(json!({ "start_cursor": null })).await,
        400,
        "the field has to be absent"
    );
    assert_eq!(ask(json!({ "page_size": 101 })).await, 400);
    assert_eq!(ask(json!({ "start_cursor": "guess" })).await, 400);
    assert_eq!(ask(json!({})).await, 200);
    let bare = client()
        .post(server.url("/v1/data_sources/d1/query"))
        .json(&json!({}));
    assert_eq!(answer(bare).await.0, 400, "without its header");
}

#[tokio::test]
async fn row_20_notion_asks_for_the_largest_pages_by_itself() {
    let server = notion(Api::numbered(1));
    let (items, end) = walk(Found::paginate(post(&server, json!({}))))
        .await
        .ended();
    assert_eq!((items, end), (pages(1..=1), EndReason::Flag));
    assert_eq!(
        server.lines(),
        [r#"POST /v1/data_sources/d1/query {"page_size":100}"#]
    );
}
