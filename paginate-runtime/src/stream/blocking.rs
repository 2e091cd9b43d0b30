//! The same two deliveries as plain iterators: the streams, driven by the thread that asks.

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

/// What only streams can do: the bound of the options that need requests or timers beside the one
/// that is waited for.
#[diagnostic::on_unimplemented(
    message = "this option is for streams, and this walk is blocking",
    label = "a blocking walk does one thing at a time",
    note = "to fetch ahead in a thread, `.prefetch(n)`; to give up on a body that stands still, `.request_timeout(d)` or a read timeout of the client"
)]
pub trait Concurrent {}

impl Concurrent for Streaming {}

/// The items of an endpoint as an iterator: [`Items`] without async.
///
/// Lazy: nothing is sent before the first `next`, a page is asked for when the one before has been
/// handed out, and nothing is sent after the end. Fused: after the end or an error it yields
/// nothing more. An error comes after the items of all earlier pages.
///
/// `next` keeps its thread until the page is there. In async code take the stream, or go through
/// `spawn_blocking`.
#[must_use = "iterators do nothing unless consumed"]
pub struct BlockingItems<P: Paginated>(Items<P>);

/// The pages of an endpoint as an iterator, one request each: [`Pages`] without async.
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
            /// Why the walk ended; `None` while it has not, and after an error.
            pub fn end_reason(&self) -> Option<EndReason> {
                self.0.end_reason()
            }

            /// What responses said against the declaration so far: see [`Warning`]. Empty if all is
            /// well. The last page can add to it, so look again after the end.
            pub fn warnings(&self) -> Arc<[Warning]> {
                self.0.warnings()
            }

            #[doc = $received]
            pub fn received(&self) -> u64 {
                self.0.received()
            }

            /// Items that the API promised in all, where it declares a total.
            pub fn total(&self) -> Option<u64> {
                self.0.total()
            }

            /// Pages received so far.
            pub fn page_count(&self) -> u64 {
                self.0.page_count()
            }

            /// Lists inside items (`nested = ..`) that may have been cut so far.
            pub fn truncated_lists(&self) -> u64 {
                self.0.truncated_lists()
            }

            #[doc = $checkpoint]
            pub fn checkpoint(&self) -> Option<Checkpoint> {
                self.0.checkpoint()
            }

            /// What is left of the walk after what was yielded: a [`Segment`] with the end of the
            /// one that is walked, or an open one. `None` if the walk could not begin.
            pub fn segment(&self) -> Option<Segment>
            where
                P: Paginated<Mode: Counter>,
            {
                self.0.segment()
            }

            /// How far the walk is: what to show while it runs. Cheap, at any moment.
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
        "Items received so far, those that wait to be handed out included.",
        "Where to go on after the items that were yielded, exact to the item, at any moment: in the middle of a page, after the end and after an error. \
         `None` where the walk could not begin.";
    BlockingPages:
        "Items of the pages received so far, without those that a resumed walk had taken before and those past a limit.",
        "Where to go on after the pages that were yielded, at any moment, after the end and after an error too. `None` where the walk could not begin.";
}
