//! Lists the users of a Zoom account in both modes that Zoom documents: by `next_page_token` and by
//! `page_number`.
//!
//! ```sh
//! cargo run -p paginate-examples --example zoom_users                              # offline, against a server of its own
//! ZOOM_ACCESS_TOKEN=... cargo run -p paginate-examples --example zoom_users        # against https://api.zoom.us/v2
//! ```
//!
//! `ZOOM_BASE_URL` replaces `https://api.zoom.us/v2`.
//!
//! It prints:
//!
//! ```text
//! By token, two a page:
//!   jI11cHi1QgWb5NYcPAx2Kq Jill Chill <jill.chill@example.com>
//!   h7uTrUeQRmKq2xWb5NYcPA Htrue Vale <htrue.vale@example.com>
//!   aLd0R3yzSgC8fLkTj6MwEQ Aldo Ronde <aldo.ronde@example.com>
//! 3 users on 2 pages; the last page named no next page.
//!   GET /v2/users?status=active&page_size=2
//!   GET /v2/users?status=active&next_page_token=[..]&page_size=2
//!
//! By page number, two a page:
//!   jI11cHi1QgWb5NYcPAx2Kq Jill Chill <jill.chill@example.com>
//!   h7uTrUeQRmKq2xWb5NYcPA Htrue Vale <htrue.vale@example.com>
//!   aLd0R3yzSgC8fLkTj6MwEQ Aldo Ronde <aldo.ronde@example.com>
//! 3 users on 2 pages; the total was reached.
//!   GET /v2/users?status=active&page_number=1&page_size=2
//!   GET /v2/users?status=active&page_number=2&page_size=2
//! ```
#![allow(clippy::print_stdout, reason = "printing is what this example does")]

use std::env;
use std::error::Error;

use paginate_examples::Server;
use paginate_examples::servers::zoom;
use paginate_runtime::{Items, Paginated};
use serde::Deserialize;

/// A page of `GET /users`. The last one has an empty token.
#[derive(Deserialize, Paginated)]
#[paginate(token = "next_page_token", items = "users", max = 300)]
struct UserList {
    next_page_token: String,
    users: Vec<User>,
}

/// The same endpoint with the older pagination: pages from 1 to `page_count`.
#[derive(Deserialize, Paginated)]
#[paginate(page = "page_number", pages = "page_count", items = "users", max = 300)]
struct NumberedUserList {
    page_count: Option<u64>,
    users: Vec<User>,
}

#[derive(Deserialize)]
struct User {
    id: String,
    #[serde(default)]
    display_name: String,
    email: String,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let client = reqwest::Client::new();
    if let Ok(token) = env::var("ZOOM_ACCESS_TOKEN") {
        let base =
            env::var("ZOOM_BASE_URL").unwrap_or_else(|_| "https://api.zoom.us/v2".to_owned());
        let request = client
            .get(format!("{base}/users"))
            .query(&[("status", "active")])
            .bearer_auth(token);
        print(UserList::paginate(request).items()).await?;
        return Ok(());
    }

    let server = Server::start(zoom::router()).await;
    let request = || {
        client
            .get(format!("{}/v2/users", server.origin))
            .query(&[("status", "active")])
            .bearer_auth(zoom::ACCESS_TOKEN)
    };

    println!("By token, two a page:");
    let by_token = print(UserList::paginate(request()).page_size(2).items()).await?;
    println!("  {}\n", server.requests().join("\n  "));

    println!("By page number, two a page:");
    let by_number = print(NumberedUserList::paginate(request()).page_size(2).items()).await?;
    println!("  {}", server.requests().join("\n  "));

    assert_eq!((by_token, by_number), (3, 3));
    Ok(())
}

/// Prints users as they arrive, and then why the walk ended. Returns the number of users.
async fn print<P: Paginated<Item = User>>(mut users: Items<P>) -> Result<u64, Box<dyn Error>> {
    while let Some(user) = users.try_next().await? {
        println!("  {} {} <{}>", user.id, user.display_name, user.email);
    }
    if let Some(reason) = users.end_reason() {
        println!(
            "{} users on {} pages; {reason}.",
            users.received(),
            users.page_count()
        );
    }
    Ok(users.received())
}
