//! The macro as a function from token streams to token streams.

mod catalogue;
mod locations;
mod losses;
mod messages;
mod never_panics;
mod order;
mod snapshots;

use proc_macro2::TokenStream;

/// The formatted expansion of a declaration, or its messages if there are any.
fn expand(declaration: &str) -> Result<String, Vec<String>> {
    let expansion = crate::derive(declaration.parse().unwrap());
    let messages = messages_in(expansion.clone());
    if messages.is_empty() {
        Ok(format(expansion))
    } else {
        Err(messages)
    }
}

fn format(tokens: TokenStream) -> String {
    prettyplease::unparse(&syn::parse2(tokens).unwrap())
}

/// The texts of the `compile_error!`s at the beginning of an expansion.
fn messages_in(expansion: TokenStream) -> Vec<String> {
    let file: syn::File = syn::parse2(expansion).unwrap();
    file.items
        .into_iter()
        .filter_map(|item| match item {
            syn::Item::Macro(item) if item.mac.path.segments.last()?.ident == "compile_error" => {
                Some(syn::parse2::<syn::LitStr>(item.mac.tokens).unwrap().value())
            }
            _ => None,
        })
        .collect()
}
