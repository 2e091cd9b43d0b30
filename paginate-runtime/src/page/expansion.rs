//! The functions that the derive's expansion calls besides the wrappers of `path`, so that the
//! expansion needs no control flow of its own.

use http::HeaderMap;

use crate::page::items::PageItems;
use crate::page::next::Next;

/// Calls the closure of a path. Gives the closure its type, so that its `?` needs no annotation.
pub fn present<T>(path: impl FnOnce() -> Option<T>) -> Option<T> {
    path()
}

/// The return type of a function given as `next_with`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a decision about the next page",
    label = "`next_with` takes a function that returns `Next`",
    note = "return `Next::token(value)`, `Next::link(target)` or `Next::params(list)` to go on, and `Next::End` to stop: `fn(&Self, &HeaderMap) -> Next<'_>`",
    note = "a function that returns an `Option<String>` is what `token = path` (an opaque token) and `next_url = path` (a link) take"
)]
pub trait Decision<'a> {
    /// Returns the decision.
    fn decided(self) -> Next<'a>;
}

impl<'a> Decision<'a> for Next<'a> {
    fn decided(self) -> Self {
        self
    }
}

/// Returns the decision of a function given as `next_with`.
pub fn decided<'a>(decision: impl Decision<'a>) -> Next<'a> {
    decision.decided()
}

/// A function given instead of a path.
#[diagnostic::on_unimplemented(
    message = "this function cannot read a page",
    label = "a `fn(&Self, &HeaderMap) -> ..` is needed, and this is `{Self}`",
    note = "the function must take the headers, even if it does not use them: `fn next(&self, _: &paginate_runtime::HeaderMap) -> Option<String>`"
)]
pub trait ReadsPage<'a, P, T, How> {
    /// Reads the value.
    fn read(self, page: &'a P, headers: &'a HeaderMap) -> T;
}

/// The marker of a function of the page and the headers.
#[derive(Debug)]
pub enum WithHeaders {}

/// The marker of an impl that never applies: see [`Never`].
#[derive(Debug)]
pub enum Otherwise {}

impl<'a, P: 'a, T, F: FnOnce(&'a P, &'a HeaderMap) -> T> ReadsPage<'a, P, T, WithHeaders> for F {
    fn read(self, page: &'a P, headers: &'a HeaderMap) -> T {
        self(page, headers)
    }
}

/// A trait that no type implements. If a trait has one impl, rustc reports which bound of it does
/// not hold; if it has two, rustc reports the message of the trait.
pub trait Never<T> {
    /// Is never called.
    fn never(self) -> T;
}

impl<'a, P, T, F: Never<T>> ReadsPage<'a, P, T, Otherwise> for F {
    fn read(self, _: &'a P, _: &'a HeaderMap) -> T {
        self.never()
    }
}

/// Calls a function that reads a page.
pub fn read_with<'a, P, T, F: ReadsPage<'a, P, T, How>, How>(
    function: F,
    page: &'a P,
    headers: &'a HeaderMap,
) -> T {
    function.read(page, headers)
}

/// A function given as `items`. `How` marks how it takes the page.
#[diagnostic::on_unimplemented(
    message = "this function cannot take the items out of a page",
    label = "`items` takes a `fn(&mut Self) -> Vec<{T}>`, and this is `{Self}`",
    note = "take the items out of the page: `fn rows(&mut self) -> Vec<{T}> {{ std::mem::take(&mut self.rows) }}`"
)]
pub trait TakesItems<P, T, How> {
    /// Takes the items out of the page.
    fn take(self, page: &mut P) -> Vec<T>;
}

/// The marker of a function that borrows the page mutably.
#[derive(Debug)]
pub enum ByMut {}

/// The marker of a function that borrows the page.
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

/// Takes the items out of a page with a function.
pub fn take_with<P, T, F: TakesItems<P, T, How>, How>(function: F, page: &mut P) -> Vec<T> {
    function.take(page)
}

/// Returns the elements of a list.
pub fn each<'a, L: PageItems + 'a>(list: Option<&'a L>) -> impl Iterator<Item = &'a L::Item>
where
    L::Item: 'a,
{
    list.into_iter().flat_map(L::iter)
}

/// Returns the elements of the list inside each element (`pages[].categories[]`). Elements without
/// a list are skipped.
pub fn each_in<'a, E: 'a, T: 'a, L: Iterator<Item = &'a T>>(
    elements: impl Iterator<Item = &'a E>,
    list: impl Fn(&'a E) -> Option<L>,
) -> impl Iterator<Item = &'a T> {
    elements.filter_map(list).flatten()
}

/// Returns the number of elements.
pub fn count<T>(elements: impl Iterator<Item = T>) -> usize {
    elements.count()
}

/// Returns the first element.
pub fn first<T>(mut elements: impl Iterator<Item = T>) -> Option<T> {
    elements.next()
}

/// Returns the last element.
pub fn last<T>(elements: impl Iterator<Item = T>) -> Option<T> {
    elements.last()
}

/// Returns the element before the last one.
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

/// Moves the value out of each element (`edges[].node`). Elements without a value are skipped.
pub fn unwrap_each<E, T>(elements: Vec<E>, inside: impl FnMut(E) -> Option<T>) -> Vec<T> {
    elements.into_iter().filter_map(inside).collect()
}

/// Returns the length of the list inside each item that has it.
pub fn lens<'a, E: 'a>(
    elements: impl Iterator<Item = &'a E>,
    len: impl Fn(&'a E) -> Option<usize>,
) -> impl Iterator<Item = usize> {
    elements.filter_map(len)
}

/// Returns the number of items whose flag is true.
pub fn flagged<'a, E: 'a>(
    elements: impl Iterator<Item = &'a E>,
    flag: impl Fn(&'a E) -> Option<bool>,
) -> usize {
    elements
        .filter(|element| flag(element) == Some(true))
        .count()
}

/// Returns the number of elements that hold a value (`edges[].node`).
pub fn held<'a, E: 'a>(
    elements: impl Iterator<Item = &'a E>,
    inside: impl Fn(&'a E) -> Option<()>,
) -> usize {
    elements.filter_map(inside).count()
}
