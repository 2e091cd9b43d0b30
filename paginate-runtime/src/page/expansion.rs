//! What the derive's expansion calls besides the wrappers of `path`, so that it needs no control
//! flow of its own.

use std::borrow::Cow;

use http::HeaderMap;

use crate::page::items::PageItems;
use crate::page::next::Next;

/// Gives the closure of a path its type, so that its `?` needs no annotation.
pub fn present<T>(path: impl FnOnce() -> Option<T>) -> Option<T> {
    path()
}

/// What a function given as `next_with` returns.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a decision about the next page",
    label = "`next_with` takes a function that returns `Next`",
    note = "return `Next::Token(value)`, `Next::Url(target)` or `Next::Params(list)` to go on, and `Next::End` to stop: `fn(&Self, &HeaderMap) -> Next<'_>`",
    note = "a function that returns an `Option<String>` is what `token = path` (an opaque token) and `next_url = path` (a link) take"
)]
pub trait Decision<'a> {
    /// The decision.
    fn decided(self) -> Next<'a>;
}

impl<'a> Decision<'a> for Next<'a> {
    fn decided(self) -> Self {
        self
    }
}

/// What a function given as `next_with` returned.
pub fn decided<'a>(decision: impl Decision<'a>) -> Next<'a> {
    decision.decided()
}

/// A function given in the place of a path.
#[diagnostic::on_unimplemented(
    message = "this function cannot read a page",
    label = "a `fn(&Self, &HeaderMap) -> ..` is needed, and this is `{Self}`",
    note = "the headers are an argument also where they are not used: `fn next(&self, _: &paginate_runtime::HeaderMap) -> Option<String>`"
)]
pub trait ReadsPage<'a, P, T, How> {
    /// What it reads.
    fn read(self, page: &'a P, headers: &'a HeaderMap) -> T;
}

/// By a function of the page and the headers.
#[derive(Debug)]
pub enum WithHeaders {}

/// By nothing: see [`Never`].
#[derive(Debug)]
pub enum Otherwise {}

impl<'a, P: 'a, T, F: FnOnce(&'a P, &'a HeaderMap) -> T> ReadsPage<'a, P, T, WithHeaders> for F {
    fn read(self, page: &'a P, headers: &'a HeaderMap) -> T {
        self(page, headers)
    }
}

/// Never implemented. Where a trait has one impl, rustc tells which of its bounds does not hold;
/// where it has two, it shows the text of the trait.
pub trait Never<T> {
    /// What is never read.
    fn never(self) -> T;
}

impl<'a, P, T, F: Never<T>> ReadsPage<'a, P, T, Otherwise> for F {
    fn read(self, _: &'a P, _: &'a HeaderMap) -> T {
        self.never()
    }
}

/// What a function reads of a page.
pub fn read_with<'a, P, T, F: ReadsPage<'a, P, T, How>, How>(
    function: F,
    page: &'a P,
    headers: &'a HeaderMap,
) -> T {
    function.read(page, headers)
}

/// A function given as `items`. `How` is how it takes the page.
#[diagnostic::on_unimplemented(
    message = "this function cannot take the items out of a page",
    label = "`items` takes a `fn(&mut Self) -> Vec<{T}>`, and this is `{Self}`",
    note = "the page stays, without its items: `fn rows(&mut self) -> Vec<{T}> {{ std::mem::take(&mut self.rows) }}`"
)]
pub trait TakesItems<P, T, How> {
    /// The items.
    fn take(self, page: &mut P) -> Vec<T>;
}

/// The page is borrowed mutably.
#[derive(Debug)]
pub enum ByMut {}

/// The page is borrowed.
#[derive(Debug)]
pub enum ByRef {}

impl<P, T, F: FnOnce(&mut P) -> Vec<T>> TakesItems<P, T, ByMut> for F {
    fn take(self, page: &mut P) -> Vec<T> {
        self(page)
    }
}

impl<P, T, F: FnOnce(&P) -> Vec<T>> TakesItems<P, T, ByRef> for F {
    fn take(self, page: &mut P) -> Vec<T> {
        self(page)
    }
}

/// The items of a page, by a function.
pub fn take_with<P, T, F: TakesItems<P, T, How>, How>(function: F, page: &mut P) -> Vec<T> {
    function.take(page)
}

/// The elements of a list.
pub fn each<'a, L: PageItems + 'a>(list: Option<&'a L>) -> impl Iterator<Item = &'a L::Item>
where
    L::Item: 'a,
{
    list.into_iter().flat_map(L::iter)
}

/// The elements of the list inside each element (`pages[].categories[]`); elements without a list
/// are left out.
pub fn each_in<'a, E: 'a, T: 'a, L: Iterator<Item = &'a T>>(
    elements: impl Iterator<Item = &'a E>,
    list: impl Fn(&'a E) -> Option<L>,
) -> impl Iterator<Item = &'a T> {
    elements.filter_map(list).flatten()
}

/// How many elements there are.
pub fn count<T>(elements: impl Iterator<Item = T>) -> usize {
    elements.count()
}

/// The first element.
pub fn first<T>(mut elements: impl Iterator<Item = T>) -> Option<T> {
    elements.next()
}

/// The last element.
pub fn last<T>(elements: impl Iterator<Item = T>) -> Option<T> {
    elements.last()
}

/// The element before the last one.
pub fn before_last<T>(elements: impl Iterator<Item = T>) -> Option<T> {
    let (before, _) = elements.fold((None, None), |(_, last), element| (last, Some(element)));
    before
}

/// Moves the items out of the list inside each element (`pages[].categories[]`), in wire order.
pub fn take_each<E, T>(elements: Vec<E>, mut take: impl FnMut(&mut E) -> Option<Vec<T>>) -> Vec<T> {
    elements
        .into_iter()
        .filter_map(|mut element| take(&mut element))
        .flatten()
        .collect()
}

/// What is inside each element (`edges[].node`); elements without are left out.
pub fn unwrap_each<E, T>(elements: Vec<E>, inside: impl FnMut(E) -> Option<T>) -> Vec<T> {
    elements.into_iter().filter_map(inside).collect()
}

/// The length of a list inside each item that has it.
pub fn lens<'a, E: 'a>(
    elements: impl Iterator<Item = &'a E>,
    len: impl Fn(&'a E) -> Option<usize>,
) -> impl Iterator<Item = usize> {
    elements.filter_map(len)
}

/// How many items have a flag that is true.
pub fn flagged<'a, E: 'a>(
    elements: impl Iterator<Item = &'a E>,
    flag: impl Fn(&'a E) -> Option<bool>,
) -> usize {
    elements
        .filter(|element| flag(element) == Some(true))
        .count()
}

/// How many elements hold something (`edges[].node`).
pub fn held<'a, E: 'a>(
    elements: impl Iterator<Item = &'a E>,
    inside: impl Fn(&'a E) -> Option<()>,
) -> usize {
    elements.filter_map(inside).count()
}

/// An error report that a function returned, which does not live as long as the page.
pub fn owned(failure: Option<Cow<'_, str>>) -> Option<Cow<'static, str>> {
    failure.map(|failure| Cow::Owned(failure.into_owned()))
}
