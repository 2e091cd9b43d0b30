//! What leads on to the next page.

use serde_json::Value;

use super::{
    Finding, Outcome, agrees, cannot_tell, contradicts, is_there, shown, shown_location, written,
};
use crate::declaration::{Declaration, Mode, Path, RequestLocation, ResponseLocation};
use crate::model::Sample;
use crate::value;

pub(super) fn of_mode(mode: &Mode, declaration: &Declaration, pages: &[Sample]) -> Vec<Finding> {
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
