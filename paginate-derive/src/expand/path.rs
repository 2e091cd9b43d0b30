//! Expressions that walk along a path.
//!
//! Names of fields carry the span of the user's literal: a field that does not exist is underlined there, and an editor finds
//! its definition from there. Everything else, above all `self`, has the macro's own span and with it the macro's hygiene: a
//! literal that came through `macro_rules!` must not bring its own idea of `self`.

use proc_macro2::{Delimiter, Group, Ident, Span, TokenStream};
use quote::{ToTokens, quote, quote_spanned};
use syn::{ExprPath, Index, Member, Type};

use crate::model::{FieldPath, Steps};

/// How a path is walked.
#[derive(Clone, Copy)]
pub(super) enum Walk {
    /// By reference.
    Read,
    /// By mutable reference, to take items out.
    Reach,
    /// By value: the `node` of an edge.
    Move,
}

impl Walk {
    /// One step further: through an optional field if it is one, which only the compiler knows.
    fn through(self, place: &TokenStream) -> TokenStream {
        match self {
            // The star: reading and reaching then fail with the same words, and rustc says identical things once.
            Self::Read => quote!((*__private::Via(&#place).get()?)),
            Self::Reach => quote!((*__private::ViaMut(&mut #place).get()?)),
            Self::Move => quote!(__private::Own(#place).get()?),
        }
    }

    /// The trait that has to be in scope for `get` on fields that are not optional.
    pub(super) fn import(self) -> TokenStream {
        match self {
            Self::Read => quote!(
                use __private::ViaFallback as _;
            ),
            Self::Reach => quote!(
                use __private::ViaMutFallback as _;
            ),
            Self::Move => quote!(
                use __private::OwnFallback as _;
            ),
        }
    }
}

/// The field of the struct where a path begins: `self.users`.
fn own(path: &FieldPath<'_>) -> TokenStream {
    let member = respanned(&path.field.member, path.rest.at);
    quote!(self.#member)
}

/// The place at the end of a path; inside a function that returns an option if there are steps.
pub(super) fn place(path: &FieldPath<'_>, walk: Walk) -> TokenStream {
    path.rest.members.iter().fold(own(path), |place, member| {
        let inside = walk.through(&place);
        quote!(#inside.#member)
    })
}

/// The place at the end of steps that begin at `start`, which is not optional.
pub(super) fn steps(start: TokenStream, steps: &Steps, walk: Walk) -> TokenStream {
    let mut members = steps.members.iter();
    let first = members.next().map_or_else(|| start.clone(), |member| quote!(#start.#member));
    members.fold(first, |place, member| {
        let inside = walk.through(&place);
        quote!(#inside.#member)
    })
}

/// A call of the user's function on the page. All of it is where the path is, so that it is underlined where it does not fit.
pub(super) fn call(path: &ExprPath, headers: Option<&Ident>) -> TokenStream {
    let (_, end) = ends(path);
    let this = Ident::new("self", Span::call_site().located_at(end));
    let arguments = match headers {
        None => quote!(#this),
        Some(headers) => {
            let mut headers = headers.clone();
            headers.set_span(headers.span().located_at(end));
            quote!(#this, #headers)
        }
    };
    let arguments = parenthesised(arguments, end);
    quote!(#path #arguments)
}

/// `Some(value)`, underlined from `start` to `end`.
pub(super) fn some(value: TokenStream, (start, end): (Span, Span)) -> TokenStream {
    let (some, value) = (quote_spanned!(start=> ::core::option::Option::Some), parenthesised(value, end));
    quote!(#some #value)
}

/// `present(|| value)`, underlined at `at`.
pub(super) fn present(value: TokenStream, at: Span) -> TokenStream {
    let (present, closure) = (quote_spanned!(at=> __private::present), parenthesised(quote!(|| #value), at));
    quote!(#present #closure)
}

/// `<Type as __paginate::Trait>`, underlined like the type in it.
pub(super) fn qualified(ty: &Type, name: &str) -> TokenStream {
    let (start, end) = ends(ty);
    let name = Ident::new(name, end);
    let (open, close) = (quote_spanned!(start=> <), quote_spanned!(end=> as __paginate::#name>));
    quote!(#open #ty #close)
}

/// The spans of the first and the last token: rustc underlines from one to the other.
pub(super) fn ends(tokens: impl ToTokens) -> (Span, Span) {
    let mut tokens = tokens.into_token_stream().into_iter();
    let start = tokens.next().map_or_else(Span::call_site, |token| token.span());
    (start, tokens.last().map_or(start, |token| token.span()))
}

/// The parentheses of a call, which end what rustc underlines.
pub(super) fn parenthesised(inside: TokenStream, at: Span) -> Group {
    let mut group = Group::new(Delimiter::Parenthesis, inside);
    group.set_span(at);
    group
}

/// The same field, named at `at`. A clone keeps `r#`.
fn respanned(member: &Member, at: Span) -> Member {
    match member {
        Member::Named(ident) => {
            let mut ident = ident.clone();
            ident.set_span(at);
            Member::Named(ident)
        }
        Member::Unnamed(index) => Member::Unnamed(Index {
            index: index.index,
            span: at,
        }),
    }
}
