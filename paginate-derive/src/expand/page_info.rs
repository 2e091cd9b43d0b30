//! The accessor `page_info`: one call of a builder method for each declared value.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, format_ident, quote, quote_spanned};

use super::path::{self, Path, Walk};
use crate::input::types;
use crate::keys::Reads;
use crate::location::Steps;
use crate::model::{FieldPath, Items, Model, Nested, Reading, Source};

/// The body, and the name of its parameter.
pub(super) struct Body {
    pub(super) headers: TokenStream,
    pub(super) body: TokenStream,
}

/// The traits that the body needs in scope.
#[derive(Default)]
struct Needs {
    headers: bool,
    via: bool,
    presence: bool,
}

pub(super) fn body(model: &Model<'_>) -> Body {
    let mut needs = Needs::default();
    let items = items(model, &mut needs);
    let source = source(model, &mut needs);
    let signals = model.signals.iter().map(|signal| match signal.key.reads() {
        Some(Reads::Report) => error(&signal.from, &mut needs),
        _ => read(signal.key.name(), &signal.from, &mut needs),
    });
    let signals: Vec<TokenStream> = signals.collect();
    let nested: Vec<TokenStream> = model
        .nested
        .iter()
        .filter_map(|list| nested(model, list, &mut needs))
        .collect();

    let via = needs.via.then(|| Walk::Read.import());
    let presence = needs.presence.then(|| {
        quote!(
            use __private::PresenceFallback as _;
        )
    });
    let headers = if needs.headers {
        headers().to_token_stream()
    } else {
        quote!(_)
    };
    Body {
        headers,
        body: quote!(#via #presence __private::PageInfo::new() #items #source #(#signals)* #(#nested)*),
    }
}

/// The parameter, with the macro's hygiene, so that a user's function with this name is still
/// found.
fn headers() -> Ident {
    Ident::new("headers", Span::mixed_site())
}

/// A call of the user's function with the page.
fn call(path: &syn::ExprPath, needs: &mut Needs) -> TokenStream {
    needs.headers = true;
    path::call(path, &headers())
}

/// An expression for the value at the path, as an option: `Some(&self.users)` for a field of the
/// struct.
fn optional(path: &FieldPath<'_>, needs: &mut Needs) -> TokenStream {
    let value = Path::of_field(path, Walk::Read)
        .into_body(|place| quote!(::core::option::Option::Some(&#place)));
    if path.is_own() {
        return value;
    }
    needs.via = true;
    path::present(value, path.rest.at)
}

/// `::<String>`: names the type of the struct's own field, so that a wrong type is underlined where
/// the user wrote it.
fn turbofish(path: &FieldPath<'_>) -> Option<TokenStream> {
    let ty = path.field.ty;
    path.is_own().then(|| quote!(::<#ty>))
}

/// The call of `items`. A list of the struct itself is counted through the same path as the item
/// type and `take`, so that rustc says "not a list" only once.
fn items(model: &Model<'_>, needs: &mut Needs) -> Option<TokenStream> {
    let yields = yields(model, needs);
    match &model.items {
        Items::Field { path, inner, .. } if path.is_own() && inner.is_empty() => {
            let (_, end) = path::ends(path.field.ty);
            let place = Path::of_field(path, Walk::Read);
            let (list, place) = (path::qualified(path.field.ty, "PageItems"), place.place());
            let read = path::parenthesised(quote!(&#place), end);
            let len = quote_spanned!(end=> #list::len #read);
            return Some(quote!(.item_count(#len) #yields));
        }
        _ => {}
    }
    if has_inner_lists(model) {
        let elements = elements(model, needs)?;
        return Some(quote!(.item_count(__private::count(#elements)) #yields));
    }
    let list = list(model, needs)?;
    Some(quote!(.items(#list) #yields))
}

/// Whether the items are in lists inside the elements of a list: `pages[].categories[]`.
fn has_inner_lists(model: &Model<'_>) -> bool {
    matches!(&model.items, Items::Field { inner, .. } if !inner.is_empty())
}

/// With `edges[].node`: the number of elements that contain an item.
fn yields(model: &Model<'_>, needs: &mut Needs) -> Option<TokenStream> {
    let Items::Field {
        node: Some(node), ..
    } = &model.items
    else {
        return None;
    };
    let elements = elements(model, needs)?;
    needs.via = true;
    let node = item_in(Path::new(quote!((*item)), Walk::Read), Some(node));
    let held = node.into_body(|_| quote!(::core::option::Option::Some(())));
    Some(quote!(.yields(__private::held(#elements, |item| #held))))
}

/// The list of items, as an option.
fn list(model: &Model<'_>, needs: &mut Needs) -> Option<TokenStream> {
    match &model.items {
        Items::Field { path, .. } => Some(optional(path, needs)),
        // The number is known only after the function has taken the items.
        Items::Function { .. } => None,
    }
}

/// An iterator over the elements that are counted: those of the innermost lists.
fn elements(model: &Model<'_>, needs: &mut Needs) -> Option<TokenStream> {
    let Items::Field { inner, .. } = &model.items else {
        return None;
    };
    let list = list(model, needs)?;
    needs.via |= inner.iter().any(path::is_long);
    Some(inner.iter().fold(quote!(__private::each(#list)), |elements, steps| {
        let inside = Path::new(quote!((*element)), Walk::Read).follow(steps);
        let inside = inside.into_body(|place| quote!(::core::option::Option::Some(__private::PageItems::iter(&#place))));
        let inside = path::located(inside, steps.at);
        quote!(__private::each_in(#elements, |element| #inside))
    }))
}

fn source(model: &Model<'_>, needs: &mut Needs) -> Option<TokenStream> {
    match &model.source {
        Source::Token { from, .. } => Some(read("token", from, needs)),
        Source::Tokens { parts } => Some(
            parts
                .iter()
                .map(|part| read("token_part", &part.from, needs))
                .collect(),
        ),
        Source::NextUrl { from } => Some(read("url", from, needs)),
        Source::Page { .. } | Source::Offset { .. } => None,
        Source::LastItem { key, inclusive, .. } => keys(model, key, *inclusive, needs),
        Source::Custom { with, .. } => {
            let (start, end) = path::ends(with);
            let decided = quote_spanned!(start=> __private::decided);
            let call = path::parenthesised(call(with, needs), end);
            Some(quote!(.next(#decided #call)))
        }
    }
}

/// A call of the builder's method for this response location.
fn read(method: &str, from: &Reading<'_>, needs: &mut Needs) -> TokenStream {
    match from {
        Reading::Field(path) => {
            // A long path has no type to underline: the method is where the path is.
            let at = match path.is_own() {
                true => Span::call_site(),
                false => Span::call_site().located_at(path.rest.at),
            };
            let method = Ident::new(method, at);
            let (turbofish, value) = (turbofish(path), optional(path, needs));
            quote!(.#method #turbofish (#value))
        }
        Reading::Header(name) => {
            needs.headers = true;
            let (method, headers) = (format_ident!("{method}"), headers());
            quote!(.#method(__private::Header::new(#headers, #name)))
        }
        Reading::Link(relation) => {
            needs.headers = true;
            let headers = headers();
            quote!(.url(__private::LinkHeader::new(#headers, #relation)))
        }
        Reading::Function(path) => {
            let (start, end) = path::ends(path);
            let method = Ident::new(method, end);
            let computed = quote_spanned!(start=> __private::Computed);
            let call = path::parenthesised(call(path, needs), end);
            quote!(.#method(#computed #call))
        }
    }
}

/// The call of `error`. An `Option` of any type can be an error report; no trait can express that,
/// so `Presence` does.
fn error(from: &Reading<'_>, needs: &mut Needs) -> TokenStream {
    match from {
        Reading::Field(path) if path.is_own() && !types::is_option(path.field.ty) => {
            read("error", from, needs)
        }
        Reading::Field(path) => {
            needs.presence = true;
            let at = path.rest.at;
            let failure = Path::of_field(path, Walk::Read).into_body(|place| failure(place, at));
            if path.is_own() {
                return quote!(.error(__private::Reported(#failure)));
            }
            needs.via = true;
            let failure = path::present(failure, at);
            quote!(.error(__private::Reported(#failure)))
        }
        Reading::Function(path) => {
            needs.presence = true;
            let (_, end) = path::ends(path);
            let failure = failure(&call(path, needs), end);
            quote!(.error(__private::Reported::owned(#failure)))
        }
        Reading::Header(_) | Reading::Link(_) => read("error", from, needs),
    }
}

/// The error report in a value of any type.
fn failure(place: &TokenStream, at: Span) -> TokenStream {
    let failure = Ident::new("failure", at);
    quote!(__private::Presence(&#place).#failure())
}

/// The keys of the last two elements of the list and, with `inclusive`, of the first. With
/// `edges[].node`, those of their nodes.
fn keys(model: &Model<'_>, key: &Steps, inclusive: bool, needs: &mut Needs) -> Option<TokenStream> {
    let last = key_at("last", model, key, needs)?;
    let before = key_at("before_last", model, key, needs)?;
    let last = quote!(.last_item(#last).before_last_item(#before));
    if !inclusive {
        return Some(last);
    }
    let first = key_at("first", model, key, needs)?;
    Some(quote!(#last .first_item(#first)))
}

/// The key of one element; `end` is `first`, `last` or `before_last`.
fn key_at(end: &str, model: &Model<'_>, key: &Steps, needs: &mut Needs) -> Option<TokenStream> {
    let Items::Field { path, node, .. } = &model.items else {
        return None;
    };
    needs.via |= !path.is_own() || path::is_long(key) || node.is_some();
    let end = format_ident!("{end}");
    let element = if has_inner_lists(model) {
        let elements = elements(model, needs)?;
        Path::new(TokenStream::new(), Walk::Read).bind(quote!(__private::#end(#elements)?))
    } else {
        let list = Path::of_field(path, Walk::Read);
        let place = list.place();
        let element = quote!(__private::PageItems::#end(&#place)?);
        list.bind(element)
    };
    let key_of_element = item_in(element, node.as_ref()).follow(key);
    Some(path::present(
        key_of_element.into_body(|place| quote!(::core::option::Option::Some(&#place))),
        key.at,
    ))
}

/// The lengths of a list inside each item. If the list has its own flag, also the number of lists
/// that are cut.
fn nested(model: &Model<'_>, nested: &Nested, needs: &mut Needs) -> Option<TokenStream> {
    let name = &nested.name;
    let lens = of_each_item(model, &nested.path, needs, |place| {
        let len = path::located(quote!(__private::PageItems::len(&#place)), nested.path.at);
        quote!(::core::option::Option::Some(#len))
    });
    let lens = lens.map(|(elements, len)| quote!(__private::lens(#elements, |item| #len)))?;
    let Some(more) = &nested.more else {
        return Some(quote!(.nested(#name, #lens, ::core::option::Option::None)));
    };
    let (elements, flag) = of_each_item(model, more, needs, |place| {
        path::located(quote!(__private::Flag::flag(&#place)), more.at)
    })?;
    let cut = quote!(::core::option::Option::Some(__private::flagged(#elements, |item| #flag)));
    Some(quote!(.nested(#name, #lens, #cut)))
}

/// The elements, and the body of a closure that maps `item` to a value.
fn of_each_item(
    model: &Model<'_>,
    steps: &Steps,
    needs: &mut Needs,
    last: impl FnOnce(&TokenStream) -> TokenStream,
) -> Option<(TokenStream, TokenStream)> {
    let elements = elements(model, needs)?;
    let Items::Field { node, .. } = &model.items else {
        return None;
    };
    needs.via |= path::is_long(steps) || node.is_some();
    let inner = item_in(Path::new(quote!((*item)), Walk::Read), node.as_ref()).follow(steps);
    Some((elements, inner.into_body(last)))
}

/// The item of an element of the list: the element itself, or its `node`.
fn item_in(element: Path, node: Option<&Steps>) -> Path {
    match node {
        None => element,
        Some(node) => element.follow(node).through(),
    }
}
