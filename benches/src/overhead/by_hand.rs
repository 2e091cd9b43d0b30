//! Walks without a library.

use std::hint::black_box;
use std::io;

use futures::stream::{self, Stream, TryStreamExt};

use super::page::Page;
use super::{Item, Source, consume, consume_page};

/// The work that every walk needs: making and dropping the pages.
pub(super) fn making<I: Item>(source: Source) -> u64 {
    let mut token = None;
    let mut seen = 0;
    loop {
        let page: Page<I> = source.page(token);
        black_box(&page);
        seen += page.items.len() as u64;
        token = page.next;
        if token.is_none() {
            return seen;
        }
    }
}

pub(super) async fn items<I: Item>(source: Source) -> u64 {
    let mut token = None;
    let mut seen = 0;
    loop {
        let page: Page<I> = source.fetch(token).await.expect("a page");
        for item in page.items {
            seen += consume(item);
        }
        token = page.next;
        if token.is_none() {
            return seen;
        }
    }
}

pub(super) async fn pages<I: Item>(source: Source) -> u64 {
    let mut token = None;
    let mut seen = 0;
    loop {
        let mut page: Page<I> = source.fetch(token).await.expect("a page");
        token = page.next.take();
        seen += consume_page(page, |page| page.items.len());
        if token.is_none() {
            return seen;
        }
    }
}

/// The state of a walk.
enum State {
    First,
    At(String),
    Over,
}

pub(super) fn page_stream<I: Item>(
    source: Source,
) -> impl Stream<Item = Result<Vec<I>, io::Error>> {
    stream::try_unfold(State::First, move |state| async move {
        let token = match state {
            State::First => None,
            State::At(token) => Some(token),
            State::Over => return Ok(None),
        };
        let page: Page<I> = source.fetch(token).await?;
        let state = page.next.map_or(State::Over, State::At);
        Ok(Some((page.items, state)))
    })
}

pub(super) fn item_stream<I: Item>(source: Source) -> impl Stream<Item = Result<I, io::Error>> {
    page_stream(source)
        .map_ok(|items| stream::iter(items.into_iter().map(Ok)))
        .try_flatten()
}
