//! Rules about a flag that says that there is more.

use super::names::{DONE, MORE};
use super::{Finding, Occasion, warn};
use crate::page::evidence::{Evidence, Member, Shape};
use crate::pager::end::EndReason;
use crate::report::warning::WarningKind;

/// Finds a flag with a well-known name that says that there is more and that the declaration does
/// not read.
pub(crate) fn flag_is_not_read(at: &Occasion<'_>, evidence: &Evidence) -> Option<Finding> {
    // The API uses the token or flag that has already led to a page; other flags are known to be
    // wrong (Jira's `isLast`).
    let proven = at.end == Some(EndReason::NoContinuation) && !at.first;
    let absent = at.flag_is_absent(evidence);
    let may_be_wrong = at.ends_unproven() || absent.is_some() || (at.may_go_on() && !proven);
    if !may_be_wrong {
        return None;
    }
    let says_more = |member: &&Member| {
        let name = member.plain_name();
        let known = match member.value.truth() {
            Some(true) => MORE.contains(&name.as_str()),
            // 0 and 1 are numbers too.
            Some(false) => matches!(member.value, Shape::Flag(_)) && DONE.contains(&name.as_str()),
            None => false,
        };
        (known || (absent.is_some() && sounds_like_more(&name, member.value)))
            && at.is_about_paging(&member.path)
    };
    let member = evidence.members.iter().find(says_more)?;
    let name = member.plain_name();
    let key = if MORE.contains(&name.as_str()) || !sounds_like_an_end(&name) {
        "more"
    } else {
        "done"
    };
    let advice = match absent {
        Some(declared) => format!(
            "the declaration reads `{declared}`, which is not there: put `#[serde(rename = \"..\")]` on its field, or declare this one with `{key}`"
        ),
        None => format!("declare it with `{key}`"),
    };
    warn(
        WarningKind::UnreadFlag,
        format!(
            "the walk ended here, and `{}` in the response says that there is more: {advice}",
            member.shown()
        ),
    )
}

/// Returns whether a member may mean "more". Used if the declared flag is absent; accepts more
/// names.
fn sounds_like_more(name: &str, value: Shape) -> bool {
    let more = ["more", "remaining", "hasnext", "truncated", "incomplete"]
        .iter()
        .any(|part| name.contains(part));
    match value.truth() {
        Some(true) => more,
        Some(false) => sounds_like_an_end(name),
        None => name.contains("remaining") && value.count().is_some(),
    }
}

fn sounds_like_an_end(name: &str) -> bool {
    let whole = matches!(
        name,
        "end" | "eof" | "last" | "done" | "completed" | "complete" | "finished"
    );
    whole
        || [
            "islast",
            "lastpage",
            "isend",
            "endof",
            "isdone",
            "iscomplete",
            "isfinished",
            "exhausted",
            "nomore",
        ]
        .iter()
        .any(|part| name.contains(part))
}
