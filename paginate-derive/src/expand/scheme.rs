//! The constant `SCHEME`: what is sent, and which rules apply.

use proc_macro2::{Literal, TokenStream};
use quote::{format_ident, quote};
use syn::Member;
use syn::ext::IdentExt;

use crate::keys::Key;
use crate::location::{End, Place, Step};
use crate::model::{FieldPath, Items, Model, Reading, Source};
use crate::serde_attrs::OnField;

/// The type-level mode that fits the source.
pub(super) fn mode(source: &Source<'_>) -> TokenStream {
    match source {
        Source::Token { .. } => quote!(__private::Token),
        Source::Tokens { .. } => quote!(__private::Tokens),
        Source::NextUrl { .. } => quote!(__private::NextUrl),
        Source::Page { .. } => quote!(__private::PageNumber),
        Source::Offset { .. } => quote!(__private::Offset),
        Source::LastItem { .. } => quote!(__private::LastItem),
        Source::Custom { .. } => quote!(__private::Custom),
    }
}

/// `Scheme::new(..)` and one call for each declared value.
pub(super) fn scheme(model: &Model<'_>) -> TokenStream {
    let source = source(&model.source);
    let size = model
        .size
        .as_ref()
        .map(request_location)
        .map(|location| quote!(.size(#location)));
    let numbers = model.numbers.iter().map(|(key, number)| {
        let (method, number) = (
            format_ident!("{}", key.name()),
            Literal::u64_unsuffixed(*number),
        );
        quote!(.#method(#number))
    });
    let end_on = end_on(model);
    let continue_at = model
        .continue_at
        .as_ref()
        .map(|path| quote!(.continue_at(#path)));
    let inclusive = matches!(
        model.source,
        Source::LastItem {
            inclusive: true,
            ..
        }
    )
    .then(|| quote!(.inclusive()));
    let repeats = model.repeats.then(|| quote!(.repeats()));
    let members = [
        ("items_member", items_member(model)),
        ("ok_at", signal_at(model, Key::Ok)),
        ("error_at", signal_at(model, Key::Error)),
    ];
    let members = members.into_iter().filter_map(|(method, member)| {
        let (method, member) = (format_ident!("{method}"), member?);
        Some(quote!(.#method(#member)))
    });
    let within = items_within(model).map(|path| quote!(.items_within(#path)));
    let next_at = next_at(model);
    let flag_at = flag_at(model).map(|path| quote!(.flag_at(#path)));
    let totals = [("total_at", Key::Total), ("pages_at", Key::Pages)];
    let totals = totals.into_iter().filter_map(|(method, key)| {
        let (method, location) = (format_ident!("{method}"), count_at(model, key)?);
        Some(quote!(.#method(__private::ResponseLocation::#location)))
    });
    let ready = ready(model);
    quote!(__private::Scheme::new(#source) #size #(#numbers)* #end_on #continue_at #inclusive #repeats #(#members)* #within #ready #next_at #flag_at #(#totals)*)
}

fn source(source: &Source<'_>) -> TokenStream {
    let (variant, to) = match source {
        Source::NextUrl { .. } => return quote!(__private::Source::NextUrl),
        Source::Tokens { parts } => {
            let locations = parts.iter().map(|part| request_location(&part.to));
            return quote!(__private::Source::Tokens(&[#(#locations),*]));
        }
        Source::Token { to, .. } => (quote!(Token), to),
        Source::Page { to } => (quote!(Page), to),
        Source::Offset { to } => (quote!(Offset), to),
        Source::LastItem { to, .. } => (quote!(LastItem), to),
        Source::Custom { to, .. } => (quote!(Custom), to),
    };
    let location = request_location(to);
    quote!(__private::Source::#variant(#location))
}

fn request_location(place: &Place) -> TokenStream {
    let location = match place {
        Place::Query(name) => quote!(Query(#name)),
        Place::Json(name) => quote!(Json(#name)),
        Place::Header(name) => quote!(Header(#name)),
        Place::Body(path) => quote!(Body(#path)),
        Place::Form(name) => quote!(Form(#name)),
        Place::QueryMap => quote!(QueryMap),
        Place::BodyMap => quote!(BodyMap),
        Place::FormMap => quote!(FormMap),
    };
    quote!(__private::RequestLocation::#location)
}

fn end_on(model: &Model<'_>) -> TokenStream {
    let has = |end| model.end_on.contains(&end);
    let statuses: Vec<Literal> = model
        .end_on
        .iter()
        .filter_map(|end| match end {
            End::Status(status) => Some(Literal::u16_unsuffixed(*status)),
            _ => None,
        })
        .collect();
    let statuses = (!statuses.is_empty()).then(|| quote!(.end_on_status(&[#(#statuses),*])));
    let empty = has(End::Empty).then(|| quote!(.end_on_empty()));
    let short = has(End::Short).then(|| quote!(.end_on_short()));
    let repeat = has(End::Repeat).then(|| quote!(.end_on_repeat()));
    quote!(#statuses #empty #short #repeat)
}

/// The response location of the token or link, and whether it can be read before the page is
/// complete.
fn next_at(model: &Model<'_>) -> Option<TokenStream> {
    let location = match model.source.reading()? {
        Reading::Field(path) => {
            // Only up to a list: elements of lists have no path.
            let fields = path.rest.steps.iter().map_while(field);
            let member = dotted(path.field.wire.iter().cloned().chain(fields))?;
            quote!(Member(#member))
        }
        Reading::Header(name) => quote!(Header(#name)),
        Reading::Link(relation) => quote!(Link(#relation)),
        Reading::Function(_) => return None,
    };
    let early = is_early(model).then(|| quote!(.early()));
    Some(quote!(.next_at(__private::ResponseLocation::#location) #early))
}

/// The path of the flag that ends the walk, with JSON names.
fn flag_at(model: &Model<'_>) -> Option<String> {
    let flags = model
        .signals
        .iter()
        .filter(|signal| matches!(signal.key, Key::More | Key::Done));
    flags.into_iter().find_map(|signal| match &signal.from {
        Reading::Field(path) => known_member(model, path),
        _ => None,
    })
}

/// Where a total or a number of pages is read, if its name on the wire is known.
fn count_at(model: &Model<'_>, key: Key) -> Option<TokenStream> {
    let signal = model.signals.iter().find(|signal| signal.key == key)?;
    match &signal.from {
        Reading::Field(path) => known_member(model, path).map(|member| quote!(Member(#member))),
        Reading::Header(name) => Some(quote!(Header(#name))),
        Reading::Link(_) | Reading::Function(_) => None,
    }
}

/// The path to a field, by names on the wire; `None` if they are not known, or if it leads through
/// a list.
fn known_member(model: &Model<'_>, path: &FieldPath<'_>) -> Option<String> {
    let is_plain = OnField::read(path.field.attrs).is_plain() && model.decode.is_none();
    let wire = path.field.wire.as_ref().filter(|_| is_plain)?;
    let fields = path.rest.steps.iter().map(field);
    let fields = fields.collect::<Option<Vec<_>>>()?;
    dotted([wire.clone()].into_iter().chain(fields))
}

/// Whether the continuation can be read before its page is complete: it is a top-level member or a
/// header, and no other part of the page affects the decision.
pub(super) fn is_early(model: &Model<'_>) -> bool {
    let by_itself = match model.source.reading() {
        Some(Reading::Field(path)) => {
            path.is_own()
                && path.field.wire.is_some()
                && OnField::read(path.field.attrs).is_plain()
                && model.decode.is_none()
        }
        Some(Reading::Header(_) | Reading::Link(_)) => true,
        Some(Reading::Function(_)) | None => false,
    };
    let flag = model
        .signals
        .iter()
        .any(|signal| matches!(signal.key, Key::More | Key::Done | Key::Ready));
    let items_decide = model
        .end_on
        .iter()
        .any(|end| !matches!(end, End::Status(_)));
    by_itself && !flag && !items_decide
}

/// The call of `ready` or `ready_at`. The location is included if it can be read without the page.
fn ready(model: &Model<'_>) -> Option<TokenStream> {
    let signal = model
        .signals
        .iter()
        .find(|signal| signal.key == Key::Ready)?;
    let location = match &signal.from {
        Reading::Field(path) if path.is_own() => path
            .field
            .wire
            .as_ref()
            .map(|member| quote!(Member(#member))),
        Reading::Header(name) => Some(quote!(Header(#name))),
        _ => None,
    };
    Some(match location {
        Some(location) => quote!(.ready_at(__private::ResponseLocation::#location)),
        None => quote!(.ready()),
    })
}

/// The path from the top-level member to the list, if the list is nested.
fn items_within(model: &Model<'_>) -> Option<String> {
    match &model.items {
        Items::Field { path, inner, .. } if path.field.wire.is_some() => {
            let lists = (!inner.is_empty()).then(|| "[]".to_owned());
            dotted(path.rest.steps.iter().map(step).chain(lists))
        }
        _ => None,
    }
}

/// The names joined with dots; `None` if there are none.
fn dotted(names: impl Iterator<Item = String>) -> Option<String> {
    let names: Vec<String> = names.collect();
    (!names.is_empty()).then(|| names.join("."))
}

/// The JSON name of a field, as in a path.
fn field(step: &Step) -> Option<String> {
    match step {
        Step::Field(Member::Named(ident)) => Some(ident.unraw().to_string()),
        Step::Field(Member::Unnamed(index)) => Some(index.index.to_string()),
        Step::Element(_) => None,
    }
}

/// The same, or `[0]` for an element of a list.
fn step(step: &Step) -> String {
    match step {
        Step::Element(index) => format!("[{index}]"),
        step => field(step).unwrap_or_default(),
    }
}

/// The member that contains the items, which the guard against repeated pages compares.
fn items_member<'m>(model: &'m Model<'_>) -> Option<&'m String> {
    match &model.items {
        Items::Field { path, .. } => path.field.wire.as_ref(),
        Items::Function { .. } => None,
    }
}

/// The member that is read separately if a page does not decode. Only fields of the struct itself.
fn signal_at<'m>(model: &'m Model<'_>, key: Key) -> Option<&'m String> {
    model
        .signals
        .iter()
        .filter(|signal| signal.key == key)
        .find_map(|signal| match &signal.from {
            Reading::Field(path) if path.is_own() => path.field.wire.as_ref(),
            _ => None,
        })
}
