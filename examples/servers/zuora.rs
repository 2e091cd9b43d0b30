//! Three lists of Zuora, as in its documentation.
#![allow(clippy::indexing_slicing, reason = "it writes into JSON objects")]

use std::collections::HashMap;

use axum::Router;
use axum::extract::Query;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Json;
use axum::routing::get;
use serde_json::{Value, json};

type Params = Query<HashMap<String, String>>;
type Refusal = (StatusCode, Json<Value>);

/// The API.
pub fn router() -> Router {
    Router::new()
        .route("/v2/accounts", get(quickstart_accounts))
        .route("/object-query/accounts", get(query_accounts))
        .route("/v1/catalog/products", get(products))
}

/// A size below 1 or above 50 is an error.
async fn quickstart_accounts(Query(params): Params) -> Result<Json<Value>, Refusal> {
    let size = match params.get("page_size").map_or(Ok(30), |size| size.parse()) {
        Ok(size @ 1..=50) => size,
        _ => {
            return Err((
                StatusCode::BAD_REQUEST,
                Json(json!({ "message": "page_size must be between 1 and 50" })),
            ));
        }
    };
    let start = start(params.get("cursor"))?;
    let accounts = (1..=120).map(
        |id| json!({ "account_number": format!("A{id:05}"), "name": format!("Account {id}") }),
    );
    let (data, next_page) = cut(accounts, start, size);
    Ok(Json(json!({ "data": data, "next_page": next_page })))
}

/// A size that is not from 1 to 99 silently counts as 10.
async fn query_accounts(Query(params): Params) -> Result<Json<Value>, Refusal> {
    let size = params
        .get("pageSize")
        .and_then(|size| size.parse().ok())
        .filter(|size| (1..=99).contains(size))
        .unwrap_or(10);
    let start = start(params.get("cursor"))?;
    let accounts = (1..).zip([1, 4, 9, 3, 5, 0]).map(|(id, subscriptions)| {
        let (subscriptions, _) = cut(
            (1..=subscriptions).map(|n| json!({ "subscriptionNumber": format!("S{id}-{n}") })),
            0,
            size,
        );
        json!({ "accountNumber": format!("A{id:05}"), "subscriptions": subscriptions })
    });
    let (data, next_page) = cut(accounts, start, size);
    let mut page = json!({ "data": data });
    if let Some(cursor) = next_page {
        page["nextPage"] = cursor.into();
    }
    Ok(Json(page))
}

/// A size above 40 counts as 40, an invalid size as 10.
async fn products(Query(params): Params, headers: HeaderMap) -> Json<Value> {
    if params.contains_key("termType") {
        let message = "'termType' value should be one of: TERMED, EVERGREEN";
        let reasons = [json!({ "code": 53_100_320, "message": message })];
        return Json(json!({ "success": false, "processId": "1A2B3C", "reasons": reasons }));
    }
    let size = params
        .get("pageSize")
        .and_then(|size| size.parse().ok())
        .filter(|&size| size >= 1)
        .unwrap_or(10)
        .min(40);
    let page: usize = params
        .get("page")
        .and_then(|page| page.parse().ok())
        .unwrap_or(1);
    let products = (1..=90)
        .map(|id| json!({ "sku": format!("SKU-{id:03}"), "name": format!("Product {id}") }));
    let (products, next) = cut(products, page.saturating_sub(1) * size, size);
    let mut body = json!({ "products": products, "success": true });
    if next.is_some() {
        let host = headers
            .get("host")
            .and_then(|host| host.to_str().ok())
            .unwrap_or_default();
        body["nextPage"] = format!(
            "http://{host}/v1/catalog/products?page={}&pageSize={size}",
            page + 1
        )
        .into();
    }
    Json(body)
}

/// One page, and the cursor of the next one.
fn cut(
    records: impl Iterator<Item = Value>,
    start: usize,
    size: usize,
) -> (Vec<Value>, Option<String>) {
    let mut records = records.skip(start);
    let page = records.by_ref().take(size).collect();
    (
        page,
        records
            .next()
            .map(|_| format!("W3sib3JkZXJ={}==", start + size)),
    )
}

/// The position in a cursor.
fn start(cursor: Option<&String>) -> Result<usize, Refusal> {
    let Some(cursor) = cursor else { return Ok(0) };
    let place = cursor
        .strip_prefix("W3sib3JkZXJ=")
        .and_then(|place| place.strip_suffix("=="));
    place.and_then(|place| place.parse().ok()).ok_or_else(|| {
        (
            StatusCode::BAD_REQUEST,
            Json(json!({ "message": "invalid cursor" })),
        )
    })
}
