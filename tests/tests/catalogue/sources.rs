//! The source of each row, with and without async.

use std::convert::identity;

use bytes::Bytes;
use paginate_runtime::{
    BoxError, Paginated, Paginator,
    source::{BlockingSource, Decoded, HttpSource, PageSource},
    stream::Blocking,
    transport::ReqwestTransport,
};
use paginate_tests::{Script, again};
use serde::de::DeserializeOwned;

/// Where the pages of a row come from, with and without async.
pub(crate) trait Source<P: Paginated>: PageSource<P> + Send + Sized + 'static {
    /// The same without.
    type Blocking: PageSource<P>;

    fn blocking(paginator: Paginator<P, Self>) -> Paginator<P, Self::Blocking, Blocking>;
}

/// What sends a row's requests without async: ureq, where the row has reqwest.
fn ureq(_: ReqwestTransport) -> ureq::Agent {
    ureq::Agent::config_builder()
        .proxy(None)
        .build()
        .new_agent()
}

impl<P: Paginated + DeserializeOwned + 'static> Source<P> for HttpSource<ReqwestTransport> {
    type Blocking = BlockingSource<ureq::Agent>;

    fn blocking(paginator: Paginator<P, Self>) -> Paginator<P, Self::Blocking, Blocking> {
        paginator.__blocking(ureq)
    }
}

impl<P, F, E> Source<P> for Decoded<HttpSource<ReqwestTransport>, F>
where
    P: Paginated + 'static,
    F: Fn(&http::response::Parts, &Bytes) -> Result<P, E> + Send + Sync + 'static,
    E: Into<BoxError>,
{
    type Blocking = Decoded<BlockingSource<ureq::Agent>, F>;

    fn blocking(paginator: Paginator<P, Self>) -> Paginator<P, Self::Blocking, Blocking> {
        paginator.__blocking_decoded(ureq)
    }
}

impl<P: Paginated + DeserializeOwned + 'static> Source<P> for HttpSource<Script> {
    type Blocking = BlockingSource<Script>;

    fn blocking(paginator: Paginator<P, Self>) -> Paginator<P, Self::Blocking, Blocking> {
        paginator.__blocking(identity)
    }
}

/// Every row once more: the same items, ends, errors and requests without async.
#[test]
fn every_row_without_async() {
    again("blocking", "row_", &[]);
}
