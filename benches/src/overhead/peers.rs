//! Walks with other libraries.

use std::io;
use std::marker::PhantomData;

use aws_smithy_async::future::pagination_stream::fn_stream::FnStream;
use aws_smithy_async::future::pagination_stream::{PaginationStream, TryFlatMap};
use azure_core::http::pager::{
    ItemIterator, PageIterator, PagerContinuation, PagerOptions, PagerResult, PagerResultFuture,
    PagerState,
};
use futures::stream::Stream;
use google_cloud_gax::paginator::internal::{PageableResponse, new_paginator};
use google_cloud_gax::paginator::{ItemPaginator, Paginator};
use page_turner::prelude::*;

use super::page::Page;
use super::{Item, Source, consume, consume_page, drain, drain_pages};

// page-turner

struct Turner<I>(Source, PhantomData<fn() -> I>);

/// Its request type.
struct At(Option<String>);

impl<I: Item> PageTurner<At> for Turner<I> {
    type PageItems = Vec<I>;
    type PageError = io::Error;

    async fn turn_page(&self, At(token): At) -> TurnedPageResult<Self, At> {
        let page: Page<I> = self.0.fetch(token).await?;
        Ok(TurnedPage::new(
            page.items,
            page.next.map(|next| At(Some(next))),
        ))
    }
}

pub(super) async fn page_turner_items<I: Item>(source: Source) -> u64 {
    let turner = Turner::<I>(source, PhantomData);
    drain(turner.pages(At(None)).items()).await
}

pub(super) async fn page_turner_pages<I: Item>(source: Source) -> u64 {
    let turner = Turner::<I>(source, PhantomData);
    drain_pages(turner.pages(At(None))).await
}

// google-cloud-gax

impl<I: Item> PageableResponse for Page<I> {
    type PageItem = I;

    fn items(self) -> Vec<I> {
        self.items
    }

    fn next_page_token(&self) -> String {
        self.next.clone().unwrap_or_default()
    }
}

fn gax<I: Item>(source: Source) -> impl Paginator<Page<I>, io::Error> {
    new_paginator(String::new(), move |token: String| {
        source.fetch::<I>(Some(token).filter(|token| !token.is_empty()))
    })
}

pub(super) async fn gax_items<I: Item>(source: Source) -> u64 {
    let mut items = gax::<I>(source).items();
    let mut seen = 0;
    while let Some(item) = items.next().await {
        seen += consume(item.expect("an item"));
    }
    seen
}

pub(super) async fn gax_pages<I: Item>(source: Source) -> u64 {
    let mut pages = gax::<I>(source);
    let mut seen = 0;
    while let Some(page) = pages.next().await {
        seen += consume_page(page.expect("a page"), |page| page.items.len());
    }
    seen
}

// azure_core

#[async_trait::async_trait]
impl<I: Item> azure_core::http::pager::Page for Page<I> {
    type Item = I;
    type IntoIter = std::vec::IntoIter<I>;

    async fn into_items(self) -> azure_core::Result<Self::IntoIter> {
        Ok(self.items.into_iter())
    }
}

fn azure<I: Item>(
    source: Source,
) -> impl Fn(PagerState, PagerOptions<'static>) -> PagerResultFuture<Page<I>> + Send + 'static {
    move |state, _| {
        Box::pin(async move {
            let token = match state {
                PagerState::Initial => None,
                PagerState::More(continuation) => Some(continuation.into()),
            };
            let mut page = source.fetch::<I>(token).await?;
            Ok(match page.next.take() {
                Some(next) => PagerResult::More {
                    response: page,
                    continuation: PagerContinuation::Token(next),
                },
                None => PagerResult::Done { response: page },
            })
        })
    }
}

pub(super) fn azure_items<I: Item>(source: Source) -> impl Stream<Item = azure_core::Result<I>> {
    ItemIterator::new(azure::<I>(source), None)
}

pub(super) fn azure_pages<I: Item>(
    source: Source,
) -> impl Stream<Item = azure_core::Result<Page<I>>> {
    PageIterator::new(azure::<I>(source), None)
}

// aws-smithy-async

fn smithy<I: Item>(source: Source) -> PaginationStream<Result<Page<I>, io::Error>> {
    PaginationStream::new(FnStream::new(move |sender| {
        Box::pin(async move {
            let mut token = None;
            loop {
                let mut page = source.fetch::<I>(token).await;
                token = page.as_mut().ok().and_then(|page| page.next.take());
                if sender.send(page).await.is_err() || token.is_none() {
                    return;
                }
            }
        })
    }))
}

pub(super) async fn smithy_items<I: Item>(source: Source) -> u64 {
    let mut items = TryFlatMap::new(smithy::<I>(source)).flat_map(|page| page.items);
    let mut seen = 0;
    while let Some(item) = items.next().await {
        seen += consume(item.expect("an item"));
    }
    seen
}

pub(super) async fn smithy_pages<I: Item>(source: Source) -> u64 {
    let mut pages = smithy::<I>(source);
    let mut seen = 0;
    while let Some(page) = pages.next().await {
        seen += consume_page(page.expect("a page"), |page| page.items.len());
    }
    seen
}

// async-stream

pub(super) fn async_stream_items<I: Item>(
    source: Source,
) -> impl Stream<Item = Result<I, io::Error>> {
    async_stream::try_stream! {
        let mut token = None;
        loop {
            let page = source.fetch::<I>(token).await?;
            for item in page.items {
                yield item;
            }
            token = page.next;
            if token.is_none() {
                break;
            }
        }
    }
}

pub(super) fn async_stream_pages<I: Item>(
    source: Source,
) -> impl Stream<Item = Result<Page<I>, io::Error>> {
    async_stream::try_stream! {
        let mut token = None;
        loop {
            let mut page = source.fetch::<I>(token).await?;
            token = page.next.take();
            yield page;
            if token.is_none() {
                break;
            }
        }
    }
}
