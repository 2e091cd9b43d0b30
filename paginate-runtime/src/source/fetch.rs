//! The source of pages as a walk sees it: one trait for HTTP and for functions.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
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

/// A future of one page: the one box that a page costs.
pub(crate) type FetchFuture<P> = BoxFuture<'static, Result<Fetched<P>, Error>>;

/// Brings pages. Shared by the futures of one walk.
pub(crate) trait Fetch<P>: MaybeSend + MaybeSync {
    /// What the first request says about the walk.
    fn start(&self) -> Result<Start, Error>;

    /// What an error may show of the response to a request.
    fn redaction(&self, cursor: &Cursor, url: Option<&Url>) -> Redaction {
        let _ = (cursor, url);
        Redaction::default()
    }

    /// Where the first request goes; `None` for walks that are not HTTP.
    fn endpoint(&self) -> Option<(&Method, &Url)> {
        None
    }

    /// Requests sent and bytes received so far.
    fn traffic(&self) -> (u64, u64) {
        (0, 0)
    }

    /// Brings one page. What it sees of the next one before that goes into `peek`.
    fn fetch(self: Arc<Self>, ask: PageRequest, peek: Option<EarlySlot>) -> FetchFuture<P>;

    /// A box for the futures of all pages of a walk, one after the other; `None` if each page
    /// has its own.
    fn lane(self: Arc<Self>) -> Option<Lane<P>> {
        None
    }
}

/// A box in which one future after the other brings a page: a walk that takes one page at a time
/// needs no other.
pub(crate) type Lane<P> = Box<dyn OneAtATime<P>>;

/// What is in such a box.
pub(crate) trait OneAtATime<P>: MaybeSend {
    /// Begins with a page. The one before is done.
    fn start(&mut self, ask: PageRequest);

    /// Goes on with it. When the page is there, its future is dropped.
    fn poll(&mut self, cx: &mut Context<'_>) -> Poll<Result<Fetched<P>, Error>>;
}

/// What came back.
pub(crate) enum Fetched<P> {
    /// A page.
    Page(P, Response),
    /// A status that ends the walk without a page.
    End { status: StatusCode, cost: Cost },
}

impl<P> Fetched<P> {
    /// The same, with what it took, and the page size that it took where that is another one than
    /// the walk wanted.
    pub(crate) fn after(mut self, took: Cost, smaller: Option<u64>) -> Self {
        match &mut self {
            Self::Page(_, response) => (response.cost, response.size) = (took, smaller),
            Self::End { cost, .. } => *cost = took,
        }
        self
    }
}

/// A page under way, in its span.
pub(crate) struct Fetching<P> {
    future: Under<P>,
    trace: PageTrace,
}

/// What brings the page.
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

    /// The same of a page that was started in a lane.
    pub(crate) fn in_lane(lane: Lane<P>, trace: PageTrace) -> Self {
        Self {
            future: Under::Lane(lane),
            trace,
        }
    }

    /// The lane, for the next page: this one is done.
    pub(crate) fn into_lane(self) -> Option<Lane<P>> {
        match self.future {
            Under::Own(_) => None,
            Under::Lane(lane) => Some(lane),
        }
    }

    /// The span, for what is said of the page when this is done.
    pub(crate) fn trace(&self) -> &PageTrace {
        &self.trace
    }
}

impl<P> Future for Fetching<P> {
    type Output = Result<Fetched<P>, Error>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let Self { future, trace } = &mut *self;
        // Looked at where it lies: a page is large, and each move of it costs.
        let mut fetched = trace.in_scope(|| match future {
            Under::Own(future) => future.as_mut().poll(cx),
            Under::Lane(lane) => lane.poll(cx),
        });
        match &mut fetched {
            Poll::Pending => {}
            Poll::Ready(Ok(Fetched::Page(_, response))) => {
                trace.answered(
                    Some(response.status),
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

/// What came with a page.
#[derive(Debug, Clone, Default)]
pub(crate) struct Response {
    pub(crate) status: StatusCode,
    /// `None` for pages that did not come over HTTP.
    pub(crate) http: Option<Box<Exchanged>>,
    /// The page size that was asked for, where it is another one than the walk wanted.
    pub(crate) size: Option<u64>,
    pub(crate) cost: Cost,
    pub(crate) trace: PageTrace,
}

impl Response {
    /// The length of the body; 0 without one.
    #[inline]
    pub(crate) fn bytes(&self) -> usize {
        self.http.as_ref().map_or(0, |http| http.body.len())
    }
}

/// What went over the wire for a page. In a box, because it is large and handed on from room to
/// room.
#[derive(Debug, Clone)]
pub(crate) struct Exchanged {
    pub(crate) headers: HeaderMap,
    /// Where it came from.
    pub(crate) location: Location,
    pub(crate) method: Method,
    pub(crate) body: Bytes,
}

/// Where pages of type `P` can come from: a request and its transport, or a function that returns
/// pages.
///
/// Not to be implemented by users: implement [`Transport`](crate::transport::Transport) or
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

/// A source that failed before it could fetch: the error of the first poll.
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
