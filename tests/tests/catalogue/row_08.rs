//! Row 8. GitHub GraphQL (Relay connections)
//!
//! `pageInfo.endCursor` of the connection is sent back as the variable `after`.
//! `pageInfo.hasNextPage` decides, because the last page has a cursor too. `first` is required, 100
//! at most. Edges and their nodes may be null. Failures have status 200 and `errors`. An expensive
//! page is a 502: request a smaller one, or use `.shrink_on_timeout()`. The query must declare
//! `$first` and `$after`. `nodes` instead of `edges { node }` works as well: `items = ".nodes"`.
//!
//! Sends: POST /graphql {"query":"..","variables":{"first":100}}, then
//! ..."variables":{"after":"..","first":100}
//!
//! Source: S, <https://docs.github.com/en/graphql/guides/using-pagination-in-the-graphql-api> and
//! <https://relay.dev/graphql/connections.htm>.

use std::time::Duration;

use paginate_runtime::{EndReason, ErrorKind, RetryPolicy};
use paginate_tests::{Api, Refusal, Reply, Request, Server, token};
use serde_json::json;

use crate::common::{client, post, walk};

// [declaration]
use paginate_runtime::Paginated;
use serde::Deserialize;
use serde_json::Value;

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

#[derive(Debug, PartialEq, Deserialize)]
struct Issue {
    number: u32,
}
// [/declaration]

const QUERY: &str = "query($first: Int!, $after: String) { ... }";

fn numbers(issues: &[Issue]) -> Vec<u32> {
    issues.iter().map(|issue| issue.number).collect()
}

fn errors(message: &str) -> Reply {
    Reply::json(
        json!({ "data": { "repository": null }, "errors": [{ "type": "ARGUMENT", "message": message }] }),
    )
}

fn refuse(refusal: Refusal) -> Reply {
    errors(match refusal {
        Refusal::Size => {
            "Requesting too many records on the connection exceeds the `first` limit of 100 records."
        }
        Refusal::Unknown | Refusal::Changed => "The cursor is not valid for this connection.",
    })
}

/// Returns a connection in any shape, with page info, which has a cursor on the last page too.
fn connection(
    api: &Api,
    request: &Request,
    nodes: impl FnOnce(Vec<Value>) -> (&'static str, Value),
) -> Result<Reply, Reply> {
    if request.at("/query").as_deref() != Some(QUERY) {
        return Err(errors(
            "A query attribute must be specified and must be a string.",
        ));
    }
    if request.at("/variables/first").is_none() {
        return Err(errors(
            "You must provide a `first` or `last` value to properly paginate the `issues` connection.",
        ));
    }
    let slice = api.read(request).map_err(refuse)?;
    let (name, nodes) = nodes(slice.items);
    let info = json!({ "hasNextPage": slice.next.is_some(), "endCursor": slice.next.unwrap_or_else(|| token(99)) });
    Ok(Reply::json(
        json!({ "data": { "repository": { "issues": { name: nodes, "pageInfo": info } } } }),
    ))
}

fn api(count: usize) -> Api {
    Api::records((1..=count).map(|number| json!({ "number": number })))
        .size("/variables/first", 0, 100)
        .refuse_sizes()
        .by_token("/variables/after")
}

fn edges(nodes: Vec<Value>) -> (&'static str, Value) {
    (
        "edges",
        nodes
            .into_iter()
            .map(|node| json!({ "node": node }))
            .collect(),
    )
}

fn github(api: Api) -> Server {
    Server::start(move |request| connection(&api, request, edges))
}

#[tokio::test]
async fn row_08_github_graphql() {
    let server = github(api(7).empty_pages([1]));
    let request = client()
        .post(server.url("/graphql"))
        .bearer_auth("secret")
        .json(&json!({ "query": QUERY, "variables": { "owner": "o" } }));
    let (items, end) = walk(Issues::paginate(request).page_size(3)).await.ended();

    assert_eq!(
        (numbers(&items), end),
        (vec![1, 2, 3, 4, 5, 6, 7], EndReason::Flag)
    );
    let variables: Vec<_> = server
        .requests()
        .iter()
        .map(|request| request.json()["variables"].clone())
        .collect();
    assert_eq!(
        variables,
        [
            json!({ "owner": "o", "first": 3 }),
            json!({ "owner": "o", "first": 3, "after": token(1) }),
            json!({ "owner": "o", "first": 3, "after": token(2) }),
            json!({ "owner": "o", "first": 3, "after": token(3) }),
        ]
    );
    assert_eq!(
        server.lines()[1],
        format!(
            r#"POST /graphql {{"query":"{QUERY}","variables":{{"owner":"o","after":"AuFA1b+/=","first":3}}}}"#
        )
    );
}

#[tokio::test]
async fn row_08_github_graphql_nodes() {
    #[derive(Deserialize, Paginated)]
    #[paginate(
        at = "data.repository.issues", items = ".nodes", item = Issue, error = "errors",
        token = ".page_info.end_cursor", param = body("variables.after"), more = ".page_info.has_next_page",
        size = body("variables.first"), max = 100
    )]
    struct Nodes {
        data: Option<NodesData>,
        errors: Option<Value>,
    }
    #[derive(Deserialize)]
    struct NodesData {
        repository: Option<NodesRepository>,
    }
    #[derive(Deserialize)]
    struct NodesRepository {
        issues: NodesConnection,
    }
    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct NodesConnection {
        nodes: Vec<Issue>,
        page_info: PageInfo,
    }
    let api = api(3);
    let server =
        Server::start(move |request| connection(&api, request, |nodes| ("nodes", nodes.into())));
    let request = client()
        .post(server.url("/graphql"))
        .json(&json!({ "query": QUERY }));
    let (items, end) = walk(Nodes::paginate(request).page_size(1)).await.ended();

    assert_eq!((numbers(&items), end), (vec![1, 2, 3], EndReason::Flag));
    let asked = [
        format!(r#"POST /graphql {{"query":"{QUERY}","variables":{{"first":1}}}}"#),
        format!(
            r#"POST /graphql {{"query":"{QUERY}","variables":{{"after":"AuFA1b+/=","first":1}}}}"#
        ),
        format!(
            r#"POST /graphql {{"query":"{QUERY}","variables":{{"after":"gv3MVE+/=","first":1}}}}"#
        ),
    ];
    assert_eq!(
        server.lines(),
        asked,
        "the variables are made where there are none"
    );
}

#[tokio::test]
async fn row_08_github_graphql_null_nodes_are_left_out() {
    let server = Server::start(|_| {
        let info = json!({ "hasNextPage": false, "endCursor": null });
        let edges = json!([{ "node": null }, { "node": { "number": 1 } }]);
        Reply::json(
            json!({ "data": { "repository": { "issues": { "edges": edges, "pageInfo": info } } } }),
        )
    });
    let request = client()
        .post(server.url("/graphql"))
        .json(&json!({ "query": QUERY }));
    let (items, end) = walk(Issues::paginate(request)).await.ended();

    assert_eq!((numbers(&items), end), (vec![1], EndReason::Flag));
}

#[tokio::test]
async fn row_08_github_graphql_failure_with_status_200() {
    let api = api(5);
    let server = Server::start(move |request| match request.at("/variables/after") {
        Some(after) if after == token(2) => {
            Err(errors("Something went wrong while executing your query."))
        }
        _ => connection(&api, request, edges),
    });
    let request = client()
        .post(server.url("/graphql"))
        .json(&json!({ "query": QUERY }));
    let (items, kind, message) = walk(Issues::paginate(request).page_size(2)).await.failed();

    assert_eq!((numbers(&items), kind), (vec![1, 2, 3, 4], ErrorKind::Api));
    assert!(
        message.starts_with("page 3: the API reports: ")
            && message.contains("Something went wrong"),
        "{message}"
    );
}

#[tokio::test]
async fn row_08_github_graphql_page_that_is_too_expensive() {
    let api = api(120).lenient();
    let server = Server::start(
        move |request| match request.at("/variables/first").as_deref() {
            Some("100") => Ok(Reply::text("<html>").status(502)),
            _ => connection(&api, request, edges),
        },
    );
    let request = || {
        client()
            .post(server.url("/graphql"))
            .json(&json!({ "query": QUERY }))
    };
    let (_, kind, message) = walk(Issues::paginate(request()).retry(RetryPolicy::none()))
        .await
        .failed();
    assert_eq!(kind, ErrorKind::Status);
    assert!(message.contains("502"), "{message}");

    let at_once = RetryPolicy::default().first_delay(Duration::ZERO);
    let (items, end) = walk(
        Issues::paginate(request())
            .retry(at_once)
            .shrink_on_timeout(),
    )
    .await
    .ended();
    assert_eq!(
        (numbers(&items), end),
        ((1..=120).collect(), EndReason::Flag)
    );
    let sizes: Vec<_> = server
        .requests()
        .iter()
        .map(|request| request.json()["variables"]["first"].clone())
        .collect();
    assert_eq!(
        sizes,
        [100, 100, 50, 50, 50],
        "once without a retry; then half, and on with that"
    );
}

#[tokio::test]
async fn row_08_github_graphql_refuses_what_it_documents() {
    let server = github(api(3));
    let ask = async |variables| {
        post(
            &server,
            "/graphql",
            json!({ "query": QUERY, "variables": variables }),
        )
        .await
        .1["errors"]
            .is_array()
    };
    assert!(ask(json!({})).await, "without `first`");
    assert!(ask(json!({ "first": 101 })).await);
    assert!(ask(json!({ "first": 1, "after": "guess" })).await);
    assert!(!ask(json!({ "first": 100, "after": null })).await);
}
