//! Row 31. Okta
//!
//! The page is the list itself. The next page is in the header `Link`, as `next`. Each relation has
//! its own header line, `self` first, so a client that reads only one line never finds `next`. No
//! `next` is the end. The System Log is different: without `until`, a request is a *polling* one,
//! which always has a `next`, the same one until something happens (okta-sdk-python#231). Send
//! `until`, or declare that an empty page is the end.
//!
//! Sends: GET /api/v1/users?limit=200, then the link as it stands
//!
//! Source: I (okta-sdk-python#231), S (the parameters in Okta's SDK references); the sizes are K.

use paginate_runtime::{EndReason, ErrorKind};
use paginate_tests::{Api, Reply, Server};
use serde_json::json;

use crate::common::{client, encoded, get, walk};

// [declaration]
use paginate_runtime::Paginated;
use serde::Deserialize;

#[derive(Deserialize, Paginated)]
#[paginate(next_url = link("next"), items = "0", size = "limit", max = 200)]
struct Users(Vec<User>);

#[derive(Debug, PartialEq, Deserialize)]
struct User {
    id: u32,
}

/// The System Log, polled: an empty page says that there is nothing new.
#[derive(Deserialize, Paginated)]
#[paginate(next_url = link("next"), items = "0", end_on = [empty], size = "limit", max = 1000)]
struct LogEvents(Vec<LogEvent>);

#[derive(Debug, PartialEq, Deserialize)]
struct LogEvent {
    uuid: String,
}
// [/declaration]

/// A server with `self` in the first header line and `next` in the second.
fn server(api: Api) -> Server {
    let api = api.size("limit", 200, 200).by_token("after");
    Server::start(move |request| {
        let slice = match api.read(request) {
            Ok(slice) => slice,
            Err(refusal) => {
                return Reply::json(
                    json!({ "errorCode": "E0000031", "errorSummary": refusal.to_string() }),
                )
                .status(400);
            }
        };
        let own = format!(
            "<{}{}?{}>; rel=\"self\"",
            request.origin, request.path, request.query
        );
        let reply = Reply::json(&slice.items).header("link", own);
        match slice.next_url(request) {
            Some(next) => reply.header("link", format!("<{next}>; rel=\"next\"")),
            None => reply,
        }
    })
}

#[tokio::test]
async fn row_31_okta() {
    let server = server(Api::numbered(7).empty_pages([1]));
    let request = client()
        .get(server.url("/api/v1/users?search=status%20eq%20%22ACTIVE%22"))
        .header("authorization", "SSWS secret");
    let walk = walk(Users::paginate(request).page_size(3)).await;

    assert_eq!(walk.pages, 4);
    assert_eq!(
        walk.ended(),
        (
            (1..=7).map(|id| User { id }).collect(),
            EndReason::NoContinuation
        )
    );
    assert_eq!(
        server.lines(),
        [
            "GET /api/v1/users?search=status%20eq%20%22ACTIVE%22&limit=3".to_owned(),
            "GET /api/v1/users?search=status+eq+%22ACTIVE%22&limit=3&after=AuFA1b%2B%2F%3D"
                .to_owned(),
            "GET /api/v1/users?search=status+eq+%22ACTIVE%22&limit=3&after=gv3MVE%2B%2F%3D"
                .to_owned(),
            format!(
                "GET /api/v1/users?search=status+eq+%22ACTIVE%22&limit=3&after={}",
                encoded(3)
            ),
        ]
    );
    assert!(
        server
            .requests()
            .iter()
            .all(|request| request.header("authorization") == Some("SSWS secret"))
    );
}

/// A server that, without `until`, always sends a `next`: the same one, as long as nothing happens.
fn system_log() -> Server {
    Server::start(|request| {
        let polls = request.param("until").is_none();
        let (events, after) = match request.param("after").as_deref() {
            None => (json!([{ "uuid": "a" }, { "uuid": "b" }]), Some("1")),
            Some("1") => (json!([{ "uuid": "c" }]), polls.then_some("2")),
            _ => (json!([]), polls.then_some("2")),
        };
        let reply = Reply::json(events);
        match after {
            Some(after) => reply.header(
                "link",
                format!(
                    "<{}{}>; rel=\"next\"",
                    request.origin,
                    request.with_param("after", after)
                ),
            ),
            None => reply,
        }
    })
}

fn events(uuids: [&str; 3]) -> Vec<LogEvent> {
    uuids
        .map(|uuid| LogEvent {
            uuid: uuid.to_owned(),
        })
        .into()
}

#[tokio::test]
async fn row_31_okta_system_log() {
    let server = system_log();
    let (items, end) = walk(LogEvents::paginate(
        client().get(server.url("/api/v1/logs?since=2026-01-01")),
    ))
    .await
    .ended();

    assert_eq!(
        (items, end),
        (events(["a", "b", "c"]), EndReason::Empty),
        "polling ends where nothing is new"
    );
    assert_eq!(
        server.lines(),
        [
            "GET /api/v1/logs?since=2026-01-01&limit=1000",
            "GET /api/v1/logs?since=2026-01-01&limit=1000&after=1",
            "GET /api/v1/logs?since=2026-01-01&limit=1000&after=2",
        ]
    );

    let (items, end) = walk(LogEvents::paginate(
        client().get(server.url("/api/v1/logs?until=2026-02-01")),
    ))
    .await
    .ended();
    assert_eq!(
        (items, end),
        (events(["a", "b", "c"]), EndReason::NoContinuation),
        "a bounded request ends by itself"
    );
}

/// A walk that did not consider polling gets an error, instead of asking for ever.
#[tokio::test]
async fn row_31_okta_polling_is_a_loop() {
    #[derive(Deserialize, Paginated)]
    #[paginate(next_url = link("next"), items = "0")]
    struct Unaware(Vec<LogEvent>);

    let server = system_log();
    let (items, kind, _) = walk(Unaware::paginate(client().get(server.url("/api/v1/logs"))))
        .await
        .failed();
    assert_eq!((items, kind), (events(["a", "b", "c"]), ErrorKind::Loop));
    assert_eq!(server.lines().len(), 3);
}

#[tokio::test]
async fn row_31_okta_refuses_what_it_documents() {
    let server = server(Api::numbered(7));
    assert_eq!(get(&server, "/api/v1/users?after=x").await.0, 400);
}
