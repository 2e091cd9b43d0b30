//! [`Cursor`]: what leads to a page, the only form of a continuation.

use std::borrow::Cow;
use std::fmt;

use bytes::Bytes;

use crate::page::link::LinkTarget;
use crate::page::token_value::TokenValue;

/// The continuation that leads to a page. Pages name it, the walk decides on it, requests are made
/// from it, and checkpoints hold it.
///
/// `Debug` shows the kind and never the value, which can be a credential.
#[derive(Clone)]
#[non_exhaustive]
pub enum Cursor<'a> {
    /// The request as the caller made it.
    First,
    /// A token, or the key of the last item received. It is written where the scheme says; in the
    /// custom mode, into the query parameter that the scheme names.
    Token(TokenValue<'a>),
    /// The parts of a token, each written to [its location](crate::scheme::Source::Tokens). If all
    /// are `None`, there is no next page. Only for the mode with several parts.
    Tokens(Vec<Option<TokenValue<'a>>>),
    /// A page number or an offset. The runtime counts it; no page names it.
    Count(u64),
    /// A link. It is followed only if the origin rule allows it. In a request over HTTP it is
    /// absolute.
    Link(LinkTarget<'a>),
    /// Query parameters to set in the original request. Its other parameters stay.
    Params(Vec<(Cow<'a, str>, TokenValue<'a>)>),
    /// A whole request, sent as it is if the origin rule allows it. A stored checkpoint that holds
    /// one is accepted only if its method is GET or the first request's.
    Request(Box<http::Request<Bytes>>),
}

impl Cursor<'_> {
    /// Converts it into a continuation that borrows nothing.
    pub fn into_owned(self) -> Cursor<'static> {
        match self {
            Self::First => Cursor::First,
            Self::Token(value) => Cursor::Token(value.into_owned()),
            Self::Tokens(parts) => Cursor::Tokens(
                parts
                    .into_iter()
                    .map(|part| part.map(TokenValue::into_owned))
                    .collect(),
            ),
            Self::Count(count) => Cursor::Count(count),
            Self::Link(target) => Cursor::Link(target.into_owned()),
            Self::Params(params) => Cursor::Params(
                params
                    .into_iter()
                    .map(|(name, value)| (Cow::Owned(name.into_owned()), value.into_owned()))
                    .collect(),
            ),
            Self::Request(request) => Cursor::Request(request),
        }
    }

    /// Returns whether this is the request as the caller made it.
    pub(crate) fn is_first(&self) -> bool {
        matches!(self, Self::First)
    }

    /// Returns whether both ask for the same page. Two whole requests never count as the same.
    pub(crate) fn same_as(&self, other: &Cursor<'_>) -> bool {
        match (self, other) {
            (Self::Token(a), Cursor::Token(b)) => a == b,
            (Self::Count(a), Cursor::Count(b)) => a == b,
            (Self::Link(a), Cursor::Link(b)) => {
                a.href == b.href && a.method == b.method && a.body == b.body
            }
            (Self::Tokens(a), Cursor::Tokens(b)) => a == b,
            (Self::Params(a), Cursor::Params(b)) => a == b,
            _ => false,
        }
    }
}

impl fmt::Debug for Cursor<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::First => f.write_str("First"),
            Self::Token(value) => f.debug_tuple("Token").field(value).finish(),
            Self::Tokens(parts) => write!(f, "Tokens({}, redacted)", parts.len()),
            Self::Count(count) => f.debug_tuple("Count").field(count).finish(),
            Self::Link(target) => f.debug_tuple("Link").field(target).finish(),
            Self::Params(params) => write!(f, "Params({}, redacted)", params.len()),
            Self::Request(request) => write!(f, "Request({}, redacted)", request.method()),
        }
    }
}
