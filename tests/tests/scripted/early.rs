//! The next request is sent when its continuation has arrived, before its page is complete. Items,
//! order and requests are those of a walk without `.early()`. Time is virtual.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use paginate_runtime::{
    EndReason, ErrorKind, HeaderMap, Items, Link, Paginated, RetryPolicy,
    mode::{EarlyContinuation, Token},
    page::{PageInfo, PageToken, TokenValue},
    scheme::Scheme,
};
use paginate_tests::{Reply, Request, Script};
use serde::{Deserialize, Deserializer};
use serde_json::json;
use tokio::time::Instant;

use crate::kit::{all, interrupted, number};

#[derive(Debug, Deserialize, Paginated)]
#[paginate(token = "next", param = "next", items = "rows", size = "limit")]
struct Tokens {
    next: Option<String>,
    rows: Vec<u64>,
}

#[derive(Debug, Deserialize, Paginated)]
#[paginate(token = "next", param = "NEXT", items = "rows")]
#[serde(rename_all = "SCREAMING-KEBAB-CASE")]
struct Keys {
    next: Option<u64>,
    rows: Vec<u64>,
}

#[derive(Debug, Deserialize, Paginated)]
#[paginate(next_url = "next", items = "rows")]
struct Linked {
    next: Option<Link>,
    rows: Vec<u64>,
}

#[derive(Debug, Deserialize, Paginated)]
#[paginate(next_url = link("next"), items = "0")]
struct ByLinkHeader(Vec<u64>);

#[derive(Debug, Deserialize, Paginated)]
#[paginate(token = header("x-next"), param = "next", items = "0")]
struct ByHeader(Vec<u64>);

#[derive(Debug, Deserialize, Paginated)]
#[paginate(next_url = header("x-next"), items = "0")]
struct ByUrlHeader(Vec<u64>);

/// The time from sending a request to the first byte, and from there to the last byte.
const DELAY: Duration = Duration::from_millis(50);
const BODY: Duration = Duration::from_millis(200);

fn at(request: &Request) -> u64 {
    number(request, "next", 0)
}

fn rows(at: u64) -> Vec<u64> {
    (at * 3..at * 3 + 3).collect()
}

/// Ten pages, with the token before the rows.
fn in_front() -> Script {
    Script::handler(|request| front(at(request), 10))
}

fn front(at: u64, pages: u64) -> Reply {
    let next = (at + 1 < pages).then(|| (at + 1).to_string());
    two_pieces(
        &format!("{{\"next\":{},", json!(next)),
        &format!("\"rows\":{}}}", json!(rows(at))),
    )
}

/// A response whose first piece comes after the delay, and the second when the body has taken its
/// time.
fn two_pieces(first: &str, second: &str) -> Reply {
    let length = first.len().max(second.len());
    let first = format!("{first:<length$}");
    let second = format!("{second:<length$}");
    Reply::bytes(first + &second)
        .in_pieces(length)
        .paced(BODY)
        .delayed(DELAY)
}

/// Walks ten pages in order with ten requests, each sent once; returns the time that it took.
async fn ten_pages<P: Paginated<Item = u64>>(items: Items<P>, script: &Script) -> Duration {
    let begin = Instant::now();
    let (rows, end, error, discarded) = all(items).await;
    assert!(error.is_none(), "{error:?}");
    assert_eq!(
        (rows, end, discarded),
        ((0..30).collect(), Some(EndReason::NoContinuation), 0)
    );
    assert_eq!(script.lines().len(), 10);
    begin.elapsed()
}

#[tokio::test(start_paused = true)]
async fn bodies_overlap() {
    let script = in_front();
    let plain = ten_pages(Tokens::paginate(script.get("/l")).items(), &script).await;
    assert_eq!(plain, (DELAY + BODY) * 10);
    // Four pages at a time, 250 ms each: one page every 63 ms.
    let script = in_front();
    let early = ten_pages(Tokens::paginate(script.get("/l")).early().items(), &script).await;
    assert!(early < plain * 36 / 100, "{early:?} of {plain:?}");
    let lines: Vec<String> = (0..10)
        .map(|at| {
            if at == 0 {
                "GET /l".to_owned()
            } else {
                format!("GET /l?next={at}")
            }
        })
        .collect();
    assert_eq!(script.lines(), lines);
    // A window of eight: one page every 50 ms, and the last body to its end.
    let script = in_front();
    let early = ten_pages(
        Tokens::paginate(script.get("/l"))
            .prefetch(8)
            .early()
            .items(),
        &script,
    )
    .await;
    assert_eq!(early, DELAY * 10 + BODY);
    // A window of one has no room for two bodies.
    let script = in_front();
    let early = ten_pages(
        Tokens::paginate(script.get("/l"))
            .early()
            .prefetch(1)
            .items(),
        &script,
    )
    .await;
    assert_eq!(early, plain);
}

#[tokio::test(start_paused = true)]
async fn wherever_the_continuation_stands() {
    let overlap = DELAY * 10 + BODY;
    let next = |at: u64| (at < 9).then_some(at + 1);

    // Only the rows, with the continuation in a header.
    let list = move |at: u64, header: fn(u64) -> (&'static str, String)| {
        let reply = two_pieces("[", json!(rows(at)).to_string().trim_start_matches('['));
        match next(at).map(header) {
            Some((name, value)) => reply.header(name, value),
            None => reply,
        }
    };
    let script = Script::handler(move |request| {
        list(at(request), |next| {
            (
                "link",
                format!("</l?next={next}>; rel=\"next\", </l>; rel=\"first\""),
            )
        })
    });
    let found = ten_pages(
        ByLinkHeader::paginate(script.get("/l"))
            .prefetch(9)
            .early()
            .items(),
        &script,
    )
    .await;
    assert_eq!(found, overlap);

    let script =
        Script::handler(move |request| list(at(request), |next| ("x-next", next.to_string())));
    let found = ten_pages(
        ByHeader::paginate(script.get("/l"))
            .prefetch(9)
            .early()
            .items(),
        &script,
    )
    .await;
    assert_eq!(found, overlap);

    let script = Script::handler(move |request| {
        list(at(request), |next| ("x-next", format!("?next={next}")))
    });
    let found = ten_pages(
        ByUrlHeader::paginate(script.get("/l"))
            .prefetch(9)
            .early()
            .items(),
        &script,
    )
    .await;
    assert_eq!(found, overlap);

    let script = Script::handler(move |request| {
        let at = at(request);
        let link = next(at).map(|next| format!("/l?next={next}"));
        two_pieces(
            &format!("{{\"next\":{},", json!(link)),
            &format!("\"rows\":{}}}", json!(rows(at))),
        )
    });
    let found = ten_pages(
        Linked::paginate(script.get("/l"))
            .prefetch(9)
            .early()
            .items(),
        &script,
    )
    .await;
    assert_eq!(found, overlap);

    // A numeric token, under its name on the wire.
    let script = Script::handler(move |request| {
        let at = number(request, "NEXT", 0);
        two_pieces(
            &format!("{{\"NEXT\":{},", json!(next(at))),
            &format!("\"ROWS\":{}}}", json!(rows(at))),
        )
    });
    let found = ten_pages(
        Keys::paginate(script.get("/l")).prefetch(9).early().items(),
        &script,
    )
    .await;
    assert_eq!(found, overlap);

    // With the token at the end, there is no gain and no cost.
    let script = Script::handler(move |request| {
        let at = at(request);
        two_pieces(
            &format!("{{\"rows\":{},", json!(rows(at))),
            &format!(
                "\"next\":{}}}",
                json!(next(at).map(|next| next.to_string()))
            ),
        )
    });
    let found = ten_pages(
        Tokens::paginate(script.get("/l"))
            .prefetch(9)
            .early()
            .items(),
        &script,
    )
    .await;
    assert_eq!(found, (DELAY + BODY) * 10);
}

#[tokio::test(start_paused = true)]
async fn however_the_body_is_cut() {
    for piece in 1..30 {
        let script = Script::handler(move |request| {
            let at = at(request);
            let next = (at < 9).then(|| (at + 1).to_string());
            Reply::json(json!({ "a": [{ "next": "no" }, "\"next\":\"no\"", "\\"], "next": next, "rows": rows(at) })).in_pieces(piece)
        });
        ten_pages(Tokens::paginate(script.get("/l")).early().items(), &script).await;
    }
}

#[tokio::test(start_paused = true)]
async fn never_more_than_the_window() {
    for window in 1..6 {
        let script = in_front();
        let mut pages = Tokens::paginate(script.get("/l"))
            .prefetch(window)
            .early()
            .pages();
        for taken in 1..4 {
            pages.try_next().await.unwrap().unwrap();
            tokio::time::sleep(BODY * 20).await;
            assert_eq!(
                script.lines().len(),
                (taken + window).min(10),
                "{taken} taken, {window} ahead"
            );
        }
        let sent = script.lines().len();
        drop(pages);
        tokio::time::sleep(BODY * 20).await;
        assert_eq!(
            script.lines().len(),
            sent,
            "nothing after the stream is gone"
        );
    }
}

#[tokio::test(start_paused = true)]
async fn nothing_is_sent_early_near_a_limit() {
    for limit in 1..5 {
        let script = in_front();
        let (found, end, ..) = all(Tokens::paginate(script.get("/l"))
            .max_pages(limit)
            .early()
            .items())
        .await;
        assert_eq!(
            (found, end),
            ((0..limit * 3).collect(), Some(EndReason::Limit))
        );
        assert_eq!(script.lines().len() as u64, limit);
        // The number of items in a page is unknown until the page has arrived.
        let script = in_front();
        let (found, end, ..) = all(Tokens::paginate(script.get("/l"))
            .max_items(limit * 3)
            .page_size(3)
            .early()
            .items())
        .await;
        assert_eq!(
            (found, end),
            ((0..limit * 3).collect(), Some(EndReason::Limit))
        );
        assert_eq!(script.lines().len() as u64, limit);
        let script = in_front();
        let (found, ..) = all(Tokens::paginate(script.get("/l"))
            .max_items(limit * 3)
            .early()
            .items())
        .await;
        assert_eq!(
            (found, script.lines().len() as u64),
            ((0..limit * 3).collect(), limit)
        );
    }
}

/// The declared end is in the rows, which come after the token. The derive refuses this; an
/// implementation by hand can declare it.
#[tokio::test(start_paused = true)]
async fn nothing_is_sent_early_where_the_rows_can_be_the_end() {
    #[derive(Debug, Deserialize, Paginated)]
    #[paginate(token = "next", param = "next", items = "rows", end_on = [empty])]
    struct Derived {
        next: Option<String>,
        rows: Vec<u64>,
    }

    #[derive(Debug, Deserialize)]
    #[serde(transparent)]
    struct Until(Derived);

    impl Paginated for Until {
        type Item = u64;
        type Mode = Token;
        const SCHEME: Scheme = Derived::SCHEME.early();

        fn page_info<'a>(&'a self, headers: &'a HeaderMap) -> PageInfo<'a> {
            self.0.page_info(headers)
        }

        fn take_items(&mut self) -> Vec<u64> {
            self.0.take_items()
        }
    }

    impl EarlyContinuation for Until {}

    let script = Script::handler(|request| {
        let at = at(request);
        let rows = if at < 9 { rows(at) } else { Vec::new() };
        two_pieces(
            &format!("{{\"next\":\"{}\",", at + 1),
            &format!("\"rows\":{}}}", json!(rows)),
        )
    });
    let (found, end, ..) = all(Until::paginate(script.get("/l"))
        .prefetch(5)
        .early()
        .items())
    .await;
    assert_eq!(
        (found, end, script.lines().len()),
        ((0..27).collect(), Some(EndReason::Empty), 10)
    );
}

/// A token that its type reads in its own way.
#[derive(Debug)]
struct Doubled(u64);

impl<'de> Deserialize<'de> for Doubled {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Self(u64::deserialize(deserializer)? * 2))
    }
}

impl PageToken for Doubled {
    fn value(&self) -> Option<TokenValue<'_>> {
        self.0.value()
    }
}

#[derive(Debug, Deserialize, Paginated)]
#[paginate(token = "next", param = "next", items = "rows")]
struct Odd {
    next: Option<Doubled>,
    rows: Vec<u64>,
}

#[tokio::test(start_paused = true)]
async fn what_the_page_does_not_confirm_is_thrown_away() {
    // Every page names half of its real continuation: 0, 2, 4, .. are the pages; 1, 2, 3, .. is
    // what is read early.
    let script = Script::handler(|request| {
        let page = at(request) / 2;
        let next = (page < 9).then_some(page + 1);
        two_pieces(
            &format!("{{\"next\":{},", json!(next)),
            &format!("\"rows\":{}}}", json!(rows(page))),
        )
    });
    let (found, end, error, discarded) = all(Odd::paginate(script.get("/l")).early().items()).await;
    assert!(error.is_none());
    assert_eq!(
        (found, end),
        ((0..30).collect(), Some(EndReason::NoContinuation))
    );
    assert!((1..10).contains(&discarded), "{discarded}");
    assert_eq!(script.lines().len() as u64, 10 + discarded);
}

#[tokio::test(start_paused = true)]
async fn a_token_that_comes_again_is_not_sent_again() {
    let script = Script::handler(|request| {
        let at = at(request);
        two_pieces(
            &format!("{{\"next\":\"{}\",", (at + 1) % 4),
            &format!("\"rows\":{}}}", json!(rows(at))),
        )
    });
    let (found, _, error, discarded) = all(Tokens::paginate(script.get("/l?next=0"))
        .prefetch(6)
        .early()
        .items())
    .await;
    assert_eq!(
        (found, error.unwrap().kind(), discarded),
        ((0..12).collect(), ErrorKind::Loop, 0)
    );
    assert_eq!(script.lines().len(), 4);
}

#[tokio::test(start_paused = true)]
async fn a_link_to_another_origin_is_not_followed_early() {
    for link in [
        "https://evil.example/l",
        "//evil.example/l",
        "http://api.example.com/l",
        "https://u:p@api.example.com/l",
        "javascript:x",
    ] {
        let script = Script::handler(move |_| {
            two_pieces(&format!("{{\"next\":{},", json!(link)), "\"rows\":[1,2]}")
        });
        let (found, _, error, discarded) = all(Linked::paginate(script.get("/l"))
            .prefetch(6)
            .early()
            .items())
        .await;
        assert_eq!((found, discarded), (vec![1, 2], 0));
        if link.starts_with("http:") {
            // The link is followed encrypted, and leads back to itself there.
            assert!(error.is_some());
            assert!(
                script
                    .requests()
                    .iter()
                    .all(|request| request.line().starts_with("GET /l"))
            );
        } else {
            assert!(error.is_some(), "{link}");
            assert_eq!(script.lines().len(), 1, "{link}");
        }
    }
}

#[tokio::test(start_paused = true)]
async fn a_body_that_breaks_off_after_its_token_loses_nothing() {
    // For each window and each page that breaks off after its token, with or without room for the
    // early request. The second attempt returns the same token again.
    for (window, broken) in (1..6).flat_map(|window| (0..7).map(move |broken| (window, broken))) {
        let count = AtomicUsize::new(0);
        let script = Script::handler(move |request| {
            let reply = front(at(request), 10);
            match count.fetch_add(1, Ordering::SeqCst) {
                number if number == broken || number == broken + 3 => reply.broken_after(30),
                _ => reply,
            }
        });
        let walk = Tokens::paginate(script.get("/l"))
            .retry(RetryPolicy::default().first_delay(Duration::ZERO));
        let (found, end, error, discarded) = all(walk.prefetch(window).early().items()).await;
        assert!(error.is_none(), "{error:?}");
        assert_eq!(
            (found, end, discarded),
            ((0..30).collect(), Some(EndReason::NoContinuation), 0),
            "{broken} of {window}"
        );
        assert_eq!(script.lines().len(), 12);
    }
}

/// If a page fails, the error comes in its place and ends the walk. The response to the request
/// that was sent early is dropped.
#[tokio::test(start_paused = true)]
async fn an_error_comes_in_its_place_and_the_answer_to_the_early_request_is_dropped() {
    let script = Script::handler(|request| match at(request) {
        4 => two_pieces("{\"next\":\"5\",", "\"rows\":\"none\"}"),
        at => front(at, 10),
    });
    let (found, _, error, discarded) = all(Tokens::paginate(script.get("/l"))
        .prefetch(3)
        .early()
        .items())
    .await;
    let error = error.unwrap();
    assert_eq!(
        (found, error.kind(), error.page(), discarded),
        ((0..12).collect(), ErrorKind::Decode, 5, 2)
    );
    assert_eq!(script.lines().len(), 7);
}

#[tokio::test(start_paused = true)]
async fn checkpoints_are_exact_to_what_the_consumer_took() {
    for taken in 0..30 {
        let script = in_front();
        let walk = || Tokens::paginate(script.get("/l"));
        let first = walk().early().items();
        let rest = |checkpoint| walk().resume(checkpoint).early().items();
        let found = interrupted(first, taken, tokio::time::sleep(BODY), rest).await;
        assert_eq!(found, (0..30).collect::<Vec<_>>(), "after {taken}");
    }
}
