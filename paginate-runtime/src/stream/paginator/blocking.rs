//! Walks as plain iterators.
use std::sync::Arc;

use bytes::Bytes;

use crate::page::paginated::Paginated;
use crate::runtime::Runtime;
use crate::runtime::Threads;
use crate::session::walk::Walk;
use crate::source::blocking::{FnBased, NonBlockingFetch};
use crate::source::decoded::Decoded;
use crate::source::fetch::PageSource;
use crate::stream::blocking::{Blocking, BlockingItems, BlockingPages};
use crate::stream::browse::Browse;
use crate::stream::engine::Ahead;
use crate::stream::items::Items;
use crate::stream::pages::Pages;
use crate::stream::paginator::Paginator;
use crate::transport::blocking::any::{BlockingSource, BlockingTransport};
use crate::transport::source::IntoSource;

impl<P: Paginated, S> Paginator<P, S> {
    /// Makes the walk a plain iterator, for pages from a function whose future is ready when it is
    /// returned: a synchronous SDK or a database.
    ///
    /// ```
    /// # use paginate_runtime::{*, mode::*, page::*, scheme::*, source::*, transport::*};
    /// # struct Users { next: Option<String>, users: Vec<String> }
    /// # impl Paginated for Users {
    /// #     type Item = String; type Mode = Token;
    /// #     const SCHEME: Scheme = Scheme::new(Source::Token(RequestLocation::Query("cursor")));
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
    /// If the function waits for something, the first item is an error that says so, because there
    /// is no executor. For HTTP, use [`paginate_blocking`](Paginated::paginate_blocking).
    pub fn blocking(self) -> Paginator<P, S, Blocking>
    where
        S: FnBased,
    {
        let mut blocking = self.with_source(|source| source);
        // One call at a time: a thread that blocks can only make several calls one after the other.
        if blocking.lookahead.concurrency > 1 {
            blocking.options.no_effect = Some((
                "`.concurrency(n)` has no effect on a blocking walk, which makes one call at a time",
                "leave `.concurrency(n)` or `.blocking()` out; `.prefetch(n)` fetches pages ahead in a thread",
            ));
        }
        blocking.lookahead.concurrency = 0;
        blocking.ahead = blocking
            .ahead
            .filter(|_| blocking.lookahead.prefetch.is_some());
        blocking
    }
}

impl<P: Paginated, S> Paginator<P, S, Blocking> {
    /// Returns the iterator of items.
    pub fn items(self) -> BlockingItems<P>
    where
        S: PageSource<P>,
        P: 'static,
    {
        BlockingItems::new(Items::new(self.into_pages()))
    }

    /// Returns the iterator of pages.
    pub fn pages(self) -> BlockingPages<P>
    where
        S: PageSource<P>,
        P: 'static,
    {
        BlockingPages::new(self.into_pages())
    }

    /// Returns a [`Browse`](crate::browse::Browse), which goes back and forth through the pages.
    pub fn browse(mut self) -> Browse<P, Blocking>
    where
        S: PageSource<P>,
        P: 'static,
    {
        self.options
            .runtime
            .get_or_insert_with(|| Arc::new(Threads::default()));
        let fetch = Arc::new(NonBlockingFetch(self.source.into_fetch(&self.options)));
        Browse::new(fetch, self.options, self.ahead.is_some())
    }

    fn into_pages(self) -> Pages<P>
    where
        S: PageSource<P>,
        P: 'static,
    {
        let (lookahead, start, on_page) =
            (self.lookahead, self.ahead, self.options.on_page.clone());
        let (walk, runtime) = self.into_walk();
        let runtime = Some(runtime);
        let ahead = start.map(|start| Ahead {
            lookahead,
            start,
            runtime,
        });
        Pages::new(walk, ahead, on_page)
    }

    /// Returns the walk and its runtime: threads, unless the caller has set another one.
    pub(super) fn into_walk(mut self) -> (Walk<P>, Arc<dyn Runtime>)
    where
        S: PageSource<P>,
        P: 'static,
    {
        let runtime = Arc::clone(
            self.options
                .runtime
                .get_or_insert_with(|| Arc::new(Threads::default())),
        );
        let fetch = Arc::new(NonBlockingFetch(self.source.into_fetch(&self.options)));
        (Walk::new(fetch, &self.options), runtime)
    }
}

/// Makes the same walk over a blocking transport, for the library's own tests. `make` sees the
/// request as the caller gave it. No part of the public API.
pub fn without_async<P: Paginated, S: IntoSource, T: BlockingTransport>(
    paginator: Paginator<P, S>,
    make: impl FnOnce(S::Transport, &http::Request<Bytes>) -> T,
) -> Paginator<P, BlockingSource<T>, Blocking> {
    paginator.with_source(|source| BlockingSource::remade(source, make))
}

/// The same of a walk that a function decodes.
pub fn decoded_without_async<P: Paginated, S: IntoSource, F, T: BlockingTransport>(
    paginator: Paginator<P, Decoded<S, F>>,
    make: impl FnOnce(S::Transport, &http::Request<Bytes>) -> T,
) -> Paginator<P, Decoded<BlockingSource<T>, F>, Blocking> {
    paginator.with_source(|Decoded(source, decode)| {
        Decoded(BlockingSource::remade(source, make), decode)
    })
}
