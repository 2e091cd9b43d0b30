//! The URL of the next page, in the body or in the `Link` header.

use crate::declaration::{Mode, ResponseLocation};
use crate::infer::facts::{Facts, Field};
use crate::infer::hypothesis::{Hypothesis, seen};
use crate::infer::{counter, words};
use crate::model::Kind;

/// Members that hold links.
const AROUND: &[&str] = &[
    "link",
    "links",
    "paging",
    "pagination",
    "pages",
    "page",
    "meta",
    "cursors",
];

/// The members and headers that could be the URL of the next page.
pub(crate) fn hypotheses(facts: &Facts<'_>) -> Vec<Hypothesis> {
    let members = facts.fields.iter().filter_map(|field| member(facts, field));
    let mut found: Vec<Hypothesis> = members.chain(link_header(facts)).collect();
    found.sort_by_key(|hypothesis| -hypothesis.points);
    found.truncate(2);
    found
}

/// Whether the member is the URL of the next page rather than a token.
pub(crate) fn is_url(field: &Field<'_>) -> bool {
    let format = field.shape.and_then(|shape| shape.format.as_deref());
    let is_link = field
        .words
        .iter()
        .any(|word| matches!(word.as_str(), "url" | "uri" | "link" | "href"));
    is_link || format.is_some_and(is_url_format) || describes_url(field.description)
}

fn is_url_format(format: &str) -> bool {
    matches!(format, "uri" | "url" | "uri-reference" | "iri")
}

fn describes_url(description: Option<&str>) -> bool {
    let Some(text) = description else {
        return false;
    };
    let text = text.to_lowercase();
    let begins = [
        "url ",
        "the url ",
        "a url ",
        "link to ",
        "the link to ",
        "a link to ",
        "uri ",
    ];
    begins
        .iter()
        .any(|phrase| text.trim_start().starts_with(phrase))
}

fn member(facts: &Facts<'_>, field: &Field<'_>) -> Option<Hypothesis> {
    if !matches!(field.kind(), Kind::String | Kind::Any) {
        return None;
    }
    // `links.next.href` says in two names what `next_link` says in one.
    let is_inner = words::are_any(&field.words, &["href", "url", "uri", "link"]);
    let is_next = words::has(&field.words, "next")
        || (is_inner && field.around.last().is_some_and(|word| word == "next"));
    let plain = words::are_any(&field.words, &["next", "next page"]);
    let of_links = field
        .around
        .iter()
        .any(|word| AROUND.contains(&word.as_str()));
    if !is_next || !(is_url(field) || plain) {
        return None;
    }
    let known = [
        "next", "page", "link", "url", "uri", "href", "odata", "results", "set", "list",
    ];
    if !field
        .words
        .iter()
        .all(|word| known.contains(&word.as_str()))
    {
        return None;
    }
    let mut points = facts.common_points() + if is_url(field) { 80 } else { 55 };
    points += if of_links && plain { 30 } else { 0 };
    points += if words::is_of_paging(field.description) {
        10
    } else {
        0
    };
    // Next to the URLs of both neighbours, the text is a URL.
    let has_neighbour = facts.fields.iter().any(|other| {
        other.parent() == field.parent()
            && words::are_any(
                &other.words,
                &["previous", "prev", "previous page", "prev page"],
            )
    });
    let is_counted = counter::has_page(facts);
    points += if has_neighbour { 15 } else { 0 } + if is_counted { 10 } else { 0 };
    let mode = Mode::NextUrl(field.location.clone());
    let question = format!(
        "is the {} the URL of the next page, or a token?",
        field.name()
    );
    let mut hypothesis = Hypothesis::new(mode, points, question);
    let parent = field.parent().iter();
    hypothesis.parent = parent.map(|name| (*name).to_owned()).collect();
    hypothesis.evidence.push(seen(
        "next_url",
        field.name(),
        "is the URL of the next page",
    ));
    Some(hypothesis)
}

fn link_header(facts: &Facts<'_>) -> Option<Hypothesis> {
    let header = facts.fields.iter().find(|field| match &field.location {
        ResponseLocation::Header(name) => name.eq_ignore_ascii_case("link"),
        _ => false,
    })?;
    let text = header.description.unwrap_or("").to_lowercase();
    let describes = words::is_of_paging(header.description)
        || ["rel=\"next\"", "rel=next", "next", "page", "5988", "8288"]
            .iter()
            .any(|sign| text.contains(sign));
    let mut points = facts.common_points() + 50 + if describes { 30 } else { 0 };
    points += if counter::has_page(facts) || counter::has_size(facts) {
        30
    } else {
        0
    };
    let mode = Mode::NextUrl(ResponseLocation::Link("next".to_owned()));
    let question = "does the `Link` header have the relation `next`?";
    let mut hypothesis = Hypothesis::new(mode, points, question);
    let text = "the response has links; the relation `next` is the next page";
    hypothesis
        .evidence
        .push(seen("next_url", header.name(), text));
    Some(hypothesis)
}
