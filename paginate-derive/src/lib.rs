//! The derive macro of `paginate-runtime`: it reads a description of an endpoint's pagination from
//! attributes on the response type.
//!
//! Use it through `paginate_runtime`, which re-exports it and documents the effect of the
//! description.
//!
//! A declaration passes through these modules, from the first to the last:
//!
//! | module | job |
//! |---|---|
//! | `syntax` | phase 1: splits the attribute into entries `key = value` and continues after a mistake |
//! | `keys`, `aliases` | the keys, and hints for names that are not keys |
//! | `location` | request locations, steps of paths, and the syntax of names |
//! | `attrs` | phase 2: reads each value as the kind that its key takes; does not look at the struct |
//! | `input`, `serde_attrs` | the struct: its fields, their JSON names, and what is visible of their types |
//! | `check` | the rules; builds the `model`, which cannot represent an invalid declaration |
//! | `expand` | prints the model as an implementation of `Paginated`; quote only |
//! | `fallback` | prints a stub with errors, so that no other errors follow |
//!
//! `errors` collects the messages. `suggest` finds the nearest name, and formats tokens for
//! messages.

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

/// Implements `Paginated` for the response type of a page, as `#[paginate(..)]` on the struct
/// describes it.
///
/// ```text
/// #[derive(Deserialize, Paginated)]
/// #[paginate(token = "next_page_token", items = "users", max = 300)]
/// struct UserList { next_page_token: String, users: Vec<User> }
/// ```
///
/// A *response* location says where to read a value: a path of Rust field names such as
/// `"field.path"` (also through `Option` and `Box`; `"links[0].href"` for one element of a list;
/// `"0"` for a tuple struct), `header("Name")`, `link("rel")` (only for `next_url`), or the path of
/// a function `fn(&Self, &HeaderMap) -> T`. A *request* location says where to write a value:
/// `"query-parameter"`, `json("query-parameter")` (its value is JSON text), `header("Name")`,
/// `body("json.path")`, `form("field")`; for a token that is a map also `query`, `body` or `form`
/// without a name.
///
/// | key | value | meaning |
/// |---|---|---|
/// | `token` | response | the token of the next page; `(.., ..)` for a token of two to four parts, with a request location for each in `param` |
/// | `next_url` | response | the URL of the next page |
/// | `page` | request | the page number |
/// | `offset` | request | the number of items to skip |
/// | `last_item` | path in an item | the key of an item; the next request sends that of the last item |
/// | `inclusive` | - | with `last_item`: a page begins with the item whose key was sent; this item is dropped |
/// | `next_with` | function | returns the continuation: `fn(&Self, &HeaderMap) -> Next` |
/// | `param` | request | the token or key; default: a query parameter with the token's own JSON name, unless that is rarely the parameter's name (`next`, `next_cursor`) |
/// | `continue_at` | `"/path"` | with `token`: the path of later requests |
/// | `at` | path | the beginning of paths that start with a dot: `at = "data.users"`, `items = ".edges[].node"` |
/// | `items` | path, `edges[].node` or function | the items; default: the only list |
/// | `item` | type | their type; required if the path leads into another struct |
/// | `more`, `done` | response | a flag: there are more pages, or this is the last page |
/// | `pages`, `total` | response | the number of pages or items in the whole list; they end a walk by `page` or (`total`) `offset` |
/// | `end_on` | list | other signs of the end: statuses such as `404`, `empty`, `short`, `repeat` |
/// | `size` | request | the page size; default `"page_size"` |
/// | `max`, `min`, `prefer` | number | bounds of the page size, and the size to request |
/// | `start` | number | the first page number or offset |
/// | `ok`, `error` | response | failures with status 200: a flag that is true on success, or the API's error |
/// | `ready` | response | a flag that is false while the result is not available yet; the same request is then retried |
/// | `decode` | function | reads a response that is not JSON: `fn(&http::response::Parts, &Bytes) -> Result<Self, E>` |
/// | `nested` | path or list of paths in an item | lists inside items that the API cuts at the page size; `nested("path", more = "flag")` for a list with its own flag |
/// | `repeats` | - | the API repeats tokens or pages on purpose |
/// | `crate` | path | the path of the runtime; default `::paginate_runtime` |
#[proc_macro_derive(Paginated, attributes(paginate))]
pub fn derive_paginated(input: proc_macro::TokenStream) -> proc_macro::TokenStream {
    derive(input.into()).into()
}

/// The macro, on token streams that tests can create.
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

/// The message for a derive without attribute. If the struct has exactly one list, the message
/// names it.
fn missing_attribute(shape: Option<&input::Shape<'_>>) -> String {
    let list = shape
        .and_then(|shape| shape.lists().next())
        .map_or("users", |field| &field.name);
    format!(
        "missing the attribute that says how this endpoint pages, for example `#[paginate(token = \"next_page_token\", items = \"{list}\")]`"
    )
}
