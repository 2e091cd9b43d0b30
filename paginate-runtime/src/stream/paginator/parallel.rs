//! Several requests at a time: pages ahead, and a list in segments.
use crate::error::Error;
use crate::page::paginated::Paginated;
use crate::pager::segment::bound::Segment;
use crate::platform::MaybeSend;
use crate::policy::options::Resume;
use crate::runtime::block_on;
use crate::scheme::early::EarlyContinuation;
use crate::scheme::mode::Counter;
use crate::session::walk::Walk;
use crate::source::fetch::PageSource;
use crate::stream::ahead::send::SendToTask;
use crate::stream::ahead::task::Lookahead;
use crate::stream::ahead::task::start;
use crate::stream::blocking::{Blocking, Concurrent};
use crate::stream::paginator::Paginator;
use crate::transport::source::HttpBased;

impl<P: Paginated, S, D> Paginator<P, S, D> {
    /// Walks a [`Segment`] of a list that was [split](Self::split), or what is
    /// [left](crate::Items::segment) of one.
    ///
    /// It begins and ends at the borders, exact to the item; the walk ends with
    /// [`EndReason::Segment`](crate::EndReason::Segment). Retries, guards, limits and pages ahead
    /// work as in any walk. Replaces `resume`.
    ///
    /// # Errors
    ///
    /// The first poll returns an error if the segment is of another mode, of another query (see
    /// [`resume`](Self::resume)), or of numbered pages of another size.
    pub fn segment(self, segment: Segment) -> Self
    where
        P: Paginated<Mode: Counter>,
    {
        self.begin_with(segment, false)
    }

    /// Walks a segment like [`segment`](Self::segment), but does not compare the query.
    ///
    /// For a request that differs in every run, because it contains a signature or a date.
    pub fn segment_unchecked(self, segment: Segment) -> Self
    where
        P: Paginated<Mode: Counter>,
    {
        self.begin_with(segment, true)
    }

    fn begin_with(mut self, segment: Segment, unchecked: bool) -> Self {
        let (checkpoint, bound) = segment.into_parts();
        self.options.resume = Some(Resume {
            checkpoint,
            segment: Some(bound),
            unchecked,
        });
        self
    }

    /// Fetches up to this number of pages ahead of the consumer, also while it is busy. 0 means 1.
    ///
    /// * The walk runs in a task of its own if the [runtime](Self::runtime) can spawn; tokio can.
    ///   Otherwise it makes progress while the stream is polled. A blocking walk runs in a thread.
    /// * Nothing is requested past a known end or a limit, and nothing before the first poll.
    /// * Errors come in order. Checkpoints are exact to what the *consumer* took.
    /// * Dropping the stream aborts the task; a thread ends after the request in flight.
    pub fn prefetch(mut self, pages: usize) -> Self
    where
        P: Paginated<Item: SendToTask> + SendToTask + 'static,
    {
        self.lookahead.prefetch = Some(pages);
        self.runs_ahead()
    }

    /// Sends up to this number of requests at a time. For [`page`](crate::mode::PageNumber) and
    /// [`offset`](crate::mode::Offset) with a declared `pages` or `total`. 0 means 1.
    ///
    /// * Items come in order. Up to this number of pages wait for a slow consumer;
    ///   [`prefetch`](Self::prefetch) can raise that.
    /// * Nothing is requested past the end that the total gives. Totals are read from each page:
    ///   the walk follows them if they change.
    /// * Offsets advance by the number of items received. If a page in the middle is shorter than
    ///   expected, the requests behind it are [discarded](crate::Items::discarded_requests) and
    ///   sent again.
    /// * A `Retry-After` pauses all requests. An error is delivered in order, after the items
    ///   before it.
    /// * Without a total, the walk sends one request at a time.
    pub fn concurrency(mut self, requests: usize) -> Self
    where
        D: Concurrent,
        P: Paginated<Mode: Counter, Item: SendToTask> + SendToTask + 'static,
    {
        self.lookahead.concurrency = requests;
        self.runs_ahead()
    }

    /// Sends the next request as soon as its token or link has arrived, while the rest of the page
    /// is still on its way.
    ///
    /// * Available for GET requests whose token or link is a string or a number in a top-level
    ///   field of its own (no `flatten`, `alias` or `deserialize_with`) or in a header, without
    ///   `more`, `done` and `decode`, and without `empty`, `short` and `repeat` in `end_on`.
    ///   Otherwise it does not compile ([`EarlyContinuation`]). On a POST, and with
    ///   [`decode`](Self::decode), it is an error of the first poll.
    /// * The pages that arrive at the same time wait in the buffer of [`prefetch`](Self::prefetch);
    ///   without it, the buffer holds 4 pages.
    /// * The complete page must confirm what was read early. If it does not, the early response is
    ///   [discarded](crate::Items::discarded_requests) and the request is sent again. After three
    ///   such pages in a row, nothing is read early any more.
    /// * Near a limit nothing is sent early.
    pub fn early(mut self) -> Self
    where
        D: Concurrent,
        P: EarlyContinuation + Paginated<Item: SendToTask> + SendToTask + 'static,
        S: HttpBased,
    {
        const {
            assert!(
                P::SCHEME.early,
                "a type that implements `EarlyContinuation` says in its scheme where the continuation is: `.next_at(..).early()`"
            );
        }
        self.lookahead.early = true;
        self.options.early = true;
        self.runs_ahead()
    }

    fn runs_ahead(mut self) -> Self
    where
        P: Paginated<Item: MaybeSend> + MaybeSend + 'static,
    {
        self.ahead = Some(start::<P>);
        self
    }
}

impl<P: Paginated, S> Paginator<P, S> {
    /// Splits the list into at most this number of [`Segment`]s, for modes that count
    /// ([`page`](crate::mode::PageNumber) and [`offset`](crate::mode::Offset)).
    ///
    /// The segments are disjoint, in order, and together the whole list. Each can be
    /// [walked](Self::segment) by another task, process or machine.
    ///
    /// Sends one request, for the first page, with retries and credentials as for any page. The
    /// segments are planned from the number of items in that page, and from the declared `pages` or
    /// `total`. Their page counts differ by at most one. If there are fewer pages than `segments`,
    /// there are fewer segments, but at least one. 0 means 1; for 1 nothing is sent.
    ///
    /// * A border is a page number or an offset, so it is exact for pages of any length. A numbered
    ///   page belongs to one segment as a whole, so segments are walked with the page size with
    ///   which they were split; another one is refused. In offset mode, the last request of a
    ///   segment asks only for the rest of it, and items that a server sends beyond that are cut
    ///   off.
    /// * The last segment is open: it ends where the list ends, so items that were added at the end
    ///   after the split are found. If the list has become shorter, segments past its end are
    ///   empty. Items that are added or removed *before* a border move other items across it, as
    ///   they do between two pages of any walk that counts.
    /// * `max_items` and `max_pages` limit the walks of segments; `split` ignores them. On a
    ///   paginator that [resumes](Self::resume), or has a [segment](Self::segment), what is left is
    ///   split.
    /// * Segments are guarded too. It is an error if a segment begins with the first page of the
    ///   list, because then the API does not know the parameter
    ///   ([`allow_repeats`](Self::allow_repeats) allows it).
    /// * If numbered pages have a `total` of items and no `pages`, the last segment assumes that
    ///   the pages before it were as long as the first. If they were not, it may end with an empty
    ///   page.
    ///
    /// # Errors
    ///
    /// Returns the errors of the first page. Returns [`ErrorKind::Split`](crate::ErrorKind::Split)
    /// if there are more pages, and the first one tells neither how many pages nor how many items
    /// there are. `split(1)` still returns the whole list then.
    ///
    /// ```
    /// # use paginate_runtime::{Error, Paginated, source::IntoSource, mode::PageNumber, segment::Segment};
    /// # async fn jobs<P, S: IntoSource>(request: impl Fn() -> S) -> Result<(), Box<dyn std::error::Error>>
    /// # where P: Paginated<Mode = PageNumber> + serde::de::DeserializeOwned + 'static {
    /// // Here:
    /// let mut queue = Vec::new();
    /// for segment in P::paginate(request()).split(8).await? {
    ///     queue.push(serde_json::to_string(&segment)?);
    /// }
    /// // Elsewhere, for each:
    /// for job in queue {
    ///     let segment: Segment = serde_json::from_str(&job)?;
    ///     let mut items = P::paginate(request()).segment(segment).items();
    ///     while let Some(item) = items.try_next().await? {
    ///         // Stored with the items, `items.segment()` is what another worker goes on with.
    ///         let _rest = items.segment();
    ///     }
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub async fn split(mut self, segments: usize) -> Result<Vec<Segment>, Error>
    where
        P: Paginated<Mode: Counter>,
        S: PageSource<P>,
    {
        self.options.limits = self.options.limits.of_the_whole();
        let walk = Walk::new(self.source.into_fetch(&self.options), &self.options);
        walk.split(segments as u64).await
    }
}

impl<P: Paginated, S> Paginator<P, S, Blocking> {
    /// Splits the list into at most this number of [`Segment`]s, each to be walked separately:
    /// [`split`](Paginator::split) without async.
    ///
    /// # Errors
    ///
    /// Returns the errors of the first page, and [`ErrorKind::Split`](crate::ErrorKind::Split) if
    /// it tells neither how many pages nor how many items there are.
    pub fn split(mut self, segments: usize) -> Result<Vec<Segment>, Error>
    where
        P: Paginated<Mode: Counter> + 'static,
        S: PageSource<P>,
    {
        self.options.limits = self.options.limits.of_the_whole();
        let (walk, _) = self.into_walk();
        block_on(walk.split(segments as u64))
    }
}

/// Sets the options without checking the mode, for the library's own tests, which run every mode
/// ahead. No part of the public API.
pub fn run_ahead<P, S, D>(
    mut paginator: Paginator<P, S, D>,
    prefetch: Option<usize>,
    concurrency: usize,
    early: bool,
) -> Paginator<P, S, D>
where
    P: Paginated<Item: MaybeSend> + MaybeSend + 'static,
{
    paginator.lookahead = Lookahead {
        prefetch,
        concurrency,
        early,
    };
    paginator.runs_ahead()
}
