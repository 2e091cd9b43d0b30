//! Rules about the source: what requests the next page, and where it is sent.

use proc_macro2::TokenStream;
use quote::ToTokens;
use syn::{Member, Type};

use super::destinations;
use super::one_way;
use super::paths;
use super::reading::{is_function, reading};
use crate::attrs::Attrs;
use crate::attrs::setting::{Parts, Request};
use crate::errors::Ctxt;
use crate::input::Shape;
use crate::input::types;
use crate::keys::Key;
use crate::location::{Place, Step};
use crate::model::{Part, Reading, Source};
use crate::serde_attrs::OnField;
use crate::suggest::show;

/// The source, if exactly one is given. If there are several, each is still checked by itself.
pub(super) fn source<'a>(shape: &'a Shape<'a>, attrs: &Attrs, cx: &mut Ctxt) -> Option<Source<'a>> {
    let tokens = tokens(shape, attrs, cx);
    let token = token(shape, attrs, cx);
    let next_url = next_url(shape, attrs, cx);
    let key = attrs
        .text(Key::LastItem)
        .and_then(|key| paths::inside_item(key, cx));
    let with = attrs
        .function(Key::NextWith)
        .filter(|function| is_function(Key::NextWith, function, shape, cx));
    let to = |key| attrs.request(key).map(|request| request.place.clone());
    match attrs.mode()? {
        Key::Token => tokens.or(token),
        Key::NextUrl => next_url,
        Key::Page => Some(Source::Page { to: to(Key::Page)? }),
        Key::Offset => Some(Source::Offset {
            to: to(Key::Offset)?,
        }),
        Key::LastItem => Some(Source::LastItem {
            key: key?,
            to: to(Key::Param)?,
            inclusive: attrs.word(Key::Inclusive),
        }),
        _ => Some(Source::Custom {
            with: with?.clone(),
            to: to(Key::Param).unwrap_or_else(|| Place::Query("cursor".to_owned())),
        }),
    }
}

/// A token of one part.
fn token<'a>(shape: &'a Shape<'a>, attrs: &Attrs, cx: &mut Ctxt) -> Option<Source<'a>> {
    let written = attrs.response(Key::Token)?;
    let from = reading(shape, Key::Token, written, cx)?;
    token_ends(&from, attrs, cx);
    let to = match attrs.request(Key::Param) {
        Some(param) => {
            map_for_a_map(param, &from, cx);
            Some(param.place.clone())
        }
        None if attrs.has(Key::Param) || attrs.mode().is_none() => None,
        None => default_param(&from, &written.to_token_stream(), cx),
    };
    Some(Source::Token { from, to: to? })
}

/// A link.
fn next_url<'a>(shape: &'a Shape<'a>, attrs: &Attrs, cx: &mut Ctxt) -> Option<Source<'a>> {
    let from = reading(shape, Key::NextUrl, attrs.response(Key::NextUrl)?, cx)?;
    url_ends(&from, attrs, cx);
    Some(Source::NextUrl { from })
}

/// A token of several parts, each with its own request location.
fn tokens<'a>(shape: &'a Shape<'a>, attrs: &Attrs, cx: &mut Ctxt) -> Option<Source<'a>> {
    if let Some(to) = attrs.param_parts() {
        destinations::parts_apart(&to.list, cx);
    }
    as_many_places_as_parts(attrs, cx);
    // Read every part before the first `?`, so that each reports its own mistakes.
    let from: Vec<Option<Reading<'a>>> = attrs
        .token_parts()?
        .list
        .iter()
        .map(|part| {
            let from = reading(shape, Key::Token, part, cx)?;
            token_ends(&from, attrs, cx);
            Some(from)
        })
        .collect();
    let from = from.into_iter().collect::<Option<Vec<_>>>()?;
    let to = attrs
        .param_parts()?
        .list
        .iter()
        .map(|place| place.place.clone());
    let parts = from
        .into_iter()
        .zip(to)
        .map(|(from, to)| Part { from, to })
        .collect();
    Some(Source::Tokens { parts })
}

/// Reports a token of an integer type without another sign of the end: it is always present, so the
/// walk would never end.
fn token_ends(from: &Reading<'_>, attrs: &Attrs, cx: &mut Ctxt) {
    if let Some(path) = from
        .own()
        .filter(|path| types::is_integer(path.field.ty) && !attrs.has_end())
    {
        cx.error(
            path.rest.at,
            cannot_say_no_more("token", &path.field.name, path.field.ty),
        );
    }
}

/// Reports a URL type that is always present in the same way.
fn url_ends(from: &Reading<'_>, attrs: &Attrs, cx: &mut Ctxt) {
    if let Some(path) = from
        .own()
        .filter(|path| types::is_url(path.field.ty) && !attrs.has_end())
    {
        cx.error(
            path.rest.at,
            cannot_say_no_more("next_url", &path.field.name, path.field.ty),
        );
    }
}

/// Requires one request location in `param` for each part of a token.
fn as_many_places_as_parts(attrs: &Attrs, cx: &mut Ctxt) {
    match (attrs.token_parts(), attrs.param_parts()) {
        (Some(from), Some(to)) if from.list.len() != to.list.len() => {
            let (parts, places) = (from.list.len(), to.list.len());
            cx.error_over(
                &to.written,
                format!("`token` has {parts} parts, but `param` has {places}: write one parameter for each part, in the same order"),
            );
        }
        (Some(from), None) => match attrs.request(Key::Param) {
            Some(place) => cx.error(place.at, one_for_each(from.list.len())),
            None if !attrs.has(Key::Param) && !attrs.incomplete => {
                cx.error_over(&from.written, one_for_each(from.list.len()));
            }
            None => {}
        },
        (None, Some(to)) => one_value(attrs, to, cx),
        _ => {}
    }
}

fn one_for_each(parts: usize) -> String {
    format!(
        "`token` has {parts} parts: write one parameter for each part, in the same order, for example `param = (\"key-marker\", \"version-id-marker\")`"
    )
}

/// Reports several request locations for a single value.
fn one_value(attrs: &Attrs, places: &Parts<Request>, cx: &mut Ctxt) {
    let (what, or) = match attrs.mode() {
        // An invalid token was already reported.
        Some(Key::Token) if attrs.response(Key::Token).is_some() => (
            "`token` is one value".to_owned(),
            ", or write the parts of the token: `token = (\"..\", \"..\")`",
        ),
        Some(mode @ (Key::LastItem | Key::NextWith)) => {
            (format!("`{}` gives one value", mode.name()), "")
        }
        // With other sources, `param` is a mistake, which was already reported.
        _ => return,
    };
    let count = places.list.len();
    cx.error_over(
        &places.written,
        format!("{what}, but `param` has {count} parameters: keep one{or}"),
    );
}

fn cannot_say_no_more(key: &str, field: &str, ty: &Type) -> String {
    let ty = show(ty);
    format!(
        "every `{ty}` is a value, so `{key} = \"{field}\"` never ends the walk: make the field an `Option<{ty}>`, or add another end such as `more = \"has_more\"`"
    )
}

/// The default of `param`: the token's own JSON name, if it has one.
fn default_param(from: &Reading<'_>, written: &TokenStream, cx: &mut Ctxt) -> Option<Place> {
    let why = match from {
        Reading::Field(path) if path.is_own() && OnField::read(path.field.attrs).flatten => {
            cx.error_over(written, flattened_map(&path.field.name));
            return None;
        }
        Reading::Field(path) if path.is_own() => match &path.field.wire {
            Some(name) => match one_way::usual_parameter(name) {
                None => return Some(Place::Query(name.clone())),
                Some(usual) => {
                    cx.error_over(written, one_way::message(name, &path.field.name, &usual));
                    return None;
                }
            },
            None => format!("the field `{}` has no name in the JSON", path.field.name),
        },
        Reading::Field(path) => format!("it is inside `{}`", path.field.name),
        Reading::Header(_) => "it comes from a header".to_owned(),
        Reading::Link(_) | Reading::Function(_) => "it comes from a function".to_owned(),
    };
    let add = if is_of_relay(from) {
        "`param = body(\"variables.after\")` with the name of the variable in your GraphQL query"
    } else {
        "`param` with the name of the query parameter that this API reads, often `cursor`, `page_token` or `after`"
    };
    cx.error_over(
        written,
        format!("this token has no default parameter, because {why}: add {add}"),
    );
    None
}

/// Whether this is the cursor of a GraphQL connection (Relay's cursor connections): it is sent in a
/// variable.
fn is_of_relay(from: &Reading<'_>) -> bool {
    match from {
        Reading::Field(path) => matches!(
            path.rest.steps.last(),
            Some(Step::Field(Member::Named(name))) if name == "end_cursor" || name == "endCursor"
        ),
        _ => false,
    }
}

/// The message for a token that is a flattened field. It must be a map, which one parameter cannot
/// hold.
fn flattened_map(field: &str) -> String {
    format!(
        "this token has no default parameter, because `{field}` is a flattened map: send its entries with `param = query`, `param = body` or `param = form`"
    )
}

/// Checks that `param = query` is used only with a map, whose entries it writes.
fn map_for_a_map(param: &Request, from: &Reading<'_>, cx: &mut Ctxt) {
    let word = match param.place {
        Place::QueryMap => "query",
        Place::BodyMap => "body",
        Place::FormMap => "form",
        _ => return,
    };
    let name = match word {
        "query" => "\"cursor\"".to_owned(),
        _ => format!("{word}(\"cursor\")"),
    };
    match from {
        Reading::Field(path) if path.is_own() && types::is_single(path.field.ty) => {
            cx.error(
                param.at,
                format!(
                    "`{word}` without a name sends each entry of a map, but `{}` is a single value: write `param = {name}` with your API's parameter name",
                    path.field.name
                ),
            );
        }
        Reading::Header(_) => cx.error(
            param.at,
            format!("`{word}` without a name sends each entry of a map, but a header is a single value: write `param = {name}` with your API's parameter name"),
        ),
        _ => {}
    }
}
