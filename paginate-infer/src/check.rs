//! A declaration that exists, held against recorded pages.

mod signals;
mod source;

use serde::Serialize;
use serde_json::Value;

use crate::declaration::{Declaration, Path, RequestLocation, ResponseLocation};
use crate::model::{Place, Sample};
use crate::value;

/// What the pages say of one key of a declaration.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// The key: `token`, `items`.
    pub key: String,
    /// What the pages say of it.
    pub result: Outcome,
    /// What was seen, and on which page.
    pub text: String,
}

/// What pages say of a declaration.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// It is as declared.
    Agrees,
    /// The pages do not show it.
    CannotTell,
    /// It is not as declared.
    Contradicts,
}

/// Holds a declaration against pages, which are in the order in which they were received.
///
/// # Examples
///
/// ```
/// use paginate_infer::check::{Outcome, check};
/// use paginate_infer::declaration::{Mode, Path, RequestLocation};
/// use paginate_infer::model::{Place, Sample};
/// use paginate_infer::Declaration;
///
/// let mut declaration = Declaration::default();
/// let to = RequestLocation { place: Place::Query, name: "page".to_owned() };
/// declaration.mode = Some(Mode::Page(to));
/// declaration.items = Some(Path(vec!["users".to_owned()]));
/// let mut page = Sample::default();
/// page.body = serde_json::json!({ "people": [1, 2] });
///
/// let findings = check(&declaration, &[page]);
/// assert_eq!(findings[0].result, Outcome::Contradicts);
/// assert_eq!(findings[0].text, "page 1 has no list at `users`; it has one at `people`");
/// ```
pub fn check(declaration: &Declaration, pages: &[Sample]) -> Vec<Finding> {
    let mut findings = vec![items(declaration, pages)];
    if let Some(mode) = &declaration.mode {
        findings.extend(source::of_mode(mode, declaration, pages));
    }
    findings.extend(signals::all(declaration, pages));
    findings
}

/// What all findings together say: any contradiction counts, and agreement needs items and mode.
pub fn outcome(findings: &[Finding]) -> Outcome {
    let needed = findings
        .iter()
        .filter(|finding| NEEDED.contains(&finding.key.as_str()));
    let worst =
        |results: &mut dyn Iterator<Item = &Finding>| results.map(|finding| finding.result).max();
    match worst(&mut findings.iter()) {
        Some(Outcome::Contradicts) => Outcome::Contradicts,
        _ => worst(&mut needed.into_iter()).unwrap_or(Outcome::CannotTell),
    }
}

const NEEDED: [&str; 6] = ["items", "token", "next_url", "page", "offset", "last_item"];

fn finding(key: &str, result: Outcome, text: impl Into<String>) -> Finding {
    Finding {
        key: key.to_owned(),
        result,
        text: text.into(),
    }
}

fn agrees(key: &str, text: impl Into<String>) -> Finding {
    finding(key, Outcome::Agrees, text)
}

fn contradicts(key: &str, text: impl Into<String>) -> Finding {
    finding(key, Outcome::Contradicts, text)
}

fn cannot_tell(key: &str, text: impl Into<String>) -> Finding {
    finding(key, Outcome::CannotTell, text)
}

/// A path as it is shown.
fn shown(path: &Path) -> String {
    match path.0.is_empty() {
        true => "the body".to_owned(),
        false => format!("`{}`", path.0.join(".").replace(".[", "[")),
    }
}

fn shown_location(from: &ResponseLocation) -> String {
    match from {
        ResponseLocation::Member(path) => shown(path),
        ResponseLocation::Header(name) => format!("the header `{name}`"),
        ResponseLocation::Link(relation) => format!("`rel=\"{relation}\"` in the header `Link`"),
    }
}

fn items(declaration: &Declaration, pages: &[Sample]) -> Finding {
    let whole = Path::default();
    let path = declaration.items.as_ref().unwrap_or(&whole);
    let mut counts = Vec::new();
    for (number, page) in pages.iter().enumerate() {
        match value::items(&page.body, declaration) {
            Some(items) => counts.push(items.len().to_string()),
            // A list that is null or absent is empty, if another page shows that it is one.
            None if number > 0 && !counts.is_empty() => counts.push("0".to_owned()),
            None => {
                let lists = lists(&page.body);
                let other = match lists.as_slice() {
                    [] => String::new(),
                    [one] => format!("; it has one at {one}"),
                    more => format!("; it has some at {}", more.join(", ")),
                };
                return contradicts(
                    "items",
                    format!("page {} has no list at {}{other}", number + 1, shown(path)),
                );
            }
        }
    }
    match counts.is_empty() {
        true => cannot_tell("items", "there is no page"),
        false => agrees(
            "items",
            format!("{} items at {}", counts.join(" + "), shown(path)),
        ),
    }
}

/// Where lists are, near the root.
fn lists(body: &Value) -> Vec<String> {
    fn search(value: &Value, path: &str, levels: usize, found: &mut Vec<String>) {
        match value {
            Value::Array(_) => found.push(match path {
                "" => "the body itself".to_owned(),
                path => format!("`{path}`"),
            }),
            Value::Object(members) if levels > 0 => {
                for (name, value) in members {
                    let path = match path {
                        "" => name.clone(),
                        path => format!("{path}.{name}"),
                    };
                    search(value, &path, levels - 1, found);
                }
            }
            _ => {}
        }
    }
    let mut found = Vec::new();
    search(body, "", 3, &mut found);
    found.truncate(4);
    found
}

/// Whether the value is there, whatever it is.
fn is_there(page: &Sample, from: &ResponseLocation) -> bool {
    match from {
        ResponseLocation::Member(path) => value::at(&page.body, path).is_some(),
        ResponseLocation::Header(name) => value::header(page, name).is_some(),
        ResponseLocation::Link(_) => value::header(page, "link").is_some(),
    }
}

/// What a request contains at a location.
fn written(page: &Sample, to: &RequestLocation) -> Option<String> {
    match to.place {
        Place::Query => {
            let (_, _, query) = value::split_url(&page.url);
            let pairs = value::pairs(query);
            pairs
                .into_iter()
                .find(|(name, _)| *name == to.name)
                .map(|(_, value)| value)
        }
        Place::Header => page
            .request_headers
            .iter()
            .find(|(name, _)| name.eq_ignore_ascii_case(&to.name))
            .map(|(_, value)| value.clone()),
        Place::Body => {
            let mut value = page.request_body.as_ref()?;
            for step in to.name.split('.') {
                value = value.get(step)?;
            }
            value::plain(value)
        }
        Place::Path | Place::Form => None,
    }
}
