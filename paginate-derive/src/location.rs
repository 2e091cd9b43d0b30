//! Request locations, steps of paths, and the syntax of their texts: header names, parameters, JSON
//! paths, relations, request paths.
//!
//! Each check returns the reason why a text is refused, for a message at the literal.

use proc_macro2::Span;
use syn::Member;

/// A request location.
#[derive(Clone, PartialEq, Eq)]
pub(crate) enum Place {
    Query(String),
    /// A query parameter whose value is JSON text.
    Json(String),
    Header(String),
    Body(String),
    Form(String),
    QueryMap,
    BodyMap,
    FormMap,
}

impl Place {
    /// The name of the parameter, header or member; `None` for the entries of a map.
    pub(crate) fn name(&self) -> Option<&str> {
        match self {
            Self::Query(name)
            | Self::Json(name)
            | Self::Header(name)
            | Self::Body(name)
            | Self::Form(name) => Some(name),
            Self::QueryMap | Self::BodyMap | Self::FormMap => None,
        }
    }

    /// The place as it is written in an attribute: `body("page.after")`.
    pub(crate) fn written(&self) -> Option<String> {
        let name = self.name()?;
        Some(match self {
            Self::Json(_) => format!("json(\"{name}\")"),
            Self::Header(_) => format!("header(\"{name}\")"),
            Self::Body(_) => format!("body(\"{name}\")"),
            Self::Form(_) => format!("form(\"{name}\")"),
            _ => format!("\"{name}\""),
        })
    }

    /// The same kind of place with another name.
    pub(crate) fn renamed(&self, name: &str) -> Self {
        let mut place = self.clone();
        match &mut place {
            Self::Query(old)
            | Self::Json(old)
            | Self::Header(old)
            | Self::Body(old)
            | Self::Form(old) => name.clone_into(old),
            Self::QueryMap | Self::BodyMap | Self::FormMap => {}
        }
        place
    }
}

/// A sign of the end, in `end_on`.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum End {
    Status(u16),
    Empty,
    Short,
    Repeat,
}

/// A path: fields and elements of lists, one inside the other.
pub(crate) struct Steps {
    pub(crate) steps: Vec<Step>,
    /// The span of the literal that names them. Type errors point there.
    pub(crate) at: Span,
}

/// One step of a path.
pub(crate) enum Step {
    Field(Member),
    /// The element of a list with this number, from 0: the `[0]` of `links.next[0]`.
    Element(u32),
}

/// Checks a text; the error is the reason why it is refused.
pub(crate) type Check = fn(&str) -> Result<(), String>;

/// Accepts every text; it is checked later, when the struct is known.
pub(crate) fn any(_: &str) -> Result<(), String> {
    Ok(())
}

/// RFC 9110: a token of visible ASCII characters.
pub(crate) fn header_name(name: &str) -> Result<(), String> {
    if name.is_empty() {
        return Err("the header has no name: `header(\"X-Next-Page\")`".to_owned());
    }
    match name
        .chars()
        .find(|c| !(c.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(*c)))
    {
        None => Ok(()),
        Some(':') => Err(format!(
            "`{name}` is not a header name: leave out the colon"
        )),
        Some(wrong) => Err(format!(
            "`{name}` is not a header name: {wrong:?} cannot be in one"
        )),
    }
}

/// A query parameter or a form field: any text that is not empty.
pub(crate) fn parameter(name: &str) -> Result<(), String> {
    if name.is_empty() {
        return Err("the parameter has no name".to_owned());
    }
    if name.trim() != name {
        return Err(format!(
            "the parameter `{name}` begins or ends with a space"
        ));
    }
    if let Some(wrong) = name.chars().find(|c| matches!(c, '?' | '&' | '=' | '#')) {
        return Err(format!(
            "`{name}` is not the name of one parameter: leave out `{wrong}` and write the bare name"
        ));
    }
    Ok(())
}

/// Names of JSON members, separated by dots.
pub(crate) fn json_path(path: &str) -> Result<(), String> {
    if path.is_empty() {
        return Err("the path in the body is empty: name a member, `body(\"cursor\")`".to_owned());
    }
    if path.starts_with('/') {
        return Err(format!(
            "`{path}` is a JSON pointer: separate the members with dots, `body(\"{}\")`",
            path.trim_matches('/').replace('/', ".")
        ));
    }
    if path.starts_with("$.") {
        return Err(format!(
            "`$` is not needed: `body(\"{}\")`",
            path.trim_start_matches("$.")
        ));
    }
    if path.split('.').any(|member| member.trim().is_empty()) {
        return Err(format!("`{path}` has an empty member between its dots"));
    }
    if path.contains(['[', ']']) {
        return Err(format!(
            "`{path}` leads into a list: a value is written to a member of an object, `body(\"variables.after\")`"
        ));
    }
    Ok(())
}

/// RFC 8288: one relation type.
pub(crate) fn relation(relation: &str) -> Result<(), String> {
    if relation.is_empty() {
        return Err("the relation is empty: `link(\"next\")`".to_owned());
    }
    if relation.contains(char::is_whitespace) {
        return Err(format!(
            "`{relation}` is not one relation: `link(\"next\")`"
        ));
    }
    if let Some((_, bare)) = relation.split_once('=') {
        return Err(format!(
            "only the relation itself is named: `link(\"{}\")`",
            bare.trim_matches('"')
        ));
    }
    Ok(())
}

/// A path on the same host, optionally with a query.
pub(crate) fn request_path(path: &str) -> Result<(), String> {
    if path.contains("://") || path.starts_with("//") {
        return Err(format!(
            "`{path}` names a host: later requests stay on the host of the first one, give the path alone (`\"/v1/query/more\"`)"
        ));
    }
    if !path.starts_with('/') {
        return Err(format!(
            "the path begins with a slash: `continue_at = \"/{path}\"`"
        ));
    }
    if let Some((sent, _)) = path.split_once('#') {
        return Err(format!(
            "`{path}` has a fragment, which is never sent: write `{sent}`"
        ));
    }
    if let Some(wrong) = path.chars().find(|c| {
        c.is_whitespace() || c.is_control() || !c.is_ascii() || "\"<>\\^`{|}".contains(*c)
    }) {
        return Err(format!(
            "`{path}` is not a path: write {wrong:?} percent-encoded"
        ));
    }
    Ok(())
}

/// A text that can be the beginning of other paths.
pub(crate) fn prefix(path: &str) -> Result<(), String> {
    if path.starts_with('.') || path.ends_with('.') {
        return Err(format!(
            "`{path}` begins at the struct: write `at = \"{}\"`",
            path.trim_matches('.')
        ));
    }
    if path.contains("[]") {
        return Err(
            "`[]` works only in `items`: write the beginning that all paths share, without `[]`"
                .to_owned(),
        );
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn good_texts() {
        for name in ["X-Next-Page", "x-next-page", "Sforce_Query.Options"] {
            header_name(name).unwrap();
        }
        for name in ["cursor", "page[after]", "$top", "_count", "max-keys"] {
            parameter(name).unwrap();
        }
        for path in [
            "cursor",
            "variables.after",
            "conf.batchSize",
            "params.@type",
        ] {
            json_path(path).unwrap();
        }
        for rel in ["next", "https://example.org/rel#next"] {
            relation(rel).unwrap();
        }
        for path in [
            "/v1/action/queryMore",
            "/_search/scroll?scroll=1m",
            "/",
            "/a%20b",
        ] {
            request_path(path).unwrap();
        }
    }

    #[test]
    fn bad_texts() {
        for name in ["", "X Next", "X-Next:", "é", "a(b)"] {
            header_name(name).unwrap_err();
        }
        for name in ["", " cursor", "?cursor", "a=b", "a&b"] {
            parameter(name).unwrap_err();
        }
        for path in ["", ".", "a..b", "a.", "/a/b", "$.a", "a[0].b"] {
            json_path(path).unwrap_err();
        }
        for rel in ["", "next last", "rel=next"] {
            relation(rel).unwrap_err();
        }
        for path in [
            "",
            "v1/more",
            "https://example.org/more",
            "//example.org",
            "/a b",
            "/a#b",
            "/ü",
        ] {
            request_path(path).unwrap_err();
        }
    }
}
