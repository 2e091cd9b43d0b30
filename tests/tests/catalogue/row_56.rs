//! Row 56. Amazon Selling Partner API
//!
//! `payload.NextToken` is sent back as `NextToken`, and contains the filters of the first request:
//! later requests hold the token and `MarketplaceIds`, which stays required, and nothing else. So
//! use `continue_at` with the same path, and `.keep_query(["MarketplaceIds"])` on the walk. A page
//! has at most 100 items. Failures have `errors`; the rate limits are strict (after a 429, the walk
//! waits).
//!
//! Sends: GET /orders/v0/orders?MarketplaceIds=..&CreatedAfter=..&MaxResultsPerPage=100, then GET
//! /orders/v0/orders?MarketplaceIds=..&NextToken=..
//!
//! Source: I, amzn/selling-partner-api-models#1269 (the token alone is a 400) and
//! jlevers/selling-partner-api#459; from memory: the sizes.

use paginate_runtime::{EndReason, ErrorKind};
use paginate_tests::{Api, Refusal, Reply, Request, Server};
use serde_json::{Value as Json, json};

use crate::common::{client, encoded, get, walk};

// [declaration]
use paginate_runtime::Paginated;
use serde::Deserialize;
use serde_json::Value;

#[derive(Deserialize, Paginated)]
#[paginate(
    at = "payload",
    token = ".next_token",
    param = "NextToken",
    continue_at = "/orders/v0/orders",
    items = ".orders",
    item = Order,
    size = "MaxResultsPerPage",
    max = 100,
    error = "errors"
)]
struct Orders {
    payload: Option<Payload>,
    errors: Option<Vec<Value>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Payload {
    orders: Vec<Order>,
    next_token: Option<String>,
}

#[derive(Debug, PartialEq, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Order {
    amazon_order_id: String,
}
// [/declaration]

fn invalid(message: &str) -> Reply {
    Reply::json(json!({ "errors": [{ "code": "InvalidInput", "message": message }] })).status(400)
}

fn amazon() -> Server {
    let orders =
        (1..=5).map(|n| json!({ "AmazonOrderId": format!("O-{n}"), "OrderStatus": "Shipped" }));
    // A token contains its size and filters.
    let api = Api::records(orders)
        .size("MaxResultsPerPage", 2, 2)
        .by_token("NextToken")
        .lenient();
    Server::start(move |request| page(&api, request))
}

fn page(api: &Api, request: &Request) -> Result<Reply, Reply> {
    if request.param("MarketplaceIds").is_none() {
        return Err(invalid("Missing required 'MarketplaceIds'."));
    }
    if request.param("NextToken").is_none() && request.param("CreatedAfter").is_none() {
        return Err(invalid(
            "One of createdAfter and lastUpdatedAfter is required.",
        ));
    }
    let slice = api
        .read(request)
        .map_err(|refusal: Refusal| invalid(&refusal.to_string()))?;
    let mut payload = json!({ "Orders": slice.items });
    if let Some(next) = slice.next {
        payload["NextToken"] = Json::from(next);
    }
    Ok(Reply::json(json!({ "payload": payload })))
}

const FIRST: &str = "/orders/v0/orders?MarketplaceIds=ATVPDKIKX0DER%2CA2EUQ1WTGCTBG2&CreatedAfter=2026-01-01T00%3A00%3A00Z";

#[tokio::test]
async fn row_56_amazon() {
    let server = amazon();
    let request = client()
        .get(server.url(FIRST))
        .header("x-amz-access-token", "secret");
    let (items, end) = walk(Orders::paginate(request).keep_query(["MarketplaceIds"]))
        .await
        .ended();

    let ids: Vec<&str> = items
        .iter()
        .map(|order| order.amazon_order_id.as_str())
        .collect();
    assert_eq!(
        (ids, end),
        (
            vec!["O-1", "O-2", "O-3", "O-4", "O-5"],
            EndReason::NoContinuation
        )
    );
    let later = |page| {
        let token = encoded(page);
        format!(
            "GET /orders/v0/orders?MarketplaceIds=ATVPDKIKX0DER%2CA2EUQ1WTGCTBG2&NextToken={token}"
        )
    };
    assert_eq!(
        server.lines(),
        [
            format!("GET {FIRST}&MaxResultsPerPage=100"),
            later(1),
            later(2)
        ]
    );
    let authorized = |request: &Request| request.header("x-amz-access-token") == Some("secret");
    assert!(server.requests().iter().all(authorized));
}

#[tokio::test]
async fn row_56_amazon_needs_its_marketplaces() {
    let server = amazon();
    let (items, kind, message) = walk(Orders::paginate(client().get(server.url(FIRST))))
        .await
        .failed();
    assert_eq!((items.len(), kind), (2, ErrorKind::ContinuationRejected));
    assert!(message.contains("MarketplaceIds"), "{message}");
    assert_eq!(
        get(&server, "/orders/v0/orders?MarketplaceIds=A").await.0,
        400
    );
}
