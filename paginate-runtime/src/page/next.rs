//! [`Next`]: what a page says about the page after it.

use std::borrow::Cow;

use bytes::Bytes;

use crate::page::cursor::Cursor;
use crate::page::link::LinkTarget;
use crate::page::token_value::TokenValue;

/// What a page says about the page after it.
///
/// A function given as `next_with = path::to::function` returns it too. `Debug` never shows the
/// values.
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub enum Next<'a> {
    /// There is no next page.
    #[default]
    End,
    /// There is a next page, and this leads to it.
    Page(Cursor<'a>),
    /// There is a continuation, but it cannot be read: an error, not an end.
    Malformed(Cow<'static, str>),
}

impl<'a> Next<'a> {
    /// The next page, by a [token](Cursor::Token).
    #[inline]
    pub fn token(value: TokenValue<'a>) -> Self {
        Self::Page(Cursor::Token(value))
    }

    /// The next page, by a [link](Cursor::Link).
    #[inline]
    pub fn link(target: LinkTarget<'a>) -> Self {
        Self::Page(Cursor::Link(target))
    }

    /// The next page, by [query parameters](Cursor::Params).
    pub fn params(params: Vec<(Cow<'a, str>, TokenValue<'a>)>) -> Self {
        Self::Page(Cursor::Params(params))
    }

    /// The next page, by a [whole request](Cursor::Request).
    pub fn request(request: http::Request<Bytes>) -> Self {
        Self::Page(Cursor::Request(Box::new(request)))
    }

    /// Converts it into one that borrows nothing.
    pub fn into_owned(self) -> Next<'static> {
        match self {
            Self::End => Next::End,
            Self::Page(cursor) => Next::Page(cursor.into_owned()),
            Self::Malformed(why) => Next::Malformed(why),
        }
    }
}
