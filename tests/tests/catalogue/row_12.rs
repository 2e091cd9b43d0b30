//! Row 12. Stripe v1 search, and v2
//!
//! Searches return a cursor: `next_page` is sent back as `page`, and `has_more` decides. A page has
//! 1 to 100 items (10 by default), and the query is required each time. API v2 gives the next
//! page's URL instead, `next_page_url`, null at the end. It is relative, and does not repeat the
//! parameters of the first request. Pages before the last may be empty (stripe-node#2731), and the
//! header `Stripe-Version` is required each time.
//!
//! Sends: GET /v1/customers/search?query=..&limit=100, then ...&page=..&limit=100; v2: GET
//! /v2/core/events?limit=100, then the URL in `next_page_url`
//!
//! Source: S, <https://docs.stripe.com/api/pagination/search> and
//! <https://docs.stripe.com/api-v2-overview>; I, stripe/stripe-node#2731. From memory: what v2 does
//! with filters beside `page`, and its limits.

use paginate_runtime::{EndReason, ErrorKind};
use paginate_tests::{Api, Refusal, Reply, Server};
use serde_json::json;

use crate::common::{client, encoded, get, walk};

// [declaration]
use paginate_runtime::Paginated;
use serde::Deserialize;

#[derive(Deserialize, Paginated)]
#[paginate(
    token = "next_page",
    param = "page",
    more = "has_more",
    items = "data",
    size = "limit",
    max = 100
)]
struct Found {
    next_page: Option<String>,
    has_more: bool,
    data: Vec<Customer>,
}

#[derive(Debug, PartialEq, Deserialize)]
struct Customer {
    id: u32,
}

/// API v2.
#[derive(Deserialize, Paginated)]
#[paginate(next_url = "next_page_url", items = "data", size = "limit", max = 100)]
struct Events {
    next_page_url: Option<String>,
    data: Vec<Event>,
}

#[derive(Debug, PartialEq, Deserialize)]
struct Event {
    id: u32,
}
// [/declaration]

fn invalid(message: &str) -> Reply {
    Reply::json(json!({ "error": { "type": "invalid_request_error", "message": message } }))
        .status(400)
}

fn refuse(refusal: Refusal) -> Reply {
    invalid(&refusal.to_string())
}

fn search(count: usize) -> Server {
    let api = Api::numbered(count)
        .size("limit", 10, 100)
        .refuse_sizes()
        .by_token("page");
    Server::start(move |request| {
        if request.param("query").is_none() {
            return Err(invalid("Missing required param: query."));
        }
        let slice = api.read(request).map_err(refuse)?;
        Ok(Reply::json(
            json!({ "object": "search_result", "has_more": !slice.is_last(), "next_page": slice.next, "data": slice.items }),
        ))
    })
}

fn v2(api: Api) -> Server {
    let api = api
        .size("limit", 20, 100)
        .refuse_sizes()
        .by_token("page")
        .lenient();
    Server::start(move |request| {
        if request.header("stripe-version").is_none() {
            return Err(invalid("Please provide the header Stripe-Version."));
        }
        if request.param("page").is_some() && request.param("object_id").is_some() {
            return Err(invalid("`page` cannot be combined with filters."));
        }
        let slice = api.read(request).map_err(refuse)?;
        let next = (!slice.is_last()).then(|| {
            format!(
                "{}?limit={}&page={}",
                request.path,
                slice.size,
                encoded(slice.page + 1)
            )
        });
        Ok(Reply::json(
            json!({ "data": slice.items, "next_page_url": next, "previous_page_url": null }),
        ))
    })
}

#[tokio::test]
async fn row_12_stripe_search() {
    let server = search(7);
    let request = client().get(server.url("/v1/customers/search?query=email%3A%27a%40b%27"));
    let (items, end) = walk(Found::paginate(request).page_size(3)).await.ended();

    assert_eq!(
        (items, end),
        ((1..=7).map(|id| Customer { id }).collect(), EndReason::Flag)
    );
    assert_eq!(
        server.lines(),
        [
            "GET /v1/customers/search?query=email%3A%27a%40b%27&limit=3",
            "GET /v1/customers/search?query=email%3A%27a%40b%27&page=AuFA1b%2B%2F%3D&limit=3",
            "GET /v1/customers/search?query=email%3A%27a%40b%27&page=gv3MVE%2B%2F%3D&limit=3",
        ]
    );
}

#[tokio::test]
async fn row_12_stripe_v2() {
    let server = v2(Api::numbered(7).empty_pages([1, 2]));
    let request = client()
        .get(server.url("/v2/core/events?object_id=acct_1"))
        .bearer_auth("sk_test")
        .header("stripe-version", "2025-07-30.basil");
    let (items, end) = walk(Events::paginate(request).page_size(3)).await.ended();

    assert_eq!(
        (items, end),
        (
            (1..=7).map(|id| Event { id }).collect(),
            EndReason::NoContinuation
        )
    );
    assert_eq!(
        server.lines(),
        [
            "GET /v2/core/events?object_id=acct_1&limit=3".to_owned(),
            format!("GET /v2/core/events?limit=3&page={}", encoded(1)),
            format!("GET /v2/core/events?limit=3&page={}", encoded(2)),
            format!("GET /v2/core/events?limit=3&page={}", encoded(3)),
            format!("GET /v2/core/events?limit=3&page={}", encoded(4)),
        ],
        "links are followed as they stand, past pages without events"
    );
    assert!(
        server
            .requests()
            .iter()
            .all(|request| request.header("authorization") == Some("Bearer sk_test"))
    );
}

#[tokio::test]
async fn row_12_stripe_search_cursor_that_is_not_known() {
    let server = Server::start(|request| match request.param("page") {
        None => Reply::json(json!({ "has_more": true, "next_page": "old", "data": [{ "id": 1 }] })),
        Some(_) => refuse(Refusal::Unknown),
    });
    let (items, kind, _) = walk(Found::paginate(
        client().get(server.url("/v1/customers/search?query=x")),
    ))
    .await
    .failed();
    assert_eq!(
        (items, kind),
        (vec![Customer { id: 1 }], ErrorKind::ContinuationRejected)
    );
}

#[tokio::test]
async fn row_12_stripe_refuses_what_it_documents() {
    let server = search(3);
    assert_eq!(get(&server, "/v1/customers/search").await.0, 400);
    assert_eq!(
        get(&server, "/v1/customers/search?query=x&limit=101")
            .await
            .0,
        400
    );
    let server = v2(Api::numbered(3));
    assert_eq!(
        get(&server, "/v2/core/events").await.0,
        400,
        "without its header"
    );
}

#[tokio::test]
async fn row_12_stripe_asks_for_the_largest_pages_by_itself() {
    let server = search(101);
    let request = client().get(server.url("/v1/customers/search?query=x"));
    assert_eq!(
        walk(Found::paginate(request).page_size(500))
            .await
            .ended()
            .0
            .len(),
        101
    );
    assert_eq!(
        server.lines()[0],
        "GET /v1/customers/search?query=x&limit=100"
    );

    let server = v2(Api::numbered(101));
    let request = client()
        .get(server.url("/v2/core/events"))
        .header("stripe-version", "2025-07-30.basil");
    assert_eq!(walk(Events::paginate(request)).await.ended().0.len(), 101);
    assert_eq!(server.lines()[0], "GET /v2/core/events?limit=100");
}
