//! Row 23. DynamoDB Query and Scan
//!
//! `LastEvaluatedKey`, an object, is sent back as `ExclusiveStartKey`; only its absence is the end.
//! A page covers at most 1 MB of data or `Limit` entries, *before* the filter applies. So pages may
//! be empty and have a key, and a full last page also has a key, with an empty page after it.
//! `Limit` has no documented maximum, so none is sent. All requests are POST; the header
//! `X-Amz-Target` distinguishes them. Each request must have its own signature: use
//! `.authorize(..)`, not the first request.
//!
//! Sends: POST / {"TableName":".."}, then POST / {"TableName":"..","ExclusiveStartKey":{..}}
//!
//! Source: S,
//! <https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Query.Pagination.html> and the
//! API reference of `Query`. Corrected: the catalogue declared 1000 as the largest `Limit`. From
//! memory: that `Limit` has a minimum of 1 and no maximum.

use paginate_runtime::{EndReason, ErrorKind, HeaderMap};
use paginate_tests::{Reply, Server};
use serde_json::json;

use crate::common::{answer, client, post, walk};

// [declaration]
use paginate_runtime::Paginated;
use serde::Deserialize;
use serde_json::{Map, Value};

#[derive(Deserialize, Paginated)]
#[paginate(token = "last_evaluated_key", param = body("ExclusiveStartKey"), items = "items", size = body("Limit"))]
#[serde(rename_all = "PascalCase")]
struct QueryOutput {
    last_evaluated_key: Option<Map<String, Value>>,
    // Absent if only the count was selected.
    #[serde(default)]
    items: Vec<Song>,
}

#[derive(Debug, PartialEq, Deserialize)]
struct Song {
    id: Number,
}

/// `{"N": "12"}`: DynamoDB's numbers are text.
#[derive(Debug, PartialEq, Deserialize)]
struct Number {
    #[serde(rename = "N")]
    digits: String,
}
// [/declaration]

fn song(n: usize) -> Song {
    Song {
        id: Number {
            digits: n.to_string(),
        },
    }
}

fn songs(numbers: impl IntoIterator<Item = usize>) -> Vec<Song> {
    numbers.into_iter().map(song).collect()
}

fn invalid(kind: &str) -> Reply {
    Reply::json(json!({ "__type": format!("com.amazon.coral.validate#{kind}"), "message": "The provided starting key is invalid" }))
        .status(400)
}

/// A table whose filter `keep` selects the entries. 4 entries are a megabyte.
fn dynamodb(count: usize, keep: fn(usize) -> bool) -> Server {
    Server::start(move |request| {
        if request.header("x-amz-target") != Some("DynamoDB_20120810.Query") || request.path != "/"
        {
            return Err(invalid("UnknownOperationException"));
        }
        let body = request.json();
        let start = match &body["ExclusiveStartKey"] {
            Value::Null => 0,
            key => key["id"]["N"]
                .as_str()
                .and_then(|digits| digits.parse::<usize>().ok())
                .filter(|start| (1..=count).contains(start))
                .ok_or_else(|| invalid("ValidationException"))?,
        };
        let limit = match &body["Limit"] {
            Value::Null => 4,
            limit => limit.as_u64().filter(|limit| *limit > 0).map_or_else(
                || Err(invalid("ValidationException")),
                |limit| Ok(limit.min(4) as usize),
            )?,
        };
        let end = (start + limit).min(count);
        let items: Vec<_> = (start + 1..=end)
            .filter(|n| keep(*n))
            .map(|n| json!({ "id": { "N": n.to_string() } }))
            .collect();
        let mut page = json!({ "Count": items.len(), "ScannedCount": end - start, "Items": items });
        // It stopped because the page was full, and does not know whether more follows.
        if end - start == limit {
            page["LastEvaluatedKey"] = json!({ "id": { "N": end.to_string() } });
        }
        Ok(Reply::json(page).header("content-type", "application/x-amz-json-1.0"))
    })
}

fn query(server: &Server, body: &'static str) -> reqwest::RequestBuilder {
    client()
        .post(server.url("/"))
        .header("content-type", "application/x-amz-json-1.0")
        .header("x-amz-target", "DynamoDB_20120810.Query")
        .body(body)
}

#[tokio::test]
async fn row_23_dynamodb() {
    let server = dynamodb(6, |n| n <= 2 || n >= 5);
    let (items, end) =
        walk(QueryOutput::paginate(query(&server, r#"{"TableName":"Songs"}"#)).page_size(2))
            .await
            .ended();

    assert_eq!(
        (items, end),
        (songs([1, 2, 5, 6]), EndReason::NoContinuation)
    );
    assert_eq!(
        server.lines(),
        [
            r#"POST / {"TableName":"Songs","Limit":2}"#,
            r#"POST / {"TableName":"Songs","ExclusiveStartKey":{"id":{"N":"2"}},"Limit":2}"#,
            r#"POST / {"TableName":"Songs","ExclusiveStartKey":{"id":{"N":"4"}},"Limit":2}"#,
            r#"POST / {"TableName":"Songs","ExclusiveStartKey":{"id":{"N":"6"}},"Limit":2}"#,
        ],
        "past a page that the filter emptied, and one past the full last page"
    );
    for request in server.requests() {
        assert_eq!(
            (
                request.header("content-type"),
                request.header("x-amz-target")
            ),
            (
                Some("application/x-amz-json-1.0"),
                Some("DynamoDB_20120810.Query")
            )
        );
    }
}

/// A signature covers the body, so each request needs its own.
#[tokio::test]
async fn row_23_dynamodb_signed() {
    let sign = |body: &[u8]| {
        format!(
            "AWS4-HMAC-SHA256 Signature={}",
            body.iter().map(|byte| u64::from(*byte)).sum::<u64>()
        )
    };
    let server = Server::start(move |request| {
        if request.header("authorization") != Some(&sign(&request.body)) {
            return Reply::json(json!({ "__type": "IncompleteSignatureException" })).status(400);
        }
        match request.json()["ExclusiveStartKey"]["id"]["N"].as_str() {
            None => Reply::json(
                json!({ "Items": [{ "id": { "N": "1" } }], "LastEvaluatedKey": { "id": { "N": "1" } } }),
            ),
            Some("1") => {
                Reply::json(json!({ "Items": [], "LastEvaluatedKey": { "id": { "N": "2" } } }))
            }
            Some(_) => Reply::json(json!({ "Items": [{ "id": { "N": "3" } }] })),
        }
    });
    let paginator =
        QueryOutput::paginate(query(&server, "{}")).authorize(move |request, _| async move {
            let mut headers = HeaderMap::new();
            headers.insert("authorization", sign(request.body()).parse()?);
            Ok::<_, http::header::InvalidHeaderValue>(headers)
        });
    let (items, end) = walk(paginator).await.ended();

    assert_eq!((items, end), (songs([1, 3]), EndReason::NoContinuation));
    assert_eq!(server.lines().len(), 3);
}

#[tokio::test]
async fn row_23_dynamodb_cuts_pages_by_itself() {
    let server = dynamodb(10, |_| true);
    let (items, end) = walk(QueryOutput::paginate(query(
        &server,
        r#"{"TableName":"Songs"}"#,
    )))
    .await
    .ended();

    assert_eq!((items, end), (songs(1..=10), EndReason::NoContinuation));
    assert_eq!(
        server.lines(),
        [
            r#"POST / {"TableName":"Songs"}"#,
            r#"POST / {"TableName":"Songs","ExclusiveStartKey":{"id":{"N":"4"}}}"#,
            r#"POST / {"TableName":"Songs","ExclusiveStartKey":{"id":{"N":"8"}}}"#,
        ]
    );
}

#[tokio::test]
async fn row_23_dynamodb_from_a_key_of_the_callers_own() {
    let server = dynamodb(5, |_| true);
    let (items, _) = walk(
        QueryOutput::paginate(query(
            &server,
            r#"{"ExclusiveStartKey": {"id": {"N": "2"}}}"#,
        ))
        .page_size(2),
    )
    .await
    .ended();

    assert_eq!(items, songs(3..=5));
    assert_eq!(
        server.lines(),
        [
            r#"POST / {"ExclusiveStartKey": {"id": {"N": "2"}},"Limit":2}"#,
            r#"POST / {"ExclusiveStartKey": {"id":{"N":"4"}},"Limit":2}"#,
        ]
    );
}

#[tokio::test]
async fn row_23_dynamodb_with_nothing_but_a_count() {
    let server = Server::start(|request| match request.json().get("ExclusiveStartKey") {
        None => Reply::json(json!({ "Count": 7, "LastEvaluatedKey": { "id": { "N": "7" } } })),
        Some(_) => Reply::json(json!({ "Count": 2 })),
    });
    let walk = walk(QueryOutput::paginate(query(&server, "{}"))).await;
    assert_eq!(walk.pages, 2);
    assert_eq!(walk.ended(), (vec![], EndReason::NoContinuation));
}

#[tokio::test]
async fn row_23_dynamodb_key_that_is_refused() {
    let server = Server::start(|request| match request.json().get("ExclusiveStartKey") {
        None => Reply::json(
            json!({ "Items": [{ "id": { "N": "1" } }], "LastEvaluatedKey": { "id": { "N": "1" } } }),
        ),
        Some(_) => invalid("ValidationException"),
    });
    let (items, kind, message) = walk(QueryOutput::paginate(query(&server, "{}")))
        .await
        .failed();
    assert_eq!((items, kind), (songs([1]), ErrorKind::ContinuationRejected));
    assert!(message.contains("ValidationException"), "{message}");
}

#[tokio::test]
async fn row_23_dynamodb_refuses_what_it_documents() {
    let server = dynamodb(3, |_| true);
    assert_eq!(
        post(&server, "/", json!({})).await.0,
        400,
        "without its header"
    );
    let ask = async |body| answer(query(&server, body)).await.0;
    assert_eq!(ask("{}").await, 200);
    assert_eq!(ask(r#"{"Limit":0}"#).await, 400);
    assert_eq!(ask(r#"{"ExclusiveStartKey":{"id":{"N":"9"}}}"#).await, 400);
}
