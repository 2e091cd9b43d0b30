//! Edits JSON text in place. What an edit does not name keeps its member order, white space and
//! spelling of numbers.

use std::borrow::Cow;
use std::collections::HashMap;
use std::error::Error;
use std::fmt;

use serde::de::{Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

/// The deepest nesting at which two objects are merged. Without a limit, a server that sends what
/// is merged could exhaust the stack.
const MAX_DEPTH: usize = 128;

/// Returns the JSON text of the value at this dotted path, `null` included; `None` if it or a
/// parent is missing, or a parent is null.
pub(crate) fn get<'a>(body: &'a [u8], path: &str) -> Result<Option<&'a str>, SpliceError> {
    let mut value = text(body).map_err(|found| SpliceError::new(path, "", found))?;
    for (at, name) in steps(path) {
        let found = match kind(value) {
            Kind::Nothing => return Ok(None),
            Kind::Object => last(value, name),
            Kind::Other(found) => Err(found),
        };
        match found.map_err(|found| SpliceError::new(path, at, found))?.0 {
            Some(found) => value = found,
            None => return Ok(None),
        }
    }
    Ok(Some(value))
}

/// Returns the body with this JSON text at this dotted path. Missing and null parents become
/// objects.
pub(crate) fn set(body: &[u8], path: &str, json: &str) -> Result<Vec<u8>, SpliceError> {
    let root = text(body).map_err(|found| SpliceError::new(path, "", found))?;
    let mut value = root;
    for (at, name) in steps(path) {
        let (member, end) = match kind(value) {
            // The rest of the path is new.
            Kind::Nothing => return Ok(splice(body, value, &nest(path, at, json))),
            Kind::Object => last(value, name),
            Kind::Other(found) => Err(found),
        }
        .map_err(|found| SpliceError::new(path, at, found))?;
        let Some(member) = member else {
            let mut grown = value.to_owned();
            let nested = nest(path, at, json);
            // The new member, without the braces of an object around it.
            let inner = nested
                .strip_prefix('{')
                .and_then(|nested| nested.strip_suffix('}'))
                .unwrap_or_default();
            let comma = if end.is_some() { "," } else { "" };
            grown.insert_str(insertion(value, end), &format!("{comma}{inner}"));
            return Ok(splice(body, value, &grown));
        };
        value = member;
    }
    Ok(splice(body, value, json))
}

/// Returns the body without the member at this dotted path; the same body if there is none.
pub(crate) fn remove(body: &[u8], path: &str) -> Result<Vec<u8>, SpliceError> {
    let (parent, name) = path.rsplit_once('.').unwrap_or(("", path));
    let object = if parent.is_empty() {
        Some(text(body).map_err(|found| SpliceError::new(path, "", found))?)
    } else {
        get(body, parent)?
    };
    let Some(object) = object.filter(|object| matches!(kind(object), Kind::Object)) else {
        return Ok(body.to_vec());
    };
    let (mut kept, mut done) = ("{".to_owned(), 1);
    members(object, |key, value| {
        let end = offset(object.as_bytes(), value).saturating_add(value.len());
        let member = object.get(done..end).unwrap_or_default();
        done = end;
        if key != name {
            let first = kept.len() == 1;
            kept.push_str(if first {
                member.trim_start().trim_start_matches(',')
            } else {
                member
            });
        }
    })
    .map_err(|found| SpliceError::new(path, parent, found))?;
    kept.push_str(object.get(done..).unwrap_or_default());
    Ok(splice(body, object, &kept))
}

/// Returns the body with the entries of this object merged into it. An object is merged into an
/// object; any other value replaces the old one.
pub(crate) fn merge(body: &[u8], object: &str) -> Result<Vec<u8>, SpliceError> {
    let root = text(body).map_err(|found| SpliceError::new("", "", found))?;
    let added = match text(object.as_bytes()) {
        Ok(added) if matches!(kind(added), Kind::Object) => added,
        Ok(added) => return Err(SpliceError::new("", "what is merged", kind(added).name())),
        Err(found) => return Err(SpliceError::new("", "what is merged", found)),
    };
    let merged = match kind(root) {
        Kind::Nothing => Ok(added.to_owned()),
        Kind::Object => merge_objects(root, added, MAX_DEPTH),
        Kind::Other(found) => Err(found),
    };
    Ok(splice(
        body,
        root,
        &merged.map_err(|found| SpliceError::new("", "", found))?,
    ))
}

/// The error for a body that cannot be read or edited as asked. It contains nothing from the body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct SpliceError {
    /// The path of the edit; empty if it is for the whole body.
    path: String,
    /// What stopped the edit: a part of the path; empty for the body itself.
    at: String,
    /// The kind of value that is there, and the kind that it is not.
    found: &'static str,
}

impl SpliceError {
    /// Creates the error for what was found at `at`, on the way to `path`.
    fn new(path: &str, at: &str, found: &'static str) -> Self {
        Self {
            path: path.to_owned(),
            at: at.to_owned(),
            found,
        }
    }
}

impl fmt::Display for SpliceError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { path, at, found } = self;
        if !path.is_empty() {
            write!(f, "cannot reach `{path}` in the JSON body: ")?;
        }
        match at.as_str() {
            "" => write!(f, "the body is {found}"),
            _ if path.is_empty() => write!(f, "{at} is {found}"),
            _ => write!(f, "`{at}` is {found}"),
        }
    }
}

impl Error for SpliceError {}

/// The kinds of JSON values that an edit distinguishes.
enum Kind {
    /// Null, or a blank body.
    Nothing,
    /// Something with members.
    Object,
    /// Anything else, in words.
    Other(&'static str),
}

impl Kind {
    /// Returns the kind in words.
    fn name(&self) -> &'static str {
        match self {
            Self::Nothing => "null, not an object",
            Self::Object => "an object",
            Self::Other(name) => name,
        }
    }
}

/// Returns the kind of this JSON text.
fn kind(value: &str) -> Kind {
    match value.bytes().next() {
        None | Some(b'n') => Kind::Nothing,
        Some(b'{') => Kind::Object,
        Some(b'[') => Kind::Other("an array, not an object"),
        Some(b'"') => Kind::Other("a string, not an object"),
        Some(b't' | b'f') => Kind::Other("a boolean, not an object"),
        Some(_) => Kind::Other("a number, not an object"),
    }
}

/// Checks that this is one JSON value, and returns it without the white space around it; an empty
/// text if there is none. The result is always a part of the body.
fn text(body: &[u8]) -> Result<&str, &'static str> {
    let text = std::str::from_utf8(body).map_err(|_| "not UTF-8 text")?;
    if text.trim_matches([' ', '\t', '\r', '\n']).is_empty() {
        return Ok(text.get(..0).unwrap_or_default());
    }
    let raw: &RawValue = serde_json::from_str(text).map_err(|_| "not valid JSON")?;
    Ok(raw.get())
}

/// Returns the steps of a path. For each: the path before it, and the name of the member.
fn steps(path: &str) -> impl Iterator<Item = (&str, &str)> {
    let mut start = 0;
    path.split('.').map(move |name| {
        let at = path.get(..start.max(1) - 1).unwrap_or_default();
        start += name.len() + 1;
        (at, name)
    })
}

/// Wraps the value in objects for the steps of the path that come after `at`.
fn nest(path: &str, at: &str, json: &str) -> String {
    let names: Vec<_> = steps(path)
        .filter(|(so_far, _)| so_far.len() >= at.len())
        .map(|(_, name)| quoted(name))
        .collect();
    names
        .iter()
        .rev()
        .fold(json.to_owned(), |inner, name| format!("{{{name}:{inner}}}"))
}

/// Returns a JSON string.
fn quoted(name: &str) -> String {
    serde_json::Value::from(name).to_string()
}

/// Returns the value of this name, and the last value of the object. If a name comes twice, its
/// last value counts, as it does for parsers.
fn last<'a>(
    object: &'a str,
    name: &str,
) -> Result<(Option<&'a str>, Option<&'a str>), &'static str> {
    let mut found = (None, None);
    members(object, |key, value| {
        if key == name {
            found.0 = Some(value);
        }
        found.1 = Some(value);
    })?;
    Ok(found)
}

/// Returns where a new member is inserted: after the last value, or after the brace of an empty
/// object.
fn insertion(object: &str, end: Option<&str>) -> usize {
    end.map_or(1, |end| offset(object.as_bytes(), end) + end.len())
}

/// Returns where a part of this text starts.
fn offset(whole: &[u8], part: &str) -> usize {
    (part.as_ptr() as usize).saturating_sub(whole.as_ptr() as usize)
}

/// Returns the body with one part of it replaced.
fn splice(body: &[u8], part: &str, new: &str) -> Vec<u8> {
    let start = offset(body, part);
    let before = body.get(..start).unwrap_or_default();
    let after = body.get(start + part.len()..).unwrap_or_default();
    [before, new.as_bytes(), after].concat()
}

/// Returns an object with the entries of another merged into it.
fn merge_objects(target: &str, added: &str, depth: usize) -> Result<String, &'static str> {
    let depth = depth.checked_sub(1).ok_or("nested too deep")?;
    let mut new = HashMap::new();
    let mut order = Vec::new();
    members(added, |name, value| {
        if new.insert(name.clone(), value).is_none() {
            order.push(name);
        }
    })?;
    let mut old = Vec::new();
    let mut places = HashMap::new();
    members(target, |name, value| {
        places.insert(name.clone(), old.len());
        old.push((name, value));
    })?;
    let mut merged = String::with_capacity(target.len() + added.len());
    let mut done = 0;
    for (index, (name, value)) in old.iter().enumerate() {
        let Some(new) = new.get(name).filter(|_| places.get(name) == Some(&index)) else {
            continue;
        };
        let start = offset(target.as_bytes(), value);
        merged.push_str(target.get(done..start).unwrap_or_default());
        match (kind(value), kind(new)) {
            (Kind::Object, Kind::Object) => merged.push_str(&merge_objects(value, new, depth)?),
            _ => merged.push_str(new),
        }
        done = start + value.len();
    }
    let end = insertion(target, old.last().map(|(_, value)| *value));
    merged.push_str(target.get(done..end).unwrap_or_default());
    let mut comma = if old.is_empty() { "" } else { "," };
    for name in order.iter().filter(|name| !places.contains_key(*name)) {
        merged.extend([
            comma,
            &quoted(name),
            ":",
            new.get(name).copied().unwrap_or("null"),
        ]);
        comma = ",";
    }
    merged.push_str(target.get(end..).unwrap_or_default());
    Ok(merged)
}

/// Calls `each` with the decoded name and the JSON text of each member of an object.
fn members<'a>(
    object: &'a str,
    each: impl FnMut(Cow<'a, str>, &'a str),
) -> Result<(), &'static str> {
    struct Members<F>(F);

    /// A name that is borrowed if it has no escapes. Serde does not borrow for a plain `Cow`.
    #[derive(serde::Deserialize)]
    struct Name<'a>(#[serde(borrow)] Cow<'a, str>);

    impl<'a, F: FnMut(Cow<'a, str>, &'a str)> Visitor<'a> for Members<F> {
        type Value = ();

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("an object")
        }

        fn visit_map<M: MapAccess<'a>>(mut self, mut map: M) -> Result<(), M::Error> {
            while let Some((Name(name), value)) = map.next_entry::<Name<'a>, &'a RawValue>()? {
                (self.0)(name, value.get());
            }
            Ok(())
        }
    }

    // A name can be invalid even if the syntax is right: a lone surrogate is no text.
    serde_json::Deserializer::from_str(object)
        .deserialize_map(Members(each))
        .map_err(|_| "not valid JSON")
}

#[cfg(test)]
mod tests;
