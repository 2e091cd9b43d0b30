//! A GraphQL connection: the cursor is sent in the variables of the POST body, `hasNextPage` marks
//! the end, and the items are nodes of edges.
//!
//! ```sh
//! cargo run -p paginate-examples --example graphql_relay
//! ```
//!
//! It prints:
//!
//! ```text
//! #1 Cursor is lost on retry
//! #2 Add a connection for labels
//! #3 Errors come with status 200
//! #4 Nodes can be null
//! #5 Explain first and after
//! POST /graphql {"query":..,"variables":{"first":2}}
//! POST /graphql {"query":..,"variables":{"after":"Y3Vyc29y2","first":2}}
//! POST /graphql {"query":..,"variables":{"after":"Y3Vyc29y4","first":2}}
//! ```
#![allow(clippy::print_stdout, reason = "printing is what this example does")]

use paginate_examples::Server;
use paginate_examples::servers::graphql;
use paginate_runtime::{EndReason, Paginated};
use serde::Deserialize;
use serde_json::{Value, json};

/// The query declares `$first` and `$after`; the walk writes both, and leaves the rest of the body
/// as it is.
const QUERY: &str = "query($first: Int!, $after: String) { repository(owner: \"octo\", name: \"spoon\") { issues(first: $first, after: $after) \
                     { edges { node { number title } } pageInfo { endCursor hasNextPage } } } }";

#[derive(Deserialize, Paginated)]
#[paginate(
    at = "data.repository.issues", items = ".edges[].node", item = Issue, error = "errors",
    token = ".page_info.end_cursor", param = body("variables.after"), more = ".page_info.has_next_page",
    size = body("variables.first"), max = 100
)]
struct Issues {
    data: Option<Data>,
    errors: Option<Value>,
}

#[derive(Deserialize)]
struct Data {
    repository: Option<Repository>,
}

#[derive(Deserialize)]
struct Repository {
    issues: Connection,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Connection {
    edges: Vec<Edge>,
    page_info: PageInfo,
}

#[derive(Deserialize)]
struct Edge {
    node: Option<Issue>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct PageInfo {
    end_cursor: Option<String>,
    has_next_page: bool,
}

#[derive(Deserialize)]
struct Issue {
    number: u32,
    title: String,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), paginate_runtime::Error> {
    let server = Server::start(graphql::router()).await;
    let request = reqwest::Client::new()
        .post(format!("{}/graphql", server.origin))
        .json(&json!({ "query": QUERY, "variables": {} }));

    let mut issues = Issues::paginate(request).page_size(2).items();
    while let Some(issue) = issues.try_next().await? {
        println!("#{} {}", issue.number, issue.title);
    }
    let requests = server.requests();
    for (_, variables) in requests
        .iter()
        .filter_map(|request| request.split_once("\"variables\""))
    {
        println!("POST /graphql {{\"query\":..,\"variables\"{variables}");
    }

    assert_eq!(issues.received(), 5);
    assert_eq!(
        issues.end_reason(),
        Some(EndReason::Flag),
        "the last page has a cursor, too"
    );
    assert_eq!(requests.len(), 3);
    Ok(())
}
