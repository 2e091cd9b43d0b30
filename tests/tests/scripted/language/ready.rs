//! `ready`: a response that is not ready.

use std::future::ready;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use bytes::Bytes;
use paginate_runtime::{EndReason, ErrorKind, Paginated, RetryPolicy};
use paginate_tests::{Reply, Script, Timeless};
use serde::Deserialize;
use serde_json::{Value, json};

use super::*;

/// BigQuery's shape: the rows are there once the job is complete.
#[derive(Debug, Deserialize, Paginated)]
#[serde(rename_all = "camelCase")]
#[paginate(
    token = "page_token",
    items = "rows",
    ready = "job_complete",
    error = "errors"
)]
struct Results {
    job_complete: Option<bool>,
    page_token: Option<String>,
    errors: Option<Vec<Value>>,
    #[serde(default)]
    rows: Vec<u64>,
}

/// The rows are not optional, so a response that is not ready does not decode.
#[derive(Debug, Deserialize, Paginated)]
#[serde(rename_all = "camelCase")]
#[paginate(
    token = "next",
    param = "next",
    items = "rows",
    ready = "is_ready",
    ok = "ok"
)]
struct Strict {
    #[serde(rename = "isReady")]
    is_ready: bool,
    ok: bool,
    next: Option<String>,
    rows: Vec<u64>,
}

#[derive(Debug, Deserialize, Paginated)]
#[paginate(token = "next", param = "next", items = "rows", ready = header("X-Ready"))]
struct ByHeader {
    next: Option<String>,
    rows: Vec<u64>,
}

fn pending() -> Reply {
    Reply::json(json!({ "jobComplete": false }))
}

fn rows(rows: &[u64], token: Option<&str>) -> Reply {
    Reply::json(json!({ "jobComplete": true, "pageToken": token, "rows": rows }))
}

#[tokio::test]
async fn the_same_request_is_sent_again_until_the_answer_is_there() {
    let clock = Timeless::new();
    let script = Script::new([
        pending().header("retry-after", "7"),
        pending().header("retry-after", "11"),
        rows(&[1, 2], Some("b")),
        pending().header("retry-after", "0"),
        rows(&[3], None),
    ]);
    let mut items = Results::paginate(script.get("/q?x=1"))
        .runtime(clock.clone())
        .max_pages(2)
        .items();
    let (all, end) = drain(&mut items).await;
    assert_eq!(
        (all, end.unwrap()),
        (vec![1, 2, 3], EndReason::NoContinuation)
    );
    assert_eq!(items.page_count(), 2);
    assert_eq!(items.progress().requests, 5);
    assert_eq!(clock.slept(), [7, 11, 0].map(Duration::from_secs));
    script.assert_requests([
        "GET /q?x=1",
        "GET /q?x=1",
        "GET /q?x=1",
        "GET /q?x=1&pageToken=b",
        "GET /q?x=1&pageToken=b",
    ]);
}

#[tokio::test]
async fn the_policy_bounds_the_attempts_and_the_error_holds_the_page() {
    let clock = Timeless::new();
    let policy = RetryPolicy::default()
        .attempts(3)
        .first_delay(Duration::ZERO);
    let replies = [
        rows(&[1], Some("b")),
        pending(),
        pending(),
        pending().header("retry-after", "9"),
    ];
    let script = Script::new(replies);
    let mut items = Results::paginate(script.get("/q"))
        .runtime(clock.clone())
        .retry(policy)
        .items();
    let (all, end) = drain(&mut items).await;
    let error = end.unwrap_err();
    assert_eq!(
        (all, error.kind(), error.page(), error.attempts()),
        (vec![1], ErrorKind::NotReady, 2, 3)
    );
    assert_eq!(error.retry_after(), Some(Duration::from_secs(9)));
    let text = error.to_string();
    assert!(
        text.contains("not ready yet")
            && text.contains(".retry(..)")
            && text.contains("jobComplete"),
        "{text}"
    );

    let checkpoint = error.checkpoint().unwrap().clone();
    let script = Script::new([rows(&[2], None)]);
    let mut items = Results::paginate(script.get("/q"))
        .resume(checkpoint)
        .items();
    assert_eq!(drain(&mut items).await.0, [2]);
    script.assert_requests(["GET /q?pageToken=b"]);
}

#[tokio::test]
async fn more_time_than_the_policy_has_is_an_error_at_once() {
    let clock = Timeless::new();
    let script = Script::new([pending().header("retry-after", "3600")]);
    let mut items = Results::paginate(script.get("/q"))
        .runtime(clock.clone())
        .items();
    let error = drain(&mut items).await.1.unwrap_err();
    assert_eq!(
        (error.kind(), error.retry_after()),
        (ErrorKind::NotReady, Some(Duration::from_secs(3600)))
    );
    assert!(clock.slept().is_empty());
}

#[tokio::test]
async fn a_post_that_may_not_be_repeated_is_an_error_at_once() {
    let walk = |script: &Script| {
        Results::paginate(script.post("/q", r#"{"query":"select 1"}"#)).runtime(Timeless::new())
    };
    let script = Script::new([pending(), rows(&[1], None)]);
    let error = drain(&mut walk(&script).items()).await.1.unwrap_err();
    assert_eq!(
        (error.kind(), script.lines().len()),
        (ErrorKind::NotReady, 1)
    );
    assert!(error.to_string().contains(".idempotent()"), "{error}");

    let script = Script::new([pending(), rows(&[1], None)]);
    assert_eq!(drain(&mut walk(&script).idempotent().items()).await.0, [1]);
}

/// A reported failure has priority: an API that has failed will never be ready.
#[tokio::test]
async fn a_failure_that_is_reported_is_one() {
    let failed =
        || Reply::json(json!({ "jobComplete": false, "errors": [{ "message": "no such table" }] }));
    let script = Script::new([failed()]);
    let error = drain(
        &mut Results::paginate(script.get("/q"))
            .runtime(Timeless::new())
            .items(),
    )
    .await
    .1
    .unwrap_err();
    assert!(
        error.is_api() && error.to_string().contains("no such table"),
        "{error}"
    );

    let script = Script::new([Reply::json(json!({ "isReady": false, "ok": false }))]);
    let error = drain(
        &mut Strict::paginate(script.get("/q"))
            .runtime(Timeless::new())
            .items(),
    )
    .await
    .1
    .unwrap_err();
    assert!(error.is_api(), "{error}");
}

#[tokio::test]
async fn what_does_not_decode_is_not_ready_where_it_says_so() {
    let done = || Reply::json(json!({ "isReady": true, "ok": true, "rows": [1] }));
    for unready in [
        Reply::json(json!({ "isReady": false })),
        Reply::json(json!({ "isReady": "false", "rows": null })),
        Reply::json(json!({ "state": "queued" })).status(202),
        Reply::empty(202),
    ] {
        let script = Script::new([unready, done()]);
        let mut items = Strict::paginate(script.get("/q"))
            .runtime(Timeless::new())
            .items();
        let (all, end) = drain(&mut items).await;
        assert_eq!((all, end.unwrap()), (vec![1], EndReason::NoContinuation));
    }
    // A ready response that does not decode is an error, and so is one without the flag.
    for wrong in [
        json!({ "isReady": true, "ok": true }),
        json!({ "rows": [1] }),
    ] {
        let script = Script::new([Reply::json(wrong)]);
        let error = drain(
            &mut Strict::paginate(script.get("/q"))
                .runtime(Timeless::new())
                .items(),
        )
        .await
        .1
        .unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Decode);
    }
}

#[tokio::test]
async fn a_202_is_not_ready_unless_it_says_so() {
    let page = || Reply::json(json!({ "rows": [1] }));
    let script = Script::new([
        page().status(202),
        page().header("x-ready", "false"),
        page().status(202).header("x-ready", "true"),
    ]);
    let mut items = ByHeader::paginate(script.get("/q"))
        .runtime(Timeless::new())
        .items();
    assert_eq!(drain(&mut items).await.0, [1]);
    assert_eq!(script.lines().len(), 3);

    let script = Script::new([Reply::text("soon").header("x-ready", "0"), page()]);
    let mut items = ByHeader::paginate(script.get("/q"))
        .runtime(Timeless::new())
        .items();
    assert_eq!(drain(&mut items).await.0, [1]);
}

#[tokio::test]
async fn pages_ahead_wait_too() {
    let script = Script::new([
        rows(&[1], Some("b")),
        pending().header("retry-after", "0"),
        rows(&[2], None),
    ]);
    let mut items = Results::paginate(script.get("/q")).prefetch(2).items();
    let (all, end) = drain(&mut items).await;
    assert_eq!((all, end.unwrap()), (vec![1, 2], EndReason::NoContinuation));
}

#[test]
fn a_blocking_walk_waits_in_its_thread() {
    let script = Script::new([pending().header("retry-after", "0"), rows(&[1], None)]);
    let items = Results::paginate_blocking(script.get("/q")).items();
    assert_eq!(items.collect::<Result<Vec<_>, _>>().unwrap(), [1]);
    assert_eq!(script.lines().len(), 2);
}

/// A function that is ready from the third call on.
fn results(calls: &AtomicU32) -> Result<Results, std::io::Error> {
    let done = calls.fetch_add(1, Ordering::SeqCst) >= 2;
    Ok(Results {
        job_complete: Some(done),
        page_token: None,
        errors: None,
        rows: if done { vec![1] } else { vec![] },
    })
}

#[tokio::test(start_paused = true)]
async fn a_function_is_called_again() {
    let calls = std::sync::Arc::new(AtomicU32::new(0));
    let counted = calls.clone();
    let mut items = Results::paginate_with(move |_| ready(results(&counted))).items();
    let (all, end) = drain(&mut items).await;
    assert_eq!((all, end.unwrap()), (vec![1], EndReason::NoContinuation));
    assert_eq!(
        (
            calls.load(Ordering::SeqCst),
            items.page_count(),
            items.progress().requests
        ),
        (3, 1, 3)
    );
}

#[tokio::test(start_paused = true)]
async fn a_function_is_called_as_often_as_the_policy_allows() {
    let calls = AtomicU32::new(0);
    let walk = Results::paginate_with(move |_| ready(results(&calls)));
    let mut items = walk.retry(RetryPolicy::default().attempts(2)).items();
    let error = drain(&mut items).await.1.unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::NotReady, 2));
}

#[test]
fn a_function_is_called_again_without_async() {
    let calls = AtomicU32::new(0);
    let policy = RetryPolicy::default().first_delay(Duration::ZERO);
    let walk = Results::paginate_with(move |_| ready(results(&calls)))
        .retry(policy)
        .blocking();
    assert_eq!(walk.items().collect::<Result<Vec<_>, _>>().unwrap(), [1]);
}

/// Without a runtime, the walk cannot wait.
#[test]
fn without_a_clock_it_is_an_error_at_once() {
    let script: Script = Script::new([pending(), rows(&[1], None)]);
    let source: (Script, http::Request<Bytes>) = script.get("/q");
    let mut items = Results::paginate(source).items();
    let mut walk = std::pin::pin!(drain(&mut items));
    let mut context = std::task::Context::from_waker(std::task::Waker::noop());
    let std::task::Poll::Ready((all, end)) = walk.as_mut().poll(&mut context) else {
        panic!("it waits");
    };
    assert_eq!(
        (all, end.unwrap_err().kind()),
        (vec![], ErrorKind::NotReady)
    );
}

#[tokio::test]
async fn a_policy_of_a_function_without_ready_is_an_error() {
    #[derive(Debug, Paginated)]
    #[paginate(page = "page", items = "rows")]
    struct Numbered {
        rows: Vec<u64>,
    }
    let walk =
        Numbered::paginate_with(|_| ready(Ok::<_, std::io::Error>(Numbered { rows: vec![] })));
    let error = drain(&mut walk.retry(RetryPolicy::none()).items())
        .await
        .1
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Setup);
    assert!(
        error.to_string().contains("`.retry(..)` has no effect"),
        "{error}"
    );
}
