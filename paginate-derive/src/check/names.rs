//! Reports names that contradict their key: `done = "has_more"`, `total = "page_count"`, `offset =
//! "page"`, `last_item = "created_at"`.
//!
//! Without this check, such a declaration compiles, and the walk loses data without an error. The
//! JSON name is checked first, then the name of the Rust field. Functions are not checked, so that
//! they can be used if an API gives a name another meaning.

mod meaning;
mod tables;

use super::destinations;
use crate::attrs::Attrs;
use crate::attrs::setting::{Request, Response};
use crate::errors::Ctxt;
use crate::input::Shape;
use crate::keys::Key;
pub(super) use meaning::words;
use meaning::{says_name, says_path, says_place};
use tables::Says;

/// Reports each key that the name of its value contradicts.
pub(super) fn check(shape: &Shape<'_>, attrs: &Attrs, cx: &mut Ctxt) {
    for key in [
        Key::Done,
        Key::More,
        Key::Total,
        Key::Pages,
        Key::Ok,
        Key::Error,
    ] {
        read(key, shape, attrs, cx);
    }
    written(Key::Page, attrs, cx);
    written(Key::Offset, attrs, cx);
    key_of_an_item(attrs, cx);
}

/// Checks a value that is read from a response.
fn read(key: Key, shape: &Shape<'_>, attrs: &Attrs, cx: &mut Ctxt) {
    let from = attrs.response(key);
    let (literal, value, says) = match from {
        Some(Response::Header(name)) => (
            name,
            format!("header(\"{}\")", name.value()),
            says_name(key, &name.value()),
        ),
        Some(Response::Path(path)) => (
            path,
            format!("\"{}\"", path.value()),
            says_path(key, &path.value(), shape),
        ),
        _ => return,
    };
    let Some((why, really)) =
        says.and_then(|says| instead(key, says, &value, &parameter(from, shape), attrs))
    else {
        return;
    };
    let text = named(&literal.value(), shape);
    cx.error(
        literal.span(),
        format!(
            "{text} {why}. If `{0}` {really}, use a function: `{1} = Self::{1}`, a `{2}`",
            literal.value(),
            key.name(),
            key.signature()
        ),
    );
}

/// The usual meaning of a name with what to write instead, and what the key needs; `None` if the
/// name fits its key.
fn instead(
    key: Key,
    says: Says,
    value: &str,
    parameter: &str,
    attrs: &Attrs,
) -> Option<(String, &'static str)> {
    let really = match key {
        Key::Done => "really is true on the last page",
        Key::More => "really is true while there are more pages",
        Key::Total => "really is the total",
        Key::Pages => "really is the number of pages",
        Key::Ok => "really is true on success",
        _ => "really reports a failure",
    };
    let (is, right) = match (key, says) {
        (Key::Done, Says::More) => (
            "is usually true while there are more pages, but `done` is for a flag that is true on the last page",
            Key::More,
        ),
        (Key::More, Says::Done) => (
            "is usually true on the last page, but `more` is for a flag that is true while there are more pages",
            Key::Done,
        ),
        (Key::Total, Says::Pages) => ("is usually the number of pages, not the total", Key::Pages),
        (Key::Pages, Says::Items) => ("is usually the total, not the number of pages", Key::Total),
        (Key::Ok, Says::Failure) => (
            "usually reports a failure, but `ok` is for a flag that is true on success",
            Key::Error,
        ),
        (Key::Error, Says::Success) => (
            "is usually true on success, but `error` is for a value that reports a failure",
            Key::Ok,
        ),
        (Key::Done | Key::More, Says::TimedOut) => {
            let key = key.name();
            let why = format!(
                "usually says that a search ran out of time, not whether there are more pages: remove `{key}`, or write `{key} = ..` with the field that says it"
            );
            return Some((why, really));
        }
        (Key::Total | Key::Pages, Says::Rest) => {
            return Some((no_whole(key), really));
        }
        (Key::Pages, Says::Count) => {
            let why = format!(
                "is usually a number of items, not the number of pages. If it counts the items of the whole list, write `total = {value}`; if it counts the items of \
                 one page, remove `pages`"
            );
            return Some((why, really));
        }
        (Key::Total | Key::Pages, says) => {
            let (is, request) = about_one_page(says)?;
            return Some((no_total(key, is, request, parameter, attrs), really));
        }
        _ => return None,
    };
    Some((format!("{is}: write `{} = {value}`", right.name()), really))
}

/// The description of a number that belongs to one page, and the key that sends it.
fn about_one_page(says: Says) -> Option<(&'static str, Key)> {
    match says {
        Says::PageNumber => Some(("the number of this page", Key::Page)),
        Says::PageSize => Some(("the page size", Key::Size)),
        Says::Position => Some(("the position where this page begins", Key::Offset)),
        _ => None,
    }
}

/// What the key needs, and what to write if a name says another thing.
fn of_the_whole_list(key: Key) -> (&'static str, &'static str) {
    match key {
        Key::Pages => (
            "the number of pages",
            "`pages = ..` with the field that has the number of pages, or remove `pages`",
        ),
        _ => (
            "the total",
            "`total = ..` with the field that has the total, or remove `total`",
        ),
    }
}

/// The message for a total that gets smaller from page to page.
fn no_whole(key: Key) -> String {
    let (not, beside) = of_the_whole_list(key);
    format!("usually counts what is left after this page, not {not}. Write {beside}")
}

/// The message for a total that is a number of one page.
fn no_total(key: Key, is: &str, request: Key, parameter: &str, attrs: &Attrs) -> String {
    let (not, beside) = of_the_whole_list(key);
    // A second source would be another mistake.
    let is_free = if request == Key::Size {
        !attrs.has(Key::Size)
    } else {
        attrs.sources().next().is_none()
    };
    let sent = if is_free {
        format!(
            " (the key for the request parameter is `{} = \"{parameter}\"`)",
            request.name()
        )
    } else {
        String::new()
    };
    format!("is usually {is}, not {not}. Write {beside}{sent}")
}

/// The name of this member of the response, which is probably also the parameter's name.
fn parameter(from: Option<&Response>, shape: &Shape<'_>) -> String {
    match from {
        Some(Response::Path(path)) => {
            let path = path.value();
            let wire = shape.field(&path).and_then(|field| field.wire.clone());
            wire.unwrap_or_else(|| path.rsplit('.').next().unwrap_or_default().to_owned())
        }
        _ => "..".to_owned(),
    }
}

/// A name for the message, with the JSON name if that differs.
fn named(text: &str, shape: &Shape<'_>) -> String {
    match shape.field(text).and_then(|field| field.wire.as_deref()) {
        Some(wire) if wire != text => format!("`{text}` (`{wire}` in the JSON)"),
        _ => format!("`{text}`"),
    }
}

/// Checks the parameter of a page number or an offset.
fn written(key: Key, attrs: &Attrs, cx: &mut Ctxt) {
    let Some(to) = attrs.request(key) else { return };
    let (Some(name), Some(place)) = (to.place.name(), to.place.written()) else {
        return;
    };
    let message = match (key, says_place(key, &to.place)) {
        (Key::Offset, Some(Says::PageNumber)) => format!(
            "`{name}` is usually the parameter for the page number, but `offset` sends a number of items: write `page = {place}`. If `{name}` really takes a number of \
             items, send it with a function: `next_with = Self::next_page`, a `{}`",
            Key::NextWith.signature()
        ),
        // Brave counts pages in `offset`.
        (Key::Page, Some(Says::Position)) if !attrs.has(Key::Start) => format!(
            "`{name}` is usually the parameter for a number of items, but `page` sends 1, 2, 3 ..: write `offset = {place}`, and add `start = 1` if the first item has the \
             number 1. If `{name}` really takes the page number, write the number of the first page: `page = {place}, start = 0`"
        ),
        (Key::Page, Some(Says::PageSize)) if !shares_the_place_of_the_size(to, attrs) => {
            page_size(key, name, &place, "the page number", attrs)
        }
        (Key::Offset, Some(Says::PageSize)) if !shares_the_place_of_the_size(to, attrs) => {
            page_size(key, name, &place, "the offset", attrs)
        }
        _ => return,
    };
    cx.error(to.at, message);
}

/// Whether the page size is sent in the same location, which `destinations` reports.
fn shares_the_place_of_the_size(to: &Request, attrs: &Attrs) -> bool {
    attrs
        .request(Key::Size)
        .is_some_and(|size| destinations::same(&size.place, &to.place))
}

/// The message for the parameter of the page size, where `number` is sent.
fn page_size(key: Key, name: &str, place: &str, number: &str, attrs: &Attrs) -> String {
    let size = if attrs.has(Key::Size) {
        String::new()
    } else {
        format!(", and write `size = {place}`")
    };
    format!(
        "`{name}` is usually the parameter for the page size, but `{key}` sends {number}: name the parameter for {number}, for example `{key} = \"{key}\"`{size}. \
         If `{name}` really takes {number}, send it with a function: `next_with = Self::next_page`, a `{}`",
        Key::NextWith.signature(),
        key = key.name(),
    )
}

/// Checks the key of `last_item`, which must be unique, also with `inclusive`.
fn key_of_an_item(attrs: &Attrs, cx: &mut Ctxt) {
    let Some(path) = attrs.text(Key::LastItem) else {
        return;
    };
    let text = path.value();
    if says_name(Key::LastItem, &text) != Some(Says::Time) {
        return;
    }
    let if_unique = if attrs.has(Key::Inclusive) {
        // A function does not tell which item is repeated.
        let name = text.rsplit('.').next().unwrap_or_default();
        format!(
            "rename the field of the item: `#[serde(rename = \"{name}\")] key: ..`, and `last_item = \"{}key\"`",
            text.strip_suffix(name).unwrap_or_default()
        )
    } else {
        format!(
            "replace `last_item` by a function: `token = Self::last_key`, a `{}`",
            Key::Token.signature()
        )
    };
    cx.error(
        path.span(),
        format!(
            "`{text}` is usually a time, and two items can have the same time: if a page ends between them, the walk loses the second one. Name a key that is unique, \
             for example `last_item = \"id\"`. If `{text}` is unique in this API, {if_unique}"
        ),
    );
}
