//! Adapts sources to blocking walks, in which each page is ready when it is requested.

use std::future::poll_fn;
use std::sync::Arc;
use std::task::Poll;

use crate::error::{Error, ErrorKind};
use crate::page::cursor::Cursor;
use crate::pager::action::PageRequest;
use crate::pager::start::Start;
use crate::redact::Redaction;
use crate::response::early::EarlySlot;
use crate::source::fetch::{Fetch, FetchFuture};
use crate::source::function::{FnSource, FnSourceWithState};

/// The sources from which a stream can make a blocking walk: functions.
#[diagnostic::on_unimplemented(
    message = "a blocking walk cannot send requests with an async client",
    label = "these pages come over an async transport",
    note = "begin with `paginate_blocking(..)` and a client without async, such as `ureq::Agent` (feature `ureq-3`)"
)]
pub trait FnBased: sealed::Sealed {}

impl<F> FnBased for FnSource<F> {}

impl<C, F> FnBased for FnSourceWithState<C, F> {}

mod sealed {
    use super::{FnSource, FnSourceWithState};

    pub trait Sealed {}

    impl<F> Sealed for FnSource<F> {}

    impl<C, F> Sealed for FnSourceWithState<C, F> {}
}

/// A source whose futures are ready immediately. A pending future is an error, because nothing
/// would wake it.
pub(crate) struct NonBlockingFetch<P>(pub(crate) Arc<dyn Fetch<P>>);

impl<P: 'static> Fetch<P> for NonBlockingFetch<P> {
    fn start(&self) -> Result<Start, Error> {
        self.0.start()
    }

    fn redaction(&self, cursor: &Cursor<'_>, url: Option<&url::Url>) -> Redaction {
        self.0.redaction(cursor, url)
    }

    fn endpoint(&self) -> Option<(&http::Method, &url::Url)> {
        self.0.endpoint()
    }

    fn traffic(&self) -> (u64, u64) {
        self.0.traffic()
    }

    fn fetch(self: Arc<Self>, ask: PageRequest, peek: Option<EarlySlot>) -> FetchFuture<P> {
        let mut page = Arc::clone(&self.0).fetch(ask, peek);
        Box::pin(poll_fn(move |cx| {
            match page.as_mut().poll(cx) {
            Poll::Ready(fetched) => Poll::Ready(fetched),
            Poll::Pending => Poll::Ready(Err(Error::new(
                ErrorKind::Setup,
                "a future of this blocking walk (of a function or of the `.runtime(..)`) was not ready, and a blocking walk cannot wait for it",
            )
            .hint("functions of a blocking walk must return a ready future (`std::future::ready(..)`), and the sleep of a `.runtime(..)` must block; for async functions use a stream, without `.blocking()`"))),
        }
        }))
    }
}
