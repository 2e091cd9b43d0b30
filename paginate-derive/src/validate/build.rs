//! Rules that look at the struct, and the model they leave behind.

use proc_macro2::TokenStream;
use quote::ToTokens;
use syn::{ExprPath, Ident, Type};

use super::sinks;
use crate::attr::{Attrs, Place, Request, Response};
use crate::crate_path;
use crate::errors::Ctxt;
use crate::fields::{Field, Shape, quoted};
use crate::keys::Key;
use crate::model::{FieldPath, Items, Model, Nested, Reading, Role, Sign, Source, Steps};
use crate::serde_attrs::OnField;
use crate::show::show;
use crate::{paths, types};

/// Builds the model. Every part is tried, so that each reports its own mistakes, before the first `?`.
pub(super) fn model<'a>(shape: &'a Shape<'a>, mut attrs: Attrs, cx: &mut Ctxt) -> Option<Model<'a>> {
    let written = sinks::Written::read(&attrs);
    let source = source(shape, &mut attrs, cx);
    if let Some(source) = &source {
        sinks::of_their_own(source, attrs.size.as_ref(), &written, cx);
    }
    let signs = signs(shape, &mut attrs, cx);
    let used: Vec<&str> = signs
        .iter()
        .map(|sign| &sign.from)
        .chain(source.iter().filter_map(Source::reading))
        .filter_map(Reading::own_field)
        .collect();
    let items = items(shape, &mut attrs, &used, cx);
    let nested = nested(&attrs, cx);
    if let Some(Items::Function { .. }) = &items {
        items_can_be_looked_at(shape, &attrs, cx);
    }

    let bounds = [("max", &attrs.max), ("min", &attrs.min), ("prefer", &attrs.prefer)];
    let bounds = bounds
        .into_iter()
        .filter_map(|(name, number)| Some((name, number.as_ref()?.value)))
        .collect();
    Some(Model {
        shape,
        krate: attrs.krate.unwrap_or_else(crate_path::default),
        source: source?,
        items: items?,
        signs,
        end_on: attrs.end_on,
        size: attrs.size.map(|size| size.place),
        bounds,
        start: attrs.start.map(|start| start.value),
        continue_at: attrs.continue_at.map(|path| path.value()),
        nested,
        repeats: attrs.repeats,
    })
}

/// The source, where exactly one was given.
fn source<'a>(shape: &'a Shape<'a>, attrs: &mut Attrs, cx: &mut Ctxt) -> Option<Source<'a>> {
    // With several sources each is still looked at, for mistakes of its own.
    let mode = attrs.mode();
    let ends = Key::ENDS.iter().any(|key| attrs.has(*key));
    let token = attrs.token.take().and_then(|from| {
        let written = from.to_token_stream();
        let from = reading(shape, Key::Token, from, cx)?;
        if let Reading::Field(path) = &from
            && path.is_own()
            && types::is_integer(path.field.ty)
            && !ends
        {
            cx.error(path.rest.at, cannot_say_no_more("token", &path.field.name, path.field.ty));
        }
        let to = match (attrs.param.take(), mode) {
            (Some(param), _) => {
                map_for_a_map(&param, &from, cx);
                Some(param.place)
            }
            (None, Some(_)) if !attrs.has(Key::Param) => default_param(&from, &written, cx),
            (None, _) => None,
        };
        Some(Source::Token { from, to: to? })
    });
    let next_url = attrs.next_url.take().and_then(|from| {
        let from = reading(shape, Key::NextUrl, from, cx)?;
        if let Reading::Field(path) = &from
            && path.is_own()
            && types::is_url(path.field.ty)
            && !ends
        {
            cx.error(path.rest.at, cannot_say_no_more("next_url", &path.field.name, path.field.ty));
        }
        Some(Source::NextUrl { from })
    });
    let last_item = attrs.last_item.take().and_then(|key| paths::inside_item(&key, cx));
    let next_with = attrs
        .next_with
        .take()
        .filter(|function| is_function(Key::NextWith, function, shape, cx));
    let to = attrs.param.take().map(|param| param.place);
    match mode? {
        Key::Token => token,
        Key::NextUrl => next_url,
        Key::Page => Some(Source::Page {
            to: attrs.page.take()?.place,
        }),
        Key::Offset => Some(Source::Offset {
            to: attrs.offset.take()?.place,
        }),
        Key::LastItem => Some(Source::LastItem { key: last_item?, to: to? }),
        _ => Some(Source::Custom {
            with: next_with?,
            to: to.unwrap_or_else(|| Place::Query("cursor".to_owned())),
        }),
    }
}

fn cannot_say_no_more(key: &str, field: &str, ty: &Type) -> String {
    let ty = show(ty);
    format!(
        "every `{ty}` is a value, so `{key} = \"{field}\"` could never end: make the field an `Option<{ty}>`, or add another end such as `more = \"has_more\"`"
    )
}

/// A token's own name on the wire is the name of the parameter, where it has one.
fn default_param(from: &Reading<'_>, written: &TokenStream, cx: &mut Ctxt) -> Option<Place> {
    let why = match from {
        Reading::Field(path) if path.is_own() && OnField::read(path.field.attrs).flatten => {
            cx.error_over(written, flattened_map(&path.field.name));
            return None;
        }
        Reading::Field(path) if path.is_own() => match &path.field.wire {
            Some(name) => return Some(Place::Query(name.clone())),
            None => format!("the field `{}` has no name of its own on the wire", path.field.name),
        },
        Reading::Field(path) => format!("it is inside `{}`", path.field.name),
        Reading::Header(_) => "it comes from a header".to_owned(),
        Reading::Link(_) | Reading::Function(_) => "it comes from a function".to_owned(),
    };
    cx.error_over(
        written,
        format!("where is this token sent? {why}, so there is no default: add `param = \"cursor\"`, with the name of this API"),
    );
    None
}

/// Only a map can be flattened and be a token at once; one parameter cannot hold it.
fn flattened_map(field: &str) -> String {
    format!(
        "where is this token sent? `{field}` is a flattened map: write each entry with `param = query`, `param = body` or `param = form`"
    )
}

/// `param = query` writes each entry of a map.
fn map_for_a_map(param: &Request, from: &Reading<'_>, cx: &mut Ctxt) {
    let word = match param.place {
        Place::QueryMap => "query",
        Place::BodyMap => "body",
        Place::FormMap => "form",
        _ => return,
    };
    match from {
        Reading::Field(path) if path.is_own() && types::is_single(path.field.ty) => {
            let name = if word == "query" {
                "\"cursor\"".to_owned()
            } else {
                format!("{word}(\"cursor\")")
            };
            cx.error(
                param.at,
                format!(
                    "`{word}` alone writes each entry of a map, and `{}` is a single value: name the place, `param = {name}`",
                    path.field.name
                ),
            );
        }
        Reading::Header(_) => cx.error(
            param.at,
            format!("`{word}` alone writes each entry of a map, and a header is a single value: name the place"),
        ),
        _ => {}
    }
}

/// Everything that is read beside the source.
fn signs<'a>(shape: &'a Shape<'a>, attrs: &mut Attrs, cx: &mut Ctxt) -> Vec<Sign<'a>> {
    let given = [
        (Role::More, Key::More, attrs.more.take()),
        (Role::Done, Key::Done, attrs.done.take()),
        (Role::Pages, Key::Pages, attrs.pages.take()),
        (Role::Total, Key::Total, attrs.total.take()),
        (Role::Ok, Key::Ok, attrs.ok.take()),
        (Role::Error, Key::Error, attrs.error.take()),
    ];
    given
        .into_iter()
        .filter_map(|(role, key, from)| {
            Some(Sign {
                role,
                from: reading(shape, key, from?, cx)?,
            })
        })
        .collect()
}

/// A response location, with its path led to a field.
fn reading<'a>(shape: &'a Shape<'a>, key: Key, from: Response, cx: &mut Ctxt) -> Option<Reading<'a>> {
    match from {
        Response::Path(literal) => paths::resolve(key, &literal, shape, cx).map(|(path, _)| Reading::Field(path)),
        Response::Header(name) => Some(Reading::Header(name.value())),
        Response::Link(relation) => Some(Reading::Link(relation.value())),
        Response::Function(path) => is_function(key, &path, shape, cx).then_some(Reading::Function(path)),
    }
}

/// A bare word that is a field is a path without its quotes.
fn is_function(key: Key, path: &ExprPath, shape: &Shape<'_>, cx: &mut Ctxt) -> bool {
    let Some(word) = path.path.get_ident().map(Ident::to_string) else {
        return true;
    };
    let Some(field) = shape.field(&word).or_else(|| shape.by_wire_name(&word)) else {
        return true;
    };
    if key == Key::NextWith {
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

/// The list, and what the items are.
fn items<'a>(shape: &'a Shape<'a>, attrs: &mut Attrs, used: &[&str], cx: &mut Ctxt) -> Option<Items<'a>> {
    let item = attrs.item.take();
    match attrs.items.take() {
        Some(Response::Function(path)) => {
            if !is_function(Key::Items, &path, shape, cx) {
                return None;
            }
            if item.is_none() && !attrs.has(Key::Item) {
                let signature = Key::Items.signature();
                cx.error_over(
                    &path,
                    format!("what are the items? The function is a `{signature}`: name its `T`, for example `item = User`"),
                );
            }
            Some(Items::Function { path, item: item? })
        }
        Some(Response::Path(literal)) => {
            let (path, node) = paths::resolve(Key::Items, &literal, shape, cx)?;
            let leaves = node.is_some() || !path.is_own();
            if leaves && item.is_none() && !attrs.has(Key::Item) {
                cx.error(
                    literal.span(),
                    format!(
                        "what are the items? \"{}\" leaves `{}`, where the macro cannot see: add `item = User`",
                        literal.value(),
                        shape.input.ident
                    ),
                );
                return None;
            }
            let item = if leaves {
                item
            } else {
                item.filter(|item| item_is_needed(item, path.field.ty, &path.field.name, cx))
            };
            Some(Items::Field { path, node, item })
        }
        // Headers and links were refused already.
        Some(_) => None,
        None if attrs.has(Key::Items) || attrs.incomplete => None,
        None => {
            let path = the_only_list(shape, attrs, used, cx)?;
            let item = item.filter(|item| item_is_needed(item, path.field.ty, &path.field.name, cx));
            Some(Items::Field { path, node: None, item })
        }
    }
}

/// A field's own type says what the items are; `item` may repeat it, and is needed where an alias hides it.
fn item_is_needed(item: &Type, list: &Type, name: &str, cx: &mut Ctxt) -> bool {
    let Some(visible) = types::list_item(list) else { return true };
    if types::contradict(item, visible) {
        let visible = show(visible);
        cx.error_over(
            item,
            format!("the field `{name}` holds `{visible}`: remove `item`, the field says it already"),
        );
    }
    false
}

/// Without `items`, the one list that is there.
fn the_only_list<'a>(shape: &'a Shape<'a>, attrs: &Attrs, used: &[&str], cx: &mut Ctxt) -> Option<FieldPath<'a>> {
    // A list that another key reads (the API's errors, say) is not the list of items.
    let lists: Vec<&Field<'a>> = shape.lists().filter(|field| !used.contains(&field.name.as_str())).collect();
    if let [only] = lists.as_slice() {
        return Some(FieldPath {
            field: only,
            rest: Steps {
                members: Vec::new(),
                at: only.at,
            },
        });
    }
    let owner = &shape.input.ident;
    let message = match lists.first() {
        None => no_list(shape, used),
        Some(first) => {
            let names = quoted(lists.iter().map(|field| field.name.as_str()));
            let example = &first.name;
            format!("which field holds the items? `{owner}` has several lists, {names}: name one, for example `items = \"{example}\"`")
        }
    };
    cx.error(attrs.attribute.unwrap_or_else(|| owner.span()), message);
    None
}

/// No field visibly is a list: an alias or another struct may hide one.
fn no_list(shape: &Shape<'_>, used: &[&str]) -> String {
    let owner = &shape.input.ident;
    let could_hold_items = |field: &&Field<'_>| !types::is_single(field.ty) && !used.contains(&field.name.as_str());
    match shape.fields.iter().find(could_hold_items) {
        Some(Field { name, .. }) => {
            let names = shape.names();
            format!("which field holds the items? `{owner}` has no `Vec`; its fields are {names}: name the list, `items = \"{name}\"`")
        }
        None => format!("which field holds the items? `{owner}` has no list: add one, such as `users: Vec<User>`"),
    }
}

/// The lists inside an item that the API cuts.
fn nested(attrs: &Attrs, cx: &mut Ctxt) -> Vec<Nested> {
    let lists = attrs.nested.iter();
    lists
        .filter_map(|literal| {
            Some(Nested {
                name: literal.value(),
                path: paths::inside_item(literal, cx)?,
            })
        })
        .collect()
}

/// A function takes the items out of the page; before that, nothing can look at them.
fn items_can_be_looked_at(shape: &Shape<'_>, attrs: &Attrs, cx: &mut Ctxt) {
    if let Some(at) = attrs.at(Key::Nested) {
        let path = match shape.lists().next() {
            Some(list) => format!("write `items = \"{}\"` (the field that holds the list)", list.name),
            None => "give `items` as a path of fields".to_owned(),
        };
        cx.error(
            at,
            format!(
                "`nested` looks into the items, and a function hides where they are: {path} instead of the function, or remove `nested`"
            ),
        );
    }
    if attrs.mode() == Some(Key::LastItem)
        && let Some(at) = attrs.at(Key::LastItem)
    {
        cx.error(at, "`last_item` looks at the items, and a function hides where they are: read the key with a function too, `token = Self::last_key`");
    }
}
