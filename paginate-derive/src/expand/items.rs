//! The type of the items, and the code that takes them out of the page.

use proc_macro2::{Delimiter, Group, Ident, Span, TokenStream};
use quote::{ToTokens, quote, quote_spanned};
use syn::{ExprPath, Type};

use super::path::{self, Path, Walk};
use crate::input::types;
use crate::model::{Items, Model};

/// `type Item`, with the span of the list, so that errors about the items' type and visibility
/// point there.
pub(super) fn item(model: &Model<'_>) -> TokenStream {
    let (_, end) = match &model.items {
        Items::Function { item, .. }
        | Items::Field {
            item: Some(item), ..
        } => path::ends(item),
        Items::Field {
            path, item: None, ..
        } => path::ends(path.field.ty),
    };
    let item = item_type(model);
    quote_spanned!(end=> type Item = #item;)
}

fn item_type(model: &Model<'_>) -> TokenStream {
    match &model.items {
        Items::Function { item, .. }
        | Items::Field {
            item: Some(item), ..
        } => item.to_token_stream(),
        Items::Field {
            path, item: None, ..
        } => {
            let list = path::qualified(path.field.ty, "PageItems");
            let (_, end) = path::ends(path.field.ty);
            quote_spanned!(end=> #list::Item)
        }
    }
}

/// The accessor `take_items`.
///
/// All of it, from `fn` to the last brace, has the span of the list: a type that is not a list
/// fails in several places, and rustc prints an identical message at one span only once.
pub(super) fn accessor(model: &Model<'_>) -> TokenStream {
    let (start, end) = match &model.items {
        Items::Function { item, .. }
        | Items::Field {
            item: Some(item), ..
        } => path::ends(item),
        Items::Field {
            path, item: None, ..
        } => path::ends(path.field.ty),
    };
    let mut body = Group::new(Delimiter::Brace, take(model));
    body.set_span(end);
    let start = quote_spanned!(start=> fn);
    let end = quote_spanned!(end=> __private::Vec<<Self as __paginate::Paginated>::Item>);
    quote!(#start take_items(&mut self) -> #end #body)
}

/// The items that the user's function takes out of the page. The function is passed on instead of
/// called, so that a function of the wrong type gets a message about the right one.
fn by_function(path: &ExprPath, item: &Type) -> TokenStream {
    let (start, end) = path::ends(path);
    let this = Ident::new("self", Span::call_site().located_at(end));
    let take = quote_spanned!(start=> __private::take_with::<_, #item, _, _>);
    let arguments = path::parenthesised(quote!(#path, #this), end);
    quote!(#take #arguments)
}

/// The body of `take_items`.
fn take(model: &Model<'_>) -> TokenStream {
    let (path, inner, node) = match &model.items {
        Items::Function { path, item } => return by_function(path, item),
        Items::Field {
            path, inner, node, ..
        } => (path, inner, node),
    };
    let list = Path::of_field(path, Walk::Reach);
    let (mut import, list) = if path.is_own() {
        let (_, end) = path::ends(path.field.ty);
        let place = list.place();
        let arguments = path::parenthesised(quote!(&mut #place), end);
        let list = path::qualified(path.field.ty, "PageItems");
        (None, quote_spanned!(end=> #list::take #arguments))
    } else {
        let taken = list.into_body(
            |place| quote!(::core::option::Option::Some(__private::PageItems::take(&mut #place))),
        );
        let list = path::present(taken, path.rest.at);
        (
            Some(Walk::Reach.import()),
            quote_spanned!(path.rest.at=> #list.unwrap_or_default()),
        )
    };
    if inner.iter().any(path::is_long) {
        import = Some(Walk::Reach.import());
    }
    let list = inner.iter().fold(list, |list, steps| {
        let inside = Path::new(quote!((*element)), Walk::Reach).follow(steps);
        let taken = inside.into_body(
            |place| quote!(::core::option::Option::Some(__private::PageItems::take(&mut #place))),
        );
        let taken = path::located(taken, steps.at);
        quote!(__private::take_each(#list, |element| #taken))
    });
    let Some(node) = node else {
        return quote!(#import #list);
    };
    let import_own = Walk::Move.import();
    let item = Path::new(quote!(edge), Walk::Move)
        .follow(node)
        .into_inside();
    let arguments = path::parenthesised(quote!(#list, |edge| #item), node.at);
    let unwrap = quote_spanned!(node.at=> __private::unwrap_each #arguments);
    quote!(#import #import_own #unwrap)
}

/// A list type that is just a type parameter. It needs a bound, which visible lists must not have:
/// `Vec<T>: PageItems` as a bound would hide from rustc that the item is `T`.
pub(super) fn opaque_list<'m>(model: &'m Model<'_>) -> Option<&'m Type> {
    match &model.items {
        Items::Field { path, .. } if path.is_own() => {
            let ty = path.field.ty;
            (types::list_item(ty).is_none()
                && types::mentions_parameter(ty, &model.shape.input.generics))
            .then_some(ty)
        }
        _ => None,
    }
}
