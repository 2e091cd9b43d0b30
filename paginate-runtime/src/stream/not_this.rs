//! Traits for compile errors: rustc shows their text if a stream or a paginator is used as a future
//! or as an iterator.
//!
//! A stream is neither a future nor an iterator. It still implements both traits, with a bound that
//! no type fulfils. If a stream is awaited or looped over, the text of that bound is the error.

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

/// Stands for a stream in the bound of iterators. Its name is shown if a method of iterators is
/// called.
pub struct UseStreamExt<T>(PhantomData<T>);

/// The bound for a stream that is awaited. It is never implemented.
#[diagnostic::on_unimplemented(
    message = "a stream cannot be awaited",
    label = "this gives several values, one at a time",
    note = "all values: `.try_collect().await?`; one at a time: `while let Some(item) = items.try_next().await? {{ .. }}`"
)]
pub trait Awaited {}

/// The bound for a stream that is used as an iterator. It is never implemented.
#[diagnostic::on_unimplemented(
    message = "this is a stream, not an iterator",
    label = "its values arrive one at a time",
    note = "one at a time: `while let Some(item) = items.try_next().await? {{ .. }}`; all values: `.try_collect().await?`; the first ten: `.max_items(10)` before \
            `.items()`",
    note = "`take`, `map` and `filter` of streams come with the crate `futures`: `use futures::{{StreamExt, TryStreamExt}};`",
    note = "without async, begin with `paginate_blocking(..)`, which makes iterators"
)]
pub trait Iterated {}

/// The bound for a paginator that is awaited. It is never implemented.
#[diagnostic::on_unimplemented(
    message = "a paginator cannot be awaited",
    label = "call `.items()` or `.pages()` first",
    note = "all items: `.items().try_collect().await?`; one at a time: `let mut items = paginator.items();` and `items.try_next().await?`"
)]
pub trait AwaitedPaginator {}

macro_rules! not_this {
    ($($name:ident: $item:ty, $one:ty;)*) => {$(
        /// Never applies. It exists for the message if a stream is awaited.
        #[doc(hidden)]
        impl<P: Paginated> Future for $name<P>
        where
            NotYet<Self>: Awaited,
        {
            // The output of `try_collect`, so that a `?` after `.await` is not a second error.
            type Output = Result<Vec<$one>, Error>;

            fn poll(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Self::Output> {
                Poll::Pending
            }
        }

        /// Never applies. It exists for the message if a stream is used as an iterator.
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

/// Never applies. It exists for the message if a paginator is awaited.
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
