//! How many items or pages the whole list has.

use crate::declaration::ResponseLocation;
use crate::infer::facts::{Facts, Field};
use crate::infer::{items, words};
use crate::model::Sample;
use crate::value;

const ITEMS: &[&str] = &[
    "total",
    "total count",
    "total results",
    "total items",
    "total size",
    "total records",
    "total rows",
    "total hits",
    "total elements",
    "total number",
    "total entries",
    "total result",
    "total objects",
    "total results count",
    "total record count",
    "num found",
    "nb hits",
    "total items count",
    "x total",
    "x total count",
    "odata count",
    "items total",
];

/// Names of the number of items that a filter leaves, beside that of all.
const FILTERED: &[&str] = &[
    "filter count",
    "filtered count",
    "filtered total",
    "total filtered",
    "records filtered",
];

const PAGES: &[&str] = &[
    "total pages",
    "page count",
    "pages",
    "last page",
    "nb pages",
    "num pages",
    "total page",
    "number of pages",
    "pages count",
    "pages total",
    "total page count",
    "max page",
    "x total pages",
    "count pages",
    "page total",
];

/// Words of members that tell of a list.
const OF_LISTS: &[&str] = &[
    "meta",
    "metadata",
    "paging",
    "pagination",
    "page",
    "pages",
    "info",
    "pager",
    "cursor",
    "cursors",
    "result",
    "results",
    "response",
    "data",
    "list",
    "summary",
    "count",
    "counts",
    "totals",
    "hits",
    "search",
    "header",
    "status",
    "paginator",
    "total",
];

/// The number of items of the whole list, the one nearest to `parent` first.
pub(crate) fn items<'f, 'a>(facts: &'f Facts<'a>, parent: &[String]) -> Option<&'f Field<'a>> {
    let named = nearest(facts, parent, |field| {
        (words::are_any(&field.words, ITEMS) || is_own_header(field, "total"))
            && !words::says(field.description, OF_PAGE)
            && !counts_a_page(facts, field)
    });
    // What a filter leaves is what is walked.
    let filtered = nearest(facts, parent, |field| {
        words::are_any(&field.words, FILTERED)
    });
    let named = filtered.or(named);
    // `count` alone can be of this page; beside the URLs of both neighbours it is of the list.
    named.or_else(|| {
        nearest(facts, parent, |field| {
            let beside = |name: &str| {
                let mut others = facts.fields.iter();
                others
                    .any(|other| other.parent() == field.parent() && words::are(&other.words, name))
            };
            words::are(&field.words, "count") && beside("next") && beside("previous")
        })
    })
}

/// The number of pages of the whole list, the one nearest to `parent` first.
pub(crate) fn pages<'f, 'a>(facts: &'f Facts<'a>, parent: &[String]) -> Option<&'f Field<'a>> {
    nearest(facts, parent, |field| {
        words::are_any(&field.words, PAGES) || is_own_header(field, "total pages")
    })
}

/// Whether it is a header of the product's own, such as `X-WP-Total`.
fn is_own_header(field: &Field<'_>, name: &str) -> bool {
    let is_header = matches!(field.location, ResponseLocation::Header(_));
    let own = field.words.get(2..).unwrap_or_default();
    is_header && field.words.first().is_some_and(|word| word == "x") && words::are(own, name)
}

fn nearest<'f, 'a>(
    facts: &'f Facts<'a>,
    parent: &[String],
    is_it: impl Fn(&Field<'a>) -> bool,
) -> Option<&'f Field<'a>> {
    let list = items::choose(facts, parent).best;
    let around = list.map_or(&[][..], |list| list.parent());
    let fields = facts.fields.iter().filter(|field| {
        // A total inside of something else is that of something else.
        let is_near = around.starts_with(field.parent())
            || field
                .around
                .iter()
                .all(|word| OF_LISTS.contains(&word.as_str()));
        field.is_number() && is_near && is_it(field)
    });
    fields.min_by_key(|field| (field.parent() != parent, field.path.len()))
}

/// The number that a page had.
pub(crate) fn received(page: &Sample, field: &Field<'_>) -> Option<u64> {
    value::count(page, &field.location)
}

/// Whether pages show that the number is that of their own items.
fn counts_a_page(facts: &Facts<'_>, field: &Field<'_>) -> bool {
    let pages = &facts.operation.samples;
    pages.iter().enumerate().any(|(at, page)| {
        let Some(items) = items::of_page(facts, page) else {
            return false;
        };
        let (count, is_last) = (items.len() as u64, at + 1 == pages.len());
        let number = received(page, field);
        // Of pages that are followed by others, the whole list has more.
        number.is_some_and(|number| number < count || (number == count && !is_last))
    })
}

/// Phrases by which a description says that the number is that of this page.
const OF_PAGE: &[&str] = &[
    "in this page",
    "on this page",
    "in this response",
    "in the response",
    "in the current page",
    "returned in",
];
