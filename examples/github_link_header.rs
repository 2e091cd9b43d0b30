//! GitHub, GitLab, Okta, Shopify, container registries: the next page's URL is in the `Link`
//! header, and the page is a bare list.
//!
//! ```sh
//! cargo run -p paginate-examples --example github_link_header
//! ```
//!
//! It prints:
//!
//! ```text
//! #1 Panics on an empty list
//! #2 Document the retry policy
//! #3 Support HTTP/3
//! #4 Typo in the guide
//! #5 Link header is ignored
//! GET /repos/octo/spoon/issues?state=all&per_page=2
//! GET /repos/octo/spoon/issues?state=all&per_page=2&page=2
//! GET /repos/octo/spoon/issues?state=all&per_page=2&page=3
//! ```
#![allow(clippy::print_stdout, reason = "printing is what this example does")]

use paginate_examples::Server;
use paginate_examples::servers::github;
use paginate_runtime::{EndReason, Paginated};
use serde::Deserialize;

/// The list is the struct's only field: `"0"`. The link is followed unchanged; only the first
/// request sends the page size.
#[derive(Deserialize, Paginated)]
#[paginate(next_url = link("next"), items = "0", size = "per_page", max = 100)]
struct Issues(Vec<Issue>);

#[derive(Deserialize)]
struct Issue {
    number: u32,
    title: String,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let server = Server::start(github::router()).await;
    // Links are followed only within the first request's origin, and this client does the same with
    // redirects: the credentials are sent nowhere else.
    let client = reqwest::Client::builder()
        .redirect(paginate_runtime::reqwest_0_13::same_origin_redirects())
        .build()?;
    let request = client
        .get(format!(
            "{}/repos/octo/spoon/issues?state=all",
            server.origin
        ))
        .bearer_auth(github::TOKEN)
        .header("user-agent", "paginate-examples");

    let mut issues = Issues::paginate(request).page_size(2).items();
    let mut numbers = Vec::new();
    while let Some(issue) = issues.try_next().await? {
        println!("#{} {}", issue.number, issue.title);
        numbers.push(issue.number);
    }
    let requests = server.requests();
    println!("{}", requests.join("\n"));

    assert_eq!(numbers, [1, 2, 3, 4, 5]);
    assert_eq!(
        issues.end_reason(),
        Some(EndReason::NoContinuation),
        "the last page has no link `next`"
    );
    assert_eq!(requests.len(), 3);
    Ok(())
}
