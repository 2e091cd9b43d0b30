//! The streams as plain iterators, driven by the thread that calls `next`.

use std::fmt;
use std::iter::FusedIterator;
use std::sync::Arc;

use futures_core::{FusedStream, Stream};

use crate::error::Error;
use crate::page::paginated::Paginated;
use crate::pager::checkpoint::Checkpoint;
use crate::pager::end::EndReason;
use crate::pager::segment::bound::Segment;
use crate::report::progress::Progress;
use crate::report::warning::Warning;
use crate::runtime::block_on;
use crate::scheme::mode::Counter;
use crate::stream::items::Items;
use crate::stream::page::Page;
use crate::stream::pages::Pages;

/// Marks a [`Paginator`](crate::Paginator) that makes streams, for async code.
#[derive(Debug, Clone, Copy)]
pub enum Streaming {}

/// Marks a [`Paginator`](crate::Paginator) that makes plain iterators, for code without async.
#[derive(Debug, Clone, Copy)]
pub enum Blocking {}

/// The bound of options that only streams have: they need requests or timers beside the request
/// that is waited for.
#[diagnostic::on_unimplemented(
    message = "this option is for streams, and this walk is blocking",
    label = "a blocking walk sends one request at a time",
    note = "to fetch ahead in a thread, use `.prefetch(n)`; for a body that stops arriving, use `.request_timeout(d)` or a read timeout of the client"
)]
pub trait Concurrent: sealed::Sealed {}

impl Concurrent for Streaming {}

mod sealed {
    pub trait Sealed {}

    impl Sealed for super::Streaming {}
}

/// An iterator over the items of an endpoint: [`Items`] without async.
///
/// * Lazy: nothing is sent before the first `next`, a page is requested when the items of the page
///   before are consumed, and nothing is sent after the end.
/// * Fused: after the end or an error it yields nothing more.
/// * An error comes after the items of all earlier pages.
///
/// `next` blocks its thread until the page has arrived. In async code use the stream, or
/// `spawn_blocking`.
#[must_use = "iterators do nothing unless consumed"]
pub struct BlockingItems<P: Paginated>(Items<P>);

/// An iterator over the pages of an endpoint, one request each: [`Pages`] without async.
///
/// Lazy: nothing is sent before the first `next`, and nothing after the end. Fused: after the end
/// or an error it yields nothing more.
#[must_use = "iterators do nothing unless consumed"]
pub struct BlockingPages<P: Paginated>(Pages<P>);

impl<P: Paginated> BlockingItems<P> {
    pub(crate) fn new(items: Items<P>) -> Self {
        Self(items)
    }
}

impl<P: Paginated> BlockingPages<P> {
    pub(crate) fn new(pages: Pages<P>) -> Self {
        Self(pages)
    }
}

impl<P: Paginated> Iterator for BlockingItems<P> {
    type Item = Result<P::Item, Error>;

    #[inline]
    fn next(&mut self) -> Option<Self::Item> {
        match self.0.next_at_hand() {
            Some(item) => Some(Ok(item)),
            None => block_on(self.0.next()),
        }
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        Stream::size_hint(&self.0)
    }
}

impl<P: Paginated> Iterator for BlockingPages<P> {
    type Item = Result<Page<P>, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        block_on(self.0.next())
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        Stream::size_hint(&self.0)
    }
}

macro_rules! iterators {
    ($($name:ident: $received:literal, $checkpoint:literal;)*) => {$(
        impl<P: Paginated> $name<P> {
            /// Returns why the walk ended; `None` before the end and after an error.
            pub fn end_reason(&self) -> Option<EndReason> {
                self.0.end_reason()
            }

            /// Returns the contradictions between responses and the declaration so far; see
            /// [`Warning`]. Empty if nothing was found. The last page can add a warning, so look
            /// again after the end.
            pub fn warnings(&self) -> Arc<[Warning]> {
                self.0.warnings()
            }

            #[doc = $received]
            pub fn received(&self) -> u64 {
                self.0.received()
            }

            /// Returns the number of items in the whole list, if the declaration reads a `total`.
            pub fn total(&self) -> Option<u64> {
                self.0.total()
            }

            /// Returns the number of pages received so far.
            pub fn page_count(&self) -> u64 {
                self.0.page_count()
            }

            /// Returns the number of lists inside items (`nested = ..`) that may have been cut so
            /// far.
            pub fn truncated_lists(&self) -> u64 {
                self.0.truncated_lists()
            }

            #[doc = $checkpoint]
            pub fn checkpoint(&self) -> Option<Checkpoint> {
                self.0.checkpoint()
            }

            /// Returns what is left of the walk after what was yielded: a [`Segment`] that ends
            /// where the walked segment ends, or that has no end. `None` if the walk could not
            /// begin.
            pub fn segment(&self) -> Option<Segment>
            where
                P: Paginated<Mode: Counter>,
            {
                self.0.segment()
            }

            /// Returns how far the walk is. Can be called at any time, and is cheap.
            pub fn progress(&self) -> Progress {
                self.0.progress()
            }

            /// Whether nothing more will come.
            pub fn is_terminated(&self) -> bool {
                self.0.is_terminated()
            }
        }

        impl<P: Paginated> FusedIterator for $name<P> {}

        impl<P: Paginated> fmt::Debug for $name<P> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.debug_tuple(stringify!($name)).field(&self.0).finish()
            }
        }
    )*};
}

iterators! {
    BlockingItems:
        "Returns the number of items received so far, including those that are not yet yielded.",
        "Returns where to resume after the items that were yielded, exact to the item. Can be called at any time: in the middle of a page, after an error, and after the end. \
         `None` if the walk could not begin.";
    BlockingPages:
        "Returns the number of items of the pages received so far. Items that were taken before the walk was resumed, and items past a limit, are not counted.",
        "Returns where to resume after the pages that were yielded. Can be called at any time, also after an error and after the end. `None` if the walk could not begin.";
}
