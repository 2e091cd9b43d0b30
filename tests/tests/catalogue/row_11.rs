//! Row 11. Stripe v1 lists
//!
//! The id of the last object is sent back as `starting_after`, if `has_more` is true.
//! `ending_before` goes in the other direction; the two exclude each other. A page has 1 to 100
//! items (10 by default), newest first. A walk cannot continue after an object that was deleted.
//! `has_more: true` without objects has been seen (stripe-ruby#507): such a page has no key to
//! continue with, and is an error rather than a silent end.
//!
//! Sends: GET /v1/customers?limit=100, then ...&starting_after=cus_..&limit=100
//!
//! Source: S, <https://docs.stripe.com/api/pagination>; I, stripe/stripe-ruby#507.

use paginate_runtime::{EndReason, ErrorKind};
use paginate_tests::{Api, Refusal, Reply, Server};
use serde_json::json;

use crate::common::{client, get, walk};

// [declaration]
use paginate_runtime::Paginated;
use serde::Deserialize;

#[derive(Deserialize, Paginated)]
#[paginate(
    last_item = "id",
    param = "starting_after",
    more = "has_more",
    items = "data",
    size = "limit",
    max = 100
)]
struct Customers {
    has_more: bool,
    data: Vec<Customer>,
}

#[derive(Debug, PartialEq, Deserialize)]
struct Customer {
    id: String,
}
// [/declaration]

fn customer(n: usize) -> Customer {
    Customer {
        id: format!("cus_{n}"),
    }
}

/// Returns customers, newest first.
fn customers(count: usize) -> Vec<Customer> {
    (1..=count).rev().map(customer).collect()
}

fn invalid(message: &str) -> Reply {
    Reply::json(json!({ "error": { "type": "invalid_request_error", "message": message } }))
        .status(400)
}

fn refuse(refusal: Refusal) -> Reply {
    invalid(match refusal {
        Refusal::Size => {
            "This value must be greater than or equal to 1 and less than or equal to 100."
        }
        Refusal::Unknown | Refusal::Changed => "No such customer",
    })
}

fn stripe(count: usize) -> Server {
    let records = customers(count)
        .into_iter()
        .map(|customer| json!({ "id": customer.id, "object": "customer" }));
    let api = Api::records(records)
        .size("limit", 10, 100)
        .refuse_sizes()
        .by_last("starting_after", "id");
    Server::start(move |request| {
        if request.param("starting_after").is_some() && request.param("ending_before").is_some() {
            return Err(invalid(
                "You can only provide one of `starting_after` and `ending_before`.",
            ));
        }
        let slice = api.read(request).map_err(refuse)?;
        Ok(Reply::json(
            json!({ "object": "list", "url": "/v1/customers", "has_more": !slice.is_last(), "data": slice.items }),
        ))
    })
}

#[tokio::test]
async fn row_11_stripe() {
    let server = stripe(7);
    let request = client()
        .get(server.url("/v1/customers?created[gte]=1700000000"))
        .basic_auth("sk_test", None::<&str>)
        .header("stripe-version", "2024-06-20");
    let (items, end) = walk(Customers::paginate(request).page_size(3))
        .await
        .ended();

    assert_eq!((items, end), (customers(7), EndReason::Flag));
    assert_eq!(
        server.lines(),
        [
            "GET /v1/customers?created[gte]=1700000000&limit=3",
            "GET /v1/customers?created[gte]=1700000000&starting_after=cus_5&limit=3",
            "GET /v1/customers?created[gte]=1700000000&starting_after=cus_2&limit=3",
        ]
    );
    assert!(
        server
            .requests()
            .iter()
            .all(
                |request| request.header("stripe-version") == Some("2024-06-20")
                    && request.header("authorization").is_some()
            )
    );
}

#[tokio::test]
async fn row_11_stripe_of_full_pages_only() {
    let server = stripe(6);
    let (items, end) =
        walk(Customers::paginate(client().get(server.url("/v1/customers"))).page_size(2))
            .await
            .ended();

    assert_eq!((items, end), (customers(6), EndReason::Flag));
    assert_eq!(server.lines().len(), 3, "the flag saves a request");
}

#[tokio::test]
async fn row_11_stripe_without_customers() {
    let server = stripe(0);
    let (items, end) = walk(Customers::paginate(
        client().get(server.url("/v1/customers")),
    ))
    .await
    .ended();

    assert_eq!((items, end), (vec![], EndReason::Flag));
    assert_eq!(server.lines(), ["GET /v1/customers?limit=100"]);
}

#[tokio::test]
async fn row_11_stripe_has_more_of_nothing() {
    let server = Server::start(|request| match request.param("starting_after") {
        None => Reply::json(json!({ "has_more": true, "data": [{ "id": "cus_1" }] })),
        Some(_) => Reply::json(json!({ "has_more": true, "data": [] })),
    });
    let (items, kind, _) = walk(Customers::paginate(
        client().get(server.url("/v1/customers")),
    ))
    .await
    .failed();

    assert_eq!(
        (items, kind),
        (customers(1), ErrorKind::MissingContinuation)
    );
    assert_eq!(
        server.lines().len(),
        2,
        "the first page is not asked for again"
    );
}

#[tokio::test]
async fn row_11_stripe_customer_that_is_gone() {
    let server = Server::start(|request| match request.param("starting_after") {
        None => Reply::json(json!({ "has_more": true, "data": [{ "id": "cus_1" }] })),
        Some(_) => refuse(Refusal::Unknown),
    });
    let (items, kind, message) = walk(Customers::paginate(
        client().get(server.url("/v1/customers")),
    ))
    .await
    .failed();

    assert_eq!(
        (items, kind),
        (customers(1), ErrorKind::ContinuationRejected)
    );
    assert!(message.contains("No such customer"), "{message}");
}

#[tokio::test]
async fn row_11_stripe_refuses_what_it_documents() {
    let server = stripe(3);
    assert_eq!(get(&server, "/v1/customers?limit=0").await.0, 400);
    assert_eq!(get(&server, "/v1/customers?limit=101").await.0, 400);
    assert_eq!(
        get(
            &server,
            "/v1/customers?starting_after=cus_2&ending_before=cus_1"
        )
        .await
        .0,
        400
    );
    assert_eq!(
        get(&server, "/v1/customers?starting_after=cus_9").await.0,
        400
    );
}
