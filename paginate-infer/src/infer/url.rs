//! The URL of the next page, in the body or in the `Link` header.

use serde_json::Value;

use crate::declaration::{Mode, ResponseLocation};
use crate::infer::facts::{Facts, Field};
use crate::infer::hypothesis::{Hypothesis, seen};
use crate::infer::{counter, words};
use crate::model::{Kind, Sample};
use crate::value;

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

/// Words that name a link.
const LINKS: &[&str] = &["url", "uri", "link", "href"];

/// Parameters that say where a page begins.
const BEGINNINGS: &[&str] = &[
    "since",
    "after",
    "cursor",
    "marker",
    "last",
    "starting after",
];

/// Words of links that lead elsewhere.
const OTHERS: &[&str] = &[
    "prev",
    "previous",
    "first",
    "last",
    "self",
    "current",
    "back",
    "canonical",
    "html",
    "base",
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
pub(crate) fn is_url(facts: &Facts<'_>, field: &Field<'_>) -> bool {
    // What was received tells more than names.
    if let Some(value) = values(facts, field).first() {
        return is_link(value);
    }
    let format = field.shape.and_then(|shape| shape.format.as_deref());
    let mut words = field.words.iter();
    let is_link = words.any(|word| LINKS.contains(&word.as_str()));
    is_link || format.is_some_and(is_url_format) || describes_url(field.description)
}

/// The texts that the member had in the samples.
fn values(facts: &Facts<'_>, field: &Field<'_>) -> Vec<String> {
    let samples = facts.operation.samples.iter();
    let values = samples.filter_map(|sample| value::read(sample, &field.location));
    values
        .filter_map(|value| value.as_str().map(str::to_owned))
        .collect()
}

/// Whether a text is a URL, or one without its origin.
fn is_link(text: &str) -> bool {
    value::is_absolute(text) || (text.contains('?') && text.starts_with(['/', '?']))
}

/// Whether the member had a URL of the path that was asked for, with another query.
fn leads_on(facts: &Facts<'_>, field: &Field<'_>) -> bool {
    facts.operation.samples.iter().any(|sample| {
        let value = value::read(sample, &field.location);
        let link = value.as_ref().and_then(Value::as_str).unwrap_or("");
        let (_, path, query) = value::split_url(link);
        let (_, asked_path, asked_query) = value::split_url(&sample.url);
        let same_path = link.starts_with('?') || path == asked_path;
        is_link(link) && same_path && !query.is_empty() && query != asked_query
    })
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
    let is_inner = words::are_any(&field.words, LINKS);
    let is_next = words::has(&field.words, "next")
        || (is_inner && field.around.last().is_some_and(|word| word == "next"));
    let mut names = field.words.iter().chain(field.around.last());
    let is_other = names.any(|word| OTHERS.contains(&word.as_str()));
    if !is_next && !is_other && leads_on(facts, field) {
        return Some(unnamed(facts, field));
    }
    let plain = words::are_any(&field.words, &["next", "next page"])
        && !values(facts, field).iter().any(|value| !is_link(value));
    if !is_next || !(is_url(facts, field) || plain) {
        return None;
    }
    // `next` of something else is not the next page; that `..Url` ends a name says enough.
    let ends_in_link = field
        .words
        .last()
        .is_some_and(|word| LINKS.contains(&word.as_str()));
    let known = ["next", "page", "odata", "results", "set", "list"];
    let is_known = |word: &String| known.contains(&word.as_str()) || LINKS.contains(&word.as_str());
    if !ends_in_link && !field.words.iter().all(is_known) {
        return None;
    }
    let points = member_points(facts, field, plain);
    let mode = Mode::NextUrl(field.location.clone());
    let question = format!(
        "is the {} the URL of the next page, or a token?",
        field.name()
    );
    let mut hypothesis = Hypothesis::new(mode, points, question);
    hypothesis.parent = field.location.parent();
    hypothesis.evidence.push(seen(
        "next_url",
        field.name(),
        "is the URL of the next page",
    ));
    Some(hypothesis)
}

/// How much speaks for a member that is named as the next page.
fn member_points(facts: &Facts<'_>, field: &Field<'_>, plain: bool) -> i32 {
    let of_links = field
        .around
        .iter()
        .any(|word| AROUND.contains(&word.as_str()));
    let mut points = facts.common_points() + if is_url(facts, field) { 80 } else { 55 };
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
    let is_counted = counter::has_number(facts);
    points += if has_neighbour { 15 } else { 0 } + if is_counted { 10 } else { 0 };
    points
}

/// A URL that leads on and whose name does not say so.
fn unnamed(facts: &Facts<'_>, field: &Field<'_>) -> Hypothesis {
    let mode = Mode::NextUrl(field.location.clone());
    let question = format!("is the {} the URL of the next page?", field.name());
    let mut hypothesis = Hypothesis::new(mode, facts.common_points() + 60, question);
    let text = "is a URL of the same path with another query";
    hypothesis
        .evidence
        .push(seen("next_url", field.name(), text));
    hypothesis
}

/// The `Link` header, which the response has or a parameter's description names.
fn link_header(facts: &Facts<'_>) -> Option<Hypothesis> {
    let header = facts.fields.iter().find(|field| match &field.location {
        ResponseLocation::Header(name) => name.eq_ignore_ascii_case("link"),
        _ => false,
    });
    let named = facts
        .inputs
        .iter()
        .find(|input| words::says(input.description(), &["link header", "`link` header"]));
    let (name, points) = match (header, named) {
        (Some(header), _) => (header.name(), header_points(facts, header)?),
        (None, Some(input)) => (input.name(), 100),
        (None, None) => return None,
    };
    let points = points + facts.common_points();
    let mode = Mode::NextUrl(ResponseLocation::Link("next".to_owned()));
    let question = "does the `Link` header have the relation `next`?";
    let mut hypothesis = Hypothesis::new(mode, points, question);
    let text = match header {
        Some(_) => "the response has links; the relation `next` is the next page",
        None => "its description names the `Link` header, whose relation `next` is the next page",
    };
    hypothesis.evidence.push(seen("next_url", name, text));
    Some(hypothesis)
}

fn header_points(facts: &Facts<'_>, header: &Field<'_>) -> Option<i32> {
    let samples = &facts.operation.samples;
    let has_links = |sample: &Sample| value::header(sample, "link").is_some();
    let is_seen = samples
        .iter()
        .any(|sample| value::link(sample, "next").is_some());
    if !is_seen && samples.iter().any(has_links) {
        return None;
    }
    let is_told = words::is_of_paging(header.description)
        || words::says(header.description, &["next", "page", "5988", "8288"]);
    let mut points = 55;
    points += if is_told || is_seen { 30 } else { 0 };
    points += if is_seen { 60 } else { 0 };
    // What says where to begin or how much to send is there for pages.
    let begins = facts
        .inputs
        .iter()
        .any(|input| words::are_any(&input.words, BEGINNINGS));
    let has_more = begins || counter::has_number(facts) || counter::has_size(facts);
    Some(points + if has_more { 30 } else { 0 })
}
