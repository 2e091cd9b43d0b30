//! Concurrent requests give the items, the order, the requests and the errors of a sequential walk,
//! in less time. Time is virtual.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use paginate_runtime::{
    Checkpoint, EndReason, Error, ErrorKind, HeaderMap, Items, Paginated, RetryPolicy,
    policy::AuthReason,
};
use paginate_tests::{Reply, Request, Script};
use serde::Deserialize;
use serde_json::json;
use tokio::time::Instant;

#[derive(Debug, Deserialize, Paginated)]
#[paginate(page = "page", pages = "pages", items = "rows", size = "limit")]
struct Numbered {
    pages: Option<u64>,
    rows: Vec<u64>,
}

#[derive(Debug, Deserialize, Paginated)]
#[paginate(page = "page", total = "total", items = "rows", size = "limit")]
struct Totalled {
    total: Option<u64>,
    rows: Vec<u64>,
}

#[derive(Debug, Deserialize, Paginated)]
#[paginate(
    offset = "offset",
    total = "total",
    items = "rows",
    size = "limit",
    max = 100
)]
struct Skipped {
    total: Option<u64>,
    rows: Vec<u64>,
}

/// The duration of every request.
const DELAY: Duration = Duration::from_millis(50);

fn number(request: &Request, name: &str, default: u64) -> u64 {
    request
        .param(name)
        .and_then(|at| at.parse().ok())
        .unwrap_or(default)
}

/// A list of `total` rows by page number, 10 per page.
fn by_number(total: u64) -> Script {
    Script::handler(move |request| {
        let at = (number(request, "page", 1) - 1) * 10;
        numbered_page(at, total)
    })
}

fn numbered_page(at: u64, total: u64) -> Reply {
    let rows: Vec<u64> = (at..total.min(at + 10)).collect();
    Reply::json(json!({ "rows": rows, "pages": total.div_ceil(10), "total": total })).delayed(DELAY)
}

/// A list by offset. `len` returns how many rows come from an offset on, `total` the total that the
/// API gives.
fn by_offset(
    real: u64,
    total: impl Fn(u64) -> Option<u64> + Send + Sync + 'static,
    len: impl Fn(u64) -> u64 + Send + Sync + 'static,
) -> Script {
    Script::handler(move |request| {
        let at = number(request, "offset", 0);
        let rows: Vec<u64> = (at..real.min(at + len(at))).collect();
        Reply::json(json!({ "rows": rows, "total": total(at) })).delayed(DELAY)
    })
}

async fn all<P: Paginated>(
    mut items: Items<P>,
) -> (Vec<P::Item>, Option<EndReason>, Option<Error>, u64) {
    let mut all = Vec::new();
    let error = loop {
        assert!(all.len() < 10_000, "the walk does not end");
        match items.next().await {
            Some(Ok(item)) => all.push(item),
            Some(Err(error)) => break Some(error),
            None => break None,
        }
    };
    assert!(items.next().await.is_none(), "nothing after the end");
    (all, items.end_reason(), error, items.discarded_requests())
}

/// Lets the tasks of a current-thread runtime run until they wait for something.
async fn settle() {
    for _ in 0..200 {
        tokio::task::yield_now().await;
    }
}

fn sorted(script: &Script) -> Vec<String> {
    let mut lines = script.lines();
    lines.sort();
    lines
}

#[tokio::test(start_paused = true)]
async fn items_ends_and_requests_are_those_of_a_walk_without() {
    for total in [0, 1, 9, 10, 11, 95, 100, 101] {
        for at_once in [0, 1, 2, 3, 8, 100] {
            let (plain, script) = (by_number(total), by_number(total));
            let expected = all(Numbered::paginate(plain.get("/l?q=1")).items()).await;
            let found = all(Numbered::paginate(script.get("/l?q=1"))
                .concurrency(at_once)
                .items())
            .await;
            assert_eq!(
                (&found.0, found.1, found.3),
                (&expected.0, expected.1, 0),
                "{total} by {at_once}"
            );
            assert_eq!(sorted(&script), sorted(&plain));

            let (plain, script) = (by_number(total), by_number(total));
            let expected = all(Totalled::paginate(plain.get("/l")).items()).await;
            let found = all(Totalled::paginate(script.get("/l"))
                .concurrency(at_once)
                .items())
            .await;
            assert_eq!(
                (&found.0, found.1, found.3),
                (&expected.0, expected.1, 0),
                "{total} by {at_once}"
            );
            assert_eq!(sorted(&script), sorted(&plain));

            // The server cuts pages at 10, for any requested size.
            let api = || by_offset(total, move |_| Some(total), |_| 10);
            let (plain, script) = (api(), api());
            let expected = all(Skipped::paginate(plain.get("/l")).items()).await;
            let found = all(Skipped::paginate(script.get("/l"))
                .concurrency(at_once)
                .items())
            .await;
            assert_eq!(
                (&found.0, found.1, found.3),
                (&expected.0, expected.1, 0),
                "{total} by {at_once}"
            );
            assert_eq!(sorted(&script), sorted(&plain));
        }
    }
}

#[tokio::test(start_paused = true)]
async fn sixty_four_pages_take_the_time_of_nine() {
    let script = by_number(640);
    let begin = Instant::now();
    let (rows, ..) = all(Numbered::paginate(script.get("/l")).concurrency(8).items()).await;
    assert_eq!(rows, (0..640).collect::<Vec<_>>());
    // The first page alone, and 63 more, eight at a time.
    assert_eq!(begin.elapsed(), DELAY * 9);
    assert_eq!((script.lines().len(), script.most_at_once()), (64, 8));
}

#[tokio::test(start_paused = true)]
async fn a_slow_page_holds_up_its_followers_and_no_more_than_the_window_waits() {
    let script = Script::handler(|request| {
        let at = (number(request, "page", 1) - 1) * 10;
        let slow = if at == 20 { 20 } else { 1 };
        numbered_page(at, 200).delayed(DELAY * slow)
    });
    let mut items = Numbered::paginate(script.get("/l")).concurrency(4).items();
    for row in 0..20 {
        assert_eq!(items.try_next().await.unwrap(), Some(row));
    }
    tokio::time::sleep(DELAY * 10).await;
    // Page 3 is slow; pages 4, 5 and 6 wait for it.
    assert_eq!(script.lines().len(), 6);
    for row in 20..200 {
        assert_eq!(items.try_next().await.unwrap(), Some(row));
    }
    assert_eq!(items.try_next().await.unwrap(), None);
    assert_eq!(script.lines().len(), 20);
}

#[tokio::test(start_paused = true)]
async fn a_busy_consumer_finds_a_full_window_and_never_more() {
    for at_once in 2..6 {
        let script = by_number(640);
        let mut pages = Numbered::paginate(script.get("/l"))
            .concurrency(at_once)
            .pages();
        settle().await;
        assert_eq!(script.lines().len(), 0, "nothing before the first poll");
        for taken in 1..10 {
            pages.try_next().await.unwrap().unwrap();
            tokio::time::sleep(DELAY * 20).await;
            assert_eq!(
                script.lines().len(),
                taken + at_once,
                "{taken} taken, {at_once} ahead"
            );
        }
        drop(pages);
        tokio::time::sleep(DELAY * 20).await;
        assert_eq!(
            script.lines().len(),
            9 + at_once,
            "nothing after the stream is gone"
        );
    }
}

#[tokio::test(start_paused = true)]
async fn prefetch_makes_the_window_longer_and_no_more_requests_at_a_time() {
    let script = by_number(640);
    let mut pages = Numbered::paginate(script.get("/l"))
        .concurrency(2)
        .prefetch(7)
        .pages();
    pages.try_next().await.unwrap().unwrap();
    tokio::time::sleep(DELAY * 20).await;
    assert_eq!((script.lines().len(), script.most_at_once()), (8, 2));
}

#[tokio::test(start_paused = true)]
async fn totals_that_grow_are_followed() {
    for at_once in [2, 3, 8] {
        // From offset 20 on, the API reports more rows.
        let script = by_offset(95, |at| Some(if at < 20 { 30 } else { 95 }), |_| 10);
        let (rows, end, error, discarded) = all(Skipped::paginate(script.get("/l"))
            .concurrency(at_once)
            .items())
        .await;
        assert!(error.is_none());
        assert_eq!(
            (rows, end, discarded),
            ((0..95).collect(), Some(EndReason::Total), 0)
        );
        assert_eq!(script.lines().len(), 10);
    }
}

#[tokio::test(start_paused = true)]
async fn totals_that_shrink_end_the_walk_and_what_was_under_way_is_dropped() {
    let script = Script::handler(|request| {
        let at = (number(request, "page", 1) - 1) * 10;
        let total = if at == 0 { 100 } else { 30 };
        if at >= 30 {
            Reply::empty(404).delayed(DELAY)
        } else {
            numbered_page(at, total)
        }
    });
    let (rows, end, error, discarded) =
        all(Numbered::paginate(script.get("/l")).concurrency(8).items()).await;
    assert!(error.is_none(), "an error past the end is none: {error:?}");
    assert_eq!((rows, end), ((0..30).collect(), Some(EndReason::Total)));
    assert_eq!(script.lines().len() as u64, 3 + discarded);
}

#[tokio::test(start_paused = true)]
async fn a_short_page_in_the_middle_loses_nothing() {
    let mut thrown_away = 0;
    for at_once in [2, 3, 8, 50] {
        for short in [10, 40, 80] {
            let script = by_offset(
                100,
                |_| Some(100),
                move |at| if at == short { 3 } else { 10 },
            );
            let (rows, end, error, discarded) = all(Skipped::paginate(script.get("/l"))
                .concurrency(at_once)
                .items())
            .await;
            assert!(error.is_none());
            assert_eq!(
                (rows, end),
                ((0..100).collect(), Some(EndReason::Total)),
                "{at_once} at once, short at {short}"
            );
            assert_eq!(script.lines().len() as u64, 11 + discarded);
            thrown_away += discarded;
        }
    }
    assert!(thrown_away > 0, "somewhere a guess was wrong");
}

#[tokio::test(start_paused = true)]
async fn pages_that_all_differ_lose_nothing() {
    for at_once in [2, 5] {
        let script = by_offset(200, |_| Some(200), |at| at * 7 % 9 + 1);
        let (rows, end, error, _) = all(Skipped::paginate(script.get("/l"))
            .concurrency(at_once)
            .items())
        .await;
        assert!(error.is_none());
        assert_eq!((rows, end), ((0..200).collect(), Some(EndReason::Total)));
    }
}

#[tokio::test(start_paused = true)]
async fn without_totals_there_is_one_request_at_a_time() {
    let script = by_offset(45, |_| None, |_| 10);
    let (rows, end, ..) = all(Skipped::paginate(script.get("/l")).concurrency(8).items()).await;
    assert_eq!((rows, end), ((0..45).collect(), Some(EndReason::Empty)));
    assert_eq!((script.lines().len(), script.most_at_once()), (6, 1));
}

/// A total of all items does not help a walk that begins in the middle of numbered pages.
#[tokio::test(start_paused = true)]
async fn a_walk_that_begins_later_asks_for_nothing_past_the_end() {
    let script = by_number(45);
    let (rows, ..) = all(Totalled::paginate(script.get("/l?page=3"))
        .concurrency(8)
        .items())
    .await;
    assert_eq!(rows, (20..45).collect::<Vec<_>>());
    assert_eq!((script.lines().len(), script.most_at_once()), (4, 1));
    // A number of pages does help.
    let script = by_number(95);
    let (rows, ..) = all(Numbered::paginate(script.get("/l?page=3"))
        .concurrency(8)
        .items())
    .await;
    assert_eq!(rows, (20..95).collect::<Vec<_>>());
    assert_eq!((script.lines().len(), script.most_at_once()), (8, 7));
}

#[tokio::test(start_paused = true)]
async fn an_error_comes_in_its_place() {
    // Page 5 fails immediately, while the pages before it are still in flight.
    let script = Script::handler(|request| match number(request, "page", 1) {
        5 => Reply::empty(404),
        page => numbered_page((page - 1) * 10, 200),
    });
    let mut items = Numbered::paginate(script.get("/l")).concurrency(6).items();
    let mut rows = Vec::new();
    let error = loop {
        match items.next().await.expect("an item or an error") {
            Ok(row) => rows.push(row),
            Err(error) => break error,
        }
    };
    assert_eq!(
        (rows, error.kind(), error.page()),
        ((0..40).collect(), ErrorKind::Status, 5)
    );
    assert!(items.next().await.is_none());
    let sent = script.lines().len();
    tokio::time::sleep(DELAY * 20).await;
    assert_eq!(script.lines().len(), sent, "nothing after an error");
    // The walk goes on from there.
    let script = by_number(200);
    let checkpoint = error.checkpoint().unwrap().clone();
    let (rows, ..) = all(Numbered::paginate(script.get("/l"))
        .resume(checkpoint)
        .concurrency(6)
        .items())
    .await;
    assert_eq!(rows, (40..200).collect::<Vec<_>>());
}

#[tokio::test(start_paused = true)]
async fn limits_are_limits_of_requests_too() {
    for at_once in [1, 2, 8] {
        let script = by_number(640);
        let (rows, end, ..) = all(Numbered::paginate(script.get("/l"))
            .max_pages(5)
            .concurrency(at_once)
            .items())
        .await;
        assert_eq!(
            (rows, end, script.lines().len()),
            ((0..50).collect(), Some(EndReason::Limit), 5)
        );
        let script = by_number(640);
        let (rows, end, ..) = all(Numbered::paginate(script.get("/l"))
            .max_items(43)
            .concurrency(at_once)
            .items())
        .await;
        assert_eq!(
            (rows, end, script.lines().len()),
            ((0..43).collect(), Some(EndReason::Limit), 5)
        );
        // The last request asks for no more than is needed, as in a sequential walk.
        let api = || by_offset(640, |_| Some(640), |_| 10);
        let (plain, script) = (api(), api());
        let limited = |script: &Script| {
            Skipped::paginate(script.get("/l"))
                .page_size(10)
                .max_items(43)
        };
        let expected = all(limited(&plain).items()).await;
        let found = all(limited(&script).concurrency(at_once).items()).await;
        assert_eq!((found.0, found.1, found.3), (expected.0, expected.1, 0));
        assert_eq!(sorted(&script), sorted(&plain));
    }
}

#[tokio::test(start_paused = true)]
async fn checkpoints_are_exact_to_what_the_consumer_took() {
    for taken in 0..60 {
        let script = by_offset(60, |_| Some(60), |at| if at == 20 { 4 } else { 10 });
        let mut items = Skipped::paginate(script.get("/l")).concurrency(4).items();
        let mut rows = Vec::new();
        for _ in 0..taken {
            rows.push(items.try_next().await.unwrap().unwrap());
        }
        settle().await;
        let saved = serde_json::to_string(&items.checkpoint().unwrap()).unwrap();
        drop(items);
        let checkpoint: Checkpoint = serde_json::from_str(&saved).unwrap();
        rows.extend(
            all(Skipped::paginate(script.get("/l"))
                .resume(checkpoint)
                .concurrency(3)
                .items())
            .await
            .0,
        );
        assert_eq!(rows, (0..60).collect::<Vec<_>>(), "after {taken}");
    }
}

#[tokio::test(start_paused = true)]
async fn one_retry_after_slows_the_whole_window() {
    let begin = Instant::now();
    let sent = Arc::new(std::sync::Mutex::new(Vec::new()));
    let (log, refused) = (sent.clone(), AtomicUsize::new(0));
    let script = Script::handler(move |request| {
        log.lock().unwrap().push(begin.elapsed());
        let page = number(request, "page", 1);
        if page == 4 && refused.fetch_add(1, Ordering::SeqCst) == 0 {
            return Reply::empty(429)
                .header("retry-after", "7")
                .delayed(DELAY / 2);
        }
        numbered_page((page - 1) * 10, 300)
    });
    let (rows, ..) = all(Numbered::paginate(script.get("/l")).concurrency(4).items()).await;
    assert_eq!(rows, (0..300).collect::<Vec<_>>());
    let refusal = DELAY + DELAY / 2;
    let during = sent
        .lock()
        .unwrap()
        .iter()
        .filter(|&&at| at > refusal && at < refusal + Duration::from_secs(7))
        .count();
    assert_eq!(
        during,
        0,
        "nothing is sent during the pause: {:?}",
        sent.lock().unwrap()
    );
    assert_eq!(script.lines().len(), 31);
}

/// A request that is refused during the pause of another one waits before its credentials are
/// renewed.
#[tokio::test(start_paused = true)]
async fn the_wait_before_renewed_credentials_is_told_of() {
    let limited = AtomicUsize::new(0);
    let script = Script::handler(move |request| {
        let page = number(request, "page", 1);
        let renewed = request.header("authorization") == Some("new");
        match page {
            2 if !renewed => Reply::empty(401).delayed(DELAY),
            3 if limited.fetch_add(1, Ordering::SeqCst) == 0 => Reply::empty(429)
                .header("retry-after", "7")
                .delayed(DELAY / 2),
            _ => numbered_page((page - 1) * 10, 30),
        }
    });
    let hook = |_, why: AuthReason| {
        let token = match why {
            AuthReason::Unauthorized => "new",
            _ => "old",
        };
        let mut headers = HeaderMap::new();
        headers.insert("authorization", http::HeaderValue::from_static(token));
        async move { Ok::<_, std::io::Error>(headers) }
    };
    let waits = Arc::new(std::sync::Mutex::new(Vec::new()));
    let told = Arc::clone(&waits);
    let (rows, _, error, _) = all(Numbered::paginate(script.get("/l"))
        .authorize(hook)
        .on_page(move |page| told.lock().unwrap().push(page.waited))
        .concurrency(2)
        .items())
    .await;
    assert_eq!((rows, error.is_none()), ((0..30).collect(), true));
    let waits = waits.lock().unwrap().clone();
    // Page 3 waits for all of it, page 2 for what is left when its refusal comes and up to a
    // quarter more, so that the two do not leave together.
    let (least, pause) = (Duration::from_secs(7) - DELAY / 2, Duration::from_secs(7));
    assert_eq!((waits[0], waits[2]), (Duration::ZERO, pause), "{waits:?}");
    assert!(
        waits[1] >= least && waits[1] <= least + pause / 4,
        "{waits:?}"
    );
}

#[tokio::test(start_paused = true)]
async fn credentials_that_expire_are_renewed_once_for_the_whole_window() {
    // Each token is valid for six requests.
    let served = AtomicUsize::new(0);
    let script = Script::handler(move |request| {
        let token: usize = request.header("authorization").unwrap().parse().unwrap();
        if served.load(Ordering::SeqCst) / 6 > token {
            return Reply::empty(401).delayed(DELAY);
        }
        served.fetch_add(1, Ordering::SeqCst);
        numbered_page((number(request, "page", 1) - 1) * 10, 300)
    });
    let (current, renewals) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
    let counted = renewals.clone();
    let hook = move |_, why: AuthReason| {
        if why == AuthReason::Unauthorized {
            counted.fetch_add(1, Ordering::SeqCst);
            current.fetch_add(1, Ordering::SeqCst);
        }
        let mut headers = HeaderMap::new();
        headers.insert("authorization", current.load(Ordering::SeqCst).into());
        async move { Ok::<_, std::io::Error>(headers) }
    };
    let (rows, _, error, _) = all(Numbered::paginate(script.get("/l"))
        .authorize(hook)
        .concurrency(4)
        .items())
    .await;
    assert!(error.is_none(), "{error:?}");
    assert_eq!(rows, (0..300).collect::<Vec<_>>());
    // 30 pages, six per token.
    assert_eq!(renewals.load(Ordering::SeqCst), 4);
}

#[tokio::test(start_paused = true)]
async fn failures_that_pass_are_retried_each_by_itself() {
    let failed = AtomicUsize::new(0);
    let script = Script::handler(move |request| {
        let page = number(request, "page", 1);
        if page.is_multiple_of(3) && failed.fetch_or(1 << page, Ordering::SeqCst) & (1 << page) == 0
        {
            return Reply::empty(500).delayed(DELAY);
        }
        numbered_page((page - 1) * 10, 300)
    });
    let (rows, ..) = all(Numbered::paginate(script.get("/l")).concurrency(5).items()).await;
    assert_eq!((rows, script.lines().len()), ((0..300).collect(), 40));
    let script = Script::handler(|request| match number(request, "page", 1) {
        7 => Reply::empty(500).delayed(DELAY),
        page => numbered_page((page - 1) * 10, 300),
    });
    let walk = Numbered::paginate(script.get("/l"))
        .retry(RetryPolicy::none())
        .concurrency(5);
    let (rows, _, error, _) = all(walk.items()).await;
    assert_eq!((rows, error.unwrap().page()), ((0..60).collect(), 7));
}

#[tokio::test(start_paused = true)]
async fn pages_from_a_function_come_several_at_a_time_too() {
    let asked = Arc::new(AtomicUsize::new(0));
    let counter = asked.clone();
    let begin = Instant::now();
    let walk = Skipped::paginate_with(move |offset: u64| {
        counter.fetch_add(1, Ordering::SeqCst);
        async move {
            tokio::time::sleep(DELAY).await;
            let rows = (offset..100.min(offset + 10)).collect();
            Ok::<_, std::io::Error>(Skipped {
                total: Some(100),
                rows,
            })
        }
    });
    let (rows, ..) = all(walk.concurrency(3).items()).await;
    assert_eq!(
        (rows, asked.load(Ordering::SeqCst)),
        ((0..100).collect(), 10)
    );
    assert_eq!(begin.elapsed(), DELAY * 4);
}

#[test]
fn without_a_runtime_that_spawns_the_stream_itself_drives_it() {
    let script = Script::handler(|request| {
        numbered_page((number(request, "page", 1) - 1) * 10, 95).delayed(Duration::ZERO)
    });
    let (rows, end, ..) = futures::executor::block_on(all(Numbered::paginate(script.get("/l"))
        .concurrency(4)
        .items()));
    assert_eq!((rows, end), ((0..95).collect(), Some(EndReason::Total)));
}

/// If they were sent together, they would reach the limit again.
#[tokio::test(start_paused = true)]
async fn requests_that_waited_for_the_same_limit_leave_one_after_the_other() {
    fastrand::seed(7);
    let begin = Instant::now();
    let left = Arc::new(std::sync::Mutex::new(Vec::new()));
    let times = Arc::clone(&left);
    let script = Script::handler(move |request| {
        let page: u64 = request
            .param("page")
            .map_or(1, |page| page.parse().unwrap());
        let mut times = times.lock().unwrap();
        if page > 1 && begin.elapsed() < Duration::from_secs(8) {
            return Reply::empty(429).header("retry-after", "8");
        }
        times.push(begin.elapsed().as_millis());
        Reply::json(json!({ "pages": 5, "rows": [page] }))
    });
    let (rows, ..) = all(Numbered::paginate(script.get("/l")).concurrency(4).items()).await;
    assert_eq!(rows.len(), 5);
    let mut times = left.lock().unwrap().split_off(1);
    times.sort_unstable();
    assert_eq!(times[0], 8_000, "one as soon as it may: {times:?}");
    times.dedup();
    assert!(
        times.len() >= 3 && times.iter().all(|time| *time <= 10_000),
        "the others a little later: {times:?}"
    );
}
