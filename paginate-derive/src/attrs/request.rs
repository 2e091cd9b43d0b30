//! Request locations: where a value is written.

use syn::{ExprPath, Lit, LitInt, LitStr};

use super::report::{accept, argument, string, wrong_kind};
use super::setting::Request;
use crate::errors::Ctxt;
use crate::keys::{Key, Kind};
use crate::location::{self, Place};
use crate::suggest::nearest;
use crate::syntax::{Call, Value};

pub(super) fn read(key: Key, value: Value, cx: &mut Ctxt) -> Option<Request> {
    match value {
        Value::Lit(Lit::Str(name)) => parameter(key, &name, cx).then(|| Request {
            at: name.span(),
            place: Place::Query(name.value()),
        }),
        Value::Path(path) => word(key, path, cx),
        Value::Call(call) => request_call(key, &call, cx),
        Value::Lit(Lit::Int(number)) if key == Key::Size => {
            cx.error(number.span(), size_is_a_name(&number));
            None
        }
        value => {
            wrong_kind(key, value, WANTS, cx);
            None
        }
    }
}

const WANTS: &str = "a query parameter, a header or a place in the body";

/// `query`, `body` and `form` without a name: request locations of a map.
fn word(key: Key, path: ExprPath, cx: &mut Ctxt) -> Option<Request> {
    let Some(word) = path.path.get_ident() else {
        cx.error_over(
            path,
            format!(
                "`{}` takes the name of a parameter, not a function: `{}`",
                key.name(),
                key.example()
            ),
        );
        return None;
    };
    let (at, name, sample) = (word.span(), key.name(), sample(key));
    let word = word.to_string();
    let place = match word.as_str() {
        "query" => Place::QueryMap,
        "body" => Place::BodyMap,
        "form" => Place::FormMap,
        "header" => {
            cx.error(
                at,
                format!("the name of the header is missing: `{name} = header(\"X-Name\")`"),
            );
            return None;
        }
        "json" => {
            cx.error(
                at,
                format!(
                    "the name of the query parameter is missing: `{name} = json(\"{sample}\")`"
                ),
            );
            return None;
        }
        _ => {
            let why =
                format!("`{name}` takes the name of a parameter, in quotes: `{name} = \"{word}\"`");
            cx.error_over(path, why);
            return None;
        }
    };
    // A counter or a size is one number; only a token can be a map.
    if writes_tokens(key) {
        return Some(Request { place, at });
    }
    let one = match place {
        Place::QueryMap => format!("\"{sample}\""),
        _ => format!("{word}(\"{sample}\")"),
    };
    cx.error(
        at,
        format!("`{word}` without a name sends each entry of a map, but `{name}` sends one number: write `{name} = {one}` with your API's parameter name"),
    );
    None
}

/// The message for `size = 100`, which names the two keys that may be meant.
fn size_is_a_name(number: &LitInt) -> String {
    let example = Key::Size.example();
    format!(
        "`size` names the parameter for the page size, `{example}`; for a number of items write `prefer = {number}` or `max = {number}`"
    )
}

/// Checks a parameter's name. The example in the message depends on the key.
fn parameter(key: Key, name: &LitStr, cx: &mut Ctxt) -> bool {
    if name.value().is_empty() {
        let example = sample(key);
        cx.error(
            name.span(),
            format!("the parameter has no name: write one, such as \"{example}\""),
        );
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

/// Reports an error at the literal if it is not a valid location of this kind.
type Check = fn(Key, &LitStr, &mut Ctxt) -> bool;

fn request_call(key: Key, call: &Call, cx: &mut Ctxt) -> Option<Request> {
    let Some(name) = call.name.get_ident() else {
        wrong_kind(key, &call.name, WANTS, cx);
        return None;
    };
    let word = name.to_string();
    let (check, place): (Check, fn(String) -> Place) = match word.as_str() {
        "header" => (header, Place::Header),
        "body" => (body, Place::Body),
        "form" => (parameter, Place::Form),
        "json" => (parameter, Place::Json),
        other => {
            cx.error(name.span(), no_such_place(key, other, call));
            return None;
        }
    };
    if call.arguments.is_empty() {
        let bare = if writes_tokens(key) && matches!(word.as_str(), "body" | "form") {
            format!("; for a token that is a map, write `{word}` without parentheses")
        } else {
            String::new()
        };
        cx.error(
            name.span(),
            format!("the name is missing: `{word}(\"{}\")`{bare}", sample(key)),
        );
        return None;
    }
    let argument = argument(call, name, cx)?;
    check(key, &argument, cx).then(|| Request {
        at: argument.span(),
        place: place(argument.value()),
    })
}

/// The message for a call that is not a request location.
fn no_such_place(key: Key, word: &str, call: &Call) -> String {
    match word {
        "query" => {
            let parameter =
                string(&call.arguments).map_or_else(|| sample(key).to_owned(), |name| name.value());
            format!(
                "a query parameter is written as a bare string: `{} = \"{parameter}\"`",
                key.name()
            )
        }
        "link" => format!(
            "`link(..)` is part of a response, but `{}` takes the name of a request parameter: `{}`",
            key.name(),
            key.example()
        ),
        other => match nearest(other, ["header", "body", "form", "json"]) {
            Some(near) => format!("unknown place `{other}(..)`: did you mean `{near}`?"),
            None => format!(
                "unknown place `{other}(..)`: the places are `\"parameter\"`, `json(\"parameter\")`, `header(\"..\")`, `body(\"..\")` and `form(\"..\")`"
            ),
        },
    }
}

/// An example of a name for this key.
const fn sample(key: Key) -> &'static str {
    match key.kind() {
        Kind::Request { sample, .. } => sample,
        _ => "",
    }
}

/// Whether the key's location is that of a token, which can be a map.
const fn writes_tokens(key: Key) -> bool {
    matches!(key.kind(), Kind::Request { parts: true, .. })
}
