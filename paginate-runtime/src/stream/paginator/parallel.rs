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
    /// [left](crate::Items::segment) of one: begins and ends there, exact to the item, with the
    /// [reason](crate::EndReason::Segment) that its end was reached. Everything else holds as for
    /// any walk: retries, guards, limits, pages ahead.
    ///
    /// A segment of another mode, of another query (see [`resume`](Self::resume)), or of numbered
    /// pages of another size is an error of the first poll. Takes the place of `resume`.
    pub fn segment(self, segment: Segment) -> Self
    where
        P: Paginated<Mode: Counter>,
    {
        self.begin_with(segment, false)
    }

    /// [`segment`](Self::segment) for a request that is not the same in every run, because it holds
    /// a signature or a date.
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

    /// Fetches up to that many pages ahead of the consumer, also while it is busy between polls:
    /// the walk then runs in a task of its own, where the [runtime](Self::runtime) can spawn (tokio
    /// can); elsewhere it progresses while the stream is polled. Nothing is asked for past a known
    /// end or a limit, errors come in order, a checkpoint is exact to what the *consumer* took, and
    /// dropping the stream aborts the task.
    ///
    /// A blocking walk runs in a thread of its own; dropping the iterator lets that thread end
    /// after the request under way.
    ///
    /// Nothing is sent before the first poll. 0 means 1.
    pub fn prefetch(mut self, pages: usize) -> Self
    where
        P: Paginated<Item: SendToTask> + SendToTask + 'static,
    {
        self.reach.prefetch = Some(pages);
        self.runs_ahead()
    }

    /// Has up to that many requests under way at a time, for modes that count
    /// ([`page`](crate::mode::PageNumber) and [`offset`](crate::mode::Offset)): after the first
    /// page the declared `pages` or `total` tells what follows. Items come in order all the same,
    /// nothing is asked for past the end, and up to that many pages wait for a consumer that is
    /// slow ([`prefetch`](Self::prefetch) can make it more).
    ///
    /// Exact whatever the server does. Offsets advance by what was received: where a page in the
    /// middle is shorter than those before it, what was under way after it is thrown away
    /// ([`discarded_requests`](crate::Items::discarded_requests)) and asked for anew. Totals are
    /// read from each page: where they grow the walk goes on, where they shrink it ends. A
    /// `Retry-After` pauses all requests. An error comes in its place, after the items before it.
    ///
    /// Where the API declares no total, nothing can be foreseen, and there is one request at a
    /// time. 0 means 1.
    pub fn concurrency(mut self, requests: usize) -> Self
    where
        D: Concurrent,
        P: Paginated<Mode: Counter, Item: SendToTask> + SendToTask + 'static,
    {
        self.reach.concurrency = requests;
        self.runs_ahead()
    }

    /// Sends the next request as soon as the token or link for it has arrived, while the rest of
    /// the page is still on its way: with large pages the time of a walk is then the way there or
    /// the body, not their sum. On top of [`prefetch`](Self::prefetch), whose window holds the
    /// pages that arrive at the same time; without one it is 4 pages.
    ///
    /// For GET requests whose token or link is a string or a number in a top-level field of its own
    /// (no `flatten`, `alias` or `deserialize_with`) or in a header, with no `more` or `done`
    /// beside it, no `decode`, and no `empty`, `short` or `repeat` in `end_on`; elsewhere it does
    /// not compile ([`EarlyContinuation`]). On a POST, or where [`decode`](Self::decode) reads the
    /// bodies, it is an error of the first poll. The nearer to the front the field, the more it
    /// gains. Near a limit nothing is sent early.
    ///
    /// The page must confirm what was read early, or the early answer is thrown away,
    /// [counted](crate::Items::discarded_requests), and asked for anew; after three such in a row
    /// nothing is read early any more.
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
        self.reach.early = true;
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

    /// For the library's own tests: whatever is said, in any mode and for any scheme.
    #[doc(hidden)]
    pub fn __ahead(mut self, prefetch: Option<usize>, concurrency: usize, early: bool) -> Self
    where
        P: Paginated<Item: MaybeSend> + MaybeSend + 'static,
    {
        self.reach = Lookahead {
            prefetch,
            concurrency,
            early,
        };
        self.runs_ahead()
    }
}

impl<P: Paginated, S> Paginator<P, S> {
    /// Cuts the list into that many [`Segment`]s at most, for modes that count
    /// ([`page`](crate::mode::PageNumber) and [`offset`](crate::mode::Offset)): disjoint, in order,
    /// and together the whole list, each to be [walked](Self::segment) by whoever gets it, wherever
    /// that is.
    ///
    /// Sends one request, for the first page (with retries and credentials as for any page), and
    /// plans from what came: how many items it really held, and the declared `pages` or `total`.
    /// Segments have as many pages each as can be, give or take one; where there are fewer pages
    /// than `segments`, there are fewer segments, and always one at least. 0 is 1, and for 1
    /// nothing is sent.
    ///
    /// * A border is a page number, or an offset: exact whatever lengths pages have. A page of
    ///   numbered ones belongs to one segment as a whole, so they are walked with the page size
    ///   they were split with; another one is refused. In offset mode the last request of a segment
    ///   asks for what is left of it, and what a server sends beyond that is cut off.
    /// * The last segment is open: it ends where the list does, so rows that were added at the end
    ///   after the split are found. Where the list has become shorter, segments past its end are
    ///   empty. Rows that are added or removed *before* a border move rows across it, as they do
    ///   between two pages of any walk that counts.
    /// * `max_items` and `max_pages` are limits of the walks of segments, and nothing to `split`.
    ///   On a paginator that [resumes](Self::resume), or has a [segment](Self::segment), what is
    ///   left is split.
    /// * A segment, too, is guarded: it must not begin with the page with which the list begins,
    ///   which is what an API gives that does not know the parameter
    ///   ([`allow_repeats`](Self::allow_repeats) allows it). Where numbered pages have a `total` of
    ///   items and no `pages`, the last segment reckons that the pages before it were as long as
    ///   the first; where that does not come out even, it ends with an empty page.
    ///
    /// # Errors
    ///
    /// Those of the first page; and [`ErrorKind::Split`](crate::ErrorKind::Split) where there is
    /// more than that page, and it tells neither how many pages nor how many items there are.
    /// `split(1)` then still gives the whole list.
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
    /// Cuts the list into that many [`Segment`]s at most, each to be walked by whoever gets it:
    /// [`split`](Paginator::split) without async.
    ///
    /// # Errors
    ///
    /// Those of the first page; and [`ErrorKind::Split`](crate::ErrorKind::Split) where it tells
    /// neither how many pages nor how many items there are.
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
