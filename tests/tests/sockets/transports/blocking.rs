//! Blocking walks by themselves: functions, prefetch in a thread, waits, and what cannot work.

use std::future::ready;
use std::io::Cursor as Bytes;
use std::sync::mpsc;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use http::{Request, Response};
use paginate_runtime::{
    EndReason, ErrorKind, Paginated, RetryPolicy,
    stream::{BlockingItems, BlockingPages},
    transport::{BlockingTransport, TransportErrorKind},
};

use super::client::{Blocking, Redirects};
use super::scenarios::ByToken;

const BODY: &str = r#"{"items":[1,2],"next":""}"#;

type Failure = std::io::Error;

/// Returns a transport with that many pages of two items, and its requests.
fn pages(count: u32) -> (impl BlockingTransport + Clone, Arc<Mutex<Vec<String>>>) {
    let lines = Arc::new(Mutex::new(Vec::new()));
    let log = Arc::clone(&lines);
    let send = move |request: Request<bytes::Bytes>, _: Option<Duration>| {
        let query = request.uri().query().unwrap_or_default().to_owned();
        let page: u32 = query
            .split('&')
            .find_map(|pair| pair.strip_prefix("cursor="))
            .map_or(0, |page| page.parse().unwrap());
        log.lock().unwrap().push(query);
        let next = if page + 1 < count {
            (page + 1).to_string()
        } else {
            String::new()
        };
        let body = format!(
            r#"{{"items":[{},{}],"next":"{next}"}}"#,
            page * 2 + 1,
            page * 2 + 2
        );
        Ok::<_, Failure>(Response::new(Bytes::new(body.into_bytes())))
    };
    (send, lines)
}

fn get() -> Request<()> {
    Request::get("https://api.test/items").body(()).unwrap()
}

/// A function that uses a client. The kinds of its errors are unknown.
#[tokio::test]
async fn a_function_is_a_transport() {
    let transport = || {
        let agent = super::ureq::agent();
        move |request, limit| agent.send(request, limit)
    };
    let client = Blocking(transport, Redirects::WithinOrigin);
    super::scenarios::walks_by_token(&client).await;
    super::scenarios::json_bodies_are_posted(&client).await;
    super::scenarios::statuses_are_judged(&client).await;
    super::scenarios::a_body_that_breaks_is_tried_again(&client).await;
    super::scenarios::a_body_that_stalls_times_out(&client).await;
}

#[test]
fn iterators_know_how_they_stand() {
    let (transport, lines) = pages(3);
    let mut items = ByToken::paginate_blocking((transport.clone(), get())).items();
    assert!(
        lines.lock().unwrap().is_empty(),
        "nothing is sent before the first item"
    );
    assert_eq!(items.next().unwrap().unwrap(), 1);
    assert_eq!(
        (
            items.received(),
            items.page_count(),
            items.end_reason(),
            items.size_hint()
        ),
        (2, 1, None, (1, None))
    );
    let checkpoint = items.checkpoint().unwrap();
    assert_eq!(
        items.by_ref().collect::<Result<Vec<_>, _>>().unwrap(),
        [2, 3, 4, 5, 6]
    );
    assert_eq!(
        (items.received(), items.page_count(), items.end_reason()),
        (6, 3, Some(EndReason::NoContinuation))
    );
    assert!(items.is_terminated() && items.next().is_none());
    assert_eq!(items.size_hint(), (0, Some(0)));
    assert_eq!(
        *lines.lock().unwrap(),
        [
            "page_size=100",
            "cursor=1&page_size=100",
            "cursor=2&page_size=100"
        ]
    );

    let rest = ByToken::paginate_blocking((transport.clone(), get()))
        .resume(checkpoint)
        .items();
    assert_eq!(
        rest.collect::<Result<Vec<_>, _>>().unwrap(),
        [2, 3, 4, 5, 6],
        "exact within the page"
    );

    let mut pages = ByToken::paginate_blocking((transport, get()))
        .max_items(3)
        .pages();
    let page = pages.next().unwrap().unwrap();
    assert_eq!((page.index(), page.url().unwrap().path()), (1, "/items"));
    assert_eq!(
        pages
            .map(|page| page.unwrap().into_items())
            .collect::<Vec<_>>(),
        [[3]]
    );
}

#[test]
fn iterators_are_named_and_sent() {
    fn sent<T: Send + Unpin + 'static>() {}
    sent::<BlockingItems<ByToken>>();
    sent::<BlockingPages<ByToken>>();
    let (transport, _) = pages(1);
    let items = ByToken::paginate_blocking((transport, get())).items();
    assert!(format!("{items:?}").starts_with("BlockingItems("));
}

#[test]
fn functions_walk_too() {
    let fetch = |cursor: Option<String>| {
        ready(match cursor.as_deref() {
            None => Ok(serde_json::from_str::<ByToken>(r#"{"items":[1],"next":"a"}"#).unwrap()),
            Some("a") => Ok(serde_json::from_str(r#"{"items":[2],"next":""}"#).unwrap()),
            Some(_) => Err(std::io::Error::other("no such page")),
        })
    };
    let items: Vec<u32> = ByToken::paginate_with(fetch)
        .blocking()
        .items()
        .collect::<Result<_, _>>()
        .unwrap();
    assert_eq!(items, [1, 2]);
    let stateful = ByToken::paginate_with_state(fetch, |fetch, cursor| fetch(cursor))
        .blocking()
        .prefetch(2);
    assert_eq!(
        stateful.items().collect::<Result<Vec<_>, _>>().unwrap(),
        [1, 2]
    );
}

#[test]
fn a_function_that_waits_is_an_error_and_does_not_hang() {
    let mut items =
        ByToken::paginate_with(|_| std::future::pending::<Result<ByToken, std::io::Error>>())
            .blocking()
            .items();
    let error = items.next().unwrap().unwrap_err();
    assert_eq!((error.kind(), error.page()), (ErrorKind::Setup, 1));
    assert!(error.to_string().contains("std::future::ready"), "{error}");
    assert!(items.next().is_none());

    // The hooks are functions too.
    let (transport, lines) = pages(1);
    let mut items = ByToken::paginate_blocking((transport, get()))
        .throttle(std::future::pending)
        .items();
    assert_eq!(items.next().unwrap().unwrap_err().kind(), ErrorKind::Setup);
    assert!(lines.lock().unwrap().is_empty());
}

/// It needs no executor, and works inside one.
#[tokio::test]
async fn it_can_be_asked_inside_async_code() {
    let (transport, _) = pages(2);
    let items = ByToken::paginate_blocking((transport, get())).items();
    assert_eq!(items.collect::<Result<Vec<_>, _>>().unwrap(), [1, 2, 3, 4]);
}

#[derive(Debug)]
struct Down(TransportErrorKind);

impl std::fmt::Display for Down {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("down")
    }
}

impl std::error::Error for Down {}

/// A transport that fails a number of times and then answers, with sleeps between. It notes the
/// time limits that it gets.
struct Flaky {
    failures: Mutex<Vec<TransportErrorKind>>,
    limits: Mutex<Vec<Option<Duration>>>,
}

impl BlockingTransport for Flaky {
    type Body = Bytes<&'static str>;
    type Error = Down;

    fn send(
        &self,
        _: Request<bytes::Bytes>,
        limit: Option<Duration>,
    ) -> Result<Response<Self::Body>, Down> {
        self.limits.lock().unwrap().push(limit);
        match self.failures.lock().unwrap().pop() {
            Some(fault) => Err(Down(fault)),
            None => Ok(Response::new(Bytes::new(BODY))),
        }
    }

    fn classify(error: &Down) -> TransportErrorKind {
        error.0
    }
}

#[test]
fn retries_need_no_runtime() {
    let flaky = Arc::new(Flaky {
        failures: Mutex::new(vec![
            TransportErrorKind::Connect,
            TransportErrorKind::Timeout,
            TransportErrorKind::Body,
        ]),
        limits: Mutex::default(),
    });
    let policy = RetryPolicy::default().first_delay(Duration::from_millis(1));
    let items = ByToken::paginate_blocking((Arc::clone(&flaky), get()))
        .retry(policy)
        .items();
    assert_eq!(items.collect::<Result<Vec<_>, _>>().unwrap(), [1, 2]);
    assert_eq!(*flaky.limits.lock().unwrap(), [None; 4]);
}

#[test]
fn the_client_is_told_the_time_limit_of_each_attempt() {
    let limit = Duration::from_secs(5);
    let flaky = Arc::new(Flaky {
        failures: Mutex::new(vec![TransportErrorKind::Timeout]),
        limits: Mutex::default(),
    });
    let policy = RetryPolicy::default().first_delay(Duration::ZERO);
    let walk = ByToken::paginate_blocking((Arc::clone(&flaky), get()))
        .retry(policy)
        .request_timeout(limit);
    assert_eq!(walk.items().count(), 2);
    assert_eq!(*flaky.limits.lock().unwrap(), [Some(limit); 2]);
}

/// The time after which a test fails because its thread does not wake. Normally, the result comes
/// at once.
const PATIENCE: Duration = Duration::from_secs(60);

/// A transport that reports when a request arrives.
fn announced(
    count: u32,
) -> (
    impl BlockingTransport,
    mpsc::Receiver<()>,
    Arc<Mutex<Vec<String>>>,
) {
    let (transport, lines) = pages(count);
    let (say, heard) = mpsc::channel();
    let send = move |request, limit| {
        let response = transport
            .send(request, limit)
            .map_err(|error| std::io::Error::other(error.to_string()));
        let _ = say.send(());
        response
    };
    (send, heard, lines)
}

#[test]
fn prefetch_runs_in_a_thread() {
    let (transport, heard, lines) = announced(6);
    let mut items = ByToken::paginate_blocking((transport, get()))
        .prefetch(2)
        .items();
    assert!(
        lines.lock().unwrap().is_empty(),
        "nothing is sent before the first item"
    );
    assert_eq!(items.next().unwrap().unwrap(), 1);
    // The first page was delivered, and two more are requested while the consumer asks for nothing.
    for _ in 0..3 {
        heard.recv_timeout(PATIENCE).unwrap();
    }
    assert_eq!(lines.lock().unwrap().len(), 3);
    assert_eq!(items.checkpoint().unwrap(), {
        let (transport, _) = pages(6);
        let mut plain = ByToken::paginate_blocking((transport, get())).items();
        plain.next().unwrap().unwrap();
        plain.checkpoint().unwrap()
    });
    assert_eq!(
        items.collect::<Result<Vec<_>, _>>().unwrap(),
        (2..=12).collect::<Vec<_>>()
    );
    assert_eq!(lines.lock().unwrap().len(), 6);
}

#[test]
fn prefetch_ends_with_the_iterator() {
    let (transport, heard, lines) = announced(1_000);
    let mut items = ByToken::paginate_blocking((transport, get()))
        .prefetch(1)
        .items();
    items.next().unwrap().unwrap();
    drop(items);
    // The channel closes when the thread drops the transport: it does not go on, and does not wait
    // for ever.
    let closed = loop {
        match heard.recv_timeout(PATIENCE) {
            Ok(()) => {}
            Err(closed) => break closed,
        }
    };
    assert_eq!(closed, mpsc::RecvTimeoutError::Disconnected);
    assert!(
        lines.lock().unwrap().len() <= 2,
        "{:?}",
        lines.lock().unwrap()
    );
}

#[test]
fn a_panic_while_fetching_ahead_is_the_consumers() {
    let send = |_: Request<bytes::Bytes>,
                _: Option<Duration>|
     -> Result<Response<Bytes<&str>>, Failure> { panic!("in the transport") };
    let mut items = ByToken::paginate_blocking((send, get()))
        .prefetch(1)
        .items();
    let panic =
        std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| items.next())).unwrap_err();
    assert_eq!(panic.downcast_ref::<&str>(), Some(&"in the transport"));
}

#[derive(Debug, serde::Deserialize, Paginated)]
#[paginate(offset = "offset", items = "items", total = "total", size = "limit")]
struct ByOffset {
    total: u64,
    items: Vec<u32>,
}

/// Returns a transport with five numbers, two per page.
fn numbers() -> (impl BlockingTransport + Clone, Arc<Mutex<Vec<String>>>) {
    let lines = Arc::new(Mutex::new(Vec::new()));
    let log = Arc::clone(&lines);
    let send = move |request: Request<bytes::Bytes>, _: Option<Duration>| {
        let query = request.uri().query().unwrap_or_default().to_owned();
        let at = |name: &str| {
            query.split('&').find_map(|pair| {
                pair.strip_prefix(name)?
                    .strip_prefix('=')?
                    .parse::<u32>()
                    .ok()
            })
        };
        let from = at("offset").unwrap_or_default();
        let items: Vec<u32> = (from + 1..=5)
            .take(at("limit").map_or(2, |limit| limit.min(2)) as usize)
            .collect();
        log.lock().unwrap().push(query);
        let body = serde_json::json!({ "total": 5, "items": items });
        Ok::<_, Failure>(Response::new(Bytes::new(body.to_string().into_bytes())))
    };
    (send, lines)
}

#[test]
fn segments_are_split_and_walked() {
    let (transport, lines) = numbers();
    let segments = ByOffset::paginate_blocking((transport.clone(), get()))
        .split(2)
        .unwrap();
    assert_eq!((segments.len(), lines.lock().unwrap().len()), (2, 1));
    let mut all = Vec::new();
    for segment in segments {
        let mut items = ByOffset::paginate_blocking((transport.clone(), get()))
            .segment(segment)
            .items();
        all.extend(items.by_ref().collect::<Result<Vec<_>, _>>().unwrap());
        assert!(items.segment().unwrap().is_done());
    }
    assert_eq!(all, [1, 2, 3, 4, 5]);
}

#[test]
fn progress_is_told_and_pages_are_reported() {
    let (transport, _) = numbers();
    let seen = Arc::new(Mutex::new(Vec::new()));
    let log = Arc::clone(&seen);
    let walk = ByOffset::paginate_blocking((transport, get()))
        .on_page(move |page| log.lock().unwrap().push((page.index, page.items)));
    let mut items = walk.items();
    assert_eq!(items.next().unwrap().unwrap(), 1);
    let progress = items.progress();
    assert_eq!(
        (
            progress.items,
            progress.received,
            progress.total,
            progress.requests
        ),
        (1, 2, Some(5), 1)
    );
    assert!(progress.bytes > 0, "{progress:?}");
    assert_eq!(items.count(), 4);
    assert_eq!(*seen.lock().unwrap(), [(1, 2), (2, 2), (3, 1)]);
}

/// A thread that blocks inside a request cannot be stopped, but a wait between two requests is
/// cancelled.
#[test]
fn a_thread_that_waits_to_try_again_ends_with_the_iterator() {
    let (transport, heard, _) = announced(2);
    let send = move |request: Request<bytes::Bytes>, limit| {
        let second = request
            .uri()
            .query()
            .is_some_and(|query| query.contains("cursor"));
        transport.send(request, limit).map(|mut response| {
            if second {
                *response.status_mut() = http::StatusCode::TOO_MANY_REQUESTS;
                response
                    .headers_mut()
                    .insert("retry-after", http::HeaderValue::from_static("100000"));
            }
            response
        })
    };
    let patient = RetryPolicy::default().max_wait(Duration::MAX);
    let mut items = ByToken::paginate_blocking((send, get()))
        .retry(patient)
        .prefetch(2)
        .items();
    items.next().unwrap().unwrap();
    for _ in 0..2 {
        heard.recv_timeout(PATIENCE).unwrap();
    }
    drop(items);
    assert_eq!(
        heard.recv_timeout(PATIENCE),
        Err(mpsc::RecvTimeoutError::Disconnected)
    );
}

#[test]
fn a_panic_of_a_function_is_the_consumers_too() {
    let fetch = |_: Option<String>| -> std::future::Ready<Result<ByToken, std::io::Error>> {
        panic!("in the function")
    };
    let mut items = ByToken::paginate_with(fetch).blocking().prefetch(1).items();
    let panic =
        std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| items.next())).unwrap_err();
    assert_eq!(panic.downcast_ref::<&str>(), Some(&"in the function"));
}

#[test]
fn a_panic_of_what_reads_a_page_is_the_consumers_too() {
    #[derive(Debug)]
    struct Fragile;
    impl Paginated for Fragile {
        type Item = u32;
        type Mode = paginate_runtime::mode::Token;
        const SCHEME: paginate_runtime::scheme::Scheme =
            paginate_runtime::scheme::Scheme::new(paginate_runtime::scheme::Source::Token(
                paginate_runtime::scheme::RequestLocation::Query("c"),
            ));
        fn page_info<'a>(&'a self, _: &'a http::HeaderMap) -> paginate_runtime::page::PageInfo<'a> {
            panic!("in the page info")
        }
        fn take_items(&mut self) -> Vec<u32> {
            Vec::new()
        }
    }
    let fetch = |_: Option<String>| ready(Ok::<_, std::io::Error>(Fragile));
    let mut items = Fragile::paginate_with(fetch).blocking().prefetch(1).items();
    let panic = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
        items.next().map(|item| item.is_ok())
    }))
    .unwrap_err();
    assert_eq!(panic.downcast_ref::<&str>(), Some(&"in the page info"));
}
