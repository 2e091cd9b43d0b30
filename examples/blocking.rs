//! Without async: the same declaration with a blocking client gives a plain iterator.
//!
//! ```sh
//! cargo run -p paginate-examples --example blocking
//! ```
//!
//! It prints:
//!
//! ```text
//! jI11cHi1QgWb5NYcPAx2Kq jill.chill@example.com
//! h7uTrUeQRmKq2xWb5NYcPA htrue.vale@example.com
//! aLd0R3yzSgC8fLkTj6MwEQ aldo.ronde@example.com
//! 3 users on 2 pages
//! ```
#![allow(clippy::print_stdout, reason = "printing is what this example does")]

use std::error::Error;

use paginate_examples::Server;
use paginate_examples::servers::zoom;
use paginate_runtime::{EndReason, Paginated};
use serde::Deserialize;

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

/// This function is not async: it could be in a build script, a separate thread, or a program
/// without an executor.
fn list_users(origin: &str) -> Result<(), Box<dyn Error + Send + Sync>> {
    let agent = ureq::Agent::new_with_defaults();
    let request = http::Request::get(format!("{origin}/v2/users?status=active"))
        .header("authorization", format!("Bearer {}", zoom::ACCESS_TOKEN))
        .body(())?;

    let mut users = UserList::paginate_blocking((agent, request))
        .page_size(2)
        .items();
    for user in &mut users {
        let user = user?;
        println!("{} {}", user.id, user.email);
    }
    println!("{} users on {} pages", users.received(), users.page_count());

    assert_eq!((users.received(), users.page_count()), (3, 2));
    assert_eq!(users.end_reason(), Some(EndReason::NoContinuation));
    Ok(())
}

/// The server needs an executor; the walk runs in its own thread.
#[tokio::main]
async fn main() -> Result<(), Box<dyn Error + Send + Sync>> {
    let server = Server::start(zoom::router()).await;
    let origin = server.origin.clone();
    tokio::task::spawn_blocking(move || list_users(&origin)).await??;

    let asked = server.requests();
    assert_eq!(asked.len(), 2, "{asked:?}");
    assert_eq!(
        asked.first().map(String::as_str),
        Some("GET /v2/users?status=active&page_size=2")
    );
    Ok(())
}
