//! Row 6. Zuora Action query and queryMore
//!
//! A ZOQL query by POST. If the response is not complete (`done: false`), it has a `queryLocator`,
//! which is sent to another path, `/v1/action/queryMore`, in a body of its own. With the last
//! records, `done` is true and there is no locator. `conf.batchSize` is from 1 to 2000 in both
//! requests (2000 by default); a higher one counts as 2000. Fields that are null are left out. A
//! locator expires after 15 minutes; its results are kept for 5 days.
//!
//! Sends: POST /v1/action/query {"queryString":"..","conf":{"batchSize":2000}}, then POST
//! /v1/action/queryMore {"queryLocator":"..","conf":{"batchSize":2000}}
//!
//! Source: S, <https://developer.zuora.com/v1-api-reference/api/operation/Action_POSTquery/>, the
//! same for `Action_POSTqueryMore`, and the models of Zuora's SDK. Corrected: the catalogue had it
//! from memory; new are the two times, and that `queryMore` takes `conf` too. From memory still:
//! the body of the error, and that `records` is missing if there are none.

use paginate_runtime::{EndReason, ErrorKind};
use paginate_tests::{Api, Refusal, Reply, Server};
use serde_json::json;

use crate::common::{client, post, walk};

// [declaration]
use paginate_runtime::Paginated;
use serde::Deserialize;

#[derive(Deserialize, Paginated)]
#[paginate(
    token = "query_locator",
    param = body("queryLocator"),
    continue_at = "/v1/action/queryMore",
    done = "done",
    items = "records",
    size = body("conf.batchSize"),
    max = 2000
)]
#[serde(rename_all = "camelCase")]
struct QueryResult {
    done: bool,
    query_locator: Option<String>,
    #[serde(default)]
    records: Vec<Account>,
}

#[derive(Debug, PartialEq, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Account {
    id: String,
    name: Option<String>,
}
// [/declaration]

fn account(n: usize) -> Account {
    Account {
        id: format!("a{n}"),
        // A null field is left out.
        name: (n != 2).then(|| format!("Account {n}")),
    }
}

fn accounts(count: usize) -> Vec<Account> {
    (1..=count).map(account).collect()
}

fn refuse(refusal: Refusal) -> Reply {
    Reply::json(json!({ "Errors": [{ "Code": "INVALID_VALUE", "Message": refusal.to_string() }], "Success": false })).status(400)
}

fn zuora(count: usize) -> Server {
    let records = (1..=count).map(account).map(|account| {
        let mut record = json!({ "Id": account.id });
        if let Some(name) = account.name {
            record["Name"] = name.into();
        }
        record
    });
    // The second path has no query, so only the locator identifies it.
    let api = Api::records(records)
        .size("/conf/batchSize", 2000, 2000)
        .by_token("/queryLocator")
        .lenient();
    Server::start(move |request| {
        let body = request.json();
        let members: Vec<_> = body
            .as_object()
            .expect("an object")
            .keys()
            .map(String::as_str)
            .collect();
        let allowed: &[&str] = match request.path.as_str() {
            "/v1/action/query" if request.query.is_empty() => &["queryString", "conf"],
            "/v1/action/queryMore" if request.query.is_empty() => &["queryLocator", "conf"],
            _ => return Ok(Reply::json(json!({ "message": "no such resource" })).status(404)),
        };
        if !members.contains(&allowed[0]) || !members.iter().all(|member| allowed.contains(member))
        {
            return Ok(
                Reply::json(json!({ "message": "Error - unrecognised fields" })).status(400),
            );
        }
        let slice = api.read(request).map_err(refuse)?;
        let mut page = json!({ "size": slice.total, "done": slice.is_last() });
        if !slice.items.is_empty() {
            page["records"] = slice.items.into();
        }
        if let Some(next) = slice.next {
            page["queryLocator"] = next.into();
        }
        Ok::<_, Reply>(Reply::json(page))
    })
}

#[tokio::test]
async fn row_06_zuora_action_query() {
    let server = zuora(7);
    let request = client()
        .post(server.url("/v1/action/query"))
        .bearer_auth("secret")
        .header("x-zuora-wsdl-version", "79")
        .json(&json!({ "queryString": "select Id, Name from Account" }));
    let (items, end) = walk(QueryResult::paginate(request).page_size(3))
        .await
        .ended();

    assert_eq!((items, end), (accounts(7), EndReason::Flag));
    assert_eq!(
        server.lines(),
        [
            r#"POST /v1/action/query {"queryString":"select Id, Name from Account","conf":{"batchSize":3}}"#,
            r#"POST /v1/action/queryMore {"queryLocator":"AuFA1b+/=","conf":{"batchSize":3}}"#,
            r#"POST /v1/action/queryMore {"queryLocator":"gv3MVE+/=","conf":{"batchSize":3}}"#,
        ]
    );
    for request in server.requests() {
        let header = |name| request.header(name);
        assert_eq!(
            [
                header("authorization"),
                header("x-zuora-wsdl-version"),
                header("content-type")
            ],
            [Some("Bearer secret"), Some("79"), Some("application/json")],
            "the second path gets the headers of the first"
        );
    }
}

#[tokio::test]
async fn row_06_zuora_action_query_without_records() {
    let server = zuora(0);
    let request = client()
        .post(server.url("/v1/action/query"))
        .json(&json!({ "queryString": "select Id from Account where Name = 'x'" }));
    let (items, end) = walk(QueryResult::paginate(request)).await.ended();

    assert_eq!((items, end), (vec![], EndReason::Flag));
    assert_eq!(
        server.lines(),
        [
            r#"POST /v1/action/query {"queryString":"select Id from Account where Name = 'x'","conf":{"batchSize":2000}}"#
        ]
    );
}

/// The flag says that there is more, but there is no locator: that is not an end.
#[tokio::test]
async fn row_06_zuora_action_query_without_its_locator() {
    let server = Server::start(|_| {
        Reply::json(
            json!({ "size": 9, "done": false, "records": [{ "Id": "a1", "Name": "Account 1" }] }),
        )
    });
    let request = client()
        .post(server.url("/v1/action/query"))
        .json(&json!({ "queryString": "select Id, Name from Account" }));
    let (items, kind, _) = walk(QueryResult::paginate(request)).await.failed();

    assert_eq!((items, kind), (accounts(1), ErrorKind::MissingContinuation));
}

#[tokio::test]
async fn row_06_zuora_locator_that_expires() {
    let server = Server::start(|request| match request.path.as_str() {
        "/v1/action/query" => Reply::json(
            json!({ "done": false, "queryLocator": "old", "records": [{ "Id": "a1", "Name": "Account 1" }] }),
        ),
        _ => refuse(Refusal::Unknown),
    });
    let request = client()
        .post(server.url("/v1/action/query"))
        .json(&json!({ "queryString": "select Id, Name from Account" }));
    let (items, kind, message) = walk(QueryResult::paginate(request)).await.failed();

    assert_eq!(
        (items, kind),
        (accounts(1), ErrorKind::ContinuationRejected)
    );
    assert!(message.contains("INVALID_VALUE"), "{message}");
}

#[tokio::test]
async fn row_06_zuora_refuses_what_it_documents() {
    let server = zuora(3);
    let more = async |body| post(&server, "/v1/action/queryMore", body).await.0;
    assert_eq!(
        more(json!({ "queryString": "select Id from Account" })).await,
        400
    );
    assert_eq!(more(json!({ "queryLocator": "guess" })).await, 400);
    let (status, page) = post(
        &server,
        "/v1/action/query",
        json!({ "queryString": "q", "conf": { "batchSize": 9999 } }),
    )
    .await;
    assert_eq!(
        (status, page["records"].as_array().map(Vec::len)),
        (200, Some(3)),
        "too large a batch is cut"
    );
}
