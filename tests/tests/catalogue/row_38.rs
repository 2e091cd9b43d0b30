//! Row 38. Square
//!
//! `cursor` is in each response except the last. Every other parameter, or the whole body of a
//! search, must be the same in each request. A page can be shorter than `limit`, or empty: then the
//! list itself is missing. Cursors are short-lived (some minutes), and a page becomes outdated when
//! records change. Sizes differ from endpoint to endpoint: 100 is the maximum for payments.
//!
//! Sends: GET /v2/payments?limit=100, then ...&cursor=...&limit=100; searches the same in their
//! bodies
//!
//! Source: S, <https://developer.squareup.com/docs/build-basics/common-api-patterns/pagination>;
//! the lifetime of five minutes is K.

use paginate_runtime::{EndReason, ErrorKind};
use paginate_tests::{Api, Refusal, Reply, Server, Slice};
use serde_json::json;

use crate::common::{client, encoded, get, walk};

// [declaration]
use paginate_runtime::Paginated;
use serde::Deserialize;

#[derive(Deserialize, Paginated)]
#[paginate(token = "cursor", items = "payments", size = "limit", max = 100)]
struct Payments {
    cursor: Option<String>,
    payments: Option<Vec<Payment>>, // missing if there are none
}

#[derive(Debug, PartialEq, Deserialize)]
struct Payment {
    id: u32,
}

/// Searches are POST requests: catalog objects, customers, orders.
#[derive(Deserialize, Paginated)]
#[paginate(token = "cursor", param = body("cursor"), items = "objects", size = body("limit"), max = 100)]
struct CatalogObjects {
    cursor: Option<String>,
    objects: Option<Vec<CatalogObject>>,
}

#[derive(Debug, PartialEq, Deserialize)]
struct CatalogObject {
    id: u32,
}
// [/declaration]

fn payments(ids: std::ops::RangeInclusive<u32>) -> Vec<Payment> {
    ids.map(|id| Payment { id }).collect()
}

fn refuse(refusal: Refusal) -> Reply {
    let error = json!({ "category": "INVALID_REQUEST_ERROR", "code": "INVALID_CURSOR", "detail": refusal.to_string() });
    Reply::json(json!({ "errors": [error] })).status(400)
}

fn page(list: &str, slice: &Slice) -> Reply {
    let mut page = json!({});
    if !slice.items.is_empty() {
        page[list] = json!(slice.items);
    }
    if let Some(cursor) = &slice.next {
        page["cursor"] = json!(cursor);
    }
    Reply::json(page)
}

fn list(api: Api) -> Server {
    let api = api.size("limit", 100, 100).by_token("cursor");
    Server::start(move |request| {
        api.read(request)
            .map_err(refuse)
            .map(|slice| page("payments", &slice))
    })
}

#[tokio::test]
async fn row_38_square() {
    let server = list(Api::numbered(7).empty_pages([1]));
    let request = client()
        .get(server.url("/v2/payments?location_id=L1&sort_order=ASC"))
        .header("square-version", "2026-01-22");
    let walk = walk(Payments::paginate(request).page_size(3)).await;

    assert_eq!(walk.pages, 4);
    assert_eq!(walk.ended(), (payments(1..=7), EndReason::NoContinuation));
    let path = "GET /v2/payments?location_id=L1&sort_order=ASC";
    assert_eq!(
        server.lines(),
        [
            format!("{path}&limit=3"),
            format!("{path}&cursor=AuFA1b%2B%2F%3D&limit=3"),
            format!("{path}&cursor=gv3MVE%2B%2F%3D&limit=3"),
            format!("{path}&cursor={}&limit=3", encoded(3)),
        ]
    );
    assert!(
        server
            .requests()
            .iter()
            .all(|request| request.header("square-version") == Some("2026-01-22"))
    );
}

#[tokio::test]
async fn row_38_square_search() {
    let api = Api::numbered(5)
        .size("/limit", 100, 100)
        .by_token("/cursor");
    let server = Server::start(move |request| {
        api.read(request)
            .map_err(refuse)
            .map(|slice| page("objects", &slice))
    });
    let request = client()
        .post(server.url("/v2/catalog/search"))
        .json(&json!({ "object_types": ["ITEM"] }));
    let (items, end) = walk(CatalogObjects::paginate(request).page_size(2))
        .await
        .ended();

    assert_eq!(
        items,
        (1..=5).map(|id| CatalogObject { id }).collect::<Vec<_>>()
    );
    assert_eq!(end, EndReason::NoContinuation);
    assert_eq!(
        server.lines(),
        [
            r#"POST /v2/catalog/search {"object_types":["ITEM"],"limit":2}"#,
            r#"POST /v2/catalog/search {"object_types":["ITEM"],"cursor":"AuFA1b+/=","limit":2}"#,
            r#"POST /v2/catalog/search {"object_types":["ITEM"],"cursor":"gv3MVE+/=","limit":2}"#,
        ]
    );
}

#[tokio::test]
async fn row_38_square_cursor_has_expired() {
    let api = Api::numbered(5).size("limit", 100, 100).by_token("cursor");
    let server = Server::start(move |request| match request.param("cursor") {
        Some(_) => Err(refuse(Refusal::Unknown)),
        None => api
            .read(request)
            .map_err(refuse)
            .map(|slice| page("payments", &slice)),
    });
    let (items, kind, message) =
        walk(Payments::paginate(client().get(server.url("/v2/payments"))).page_size(2))
            .await
            .failed();

    assert_eq!(
        (items, kind),
        (payments(1..=2), ErrorKind::ContinuationRejected)
    );
    assert!(message.contains("INVALID_CURSOR"), "{message}");
}

#[tokio::test]
async fn row_38_square_refuses_what_it_documents() {
    let server = list(Api::numbered(7));
    assert_eq!(get(&server, "/v2/payments?limit=3").await.0, 200);
    let cursor = encoded(1);
    assert_eq!(
        get(&server, &format!("/v2/payments?limit=3&cursor={cursor}"))
            .await
            .0,
        200
    );
    assert_eq!(
        get(
            &server,
            &format!("/v2/payments?limit=3&sort_order=ASC&cursor={cursor}")
        )
        .await
        .0,
        400,
        "another parameter"
    );
}
