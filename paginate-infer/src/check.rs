//! A declaration that exists, held against recorded pages.

use serde::Serialize;
use serde_json::Value;

use crate::declaration::{Declaration, Mode, Path, RequestLocation, ResponseLocation};
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
        findings.extend(of_mode(mode, declaration, pages));
    }
    findings.extend(flags(declaration, pages));
    findings.extend(total(declaration, pages));
    findings.extend(number("pages", declaration.pages.as_ref(), pages));
    findings.extend(size(declaration, pages));
    findings.extend(success(declaration, pages));
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

fn of_mode(mode: &Mode, declaration: &Declaration, pages: &[Sample]) -> Vec<Finding> {
    match mode {
        Mode::Token(parts) => parts
            .iter()
            .flat_map(|(from, to)| token(from, to, pages))
            .collect(),
        Mode::NextUrl(from) => next_url(from, pages),
        Mode::Page(to) => vec![counter("page", to, pages, |_, number| number + 1)],
        Mode::Offset(to) => vec![counter("offset", to, pages, |page, number| {
            let items = value::items(&page.body, declaration).map_or(0, |items| items.len());
            number.saturating_add(u64::try_from(items).unwrap_or_default())
        })],
        Mode::LastItem(key, to) => vec![last_item(key, to, declaration, pages)],
    }
}

fn token(from: &ResponseLocation, to: &RequestLocation, pages: &[Sample]) -> Vec<Finding> {
    let tokens: Vec<Option<Value>> = pages.iter().map(|page| value::read(page, from)).collect();
    let place = shown_location(from);
    if tokens.iter().all(Option::is_none) {
        let there = pages.iter().any(|page| is_there(page, from));
        return vec![match there {
            true => cannot_tell("token", format!("{place} is empty on every page")),
            false => contradicts("token", format!("no page has {place}")),
        }];
    }
    let found = agrees("token", format!("{place} is there"));
    let mut sent = cannot_tell("param", "no request shows where the token goes");
    for (number, pair) in pages.windows(2).enumerate() {
        let ([_, next], Some(Some(token))) = (pair, tokens.get(number)) else {
            continue;
        };
        let Some(token) = value::plain(token) else {
            continue;
        };
        if next.url.is_empty() && next.request_body.is_none() {
            continue;
        }
        let page = number + 2;
        let name = &to.name;
        match written(next, to) {
            Some(text) if text == token => {
                sent = agrees(
                    "param",
                    format!("page {page} was asked with it, as `{name}`"),
                );
            }
            other => {
                let instead = carriers(next, &token);
                let why = match (instead.first(), other) {
                    (Some(carrier), _) => {
                        format!("its request has the token in `{carrier}`, not in `{name}`")
                    }
                    (None, Some(_)) => format!("its request has another value in `{name}`"),
                    (None, None) => format!("its request has no `{name}`"),
                };
                return vec![found, contradicts("param", format!("page {page}: {why}"))];
            }
        }
    }
    vec![found, sent]
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

/// The parameters of a request that have this value.
fn carriers(page: &Sample, token: &str) -> Vec<String> {
    let (_, _, query) = value::split_url(&page.url);
    let pairs = value::pairs(query).into_iter();
    pairs
        .filter(|(_, value)| value == token)
        .map(|(name, _)| name)
        .collect()
}

fn next_url(from: &ResponseLocation, pages: &[Sample]) -> Vec<Finding> {
    let place = shown_location(from);
    let mut seen = None;
    for (number, page) in pages.iter().enumerate() {
        let Some(link) = value::read(page, from) else {
            continue;
        };
        let text = value::plain(&link)
            .or_else(|| value::plain(link.get("href").or_else(|| link.get("url"))?));
        let Some(text) = text else {
            continue;
        };
        if !text.contains(['/', '?']) {
            let text = format!("page {}: {place} is no URL", number + 1);
            return vec![contradicts("next_url", text)];
        }
        seen = Some(agrees("next_url", format!("{place} is a URL")));
        let Some(next) = pages.get(number + 1).filter(|next| !next.url.is_empty()) else {
            continue;
        };
        let (_, path, query) = value::split_url(&next.url);
        let (_, linked_path, linked_query) = value::split_url(&text);
        let same = value::pairs(query) == value::pairs(linked_query)
            && (path == linked_path || !text.contains('/'));
        if !same {
            let text = format!("page {} was not asked with {place}", number + 2);
            return vec![cannot_tell("next_url", text)];
        }
    }
    vec![
        seen.unwrap_or_else(|| match pages.iter().any(|page| is_there(page, from)) {
            true => cannot_tell("next_url", format!("{place} is empty on every page")),
            false => contradicts("next_url", format!("no page has {place}")),
        }),
    ]
}

fn counter(
    key: &str,
    to: &RequestLocation,
    pages: &[Sample],
    next: impl Fn(&Sample, u64) -> u64,
) -> Finding {
    let number = |page: &Sample| written(page, to).and_then(|text| text.parse::<u64>().ok());
    let default = if key == "page" { 1 } else { 0 };
    let mut result = cannot_tell(key, format!("no two requests in a row have `{}`", to.name));
    for (at, pair) in pages.windows(2).enumerate() {
        let [one, other] = pair else { continue };
        if other.url.is_empty() && other.request_body.is_none() {
            continue;
        }
        let Some(sent) = number(other) else {
            let text = format!("page {}: its request has no `{}`", at + 2, to.name);
            return contradicts(key, text);
        };
        let expected = next(one, number(one).unwrap_or(default));
        if sent != expected {
            return contradicts(
                key,
                format!(
                    "page {} was asked with {sent}, and {expected} would be next",
                    at + 2
                ),
            );
        }
        result = agrees(
            key,
            format!("page {} was asked with `{}={sent}`", at + 2, to.name),
        );
    }
    result
}

fn last_item(
    key: &Path,
    to: &RequestLocation,
    declaration: &Declaration,
    pages: &[Sample],
) -> Finding {
    let mut result = cannot_tell("last_item", "no page has items");
    for (number, page) in pages.iter().enumerate() {
        let items = value::items(&page.body, declaration).unwrap_or_default();
        let Some(last) = items.last() else { continue };
        let Some(found) = value::at(last, key).and_then(value::plain) else {
            let text = format!("page {}: its last item has no {}", number + 1, shown(key));
            return contradicts("last_item", text);
        };
        let next = pages.get(number + 1).filter(|next| !next.url.is_empty());
        match next.map(|next| written(next, to)) {
            Some(Some(sent)) if sent == found => {
                let text = format!("page {} was asked with it, as `{}`", number + 2, to.name);
                result = agrees("last_item", text);
            }
            Some(_) => {
                let text = format!(
                    "page {} was not asked with it, as `{}`",
                    number + 2,
                    to.name
                );
                return contradicts("last_item", text);
            }
            None if result.result == Outcome::CannotTell => {
                result = cannot_tell("last_item", "no request shows where the key goes");
            }
            None => {}
        }
    }
    result
}

fn flags(declaration: &Declaration, pages: &[Sample]) -> Vec<Finding> {
    let flags = [("more", &declaration.more), ("done", &declaration.done)];
    let mut findings = Vec::new();
    for (key, from) in flags {
        let Some(from) = from else { continue };
        findings.push(flag(key, from, pages));
    }
    findings
}

fn flag(key: &str, from: &ResponseLocation, pages: &[Sample]) -> Finding {
    let place = shown_location(from);
    let mut seen = false;
    for (number, page) in pages.iter().enumerate() {
        let value = match from {
            ResponseLocation::Member(path) => value::at(&page.body, path).cloned(),
            other => value::read(page, other),
        };
        let flag = match value {
            None | Some(Value::Null) => continue,
            Some(Value::Bool(flag)) => flag,
            Some(Value::Number(number)) => number.as_f64() != Some(0.0),
            Some(Value::String(text)) if text.eq_ignore_ascii_case("true") => true,
            Some(Value::String(text)) if text.eq_ignore_ascii_case("false") => false,
            Some(_) => {
                return contradicts(key, format!("page {}: {place} is no flag", number + 1));
            }
        };
        seen = true;
        let goes_on = flag == (key == "more");
        let has_next = number + 1 < pages.len();
        if has_next && !goes_on {
            return contradicts(
                key,
                format!(
                    "page {}: {place} is {flag}, and there is a page after it",
                    number + 1
                ),
            );
        }
    }
    match seen {
        true => agrees(key, format!("{place} is a flag")),
        false => contradicts(key, format!("no page has {place}")),
    }
}

/// A number that a page shows; 0 and absent are unknown.
fn count(page: &Sample, from: &ResponseLocation) -> Option<u64> {
    let value = value::read(page, from)?;
    value
        .as_u64()
        .or_else(|| value.as_str()?.trim().parse().ok())
}

fn number(key: &str, from: Option<&ResponseLocation>, pages: &[Sample]) -> Option<Finding> {
    let from = from?;
    let place = shown_location(from);
    let numbers: Vec<u64> = pages.iter().filter_map(|page| count(page, from)).collect();
    Some(
        match (
            numbers.last(),
            pages.iter().any(|page| is_there(page, from)),
        ) {
            (Some(number), _) => agrees(key, format!("{place} is {number}")),
            (None, true) => contradicts(key, format!("{place} is no number")),
            (None, false) => contradicts(key, format!("no page has {place}")),
        },
    )
}

fn total(declaration: &Declaration, pages: &[Sample]) -> Option<Finding> {
    let from = declaration.total.as_ref()?;
    let found = number("total", Some(from), pages)?;
    let total = pages
        .iter()
        .filter_map(|page| count(page, from))
        .next_back();
    let items: usize = pages
        .iter()
        .filter_map(|page| value::items(&page.body, declaration))
        .map(|items| items.len())
        .sum();
    let items = u64::try_from(items).unwrap_or(u64::MAX);
    let place = shown_location(from);
    Some(match total {
        Some(total) if items > total => contradicts(
            "total",
            format!("{place} is {total}, and the pages have {items} items"),
        ),
        Some(total) if items == total => agrees(
            "total",
            format!("{place} is {total}, and so many items there are"),
        ),
        Some(total) => cannot_tell(
            "total",
            format!("{place} is {total}, and the pages have {items} items: are these all pages?"),
        ),
        None => found,
    })
}

fn size(declaration: &Declaration, pages: &[Sample]) -> Option<Finding> {
    let to = declaration.size.as_ref()?;
    let mut result = cannot_tell("size", format!("no request has `{}`", to.name));
    for (number, page) in pages.iter().enumerate() {
        let asked = written(page, to).and_then(|text| text.parse::<usize>().ok());
        let items = value::items(&page.body, declaration).map(|items| items.len());
        let (Some(asked), Some(items)) = (asked, items) else {
            continue;
        };
        if items > asked {
            return Some(contradicts(
                "size",
                format!(
                    "page {} has {items} items, and was asked with `{}={asked}`",
                    number + 1,
                    to.name
                ),
            ));
        }
        result = agrees(
            "size",
            format!("no page has more items than `{}={asked}`", to.name),
        );
    }
    Some(result)
}

fn success(declaration: &Declaration, pages: &[Sample]) -> Vec<Finding> {
    let mut findings = Vec::new();
    if let Some(from) = &declaration.ok {
        let place = shown_location(from);
        let failed = pages
            .iter()
            .position(|page| value::read(page, from).is_none());
        findings.push(match failed {
            Some(number) => contradicts("ok", format!("page {}: {place} is not true", number + 1)),
            None => agrees("ok", format!("{place} is true on every page")),
        });
    }
    if let Some(from) = &declaration.error {
        let place = shown_location(from);
        let failed = pages
            .iter()
            .position(|page| value::read(page, from).is_some());
        findings.push(match failed {
            Some(number) => contradicts(
                "error",
                format!("page {}: {place} is not empty", number + 1),
            ),
            None => agrees("error", format!("{place} is empty on every page")),
        });
    }
    findings
}
