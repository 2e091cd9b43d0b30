//! Row 16. Microsoft Graph, OData v4
//!
//! `@odata.nextLink` is the URL of the next page, absent at the end (there may then be an
//! `@odata.deltaLink`, for later use). A page may be empty and still have a link. Headers such as
//! `ConsistencyLevel` must be sent with each page. OData allows the link to be relative. `$top` is
//! 999 at most for users (100 by default).
//!
//! Sends: GET /v1.0/users?$top=999, then the URL in `@odata.nextLink`
//!
//! Source: S, <https://learn.microsoft.com/en-us/graph/paging>.

use paginate_runtime::EndReason;
use paginate_tests::{Api, Reply, Server};
use serde_json::json;

use crate::common::{client, encoded, get, walk};

// [declaration]
use paginate_runtime::Paginated;
use serde::Deserialize;

#[derive(Deserialize, Paginated)]
#[paginate(next_url = "next_link", items = "value", size = "$top", max = 999)]
struct Users {
    #[serde(rename = "@odata.nextLink")]
    next_link: Option<String>,
    value: Vec<User>,
}

#[derive(Debug, PartialEq, Deserialize)]
struct User {
    id: u32,
}
// [/declaration]

fn users(ids: std::ops::RangeInclusive<u32>) -> Vec<User> {
    ids.map(|id| User { id }).collect()
}

/// A server that refuses an advanced query without the header. OData allows a link to be relative
/// to its page.
fn graph(api: Api, relative: bool) -> Server {
    let api = api.size("$top", 100, 999).by_token("$skiptoken");
    Server::start(move |request| {
        if request.header("consistencylevel") != Some("eventual") {
            return Ok(
                Reply::json(json!({ "error": { "code": "Request_UnsupportedQuery" } })).status(400),
            );
        }
        let slice = api.read(request)?;
        let mut page = json!({ "@odata.context": "https://graph.microsoft.com/v1.0/$metadata#users", "value": slice.items });
        let next = if relative {
            slice
                .next_path(request)
                .and_then(|path| path.strip_prefix("/v1.0/").map(str::to_owned))
        } else {
            slice.next_url(request)
        };
        if let Some(next) = next {
            page["@odata.nextLink"] = next.into();
        }
        Ok::<_, paginate_tests::Refusal>(Reply::json(page))
    })
}

#[tokio::test]
async fn row_16_graph() {
    for relative in [false, true] {
        let server = graph(Api::numbered(7), relative);
        let request = client()
            .get(server.url("/v1.0/users?$count=true"))
            .header("ConsistencyLevel", "eventual")
            .bearer_auth("secret");
        let (items, end) = walk(Users::paginate(request).page_size(3)).await.ended();

        assert_eq!((items, end), (users(1..=7), EndReason::NoContinuation));
        assert_eq!(
            server.lines(),
            [
                "GET /v1.0/users?$count=true&$top=3",
                "GET /v1.0/users?%24count=true&%24top=3&%24skiptoken=AuFA1b%2B%2F%3D",
                "GET /v1.0/users?%24count=true&%24top=3&%24skiptoken=gv3MVE%2B%2F%3D",
            ],
            "links are followed as they stand"
        );
        assert!(
            server
                .requests()
                .iter()
                .all(|request| request.header("authorization") == Some("Bearer secret"))
        );
    }
}

#[tokio::test]
async fn row_16_graph_goes_on_past_an_empty_page() {
    let server = graph(Api::numbered(4).empty_pages([0, 2]), false);
    let request = client()
        .get(server.url("/v1.0/users"))
        .header("ConsistencyLevel", "eventual");
    let walk = walk(Users::paginate(request).page_size(2)).await;

    assert_eq!(walk.pages, 4);
    assert_eq!(walk.ended(), (users(1..=4), EndReason::NoContinuation));
    assert_eq!(server.lines()[0], "GET /v1.0/users?$top=2");
    let continued: Vec<_> = (1..4)
        .map(|page| format!("GET /v1.0/users?%24top=2&%24skiptoken={}", encoded(page)))
        .collect();
    assert_eq!(server.lines()[1..], continued);
}

#[tokio::test]
async fn row_16_graph_ends_with_a_delta_link() {
    let server = Server::start(|request| {
        let link = format!("{}/v1.0/users/delta?$deltatoken=d", request.origin);
        Reply::json(json!({ "@odata.deltaLink": link, "value": [{ "id": 1 }] }))
    });
    let (items, end) = walk(Users::paginate(
        client().get(server.url("/v1.0/users/delta")),
    ))
    .await
    .ended();

    assert_eq!((items, end), (users(1..=1), EndReason::NoContinuation));
    assert_eq!(server.lines(), ["GET /v1.0/users/delta?$top=999"]);
}

#[tokio::test]
async fn row_16_graph_refuses_what_it_documents() {
    let server = graph(Api::numbered(5), false);
    assert_eq!(
        get(&server, "/v1.0/users?$top=2").await.0,
        400,
        "without its header"
    );
}
