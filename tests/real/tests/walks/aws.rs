//! moto 5.2, which imitates AWS: a token that is an object, XML, and a repeated token as the end.

use bytes::Bytes;
use http::response::Parts;
use paginate_runtime::{EndReason, Paginated};
use paginate_tests_real::{COUNT, Server, Walked, records};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

#[derive(Deserialize, Paginated)]
#[paginate(token = "last_evaluated_key", param = body("ExclusiveStartKey"), items = "items", size = body("Limit"))]
#[serde(rename_all = "PascalCase")]
struct QueryOutput {
    last_evaluated_key: Option<Map<String, Value>>,
    items: Vec<Row>,
}

#[derive(Debug, Deserialize)]
struct Row {
    id: Number,
}

/// `{"N": "12"}`
#[derive(Debug, Deserialize)]
struct Number {
    #[serde(rename = "N")]
    digits: String,
}

#[derive(Deserialize, Paginated)]
#[paginate(
    token = "next_continuation_token",
    param = "continuation-token",
    more = "is_truncated",
    items = "contents",
    size = "max-keys",
    max = 1000
)]
#[serde(rename_all = "PascalCase")]
struct Objects {
    is_truncated: bool,
    next_continuation_token: Option<String>,
    #[serde(default)]
    contents: Vec<Object>,
}

/// Version 1 of the API: the marker is the last key.
#[derive(Deserialize, Paginated)]
#[paginate(
    last_item = "key",
    param = "marker",
    more = "is_truncated",
    items = "contents",
    size = "max-keys",
    max = 1000
)]
#[serde(rename_all = "PascalCase")]
struct ObjectsV1 {
    is_truncated: bool,
    #[serde(default)]
    contents: Vec<Object>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Object {
    key: String,
}

#[derive(Deserialize, Paginated)]
#[paginate(token = "next_forward_token", param = body("nextToken"), end_on = [repeat], items = "events", size = body("limit"), max = 10000)]
#[serde(rename_all = "camelCase")]
struct LogEvents {
    next_forward_token: String,
    events: Vec<LogEvent>,
}

#[derive(Debug, Deserialize)]
struct LogEvent {
    message: String,
}

fn xml<P: DeserializeOwned>(_: &Parts, body: &Bytes) -> Result<P, quick_xml::DeError> {
    quick_xml::de::from_reader(body.as_ref())
}

/// moto reads the service from the credential, but does not check signatures.
fn signed(request: reqwest::RequestBuilder, service: &str) -> reqwest::RequestBuilder {
    let scope = format!("nobody/20200101/us-east-1/{service}/aws4_request");
    request
        .header("content-type", "application/x-amz-json-1.1")
        .header(
            "authorization",
            format!("AWS4-HMAC-SHA256 Credential={scope}, SignedHeaders=host, Signature=none"),
        )
}

fn action(target: &str, body: &'static str) -> reqwest::RequestBuilder {
    let service = if target.starts_with("Logs") {
        "logs"
    } else {
        "dynamodb"
    };
    signed(Server::named("MOTO").post(body), service).header("x-amz-target", target)
}

fn digits(row: Row) -> u32 {
    row.id.digits.parse().expect("a number")
}

/// A single hash key, sorted by the range key.
#[tokio::test]
async fn dynamodb_query_by_an_object() {
    let mut team: Vec<_> = records()
        .into_iter()
        .filter(|record| record.team == 3)
        .collect();
    team.sort_by_key(|record| record.slug.clone());
    let keys: Vec<u32> = team.iter().map(|record| record.id).collect();
    assert_eq!(keys.len(), 177);
    let body = r#"{"TableName":"items","KeyConditionExpression":"team = :t","ExpressionAttributeValues":{":t":{"N":"3"}}}"#;
    let walked = Walked {
        request: action("DynamoDB_20120810.Query", body),
        walk: |source| QueryOutput::paginate(source).page_size(20),
        key: digits,
        keys,
        page: 20,
        requests: 9,
        end: EndReason::NoContinuation,
    };
    let lines = walked.every_way().await;
    let slug = serde_json::to_string(&team[19].slug).expect("text is JSON");
    // In moto's order, which serde_json's `Map` keeps only with its feature `preserve_order`.
    let key = format!(r#"{{"team":{{"N":"3"}},"slug":{{"S":{slug}}}}}"#);
    let key: Value = serde_json::from_str(&key).expect("JSON");
    let start = format!(r#""ExclusiveStartKey":{key},"Limit":20}}"#);
    let same = body.strip_suffix('}').expect("an object");
    assert_eq!(lines[0], format!(r#"POST / {same},"Limit":20}}"#));
    assert_eq!(lines[1], format!("POST / {same},{start}"));
}

/// A scan has no guaranteed order.
#[tokio::test]
async fn dynamodb_scan() {
    let walked = Walked {
        request: action("DynamoDB_20120810.Scan", r#"{"TableName":"items"}"#),
        walk: |source| QueryOutput::paginate(source).page_size(100),
        key: digits,
        keys: Vec::new(),
        page: 100,
        requests: 13,
        end: EndReason::NoContinuation,
    };
    let mut outcome = walked.outcome().await;
    assert!(
        outcome.error.is_none(),
        "{}",
        outcome.error.expect("checked")
    );
    outcome.keys.sort_unstable();
    assert_eq!(outcome.keys, (1..=COUNT).collect::<Vec<_>>());
    assert_eq!(
        (outcome.end, outcome.lines.len()),
        (Some(EndReason::NoContinuation), 13)
    );
}

/// The keys that `harness/cloud.py` put into the bucket.
fn object_keys() -> Vec<String> {
    let mut keys: Vec<String> = records()
        .into_iter()
        .take(437)
        .map(|record| record.slug)
        .collect();
    keys.sort();
    keys
}

#[tokio::test]
async fn s3_objects() {
    let walked = Walked {
        request: signed(Server::named("MOTO").get("/bucket?list-type=2"), "s3"),
        walk: |source| Objects::paginate(source).page_size(50).decode(xml),
        key: |object| object.key,
        keys: object_keys(),
        page: 50,
        requests: 9,
        end: EndReason::Flag,
    };
    walked.every_way().await;
}

#[tokio::test]
async fn s3_objects_after_the_last_key() {
    let walked = Walked {
        request: signed(Server::named("MOTO").get("/bucket?prefix=3%2F"), "s3"),
        walk: |source| ObjectsV1::paginate(source).page_size(10).decode(xml),
        key: |object| object.key,
        keys: object_keys()
            .into_iter()
            .filter(|key| key.starts_with("3/"))
            .collect(),
        page: 10,
        requests: 5,
        end: EndReason::Flag,
    };
    let lines = walked.every_way().await;
    let marker = "3%2F%C3%A4%20b%2Cc~%25%2B%26%3D%3F%23.%22%270093";
    assert_eq!(
        lines[1],
        format!("GET /bucket?prefix=3%2F&marker={marker}&max-keys=10")
    );
}

#[tokio::test]
async fn logs_up_to_the_token_that_comes_again() {
    let body = r#"{"logGroupName":"group","logStreamName":"stream","startFromHead":true}"#;
    let walked = Walked {
        request: action("Logs_20140328.GetLogEvents", body),
        walk: |source| LogEvents::paginate(source).page_size(100),
        key: |event| event.message,
        keys: records().into_iter().map(|record| record.name).collect(),
        page: 100,
        requests: 14,
        end: EndReason::Repeat,
    };
    walked.every_way().await;
}
