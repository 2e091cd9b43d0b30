//! The source of each row, with and without async.

use bytes::Bytes;
use paginate_runtime::__private::{decoded_without_async, without_async};
use paginate_runtime::{
    BoxError, Paginated, Paginator,
    source::{BlockingSource, Decoded, HttpSource, PageSource},
    stream::Blocking,
    transport::reqwest_0_13::ReqwestTransport,
};
use paginate_tests::{Script, again};
use serde::de::DeserializeOwned;

/// The source of a row's pages, with and without async.
pub(crate) trait Source<P: Paginated>: PageSource<P> + Send + Sized + 'static {
    /// The source without async.
    type Blocking: PageSource<P>;

    /// The walk without async. `look` sees the first request as the row gives it.
    fn blocking(
        paginator: Paginator<P, Self>,
        look: impl FnOnce(&http::Request<Bytes>),
    ) -> Paginator<P, Self::Blocking, Blocking>;
}

/// Returns the client without async: ureq, if the row uses reqwest.
fn ureq() -> ureq::Agent {
    ureq::Agent::config_builder()
        .proxy(None)
        .build()
        .new_agent()
}

impl<P: Paginated + DeserializeOwned + 'static> Source<P> for HttpSource<ReqwestTransport> {
    type Blocking = BlockingSource<ureq::Agent>;

    fn blocking(
        paginator: Paginator<P, Self>,
        look: impl FnOnce(&http::Request<Bytes>),
    ) -> Paginator<P, Self::Blocking, Blocking> {
        without_async(paginator, |_, request| {
            look(request);
            ureq()
        })
    }
}

impl<P, F, E> Source<P> for Decoded<HttpSource<ReqwestTransport>, F>
where
    P: Paginated + 'static,
    F: Fn(&http::response::Parts, &Bytes) -> Result<P, E> + Send + Sync + 'static,
    E: Into<BoxError>,
{
    type Blocking = Decoded<BlockingSource<ureq::Agent>, F>;

    fn blocking(
        paginator: Paginator<P, Self>,
        look: impl FnOnce(&http::Request<Bytes>),
    ) -> Paginator<P, Self::Blocking, Blocking> {
        decoded_without_async(paginator, |_, request| {
            look(request);
            ureq()
        })
    }
}

impl<P: Paginated + DeserializeOwned + 'static> Source<P> for HttpSource<Script> {
    type Blocking = BlockingSource<Script>;

    fn blocking(
        paginator: Paginator<P, Self>,
        look: impl FnOnce(&http::Request<Bytes>),
    ) -> Paginator<P, Self::Blocking, Blocking> {
        without_async(paginator, |script, request| {
            look(request);
            script
        })
    }
}

/// Runs every row again without async: the same items, ends, errors and requests.
#[test]
fn every_row_without_async() {
    again("blocking", "row_", &[]);
}
