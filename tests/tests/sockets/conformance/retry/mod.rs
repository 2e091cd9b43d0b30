//! Retries: what is sent twice and what never is, and how long the walk waits. For recoveries in
//! every mode, see `modes/`.

mod credentials;
mod smaller_pages;
mod timeouts;

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

const LIMIT: Duration = Duration::from_secs(7);

const FIRST: &str = "{\"items\": [1, 2], \"next\": \"a\"}";
const LAST: &str = "{\"items\": [3], \"next\": null}";

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

/// Returns the sleeps of a walk whose first page fails like this and then comes.
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
    // Immediately: there is no time to wait for.
    for text in ["0", "Sun, 06 Nov 1994 08:00:00 GMT"] {
        assert_eq!(
            slept(vec![limited(text)], RetryPolicy::default()).await,
            [],
            "{text}"
        );
    }
    // If the header has no valid time, the steps of the policy apply.
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
    // The limit applies to each page.
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

/// The head of a response counts, whatever happens to its body.
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
    // An error shows the part of the body that arrived.
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
    // The count of attempts begins again with each page.
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
