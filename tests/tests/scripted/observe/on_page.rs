//! The hook is called for each page when the consumer reaches it: once, in order, and with exact
//! numbers.

use std::convert::Infallible;
use std::thread::{self, ThreadId};

use http::StatusCode;
use paginate_runtime::{Paginator, RetryPolicy, report::PageReport, source::PageSource};
use paginate_tests::Timeless;

use super::*;

/// The reports that the hook received, and their threads.
#[derive(Clone, Default)]
struct Heard(Arc<Mutex<Vec<(PageReport, ThreadId)>>>);

impl Heard {
    fn hook<P: Paginated, S: PageSource<P>>(&self, walk: Paginator<P, S>) -> Paginator<P, S> {
        let heard = Arc::clone(&self.0);
        walk.on_page(move |page| {
            heard
                .lock()
                .unwrap()
                .push((page.clone(), thread::current().id()))
        })
    }

    fn indexes(&self) -> Vec<u64> {
        self.0
            .lock()
            .unwrap()
            .iter()
            .map(|(page, _)| page.index)
            .collect()
    }

    /// Returns every field, in the order of the declaration.
    fn lines(&self) -> Vec<String> {
        let line = |(page, _): &(PageReport, ThreadId)| {
            format!(
                "{} {} {} items, {} bytes, {} attempts, waited {:?}, elapsed {:?}, size {:?}, received {} of {:?}, {} discarded",
                page.index,
                page.status.as_u16(),
                page.items,
                page.bytes,
                page.attempts,
                page.waited,
                page.elapsed,
                page.size,
                page.received,
                page.total,
                page.discarded
            )
        };
        self.0.lock().unwrap().iter().map(line).collect()
    }
}

#[tokio::test]
async fn exactly_what_each_page_was() {
    let heard = Heard::default();
    let script = Script::new([
        Reply::json(json!({ "rows": [1, 2], "total": 9 })).status(203),
        Reply::failure(paginate_runtime::transport::TransportErrorKind::Timeout),
        Reply::empty(429).header("retry-after", "3"),
        Reply::json(json!({ "rows": [3], "total": 4 })),
        Reply::json(json!({ "rows": [4, 5], "total": 4 })),
    ]);
    let walk = Skipped::paginate(script.get("/l"))
        .runtime(Timeless::new())
        .retry(RetryPolicy::default().first_delay(Duration::ZERO))
        .max_items(4);
    let mut items = heard.hook(walk).items();
    assert!(heard.lines().is_empty());
    assert_eq!(items.next().await.unwrap().unwrap(), 1);
    assert_eq!(heard.indexes(), [1]);
    assert_eq!(items.next().await.unwrap().unwrap(), 2);
    assert_eq!(heard.indexes(), [1], "once");
    let rest: Vec<u64> = items.try_collect().await.unwrap();
    assert_eq!(rest, [3, 4]);
    assert_eq!(
        heard.lines(),
        [
            "1 203 2 items, 24 bytes, 1 attempts, waited 0ns, elapsed Some(0ns), size Some(2), received 2 of Some(9), 0 discarded",
            "2 200 1 items, 22 bytes, 3 attempts, waited 3s, elapsed Some(3s), size Some(2), received 3 of Some(4), 0 discarded",
            "3 200 1 items, 24 bytes, 1 attempts, waited 0ns, elapsed Some(0ns), size Some(1), received 4 of Some(4), 0 discarded",
        ]
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn pages_ahead_are_heard_of_when_the_consumer_comes_to_them() {
    let heard = Heard::default();
    let script = by_offset(20, Some(20));
    let walk = Skipped::paginate(script.get("/l"))
        .prefetch(4)
        .concurrency(3);
    let mut pages = heard.hook(walk).pages();
    for index in 1..=10 {
        let page = pages.next().await.unwrap().unwrap();
        assert_eq!(page.index(), index);
        assert_eq!(heard.indexes(), (1..=index).collect::<Vec<_>>());
        let (report, _) = heard.0.lock().unwrap()[index as usize - 1].clone();
        assert_eq!(
            (report.received, report.items, report.size),
            (index * 2, 2, Some(2))
        );
        assert!(report.elapsed.is_some());
    }
    assert!(pages.next().await.is_none());
    assert_eq!(heard.indexes().len(), 10);
}

#[test]
fn on_the_consumers_own_thread() {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .unwrap();
    let heard = Heard::default();
    let script = by_offset(20, Some(20));
    let found = runtime.block_on(async {
        let walk = Skipped::paginate(script.get("/l")).prefetch(4);
        heard
            .hook(walk)
            .items()
            .try_collect::<Vec<_>>()
            .await
            .unwrap()
            .len()
    });
    assert_eq!(found, 20);
    let heard = heard.0.lock().unwrap();
    assert_eq!(heard.len(), 10);
    assert!(heard.iter().all(|(_, on)| *on == thread::current().id()));
}

#[tokio::test]
async fn empty_pages_count_and_what_is_no_page_does_not() {
    #[derive(Debug, Deserialize, Paginated)]
    #[paginate(page = "page", items = "rows", end_on = [404])]
    struct Ends {
        rows: Vec<u64>,
    }
    let heard = Heard::default();
    let script = Script::new([
        tokens(&[], Some(1)),
        tokens(&[7], Some(2)),
        Reply::text("no").status(500),
    ]);
    let mut items = heard
        .hook(Tokens::paginate(script.get("/l")).retry(RetryPolicy::none()))
        .items();
    assert_eq!(items.next().await.unwrap().unwrap(), 7);
    assert!(items.next().await.unwrap().is_err());
    assert_eq!(heard.indexes(), [1, 2]);
    let heard = Heard::default();
    let script = Script::new([Reply::json(json!({ "rows": [1] })), Reply::empty(404)]);
    let found: Vec<u64> = heard
        .hook(Ends::paginate(script.get("/l")))
        .items()
        .try_collect()
        .await
        .unwrap();
    assert_eq!((found, heard.indexes()), (vec![1], vec![1]));
}

#[tokio::test]
async fn pages_from_a_function() {
    let heard = Heard::default();
    let walk = Tokens::paginate_with(async |token: Option<String>| {
        let next = token.is_none().then_some(1);
        Ok::<_, Infallible>(Tokens {
            next,
            rows: vec![1, 2, 3],
        })
    });
    assert_eq!(
        heard
            .hook(walk)
            .items()
            .try_collect::<Vec<_>>()
            .await
            .unwrap()
            .len(),
        6
    );
    for (index, (page, _)) in heard.0.lock().unwrap().iter().enumerate() {
        assert_eq!(
            (page.index, page.status, page.items, page.bytes),
            (index as u64 + 1, StatusCode::OK, 3, 0)
        );
        assert_eq!(
            (page.attempts, page.waited, page.size),
            (1, Duration::ZERO, None)
        );
        assert!(page.elapsed.is_some(), "tokio is there");
    }
}

/// Without a runtime there is no clock.
#[test]
fn without_a_clock() {
    let heard = Heard::default();
    let script = Script::new([tokens(&[1], None)]);
    let walk = heard.hook(Tokens::paginate(script.get("/l"))).items();
    assert_eq!(
        futures::executor::block_on(walk.try_collect::<Vec<_>>()).unwrap(),
        [1]
    );
    assert_eq!(heard.0.lock().unwrap()[0].0.elapsed, None);
}

#[tokio::test]
async fn a_resumed_walk_tells_of_the_items_that_it_delivers() {
    let script = by_offset(6, Some(6));
    let mut items = Skipped::paginate(script.get("/l")).items();
    for _ in 0..3 {
        items.next().await.unwrap().unwrap();
    }
    let checkpoint = items.checkpoint().unwrap();
    let heard = Heard::default();
    let rest: Vec<u64> = heard
        .hook(Skipped::paginate(script.get("/l")).resume(checkpoint))
        .items()
        .try_collect()
        .await
        .unwrap();
    assert_eq!(rest, [3, 4, 5]);
    let told: Vec<_> = heard
        .0
        .lock()
        .unwrap()
        .iter()
        .map(|(page, _)| (page.index, page.items, page.received))
        .collect();
    assert_eq!(told, [(2, 1, 1), (3, 2, 3)]);
}
