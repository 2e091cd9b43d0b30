//! Values of a recorded response, read as the runtime reads them.

use serde_json::Value;

use crate::declaration::{Declaration, Path, ResponseLocation};
use crate::model::Sample;

/// The value at a location. Null, absent and blank are `None`, as the runtime takes them for the
/// end.
pub(crate) fn read(sample: &Sample, from: &ResponseLocation) -> Option<Value> {
    let value = match from {
        ResponseLocation::Member(path) => at(&sample.body, path)?.clone(),
        ResponseLocation::Header(name) => Value::from(header(sample, name)?),
        ResponseLocation::Link(relation) => Value::from(link(sample, relation)?),
    };
    match &value {
        Value::Null | Value::Bool(false) => None,
        Value::String(text) if text.trim().is_empty() => None,
        Value::Array(list) if list.is_empty() => None,
        Value::Object(map) if map.is_empty() => None,
        _ => Some(value),
    }
}

/// The number at a location, also if it is written as text.
pub(crate) fn count(sample: &Sample, from: &ResponseLocation) -> Option<u64> {
    let value = read(sample, from)?;
    value
        .as_u64()
        .or_else(|| value.as_str()?.trim().parse().ok())
}

/// Whether a status is one of success.
pub(crate) fn is_success(status: u16) -> bool {
    (200..300).contains(&status)
}

/// Whether a text is a URL with its origin.
pub(crate) fn is_absolute(text: &str) -> bool {
    text.starts_with("https://") || text.starts_with("http://")
}

/// The value at a path, whatever it is.
pub(crate) fn at<'a>(body: &'a Value, path: &Path) -> Option<&'a Value> {
    let mut value = body;
    for step in &path.0 {
        value = step_into(value, step)?;
    }
    Some(value)
}

fn step_into<'a>(value: &'a Value, step: &str) -> Option<&'a Value> {
    if let Some(found) = value.get(step) {
        return Some(found);
    }
    let (name, number) = step.strip_suffix(']')?.rsplit_once('[')?;
    let list = if name.is_empty() {
        value
    } else {
        value.get(name)?
    };
    list.get(number.parse::<usize>().ok()?)
}

/// The items of a page; `None` if there is no list where the declaration looks for one.
pub(crate) fn items<'a>(body: &'a Value, declaration: &Declaration) -> Option<Vec<&'a Value>> {
    let whole = Path::default();
    let path = declaration.items.as_ref().unwrap_or(&whole);
    let mut level = vec![body];
    let mut inside = false;
    for step in &path.0 {
        let (name, each) = match step.strip_suffix("[]") {
            Some(name) => (name, true),
            None => (step.as_str(), false),
        };
        if !name.is_empty() {
            level = level
                .into_iter()
                .filter_map(|value| step_into(value, name))
                .collect();
        }
        if each {
            level = level
                .into_iter()
                .filter_map(Value::as_array)
                .flatten()
                .collect();
            inside = true;
        }
    }
    if inside {
        let lists = !level.is_empty() && level.iter().all(|value| value.is_array());
        return Some(match lists {
            true => level
                .into_iter()
                .filter_map(Value::as_array)
                .flatten()
                .collect(),
            false => level.into_iter().filter(|value| !value.is_null()).collect(),
        });
    }
    match level.first()? {
        Value::Array(list) => Some(list.iter().collect()),
        Value::Object(map) => Some(map.values().collect()),
        Value::Null => Some(Vec::new()),
        _ => None,
    }
}

/// The text of a text, a number or a flag.
pub(crate) fn plain(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(flag) => Some(flag.to_string()),
        _ => None,
    }
}

/// A header of the response.
pub(crate) fn header<'a>(sample: &'a Sample, name: &str) -> Option<&'a str> {
    let header = |(known, _): &&(String, String)| known.eq_ignore_ascii_case(name);
    sample
        .headers
        .iter()
        .find(header)
        .map(|(_, value)| value.as_str())
}

/// The target of a relation of the `Link` header.
pub(crate) fn link(sample: &Sample, relation: &str) -> Option<String> {
    let links = sample
        .headers
        .iter()
        .filter(|(name, _)| name.eq_ignore_ascii_case("link"))
        .flat_map(|(_, value)| value.split('<').skip(1));
    links
        .filter_map(|link| link.split_once('>'))
        .find(|(_, parameters)| {
            parameters.split(';').any(|parameter| {
                let (name, value) = parameter.split_once('=').unwrap_or((parameter, ""));
                let value = value.trim().trim_end_matches(',').trim().trim_matches('"');
                name.trim().eq_ignore_ascii_case("rel")
                    && value
                        .split_whitespace()
                        .any(|word| word.eq_ignore_ascii_case(relation))
            })
        })
        .map(|(target, _)| target.trim().to_owned())
}

/// Origin, path and query of a URL.
pub(crate) fn split_url(url: &str) -> (&str, &str, &str) {
    let url = url.split('#').next().unwrap_or_default();
    let (before, query) = url.split_once('?').unwrap_or((url, ""));
    let host = before.find("://").map_or(0, |at| at + 3);
    let path = before
        .get(host..)
        .and_then(|rest| rest.find('/'))
        .map_or(before.len(), |at| host + at);
    match before.split_at_checked(path) {
        Some((origin, "")) => (origin, "/", query),
        Some((origin, path)) => (origin, path, query),
        None => ("", before, query),
    }
}

/// The pairs of a query, decoded.
pub(crate) fn pairs(query: &str) -> Vec<(String, String)> {
    let pairs = query.split('&').filter(|pair| !pair.is_empty());
    pairs
        .map(|pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            (decoded(name), decoded(value))
        })
        .collect()
}

/// A text without percent-encoding.
pub(crate) fn percent_decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((byte, after)) = rest.split_first() {
        let hex = after
            .get(..2)
            .filter(|_| *byte == b'%')
            .and_then(|hex| u8::from_str_radix(std::str::from_utf8(hex).ok()?, 16).ok());
        bytes.push(hex.unwrap_or(*byte));
        rest = match hex {
            Some(_) => after.get(2..).unwrap_or_default(),
            None => after,
        };
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

fn decoded(text: &str) -> String {
    percent_decoded(&text.replace('+', " "))
}
