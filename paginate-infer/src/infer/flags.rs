//! Flags that tell whether there are more pages.

use crate::declaration::ResponseLocation;
use crate::infer::facts::{Facts, Field};
use crate::infer::words;
use crate::model::Kind;

/// What a flag says when it is true.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Says {
    /// There are more pages.
    More,
    /// This is the last page.
    Done,
}

/// The flag of the page, the one nearest to `parent` first.
pub(crate) fn find<'f, 'a>(
    facts: &'f Facts<'a>,
    parent: &[String],
    says: Says,
) -> Option<&'f Field<'a>> {
    let flags = facts
        .fields
        .iter()
        .filter(|field| meaning(field) == Some(says));
    flags.min_by_key(|field| (field.parent() != parent, field.path.len()))
}

/// Whether a flag says that there are more pages.
pub(crate) fn has_more(facts: &Facts<'_>) -> bool {
    facts
        .fields
        .iter()
        .any(|field| meaning(field) == Some(Says::More))
}

/// What the member says, if it is such a flag.
pub(crate) fn meaning(field: &Field<'_>) -> Option<Says> {
    let is_header = matches!(field.location, ResponseLocation::Header(_));
    let is_boolean = field.kind() == Kind::Boolean || is_header;
    if !is_boolean || words::is_deprecated(field.description) {
        return None;
    }
    let has = |word| words::has(&field.words, word);
    if has("prev") || has("previous") || has("before") {
        return None;
    }
    let words = &field.words;
    let done = [
        "is last",
        "last",
        "last page",
        "is last page",
        "is done",
        "done",
        "end",
        "is end",
        "no more",
        "is complete",
        "is finished",
        "end of list",
        "is end",
        "eof",
    ];
    if words::are_any(words, &done) && !is_header {
        return Some(Says::Done);
    }
    let more = [
        "truncated",
        "is truncated",
        "more",
        "has next",
        "has next page",
        "next page exists",
        "more data",
        "more data available",
        "additional data pending",
        "list is truncated",
        "has additional pages",
        "more items in collection",
    ];
    let is_more = words::are_any(words, &more)
        || (has("has") && (has("more") || has("next")))
        || (has("more")
            && (has("results")
                || has("available")
                || has("items")
                || has("exist")
                || has("pages")))
        || (has("additional") && (has("available") || has("pending")));
    is_more.then_some(Says::More)
}
