//! Request locations: where a value is written.

use proc_macro2::Span;
use syn::{Ident, Lit, LitInt, LitStr};

use super::{Request, accept, argument, string, wrong_kind};
use crate::errors::Ctxt;
use crate::keys::Key;
use crate::location::{self, Place};
use crate::suggest::nearest;
use crate::syntax::{Call, Value};

pub(super) fn read(key: Key, value: Value, cx: &mut Ctxt) -> Option<Request> {
    let wants = "a query parameter, a header or a place in the body";
    // A counter and a size are one number each; a token can be a map.
    let maps = key == Key::Param;
    match value {
        Value::Lit(Lit::Str(name)) => parameter(key, &name, cx).then(|| Request {
            at: name.span(),
            place: Place::Query(name.value()),
        }),
        Value::Path(path) => {
            let word = path.path.get_ident().map(Ident::to_string).unwrap_or_default();
            let at = path.path.get_ident().map_or_else(Span::call_site, Ident::span);
            let place = match word.as_str() {
                "query" => Some(Place::QueryMap),
                "body" => Some(Place::BodyMap),
                "form" => Some(Place::FormMap),
                _ => None,
            };
            match place {
                Some(place) if maps => Some(Request { place, at }),
                Some(_) => {
                    let place = if word == "query" {
                        format!("\"{}\"", sample(key))
                    } else {
                        format!("{word}(\"{}\")", sample(key))
                    };
                    cx.error(
                        at,
                        format!(
                            "`{word}` alone is for tokens that are maps, and `{0}` is one number: name the place, `{0} = {place}`",
                            key.name()
                        ),
                    );
                    None
                }
                None if word == "header" => {
                    cx.error(at, format!("which header? `{} = header(\"X-Name\")`", key.name()));
                    None
                }
                None if word == "json" => {
                    cx.error(at, format!("which query parameter? `{} = json(\"{}\")`", key.name(), sample(key)));
                    None
                }
                None => {
                    let message = match path.path.get_ident() {
                        Some(word) => format!(
                            "`{}` names where a value is written: put it in quotes, `{} = \"{word}\"`",
                            key.name(),
                            key.name()
                        ),
                        None => format!(
                            "`{}` names where a value is written; a function reads: `{}`",
                            key.name(),
                            key.example()
                        ),
                    };
                    cx.error_over(path, message);
                    None
                }
            }
        }
        Value::Call(call) => request_call(key, &call, maps, cx),
        Value::Lit(Lit::Int(number)) if key == Key::Size => {
            cx.error(number.span(), size_is_a_name(&number));
            None
        }
        value => {
            wrong_kind(key, value, wants, cx);
            None
        }
    }
}

/// Whoever writes `size = 100` wants one of two other keys.
fn size_is_a_name(number: &LitInt) -> String {
    let example = Key::Size.example();
    format!(
        "`size` names the parameter for the page size, `{example}`; for a number of items write `prefer = {number}` or `max = {number}`"
    )
}

/// Which name would be a good example depends on the key.
fn parameter(key: Key, name: &LitStr, cx: &mut Ctxt) -> bool {
    if name.value().is_empty() {
        let example = sample(key);
        cx.error(name.span(), format!("the parameter has no name: write one, such as \"{example}\""));
        return false;
    }
    accept(name, location::parameter, cx)
}

fn header(_: Key, name: &LitStr, cx: &mut Ctxt) -> bool {
    accept(name, location::header_name, cx)
}

fn body(_: Key, path: &LitStr, cx: &mut Ctxt) -> bool {
    accept(path, location::json_path, cx)
}

/// Reports on the literal if it is no such place.
type Check = fn(Key, &LitStr, &mut Ctxt) -> bool;

fn request_call(key: Key, call: &Call, maps: bool, cx: &mut Ctxt) -> Option<Request> {
    let Some(name) = call.name.get_ident() else {
        wrong_kind(key, &call.name, "a query parameter, a header or a place in the body", cx);
        return None;
    };
    let word = name.to_string();
    let (check, place): (Check, fn(String) -> Place) = match word.as_str() {
        "header" => (header, Place::Header),
        "body" => (body, Place::Body),
        "form" => (parameter, Place::Form),
        "json" => (parameter, Place::Json),
        "query" => {
            let name_in = string(&call.arguments).map_or_else(|| sample(key).to_owned(), |name| name.value());
            cx.error(
                name.span(),
                format!("a query parameter is written as a bare string: `{} = \"{name_in}\"`", key.name()),
            );
            return None;
        }
        "link" => {
            cx.error(
                name.span(),
                format!(
                    "`link(..)` is read, and `{}` names where a value is written: `{}`",
                    key.name(),
                    key.example()
                ),
            );
            return None;
        }
        other => {
            let near = nearest(other, ["header", "body", "form", "json"]).map_or_else(
                || "the places are `\"parameter\"`, `json(\"parameter\")`, `header(\"..\")`, `body(\"..\")` and `form(\"..\")`".to_owned(),
                |near| format!("did you mean `{near}`?"),
            );
            cx.error(name.span(), format!("unknown place `{other}(..)`: {near}"));
            return None;
        }
    };
    if call.arguments.is_empty() {
        let bare = if maps && matches!(word.as_str(), "body" | "form") {
            format!("; `{word}` alone merges a map")
        } else {
            String::new()
        };
        cx.error(
            name.span(),
            format!("`{word}()` names nothing: `{word}(\"{}\")`{bare}", sample(key)),
        );
        return None;
    }
    let argument = argument(call, name, cx)?;
    check(key, &argument, cx).then(|| Request {
        at: argument.span(),
        place: place(argument.value()),
    })
}

/// A name that a key could have, for examples.
const fn sample(key: Key) -> &'static str {
    match key {
        Key::Page => "page",
        Key::Offset => "offset",
        Key::Size => "per_page",
        _ => "cursor",
    }
}
