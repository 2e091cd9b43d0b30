//! The cost of the stream itself: walks over pages in memory.

mod by_hand;
mod ours;
mod page;
mod peers;

use std::hint::black_box;
use std::pin::Pin;

use futures::{Stream, StreamExt};

pub use page::{Item, Source, User};

use crate::sample::Label;
use crate::{Meter, executor};

/// The numbers of items on a page.
pub const LENGTHS: [u64; 4] = [1, 10, 100, 1_000];
/// The numbers of pages of two walks. Their difference is the cost of pages without the fixed cost
/// of a walk.
pub const PAGES: [u64; 2] = [20, 120];

/// The row that is subtracted from the others.
pub const MAKING: &str = "making and dropping the pages";

type Walk = fn(Source) -> Pin<Box<dyn Future<Output = u64>>>;

/// The walks whose consumer takes items.
fn items<I: Item>() -> Vec<(&'static str, Walk)> {
    vec![
        (MAKING, |source| {
            Box::pin(async move { by_hand::making::<I>(source) })
        }),
        ("loop without a stream", |source| {
            Box::pin(by_hand::items::<I>(source))
        }),
        ("`try_unfold` + `try_flatten`", |source| {
            Box::pin(drain(by_hand::item_stream::<I>(source)))
        }),
        ("page-turner", |source| {
            Box::pin(peers::page_turner_items::<I>(source))
        }),
        ("google-cloud-gax", |source| {
            Box::pin(peers::gax_items::<I>(source))
        }),
        ("azure_core", |source| {
            Box::pin(drain(peers::azure_items::<I>(source)))
        }),
        ("aws-smithy-async", |source| {
            Box::pin(peers::smithy_items::<I>(source))
        }),
        ("async-stream", |source| {
            Box::pin(drain(peers::async_stream_items::<I>(source)))
        }),
        ("ours, as a `Stream`", |source| {
            Box::pin(drain(ours::items::<I>(source)))
        }),
        ("ours, `.try_next()`", |source| {
            Box::pin(ours::items_by_try_next::<I>(source))
        }),
    ]
}

/// The walks whose consumer takes whole pages.
fn pages<I: Item>() -> Vec<(&'static str, Walk)> {
    vec![
        (MAKING, |source| {
            Box::pin(async move { by_hand::making::<I>(source) })
        }),
        ("loop without a stream", |source| {
            Box::pin(by_hand::pages::<I>(source))
        }),
        ("`try_unfold`", |source| {
            Box::pin(drain_pages(by_hand::page_stream::<I>(source)))
        }),
        ("page-turner", |source| {
            Box::pin(peers::page_turner_pages::<I>(source))
        }),
        ("google-cloud-gax", |source| {
            Box::pin(peers::gax_pages::<I>(source))
        }),
        ("azure_core", |source| {
            Box::pin(drain_pages(peers::azure_pages::<I>(source)))
        }),
        ("aws-smithy-async", |source| {
            Box::pin(peers::smithy_pages::<I>(source))
        }),
        ("async-stream", |source| {
            Box::pin(drain_pages(peers::async_stream_pages::<I>(source)))
        }),
        ("ours", |source| {
            Box::pin(drain_pages(ours::pages::<I>(source)))
        }),
    ]
}

/// The names of the walks.
pub fn names() -> Vec<&'static str> {
    let mut names: Vec<_> = items::<u64>()
        .into_iter()
        .chain(pages::<u64>())
        .map(|(who, _)| who)
        .collect();
    names.sort_unstable();
    names.dedup();
    names
}

/// Measures the walks with this name; all if it is empty.
pub fn run(only: &str, meter: Meter<'_>) {
    measure("items, numbers", items::<u64>(), only, meter);
    measure("items, strings", items::<String>(), only, meter);
    measure("items, structs", items::<User>(), only, meter);
    measure("pages", pages::<u64>(), only, meter);
}

fn measure(table: &str, walks: Vec<(&str, Walk)>, only: &str, meter: Meter<'_>) {
    let executor = executor();
    for (who, walk) in walks
        .into_iter()
        .filter(|(who, _)| only.is_empty() || *who == only)
    {
        for length in LENGTHS {
            for pages in PAGES {
                let label = Label {
                    table: table.to_owned(),
                    who: who.to_owned(),
                    length,
                    pages,
                };
                let source = Source { pages, length };
                let mut work = || {
                    let seen = executor.block_on(walk(source));
                    assert_eq!(seen, pages * length, "{who} lost items");
                };
                // Run once before measuring, for one-time initialisation.
                work();
                meter(&label, &mut work);
            }
        }
    }
}

/// The consumer of an item. It does almost nothing, but the item must exist.
fn consume<I: Item>(item: I) -> u64 {
    black_box(&item);
    1
}

/// The consumer of a page.
fn consume_page<P>(page: P, length: impl Fn(&P) -> usize) -> u64 {
    black_box(&page);
    length(&page) as u64
}

async fn drain<I: Item, E: std::fmt::Debug>(items: impl Stream<Item = Result<I, E>>) -> u64 {
    let mut items = std::pin::pin!(items);
    let mut seen = 0;
    while let Some(item) = items.next().await {
        seen += consume(item.expect("an item"));
    }
    seen
}

async fn drain_pages<P: AsRef<[I]>, I: Item, E: std::fmt::Debug>(
    pages: impl Stream<Item = Result<P, E>>,
) -> u64 {
    let mut pages = std::pin::pin!(pages);
    let mut seen = 0;
    while let Some(page) = pages.next().await {
        seen += consume_page(page.expect("a page"), |page| page.as_ref().len());
    }
    seen
}
