//! Flags, totals, sizes, and signs of success.

use serde_json::Value;

use super::{Finding, agrees, cannot_tell, contradicts, is_there, shown_location, written};
use crate::declaration::{Declaration, ResponseLocation};
use crate::model::Sample;
use crate::value;

/// Everything that is read beside the source and the items.
pub(super) fn all(declaration: &Declaration, pages: &[Sample]) -> Vec<Finding> {
    let mut findings = flags(declaration, pages);
    findings.extend(total(declaration, pages));
    findings.extend(number("pages", declaration.pages.as_ref(), pages));
    findings.extend(size(declaration, pages));
    findings.extend(success(declaration, pages));
    findings
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

fn number(key: &str, from: Option<&ResponseLocation>, pages: &[Sample]) -> Option<Finding> {
    let from = from?;
    let place = shown_location(from);
    let numbers: Vec<u64> = pages
        .iter()
        .filter_map(|page| value::count(page, from))
        .collect();
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
        .filter_map(|page| value::count(page, from))
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
    let signs = [
        ("ok", &declaration.ok, true, "true"),
        ("error", &declaration.error, false, "empty"),
    ];
    let mut findings = Vec::new();
    for (key, from, is_there, word) in signs {
        let Some(from) = from else { continue };
        let place = shown_location(from);
        let failed = pages
            .iter()
            .position(|page| value::read(page, from).is_some() != is_there);
        findings.push(match failed {
            Some(number) => contradicts(key, format!("page {}: {place} is not {word}", number + 1)),
            None => agrees(key, format!("{place} is {word} on every page")),
        });
    }
    findings
}
