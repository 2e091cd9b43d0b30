//! What the items are, and how they leave the page.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use syn::Type;

use super::path::{self, Walk};
use crate::model::{Items, Model};
use crate::types;

/// `type Item`
pub(super) fn item_type(model: &Model<'_>) -> TokenStream {
    match &model.items {
        Items::Function { item, .. } | Items::Field { item: Some(item), .. } => item.to_token_stream(),
        Items::Field { path, item: None, .. } => {
            let list = path.field.ty;
            quote!(<#list as __paginate::PageItems>::Item)
        }
    }
}

/// The body of `take_items`.
pub(super) fn take(model: &Model<'_>) -> TokenStream {
    let (path, node) = match &model.items {
        Items::Function { path, .. } => return path::call(path, quote!(self)),
        Items::Field { path, node, .. } => (path, node),
    };
    let place = path::place(path, Walk::Reach);
    let (import, list) = if path.is_own() {
        (None, quote!(__paginate::PageItems::take(&mut #place)))
    } else {
        let list = quote!(__paginate::__private::present(|| ::core::option::Option::Some(__paginate::PageItems::take(&mut #place))).unwrap_or_default());
        (Some(Walk::Reach.import()), list)
    };
    let Some(node) = node else { return quote!(#import #list) };
    let import_own = Walk::Move.import();
    let item = path::steps(quote!(edge), node, Walk::Move);
    quote! {
        #import
        #import_own
        __paginate::__private::unwrap_each(#list, |edge| __paginate::__private::Own(#item).get())
    }
}

/// A list type that is nothing but a parameter: it needs a bound, which visible lists must not have. (`Vec<T>: PageItems` as
/// a bound would hide from rustc that the item is `T`.)
pub(super) fn opaque_list<'m>(model: &'m Model<'_>) -> Option<&'m Type> {
    match &model.items {
        Items::Field { path, .. } if path.is_own() => {
            let ty = path.field.ty;
            (types::list_item(ty).is_none() && types::mentions_parameter(ty, &model.shape.input.generics)).then_some(ty)
        }
        _ => None,
    }
}
