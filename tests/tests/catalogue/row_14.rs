//! Row 14. Google APIs (AIP-158)
//!
//! `nextPageToken` is sent back as `pageToken`. Only an absent or empty token is the end: pages may
//! be empty. Every other argument must stay the same. A size above the maximum, which each API
//! sets, is reduced to it. Tokens may expire (after about three days). Totals are estimates. The
//! example is Drive's list of files.
//!
//! Sends: GET /drive/v3/files?pageSize=1000, then ...&pageToken=...&pageSize=1000
//!
//! Source: S, <https://google.aip.dev/158>.

use paginate_runtime::{EndReason, ErrorKind};
use paginate_tests::{Api, Refusal, Reply, Server};
use serde_json::json;

use crate::common::{client, encoded, get, walk};

// [declaration]
use paginate_runtime::Paginated;
use serde::Deserialize;

#[derive(Deserialize, Paginated)]
#[paginate(
    token = "next_page_token",
    param = "pageToken",
    items = "files",
    size = "pageSize",
    max = 1000
)]
#[serde(rename_all = "camelCase")]
struct FileList {
    next_page_token: Option<String>,
    // The JSON of a protocol buffer leaves out empty lists.
    #[serde(default)]
    files: Vec<File>,
}

#[derive(Debug, PartialEq, Deserialize)]
struct File {
    id: u32,
}
// [/declaration]

fn files(ids: std::ops::RangeInclusive<u32>) -> Vec<File> {
    ids.map(|id| File { id }).collect()
}

fn refuse(refusal: Refusal) -> Reply {
    Reply::json(json!({ "error": { "code": 400, "message": refusal.to_string(), "status": "INVALID_ARGUMENT" } })).status(400)
}

/// A server that leaves out the token on the last page, and empty lists on every page.
fn google(api: Api) -> Server {
    let api = api.size("pageSize", 100, 1000).by_token("pageToken");
    Server::start(move |request| {
        api.read(request).map_err(refuse).map(|slice| {
            let mut page = json!({ "kind": "drive#fileList" });
            if !slice.items.is_empty() {
                page["files"] = slice.items.into();
            }
            if let Some(next) = slice.next {
                page["nextPageToken"] = next.into();
            }
            Reply::json(page)
        })
    })
}

#[tokio::test]
async fn row_14_google() {
    let server = google(Api::numbered(7));
    let request = client().get(server.url("/drive/v3/files?q=name+contains+%27a%27&fields=*"));
    let (items, end) = walk(FileList::paginate(request).page_size(3)).await.ended();

    assert_eq!((items, end), (files(1..=7), EndReason::NoContinuation));
    assert_eq!(
        server.lines(),
        [
            "GET /drive/v3/files?q=name+contains+%27a%27&fields=*&pageSize=3",
            "GET /drive/v3/files?q=name+contains+%27a%27&fields=*&pageToken=AuFA1b%2B%2F%3D&pageSize=3",
            "GET /drive/v3/files?q=name+contains+%27a%27&fields=*&pageToken=gv3MVE%2B%2F%3D&pageSize=3",
        ]
    );
}

#[tokio::test]
async fn row_14_google_goes_on_past_empty_pages() {
    let server = google(Api::numbered(4).empty_pages([0, 2, 3]));
    let walk =
        walk(FileList::paginate(client().get(server.url("/drive/v3/files"))).page_size(2)).await;

    assert_eq!(walk.pages, 5);
    assert_eq!(walk.ended(), (files(1..=4), EndReason::NoContinuation));
    assert_eq!(server.lines()[0], "GET /drive/v3/files?pageSize=2");
    let continued: Vec<_> = (1..5)
        .map(|page| format!("GET /drive/v3/files?pageToken={}&pageSize=2", encoded(page)))
        .collect();
    assert_eq!(server.lines()[1..], continued);
}

#[tokio::test]
async fn row_14_google_ends_with_an_empty_token_too() {
    let server =
        Server::start(|_| Reply::json(json!({ "files": [{ "id": 1 }], "nextPageToken": "" })));
    let (items, end) = walk(FileList::paginate(
        client().get(server.url("/drive/v3/files")),
    ))
    .await
    .ended();

    assert_eq!((items, end), (files(1..=1), EndReason::NoContinuation));
    assert_eq!(server.lines(), ["GET /drive/v3/files?pageSize=1000"]);
}

#[tokio::test]
async fn row_14_google_token_that_expires() {
    let server = Server::start(|request| match request.param("pageToken") {
        None => Reply::json(json!({ "files": [{ "id": 1 }], "nextPageToken": "old" })),
        Some(_) => refuse(Refusal::Unknown),
    });
    let (items, kind, message) = walk(FileList::paginate(
        client().get(server.url("/drive/v3/files")),
    ))
    .await
    .failed();

    assert_eq!(
        (items, kind),
        (files(1..=1), ErrorKind::ContinuationRejected)
    );
    assert!(message.contains("INVALID_ARGUMENT"), "{message}");
}

#[tokio::test]
async fn row_14_google_refuses_what_it_documents() {
    let server = google(Api::numbered(5));
    assert_eq!(get(&server, "/drive/v3/files?q=a&pageSize=2").await.0, 200);
    let token = encoded(1);
    assert_eq!(
        get(
            &server,
            &format!("/drive/v3/files?q=b&pageSize=2&pageToken={token}")
        )
        .await
        .0,
        400,
        "another filter"
    );
    assert_eq!(
        get(
            &server,
            &format!("/drive/v3/files?q=a&pageSize=2&pageToken={token}")
        )
        .await
        .0,
        200
    );
    let (status, page) = get(&server, "/drive/v3/files?pageSize=100000").await;
    assert_eq!(
        (status, page["files"].as_array().map(Vec::len)),
        (200, Some(5)),
        "too large a size is coerced"
    );
}
