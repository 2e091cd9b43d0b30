//! Row 50. MCP, X v2, PagerDuty, 1Password
//!
//! *MCP* lists are JSON-RPC over POST: `result.nextCursor` is sent back as `params.cursor`, and its
//! absence or null is the end. From revision 2026-07-28 on, an *empty string is a valid cursor* and
//! not the end: the type of the token says so, in four lines. (Some servers of earlier revisions
//! end with an empty string; for those use `Option<String>`.) A failure has status 200 and `error`.
//! Each request has the JSON-RPC `id` of the first one; for a session that requires new ids, use
//! `paginate_with`.
//!
//! *X v2*: `meta.next_token` is sent back as `pagination_token`; without results, `data` is
//! missing. A page has at least 5 or 10 and at most 100 items, depending on the endpoint.
//!
//! *PagerDuty*: `offset`, until `more` is false; `total` is null unless requested. If `offset` plus
//! `limit` exceeds 10 000, the response is a 400. A page has at most 100 items.
//!
//! *1Password*: the first body is a "reset cursor" (`limit`, `start_time`), every later body only
//! the cursor; `continue_at` with the same path does that. There is always a cursor, the same one
//! if nothing is new: `has_more` decides about the end.
//!
//! Sends: POST /mcp {...}, then {...,"params":{"cursor":"..."}}; GET
//! /2/users/1/tweets?max_results=100, then ...&pagination_token=...; GET
//! /incidents?offset=0&limit=100, then ...offset=100...; POST /api/v1/signinattempts {...}, then
//! {"cursor":"..."}
//!
//! Source: S for MCP (modelcontextprotocol#1846 and its revision 2026-07-28; corrected: earlier
//! revisions leave it open) and X (<https://docs.x.com/x-api/fundamentals/pagination>); K for
//! PagerDuty; I for 1Password (elastic/integrations#5471, #5482: endless loops).

use paginate_runtime::{EndReason, ErrorKind};
use paginate_tests::{Api, Refusal, Reply, Server, token};
use serde_json::{Value as Json, json};

use crate::common::{client, encoded, get, walk};

// [declaration]
use std::borrow::Cow;

use paginate_runtime::{
    Paginated,
    page::{ErrorSignal, PageToken, TokenValue},
};
use serde::Deserialize;

/// MCP, `tools/list`.
#[derive(Deserialize, Paginated)]
#[paginate(
    token = "result.next_cursor",
    param = body("params.cursor"),
    items = "result.tools",
    item = Tool,
    error = "error"
)]
struct Tools {
    result: Option<ToolList>,
    error: Option<RpcError>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct ToolList {
    tools: Vec<Tool>,
    next_cursor: Option<McpCursor>,
}

/// A cursor that may be blank.
#[derive(Deserialize)]
struct McpCursor(String);

impl PageToken for McpCursor {
    fn value(&self) -> Option<TokenValue<'_>> {
        Some(TokenValue::text(self.0.as_str()))
    }
}

#[derive(Deserialize)]
struct RpcError {
    code: i32,
    message: String,
}

impl ErrorSignal for RpcError {
    fn failure(&self) -> Option<Cow<'_, str>> {
        Some(format!("{} ({})", self.message, self.code).into())
    }
}

#[derive(Debug, PartialEq, Deserialize)]
struct Tool {
    name: String,
}

/// X v2.
#[derive(Deserialize, Paginated)]
#[paginate(
    token = "meta.next_token",
    param = "pagination_token",
    items = "data",
    size = "max_results",
    min = 5,
    max = 100
)]
struct Posts {
    data: Option<Vec<Post>>, // missing if there are none
    meta: Meta,
}

#[derive(Deserialize)]
struct Meta {
    next_token: Option<String>,
}

#[derive(Debug, PartialEq, Deserialize)]
struct Post {
    id: String,
}

/// PagerDuty.
#[derive(Deserialize, Paginated)]
#[paginate(
    offset = "offset",
    more = "more",
    items = "incidents",
    size = "limit",
    max = 100
)]
struct Incidents {
    incidents: Vec<Incident>,
    more: bool,
}

#[derive(Debug, PartialEq, Deserialize)]
struct Incident {
    id: u32,
}

/// 1Password Events. Each endpoint continues at its own path.
#[derive(Deserialize, Paginated)]
#[paginate(
    token = "cursor",
    param = body("cursor"),
    continue_at = "/api/v1/signinattempts",
    more = "has_more",
    items = "items"
)]
struct SignInAttempts {
    cursor: String,
    has_more: bool,
    items: Vec<SignInAttempt>,
}

#[derive(Debug, PartialEq, Deserialize)]
struct SignInAttempt {
    uuid: String,
}
// [/declaration]

fn rpc(result: &Json) -> Reply {
    Reply::json(json!({ "jsonrpc": "2.0", "id": 1, "result": result }))
}

fn tools(names: &[&str]) -> Vec<Tool> {
    names
        .iter()
        .map(|name| Tool {
            name: (*name).to_owned(),
        })
        .collect()
}

/// A server whose second page has a blank cursor; the third page has another cursor and is empty.
fn mcp() -> Server {
    Server::start(|request| {
        let body = request.json();
        assert_eq!(
            (&body["jsonrpc"], &body["method"]),
            (&json!("2.0"), &json!("tools/list"))
        );
        match body
            .pointer("/params/cursor")
            .map(|cursor| cursor.as_str().expect("a string"))
        {
            None => rpc(&json!({ "tools": [{ "name": "a" }, { "name": "b" }], "nextCursor": "" })),
            Some("") => rpc(&json!({ "tools": [], "nextCursor": " " })),
            Some(" ") => rpc(&json!({ "tools": [{ "name": "c" }], "nextCursor": "x" })),
            Some("x") => rpc(&json!({ "tools": [{ "name": "d" }], "nextCursor": null })),
            Some(_) => Reply::json(
                json!({ "jsonrpc": "2.0", "id": 1, "error": { "code": -32602, "message": "Invalid cursor" } }),
            ),
        }
    })
}

#[tokio::test]
async fn row_50_mcp() {
    let server = mcp();
    let request = client()
        .post(server.url("/mcp"))
        .header("mcp-session-id", "s")
        .json(&json!({ "id": 1, "jsonrpc": "2.0", "method": "tools/list" }));
    let walk = walk(Tools::paginate(request)).await;

    assert_eq!(walk.pages, 4);
    assert_eq!(
        walk.ended(),
        (tools(&["a", "b", "c", "d"]), EndReason::NoContinuation)
    );
    assert_eq!(
        server.lines(),
        [
            r#"POST /mcp {"id":1,"jsonrpc":"2.0","method":"tools/list"}"#,
            r#"POST /mcp {"id":1,"jsonrpc":"2.0","method":"tools/list","params":{"cursor":""}}"#,
            r#"POST /mcp {"id":1,"jsonrpc":"2.0","method":"tools/list","params":{"cursor":" "}}"#,
            r#"POST /mcp {"id":1,"jsonrpc":"2.0","method":"tools/list","params":{"cursor":"x"}}"#,
        ]
    );
    assert!(
        server
            .requests()
            .iter()
            .all(|request| request.header("mcp-session-id") == Some("s"))
    );
}

#[tokio::test]
async fn row_50_mcp_failure_with_status_200() {
    let server = mcp();
    let request = client()
        .post(server.url("/mcp"))
        .json(&json!({ "id": 1, "jsonrpc": "2.0", "method": "tools/list", "params": { "cursor": "old" } }));
    let (items, kind, message) = walk(Tools::paginate(request)).await.failed();

    assert_eq!((items.len(), kind), (0, ErrorKind::Api));
    assert!(message.contains("Invalid cursor (-32602)"), "{message}");
}

/// A server that always returns the same blank cursor is distinguished from one whose blank cursor
/// is real.
#[tokio::test]
async fn row_50_mcp_blank_for_ever() {
    let server = Server::start(|_| rpc(&json!({ "tools": [{ "name": "a" }], "nextCursor": "" })));
    let request = client()
        .post(server.url("/mcp"))
        .json(&json!({ "id": 1, "jsonrpc": "2.0", "method": "tools/list" }));
    let (items, kind, _) = walk(Tools::paginate(request)).await.failed();

    assert_eq!((items, kind), (tools(&["a", "a"]), ErrorKind::Loop));
}

fn refuse(refusal: Refusal) -> Reply {
    Reply::json(json!({ "title": "Invalid Request", "detail": refusal.to_string() })).status(400)
}

#[tokio::test]
async fn row_50_x() {
    let api = Api::records((1..=12).map(|id| json!({ "id": id.to_string(), "text": "" })))
        .size("max_results", 10, 100)
        .by_token("pagination_token")
        .empty_pages([1]);
    let server = Server::start(move |request| {
        if request
            .at("max_results")
            .is_some_and(|size| size.parse::<u32>().is_ok_and(|size| size < 5))
        {
            return Err(refuse(Refusal::Size));
        }
        let slice = api.read(request).map_err(refuse)?;
        let mut page = json!({ "meta": { "result_count": slice.items.len() } });
        if !slice.items.is_empty() {
            page["data"] = json!(slice.items);
        }
        if let Some(next) = slice.next {
            page["meta"]["next_token"] = next.into();
        }
        Ok(Reply::json(page))
    });
    let request = client()
        .get(server.url("/2/users/1/tweets?exclude=replies"))
        .bearer_auth("secret");
    let walk = walk(Posts::paginate(request).page_size(3)).await;

    assert_eq!(walk.pages, 4);
    let (items, end) = walk.ended();
    assert_eq!(
        items,
        (1..=12)
            .map(|id| Post { id: id.to_string() })
            .collect::<Vec<_>>()
    );
    assert_eq!(end, EndReason::NoContinuation);
    let path = "GET /2/users/1/tweets?exclude=replies";
    assert_eq!(
        server.lines(),
        [
            format!("{path}&max_results=5"),
            format!("{path}&pagination_token=AuFA1b%2B%2F%3D&max_results=5"),
            format!("{path}&pagination_token=gv3MVE%2B%2F%3D&max_results=5"),
            format!("{path}&pagination_token={}&max_results=5", encoded(3)),
        ],
        "fewer than 5 are refused, and never asked for"
    );
    assert_eq!(get(&server, "/2/users/1/tweets?max_results=4").await.0, 400);
}

fn pagerduty(count: usize) -> Server {
    let api = Api::numbered(count)
        .size("limit", 25, 100)
        .by_offset("offset");
    Server::start(move |request| {
        let slice = api.read(request).map_err(refuse)?;
        if slice.start + slice.size > 10_000 {
            let error = json!({ "code": 2001, "message": "Invalid Input Provided", "errors": ["Offset must be less than 10000"] });
            return Err(Reply::json(json!({ "error": error })).status(400));
        }
        Ok(Reply::json(
            json!({ "incidents": slice.items, "offset": slice.start, "limit": slice.size, "more": !slice.is_last(), "total": null }),
        ))
    })
}

#[tokio::test]
async fn row_50_pagerduty() {
    let server = pagerduty(7);
    let request = client()
        .get(server.url("/incidents?statuses[]=triggered"))
        .header("authorization", "Token token=secret");
    let (items, end) = walk(Incidents::paginate(request).page_size(3))
        .await
        .ended();

    assert_eq!(
        (items, end),
        ((1..=7).map(|id| Incident { id }).collect(), EndReason::Flag)
    );
    assert_eq!(
        server.lines(),
        [
            "GET /incidents?statuses[]=triggered&offset=0&limit=3",
            "GET /incidents?statuses[]=triggered&offset=3&limit=3",
            "GET /incidents?statuses[]=triggered&offset=6&limit=3",
        ]
    );
}

#[tokio::test]
async fn row_50_pagerduty_is_capped() {
    let server = pagerduty(10_200);
    // The API says that there is more, but refuses it.
    let request = client().get(server.url("/incidents?offset=9850"));
    let (items, kind, message) = walk(Incidents::paginate(request)).await.failed();

    assert_eq!((items.len(), kind), (100, ErrorKind::Status));
    assert!(
        message.contains("Offset must be less than 10000"),
        "{message}"
    );
    assert_eq!(
        server.lines(),
        [
            "GET /incidents?offset=9850&limit=100",
            "GET /incidents?offset=9950&limit=100"
        ]
    );
}

#[tokio::test]
async fn row_50_1password() {
    let api = Api::records((1..=4).map(|n| json!({ "uuid": format!("U{n}") })))
        .size("/limit", 2, 1000)
        .by_token("/cursor")
        .lenient()
        .empty_pages([1]);
    let server = Server::start(move |request| {
        let body = request.json();
        let resets = body["start_time"].is_string() || body["limit"].is_number();
        if resets == body["cursor"].is_string() {
            return Err(Reply::json(
                json!({ "Error": { "Message": "Bad Request: a reset cursor or a cursor" } }),
            )
            .status(400));
        }
        let slice = api.read(request).map_err(refuse)?;
        let more = !slice.is_last();
        Ok(Reply::json(
            json!({ "cursor": slice.next.unwrap_or_else(|| token(50)), "has_more": more, "items": slice.items }),
        ))
    });
    let request = client()
        .post(server.url("/api/v1/signinattempts"))
        .bearer_auth("secret")
        .json(&json!({ "limit": 2, "start_time": "2026-01-01T00:00:00Z" }));
    let walk = walk(SignInAttempts::paginate(request)).await;

    assert_eq!(walk.pages, 3);
    let (items, end) = walk.ended();
    assert_eq!(
        items,
        (1..=4)
            .map(|n| SignInAttempt {
                uuid: format!("U{n}")
            })
            .collect::<Vec<_>>()
    );
    assert_eq!(end, EndReason::Flag);
    assert_eq!(
        server.lines(),
        [
            r#"POST /api/v1/signinattempts {"limit":2,"start_time":"2026-01-01T00:00:00Z"}"#,
            r#"POST /api/v1/signinattempts {"cursor":"AuFA1b+/="}"#,
            r#"POST /api/v1/signinattempts {"cursor":"gv3MVE+/="}"#,
        ]
    );
}
