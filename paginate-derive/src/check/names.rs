//! Reports names that contradict their key: `done = "has_more"`, `total = "page_count"`, `offset =
//! "page"`, `last_item = "created_at"`.
//!
//! Without this check, such a declaration compiles, and the walk loses data without an error. The
//! JSON name is checked first, then the name of the Rust field. Functions are not checked, so that
//! they can be used if an API gives a name another meaning.

mod meaning;
mod tables;

use super::sinks;
use crate::attrs::Attrs;
use crate::attrs::setting::{Request, Response};
use crate::errors::Ctxt;
use crate::input::Shape;
use crate::keys::Key;
use crate::location::Place;
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
    let Some(why) =
        says.and_then(|says| instead(key, says, &value, &parameter(from, shape), attrs))
    else {
        return;
    };
    let text = named(&literal.value(), shape);
    cx.error(
        literal.span(),
        format!(
            "by its name, {text} {why}; if this API really means that, give a function, `{0} = Self::{0}`, a `{1}`",
            key.name(),
            key.signature()
        ),
    );
}

/// The meaning of a name, and what to write instead; `None` if it fits its key.
fn instead(key: Key, says: Says, value: &str, parameter: &str, attrs: &Attrs) -> Option<String> {
    let (is, right) = match (key, says) {
        (Key::Done, Says::More) => (
            "is true while there is more, and `done` is true on the last page",
            Key::More,
        ),
        (Key::More, Says::Done) => (
            "is true on the last page, and `more` is true while there is more",
            Key::Done,
        ),
        (Key::Total, Says::Pages) => (
            "is a number of pages, and `total` is the number of items",
            Key::Pages,
        ),
        (Key::Pages, Says::Items) => (
            "is a number of items, and `pages` is the number of pages",
            Key::Total,
        ),
        (Key::Ok, Says::Failure) => (
            "reports a failure, and `ok` is true if the call succeeded",
            Key::Error,
        ),
        (Key::Error, Says::Success) => (
            "is true if the call succeeded, and `error` reports a failure",
            Key::Ok,
        ),
        (Key::Pages, Says::Count) => {
            return Some(format!(
                "is a number of items, and `pages` is the number of pages: if it is the number of items in the whole list, write `total = {value}`; if it counts the \
                 items of this page, leave it out"
            ));
        }
        (Key::Total | Key::Pages, says) => {
            let (is, request) = about_one_page(says)?;
            return Some(no_total(key, is, request, parameter, attrs));
        }
        _ => return None,
    };
    Some(format!("{is}: write `{} = {value}`", right.name()))
}

/// The description of a number that belongs to one page, and the key that sends it.
fn about_one_page(says: Says) -> Option<(&'static str, Key)> {
    match says {
        Says::PageNumber => Some(("the number of this page", Key::Page)),
        Says::PageSize => Some(("the size of a page", Key::Size)),
        Says::Position => Some(("the position where this page begins", Key::Offset)),
        _ => None,
    }
}

/// The message for a total that is a number of one page.
fn no_total(key: Key, is: &str, request: Key, parameter: &str, attrs: &Attrs) -> String {
    let (not, beside) = match key {
        Key::Pages => (
            "the number of pages",
            "`pages = ..` with the number of pages, `total = ..` with the number of items",
        ),
        _ => (
            "the number of items",
            "`total = ..` with the number of items, `pages = ..` with the number of pages",
        ),
    };
    // A second source would be another mistake.
    let is_free = if request == Key::Size {
        !attrs.has(Key::Size)
    } else {
        attrs.sources().next().is_none()
    };
    let sent = if is_free {
        format!(
            " (the request parameter for it is named by `{} = \"{parameter}\"`)",
            request.name()
        )
    } else {
        String::new()
    };
    format!("is {is}, not {not}: write {beside}, or leave it out{sent}")
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
    let (name, place) = match &to.place {
        Place::Query(name) => (name, format!("\"{name}\"")),
        Place::Json(name) => (name, format!("json(\"{name}\")")),
        Place::Header(name) => (name, format!("header(\"{name}\")")),
        Place::Body(name) => (name, format!("body(\"{name}\")")),
        Place::Form(name) => (name, format!("form(\"{name}\")")),
        Place::QueryMap | Place::BodyMap | Place::FormMap => return,
    };
    let message = match (key, says_place(key, &to.place)) {
        (Key::Offset, Some(Says::PageNumber)) => format!(
            "by its name, `{name}` takes the number of a page, and `offset` sends a number of items: write `page = {place}`; if this API really counts items in it, \
             `next_with = Self::next_page` says what to send, a `{}`",
            Key::NextWith.signature()
        ),
        // Brave counts pages in `offset`.
        (Key::Page, Some(Says::Position)) if !attrs.has(Key::Start) => format!(
            "by its name, `{name}` takes a number of items, and `page` sends 1, 2, 3 ..: write `offset = {place}`, with `start = 1` if the first item has the number 1; \
             if this API really counts pages in it, say from which number: `page = {place}, start = 0`"
        ),
        (Key::Page, Some(Says::PageSize)) if !shares_the_place_of_the_size(to, attrs) => {
            let start = "the number of the page: name the parameter of the number, for example `page = \"page\"`";
            page_size(key, name, &place, start, attrs)
        }
        (Key::Offset, Some(Says::PageSize)) if !shares_the_place_of_the_size(to, attrs) => {
            let start = "the position where the page begins: name the parameter of the position, for example `offset = \"offset\"`";
            page_size(key, name, &place, start, attrs)
        }
        _ => return,
    };
    cx.error(to.at, message);
}

/// Whether the page size is sent in the same location, which `sinks` reports.
fn shares_the_place_of_the_size(to: &Request, attrs: &Attrs) -> bool {
    attrs
        .request(Key::Size)
        .is_some_and(|size| sinks::same(&size.place, &to.place))
}

fn page_size(key: Key, name: &str, place: &str, start: &str, attrs: &Attrs) -> String {
    let size = if attrs.has(Key::Size) {
        String::new()
    } else {
        format!(", and write `size = {place}`")
    };
    format!(
        "by its name, `{name}` takes the size of a page, and `{}` sends {start}{size}; if this API really takes it there, `next_with = Self::next_page` says what \
         to send, a `{}`",
        key.name(),
        Key::NextWith.signature()
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
    cx.error(
        path.span(),
        format!(
            "by its name, `{text}` is a time, and two items can have the same time: if a page ends between them, the walk loses the second. Name a key that no two \
             items share, for example `last_item = \"id\"`. If no two items share \
             this time, read it with a function instead of `last_item`: `token = Self::last_key`, a `{}`",
            Key::Token.signature()
        ),
    );
}
