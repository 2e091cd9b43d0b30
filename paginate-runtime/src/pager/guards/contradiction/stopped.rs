//! What a response has that explains why the walk cannot go on.

use super::names::PAGES;
use super::{Finding, Occasion, continuations, flags, some};
use crate::page::evidence::Evidence;
use crate::pager::stop::StopReason;
use crate::scheme::location::{ResponseLocation, Source};

/// Returns advice for the error that stops the walk, if the response has more to say than the
/// declaration reads.
pub(crate) fn explanation(at: &Occasion<'_>, evidence: &Evidence) -> Option<Finding> {
    let advice = match at.stopped? {
        StopReason::EmptyPages { .. } => pages_count_items(at, evidence),
        StopReason::Loop => flags::last_page(at, evidence)
            .or_else(|| other_continuation(at, evidence))
            .or_else(|| empty_page(at)),
        StopReason::MissingContinuation => other_continuation(at, evidence),
        _ => None,
    }?;
    Some(Finding::Explain(advice))
}

/// The response has a continuation that the declaration does not read.
fn other_continuation(at: &Occasion<'_>, evidence: &Evidence) -> Option<String> {
    let declared = match at.scheme.next_at? {
        ResponseLocation::Member(path) => format!("`{path}`"),
        ResponseLocation::Header(name) => format!("the header `{name}`"),
        ResponseLocation::Link(relation) => format!("the relation `{relation}`"),
    };
    let other = continuations::unread(at, evidence)?;
    Some(format!(
        "the declaration reads the continuation from {declared}, and the response has {other}"
    ))
}

/// A page without items is the end of some APIs that always link to a next page. For repeated
/// tokens, the error itself says what to declare.
fn empty_page(at: &Occasion<'_>) -> Option<String> {
    let follows = matches!(at.scheme.source, Source::NextUrl) && !at.scheme.end_on.empty;
    (follows && at.len == 0 && at.received > 0).then(|| {
        "this page has no items: if that is how the API ends the list, declare `end_on = [empty]`"
            .to_owned()
    })
}

/// The declared number of pages is the number of items, or another number that pages do not reach.
fn pages_count_items(at: &Occasion<'_>, evidence: &Evidence) -> Option<String> {
    let declared = at.total_pages?;
    let counts = match at.received == declared {
        true => "as many as that: if it counts items, declare it with `total`",
        false => "and pages without items came before the last one: check what that number counts",
    };
    let is_read = |name: &str| matches!(at.scheme.pages_at, Some(ResponseLocation::Header(read)) if read.eq_ignore_ascii_case(name));
    let header = evidence.headers.iter().find(|name| {
        name.contains("total") && name.contains("page") && !name.contains("per") && !is_read(name)
    });
    let member = evidence.members.iter().find(|member| {
        let fits = member
            .value
            .count()
            .is_some_and(|count| count < declared && count <= at.pages);
        PAGES.contains(&member.plain_name().as_str()) && at.is_about_paging(&member.path) && fits
    });
    let other = match (header, member) {
        (Some(header), _) => format!(", and `pages` from the header `{header}`"),
        (None, Some(member)) => format!(", and `pages` from `{}`", member.shown()),
        (None, None) => String::new(),
    };
    let received = some(at.received, "item");
    Some(format!(
        "the declared number of pages is {declared}, and {received} were received, {counts}{other}"
    ))
}
