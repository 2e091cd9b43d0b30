//! Prefetch gives the same items and requests as a sequential walk, never exceeds the window, and
//! requests nothing that is not needed.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::channel;
use std::time::Duration;

use bytes::Bytes;
use http::Request;
use http_body_util::Full;
use paginate_runtime::{EndReason, ErrorKind, Items, Paginated, RetryPolicy};
use paginate_tests::{Reply, Script};
use serde::Deserialize;
use serde_json::json;

use crate::kit::{interrupted, number, settle, until_error};

#[derive(Debug, Deserialize, Paginated)]
#[paginate(token = "next", param = "next", items = "rows")]
struct Tokens {
    next: Option<u64>,
    rows: Vec<u64>,
}

#[derive(Debug, Deserialize, Paginated)]
#[paginate(
    offset = "offset",
    total = "total",
    items = "rows",
    size = "limit",
    max = 3
)]
struct Skipped {
    total: u64,
    rows: Vec<u64>,
}

/// Ten pages of three numbers.
fn by_token() -> Script {
    Script::handler(token_page)
}

fn token_page(request: &paginate_tests::Request) -> Reply {
    let at = number(request, "next", 0);
    Reply::json(
        json!({ "rows": (at * 3..at * 3 + 3).collect::<Vec<_>>(), "next": (at < 9).then_some(at + 1) }),
    )
}

fn by_offset() -> Script {
    Script::handler(|request| {
        let at = number(request, "offset", 0);
        Reply::json(json!({ "rows": (at..30.min(at + 2)).collect::<Vec<_>>(), "total": 30 }))
    })
}

async fn all<P: Paginated>(mut items: Items<P>) -> (Vec<P::Item>, Option<EndReason>) {
    let mut all = Vec::new();
    while let Some(item) = items.try_next().await.expect("no error") {
        all.push(item);
        assert!(all.len() < 1_000, "the walk does not end");
    }
    (all, items.end_reason())
}

#[tokio::test]
async fn items_requests_and_ends_are_those_of_a_walk_without() {
    for ahead in [0, 1, 2, 5, 100] {
        let (plain, script) = (by_token(), by_token());
        let expected = all(Tokens::paginate(plain.get("/l?q=1")).items()).await;
        assert_eq!(
            all(Tokens::paginate(script.get("/l?q=1"))
                .prefetch(ahead)
                .items())
            .await,
            expected,
            "{ahead} ahead"
        );
        assert_eq!(script.lines(), plain.lines());
        let (plain, script) = (by_offset(), by_offset());
        let expected = all(Skipped::paginate(plain.get("/l")).items()).await;
        assert_eq!(
            all(Skipped::paginate(script.get("/l")).prefetch(ahead).items()).await,
            expected,
            "{ahead} ahead"
        );
        assert_eq!(script.lines(), plain.lines());
    }
}

#[tokio::test]
async fn the_window_is_filled_while_the_consumer_is_busy_and_never_overfilled() {
    for ahead in 1..5 {
        let script = by_token();
        let mut items = Tokens::paginate(script.get("/l")).prefetch(ahead).items();
        settle().await;
        assert_eq!(script.lines().len(), 0, "nothing before the first poll");
        assert_eq!(items.try_next().await.expect("no error"), Some(0));
        settle().await;
        assert_eq!(
            script.lines().len(),
            ahead + 1,
            "the page in hand, and {ahead} ahead"
        );
        for _ in 0..3 {
            items.try_next().await.expect("no error");
        }
        settle().await;
        assert_eq!(
            script.lines().len(),
            ahead + 2,
            "one more for the page that was taken"
        );
    }
}

#[tokio::test]
async fn nothing_is_asked_for_past_a_limit_or_an_end() {
    let script = by_token();
    let (rows, end) = all(Tokens::paginate(script.get("/l"))
        .max_items(7)
        .prefetch(9)
        .items())
    .await;
    settle().await;
    assert_eq!(
        (rows, end, script.lines().len()),
        ((0..7).collect(), Some(EndReason::Limit), 3)
    );
    let script = by_token();
    all(Tokens::paginate(script.get("/l"))
        .max_pages(2)
        .prefetch(9)
        .items())
    .await;
    settle().await;
    assert_eq!(script.lines().len(), 2);
    let script = by_token();
    let mut items = Tokens::paginate(script.get("/l")).prefetch(50).items();
    items.try_next().await.expect("no error");
    settle().await;
    assert_eq!(script.lines().len(), 10);
}

#[tokio::test]
async fn errors_come_after_the_items_before_them_and_end_the_stream() {
    let script = Script::handler(|request| match request.param("next").as_deref() {
        None => Reply::json(json!({ "rows": [0, 1], "next": 1 })),
        Some("1") => Reply::json(json!({ "rows": [2], "next": 2 })),
        Some(_) => Reply::empty(404),
    });
    let mut items = Tokens::paginate(script.get("/l"))
        .retry(RetryPolicy::none())
        .prefetch(5)
        .items();
    let mut rows = vec![items.try_next().await.expect("no error").expect("an item")];
    settle().await;
    assert_eq!(script.lines().len(), 3, "the error has happened");
    let (later, error) = until_error(&mut items).await;
    rows.extend(later);
    assert_eq!(
        (rows, error.kind(), error.page()),
        (vec![0, 1, 2], ErrorKind::Status, 3)
    );
    assert_eq!(items.checkpoint().as_ref(), error.checkpoint());
    assert!(items.next().await.is_none() && items.next().await.is_none());
}

#[tokio::test]
async fn checkpoints_are_exact_to_what_the_consumer_took() {
    for taken in 0..30 {
        let script = by_token();
        let walk = || Tokens::paginate(script.get("/l"));
        let first = walk().prefetch(3).items();
        let rest = |checkpoint| walk().resume(checkpoint).prefetch(2).items();
        let rows = interrupted(first, taken, settle(), rest).await;
        assert_eq!(rows, (0..30).collect::<Vec<_>>(), "after {taken}");
    }
}

#[tokio::test]
async fn counts_are_those_of_the_consumer() {
    let script = by_token();
    let mut pages = Tokens::paginate(script.get("/l")).prefetch(5).pages();
    let first = pages.try_next().await.expect("no error").expect("a page");
    settle().await;
    assert_eq!(
        (
            first.index(),
            pages.page_count(),
            pages.received(),
            script.lines().len()
        ),
        (1, 1, 3, 6)
    );
}

#[tokio::test]
async fn dropping_the_stream_aborts_the_request_under_way() {
    struct Sent(Arc<AtomicUsize>);
    impl Drop for Sent {
        fn drop(&mut self) {
            self.0.fetch_add(1, Ordering::SeqCst);
        }
    }
    let dropped = Arc::new(AtomicUsize::new(0));
    let counter = dropped.clone();
    let stuck = move |request: Request<Bytes>| {
        let sent = Sent(counter.clone());
        async move {
            if request.uri().query().is_some() {
                let _sent = sent;
                return std::future::pending().await;
            }
            std::mem::forget(sent);
            Ok::<_, std::io::Error>(http::Response::new(Full::new(Bytes::from(
                "{\"rows\": [1], \"next\": 1}",
            ))))
        }
    };
    let request = Request::get("https://api.example.com/l")
        .body(())
        .expect("a request");
    let mut items = Tokens::paginate((stuck, request)).prefetch(2).items();
    assert_eq!(items.try_next().await.expect("no error"), Some(1));
    settle().await;
    assert_eq!(dropped.load(Ordering::SeqCst), 0);
    drop(items);
    settle().await;
    assert_eq!(dropped.load(Ordering::SeqCst), 1);
}

#[tokio::test]
#[should_panic(expected = "the transport panics")]
async fn a_panic_does_not_look_like_an_end() {
    let panics = |_: Request<Bytes>| async {
        if true {
            panic!("the transport panics");
        }
        Ok::<_, std::io::Error>(http::Response::new(Full::new(Bytes::new())))
    };
    let request = Request::get("https://api.example.com/l")
        .body(())
        .expect("a request");
    let _ = Tokens::paginate((panics, request))
        .prefetch(2)
        .items()
        .next()
        .await;
}

/// A page type with which the user's code panics while a walk runs ahead.
#[derive(Debug, Deserialize, Paginated)]
#[paginate(next_with = Self::decide, items = Self::take, item = u32)]
struct Fragile {
    panics: String,
    rows: Vec<u32>,
}

impl Fragile {
    fn decide(&self, _: &paginate_runtime::HeaderMap) -> paginate_runtime::Next<'static> {
        assert_ne!(self.panics, "info", "in the page info");
        paginate_runtime::Next::token(paginate_runtime::page::TokenValue::text("next"))
    }

    fn take(&mut self) -> Vec<u32> {
        assert_ne!(self.panics, "items", "in the items");
        std::mem::take(&mut self.rows)
    }
}

#[tokio::test]
async fn a_panic_in_what_reads_a_page_is_the_consumers() {
    for (panics, message) in [("info", "in the page info"), ("items", "in the items")] {
        for ahead in [(Some(2), 0), (None, 4)] {
            let script = Script::new([
                Reply::json(json!({ "panics": "", "rows": [1, 2] })),
                Reply::json(json!({ "panics": panics, "rows": [3] })),
            ]);
            let walk = Fragile::paginate(script.get("/l"));
            let mut items =
                paginate_runtime::__private::run_ahead(walk, ahead.0, ahead.1, false).items();
            for row in [1, 2] {
                assert_eq!(
                    items.try_next().await.expect("no error"),
                    Some(row),
                    "what came before"
                );
            }
            let outcome = tokio::spawn(async move {
                items
                    .next()
                    .await
                    .map(|item| item.map_err(|error| error.to_string()))
            })
            .await;
            let panic = outcome.expect_err("the panic of the page").into_panic();
            let panic = panic.downcast_ref::<String>().expect("a message").clone();
            assert!(panic.contains(message), "{panic}");
        }
    }
}

#[tokio::test]
async fn a_panic_in_the_decoder_is_the_consumers() {
    let script = Script::new([Reply::text("x")]);
    let decode = |_: &http::response::Parts, _: &Bytes| -> Result<Tokens, std::io::Error> {
        panic!("in the decoder")
    };
    let mut items = Tokens::paginate(script.get("/l"))
        .decode(decode)
        .prefetch(2)
        .items();
    let panic = tokio::spawn(async move { items.next().await.is_some() })
        .await
        .expect_err("the panic")
        .into_panic();
    assert_eq!(panic.downcast_ref::<&str>(), Some(&"in the decoder"));
}

#[test]
fn without_a_runtime_that_spawns_the_stream_itself_drives_it() {
    let script = by_token();
    let items = Tokens::paginate(script.get("/l")).prefetch(2).items();
    let (rows, end) = futures::executor::block_on(all(items));
    assert_eq!(
        (rows, end),
        ((0..30).collect(), Some(EndReason::NoContinuation))
    );
    fn assert_stream<S: Send + Unpin + 'static>(_: &S) {}
    assert_stream(&Tokens::paginate(script.get("/l")).prefetch(2).items());
}

/// The walk runs in a task of a runtime with several workers: a task that the consumer wakes must
/// not wait for the consumer's own thread.
#[test]
fn a_consumer_that_keeps_its_thread_does_not_hold_up_the_walk() {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_time()
        .build()
        .expect("a runtime");
    let (asked, requests) = channel();
    let consumer = runtime.spawn(async move {
        let script = Script::handler(move |request| {
            let _ = asked.send(());
            token_page(request)
        });
        let mut pages = Tokens::paginate(script.get("/l")).prefetch(1).pages();
        let mut sent = 0;
        for taken in 1..10 {
            pages.try_next().await.expect("no error").expect("a page");
            // Blocks until the next page is requested, which only another thread can do. The time
            // limit is for a walk that waits.
            while sent <= taken {
                requests
                    .recv_timeout(Duration::from_secs(60))
                    .expect("the walk waits for the thread of its consumer");
                sent += 1;
            }
        }
    });
    runtime.block_on(consumer).expect("no panic");
}
