//! The derive macro of `paginate-runtime`: describes how an endpoint pages, from attributes on its
//! response type.
//!
//! Use it through `paginate_runtime`, which re-exports it and documents what the description does.
//!
//! A declaration passes through these modules, from the first to the last:
//!
//! | module | job |
//! |---|---|
//! | `syntax` | phase 1: splits the attribute into entries `key = value` and continues after a mistake |
//! | `keys`, `aliases` | the vocabulary, and what to say of names that are no key |
//! | `location` | where a value is read or written, and what its text may look like |
//! | `attrs` | phase 2: the kind of value that each key takes; knows no struct |
//! | `input`, `serde_attrs` | the struct: its fields, their names on the wire, what their types visibly are |
//! | `check` | the rules; builds the `model`, which cannot be inconsistent |
//! | `expand` | prints the model as an implementation of `Paginated`; quote only |
//! | `fallback` | prints a stub beside errors, so that they stay the only ones |
//!
//! `errors` collects the messages. `suggest` finds the nearest name and prints tokens for a
//! message.

mod aliases;
mod attrs;
mod check;
mod errors;
mod expand;
mod fallback;
mod input;
mod keys;
mod location;
mod model;
mod serde_attrs;
mod suggest;
mod syntax;

#[cfg(test)]
mod tests;

use proc_macro2::TokenStream;
use quote::quote;
use syn::{DeriveInput, parse2};

use crate::errors::Ctxt;

/// Implements `Paginated` for the response type of a page, from `#[paginate(..)]` on the struct.
///
/// ```text
/// #[derive(Deserialize, Paginated)]
/// #[paginate(token = "next_page_token", items = "users", max = 300)]
/// struct UserList { next_page_token: String, users: Vec<User> }
/// ```
///
/// A *response* location says where a value is read: `"field.path"` (names of Rust fields; through
/// `Option` and `Box` by itself; `"links[0].href"` for an element of a list; `"0"` in a tuple
/// struct), `header("Name")`, `link("rel")` (for `next_url`), or the path of a function `fn(&Self,
/// &HeaderMap) -> T`. A *request* location says where a value is written: `"query-parameter"`,
/// `json("query-parameter")` (its value is JSON text), `header("Name")`, `body("json.path")`,
/// `form("field")`; for a token that is a map also `query`, `body` or `form` alone.
///
/// | key | value | says |
/// |---|---|---|
/// | `token` | response | the token of the next page; `(.., ..)` for one of two to four parts, with as many places in `param` |
/// | `next_url` | response | the URL of the next page |
/// | `page` | request | pages are numbered; where the number goes |
/// | `offset` | request | pages begin at an offset; where it goes |
/// | `last_item` | path in an item | the next page begins after the item with this key |
/// | `inclusive` | - | with `last_item`: a page begins with the item whose key it was asked with; it is dropped |
/// | `next_with` | function | full control: `fn(&Self, &HeaderMap) -> Next` |
/// | `param` | request | where the token or key goes; default: a query parameter with the token's own JSON name, unless that is hardly ever the parameter (`next`, `next_cursor`) |
/// | `continue_at` | `"/path"` | later requests of a token go there |
/// | `at` | path | where paths begin that begin with a dot: `at = "data.users"`, `items = ".edges[].node"` |
/// | `items` | path, `edges[].node` or function | the items; default: the only list |
/// | `item` | type | what they are, where the path leaves the struct |
/// | `more`, `done` | response | whether there is more, or whether this was the last page |
/// | `pages`, `total` | response | how many pages or items there are; they end a walk that counts |
/// | `end_on` | list | further ends: statuses such as `404`, `empty`, `short`, `repeat` |
/// | `size` | request | where the page size goes; default `"page_size"` |
/// | `max`, `min`, `prefer` | number | bounds of the page size, and the one to ask for |
/// | `start` | number | the first page number or offset |
/// | `ok`, `error` | response | a 200 that is a failure |
/// | `ready` | response | flag: false while the answer is not there yet; the same request is then sent again, as retries are |
/// | `decode` | function | reads a response that is not JSON: `fn(&http::response::Parts, &Bytes) -> Result<Self, E>` |
/// | `nested` | path or list of paths in an item | lists inside items that the API cuts at the page size; `nested("path", more = "flag")` for one with a flag of its own |
/// | `repeats` | - | this API repeats tokens or pages and means it |
/// | `crate` | path | where the runtime is; default `::paginate_runtime` |
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
    let entries = syntax::read(&input.attrs, &mut cx);
    let shape = input::Shape::read(&input, &mut cx);
    if entries.attribute.is_none()
        && shape
            .as_ref()
            .is_some_and(|shape| !shape.has_attributes_on_fields())
    {
        cx.error(input.ident.span(), missing_attribute(shape.as_ref()));
    }
    let attrs = attrs::Attrs::read(entries, &mut cx);
    let model = match &shape {
        Some(shape) if attrs.attribute.is_some() => check::check(shape, &attrs, &mut cx),
        _ => None,
    };
    let expansion = match &model {
        Some(model) => expand::implementation(model),
        None => fallback::implementation(&input, &attrs, shape.as_ref()),
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
fn missing_attribute(shape: Option<&input::Shape<'_>>) -> String {
    let list = shape
        .and_then(|shape| shape.lists().next())
        .map_or("users", |field| &field.name);
    format!(
        "missing the attribute that says how this endpoint pages, for example `#[paginate(token = \"next_page_token\", items = \"{list}\")]`"
    )
}
