//! Row 34. Datadog v2
//!
//! `meta.page.after` is the cursor of the next page; on the last page, `page` is missing, and so is
//! `links.next`. Lists accept it as `page[cursor]`, with the brackets encoded; searches are POST
//! requests that accept it in the body, under `page`. A page has at most 1000 items (10 by
//! default). A page can be empty and still have a cursor. A query that took too long says so in
//! `meta.status` and `meta.warnings`, with status 200.
//!
//! Sends: GET /api/v2/events?page%5Blimit%5D=1000, then
//! ...&page%5Bcursor%5D=...&page%5Blimit%5D=1000
//!
//! Source: S (OpenAPI schemas of the Events v2 API, in copies); the catalogue had it from memory.
//! Added: the default size, and that `links.next` goes together with the cursor. From memory still:
//! empty pages with a cursor.

use paginate_runtime::EndReason;
use paginate_tests::{Api, Refusal, Reply, Server, Slice};
use serde_json::json;

use crate::common::{client, encoded, get, walk};

// [declaration]
use paginate_runtime::Paginated;
use serde::Deserialize;

#[derive(Deserialize, Paginated)]
#[paginate(
    token = "meta.page.after",
    param = "page[cursor]",
    items = "data",
    size = "page[limit]",
    max = 1000
)]
struct Events {
    data: Vec<Event>,
    meta: Option<Meta>,
}

/// Searches are POST requests.
#[derive(Deserialize, Paginated)]
#[paginate(
    token = "meta.page.after",
    param = body("page.cursor"),
    items = "data",
    size = body("page.limit"),
    max = 1000
)]
struct FoundEvents {
    data: Vec<Event>,
    meta: Option<Meta>,
}

#[derive(Deserialize)]
struct Meta {
    page: Option<Page>,
}

#[derive(Deserialize)]
struct Page {
    after: Option<String>,
}

#[derive(Debug, PartialEq, Deserialize)]
struct Event {
    id: String,
}
// [/declaration]

fn events(ids: std::ops::RangeInclusive<u32>) -> Vec<Event> {
    ids.map(|id| Event { id: id.to_string() }).collect()
}

fn api(count: u32) -> Api {
    Api::records((1..=count).map(|id| json!({ "type": "event", "id": id.to_string() })))
        .refuse_sizes()
}

fn refuse(refusal: Refusal) -> Reply {
    Reply::json(json!({ "errors": [refusal.to_string()] })).status(400)
}

fn page(slice: &Slice) -> Reply {
    let mut page = json!({ "data": slice.items, "meta": { "elapsed": 12, "status": "done", "request_id": format!("r{}", slice.page) } });
    if let Some(after) = &slice.next {
        page["meta"]["page"] = json!({ "after": after });
        page["links"] = json!({ "next": format!("https://api.datadoghq.com/api/v2/events?page[cursor]={after}") });
    }
    Reply::json(page)
}

#[tokio::test]
async fn row_34_datadog() {
    let api = api(7)
        .size("page[limit]", 10, 1000)
        .by_token("page[cursor]")
        .empty_pages([1]);
    let server =
        Server::start(move |request| api.read(request).map_err(refuse).map(|slice| page(&slice)));
    let request = client()
        .get(server.url("/api/v2/events?filter[query]=tag:a"))
        .header("dd-api-key", "secret");
    let walk = walk(Events::paginate(request).page_size(3)).await;

    assert_eq!(walk.pages, 4);
    assert_eq!(walk.ended(), (events(1..=7), EndReason::NoContinuation));
    let path = "GET /api/v2/events?filter[query]=tag:a";
    assert_eq!(
        server.lines(),
        [
            format!("{path}&page%5Blimit%5D=3"),
            format!("{path}&page%5Bcursor%5D=AuFA1b%2B%2F%3D&page%5Blimit%5D=3"),
            format!("{path}&page%5Bcursor%5D=gv3MVE%2B%2F%3D&page%5Blimit%5D=3"),
            format!("{path}&page%5Bcursor%5D={}&page%5Blimit%5D=3", encoded(3)),
        ]
    );
    assert!(
        server
            .requests()
            .iter()
            .all(|request| request.header("dd-api-key") == Some("secret"))
    );
}

#[tokio::test]
async fn row_34_datadog_search() {
    let api = api(5)
        .size("/page/limit", 10, 1000)
        .by_token("/page/cursor");
    let server =
        Server::start(move |request| api.read(request).map_err(refuse).map(|slice| page(&slice)));
    let request = client()
        .post(server.url("/api/v2/events/search"))
        .json(&json!({ "filter": { "query": "tag:a" }, "sort": "timestamp" }));
    let (items, end) = walk(FoundEvents::paginate(request).page_size(2))
        .await
        .ended();

    assert_eq!((items, end), (events(1..=5), EndReason::NoContinuation));
    assert_eq!(
        server.lines(),
        [
            r#"POST /api/v2/events/search {"filter":{"query":"tag:a"},"sort":"timestamp","page":{"limit":2}}"#,
            r#"POST /api/v2/events/search {"filter":{"query":"tag:a"},"sort":"timestamp","page":{"cursor":"AuFA1b+/=","limit":2}}"#,
            r#"POST /api/v2/events/search {"filter":{"query":"tag:a"},"sort":"timestamp","page":{"cursor":"gv3MVE+/=","limit":2}}"#,
        ]
    );
}

/// A parameter that the caller spelled differently is found, and not written twice.
#[tokio::test]
async fn row_34_datadog_keeps_the_callers_spelling() {
    let api = api(3)
        .size("page[limit]", 10, 1000)
        .by_token("page[cursor]");
    let server =
        Server::start(move |request| api.read(request).map_err(refuse).map(|slice| page(&slice)));
    let (items, _) = walk(Events::paginate(
        client().get(server.url("/api/v2/events?page[limit]=2&sort=timestamp")),
    ))
    .await
    .ended();

    assert_eq!(items, events(1..=3));
    assert_eq!(
        server.lines(),
        [
            "GET /api/v2/events?page[limit]=2&sort=timestamp",
            "GET /api/v2/events?page[limit]=2&sort=timestamp&page%5Bcursor%5D=AuFA1b%2B%2F%3D",
        ]
    );
}

#[tokio::test]
async fn row_34_datadog_refuses_what_it_documents() {
    let api = api(5)
        .size("page[limit]", 10, 1000)
        .by_token("page[cursor]");
    let server =
        Server::start(move |request| api.read(request).map_err(refuse).map(|slice| page(&slice)));
    assert_eq!(get(&server, "/api/v2/events?page[limit]=1001").await.0, 400);
    assert_eq!(get(&server, "/api/v2/events?page[cursor]=x").await.0, 400);
}
