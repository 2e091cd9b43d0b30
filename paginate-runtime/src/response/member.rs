//! One top-level member of a body, by its wire name.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, Visitor};
use serde_json::Value;
use serde_json::value::RawValue;

use crate::redact::BODY;

/// The value of a member in which an API says something beside its list, or instead of it. Of a
/// long body there is none: it is read once more for this.
pub(crate) fn member(body: &[u8], name: &str) -> Option<Value> {
    let body = Some(body).filter(|body| body.len() <= BODY)?;
    serde_json::from_str(raw_member(body, name)?.get()).ok()
}

/// What a member reports: its text, or else its JSON. Also of a long body: it is read only once
/// more, for an error.
pub(crate) fn reported(body: &[u8], name: &str) -> Option<String> {
    let raw = raw_member(body, name)?;
    Some(match serde_json::from_str(raw.get()).ok()? {
        Value::String(text) => text,
        other => other.to_string(),
    })
}

/// The raw JSON of a member, without decoding the rest.
pub(crate) fn raw_member<'a>(body: &'a [u8], name: &str) -> Option<&'a RawValue> {
    raw_member_where(body, |key| key == name)
}

/// The raw JSON of the last member whose name is one of those.
pub(crate) fn raw_member_where(body: &[u8], is_it: impl Fn(&str) -> bool) -> Option<&RawValue> {
    serde_json::Deserializer::from_slice(body)
        .deserialize_map(Find(is_it))
        .ok()
        .flatten()
}

/// Finds the value of a member in an object.
struct Find<F>(F);

impl<'de, F: Fn(&str) -> bool> Visitor<'de> for Find<F> {
    type Value = Option<&'de RawValue>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut found = None;
        while let Some(is_it) = map.next_key_seed(Is(&self.0))? {
            if is_it {
                found = Some(map.next_value()?);
            } else {
                map.next_value::<IgnoredAny>()?;
            }
        }
        Ok(found)
    }
}

/// Compares a name without keeping it.
struct Is<'f, F>(&'f F);

impl<'de, F: Fn(&str) -> bool> DeserializeSeed<'de> for Is<'_, F> {
    type Value = bool;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<bool, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl<F: Fn(&str) -> bool> Visitor<'_> for Is<'_, F> {
    type Value = bool;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a member name")
    }

    fn visit_str<E>(self, name: &str) -> Result<bool, E> {
        Ok((self.0)(name))
    }
}
