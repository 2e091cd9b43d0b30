//! [`Fetch`]: the source of pages as a walk sees it, the same for HTTP and for functions.

use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, LazyLock};
use std::task::{Context, Poll};

use bytes::Bytes;
use http::{HeaderMap, Method, StatusCode};
use url::Url;

use crate::error::Error;
use crate::page::cursor::Cursor;
use crate::pager::action::PageRequest;
use crate::pager::start::Start;
use crate::platform::{BoxFuture, MaybeSend, MaybeSync};
use crate::redact::Redaction;
use crate::report::cost::Cost;
use crate::response::early::EarlySlot;
use crate::trace::PageTrace;
use crate::transport::location::Location;

/// The future of one page. Its box is the only one that a page costs.
pub(crate) type FetchFuture<P> = BoxFuture<'static, Result<Fetched<P>, Error>>;

/// A source of pages. The futures of one walk share it.
pub(crate) trait Fetch<P>: MaybeSend + MaybeSync {
    /// Returns what the first request says about the walk.
    fn start(&self) -> Result<Start, Error>;

    /// Returns what an error may show of the response to a request.
    fn redaction(&self, cursor: &Cursor<'_>, url: Option<&Url>) -> Redaction {
        let _ = (cursor, url);
        Redaction::default()
    }

    /// Returns where the first request goes; `None` for walks that are not HTTP.
    fn endpoint(&self) -> Option<(&Method, &Url)> {
        None
    }

    /// Returns the requests sent and the bytes received so far.
    fn traffic(&self) -> (u64, u64) {
        (0, 0)
    }

    /// Fetches one page. If it reads the continuation early, stores it in `peek`.
    fn fetch(self: Arc<Self>, ask: PageRequest, peek: Option<EarlySlot>) -> FetchFuture<P>;

    /// Returns a box that runs the futures of all pages one after the other; `None` if each page
    /// has its own.
    fn lane(self: Arc<Self>) -> Option<Lane<P>> {
        None
    }
}

/// A box in which one future after the other fetches a page. A walk that takes one page at a time
/// needs no other box.
pub(crate) type Lane<P> = Box<dyn OneAtATime<P>>;

/// The content of a [`Lane`].
pub(crate) trait OneAtATime<P>: MaybeSend {
    /// Starts to fetch a page. The one before must be done.
    fn start(&mut self, ask: PageRequest);

    /// Polls the future of the page, and drops it when the page is there.
    fn poll(&mut self, cx: &mut Context<'_>) -> Poll<Result<Fetched<P>, Error>>;
}

/// The futures of the pages, one after the other, in the memory of the first.
pub(crate) struct Again<Fut, Make> {
    /// The current future; `None` between two pages.
    future: Pin<Box<Option<Fut>>>,
    make: Make,
}

impl<Fut, Make> Again<Fut, Make> {
    /// Creates it from a function that makes the future of a page.
    pub(crate) fn new(make: Make) -> Self {
        Self {
            future: Box::pin(None),
            make,
        }
    }
}

impl<P, Fut, Make> OneAtATime<P> for Again<Fut, Make>
where
    Fut: Future<Output = Result<Fetched<P>, Error>> + MaybeSend,
    Make: Fn(PageRequest) -> Fut + MaybeSend,
{
    fn start(&mut self, ask: PageRequest) {
        self.future.set(Some((self.make)(ask)));
    }

    fn poll(&mut self, cx: &mut Context<'_>) -> Poll<Result<Fetched<P>, Error>> {
        let fetched = match self.future.as_mut().as_pin_mut() {
            Some(future) => future.poll(cx),
            None => Poll::Ready(Err(Error::setup("no page was asked for"))),
        };
        if fetched.is_ready() {
            self.future.set(None);
        }
        fetched
    }
}

/// The result of a fetch.
pub(crate) enum Fetched<P> {
    /// A page.
    Page(P, Response),
    /// A status that ends the walk without a page.
    End { status: StatusCode, cost: Cost },
}

impl<P> Fetched<P> {
    /// Returns the same with its cost, and with the page size that was used if it differs from the
    /// one that the walk asked for.
    pub(crate) fn after(mut self, took: Cost, smaller: Option<u64>) -> Self {
        match &mut self {
            Self::Page(_, response) => (response.cost, response.size) = (took, smaller),
            Self::End { cost, .. } => *cost = took,
        }
        self
    }
}

/// A page that is being fetched, in its span.
pub(crate) struct Fetching<P> {
    future: Under<P>,
    trace: PageTrace,
}

/// The future that fetches the page.
enum Under<P> {
    Own(FetchFuture<P>),
    Lane(Lane<P>),
}

impl<P> Fetching<P> {
    pub(crate) fn new(future: FetchFuture<P>, trace: PageTrace) -> Self {
        Self {
            future: Under::Own(future),
            trace,
        }
    }

    /// Creates it for a page that was started in a lane.
    pub(crate) fn in_lane(lane: Lane<P>, trace: PageTrace) -> Self {
        Self {
            future: Under::Lane(lane),
            trace,
        }
    }

    /// Returns the lane for the next page. This page must be done.
    pub(crate) fn into_lane(self) -> Option<Lane<P>> {
        match self.future {
            Under::Own(_) => None,
            Under::Lane(lane) => Some(lane),
        }
    }

    /// Returns the span, for events about the page after this is done.
    pub(crate) fn trace(&self) -> &PageTrace {
        &self.trace
    }
}

impl<P> Future for Fetching<P> {
    type Output = Result<Fetched<P>, Error>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let Self { future, trace } = &mut *self;
        // Inspected in place: a page is large, and each move of it costs time.
        let mut fetched = trace.in_scope(|| match future {
            Under::Own(future) => future.as_mut().poll(cx),
            Under::Lane(lane) => lane.poll(cx),
        });
        match &mut fetched {
            Poll::Pending => {}
            Poll::Ready(Ok(Fetched::Page(_, response))) => {
                trace.answered(
                    Some(response.status()),
                    Some(response.bytes()),
                    response.size,
                    response.cost,
                );
                response.trace = trace.clone();
            }
            Poll::Ready(Ok(Fetched::End { status, cost })) => {
                trace.answered(Some(*status), None, None, *cost)
            }
            Poll::Ready(Err(error)) => {
                trace.answered(error.status(), None, None, error.cost());
                trace.failed(error);
            }
        }
        fetched
    }
}

/// What the transport returned for a page, and what that cost.
#[derive(Debug, Clone, Default)]
pub(crate) struct Response {
    /// The HTTP exchange; `None` for pages that did not come over HTTP.
    pub(crate) http: Option<Box<Exchanged>>,
    /// The page size that was requested, if it differs from the one that the walk asked for.
    pub(crate) size: Option<u64>,
    pub(crate) cost: Cost,
    pub(crate) trace: PageTrace,
}

impl Response {
    /// Returns the status; 200 for pages that did not come over HTTP.
    #[inline]
    pub(crate) fn status(&self) -> StatusCode {
        Exchanged::status_of(self.http.as_deref())
    }

    /// Returns the length of the body; 0 if there is none.
    #[inline]
    pub(crate) fn bytes(&self) -> usize {
        self.http.as_ref().map_or(0, |http| http.body.len())
    }
}

/// The HTTP exchange of a page. It is boxed, because it is large and is passed on several times.
#[derive(Debug, Clone)]
pub(crate) struct Exchanged {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    /// The URL that it came from.
    pub(crate) location: Location,
    pub(crate) method: Method,
    pub(crate) body: Bytes,
}

impl Exchanged {
    /// Returns the status of a response; 200 for pages that did not come over HTTP.
    #[inline]
    pub(crate) fn status_of(http: Option<&Self>) -> StatusCode {
        http.map_or(StatusCode::OK, |http| http.status)
    }

    /// Returns the headers of a response; no headers for pages that did not come over HTTP.
    pub(crate) fn headers_of(http: Option<&Self>) -> &HeaderMap {
        static NONE: LazyLock<HeaderMap> = LazyLock::new(HeaderMap::new);
        http.map_or(&NONE, |http| &http.headers)
    }

    /// Returns the body of a response; no bytes for pages that did not come over HTTP.
    pub(crate) fn body_of(http: Option<&Self>) -> &[u8] {
        http.map_or(&[], |http| &http.body)
    }
}

/// A source of pages of type `P`: a request and its transport, or a function that returns pages.
///
/// Do not implement it: implement [`Transport`](crate::transport::Transport) or
/// [`IntoSource`](crate::source::IntoSource) instead.
#[diagnostic::on_unimplemented(message = "pages of `{P}` cannot be read from `{Self}`")]
#[allow(private_interfaces, private_bounds)]
pub trait PageSource<P>: sealed::Sealed<P> {}

pub(crate) mod sealed {
    use super::{Arc, Fetch};
    use crate::policy::options::Options;

    pub trait Sealed<P> {
        #[doc(hidden)]
        #[allow(private_interfaces)]
        fn into_fetch(self, options: &Options) -> Arc<dyn Fetch<P>>;
    }
}

/// A source that failed before it could fetch. The first poll returns its error.
pub(crate) struct FailedSource(pub(crate) std::sync::Mutex<Option<Error>>);

impl<P: 'static> Fetch<P> for FailedSource {
    fn start(&self) -> Result<Start, Error> {
        let error = self
            .0
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner)
            .take();
        Err(error.unwrap_or_else(|| Error::setup("the walk could not begin")))
    }

    fn fetch(self: Arc<Self>, _: PageRequest, _: Option<EarlySlot>) -> FetchFuture<P> {
        Box::pin(async move { Err(Error::setup("the walk could not begin")) })
    }
}
