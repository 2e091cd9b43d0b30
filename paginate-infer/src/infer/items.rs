//! Which list of the response is the one that is paged.

use std::cmp::Reverse;

use serde_json::Value;

use crate::declaration::{Declaration, Path};
use crate::infer::facts::{Facts, Field};
use crate::infer::hypothesis::seen;
use crate::infer::words;
use crate::model::{Kind, Sample};
use crate::value;
use crate::verdict::Evidence;

/// Names that lists of any items have.
const GENERIC: &[&str] = &[
    "items",
    "data",
    "results",
    "records",
    "values",
    "entries",
    "value",
    "content",
    "resources",
    "objects",
    "rows",
    "elements",
    "edges",
    "collection",
];

/// Words of lists that accompany the items.
const BESIDE: &[&str] = &[
    "unreachable",
    "unreachables",
    "error",
    "errors",
    "warning",
    "warnings",
    "failure",
    "failures",
    "failed",
    "unprocessed",
    "facet",
    "facets",
    "aggregation",
    "aggregations",
    "aggregates",
    "links",
    "header",
    "headers",
    "column",
    "columns",
    "metadata",
    "meta",
    "filters",
    "applied",
    "info",
    "fields",
    "included",
    "suggestions",
    "messages",
    "missing",
    "unsupported",
    "debug",
    "invalid",
    "skipped",
    "deleted",
    "removed",
];

/// The points of a list all of whose words are those of the operation.
const WHOLE_NAME: i32 = 30;

/// The lists of the response, weighed.
#[derive(Debug, Default)]
pub(crate) struct Choice<'a, 'f> {
    /// The list that is paged.
    pub(crate) best: Option<&'f Field<'a>>,
    /// Lists of which nothing says that they are paged less.
    pub(crate) others: Vec<&'f Field<'a>>,
    /// Why it is the one.
    pub(crate) why: &'static str,
    /// A list elsewhere that fits as well: it is not known which one is meant.
    pub(crate) rival: Option<&'f Field<'a>>,
}

/// Weighs the lists, with the members around what leads on.
pub(crate) fn choose<'a, 'f>(facts: &'f Facts<'a>, parent: &[String]) -> Choice<'a, 'f> {
    let lists = facts.lists.iter();
    let mut weighed: Vec<(i32, &Field<'a>)> = lists
        .map(|field| (points(facts, field, parent), field))
        .collect();
    // Stable: of equals, the first of the document.
    weighed.sort_by_key(|(points, field)| Reverse((*points, richness(field))));
    let Some((most, best)) = weighed.first().copied() else {
        return Choice::default();
    };
    let alone = weighed.len() == 1;
    let others = weighed.iter().skip(1).filter(|(points, field)| {
        *points > most - 20 && field.parent() == best.parent() && field.kind() == best.kind()
    });
    // Names that say nothing of two lists that are equal otherwise leave it open.
    let is_named = named_by_operation(facts, best) > 0 || words::are_any(&best.words, GENERIC);
    let rival = weighed.get(1).filter(|(points, field)| {
        let is_equal = !is_named && richness(field) == richness(best);
        let is_apart = field.parent() != best.parent() || is_equal;
        *points == most && is_apart && field.kind() == best.kind()
    });
    Choice {
        rival: rival.map(|(_, field)| *field),
        best: Some(best),
        others: others.map(|(_, field)| *field).collect(),
        why: if alone {
            "is the only list of the response"
        } else {
            "is the list that fits best: by its name, its place and its elements"
        },
    }
}

/// How much is told of each element. Of two lists, the one that tells more is the one that was
/// asked for; small differences are accidents.
fn richness(field: &Field<'_>) -> usize {
    let element = field.shape.and_then(|shape| shape.element.as_deref());
    element.map_or(0, |element| element.members.len().min(20) / 4)
}

fn points(facts: &Facts<'_>, field: &Field<'_>, parent: &[String]) -> i32 {
    let mut points = 0;
    if words::are_any(&field.words, GENERIC) {
        points += 30;
    }
    let named = named_by_operation(facts, field);
    points += named;
    let words = field.words.iter().chain(&field.around);
    let is_beside = words.clone().any(|word| BESIDE.contains(&word.as_str()));
    if is_beside && named < WHOLE_NAME {
        points -= 50;
    }
    // Members with any names are lists only if nothing else is.
    points -= if field.kind() == Kind::Map { 20 } else { 0 };
    points -= if words::is_deprecated(field.description) {
        40
    } else {
        0
    };
    let element = field.shape.and_then(|shape| shape.element.as_deref());
    if element.is_some_and(|element| matches!(element.kind, Kind::Object | Kind::Recursive)) {
        points += 10;
    }
    points += if field.parent() == parent { 25 } else { 0 };
    let depth = i32::try_from(field.parent().len()).unwrap_or(0);
    points - 15 * depth
}

/// The points for each word that the list has from the name of the operation.
fn named_by_operation(facts: &Facts<'_>, field: &Field<'_>) -> i32 {
    let segments = facts.operation.path.rsplit('/');
    let mut segments = segments.filter(|segment| !segment.is_empty() && !segment.contains('{'));
    let mut operation = singulars(&words::split(&facts.operation.id));
    operation.extend(singulars(&words::split(segments.next().unwrap_or(""))));
    let own = singulars(&field.words);
    if own.is_empty() {
        return 0;
    }
    let shared = own.iter().filter(|word| operation.contains(word)).count();
    match shared {
        0 => 0,
        _ if shared == own.len() => WHOLE_NAME,
        _ => WHOLE_NAME / 2,
    }
}

fn singulars(words: &[String]) -> Vec<String> {
    words.iter().map(|word| words::singular(word)).collect()
}

/// The items of a page that was received. `None` if it has no list where the others have it.
pub(crate) fn of_page<'s>(facts: &Facts<'_>, page: &'s Sample) -> Option<Vec<&'s Value>> {
    let list = choose(facts, &[]).best?;
    let declaration = Declaration {
        items: list.body_path().filter(|path| !path.0.is_empty()),
        ..Declaration::default()
    };
    value::items(&page.body, &declaration)
}

/// What would have to be known if it is open which list has the items.
pub(crate) fn question(facts: &Facts<'_>, parent: &[String]) -> String {
    let choice = choose(facts, parent);
    match (choice.best, choice.rival) {
        (Some(best), Some(rival)) => format!(
            "are the items in the {} or in the {}?",
            best.name(),
            rival.name()
        ),
        _ => "which member of the response has the items?".to_owned(),
    }
}

/// Writes the items into the declaration.
pub(crate) fn complete(
    facts: &Facts<'_>,
    parent: &[String],
    declaration: &mut Declaration,
    evidence: &mut Vec<Evidence>,
) {
    if declaration.items.is_some() || declaration.is_list {
        return;
    }
    let choice = choose(facts, parent);
    let Some(best) = choice.best.filter(|_| choice.rival.is_none()) else {
        return;
    };
    evidence.push(seen("items", best.name(), choice.why));
    if best.path.is_empty() {
        declaration.is_list = true;
        return;
    }
    declaration.items = best.body_path().map(|path| with_node(path, best));
    for other in choice.others {
        evidence.push(seen("other_lists", other.name(), "could be paged as well"));
        declaration.other_lists.extend(other.body_path());
    }
}

/// Of the edges of a connection, the items are the nodes.
fn with_node(mut path: Path, field: &Field<'_>) -> Path {
    let element = field.shape.and_then(|shape| shape.element.as_deref());
    let has_node =
        element.is_some_and(|element| element.members.iter().any(|member| member.name == "node"));
    if words::are(&field.words, "edges") && has_node {
        path.0.extend(["[]".to_owned(), "node".to_owned()]);
    }
    path
}
