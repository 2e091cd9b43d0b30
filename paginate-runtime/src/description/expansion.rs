//! What the derive's expansion calls besides the wrappers of `path`, so that it needs no control flow of its own.

use std::borrow::Cow;

use super::PageItems;

/// Gives the closure of a path its type, so that its `?` needs no annotation.
pub fn present<T>(path: impl FnOnce() -> Option<T>) -> Option<T> {
    path()
}

/// What is inside each element (`edges[].node`); elements without are left out.
pub fn unwrap_each<E, T>(elements: Vec<E>, inside: impl FnMut(E) -> Option<T>) -> Vec<T> {
    elements.into_iter().filter_map(inside).collect()
}

/// The length of a list inside each item that has it.
pub fn lens<L: PageItems>(list: Option<&L>, len: impl Fn(&L::Item) -> Option<usize>) -> impl Iterator<Item = usize> {
    list.into_iter().flat_map(L::iter).filter_map(len)
}

/// How many elements hold something (`edges[].node`).
pub fn held<L: PageItems>(list: Option<&L>, inside: impl Fn(&L::Item) -> Option<()>) -> usize {
    list.into_iter().flat_map(L::iter).filter_map(inside).count()
}

/// An error report that a function returned, which does not live as long as the page.
pub fn owned(failure: Option<Cow<'_, str>>) -> Option<Cow<'static, str>> {
    failure.map(|failure| Cow::Owned(failure.into_owned()))
}
