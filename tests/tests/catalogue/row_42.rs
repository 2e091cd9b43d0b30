//! Row 42. OpenAI lists
//!
//! `has_more` decides about the end; `last_id` is the id after which to continue, and the last page
//! has it too. Lists without `last_id` (older endpoints and compatible servers) continue after the
//! last item's own id. An empty page with `has_more: true` has been seen: with a `last_id` the walk
//! goes on, without one it is an error, never a silent end. A page has at most 100 items (20 by
//! default).
//!
//! Sends: GET /v1/vector_stores/vs_1/files?limit=100, then ...&after=...&limit=100
//!
//! Source: S (OpenAI's API reference), L (a lesson of users: the empty page with `has_more`).

use paginate_runtime::{EndReason, ErrorKind};
use paginate_tests::{Api, Refusal, Reply, Server, Slice};
use serde_json::{Value, json};

use crate::common::{client, get, walk};

// [declaration]
use paginate_runtime::Paginated;
use serde::Deserialize;

#[derive(Deserialize, Paginated)]
#[paginate(
    token = "last_id",
    param = "after",
    more = "has_more",
    items = "data",
    size = "limit",
    max = 100
)]
struct Files {
    data: Vec<File>,
    last_id: Option<String>,
    has_more: bool,
}

/// Lists without `last_id`.
#[derive(Deserialize, Paginated)]
#[paginate(
    last_item = "id",
    param = "after",
    more = "has_more",
    items = "data",
    size = "limit",
    max = 100
)]
struct Jobs {
    data: Vec<File>,
    has_more: bool,
}

#[derive(Debug, PartialEq, Deserialize)]
struct File {
    id: String,
}
// [/declaration]

fn files(ids: std::ops::RangeInclusive<u32>) -> Vec<File> {
    ids.map(|id| File {
        id: format!("file-{id}"),
    })
    .collect()
}

fn api(count: u32) -> Api {
    Api::records((1..=count).map(|id| json!({ "object": "file", "id": format!("file-{id}") })))
        .size("limit", 20, 100)
        .refuse_sizes()
}

fn refuse(refusal: Refusal) -> Reply {
    Reply::json(
        json!({ "error": { "type": "invalid_request_error", "message": refusal.to_string() } }),
    )
    .status(400)
}

fn page(slice: &Slice, with_last_id: bool) -> Reply {
    let mut page = json!({ "object": "list", "data": slice.items, "has_more": !slice.is_last() });
    if with_last_id {
        let id = |item: Option<&Value>| item.map_or(Value::Null, |item| item["id"].clone());
        page["first_id"] = id(slice.items.first());
        page["last_id"] = id(slice.items.last());
    }
    Reply::json(page)
}

const REQUESTS: [&str; 3] = [
    "GET /v1/files?purpose=batch&limit=3",
    "GET /v1/files?purpose=batch&after=file-3&limit=3",
    "GET /v1/files?purpose=batch&after=file-6&limit=3",
];

#[tokio::test]
async fn row_42_openai() {
    // The last page has a `last_id` like the others.
    let api = api(7).by_last("after", "id");
    let server = Server::start(move |request| {
        api.read(request)
            .map_err(refuse)
            .map(|slice| page(&slice, true))
    });
    let request = client()
        .get(server.url("/v1/files?purpose=batch"))
        .bearer_auth("secret");
    let (items, end) = walk(Files::paginate(request).page_size(3)).await.ended();

    assert_eq!((items, end), (files(1..=7), EndReason::Flag));
    assert_eq!(server.lines(), REQUESTS);
}

#[tokio::test]
async fn row_42_openai_last_item() {
    let api = api(7).by_last("after", "id");
    let server = Server::start(move |request| {
        api.read(request)
            .map_err(refuse)
            .map(|slice| page(&slice, false))
    });
    let (items, end) =
        walk(Jobs::paginate(client().get(server.url("/v1/files?purpose=batch"))).page_size(3))
            .await
            .ended();

    assert_eq!((items, end), (files(1..=7), EndReason::Flag));
    assert_eq!(server.lines(), REQUESTS);
}

/// A server whose second page is empty and says that there is more, with or without an id after
/// which to continue.
fn gap(id: Option<&'static str>) -> Server {
    Server::start(move |request| {
        let (data, last_id, more) = match request.param("after").as_deref() {
            None => (json!([{ "id": "file-1" }]), Some("file-1"), true),
            Some("file-1") => (json!([]), id, true),
            Some(_) => (json!([{ "id": "file-2" }]), Some("file-2"), false),
        };
        Reply::json(json!({ "data": data, "last_id": last_id, "has_more": more }))
    })
}

#[tokio::test]
async fn row_42_openai_goes_on_past_an_empty_page() {
    let server = gap(Some("file-1b"));
    let walk = walk(Files::paginate(client().get(server.url("/v1/files")))).await;

    assert_eq!(walk.pages, 3);
    assert_eq!(walk.ended(), (files(1..=2), EndReason::Flag));
}

#[tokio::test]
async fn row_42_openai_more_without_a_way_there() {
    let server = gap(None);
    let (items, kind, _) = walk(Files::paginate(client().get(server.url("/v1/files"))))
        .await
        .failed();
    assert_eq!(
        (items, kind),
        (files(1..=1), ErrorKind::MissingContinuation)
    );

    let (items, kind, _) = walk(Jobs::paginate(client().get(server.url("/v1/files"))))
        .await
        .failed();
    assert_eq!(
        (items, kind),
        (files(1..=1), ErrorKind::MissingContinuation)
    );
}

#[tokio::test]
async fn row_42_openai_refuses_what_it_documents() {
    let api = api(7).by_last("after", "id");
    let server = Server::start(move |request| {
        api.read(request)
            .map_err(refuse)
            .map(|slice| page(&slice, true))
    });
    assert_eq!(get(&server, "/v1/files?limit=101").await.0, 400);
    assert_eq!(get(&server, "/v1/files?after=file-99").await.0, 400);
}
