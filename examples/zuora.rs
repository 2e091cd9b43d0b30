//! Walks three Zuora APIs, which page in three ways, against a server in this process.
//!
//! ```text
//! cargo run -p paginate-examples --example zuora
//! ```
#![allow(
    clippy::print_stdout,
    clippy::indexing_slicing,
    reason = "it prints, and its server writes into JSON objects"
)]

use paginate_examples::Server;
use paginate_runtime::Paginated;
use serde::Deserialize;

/// Quickstart API: the cursor of the next page is called `next_page` in the response and `cursor` in the request; the size is `page_size`.
#[derive(Deserialize, Paginated)]
#[paginate(token = "next_page", param = "cursor", items = "data", max = 50)]
struct Accounts {
    next_page: Option<String>,
    data: Vec<Account>,
}

#[derive(Deserialize)]
struct Account {
    account_number: String,
    name: String,
}

/// Object Query: here the cursor is called `nextPage`. The subscriptions inside an account are cut at the page size, and there is no way
/// to ask for the rest: `nested` has them counted.
#[derive(Deserialize, Paginated)]
#[paginate(
    token = "next_page",
    param = "cursor",
    items = "data",
    size = "pageSize",
    max = 99,
    nested = "subscriptions"
)]
#[serde(rename_all = "camelCase")]
struct ExpandedAccounts {
    next_page: Option<String>,
    data: Vec<ExpandedAccount>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct ExpandedAccount {
    account_number: String,
    subscriptions: Vec<serde_json::Value>,
}

/// v1: here `nextPage` is a URL, and failures come with status 200.
#[derive(Deserialize, Paginated)]
#[paginate(
    next_url = "next_page",
    items = "products",
    size = "pageSize",
    max = 40,
    ok = "success",
    error = "reasons"
)]
#[serde(rename_all = "camelCase")]
struct Products {
    success: bool,
    reasons: Option<serde_json::Value>,
    next_page: Option<String>,
    products: Vec<Product>,
}

#[derive(Deserialize)]
struct Product {
    sku: String,
    name: String,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), paginate_runtime::Error> {
    let server = Server::start(zuora::router()).await;
    let client = reqwest::Client::new();
    let get = |path: &str| client.get(format!("{}{path}", server.origin)).bearer_auth("offline");

    println!("Quickstart, 50 accounts a page:");
    let accounts: Vec<Account> = Accounts::paginate(get("/v2/accounts")).items().try_collect().await?;
    if let (Some(first), Some(last)) = (accounts.first(), accounts.last()) {
        println!(
            "  {} accounts, from {} {} to {} {}",
            accounts.len(),
            first.account_number,
            first.name,
            last.account_number,
            last.name
        );
    }
    println!("  {}\n", server.requests().join("\n  "));

    println!("Object Query, 4 accounts a page, so not more than 4 subscriptions in each:");
    let mut accounts = ExpandedAccounts::paginate(get("/object-query/accounts?expand[]=subscriptions"))
        .page_size(4)
        .items();
    while let Some(account) = accounts.try_next().await? {
        println!("  {}: {} subscriptions", account.account_number, account.subscriptions.len());
    }
    println!("  {} lists of subscriptions may have been cut", accounts.truncated_lists());
    println!("  {}\n", server.requests().join("\n  "));

    println!("v1, 40 products a page, which is the most:");
    let products: Vec<Product> = Products::paginate(get("/v1/catalog/products")).items().try_collect().await?;
    if let (Some(first), Some(last)) = (products.first(), products.last()) {
        println!(
            "  {} products, from {} {} to {} {}",
            products.len(),
            first.sku,
            first.name,
            last.sku,
            last.name
        );
    }
    println!("  {}\n", server.requests().join("\n  "));

    println!("v1, a failure with status 200:");
    if let Err(error) = Products::paginate(get("/v1/catalog/products?termType=unknown"))
        .items()
        .try_collect::<Vec<_>>()
        .await
    {
        println!("  {error}");
    }
    println!("  {}", server.requests().join("\n  "));
    Ok(())
}

/// The three APIs as Zuora documents them.
mod zuora {
    use std::collections::HashMap;

    use axum::Router;
    use axum::extract::Query;
    use axum::http::{HeaderMap, StatusCode};
    use axum::response::Json;
    use axum::routing::get;
    use serde_json::{Value, json};

    type Params = Query<HashMap<String, String>>;
    type Refusal = (StatusCode, Json<Value>);

    pub(crate) fn router() -> Router {
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
        let accounts = (1..=120).map(|id| json!({ "account_number": format!("A{id:05}"), "name": format!("Account {id}") }));
        let (data, next_page) = cut(accounts, start, size);
        Ok(Json(json!({ "data": data, "next_page": next_page })))
    }

    /// A size that is not from 1 to 99 counts as 10, and nobody is told.
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

    /// A size above 40 counts as 40, one that is no size as 10.
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
        let page: usize = params.get("page").and_then(|page| page.parse().ok()).unwrap_or(1);
        let products = (1..=90).map(|id| json!({ "sku": format!("SKU-{id:03}"), "name": format!("Product {id}") }));
        let (products, next) = cut(products, page.saturating_sub(1) * size, size);
        let mut body = json!({ "products": products, "success": true });
        if next.is_some() {
            let host = headers.get("host").and_then(|host| host.to_str().ok()).unwrap_or_default();
            body["nextPage"] = format!("http://{host}/v1/catalog/products?page={}&pageSize={size}", page + 1).into();
        }
        Json(body)
    }

    /// One page, and the cursor of the next one.
    fn cut(records: impl Iterator<Item = Value>, start: usize, size: usize) -> (Vec<Value>, Option<String>) {
        let mut records = records.skip(start);
        let page = records.by_ref().take(size).collect();
        (page, records.next().map(|_| format!("W3sib3JkZXJ={}==", start + size)))
    }

    /// The place that a cursor names.
    fn start(cursor: Option<&String>) -> Result<usize, Refusal> {
        let Some(cursor) = cursor else { return Ok(0) };
        let place = cursor.strip_prefix("W3sib3JkZXJ=").and_then(|place| place.strip_suffix("=="));
        place
            .and_then(|place| place.parse().ok())
            .ok_or_else(|| (StatusCode::BAD_REQUEST, Json(json!({ "message": "invalid cursor" }))))
    }
}
