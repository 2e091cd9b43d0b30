//! A stack of tower's layers as the transport: hyper's client, a rate limit for the client, a
//! timeout, and a header for every request.
//!
//! ```sh
//! cargo run -p paginate-examples --example tower_stack
//! ```
//!
//! It prints:
//!
//! ```text
//! jI11cHi1QgWb5NYcPAx2Kq jill.chill@example.com
//! h7uTrUeQRmKq2xWb5NYcPA htrue.vale@example.com
//! aLd0R3yzSgC8fLkTj6MwEQ aldo.ronde@example.com
//! GET /v2/users?status=active&page_size=2
//! GET /v2/users?status=active&next_page_token=[..]&page_size=2
//! ```
#![allow(clippy::print_stdout, reason = "printing is what this example does")]

use std::error::Error;
use std::time::Duration;

use bytes::Bytes;
use http::header::{AUTHORIZATION, HeaderValue};
use http_body_util::Full;
use hyper_util::client::legacy::Client;
use hyper_util::rt::TokioExecutor;
use paginate_examples::Server;
use paginate_examples::servers::zoom;
use paginate_runtime::{EndReason, Paginated, transport::tower_service_0_3::TowerTransport};
use serde::Deserialize;
use tower::ServiceBuilder;

#[derive(Debug, Deserialize)]
struct User {
    id: String,
    email: String,
}

#[derive(Deserialize, Paginated)]
#[paginate(token = "next_page_token", items = "users", max = 300)]
struct UserList {
    next_page_token: String,
    users: Vec<User>,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error + Send + Sync>> {
    let server = Server::start(zoom::router()).await;
    let bearer = HeaderValue::from_str(&format!("Bearer {}", zoom::ACCESS_TOKEN))?;

    // From the outermost to the innermost layer. A layer that limits all requests together must be
    // below `buffer`, whose clones share it.
    let stack = ServiceBuilder::new()
        .buffer(16)
        .rate_limit(10, Duration::from_secs(1))
        .timeout(Duration::from_secs(30))
        .map_request(move |mut request: http::Request<Full<Bytes>>| {
            request.headers_mut().insert(AUTHORIZATION, bearer.clone());
            request
        })
        .service(Client::builder(TokioExecutor::new()).build_http::<Full<Bytes>>());

    let request =
        http::Request::get(format!("{}/v2/users?status=active", server.origin)).body(())?;
    let mut users = UserList::paginate((TowerTransport::new(stack), request))
        .page_size(2)
        .items();
    while let Some(user) = users.try_next().await? {
        println!("{} {}", user.id, user.email);
    }
    let asked = server.requests();
    asked.iter().for_each(|request| println!("{request}"));

    assert_eq!((users.received(), asked.len()), (3, 2));
    assert_eq!(users.end_reason(), Some(EndReason::NoContinuation));
    Ok(())
}
