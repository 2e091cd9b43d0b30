//! What a walk asks pages of: one way to fetch, whatever is behind it.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use bytes::Bytes;
use http::{HeaderMap, StatusCode};
use url::Url;

use super::early::Peek;
use super::{Location, Options};
use crate::decision::{Ask, Start};
use crate::description::Cursor;
use crate::error::Error;

/// A future of one page: the one box that a page costs.
pub(crate) type FetchFuture<P> = Pin<Box<dyn Future<Output = Result<Fetched<P>, Error>> + Send>>;

/// Brings pages. Shared by the futures of one walk.
pub(crate) trait Fetch<P>: Send + Sync {
    /// What the first request says about the walk.
    fn start(&self) -> Result<Start, Error>;

    /// Masks in an error what was sent for a page and must not be shown.
    fn conceal(&self, error: Error, cursor: &Cursor, url: Option<&Url>) -> Error {
        let _ = (cursor, url);
        error
    }

    /// Brings one page. What it sees of the next one before that goes into `peek`.
    fn fetch(self: Arc<Self>, ask: Ask, peek: Option<Peek>) -> FetchFuture<P>;
}

/// What came back.
#[expect(clippy::large_enum_variant, reason = "moved once a page, and nearly always the large one")]
pub(crate) enum Fetched<P> {
    /// A page.
    Page(P, Response),
    /// A status that ends the walk without a page.
    End,
}

/// What came with a page.
#[derive(Debug, Clone, Default)]
pub(crate) struct Response {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    /// Where it came from; `None` for pages that did not come over HTTP.
    pub(crate) location: Option<Location>,
    pub(crate) method: http::Method,
    pub(crate) body: Bytes,
    /// The page size that was asked for, where it is another one than the walk wanted.
    pub(crate) size: Option<u64>,
}

/// Where pages of type `P` can come from: a request and its transport, or a function that returns pages.
///
/// Not to be implemented by users: implement [`Transport`](crate::Transport) or [`IntoSource`](crate::IntoSource) instead.
#[diagnostic::on_unimplemented(message = "pages of `{P}` cannot be read from `{Self}`")]
#[allow(private_interfaces, private_bounds)]
pub trait PageSource<P>: sealed::Sealed<P> {}

pub(crate) mod sealed {
    use super::{Arc, Fetch, Options};

    pub trait Sealed<P> {
        #[doc(hidden)]
        #[allow(private_interfaces)]
        fn into_fetch(self, options: &Options) -> Arc<dyn Fetch<P>>;
    }
}

/// A source that failed before it could fetch: the error of the first poll.
pub(crate) struct Broken(pub(crate) std::sync::Mutex<Option<Error>>);

impl<P: 'static> Fetch<P> for Broken {
    fn start(&self) -> Result<Start, Error> {
        let error = self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner).take();
        Err(error.unwrap_or_else(|| Error::setup("the walk could not begin")))
    }

    fn fetch(self: Arc<Self>, _: Ask, _: Option<Peek>) -> FetchFuture<P> {
        Box::pin(async move { Err(Error::setup("the walk could not begin")) })
    }
}
