//! Which failures are retried, how many times, and which requests may be sent twice.

use super::*;

#[tokio::test]
async fn what_may_pass_is_tried_again_and_nothing_is_lost_or_doubled() {
    let failures = |reply: Reply| vec![reply.clone(), reply.clone(), reply];
    for (what, reply) in [
        ("408", Reply::empty(408)),
        ("425", Reply::empty(425)),
        ("429", Reply::empty(429)),
        ("500", Reply::empty(500)),
        ("502", Reply::text("Bad Gateway").status(502)),
        ("503", Reply::empty(503)),
        ("504", Reply::empty(504)),
        ("connect", Reply::failure(TransportErrorKind::Connect)),
        ("timeout", Reply::failure(TransportErrorKind::Timeout)),
        ("reset", Reply::failure(TransportErrorKind::Body)),
        ("broken body", tokens(&[3], "").broken_after(7)),
        (
            "truncated JSON",
            Reply::bytes("{\"next_page_token\": \"\", \"users\": [3"),
        ),
        ("empty body", Reply::bytes("")),
    ] {
        let (found, end, lines, slept) = after(failures(reply)).await;
        assert_eq!(end.expect(what), Some(EndReason::NoContinuation), "{what}");
        assert_eq!(found, [1, 2, 3], "{what}");
        let again = "GET /u?page_size=2&next_page_token=t";
        assert_eq!(
            lines,
            ["GET /u?page_size=2", again, again, again, again],
            "{what}"
        );
        assert_eq!(slept.len(), 3, "{what}");
        for (slept, most) in slept.iter().zip([500, 1_000, 2_000]) {
            assert!(*slept <= Duration::from_millis(most), "{what}: {slept:?}");
        }
    }
}

#[tokio::test]
async fn what_will_not_pass_is_an_error_at_once() {
    for (what, reply, kind) in [
        ("501", Reply::empty(501), ErrorKind::Status),
        ("404", Reply::empty(404), ErrorKind::Status),
        ("401", Reply::empty(401), ErrorKind::Unauthorized),
        ("410", Reply::empty(410), ErrorKind::Expired),
        ("400", Reply::empty(400), ErrorKind::ContinuationRejected),
        ("not JSON", Reply::text("<html>"), ErrorKind::Decode),
        (
            "wrong shape",
            Reply::json(json!({ "users": 1 })),
            ErrorKind::Decode,
        ),
        (
            "other",
            Reply::failure(TransportErrorKind::Other),
            ErrorKind::Transport,
        ),
    ] {
        let (found, end, lines, slept) = after(vec![reply]).await;
        assert_eq!(
            (found, end.expect_err(what).kind()),
            (vec![1, 2], kind),
            "{what}"
        );
        assert_eq!((lines.len(), slept.len()), (2, 0), "{what}");
    }
}

#[tokio::test]
async fn attempts_end() {
    let (found, end, lines, _) = after(vec![Reply::empty(500); 9]).await;
    assert_eq!(
        (found, end.expect_err("an error").kind(), lines.len()),
        (vec![1, 2], ErrorKind::Status, 5)
    );
}

#[tokio::test]
async fn retries_can_be_switched_off() {
    let script = Script::new([Reply::empty(500)]);
    let (_, error) = failed(
        Tokens::paginate(script.get("/u"))
            .runtime(Timeless::new())
            .retry(RetryPolicy::none())
            .items(),
    )
    .await;
    assert_eq!((error.kind(), script.lines().len()), (ErrorKind::Status, 1));
}

#[derive(Deserialize, Paginated)]
#[paginate(token = "next_page_token", param = body("token"), items = "users")]
struct Search {
    next_page_token: Option<String>,
    users: Vec<u32>,
}

#[tokio::test]
async fn only_what_is_safe_is_sent_again() {
    let replies = || Script::new([Reply::empty(500), tokens(&[1], "")]);
    let post = |script: &Script| {
        let (_, request) = script.post("/search", "{}");
        (script.clone(), request)
    };
    // A POST may have had an effect.
    let script = replies();
    let (_, error) = failed(
        Tokens::paginate(post(&script))
            .runtime(Timeless::new())
            .items(),
    )
    .await;
    assert_eq!((error.kind(), script.lines().len()), (ErrorKind::Status, 1));
    // Unless the caller says that it only reads.
    let script = replies();
    assert_eq!(
        all(Tokens::paginate(post(&script))
            .runtime(Timeless::new())
            .idempotent()
            .items())
        .await
        .0,
        [1]
    );
    // A search, which has its paging in the body, only reads.
    let script = replies();
    assert_eq!(
        all(Search::paginate(post(&script))
            .runtime(Timeless::new())
            .items())
        .await
        .0,
        [1]
    );
    // A request that never arrived has had no effect.
    let script = Script::new([
        Reply::failure(TransportErrorKind::Connect),
        tokens(&[1], ""),
    ]);
    assert_eq!(
        all(Tokens::paginate(post(&script))
            .runtime(Timeless::new())
            .items())
        .await
        .0,
        [1]
    );
}
