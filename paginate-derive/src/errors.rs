//! Collects all mistakes instead of stopping at the first.

use std::fmt::Display;

use proc_macro2::Span;
use quote::ToTokens;

/// The mistakes found so far. Every module takes `&mut Ctxt`, reports, and continues with what it
/// has.
#[derive(Default)]
#[must_use]
pub(crate) struct Ctxt {
    errors: Option<syn::Error>,
}

impl Ctxt {
    /// Reports a mistake at one token.
    pub(crate) fn error(&mut self, at: Span, message: impl Display) {
        self.push(syn::Error::new(at, message));
    }

    /// Reports a mistake that spans several tokens.
    pub(crate) fn error_over(&mut self, tokens: impl ToTokens, message: impl Display) {
        self.push(syn::Error::new_spanned(tokens, message));
    }

    /// Reports a mistake that syn found.
    pub(crate) fn push(&mut self, error: syn::Error) {
        match &mut self.errors {
            Some(errors) => errors.combine(error),
            none => *none = Some(error),
        }
    }

    /// Whether a mistake was reported so far.
    pub(crate) fn failed(&self) -> bool {
        self.errors.is_some()
    }

    /// All mistakes, combined into one error that prints each of them.
    pub(crate) fn finish(self) -> Option<syn::Error> {
        self.errors
    }
}
