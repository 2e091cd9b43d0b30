//! Page types that are not read from JSON: the decoding function, and constructors of walks that do
//! not require `Deserialize`.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::{DeriveInput, ExprPath, WhereClause};

use super::path;

/// The accessor `decoder`. The call has the span of the path, so that a type mismatch is underlined
/// there.
pub(super) fn decoder(function: &ExprPath) -> TokenStream {
    let (start, end) = path::ends(function);
    let call = path::parenthesised(quote!(parts, body), end);
    let page = path::parenthesised(quote!(#function #call), end);
    let decoded = quote_spanned!(start=> __private::decoded_page);
    quote! {
        fn decoder() -> ::core::option::Option<__private::Decoder<Self>> {
            ::core::option::Option::Some(|parts, body| #decoded #page)
        }
    }
}

/// `paginate` and `paginate_blocking` as inherent functions, which have priority over those of the
/// trait. Their source knows how responses are read, so `items()` does not require `Deserialize`.
pub(crate) fn constructors(input: &DeriveInput, where_clause: Option<&WhereClause>) -> TokenStream {
    let name = &input.ident;
    let (impl_generics, type_generics, _) = input.generics.split_for_impl();
    quote! {
        #[automatically_derived]
        #[allow(dead_code, unreachable_pub, clippy::same_name_method)]
        impl #impl_generics #name #type_generics #where_clause {
            /// Walks an HTTP endpoint whose responses are read by the declared function:
            /// `Paginated::paginate` for this type.
            pub fn paginate<__Source: __private::IntoSource<Transport = __Transport>, __Transport>(
                source: __Source,
            ) -> __paginate::Paginator<Self, __private::Decoded<__private::HttpSource<__Transport>, __private::Decoder<Self>>> {
                __private::paginate_decoded(source)
            }

            /// The same without async: `Paginated::paginate_blocking` for this type.
            pub fn paginate_blocking<__Source: __private::IntoBlockingSource<Transport = __Transport>, __Transport>(
                source: __Source,
            ) -> __paginate::Paginator<
                Self,
                __private::Decoded<__private::BlockingSource<__Transport>, __private::Decoder<Self>>,
                __private::Blocking,
            > {
                __private::paginate_decoded_blocking(source)
            }
        }
    }
}
