//! Serves Zoom's list of users offline, and prints the command that finds out how it pages. It runs
//! until it is stopped.
//!
//! ```sh
//! cargo run -p paginate-examples --example zoom_server
//! ```
//!
//! It prints:
//!
//! ```text
//! An account with three users. Stop with Ctrl-C; in another terminal:
//!   cargo paginate probe 'http://127.0.0.1:[..]/v2/users?status=active' -H 'Authorization: Bearer offline'
//! ```
#![allow(clippy::print_stdout, reason = "printing is what this example does")]

use std::error::Error;
use std::io::{Write, stdout};

use paginate_examples::Server;
use paginate_examples::servers::zoom;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let server = Server::start(zoom::router()).await;
    let url = format!("{}/v2/users?status=active", server.origin);
    let header = format!("Authorization: Bearer {}", zoom::ACCESS_TOKEN);
    println!("An account with three users. Stop with Ctrl-C; in another terminal:");
    println!("  cargo paginate probe '{url}' -H '{header}'");
    stdout().flush()?;
    std::future::pending().await
}
