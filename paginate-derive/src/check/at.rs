//! A common beginning of paths: with `at = "data.users"`, `token = ".page_info.end_cursor"` is `"data.users.page_info.end_cursor"`.

use syn::LitStr;

use super::paths;
use crate::attrs::{Attrs, Parts, Response};
use crate::errors::Ctxt;
use crate::input::Shape;
use crate::keys::Key;

/// Puts the beginning before each path that begins with a dot.
pub(super) fn apply(shape: &Shape<'_>, attrs: &mut Attrs, cx: &mut Ctxt) {
    let given = attrs.prefix.take();
    // Looked at once and not with each path, so that a mistake in it is one message.
    let prefix = given.as_ref().filter(|prefix| paths::resolve(Key::At, prefix, shape, cx).is_some());
    let prefix = prefix.map(LitStr::value);
    let broken = attrs.has(Key::At) && prefix.is_none();
    let paths = [
        (Key::Token, &mut attrs.token),
        (Key::NextUrl, &mut attrs.next_url),
        (Key::Items, &mut attrs.items),
        (Key::More, &mut attrs.more),
        (Key::Done, &mut attrs.done),
        (Key::Pages, &mut attrs.pages),
        (Key::Total, &mut attrs.total),
        (Key::Ok, &mut attrs.ok),
        (Key::Error, &mut attrs.error),
        (Key::Ready, &mut attrs.ready),
    ];
    let mut parts: Vec<Option<Response>> = Vec::new();
    let token_parts = attrs.token_parts.as_mut();
    if let Some(token) = token_parts {
        parts = token.list.drain(..).map(Some).collect();
    }
    let paths = paths.into_iter().chain(parts.iter_mut().map(|part| (Key::Token, part)));
    let mut used = false;
    for (key, response) in paths {
        let Some(Response::Path(path)) = response else { continue };
        let text = path.value();
        let Some(rest) = text.strip_prefix('.') else { continue };
        used = true;
        match &prefix {
            Some(prefix) => *path = LitStr::new(&format!("{prefix}{text}"), path.span()),
            None => {
                // A beginning that is wrong was reported.
                if !broken {
                    let name = key.name();
                    cx.error(
                        path.span(),
                        format!("`{text}` begins with a dot, so where? Write `at = \"..\"` once, or the whole path: `{name} = \"{rest}\"`"),
                    );
                }
                *response = None;
            }
        }
    }
    attrs.token_parts = attrs.token_parts.take().and_then(|token| {
        let list = parts.into_iter().collect::<Option<Vec<_>>>()?;
        Some(Parts { list, ..token })
    });
    if let Some(prefix) = given.filter(|_| !used && !attrs.incomplete) {
        let path = prefix.value();
        cx.error(
            prefix.span(),
            format!("no path begins here: begin those that are inside `{path}` with a dot, such as `items = \".users\"`, or remove `at`"),
        );
    }
}
