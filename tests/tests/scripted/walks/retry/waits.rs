//! How long a walk waits before a retry, and what it waits with: `Retry-After`, and timers.

use super::*;

#[tokio::test]
async fn retry_after_is_obeyed_in_both_forms() {
    let limited = |after: &str| Reply::empty(429).header("retry-after", after);
    let (found, _, _, slept) = after(vec![
        limited("7"),
        limited("Sun, 06 Nov 1994 08:49:37 GMT"),
        limited("0"),
    ])
    .await;
    assert_eq!(found, [1, 2, 3]);
    // The date is 37 seconds away at the beginning, and 30 after the first wait.
    assert_eq!(
        slept,
        [Duration::from_secs(7), Duration::from_secs(30)],
        "and 0 is no sleep at all"
    );
}

#[tokio::test]
async fn a_wait_past_the_cap_is_an_error_that_says_how_long() {
    let (found, end, lines, slept) =
        after(vec![Reply::empty(429).header("retry-after", "3600")]).await;
    let error = end.expect_err("an error");
    assert_eq!(
        (found, error.kind(), error.retry_after()),
        (
            vec![1, 2],
            ErrorKind::RateLimited,
            Some(Duration::from_secs(3600))
        )
    );
    assert!(error.is_rate_limited() && error.checkpoint().is_some());
    assert_eq!((lines.len(), slept.len()), (2, 0));
    assert!(error.to_string().contains("asks to wait 3600 s"), "{error}");
}

#[test]
fn without_a_runtime_there_are_no_retries_and_no_timeouts() {
    let script = Script::new([Reply::empty(500)]);
    let (_, error) =
        futures::executor::block_on(failed(Tokens::paginate(script.get("/u")).items()));
    assert_eq!((error.kind(), script.lines().len()), (ErrorKind::Status, 1));
    let walk = Tokens::paginate(script.get("/u")).request_timeout(Duration::from_secs(1));
    let (_, error) = futures::executor::block_on(failed(walk.items()));
    assert!(
        error
            .to_string()
            .starts_with("page 1: a timeout is set, but there is no runtime with a timer"),
        "{error}"
    );
}

/// tokio without timers panics at a sleep: in the middle of a walk, unless something checks
/// earlier.
#[test]
fn a_runtime_without_timers_is_an_error_of_the_first_poll() {
    type Begin = Box<dyn FnOnce(&Script) -> paginate_runtime::Items<Tokens>>;
    let run = |walk: Begin, script: &Script| {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .build()
            .expect("a runtime");
        let items = walk(script);
        runtime.block_on(async { drain(items).await })
    };
    let replies = || Script::new([tokens(&[1], "a"), Reply::empty(503), tokens(&[2], "")]);
    let refused: [fn(&Script) -> paginate_runtime::Items<Tokens>; 3] = [
        |script| Tokens::paginate(script.get("/u")).items(),
        |script| Tokens::paginate(script.get("/u")).prefetch(2).items(),
        |script| {
            let walk = Tokens::paginate(script.get("/u")).retry(RetryPolicy::none());
            walk.request_timeout(Duration::from_secs(5)).items()
        },
    ];
    for walk in refused {
        let script = replies();
        let (users, end) = run(Box::new(walk), &script);
        let error = end.expect_err("no timers");
        assert_eq!(
            (users.len(), error.kind(), script.lines().len()),
            (0, ErrorKind::Setup, 0),
            "{error}"
        );
        assert!(
            error
                .to_string()
                .contains("the runtime has no timers, but retries and timeouts need them"),
            "{error}"
        );
        assert!(error.to_string().contains("`enable_time()`"), "{error}");
    }
    // A walk that needs no timers works without them, and so does one with other timers.
    let script = replies();
    let (users, end) = run(
        Box::new(|script| {
            Tokens::paginate(script.get("/u"))
                .retry(RetryPolicy::none())
                .items()
        }),
        &script,
    );
    assert_eq!(
        (users, end.expect_err("a 503").kind()),
        (vec![1], ErrorKind::Status)
    );
    let script = replies();
    let (users, end) = run(
        Box::new(|script| {
            Tokens::paginate(script.get("/u"))
                .runtime(Timeless::new())
                .items()
        }),
        &script,
    );
    assert_eq!(
        (users, end.expect("no error")),
        (vec![1, 2], Some(EndReason::NoContinuation))
    );
}
