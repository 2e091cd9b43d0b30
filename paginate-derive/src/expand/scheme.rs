//! The constant: what is sent, and which rules hold.

use proc_macro2::{Literal, TokenStream};
use quote::{format_ident, quote};

use crate::attr::{End, Place};
use crate::model::{Items, Model, Reading, Role, Source};
use crate::serde_attrs::OnField;

/// The type-level mode that fits the source.
pub(super) fn mode(source: &Source<'_>) -> TokenStream {
    match source {
        Source::Token { .. } => quote!(__paginate::Token),
        Source::NextUrl { .. } => quote!(__paginate::NextUrl),
        Source::Page { .. } => quote!(__paginate::PageNumber),
        Source::Offset { .. } => quote!(__paginate::Offset),
        Source::LastItem { .. } => quote!(__paginate::LastItem),
        Source::Custom { .. } => quote!(__paginate::Custom),
    }
}

/// `Scheme::new(..)` and one call for each thing that was declared.
pub(super) fn scheme(model: &Model<'_>) -> TokenStream {
    let source = source(&model.source);
    let size = model.size.as_ref().map(sink).map(|sink| quote!(.size(#sink)));
    let bounds = model.bounds.iter().map(|(name, items)| {
        let (method, items) = (format_ident!("{name}"), Literal::u64_unsuffixed(*items));
        quote!(.#method(#items))
    });
    let start = model.start.map(Literal::u64_unsuffixed).map(|start| quote!(.start(#start)));
    let end_on = end_on(model);
    let continue_at = model.continue_at.as_ref().map(|path| quote!(.continue_at(#path)));
    let repeats = model.repeats.then(|| quote!(.repeats()));
    let members = [
        ("items_at", items_at(model)),
        ("ok_at", sign_at(model, Role::Ok)),
        ("error_at", sign_at(model, Role::Error)),
    ];
    let members = members.into_iter().filter_map(|(method, member)| {
        let (method, member) = (format_ident!("{method}"), member?);
        Some(quote!(.#method(#member)))
    });
    let early = early(model);
    quote!(__paginate::Scheme::new(#source) #size #(#bounds)* #start #end_on #continue_at #repeats #(#members)* #early)
}

fn source(source: &Source<'_>) -> TokenStream {
    let (variant, to) = match source {
        Source::NextUrl { .. } => return quote!(__paginate::Source::NextUrl),
        Source::Token { to, .. } => (quote!(Token), to),
        Source::Page { to } => (quote!(Page), to),
        Source::Offset { to } => (quote!(Offset), to),
        Source::LastItem { to, .. } => (quote!(LastItem), to),
        Source::Custom { to, .. } => (quote!(Custom), to),
    };
    let sink = sink(to);
    quote!(__paginate::Source::#variant(#sink))
}

fn sink(place: &Place) -> TokenStream {
    let sink = match place {
        Place::Query(name) => quote!(Query(#name)),
        Place::Header(name) => quote!(Header(#name)),
        Place::Body(path) => quote!(Body(#path)),
        Place::Form(name) => quote!(Form(#name)),
        Place::QueryMap => quote!(QueryMap),
        Place::BodyMap => quote!(BodyMap),
        Place::FormMap => quote!(FormMap),
    };
    quote!(__paginate::Sink::#sink)
}

fn end_on(model: &Model<'_>) -> TokenStream {
    let has = |end| model.end_on.iter().any(|word| word.end == end);
    let statuses: Vec<Literal> = model
        .end_on
        .iter()
        .filter_map(|word| match word.end {
            End::Status(status) => Some(Literal::u16_unsuffixed(status)),
            _ => None,
        })
        .collect();
    let statuses = (!statuses.is_empty()).then(|| quote!(.end_on_status(&[#(#statuses),*])));
    let empty = has(End::Empty).then(|| quote!(.end_on_empty()));
    let short = has(End::Short).then(|| quote!(.end_on_short()));
    let repeat = has(End::Repeat).then(|| quote!(.end_on_repeat()));
    quote!(#statuses #empty #short #repeat)
}

/// Where the continuation can be read before its page is complete: where nothing else in the page has a say in what comes next.
fn early(model: &Model<'_>) -> Option<TokenStream> {
    let has_a_say = |role| matches!(role, Role::More | Role::Done | Role::Pages | Role::Total);
    if model.signs.iter().any(|sign| has_a_say(sign.role)) {
        return None;
    }
    let place = match model.source.reading()? {
        Reading::Field(path) if path.is_own() && OnField::read(path.field.attrs).is_plain() => {
            let member = path.field.wire.as_ref()?;
            quote!(Member(#member))
        }
        Reading::Header(name) => quote!(Header(#name)),
        Reading::Link(relation) => quote!(Link(#relation)),
        Reading::Field(_) | Reading::Function(_) => return None,
    };
    Some(quote!(.early(__paginate::Early::#place)))
}

/// The member of the page that holds the items: what the guard against stuck pages compares.
fn items_at<'m>(model: &'m Model<'_>) -> Option<&'m String> {
    match &model.items {
        Items::Field { path, .. } => path.field.wire.as_ref(),
        Items::Function { .. } => None,
    }
}

/// The member that is read by itself where a page does not decode: own fields only.
fn sign_at<'m>(model: &'m Model<'_>, role: Role) -> Option<&'m String> {
    model
        .signs
        .iter()
        .filter(|sign| sign.role == role)
        .find_map(|sign| match &sign.from {
            Reading::Field(path) if path.is_own() => path.field.wire.as_ref(),
            _ => None,
        })
}
