//! Options of every walk: limits, where to begin, retries, time.

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
    /// Stops after this number of items. The last page is trimmed.
    ///
    /// If the limit is below the page size, the walk asks for smaller pages from the first request
    /// on.
    pub fn max_items(mut self, items: u64) -> Self {
        self.options.limits.max_items = Some(items);
        self
    }

    /// Stops after this number of pages. Retries do not count.
    pub fn max_pages(mut self, pages: u64) -> Self {
        self.options.limits.max_pages = Some(pages);
        self
    }

    /// Accepts this number of empty pages in a row; one more is an error.
    ///
    /// Default: 1000, and 3 for page numbers.
    pub fn max_empty_pages(mut self, pages: u64) -> Self {
        self.options.limits.max_empty_pages = Some(pages);
        self
    }

    /// Accepts repeated tokens, links and pages, for an API that legitimately repeats itself.
    ///
    /// Default: a repetition is an error, because the walk would not end.
    pub fn allow_repeats(mut self) -> Self {
        self.options.limits.allow_repeats = true;
        self
    }

    /// Makes each [warning](crate::report::Warning) an error of the kind
    /// [`ErrorKind::Declaration`](crate::ErrorKind::Declaration).
    ///
    /// The items of the page are delivered first. The error has a checkpoint, from which a walk
    /// with a corrected declaration can resume. Use it for jobs that must not miss anything, and
    /// for the first runs of a new declaration. Default: warnings are
    /// [collected](crate::Items::warnings).
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

    /// Returns an error if a list inside an item (`nested = ..`) may have been cut at the page
    /// size.
    ///
    /// Default: such lists are only counted.
    pub fn deny_truncated(mut self) -> Self {
        self.options.limits.deny_truncated = true;
        self
    }

    /// Calls a function for each page that the walk delivers.
    ///
    /// * It is called in order, before the first item of the page, from the consumer's own poll;
    ///   also if pages are fetched [ahead](Self::prefetch).
    /// * It is called for empty pages too. A status or a repetition that ends the walk is not a
    ///   page.
    /// * Keep it short: the consumer waits for it.
    /// * A second hook replaces the first.
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

    /// Resumes the walk that made this checkpoint, exact to the item. Limits count from here.
    ///
    /// `None` begins at the beginning, so that the result of a lookup can be passed as it is. The
    /// type must be known: `resume(serde_json::from_str::<Checkpoint>(&text)?)`.
    ///
    /// # Errors
    ///
    /// The first poll returns an error if the checkpoint does not fit this walk:
    ///
    /// * another mode, another query (origin, method, path, and the parts of query and body that
    ///   are not paging), or numbered pages of another size;
    /// * a link that must not be followed, or a request with a method other than GET and the first
    ///   request's;
    /// * a page size above `max`.
    pub fn resume(self, checkpoint: impl Into<Option<Checkpoint>>) -> Self {
        self.begin_at(checkpoint.into(), false)
    }

    /// Resumes like [`resume`](Self::resume), but does not compare the query.
    ///
    /// For a request that differs in every run, because it contains a signature or a date.
    pub fn resume_unchecked(self, checkpoint: impl Into<Option<Checkpoint>>) -> Self {
        self.begin_at(checkpoint.into(), true)
    }

    /// Begins with the page that a [`Continuation`] leads to.
    ///
    /// [`Page::continuation`](crate::Page::continuation) returns one. `None` begins with the first
    /// page. The rules of [`resume`](Self::resume) apply.
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

    /// Sets when a request is retried after a failure.
    ///
    /// Default: [four attempts](RetryPolicy::default), if the walk has a [runtime](Self::runtime)
    /// to wait with; otherwise none.
    ///
    /// A page that says with `ready` that it is not ready is requested again on the same schedule,
    /// also if pages come from a function. If they come from a function, nothing else is retried;
    /// without `ready`, setting a policy is then an error of the first poll.
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.options.retry = policy;
        self
    }

    /// Sets the runtime: timers and tasks for retries, timeouts and pages ahead.
    ///
    /// Default: tokio, if the walk runs on it. A blocking walk by default blocks its thread to
    /// sleep, and spawns threads. Another runtime for it must block in [`sleep`](Runtime::sleep),
    /// because a pending sleep is an error there.
    pub fn runtime(mut self, runtime: impl Runtime) -> Self {
        self.options.runtime = Some(Arc::new(runtime));
        self
    }
}
