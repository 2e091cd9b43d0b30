//! Reads JSON documents that can be broken, deep or huge.

use serde_json::{Map, Value};

use crate::read::error::ReadError;

/// The longest document that is read, in bytes. The largest that is known has 40 MB.
pub const MAX_BYTES: usize = 64 << 20;

/// The text as a JSON object.
pub(crate) fn document(text: &str) -> Result<Map<String, Value>, ReadError> {
    if text.len() > MAX_BYTES {
        let problem = format!(
            "the document has {} bytes, and at most {MAX_BYTES} are read: cut it down to the \
             operations in question",
            text.len()
        );
        return Err(ReadError::new("", problem));
    }
    let text = text.trim_start_matches('\u{feff}');
    match serde_json::from_str(text) {
        Ok(Value::Object(members)) => Ok(members),
        Ok(other) => Err(ReadError::new(
            "",
            format!("the document is {}, not an object", kind_of(&other)),
        )),
        Err(error) if text.trim_start().starts_with('<') => Err(ReadError::new(
            "",
            format!("the document is HTML or XML, not JSON: {error}"),
        )),
        Err(error) => Err(ReadError::new(
            "",
            format!("the document is no JSON: {error}"),
        )),
    }
}

/// The member `key`, which must be an object.
pub(crate) fn object<'a>(
    members: &'a Map<String, Value>,
    key: &str,
    pointer: &str,
) -> Result<&'a Map<String, Value>, ReadError> {
    match members.get(key) {
        Some(Value::Object(found)) => Ok(found),
        Some(other) => Err(ReadError::new(
            child(pointer, key),
            format!("`{key}` is {}, not an object", kind_of(other)),
        )),
        None => Err(ReadError::new(pointer, format!("`{key}` is missing"))),
    }
}

/// The member `key`, which must be an object if it is there.
pub(crate) fn optional_object<'a>(
    members: &'a Map<String, Value>,
    key: &str,
    pointer: &str,
) -> Result<Option<&'a Map<String, Value>>, ReadError> {
    match members.get(key) {
        None | Some(Value::Null) => Ok(None),
        Some(_) => object(members, key, pointer).map(Some),
    }
}

/// The value, which must be an object.
pub(crate) fn as_object<'a>(
    value: &'a Value,
    pointer: &str,
) -> Result<&'a Map<String, Value>, ReadError> {
    value.as_object().ok_or_else(|| {
        ReadError::new(
            pointer,
            format!("this is {}, not an object", kind_of(value)),
        )
    })
}

/// A name, the object that it names, and the pointer to it.
pub(crate) type Named<'a> = (&'a str, &'a Map<String, Value>, String);

/// What is in the object `key`: each must be an object too. Nothing if there is no such member.
pub(crate) fn entries<'a>(
    members: &'a Map<String, Value>,
    key: &str,
    pointer: &str,
) -> Result<Vec<Named<'a>>, ReadError> {
    let pointer_to_all = child(pointer, key);
    let all = optional_object(members, key, pointer)?;
    all.into_iter()
        .flatten()
        .map(|(name, entry)| {
            let pointer = child(&pointer_to_all, name);
            Ok((name.as_str(), as_object(entry, &pointer)?, pointer))
        })
        .collect()
}

/// The texts in the list `key`.
pub(crate) fn texts<'a>(members: &'a Map<String, Value>, key: &str) -> Vec<&'a str> {
    let list = members.get(key).and_then(Value::as_array);
    list.into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .collect()
}

/// The text of the member `key`, if it is there and a string.
pub(crate) fn text<'a>(members: &'a Map<String, Value>, key: &str) -> Option<&'a str> {
    members.get(key).and_then(Value::as_str)
}

/// What the document says about something, the sign that it is out of use included.
pub(crate) fn description(members: &Map<String, Value>, key: &str) -> Option<String> {
    let said = text(members, key);
    if !flag(members, "deprecated") {
        return said.map(str::to_owned);
    }
    Some(match said {
        Some(said) if said.to_lowercase().contains("deprecated") => said.to_owned(),
        Some(said) => format!("Deprecated. {said}"),
        None => "Deprecated.".to_owned(),
    })
}

/// The number of the member `key`, also if it is written as a string or with a fraction of zero.
pub(crate) fn number(members: &Map<String, Value>, key: &str) -> Option<u64> {
    let value = members.get(key)?;
    value
        .as_u64()
        .or_else(|| value.as_str()?.trim().parse().ok())
        .or_else(|| whole(value.as_f64()?))
}

/// The number without its fraction, if that is zero and the number is not negative.
fn whole(number: f64) -> Option<u64> {
    let fits = (0.0..9e15).contains(&number) && number.fract() == 0.0;
    // In these bounds the cast is exact.
    fits.then_some(number as u64)
}

/// Whether the member `key` is true.
pub(crate) fn flag(members: &Map<String, Value>, key: &str) -> bool {
    members.get(key).and_then(Value::as_bool).unwrap_or(false)
}

/// The pointer to the member `key` of what `pointer` points to.
pub(crate) fn child(pointer: &str, key: &str) -> String {
    format!("{pointer}/{}", key.replace('~', "~0").replace('/', "~1"))
}

/// What kind of JSON value it is, with its article.
pub(crate) fn kind_of(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}
