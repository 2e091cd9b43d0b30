//! Rules about the items: which list contains them, and what is inside them.

use syn::{ExprPath, LitStr, Type};

use super::paths;
use super::reading::is_function;
use crate::attrs::Attrs;
use crate::attrs::setting::Response;
use crate::errors::Ctxt;
use crate::input::types;
use crate::input::{Field, Shape, quoted};
use crate::keys::Key;
use crate::location::Steps;
use crate::model::{FieldPath, Items, Nested};
use crate::suggest::show;

/// The list of items, and their type.
pub(super) fn items<'a>(
    shape: &'a Shape<'a>,
    attrs: &Attrs,
    used: &[&str],
    cx: &mut Ctxt,
) -> Option<Items<'a>> {
    match attrs.response(Key::Items) {
        Some(Response::Function(path)) => by_function(path, shape, attrs, cx),
        Some(Response::Path(literal)) => by_path(literal, shape, attrs, cx),
        // Headers and links were already refused.
        Some(_) => None,
        None if attrs.has(Key::Items) || attrs.incomplete => None,
        None => {
            let path = the_only_list(shape, attrs, used, cx)?;
            Some(Items::Field {
                item: hidden_item(attrs, &path, cx),
                path,
                inner: Vec::new(),
                node: None,
            })
        }
    }
}

/// The items that a function takes out of the page.
fn by_function<'a>(
    path: &ExprPath,
    shape: &Shape<'_>,
    attrs: &Attrs,
    cx: &mut Ctxt,
) -> Option<Items<'a>> {
    if !is_function(Key::Items, path, shape, cx) {
        return None;
    }
    if !attrs.has(Key::Item) {
        let signature = Key::Items.signature();
        cx.error_over(
            path,
            format!(
                "the items come from a function (`{signature}`), so write its `T`: `item = User`"
            ),
        );
    }
    Some(Items::Function {
        path: path.clone(),
        item: attrs.item()?.clone(),
    })
}

/// The items at a path.
fn by_path<'a>(
    literal: &LitStr,
    shape: &'a Shape<'a>,
    attrs: &Attrs,
    cx: &mut Ctxt,
) -> Option<Items<'a>> {
    let paths::Resolved { path, inner, node } = paths::resolve(Key::Items, literal, shape, cx)?;
    let leaves = node.is_some() || !inner.is_empty() || !path.is_own();
    if leaves && !attrs.has(Key::Item) {
        let where_it_is = if node.is_some() {
            "the items are inside the elements of the list"
        } else {
            "the list is in another struct"
        };
        cx.error(
            literal.span(),
            format!("{where_it_is}, so write the type of the items: `item = User`"),
        );
        return None;
    }
    let item = match leaves {
        true => attrs.item().cloned(),
        false => hidden_item(attrs, &path, cx),
    };
    Some(Items::Field {
        path,
        inner,
        node,
        item,
    })
}

/// The type in `item`, if the field's own type does not show it.
fn hidden_item(attrs: &Attrs, list: &FieldPath<'_>, cx: &mut Ctxt) -> Option<Type> {
    let item = attrs.item()?;
    item_is_needed(item, list.field.ty, &list.field.name, cx).then(|| item.clone())
}

/// Whether `item` is needed. A field's own type normally shows the type of the items; an alias
/// hides it. `item` may repeat a type that is visible.
fn item_is_needed(item: &Type, list: &Type, name: &str, cx: &mut Ctxt) -> bool {
    let Some(visible) = types::list_item(list) else {
        return true;
    };
    if types::contradict(item, visible) {
        let visible = show(visible);
        cx.error_over(
            item,
            format!("the items of the field `{name}` are `{visible}`: remove `item`"),
        );
    }
    false
}

/// The only list of the struct, for declarations without `items`.
fn the_only_list<'a>(
    shape: &'a Shape<'a>,
    attrs: &Attrs,
    used: &[&str],
    cx: &mut Ctxt,
) -> Option<FieldPath<'a>> {
    // A list that another key reads (for example the API's errors) is not the list of items.
    let lists: Vec<&Field<'a>> = shape
        .lists()
        .filter(|field| !used.contains(&field.name.as_str()))
        .collect();
    if let [only] = lists.as_slice() {
        return Some(FieldPath {
            field: only,
            rest: Steps {
                steps: Vec::new(),
                at: only.at,
            },
        });
    }
    let owner = &shape.input.ident;
    let message = match lists.first() {
        None => no_list(shape, attrs, used),
        Some(_) => {
            let names = quoted(lists.iter().map(|field| field.name.as_str()));
            format!(
                "missing the field that holds the items: `{owner}` has several lists, {names}; {}",
                which_list(&lists)
            )
        }
    };
    cx.error(attrs.attribute.unwrap_or_else(|| owner.span()), message);
    None
}

/// The advice for a struct with several lists. If one of them is the only list of structs, it is
/// probably the list of items.
fn which_list(lists: &[&Field<'_>]) -> String {
    let has_structs = |field: &&&Field<'_>| {
        types::list_item(field.ty).is_some_and(|item| !types::is_single(item))
    };
    let mut of_structs = lists.iter().filter(has_structs);
    if let (Some(only), None) = (of_structs.next(), of_structs.next()) {
        return format!(
            "name the list of items, probably `items = \"{}\"`",
            only.name
        );
    }
    let each: Vec<String> = lists
        .iter()
        .take(3)
        .map(|field| format!("`items = \"{}\"`", field.name))
        .collect();
    format!("name the list of items: {}", each.join(" or "))
}

/// The message if no field is visibly a list. An alias or another struct may hide one.
fn no_list(shape: &Shape<'_>, attrs: &Attrs, used: &[&str]) -> String {
    let owner = &shape.input.ident;
    let could_hold_items =
        |field: &&Field<'_>| !types::is_single(field.ty) && !used.contains(&field.name.as_str());
    match shape.fields.iter().find(could_hold_items) {
        Some(Field { name, .. }) => {
            let names = shape.names();
            let inner = if name == "users" { "list" } else { "users" };
            let item = if attrs.has(Key::Item) {
                ""
            } else {
                ", item = User"
            };
            format!(
                "missing the field that holds the items: `{owner}` has no `Vec`, and its fields are {names}; if `{name}` is the list, write `items = \"{name}\"`; if the list is \
                 inside `{name}`, write its path and the type of the items, for example `items = \"{name}.{inner}\"{item}`"
            )
        }
        None => format!(
            "missing the field that holds the items: `{owner}` has no list; add one, such as `users: Vec<User>`"
        ),
    }
}

/// The lists inside an item that the API may cut.
pub(super) fn nested(attrs: &Attrs, cx: &mut Ctxt) -> Vec<Nested> {
    let lists = attrs.nested().iter();
    lists
        .filter_map(|list| {
            let path = paths::inside_item(&list.path, cx);
            let more = list.more.as_ref().map(|flag| paths::inside_item(flag, cx));
            Some(Nested {
                name: list.path.value(),
                path: path?,
                more: match more {
                    Some(more) => Some(more?),
                    None => None,
                },
            })
        })
        .collect()
}

/// Reports keys that look at the items if a function takes the items out of the page.
pub(super) fn can_be_looked_at(shape: &Shape<'_>, attrs: &Attrs, cx: &mut Ctxt) {
    if let Some(at) = attrs.at(Key::Nested) {
        let path = match shape.lists().next() {
            Some(list) => format!(
                "write `items = \"{}\"` (the field that holds the list)",
                list.name
            ),
            None => "give `items` as a path of fields".to_owned(),
        };
        cx.error(
            at,
            format!(
                "`nested` needs the path of the items, but `items` is a function: {path} instead, or remove `nested`"
            ),
        );
    }
    if attrs.mode() != Some(Key::LastItem) {
        return;
    }
    if let Some(at) = attrs.at(Key::LastItem) {
        cx.error(at, "`last_item` needs the path of the items, but `items` is a function: read the key with a function too, `token = Self::last_key`");
    }
}
