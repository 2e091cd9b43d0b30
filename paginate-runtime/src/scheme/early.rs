//! [`EarlyContinuation`]: the page types whose continuation can be read early.

use crate::page::paginated::Paginated;

/// A page type whose token or link can be read before the page is complete.
/// [`Paginator::early`](crate::Paginator::early) needs it.
///
/// The derive implements it if the token or link is in a top-level field of its own (no `flatten`,
/// `alias` or `deserialize_with`) or in a header, and no other part of the page affects what comes
/// next: no `more` or `done`, no `decode`, no `empty`, `short` or `repeat` in `end_on`.
///
/// To implement it by hand, give the location in the scheme, and implement this trait:
///
/// ```
/// use paginate_runtime::{mode::{EarlyContinuation, Token}, HeaderMap, Paginated, page::PageInfo, scheme::{RequestLocation, ResponseLocation, Scheme, Source}};
///
/// #[derive(serde::Deserialize)]
/// struct Users { next: Option<String>, users: Vec<String> }
///
/// impl Paginated for Users {
///     type Item = String;
///     type Mode = Token;
///     const SCHEME: Scheme = Scheme::new(Source::Token(RequestLocation::Query("cursor"))).next_at(ResponseLocation::Member("next")).early();
///
///     fn page_info<'a>(&'a self, _: &'a HeaderMap) -> PageInfo<'a> {
///         PageInfo::new().items(Some(&self.users)).token(Some(&self.next))
///     }
///
///     fn take_items(&mut self) -> Vec<String> {
///         std::mem::take(&mut self.users)
///     }
/// }
///
/// impl EarlyContinuation for Users {}
/// ```
#[diagnostic::on_unimplemented(
    message = "`.early()` has no effect on pages of `{Self}`",
    label = "the next request cannot leave before this page is complete",
    note = "it needs a token or link in a top-level field of its own (no `flatten`, `alias` or `deserialize_with`) or in a header; without `more`, `done` or `decode`, and \
            without `empty`, `short` or `repeat` in `end_on`",
    note = "`.prefetch(n)` fetches pages ahead of the consumer for every declaration",
    note = "if `{Self}` implements `Paginated` by hand: `impl EarlyContinuation for {Self} {{}}`, with `.next_at(..).early()` in its scheme"
)]
pub trait EarlyContinuation: Paginated {}
