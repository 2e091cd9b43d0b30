//! Row 43. Anthropic
//!
//! Lists can be read in both directions: `last_id` is sent back as `after_id`, `first_id` as
//! `before_id`, and `has_more` applies to the requested direction. Backwards, the items of a page
//! keep their order. Newer endpoints (usage reports, files beta) have a `next_page` token instead,
//! sent as `page`, null at the end. A page has at most 1000 items (20 by default).
//!
//! Sends: GET /v1/models?limit=1000, then ...&after_id=...&limit=1000
//!
//! Source: S, <https://docs.anthropic.com/en/api/models-list>; the sizes of usage reports are K.

use paginate_runtime::EndReason;
use paginate_tests::{Api, Refusal, Reply, Request, Server};
use serde_json::{Value, json};

use crate::common::{client, encoded, get, walk};

// [declaration]
use paginate_runtime::Paginated;
use serde::Deserialize;

#[derive(Deserialize, Paginated)]
#[paginate(
    token = "last_id",
    param = "after_id",
    more = "has_more",
    items = "data",
    size = "limit",
    max = 1000
)]
struct Models {
    data: Vec<Model>,
    last_id: Option<String>,
    has_more: bool,
}

/// Backwards: the first request has `before_id=..`.
#[derive(Deserialize, Paginated)]
#[paginate(
    token = "first_id",
    param = "before_id",
    more = "has_more",
    items = "data",
    size = "limit",
    max = 1000
)]
struct EarlierModels {
    data: Vec<Model>,
    first_id: Option<String>,
    has_more: bool,
}

#[derive(Debug, PartialEq, Deserialize)]
struct Model {
    id: String,
}

/// Endpoints with a token.
#[derive(Deserialize, Paginated)]
#[paginate(
    token = "next_page",
    param = "page",
    more = "has_more",
    items = "data",
    size = "limit",
    max = 31
)]
struct Usage {
    data: Vec<Bucket>,
    next_page: Option<String>,
    has_more: bool,
}

#[derive(Debug, PartialEq, Deserialize)]
struct Bucket {
    starting_at: String,
}
// [/declaration]

fn models(ids: impl IntoIterator<Item = usize>) -> Vec<Model> {
    ids.into_iter()
        .map(|id| Model {
            id: format!("model-{id}"),
        })
        .collect()
}

fn refuse(message: &str) -> Reply {
    Reply::json(json!({ "type": "error", "error": { "type": "invalid_request_error", "message": message } })).status(400)
}

/// The models 1 to 7.
fn answer(request: &Request) -> Result<Reply, Reply> {
    let id = |name| {
        let Some(id) = request.param(name) else {
            return Ok(None);
        };
        let number = id
            .strip_prefix("model-")
            .and_then(|id| id.parse::<usize>().ok());
        number.map(Some).ok_or_else(|| refuse("unknown id"))
    };
    let limit: usize = request
        .param("limit")
        .map_or(20, |limit| limit.parse().unwrap_or(0));
    if !(1..=1000).contains(&limit) {
        return Err(refuse("limit: Input should be from 1 to 1000"));
    }
    let (from, to, more) = match (id("after_id")?, id("before_id")?) {
        (Some(_), Some(_)) => return Err(refuse("after_id and before_id exclude each other")),
        (None, Some(before)) => {
            let from = before.saturating_sub(limit).max(1);
            (from, before - 1, from > 1)
        }
        (after, None) => {
            let after = after.unwrap_or(0);
            let to = (after + limit).min(7);
            (after + 1, to, to < 7)
        }
    };
    let data: Vec<Value> = (from..=to)
        .map(|id| json!({ "type": "model", "id": format!("model-{id}") }))
        .collect();
    let id = |item: Option<&Value>| item.map_or(Value::Null, |item| item["id"].clone());
    Ok(Reply::json(
        json!({ "first_id": id(data.first()), "last_id": id(data.last()), "has_more": more, "data": data }),
    ))
}

#[tokio::test]
async fn row_43_anthropic() {
    let server = Server::start(answer);
    let request = client()
        .get(server.url("/v1/models"))
        .header("x-api-key", "secret")
        .header("anthropic-version", "2023-06-01");
    let (items, end) = walk(Models::paginate(request).page_size(3)).await.ended();

    assert_eq!((items, end), (models(1..=7), EndReason::Flag));
    assert_eq!(
        server.lines(),
        [
            "GET /v1/models?limit=3",
            "GET /v1/models?after_id=model-3&limit=3",
            "GET /v1/models?after_id=model-6&limit=3",
        ]
    );
    assert!(
        server
            .requests()
            .iter()
            .all(|request| request.header("x-api-key") == Some("secret"))
    );
}

#[tokio::test]
async fn row_43_anthropic_backwards() {
    let server = Server::start(answer);
    let request = client().get(server.url("/v1/models?before_id=model-7"));
    let (items, end) = walk(EarlierModels::paginate(request).page_size(2))
        .await
        .ended();

    assert_eq!((items, end), (models([5, 6, 3, 4, 1, 2]), EndReason::Flag));
    assert_eq!(
        server.lines(),
        [
            "GET /v1/models?before_id=model-7&limit=2",
            "GET /v1/models?before_id=model-5&limit=2",
            "GET /v1/models?before_id=model-3&limit=2",
        ]
    );
}

#[tokio::test]
async fn row_43_anthropic_token() {
    let api =
        Api::records((1..=5).map(
            |day| json!({ "starting_at": format!("2026-01-0{day}T00:00:00Z"), "results": [] }),
        ))
        .size("limit", 7, 31)
        .refuse_sizes()
        .by_token("page")
        .empty_pages([1]);
    let server = Server::start(move |request| {
        api.read(request)
            .map_err(|refusal: Refusal| refuse(&refusal.to_string()))
            .map(|slice| Reply::json(json!({ "data": slice.items, "has_more": !slice.is_last(), "next_page": slice.next })))
    });
    let request = client().get(
        server.url("/v1/organizations/usage_report/messages?starting_at=2026-01-01T00:00:00Z"),
    );
    let walk = walk(Usage::paginate(request).page_size(2)).await;

    assert_eq!(walk.pages, 4);
    let (items, end) = walk.ended();
    let days: Vec<_> = items
        .iter()
        .map(|bucket| bucket.starting_at.get(..10).unwrap_or_default())
        .collect();
    assert_eq!(
        days,
        [
            "2026-01-01",
            "2026-01-02",
            "2026-01-03",
            "2026-01-04",
            "2026-01-05"
        ]
    );
    assert_eq!(end, EndReason::Flag);
    let path = "GET /v1/organizations/usage_report/messages?starting_at=2026-01-01T00:00:00Z";
    assert_eq!(
        server.lines(),
        [
            format!("{path}&limit=2"),
            format!("{path}&page=AuFA1b%2B%2F%3D&limit=2"),
            format!("{path}&page=gv3MVE%2B%2F%3D&limit=2"),
            format!("{path}&page={}&limit=2", encoded(3)),
        ]
    );
}

#[tokio::test]
async fn row_43_anthropic_refuses_what_it_documents() {
    let server = Server::start(answer);
    assert_eq!(get(&server, "/v1/models?limit=1001").await.0, 400);
    assert_eq!(
        get(&server, "/v1/models?after_id=model-1&before_id=model-3")
            .await
            .0,
        400
    );
    assert_eq!(get(&server, "/v1/models?after_id=x").await.0, 400);
}
