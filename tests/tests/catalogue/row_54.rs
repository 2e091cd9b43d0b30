//! Row 54. BigQuery `jobs.getQueryResults`
//!
//! Until the query is done, the response is a 200 with `jobComplete: false` and neither rows nor a
//! token: read as a page, it would be an empty list and the end. `ready` asks again, as often and
//! for as long as the retry policy allows: raise it for long queries, or let each call wait with
//! `timeoutMs`. `rows` is missing if there are none, and `totalRows` is a number in a string.
//! `errors` also holds warnings of successful jobs, so it is not the key `error`; a failed job is a
//! 4xx. A row is `{"f": [{"v": ..}]}`, with its schema beside it. `pageToken` is the name of the
//! token and of its parameter.
//!
//! Sends: GET /bigquery/v2/projects/p/queries/job_1?location=EU&maxResults=10000, then
//! ...&pageToken=..
//!
//! Source: S, <https://cloud.google.com/bigquery/docs/reference/rest/v2/jobs/getQueryResults>,
//! <https://cloud.google.com/bigquery/docs/paging-results>.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use paginate_runtime::{EndReason, ErrorKind, RetryPolicy};
use paginate_tests::{Api, Reply, Server};
use serde_json::json;

use crate::common::{client, encoded, get, walk};

// [declaration]
use paginate_runtime::Paginated;
use serde::Deserialize;

#[derive(Deserialize, Paginated)]
#[serde(rename_all = "camelCase")]
#[paginate(
    token = "page_token",
    ready = "job_complete",
    total = "total_rows",
    items = "rows",
    size = "maxResults",
    prefer = 10000
)]
struct QueryResults {
    job_complete: bool,
    page_token: Option<String>,
    total_rows: Option<String>,
    #[serde(default)]
    rows: Vec<Row>,
}

#[derive(Debug, PartialEq, Deserialize)]
struct Row {
    f: Vec<Cell>,
}

#[derive(Debug, PartialEq, Deserialize)]
struct Cell {
    v: Option<String>,
}
// [/declaration]

const PATH: &str = "/bigquery/v2/projects/p/queries/job_1?location=EU";

fn row(n: usize) -> Row {
    Row {
        f: vec![Cell {
            v: Some(n.to_string()),
        }],
    }
}

/// A job that is done after that many calls. The response to an unfinished job has no rows.
fn bigquery(count: usize, calls_before: usize) -> Server {
    let records = (1..=count).map(|n| json!({ "f": [{ "v": n.to_string() }] }));
    let api = Api::records(records)
        .size("maxResults", 10000, 10000)
        .by_token("pageToken");
    let calls = AtomicUsize::new(0);
    Server::start(move |request| {
        let job = json!({ "projectId": "p", "jobId": "job_1" });
        if calls.fetch_add(1, Ordering::SeqCst) < calls_before {
            return Ok::<_, Reply>(Reply::json(
                json!({ "kind": "bigquery#getQueryResultsResponse", "jobReference": job, "jobComplete": false }),
            ));
        }
        let slice = api
            .read(request)
            .map_err(|_| Reply::json(json!({ "error": { "code": 400 } })).status(400))?;
        let mut page =
            json!({ "jobReference": job, "jobComplete": true, "totalRows": count.to_string() });
        if !slice.items.is_empty() {
            page["rows"] = slice.items.clone().into();
        }
        if !slice.is_last() {
            page["pageToken"] = slice.token().into();
        }
        Ok(Reply::json(page))
    })
}

fn at_once() -> RetryPolicy {
    RetryPolicy::default().first_delay(Duration::ZERO)
}

#[tokio::test]
async fn row_54_bigquery() {
    let server = bigquery(5, 2);
    let walked = walk(
        QueryResults::paginate(client().get(server.url(PATH)))
            .page_size(2)
            .retry(at_once()),
    )
    .await;
    assert_eq!(walked.pages, 3, "what is not ready is no page");
    let (items, end) = walked.ended();

    assert_eq!(
        (items, end),
        ((1..=5).map(row).collect(), EndReason::NoContinuation)
    );
    let first = format!("GET {PATH}&maxResults=2");
    assert_eq!(
        server.lines(),
        [
            first.clone(),
            first.clone(),
            first,
            format!("GET {PATH}&pageToken={}&maxResults=2", encoded(1)),
            format!("GET {PATH}&pageToken={}&maxResults=2", encoded(2)),
        ]
    );
}

#[tokio::test]
async fn row_54_bigquery_of_no_rows() {
    let server = bigquery(0, 0);
    let (items, end) = walk(QueryResults::paginate(client().get(server.url(PATH))))
        .await
        .ended();

    assert_eq!((items, end), (vec![], EndReason::NoContinuation));
    assert_eq!(server.lines(), [format!("GET {PATH}&maxResults=10000")]);
}

#[tokio::test]
async fn row_54_bigquery_job_that_takes_too_long() {
    let server = bigquery(5, usize::MAX);
    let walked =
        walk(QueryResults::paginate(client().get(server.url(PATH))).retry(at_once().attempts(3)))
            .await;
    let (items, kind, message) = walked.failed();

    assert_eq!((items, kind), (vec![], ErrorKind::NotReady));
    assert!(
        message.contains("not ready yet") && message.contains(".retry(..)"),
        "{message}"
    );
    assert_eq!(server.lines().len(), 3);
}

#[tokio::test]
async fn row_54_bigquery_job_that_failed() {
    let server = Server::start(|_| {
        Reply::json(json!({ "error": { "code": 400, "message": "Syntax error" } })).status(400)
    });
    let (items, kind, message) = walk(QueryResults::paginate(client().get(server.url(PATH))))
        .await
        .failed();

    assert_eq!((items, kind), (vec![], ErrorKind::Status));
    assert!(message.contains("Syntax error"), "{message}");
}

#[tokio::test]
async fn row_54_bigquery_does_what_it_documents() {
    let server = bigquery(3, 1);
    let (status, first) = get(&server, PATH).await;
    assert_eq!(
        (
            status,
            first["jobComplete"].clone(),
            first.get("rows").is_none()
        ),
        (200, json!(false), true)
    );
    let (_, second) = get(&server, PATH).await;
    assert_eq!(
        (second["jobComplete"].clone(), second["totalRows"].clone()),
        (json!(true), json!("3"))
    );
}
