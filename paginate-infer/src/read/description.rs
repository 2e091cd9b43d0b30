//! A description of any dialect.

use serde_json::{Map, Value};

use super::error::ReadError;
use super::paths::Described;
use super::{botocore, discovery, document, openapi, smithy, swagger};

/// The operations of a description, in the dialect that its root names: OpenAPI 3, Swagger 2,
/// Google discovery, Smithy or botocore.
///
/// # Errors
///
/// What is wrong with the document as a whole, and where. What is no description at all is
/// described: HTML, an API's error.
///
/// # Examples
///
/// ```
/// let error = paginate_infer::read::description(r#"{"message": "Unauthorized"}"#).unwrap_err();
/// assert!(error.to_string().contains("an API's error: `Unauthorized`"));
/// ```
pub fn description(text: &str) -> Result<Described, ReadError> {
    let root = document::object(text)?;
    for (key, name, major, known, of_document) in VERSIONED {
        let Some(version) = root.get(key).map(plain) else {
            continue;
        };
        if version.split('.').next() == Some(major) {
            return of_document(&root);
        }
        let problem = format!("{name} {version} is not known: {known}");
        return Err(ReadError::new(format!("/{key}"), problem));
    }
    let has = |key: &str| root.contains_key(key);
    let whole = |operations| Described {
        operations,
        problems: Vec::new(),
    };
    if has("smithy") {
        return smithy::of_document(&root).map(whole);
    }
    if has("discoveryVersion") || has("servicePath") {
        return discovery::of_document(&root).map(whole);
    }
    if has("operations") && has("shapes") {
        return botocore::of_document(&root).map(whole);
    }
    if has("paths") {
        return openapi::of_document(&root);
    }
    Err(ReadError::new("", unknown(&root)))
}

type Reader = fn(&Map<String, Value>) -> Result<Described, ReadError>;

/// Dialects that name their version: the member that does, how messages call the dialect, the major
/// version that is read, which versions these are, and the reader.
const VERSIONED: [(&str, &str, &str, &str, Reader); 2] = [
    (
        "openapi",
        "OpenAPI",
        "3",
        "3.0 and 3.1 are read",
        openapi::of_document,
    ),
    (
        "swagger",
        "Swagger",
        "2",
        "2.0 is read",
        swagger::of_document,
    ),
];

/// `3` of YAML is a number, `"3.0"` a text.
fn plain(value: &Value) -> String {
    value
        .as_str()
        .map_or_else(|| value.to_string(), str::to_owned)
}

fn unknown(root: &Map<String, Value>) -> String {
    let names: Vec<String> = root
        .keys()
        .take(5)
        .map(|name| format!("`{name}`"))
        .collect();
    let error = ["message", "error_description", "error", "detail", "title"]
        .iter()
        .find_map(|key| match root.get(*key)? {
            Value::String(text) => Some(text.clone()),
            Value::Object(inner) => inner.get("message")?.as_str().map(str::to_owned),
            _ => None,
        });
    match error {
        Some(text) => {
            let text: String = text.chars().take(120).collect();
            format!("this is no API description but, it seems, an API's error: `{text}`")
        }
        None => format!(
            "this is no API description that is known: it has {} and none of `openapi`, `swagger`, `smithy`, `discoveryVersion`, `shapes`",
            match names.is_empty() {
                true => "no members".to_owned(),
                false => names.join(", "),
            }
        ),
    }
}
