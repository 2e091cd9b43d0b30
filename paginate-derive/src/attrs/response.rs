//! Response locations: where a value is read.

use syn::{Lit, LitStr};

use super::report::{accept, argument, string, uncalled, wrong_kind};
use super::setting::Response;
use crate::errors::Ctxt;
use crate::keys::{Key, Reads};
use crate::location;
use crate::suggest::nearest;
use crate::syntax::{Call, List, Value};

pub(super) fn read(key: Key, value: Value, cx: &mut Ctxt) -> Option<Response> {
    let wants = match key {
        Key::Items => "the path of a field, or a function",
        _ => "the path of a field, a header or a function",
    };
    match value {
        Value::Lit(Lit::Str(path)) => Some(Response::Path(path)),
        Value::Path(path) => Some(Response::Function(path)),
        Value::Call(call) => response_call(key, &call, cx),
        Value::List(List { elements, .. }) if elements.len() == 1 => {
            cx.error_over(
                elements.first(),
                format!("`{}` takes one value, without brackets", key.name()),
            );
            None
        }
        Value::Lit(Lit::Int(number)) if key.reads() == Some(Reads::Count) => {
            let example = key.example();
            cx.error(
                number.span(),
                format!(
                    "`{}` is read from each page, and a fixed number cannot be given: name the field, `{example}`",
                    key.name()
                ),
            );
            None
        }
        Value::Lit(Lit::Int(number)) => {
            let (name, example, digits) = (key.name(), key.example(), number.base10_digits());
            cx.error(
                number.span(),
                format!("a path is written in quotes: `{name} = \"{digits}\"` is a field of a tuple struct, and other fields have names, `{example}`"),
            );
            None
        }
        value => {
            wrong_kind(key, value, wants, cx);
            None
        }
    }
}

/// Why `link(..)` is not a valid value of this key.
fn link_elsewhere(key: Key) -> String {
    let (name, example) = (key.name(), key.example());
    let is = match key.reads() {
        Some(Reads::Flag) => "a flag",
        Some(Reads::Count) => "a number",
        Some(Reads::Report) => "the error report",
        Some(Reads::Items) => "the list of items",
        _ => return "`link(..)` gives a URL, and only `next_url` reads one: `next_url = link(\"next\")`".to_owned(),
    };
    format!("`link(..)` gives a URL, and `{name}` is {is}: name a field, `{example}`")
}

/// Reports `header("Link")`: this header has several URLs with relations, in its own syntax.
fn is_not_the_link_header(key: Key, header: &LitStr, cx: &mut Ctxt) -> bool {
    let is_link = header.value().eq_ignore_ascii_case("link");
    let write = match key {
        _ if !is_link => return true,
        Key::NextUrl => "and `next_url` reads one URL: write `next_url = link(\"next\")`",
        Key::Token => "not a token: write `next_url = link(\"next\")`, without `param`",
        // Other keys read a header as a flag, a number or an error report.
        _ => return true,
    };
    cx.error(
        header.span(),
        format!(
            "the header `{}` holds a list of links, {write}",
            header.value()
        ),
    );
    false
}

fn response_call(key: Key, call: &Call, cx: &mut Ctxt) -> Option<Response> {
    let Some(name) = call.name.get_ident() else {
        cx.error_over(&call.name, uncalled(key, &call.name));
        return None;
    };
    match name.to_string().as_str() {
        "header" if key == Key::Items => {
            cx.error(
                name.span(),
                "items are read from the body: `items = \"users\"`",
            );
            None
        }
        "header" => argument(call, name, cx)
            .filter(|name| accept(name, location::header_name, cx))
            .filter(|name| is_not_the_link_header(key, name, cx))
            .map(Response::Header),
        "link" if key == Key::NextUrl => argument(call, name, cx)
            .filter(|relation| accept(relation, location::relation, cx))
            .map(Response::Link),
        "link" => {
            cx.error(name.span(), link_elsewhere(key));
            None
        }
        "body" | "field" | "json" | "path" => {
            let path = string(&call.arguments).map_or_else(|| "..".to_owned(), |path| path.value());
            cx.error(
                name.span(),
                format!(
                    "the body is read by the path of a field: `{} = \"{path}\"`",
                    key.name()
                ),
            );
            None
        }
        "query" | "form" => {
            cx.error(
                name.span(),
                format!(
                    "`{name}(..)` is part of a request, but `{key}` reads from the response: `{}`",
                    key.example(),
                    key = key.name()
                ),
            );
            None
        }
        other => {
            cx.error(name.span(), no_such_place(key, other, call));
            None
        }
    }
}

/// The message for a call that is not a response location.
fn no_such_place(key: Key, word: &str, call: &Call) -> String {
    match nearest(word, ["header", "link"]) {
        Some(near) => format!("unknown place `{word}(..)`: did you mean `{near}`?"),
        None if string(&call.arguments).is_some() => format!(
            "unknown place `{word}(..)`: values are read from a field (`{}`), from `header(\"..\")` \
             or by a function",
            key.example()
        ),
        None => uncalled(key, &call.name),
    }
}
