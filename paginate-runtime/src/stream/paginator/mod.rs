//! The builder of a walk: its options, and the streams that it makes.

mod blocking;
mod links;
mod options;
mod parallel;

pub use self::blocking::{decoded_without_async, without_async};
pub use self::parallel::run_ahead;

use std::marker::PhantomData;

use bytes::Bytes;

use crate::error::BoxError;
use crate::page::paginated::Paginated;
use crate::policy::options::Options;
use crate::response::decode::Decoder;
use crate::session::walk::Walk;
use crate::source::decoded::Decoded;
use crate::source::fetch::PageSource;
use crate::stream::ahead::task::{Launch, Lookahead};
use crate::stream::blocking::{Blocking, Streaming};
use crate::stream::browse::Browse;
use crate::stream::engine::Ahead;
use crate::stream::items::Items;
use crate::stream::pages::Pages;
use crate::transport::blocking::any::{BlockingSource, IntoBlockingSource};
use crate::transport::source::{HttpSource, IntoSource};

/// The builder of a walk: set options, then call `items()` or `pages()`.
///
/// Made by [`Paginated::paginate`] and [`Paginated::paginate_with`], which make streams (`D` is
/// [`Streaming`]), and by [`Paginated::paginate_blocking`], which makes plain iterators (`D` is
/// [`Blocking`]). Three options are easily confused: `max_items` is the number of items to deliver,
/// `max_pages` the number of pages to request, and `page_size` the number of items to request for
/// each page.
#[must_use = "a paginator does nothing until `items()` or `pages()` is called and polled"]
pub struct Paginator<P: Paginated, S, D = Streaming> {
    source: S,
    options: Options,
    /// The function that starts a walk that runs ahead of its consumer.
    ahead: Option<Launch<P>>,
    lookahead: Lookahead,
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
            lookahead: Lookahead::default(),
            page: PhantomData,
        }
    }
}

impl<P: Paginated, S> Paginator<P, S> {
    /// Returns the stream of items.
    pub fn items(self) -> Items<P>
    where
        S: PageSource<P>,
    {
        Items::new(self.pages())
    }

    /// Returns the stream of pages.
    pub fn pages(self) -> Pages<P>
    where
        S: PageSource<P>,
    {
        let fetch = self.source.into_fetch(&self.options);
        let runtime = self.options.runtime.clone();
        let lookahead = self.lookahead;
        let ahead = self.ahead.map(|start| Ahead {
            lookahead,
            start,
            runtime,
        });
        Pages::new(Walk::new(fetch, &self.options), ahead, self.options.on_page)
    }

    /// Returns a [`Browse`](crate::browse::Browse), which goes back and forth through the pages,
    /// for previous and next buttons.
    pub fn browse(self) -> Browse<P>
    where
        S: PageSource<P>,
    {
        let fetch = self.source.into_fetch(&self.options);
        Browse::new(fetch, self.options, self.ahead.is_some())
    }
}

impl<P: Paginated, S, D> Paginator<P, S, D> {
    fn with_source<S2, D2>(self, change: impl FnOnce(S) -> S2) -> Paginator<P, S2, D2> {
        Paginator {
            source: change(self.source),
            options: self.options,
            ahead: self.ahead,
            lookahead: self.lookahead,
            page: PhantomData,
        }
    }
}

/// Returns the paginator for a page type that is read by a function. The derive uses it for
/// `paginate`.
pub fn paginate_decoded<P: Paginated, S: IntoSource>(
    source: S,
) -> Paginator<P, ReadBy<HttpSource<S::Transport>, P>> {
    Paginator::new(Decoded(
        HttpSource::new(source),
        P::decoder().unwrap_or(undeclared),
    ))
}

/// Returns the blocking paginator for a page type that is read by a function. The derive uses it
/// for `paginate_blocking`.
pub fn paginate_decoded_blocking<P: Paginated, S: IntoBlockingSource>(
    source: S,
) -> Paginator<P, ReadBy<BlockingSource<S::Transport>, P>, Blocking> {
    Paginator::new(Decoded(
        BlockingSource::new(source),
        P::decoder().unwrap_or(undeclared),
    ))
}

/// A source whose responses are read by the function that the page type declares.
type ReadBy<S, P> = Decoded<S, Decoder<P>>;

fn undeclared<P>(_: &http::response::Parts, _: &Bytes) -> Result<P, BoxError> {
    Err("this page type declares no function that reads it".into())
}
