//! Response locations: where a value is read.

use syn::Lit;

use super::{Response, accept, argument, string, wrong_kind};
use crate::errors::Ctxt;
use crate::keys::Key;
use crate::places;
use crate::show::show;
use crate::suggest::nearest;
use crate::value::{Call, List, Value};

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
            cx.error_over(elements.first(), format!("`{}` takes one value, without brackets", key.name()));
            None
        }
        value => {
            wrong_kind(key, value, wants, cx);
            None
        }
    }
}

fn response_call(key: Key, call: &Call, cx: &mut Ctxt) -> Option<Response> {
    let Some(name) = call.name.get_ident() else {
        let path = show(&call.name);
        cx.error_over(
            &call.name,
            format!("give the function itself, without calling it: `{} = {path}`", key.name()),
        );
        return None;
    };
    match name.to_string().as_str() {
        "header" if key == Key::Items => {
            cx.error(name.span(), "items are read from the body: `items = \"users\"`");
            None
        }
        "header" => argument(call, name, cx)
            .filter(|name| accept(name, places::header_name, cx))
            .map(Response::Header),
        "link" if key == Key::NextUrl => argument(call, name, cx)
            .filter(|relation| accept(relation, places::relation, cx))
            .map(Response::Link),
        "link" => {
            cx.error(
                name.span(),
                "`link(..)` gives a URL, and only `next_url` reads one: `next_url = link(\"next\")`",
            );
            None
        }
        "body" | "field" | "json" | "path" => {
            let path = string(&call.arguments).map_or_else(|| "..".to_owned(), |path| path.value());
            cx.error(
                name.span(),
                format!("the body is read by the path of a field: `{} = \"{path}\"`", key.name()),
            );
            None
        }
        "query" | "form" => {
            cx.error(
                name.span(),
                format!(
                    "`{name}(..)` is a place in a request, and `{key}` reads from the response: `{}`",
                    key.example(),
                    key = key.name()
                ),
            );
            None
        }
        other => {
            let hint = match nearest(other, ["header", "link"]) {
                Some(near) => format!("unknown place `{other}(..)`: did you mean `{near}`?"),
                None if string(&call.arguments).is_some() => {
                    format!(
                        "unknown place `{other}(..)`: values are read from a field (`{}`), from `header(\"..\")` or by a function",
                        key.example()
                    )
                }
                None => format!("give the function itself, without calling it: `{} = {other}`", key.name()),
            };
            cx.error(name.span(), hint);
            None
        }
    }
}
