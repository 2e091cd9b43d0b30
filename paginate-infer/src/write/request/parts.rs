//! What the first request is made of.

use std::collections::BTreeSet;

use super::secrets::is_secret;
use super::{is_written, path_and_query, raw, written};
use crate::declaration::Declaration;
use crate::model::{Kind, Operation, Parameter, Place, Sample};
use crate::value::split_url as split;
use crate::write::names;

/// What the request is made of.
#[derive(Default)]
pub(super) struct Parts {
    /// Name and type.
    pub(super) arguments: Vec<(String, &'static str)>,
    taken: BTreeSet<String>,
    pub(super) url: String,
    pub(super) has_holes: bool,
    pub(super) calls: Vec<String>,
    pub(super) body: Option<String>,
}

impl Parts {
    pub(super) fn new(operation: &Operation, declaration: &Declaration) -> Self {
        let mut parts = Self::default();
        parts
            .taken
            .extend(["client", "url", "body"].map(str::to_owned));
        match operation
            .samples
            .first()
            .filter(|sample| !sample.url.is_empty())
        {
            Some(sample) => parts.recorded(sample, declaration),
            None => parts.described(operation, declaration),
        }
        parts
    }

    /// For an operation that needs too many values.
    pub(super) fn of_one_path(operation: &Operation) -> Self {
        let mut parts = Self::default();
        let mut arguments = vec![("path_and_query".to_owned(), "&str")];
        let server = operation
            .server
            .as_deref()
            .filter(|server| server.contains("://"));
        parts.url = match server {
            Some(server) => format!("{}{{path_and_query}}", escaped(server)),
            None => {
                arguments.insert(0, ("base".to_owned(), "&str"));
                "{base}{path_and_query}".to_owned()
            }
        };
        parts.has_holes = true;
        if operation.method != "GET" {
            arguments.push(("json".to_owned(), "&serde_json::Value"));
            parts.json("json.to_string()".to_owned(), "body");
        }
        parts.arguments = arguments;
        parts
    }

    fn argument(&mut self, wire: &str, ty: &'static str) -> String {
        let mut name = names::snake(wire);
        if names::declared(&name) != name {
            name.push('_');
        }
        let name = names::unused(name, &mut self.taken);
        self.arguments.push((name.clone(), ty));
        name
    }

    /// As it was sent, with arguments in the place of secrets.
    fn recorded(&mut self, sample: &Sample, declaration: &Declaration) {
        let (origin, _, query) = split(&sample.url);
        let mut url = escaped(origin) + &escaped(&path_and_query(sample, declaration));
        for name in query
            .split('&')
            .filter_map(|pair| pair.split('=').next())
            .filter(|name| {
                is_secret(name) && !is_written(name, Place::Query, &written(declaration))
            })
        {
            let argument = self.argument(name, "&str");
            let mark = if url.contains('?') { '&' } else { '?' };
            url.push_str(&format!("{mark}{name}={{{argument}}}"));
            self.has_holes = true;
        }
        self.url = match self.has_holes {
            true => url,
            false => url.replace("{{", "{").replace("}}", "}"),
        };
        for (name, value) in &sample.request_headers {
            self.header(name, value);
        }
        if let Some(body) = &sample.request_body {
            let mut body = body.clone();
            for to in written(declaration) {
                if to.place == Place::Body {
                    remove(&mut body, &to.name);
                }
            }
            self.json(raw(&body.to_string()), "body");
        }
    }

    /// A header of a recorded request that the API needs.
    fn header(&mut self, name: &str, value: &str) {
        let name = name.to_ascii_lowercase();
        let scheme = value.split(' ').next().unwrap_or_default();
        if name == "authorization" && scheme.eq_ignore_ascii_case("bearer") {
            let argument = self.argument("access_token", "&str");
            self.calls.push(format!(".bearer_auth({argument})"));
        } else if name == "authorization" && scheme.eq_ignore_ascii_case("basic") {
            let user = self.argument("user", "&str");
            let password = self.argument("password", "&str");
            self.calls
                .push(format!(".basic_auth({user}, Some({password}))"));
        } else if name == "authorization" || is_secret(&name) {
            let argument = self.argument(&name, "&str");
            self.calls.push(format!(".header({name:?}, {argument})"));
        } else if name.ends_with("version") || (name == "accept" && value.contains("vnd.")) {
            self.calls.push(format!(".header({name:?}, {value:?})"));
        }
    }

    /// As the document describes it, with an argument for each value that it requires.
    fn described(&mut self, operation: &Operation, declaration: &Declaration) {
        let written = written(declaration);
        let server = operation.server.as_deref().unwrap_or_default();
        let server = server.trim_end_matches('/');
        if !server.contains("://") {
            let base = self.argument("base", "&str");
            self.url = format!("{{{base}}}");
            self.has_holes = true;
        }
        self.url.push_str(&escaped(server));
        let needed: Vec<&Parameter> = operation
            .parameters
            .iter()
            .filter(|to| to.required && !is_written(&to.name, to.place, &written))
            .collect();
        self.path(&operation.path);
        let mut mark = '?';
        for to in needed.iter().filter(|to| to.place == Place::Query) {
            let argument = self.argument(&to.name, plain(to));
            self.url
                .push_str(&format!("{mark}{}={{{argument}}}", escaped(&to.name)));
            self.has_holes = true;
            mark = '&';
        }
        for to in needed.iter().filter(|to| to.place == Place::Header) {
            if to.name.eq_ignore_ascii_case("authorization") {
                self.header(&to.name, "Bearer");
            } else {
                let argument = self.argument(&to.name, plain(to));
                self.calls
                    .push(format!(".header({:?}, {argument})", to.name));
            }
        }
        if matches!(operation.method.as_str(), "POST" | "PUT" | "PATCH") {
            self.described_body(&needed);
        }
        if !self.has_holes {
            self.url = self.url.replace("{{", "{").replace("}}", "}");
        }
    }

    /// The path, with an argument for each name in braces.
    fn path(&mut self, path: &str) {
        let mut rest = path;
        while let Some((before, after)) = rest.split_once('{') {
            let Some((name, after)) = after.split_once('}') else {
                break;
            };
            self.url.push_str(&escaped(before));
            // `{+name}` and `{name*}` are forms of RFC 6570.
            let argument = self.argument(name.trim_matches(['+', '*']), "&str");
            self.url.push_str(&format!("{{{argument}}}"));
            self.has_holes = true;
            rest = after;
        }
        self.url.push_str(&escaped(rest));
    }

    fn described_body(&mut self, needed: &[&Parameter]) {
        let mut members: Vec<(String, &'static str)> = Vec::new();
        for to in needed.iter().filter(|to| to.place == Place::Body) {
            let (outer, inner) = to.name.split_once('.').unwrap_or((&to.name, ""));
            let ty = if inner.is_empty() {
                json_type(to)
            } else {
                "serde_json::Value"
            };
            match members.iter_mut().find(|(known, _)| known == outer) {
                Some(known) => known.1 = "serde_json::Value",
                None => members.push((outer.to_owned(), ty)),
            }
        }
        if members.is_empty() {
            self.json("\"{}\"".to_owned(), "body");
            return;
        }
        let members: Vec<String> = members
            .into_iter()
            .map(|(name, ty)| {
                let argument = self.argument(&name, ty);
                format!("{name:?}: {argument}")
            })
            .collect();
        let line = format!("serde_json::json!({{ {} }})", members.join(", "));
        let body = match line.len() <= 80 {
            true => line,
            false => format!(
                "serde_json::json!({{\n        {},\n    }})",
                members.join(",\n        ")
            ),
        };
        self.json(body, "body.to_string()");
    }

    /// A body, and how it is sent.
    fn json(&mut self, body: String, sent: &str) {
        self.body = Some(body);
        self.calls
            .push(".header(\"content-type\", \"application/json\")".to_owned());
        self.calls.push(format!(".body({sent})"));
    }
}

fn remove(body: &mut serde_json::Value, path: &str) {
    match path.split_once('.') {
        Some((outer, inner)) => {
            if let Some(value) = body.get_mut(outer) {
                remove(value, inner);
            }
        }
        None => {
            if let Some(members) = body.as_object_mut() {
                members.shift_remove(path);
            }
        }
    }
}

/// A text as it stands in a format string.
fn escaped(text: &str) -> String {
    text.replace('{', "{{").replace('}', "}}")
}

/// The type of an argument that is written into a text.
fn plain(to: &Parameter) -> &'static str {
    match to.shape.kind {
        Kind::Integer => "i64",
        Kind::Number => "f64",
        Kind::Boolean => "bool",
        _ => "&str",
    }
}

fn json_type(to: &Parameter) -> &'static str {
    match to.shape.kind {
        Kind::String => "&str",
        Kind::Integer => "i64",
        Kind::Number => "f64",
        Kind::Boolean => "bool",
        _ => "serde_json::Value",
    }
}
