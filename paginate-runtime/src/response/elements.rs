//! Finds the list of items in the raw JSON of a page.

use serde::de::Deserializer as _;
use serde::de::{IgnoredAny, MapAccess, Visitor};
use serde_json::value::RawValue;

use crate::page::elements::Elements;
use crate::page::evidence::loosely_equal;
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
    struct Find<'f>(&'f str);

    impl<'de> Visitor<'de> for Find<'_> {
        type Value = Option<&'de RawValue>;

        fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            f.write_str("an object")
        }

        fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
            let mut found = None;
            while let Some(name) = map.next_key::<std::borrow::Cow<'de, str>>()? {
                if loosely_equal(&name, self.0) {
                    found = Some(map.next_value()?);
                } else {
                    map.next_value::<IgnoredAny>()?;
                }
            }
            Ok(found)
        }
    }

    let found = serde_json::Deserializer::from_str(json)
        .deserialize_map(Find(field))
        .ok()?;
    found.map(RawValue::get)
}
