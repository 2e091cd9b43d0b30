//! A walk of a hundred thousand pages needs no more memory than one of a thousand. The test counts
//! allocations and uses no clock.
#![allow(
    clippy::print_stdout,
    clippy::expect_used,
    reason = "`--nocapture` shows the figures; what must not happen ends the test"
)]

use std::convert::Infallible;
use std::future::{Future, ready};
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use bytes::Bytes;
use http::{Request, Response};
use http_body_util::Full;
use paginate_runtime::{Error, Paginated, Paginator, source::HttpSource};
use peak_alloc::PeakAlloc;
use serde::Deserialize;
use serde::de::DeserializeOwned;

#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;

const FEW: u64 = 1_000;
const MANY: u64 = 100_000;
/// The number of pages of a walk with prefetch.
const AHEAD: u64 = 30_000;
/// The number of items on each page.
const ITEMS: u64 = 2;
/// The documented maximum of the loop guard, while its table doubles.
const GUARD_BYTES_A_PAGE: u64 = 31;

/// The response of the transport, named because the functions that set up a walk use it.
type Answer = Pin<Box<dyn Future<Output = Result<Response<Full<Bytes>>, Infallible>> + Send>>;
type Server = Box<dyn Fn(Request<Bytes>) -> Answer + Send + Sync>;
type Walk<P> = Paginator<P, HttpSource<Server>>;

#[derive(Deserialize, Paginated)]
#[paginate(token = "next", param = "next", items = "items")]
struct ByToken {
    next: Option<String>,
    items: Vec<String>,
}

#[derive(Deserialize, Paginated)]
#[paginate(next_url = "next", items = "items")]
struct ByUrl {
    next: Option<String>,
    items: Vec<String>,
}

#[derive(Deserialize, Paginated)]
#[paginate(offset = "offset", more = "more", items = "items")]
struct ByOffset {
    more: bool,
    items: Vec<String>,
}

#[derive(Deserialize, Paginated)]
#[paginate(page = "page", pages = "pages", items = "items")]
struct ByNumber {
    pages: u64,
    items: Vec<String>,
}

/// There is one test only, because the allocator counts for the whole process.
#[test]
fn memory_does_not_grow_with_the_walk() -> Result<(), Error> {
    counts_what_is_held();
    let token = |page: u64, pages: u64| match page < pages {
        true => format!("\"next\":\"{page:020}\""),
        false => "\"next\":null".to_owned(),
    };
    let link = |page: u64, pages: u64| match page < pages {
        true => format!("\"next\":\"/list?page={page:020}\""),
        false => "\"next\":null".to_owned(),
    };
    let more = |page: u64, pages: u64| format!("\"more\":{}", page < pages);
    // Continuations are remembered if they could repeat; offsets only grow.
    compare::<ByToken>("token", GUARD_BYTES_A_PAGE, MANY, token, |paginator| {
        paginator
    })?;
    compare::<ByUrl>("next_url", GUARD_BYTES_A_PAGE, MANY, link, |paginator| {
        paginator
    })?;
    compare::<ByOffset>("offset", 0, MANY, more, |paginator| paginator)?;
    // Only the window of pages is held ahead of the consumer.
    let pages = |_: u64, pages: u64| format!("\"pages\":{pages}");
    compare::<ByToken>("prefetch", GUARD_BYTES_A_PAGE, AHEAD, token, |paginator| {
        paginator.prefetch(4)
    })?;
    compare::<ByToken>("early", GUARD_BYTES_A_PAGE, AHEAD, token, |paginator| {
        paginator.early()
    })?;
    compare::<ByNumber>("concurrency", 0, AHEAD, pages, |paginator| {
        paginator.concurrency(8)
    })
}

/// Checks that the counting allocator is used; without it, the test would see nothing.
fn counts_what_is_held() {
    let (held, peak) = peak_of(|| {
        drop(std::hint::black_box(vec![0u8; 1_000_000]));
        std::hint::black_box(vec![0u8; 10]).len()
    });
    assert!(
        held == 10 && (1_000_000..1_100_000).contains(&peak),
        "{peak} bytes"
    );
}

fn compare<P>(
    mode: &str,
    guard: u64,
    pages: u64,
    end: impl Fn(u64, u64) -> String + Copy + Send + Sync + 'static,
    ahead: fn(Walk<P>) -> Walk<P>,
) -> Result<(), Error>
where
    P: Paginated<Item = String> + DeserializeOwned + 'static,
{
    // Memory that is allocated once, such as tables of the libraries.
    walk::<P>(10, end, ahead)?;
    let (few, few_peak) = peak_of(|| walk::<P>(FEW, end, ahead));
    let (many, many_peak) = peak_of(|| walk::<P>(pages, end, ahead));
    assert_eq!((few?, many?), (FEW * ITEMS, pages * ITEMS));
    println!("{mode}: peak of {FEW} pages {few_peak} bytes, of {pages} pages {many_peak} bytes");
    let allowed = few_peak + few_peak / 10 + guard * pages;
    assert!(
        many_peak <= allowed,
        "{mode}: {many_peak} bytes, and {allowed} are allowed"
    );
    Ok(())
}

/// Walks that many pages, and counts the items.
fn walk<P>(
    pages: u64,
    end: impl Fn(u64, u64) -> String + Send + Sync + 'static,
    ahead: fn(Walk<P>) -> Walk<P>,
) -> Result<u64, Error>
where
    P: Paginated<Item = String> + DeserializeOwned + 'static,
{
    let asked = Arc::new(AtomicU64::new(0));
    let transport = move |_: Request<Bytes>| {
        let page = asked.fetch_add(1, Ordering::Relaxed) + 1;
        // Different items of the same length.
        let items: Vec<_> = (0..ITEMS)
            .map(|item| format!("\"item {:020}\"", page * ITEMS + item))
            .collect();
        let body = format!("{{{},\"items\":[{}]}}", end(page, pages), items.join(","));
        let response: Answer = Box::pin(ready(Ok(Response::new(Full::new(Bytes::from(body))))));
        response
    };
    let transport: Server = Box::new(transport);
    let request = Request::get("https://api.example/list")
        .body(Bytes::new())
        .expect("a request");
    let mut items = ahead(P::paginate((transport, request))).items();
    futures::executor::block_on(async {
        let mut count = 0;
        while items.try_next().await?.is_some() {
            count += 1;
        }
        Ok(count)
    })
}

/// Returns the peak of bytes held at once, beyond those held before.
fn peak_of<T>(run: impl FnOnce() -> T) -> (T, u64) {
    let before = MEMORY.current_usage();
    MEMORY.reset_peak_usage();
    let output = run();
    (output, (MEMORY.peak_usage() - before) as u64)
}
