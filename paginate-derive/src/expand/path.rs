//! Expressions that walk along a path.
//!
//! Names of fields have the span of the user's literal: a field that does not exist is underlined
//! there, and editors can jump from there to its definition. All else, above all `self`, has the
//! macro's own span and hygiene, because a literal from another macro must not change the meaning
//! of `self`.

use proc_macro2::{Delimiter, Group, Ident, Literal, Span, TokenStream, TokenTree};
use quote::{ToTokens, quote, quote_spanned};
use syn::{ExprPath, Index, Member, Type};

use crate::location::{Step, Steps};
use crate::model::FieldPath;

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
    /// The content of a place if it is optional, otherwise the place. Only the compiler knows which
    /// it is.
    fn inside(self, place: &TokenStream) -> TokenStream {
        match self {
            Self::Read => quote!(__private::ReadPath(&#place).get()),
            Self::Reach => quote!(__private::ReadPathMut(&mut #place).get()),
            Self::Move => quote!(__private::MovePath(#place).get()),
        }
    }

    /// The same before a step to a field, which fails for a list.
    fn step(self, place: &TokenStream) -> TokenStream {
        match self {
            Self::Read => quote!(__private::ReadPath(&#place).step()),
            Self::Reach => quote!(__private::ReadPathMut(&mut #place).step()),
            Self::Move => quote!(__private::MovePath(#place).step()),
        }
    }

    /// An element of the list in a place.
    fn element(self, place: &TokenStream, index: u32, at: Span) -> TokenStream {
        let index = Literal::u32_unsuffixed(index);
        let element = match self {
            Self::Read => quote!(__private::Indexed::at(&#place, #index)),
            Self::Reach => quote!(__private::Indexed::at_mut(&mut #place, #index)),
            Self::Move => quote!(__private::Indexed::into_at(#place, #index)),
        };
        located(element, at)
    }

    /// The trait that must be in scope for `get` and `step` on fields that are not optional.
    pub(super) fn import(self) -> TokenStream {
        let fallback = match self {
            Self::Read => quote!(ReadPathFallback),
            Self::Reach => quote!(ReadPathMutFallback),
            Self::Move => quote!(MovePathFallback),
        };
        quote!(use __private::#fallback as _;)
    }
}

/// A place expression, and the statements before it.
pub(super) struct Path {
    walk: Walk,
    steps: TokenStream,
    place: TokenStream,
}

impl Path {
    pub(super) fn new(place: TokenStream, walk: Walk) -> Self {
        Self {
            walk,
            steps: TokenStream::new(),
            place,
        }
    }

    /// Follows a path that begins at a field of the struct.
    pub(super) fn of_field(path: &FieldPath<'_>, walk: Walk) -> Self {
        let first = respanned(&path.field.member, path.rest.at);
        let at = path.rest.at;
        path.rest
            .steps
            .iter()
            .fold(Self::new(quote!(self.#first), walk), |path, step| {
                path.next(step, at)
            })
    }

    /// Follows a path that begins at this place. The place is not optional; the fields on the path
    /// may be.
    pub(super) fn follow(self, steps: &Steps) -> Self {
        let (at, mut steps) = (steps.at, steps.steps.iter());
        let first = match steps.next() {
            Some(Step::Field(member)) => self.member(member),
            Some(step @ Step::Element(_)) => self.next(step, at),
            None => self,
        };
        steps.fold(first, |path, step| path.next(step, at))
    }

    /// Goes into the place if it is optional.
    pub(super) fn through(self) -> Self {
        let inside = self.walk.inside(&self.place);
        self.bind(quote!(#inside?))
    }

    /// Goes one step further; this place may be optional.
    fn next(self, step: &Step, at: Span) -> Self {
        match step {
            Step::Field(member) => {
                let inside = self.walk.step(&self.place);
                self.bind(quote!(#inside?)).member(member)
            }
            Step::Element(index) => {
                let list = self.through();
                let element = list.walk.element(&list.place, *index, at);
                list.bind(quote!(#element?))
            }
        }
    }

    /// Binds `next` to a name and continues from there: `let place = next;`.
    pub(super) fn bind(self, next: TokenStream) -> Self {
        let steps = self.steps;
        let place = match self.walk {
            // With `*`, both kinds of references fail with the same words, and rustc prints
            // identical messages once.
            Walk::Read | Walk::Reach => quote!((*place)),
            Walk::Move => quote!(place),
        };
        Self {
            walk: self.walk,
            steps: quote!(#steps let place = #next;),
            place,
        }
    }

    fn member(self, member: &Member) -> Self {
        let place = self.place;
        Self {
            place: quote!(#place.#member),
            ..self
        }
    }

    /// The place itself, which is enough for a field of the struct.
    pub(super) fn place(&self) -> &TokenStream {
        &self.place
    }

    /// The body of a closure that returns the content of the last place.
    pub(super) fn into_inside(self) -> TokenStream {
        let inside = self.walk.inside(&self.place);
        self.into_body(|_| inside)
    }

    /// The body of a closure that maps the last place with `last`.
    pub(super) fn into_body(self, last: impl FnOnce(&TokenStream) -> TokenStream) -> TokenStream {
        let last = last(&self.place);
        if self.steps.is_empty() {
            return last;
        }
        let steps = self.steps;
        quote!({ #steps #last })
    }
}

/// Whether a path that begins inside an item goes through a field that may be optional.
pub(super) fn is_long(steps: &Steps) -> bool {
    steps.steps.len() > 1 || matches!(steps.steps.first(), Some(Step::Element(_)))
}

/// A call of the user's function with the page. The function is passed on instead of called, so
/// that a function of the wrong type gets a message about the right one. All tokens have the span
/// of the path, so that a wrong result is underlined there.
pub(super) fn call(path: &ExprPath, headers: &Ident) -> TokenStream {
    let (start, end) = ends(path);
    let this = Ident::new("self", Span::call_site().located_at(end));
    let mut headers = headers.clone();
    headers.set_span(headers.span().located_at(end));
    let read = quote_spanned!(start=> __private::read_with);
    let arguments = parenthesised(quote!(#path, #this, #headers), end);
    quote!(#read #arguments)
}

/// `present(|| value)`, underlined at `at`.
pub(super) fn present(value: TokenStream, at: Span) -> TokenStream {
    let (present, closure) = (
        quote_spanned!(at=> __private::present),
        parenthesised(quote!(|| #value), at),
    );
    quote!(#present #closure)
}

/// `<Type as __paginate::Trait>`, underlined like the type in it.
pub(super) fn qualified(ty: &Type, name: &str) -> TokenStream {
    let (start, end) = ends(ty);
    let name = Ident::new(name, end);
    let (open, close) = (
        quote_spanned!(start=> <),
        quote_spanned!(end=> as __private::#name>),
    );
    quote!(#open #ty #close)
}

/// The spans of the first and the last token: rustc underlines from one to the other.
pub(super) fn ends(tokens: impl ToTokens) -> (Span, Span) {
    let mut tokens = tokens.into_token_stream().into_iter();
    let start = tokens
        .next()
        .map_or_else(Span::call_site, |token| token.span());
    (start, tokens.last().map_or(start, |token| token.span()))
}

/// The same tokens, each with the location `at`; their names keep their meaning.
pub(super) fn located(tokens: TokenStream, at: Span) -> TokenStream {
    tokens
        .into_iter()
        .map(|token| {
            let span = token.span().located_at(at);
            match token {
                TokenTree::Group(group) => {
                    let mut located = Group::new(group.delimiter(), located(group.stream(), at));
                    located.set_span(span);
                    located.into()
                }
                mut token => {
                    token.set_span(span);
                    token
                }
            }
        })
        .collect()
}

/// The parentheses of a call: rustc's underline ends there.
pub(super) fn parenthesised(inside: TokenStream, at: Span) -> Group {
    let mut group = Group::new(Delimiter::Parenthesis, inside);
    group.set_span(at);
    group
}

/// The same field with the span `at`. Cloning keeps `r#`.
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
