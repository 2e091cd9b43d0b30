//! The value of a key, after it was read as the key's kind.

use proc_macro2::{Span, TokenStream};
use quote::ToTokens;
use syn::{ExprPath, LitStr, Path, Type};

use crate::location::{End, Place};

/// The value of one key.
#[derive(Clone)]
pub(crate) enum Setting {
    Response(Response),
    /// The parts of `token`.
    Responses(Parts<Response>),
    Request(Request),
    /// The request locations of the parts, in `param`.
    Requests(Parts<Request>),
    Number(Number),
    /// A key without a value.
    Word,
    Text(LitStr),
    Function(ExprPath),
    Type(Type),
    Ends(Vec<EndWord>),
    Nested(Vec<NestedList>),
    Crate(Path),
}

/// A response location: where a value is read.
#[derive(Clone)]
pub(crate) enum Response {
    /// A path of fields.
    Path(LitStr),
    Header(LitStr),
    Link(LitStr),
    /// A function, or the name of a field without its quotes.
    Function(ExprPath),
}

impl ToTokens for Response {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        match self {
            Self::Path(text) | Self::Header(text) | Self::Link(text) => text.to_tokens(tokens),
            Self::Function(path) => path.to_tokens(tokens),
        }
    }
}

/// A request location: where a value is written.
#[derive(Clone)]
pub(crate) struct Request {
    pub(crate) place: Place,
    pub(crate) at: Span,
}

/// The parts of `token` or of `param`, as they were written.
#[derive(Clone)]
pub(crate) struct Parts<T> {
    pub(crate) list: Vec<T>,
    pub(crate) written: TokenStream,
}

/// A number as it was written.
#[derive(Clone)]
pub(crate) struct Number {
    pub(crate) value: u64,
    pub(crate) at: Span,
}

/// A list inside an item.
#[derive(Clone)]
pub(crate) struct NestedList {
    pub(crate) path: LitStr,
    /// The flag that says that this list has more elements.
    pub(crate) more: Option<LitStr>,
}

/// A word or status of `end_on`.
#[derive(Clone)]
pub(crate) struct EndWord {
    pub(crate) end: End,
    pub(crate) at: Span,
}
