//! Rules about a flag that says that there is more.

use super::names::{DONE, MORE};
use super::{Finding, Occasion, rename, some, warn};
use crate::page::evidence::{Evidence, Member, Shape, loosely_equal};
use crate::pager::decide::is_usual_page_size;
use crate::pager::end::EndReason;
use crate::report::warning::WarningKind;
use crate::scheme::location::ResponseLocation;

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
    let says_more =
        |member: &&Member| says_more(member, absent.is_some()) && at.is_about_paging(&member.path);
    let member = evidence.members.iter().find(says_more)?;
    let key = key(&member.plain_name());
    let is_declared = at
        .scheme
        .flag_at
        .is_some_and(|declared| declared == member.path);
    let advice = match absent {
        // It is there, and the page read another value: the derive does not see the serde
        // attributes of nested structs.
        _ if is_declared => format!(
            "the declaration reads `{key}` there, and got another value. If serde renames the field (`rename`, or `rename_all` on its struct), write \
             the name that the response has"
        ),
        Some(declared) => format!(
            "the declaration reads `{declared}`, which is not there: put {} on its field, or declare this one with `{key}`",
            rename(member)
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

/// Finds a declared flag that is absent, and so ended the walk by its default value, if the page
/// names a continuation or is as long as pages usually are.
pub(crate) fn flag_is_a_default(at: &Occasion<'_>, evidence: &Evidence) -> Option<Finding> {
    let flag = at.flag_is_absent(evidence)?;
    let continuation = match at.scheme.next_at {
        Some(ResponseLocation::Member(path)) => evidence
            .declared(path)
            .filter(|member| member.value.leads())
            .map(|member| format!("`{}` leads to another page", member.shown())),
        _ => None,
    };
    let full = || {
        let is_full = at.size == Some(at.len) || is_usual_page_size(at.len);
        let counts =
            at.scheme.next_at.is_none() && at.total.is_none_or(|total| at.received < total);
        (is_full && counts)
            .then(|| format!("the page has {}, as a full page has", some(at.len, "item")))
    };
    let sign = continuation.or_else(full)?;
    warn(
        WarningKind::UnreadFlag,
        format!(
            "the declaration reads `{flag}`, which is not in the response: its default value ended the walk, though {sign}. Correct its name, or leave it out; \
             if this API sends it on some pages only, make the field an `Option`, without `#[serde(default)]`"
        ),
    )
}

/// Returns whether a flag with a well-known name says that there is more. Beside a declared flag that is
/// absent, names are read more generously.
pub(super) fn says_more(member: &Member, generously: bool) -> bool {
    let name = member.plain_name();
    let known = match member.value.truth() {
        Some(true) => MORE.contains(&name.as_str()),
        // 0 and 1 are numbers too.
        Some(false) => matches!(member.value, Shape::Flag(_)) && DONE.contains(&name.as_str()),
        None => false,
    };
    known || (generously && sounds_like_more(&name, member.value))
}

/// Returns the key that declares a flag of that name.
pub(super) fn key(name: &str) -> &'static str {
    match MORE.contains(&name) || !sounds_like_an_end(name) {
        true => "more",
        false => "done",
    }
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

/// Returns the flag that says that this is the last page, and how to declare it. The declaration
/// does not read it, or reads another one that the response does not have.
pub(super) fn last_page(at: &Occasion<'_>, evidence: &Evidence) -> Option<String> {
    let absent = match at.scheme.flag_at {
        Some(declared) if evidence.declared(declared).is_some() => return None,
        declared => declared,
    };
    let says_the_end = |member: &&Member| {
        let name = member.plain_name();
        let name = name.as_str();
        let end = || DONE.contains(&name) || (absent.is_some() && sounds_like_an_end(name));
        let told = match member.value.truth() {
            Some(true) => end(),
            Some(false) => MORE.contains(&name),
            None => false,
        };
        told && at.is_about_paging(&member.path)
    };
    let member = evidence.members.iter().find(says_the_end)?;
    let reads = match absent {
        Some(declared) => format!("the declaration reads `{declared}`, which is not there, and "),
        None => String::new(),
    };
    Some(format!(
        "{reads}`{}` in the response says that this is the last page: declare it with `{}`",
        member.shown(),
        key(&member.plain_name())
    ))
}

/// A page without items, whose declared `ready` is absent, and another flag says that the answer is
/// not there yet.
pub(crate) fn ready_is_not_read(at: &Occasion<'_>, evidence: &Evidence) -> Option<Finding> {
    let Some(ResponseLocation::Member(declared)) = at.scheme.ready_at.filter(|_| at.len == 0)
    else {
        return None;
    };
    if evidence.declared(declared).is_some() {
        return None;
    }
    let says_no = |member: &&Member| {
        let name = member.plain_name();
        let about = ["ready", "complete", "finished", "done"]
            .iter()
            .any(|part| name.contains(part));
        (about || loosely_equal(&member.path, declared))
            && member.value.truth() == Some(false)
            && at.is_about_paging(&member.path)
    };
    let member = evidence.members.iter().find(says_no)?;
    warn(
        WarningKind::UnreadFlag,
        format!(
            "the page has no items, and `{}` in the response says that it is not ready: the declaration reads `{declared}`, which is not there. Put \
             `#[serde(rename = \"..\")]` on its field, or declare this one with `ready`",
            member.shown()
        ),
    )
}
