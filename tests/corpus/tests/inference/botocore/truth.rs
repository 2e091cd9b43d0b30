//! `paginators-1.json`, with the names of the wire.

use std::path::{Path, PathBuf};

use serde_json::{Map, Value};

use super::{Answer, negative};
use crate::documents;

/// What AWS says about one operation.
#[derive(Debug, Default)]
pub(crate) struct Truth {
    pub(crate) token: Option<String>,
    pub(crate) items: Option<Vec<String>>,
    pub(crate) size: Option<String>,
    pub(crate) more: Option<String>,
}

/// The paginators beside a `service-2.json`.
pub(crate) fn paginators(file: &Path) -> Map<String, Value> {
    let beside = file.with_file_name("paginators-1.json");
    if !beside.exists() {
        return Map::new();
    }
    let document = documents::json(&beside);
    document["pagination"]
        .as_object()
        .cloned()
        .unwrap_or_default()
}

/// The pairs of names that AWS declares somewhere.
pub(crate) fn known_pairs(files: &[PathBuf]) -> negative::Pairs {
    let mut pairs = negative::Pairs::new();
    for file in files {
        for paginator in paginators(file).values() {
            if let (Some(output), Some(input)) = (
                paginator["output_token"].as_str(),
                paginator["input_token"].as_str(),
            ) {
                pairs.insert(negative::pair(output, input));
            }
        }
    }
    pairs
}

impl Truth {
    /// Reads a paginator, with the document that has the names on the wire.
    pub(crate) fn new(paginator: &Value, document: &Value, operation: &str) -> Self {
        let input = Wire::new(document, operation, "input");
        let output = Wire::new(document, operation, "output");
        let tokens = texts(&paginator["output_token"]).into_iter();
        let tokens = tokens.zip(texts(&paginator["input_token"]));
        let tokens = tokens.map(|(read, sent)| {
            // `a || list[-1].b` holds on every page only in its last part.
            let read = read.rsplit(" || ").next().unwrap();
            let read = match read.split_once("[-1]") {
                Some((_, key)) => format!("[-1]{key}"),
                None => output.path(read),
            };
            format!("{read} -> {}", input.path(&sent))
        });
        let mut tokens: Vec<String> = tokens.collect();
        tokens.sort();
        let keys = texts(&paginator["result_key"]);
        let lists = keys
            .iter()
            .filter(|key| matches!(output.kind(key), "list" | "map"));
        let mut items: Vec<String> = lists.map(|key| output.path(key)).collect();
        if items.is_empty() {
            items = keys.iter().map(|key| output.path(key)).collect();
        }
        items.sort();
        let one = |key: &str| paginator[key].as_str();
        Self {
            token: (!tokens.is_empty()).then(|| tokens.join(", ")),
            items: (!items.is_empty()).then_some(items),
            size: one("limit_key").map(|name| input.path(name)),
            more: one("more_results").map(|name| output.path(name)),
        }
    }

    /// What differs, in words.
    pub(crate) fn differences(&self, answer: &Answer, wrong: &[&str]) -> String {
        let show = |name: &str| {
            let (said, truth) = match name {
                "token" => (answer.token.clone(), self.token.clone()),
                "items" => (
                    answer.items.as_ref().map(|items| items.join(", ")),
                    self.items.as_ref().map(|items| items.join(", ")),
                ),
                "size" => (answer.size.clone(), self.size.clone()),
                _ => (answer.more.clone(), self.more.clone()),
            };
            let text = |value: Option<String>| {
                value.map_or("none".to_owned(), |value| format!("`{value}`"))
            };
            format!("{name} {}, truth {}", text(said), text(truth))
        };
        wrong
            .iter()
            .map(|name| show(name))
            .collect::<Vec<_>>()
            .join("; ")
    }
}

fn texts(value: &Value) -> Vec<String> {
    match value {
        Value::String(text) => vec![text.clone()],
        Value::Array(list) => list
            .iter()
            .map(|text| text.as_str().unwrap().to_owned())
            .collect(),
        _ => Vec::new(),
    }
}

/// The names on the wire of an input or an output.
struct Wire<'a> {
    shapes: &'a Value,
    root: &'a str,
    protocol: &'a str,
    is_input: bool,
}

impl<'a> Wire<'a> {
    fn new(document: &'a Value, operation: &str, side: &str) -> Self {
        let root = &document["operations"][operation][side]["shape"];
        Self {
            shapes: &document["shapes"],
            root: root.as_str().unwrap_or(""),
            protocol: document["metadata"]["protocol"].as_str().unwrap(),
            is_input: side == "input",
        }
    }

    fn path(&self, dotted: &str) -> String {
        let payload = self.shapes[self.root]["payload"].as_str();
        let mut shape = self.root;
        let mut names = Vec::new();
        for (level, name) in dotted.split('.').enumerate() {
            let member = &self.shapes[shape]["members"][name];
            if level > 0 || payload != Some(name) {
                names.push(self.name(name, member));
            }
            shape = member["shape"].as_str().unwrap_or("");
        }
        names.join(".")
    }

    fn name(&self, name: &str, member: &Value) -> String {
        let located = member["locationName"].as_str();
        if self.is_input && self.protocol == "ec2" {
            let capital = |name: &str| name[..1].to_uppercase() + &name[1..];
            let query = member["queryName"].as_str().map(str::to_owned);
            return query.or(located.map(capital)).unwrap_or(name.to_owned());
        }
        located.unwrap_or(name).to_owned()
    }

    fn kind(&self, dotted: &str) -> &str {
        let mut shape = self.root;
        for name in dotted.split('.') {
            shape = self.shapes[shape]["members"][name]["shape"]
                .as_str()
                .unwrap_or("");
        }
        self.shapes[shape]["type"].as_str().unwrap_or("")
    }
}
