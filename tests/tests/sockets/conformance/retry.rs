//! Trying again: what is sent twice and what never is, and for how long it is waited. Recoveries in
//! every mode: `modes.rs`.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use paginate_runtime::{
    EndReason, ErrorKind, HeaderMap, Paginated, RetryPolicy, policy::AuthReason,
};
use paginate_tests::{Answer, Reply, Server, Timeless};
use serde::Deserialize;
use serde_json::{Value, json};

use super::standstill::Standstill;
use super::{client, get, items, page, saved, shown, walk};

#[derive(Debug, Deserialize, Paginated)]
#[paginate(
    token = "next",
    param = "cursor",
    items = "items",
    size = "limit",
    min = 3,
    max = 8
)]
struct Tokens {
    next: Option<String>,
    items: Vec<u32>,
}

#[derive(Debug, Deserialize, Paginated)]
#[paginate(token = "next", param = body("after"), items = "items")]
struct ByBody {
    next: Option<String>,
    items: Vec<u32>,
}

#[derive(Debug, Deserialize, Paginated)]
#[paginate(token = "next", param = form("after"), items = "items")]
struct ByForm {
    next: Option<String>,
    items: Vec<u32>,
}

#[derive(Debug, Deserialize, Paginated)]
#[paginate(token = "next", param = "cursor", items = "items")]
struct Plain {
    next: Option<String>,
    items: Vec<u32>,
}

fn seconds<const N: usize>(seconds: [u64; N]) -> Vec<Duration> {
    seconds.map(Duration::from_secs).to_vec()
}

fn limited(after: &str) -> Reply {
    Reply::empty(429).header("retry-after", after)
}

/// What was slept where the first page fails like this and then comes.
async fn slept(failures: Vec<Reply>, policy: RetryPolicy) -> Vec<Duration> {
    let times = failures.len() + 1;
    let server = Server::scripted(
        failures
            .into_iter()
            .chain([page(&[1], "a"), page(&[2], Value::Null)]),
    );
    let time = Timeless::new();
    let paginator = Plain::paginate(get(&server, "/list"))
        .retry(policy)
        .runtime(time.clone());
    assert_eq!(
        walk(paginator).await.ended(),
        (vec![1, 2], EndReason::NoContinuation)
    );
    let mut lines = vec!["GET /list"; times];
    lines.push("GET /list?cursor=a");
    assert_eq!(server.lines(), lines);
    time.slept()
}

#[tokio::test]
async fn each_passing_status_is_retried_and_no_other() {
    for status in [408, 425, 429, 500, 502, 503, 504] {
        slept(vec![Reply::empty(status)], RetryPolicy::default()).await;
    }
    for status in [
        304, 400, 401, 402, 403, 404, 405, 409, 410, 413, 418, 422, 423, 451, 501, 505, 507, 520,
        599,
    ] {
        let server = Server::scripted([Reply::empty(status), page(&[1], Value::Null)]);
        let time = Timeless::new();
        let (_, error) = walk(Plain::paginate(get(&server, "/list")).runtime(time.clone()))
            .await
            .failed();
        assert_eq!(
            (error.status().unwrap().as_u16(), server.lines().len()),
            (status, 1)
        );
        assert_eq!(time.slept(), []);
    }
}

#[tokio::test]
async fn steps_grow_within_their_bounds() {
    let policy = RetryPolicy::default()
        .attempts(6)
        .first_delay(Duration::from_secs(1))
        .max_delay(Duration::from_secs(4));
    let waits = slept(vec![Reply::empty(500); 5], policy).await;
    assert_eq!(waits.len(), 5);
    assert!(
        waits
            .iter()
            .zip(seconds([1, 2, 4, 4, 4]))
            .all(|(wait, most)| *wait <= most),
        "{waits:?}"
    );
}

#[tokio::test]
async fn retry_after_is_obeyed_whatever_the_steps_are() {
    let policy = RetryPolicy::default().max_delay(Duration::from_secs(1));
    for status in [408, 429, 500, 502, 503, 504] {
        let waits = slept(
            vec![Reply::empty(status).header("retry-after", "60")],
            policy.clone(),
        )
        .await;
        assert_eq!(waits, seconds([60]), "{status}");
    }
}

#[tokio::test]
async fn every_form_of_retry_after() {
    for (text, wait) in [
        ("7", 7),
        (" 7 ", 7),
        ("007", 7),
        ("Sun, 06 Nov 1994 08:49:37 GMT", 37),
        ("Sunday, 06-Nov-94 08:49:37 GMT", 37),
        ("Sun Nov  6 08:49:37 1994", 37),
    ] {
        assert_eq!(
            slept(vec![limited(text)], RetryPolicy::default()).await,
            seconds([wait]),
            "{text}"
        );
    }
    // At once: there is nothing to wait for.
    for text in ["0", "Sun, 06 Nov 1994 08:00:00 GMT"] {
        assert_eq!(
            slept(vec![limited(text)], RetryPolicy::default()).await,
            [],
            "{text}"
        );
    }
    // What says nothing leaves it to the steps.
    for text in ["soon", "-5", "1.5", ""] {
        let waits = slept(vec![limited(text)], RetryPolicy::default()).await;
        assert!(
            waits.len() <= 1 && waits.iter().all(|wait| *wait <= Duration::from_millis(500)),
            "{waits:?}"
        );
    }
}

#[tokio::test]
async fn waits_add_up_to_the_cap() {
    let policy = RetryPolicy::default().max_wait(Duration::from_secs(10));
    assert_eq!(
        slept(vec![limited("6"), limited("4")], policy.clone()).await,
        seconds([6, 4])
    );
    let server = Server::scripted([limited("6"), limited("5")]);
    let time = Timeless::new();
    let (_, error) = walk(
        Plain::paginate(get(&server, "/list"))
            .retry(policy.clone())
            .runtime(time.clone()),
    )
    .await
    .failed();
    assert_eq!(
        (error.kind(), error.retry_after()),
        (ErrorKind::RateLimited, Some(Duration::from_secs(5)))
    );
    assert_eq!((time.slept(), server.lines().len()), (seconds([6]), 2));
    // The cap is for each page.
    let server = Server::scripted([
        limited("9"),
        page(&[1], "a"),
        limited("9"),
        page(&[2], Value::Null),
    ]);
    let time = Timeless::new();
    let paginator = Plain::paginate(get(&server, "/list"))
        .retry(policy)
        .runtime(time.clone());
    assert_eq!(
        walk(paginator).await.ended(),
        (vec![1, 2], EndReason::NoContinuation)
    );
    assert_eq!(time.slept(), seconds([9, 9]));
}

/// What the head of a response says holds, whatever becomes of its body.
#[tokio::test]
async fn a_status_counts_also_where_its_body_cannot_be_read() {
    let broken = |status| {
        Reply::text("slow down, please")
            .broken_after(4)
            .status(status)
    };
    let huge = |status| Reply::text("x".repeat(4_000)).status(status);
    for refusal in [
        broken(429).header("retry-after", "60"),
        huge(429).header("retry-after", "60"),
        huge(503).header("retry-after", "60"),
    ] {
        let server = Server::scripted([refusal, page(&[1], Value::Null)]);
        let time = Timeless::new();
        let walk = walk(
            Plain::paginate(get(&server, "/list"))
                .max_body(1_000)
                .runtime(time.clone()),
        )
        .await;
        assert_eq!(walk.ended(), (vec![1], EndReason::NoContinuation));
        assert_eq!((time.slept(), server.lines().len()), (seconds([60]), 2));
    }
    // An error shows what came of the body.
    for (refusal, shown) in [(broken(400), "slow"), (huge(400), "xxxxxxxx")] {
        let server = Server::scripted([refusal]);
        let (_, error) = walk(Plain::paginate(get(&server, "/list")).max_body(1_000))
            .await
            .failed();
        assert_eq!(
            (error.kind(), error.status().map(|status| status.as_u16())),
            (ErrorKind::Status, Some(400))
        );
        assert!(error.to_string().contains(shown), "{error}");
    }
    for refusal in [broken(401), huge(401)] {
        let server = Server::scripted([refusal, page(&[1], Value::Null)]);
        let hook = |_: http::Request<bytes::Bytes>, _: AuthReason| async {
            Ok::<_, std::io::Error>(HeaderMap::new())
        };
        let walk = walk(
            Plain::paginate(get(&server, "/list"))
                .max_body(1_000)
                .authorize(hook),
        )
        .await;
        assert_eq!((walk.ended().0, server.lines().len()), (vec![1], 2));
    }
}

#[tokio::test]
async fn a_wait_that_no_clock_can_hold_is_beyond_every_cap() {
    for policy in [
        RetryPolicy::default(),
        RetryPolicy::default().max_wait(Duration::MAX),
    ] {
        let server =
            Server::scripted([limited("99999999999999999999999"), page(&[1], Value::Null)]);
        let time = Timeless::new();
        let walk = walk(
            Plain::paginate(get(&server, "/list"))
                .retry(policy)
                .runtime(time.clone()),
        )
        .await;
        match walk.end {
            Err(error) => assert_eq!(
                (error.kind(), error.retry_after()),
                (ErrorKind::RateLimited, Some(Duration::from_secs(u64::MAX)))
            ),
            Ok(_) => assert_eq!(
                time.slept(),
                seconds([u64::MAX]),
                "sent again without having waited"
            ),
        }
    }
}

#[tokio::test]
async fn no_retries_where_there_are_to_be_none() {
    for policy in [
        RetryPolicy::none(),
        RetryPolicy::default().attempts(1),
        RetryPolicy::default().attempts(0),
    ] {
        let server = Server::scripted([limited("1"), page(&[1], Value::Null)]);
        let time = Timeless::new();
        let (_, error) = walk(
            Plain::paginate(get(&server, "/list"))
                .retry(policy)
                .runtime(time.clone()),
        )
        .await
        .failed();
        assert_eq!(
            (error.kind(), server.lines().len(), time.slept()),
            (ErrorKind::RateLimited, 1, vec![])
        );
    }
}

#[tokio::test]
async fn retries_are_no_pages_and_no_repeats() {
    let server = Server::scripted([
        Reply::empty(503),
        page(&[1], "a"),
        Reply::empty(503),
        Reply::empty(502),
        page(&[2], "b"),
        page(&[3], "c"),
    ]);
    let cut = walk(
        Plain::paginate(get(&server, "/list"))
            .runtime(Timeless::new())
            .max_pages(2),
    )
    .await;
    assert_eq!((cut.pages, cut.received), (2, 2));
    assert_eq!(cut.ended(), (vec![1, 2], EndReason::Limit));
    assert_eq!(server.lines().len(), 5);
    // Attempts begin anew with each page.
    let three = || vec![Reply::empty(500); 3];
    let server = Server::scripted(
        [
            three(),
            vec![page(&[1], "a")],
            three(),
            vec![page(&[2], "")],
        ]
        .concat(),
    );
    let paginator = Plain::paginate(get(&server, "/list")).runtime(Timeless::new());
    assert_eq!(
        walk(paginator).await.ended(),
        (vec![1, 2], EndReason::NoContinuation)
    );
}

#[tokio::test]
async fn a_retry_in_a_walk_that_counts_is_not_stuck() {
    #[derive(Deserialize, Paginated)]
    #[paginate(offset = "offset", items = "items")]
    struct Skipped {
        items: Vec<u32>,
    }
    let server = Server::scripted([
        items(&[1, 2]),
        Reply::empty(503),
        items(&[3]),
        items(&[3]).broken_after(3),
        items(&[]),
    ]);
    let paginator = Skipped::paginate(get(&server, "/list")).runtime(Timeless::new());
    assert_eq!(
        walk(paginator).await.ended(),
        (vec![1, 2, 3], EndReason::Empty)
    );
    let offsets: Vec<_> = server
        .requests()
        .iter()
        .map(|request| request.param("offset").unwrap())
        .collect();
    assert_eq!(offsets, ["0", "2", "2", "3", "3"]);
}

#[tokio::test]
async fn a_post_is_not_sent_twice() {
    for failure in [
        Reply::empty(503),
        limited("1"),
        page(&[9], Value::Null).broken_after(3),
        Reply::bytes("{\"items\": ["),
    ] {
        let server = Server::scripted([page(&[1], "a"), failure, page(&[2], Value::Null)]);
        let request = client().post(server.url("/search")).body("{}");
        let (found, error) = walk(Plain::paginate(request).runtime(Timeless::new()))
            .await
            .failed();
        assert_eq!(found, [1]);
        assert_eq!(
            server.lines(),
            ["POST /search {}", "POST /search?cursor=a {}"]
        );
        assert!(error.checkpoint().is_some());
    }
}

#[tokio::test]
async fn a_post_whose_paging_is_in_its_body_is_a_search() {
    let failures = || {
        vec![
            Reply::empty(503),
            limited("1"),
            page(&[9], "z").broken_after(3),
        ]
    };
    let server = Server::scripted(
        [
            vec![page(&[1], "a")],
            failures(),
            vec![page(&[2], Value::Null)],
        ]
        .concat(),
    );
    let request = client().post(server.url("/search")).body("{\"q\":1}");
    let walked = walk(ByBody::paginate(request).runtime(Timeless::new())).await;
    assert_eq!(walked.ended(), (vec![1, 2], EndReason::NoContinuation));
    let mut lines = vec!["POST /search {\"q\":1}"];
    lines.extend(["POST /search {\"q\":1,\"after\":\"a\"}"; 4]);
    assert_eq!(server.lines(), lines);

    let server = Server::scripted([page(&[1], "a"), Reply::empty(503), page(&[2], Value::Null)]);
    let request = client().post(server.url("/search")).form(&[("q", "1")]);
    let walked = walk(ByForm::paginate(request).runtime(Timeless::new())).await;
    assert_eq!(walked.ended(), (vec![1, 2], EndReason::NoContinuation));
    assert_eq!(
        server.lines(),
        [
            "POST /search q=1",
            "POST /search q=1&after=a",
            "POST /search q=1&after=a"
        ]
    );
}

#[tokio::test]
async fn an_idempotent_request_is_sent_again_whatever_its_method() {
    for method in [
        reqwest::Method::POST,
        reqwest::Method::PUT,
        reqwest::Method::PATCH,
    ] {
        let server = Server::scripted([Reply::empty(503), page(&[1], Value::Null)]);
        let request = || {
            client()
                .request(method.clone(), server.url("/search"))
                .body("{}")
        };
        let (_, error) = walk(Plain::paginate(request()).runtime(Timeless::new()))
            .await
            .failed();
        assert_eq!(
            (error.kind(), server.lines().len()),
            (ErrorKind::Status, 1),
            "{method}"
        );
        let server = Server::scripted([Reply::empty(503), page(&[1], Value::Null)]);
        let request = client()
            .request(method.clone(), server.url("/search"))
            .body("{}");
        let walked = walk(
            Plain::paginate(request)
                .runtime(Timeless::new())
                .idempotent(),
        )
        .await;
        assert_eq!(
            walked.ended(),
            (vec![1], EndReason::NoContinuation),
            "{method}"
        );
        assert_eq!(
            server.lines(),
            [
                format!("{method} /search {{}}"),
                format!("{method} /search {{}}")
            ]
        );
    }
}

#[tokio::test]
async fn a_post_that_never_left_is_sent_again() {
    let port = {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        listener.local_addr().unwrap().port()
    };
    let attempts = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&attempts);
    let request = client().post(format!("http://127.0.0.1:{port}/search"));
    // The hook is called once for each attempt.
    let paginator = Plain::paginate(request)
        .runtime(Timeless::new())
        .authorize(move |_, _| {
            count.fetch_add(1, Ordering::SeqCst);
            async { Ok::<_, std::io::Error>(HeaderMap::new()) }
        });
    let (_, error) = walk(paginator).await.failed();
    assert_eq!(
        (error.kind(), attempts.load(Ordering::SeqCst)),
        (ErrorKind::Transport, 4)
    );
}

// ------------------------------------------------------------------------------------------------
// credentials

/// An API whose access tokens `t0`, `t1` .. live for three requests each, over ten pages of one
/// item.
fn short_lived() -> Server {
    let served = Mutex::new((0usize, 0usize)); // which token, how often it was used
    Server::start(move |request| {
        let mut served = served.lock().unwrap();
        let wanted = format!("Bearer t{}", served.0);
        if request.header("authorization") != Some(&wanted) {
            return Reply::text("invalid token").status(401);
        }
        if served.1 == 3 {
            *served = (served.0 + 1, 0);
            return Reply::text("token expired").status(401);
        }
        served.1 += 1;
        let number: u32 = request
            .param("cursor")
            .map_or(1, |cursor| cursor.parse().unwrap());
        let next = (number < 10).then(|| (number + 1).to_string());
        page(&[number], next)
    })
}

/// What a hook was called with.
type Calls = Arc<Mutex<Vec<(AuthReason, String)>>>;

/// A hook that gives `t0`, `t1` ..: the next one after each 401.
fn hook(
    calls: &Calls,
) -> impl Fn(
    http::Request<bytes::Bytes>,
    AuthReason,
) -> std::future::Ready<Result<HeaderMap, std::io::Error>>
+ use<> {
    let (calls, current) = (Arc::clone(calls), AtomicUsize::new(0));
    move |request, why| {
        calls
            .lock()
            .unwrap()
            .push((why, request.uri().path_and_query().unwrap().to_string()));
        if why == AuthReason::Unauthorized {
            current.fetch_add(1, Ordering::SeqCst);
        }
        let mut headers = HeaderMap::new();
        let token = format!("Bearer t{}", current.load(Ordering::SeqCst));
        headers.insert("authorization", token.parse().unwrap());
        std::future::ready(Ok(headers))
    }
}

#[tokio::test]
async fn tokens_that_live_for_three_requests() {
    let server = short_lived();
    let calls = Calls::default();
    // The builder's own credentials are replaced, not added to.
    let request = get(&server, "/list").bearer_auth("stale");
    let walked = walk(
        Plain::paginate(request)
            .runtime(Timeless::new())
            .authorize(hook(&calls)),
    )
    .await;
    assert_eq!(
        (walked.pages, walked.received),
        (10, 10),
        "a request refused is no page"
    );
    assert_eq!(
        walked.ended(),
        ((1..=10).collect(), EndReason::NoContinuation)
    );

    let expiries: Vec<String> = [4, 7, 10]
        .iter()
        .map(|page| format!("/list?cursor={page}"))
        .collect();
    let renewed: Vec<String> = calls
        .lock()
        .unwrap()
        .iter()
        .filter(|(why, _)| *why == AuthReason::Unauthorized)
        .map(|(_, path)| path.clone())
        .collect();
    assert_eq!(renewed, expiries, "one call for each expiry");
    assert_eq!(calls.lock().unwrap().len(), 13, "and one for each page");
    let mut lines = vec!["GET /list".to_owned()];
    for number in 2..=10 {
        let times = if [4, 7, 10].contains(&number) { 2 } else { 1 };
        lines.extend(std::iter::repeat_n(
            format!("GET /list?cursor={number}"),
            times,
        ));
    }
    assert_eq!(server.lines(), lines);
    assert!(
        server.requests().iter().all(|request| request
            .headers
            .get_all("authorization")
            .iter()
            .count()
            == 1)
    );
}

#[tokio::test]
async fn a_second_401_is_an_error() {
    let server = Server::scripted([
        page(&[1], "a"),
        Reply::empty(401),
        Reply::text("no s3cr3t token=s3cr3t").status(401),
    ]);
    let calls = Calls::default();
    let time = Timeless::new();
    let paginator = Plain::paginate(get(&server, "/list"))
        .runtime(time.clone())
        .authorize(hook(&calls));
    let (found, error) = walk(paginator).await.failed();
    assert_eq!(
        (found, error.kind(), error.page()),
        (vec![1], ErrorKind::Unauthorized, 2)
    );
    assert_eq!(
        server.lines(),
        ["GET /list", "GET /list?cursor=a", "GET /list?cursor=a"]
    );
    let whys: Vec<AuthReason> = calls.lock().unwrap().iter().map(|(why, _)| *why).collect();
    assert_eq!(
        whys,
        [
            AuthReason::First,
            AuthReason::First,
            AuthReason::Unauthorized
        ]
    );
    assert_eq!(time.slept(), []);
    assert!(!shown(&error).contains("t1"), "{}", shown(&error));
    // With good credentials it goes on from there.
    let later = Server::scripted([page(&[2], Value::Null)]);
    let checkpoint = saved(error.checkpoint().unwrap());
    let walked = walk(Plain::paginate(get(&later, "/list")).resume_unchecked(checkpoint)).await;
    assert_eq!(walked.ended(), (vec![2], EndReason::NoContinuation));
    assert_eq!(later.lines(), ["GET /list?cursor=a"]);
}

#[tokio::test]
async fn without_a_hook_a_401_is_an_error_at_once() {
    let server = Server::scripted([page(&[1], "a"), Reply::empty(401)]);
    let (found, error) = walk(Plain::paginate(get(&server, "/list"))).await.failed();
    assert_eq!(
        (found, error.kind(), server.lines().len()),
        (vec![1], ErrorKind::Unauthorized, 2)
    );
}

#[tokio::test]
async fn a_401_and_then_a_503_and_then_a_page() {
    let server = Server::scripted([
        Reply::empty(401),
        Reply::empty(503),
        Reply::empty(401),
        page(&[1], Value::Null),
    ]);
    let calls = Calls::default();
    let paginator = Plain::paginate(get(&server, "/list"))
        .runtime(Timeless::new())
        .authorize(hook(&calls));
    assert_eq!(
        walk(paginator).await.ended(),
        (vec![1], EndReason::NoContinuation)
    );
    let whys: Vec<AuthReason> = calls.lock().unwrap().iter().map(|(why, _)| *why).collect();
    assert_eq!(
        whys,
        [
            AuthReason::First,
            AuthReason::Unauthorized,
            AuthReason::First,
            AuthReason::Unauthorized
        ]
    );
}

#[tokio::test]
async fn a_post_that_was_refused_is_sent_again_with_new_credentials() {
    let server = Server::scripted([Reply::empty(401), page(&[1], Value::Null)]);
    let calls = Calls::default();
    let request = client().post(server.url("/search")).body("{\"q\":1}");
    let walked = walk(
        Plain::paginate(request)
            .runtime(Timeless::new())
            .authorize(hook(&calls)),
    )
    .await;
    assert_eq!(walked.ended(), (vec![1], EndReason::NoContinuation));
    assert_eq!(server.lines(), ["POST /search {\"q\":1}"; 2]);
}

#[tokio::test]
async fn a_hook_that_fails_is_an_error_with_its_reason() {
    let server = Server::scripted([page(&[1], "a"), Reply::empty(401)]);
    let paginator = Plain::paginate(get(&server, "/list"))
        .runtime(Timeless::new())
        .authorize(|_, why| async move {
            match why {
                AuthReason::First => Ok(HeaderMap::new()),
                _ => Err(std::io::Error::other("the refresh token has expired")),
            }
        });
    let (found, error) = walk(paginator).await.failed();
    assert_eq!(
        (found, error.kind(), server.lines().len()),
        (vec![1], ErrorKind::Unauthorized, 2)
    );
    assert!(error.checkpoint().is_some());
    let source = std::error::Error::source(&error)
        .unwrap()
        .downcast_ref::<std::io::Error>();
    assert_eq!(source.unwrap().to_string(), "the refresh token has expired");
}

#[tokio::test]
async fn a_hook_sees_the_request_as_it_is_sent() {
    let server = Server::scripted([page(&[1], "a b"), page(&[2], Value::Null)]);
    let seen = Arc::new(Mutex::new(Vec::new()));
    let log = Arc::clone(&seen);
    let request = client()
        .post(server.url("/search?v=1"))
        .header("x-tenant", "t")
        .body("{\"q\":1}");
    let paginator = ByBody::paginate(request)
        .runtime(Timeless::new())
        .authorize(move |request, _| {
            let body = String::from_utf8(request.body().to_vec()).unwrap();
            let tenant = request.headers()["x-tenant"].to_str().unwrap().to_owned();
            let line = format!(
                "{} {} {body} {tenant}",
                request.method(),
                request.uri().path_and_query().unwrap()
            );
            log.lock().unwrap().push(line.clone());
            let mut headers = HeaderMap::new();
            headers.insert("x-signature", format!("signed {line}").parse().unwrap());
            async move { Ok::<_, std::io::Error>(headers) }
        });
    assert_eq!(
        walk(paginator).await.ended(),
        (vec![1, 2], EndReason::NoContinuation)
    );
    let expected = [
        "POST /search?v=1 {\"q\":1} t",
        "POST /search?v=1 {\"q\":1,\"after\":\"a b\"} t",
    ];
    assert_eq!(*seen.lock().unwrap(), expected);
    let signatures: Vec<_> = server
        .requests()
        .iter()
        .map(|request| request.header("x-signature").unwrap().to_owned())
        .collect();
    assert_eq!(signatures, expected.map(|line| format!("signed {line}")));
}

// ---------------------------------------------------------------------------------------------------
// standing still

const LIMIT: Duration = Duration::from_secs(7);

const FIRST: &str = "{\"items\": [1, 2], \"next\": \"a\"}";
const LAST: &str = "{\"items\": [3], \"next\": null}";

#[tokio::test]
async fn a_body_that_stands_still() {
    let clock = Standstill::new(LIMIT);
    let server = clock.server([Answer::whole(FIRST), Answer::half(LAST)]);
    let request = client().get(server.url("/list"));
    let paginator = Plain::paginate(request)
        .runtime(clock)
        .idle_timeout(LIMIT)
        .retry(RetryPolicy::none());
    let (found, error) = walk(paginator).await.failed();
    assert_eq!(
        (found, error.kind(), error.page()),
        (vec![1, 2], ErrorKind::Timeout, 2)
    );
    assert!(
        error.is_timeout() && error.to_string().contains("stood still for 7s"),
        "{error}"
    );
    assert!(error.checkpoint().is_some());
}

#[tokio::test]
async fn a_body_that_stands_still_and_then_comes() {
    let clock = Standstill::new(LIMIT);
    let server = clock.server([
        Answer::whole(FIRST),
        Answer::half(LAST),
        Answer::whole(LAST),
    ]);
    let request = client().get(server.url("/list"));
    let walked = walk(
        Plain::paginate(request)
            .runtime(clock.clone())
            .idle_timeout(LIMIT),
    )
    .await;
    assert_eq!((walked.pages, walked.received), (2, 3));
    assert_eq!(
        walked.ended(),
        (vec![1, 2, 3], EndReason::NoContinuation),
        "half a body brings nothing twice"
    );
    assert_eq!(
        server.lines(),
        ["GET /list", "GET /list?cursor=a", "GET /list?cursor=a"]
    );
    assert_eq!(clock.others.slept().len(), 1, "one step between the two");
}

#[tokio::test]
async fn a_response_that_never_comes() {
    for silent in [Answer::silence(), Answer::half(LAST)] {
        let clock = Standstill::new(LIMIT);
        let server = clock.server([Answer::whole(FIRST), silent, Answer::whole(LAST)]);
        let request = client().get(server.url("/list"));
        let walked = walk(
            Plain::paginate(request)
                .runtime(clock.clone())
                .request_timeout(LIMIT),
        )
        .await;
        assert_eq!(walked.ended(), (vec![1, 2, 3], EndReason::NoContinuation));
        assert_eq!(
            server.lines(),
            ["GET /list", "GET /list?cursor=a", "GET /list?cursor=a"]
        );
    }
    let clock = Standstill::new(LIMIT);
    let server = clock.server([Answer::silence()]);
    let request = client().get(server.url("/list?key=s3cr3t"));
    let paginator = Plain::paginate(request)
        .runtime(clock)
        .request_timeout(LIMIT)
        .retry(RetryPolicy::none());
    let (_, error) = walk(paginator).await.failed();
    assert_eq!((error.kind(), error.page()), (ErrorKind::Timeout, 1));
    assert!(error.to_string().contains("longer than 7s"), "{error}");
    assert!(!shown(&error).contains("s3cr3t"));
}

#[tokio::test]
async fn a_post_that_took_too_long_is_not_sent_twice() {
    let clock = Standstill::new(LIMIT);
    let server = clock.server([Answer::silence(), Answer::whole(LAST)]);
    let request = client().post(server.url("/search"));
    let (_, error) = walk(
        Plain::paginate(request)
            .runtime(clock)
            .request_timeout(LIMIT),
    )
    .await
    .failed();
    assert_eq!(
        (error.kind(), server.lines().len()),
        (ErrorKind::Timeout, 1)
    );
}

// ---------------------------------------------------------------------------------------------------
// smaller pages

/// Answers up to so many items at once, and 504 to more.
fn weak(most: u64, status: u16) -> Server {
    Server::start(move |request| {
        let limit: u64 = request.param("limit").unwrap().parse().unwrap();
        if limit > most {
            return Reply::empty(status);
        }
        match request.param("cursor").as_deref() {
            None => page(&[1], "a"),
            Some("a") => page(&[2], "b"),
            _ => page(&[3], Value::Null),
        }
    })
}

#[tokio::test]
async fn pages_get_smaller_until_they_come_and_stay_so() {
    for status in [502, 503, 504] {
        let server = weak(4, status);
        let paginator = Tokens::paginate(get(&server, "/list"))
            .runtime(Timeless::new())
            .shrink_on_timeout();
        assert_eq!(
            walk(paginator).await.ended(),
            (vec![1, 2, 3], EndReason::NoContinuation)
        );
        assert_eq!(
            server.lines(),
            [
                "GET /list?limit=8",
                "GET /list?limit=4",
                "GET /list?cursor=a&limit=4",
                "GET /list?cursor=b&limit=4"
            ]
        );
    }
}

#[tokio::test]
async fn pages_get_no_smaller_than_the_minimum() {
    let server = weak(0, 504);
    let paginator = Tokens::paginate(get(&server, "/list"))
        .runtime(Timeless::new())
        .shrink_on_timeout();
    let (_, error) = walk(paginator).await.failed();
    assert_eq!(
        (error.kind(), error.status().unwrap().as_u16()),
        (ErrorKind::Status, 504)
    );
    let sizes: Vec<_> = server
        .requests()
        .iter()
        .map(|request| request.param("limit").unwrap())
        .collect();
    assert_eq!(sizes, ["8", "4", "3", "3"]);
}

#[tokio::test]
async fn pages_get_smaller_only_where_that_is_asked_for_and_helps() {
    let server = weak(4, 504);
    let (_, error) = walk(Tokens::paginate(get(&server, "/list")).runtime(Timeless::new()))
        .await
        .failed();
    assert_eq!(
        (error.kind(), server.lines()),
        (ErrorKind::Status, vec!["GET /list?limit=8".to_owned(); 4])
    );
    // A rate limit is not about the size.
    let server = weak(4, 429);
    let paginator = Tokens::paginate(get(&server, "/list"))
        .runtime(Timeless::new())
        .shrink_on_timeout();
    let (_, error) = walk(paginator).await.failed();
    assert_eq!(
        (error.kind(), server.lines()),
        (
            ErrorKind::RateLimited,
            vec!["GET /list?limit=8".to_owned(); 4]
        )
    );
}

#[tokio::test]
async fn a_timeout_makes_pages_smaller() {
    let clock = Standstill::new(LIMIT);
    let server = clock.server([
        Answer::silence(),
        Answer::half(FIRST),
        Answer::whole(FIRST),
        Answer::status(504),
        Answer::whole(LAST),
    ]);
    let request = client().get(server.url("/list"));
    let paginator = Tokens::paginate(request)
        .runtime(clock)
        .request_timeout(LIMIT)
        .shrink_on_timeout();
    assert_eq!(
        walk(paginator).await.ended(),
        (vec![1, 2, 3], EndReason::NoContinuation)
    );
    assert_eq!(
        server.lines(),
        [
            "GET /list?limit=8",
            "GET /list?limit=4",
            "GET /list?limit=3",
            "GET /list?cursor=a&limit=3",
            "GET /list?cursor=a&limit=3"
        ]
    );
}

#[tokio::test]
async fn smaller_pages_by_offset_lose_nothing() {
    #[derive(Deserialize, Paginated)]
    #[paginate(offset = "offset", items = "items", size = "limit", max = 4)]
    struct Skipped {
        items: Vec<u32>,
    }
    let server = Server::start(|request| {
        let offset: u32 = request.param("offset").unwrap().parse().unwrap();
        let limit: u32 = request.param("limit").unwrap().parse().unwrap();
        // From the fifth item on, the rows are heavy.
        if offset + limit > 5 && limit > 1 {
            return Reply::empty(504);
        }
        items(&(offset..(offset + limit).min(6)).collect::<Vec<_>>())
    });
    let paginator = Skipped::paginate(get(&server, "/list"))
        .runtime(Timeless::new())
        .shrink_on_timeout();
    assert_eq!(
        walk(paginator).await.ended(),
        ((0..6).collect(), EndReason::Empty)
    );
    assert_eq!(
        server.lines(),
        [
            "GET /list?offset=0&limit=4",
            "GET /list?offset=4&limit=4",
            "GET /list?offset=4&limit=2",
            "GET /list?offset=4&limit=1",
            "GET /list?offset=5&limit=1",
            "GET /list?offset=6&limit=1"
        ]
    );
}

#[tokio::test]
async fn numbered_pages_never_get_smaller() {
    #[derive(Deserialize, Paginated)]
    #[paginate(page = "page", items = "items", size = "limit", max = 4)]
    struct Numbered {
        items: Vec<u32>,
    }
    let server = Server::scripted([items(&[1]), Reply::empty(504), items(&[2]), items(&[])]);
    let paginator = Numbered::paginate(get(&server, "/list"))
        .runtime(Timeless::new())
        .shrink_on_timeout();
    assert_eq!(
        walk(paginator).await.ended(),
        (vec![1, 2], EndReason::Empty)
    );
    assert!(
        server
            .requests()
            .iter()
            .all(|request| request.param("limit").as_deref() == Some("4"))
    );
}

#[derive(Deserialize)]
struct Account {
    lists: Vec<u32>,
}

#[derive(Deserialize, Paginated)]
#[paginate(
    next_url = "next",
    items = "items",
    size = "limit",
    max = 4,
    nested = "lists"
)]
struct Nested {
    next: Option<String>,
    items: Vec<Account>,
}

/// A link brings its own size: a 504 on the way is retried as it is, and the size in effect stays
/// what the API was asked for.
#[tokio::test]
async fn links_keep_the_size_they_bring() {
    let reply = |next: Value| {
        Reply::json(
            json!({ "next": next, "items": [{ "lists": [1, 2, 3, 4] }, { "lists": [1, 2, 3] }] }),
        )
    };
    let server = Server::scripted([
        reply(json!("/list?c=1&limit=4")),
        Reply::empty(504),
        reply(Value::Null),
    ]);
    let mut items = Nested::paginate(get(&server, "/list"))
        .runtime(Timeless::new())
        .shrink_on_timeout()
        .items();
    let mut lens = Vec::new();
    for _ in 0..4 {
        lens.push(items.try_next().await.unwrap().unwrap().lists.len());
    }
    assert!(items.try_next().await.unwrap().is_none());
    assert_eq!(lens, [4, 3, 4, 3]);
    assert_eq!(
        server.lines(),
        [
            "GET /list?limit=4",
            "GET /list?c=1&limit=4",
            "GET /list?c=1&limit=4"
        ]
    );
    assert_eq!(
        items.truncated_lists(),
        2,
        "the lists of four, on both pages"
    );
}
