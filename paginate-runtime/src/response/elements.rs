//! Finds the list of items in the raw JSON of a page.

use serde_json::value::RawValue;

use crate::page::elements::Elements;
use crate::page::evidence::loosely_equal;
use crate::response::member::raw_member_where;
use crate::scheme::scheme::Scheme;

/// Returns the elements of the list in a page. `member` is the raw text of the top-level member
/// that holds it, `None` if the body itself is the list.
///
/// Inside that member, fields are found by their Rust names, ignoring case and underscores, and
/// elements by their number (`[0]`). Returns `None` if the path leads to nothing, or if the items
/// are in several lists (`[]`).
pub(crate) fn elements<'a>(
    scheme: &Scheme,
    member: Option<&'a str>,
    body: &'a [u8],
) -> Option<Elements<'a>> {
    if scheme.items_member.is_none() {
        return Elements::new(body);
    }
    let mut json = member?;
    for field in scheme
        .items_within
        .into_iter()
        .flat_map(|path| path.split('.'))
    {
        json = match field.strip_prefix('[') {
            Some(index) => element_of(json, index.strip_suffix(']')?.parse().ok()?)?,
            None => field_of(json, field)?,
        };
    }
    Elements::new(json.as_bytes())
}

/// Returns the raw text of an element of a list, by its number.
fn element_of(json: &str, index: usize) -> Option<&str> {
    let list: Vec<&RawValue> = serde_json::from_str(json).ok()?;
    list.get(index).map(|element| element.get())
}

/// Returns the raw text of a member of an object, by the name of its field.
fn field_of<'a>(json: &'a str, field: &str) -> Option<&'a str> {
    raw_member_where(json.as_bytes(), |name| loosely_equal(name, field)).map(RawValue::get)
}
