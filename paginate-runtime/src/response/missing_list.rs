//! What a body that does not decode has instead of the list of items.

use std::borrow::Cow;

use http::HeaderMap;
use serde_json::value::RawValue;

use crate::page::evidence::{Member, Shape};
use crate::redact::{BODY, Redaction};
use crate::response::evidence::{conceal, evidence};
use crate::response::member::raw_member;

/// The end of a message about a body that does not decode, and a hint.
pub(crate) type Advice = (String, Option<Cow<'static, str>>);

/// Returns what is wrong with the list of items in a body that does not decode. The declaration
/// reads the list from `items`, and there from the path `within`.
pub(crate) fn about_the_list(
    body: &[u8],
    items: &str,
    within: Option<&str>,
    redaction: &Redaction,
) -> Option<Advice> {
    // The body is read again for this.
    let body = Some(body).filter(|body| body.len() <= BODY)?;
    if body.trim_ascii_start().starts_with(b"[") {
        // serde also reads a struct from a list, field by field, so its reason names some field.
        let hint = "the response is a list, but the page type is an object: if the pages of this API are lists, declare `struct Page(Vec<T>)` with `items = \"0\"`. \
                    Some APIs send pages only if the first request has a page number or a page size";
        return Some((String::new(), Some(hint.into())));
    }
    serde_json::from_slice::<&RawValue>(body)
        .ok()
        .filter(|json| json.get().starts_with('{'))?;
    match raw_member(body, items) {
        Some(raw) if raw.get() == "null" => Some((String::new(), Some(NULL_LIST.into()))),
        Some(_) => None,
        None => Some(list_elsewhere(body, items, within, redaction)),
    }
}

const NULL_LIST: &str = "if this API sends null or nothing for an empty list, put \
                         `#[serde(default, deserialize_with = \"paginate_runtime::page::null_as_default\")]` on the field, or make it an `Option`";

/// Returns which lists the body has, if it has none where the declaration reads it. Lists of objects
/// are preferred.
fn list_elsewhere(body: &[u8], items: &str, within: Option<&str>, redaction: &Redaction) -> Advice {
    let mut evidence = evidence(&HeaderMap::new(), body);
    conceal(&mut evidence, redaction);
    let lists = |only_objects: bool| -> Vec<&Member> {
        let fits = |value| match value {
            Shape::List { len, objects, .. } => len > 0 && (objects || !only_objects),
            _ => false,
        };
        let members = evidence.members.iter();
        members.filter(|member| fits(member.value)).collect()
    };
    let of_objects = lists(true);
    let lists = if of_objects.is_empty() {
        lists(false)
    } else {
        of_objects
    };
    if lists.is_empty() {
        return (String::new(), Some(NULL_LIST.into()));
    }
    let shown = |name: &str| Redaction::default().message(name);
    let names: Vec<String> = lists
        .iter()
        .take(4)
        .map(|member| format!("`{}`", shown(&member.shown())))
        .collect();
    let what = format!(
        "; there is no `{items}`, but a list at {}",
        names.join(", ")
    );
    // The rest of the path is right, so only the first name is wrong.
    let rest = within.unwrap_or_default().split('[').next();
    let rest = rest.filter(|rest| !rest.is_empty());
    let outer = lists.iter().find_map(|list| {
        let (outer, inner) = list.path.split_once('.')?;
        rest.filter(|rest| *rest == inner).map(|_| outer)
    });
    // With a default, each page would have an empty list.
    let hint = match outer {
        Some(outer) => {
            let outer = shown(outer);
            format!(
                "`{items}` is the first name of the path that is missing, and the response has `{outer}` instead: put `#[serde(rename = \"{outer}\")]` on that field"
            )
            .into()
        }
        None => "if one of these is the list of items: if only the name differs, use `rename` or `rename_all`; if the list is deeper inside, add a field for each step and write \
             its path, for example `items = \"data.users\"`"
            .into(),
    };
    (what, Some(hint))
}
