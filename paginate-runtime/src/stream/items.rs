//! The stream of items.

use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::vec;

use futures_core::{FusedStream, Stream};

use crate::error::Error;
use crate::page::paginated::Paginated;
use crate::pager::checkpoint::Checkpoint;
use crate::pager::end::EndReason;
use crate::pager::segment::bound::Segment;
use crate::report::progress::Progress;
use crate::report::warning::Warning;
use crate::scheme::mode::Counter;
use crate::session::receive::Received;
use crate::stream::pages::Pages;

/// The stream of the items of a list, in order.
///
/// * Lazy: nothing is sent before the first poll. The next page is requested when the items of the
///   page before are consumed.
/// * Fused: after the end or an error it yields nothing more, and nothing is sent.
/// * An error comes after the items of all earlier pages.
#[must_use = "streams do nothing unless polled"]
pub struct Items<P: Paginated> {
    page: vec::IntoIter<P::Item>,
    /// Number of items that the page had to deliver.
    page_len: usize,
    pages: Pages<P>,
}

// Only boxed values are pinned.
impl<P: Paginated> Unpin for Items<P> {}

impl<P: Paginated> Items<P> {
    pub(crate) fn new(pages: Pages<P>) -> Self {
        Self {
            page: Vec::new().into_iter(),
            page_len: 0,
            pages,
        }
    }

    #[expect(
        clippy::should_implement_trait,
        reason = "the name that every stream has; an iterator's `next` is not async"
    )]
    /// Returns the next item, or `None` at the end.
    ///
    /// The same as `StreamExt::next`, without the trait.
    pub fn next(&mut self) -> impl Future<Output = Option<Result<P::Item, Error>>> + '_ {
        poll_fn(|cx| self.poll(cx))
    }

    /// Returns the next item, or `Ok(None)` at the end.
    ///
    /// The same as `TryStreamExt::try_next`, without the trait.
    ///
    /// # Errors
    ///
    /// Returns the error that stopped the walk; see [`ErrorKind`](crate::ErrorKind).
    pub fn try_next(&mut self) -> impl Future<Output = Result<Option<P::Item>, Error>> + '_ {
        // Does not call `next`: transposing its result would move each item once more.
        poll_fn(|cx| match self.page.next() {
            Some(item) => Poll::Ready(Ok(Some(item))),
            None => self.poll_page(cx).map(Option::transpose),
        })
    }

    /// Collects all items that are left. The same as `TryStreamExt::try_collect`, without the
    /// trait.
    ///
    /// # Errors
    ///
    /// Returns the first error. The items before it are lost: use [`next`](Self::next) if you need
    /// them.
    pub async fn try_collect<C: Default + Extend<P::Item>>(mut self) -> Result<C, Error> {
        let mut items = C::default();
        while let Some(item) = self.try_next().await? {
            items.extend([item]);
        }
        Ok(items)
    }

    /// Returns why the walk ended; `None` before the end and after an error.
    pub fn end_reason(&self) -> Option<EndReason> {
        self.pages.end_reason()
    }

    /// Returns the contradictions between responses and the declaration so far; see [`Warning`].
    ///
    /// Empty if nothing was found. The last page can add a warning, so look again after the end.
    pub fn warnings(&self) -> Arc<[Warning]> {
        self.pages.warnings()
    }

    /// Returns the number of items received so far, including those that are not yet yielded.
    pub fn received(&self) -> u64 {
        self.pages.received()
    }

    /// Returns the number of items in the whole list, if the declaration reads a `total`.
    pub fn total(&self) -> Option<u64> {
        self.pages.total()
    }

    /// Returns the number of pages received so far.
    pub fn page_count(&self) -> u64 {
        self.pages.page_count()
    }

    /// Returns the number of lists inside items (`nested = ..`) that may have been cut so far.
    pub fn truncated_lists(&self) -> u64 {
        self.pages.truncated_lists()
    }

    /// Returns the number of speculative requests whose responses were discarded.
    ///
    /// They were sent by [`concurrency`](crate::Paginator::concurrency) or
    /// [`early`](crate::Paginator::early) for pages that the walk then did not ask for.
    pub fn discarded_requests(&self) -> u64 {
        self.pages.discarded_requests()
    }

    /// Returns how far the walk is. Can be called at any time, and adds no cost to each item.
    ///
    /// ```
    /// # use paginate_runtime::{Items, Paginated};
    /// # async fn walk<P: Paginated>(mut items: Items<P>) -> Result<(), paginate_runtime::Error> {
    /// while let Some(item) = items.try_next().await? {
    ///     let progress = items.progress();
    ///     match progress.total {
    ///         Some(total) => println!("{} of {total}", progress.resumed + progress.items),
    ///         None => println!("{} in {} pages", progress.items, progress.pages),
    ///     }
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn progress(&self) -> Progress {
        let progress = self.pages.progress();
        Progress {
            items: progress.received.saturating_sub(self.page.len() as u64),
            ..progress
        }
    }

    /// Returns where to resume after the items that were yielded, exact to the item.
    ///
    /// Can be called at any time: in the middle of a page, after an error, and after the end.
    /// Resuming after the end delivers what was added since, if the API left a continuation. `None`
    /// if the walk could not begin.
    pub fn checkpoint(&self) -> Option<Checkpoint> {
        match self.page.len() {
            0 => self.pages.checkpoint(),
            left => self
                .pages
                .checkpoint_within(self.page_len.saturating_sub(left) as u64),
        }
    }

    /// Returns what is left of the walk after the items that were yielded, exact to the item.
    ///
    /// It ends where the walked [segment](crate::Paginator::segment) ends, or has no end. Store it
    /// with the items; any process can continue with it. Once the API has said that the list ends,
    /// it is [done](Segment::is_done); use [`checkpoint`](Self::checkpoint) to get items that are
    /// added later. `None` if the walk could not begin.
    pub fn segment(&self) -> Option<Segment>
    where
        P: Paginated<Mode: Counter>,
    {
        match self.page.len() {
            0 => self.pages.segment(),
            left => self
                .pages
                .segment_within(self.page_len.saturating_sub(left) as u64),
        }
    }

    /// Returns the next item of the current page.
    #[inline]
    pub(crate) fn next_at_hand(&mut self) -> Option<P::Item> {
        self.page.next()
    }

    #[inline]
    fn poll(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<P::Item, Error>>> {
        match self.page.next() {
            Some(item) => Poll::Ready(Some(Ok(item))),
            None => self.poll_page(cx),
        }
    }

    /// Polls for the next page that has items. A function of its own, so that the code for each
    /// item stays short.
    #[cold]
    fn poll_page(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<P::Item, Error>>> {
        loop {
            match self.pages.poll_received(cx) {
                Poll::Ready(Some(Ok(received))) => {
                    self.fill(received);
                    if let Some(item) = self.page.next() {
                        return Poll::Ready(Some(Ok(item)));
                    }
                }
                Poll::Ready(Some(Err(error))) => return Poll::Ready(Some(Err(error))),
                Poll::Ready(None) => return Poll::Ready(None),
                Poll::Pending => return Poll::Pending,
            }
        }
    }

    fn fill(&mut self, received: Received<P>) {
        let items = received.into_items();
        self.page_len = items.len();
        self.page = items.into_iter();
    }
}

impl<P: Paginated> Stream for Items<P> {
    type Item = Result<P::Item, Error>;

    #[inline]
    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.poll(cx)
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        let buffered = self.page.len();
        let more = self
            .pages
            .left()
            .items
            .and_then(|more| usize::try_from(more).ok());
        (buffered, more.and_then(|more| more.checked_add(buffered)))
    }
}

impl<P: Paginated> FusedStream for Items<P> {
    fn is_terminated(&self) -> bool {
        self.page.len() == 0 && self.pages.is_terminated()
    }
}

impl<P: Paginated> fmt::Debug for Items<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Items")
            .field("buffered", &self.page.len())
            .field("pages", &self.pages)
            .finish()
    }
}
