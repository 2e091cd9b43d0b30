//! [`Next`]: what a page says about the next page.

use std::borrow::Cow;

use bytes::Bytes;

use crate::page::cursor::Cursor;
use crate::page::link::LinkTarget;
use crate::page::token_value::TokenValue;

/// What a page says about the next page.
///
/// A function given as `next_with = path::to::function` returns it too. `Debug` never shows the
/// values.
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub enum Next<'a> {
    /// There is no next page.
    #[default]
    End,
    /// There is a next page, and this continuation leads to it.
    Page(Cursor<'a>),
    /// There is a continuation, but it cannot be read: an error, not an end.
    Malformed(Cow<'static, str>),
}

impl<'a> Next<'a> {
    /// Creates the next page from a [token](Cursor::Token).
    #[inline]
    pub fn token(value: TokenValue<'a>) -> Self {
        Self::Page(Cursor::Token(value))
    }

    /// Creates the next page from a [link](Cursor::Link).
    #[inline]
    pub fn link(target: LinkTarget<'a>) -> Self {
        Self::Page(Cursor::Link(target))
    }

    /// Creates the next page from [query parameters](Cursor::Params).
    pub fn params(params: Vec<(Cow<'a, str>, TokenValue<'a>)>) -> Self {
        Self::Page(Cursor::Params(params))
    }

    /// Creates the next page from a [whole request](Cursor::Request).
    pub fn request(request: http::Request<Bytes>) -> Self {
        Self::Page(Cursor::Request(Box::new(request)))
    }

    /// Converts it into a value that borrows nothing.
    pub fn into_owned(self) -> Next<'static> {
        match self {
            Self::End => Next::End,
            Self::Page(cursor) => Next::Page(cursor.into_owned()),
            Self::Malformed(why) => Next::Malformed(why),
        }
    }
}
