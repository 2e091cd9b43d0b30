//! Row 47. Dropbox, list_folder
//!
//! Later pages are at another path, `/2/files/list_folder/continue`, whose body is the cursor and
//! *nothing else*. So the size (`limit`, 2000 at most, a hint and not a bound) must be written into
//! the first body by hand, and is not declared. There is always a cursor: `has_more` decides about
//! the end, and the last cursor can be used later to ask what has changed. A page can be empty with
//! `has_more: true`. An expired cursor is a 409 with `reset`.
//!
//! Sends: POST /2/files/list_folder {"path":"/a"}, then POST /2/files/list_folder/continue
//! {"cursor":"..."}
//!
//! Source: S (the reference of `list_folder/continue` and Dropbox's guide to it, in copies); the
//! catalogue had it from memory. Corrected: an expired cursor is a 409 (`reset`). Added: `limit` is
//! approximate. From memory still: its maximum, and that other fields beside the cursor are
//! refused.

use paginate_runtime::{EndReason, ErrorKind};
use paginate_tests::{Api, Reply, Server, token};
use serde_json::json;

use crate::common::{client, post, walk};

// [declaration]
use paginate_runtime::Paginated;
use serde::Deserialize;

#[derive(Deserialize, Paginated)]
#[paginate(
    token = "cursor",
    param = body("cursor"),
    continue_at = "/2/files/list_folder/continue",
    more = "has_more",
    items = "entries"
)]
struct Folder {
    entries: Vec<Entry>,
    cursor: String,
    has_more: bool,
}

#[derive(Debug, PartialEq, Deserialize)]
struct Entry {
    name: String,
}
// [/declaration]

fn entries(range: std::ops::RangeInclusive<u32>) -> Vec<Entry> {
    range
        .map(|n| Entry {
            name: format!("{n}.txt"),
        })
        .collect()
}

fn reset() -> Reply {
    Reply::json(json!({ "error_summary": "reset/..", "error": { ".tag": "reset" } })).status(409)
}

/// A server with two entries per page on both paths: the continuation has no size of its own.
fn server(count: u32, empty_pages: [usize; 1]) -> Server {
    let api =
        Api::records((1..=count).map(|n| json!({ ".tag": "file", "name": format!("{n}.txt") })))
            .size("/nowhere", 2, 2)
            .by_token("/cursor")
            .lenient()
            .empty_pages(empty_pages);
    Server::start(move |request| {
        let body = request.json();
        let fields = body.as_object().map_or(0, serde_json::Map::len);
        let sound = match request.path.as_str() {
            "/2/files/list_folder" => body["path"].is_string() && body["cursor"].is_null(),
            "/2/files/list_folder/continue" => body["cursor"].is_string() && fields == 1,
            _ => false,
        };
        if !sound {
            return Err(Reply::text(
                "Error in call to API function \"files/list_folder\": request body: unknown field",
            )
            .status(400));
        }
        let slice = api.read(request).map_err(|_| reset())?;
        let more = !slice.is_last();
        let cursor = slice.next.unwrap_or_else(|| token(77));
        Ok(Reply::json(
            json!({ "entries": slice.items, "cursor": cursor, "has_more": more }),
        ))
    })
}

#[tokio::test]
async fn row_47_dropbox() {
    let server = server(5, [1]);
    let request = client()
        .post(server.url("/2/files/list_folder"))
        .bearer_auth("secret")
        .json(&json!({ "limit": 2, "path": "/a", "recursive": true }));
    let walk = walk(Folder::paginate(request)).await;

    assert_eq!(walk.pages, 4);
    assert_eq!(walk.ended(), (entries(1..=5), EndReason::Flag));
    assert_eq!(
        server.lines(),
        [
            r#"POST /2/files/list_folder {"limit":2,"path":"/a","recursive":true}"#.to_owned(),
            r#"POST /2/files/list_folder/continue {"cursor":"AuFA1b+/="}"#.to_owned(),
            r#"POST /2/files/list_folder/continue {"cursor":"gv3MVE+/="}"#.to_owned(),
            format!(
                r#"POST /2/files/list_folder/continue {{"cursor":"{}"}}"#,
                token(3)
            ),
        ]
    );
    for request in server.requests() {
        assert_eq!(request.header("authorization"), Some("Bearer secret"));
        assert_eq!(request.header("content-type"), Some("application/json"));
    }
}

#[tokio::test]
async fn row_47_dropbox_cursor_has_expired() {
    let server = Server::start(|request| match request.path.as_str() {
        "/2/files/list_folder" => Reply::json(
            json!({ "entries": [{ "name": "1.txt" }], "cursor": "c", "has_more": true }),
        ),
        _ => reset(),
    });
    let request = client()
        .post(server.url("/2/files/list_folder"))
        .json(&json!({ "path": "" }));
    let (items, kind, message) = walk(Folder::paginate(request)).await.failed();

    assert_eq!((items, kind), (entries(1..=1), ErrorKind::Status));
    assert!(
        message.contains("409") && message.contains("reset"),
        "{message}"
    );
}

#[tokio::test]
async fn row_47_dropbox_refuses_what_it_documents() {
    let server = server(5, [9]);
    let path = "/2/files/list_folder/continue";
    let more = client()
        .post(server.url(path))
        .json(&json!({ "cursor": "x", "limit": 2 }));
    assert_eq!(
        more.send().await.expect("an answer").status(),
        400,
        "more than the cursor"
    );
    assert_eq!(post(&server, path, json!({ "cursor": "x" })).await.0, 409);
}
