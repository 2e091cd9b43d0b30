//! What is retried, after how long, and what is not. No time passes: the runtime of these tests
//! only notes how long it would have slept.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use http::Request;
use paginate_runtime::{
    ErrorKind, HeaderMap, Paginated, RetryPolicy, policy::AuthReason, transport::TransportErrorKind,
};
use paginate_tests::{Script, Timeless};
use serde::Deserialize;

use super::*;

/// Walks two pages; these replies come before the second one.
async fn after(
    failures: Vec<Reply>,
) -> (
    Vec<u32>,
    Result<Option<EndReason>, Error>,
    Vec<String>,
    Vec<Duration>,
) {
    let mut replies = vec![tokens(&[1, 2], "t")];
    replies.extend(failures);
    replies.push(tokens(&[3], ""));
    let (script, clock) = (Script::new(replies), Timeless::new());
    let (found, end) = drain(
        Tokens::paginate(script.get("/u?page_size=2"))
            .runtime(clock.clone())
            .items(),
    )
    .await;
    (found, end, script.lines(), clock.slept())
}

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

#[derive(Deserialize, Paginated)]
#[paginate(token = "next_page_token", items = "users", min = 30, max = 100)]
struct Shrinking {
    next_page_token: Option<String>,
    users: Vec<u32>,
}

#[tokio::test]
async fn pages_can_be_made_smaller_when_they_take_too_long() {
    let script = Script::new([
        Reply::empty(504),
        Reply::empty(502),
        Reply::empty(503),
        tokens(&[1], "t"),
        tokens(&[2], ""),
    ]);
    let walk = Shrinking::paginate(script.get("/u"))
        .runtime(Timeless::new())
        .shrink_on_timeout();
    assert_eq!(all(walk.items()).await.0, [1, 2]);
    let sizes: Vec<_> = script
        .requests()
        .iter()
        .map(|request| request.param("page_size").expect("a size"))
        .collect();
    assert_eq!(
        sizes,
        ["100", "50", "30", "30", "30"],
        "halved, not below the minimum, and it stays"
    );
    // A client's own timeout counts too, and so does a body that stalls.
    let still = tokens(&[1], "")
        .in_pieces(4)
        .paced(Duration::from_secs(3_600));
    for failure in [Reply::failure(TransportErrorKind::Timeout), still] {
        let script = Script::new([failure, tokens(&[1], "")]);
        let walk = Shrinking::paginate(script.get("/u"))
            .runtime(Timeless::new())
            .shrink_on_timeout();
        assert_eq!(
            all(walk.idle_timeout(Duration::from_secs(5)).items())
                .await
                .0,
            [1]
        );
        let sizes: Vec<_> = script
            .requests()
            .iter()
            .filter_map(|request| request.param("page_size"))
            .collect();
        assert_eq!(sizes, ["100", "50"]);
    }
    // Not for other failures, and not for page numbers.
    let script = Script::new([Reply::empty(500), tokens(&[1], "")]);
    all(Shrinking::paginate(script.get("/u"))
        .runtime(Timeless::new())
        .shrink_on_timeout()
        .items())
    .await;
    assert_eq!(script.lines()[1], "GET /u?page_size=100");
}

/// A server whose access tokens live for three requests.
fn expiring() -> Script {
    let served = Arc::new(Mutex::new(0u32));
    Script::handler(move |request| {
        let mut served = served.lock().expect("a lock");
        let valid = format!("Bearer {}", *served / 3);
        if request.header("authorization") != Some(valid.as_str()) {
            return Reply::empty(401);
        }
        *served += 1;
        let at: u32 = request
            .param("next_page_token")
            .and_then(|token| token.parse().ok())
            .unwrap_or(0);
        tokens(
            &[at],
            &if at < 9 {
                (at + 1).to_string()
            } else {
                String::new()
            },
        )
    })
}

#[tokio::test]
async fn credentials_are_renewed_once_for_each_expiry() {
    let renewed = Arc::new(Mutex::new(0u32));
    let calls = Arc::new(Mutex::new(Vec::new()));
    let (counter, log) = (renewed.clone(), calls.clone());
    let hook = move |_: Request<bytes::Bytes>, why: AuthReason| {
        let (counter, log) = (counter.clone(), log.clone());
        async move {
            log.lock().expect("a lock").push(why);
            let mut current = counter.lock().expect("a lock");
            if why == AuthReason::Unauthorized {
                *current += 1;
            }
            let mut headers = HeaderMap::new();
            headers.insert(
                "authorization",
                format!("Bearer {current}").parse().expect("a value"),
            );
            Ok::<_, std::io::Error>(headers)
        }
    };
    let script = expiring();
    let (found, _) = all(Tokens::paginate(script.get("/u")).authorize(hook).items()).await;
    assert_eq!(found, (0..10).collect::<Vec<_>>());
    let calls = calls.lock().expect("a lock");
    assert_eq!(
        calls
            .iter()
            .filter(|why| **why == AuthReason::Unauthorized)
            .count(),
        3
    );
    assert_eq!(
        calls
            .iter()
            .filter(|why| **why == AuthReason::First)
            .count(),
        10
    );
    assert_eq!(script.lines().len(), 13);
}

#[tokio::test]
async fn a_second_refusal_is_an_error() {
    let script = Script::new([Reply::empty(401), Reply::empty(401)]);
    let hook = |_: Request<bytes::Bytes>, _| async {
        let mut headers = HeaderMap::new();
        headers.insert("authorization", "Bearer s3cret".parse().expect("a value"));
        Ok::<_, std::io::Error>(headers)
    };
    let (_, error) = failed(Tokens::paginate(script.get("/u")).authorize(hook).items()).await;
    assert_eq!(
        (error.kind(), script.lines().len()),
        (ErrorKind::Unauthorized, 2)
    );
    assert!(error.checkpoint().is_some() && !format!("{error} {error:?}").contains("s3cret"));

    let script = Script::new([]);
    let failing = |_: Request<bytes::Bytes>, _| async {
        Err::<HeaderMap, _>(std::io::Error::other("no token today"))
    };
    let (_, error) = failed(
        Tokens::paginate(script.get("/u"))
            .authorize(failing)
            .items(),
    )
    .await;
    assert_eq!(
        (error.kind(), script.lines().len()),
        (ErrorKind::Unauthorized, 0)
    );
    assert_eq!(
        std::error::Error::source(&error)
            .expect("a source")
            .to_string(),
        "no token today"
    );
}

#[tokio::test]
async fn a_signature_sees_the_request_as_it_is_sent_and_replaces_headers() {
    let script = Script::new([tokens(&[1], "t"), tokens(&[2], "")]);
    let (transport, mut request) = script.get("/u?page_size=1");
    request
        .headers_mut()
        .append("x-signature", "old".parse().expect("a value"));
    request
        .headers_mut()
        .append("x-signature", "older".parse().expect("a value"));
    let sign = |request: Request<bytes::Bytes>, _| {
        let signed = format!("{} {}", request.method(), request.uri());
        async move {
            let mut headers = HeaderMap::new();
            headers.insert("x-signature", signed.parse().expect("a value"));
            Ok::<_, std::io::Error>(headers)
        }
    };
    all(Tokens::paginate((transport, request))
        .authorize(sign)
        .items())
    .await;
    let second = &script.requests()[1];
    assert_eq!(second.headers.get_all("x-signature").iter().count(), 1);
    assert_eq!(
        second.header("x-signature"),
        Some("GET https://api.example.com/u?page_size=1&next_page_token=t")
    );
}

#[tokio::test]
async fn requests_and_bodies_that_take_too_long_are_given_up() {
    // A runtime whose sleeps end immediately: everything that is not ready at once is too late.
    let never = |_: Request<bytes::Bytes>| {
        std::future::pending::<
            Result<http::Response<http_body_util::Full<bytes::Bytes>>, std::io::Error>,
        >()
    };
    let request = || {
        Request::get("https://api.example.com/u")
            .body(())
            .expect("a request")
    };
    let walk = Tokens::paginate((never, request()))
        .runtime(Timeless::new())
        .retry(RetryPolicy::none())
        .request_timeout(Duration::from_secs(9));
    let (_, error) = failed(walk.items()).await;
    assert_eq!(
        (error.kind(), error.is_timeout()),
        (ErrorKind::Timeout, true)
    );
    assert!(
        error
            .to_string()
            .contains("the request took longer than 9s"),
        "{error}"
    );

    /// A body of which no data arrives.
    struct Stalled;
    impl http_body::Body for Stalled {
        type Data = bytes::Bytes;
        type Error = std::io::Error;
        fn poll_frame(
            self: std::pin::Pin<&mut Self>,
            _: &mut std::task::Context<'_>,
        ) -> std::task::Poll<Option<Result<http_body::Frame<bytes::Bytes>, std::io::Error>>>
        {
            std::task::Poll::Pending
        }
    }
    let stalled =
        |_: Request<bytes::Bytes>| async { Ok::<_, std::io::Error>(http::Response::new(Stalled)) };
    let walk = Tokens::paginate((stalled, request()))
        .runtime(Timeless::new())
        .retry(RetryPolicy::none())
        .idle_timeout(Duration::from_secs(5));
    let (_, error) = failed(walk.items()).await;
    assert!(
        error.is_timeout() && error.to_string().contains("no data arrived for 5s"),
        "{error}"
    );
}

/// New credentials may be valid for a short time only, so the request waits before it gets them.
#[tokio::test]
async fn a_request_waits_for_its_turn_before_its_credentials_are_renewed() {
    let script = Script::new([Reply::empty(401), tokens(&[1], "")]);
    let events = Arc::new(Mutex::new(Vec::new()));
    let (turns, hooks) = (Arc::clone(&events), Arc::clone(&events));
    let walk = Tokens::paginate(script.get("/u"))
        .throttle(move || {
            turns.lock().expect("a lock").push("turn".to_owned());
            std::future::ready(())
        })
        .authorize(move |_: Request<bytes::Bytes>, why: AuthReason| {
            hooks.lock().expect("a lock").push(format!("{why:?}"));
            std::future::ready(Ok::<_, std::io::Error>(HeaderMap::new()))
        });
    assert_eq!(all(walk.items()).await.0, [1]);
    assert_eq!(
        *events.lock().expect("a lock"),
        ["turn", "First", "turn", "Unauthorized"]
    );
}

/// An API can quote the credentials that it refused before.
#[tokio::test]
async fn credentials_that_were_renewed_stay_secret() {
    let script = Script::new([
        Reply::empty(401),
        Reply::text("not ancient-one, nor modern-one").status(401),
    ]);
    let walk = Tokens::paginate(script.get("/u")).authorize(
        |_: Request<bytes::Bytes>, why: AuthReason| {
            let token = if why == AuthReason::First {
                "Bearer ancient-one"
            } else {
                "Bearer modern-one"
            };
            let header = (
                http::header::AUTHORIZATION,
                http::HeaderValue::from_static(token),
            );
            std::future::ready(Ok::<_, std::io::Error>(HeaderMap::from_iter([header])))
        },
    );
    let (_, error) = failed(walk.items()).await;
    assert_eq!(error.excerpt(), Some("not …, nor …"));
}

/// A page size that is not written cannot be made smaller.
#[tokio::test]
async fn where_later_requests_hold_no_size_none_is_made_smaller() {
    #[derive(Debug, Deserialize, Paginated)]
    #[paginate(
        token = "next",
        param = "next",
        continue_at = "/more",
        items = "rows",
        size = "limit",
        max = 100
    )]
    struct Continued {
        next: Option<String>,
        rows: Vec<u32>,
    }
    let page =
        |rows: &[u32], next: Option<&str>| Reply::json(json!({ "next": next, "rows": rows }));
    let script = Script::new([page(&[1], Some("b")), Reply::empty(504), page(&[2], None)]);
    let sizes = Arc::new(Mutex::new(Vec::new()));
    let seen = Arc::clone(&sizes);
    let walk = Continued::paginate(script.get("/u"))
        .runtime(Timeless::new())
        .shrink_on_timeout()
        .on_page(move |page| seen.lock().expect("a lock").push(page.size));
    assert_eq!(all(walk.items()).await.0, [1, 2]);
    script.assert_requests(["GET /u?limit=100", "GET /more?next=b", "GET /more?next=b"]);
    assert_eq!(*sizes.lock().expect("a lock"), [Some(100), Some(100)]);
}

/// A body of these pieces, which then ends or stalls.
struct Pieces(std::collections::VecDeque<&'static str>, bool);

impl http_body::Body for Pieces {
    type Data = bytes::Bytes;
    type Error = std::io::Error;

    fn poll_frame(
        mut self: std::pin::Pin<&mut Self>,
        _: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Option<Result<http_body::Frame<bytes::Bytes>, std::io::Error>>> {
        match self.0.pop_front() {
            Some(piece) => {
                std::task::Poll::Ready(Some(Ok(http_body::Frame::data(bytes::Bytes::from(piece)))))
            }
            None if self.1 => std::task::Poll::Pending,
            None => std::task::Poll::Ready(None),
        }
    }
}

/// The head of a refusal decides; its body is only shown.
#[tokio::test]
async fn a_refusal_whose_body_stands_still_is_a_refusal() {
    let walk = |status: u16| {
        let calls = Arc::new(Mutex::new(0));
        let transport = move |_: Request<bytes::Bytes>| {
            let calls = Arc::clone(&calls);
            async move {
                let mut calls = calls.lock().expect("a lock");
                *calls += 1;
                let response = http::Response::builder();
                Ok::<_, std::io::Error>(match *calls {
                    1 => response
                        .status(status)
                        .header("retry-after", "9")
                        .body(Pieces(["wait ", "a while"].into(), true))
                        .expect("a response"),
                    _ => response
                        .body(Pieces(
                            ["{\"next_page_token\": \"\", \"users\": [1]}"].into(),
                            false,
                        ))
                        .expect("a response"),
                })
            }
        };
        let request = Request::get("https://api.example.com/u")
            .body(())
            .expect("a request");
        Tokens::paginate((transport, request)).request_timeout(Duration::from_secs(7))
    };
    let time = Timeless::new();
    assert_eq!(all(walk(429).runtime(time.clone()).items()).await.0, [1]);
    assert_eq!(
        time.slept(),
        [Duration::from_secs(7), Duration::from_secs(9)],
        "the limit, and then what the API asked for"
    );
    let (_, error) = failed(walk(403).runtime(Timeless::new()).items()).await;
    assert_eq!(
        (error.kind(), error.status().map(|status| status.as_u16())),
        (ErrorKind::Status, Some(403))
    );
    assert_eq!(
        (error.attempts(), error.excerpt()),
        (1, Some("wait a while"))
    );
}
