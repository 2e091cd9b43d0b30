//! Reports a token or link that is read from an item with a fixed number: `token =
//! "edges[0].cursor"`. The first item leads to the second one, not to the next page.

use syn::LitStr;

use super::direction;
use super::in_item::list;
use crate::attrs::Attrs;
use crate::attrs::setting::Response;
use crate::errors::Ctxt;
use crate::input::Shape;
use crate::keys::Key;

/// Reports each path of `token` or `next_url` that begins at one element of the list of items.
pub(super) fn check(shape: &Shape<'_>, attrs: &Attrs, cx: &mut Ctxt) {
    let Some(list) = list(shape, attrs) else {
        return;
    };
    // The elements of the outer list are not items: `results[0].next` with `results[].rows[]`.
    if list.matches("[]").count() > 1 {
        return;
    }
    let outer = list.split("[]").next().unwrap_or_default();
    // A chat that shows the oldest message first is read from the first one backwards.
    let backwards = attrs.request(Key::Param);
    if backwards.is_some_and(|param| direction::asks_back(&param.place)) {
        return;
    }
    let parts = attrs.token_parts().map(|parts| parts.list.iter());
    let parts = parts.into_iter().flatten().map(|from| (Key::Token, from));
    let whole = [Key::Token, Key::NextUrl];
    let whole = whole
        .into_iter()
        .filter_map(|key| Some((key, attrs.response(key)?)));
    // One message is enough for a token of several parts.
    let found = whole.chain(parts).find_map(|(key, from)| match from {
        Response::Path(path) => Some((key, path, of_an_item(&path.value(), outer)?)),
        _ => None,
    });
    if let Some((key, path, (number, inside))) = found {
        let instead = instead(key, outer, &inside, attrs.token_parts().is_some());
        report(key, path, number, &instead, cx);
    }
}

fn report(key: Key, path: &LitStr, number: u32, instead: &str, cx: &mut Ctxt) {
    let item = match number {
        0 => "the first item, which leads to the second one".to_owned(),
        number => format!("item {number} (from 0) of every page, which leads to the item after it"),
    };
    cx.error(
        path.span(),
        format!(
            "`{}` is a value of {item}, not to the next page: {instead}. If this API really continues from there, use a function: `{1} = Self::{2}`, a `{3}`",
            path.value(),
            key.name(),
            if key == Key::NextUrl { "next_link" } else { "next_token" },
            key.signature()
        ),
    );
}

/// What to write for the value at the path `inside` an element of the list.
fn instead(key: Key, list: &str, inside: &str, in_parts: bool) -> String {
    if key == Key::NextUrl {
        return "write the path of the link of the page itself".to_owned();
    }
    let (outer, last) = match list.rsplit_once('.') {
        Some((outer, last)) => (format!("{outer}."), last),
        None => (String::new(), list),
    };
    let by_key = if inside.is_empty() || inside.starts_with('[') || in_parts {
        "read the key of the last item with a function, `token = Self::last_key`".to_owned()
    } else {
        format!(
            "write `last_item = \"{inside}\"` instead of `token`, to continue from the last item"
        )
    };
    if matches!(last, "edges" | "nodes") {
        return format!(
            "write `token = \"{outer}page_info.end_cursor\"`, the cursor of the last item in GraphQL (ask for `pageInfo {{ endCursor }}`), or {by_key}"
        );
    }
    by_key
}

/// The number of the element and the path inside it, if the path begins at an element of the list.
fn of_an_item(path: &str, list: &str) -> Option<(u32, String)> {
    let plain = |path: &str| path.strip_prefix("r#").unwrap_or(path).to_owned();
    let (path, list) = (plain(path), plain(list));
    let (number, inside) = path
        .strip_prefix(&list)?
        .strip_prefix('[')?
        .split_once(']')?;
    let inside = inside.strip_prefix('.').unwrap_or(inside);
    Some((number.parse().ok()?, inside.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_elements_of_the_list_are_items() {
        for (path, list, found) in [
            ("users[0].id", "users", Some((0, "id"))),
            ("users[9]", "users", Some((9, ""))),
            ("users[0][1]", "users", Some((0, "[1]"))),
            ("data.edges[0].node.id", "data.edges", Some((0, "node.id"))),
            ("r#type[0].id", "type", Some((0, "id"))),
            ("0[0].id", "0", Some((0, "id"))),
            ("links[0].uri", "users", None),
            ("users.next[0]", "users", None),
            ("users_left[0]", "users", None),
        ] {
            let found = found.map(|(number, inside): (u32, &str)| (number, inside.to_owned()));
            assert_eq!(of_an_item(path, list), found, "{path} {list}");
        }
    }
}
