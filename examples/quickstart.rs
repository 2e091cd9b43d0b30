//! The complete example of the README: a declaration and a loop. `quickstart_expanded.rs` shows the
//! code that the derive generates.
//!
//! ```sh
//! cargo run -p paginate-examples --example quickstart
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

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), paginate_runtime::Error> {
    let server = Server::start(zoom::router()).await;
    let client = paginate_runtime::reqwest_0_13::client()?;
    let request = client
        .get(format!("{}/v2/users?status=active", server.origin))
        .bearer_auth(zoom::ACCESS_TOKEN);

    // Without this size it would request 300, and get all three users on one page.
    let mut users = UserList::paginate(request).page_size(2).items();
    while let Some(user) = users.try_next().await? {
        println!("{} {}", user.id, user.email);
    }
    println!("{} users on {} pages", users.received(), users.page_count());

    assert_eq!((users.received(), users.page_count()), (3, 2));
    assert_eq!(users.end_reason(), Some(EndReason::NoContinuation));
    Ok(())
}
