//! The key of the last item as the place where the next page begins.

use crate::declaration::{Mode, Path};
use crate::infer::facts::{Facts, Input};
use crate::infer::hypothesis::{Hypothesis, seen};
use crate::infer::{flags, items, words};
use crate::model::{Kind, Place, Shape};

/// Words that say that a list goes on behind a key; the rest of the name is the key.
const BEHIND: &[&str] = &[
    "exclusive",
    "start",
    "starting",
    "after",
    "since",
    "last",
    "from",
    "seen",
    "marker",
];

/// Phrases by which a description says that a list goes on behind an item.
const PHRASES: &[&str] = &[
    "last item",
    "last object",
    "last one",
    "greater than this",
    "object id",
    "start after",
    "after this",
    "starting after",
    "the last ",
    "to start with",
];

/// The parameters that could take the key of the last item.
pub(crate) fn hypotheses(facts: &Facts<'_>) -> Vec<Hypothesis> {
    let Some(list) = items::choose(facts, &[]).best else {
        return Vec::new();
    };
    let Some(item) = list.shape.and_then(|shape| shape.element.as_deref()) else {
        return Vec::new();
    };
    let mut found: Vec<Hypothesis> = facts
        .inputs
        .iter()
        .filter_map(|input| hypothesis(facts, input, item))
        .collect();
    found.sort_by_key(|hypothesis| -hypothesis.points);
    found.truncate(1);
    found
}

/// Whether the text has the name as a word.
fn mentions(text: &str, name: &str) -> bool {
    let name = name.to_lowercase();
    name != "name"
        && text
            .split(|letter: char| !letter.is_alphanumeric())
            .any(|word| word == name)
}

fn hypothesis(facts: &Facts<'_>, input: &Input<'_>, item: &Shape) -> Option<Hypothesis> {
    let is_text = matches!(input.kind(), Kind::String | Kind::Integer | Kind::Any);
    let begins = input.words.iter().any(|word| {
        matches!(
            word.as_str(),
            "after" | "since" | "start" | "starting" | "last" | "marker"
        )
    });
    if !begins || !is_text || input.parameter.place == Place::Path {
        return None;
    }
    // A time or a date filters; it does not page.
    let format = input.parameter.shape.format.as_deref();
    if format.is_some_and(|format| format.starts_with("date")) {
        return None;
    }
    let rest = input
        .words
        .iter()
        .filter(|word| !BEHIND.contains(&word.as_str()));
    let rest: Vec<String> = rest.cloned().collect();
    let (key, points, text) = key(item, &rest, input)?;
    let mut points = points + facts.common_points();
    points += if flags::has_more(facts) { 25 } else { 0 };
    points += if words::is_of_paging(input.description()) {
        10
    } else {
        0
    };
    let question = format!("is {} the `{key}` of the last item?", input.name());
    let mode = Mode::LastItem(Path(vec![key.clone()]), input.location());
    let mut hypothesis = Hypothesis::new(mode, points, question);
    hypothesis
        .evidence
        .push(seen("last_item", input.name(), text));
    hypothesis.evidence.push(seen(
        "last_item",
        format!("member `{key}` of an item"),
        "is its key",
    ));
    Some(hypothesis)
}

/// The member of an item that the parameter takes, and how much speaks for it.
fn key(item: &Shape, rest: &[String], input: &Input<'_>) -> Option<(String, i32, &'static str)> {
    let simple = |kind| matches!(kind, Kind::String | Kind::Integer);
    let mut members = item
        .members
        .iter()
        .filter(|member| simple(member.shape.kind));
    let described = input
        .description()
        .map(str::to_lowercase)
        .unwrap_or_default();
    let is_behind = words::says(input.description(), PHRASES);
    let bonus = if is_behind { 25 } else { 0 };
    if !rest.is_empty() {
        let found = members
            .clone()
            .find(|member| words::split(&member.name) == rest)?;
        return Some((
            found.name.clone(),
            45 + bonus,
            "names a member of the items",
        ));
    }
    let named = members
        .clone()
        .find(|member| mentions(&described, &member.name));
    if let Some(member) = named.filter(|_| is_behind) {
        return Some((
            member.name.clone(),
            75,
            "says behind which member of the items to begin",
        ));
    }
    if words::are_any(
        &input.words,
        &["starting after", "start after", "after", "since", "marker"],
    ) {
        let found = members.find(|member| words::are(&words::split(&member.name), "id"))?;
        let points = if words::are(&input.words, "starting after") {
            55
        } else {
            25
        };
        return Some((
            found.name.clone(),
            points + bonus,
            "says behind which item to begin",
        ));
    }
    None
}
