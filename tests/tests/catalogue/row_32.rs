//! Row 32. Cloudflare v4
//!
//! Pages are numbered from 1 to `result_info.total_pages`. Other endpoints of the same vendor have
//! a cursor, `result_info.cursors.after` or `result_info.cursor`, blank at the end. A page has at
//! most 50 zones (20 by default), up to 1000 items elsewhere. Failures have `success: false` and
//! `errors`.
//!
//! Sends: GET /client/v4/zones?page=1&per_page=50, then ...page=2...
//!
//! Source: S, <https://developers.cloudflare.com/fundamentals/api/how-to/make-api-calls/>; the
//! sizes of Workers KV (10 to 1000) are K.

use paginate_runtime::{EndReason, ErrorKind};
use paginate_tests::{Api, Reply, Server, Slice};
use serde_json::{Value, json};

use crate::common::{client, get, walk};

// [declaration]
use paginate_runtime::{Paginated, page::ErrorSignal};
use serde::Deserialize;

#[derive(Deserialize, Paginated)]
#[paginate(
    page = "page",
    pages = "result_info.total_pages",
    items = "result",
    size = "per_page",
    max = 50,
    ok = "success",
    error = "errors"
)]
struct Zones {
    success: bool,
    errors: Errors,
    result: Option<Vec<Zone>>,
    result_info: Option<ResultInfo>,
}

#[derive(Deserialize)]
struct ResultInfo {
    total_pages: Option<u64>,
}

/// Other endpoints of the same vendor have a cursor.
#[derive(Deserialize, Paginated)]
#[paginate(
    token = "result_info.cursors.after",
    param = "cursor",
    items = "result",
    size = "per_page",
    max = 50,
    ok = "success",
    error = "errors"
)]
struct Lists {
    success: bool,
    errors: Errors,
    result: Option<Vec<Zone>>,
    result_info: Option<CursorInfo>,
}

#[derive(Deserialize)]
struct CursorInfo {
    cursors: Option<Cursors>,
}

#[derive(Deserialize)]
struct Cursors {
    after: Option<String>,
}

/// Yet other endpoints have the cursor in another place.
#[derive(Deserialize, Paginated)]
#[paginate(
    token = "result_info.cursor",
    param = "cursor",
    items = "result",
    size = "limit",
    min = 10,
    max = 1000,
    ok = "success",
    error = "errors"
)]
struct Keys {
    success: bool,
    errors: Errors,
    result: Option<Vec<Key>>,
    result_info: Option<KeyInfo>,
}

#[derive(Deserialize)]
struct KeyInfo {
    cursor: Option<String>,
}

#[derive(Debug, PartialEq, Deserialize)]
struct Key {
    name: String,
}

#[derive(Deserialize)]
struct Errors(Vec<Message>);

#[derive(Deserialize)]
struct Message {
    code: u32,
    message: String,
}

impl ErrorSignal for Errors {
    fn failure(&self) -> Option<std::borrow::Cow<'_, str>> {
        let Message { code, message } = self.0.first()?;
        Some(format!("{message} ({code})").into())
    }
}

#[derive(Debug, PartialEq, Deserialize)]
struct Zone {
    id: u32,
}
// [/declaration]

fn zones(ids: std::ops::RangeInclusive<u32>) -> Vec<Zone> {
    ids.map(|id| Zone { id }).collect()
}

fn page(slice: &Slice, result_info: Value) -> Reply {
    Reply::json(
        json!({ "success": true, "errors": [], "messages": [], "result": slice.items, "result_info": result_info }),
    )
}

fn failure() -> Reply {
    Reply::json(
        json!({ "success": false, "errors": [{ "code": 7003, "message": "Could not route" }], "messages": [], "result": null }),
    )
}

fn api(count: usize) -> Api {
    Api::numbered(count)
        .size("per_page", 20, 50)
        .by_number("page", 1)
}

fn numbered(
    api: &Api,
    request: &paginate_tests::Request,
) -> Result<Reply, paginate_tests::Refusal> {
    api.read(request).map(|slice| {
        let info = json!({
            "page": slice.page + 1,
            "per_page": slice.size,
            "count": slice.items.len(),
            "total_count": slice.total,
            "total_pages": slice.pages(),
        });
        page(&slice, info)
    })
}

#[tokio::test]
async fn row_32_cloudflare() {
    let api = api(7);
    let server = Server::start(move |request| numbered(&api, request));
    let request = client()
        .get(server.url("/client/v4/zones?status=active"))
        .bearer_auth("secret");
    let (items, end) = walk(Zones::paginate(request).page_size(3)).await.ended();

    assert_eq!((items, end), (zones(1..=7), EndReason::Total));
    assert_eq!(
        server.lines(),
        [
            "GET /client/v4/zones?status=active&page=1&per_page=3",
            "GET /client/v4/zones?status=active&page=2&per_page=3",
            "GET /client/v4/zones?status=active&page=3&per_page=3",
        ]
    );
}

#[tokio::test]
async fn row_32_cloudflare_goes_on_past_an_empty_page() {
    // The number of pages shows that the empty page is a gap and not the end.
    let api = api(4).empty_pages([1]);
    let server = Server::start(move |request| {
        api.read(request)
            .map(|slice| page(&slice, json!({ "page": slice.page + 1, "total_pages": 3 })))
    });
    let walk =
        walk(Zones::paginate(client().get(server.url("/client/v4/zones"))).page_size(2)).await;

    assert_eq!(walk.pages, 3);
    assert_eq!(walk.ended(), (zones(1..=4), EndReason::Total));
}

#[tokio::test]
async fn row_32_cloudflare_without_zones() {
    let api = api(0);
    let server = Server::start(move |request| numbered(&api, request));
    let (items, end) = walk(Zones::paginate(
        client().get(server.url("/client/v4/zones")),
    ))
    .await
    .ended();

    assert_eq!((items.len(), end), (0, EndReason::Empty));
    assert_eq!(server.lines(), ["GET /client/v4/zones?page=1&per_page=50"]);
}

#[tokio::test]
async fn row_32_cloudflare_failure_with_status_200() {
    let api = api(5);
    let server = Server::start(move |request| match request.param("page").as_deref() {
        Some("3") => Ok(failure()),
        _ => numbered(&api, request),
    });
    let (items, kind, message) =
        walk(Zones::paginate(client().get(server.url("/client/v4/zones"))).page_size(2))
            .await
            .failed();

    assert_eq!((items, kind), (zones(1..=4), ErrorKind::Api));
    assert!(
        message.starts_with("page 3: the API reports: Could not route (7003)"),
        "{message}"
    );
}

#[tokio::test]
async fn row_32_cloudflare_cursor() {
    let api = Api::numbered(5).size("per_page", 20, 50).by_token("cursor");
    let server = Server::start(move |request| {
        api.read(request).map(|slice| {
            // On the last page, `cursors` has no `after`.
            let mut cursors = json!({ "before": "b" });
            if let Some(next) = &slice.next {
                cursors["after"] = json!(next);
            }
            page(&slice, json!({ "cursors": cursors }))
        })
    });
    let (items, end) =
        walk(Lists::paginate(client().get(server.url("/client/v4/lists"))).page_size(2))
            .await
            .ended();

    assert_eq!((items, end), (zones(1..=5), EndReason::NoContinuation));
    assert_eq!(
        server.lines(),
        [
            "GET /client/v4/lists?per_page=2",
            "GET /client/v4/lists?cursor=AuFA1b%2B%2F%3D&per_page=2",
            "GET /client/v4/lists?cursor=gv3MVE%2B%2F%3D&per_page=2",
        ]
    );
}

/// Keys of Workers KV: the cursor is blank at the end, and earlier pages can be empty.
#[tokio::test]
async fn row_32_cloudflare_keys() {
    let records = (1..=24).map(|n| json!({ "name": format!("key {n}") }));
    let api = Api::records(records)
        .size("limit", 1000, 1000)
        .by_token("cursor")
        .empty_pages([1]);
    let server = Server::start(move |request| {
        api.read(request).map(|slice| {
            page(
                &slice,
                json!({ "count": slice.items.len(), "cursor": slice.token() }),
            )
        })
    });
    let walk = walk(
        Keys::paginate(
            client().get(server.url("/client/v4/accounts/a/storage/kv/namespaces/n/keys")),
        )
        .page_size(5),
    )
    .await;

    assert_eq!(walk.pages, 4);
    let (items, end) = walk.ended();
    assert_eq!(items.last().map(|key| key.name.as_str()), Some("key 24"));
    assert_eq!((items.len(), end), (24, EndReason::NoContinuation));
    assert_eq!(
        server.lines()[..2],
        [
            "GET /client/v4/accounts/a/storage/kv/namespaces/n/keys?limit=10",
            "GET /client/v4/accounts/a/storage/kv/namespaces/n/keys?cursor=AuFA1b%2B%2F%3D&limit=10",
        ],
        "fewer than 10 are not asked for"
    );
}

#[tokio::test]
async fn row_32_cloudflare_refuses_what_it_documents() {
    let api = api(5);
    let server = Server::start(move |request| numbered(&api, request));
    assert_eq!(get(&server, "/client/v4/zones?page=0").await.0, 400);
    let (_, page) = get(&server, "/client/v4/zones?page=2&per_page=2").await;
    assert_eq!(
        page["result_info"],
        json!({ "page": 2, "per_page": 2, "count": 2, "total_count": 5, "total_pages": 3 })
    );
}
