//! The code that is printed with errors: an implementation that type-checks and never runs.
//!
//! Without it, every use of the type would add "`UserList` does not implement `Paginated`" to the
//! actual mistake.

use proc_macro2::TokenStream;
use quote::{ToTokens, format_ident, quote};
use syn::{DeriveInput, Ident, Type};

use crate::attrs::Attrs;
use crate::attrs::setting::Response;
use crate::expand;
use crate::input::Shape;
use crate::input::types;
use crate::keys::Key;

/// The item type: `item`, or the visible item type of the named field or of the first list.
fn item(attrs: &Attrs, shape: Option<&Shape<'_>>) -> TokenStream {
    if let Some(item) = attrs.item() {
        return item.to_token_stream();
    }
    let visible = |ty: &Type| types::list_item(ty).map(ToTokens::to_token_stream);
    let named = match attrs.response(Key::Items) {
        Some(Response::Path(path)) => {
            shape.and_then(|shape| visible(shape.field(&path.value())?.ty))
        }
        _ => None,
    };
    named
        .or_else(|| visible(shape?.lists().next()?.ty))
        .unwrap_or_else(|| quote!(()))
}

/// The mode of the first source, and that source.
fn mode(attrs: &Attrs) -> (Ident, TokenStream) {
    let location = quote!(__private::RequestLocation::Query("cursor"));
    let (name, source) = match attrs.sources().next().map(|(key, _)| key) {
        Some(Key::Token) if attrs.token_parts().is_some() => {
            ("Tokens", quote!(Tokens(&[#location, #location])))
        }
        Some(Key::Token) => ("Token", quote!(Token(#location))),
        Some(Key::NextUrl) => ("NextUrl", quote!(NextUrl)),
        Some(Key::Offset) => ("Offset", quote!(Offset(#location))),
        Some(Key::LastItem) => ("LastItem", quote!(LastItem(#location))),
        Some(Key::NextWith) => ("Custom", quote!(Custom(#location))),
        // The mode is unknown, so use the mode with all methods.
        _ => ("PageNumber", quote!(Page(#location))),
    };
    (format_ident!("{name}"), source)
}

/// The stub. The closer it is to the intended declaration, the fewer errors follow where the type
/// is used.
pub(crate) fn implementation(
    input: &DeriveInput,
    attrs: &Attrs,
    shape: Option<&Shape<'_>>,
) -> TokenStream {
    let runtime = attrs.runtime();
    let item = item(attrs, shape);
    let (mode, source) = mode(attrs);
    let name = &input.ident;
    let (impl_generics, type_generics, where_clause) = input.generics.split_for_impl();
    // With `decode`, the type need not be `Deserialize`.
    let constructors = attrs
        .has(Key::Decode)
        .then(|| expand::constructors(input, where_clause));
    quote! {
        const _: () = {
            use #runtime::{self as __paginate, __private};

            #[automatically_derived]
            impl #impl_generics __paginate::Paginated for #name #type_generics #where_clause {
                type Item = #item;
                type Mode = __paginate::#mode;
                const SCHEME: __private::Scheme = __private::Scheme::new(__private::Source::#source);

                fn page_info<'__paginate>(&'__paginate self, _: &'__paginate __paginate::HeaderMap) -> __private::PageInfo<'__paginate> {
                    ::core::unreachable!()
                }

                fn take_items(&mut self) -> __private::Vec<<Self as __paginate::Paginated>::Item> {
                    ::core::unreachable!()
                }
            }

            #[automatically_derived]
            impl #impl_generics __private::EarlyContinuation for #name #type_generics #where_clause {}

            #constructors
        };
    }
}
