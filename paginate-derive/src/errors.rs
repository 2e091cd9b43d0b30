//! Collects every mistake instead of stopping at the first one.

use std::fmt::Display;

use proc_macro2::Span;
use quote::ToTokens;

/// The mistakes found so far. Every room takes `&mut Ctxt`, reports, and goes on with what it has.
#[derive(Default)]
#[must_use]
pub(crate) struct Ctxt {
    errors: Option<syn::Error>,
}

impl Ctxt {
    /// A mistake at one token.
    pub(crate) fn error(&mut self, at: Span, message: impl Display) {
        self.push(syn::Error::new(at, message));
    }

    /// A mistake that spans several tokens.
    pub(crate) fn error_over(&mut self, tokens: impl ToTokens, message: impl Display) {
        self.push(syn::Error::new_spanned(tokens, message));
    }

    /// A mistake that syn found.
    pub(crate) fn push(&mut self, error: syn::Error) {
        match &mut self.errors {
            Some(errors) => errors.combine(error),
            none => *none = Some(error),
        }
    }

    /// Whether anything was wrong so far.
    pub(crate) fn failed(&self) -> bool {
        self.errors.is_some()
    }

    /// Everything that was wrong, as one error that prints as many.
    pub(crate) fn finish(self) -> Option<syn::Error> {
        self.errors
    }
}
