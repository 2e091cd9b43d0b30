//! Stripe, OpenAI, Discord and others: there is no token, and the next request sends the id of the
//! last item.
//!
//! ```sh
//! cargo run -p paginate-examples --example stripe_last_id
//! ```
//!
//! It prints:
//!
//! ```text
//! cus_NffrFeUfNV2Hib jenny.rosen@example.com
//! cus_Na6dX7aXxi11N4 ola.nordmann@example.com
//! cus_NZP5i1diUz55jp max.mustermann@example.com
//! cus_NXWFAYZ1a9eeV5 jan.janssen@example.com
//! cus_NWRTyUqCoBxWdb erika.gabler@example.com
//! GET /v1/customers?limit=2
//! GET /v1/customers?starting_after=cus_Na6dX7aXxi11N4&limit=2
//! GET /v1/customers?starting_after=cus_NXWFAYZ1a9eeV5&limit=2
//! ```
#![allow(clippy::print_stdout, reason = "printing is what this example does")]

use paginate_examples::Server;
use paginate_examples::servers::stripe;
use paginate_runtime::{EndReason, Paginated};
use serde::Deserialize;

/// `last_item` is a path inside an item; `param` is the parameter of the next request for its
/// value. The flag `more` has priority.
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

#[derive(Deserialize)]
struct Customer {
    id: String,
    email: Option<String>,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), paginate_runtime::Error> {
    let server = Server::start(stripe::router()).await;
    let request = reqwest::Client::new()
        .get(format!("{}/v1/customers", server.origin))
        .basic_auth(stripe::API_KEY, None::<&str>);

    let mut customers = Customers::paginate(request).page_size(2).items();
    let mut ids = Vec::new();
    while let Some(customer) = customers.try_next().await? {
        println!(
            "{} {}",
            customer.id,
            customer.email.as_deref().unwrap_or("(no address)")
        );
        ids.push(customer.id);
    }
    let requests = server.requests();
    println!("{}", requests.join("\n"));

    ids.sort();
    ids.dedup();
    assert_eq!(
        (ids.len(), customers.received()),
        (5, 5),
        "each of them once"
    );
    assert_eq!(
        customers.end_reason(),
        Some(EndReason::Flag),
        "`has_more` was false"
    );
    assert_eq!(requests.len(), 3);
    Ok(())
}
