//! [`Cursor`]: what one request asks for.

use std::fmt;

use bytes::Bytes;

use crate::page::link::LinkTarget;
use crate::page::next::Next;
use crate::page::token_value::TokenValue;

/// The place in its list of the page that one request asks for.
///
/// `Debug` shows the kind and never the value, which can be a credential.
#[derive(Clone)]
#[non_exhaustive]
pub enum Cursor {
    /// The request as the caller made it.
    First,
    /// A token, or the key of the last item received.
    Value(TokenValue<'static>),
    /// The parts of a token, in the order of their request locations.
    Tokens(Vec<Option<TokenValue<'static>>>),
    /// A page number or an offset.
    Count(u64),
    /// A link. Over HTTP it is absolute and has passed the origin rule.
    Link(LinkTarget<'static>),
    /// Query parameters to set in the original request.
    Params(Vec<(String, TokenValue<'static>)>),
    /// A whole request.
    Request(Box<http::Request<Bytes>>),
}

impl Cursor {
    /// Converts the continuation that a page named; `None` if it named none.
    pub(crate) fn from_next(next: Next<'_>) -> Option<Self> {
        match next {
            Next::End | Next::Malformed(_) => None,
            Next::Token(value) => Some(Self::Value(value.into_owned())),
            Next::Tokens(parts) => {
                let parts: Vec<_> = parts
                    .into_iter()
                    .map(|part| part.map(TokenValue::into_owned))
                    .collect();
                parts
                    .iter()
                    .any(Option::is_some)
                    .then_some(Self::Tokens(parts))
            }
            Next::Url(target) => Some(Self::Link(target.into_owned())),
            Next::Params(params) => Some(Self::Params(
                params
                    .into_iter()
                    .map(|(name, value)| (name.into_owned(), value.into_owned()))
                    .collect(),
            )),
            Next::Request(request) => Some(Self::Request(request)),
        }
    }

    /// Returns whether this is the request as the caller made it.
    pub(crate) fn is_first(&self) -> bool {
        matches!(self, Self::First)
    }

    /// Returns whether both ask for the same page. Two whole requests never count as the same.
    pub(crate) fn same_as(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Value(a), Self::Value(b)) => a == b,
            (Self::Count(a), Self::Count(b)) => a == b,
            (Self::Link(a), Self::Link(b)) => {
                a.href == b.href && a.method == b.method && a.body == b.body
            }
            (Self::Tokens(a), Self::Tokens(b)) => a == b,
            (Self::Params(a), Self::Params(b)) => a == b,
            _ => false,
        }
    }

    /// Converts the cursor into the argument of a fetch function in the custom mode.
    pub(crate) fn into_next(self) -> Option<Next<'static>> {
        match self {
            Self::First | Self::Count(_) => None,
            Self::Value(value) => Some(Next::Token(value)),
            Self::Tokens(parts) => Some(Next::Tokens(parts)),
            Self::Link(target) => Some(Next::Url(target)),
            Self::Params(params) => Some(Next::Params(
                params
                    .into_iter()
                    .map(|(name, value)| (name.into(), value))
                    .collect(),
            )),
            Self::Request(request) => Some(Next::Request(request)),
        }
    }
}

impl fmt::Debug for Cursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::First => f.write_str("First"),
            Self::Value(value) => f.debug_tuple("Value").field(value).finish(),
            Self::Tokens(parts) => write!(f, "Tokens({}, redacted)", parts.len()),
            Self::Count(count) => f.debug_tuple("Count").field(count).finish(),
            Self::Link(target) => f.debug_tuple("Link").field(target).finish(),
            Self::Params(params) => write!(f, "Params({}, redacted)", params.len()),
            Self::Request(request) => write!(f, "Request({}, redacted)", request.method()),
        }
    }
}
