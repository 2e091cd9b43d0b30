//! Row 13. Slack
//!
//! `response_metadata.next_cursor` is empty, null or absent on the last page. It ends in `=`, which
//! must be percent-encoded. Pages may be shorter than requested, or empty, because filters apply
//! after the page is cut. The limit is under 1000; 100 to 200 are recommended. Every failure has
//! status 200 and `ok: false`. Most methods also accept their arguments as a form.
//!
//! Sends: GET /api/conversations.list?limit=200, then ...&cursor=...&limit=200
//!
//! Source: S, <https://docs.slack.dev/apis/web-api/pagination/> and
//! <https://docs.slack.dev/reference/methods/conversations.list/>. Confirmed: empty, null and
//! absent cursors all end; the largest limit is 1000 in the guide, and "under 1000" on this
//! method's page.

use paginate_runtime::{EndReason, ErrorKind};
use paginate_tests::{Api, Refusal, Reply, Server};
use serde_json::{Value, json};

use crate::common::{client, encoded, get, walk};

// [declaration]
use paginate_runtime::Paginated;
use serde::Deserialize;

#[derive(Deserialize, Paginated)]
#[paginate(
    token = "response_metadata.next_cursor",
    param = "cursor",
    items = "channels",
    size = "limit",
    max = 1000,
    prefer = 200,
    ok = "ok",
    error = "error"
)]
struct Channels {
    ok: bool,
    error: Option<String>,
    #[serde(default)]
    channels: Vec<Channel>,
    response_metadata: Option<ResponseMetadata>,
}

/// The same endpoint accepts its arguments as a form too.
#[derive(Deserialize, Paginated)]
#[paginate(
    token = "response_metadata.next_cursor",
    param = form("cursor"),
    items = "channels",
    size = form("limit"),
    max = 1000,
    prefer = 200,
    ok = "ok",
    error = "error"
)]
struct FormChannels {
    ok: bool,
    error: Option<String>,
    #[serde(default)]
    channels: Vec<Channel>,
    response_metadata: Option<ResponseMetadata>,
}

#[derive(Deserialize)]
struct ResponseMetadata {
    next_cursor: Option<String>,
}

#[derive(Debug, PartialEq, Deserialize)]
struct Channel {
    id: u32,
}
// [/declaration]

fn channels(ids: std::ops::RangeInclusive<u32>) -> Vec<Channel> {
    ids.map(|id| Channel { id }).collect()
}

fn refuse(refusal: Refusal) -> Reply {
    let error = match refusal {
        Refusal::Size => "invalid_limit",
        Refusal::Unknown | Refusal::Changed => "invalid_cursor",
    };
    Reply::json(json!({ "ok": false, "error": error }))
}

/// A server whose responses all have status 200. The last page has an empty cursor.
fn slack(api: Api) -> Server {
    let api = api
        .size("limit", 100, 1000)
        .refuse_sizes()
        .by_token("cursor");
    Server::start(move |request| {
        api.read(request)
            .map_err(refuse)
            .map(|slice| Reply::json(json!({ "ok": true, "channels": slice.items, "response_metadata": { "next_cursor": slice.token() } })))
    })
}

#[tokio::test]
async fn row_13_slack() {
    let server = slack(Api::numbered(7));
    let request = client()
        .get(server.url("/api/conversations.list?types=public_channel%2Cim"))
        .bearer_auth("xoxb-secret");
    let (items, end) = walk(Channels::paginate(request).page_size(3)).await.ended();

    assert_eq!((items, end), (channels(1..=7), EndReason::NoContinuation));
    assert_eq!(
        server.lines(),
        [
            "GET /api/conversations.list?types=public_channel%2Cim&limit=3",
            "GET /api/conversations.list?types=public_channel%2Cim&cursor=AuFA1b%2B%2F%3D&limit=3",
            "GET /api/conversations.list?types=public_channel%2Cim&cursor=gv3MVE%2B%2F%3D&limit=3",
        ]
    );
}

#[tokio::test]
async fn row_13_slack_prefers_the_advised_size() {
    let server = slack(Api::numbered(1));
    let (_, end) = walk(Channels::paginate(
        client().get(server.url("/api/conversations.list")),
    ))
    .await
    .ended();
    assert_eq!(end, EndReason::NoContinuation);
    assert_eq!(server.lines(), ["GET /api/conversations.list?limit=200"]);
}

#[tokio::test]
async fn row_13_slack_goes_on_past_short_and_empty_pages() {
    let server = slack(Api::numbered(4).empty_pages([0, 1, 3]));
    let walk =
        walk(Channels::paginate(client().get(server.url("/api/conversations.list"))).page_size(2))
            .await;

    assert_eq!(walk.pages, 5);
    assert_eq!(walk.ended(), (channels(1..=4), EndReason::NoContinuation));
    assert_eq!(server.lines()[0], "GET /api/conversations.list?limit=2");
    let continued: Vec<_> = (1..5)
        .map(|page| {
            format!(
                "GET /api/conversations.list?cursor={}&limit=2",
                encoded(page)
            )
        })
        .collect();
    assert_eq!(server.lines()[1..], continued);
}

#[tokio::test]
async fn row_13_slack_ends_without_metadata_too() {
    for last in [
        json!({}),
        json!({ "response_metadata": {} }),
        json!({ "response_metadata": null }),
        json!({ "response_metadata": { "next_cursor": null } }),
    ] {
        let server = Server::start(move |_| {
            let mut page = json!({ "ok": true, "channels": [{ "id": 1 }] });
            for (name, value) in last.as_object().into_iter().flatten() {
                page[name] = value.clone();
            }
            Reply::json(page)
        });
        let (items, end) = walk(Channels::paginate(
            client().get(server.url("/api/conversations.list")),
        ))
        .await
        .ended();
        assert_eq!((items, end), (channels(1..=1), EndReason::NoContinuation));
    }
}

#[tokio::test]
async fn row_13_slack_failure_with_status_200() {
    let api = Api::numbered(5).size("limit", 100, 1000).by_token("cursor");
    let server = Server::start(move |request| {
        api.read(request).map(|slice| match slice.page {
            2 => Reply::json(json!({ "ok": false, "error": "token_revoked" })),
            _ => Reply::json(json!({ "ok": true, "channels": slice.items, "response_metadata": { "next_cursor": slice.token() } })),
        })
    });
    let (items, kind, message) =
        walk(Channels::paginate(client().get(server.url("/api/conversations.list"))).page_size(2))
            .await
            .failed();

    assert_eq!((items, kind), (channels(1..=4), ErrorKind::Api));
    assert!(
        message.starts_with("page 3: the API reports: token_revoked"),
        "{message}"
    );
}

#[tokio::test]
async fn row_13_slack_form() {
    let api = Api::numbered(5)
        .size("limit", 100, 1000)
        .refuse_sizes()
        .by_token("cursor");
    let server = Server::start(move |request| {
        // The test server reads queries, and a form has the same syntax.
        let mut request = request.clone();
        request.query = String::from_utf8(request.body.to_vec()).expect("a form");
        request.body.clear();
        api.read(&request)
            .map_err(refuse)
            .map(|slice| Reply::json(json!({ "ok": true, "channels": slice.items, "response_metadata": { "next_cursor": slice.token() } })))
    });
    let request = client()
        .post(server.url("/api/conversations.list"))
        .form(&[("types", "public_channel,im")]);
    let (items, end) = walk(FormChannels::paginate(request).page_size(2))
        .await
        .ended();

    assert_eq!((items, end), (channels(1..=5), EndReason::NoContinuation));
    assert_eq!(
        server.lines(),
        [
            "POST /api/conversations.list types=public_channel%2Cim&limit=2",
            "POST /api/conversations.list types=public_channel%2Cim&cursor=AuFA1b%2B%2F%3D&limit=2",
            "POST /api/conversations.list types=public_channel%2Cim&cursor=gv3MVE%2B%2F%3D&limit=2",
        ]
    );
    assert!(
        server
            .requests()
            .iter()
            .all(|request| request.header("content-type")
                == Some("application/x-www-form-urlencoded"))
    );
}

#[tokio::test]
async fn row_13_slack_refuses_what_it_documents() {
    let server = slack(Api::numbered(5));
    let refused = |error: &str| -> (u16, Value) { (200, json!({ "ok": false, "error": error })) };
    assert_eq!(get(&server, "/api/conversations.list?limit=2").await.0, 200);
    let cursor = encoded(1);
    assert_eq!(
        get(
            &server,
            &format!("/api/conversations.list?limit=3&cursor={cursor}")
        )
        .await,
        refused("invalid_cursor")
    );
    let bare = paginate_tests::token(1);
    assert_eq!(
        get(
            &server,
            &format!("/api/conversations.list?limit=2&cursor={bare}")
        )
        .await,
        refused("invalid_cursor"),
        "not encoded"
    );
    assert_eq!(
        get(&server, "/api/conversations.list?limit=1001").await,
        refused("invalid_limit")
    );
}
