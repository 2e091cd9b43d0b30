//! Parses paths such as `"data.edges[].node"` into steps, and checks their form and that the first
//! step is a field.

use proc_macro2::Span;
use syn::ext::IdentExt;
use syn::{Ident, Index, LitStr, Member};

use crate::errors::Ctxt;
use crate::input::Shape;
use crate::input::types;
use crate::keys::Key;
use crate::location::{Step, Steps};
use crate::model::FieldPath;
use crate::suggest::nearest;

/// A path of this struct.
pub(crate) struct Resolved<'a> {
    /// The part before the first `[]`, or the whole path.
    pub(crate) path: FieldPath<'a>,
    /// The parts between one `[]` and the next.
    pub(crate) inner: Vec<Steps>,
    /// The part after the last `[]`; `None` if nothing follows it.
    pub(crate) node: Option<Steps>,
}

/// A path of this struct, cut at each `[]`.
pub(crate) fn resolve<'a>(
    key: Key,
    literal: &LitStr,
    shape: &'a Shape<'a>,
    cx: &mut Ctxt,
) -> Option<Resolved<'a>> {
    let text = literal.value();
    // Checked before the form: `@odata.nextLink` is a JSON name, not a path.
    let wire_name_only = shape
        .by_wire_name(&text)
        .filter(|_| shape.field(&text).is_none());
    if let Some(field) = wire_name_only {
        cx.error(
            literal.span(),
            format!(
                "`{text}` is the JSON name of the field `{0}`, and paths name fields: `{1} = \"{0}\"`",
                field.name,
                key.name()
            ),
        );
        return None;
    }
    let at = literal.span();
    let (list, inner, node) = split_at_brackets(key, &text, at, cx)?;
    let steps = steps(list, at, cx)?;
    let inside = |path: &str, cx: &mut Ctxt| match path {
        "" => Some(Steps {
            steps: Vec::new(),
            at,
        }),
        path => Some(Steps {
            steps: self::steps(path, at, cx)?,
            at,
        }),
    };
    let inner: Option<Vec<Steps>> = inner.iter().map(|path| inside(path, cx)).collect();
    let node = match node {
        Some(node) => Some(inside(node, cx)?),
        None => None,
    };
    let first = list.split(['.', '[']).next().unwrap_or_default();
    let first = first.strip_prefix("r#").unwrap_or(first);
    let Some(field) = shape.field(first) else {
        cx.error(at, no_such_field(key, &text, first, shape));
        return None;
    };
    let steps: Vec<Step> = steps.into_iter().skip(1).collect();
    if matches!(steps.first(), Some(Step::Field(_))) && types::list_item(field.ty).is_some() {
        cx.error(at, list_without_brackets(key, &text, first, &field.name));
        return None;
    }
    let rest = Steps { steps, at };
    Some(Resolved {
        path: FieldPath { field, rest },
        inner: inner?,
        node,
    })
}

/// The message for a path that goes through a list without brackets.
fn list_without_brackets(key: Key, text: &str, first: &str, list: &str) -> String {
    let rest = text
        .strip_prefix("r#")
        .unwrap_or(text)
        .strip_prefix(first)
        .unwrap_or_default();
    match key {
        Key::Items => format!(
            "`{list}` is a list: write `items = \"{list}[]{rest}\"` for this field of each of its elements"
        ),
        key => format!(
            "`{list}` is a list: pick an element by its number, from 0, as in `{} = \"{list}[0]{rest}\"`",
            key.name()
        ),
    }
}

/// A path that begins at an item. The item's type is unknown here, so rustc checks the names.
pub(crate) fn inside_item(literal: &LitStr, cx: &mut Ctxt) -> Option<Steps> {
    let text = literal.value();
    if text.contains("[]") {
        let rest = text
            .rsplit("[]")
            .next()
            .unwrap_or_default()
            .trim_start_matches('.');
        let instead = match rest {
            "" => text.replace("[]", ""),
            rest => rest.to_owned(),
        };
        cx.error(
            literal.span(),
            format!(
                "`{text}`: `[]` is for `items`; this path begins at one item: write \"{instead}\""
            ),
        );
        return None;
    }
    Some(Steps {
        steps: steps(&text, literal.span(), cx)?,
        at: literal.span(),
    })
}

/// `pages[].categories[].node` into `pages`, `categories` and `node`.
fn split_at_brackets<'t>(
    key: Key,
    text: &'t str,
    at: Span,
    cx: &mut Ctxt,
) -> Option<(&'t str, Vec<&'t str>, Option<&'t str>)> {
    let Some((list, rest)) = text.split_once("[]") else {
        return Some((text, Vec::new(), None));
    };
    let mut parts: Vec<&str> = rest.split("[]").collect();
    let undotted = parts
        .iter()
        .find(|part| !part.is_empty() && !part.starts_with('.'));
    let why = if key != Key::Items {
        let one = text.replace("[]", "[0]");
        format!(
            "`[]` works only in `items`: to read one element, write its number, from 0: \"{one}\""
        )
    } else if let Some(part) = undotted {
        format!(
            "a dot is missing after `[]`: \"{}\"",
            text.replacen(&format!("[]{part}"), &format!("[].{part}"), 1)
        )
    } else if rest.is_empty() {
        format!(
            "`[]` is followed by a field of each element, as in `edges[].node`; for the elements themselves write \"{list}\""
        )
    } else {
        parts
            .iter_mut()
            .for_each(|part| *part = part.strip_prefix('.').unwrap_or(part));
        let node = parts
            .pop()
            .filter(|node| !node.is_empty() || rest.ends_with('.'));
        return Some((list, parts, node));
    };
    cx.error(at, why);
    None
}

/// The steps of a path. There is at least one, and the first is a field.
fn steps(path: &str, at: Span, cx: &mut Ctxt) -> Option<Vec<Step>> {
    let mut steps = Vec::new();
    let read: Result<(), String> = if path.is_empty() {
        Err("the path is empty: name a field".to_owned())
    } else if let Some(rest) = path.strip_prefix("$.") {
        Err(format!(
            "`{path}` is a JSON path, and paths name fields: \"{rest}\""
        ))
    } else if let Some(rest) = path.strip_prefix('/') {
        let fields = rest.replace('/', ".");
        Err(format!(
            "`{path}` is a JSON pointer, and paths name fields: \"{fields}\""
        ))
    } else {
        path.split('.').try_for_each(|segment| {
            let (name, elements) = elements(segment)?;
            steps.push(Step::Field(member(path, name, at)?));
            steps.extend(elements);
            Ok(())
        })
    };
    read.map_err(|why| cx.error(at, why)).ok().map(|()| steps)
}

/// `next[0]` into `next` and the element 0.
fn elements(segment: &str) -> Result<(&str, Vec<Step>), String> {
    let Some((name, indices)) = segment.split_once('[') else {
        return Ok((segment, Vec::new()));
    };
    let index = |index: &str| {
        let number = index
            .strip_suffix(']')
            .and_then(|number| number.parse::<u32>().ok());
        number.map(Step::Element)
    };
    let elements: Option<Vec<Step>> = indices.split('[').map(index).collect();
    match elements {
        Some(elements) => Ok((name, elements)),
        None => Err(format!(
            "`{segment}`: an element of a list is picked by its number, counted from 0, as in `{name}[0]`"
        )),
    }
}

fn member(path: &str, segment: &str, at: Span) -> Result<Member, String> {
    if segment.is_empty() {
        return Err(format!(
            "`{path}` has an empty step: a path is names of fields with single dots between them"
        ));
    }
    if segment.bytes().all(|byte| byte.is_ascii_digit()) {
        // Rust reads `.01` as the index 1 with a leading zero, and refuses it.
        return match segment.parse::<u32>() {
            Ok(index) if index.to_string() == segment => {
                Ok(Member::Unnamed(Index { index, span: at }))
            }
            _ => Err(format!("`{segment}` is not the number of a field")),
        };
    }
    let name = segment.strip_prefix("r#").unwrap_or(segment);
    if let Some(mut ident) = ident(name) {
        // The literal's own span, not only its location: then rustc lists the existing fields.
        ident.set_span(at);
        return Ok(Member::Named(ident));
    }
    Err(match name {
        "self" | "Self" | "super" | "crate" => {
            format!("`{name}` is not a field: a path begins at a field of the struct")
        }
        _ => format!(
            "`{segment}` is not the name of a field: paths use the names of Rust fields, separated by dots"
        ),
    })
}

/// The identifier with this name, raw if it is a keyword.
fn ident(name: &str) -> Option<Ident> {
    // syn trims spaces and skips comments; neither is part of a name.
    let exactly = |ident: &Ident| ident.unraw() == name;
    // rustc's own parser would report unreadable text in its own words, so pass it only words.
    if name.is_empty()
        || !name
            .chars()
            .all(|c| c == '_' || c.is_alphabetic() || c.is_ascii_digit())
    {
        return None;
    }
    // `gen` is a keyword since 2024, and the caller's edition decides.
    let plain = if name == "gen" {
        None
    } else {
        syn::parse_str::<Ident>(name).ok()
    };
    plain
        .or_else(|| syn::parse_str::<Ident>(&format!("r#{name}")).ok())
        .filter(exactly)
}

/// The message if the first step is not a field.
fn no_such_field(key: Key, text: &str, first: &str, shape: &Shape<'_>) -> String {
    let owner = &shape.input.ident;
    if shape.fields.is_empty() {
        return format!("`{owner}` has no fields, so there is no `{first}` to read");
    }
    let start = format!("`{owner}` has no field `{first}`");
    let with = |name: &str| {
        format!(
            "`{} = \"{name}{}\"`",
            key.name(),
            text.strip_prefix(first).unwrap_or_default()
        )
    };
    if let Some(field) = shape.by_wire_name(first) {
        return format!(
            "`{first}` is the JSON name of the field `{}`, and paths name fields: {}",
            field.name,
            with(&field.name)
        );
    }
    if shape.tuple {
        return format!(
            "{start}: the fields of a tuple struct are numbered, from {}",
            with("0")
        );
    }
    let names = shape.fields.iter().map(|field| field.name.as_str());
    match nearest(first, names) {
        Some(near) => format!("{start}: did you mean {}?", with(near)),
        None if shape.fields.len() <= 12 => format!("{start}: its fields are {}", shape.names()),
        None => start,
    }
}
