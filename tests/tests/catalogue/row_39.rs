//! Row 39. Asana
//!
//! `next_page` is null on the last page; otherwise it holds `offset`, an opaque token despite its
//! name, and the same continuation as `path` and `uri`. Only requests with a `limit` are paged:
//! without one, a large list is refused, so a size always belongs in the declaration, 100 at most.
//! Tokens expire, which is a 400.
//!
//! Sends: GET /api/1.0/tasks?limit=100, then ...&offset=...&limit=100
//!
//! Source: S, <https://developers.asana.com/docs/pagination>.

use paginate_runtime::{EndReason, ErrorKind};
use paginate_tests::{Api, Refusal, Reply, Server};
use serde_json::{Value, json};

use crate::common::{client, encoded, get, walk};

// [declaration]
use paginate_runtime::Paginated;
use serde::Deserialize;

#[derive(Deserialize, Paginated)]
#[paginate(
    token = "next_page.offset",
    param = "offset",
    items = "data",
    size = "limit",
    max = 100
)]
struct Tasks {
    data: Vec<Task>,
    next_page: Option<NextPage>,
}

#[derive(Deserialize)]
struct NextPage {
    offset: String,
}

#[derive(Debug, PartialEq, Deserialize)]
struct Task {
    gid: String,
}
// [/declaration]

fn tasks(ids: std::ops::RangeInclusive<u32>) -> Vec<Task> {
    ids.map(|id| Task {
        gid: id.to_string(),
    })
    .collect()
}

fn refuse(message: &str) -> Reply {
    Reply::json(
        json!({ "errors": [{ "message": message, "help": "For more information, see .." }] }),
    )
    .status(400)
}

fn server(api: Api) -> Server {
    let api = api
        .size("limit", 100, 100)
        .refuse_sizes()
        .by_token("offset");
    Server::start(move |request| {
        if request.param("limit").is_none() {
            return Err(refuse("The result is too large. You should use pagination"));
        }
        let slice = api.read(request).map_err(|refusal| match refusal {
            Refusal::Size => refuse("limit: Must be between 1 and 100"),
            Refusal::Unknown | Refusal::Changed => {
                refuse("offset: Your pagination token has expired")
            }
        })?;
        let next = slice.next_url(request).map_or(
            Value::Null,
            |uri| json!({ "offset": slice.token(), "path": slice.next_path(request), "uri": uri }),
        );
        Ok(Reply::json(
            json!({ "data": slice.items, "next_page": next }),
        ))
    })
}

fn api(count: u32) -> Api {
    Api::records((1..=count).map(|id| json!({ "gid": id.to_string(), "resource_type": "task" })))
}

#[tokio::test]
async fn row_39_asana() {
    let server = server(api(7).empty_pages([1]));
    let request = client().get(server.url("/api/1.0/tasks?project=1&opt_fields=gid"));
    let walk = walk(Tasks::paginate(request).page_size(3)).await;

    assert_eq!(walk.pages, 4);
    assert_eq!(walk.ended(), (tasks(1..=7), EndReason::NoContinuation));
    let path = "GET /api/1.0/tasks?project=1&opt_fields=gid";
    assert_eq!(
        server.lines(),
        [
            format!("{path}&limit=3"),
            format!("{path}&offset=AuFA1b%2B%2F%3D&limit=3"),
            format!("{path}&offset=gv3MVE%2B%2F%3D&limit=3"),
            format!("{path}&offset={}&limit=3", encoded(3)),
        ]
    );
}

#[tokio::test]
async fn row_39_asana_always_has_a_limit() {
    let server = server(api(2));
    assert_eq!(get(&server, "/api/1.0/tasks").await.0, 400, "by hand");
    let (items, end) = walk(Tasks::paginate(client().get(server.url("/api/1.0/tasks"))))
        .await
        .ended();

    assert_eq!((items, end), (tasks(1..=2), EndReason::NoContinuation));
    assert_eq!(
        server.lines().last().map(String::as_str),
        Some("GET /api/1.0/tasks?limit=100")
    );
}

#[tokio::test]
async fn row_39_asana_token_has_expired() {
    let server = server(api(5));
    let request = client().get(server.url("/api/1.0/tasks?offset=old"));
    let (items, kind, message) = walk(Tasks::paginate(request)).await.failed();

    assert_eq!(items.len(), 0);
    // A token in the caller's first request: its status has no special meaning.
    assert_eq!(kind, ErrorKind::Status);
    assert!(message.contains("expired"), "{message}");

    let api = api(5).size("limit", 100, 100).by_token("offset");
    let server = Server::start(move |request| match request.param("offset") {
        Some(_) => Err(refuse("offset: Your pagination token has expired")),
        None => api.read(request).map_err(|_| refuse("")).map(|slice| {
            Reply::json(json!({ "data": slice.items, "next_page": { "offset": slice.token() } }))
        }),
    });
    let (items, kind, message) =
        walk(Tasks::paginate(client().get(server.url("/api/1.0/tasks"))).page_size(2))
            .await
            .failed();
    assert_eq!(
        (items, kind),
        (tasks(1..=2), ErrorKind::ContinuationRejected)
    );
    assert!(message.contains("expired"), "{message}");
}

#[tokio::test]
async fn row_39_asana_refuses_what_it_documents() {
    let server = server(api(5));
    assert_eq!(get(&server, "/api/1.0/tasks?limit=101").await.0, 400);
    assert_eq!(get(&server, "/api/1.0/tasks?limit=2&offset=x").await.0, 400);
}
