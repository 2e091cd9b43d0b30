//! What is printed beside errors: an implementation that type-checks and is never run.
//!
//! Without it every use of the type would add "`UserList` does not implement `Paginated`" to the one mistake that matters.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use syn::{DeriveInput, Path, Type};

use crate::attrs::crate_path;
use crate::attrs::{Attrs, Response};
use crate::expand;
use crate::input::Shape;
use crate::input::types;
use crate::keys::Key;

/// What can be guessed of a broken declaration: the nearer to what was meant, the fewer errors follow at its uses.
pub(crate) struct Guess {
    krate: Path,
    item: TokenStream,
    mode: Mode,
    /// Responses are read by a function, so the type need not be `Deserialize`.
    decoded: bool,
}

struct Mode {
    name: &'static str,
    source: TokenStream,
}

impl Guess {
    pub(crate) fn new(attrs: &Attrs, shape: Option<&Shape<'_>>) -> Self {
        Self {
            krate: attrs.krate.clone().unwrap_or_else(crate_path::default),
            item: item(attrs, shape),
            mode: mode(attrs),
            decoded: attrs.has(Key::Decode),
        }
    }
}

/// `item`, or what the named field, or the first list, visibly holds.
fn item(attrs: &Attrs, shape: Option<&Shape<'_>>) -> TokenStream {
    if let Some(item) = &attrs.item {
        return item.to_token_stream();
    }
    let visible = |ty: &Type| types::list_item(ty).map(ToTokens::to_token_stream);
    let named = match &attrs.items {
        Some(Response::Path(path)) => shape.and_then(|shape| visible(shape.field(&path.value())?.ty)),
        _ => None,
    };
    named.or_else(|| visible(shape?.lists().next()?.ty)).unwrap_or_else(|| quote!(()))
}

fn mode(attrs: &Attrs) -> Mode {
    let sink = quote!(__paginate::Sink::Query("cursor"));
    let (name, source) = match attrs.sources().next().map(|(key, _)| key) {
        Some(Key::Token) if attrs.token_parts.is_some() => ("Tokens", quote!(Tokens(&[#sink, #sink]))),
        Some(Key::Token) => ("Token", quote!(Token(#sink))),
        Some(Key::NextUrl) => ("NextUrl", quote!(NextUrl)),
        Some(Key::Offset) => ("Offset", quote!(Offset(#sink))),
        Some(Key::LastItem) => ("LastItem", quote!(LastItem(#sink))),
        Some(Key::NextWith) => ("Custom", quote!(Custom(#sink))),
        // Nothing known: the mode that has every method.
        _ => ("PageNumber", quote!(Page(#sink))),
    };
    Mode { name, source }
}

/// The stub.
pub(crate) fn implementation(input: &DeriveInput, guess: Guess) -> TokenStream {
    let Guess {
        krate,
        item,
        mode: Mode { name: mode, source },
        decoded,
    } = guess;
    let mode = quote::format_ident!("{mode}");
    let name = &input.ident;
    let (impl_generics, type_generics, where_clause) = input.generics.split_for_impl();
    let constructors = decoded.then(|| expand::constructors(input, where_clause));
    quote! {
        const _: () = {
            use #krate::{self as __paginate, __private};

            #[automatically_derived]
            impl #impl_generics __paginate::Paginated for #name #type_generics #where_clause {
                type Item = #item;
                type Mode = __paginate::#mode;
                const SCHEME: __paginate::Scheme = __paginate::Scheme::new(__paginate::Source::#source);

                fn page_info<'__paginate>(&'__paginate self, _: &'__paginate __paginate::HeaderMap) -> __paginate::PageInfo<'__paginate> {
                    ::core::unreachable!()
                }

                fn take_items(&mut self) -> __private::Vec<<Self as __paginate::Paginated>::Item> {
                    ::core::unreachable!()
                }
            }

            #[automatically_derived]
            impl #impl_generics __paginate::EarlyContinuation for #name #type_generics #where_clause {}

            #constructors
        };
    }
}
