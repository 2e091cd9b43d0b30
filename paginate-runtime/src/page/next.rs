//! The continuation that a page names.

use std::borrow::Cow;
use std::fmt;

use bytes::Bytes;

use crate::page::link::LinkTarget;
use crate::page::token_value::TokenValue;

/// The continuation that a page names.
///
/// A function given as `next_with = path::to::function` returns it too. `Debug` never shows the
/// values.
#[derive(Clone, Default)]
#[non_exhaustive]
pub enum Next<'a> {
    /// There is no next page.
    #[default]
    End,
    /// A token. It is written where the scheme says; in the custom mode, into the query parameter
    /// that the scheme names.
    Token(TokenValue<'a>),
    /// The parts of a token, each written to [its location](crate::scheme::Source::Tokens). If all
    /// are `None`, there is no next page. Only for the mode with several parts.
    Tokens(Vec<Option<TokenValue<'a>>>),
    /// A link. It is followed only if the origin rule allows it.
    Url(LinkTarget<'a>),
    /// Query parameters to set in the original request. Its other parameters stay.
    Params(Vec<(Cow<'a, str>, TokenValue<'a>)>),
    /// A whole request, sent as it is if the origin rule allows it. A stored checkpoint that holds
    /// one is accepted only if its method is GET or the first request's.
    Request(Box<http::Request<Bytes>>),
    /// There is a continuation, but it cannot be read: an error, not an end.
    Malformed(Cow<'static, str>),
}

impl Next<'_> {
    /// Converts it into one that borrows nothing.
    pub fn into_owned(self) -> Next<'static> {
        match self {
            Self::End => Next::End,
            Self::Token(value) => Next::Token(value.into_owned()),
            Self::Tokens(parts) => Next::Tokens(
                parts
                    .into_iter()
                    .map(|part| part.map(TokenValue::into_owned))
                    .collect(),
            ),
            Self::Url(target) => Next::Url(target.into_owned()),
            Self::Params(params) => Next::Params(
                params
                    .into_iter()
                    .map(|(name, value)| (Cow::Owned(name.into_owned()), value.into_owned()))
                    .collect(),
            ),
            Self::Request(request) => Next::Request(request),
            Self::Malformed(why) => Next::Malformed(why),
        }
    }
}

impl fmt::Debug for Next<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::End => f.write_str("End"),
            Self::Token(value) => f.debug_tuple("Token").field(value).finish(),
            Self::Tokens(parts) => write!(f, "Tokens({}, redacted)", parts.len()),
            Self::Url(target) => f.debug_tuple("Url").field(target).finish(),
            Self::Params(params) => write!(f, "Params({}, redacted)", params.len()),
            Self::Request(request) => write!(f, "Request({}, redacted)", request.method()),
            Self::Malformed(why) => f.debug_tuple("Malformed").field(why).finish(),
        }
    }
}
