//! An example: what the guide shows of it, and the walk that produces the results.

use bytes::Bytes;
use paginate_runtime::{Items, Paginated};
use paginate_tests::{Reply, Script};
use serde::de::DeserializeOwned;

/// The source of the examples.
const SOURCE: &str = concat!(
    include_str!("next_page.rs"),
    include_str!("continuation.rs"),
    include_str!("item_list.rs"),
    include_str!("end.rs"),
    include_str!("page_size.rs"),
    include_str!("status_200.rs"),
    include_str!("other.rs"),
);

/// The guide's section about one key.
pub(crate) struct Example {
    /// The key or keys, as in the heading.
    pub(crate) name: &'static str,
    pub(crate) text: &'static str,
    /// The headers of the first page.
    headers: &'static [(&'static str, &'static str)],
    json: &'static str,
    pub(crate) lines: Vec<String>,
    items: String,
    outcome: String,
    truncated: u64,
}

impl Example {
    /// Returns the keys that the heading names.
    pub(crate) fn keys(&self) -> impl Iterator<Item = &'static str> {
        self.name.split(", ")
    }

    /// Returns the declaration, as written in the file of its section.
    fn code(&self) -> String {
        let name = self.keys().next().expect("a key");
        let (_, rest) = SOURCE
            .split_once(&format!("// [{name}]\n"))
            .expect("the code of the example begins, and `SOURCE` has its file");
        let (code, _) = rest
            .split_once(&format!("    // [/{name}]\n"))
            .expect("the code of the example ends");
        code.lines()
            .map(|line| line.strip_prefix("    ").unwrap_or(line))
            .collect::<Vec<_>>()
            .join("\n")
    }

    pub(crate) fn markdown(&self) -> String {
        let keys: Vec<String> = self.keys().map(|key| format!("`{key}`")).collect();
        let headers: String = self
            .headers
            .iter()
            .map(|(name, value)| format!("{name}: {value}\n"))
            .collect();
        let blank = if headers.is_empty() { "" } else { "\n" };
        let json = headers.is_empty() && self.json.starts_with(['{', '[']);
        let language = if json { "json" } else { "text" };
        let sent: Vec<String> = self.lines.iter().map(|line| format!("`{line}`")).collect();
        let mut shown = format!(
            "### {}\n\n{}\n\n```{language}\n{headers}{blank}{}\n```\n\n```rust\n{}\n```\n\nSent: {}. Items: `{}`.",
            keys.join(", "),
            wrapped(self.text),
            self.json,
            self.code(),
            sent.join(", then "),
            self.items,
        );
        if self.lines.len() == 1 {
            shown.push_str(&format!(" Then: {}.", self.outcome));
        }
        if self.truncated > 0 {
            shown.push_str(&format!(" `truncated_lists()`: {}.", self.truncated));
        }
        shown + "\n\n"
    }
}

/// Wraps the text to the width of the other pages.
fn wrapped(text: &str) -> String {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        match lines.last_mut() {
            Some(line) if line.len() + word.len() < 160 => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines.join("\n")
}

/// The settings that differ between examples.
#[derive(Clone, Copy)]
pub(super) struct Walk {
    pub(super) name: &'static str,
    pub(super) text: &'static str,
    pub(super) path: &'static str,
    /// The body of the first request; if it is not empty, the request is a POST.
    pub(super) body: &'static str,
    pub(super) headers: &'static [(&'static str, &'static str)],
    pub(super) json: &'static str,
}

pub(super) const GET: Walk = Walk {
    name: "",
    text: "",
    path: "/items",
    body: "",
    headers: &[],
    json: "",
};

pub(super) async fn walked<P>(walk: Walk) -> Example
where
    P: Paginated<Item: std::fmt::Debug> + DeserializeOwned + 'static,
{
    shown(walk, |source| P::paginate(source).items()).await
}

/// Does the same, with a walk made by a function.
pub(super) async fn shown<P>(
    walk: Walk,
    begin: impl FnOnce((Script, http::Request<Bytes>)) -> Items<P>,
) -> Example
where
    P: Paginated<Item: std::fmt::Debug>,
{
    let page = walk
        .headers
        .iter()
        .fold(Reply::text(walk.json), |reply, (name, value)| {
            reply.header(name, value)
        });
    let script = Script::new([page, Reply::empty(204)]);
    let source: (Script, http::Request<Bytes>) = match walk.body {
        "" => script.get(walk.path),
        body => script.post(walk.path, body),
    };
    let mut stream = begin(source);
    let mut items = Vec::new();
    let outcome = loop {
        match stream.try_next().await {
            Ok(Some(item)) => items.push(item),
            Ok(None) => break stream.end_reason().expect("a reason").to_string(),
            Err(error) => break format!("the error `{error}`"),
        }
    };
    Example {
        name: walk.name,
        text: walk.text,
        headers: walk.headers,
        json: walk.json,
        lines: script.lines(),
        items: format!("{items:?}"),
        outcome,
        truncated: stream.truncated_lists(),
    }
}
