//! `GET /v1/customers` of Stripe: the next request sends the id of the last object as
//! `starting_after`, while `has_more` is true.

use axum::extract::Query;
use axum::http::header::AUTHORIZATION;
use axum::http::{HeaderMap, StatusCode};
use axum::routing::get;
use axum::{Json, Router};
use serde_json::{Value, json};

use super::{Params, cut, header, param};

/// The only valid key.
pub const API_KEY: &str = "sk_test_offline";

/// Newest first.
const CUSTOMERS: [(&str, &str); 5] = [
    ("cus_NffrFeUfNV2Hib", "jenny.rosen@example.com"),
    ("cus_Na6dX7aXxi11N4", "ola.nordmann@example.com"),
    ("cus_NZP5i1diUz55jp", "max.mustermann@example.com"),
    ("cus_NXWFAYZ1a9eeV5", "jan.janssen@example.com"),
    ("cus_NWRTyUqCoBxWdb", "erika.gabler@example.com"),
];

/// The API.
pub fn router() -> Router {
    Router::new().route("/v1/customers", get(customers))
}

async fn customers(Query(params): Params, headers: HeaderMap) -> (StatusCode, Json<Value>) {
    // The base64 of the key and a colon: the key is the user name, and there is no password.
    if header(&headers, AUTHORIZATION) != "Basic c2tfdGVzdF9vZmZsaW5lOg==" {
        return refuse(StatusCode::UNAUTHORIZED, "Invalid API Key provided");
    }
    let Some(size) = param(&params, "limit")
        .or(Some(10))
        .filter(|size| (1..=100).contains(size))
    else {
        return refuse(
            StatusCode::BAD_REQUEST,
            "This value must be between 1 and 100",
        );
    };
    let start = match params.get("starting_after") {
        None => 0,
        Some(after) => match CUSTOMERS.iter().position(|(id, _)| id == after) {
            Some(place) => place + 1,
            None => return refuse(StatusCode::BAD_REQUEST, "No such customer"),
        },
    };
    let (customers, next) = cut(&CUSTOMERS, start, size);
    let customers: Vec<_> = customers
        .into_iter()
        .map(|(id, email)| json!({ "id": id, "object": "customer", "email": email }))
        .collect();
    let page = json!({ "object": "list", "url": "/v1/customers", "has_more": next.is_some(), "data": customers });
    (StatusCode::OK, Json(page))
}

fn refuse(status: StatusCode, message: &str) -> (StatusCode, Json<Value>) {
    (
        status,
        Json(json!({ "error": { "type": "invalid_request_error", "message": message } })),
    )
}
