//! Rules about a response location: the field of its path, or its function.

use syn::{ExprPath, Ident};

use super::paths;
use crate::attrs::setting::Response;
use crate::errors::Ctxt;
use crate::input::Shape;
use crate::keys::Key;
use crate::model::Reading;

/// A response location, with its path resolved to a field.
pub(super) fn reading<'a>(
    shape: &'a Shape<'a>,
    key: Key,
    from: &Response,
    cx: &mut Ctxt,
) -> Option<Reading<'a>> {
    match from {
        Response::Path(literal) => {
            paths::resolve(key, literal, shape, cx).map(|resolved| Reading::Field(resolved.path))
        }
        Response::Header(name) => Some(Reading::Header(name.value())),
        Response::Link(relation) => Some(Reading::Link(relation.value())),
        Response::Function(path) => {
            is_function(key, path, shape, cx).then(|| Reading::Function(path.clone()))
        }
    }
}

/// Whether this is a function. Reports a path without quotes: a bare word that is a field.
pub(super) fn is_function(key: Key, path: &ExprPath, shape: &Shape<'_>, cx: &mut Ctxt) -> bool {
    let Some(word) = path.path.get_ident().map(Ident::to_string) else {
        return true;
    };
    let Some(field) = shape.field(&word).or_else(|| shape.by_wire_name(&word)) else {
        return true;
    };
    if key == Key::Decode {
        cx.error_over(
            path,
            format!(
                "`{word}` is a field, and `decode` takes a function: `{}`, a `{}`",
                key.example(),
                key.signature()
            ),
        );
    } else if key == Key::NextWith {
        cx.error_over(
            path,
            format!(
                "`{word}` is a field, and `next_with` takes a function: `{}`, or name the field with `token` or `next_url`",
                key.example()
            ),
        );
    } else {
        cx.error_over(
            path,
            format!(
                "`{word}` is a field, and a path of fields is written in quotes: `{} = \"{}\"`",
                key.name(),
                field.name
            ),
        );
    }
    false
}
