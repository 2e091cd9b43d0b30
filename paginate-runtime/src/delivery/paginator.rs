//! The builder of a walk.

use std::marker::PhantomData;

use bytes::Bytes;

use super::{Items, Pages};
use crate::description::Paginated;
use crate::error::BoxError;
use crate::exchange::{Decoded, IntoSource, Options, OverHttp, PageSource, Walk};

/// A walk that has not begun: set what is to be different, then take [`items`](Self::items) or [`pages`](Self::pages).
///
/// Made by [`Paginated::paginate`] and [`Paginated::paginate_with`]. `max_items`, `max_pages` and `page_size` are three different words
/// for three different things: items to deliver, requests to make, items to ask for in each.
#[must_use = "a paginator does nothing until `items()` or `pages()` is called and polled"]
pub struct Paginator<P, S> {
    source: S,
    options: Options,
    page: PhantomData<fn() -> P>,
}

impl<P, S> std::fmt::Debug for Paginator<P, S> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Paginator")
            .field("limits", &self.options.limits)
            .finish_non_exhaustive()
    }
}

impl<P: Paginated, S> Paginator<P, S> {
    pub(crate) fn new(source: S) -> Self {
        Self {
            source,
            options: Options::default(),
            page: PhantomData,
        }
    }

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
        Pages::new(Walk::new(fetch, &self.options))
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

    /// Makes it an error that a list inside an item (`nested = ..`) may have been cut at the page size, instead of counting it.
    pub fn deny_truncated(mut self) -> Self {
        self.options.limits.deny_truncated = true;
        self
    }
}

/// What only makes sense over HTTP.
impl<P: Paginated, S> Paginator<P, S> {
    /// Asks for that many items in each page, within the `min` and `max` of the declaration. Overrides a size in the first request.
    pub fn page_size(mut self, items: u64) -> Self
    where
        S: OverHttp,
    {
        self.options.limits.page_size = Some(items);
        self
    }

    /// Lets links lead to another origin too, such as `https://api2.example.com`; every header of the first request is sent there.
    /// Anything that is not an origin is an error of the first poll.
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
        S: OverHttp,
    {
        self.options.rebase_links = true;
        self
    }

    /// Adds these query parameters of the first request to links that lack them. Links are followed as they stand otherwise.
    pub fn keep_query<I>(mut self, names: I) -> Self
    where
        I: IntoIterator,
        I::Item: Into<String>,
        S: OverHttp,
    {
        self.options.keep_query.extend(names.into_iter().map(Into::into));
        self
    }

    /// Refuses bodies larger than that many bytes, before they are held in memory. Default: 64 MiB.
    pub fn max_body(mut self, bytes: u64) -> Self
    where
        S: OverHttp,
    {
        self.options.max_body = bytes;
        self
    }

    /// Decodes responses by a function instead of as JSON: XML, CSV, a protocol buffer. The page type then need not be
    /// `Deserialize`. The function is called for 2xx responses, whatever their content type says.
    pub fn decode<F, E>(self, decode: F) -> Paginator<P, Decoded<S, F>>
    where
        S: IntoSource,
        F: Fn(&http::response::Parts, &Bytes) -> Result<P, E> + Send + Sync + 'static,
        E: Into<BoxError>,
    {
        Paginator {
            source: Decoded(self.source, decode),
            options: self.options,
            page: PhantomData,
        }
    }
}
