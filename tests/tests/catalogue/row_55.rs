//! Row 55. SCIM 2.0
//!
//! `startIndex` is the number of the first item, counted from 1: `offset` with `start = 1`.
//! `totalResults` is the end. `Resources` may be missing if there are none. A server may return
//! fewer than `count` items, and each has its own maximum.
//!
//! Sends: GET /scim/v2/Users?startIndex=1, then ...startIndex=101...
//!
//! Source: S, RFC 7644, section 3.4.2.4.

use paginate_runtime::EndReason;
use paginate_tests::{Reply, Request, Server};
use serde_json::{Value, json};

use crate::common::{client, walk};

// [declaration]
use paginate_runtime::Paginated;
use serde::Deserialize;

#[derive(Deserialize, Paginated)]
#[paginate(
    offset = "startIndex",
    start = 1,
    total = "total_results",
    items = "resources",
    size = "count"
)]
struct Users {
    #[serde(rename = "totalResults")]
    total_results: u64,
    #[serde(rename = "Resources", default)]
    resources: Vec<User>,
}

#[derive(Debug, PartialEq, Deserialize)]
struct User {
    id: String,
}
// [/declaration]

const LIST: &str = "urn:ietf:params:scim:api:messages:2.0:ListResponse";

/// Answers with users 1 to `total`, at most three per page.
fn list(request: &Request, total: usize) -> Reply {
    let number = |name: &str| {
        request
            .param(name)
            .and_then(|value| value.parse::<usize>().ok())
    };
    // A value below 1 counts as 1 (RFC 7644).
    let start = number("startIndex").unwrap_or(1).max(1);
    let count = number("count").unwrap_or(3).min(3);
    let users: Vec<Value> = (start..=total)
        .take(count)
        .map(|id| json!({ "id": format!("u{id}"), "active": true }))
        .collect();
    let mut page = json!({ "schemas": [LIST], "totalResults": total, "startIndex": start, "itemsPerPage": users.len() });
    if !users.is_empty() {
        page["Resources"] = users.into();
    }
    Reply::json(page)
}

fn users(ids: std::ops::RangeInclusive<u32>) -> Vec<User> {
    ids.map(|id| User {
        id: format!("u{id}"),
    })
    .collect()
}

#[tokio::test]
async fn row_55_scim() {
    let server = Server::start(|request| list(request, 7));
    let request = client()
        .get(server.url("/scim/v2/Users?filter=active%20eq%20true"))
        .bearer_auth("secret");
    let (items, end) = walk(Users::paginate(request).page_size(100)).await.ended();

    assert_eq!(
        (items, end),
        (users(1..=7), EndReason::Total),
        "each of them once"
    );
    let line = |start: usize| {
        format!("GET /scim/v2/Users?filter=active%20eq%20true&startIndex={start}&count=100")
    };
    assert_eq!(
        server.lines(),
        [line(1), line(4), line(7)],
        "by what was received, not by what was asked for"
    );
}

#[tokio::test]
async fn row_55_scim_without_any() {
    let server = Server::start(|request| list(request, 0));
    let (items, _) = walk(Users::paginate(client().get(server.url("/scim/v2/Users"))))
        .await
        .ended();
    assert_eq!(items, []);
    assert_eq!(server.lines(), ["GET /scim/v2/Users?startIndex=1"]);
}
