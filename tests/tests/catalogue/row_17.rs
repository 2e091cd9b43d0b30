//! Row 17. Salesforce query
//!
//! `nextRecordsUrl` is an absolute path on the same instance, absent if `done` is true. Later
//! requests have no parameters. The header `Sforce-Query-Options: batchSize=1000` asks for a number
//! of records, from 200 to 2000 (2000 by default). Put it into the first request, and it is sent
//! with each page. It is only a hint: child objects count, and fewer records are normal. A locator
//! expires, and only a few may be open at once: 400 `INVALID_QUERY_LOCATOR`. Do not use
//! `.page_size(..)` here, because this header does not accept a bare number.
//!
//! Sends: GET /services/data/v60.0/query?q=SELECT.., then the path in `nextRecordsUrl`
//!
//! Source: S, the REST API guide's "Query", "Query More Results" and "Query Options Header",
//! <https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/>. From memory: the answers to what is refused.

use paginate_runtime::{EndReason, ErrorKind};
use paginate_tests::{Api, Reply, Server};
use serde_json::json;

use crate::common::{answer, client, get, walk};

// [declaration]
use paginate_runtime::Paginated;
use serde::Deserialize;

#[derive(Deserialize, Paginated)]
#[paginate(next_url = "next_records_url", done = "done", items = "records")]
#[serde(rename_all = "camelCase")]
struct QueryResult {
    next_records_url: Option<String>,
    done: bool,
    records: Vec<Account>,
}

#[derive(Debug, PartialEq, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Account {
    id: String,
}
// [/declaration]

fn accounts(count: usize) -> Vec<Account> {
    (1..=count)
        .map(|n| Account {
            id: format!("001{n}"),
        })
        .collect()
}

const QUERY: &str = "/services/data/v60.0/query";

fn failure(code: &str) -> Reply {
    Reply::json(json!([{ "message": "invalid query", "errorCode": code }])).status(400)
}

/// A server for which the header is a hint: it sends `cut` records fewer.
fn salesforce(count: usize, cut: usize) -> Server {
    let records = (1..=count)
        .map(|n| json!({ "attributes": { "type": "Account" }, "Id": format!("001{n}") }));
    let api = Api::records(records)
        .size("size", 2000, 2000)
        .by_offset("at");
    Server::start(move |request| {
        if request.header("authorization").is_none() {
            return Err(Reply::json(json!([{ "errorCode": "INVALID_SESSION_ID" }])).status(401));
        }
        let at = match request.path.strip_prefix(QUERY) {
            Some("") if request.param("q").is_some() => "0".to_owned(),
            Some(locator)
                if request.query.is_empty() && locator.starts_with("/01gRO0000016PIAYA2-") =>
            {
                locator.replace("/01gRO0000016PIAYA2-", "")
            }
            Some(_) => return Err(failure("MALFORMED_QUERY")),
            None => return Err(Reply::json(json!([{ "errorCode": "NOT_FOUND" }])).status(404)),
        };
        let wish = request
            .header("sforce-query-options")
            .and_then(|header| header.strip_prefix("batchSize="));
        let size = wish.map_or(2000, |wish| {
            wish.parse::<usize>().expect("a number").clamp(200, 2000)
        }) - cut;
        // The test server reads queries.
        let mut inside = request.clone();
        inside.query = format!("at={at}&size={size}");
        let slice = api
            .read(&inside)
            .map_err(|_| failure("INVALID_QUERY_LOCATOR"))?;
        let mut page =
            json!({ "totalSize": slice.total, "done": slice.is_last(), "records": slice.items });
        if let Some(next) = slice.next {
            page["nextRecordsUrl"] = format!("{QUERY}/01gRO0000016PIAYA2-{next}").into();
        }
        Ok(Reply::json(page))
    })
}

#[tokio::test]
async fn row_17_salesforce() {
    let server = salesforce(500, 0);
    let request = client()
        .get(server.url("/services/data/v60.0/query?q=SELECT+Id+FROM+Account"))
        .bearer_auth("secret")
        .header("Sforce-Query-Options", "batchSize=200");
    let (items, end) = walk(QueryResult::paginate(request)).await.ended();

    assert_eq!((items, end), (accounts(500), EndReason::Flag));
    assert_eq!(
        server.lines(),
        [
            "GET /services/data/v60.0/query?q=SELECT+Id+FROM+Account",
            "GET /services/data/v60.0/query/01gRO0000016PIAYA2-200",
            "GET /services/data/v60.0/query/01gRO0000016PIAYA2-400",
        ]
    );
    for request in server.requests() {
        assert_eq!(
            (
                request.header("authorization"),
                request.header("sforce-query-options")
            ),
            (Some("Bearer secret"), Some("batchSize=200")),
            "the wish goes along"
        );
    }
}

#[tokio::test]
async fn row_17_salesforce_sends_fewer_than_asked() {
    let server = salesforce(500, 20);
    let request = client()
        .get(server.url("/services/data/v60.0/query?q=SELECT+Id+FROM+Account"))
        .bearer_auth("secret")
        .header("Sforce-Query-Options", "batchSize=200");
    let (items, end) = walk(QueryResult::paginate(request)).await.ended();

    assert_eq!((items, end), (accounts(500), EndReason::Flag));
    assert_eq!(
        server.lines()[1..],
        [
            "GET /services/data/v60.0/query/01gRO0000016PIAYA2-180",
            "GET /services/data/v60.0/query/01gRO0000016PIAYA2-360",
        ]
    );
}

#[tokio::test]
async fn row_17_salesforce_in_one_page() {
    let server = salesforce(2, 0);
    let request = client().get(server.url("/services/data/v60.0/query?q=SELECT+Id+FROM+Account"));
    let (items, end) = walk(QueryResult::paginate(request.bearer_auth("secret")))
        .await
        .ended();

    assert_eq!((items, end), (accounts(2), EndReason::Flag));
    assert_eq!(
        server.lines(),
        ["GET /services/data/v60.0/query?q=SELECT+Id+FROM+Account"],
        "no size is sent"
    );
}

#[tokio::test]
async fn row_17_salesforce_locator_that_expires() {
    let server = Server::start(|request| match request.path.as_str() {
        QUERY => Reply::json(
            json!({ "done": false, "nextRecordsUrl": "/services/data/v60.0/query/01g-2", "records": [{ "Id": "0011" }] }),
        ),
        _ => failure("INVALID_QUERY_LOCATOR"),
    });
    let request = client().get(server.url("/services/data/v60.0/query?q=SELECT+Id+FROM+Account"));
    let (items, kind, message) = walk(QueryResult::paginate(request)).await.failed();

    assert_eq!(
        (items, kind),
        (accounts(1), ErrorKind::ContinuationRejected)
    );
    assert!(message.contains("INVALID_QUERY_LOCATOR"), "{message}");
}

#[tokio::test]
async fn row_17_salesforce_refuses_what_it_documents() {
    let server = salesforce(3, 0);
    assert_eq!(
        get(&server, "/services/data/v60.0/query?q=x").await.0,
        401,
        "without credentials"
    );
    let ask = async |path: &str| {
        answer(client().get(server.url(path)).bearer_auth("secret"))
            .await
            .0
    };
    assert_eq!(
        ask("/services/data/v60.0/query").await,
        400,
        "without a query"
    );
    assert_eq!(
        ask("/services/data/v60.0/query/01gRO0000016PIAYA2-1?q=x").await,
        400,
        "a locator and a query"
    );
    assert_eq!(ask("/services/data/v60.0/query/guess").await, 400);
}
