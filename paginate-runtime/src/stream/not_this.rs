//! Traits that say in words what a stream is not, or what a type lacks: what rustc shows where the
//! wrong thing is done with a walk.
//!
//! A stream is no future and no iterator. It has impls of both all the same, under a bound that
//! nothing fulfils: so where one is awaited, or looped over, the text of that bound is the error.

use std::future::Future;
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll};

use crate::error::Error;
use crate::page::paginated::Paginated;
use crate::stream::items::Items;
use crate::stream::pages::Pages;
use crate::stream::paginator::Paginator;

/// Stands for a stream or a paginator in the bounds below: rustc shows the text of a bound only if
/// it is on another type than the one that was used.
pub struct NotYet<T>(PhantomData<T>);

/// The same for iterators, with a name that is shown where a method of theirs is called.
pub struct UseStreamExt<T>(PhantomData<T>);

/// Never implemented.
#[diagnostic::on_unimplemented(
    message = "a stream is not awaited itself",
    label = "this brings one value after the other",
    note = "all of them: `.try_collect().await?`; one after the other: `while let Some(item) = items.try_next().await? {{ .. }}`"
)]
pub trait Awaited {}

/// Never implemented.
#[diagnostic::on_unimplemented(
    message = "this is a stream, not an iterator",
    label = "its values are not there yet, but come one after the other",
    note = "one value after the other: `while let Some(item) = items.try_next().await? {{ .. }}`; all of them: `.try_collect().await?`; the first ten: `.max_items(10)` before \
            `.items()`",
    note = "`take`, `map` and `filter` of streams come with the crate `futures`: `use futures::{{StreamExt, TryStreamExt}};`",
    note = "without async, begin with `paginate_blocking(..)`, which makes iterators"
)]
pub trait Iterated {}

/// Never implemented.
#[diagnostic::on_unimplemented(
    message = "a paginator is not awaited itself",
    label = "nothing was chosen yet: items or pages",
    note = "all items: `.items().try_collect().await?`; one after the other: `let mut items = paginator.items();` and `items.try_next().await?`"
)]
pub trait AwaitedPaginator {}

macro_rules! not_this {
    ($($name:ident: $item:ty, $one:ty;)*) => {$(
        /// Never applies: it is there for the message where a stream is awaited.
        #[doc(hidden)]
        impl<P: Paginated> Future for $name<P>
        where
            NotYet<Self>: Awaited,
        {
            // What `try_collect` gives: a `?` behind the `.await` is no second mistake.
            type Output = Result<Vec<$one>, Error>;

            fn poll(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Self::Output> {
                Poll::Pending
            }
        }

        /// Never applies: it is there for the message where a stream is taken for an iterator.
        #[doc(hidden)]
        impl<P: Paginated> Iterator for $name<P>
        where
            UseStreamExt<Self>: Iterated,
        {
            type Item = $item;

            fn next(&mut self) -> Option<$item> {
                None
            }
        }
    )*};
}

not_this! {
    Items: Result<P::Item, Error>, P::Item;
    Pages: Result<crate::stream::page::Page<P>, Error>, crate::stream::page::Page<P>;
}

/// Never applies: it is there for the message where a paginator is awaited.
#[doc(hidden)]
impl<P: Paginated, S, D> Future for Paginator<P, S, D>
where
    NotYet<P>: AwaitedPaginator,
{
    type Output = Result<Vec<P::Item>, Error>;

    fn poll(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Self::Output> {
        Poll::Pending
    }
}
