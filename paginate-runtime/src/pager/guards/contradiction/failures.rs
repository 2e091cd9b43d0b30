//! Rules about a failure that the declaration does not read.

use super::names::{FAILURES, says_none};
use super::{Finding, Occasion, warn};
use crate::page::evidence::{Evidence, Member, Shape};
use crate::report::warning::WarningKind;

/// Finds an error report that the declaration does not read, in a page without items.
pub(crate) fn failure_is_reported(at: &Occasion<'_>, evidence: &Evidence) -> Option<Finding> {
    // What the declaration reads was read; unless it is not there.
    let is_read = |declared: &str| evidence.declared(declared).is_some();
    if at.len > 0 || at.scheme.error_at.is_some_and(is_read) || !(at.first || at.end.is_some()) {
        return None;
    }
    let top = |member: &&Member| !member.path.contains('.');
    let failed = |member: &&Member| match member.value {
        // `{"count": 0}` reports nothing.
        Shape::Map { .. } => {
            let inside = format!("{}.", member.path);
            evidence
                .members
                .iter()
                .any(|other| other.path.starts_with(&inside) && says_something(other.value))
        }
        Shape::Number(_) => false,
        value => says_something(value),
    };
    let report = evidence
        .members
        .iter()
        .filter(top)
        .filter(|member| FAILURES.contains(&member.plain_name().as_str()));
    if let Some(member) = report.clone().find(failed) {
        // With a total of 0, it can be a mere warning, as in BigQuery.
        if says_none(evidence) {
            return warn(
                WarningKind::UnreadFailure,
                format!(
                    "the page has no items, and `{}` in the response is not empty: if it reports a failure, declare it with `error`",
                    member.shown()
                ),
            );
        }
        return Some(Finding::Reported(member.path.clone()));
    }
    let denied = |member: &&Member| {
        let name = member.plain_name();
        at.scheme.ok_at.is_none()
            && matches!(name.as_str(), "ok" | "success")
            && member.value.flag() == Some(false)
    };
    let words = |member: &&Member| {
        let name = member.plain_name();
        matches!(name.as_str(), "stat" | "status" | "result")
            && matches!(member.value, Shape::Text { failure: true, .. })
    };
    let member = evidence
        .members
        .iter()
        .filter(top)
        .find(|member| denied(member) || words(member));
    match member {
        Some(member) => Some(Finding::Reported(member.path.clone())),
        None => code_is_reported(at, evidence),
    }
}

/// Finds an error report inside an object that describes the list, in a page without items.
pub(crate) fn failure_is_nested(at: &Occasion<'_>, evidence: &Evidence) -> Option<Finding> {
    if at.len > 0 || !(at.first || at.end.is_some()) {
        return None;
    }
    let reports = |member: &&Member| {
        let parents = member.path.rsplit_once('.').map(|(parents, _)| parents);
        let is_about_the_list =
            parents.is_some_and(|parents| parents == "status" || at.is_about_paging(&member.path));
        is_about_the_list
            && FAILURES.contains(&member.plain_name().as_str())
            && !matches!(member.value, Shape::Number(_))
            && says_something(member.value)
    };
    let name = evidence.members.iter().find(reports)?.shown();
    warn(
        WarningKind::UnreadFailure,
        format!(
            "the page has no items, and `{name}` in the response is not empty: if it reports a failure, declare `error = \"{name}\"`, and let serde read it under the \
             name that the response has"
        ),
    )
}

/// Returns whether a value is more than a default.
fn says_something(value: Shape) -> bool {
    match value {
        Shape::Flag(flag) => flag,
        Shape::Number(number) => number != Some(0),
        value => value.leads() && value.truth() != Some(false),
    }
}

/// Finds a code and a message in a response without the list, such as `{"code": 1001, "message":
/// "token expired", "data": null}`.
fn code_is_reported(at: &Occasion<'_>, evidence: &Evidence) -> Option<Finding> {
    let list = at.scheme.items_member?;
    let has_list = evidence
        .members
        .iter()
        .any(|member| matches!(member.value, Shape::List { .. }));
    if at.scheme.ok_at.is_some()
        || (at.scheme.items_within.is_none()
            && evidence
                .at(list)
                .is_some_and(|member| member.value == Shape::Null))
    {
        return None;
    }
    let top = |member: &&Member| !member.path.contains('.');
    let failed = |member: &&Member| {
        let number = member.value.count_or_zero();
        match member.plain_name().as_str() {
            "errormessage" | "errmsg" => matches!(member.value, Shape::Text { blank: false, .. }),
            "errcode" | "errorcode" | "errno" => number.is_some_and(|code| code > 0),
            "code" | "retcode" | "resultcode" | "statuscode" | "status" => {
                number.is_some_and(|code| code > 0 && !(200..300).contains(&code))
            }
            _ => false,
        }
    };
    let says = |member: &&Member| {
        let name = member.plain_name();
        matches!(
            name.as_str(),
            "message"
                | "msg"
                | "errmsg"
                | "errormessage"
                | "retmsg"
                | "errordescription"
                | "detail"
        ) && matches!(member.value, Shape::Text { blank: false, .. })
    };
    let message = evidence.members.iter().filter(top).find(says)?;
    let alone = evidence
        .members
        .iter()
        .filter(top)
        .all(|member| says(&member) || matches!(member.value, Shape::Text { .. }));
    let code = evidence
        .members
        .iter()
        .filter(top)
        .any(|member| failed(&member));
    // With an empty list or a total of 0, the page can be right and the code can mean something
    // else.
    if has_list || says_none(evidence) {
        return code.then(|| {
            let text = format!("the page has no items, and `{}` in the response reports something: if it is a failure, declare `ok` with a function, or `error`", message.shown());
            Finding::Warn(WarningKind::UnreadFailure, text.into())
        });
    }
    (code || alone).then(|| Finding::Reported(message.path.clone()))
}
