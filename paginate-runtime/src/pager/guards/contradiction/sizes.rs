//! Rules about the page size.

use super::names::SIZES;
use super::{Finding, Occasion, some, warn};
use crate::page::evidence::{Evidence, Member};
use crate::pager::decide::is_usual_page_size;
use crate::pager::end::EndReason;
use crate::report::warning::WarningKind;

/// Finds a page that is shorter than requested, if the response says that pages have exactly that
/// length.
pub(crate) fn short_page_is_full(at: &Occasion<'_>, evidence: &Evidence) -> Option<Finding> {
    if at.end != Some(EndReason::Short) {
        return None;
    }
    let echoes = |member: &&Member| {
        SIZES.contains(&member.plain_name().as_str())
            && at.is_about_paging(&member.path)
            && member.value.count() == Some(at.len)
    };
    let member = evidence.members.iter().find(echoes)?;
    warn(
        WarningKind::PageSizeIgnored,
        format!(
            "`end_on = [short]` ended the walk after a page of {}, and `{}` in the response says that this is a full page: the API caps sizes. Ask for one that it \
             keeps to, for example `max = {}`, or leave `short` out",
            some(at.len, "item"),
            member.shown(),
            at.len
        ),
    )
}

/// Finds a page size that was sent in the default parameter and had no effect.
pub(crate) fn size_is_ignored(at: &Occasion<'_>, evidence: &Evidence) -> Option<Finding> {
    let bounds = at.scheme.size;
    if !at.first || at.end.is_some() || at.stopped.is_some() || bounds.declared || at.len == 0 {
        return None;
    }
    let echoes = |member: &Member| {
        SIZES.contains(&member.plain_name().as_str())
            && at.is_about_paging(&member.path)
            && member.value.count() == Some(at.len)
    };
    // Declared bounds without a parameter suggest that the default parameter is meant. Then only a
    // page of another usual length is a sign, or a response that says that its pages have that
    // length, because servers cap sizes in both cases.
    let meant = bounds.max.or(bounds.min).or(bounds.prefer).is_some();
    // An API that echoes the default parameter reads it, and caps pages.
    let is_read = |member: &Member| member.path == "page_size" && echoes(member);
    if meant && evidence.members.iter().any(is_read) {
        return None;
    }
    let size = if meant {
        at.size.filter(|&size| {
            at.len < size && (is_usual_page_size(at.len) || evidence.members.iter().any(echoes))
        })
    } else {
        at.asked_size.filter(|&size| at.len != size)
    }?;
    warn(
        WarningKind::PageSizeIgnored,
        format!(
            "the walk asked for {size} items a page with the query parameter `page_size`, the default, and got {}: declare the parameter of this API, for \
             example `size = \"limit\"`. If the API does read `page_size`, and caps pages, declare `max = {}`",
            at.len, at.len
        ),
    )
}
