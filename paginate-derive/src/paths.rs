//! From the text `"data.edges[].node"` to fields: what a path may look like, and that its first step is a field.

use proc_macro2::Span;
use syn::ext::IdentExt;
use syn::{Ident, Index, LitStr, Member};

use crate::errors::Ctxt;
use crate::fields::Shape;
use crate::keys::Key;
use crate::model::{FieldPath, Steps};
use crate::suggest::nearest;

/// A path of this struct, with the part after `[]` where it has one.
pub(crate) fn resolve<'a>(key: Key, literal: &LitStr, shape: &'a Shape<'a>, cx: &mut Ctxt) -> Option<(FieldPath<'a>, Option<Steps>)> {
    let text = literal.value();
    // Before any complaint about its form: `@odata.nextLink` is a name, not a path.
    if shape.field(&text).is_none()
        && let Some(field) = shape.by_wire_name(&text)
    {
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
    let (list, node) = split_at_brackets(key, &text, literal.span(), cx)?;
    let members = members(list, literal.span(), cx)?;
    let node = match node {
        Some(node) => Some(Steps {
            members: self::members(node, literal.span(), cx)?,
            at: literal.span(),
        }),
        None => None,
    };
    let first = list.split('.').next().unwrap_or_default();
    let first = first.strip_prefix("r#").unwrap_or(first);
    let Some(field) = shape.field(first) else {
        cx.error(literal.span(), no_such_field(key, &text, first, shape));
        return None;
    };
    let members = members.into_iter().skip(1).collect();
    Some((
        FieldPath {
            field,
            rest: Steps {
                members,
                at: literal.span(),
            },
        },
        node,
    ))
}

/// A path that begins at an item. Of the item's type nothing is known here, so rustc checks the names.
pub(crate) fn inside_item(literal: &LitStr, cx: &mut Ctxt) -> Option<Steps> {
    let text = literal.value();
    if text.contains("[]") {
        cx.error(
            literal.span(),
            format!("`{text}`: `[]` is for `items`; this path begins at one item"),
        );
        return None;
    }
    Some(Steps {
        members: members(&text, literal.span(), cx)?,
        at: literal.span(),
    })
}

/// `edges[].node` into `edges` and `node`.
fn split_at_brackets<'t>(key: Key, text: &'t str, at: Span, cx: &mut Ctxt) -> Option<(&'t str, Option<&'t str>)> {
    let Some((list, rest)) = text.split_once("[]") else {
        return Some((text, None));
    };
    let why = if key != Key::Items {
        format!("`{text}`: `[]` goes through a list, and only `items` does that")
    } else if rest.contains("[]") {
        format!("`{text}` unwraps twice: one `[]` is possible, for more give a function, `items = Self::rows`")
    } else if rest.is_empty() {
        format!("`[]` is followed by a field of each element, as in `edges[].node`; for the elements themselves write \"{list}\"")
    } else if let Some(node) = rest.strip_prefix('.') {
        return Some((list, Some(node)));
    } else {
        format!("a dot is missing after `[]`: \"{list}[].{rest}\"")
    };
    cx.error(at, why);
    None
}

/// The fields of a path; at least one.
fn members(path: &str, at: Span, cx: &mut Ctxt) -> Option<Vec<Member>> {
    let members: Result<Vec<Member>, String> = if path.is_empty() {
        Err("the path is empty: name a field".to_owned())
    } else if let Some(rest) = path.strip_prefix("$.") {
        Err(format!("`{path}` is a JSON path, and paths name fields: \"{rest}\""))
    } else if let Some(rest) = path.strip_prefix('/') {
        let fields = rest.replace('/', ".");
        Err(format!("`{path}` is a JSON pointer, and paths name fields: \"{fields}\""))
    } else {
        path.split('.').map(|segment| member(path, segment, at)).collect()
    };
    members.map_err(|why| cx.error(at, why)).ok()
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
            Ok(index) if index.to_string() == segment => Ok(Member::Unnamed(Index { index, span: at })),
            _ => Err(format!("`{segment}` is not the number of a field")),
        };
    }
    let name = segment.strip_prefix("r#").unwrap_or(segment);
    if let Some(mut ident) = ident(name) {
        // The place of the literal with the hygiene of the macro: rustc then does not offer to replace the literal by a bare name.
        ident.set_span(Span::mixed_site().located_at(at));
        return Ok(Member::Named(ident));
    }
    Err(match segment.split_once('[') {
        Some((list, _)) => {
            format!("`{segment}`: a path cannot pick an element of a list; `{list}[]` goes through all of them, in `items` only")
        }
        None if matches!(name, "self" | "Self" | "super" | "crate") => {
            format!("`{name}` is not a field: a path begins at a field of the struct")
        }
        None => format!("`{segment}` is not the name of a field: paths use the names of Rust fields, separated by dots"),
    })
}

/// The identifier of that name, raw where it is a keyword.
fn ident(name: &str) -> Option<Ident> {
    // syn trims spaces and skips comments; neither is part of a name.
    let exactly = |ident: &Ident| ident.unraw() == name;
    // rustc's own reader reports what it cannot read, in its words; so it gets to see nothing but words.
    if name.is_empty() || !name.chars().all(|c| c == '_' || c.is_alphabetic() || c.is_ascii_digit()) {
        return None;
    }
    // `gen` is a keyword since 2024, and the caller's edition decides.
    let plain = if name == "gen" { None } else { syn::parse_str::<Ident>(name).ok() };
    plain.or_else(|| syn::parse_str::<Ident>(&format!("r#{name}")).ok()).filter(exactly)
}

/// Why the first step leads nowhere.
fn no_such_field(key: Key, text: &str, first: &str, shape: &Shape<'_>) -> String {
    let owner = &shape.input.ident;
    if shape.fields.is_empty() {
        return format!("`{owner}` has no fields, so there is no `{first}` to read");
    }
    let start = format!("`{owner}` has no field `{first}`");
    let with = |name: &str| format!("`{} = \"{name}{}\"`", key.name(), text.strip_prefix(first).unwrap_or_default());
    if let Some(field) = shape.by_wire_name(first) {
        return format!(
            "`{first}` is the JSON name of the field `{}`, and paths name fields: {}",
            field.name,
            with(&field.name)
        );
    }
    if shape.tuple {
        return format!("{start}: the fields of a tuple struct are numbered, from {}", with("0"));
    }
    let names = shape.fields.iter().map(|field| field.name.as_str());
    match nearest(first, names) {
        Some(near) => format!("{start}: did you mean {}?", with(near)),
        None if shape.fields.len() <= 12 => format!("{start}: its fields are {}", shape.names()),
        None => start,
    }
}
