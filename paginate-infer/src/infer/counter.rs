//! Page numbers, and numbers of items to skip.

use crate::declaration::Mode;
use crate::infer::facts::{Facts, Input};
use crate::infer::hypothesis::{Hypothesis, seen};
use crate::infer::{flags, size, totals, words};
use crate::model::{Kind, Place};

const PAGES: &[&str] = &[
    "page",
    "page number",
    "page index",
    "current page",
    "page n",
    "p",
    "paged",
    "result page",
    "pagination page",
    "start page",
    "page start",
];

const OFFSETS: &[&str] = &[
    "offset",
    "skip",
    "page offset",
    "start index",
    "start",
    "from",
    "first result",
    "start at",
    "start row",
    "start offset",
    "skip count",
    "result offset",
    "item offset",
    "starting index",
    "startat",
];

/// The parameters that could count pages or items.
pub(crate) fn hypotheses(facts: &Facts<'_>) -> Vec<Hypothesis> {
    if !facts.has_list() {
        return Vec::new();
    }
    let pages = facts.inputs.iter().filter_map(|input| page(facts, input));
    let offsets = facts.inputs.iter().filter_map(|input| offset(facts, input));
    pages.chain(offsets).collect()
}

/// Whether a parameter is a page number, or a number of items to skip.
pub(crate) fn has_number(facts: &Facts<'_>) -> bool {
    let mut inputs = facts.inputs.iter();
    inputs.any(|input| is_name(&input.words) && is_count(input))
}

/// Whether a parameter is a page size.
pub(crate) fn has_size(facts: &Facts<'_>) -> bool {
    size::find(facts, &[], None).is_some()
}

/// Whether the words name a page number or a number of items to skip.
pub(crate) fn is_name(words: &[String]) -> bool {
    words::are_any(words, PAGES) || is_offset_name(words)
}

/// Whether the words name a number of items to skip.
pub(crate) fn is_offset_name(words: &[String]) -> bool {
    words::are_any(words, OFFSETS)
}

fn is_page(input: &Input<'_>) -> bool {
    words::are_any(&input.words, PAGES)
}

/// Whether the parameter is a number, written as one or described as one.
fn is_count(input: &Input<'_>) -> bool {
    if matches!(input.parameter.place, Place::Path) {
        return false;
    }
    match input.kind() {
        Kind::Integer | Kind::Number => true,
        Kind::String | Kind::Any => describes_page(input) || describes_skip(input),
        _ => false,
    }
}

fn page(facts: &Facts<'_>, input: &Input<'_>) -> Option<Hypothesis> {
    if !is_page(input) || !is_count(input) {
        return None;
    }
    let mut hypothesis = counted(facts, input, 50, Mode::Page(input.location()), "page");
    if describes_page(input) {
        hypothesis.points += 15;
        let text = "its description says that it is the number of a page";
        hypothesis.evidence.push(seen("page", input.name(), text));
    }
    match first_number(input) {
        Some(1) => {}
        Some(first) => hypothesis.start = Some(first),
        None if words::has(&input.words, "index") || words::has(&input.words, "p") => {
            hypothesis.is_open = true;
            hypothesis.question = format!(
                "does the first page have number 0 or 1 in {}?",
                input.name()
            );
        }
        None => {}
    }
    Some(hypothesis)
}

fn offset(facts: &Facts<'_>, input: &Input<'_>) -> Option<Hypothesis> {
    if !is_offset_name(&input.words) || !is_count(input) {
        return None;
    }
    let is_weak = words::are_any(&input.words, &["start", "from"]);
    // `start` and `end`, `from` and `to` are a range of times as often as one of items.
    let mut others = facts.inputs.iter();
    let is_range =
        others.any(|other| words::are_any(&other.words, &["end", "stop", "to", "until"]));
    let points = if is_weak && is_range { 20 } else { 55 };
    let mode = Mode::Offset(input.location());
    let mut hypothesis = counted(facts, input, points, mode, "offset");
    if describes_skip(input) {
        hypothesis.points += 15;
        let text = "its description says that it is the number of items to skip";
        hypothesis.evidence.push(seen("offset", input.name(), text));
    }
    match first_number(input) {
        Some(0) => {}
        Some(first) => hypothesis.start = Some(first),
        None if is_index(input) => {
            hypothesis.is_open = true;
            hypothesis.question = format!(
                "does the first item have number 0 or 1 in {}?",
                input.name()
            );
        }
        None => {}
    }
    Some(hypothesis)
}

/// Whether it is called an index: then nothing says whether that of the first item is 0 or 1.
fn is_index(input: &Input<'_>) -> bool {
    words::has(&input.words, "index")
        || words::says(input.description(), &["index of the", "starting index"])
}

/// What speaks for a number of either kind: a page size, totals, an echo, a flag.
fn counted(facts: &Facts<'_>, input: &Input<'_>, points: i32, mode: Mode, key: &str) -> Hypothesis {
    let question = format!("does the {} lead through the list?", input.name());
    let strange = if input.is_of_another_thing() { 40 } else { 0 };
    let points = points + facts.common_points() - strange;
    let mut hypothesis = Hypothesis::new(mode, points, question);
    let text = format!("is named as the number of a page or item (`{key}`)");
    hypothesis.evidence.push(seen(key, input.name(), text));
    if let Some(size) = size::find(facts, &[], Some(input.parameter.place)) {
        hypothesis.points += 30;
        let text = "asks for the page size beside it";
        hypothesis.evidence.push(seen(key, size.input.name(), text));
    }
    let total = totals::items(facts, &[]).or_else(|| totals::pages(facts, &[]));
    if let Some(total) = total {
        hypothesis.points += 20;
        hypothesis
            .evidence
            .push(seen(key, total.name(), "tells how far the numbers go"));
    }
    let echo = facts.fields.iter().find(|field| {
        field.kind() == Kind::Integer
            && (field.words == input.words
                || (key == "page" && words::are_any(&field.words, PAGES)))
    });
    if let Some(echo) = echo {
        hypothesis.points += 15;
        hypothesis
            .evidence
            .push(seen(key, echo.name(), "repeats the number"));
    }
    if flags::has_more(facts) {
        hypothesis.points += 15;
    }
    hypothesis
}

fn describes_page(input: &Input<'_>) -> bool {
    words::says(
        input.description(),
        &[
            "page number",
            "number of the page",
            "page of results",
            "page of the results",
            "which page",
            "index of the page",
            "page index",
            "page to return",
            "page to fetch",
            "page to retrieve",
            "results page",
            "paginat",
            "current page",
            "page to display",
        ],
    )
}

fn describes_skip(input: &Input<'_>) -> bool {
    words::says(
        input.description(),
        &[
            "to skip",
            "skipped",
            "offset",
            "zero-based",
            "0-based",
            "1-based",
            "starting index",
            "index of the first",
            "first result",
            "first item",
            "first record",
            "paginat",
        ],
    )
}

/// The number of the first page or item, by default, bound or description.
fn first_number(input: &Input<'_>) -> Option<u64> {
    let described = || {
        let zero = [
            "zero-based",
            "zero based",
            "0-based",
            "0-indexed",
            "zero-indexed",
            "starts at 0",
            "starting at 0",
            "starts from 0",
            "starting from 0",
            "begins at 0",
            "beginning with 0",
            "starts with 0",
            "from zero",
        ];
        let one = [
            "one-based",
            "1-based",
            "1-indexed",
            "starts at 1",
            "starting at 1",
            "starts from 1",
            "starting from 1",
            "begins at 1",
            "beginning with 1",
            "starts with 1",
        ];
        if words::says(input.description(), &zero) {
            Some(0)
        } else {
            words::says(input.description(), &one).then_some(1)
        }
    };
    let by_default = input.parameter.default.filter(|first| *first <= 1);
    by_default
        .or_else(described)
        .or(input.parameter.min.filter(|first| *first <= 1))
}
