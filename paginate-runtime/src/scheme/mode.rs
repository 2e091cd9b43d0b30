//! The kinds of pagination, as types. They determine the argument of a typed fetch function and the
//! methods that exist.

use crate::page::cursor::Cursor;
use crate::page::token_value::TokenValue;

/// The kind of continuation that a page type uses.
///
/// Sealed: the modes are [`Token`], [`Tokens`], [`NextUrl`], [`PageNumber`], [`Offset`],
/// [`LastItem`] and [`Custom`].
pub trait Mode: sealed::Sealed + 'static {
    /// The argument that a fetch function given to
    /// [`Paginated::paginate_with`](crate::Paginated::paginate_with) gets for each page.
    type Cursor: Send + 'static;

    #[doc(hidden)]
    const KIND: Kind;

    #[doc(hidden)]
    fn hand_over(cursor: &Cursor<'_>) -> Self::Cursor;
}

/// The random-access modes, [`PageNumber`] and [`Offset`]: any page can be requested without the
/// one before it.
#[diagnostic::on_unimplemented(
    message = "pages of this mode cannot be asked for out of order",
    label = "`{Self}` learns where the next page is from the page before",
    note = "this needs a page number or an offset (`page = ..`, `offset = ..`); in every mode `.prefetch(n)` fetches pages ahead of the consumer"
)]
pub trait Counter: Mode {}

/// The modes that follow links: [`NextUrl`] and [`Custom`].
#[diagnostic::on_unimplemented(
    message = "no links are followed in this mode",
    label = "`{Self}` repeats the first request with another value, so this option has no effect",
    note = "`.rebase_links()` and `.post_links()` are for `next_url = ..` and `next_with = ..`; leave them out here"
)]
pub trait FollowsLinks: Mode {}

/// The modes in which a later request can lack parameters of the first request's query: links
/// ([`NextUrl`], [`Custom`]), and a [`Token`] with `continue_at`.
#[diagnostic::on_unimplemented(
    message = "the whole query is kept in this mode anyway",
    label = "`{Self}` repeats the first request with another value, so this option has no effect",
    note = "`.keep_query(..)` is for links (`next_url = ..`, `next_with = ..`), which bring a query of their own, and for `token = ..` with `continue_at = ..`; leave it \
            out here"
)]
pub trait KeepsQuery: Mode {}

/// The mode of an opaque token: `token = ..`. A fetch function gets the token, and `None` for the
/// first page.
#[derive(Debug, Clone, Copy)]
pub enum Token {}

/// The mode of an opaque token with several parts: `token = (.., ..)`. A fetch function gets the
/// parts in the order of the declaration, `None` for each part that the page did not name. For the
/// first page, the whole argument is `None`.
#[derive(Debug, Clone, Copy)]
pub enum Tokens {}

/// The mode of links: `next_url = ..`. A fetch function gets the link as the API gave it, and
/// `None` for the first page.
#[derive(Debug, Clone, Copy)]
pub enum NextUrl {}

/// The mode of page numbers: `page = ..`. A fetch function gets the number.
#[derive(Debug, Clone, Copy)]
pub enum PageNumber {}

/// The mode of offsets, the number of items to skip: `offset = ..`. A fetch function gets the
/// offset.
#[derive(Debug, Clone, Copy)]
pub enum Offset {}

/// The mode of the last item's key: `last_item = ..`. A fetch function gets the key, and `None` for
/// the first page.
#[derive(Debug, Clone, Copy)]
pub enum LastItem {}

/// The mode in which a function decides: `next_with = ..`. A fetch function gets what it returned,
/// and `None` for the first page.
#[derive(Debug, Clone, Copy)]
pub enum Custom {}

/// The modes as values. A hand-written `Paginated` is checked with them against its `Scheme`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[doc(hidden)]
pub enum Kind {
    Token,
    Tokens,
    NextUrl,
    Page,
    Offset,
    LastItem,
    Custom,
}

mod sealed {
    pub trait Sealed {}
}

#[inline]
fn text(cursor: &Cursor<'_>) -> Option<String> {
    match cursor {
        Cursor::Token(value) => Some(value.as_plain().to_owned()),
        Cursor::Link(target) => Some(target.href.as_ref().to_owned()),
        Cursor::First
        | Cursor::Count(_)
        | Cursor::Tokens(_)
        | Cursor::Params(_)
        | Cursor::Request(_) => None,
    }
}

fn texts(cursor: &Cursor<'_>) -> Option<Vec<Option<String>>> {
    let text = |value: &TokenValue<'_>| value.as_plain().to_owned();
    match cursor {
        Cursor::Tokens(parts) => Some(parts.iter().map(|part| part.as_ref().map(text)).collect()),
        _ => None,
    }
}

fn count(cursor: &Cursor<'_>) -> u64 {
    match cursor {
        Cursor::Count(count) => *count,
        _ => 0,
    }
}

fn next(cursor: &Cursor<'_>) -> Option<Cursor<'static>> {
    (!cursor.is_first()).then(|| cursor.clone().into_owned())
}

macro_rules! modes {
    ($($mode:ident: $kind:ident, $cursor:ty, $hand_over:expr;)*) => {$(
        impl sealed::Sealed for $mode {}

        impl Mode for $mode {
            type Cursor = $cursor;

            const KIND: Kind = Kind::$kind;

            #[inline]
            fn hand_over(cursor: &Cursor<'_>) -> $cursor {
                $hand_over(cursor)
            }
        }
    )*};
}
modes! {
    Token: Token, Option<String>, text;
    Tokens: Tokens, Option<Vec<Option<String>>>, texts;
    NextUrl: NextUrl, Option<String>, text;
    PageNumber: Page, u64, count;
    Offset: Offset, u64, count;
    LastItem: LastItem, Option<String>, text;
    Custom: Custom, Option<Cursor<'static>>, next;
}

impl Counter for PageNumber {}
impl Counter for Offset {}

impl FollowsLinks for NextUrl {}
impl FollowsLinks for Custom {}

impl KeepsQuery for NextUrl {}
impl KeepsQuery for Custom {}
impl KeepsQuery for Token {}
impl KeepsQuery for Tokens {}
