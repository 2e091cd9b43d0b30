//! Expressions that walk along a path.
//!
//! Names of fields carry the span of the user's literal: a field that does not exist is underlined there, and an editor finds
//! its definition from there. Everything else, above all `self`, has the macro's own span and with it the macro's hygiene: a
//! literal that came through `macro_rules!` must not bring its own idea of `self`.

use proc_macro2::{Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::{Index, Member};

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
            Self::Read => quote!(__paginate::__private::Via(&#place).get()?),
            Self::Reach => quote!(__paginate::__private::ViaMut(&mut #place).get()?),
            Self::Move => quote!(__paginate::__private::Own(#place).get()?),
        }
    }

    /// The trait that has to be in scope for `get` on fields that are not optional.
    pub(super) fn import(self) -> TokenStream {
        match self {
            Self::Read => quote!(use __paginate::__private::ViaFallback as _;),
            Self::Reach => quote!(use __paginate::__private::ViaMutFallback as _;),
            Self::Move => quote!(use __paginate::__private::OwnFallback as _;),
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

/// A call of the user's function, underlined as a whole where it does not fit.
pub(super) fn call(path: &syn::ExprPath, arguments: TokenStream) -> TokenStream {
    use syn::spanned::Spanned as _;
    let parenthesised = quote_spanned!(Span::mixed_site().located_at(path.span())=> (#arguments));
    quote!(#path #parenthesised)
}

/// The same field, named at `at`. A clone keeps `r#`.
fn respanned(member: &Member, at: Span) -> Member {
    match member {
        Member::Named(ident) => {
            let mut ident = ident.clone();
            ident.set_span(at);
            Member::Named(ident)
        }
        Member::Unnamed(index) => Member::Unnamed(Index { index: index.index, span: at }),
    }
}
