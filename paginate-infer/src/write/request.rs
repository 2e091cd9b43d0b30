//! The first request, as reqwest code.

mod parts;
mod secrets;

use super::layout;
use crate::declaration::{Declaration, Mode, RequestLocation};
use crate::model::{Operation, Place, Sample};
use crate::value::split_url as split;
use parts::Parts;
use secrets::is_secret;
pub(crate) use secrets::secrets;

/// The function that makes the first request.
pub(crate) struct Request {
    pub(crate) code: String,
    /// The names of its arguments, without the client.
    pub(crate) arguments: Vec<String>,
}

/// clippy's limit, the client included.
const ARGUMENTS: usize = 7;

/// Writes the function.
pub(crate) fn first(operation: &Operation, declaration: &Declaration, function: &str) -> Request {
    let mut parts = Parts::new(operation, declaration);
    if parts.arguments.len() >= ARGUMENTS {
        parts = Parts::of_one_path(operation);
    }
    let mut arguments = vec!["client: &reqwest::Client".to_owned()];
    arguments.extend(
        parts
            .arguments
            .iter()
            .map(|(name, ty)| format!("{name}: {ty}")),
    );
    let head = layout::signature(
        &format!("pub fn {function}"),
        &arguments,
        "reqwest::RequestBuilder",
    );
    let url = match parts.has_holes {
        true => layout::bound_text("url", "format!", &format!("{:?}", parts.url)),
        false => layout::bound_text("url", "", &format!("{:?}", parts.url)),
    };
    let body = match &parts.body {
        Some(body) => layout::bound_text("body", "", body),
        None => String::new(),
    };
    let method = match operation.method.as_str() {
        "POST" => ".post(url)".to_owned(),
        "PUT" => ".put(url)".to_owned(),
        "PATCH" => ".patch(url)".to_owned(),
        _ => ".get(url)".to_owned(),
    };
    let mut calls = vec![method];
    calls.extend(parts.calls);
    let code = format!(
        "{}{head}{url}{body}{}}}\n",
        documentation(operation, declaration, parts.has_holes),
        layout::chain("client", &calls)
    );
    Request {
        code,
        arguments: parts
            .arguments
            .into_iter()
            .map(|(name, ty)| match ty {
                "serde_json::Value" | "&str" | "bool" | "i64" | "f64" => name,
                _ => format!("&{name}"),
            })
            .collect(),
    }
}

/// The path and query of the first request, without what the runtime writes; of a recording.
pub(crate) fn path_and_query(sample: &Sample, declaration: &Declaration) -> String {
    let (_, path, query) = split(&sample.url);
    let written = written(declaration);
    let kept: Vec<&str> = query
        .split('&')
        .filter(|pair| {
            let name = pair.split('=').next().unwrap_or_default();
            !name.is_empty() && !is_written(name, Place::Query, &written) && !is_secret(name)
        })
        .collect();
    match kept.is_empty() {
        true => path.to_owned(),
        false => format!("{path}?{}", kept.join("&")),
    }
}

fn documentation(operation: &Operation, declaration: &Declaration, has_holes: bool) -> String {
    let mut text = format!(
        "/// The first request of a walk over `{} {}`.",
        operation.method, operation.path
    );
    text.push('\n');
    if has_holes {
        text.push_str("///\n/// The arguments are not percent-encoded.\n");
    }
    if operation
        .samples
        .iter()
        .any(|sample| !sample.url.is_empty())
    {
        return text;
    }
    let written = written(declaration);
    let optional: Vec<String> = operation
        .parameters
        .iter()
        .filter(|to| !to.required && matches!(to.place, Place::Query | Place::Body))
        .filter(|to| !is_written(&to.name, to.place, &written))
        .map(|to| format!("`{}`", to.name.replace('`', "'")))
        .collect();
    if !optional.is_empty() {
        text.push_str("///\n");
        let mut line = "/// It also takes".to_owned();
        let shown = optional.len().min(20);
        for (at, name) in optional.iter().take(shown).enumerate() {
            let end = match (at + 1 == shown, shown < optional.len()) {
                (true, true) => " and more.",
                (true, false) => ".",
                (false, _) => ",",
            };
            if line.len() + name.len() + end.len() + 1 > layout::WIDTH {
                text.push_str(&line);
                text.push('\n');
                line = "///".to_owned();
            }
            line.push_str(&format!(" {name}{end}"));
        }
        text.push_str(&line);
        text.push('\n');
    }
    text
}

/// What the runtime writes: the continuation and the page size.
fn written(declaration: &Declaration) -> Vec<RequestLocation> {
    let continuation = declaration.mode.iter().flat_map(Mode::targets);
    continuation
        .cloned()
        .chain(declaration.size.clone())
        .collect()
}

fn is_written(name: &str, place: Place, written: &[RequestLocation]) -> bool {
    written
        .iter()
        .any(|to| to.place == place && to.name == name)
}

/// A text as a literal that can be read.
pub(crate) fn raw(text: &str) -> String {
    if !text.contains(['"', '\\']) {
        return format!("{text:?}");
    }
    let mut marks = "#".to_owned();
    while text.contains(&format!("\"{marks}")) {
        marks.push('#');
    }
    format!("r{marks}\"{text}\"{marks}")
}
