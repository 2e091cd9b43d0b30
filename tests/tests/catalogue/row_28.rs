//! Row 28. Jira Cloud, search by JQL
//!
//! `/rest/api/3/search/jql` replaced the classic search, which is gone (410). The next page is
//! requested with `nextPageToken`. There is no total, and `isLast` is not reliable: the absence of
//! the token is the end. `startAt` is *ignored*, so clients of the classic search read the first
//! page for ever. A page can be empty and still have a token. Queries without a bound are refused.
//! The server returns fewer items than requested if many fields are selected: up to 5000 with only
//! `id` or `key`, otherwise 100.
//!
//! Sends: GET /rest/api/3/search/jql?jql=...&maxResults=5000, then &nextPageToken=...; as POST the
//! same in the body
//!
//! Source: I (mcp-atlassian#848, open-webui/oikb#69, kingfisher#460: a stale token after the last
//! page loops).

use paginate_runtime::{EndReason, ErrorKind};
use paginate_tests::{Api, Refusal, Reply, Request, Server};
use serde_json::json;

use crate::common::{client, encoded, get, walk};

// [declaration]
use paginate_runtime::Paginated;
use serde::Deserialize;

#[derive(Deserialize, Paginated)]
#[paginate(
    token = "next_page_token",
    param = "nextPageToken",
    items = "issues",
    size = "maxResults",
    max = 5000
)]
#[serde(rename_all = "camelCase")]
struct Issues {
    next_page_token: Option<String>,
    issues: Vec<Issue>,
}

#[derive(Debug, PartialEq, Deserialize)]
struct Issue {
    id: u32,
}

/// The same endpoint with POST.
#[derive(Deserialize, Paginated)]
#[paginate(token = "next_page_token", param = body("nextPageToken"), items = "issues", size = body("maxResults"), max = 5000)]
#[serde(rename_all = "camelCase")]
struct PostedIssues {
    next_page_token: Option<String>,
    issues: Vec<Issue>,
}
// [/declaration]

fn issues(ids: std::ops::RangeInclusive<u32>) -> Vec<Issue> {
    ids.map(|id| Issue { id }).collect()
}

fn refuse(refusal: Refusal) -> Reply {
    Reply::json(json!({ "errorMessages": [refusal.to_string()] })).status(400)
}

fn answer(api: &Api, request: &Request) -> Result<Reply, Reply> {
    if request.at("jql").or_else(|| request.at("/jql")).is_none() {
        let message = "Unbounded JQL queries are not allowed here.";
        return Err(Reply::json(json!({ "errorMessages": [message] })).status(400));
    }
    let slice = api.read(request).map_err(refuse)?;
    // `isLast` is not reliable.
    let mut page = json!({ "issues": slice.items, "isLast": false });
    if let Some(next) = slice.next {
        page["nextPageToken"] = next.into();
    }
    Ok(Reply::json(page))
}

fn server(api: Api) -> Server {
    let api = api.size("maxResults", 50, 5000).by_token("nextPageToken");
    Server::start(move |request| answer(&api, request))
}

#[tokio::test]
async fn row_28_jira_jql() {
    let server = server(Api::numbered(7).empty_pages([1]));
    let request =
        client().get(server.url("/rest/api/3/search/jql?jql=project%20%3D%20A&fields=id"));
    let walk = walk(Issues::paginate(request).page_size(3)).await;

    assert_eq!(walk.pages, 4);
    assert_eq!(walk.ended(), (issues(1..=7), EndReason::NoContinuation));
    assert_eq!(
        server.lines(),
        [
            "GET /rest/api/3/search/jql?jql=project%20%3D%20A&fields=id&maxResults=3".to_owned(),
            "GET /rest/api/3/search/jql?jql=project%20%3D%20A&fields=id&nextPageToken=AuFA1b%2B%2F%3D&maxResults=3".to_owned(),
            "GET /rest/api/3/search/jql?jql=project%20%3D%20A&fields=id&nextPageToken=gv3MVE%2B%2F%3D&maxResults=3".to_owned(),
            format!(
                "GET /rest/api/3/search/jql?jql=project%20%3D%20A&fields=id&nextPageToken={}&maxResults=3",
                encoded(3)
            ),
        ]
    );
}

#[tokio::test]
async fn row_28_jira_jql_by_post() {
    let api = Api::numbered(5)
        .size("/maxResults", 50, 5000)
        .by_token("/nextPageToken");
    let server = Server::start(move |request| answer(&api, request));
    let request = client()
        .post(server.url("/rest/api/3/search/jql"))
        .json(&json!({ "jql": "project = A" }));
    let (items, end) = walk(PostedIssues::paginate(request).page_size(2))
        .await
        .ended();

    assert_eq!((items, end), (issues(1..=5), EndReason::NoContinuation));
    assert_eq!(
        server.lines(),
        [
            r#"POST /rest/api/3/search/jql {"jql":"project = A","maxResults":2}"#,
            r#"POST /rest/api/3/search/jql {"jql":"project = A","nextPageToken":"AuFA1b+/=","maxResults":2}"#,
            r#"POST /rest/api/3/search/jql {"jql":"project = A","nextPageToken":"gv3MVE+/=","maxResults":2}"#,
        ]
    );
}

/// Clients that still count pages get an error here, after two requests.
#[tokio::test]
async fn row_28_jira_jql_ignores_offsets() {
    #[derive(Deserialize, Paginated)]
    #[paginate(offset = "startAt", items = "issues", size = "maxResults", max = 100)]
    struct Classic {
        issues: Vec<Issue>,
    }
    let server = server(Api::numbered(7));
    let request = client().get(server.url("/rest/api/3/search/jql?jql=project=A"));
    let (items, kind, message) = walk(Classic::paginate(request).page_size(3)).await.failed();

    assert_eq!((items, kind), (issues(1..=3), ErrorKind::RepeatedPage));
    assert!(
        message.contains("does the API read `startAt=..`?"),
        "{message}"
    );
    assert_eq!(server.lines().len(), 2);
}

#[tokio::test]
async fn row_28_jira_jql_refuses_what_it_documents() {
    let server = server(Api::numbered(7));
    assert_eq!(
        get(&server, "/rest/api/3/search/jql").await.0,
        400,
        "without a query"
    );
    assert_eq!(
        get(&server, "/rest/api/3/search/jql?jql=a&nextPageToken=x")
            .await
            .0,
        400
    );
}
