//! Rules about totals that the walk did not reach, and about numbers that are not totals.

use std::borrow::Cow;

use super::names::{PAGES, SIZES, TOTALS, is_continuation};
use super::{Finding, Occasion, some, warn};
use crate::page::evidence::{Evidence, Member, Shape, loosely_equal, plain};
use crate::pager::decide::is_usual_page_size;
use crate::pager::end::EndReason;
use crate::report::warning::WarningKind;
use crate::scheme::location::{RequestLocation, ResponseLocation, Source};

/// Finds a walk that received fewer items or pages than the API says there are.
pub(crate) fn total_is_not_reached(at: &Occasion<'_>, evidence: &Evidence) -> Option<Finding> {
    if !at.has_ended() || !at.whole {
        return None;
    }
    if let Some(finding) = declared_total_is_not_reached(at) {
        return Some(finding);
    }
    // The API's own end is more reliable than a number that the declaration does not read. So the
    // number counts only for a walk that makes its continuations, and for one that ended at once.
    let may_be_wrong =
        at.ends_unproven() || (at.makes_continuations() && at.end != Some(EndReason::Flag));
    if !may_be_wrong {
        return None;
    }
    unread_pages_are_more(at, evidence).or_else(|| unread_total_is_more(at, evidence))
}

/// Finds a declared total, or number of pages, that was not reached.
fn declared_total_is_not_reached(at: &Occasion<'_>) -> Option<Finding> {
    let received = at.received;
    let items = some(received, "item");
    if let Some(total) = at.total.filter(|&total| received < total) {
        return warn(
            WarningKind::TotalNotReached,
            format!(
                "the walk ended after {items}, and the API says that there are {total}{}",
                why_fewer(at)
            ),
        );
    }
    let pages = at.pages;
    let of_items = at.total_pages.filter(|&total| {
        total == received
            && at.end == Some(EndReason::Empty)
            && matches!(at.scheme.source, Source::Page(_))
    });
    if let Some(total) = of_items {
        return warn(
            WarningKind::TotalNotReached,
            format!(
                "the declared number of pages is {total}, and so is the number of items received: if it counts items, declare it with `total`"
            ),
        );
    }
    if let Some(total) = at
        .total_pages
        .filter(|&total| pages < total && at.total.is_none())
    {
        return warn(
            WarningKind::TotalNotReached,
            format!(
                "the walk ended after {}, and the API says that there are {total}",
                some(pages, "page")
            ),
        );
    }
    None
}

/// Finds a larger number of pages that the declaration does not read.
fn unread_pages_are_more(at: &Occasion<'_>, evidence: &Evidence) -> Option<Finding> {
    if !matches!(at.scheme.source, Source::Page(_)) {
        return None;
    }
    let pages = at.pages;
    let told_pages = |member: &&Member| {
        PAGES.contains(&member.plain_name().as_str())
            && at.is_about_paging(&member.path)
            && member.value.count().is_some_and(|total| total > pages)
    };
    let member = evidence.members.iter().find(told_pages)?;
    let total = member.value.count().unwrap_or_default();
    let is_declared = match at.scheme.pages_at {
        Some(ResponseLocation::Member(declared)) => loosely_equal(declared, &member.path),
        _ => false,
    };
    let advice = match at.total_pages {
        _ if !is_declared => "if it is the number of pages, declare it with `pages`",
        Some(pages) if pages == total => "if it is the number of pages, leave `total` out",
        // The derive does not see the serde attributes of nested structs.
        _ => {
            "the declaration reads `pages` there, and got another value. If serde renames the field (`rename`, or `rename_all` on its struct), write the \
             name that the response has"
        }
    };
    warn(
        WarningKind::TotalNotReached,
        format!(
            "the walk ended after {}{}, and `{}` in the response is {total}: {advice}",
            some(pages, "page"),
            at_total(at),
            member.shown()
        ),
    )
}

/// Finds a larger number of items that the declaration does not read.
fn unread_total_is_more(at: &Occasion<'_>, evidence: &Evidence) -> Option<Finding> {
    let received = at.received;
    let items = some(received, "item");
    let counts = |member: &&Member| {
        let known = TOTALS.contains(&member.plain_name().as_str());
        known
            && at.is_about_paging(&member.path)
            && member.value.count().is_some_and(|total| total > received)
    };
    if let Some((name, total)) = evidence.total_header.filter(|&(_, total)| total > received) {
        return warn(
            WarningKind::TotalNotReached,
            format!(
                "the walk ended after {items}, and the header `{name}` says {total}: declare it with `total = header(\"{name}\")`"
            ),
        );
    }
    let member = evidence.members.iter().find(counts)?;
    let total = member.value.count().unwrap_or_default();
    let advice = match at.scheme.next_at {
        Some(ResponseLocation::Member(declared)) if !at.makes_continuations() => {
            let state = match evidence.declared(declared) {
                Some(_) => "is empty",
                None => "is not there",
            };
            format!("the declaration reads the continuation from `{declared}`, which {state}")
        }
        _ => "if it is the number of items, declare it with `total`".to_owned(),
    };
    warn(
        WarningKind::TotalNotReached,
        format!(
            "the walk ended after {items}{}, and `{}` in the response is {total}: {advice}",
            at_total(at),
            member.shown()
        ),
    )
}

/// Finds a total that is below the number of items received, and so counts something else.
pub(crate) fn total_is_too_small(at: &Occasion<'_>, _: &Evidence) -> Option<Finding> {
    let total = at.total.filter(|&total| {
        at.end == Some(EndReason::Total) && at.whole && !at.resumed && at.received > total
    })?;
    // One page with more items than the total is no estimate. An item can have been added meanwhile.
    if at.first && at.received > total.saturating_add(1) {
        return warn(
            WarningKind::TotalNotReached,
            format!(
                "the walk ended at the declared `total` of {total}, and its only page has {}: if that is the number of pages, declare it with `pages`; otherwise leave it out",
                some(at.received, "item")
            ),
        );
    }
    // Totals of plain lists are often estimates.
    if !at
        .scheme
        .items_within
        .is_some_and(|within| within.contains("[]"))
    {
        return None;
    }
    warn(
        WarningKind::TotalNotReached,
        format!(
            "the walk ended at the declared `total` of {total}, and received {}: `total` may count something else, such as the elements that contain the items; then remove `total`",
            some(at.received, "item")
        ),
    )
}

/// Finds a number of items that are left, at an end that the walk computed.
pub(crate) fn more_remain(at: &Occasion<'_>, evidence: &Evidence) -> Option<Finding> {
    let may_be_wrong =
        at.ends_unproven() || (at.makes_continuations() && at.end != Some(EndReason::Flag));
    if !at.has_ended() || !may_be_wrong {
        return None;
    }
    let remains = |member: &&Member| {
        let name = member.plain_name();
        let is_left = name == "left"
            || (name.contains("remaining")
                && [
                    "rate", "limit", "request", "call", "quota", "credit", "time", "second",
                ]
                .iter()
                .all(|other| !name.contains(other)));
        is_left && member.value.count().is_some() && at.is_about_paging(&member.path)
    };
    let member = evidence.members.iter().find(remains)?;
    let is_total = matches!(at.scheme.total_at, Some(ResponseLocation::Member(declared)) if loosely_equal(declared, &member.path));
    let advice = match is_total {
        true => "that is no total: leave `total` out",
        false if at.end == Some(EndReason::Total) => {
            "the declared `total` may count the items of this page only; then leave it out"
        }
        false => "check where the walk ends",
    };
    warn(
        WarningKind::TotalNotReached,
        format!(
            "the walk ended after {}, and `{}` in the response says that {} are left: {advice}",
            some(at.received, "item"),
            member.shown(),
            member.value.count().unwrap_or_default()
        ),
    )
}

/// Finds a walk that ended at a total, if a member beside that total says that there may be more.
pub(crate) fn total_is_a_lower_bound(at: &Occasion<'_>, evidence: &Evidence) -> Option<Finding> {
    let total = at.total.filter(|_| at.end == Some(EndReason::Total))?;
    let bound = |member: &&Member| {
        let (parent, name) = member.path.rsplit_once('.').unwrap_or(("", &member.path));
        let number = match parent {
            "" => "value".to_owned(),
            parent => format!("{parent}.value"),
        };
        let is_told = matches!(
            member.value,
            Shape::Text {
                lower_bound: true,
                ..
            }
        ) && name == "relation";
        is_told
            && evidence
                .at(&number)
                .is_some_and(|member| member.value.count() == Some(total))
    };
    let member = evidence.members.iter().find(bound)?;
    warn(
        WarningKind::TotalNotReached,
        format!(
            "the walk ended at the declared total of {total}, and `{}` in the response says that there are at least that many: leave `total` out, or ask the API for an \
             exact total (Elasticsearch: `track_total_hits=true`)",
            member.shown()
        ),
    )
}

/// Finds an empty page that is the last one by the number of pages: the API may count from 0.
pub(crate) fn last_page_is_empty(at: &Occasion<'_>, _: &Evidence) -> Option<Finding> {
    let total = at
        .total_pages
        .filter(|_| at.end == Some(EndReason::Empty) && at.len == 0 && at.whole)?;
    if !matches!(at.scheme.source, Source::Page(_))
        || at.scheme.start.is_some()
        || at.pages != total
        || at.received == total
    {
        return None;
    }
    warn(
        WarningKind::StartsLate,
        format!("page {total} of {total} is empty: if this API counts from 0, declare `start = 0`"),
    )
}

/// Returns a text that says that a declared total ended the walk and may count the items of this
/// page only. Empty if no total ended it.
fn at_total(at: &Occasion<'_>) -> String {
    match at.total.filter(|_| at.end == Some(EndReason::Total)) {
        Some(total) => format!(
            " at the declared `total` of {total}, which may count the items of this page only"
        ),
        None => String::new(),
    }
}

/// Returns the likely cause of a total that was not reached.
fn why_fewer(at: &Occasion<'_>) -> Cow<'static, str> {
    let parameter = at.scheme.source.location().and_then(RequestLocation::name);
    let why = match (at.scheme.source, at.end) {
        (_, Some(EndReason::Flag)) => {
            ": the declared `more` or `done` ended the walk. Check that this flag is about pages, and which way it is meant. Some APIs estimate the total"
        }
        (_, Some(EndReason::Short)) => {
            ": `end_on = [short]` ended the walk. Declare the size parameter of this API with `size`, or leave `short` out, because the server caps pages"
        }
        (Source::Page(_), _) if at.scheme.start.is_none() => {
            ": if this API counts pages from 0, declare `start = 0`; if the parameter counts items, declare `offset`. Some APIs estimate the total"
        }
        (Source::Offset(_), _) if at.scheme.start.is_some() => {
            ": if this API counts items from 0, leave `start` out; if the parameter is the number of the page, declare `page`. Some APIs estimate the total"
        }
        (Source::Offset(_), _) => {
            let parameter = parameter.unwrap_or_default();
            return format!(
                ": if the parameter is the number of the page, declare `page = \"{parameter}\", start = 0`. Some APIs estimate the total"
            )
            .into();
        }
        (Source::Page(_), _) => {
            ": if this API counts pages from 1, leave `start` out; if the parameter counts items, declare `offset`. Some APIs estimate the total"
        }
        _ => ": check where the declaration reads the continuation. Some APIs estimate the total",
    };
    why.into()
}

/// Finds a walk that ended on its first page, at a total that equals the length of that page, if
/// that is the page size, or if the response names the number of the next page.
pub(crate) fn total_is_of_the_page(at: &Occasion<'_>, evidence: &Evidence) -> Option<Finding> {
    let total = at
        .total
        .filter(|&total| at.first && at.end == Some(EndReason::Total) && total == at.len)?;
    let size = |member: &&Member| {
        let name = member.plain_name();
        SIZES.contains(&name.as_str())
            && at.is_about_paging(&member.path)
            && member.value.count() == Some(total)
    };
    // A name such as `count` is used for both. Some APIs name a next page after the last one.
    let names_a_total = match at.scheme.total_at {
        Some(ResponseLocation::Member(path)) => plain(path).contains("total"),
        _ => true,
    };
    let next = match at.scheme.source {
        _ if names_a_total => None,
        Source::Page(_) => at.scheme.base().checked_add(1),
        Source::Offset(_) => at.scheme.base().checked_add(at.len),
        _ => None,
    };
    let names_next = |member: &&Member| {
        is_continuation(member)
            && at.is_about_paging(&member.path)
            && next.is_some_and(|next| member.value.count() == Some(next))
    };
    if let Some(member) = evidence.members.iter().find(names_next) {
        return warn(
            WarningKind::TotalNotReached,
            format!(
                "the walk ended on page 1 at the declared `total` of {total}, and `{}` in the response leads to another page: if `total` counts the \
                 items of this page, leave `total` out",
                member.shown()
            ),
        );
    }
    let size = evidence
        .members
        .iter()
        .find(size)
        .map(|member| format!("`{}` in the response", member.shown()));
    let asked = || {
        if names_a_total || says_that_it_ends(evidence) {
            return None;
        }
        match at.size == Some(total) {
            true => Some("the walk asked for that many"),
            false => is_usual_page_size(total).then_some("a usual one"),
        }
        .map(str::to_owned)
    };
    let size = size.or_else(asked)?;
    warn(
        WarningKind::TotalNotReached,
        format!(
            "the walk ended on page 1 at the declared `total` of {total}, which is also the page size ({size}): if it counts the items of this page, leave `total` out"
        ),
    )
}

/// Returns whether the response names no next page, where others would.
fn says_that_it_ends(evidence: &Evidence) -> bool {
    evidence
        .members
        .iter()
        .any(|member| is_continuation(member) && !member.value.leads())
}
