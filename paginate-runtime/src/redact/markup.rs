//! Shows web pages as their text, and XML as its structure.

use crate::redact::names::{is_secret, says_what_is_wrong};
use crate::redact::structure::Values;
use crate::redact::{Line, Redaction};

/// Whether a body is a web page.
pub(crate) fn is_html(body: &str) -> bool {
    let start = body.trim_start();
    let begins = |tag: &str| {
        start
            .get(..tag.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(tag))
    };
    begins("<!doctype html") || begins("<html")
}

/// Returns the text of a web page, without tags, scripts, styles and comments.
pub(crate) fn html_text(body: &str) -> String {
    let mut text = String::new();
    let mut rest = body;
    while let Some((before, tag)) = rest.split_once('<') {
        text.push_str(before);
        text.push(' ');
        let skipped = [("script", "</script"), ("style", "</style"), ("!--", "--")];
        let begins = |open: &str| {
            tag.get(..open.len())
                .is_some_and(|start| start.eq_ignore_ascii_case(open))
        };
        let (open, close) = skipped
            .iter()
            .find(|(open, _)| begins(open))
            .copied()
            .unwrap_or_default();
        rest = after(tag.get(open.len()..).unwrap_or_default(), close);
        rest = rest.split_once('>').map_or("", |(_, rest)| rest);
    }
    text.push_str(rest);
    text
}

/// Returns the text from the first match of `part` on, ignoring case; an empty text if there is
/// none.
fn after<'t>(text: &'t str, part: &str) -> &'t str {
    if part.is_empty() {
        return text;
    }
    let mut windows = text.as_bytes().windows(part.len());
    let found = windows.position(|window| window.eq_ignore_ascii_case(part.as_bytes()));
    found.and_then(|at| text.get(at..)).unwrap_or_default()
}

/// Shows XML as its tags, without attributes, and the length of each text. In elements in which an
/// API says what is wrong, the text itself is shown if `values` allows it.
pub(crate) fn xml(body: &str, values: Values, redaction: &Redaction, line: &mut Line) {
    let mut rest = body;
    let mut element = "";
    while !line.is_full() && !rest.is_empty() {
        let (text, tag) = match rest.strip_prefix("<![CDATA[") {
            Some(data) => data.split_once("]]>").unwrap_or((data, "")),
            None => match rest.split_at_checked(rest.find('<').unwrap_or(rest.len())) {
                Some((text, tag)) => (text, tag),
                None => return,
            },
        };
        let text = text.trim();
        let shown = match values {
            Values::None => false,
            Values::Errors => says_what_is_wrong(element),
            Values::All => !is_secret(element) && !redaction.is_continuation(element),
        };
        if shown {
            line.push(&redaction.masked(text));
        } else if !text.is_empty() {
            line.push(&format!("string({})", text.chars().count()));
        }
        if tag.starts_with("<![CDATA[") {
            rest = tag;
            continue;
        }
        let Some(tag) = tag.strip_prefix('<') else {
            rest = tag;
            continue;
        };
        let (inside, after) = tag.split_once('>').unwrap_or((tag, ""));
        rest = after;
        if inside.starts_with(['?', '!']) {
            continue;
        }
        let name = inside.strip_prefix('/').unwrap_or(inside);
        let name_end = name
            .find(|c: char| c.is_whitespace() || c == '/')
            .unwrap_or(name.len());
        let name = name.get(..name_end).unwrap_or_default();
        let local = name.rsplit(':').next().unwrap_or(name);
        element = if inside.starts_with('/') || inside.ends_with('/') {
            ""
        } else {
            local
        };
        let name = redaction.masked(name);
        line.push(&match (inside.starts_with('/'), inside.ends_with('/')) {
            (true, _) => format!("</{name}>"),
            (_, true) => format!("<{name}/>"),
            _ => format!("<{name}>"),
        });
    }
}
