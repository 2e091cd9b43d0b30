//! What a page's item list looks like, to know it again.

use std::hash::{DefaultHasher, Hash, Hasher};

use serde::de::{Deserializer as _, IgnoredAny, MapAccess, Visitor};
use serde_json::value::RawValue;

/// A hash of the raw item list where its place is known, else of the whole body; `None` where there are no bytes (typed pages).
///
/// The list and not the body, because an echoed page number or a request id would make equal pages look different.
pub(crate) fn fingerprint(list: Option<&RawValue>, body: &[u8]) -> Option<u64> {
    if body.is_empty() {
        return None;
    }
    let mut hasher = DefaultHasher::new();
    match list {
        Some(list) => list.get().hash(&mut hasher),
        None => body.hash(&mut hasher),
    }
    Some(hasher.finish())
}

/// The raw JSON of a top-level member, without decoding the rest.
pub(crate) fn raw_member<'a>(body: &'a [u8], member: &str) -> Option<&'a RawValue> {
    struct Find<'m>(&'m str);

    impl<'de> Visitor<'de> for Find<'_> {
        type Value = Option<&'de RawValue>;

        fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            f.write_str("an object")
        }

        fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
            let mut found = None;
            while let Some(is_it) = map.next_key_seed(Is(self.0))? {
                if is_it {
                    found = Some(map.next_value()?);
                } else {
                    map.next_value::<IgnoredAny>()?;
                }
            }
            Ok(found)
        }
    }

    /// Compares a key without keeping it.
    struct Is<'m>(&'m str);

    impl<'de> serde::de::DeserializeSeed<'de> for Is<'_> {
        type Value = bool;

        fn deserialize<D: serde::Deserializer<'de>>(self, deserializer: D) -> Result<bool, D::Error> {
            deserializer.deserialize_str(self)
        }
    }

    impl Visitor<'_> for Is<'_> {
        type Value = bool;

        fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            f.write_str("a member name")
        }

        fn visit_str<E>(self, key: &str) -> Result<bool, E> {
            Ok(key == self.0)
        }
    }

    serde_json::Deserializer::from_slice(body)
        .deserialize_map(Find(member))
        .ok()
        .flatten()
}
