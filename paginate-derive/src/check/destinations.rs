//! Reports values that share a request location and would overwrite each other. Checked after all
//! locations are known, given or by default.

use proc_macro2::Span;

use crate::attrs::Attrs;
use crate::attrs::setting::Request;
use crate::errors::Ctxt;
use crate::keys::Key;
use crate::location::Place;
use crate::model::Source;

/// The default parameter of the page size.
const DEFAULT_SIZE: &str = "page_size";

/// The span that sets the location of the continuation, and the key that can change it.
fn written(attrs: &Attrs) -> (Option<Span>, Key) {
    if let Some(parts) = attrs.param_parts() {
        return (parts.list.first().map(|part| part.at), Key::Param);
    }
    let places = [Key::Param, Key::Page, Key::Offset];
    match places
        .into_iter()
        .find_map(|key| Some((key, attrs.request(key)?.at)))
    {
        Some((key, at)) => (Some(at), key),
        None => (attrs.mode().and_then(|mode| attrs.at(mode)), Key::Param),
    }
}

/// Checks that size and continuation have separate locations, and that a body is either JSON or a
/// form.
pub(super) fn of_their_own(source: &Source<'_>, attrs: &Attrs, cx: &mut Ctxt) {
    let (at, key) = written(attrs);
    for to in source.places() {
        match (attrs.request(Key::Size), at) {
            (Some(size), _) => apart(to, size, key, cx),
            // `page = "page_size"` is refused in `names`.
            (None, Some(at)) if key == Key::Param && overlap(to, &Place::Query(DEFAULT_SIZE.to_owned())) => cx.error(
                at,
                format!("`{DEFAULT_SIZE}` is the default parameter for the page size: add `size = \"limit\"` with your API's parameter name"),
            ),
            (None, _) => {}
        }
    }
}

/// Checks that each part of a token has its own location.
pub(super) fn parts_apart(places: &[Request], cx: &mut Ctxt) {
    for (position, part) in places.iter().enumerate() {
        let mut before = places.iter().take(position);
        if before.any(|other| overlap(&other.place, &part.place)) {
            cx.error(
                part.at,
                "two parts of the token would be written to the same place: give them different names",
            );
        } else if places
            .iter()
            .take(position)
            .any(|other| json_and_form(&other.place, &part.place))
        {
            cx.error(part.at, JSON_AND_FORM);
        }
    }
}

const JSON_AND_FORM: &str =
    "a request body is JSON or a form, not both: use `body(..)` twice or `form(..)` twice";

fn json_and_form(one: &Place, other: &Place) -> bool {
    let json = |place: &Place| matches!(place, Place::Body(_) | Place::BodyMap);
    let form = |place: &Place| matches!(place, Place::Form(_) | Place::FormMap);
    (json(one) && form(other)) || (form(one) && json(other))
}

fn apart(to: &Place, size: &Request, key: Key, cx: &mut Ctxt) {
    if same(to, &size.place) {
        cx.error(
            size.at,
            format!(
                "the page size and the continuation would be written to the same place: give `size` and `{}` different names",
                key.name()
            ),
        );
    } else if overlap(to, &size.place) {
        cx.error(
            size.at,
            format!(
                "the page size and the continuation overlap in the body: give `size` and `{}` separate members",
                key.name()
            ),
        );
    }
    if json_and_form(to, &size.place) {
        cx.error(size.at, JSON_AND_FORM);
    }
}

/// Whether writing one value changes the other: the same location, or one JSON member inside the
/// other.
fn overlap(one: &Place, other: &Place) -> bool {
    match (one, other) {
        (Place::Body(one), Place::Body(other)) => {
            one == other || is_inside(one, other) || is_inside(other, one)
        }
        _ => same(one, other),
    }
}

/// Whether the two are the same location. Names of headers are case-insensitive (RFC 9110, section
/// 5.1), and a query parameter is the same regardless of the format of its value.
pub(super) fn same(one: &Place, other: &Place) -> bool {
    match (one, other) {
        (Place::Query(one) | Place::Json(one), Place::Query(other) | Place::Json(other)) => {
            one == other
        }
        (Place::Header(one), Place::Header(other)) => one.eq_ignore_ascii_case(other),
        _ => one == other,
    }
}

/// `page.size` is inside `page`.
fn is_inside(path: &str, outer: &str) -> bool {
    path.strip_prefix(outer)
        .is_some_and(|rest| rest.starts_with('.'))
}
