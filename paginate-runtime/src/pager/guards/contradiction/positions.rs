//! Rules about the beginning of the walk, and the parameters of its requests.

use super::{Finding, Occasion, fail, some, warn};
use crate::page::evidence::{Evidence, Member, Shape, plain};
use crate::pager::decide::is_usual_page_size;
use crate::pager::end::EndReason;
use crate::report::warning::WarningKind;
use crate::scheme::location::{RequestLocation, Source};

/// Finds a first page that names a page before it.
pub(crate) fn begins_late(at: &Occasion<'_>, evidence: &Evidence) -> Option<Finding> {
    if !at.may_begin_late() {
        return None;
    }
    let names = |member: &&Member| names_a_page_before(member) && at.is_about_paging(&member.path);
    // The position of the first item, if a page of that length comes before it.
    let echoes = |member: &&Member| {
        let is_position = matches!(at.scheme.source, Source::Page(_))
            && matches!(
                member.plain_name().as_str(),
                "offset" | "skip" | "startindex" | "startat"
            );
        is_position && member.value.count() == Some(at.len) && at.is_about_paging(&member.path)
    };
    let mut members = evidence.members.iter();
    let found = members.clone().find(names).or_else(|| members.find(echoes));
    let what = match found {
        Some(member) => format!("`{}`", member.shown()),
        None if evidence.previous_link => "the `Link` header".to_owned(),
        None => return None,
    };
    let (began, advice) = match at.scheme.source {
        Source::Offset(_) => (
            "a later item",
            "if this API counts from 0, leave `start` out",
        ),
        _ => ("page 1", "if this API counts from 0, declare `start = 0`"),
    };
    warn(
        WarningKind::StartsLate,
        format!(
            "the walk began with {began}, and {what} says that there is a page before it: {advice}"
        ),
    )
}

/// Returns whether a member says that there is a page before this one.
fn names_a_page_before(member: &Member) -> bool {
    let name = member.plain_name();
    let previous = matches!(
        name.as_str(),
        "prev"
            | "previous"
            | "prevpage"
            | "previouspage"
            | "prevurl"
            | "previousurl"
            | "prevlink"
            | "previouslink"
            | "hasprev"
            | "hasprevious"
            | "haspreviouspage"
            | "hasprevpage"
    );
    let first = matches!(name.as_str(), "first" | "isfirst" | "isfirstpage");
    match (member.value, member.value.truth()) {
        // 0 can be the position of the first item.
        (Shape::Flag(false), _) => first,
        // 0, "false" and -1 do not name a page.
        (_, Some(flag)) => previous && flag,
        (Shape::Number(None), None) => false,
        (value, None) => previous && value.leads(),
    }
}

/// Finds a walk that `end_on = [repeat]` ended at its second page, if that is the first one again
/// and the first one was full.
pub(crate) fn parameter_is_ignored(at: &Occasion<'_>, _: &Evidence) -> Option<Finding> {
    let ended = at.end == Some(EndReason::Repeat) && at.pages == 2 && !at.resumed;
    let full = at
        .size
        .map_or(is_usual_page_size(at.len), |size| at.len >= size);
    if !ended || !full || at.total.is_some_and(|total| at.received >= total) {
        return None;
    }
    let parameter = at
        .scheme
        .source
        .location()
        .map_or_else(|| "the parameter".to_owned(), RequestLocation::shown);
    warn(
        WarningKind::ParameterIgnored,
        format!(
            "`end_on = [repeat]` ended the walk, because page 2 is the same as page 1, which has {}: if the list is longer, this API does not read {parameter}",
            some(at.len, "item")
        ),
    )
}

/// Finds equal keys: a walk that continues after a key loses the other items with that key.
pub(crate) fn keys_are_not_unique(at: &Occasion<'_>, _: &Evidence) -> Option<Finding> {
    if !at.tied || at.end.is_some() {
        return None;
    }
    warn(
        WarningKind::AmbiguousKey,
        "the last two items of the page have the same key: if the next page has more items with that key, the API leaves them out. Declare a key that is unique, \
         for example `last_item = \"id\"`",
    )
}

/// Finds a position in the response that differs from the one in the request: `startIndex=0` was
/// sent, and the response says 1.
pub(crate) fn begins_elsewhere(at: &Occasion<'_>, evidence: &Evidence) -> Option<Finding> {
    let sent = at.first_number().filter(|_| at.may_begin_elsewhere())?;
    let parameter = at
        .scheme
        .source
        .location()
        .and_then(RequestLocation::name)?;
    let of_paging = |member: &&Member| at.is_about_paging(&member.path);
    let named = |member: &&Member| member.plain_name() == plain(parameter);
    let usual = |member: &&Member| {
        matches!(
            member.plain_name().as_str(),
            "startindex" | "offset" | "from" | "startat" | "skip"
        )
    };
    let told = |member: &&Member| {
        let number = member.value.count_or_zero();
        number.is_some_and(|number| number.abs_diff(sent) == 1)
    };
    let mut members = evidence.members.iter().filter(of_paging);
    // If the response echoes the sent parameter, its other positions are for people, who count from
    // 1.
    let member = match members.clone().find(named) {
        Some(echo) => Some(echo).filter(told),
        None => members.find(|member| usual(member) && told(member)),
    }?;
    let number = member.value.count_or_zero()?;
    warn(
        WarningKind::StartsLate,
        format!(
            "the walk began with `{parameter}={sent}`, and the response says `{}`: {number}: if this API counts items from {number}, declare `start = {number}`",
            member.shown()
        ),
    )
}

/// Finds a token under the name of the parameter that is declared to count pages or items.
pub(crate) fn position_is_a_token(at: &Occasion<'_>, evidence: &Evidence) -> Option<Finding> {
    let key = match at.scheme.source {
        Source::Page(_) => "page",
        Source::Offset(_) => "offset",
        _ => return None,
    };
    if !at.first || at.end.is_some() {
        return None;
    }
    let location = at.scheme.source.location()?;
    let parameter = plain(location.name()?);
    let is_token = |member: &&Member| {
        let text = matches!(
            member.value,
            Shape::Text {
                blank: false,
                number: None,
                ..
            }
        );
        text && member.plain_name() == parameter && at.is_about_paging(&member.path)
    };
    let member = evidence.members.iter().find(is_token)?;
    fail(format!(
        "the declaration counts with {}, and `{}` in the response is a text: it is the token of the next page. Declare it with `token` and `param`, instead \
         of `{key}`",
        location.shown(),
        member.shown()
    ))
}

/// Finds an empty page whose number is the offset that was sent: the parameter counts pages.
pub(crate) fn offset_is_a_page(at: &Occasion<'_>, evidence: &Evidence) -> Option<Finding> {
    let is_offset = matches!(at.scheme.source, Source::Offset(_));
    if !is_offset || at.end != Some(EndReason::Empty) || at.len > 0 || !at.whole || at.first {
        return None;
    }
    let sent = at.scheme.base().saturating_add(at.received);
    let is_echo = |member: &&Member| {
        let is_number = matches!(
            member.plain_name().as_str(),
            "page" | "pagenumber" | "currentpage" | "pageno" | "pageindex"
        );
        is_number && member.value.count() == Some(sent) && at.is_about_paging(&member.path)
    };
    let member = evidence.members.iter().find(is_echo)?;
    warn(
        WarningKind::TotalNotReached,
        format!(
            "the last request asked for offset {sent}, and `{}` in the response is {sent}: the parameter is the number of the page, so declare it with `page`",
            member.shown()
        ),
    )
}
