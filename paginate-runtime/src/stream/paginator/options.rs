//! Limits, where to begin, retries and time.
use std::sync::Arc;

use crate::page::paginated::Paginated;
use crate::pager::checkpoint::Checkpoint;
use crate::platform::{MaybeSend, MaybeSync};
use crate::policy::options::Resume;
use crate::policy::retry::RetryPolicy;
use crate::report::progress::PageReport;
use crate::runtime::Runtime;
use crate::stream::continuation::Continuation;
use crate::stream::paginator::Paginator;

impl<P: Paginated, S, D> Paginator<P, S, D> {
    /// Delivers that many items at most. Where it is less than the page size, smaller pages are asked for from the first request on;
    /// the last page is trimmed.
    pub fn max_items(mut self, items: u64) -> Self {
        self.options.limits.max_items = Some(items);
        self
    }

    /// Asks for that many pages at most.
    pub fn max_pages(mut self, pages: u64) -> Self {
        self.options.limits.max_pages = Some(pages);
        self
    }

    /// Accepts that many empty pages in a row; one more is an error. Default: 1 000, and 3 for page numbers.
    pub fn max_empty_pages(mut self, pages: u64) -> Self {
        self.options.limits.max_empty_pages = Some(pages);
        self
    }

    /// Accepts tokens, links and pages that come again, for an API that legitimately repeats itself. Without it, a repetition is an
    /// error, because it would never end.
    pub fn allow_repeats(mut self) -> Self {
        self.options.limits.allow_repeats = true;
        self
    }

    /// Makes each [warning](crate::report::warning::Warning) an error, [`ErrorKind::Declaration`](crate::ErrorKind::Declaration), with the checkpoint from which a walk with a
    /// better declaration goes on. The items of the page that it is about are delivered first.
    ///
    /// For a job that must not miss anything, and for the first runs of a new declaration. Without it, warnings are [collected](crate::Items::warnings).
    ///
    /// ```
    /// # use paginate_runtime::{source::PageSource, Paginated, Paginator};
    /// # fn walk<P: Paginated, S: PageSource<P>>(paginator: Paginator<P, S>) -> Paginator<P, S> {
    /// paginator.strict()
    /// # }
    /// ```
    pub fn strict(mut self) -> Self {
        self.options.strict = true;
        self
    }

    /// Makes it an error that a list inside an item (`nested = ..`) may have been cut at the page size, instead of counting it.
    pub fn deny_truncated(mut self) -> Self {
        self.options.limits.deny_truncated = true;
        self
    }

    /// Calls a function for each page, when the walk delivers it: before its first item, in order, from the consumer's own poll; with pages
    /// [ahead](Self::prefetch) too, so that it hears of a page when the consumer comes to it and not when it arrives. Empty pages count; a status that
    /// ends the walk and a repetition that does are no pages. It is to be short: the consumer waits for it. A second hook replaces the first.
    ///
    /// ```
    /// # use paginate_runtime::{source::PageSource, Paginated, Paginator};
    /// # fn walk<P: Paginated, S: PageSource<P>>(paginator: Paginator<P, S>) -> Paginator<P, S> {
    /// paginator.on_page(|page| {
    ///     println!("page {}: {} items, {} bytes, {} attempts", page.index, page.items, page.bytes, page.attempts);
    /// })
    /// # }
    /// ```
    pub fn on_page(mut self, hook: impl Fn(&PageReport) + MaybeSend + MaybeSync + 'static) -> Self {
        self.options.on_page = Some(Arc::new(hook));
        self
    }

    /// Begins where another walk of the same query stood, exact to the item. Limits count from here.
    ///
    /// A checkpoint of another mode, of another query (origin, method, path, and whatever of the query and body is not paging), or of
    /// numbered pages of another size is an error of the first poll; so is a link in it that must not be followed, and anything that a walk by this
    /// declaration does not go on with: a place of another kind, a method that is neither GET nor the first request's, a size past `max`.
    ///
    /// `None` begins at the beginning, so that what was stored, or was not, can be given as it is. The type is to be known:
    /// `resume(serde_json::from_str::<Checkpoint>(&text)?)`.
    pub fn resume(self, checkpoint: impl Into<Option<Checkpoint>>) -> Self {
        self.begin_at(checkpoint.into(), false)
    }

    /// [`resume`](Self::resume) for a request that is not the same in every run, because it holds a signature or a date. Only the query is not compared.
    pub fn resume_unchecked(self, checkpoint: impl Into<Option<Checkpoint>>) -> Self {
        self.begin_at(checkpoint.into(), true)
    }

    /// Begins with the page that a [`Continuation`] leads to, as [`Page::continuation`](crate::Page::continuation) gave it; `None` begins with the first page. Everything that
    /// holds for [`resume`](Self::resume) holds here.
    pub fn start_from(self, continuation: impl Into<Option<Continuation>>) -> Self {
        self.begin_at(continuation.into().map(Into::into), false)
    }

    fn begin_at(mut self, checkpoint: Option<Checkpoint>, unchecked: bool) -> Self {
        self.options.resume = checkpoint.map(|checkpoint| Resume {
            checkpoint,
            segment: None,
            unchecked,
        });
        self
    }

    /// When a request is sent again after a failure that may pass. Default: [four attempts](RetryPolicy::default), where the walk has a
    /// [runtime](Self::runtime) to wait with; without one there are no retries.
    ///
    /// A page that says with `ready` that it is not there yet is asked for again on the same schedule, also where pages come from a function; there, nothing
    /// else is retried, and a policy without `ready` is an error of the first poll.
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.options.retry = policy;
        self
    }

    /// What retries and timeouts wait with. Default: tokio, where the walk runs on it; a blocking walk sleeps and spawns threads. What a blocking walk is
    /// given must stand still in [`sleep`](Runtime::sleep) too: a sleep that is not over when it is polled is an error, and tokio's panics outside of tokio.
    pub fn runtime(mut self, runtime: impl Runtime) -> Self {
        self.options.runtime = Some(Arc::new(runtime));
        self
    }
}
