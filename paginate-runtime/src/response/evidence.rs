//! Reads the evidence of a response in one pass: the headers, and the names and shapes of the
//! body's members outside of lists.

use std::borrow::Cow;
use std::fmt;

use http::HeaderMap;
use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

use crate::page::count::{Count, total_of_range};
use crate::page::evidence::{Evidence, Member, Shape, plain};
use crate::page::flag::Flag;
use crate::page::link_header;
use crate::redact::Redaction;

/// The maximum depth of nested objects that are read.
const DEPTH: usize = 6;

/// The maximum number of members that are kept.
const MEMBERS: usize = 1_000;

/// The headers that say how many items there are.
const TOTALS: &[&str] = &["x-total-count", "x-total", "x-wp-total"];

/// The name that `serde_json` uses for its only member if numbers keep all their digits.
const NUMBER: &str = "$serde_json::private::Number";

/// Returns the evidence of a response. A body that is not JSON has no members.
pub(crate) fn evidence(headers: &HeaderMap, body: &[u8]) -> Evidence {
    let mut members = Vec::new();
    let look = Look {
        members: &mut members,
        path: String::new(),
        last: 0,
        depth: 0,
    };
    // What was read before an unreadable part is evidence too.
    let _ = look.deserialize(&mut serde_json::Deserializer::from_slice(body));
    let relation = |name| link_header::find(headers, name).ok().flatten().is_some();
    Evidence {
        members,
        headers: headers
            .iter()
            .filter(|(_, value)| !matches!(value.as_bytes().trim_ascii(), b"" | b"null"))
            .map(|(name, _)| name.as_str().to_owned())
            .collect(),
        total_header: TOTALS
            .iter()
            .find_map(|name| Some((*name, headers.get(*name)?.to_str().ok()?.count()?)))
            .or_else(|| {
                let range = headers.get("content-range")?.to_str().ok()?;
                let total = total_of_range(range)?.count()?;
                Some(("content-range", total)).filter(|&(_, total)| total > 0)
            }),
        next_link: relation("next"),
        previous_link: relation("prev") || relation("previous"),
    }
}

/// Masks what was sent in the names of members. Returns whether there was any.
pub(crate) fn conceal(evidence: &mut Evidence, redaction: &Redaction) -> bool {
    let mut concealed = false;
    for member in &mut evidence.members {
        if let Some(path) = redaction.path(&member.path) {
            member.last = path.rfind('.').map_or(0, |dot| dot.saturating_add(1));
            member.path = path;
            concealed = true;
        }
    }
    concealed
}

/// A visitor that reads one value and what is inside it.
struct Look<'m> {
    members: &'m mut Vec<Member>,
    path: String,
    /// Where the last name begins in the path.
    last: usize,
    depth: usize,
}

impl Look<'_> {
    fn note(self, value: Shape) {
        if self.depth > 0 && self.members.len() < MEMBERS {
            self.members.push(Member {
                path: self.path,
                last: self.last,
                value,
            });
        }
    }

    fn is_about_links(&self) -> bool {
        let name = plain(self.path.rsplit('.').next().unwrap_or_default());
        matches!(name.as_str(), "link" | "links")
    }
}

impl<'de> DeserializeSeed<'de> for Look<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Look<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        self.note(Shape::Null);
        Ok(())
    }

    fn visit_bool<E>(self, flag: bool) -> Result<(), E> {
        self.note(Shape::Flag(flag));
        Ok(())
    }

    fn visit_u64<E>(self, number: u64) -> Result<(), E> {
        self.note(Shape::Number(Some(number)));
        Ok(())
    }

    fn visit_i64<E>(self, _: i64) -> Result<(), E> {
        self.note(Shape::Number(None));
        Ok(())
    }

    fn visit_f64<E>(self, number: f64) -> Result<(), E> {
        self.note(Shape::Number(number.count()));
        Ok(())
    }

    fn visit_str<E>(self, text: &str) -> Result<(), E> {
        let text = text.trim();
        self.note(Shape::Text {
            blank: ["", "null", "none", "n/a", "ok", "success", "no error"]
                .iter()
                .any(|nothing| text.eq_ignore_ascii_case(nothing)),
            failure: ["fail", "failed", "failure", "error", "ko"]
                .iter()
                .any(|word| text.eq_ignore_ascii_case(word)),
            lower_bound: ["gte", "gt", ">="]
                .iter()
                .any(|word| text.eq_ignore_ascii_case(word)),
            word: !text.contains(['/', '?', '.', '#']),
            link: text.starts_with('/') || text.starts_with('?') || text.contains("://"),
            number: text.parse().ok(),
            flag: text.flag(),
        });
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut elements: A) -> Result<(), A::Error> {
        let (mut len, mut objects, mut leads) = (0u64, true, false);
        if self.is_about_links() {
            while let Some(element) = elements.next_element::<serde_json::Value>()? {
                let relation = element.get("rel").or_else(|| element.get("relation"));
                leads |= relation
                    .and_then(serde_json::Value::as_str)
                    .is_some_and(|name| name.eq_ignore_ascii_case("next"));
                objects &= element.is_object();
                len = len.saturating_add(1);
            }
        } else {
            while let Some(is_object) = elements.next_element_seed(IsObject)? {
                objects &= is_object;
                len = len.saturating_add(1);
            }
        }
        let objects = objects && len > 0;
        self.note(Shape::List {
            len,
            objects,
            leads,
        });
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let Self {
            members,
            path,
            last,
            depth,
        } = self;
        // The object comes before its members, in reading order.
        let place = members.len();
        if depth > 0 && place < MEMBERS {
            let value = Shape::Map { len: 0 };
            members.push(Member {
                path: path.clone(),
                last,
                value,
            });
        }
        let mut count = 0u64;
        while let Some(name) = map.next_key::<Cow<'de, str>>()? {
            if name == NUMBER {
                let number: Cow<'de, str> = map.next_value()?;
                if let Some(member) = members.get_mut(place) {
                    member.value = Shape::Number(number.parse().ok());
                }
                return Ok(());
            }
            count = count.saturating_add(1);
            if depth >= DEPTH || members.len() >= MEMBERS {
                map.next_value::<IgnoredAny>()?;
                continue;
            }
            let (path, last) = match path.as_str() {
                "" => (name.into_owned(), 0),
                parent => (format!("{parent}.{name}"), parent.len().saturating_add(1)),
            };
            map.next_value_seed(Look {
                members,
                path,
                last,
                depth: depth.saturating_add(1),
            })?;
        }
        if depth > 0 {
            if let Some(member) = members.get_mut(place) {
                member.value = Shape::Map { len: count };
            }
        }
        Ok(())
    }
}

/// A visitor that tells whether a value is an object, and skips it.
struct IsObject;

impl<'de> DeserializeSeed<'de> for IsObject {
    type Value = bool;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<bool, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for IsObject {
    type Value = bool;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E>(self) -> Result<bool, E> {
        Ok(false)
    }

    fn visit_bool<E>(self, _: bool) -> Result<bool, E> {
        Ok(false)
    }

    fn visit_u64<E>(self, _: u64) -> Result<bool, E> {
        Ok(false)
    }

    fn visit_i64<E>(self, _: i64) -> Result<bool, E> {
        Ok(false)
    }

    fn visit_f64<E>(self, _: f64) -> Result<bool, E> {
        Ok(false)
    }

    fn visit_str<E>(self, _: &str) -> Result<bool, E> {
        Ok(false)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut elements: A) -> Result<bool, A::Error> {
        while elements.next_element::<IgnoredAny>()?.is_some() {}
        Ok(false)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<bool, A::Error> {
        while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(true)
    }
}
