//! Reports paths inside an item that cannot be right: they begin at the page (`last_item =
//! "users.id"`), or go into an item without fields.

use syn::LitStr;

use crate::attrs::Attrs;
use crate::attrs::setting::Response;
use crate::errors::Ctxt;
use crate::input::Shape;
use crate::input::types;
use crate::keys::Key;

/// Reports a path of `last_item` or `nested` that begins with the path of the list.
pub(super) fn check(shape: &Shape<'_>, attrs: &Attrs, cx: &mut Ctxt) {
    let Some(list) = list(shape, attrs) else {
        return;
    };
    let last_item = attrs
        .text(Key::LastItem)
        .into_iter()
        .map(|path| (Key::LastItem, path));
    let nested = attrs.nested().iter().map(|list| (Key::Nested, &list.path));
    let json = items_are_json(shape, attrs, &list);
    for (key, path) in last_item.chain(nested) {
        if json {
            no_fields(key, path, cx);
        } else if let Some(rest) = after(&path.value(), &list) {
            report(key, path, rest, cx);
        }
    }
}

fn report(key: Key, path: &LitStr, rest: &str, cx: &mut Ctxt) {
    let or = match key {
        Key::LastItem => {
            "; if the item has a field of that name itself, read the key with a function, `token = Self::last_key`"
        }
        _ => "",
    };
    let key = key.name();
    cx.error(
        path.span(),
        format!(
            "the path of `{key}` begins in the item, not at the page: write `{key} = \"{rest}\"`{or}"
        ),
    );
}

/// Reports a path into JSON values. rustc would only say that `Value` has no such field.
fn no_fields(key: Key, path: &LitStr, cx: &mut Ctxt) {
    let path_text = path.value();
    let or = match key {
        Key::LastItem => {
            ", or read the key with a function, `token = Self::last_key`, a `fn(&Self, &HeaderMap) -> Option<String>`"
        }
        _ => "",
    };
    cx.error(
        path.span(),
        format!("the items are `serde_json::Value`, which has no fields: make them a struct with the field `{path_text}`{or}"),
    );
}

/// Whether the items are visibly JSON values, by `item` or by the type of a list in this struct.
fn items_are_json(shape: &Shape<'_>, attrs: &Attrs, list: &str) -> bool {
    let listed = || {
        shape
            .field(list)
            .and_then(|field| types::list_item(field.ty))
    };
    // With `edges[].node`, `item` is the node, but the path begins at the edge.
    let item = attrs.item().filter(|_| !list.contains("[]"));
    item.or_else(listed).is_some_and(types::is_json)
}

/// The path of the list of items, if it is written or there is only one list.
pub(super) fn list(shape: &Shape<'_>, attrs: &Attrs) -> Option<String> {
    match attrs.response(Key::Items) {
        Some(Response::Path(path)) => Some(path.value()),
        Some(_) => None,
        None => {
            let mut lists = shape.lists();
            let only = lists.next()?;
            lists.next().is_none().then(|| only.name.clone())
        }
    }
}

/// The rest of a path after the path of the list, if it begins with that.
fn after<'p>(path: &'p str, list: &str) -> Option<&'p str> {
    let (outer, node) = list.split_once("[].").unwrap_or((list, ""));
    let last = outer.rsplit('.').next().unwrap_or_default();
    let mut ways = vec![outer.to_owned(), last.to_owned()];
    if !node.is_empty() {
        // `edges.node.id` after `items = "edges[].node"`
        ways.insert(0, format!("{outer}.{node}"));
        ways.insert(1, format!("{last}.{node}"));
    }
    ways.iter()
        .filter(|way| !way.is_empty())
        .find_map(|way| path.strip_prefix(way.as_str())?.strip_prefix('.'))
        .filter(|rest| !rest.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_way_to_the_list_is_taken_off() {
        for (path, list, rest) in [
            ("users.id", "users", Some("id")),
            ("data.users.id", "data.users", Some("id")),
            ("users.id", "data.users", Some("id")),
            ("edges.node.id", "data.edges[].node", Some("id")),
            ("edges.cursor", "data.edges[].node", Some("cursor")),
            ("id", "users", None),
            ("user.id", "users", None),
            ("users", "users", None),
            ("key.users.id", "users", None),
        ] {
            assert_eq!(after(path, list), rest, "{path} {list}");
        }
    }
}
