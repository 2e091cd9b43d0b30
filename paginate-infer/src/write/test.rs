//! A test of the declaration over the pages of the samples.

use std::fmt::Write as _;

use super::attribute::Declared;
use super::request::{path_and_query, raw, secrets};
use super::{fits, layout, names};
use crate::declaration::{Declaration, Mode, Path, ResponseLocation};
use crate::model::{Operation, Place, Sample};
use crate::value::{self, split_url as split};

/// Pages and items of a page that a test contains.
const PAGES: usize = 3;
const ITEMS: usize = 2;

/// Where the script is.
const ORIGIN: &str = "https://api.example.com";

/// A test that walks the recorded pages. `None` without a recording.
pub(crate) fn walk(
    operation: &Operation,
    declaration: &Declaration,
    declared: &Declared,
    function: &str,
) -> Option<String> {
    let samples = pages(operation, declaration);
    let first = samples.first()?;
    let mut parts = Parts {
        prefix: function.to_ascii_uppercase(),
        ..Parts::default()
    };
    for (number, sample) in (1..).zip(&samples) {
        parts.reply(number, sample, declaration);
    }
    let start = parts.first(first, declaration);
    let script = parts.script();
    let (page, items, pages) = (&declared.page, parts.items, samples.len());
    let mut text = parts.constants;
    let _ = write!(
        text,
        "    #[tokio::test]\n    async fn {function}_walks_the_samples() {{\n        \
         let script = {script};\n        \
         let first = script.{start};\n        \
         let walk = {page}::paginate(first);\n        \
         let mut items = walk.max_pages({pages}).items();\n        \
         let mut count = 0;\n        \
         while items.try_next().await.unwrap().is_some() {{\n            count += 1;\n        }}\n        \
         assert_eq!(count, {items});\n        \
         assert_eq!(script.requests().len(), {pages});\n",
    );
    for (number, (name, token)) in sent_tokens(&samples, declaration) {
        let _ = writeln!(
            text,
            "        let sent = script.requests()[{number}].param({name:?});\n        \
             assert_eq!(sent.as_deref(), Some({token:?}));"
        );
    }
    text.push_str("    }\n");
    Some(text)
}

/// The parts of a test.
#[derive(Default)]
struct Parts {
    /// The beginning of the names of its constants.
    prefix: String,
    constants: String,
    /// A line for each reply.
    replies: Vec<String>,
    items: usize,
}

impl Parts {
    fn constant(&mut self, name: &str, text: &str) -> String {
        let name = format!("{}_{name}", self.prefix);
        self.constants
            .push_str(&layout::constant(&name, &raw(text)));
        self.constants.push('\n');
        name
    }

    fn reply(&mut self, number: usize, sample: &Sample, declaration: &Declaration) {
        let mut body = sample.body.clone();
        if let Some(list) = list_of(&mut body, declaration) {
            list.truncate(ITEMS);
        }
        self.items += value::items(&body, declaration).map_or(0, |items| items.len());
        let body = serde_json::to_string_pretty(&body).unwrap_or_default();
        let body = self.constant(&number.to_string(), &at_the_script(&body, sample));
        let mut reply = format!("Reply::text({body})");
        for name in headers_read(declaration) {
            let read = |(known, _): &&(String, String)| known.eq_ignore_ascii_case(&name);
            for (_, value) in sample.headers.iter().filter(read) {
                let header = names::snake(&name).to_ascii_uppercase();
                let value = at_the_script(value, sample);
                let constant = self.constant(&format!("{number}_{header}"), &value);
                let _ = write!(reply, ".header({name:?}, {constant})");
            }
        }
        self.replies.push(reply);
    }

    /// The call that begins the walk.
    fn first(&mut self, sample: &Sample, declaration: &Declaration) -> String {
        let path = path_and_query(sample, declaration);
        let path = match path.starts_with('/') {
            true => path,
            false => "/items".to_owned(),
        };
        if sample.method != "POST" {
            return format!("get({path:?})");
        }
        let body = sample.request_body.as_ref().map(ToString::to_string);
        let body = self.constant("BODY", &body.unwrap_or_else(|| "{}".to_owned()));
        format!("post({path:?}, {body})")
    }

    /// The script. rustfmt puts an array of up to 60 characters into one line.
    fn script(&self) -> String {
        let line = format!("[{}]", self.replies.join(", "));
        match line.len() <= 60 && !line.contains(".header") {
            true => format!("Script::new({line})"),
            false => {
                let lines = self.replies.join(",\n            ");
                format!("Script::new([\n            {lines},\n        ])")
            }
        }
    }
}

/// A text with the script's origin in the place of the API's, and without credentials.
fn at_the_script(text: &str, sample: &Sample) -> String {
    let (origin, _, _) = split(&sample.url);
    let mut text = match origin {
        "" => text.to_owned(),
        origin => text.replace(origin, ORIGIN),
    };
    for secret in secrets(sample) {
        text = text.replace(&secret, "SECRET");
    }
    text
}

/// The module of all tests.
pub(crate) fn module(pages: &[&str], tests: &[String]) -> String {
    let used = match pages {
        [page] => format!("    use super::{page};\n"),
        _ => "    use super::*;\n".to_owned(),
    };
    format!(
        "#[cfg(test)]\nmod tests {{\n    use paginate_runtime::Paginated;\n    \
         use paginate_runtime::testing::{{Reply, Script}};\n\n{used}\n{}}}\n",
        tests.join("\n")
    )
}

/// The first recorded pages, up to the last one of the list. An example of a document is one too, if
/// it is as the document says.
fn pages<'a>(operation: &'a Operation, declaration: &Declaration) -> Vec<&'a Sample> {
    let fits = |sample: &&Sample| {
        let response = operation.response.as_ref();
        response.is_none_or(|response| fits::fits(&sample.body, response))
    };
    let mut pages = Vec::new();
    let good = operation
        .samples
        .iter()
        .filter(|sample| sample.status == 200);
    for sample in good.filter(fits).take(PAGES) {
        pages.push(sample);
        if let Some(Mode::Token(parts)) = &declaration.mode
            && parts
                .iter()
                .all(|(from, _)| value::read(sample, from).is_none())
        {
            break;
        }
    }
    pages
}

/// The token that each page but the first is asked with, if it is one query parameter.
fn sent_tokens(samples: &[&Sample], declaration: &Declaration) -> Vec<(usize, (String, String))> {
    let Some(Mode::Token(parts)) = &declaration.mode else {
        return Vec::new();
    };
    let [(from, to)] = parts.as_slice() else {
        return Vec::new();
    };
    if to.place != Place::Query {
        return Vec::new();
    }
    let tokens = samples.iter().enumerate().filter_map(|(at, sample)| {
        let token = value::read(sample, from)?;
        Some((at + 1, (to.name.clone(), value::plain(&token)?)))
    });
    tokens.take_while(|(at, _)| *at < samples.len()).collect()
}

/// The headers that the declaration reads.
fn headers_read(declaration: &Declaration) -> Vec<String> {
    let mut from: Vec<&ResponseLocation> = Vec::new();
    match &declaration.mode {
        Some(Mode::Token(parts)) => from.extend(parts.iter().map(|(from, _)| from)),
        Some(Mode::NextUrl(url)) => from.push(url),
        _ => {}
    }
    let signals = [
        &declaration.more,
        &declaration.done,
        &declaration.total,
        &declaration.pages,
    ];
    from.extend(signals.into_iter().flatten());
    let mut names: Vec<String> = from
        .into_iter()
        .filter_map(|from| match from {
            ResponseLocation::Header(name) => Some(name.to_ascii_lowercase()),
            ResponseLocation::Link(_) => Some("link".to_owned()),
            ResponseLocation::Member(_) => None,
        })
        .collect();
    names.sort();
    names.dedup();
    names
}

/// The list of the items, to be cut.
fn list_of<'a>(
    body: &'a mut serde_json::Value,
    declaration: &Declaration,
) -> Option<&'a mut Vec<serde_json::Value>> {
    let whole = Path::default();
    let path = declaration.items.as_ref().unwrap_or(&whole);
    let mut value = body;
    for step in path.0.iter().take_while(|step| *step != "[]") {
        value = value.get_mut(step.trim_end_matches("[]"))?;
    }
    value.as_array_mut()
}
