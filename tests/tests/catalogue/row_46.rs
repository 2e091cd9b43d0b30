//! Row 46. AWS CloudWatch Logs, GetLogEvents
//!
//! There is always a `nextForwardToken`; the end is a token that is *the same as the one just
//! sent*. A page before that can be empty or short (gaps in the log are paged too), so an empty
//! page must not end the walk. Send `startFromHead: true` to begin at the beginning, and an
//! `endTime` if the stream still grows: without one, the token may change for ever. A page has at
//! most 10 000 events, and not more than 1 MB.
//!
//! Sends: POST / {...,"limit":10000}, then {...,"nextToken":"...","limit":10000}
//!
//! Source: S,
//! <https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_GetLogEvents.html>; I
//! (aws-sdk-ruby#712, aws-sdk-js-v3#3099: endless loops; dstack#2501: empty pages;
//! aws-healthomics-tools#67: `endTime`).

use paginate_runtime::{EndReason, ErrorKind};
use paginate_tests::{Api, Refusal, Reply, Server, token};
use serde_json::{Value, json};

use crate::common::{client, post, walk};

// [declaration]
use paginate_runtime::Paginated;
use serde::Deserialize;

#[derive(Deserialize, Paginated)]
#[paginate(
    token = "next_forward_token",
    param = body("nextToken"),
    end_on = [repeat],
    items = "events",
    size = body("limit"),
    max = 10000
)]
#[serde(rename_all = "camelCase")]
struct LogEvents {
    next_forward_token: String,
    events: Vec<LogEvent>,
}

#[derive(Debug, PartialEq, Deserialize)]
struct LogEvent {
    message: String,
}
// [/declaration]

/// The number of the token that is valid but leads to nothing more.
const HEAD: usize = 99;

fn refuse(refusal: Refusal) -> Reply {
    Reply::json(json!({ "__type": "InvalidParameterException", "message": refusal.to_string() }))
        .status(400)
}

fn events(range: std::ops::RangeInclusive<u32>) -> Vec<LogEvent> {
    range
        .map(|n| LogEvent {
            message: format!("line {n}"),
        })
        .collect()
}

fn server(count: u32, empty_pages: [usize; 1]) -> Server {
    let api = Api::records(
        (1..=count).map(|n| json!({ "timestamp": n, "message": format!("line {n}") })),
    )
    .size("/limit", 10_000, 10_000)
    .refuse_sizes()
    .by_token("/nextToken")
    .empty_pages(empty_pages);
    Server::start(move |request| {
        if request.header("x-amz-target") != Some("Logs_20140328.GetLogEvents") {
            return Err(Reply::json(json!({ "__type": "UnknownOperationException" })).status(400));
        }
        let head = token(HEAD);
        let answer = |events: Vec<Value>, next: String| {
            Reply::json(
                json!({ "events": events, "nextBackwardToken": format!("b/{next}"), "nextForwardToken": next }),
            )
        };
        if request.at("/nextToken").as_ref() == Some(&head) {
            return Ok(answer(Vec::new(), head));
        }
        let slice = api.read(request).map_err(refuse)?;
        Ok(answer(slice.items, slice.next.unwrap_or(head)))
    })
}

fn source(server: &Server) -> reqwest::RequestBuilder {
    client()
        .post(server.url("/"))
        .header("content-type", "application/x-amz-json-1.1")
        .header("x-amz-target", "Logs_20140328.GetLogEvents")
        .body(r#"{"logGroupName":"g","logStreamName":"s","startFromHead":true,"endTime":1}"#)
}

#[tokio::test]
async fn row_46_cloudwatch_logs() {
    let server = server(4, [1]);
    let walk = walk(LogEvents::paginate(source(&server)).page_size(2)).await;

    assert_eq!(
        walk.pages, 4,
        "an empty page in the middle, and the one that repeats the token"
    );
    assert_eq!(walk.ended(), (events(1..=4), EndReason::Repeat));
    let body = r#"POST / {"logGroupName":"g","logStreamName":"s","startFromHead":true,"endTime":1"#;
    assert_eq!(
        server.lines(),
        [
            format!(r#"{body},"limit":2}}"#),
            format!(r#"{body},"nextToken":"AuFA1b+/=","limit":2}}"#),
            format!(r#"{body},"nextToken":"gv3MVE+/=","limit":2}}"#),
            format!(r#"{body},"nextToken":"{}","limit":2}}"#, token(HEAD)),
        ]
    );
    assert!(
        server
            .requests()
            .iter()
            .all(|request| request.header("content-type") == Some("application/x-amz-json-1.1"))
    );
}

/// The stream grows, or there is no `endTime`: each token is new, and no event comes. A limit ends
/// that with an error.
#[tokio::test]
async fn row_46_cloudwatch_logs_tail() {
    let server = Server::start(|request| {
        let number: u32 = request
            .at("/nextToken")
            .map_or(0, |token| token.parse().expect("a token of this server"));
        Reply::json(json!({ "events": [], "nextForwardToken": (number + 1).to_string() }))
    });
    let (items, kind, _) = walk(LogEvents::paginate(source(&server)).max_empty_pages(5))
        .await
        .failed();
    assert_eq!((items.len(), kind), (0, ErrorKind::EmptyPages));
    assert_eq!(server.lines().len(), 6);
}

#[tokio::test]
async fn row_46_cloudwatch_logs_refuses_what_it_documents() {
    let server = server(4, [9]);
    assert_eq!(
        post(&server, "/", json!({ "logGroupName": "g" })).await.0,
        400,
        "without its target"
    );
    let over = source(&server)
        .body(r#"{"limit":10001}"#)
        .send()
        .await
        .expect("an answer");
    assert_eq!(over.status(), 400);
}
