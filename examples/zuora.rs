//! Walks three Zuora APIs with three kinds of pagination, on a server in this process.
//!
//! ```sh
//! cargo run -p paginate-examples --example zuora
//! ```
//!
//! It prints:
//!
//! ```text
//! Quickstart, 50 accounts a page:
//!   120 accounts, from A00001 Account 1 to A00120 Account 120
//!   GET /v2/accounts?page_size=50
//!   GET /v2/accounts?cursor=[..]&page_size=50[..]
//!
//! Object Query, 4 accounts a page, so not more than 4 subscriptions in each:
//!   A00001: 1 subscriptions
//!   A00002: 4 subscriptions[..]
//!   3 lists of subscriptions may have been cut
//!   GET /object-query/accounts?expand[]=subscriptions&pageSize=4
//!   GET /object-query/accounts?expand[]=subscriptions&cursor=W3sib3JkZXJ%3D4%3D%3D&pageSize=4
//!
//! v1, 40 products a page, which is the most:
//!   90 products, from SKU-001 Product 1 to SKU-090 Product 90
//!   GET /v1/catalog/products?pageSize=40
//!   GET /v1/catalog/products?page=2&pageSize=40
//!   GET /v1/catalog/products?page=3&pageSize=40
//!
//! v1, a failure with status 200:
//!   page 1: the API reports: [{"code": 53100320, "message": "'termType' value should be one of[..] (GET [..], status 200)
//!   GET /v1/catalog/products?termType=unknown&pageSize=40
//! ```
#![allow(clippy::print_stdout, reason = "printing is what this example does")]

use paginate_examples::Server;
use paginate_examples::servers::zuora;
use paginate_runtime::Paginated;
use serde::Deserialize;

/// Quickstart API: the cursor of the next page is called `next_page` in the response and `cursor`
/// in the request; the size is `page_size`.
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

/// Object Query: here the cursor is called `nextPage`. The subscriptions inside an account are cut
/// at the page size, and the API cannot return the rest: `nested` counts such lists.
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
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let server = Server::start(zuora::router()).await;
    let client = reqwest::Client::new();
    let get = |path: &str| {
        client
            .get(format!("{}{path}", server.origin))
            .bearer_auth("offline")
    };

    println!("Quickstart, 50 accounts a page:");
    let accounts: Vec<Account> = Accounts::paginate(get("/v2/accounts"))
        .items()
        .try_collect()
        .await?;
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
    assert_eq!(accounts.len(), 120);

    println!("Object Query, 4 accounts a page, so not more than 4 subscriptions in each:");
    let mut accounts =
        ExpandedAccounts::paginate(get("/object-query/accounts?expand[]=subscriptions"))
            .page_size(4)
            .items();
    while let Some(account) = accounts.try_next().await? {
        println!(
            "  {}: {} subscriptions",
            account.account_number,
            account.subscriptions.len()
        );
    }
    println!(
        "  {} lists of subscriptions may have been cut",
        accounts.truncated_lists()
    );
    println!("  {}\n", server.requests().join("\n  "));
    assert_eq!((accounts.received(), accounts.truncated_lists()), (6, 3));

    println!("v1, 40 products a page, which is the most:");
    let products: Vec<Product> = Products::paginate(get("/v1/catalog/products"))
        .items()
        .try_collect()
        .await?;
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
    assert_eq!(products.len(), 90);

    println!("v1, a failure with status 200:");
    let mut refused = Products::paginate(get("/v1/catalog/products?termType=unknown")).items();
    let Err(error) = refused.try_next().await else {
        return Err("a failure of the API was expected".into());
    };
    println!("  {error}");
    println!("  {}", server.requests().join("\n  "));
    assert!(error.is_api());
    Ok(())
}
