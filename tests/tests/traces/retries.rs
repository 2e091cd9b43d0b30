//! The events of a request that is sent again.

use std::sync::atomic::{AtomicU32, Ordering};

use http::HeaderMap;
use paginate_runtime::{RetryPolicy, policy::AuthReason, transport::TransportErrorKind};
use paginate_tests::{Script, Timeless};

use super::*;

/// Walks one page after these replies; returns the lines from the page on.
async fn after(replies: impl IntoIterator<Item = Reply>) -> String {
    let (capture, _guard) = listen();
    let script = Script::new(replies.into_iter().chain([page(1, None)]));
    let policy = RetryPolicy::default().first_delay(Duration::ZERO);
    let mut items = Tokens::paginate(script.get("/l"))
        .runtime(Timeless::new())
        .retry(policy)
        .items();
    assert_eq!(drain(&mut items).await.0, 1);
    assert_eq!(items.progress().requests, script.lines().len() as u64);
    let tree = capture.tree();
    let page = tree
        .lines()
        .skip(1)
        .take_while(|line| line.starts_with("  ") && !line.contains("walk ended"));
    page.map(|line| format!("{}\n", &line[2..])).collect()
}

#[tokio::test]
async fn each_retry_with_its_kind_and_its_wait() {
    let bytes = bytes(1, None);
    let replies = [
        Reply::failure(TransportErrorKind::Timeout),
        Reply::empty(500),
        Reply::bytes("{\"next\":"),
    ];
    assert_eq!(
        after(replies).await,
        format!(
            "paginate_page{{index=1 size=2 status=200 bytes={bytes} attempts=4 waited_ms=0 items=1}}\n  \
               WARN retrying: page=1 attempt=1 kind=Timeout wait_ms=0\n  \
               WARN retrying: page=1 attempt=2 kind=Status status=500 wait_ms=0\n  \
               WARN retrying: page=1 attempt=3 kind=Decode status=200 wait_ms=0\n  \
               DEBUG page received\n"
        )
    );
}

#[tokio::test]
async fn a_retry_that_the_api_gave_a_time_for() {
    let bytes = bytes(1, None);
    let replies = [Reply::empty(500).header("retry-after", "7")];
    assert_eq!(
        after(replies).await,
        format!(
            "paginate_page{{index=1 size=2 status=200 bytes={bytes} attempts=2 waited_ms=7000 items=1}}\n  \
               WARN retrying: page=1 attempt=1 kind=Status status=500 wait_ms=7000\n  \
               DEBUG page received\n"
        )
    );
}

#[tokio::test]
async fn a_rate_limit_pauses() {
    let bytes = bytes(1, None);
    for status in [429, 503] {
        let replies = [
            Reply::empty(status).header("retry-after", "2"),
            Reply::empty(status).header("retry-after", "3"),
        ];
        assert_eq!(
            after(replies).await,
            format!(
                "paginate_page{{index=1 size=2 status=200 bytes={bytes} attempts=3 waited_ms=5000 items=1}}\n  \
                   WARN retrying: page=1 attempt=1 kind=RateLimited status={status} wait_ms=2000\n  \
                   INFO waiting for the rate limit: wait_ms=2000\n  \
                   WARN retrying: page=1 attempt=2 kind=RateLimited status={status} wait_ms=3000\n  \
                   INFO waiting for the rate limit: wait_ms=3000\n  \
                   DEBUG page received\n"
            )
        );
    }
}

#[tokio::test]
async fn a_page_that_had_to_be_smaller() {
    let (capture, _guard) = listen();
    let script = Script::new([Reply::empty(504), page(1, None)]);
    let mut items = Tokens::paginate(script.get("/l"))
        .runtime(Timeless::new())
        .retry(RetryPolicy::default().first_delay(Duration::ZERO))
        .shrink_on_timeout()
        .items();
    assert_eq!(drain(&mut items).await.0, 1);
    assert_eq!(script.lines(), ["GET /l?limit=2", "GET /l?limit=1"]);
    let bytes = bytes(1, None);
    let page = format!(
        "paginate_page{{index=1 size=2 size=1 status=200 bytes={bytes} attempts=2 waited_ms=0 items=1}}"
    );
    assert!(capture.tree().contains(&page), "{}", capture.tree());
}

#[tokio::test]
async fn the_last_attempt() {
    let (capture, _guard) = listen();
    let script = Script::new(vec![Reply::empty(500); 2]);
    let policy = RetryPolicy::default()
        .attempts(2)
        .first_delay(Duration::ZERO);
    let mut items = Tokens::paginate(script.get("/l"))
        .runtime(Timeless::new())
        .retry(policy)
        .items();
    let (_, error) = drain(&mut items).await;
    assert_eq!(error.unwrap().attempts(), 2);
    assert_tree(
        &capture,
        "
        paginate_walk{response=traces::Tokens method=GET url=https://api.example.com/l end_reason=Error error=Status pages=0 items=0 requests=2 bytes=0}
          paginate_page{index=1 size=2 status=500 attempts=2 waited_ms=0 error=Status}
            WARN retrying: page=1 attempt=1 kind=Status status=500 wait_ms=0
          DEBUG walk ended
        ",
    );
}

#[tokio::test]
async fn credentials_that_expire() {
    let (capture, _guard) = listen();
    let script = Script::new([page(1, Some("t")), Reply::empty(401), page(1, None)]);
    let calls = Arc::new(AtomicU32::new(0));
    let mut items = Tokens::paginate(script.get("/l"))
        .authorize(move |_, _: AuthReason| {
            let call = calls.fetch_add(1, Ordering::SeqCst);
            async move {
                let value = format!("Bearer s3cr3t-{call}").parse()?;
                Ok::<_, http::header::InvalidHeaderValue>(HeaderMap::from_iter([(
                    http::header::AUTHORIZATION,
                    value,
                )]))
            }
        })
        .items();
    assert_eq!(drain(&mut items).await.0, 2);
    let (first, last) = (bytes(1, Some("t")), bytes(1, None));
    let all = first + last;
    assert_tree(
        &capture,
        &format!(
            "
            paginate_walk{{response=traces::Tokens method=GET url=https://api.example.com/l end_reason=NoContinuation pages=2 items=2 requests=3 bytes={all}}}
              paginate_page{{index=1 size=2 status=200 bytes={first} attempts=1 waited_ms=0 items=1}}
                DEBUG page received
              paginate_page{{index=2 size=2 status=200 bytes={last} attempts=1 waited_ms=0 items=1}}
                INFO credentials renewed
                DEBUG page received
              DEBUG walk ended
            "
        ),
    );
}

/// Outside of tokio and without `.runtime(..)`.
#[test]
fn without_timers_it_is_said_that_nothing_was_tried_again() {
    let (capture, _guard) = listen();
    let script = Script::new([Reply::empty(500)]);
    let mut items = Tokens::paginate(script.get("/l")).items();
    let error = futures::executor::block_on(async { items.try_next().await.unwrap_err() });
    assert_eq!(error.attempts(), 1);
    let tree = capture.tree();
    assert_eq!(
        tree.matches("WARN not retried: no timer is available: page=1")
            .count(),
        1,
        "{tree}"
    );
}
