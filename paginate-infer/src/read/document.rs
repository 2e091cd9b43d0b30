//! The text of a description as a value: JSON or YAML.

use serde_json::{Map, Value};

use super::error::ReadError;
use super::json;

/// The values that a YAML document can have, aliases written out.
const MAX_NODES: usize = 8_000_000;

/// The text as an object.
pub(crate) fn object(text: &str) -> Result<Map<String, Value>, ReadError> {
    let text = text.trim_start_matches('\u{feff}');
    if text.len() > json::MAX_BYTES {
        // The same error for both forms.
        return json::document(text);
    }
    let start = text.trim_start();
    if start.is_empty() {
        return Err(ReadError::new("", "the document is empty"));
    }
    if start.starts_with('<') {
        return Err(ReadError::new(
            "",
            "the document is HTML or XML, not an API description: does its URL need a login, or \
             is it the URL of a page for readers?",
        ));
    }
    if start.starts_with(['{', '[']) {
        return json::document(text);
    }
    match yaml(text) {
        Ok(Value::Object(members)) => Ok(members),
        Ok(other) => Err(ReadError::new(
            "",
            format!("the document is {}, not an object", json::kind_of(&other)),
        )),
        Err(problem) => Err(ReadError::new(
            "",
            format!("the document is no YAML: {problem}"),
        )),
    }
}

/// The values that aliases repeat: aliases of aliases grow without limit.
const MAX_COPIES: usize = 200_000;

fn yaml(text: &str) -> Result<Value, String> {
    let options = serde_saphyr::options! {
        budget: serde_saphyr::budget! {
            max_events: MAX_NODES * 2,
            max_nodes: MAX_NODES,
            max_total_scalar_bytes: json::MAX_BYTES * 2,
            max_recorded_anchor_events: MAX_COPIES,
        },
        duplicate_keys: serde_saphyr::options::DuplicateKeyPolicy::LastWins,
        with_snippet: false,
    };
    serde_saphyr::from_str_with_options(text, options).map_err(|error| {
        let whole = error.to_string();
        let line = whole.lines().next().unwrap_or_default();
        let line = line.trim_start_matches("error: ");
        match line.strip_prefix("budget breached: ") {
            Some(which) => format!("it is too large, or aliases make it so: {which}"),
            None => line.to_owned(),
        }
    })
}
