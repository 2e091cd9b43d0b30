//! The derive macro of `paginate-runtime`: describes how an endpoint pages, from attributes on its response type.
//!
//! Use it through `paginate_runtime`, which re-exports it and documents what the description does.
//!
//! The way of a declaration through this crate, one room after the other:
//!
//! | room | job |
//! |---|---|
//! | `value` | phase 1, syntax: cuts the attribute into `key = value` entries, goes on after a mistake |
//! | `attr` | phase 2, meaning: each key's kind of value; `keys` is the vocabulary, `places` the text inside a place |
//! | `fields`, `serde_attrs`, `types` | the struct: its fields, their wire names, what their types visibly are |
//! | `validate` | the rules, and `paths` from text to fields; leaves a `model` that cannot be wrong |
//! | `expand` | prints the model as an implementation of `Paginated`; quote only |
//! | `fallback` | what is printed beside the errors, so that they stay the only ones |

mod attr;
mod crate_path;
mod errors;
mod expand;
mod fallback;
mod fields;
mod keys;
mod model;
mod paths;
mod places;
mod serde_attrs;
mod show;
mod suggest;
mod types;
mod validate;
mod value;

#[cfg(test)]
mod tests;

use proc_macro2::TokenStream;
use quote::quote;
use syn::{DeriveInput, parse2};

use crate::errors::Ctxt;

/// Derives `Paginated` for the response of a page.
#[proc_macro_derive(Paginated, attributes(paginate))]
pub fn derive_paginated(input: proc_macro::TokenStream) -> proc_macro::TokenStream {
    derive(input.into()).into()
}

/// The macro on the token streams that tests can make.
fn derive(input: TokenStream) -> TokenStream {
    let input: DeriveInput = match parse2(input) {
        Ok(input) => input,
        Err(error) => return error.into_compile_error(),
    };
    let mut cx = Ctxt::default();
    let entries = value::read(&input.attrs, &mut cx);
    let shape = fields::Shape::read(&input, &mut cx);
    if entries.attribute.is_none() && shape.is_some() {
        cx.error(input.ident.span(), missing_attribute(shape.as_ref()));
    }
    let attrs = attr::Attrs::read(entries, &mut cx);
    let guess = fallback::Guess::new(&attrs, shape.as_ref());

    let model = match &shape {
        Some(shape) if attrs.attribute.is_some() => validate::check(shape, attrs, &mut cx),
        _ => None,
    };
    let expansion = match &model {
        Some(model) => expand::implementation(model),
        None => fallback::implementation(&input, guess),
    };
    match cx.finish() {
        None => expansion,
        Some(errors) => {
            let errors = errors.into_compile_error();
            quote!(#errors #expansion)
        }
    }
}

/// The message for a derive that was told nothing; with the struct's own list, if it has just one.
fn missing_attribute(shape: Option<&fields::Shape<'_>>) -> String {
    let list = shape.and_then(|shape| shape.lists().next()).map_or("users", |field| &field.name);
    format!(
        "`Paginated` has to be told how this endpoint pages, for example `#[paginate(token = \"next_page_token\", items = \"{list}\")]`"
    )
}
