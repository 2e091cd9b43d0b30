//! The stream of pages.

use std::borrow::Cow;
use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use futures_core::{FusedStream, Stream};

use crate::error::Error;
use crate::page::paginated::Paginated;
use crate::pager::checkpoint::Checkpoint;
use crate::pager::end::EndReason;
use crate::pager::segment::bound::{Bound, Segment};
use crate::report::progress::{OnPage, PageReport, Progress};
use crate::report::warning::Warning;
use crate::scheme::mode::Counter;
use crate::session::receive::Received;
use crate::session::report::{Left, Report};
use crate::session::walk::Walk;
use crate::stream::engine::{Ahead, Engine};
use crate::stream::page::Page;

/// The stream of the pages of a list, one request each, in order.
///
/// * Lazy: nothing is sent before the first poll, and nothing after the end.
/// * Fused: after the end or an error it yields nothing more.
/// * Dropping it cancels the request in flight.
#[must_use = "streams do nothing unless polled"]
pub struct Pages<P: Paginated> {
    engine: Engine<P>,
    /// The state of the walk when the last page was yielded, if the walk itself is further.
    report: Report,
    /// Where the walk ends.
    bound: Bound,
    on_page: Option<OnPage>,
}

// Only boxed values are pinned.
impl<P: Paginated> Unpin for Pages<P> {}

impl<P: Paginated> Pages<P> {
    pub(crate) fn new(walk: Walk<P>, ahead: Option<Ahead<P>>, on_page: Option<OnPage>) -> Self {
        let report = walk.report();
        let bound = walk.bound();
        Self {
            engine: Engine::new(walk, ahead),
            report,
            bound,
            on_page,
        }
    }

    #[expect(
        clippy::should_implement_trait,
        reason = "the name that every stream has; an iterator's `next` is not async"
    )]
    /// Returns the next page, or `None` at the end.
    ///
    /// The same as `StreamExt::next`, without the trait.
    pub fn next(&mut self) -> impl Future<Output = Option<Result<Page<P>, Error>>> + '_ {
        poll_fn(|cx| self.poll(cx))
    }

    /// Returns the next page, or `Ok(None)` at the end.
    ///
    /// The same as `TryStreamExt::try_next`, without the trait.
    ///
    /// # Errors
    ///
    /// Returns the error that stopped the walk; see [`ErrorKind`](crate::ErrorKind).
    pub async fn try_next(&mut self) -> Result<Option<Page<P>>, Error> {
        self.next().await.transpose()
    }

    /// Collects all pages that are left. The same as `TryStreamExt::try_collect`, without the
    /// trait.
    ///
    /// # Errors
    ///
    /// Returns the first error. The pages before it are lost: use [`next`](Self::next) if you need
    /// them.
    pub async fn try_collect<C: Default + Extend<Page<P>>>(mut self) -> Result<C, Error> {
        let mut pages = C::default();
        while let Some(page) = self.try_next().await? {
            pages.extend([page]);
        }
        Ok(pages)
    }

    /// Returns why the walk ended; `None` before the end and after an error.
    pub fn end_reason(&self) -> Option<EndReason> {
        self.report().end_reason
    }

    /// Returns the contradictions between responses and the declaration so far; see [`Warning`].
    ///
    /// Empty if nothing was found. The last page can add a warning, so look again after the end.
    pub fn warnings(&self) -> Arc<[Warning]> {
        self.progress().warnings
    }

    /// Returns the number of items of the pages received so far.
    ///
    /// Items that were taken before the walk was resumed, and items past a limit, are not counted.
    pub fn received(&self) -> u64 {
        self.progress().received
    }

    /// Returns the number of items in the whole list, if the declaration reads a `total`.
    pub fn total(&self) -> Option<u64> {
        self.progress().total
    }

    /// Returns the number of pages received so far.
    pub fn page_count(&self) -> u64 {
        self.progress().pages
    }

    /// Returns the number of lists inside items (`nested = ..`) that may have been cut so far.
    pub fn truncated_lists(&self) -> u64 {
        self.report().truncated
    }

    /// Returns the number of speculative requests whose responses were discarded.
    ///
    /// They were sent by [`concurrency`](crate::Paginator::concurrency) or
    /// [`early`](crate::Paginator::early) for pages that the walk then did not ask for.
    pub fn discarded_requests(&self) -> u64 {
        self.progress().discarded
    }

    /// Returns how far the walk is. Can be called at any time.
    ///
    /// All items of the pages that were yielded count as taken: `items` and `received` are the same
    /// here.
    pub fn progress(&self) -> Progress {
        match &self.engine {
            Engine::OnDemand { walk, .. } => walk.progress(),
            Engine::Waiting { .. } | Engine::Running(_) | Engine::Over => {
                self.report.progress.clone()
            }
        }
    }

    /// Returns the most items and pages that are still to come; an error counts as one.
    pub(crate) fn left(&self) -> Left {
        match &self.engine {
            Engine::OnDemand { walk, .. } => walk.left(),
            // Also right if the task is dropped, which is an error: the task reports the end
            // together with the last page.
            Engine::Waiting { .. } | Engine::Running(_) => self.report.left,
            Engine::Over => Left {
                items: Some(0),
                pages: Some(0),
            },
        }
    }

    /// Returns the report of the page that was yielded last.
    fn page_report(&self) -> PageReport {
        match &self.engine {
            Engine::OnDemand { walk, .. } => walk.page_report(),
            Engine::Waiting { .. } | Engine::Running(_) | Engine::Over => {
                self.report.last.report(&self.report.progress)
            }
        }
    }

    /// Returns where to resume after the pages that were yielded.
    ///
    /// Can be called at any time: while the walk runs, after an error, and after the end. Resuming
    /// after the end delivers what was added since, if the API left a continuation. `None` if the
    /// walk could not begin.
    pub fn checkpoint(&self) -> Option<Checkpoint> {
        let places = self.report().places.clone()?;
        Some(places.after.clone())
    }

    /// Returns what is left of the walk after the pages that were yielded.
    ///
    /// It ends where the walked segment ends, or has no end. Once the API has said that the list
    /// ends, it is [done](Segment::is_done); use [`checkpoint`](Self::checkpoint) to get items that
    /// are added later. `None` if the walk could not begin.
    pub fn segment(&self) -> Option<Segment>
    where
        P: Paginated<Mode: Counter>,
    {
        let rest = self.rest(self.checkpoint()?);
        // Only a limit leaves a part of the list.
        let over = self
            .end_reason()
            .is_some_and(|reason| !matches!(reason, EndReason::Limit | EndReason::Segment));
        Some(if over { rest.closed() } else { rest })
    }

    fn rest(&self, checkpoint: Checkpoint) -> Segment {
        Segment::new(checkpoint, self.bound)
    }

    pub(crate) fn segment_within(&self, taken: u64) -> Option<Segment> {
        self.checkpoint_within(taken)
            .map(|checkpoint| self.rest(checkpoint))
    }

    pub(crate) fn checkpoint_within(&self, taken: u64) -> Option<Checkpoint> {
        let places = self.report().places.clone()?;
        Some(places.before.clone().after_items(taken))
    }

    /// Returns the state of the walk when the last page was yielded. A walk on demand moves only
    /// when it yields, so its current state is returned.
    fn report(&self) -> Cow<'_, Report> {
        match &self.engine {
            Engine::OnDemand { walk, .. } => Cow::Owned(walk.report()),
            Engine::Waiting { .. } | Engine::Running(_) | Engine::Over => {
                Cow::Borrowed(&self.report)
            }
        }
    }

    pub(crate) fn poll(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<Page<P>, Error>>> {
        let received = match ready!(self.poll_received(cx)) {
            Some(Ok(received)) => received,
            Some(Err(error)) => return Poll::Ready(Some(Err(error))),
            None => return Poll::Ready(None),
        };
        let places = match &mut self.engine {
            Engine::OnDemand { walk, .. } => walk.places(),
            Engine::Waiting { .. } | Engine::Running(_) | Engine::Over => {
                self.report.places.clone()
            }
        };
        // Every page that was received has a position.
        let Some(places) = places else {
            return Poll::Ready(Some(Err(Error::setup("the walk has no position"))));
        };
        Poll::Ready(Some(Ok(Page::new(received, places))))
    }

    /// Polls for the next page, without its positions.
    pub(crate) fn poll_received(
        &mut self,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Received<P>, Error>>> {
        // Without a hook the page is not moved: it is large, and each move of it costs.
        if self.on_page.is_none() {
            return self.engine.poll(&mut self.report, cx);
        }
        let page = self.engine.poll(&mut self.report, cx);
        if let (Poll::Ready(Some(Ok(_))), Some(on_page)) = (&page, &self.on_page) {
            on_page(&self.page_report());
        }
        page
    }

    fn is_over(&self) -> bool {
        match &self.engine {
            Engine::OnDemand { walk, .. } => walk.is_over(),
            Engine::Waiting { .. } | Engine::Running(_) | Engine::Over => self.report.over,
        }
    }
}

impl<P: Paginated> Stream for Pages<P> {
    type Item = Result<Page<P>, Error>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.poll(cx)
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        let most = self.left().pages;
        (0, most.and_then(|most| usize::try_from(most).ok()))
    }
}

impl<P: Paginated> FusedStream for Pages<P> {
    fn is_terminated(&self) -> bool {
        matches!(self.engine, Engine::Over) || (!self.engine.in_flight() && self.is_over())
    }
}

impl<P: Paginated> fmt::Debug for Pages<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pages")
            .field("pages", &self.page_count())
            .field("received", &self.received())
            .field("in_flight", &self.engine.in_flight())
            .field("end_reason", &self.end_reason())
            .finish_non_exhaustive()
    }
}
