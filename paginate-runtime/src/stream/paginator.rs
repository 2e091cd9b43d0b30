//! The builder of a walk.

use std::future::Future;
use std::marker::PhantomData;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::HeaderMap;

use crate::error::{BoxError, Error};
use crate::page::paginated::Paginated;
use crate::pager::checkpoint::Checkpoint;
use crate::pager::segment::bound::Segment;
use crate::platform::{MaybeSend, MaybeSync};
use crate::policy::authorize::{Function, Why};
use crate::policy::options::{Options, Resume};
use crate::policy::retry::RetryPolicy;
use crate::policy::throttle::Throttle;
use crate::report::progress::PageReport;
use crate::response::decode::Decoder;
use crate::runtime::Runtime;
use crate::runtime::{Threads, block_on};
use crate::scheme::early::EarlyContinuation;
use crate::scheme::mode::{Counter, FollowsLinks, KeepsQuery};
use crate::session::walk::Walk;
use crate::source::blocking::{FromFunction, Prompt};
use crate::source::decoded::Decoded;
use crate::source::fetch::PageSource;
use crate::stream::ahead::send::SendToTask;
use crate::stream::ahead::task::start;
use crate::stream::ahead::task::{Launch, Reach};
use crate::stream::blocking::{Blocking, BlockingItems, BlockingPages, Concurrent, Streaming};
use crate::stream::browse::Browse;
use crate::stream::continuation::Continuation;
use crate::stream::items::Items;
use crate::stream::pages::Ahead;
use crate::stream::pages::Pages;
use crate::transport::blocking::any::{BlockingSource, BlockingTransport, IntoBlockingSource};
use crate::transport::source::{HttpSource, IntoSource, OverHttp};

/// A walk that has not begun: set what is to be different, then take `items()` or `pages()`.
///
/// Made by [`Paginated::paginate`] and [`Paginated::paginate_with`], which make streams (`D` is [`Streaming`]), and by [`Paginated::paginate_blocking`],
/// which makes plain iterators (`D` is [`Blocking`]). `max_items`, `max_pages` and `page_size` are three different words
/// for three different things: items to deliver, pages to ask for, items to ask for in each.
#[must_use = "a paginator does nothing until `items()` or `pages()` is called and polled"]
pub struct Paginator<P: Paginated, S, D = Streaming> {
    source: S,
    options: Options,
    /// What starts a walk that runs ahead of its consumer, and how far it reaches.
    ahead: Option<Launch<P>>,
    reach: Reach,
    page: PhantomData<fn() -> (P, D)>,
}

impl<P: Paginated, S, D> std::fmt::Debug for Paginator<P, S, D> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Paginator")
            .field("limits", &self.options.limits)
            .finish_non_exhaustive()
    }
}

impl<P: Paginated, S, D> Paginator<P, S, D> {
    pub(crate) fn new(source: S) -> Self {
        Self {
            source,
            options: Options::default(),
            ahead: None,
            reach: Reach::default(),
            page: PhantomData,
        }
    }

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
    /// # use paginate_runtime::{PageSource, Paginated, Paginator};
    /// # fn walk<P: Paginated, S: PageSource<P>>(paginator: Paginator<P, S>) -> Paginator<P, S> {
    /// paginator.strict()
    /// # }
    /// ```
    pub fn strict(mut self) -> Self {
        self.options.strict = true;
        self
    }

    /// Calls a function for each page, when the walk delivers it: before its first item, in order, from the consumer's own poll; with pages
    /// [ahead](Self::prefetch) too, so that it hears of a page when the consumer comes to it and not when it arrives. Empty pages count; a status that
    /// ends the walk and a repetition that does are no pages. It is to be short: the consumer waits for it. A second hook replaces the first.
    ///
    /// ```
    /// # use paginate_runtime::{PageSource, Paginated, Paginator};
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

    /// Walks a [`Segment`] of a list that was [split](Self::split), or what is [left](crate::Items::segment) of one: begins and ends there, exact to the item, with the
    /// [reason](crate::EndReason::Segment) that its end was reached. Everything else holds as for any walk: retries, guards, limits, pages ahead.
    ///
    /// A segment of another mode, of another query (see [`resume`](Self::resume)), or of numbered pages of another size is an error of the first poll. Takes the
    /// place of `resume`.
    pub fn segment(self, segment: Segment) -> Self
    where
        P: Paginated<Mode: Counter>,
    {
        self.begin_with(segment, false)
    }

    /// [`segment`](Self::segment) for a request that is not the same in every run, because it holds a signature or a date.
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

    /// Fetches up to that many pages ahead of the consumer, also while it is busy between polls: the walk then runs in a task of its own, where
    /// the [runtime](Self::runtime) can spawn (tokio can); elsewhere it progresses while the stream is polled. Nothing is asked for past a known
    /// end or a limit, errors come in order, a checkpoint is exact to what the *consumer* took, and dropping the stream aborts the task.
    ///
    /// A blocking walk runs in a thread of its own; dropping the iterator lets that thread end after the request under way.
    ///
    /// Nothing is sent before the first poll. 0 means 1.
    pub fn prefetch(mut self, pages: usize) -> Self
    where
        P: Paginated<Item: SendToTask> + SendToTask + 'static,
    {
        self.reach.prefetch = Some(pages);
        self.runs_ahead()
    }

    /// Has up to that many requests under way at a time, for modes that count ([`page`](crate::PageNumber) and [`offset`](crate::Offset)): after the first page the
    /// declared `pages` or `total` tells what follows. Items come in order all the same, nothing is asked for past the end, and up to that many pages
    /// wait for a consumer that is slow ([`prefetch`](Self::prefetch) can make it more).
    ///
    /// Exact whatever the server does. Offsets advance by what was received: where a page in the middle is shorter than those before it, what was
    /// under way after it is thrown away ([`discarded_requests`](crate::Items::discarded_requests)) and asked for anew. Totals are read from each page: where they grow
    /// the walk goes on, where they shrink it ends. A `Retry-After` pauses all requests. An error comes in its place, after the items before it.
    ///
    /// Where the API declares no total, nothing can be foreseen, and there is one request at a time. 0 means 1.
    pub fn concurrency(mut self, requests: usize) -> Self
    where
        D: Concurrent,
        P: Paginated<Mode: Counter, Item: SendToTask> + SendToTask + 'static,
    {
        self.reach.concurrency = requests;
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
        self.reach = Reach {
            prefetch,
            concurrency,
            early,
        };
        self.runs_ahead()
    }

    /// Makes it an error that a list inside an item (`nested = ..`) may have been cut at the page size, instead of counting it.
    pub fn deny_truncated(mut self) -> Self {
        self.options.limits.deny_truncated = true;
        self
    }
}

impl<P: Paginated, S> Paginator<P, S> {
    /// The stream of items.
    pub fn items(self) -> Items<P>
    where
        S: PageSource<P>,
    {
        Items::new(self.pages())
    }

    /// The stream of pages.
    pub fn pages(self) -> Pages<P>
    where
        S: PageSource<P>,
    {
        let fetch = self.source.into_fetch(&self.options);
        let runtime = self.options.runtime.clone();
        let reach = self.reach;
        let ahead = self.ahead.map(|start| Ahead { reach, start, runtime });
        Pages::new(Walk::new(fetch, &self.options), ahead, self.options.on_page)
    }

    /// Goes back and forth through the pages, for previous and next buttons: see [`Browse`](crate::browse::Browse).
    pub fn browse(self) -> Browse<P>
    where
        S: PageSource<P>,
    {
        let fetch = self.source.into_fetch(&self.options);
        Browse::new(fetch, self.options, self.ahead.is_some())
    }

    /// Cuts the list into that many [`Segment`]s at most, for modes that count ([`page`](crate::PageNumber) and [`offset`](crate::Offset)): disjoint, in order, and together the whole
    /// list, each to be [walked](Self::segment) by whoever gets it, wherever that is.
    ///
    /// Sends one request, for the first page (with retries and credentials as for any page), and plans from what came: how many items it really
    /// held, and the declared `pages` or `total`. Segments have as many pages each as can be, give or take one; where there are fewer pages than `segments`,
    /// there are fewer segments, and always one at least. 0 is 1, and for 1 nothing is sent.
    ///
    /// * A border is a page number, or an offset: exact whatever lengths pages have. A page of numbered ones belongs to one segment as a whole, so they
    ///   are walked with the page size they were split with; another one is refused. In offset mode the last request of a segment asks for what is
    ///   left of it, and what a server sends beyond that is cut off.
    /// * The last segment is open: it ends where the list does, so rows that were added at the end after the split are found. Where the list has become
    ///   shorter, segments past its end are empty. Rows that are added or removed *before* a border move rows across it, as they do between two
    ///   pages of any walk that counts.
    /// * `max_items` and `max_pages` are limits of the walks of segments, and nothing to `split`. On a paginator that [resumes](Self::resume), or has a
    ///   [segment](Self::segment), what is left is split.
    /// * A segment, too, is guarded: it must not begin with the page with which the list begins, which is what an API gives that does not know the
    ///   parameter ([`allow_repeats`](Self::allow_repeats) allows it). Where numbered pages have a `total` of items and no `pages`, the last segment reckons
    ///   that the pages before it were as long as the first; where that does not come out even, it ends with an empty page.
    ///
    /// # Errors
    ///
    /// Those of the first page; and [`ErrorKind::Split`](crate::ErrorKind::Split) where there is more than that page, and it tells neither how many pages nor how many items
    /// there are. `split(1)` then still gives the whole list.
    ///
    /// ```
    /// # use paginate_runtime::{Error, IntoSource, Paginated, PageNumber, Segment};
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

    /// The same walk as a plain iterator, for pages from a function that is ready when it returns: a synchronous SDK or a database.
    ///
    /// ```
    /// # use paginate_runtime::*;
    /// # struct Users { next: Option<String>, users: Vec<String> }
    /// # impl Paginated for Users {
    /// #     type Item = String; type Mode = Token;
    /// #     const SCHEME: Scheme = Scheme::new(Source::Token(Sink::Query("cursor")));
    /// #     fn page_info<'a>(&'a self, _: &'a HeaderMap) -> PageInfo<'a> { PageInfo::new().items(Some(&self.users)).token(Some(&self.next)) }
    /// #     fn take_items(&mut self) -> Vec<String> { std::mem::take(&mut self.users) }
    /// # }
    /// # fn list_users(cursor: Option<String>) -> Result<Users, std::io::Error> {
    /// #     let next = cursor.is_none().then(|| "2".to_owned());
    /// #     Ok(Users { next, users: vec!["ann".into()] })
    /// # }
    /// use std::future::ready;
    ///
    /// let users: Vec<String> = Users::paginate_with(|cursor| ready(list_users(cursor))).blocking().items().collect::<Result<_, _>>()?;
    /// assert_eq!(users, ["ann", "ann"]);
    /// # Ok::<(), Error>(())
    /// ```
    ///
    /// A function that waits for something is an error of the first item that says so: there is no executor here. For HTTP, begin with
    /// [`paginate_blocking`](Paginated::paginate_blocking).
    pub fn blocking(self) -> Paginator<P, S, Blocking>
    where
        S: FromFunction,
    {
        let mut blocking = self.with_source(|source| source);
        // One call at a time: in a thread that stands still, several are only several one after the other.
        if blocking.reach.concurrency > 1 {
            blocking.options.no_effect = Some((
                "`.concurrency(n)` has no effect on a blocking walk, which makes one call at a time",
                "leave `.concurrency(n)` or `.blocking()` out; `.prefetch(n)` fetches pages ahead in a thread",
            ));
        }
        blocking.reach.concurrency = 0;
        blocking.ahead = blocking.ahead.filter(|_| blocking.reach.prefetch.is_some());
        blocking
    }

    /// For the library's own tests: the same walk over a blocking transport.
    #[doc(hidden)]
    pub fn __blocking<T>(self, make: impl FnOnce(S::Transport) -> T) -> Paginator<P, BlockingSource<T>, Blocking>
    where
        S: IntoSource,
        T: BlockingTransport,
    {
        self.with_source(|source| BlockingSource::remade(source, make))
    }
}

impl<P: Paginated, S: IntoSource, F> Paginator<P, Decoded<S, F>> {
    /// For the library's own tests: the same walk over a blocking transport.
    #[doc(hidden)]
    pub fn __blocking_decoded<T: BlockingTransport>(
        self,
        make: impl FnOnce(S::Transport) -> T,
    ) -> Paginator<P, Decoded<BlockingSource<T>, F>, Blocking> {
        self.with_source(|Decoded(source, decode)| Decoded(BlockingSource::remade(source, make), decode))
    }
}

impl<P: Paginated, S, D> Paginator<P, S, D> {
    fn with_source<S2, D2>(self, change: impl FnOnce(S) -> S2) -> Paginator<P, S2, D2> {
        Paginator {
            source: change(self.source),
            options: self.options,
            ahead: self.ahead,
            reach: self.reach,
            page: PhantomData,
        }
    }
}

impl<P: Paginated, S> Paginator<P, S, Blocking> {
    /// The iterator of items.
    pub fn items(self) -> BlockingItems<P>
    where
        S: PageSource<P>,
        P: 'static,
    {
        BlockingItems::new(Items::new(self.into_pages()))
    }

    /// The iterator of pages.
    pub fn pages(self) -> BlockingPages<P>
    where
        S: PageSource<P>,
        P: 'static,
    {
        BlockingPages::new(self.into_pages())
    }

    /// Goes back and forth through the pages: see [`Browse`](crate::browse::Browse).
    pub fn browse(mut self) -> Browse<P, Blocking>
    where
        S: PageSource<P>,
        P: 'static,
    {
        self.options.runtime.get_or_insert_with(|| Arc::new(Threads::default()));
        let fetch = Arc::new(Prompt(self.source.into_fetch(&self.options)));
        Browse::new(fetch, self.options, self.ahead.is_some())
    }

    /// Cuts the list into that many [`Segment`]s at most, each to be walked by whoever gets it: [`split`](Paginator::split) without async.
    ///
    /// # Errors
    ///
    /// Those of the first page; and [`ErrorKind::Split`](crate::ErrorKind::Split) where it tells neither how many pages nor how many items there are.
    pub fn split(mut self, segments: usize) -> Result<Vec<Segment>, Error>
    where
        P: Paginated<Mode: Counter> + 'static,
        S: PageSource<P>,
    {
        self.options.limits = self.options.limits.of_the_whole();
        let (walk, _) = self.into_walk();
        block_on(walk.split(segments as u64))
    }

    fn into_pages(self) -> Pages<P>
    where
        S: PageSource<P>,
        P: 'static,
    {
        let (reach, start, on_page) = (self.reach, self.ahead, self.options.on_page.clone());
        let (walk, runtime) = self.into_walk();
        let runtime = Some(runtime);
        let ahead = start.map(|start| Ahead { reach, start, runtime });
        Pages::new(walk, ahead, on_page)
    }

    /// The walk, on threads where the caller has nothing else.
    fn into_walk(mut self) -> (Walk<P>, Arc<dyn Runtime>)
    where
        S: PageSource<P>,
        P: 'static,
    {
        let runtime = Arc::clone(self.options.runtime.get_or_insert_with(|| Arc::new(Threads::default())));
        let fetch = Arc::new(Prompt(self.source.into_fetch(&self.options)));
        (Walk::new(fetch, &self.options), runtime)
    }
}

/// What only makes sense over HTTP.
impl<P: Paginated, S, D> Paginator<P, S, D> {
    /// Asks for that many items in each page, within the `min` and `max` of the declaration (0 is 1). Overrides a size in the first request.
    pub fn page_size(mut self, items: u64) -> Self
    where
        S: OverHttp,
    {
        self.options.limits.page_size = Some(items);
        self
    }

    /// Lets links lead to another origin too, such as `https://api2.example.com`; every header of the first request is sent there.
    /// Anything that is not an origin, and an http origin where the walk began with
    /// https, is an error of the first poll.
    pub fn allow_origin(mut self, origin: impl Into<String>) -> Self
    where
        S: OverHttp,
    {
        self.options.allowed_origins.push(origin.into());
        self
    }

    /// Takes only the path and the query of links, and follows them on the first request's origin: for APIs behind a proxy, which print
    /// the names of internal hosts.
    pub fn rebase_links(mut self) -> Self
    where
        P: Paginated<Mode: FollowsLinks>,
        S: OverHttp,
    {
        self.options.rebase_links = true;
        self
    }

    /// Lets link objects name POST where the first request is a GET. Without it, links are followed with GET, and with POST in a walk that begins with one; any other
    /// method is always refused.
    pub fn post_links(mut self) -> Self
    where
        P: Paginated<Mode: FollowsLinks>,
        S: OverHttp,
    {
        self.options.post_links = true;
        self
    }

    /// Adds these query parameters of the first request to links, and to the path of `continue_at`, if they lack them. Both are sent as they stand
    /// otherwise, and everything else of the first request's query stays away.
    ///
    /// For `next_url` and `next_with`, and for `token` with `continue_at`. Elsewhere it would have no effect, and does not compile; with `token` and no
    /// `continue_at` it is an error of the first poll.
    pub fn keep_query<I>(mut self, names: I) -> Self
    where
        I: IntoIterator,
        I::Item: Into<String>,
        P: Paginated<Mode: KeepsQuery>,
        S: OverHttp,
    {
        self.options.keep_query.extend(names.into_iter().map(Into::into));
        self
    }

    /// Sends the next request as soon as the token or link for it has arrived, while the rest of the page is still on its way: with large pages the
    /// time of a walk is then the way there or the body, not their sum. On top of [`prefetch`](Self::prefetch), whose window holds the pages that
    /// arrive at the same time; without one it is 4 pages.
    ///
    /// For GET requests whose token or link is a string or a number in a top-level field of its own (no `flatten`, `alias` or `deserialize_with`) or
    /// in a header, with no `more` or `done` beside it, no `decode`, and no `empty`, `short` or `repeat` in `end_on`; elsewhere it does not compile
    /// ([`EarlyContinuation`]). On a POST, or where [`decode`](Self::decode) reads the bodies, it is an error of the first poll. The nearer to the front the
    /// field, the more it gains. Near a limit nothing is sent early.
    ///
    /// The page must confirm what was read early, or the early answer is thrown away, [counted](crate::Items::discarded_requests), and asked for anew; after three
    /// such in a row nothing is read early any more.
    pub fn early(mut self) -> Self
    where
        D: Concurrent,
        P: EarlyContinuation + Paginated<Item: SendToTask> + SendToTask + 'static,
        S: OverHttp,
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

    /// Refuses bodies larger than that many bytes, before they are held in memory. Default: 64 MiB.
    pub fn max_body(mut self, bytes: u64) -> Self
    where
        S: OverHttp,
    {
        self.options.max_body = bytes;
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

    /// Says that the request only reads, whatever its method: it may be sent again after a failure.
    pub fn idempotent(mut self) -> Self
    where
        S: OverHttp,
    {
        self.options.idempotent = true;
        self
    }

    /// Asks for half as many items after a 502, 503, 504 or a timeout, down to the scheme's `min`, and goes on with that size. Not for page
    /// numbers, whose boundaries would move, and not for links, which bring their own size. Some APIs refuse a token with another size.
    pub fn shrink_on_timeout(mut self) -> Self
    where
        S: OverHttp,
    {
        self.options.shrink_on_timeout = true;
        self
    }

    /// Lets errors quote the text of a body, with what was sent and what looks like a secret masked in it. For development: a body can hold other people's data.
    ///
    /// Without it, an [excerpt](crate::Error::excerpt) shows the structure of a body (names, types, lengths), and text only of plain text and of members such as
    /// `message`, `error` and `code` in a response that is an error by its status.
    pub fn show_bodies(mut self) -> Self
    where
        S: OverHttp,
    {
        self.options.show_bodies = true;
        self
    }

    /// The longest time from sending a request to the end of its response. Default: none but the client's own, which [`client`](crate::client) has and
    /// `reqwest::Client::new()` has not. In a blocking walk the client keeps it. A refusal whose head is there in time is a refusal, and no timeout.
    pub fn request_timeout(mut self, limit: Duration) -> Self
    where
        S: OverHttp,
    {
        self.options.request_timeout = Some(limit);
        self
    }

    /// The longest time between two pieces of a body. Default: none but the client's own.
    pub fn idle_timeout(mut self, limit: Duration) -> Self
    where
        D: Concurrent,
        S: OverHttp,
    {
        self.options.idle_timeout = Some(limit);
        self
    }

    /// Gives each request its credentials: headers that replace those of the same name. The hook sees the request as it will be sent, so that
    /// it can sign it. After a 401 it is called again with [`Why::Unauthorized`], once for each expiry, and the request is sent once more; a
    /// second 401 is an error.
    ///
    /// ```
    /// # use paginate_runtime::{HeaderMap, IntoSource, PageSource, Paginated, Paginator, Why};
    /// # use std::sync::{Arc, Mutex};
    /// # async fn fetch_token() -> Result<String, std::io::Error> { Ok("t".into()) }
    /// # fn walk<P: Paginated, S: IntoSource>(paginator: Paginator<P, S>) -> Paginator<P, S> {
    /// let current = Arc::new(Mutex::new(String::from("first token")));
    /// paginator.authorize(move |_request, why| {
    ///     let current = current.clone();
    ///     async move {
    ///         if why == Why::Unauthorized {
    ///             let fresh = fetch_token().await?;
    ///             *current.lock().unwrap() = fresh;
    ///         }
    ///         let mut headers = HeaderMap::new();
    ///         let value = format!("Bearer {}", current.lock().unwrap());
    ///         headers.insert("authorization", value.parse().map_err(std::io::Error::other)?);
    ///         Ok::<_, std::io::Error>(headers)
    ///     }
    /// })
    /// # }
    /// ```
    pub fn authorize<F, Fut, E>(mut self, hook: F) -> Self
    where
        S: OverHttp,
        F: Fn(http::Request<Bytes>, Why) -> Fut + MaybeSend + MaybeSync + 'static,
        Fut: Future<Output = Result<HeaderMap, E>> + MaybeSend + 'static,
        E: Into<BoxError>,
    {
        self.options.authorize = Some(Arc::new(Function(hook)));
        self
    }

    /// Waits before each request, those that are sent again included: for an API whose limit is known, so that it need not answer 429. The limiter is
    /// whatever counts, such as one of the crate `governor`; walks that share a limit share the limiter.
    ///
    /// ```
    /// # use std::sync::Arc;
    /// # use paginate_runtime::{OverHttp, Paginated, Paginator};
    /// # fn walk<P: Paginated, S: OverHttp>(paginator: Paginator<P, S>) -> Paginator<P, S> {
    /// use std::num::NonZeroU32;
    /// use governor::{Quota, RateLimiter};
    ///
    /// // One for each class of an API that has them, as Zoom has light and heavy ones; here 30 a second.
    /// let light = Arc::new(RateLimiter::direct(Quota::per_second(NonZeroU32::new(30).unwrap()).allow_burst(NonZeroU32::MIN)));
    /// // One line for each walk:
    /// paginator.throttle(move || { let light = light.clone(); async move { light.until_ready().await } })
    /// # }
    /// ```
    ///
    /// The time counts for neither timeouts nor retries. In a blocking walk the future must be ready when it is returned: stand still before that.
    /// For a limit at the client instead, put tower's `RateLimit` into a stack (feature `tower`).
    pub fn throttle<F, Fut>(mut self, wait: F) -> Self
    where
        S: OverHttp,
        F: Fn() -> Fut + MaybeSend + MaybeSync + 'static,
        Fut: Future<Output = ()> + MaybeSend + 'static,
    {
        self.options.throttle = Some(Throttle::new(wait));
        self
    }

    /// What retries and timeouts wait with. Default: tokio, where the walk runs on it; a blocking walk sleeps and spawns threads. What a blocking walk is
    /// given must stand still in [`sleep`](Runtime::sleep) too: a sleep that is not over when it is polled is an error, and tokio's panics outside of tokio.
    pub fn runtime(mut self, runtime: impl Runtime) -> Self {
        self.options.runtime = Some(Arc::new(runtime));
        self
    }

    /// Decodes responses by a function instead of as JSON: XML, CSV, a protocol buffer. The page type then need not be
    /// `Deserialize`. It takes the place of a `decode` of the declaration. The function is called for 2xx responses, whatever their content type says; not for 204, 205 and 206, which are no pages.
    pub fn decode<F, E>(self, decode: F) -> Paginator<P, Decoded<S::Request, F>, D>
    where
        S: OverHttp,
        F: Fn(&http::response::Parts, &Bytes) -> Result<P, E> + MaybeSend + MaybeSync + 'static,
        E: Into<BoxError>,
    {
        self.with_source(|source| Decoded(source.into_request(), decode))
    }
}

/// What the derive makes `paginate` of where a page type is read by a function.
pub fn paginate_decoded<P: Paginated, S: IntoSource>(source: S) -> Paginator<P, ReadBy<HttpSource<S::Transport>, P>> {
    Paginator::new(Decoded(HttpSource::new(source), P::decoder().unwrap_or(undeclared)))
}

/// The same for `paginate_blocking`.
pub fn paginate_decoded_blocking<P: Paginated, S: IntoBlockingSource>(
    source: S,
) -> Paginator<P, ReadBy<BlockingSource<S::Transport>, P>, Blocking> {
    Paginator::new(Decoded(BlockingSource::new(source), P::decoder().unwrap_or(undeclared)))
}

/// A source whose responses are read by the function that the page type declares.
type ReadBy<S, P> = Decoded<S, Decoder<P>>;

fn undeclared<P>(_: &http::response::Parts, _: &Bytes) -> Result<P, BoxError> {
    Err("this page type declares no function that reads it".into())
}
