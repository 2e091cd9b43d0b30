//! Prints a checked model as an implementation of `Paginated`: one constant and accessors, without
//! decisions.
//!
//! Every name goes through the alias `__paginate` or an absolute path, so the caller's scope,
//! prelude and edition do not matter.

mod decode;
mod items;
mod page_info;
mod path;
mod scheme;

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use syn::{Attribute, GenericParam, Lifetime, WhereClause, parse_quote};

pub(crate) use decode::constructors;

use crate::input::types;
use crate::keys::{Key, Reads};
use crate::location::Step;
use crate::model::{Model, Reading, Source};
use crate::suggest::show;

/// The whole expansion.
pub(crate) fn implementation(model: &Model<'_>) -> TokenStream {
    let input = model.shape.input;
    let (runtime, name) = (&model.runtime, &input.ident);
    let (impl_generics, type_generics, _) = input.generics.split_for_impl();
    let where_clause = where_clause(model);
    let lifetime = lifetime(model);
    let allow = allow_deprecated(model);
    let doc = doc(model);

    let item = items::item(model);
    let mode = scheme::mode(&model.source);
    let scheme = scheme::scheme(model);
    let page_info::Body {
        headers,
        body: page_info,
    } = page_info::body(model);
    let take_items = items::accessor(model);
    let early = scheme::is_early(model).then(|| {
        quote! {
            #[automatically_derived]
            #allow
            impl #impl_generics __private::EarlyContinuation for #name #type_generics #where_clause {}
        }
    });
    let decoder = model.decode.as_ref().map(decode::decoder);
    let constructors = model
        .decode
        .as_ref()
        .map(|_| constructors(input, where_clause.as_ref()));
    quote! {
        const _: () = {
            use #runtime::{self as __paginate, __private};

            #[doc = #doc]
            #[automatically_derived]
            #[allow(unused_qualifications)]
            #allow
            impl #impl_generics __paginate::Paginated for #name #type_generics #where_clause {
                #item
                type Mode = #mode;
                const SCHEME: __private::Scheme = #scheme;

                fn page_info<#lifetime>(&#lifetime self, #headers: &#lifetime __paginate::HeaderMap) -> __private::PageInfo<#lifetime> {
                    #page_info
                }

                #take_items

                #decoder
            }

            #early

            #constructors
        };
    }
}

/// The user's `where` clause, plus a bound for each field that is read and whose type depends on a
/// type parameter.
///
/// The bound is on the field's type, as in `Option<C>: PageToken`; the other fields of an envelope
/// need none.
fn where_clause(model: &Model<'_>) -> Option<WhereClause> {
    let input = model.shape.input;
    let signals = model
        .signals
        .iter()
        .map(|signal| (&signal.from, bound(signal.key)));
    let from_source = match &model.source {
        Source::NextUrl { .. } => quote!(PageLink),
        _ => quote!(PageToken),
    };
    let source = model
        .source
        .readings()
        .map(|from| (from, from_source.clone()));
    let mut clause = input.generics.where_clause.clone();
    let mut require = |ty: &syn::Type, bound: TokenStream| {
        clause
            .get_or_insert_with(|| WhereClause {
                where_token: <syn::Token![where]>::default(),
                predicates: syn::punctuated::Punctuated::new(),
            })
            .predicates
            .push(parse_quote!(#ty: __private::#bound));
    };
    for (reading, bound) in source.chain(signals) {
        let own = reading.own().map(|path| path.field.ty);
        if let Some(ty) = own.filter(|ty| types::mentions_parameter(ty, &input.generics)) {
            require(ty, bound);
        }
    }
    if let Some(list) = items::opaque_list(model) {
        require(list, quote!(PageItems));
    }
    clause
}

/// The trait that a signal's type must implement.
fn bound(signal: Key) -> TokenStream {
    match signal.reads() {
        Some(Reads::Flag) => quote!(Flag),
        Some(Reads::Count) => quote!(Count),
        _ => quote!(ErrorSignal),
    }
}

/// A lifetime name that the struct does not use.
fn lifetime(model: &Model<'_>) -> Lifetime {
    let mut name = "'paginate".to_owned();
    let taken = |name: &str| {
        model
            .shape
            .input
            .generics
            .params
            .iter()
            .any(|param| matches!(param, GenericParam::Lifetime(param) if param.lifetime.to_string() == name))
    };
    while taken(&name) {
        name.push('_');
    }
    Lifetime::new(&name, proc_macro2::Span::mixed_site())
}

/// Allows reading deprecated fields without a warning.
fn allow_deprecated(model: &Model<'_>) -> Option<TokenStream> {
    let deprecated =
        |attrs: &[Attribute]| attrs.iter().any(|attr| attr.path().is_ident("deprecated"));
    let input = model.shape.input;
    let in_fields = model
        .shape
        .fields
        .iter()
        .any(|field| deprecated(field.attrs));
    (deprecated(&input.attrs) || in_fields).then(|| quote!(#[allow(deprecated)]))
}

/// One line of documentation for the type's page in rustdoc.
fn doc(model: &Model<'_>) -> String {
    let how = match &model.source {
        Source::Token { from, .. } => format!("the token of the next page is {}", described(from)),
        Source::Tokens { parts } => {
            let parts: Vec<String> = parts.iter().map(|part| described(&part.from)).collect();
            format!(
                "the parts of the token of the next page are {}",
                parts.join(" and ")
            )
        }
        Source::NextUrl { from } => format!("the URL of the next page is {}", described(from)),
        Source::Page { .. } => "pages are numbered".to_owned(),
        Source::Offset { .. } => "pages begin at an offset".to_owned(),
        Source::LastItem { .. } => "the next page begins after the last item".to_owned(),
        Source::Custom { with, .. } => format!("`{}` says where the next page is", show(with)),
    };
    format!("Derived from `#[paginate(..)]`: {how}.")
}

fn described(reading: &Reading<'_>) -> String {
    match reading {
        Reading::Field(path) => {
            let rest = path.rest.steps.iter().map(|step| match step {
                Step::Field(member) => format!(".{}", member.to_token_stream()),
                Step::Element(index) => format!("[{index}]"),
            });
            format!("`{}{}`", path.field.name, rest.collect::<String>())
        }
        Reading::Header(name) => format!("in the header `{name}`"),
        Reading::Link(relation) => format!("the `Link` header's `{relation}`"),
        Reading::Function(path) => format!("what `{}` returns", show(path)),
    }
}
