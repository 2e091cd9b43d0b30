//! The parameter that asks for the page size, and its bounds.

use crate::declaration::{Declaration, Mode};
use crate::infer::facts::{Facts, Input};
use crate::infer::hypothesis::seen;
use crate::infer::words;
use crate::model::{Kind, Place};
use crate::verdict::Evidence;

/// Names that mean a page size wherever they stand.
const STRONG: &[&str] = &[
    "max results",
    "max items",
    "max records",
    "page size",
    "per page",
    "limit",
    "page limit",
    "max page size",
    "maximum page size",
    "results per page",
    "items per page",
    "top",
    "max keys",
    "max result",
    "max rows",
    "page max items",
    "results limit",
    "result limit",
    "max entries",
    "max number of results",
    "max result count",
    "query limit",
    "page count limit",
    "max results per page",
    "max limit",
    "resources per page",
    "records per page",
    "rows per page",
    "pagesize",
    "max count",
    "page len",
    "maxpagesize",
];

/// Names that can mean one.
const WEAK: &[&str] = &[
    "count",
    "size",
    "rows",
    "n",
    "first",
    "num",
    "num results",
    "amount",
    "take",
    "number",
];

/// A parameter that asks for the page size.
#[derive(Debug)]
pub(crate) struct Size<'a, 'f> {
    pub(crate) input: &'f Input<'a>,
    points: i32,
    why: &'static str,
}

/// A bound of more items than this is the bound of a type, not of a page.
const LARGEST: u64 = 10_000;

/// The likeliest page size, with the items of the list named `items`, beside `place`.
pub(crate) fn find<'a, 'f>(
    facts: &'f Facts<'a>,
    items: &[String],
    place: Option<Place>,
) -> Option<Size<'a, 'f>> {
    let sizes = facts
        .inputs
        .iter()
        .filter_map(|input| size(input, items, place));
    let best = sizes.reduce(|best, next| {
        if next.points > best.points {
            next
        } else {
            best
        }
    });
    best.filter(|size| size.points >= 45)
}

fn size<'a, 'f>(
    input: &'f Input<'a>,
    items: &[String],
    place: Option<Place>,
) -> Option<Size<'a, 'f>> {
    if input.parameter.place == Place::Path {
        return None;
    }
    let described = describes(input.description());
    let (mut points, why) = if words::are_any(&input.words, STRONG) {
        (50, "is named as a page size")
    } else if is_named_at_its_end(&input.words) {
        (40, "is named as a page size")
    } else if words::are_any(&input.words, WEAK) {
        (30, "is named as a number, and described as a page size")
    } else if counts_items(input, items) {
        (45, "is named as the largest number of these items")
    } else if described && matches!(input.kind(), Kind::Integer | Kind::Number) {
        (30, "is described as a page size")
    } else {
        return None;
    };
    points += match input.kind() {
        Kind::Integer | Kind::Number => 10,
        Kind::Any => 0,
        // Some documents write numbers as text.
        Kind::String => -5,
        _ => return None,
    };
    points += if described { 20 } else { 0 };
    // A page size is never needed, and stands beside what leads on rather than inside of a filter.
    points -= if input.parameter.required { 25 } else { 0 };
    points -= if input.is_of_another_thing() { 15 } else { 0 };
    points += if place == Some(input.parameter.place) {
        5
    } else {
        0
    };
    Some(Size { input, points, why })
}

/// Whether the words name a page size.
pub(crate) fn is_name(words: &[String]) -> bool {
    words::are_any(words, STRONG) || is_named_at_its_end(words)
}

/// Whether something stands before the name of a page size: `hits per page`.
fn is_named_at_its_end(words: &[String]) -> bool {
    words::end_in(words, "max results") || words::end_in(words, "per page")
}

/// Whether the name is `max` or `num` and the name of the items.
fn counts_items(input: &Input<'_>, items: &[String]) -> bool {
    let Some((first, rest)) = input.words.split_first() else {
        return false;
    };
    let is_bound = matches!(first.as_str(), "max" | "maximum" | "num" | "limit");
    let rest = rest
        .iter()
        .filter(|word| *word != "number" && *word != "of" && *word != "returned");
    let rest: Vec<String> = rest.map(|word| words::singular(word)).collect();
    let items: Vec<String> = items.iter().map(|word| words::singular(word)).collect();
    let same = !rest.is_empty() && (items.ends_with(&rest) || rest.ends_with(&items));
    is_bound && same && !items.is_empty()
}

/// Phrases by which a description says that a parameter is a page size.
const PHRASES: &[&str] = &[
    "maximum number of results",
    "maximum number of items",
    "maximum number of records",
    "maximum number of entries",
    "maximum number of objects",
    "number of results to return",
    "number of items to return",
    "number of records to return",
    "number of results per page",
    "number of items per page",
    "number of results to include",
    "number of results returned",
    "items per page",
    "results per page",
    "results to return",
    "items to return",
    "page size",
    "size of the page",
    "size of each page",
    "to return per page",
    "in a single call",
    "in a single page",
    "returned in the response",
    "returned per page",
    "in each page",
    "to return in a single",
];

fn describes(description: Option<&str>) -> bool {
    let is_largest = words::says(description, &["maximum number of"]);
    words::says(description, PHRASES) || (is_largest && words::says(description, &["return"]))
}

/// Writes the page size and its bounds into the declaration.
pub(crate) fn complete(
    facts: &Facts<'_>,
    items: &[String],
    declaration: &mut Declaration,
    evidence: &mut Vec<Evidence>,
) {
    let targets = declaration.mode.as_ref().map(Mode::targets);
    let place = targets.and_then(|targets| targets.first().map(|to| to.place));
    if declaration.size.is_none() {
        let Some(size) = find(facts, items, place) else {
            return;
        };
        declaration.size = Some(size.input.location());
        evidence.push(seen("size", size.input.name(), size.why));
    }
    let Some(location) = declaration.size.clone() else {
        return;
    };
    let chosen = facts
        .inputs
        .iter()
        .find(|input| input.location() == location);
    if let Some(input) = chosen {
        bounds(input, declaration, evidence);
    }
}

fn bounds(input: &Input<'_>, declaration: &mut Declaration, evidence: &mut Vec<Evidence>) {
    let described = input
        .description()
        .map(described_bounds)
        .unwrap_or_default();
    let sensible = |bound: &u64| (1..=LARGEST).contains(bound);
    if declaration.max.is_none() {
        let by_type = input.parameter.max.filter(sensible);
        declaration.max = by_type.or(described.1.filter(sensible));
        if let Some(max) = declaration.max {
            let whose = if by_type.is_some() {
                "its type"
            } else {
                "its description"
            };
            evidence.push(seen(
                "max",
                input.name(),
                format!("{max} is the bound of {whose}"),
            ));
        }
    }
    if declaration.min.is_none() {
        let min = input.parameter.min.filter(sensible).or(described.0);
        // One is what every page size is at least.
        declaration.min =
            min.filter(|min| *min > 1 && declaration.max.is_none_or(|max| *min < max));
        if let Some(min) = declaration.min {
            evidence.push(seen(
                "min",
                input.name(),
                format!("{min} is its smallest value"),
            ));
        }
    }
}

/// The smallest and the largest number that a description allows.
fn described_bounds(text: &str) -> (Option<u64>, Option<u64>) {
    let text = text.to_lowercase().replace(',', "");
    let after = |phrase: &str| number_after(&text, phrase);
    if let Some((_, range)) = text.split_once("between ") {
        let min = leading_number(range);
        let max = range
            .split_once(" and ")
            .and_then(|(_, max)| leading_number(max));
        if min.is_some() && max.is_some() {
            return (min, max);
        }
    }
    let max = [
        "maximum allowed value is ",
        "maximum value is ",
        "maximum is ",
        "maximum page size is ",
        "maximum: ",
        "max: ",
        "max value is ",
        "max is ",
        "(max ",
        "maximum of ",
        "up to ",
        "values above ",
        "at most ",
        "no more than ",
        "cannot exceed ",
        "must not exceed ",
        "cannot be greater than ",
        "less than or equal to ",
        "larger than ",
        "maximum value: ",
        "maximum limit is ",
        "(maximum ",
    ];
    let min = [
        "minimum value is ",
        "minimum is ",
        "minimum: ",
        "min: ",
        "at least ",
    ];
    (
        min.iter().find_map(|phrase| after(phrase)),
        max.iter().find_map(|phrase| after(phrase)),
    )
}

fn number_after(text: &str, phrase: &str) -> Option<u64> {
    text.split(phrase).skip(1).find_map(leading_number)
}

fn leading_number(text: &str) -> Option<u64> {
    let text = text.trim_start_matches(['`', '\'', '"', ' ', '*']);
    let digits: String = text.chars().take_while(char::is_ascii_digit).collect();
    digits.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn descriptions_give_bounds() {
        for (text, bounds) in [
            (
                "The maximum value is 1000; values above 1000 are cut.",
                (None, Some(1000)),
            ),
            ("Must be between 5 and 100.", (Some(5), Some(100))),
            ("At most `1,000` users.", (None, Some(1000))),
            ("Results per page (max 100)", (None, Some(100))),
            ("How many users to return.", (None, None)),
            ("Between us, the best page.", (None, None)),
        ] {
            assert_eq!(described_bounds(text), bounds, "{text}");
        }
    }
}
