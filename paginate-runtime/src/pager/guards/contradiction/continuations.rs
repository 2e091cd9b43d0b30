//! Rules about a token, a link or a header that leads to another page, and that the declaration
//! does not read.

use super::names::{TOKENS, is_continuation};
use super::{Finding, Occasion, fail, warn};
use crate::page::evidence::{Evidence, Member, Shape, loosely_equal, plain};
use crate::pager::end::EndReason;
use crate::report::warning::WarningKind;
use crate::scheme::location::{RequestLocation, ResponseLocation, Source};

/// Finds a token with a slightly different spelling if the declared one is absent.
pub(crate) fn token_has_another_spelling(
    at: &Occasion<'_>,
    evidence: &Evidence,
) -> Option<Finding> {
    let Some(ResponseLocation::Member(declared)) = at.scheme.next_at else {
        return None;
    };
    if !at.may_go_on() {
        return None;
    }
    let same = |member: &&Member| {
        loosely_equal(&member.path, declared) && member.path != declared && member.value.leads()
    };
    let member = evidence.members.iter().find(same)?;
    let name = member.path.rsplit('.').next().unwrap_or_default();
    fail(format!(
        "the declaration reads `{declared}`, which is not there, and the response has `{}`: the walk would have ended early. Put \
         `#[serde(rename = \"{name}\")]` on the field, or `rename_all` on its struct",
        member.shown()
    ))
}

/// Finds a value where a nested path is declared to read the continuation, if the page read none.
/// The derive does not see the serde attributes of nested structs.
pub(crate) fn token_is_renamed(at: &Occasion<'_>, evidence: &Evidence) -> Option<Finding> {
    let Some(ResponseLocation::Member(declared)) = at.scheme.next_at else {
        return None;
    };
    if !at.ends_unproven() || !at.may_go_on() || !declared.contains('.') {
        return None;
    }
    let has_url = |path: &str| {
        let inside = |member: &&Member| {
            let parent = member.path.rsplit_once('.').map(|(parent, _)| parent);
            parent == Some(path) && matches!(member.value, Shape::Text { link: true, .. })
        };
        evidence.members.iter().any(|member| inside(&member))
    };
    let follows = matches!(at.scheme.source, Source::NextUrl);
    let leads = |member: &&Member| match member.value {
        // Some APIs write 0 on the last page.
        Shape::Number(_) => member.value.count().is_some(),
        Shape::Map { .. } if follows => has_url(&member.path),
        Shape::List { leads, .. } if follows => leads,
        value => value.leads(),
    };
    evidence
        .members
        .iter()
        .filter(|member| member.path == declared)
        .find(leads)?;
    let key = if follows { "next_url" } else { "token" };
    fail(format!(
        "the walk would have ended early: `{declared}` in the response has a value, and the declaration read none there. If serde renames the field \
         (`rename`, or `rename_all` on its struct), write the name that the response has. If its type ends the walk at this value on purpose, give a \
         function (`{key} = Self::next`)"
    ))
}

/// Finds the relation `next` in the `Link` header if the declared relation is absent.
pub(crate) fn link_has_another_relation(at: &Occasion<'_>, evidence: &Evidence) -> Option<Finding> {
    let Some(ResponseLocation::Link(relation)) = at.scheme.next_at else {
        return None;
    };
    let follows = at.may_go_on() || (at.first && at.end.is_none());
    if !follows || !evidence.next_link || relation.eq_ignore_ascii_case("next") {
        return None;
    }
    fail(format!(
        "the declaration follows the relation `{relation}`, and the `Link` header has `rel=\"next\"`: declare `next_url = link(\"next\")`"
    ))
}

/// Finds a link to the next page if the declaration follows a link to another page.
pub(crate) fn token_leads_elsewhere(at: &Occasion<'_>, evidence: &Evidence) -> Option<Finding> {
    let Some(ResponseLocation::Member(declared)) = at.scheme.next_at else {
        return None;
    };
    let follows = at.may_go_on() || (at.first && at.end.is_none());
    if !follows || !at.leads_elsewhere() {
        return None;
    }
    let parent = declared.rsplit_once('.').map_or("", |(parent, _)| parent);
    let beside = |member: &&Member| {
        let siblings = loosely_equal(
            member
                .path
                .rsplit_once('.')
                .map_or("", |(parent, _)| parent),
            parent,
        );
        let name = member.plain_name();
        let forward =
            is_continuation(member) || (siblings && matches!(name.as_str(), "after" | "endcursor"));
        forward && member.value.leads()
    };
    let member = evidence.members.iter().find(beside)?;
    fail(format!(
        "the declaration follows `{declared}`, which does not lead to the next page, but the response has `{}`: declare that one",
        member.shown()
    ))
}

/// Finds a member that looks like a token if the declared token is nowhere in the first page.
pub(crate) fn token_was_never_there(at: &Occasion<'_>, evidence: &Evidence) -> Option<Finding> {
    let Some(ResponseLocation::Member(declared)) = at.scheme.next_at else {
        return None;
    };
    if !at.ends_unproven() || !at.may_go_on() || evidence.at(declared).is_some() {
        return None;
    }
    let parameter = at
        .scheme
        .source
        .location()
        .and_then(RequestLocation::name)
        .map(plain);
    let looks_like_one = |member: &&Member| {
        let name = member.plain_name();
        // No token was sent yet, so this member cannot be an echo.
        let named_as_sent = parameter.as_deref() == Some(name.as_str());
        let known = named_as_sent
            || (TOKENS.iter().any(|part| name.contains(part))
                && !name.contains("sync")
                && !name.contains("prev"));
        known
            && at.is_about_paging(&member.path)
            && matches!(member.value, Shape::Text { blank: false, .. })
            && !is_continuation(member)
    };
    let member = evidence.members.iter().find(looks_like_one)?;
    warn(
        WarningKind::UnreadContinuation,
        format!(
            "the walk ended here, because `{declared}` is not in the response, and `{}` looks like a token: if it leads to the next page, declare it with `token`",
            member.shown()
        ),
    )
}

/// Finds a `Link` header with a next page that the declaration does not read.
pub(crate) fn link_is_not_read(at: &Occasion<'_>, evidence: &Evidence) -> Option<Finding> {
    if !at.may_go_on()
        || !evidence.next_link
        || matches!(at.scheme.next_at, Some(ResponseLocation::Link(_)))
    {
        return None;
    }
    warn(
        WarningKind::UnreadContinuation,
        "the walk ended here, and the response has a `Link` header with `rel=\"next\"`: declare `next_url = link(\"next\")`",
    )
}

/// Finds a member with a well-known name that leads to a next page and that the declaration does
/// not read.
pub(crate) fn continuation_is_not_read(at: &Occasion<'_>, evidence: &Evidence) -> Option<Finding> {
    if !at.may_go_on() && at.flag_is_absent(evidence).is_none() {
        return None;
    }
    let leads = |member: &&Member| {
        let known = is_continuation(member);
        let link = matches!(member.value, Shape::List { leads: true, .. });
        (known && member.value.leads()) || link
    };
    // A walk that counts pages knows the next number already, and 0 and -1 do not lead to a page.
    let is_no_news = |member: &&Member| {
        let counts = matches!(at.scheme.source, Source::Page(_) | Source::Offset(_));
        let is_number =
            matches!(member.value, Shape::Number(_)) || member.value.count_or_zero().is_some();
        counts && is_number && (at.end == Some(EndReason::Total) || member.value.count().is_none())
    };
    // The declared member is excluded: the walk would have sent its value.
    let is_read = |member: &&Member| match at.scheme.next_at {
        Some(ResponseLocation::Member(declared)) => loosely_equal(&member.path, declared),
        _ => false,
    };
    let mut leading = evidence.members.iter().filter(leads);
    let member = leading.find(|member| !is_no_news(member) && !is_read(member))?;
    let name = member.shown();
    let inside = |name: &&str| {
        evidence
            .at(&format!("{}.{name}", member.path))
            .is_some_and(|inner| inner.value.leads())
    };
    let key = match member.value {
        Shape::Map { .. } if ["token", "cursor", "offset"].iter().any(inside) => {
            "token` (name the member inside it, with a dot"
        }
        Shape::Map { .. } | Shape::List { .. } => {
            "next_url` (the field's type is `Link` or `Links`"
        }
        Shape::Text { link: true, .. } => "next_url",
        _ => "token",
    };
    let close = if key.contains('(') { ")" } else { "`" };
    let declared = match at.scheme.next_at {
        Some(ResponseLocation::Member(declared)) => format!(" The declaration reads `{declared}`."),
        Some(ResponseLocation::Header(header)) => {
            format!(" The declaration reads the header `{header}`.")
        }
        Some(ResponseLocation::Link(relation)) => {
            format!(" The declaration follows the relation `{relation}` of the `Link` header.")
        }
        None => String::new(),
    };
    warn(
        WarningKind::UnreadContinuation,
        format!(
            "the walk ended here, and the response has `{name}`, which usually leads to the next page: declare it with `{key}{close}.{declared}"
        ),
    )
}

/// Finds a header that leads to a next page and that the declaration does not read.
pub(crate) fn header_is_not_read(at: &Occasion<'_>, evidence: &Evidence) -> Option<Finding> {
    if !at.may_go_on() {
        return None;
    }
    let leads = |name: &&String| {
        let of_token = at.ends_unproven() && name.starts_with("x-");
        name.split('-').any(|word| match word {
            "next" | "continuation" | "nexttoken" | "nextcursor" | "nextpage" => true,
            "cursor" | "after" | "bookmark" | "marker" => of_token && !name.contains("prev"),
            _ => false,
        })
    };
    let name = evidence.headers.iter().find(leads)?;
    let declared = match at.scheme.next_at {
        // The declared header was read, and did not lead to a page.
        Some(ResponseLocation::Header(declared)) if declared.eq_ignore_ascii_case(name) => {
            return None;
        }
        Some(ResponseLocation::Header(declared)) => format!(" The declaration reads `{declared}`."),
        _ => String::new(),
    };
    warn(
        WarningKind::UnreadContinuation,
        format!(
            "the walk ended here, and the response has the header `{name}`: declare `token = header(\"{name}\")`.{declared}"
        ),
    )
}

/// Finds a token in the first page that is a URL.
pub(crate) fn token_is_a_url(at: &Occasion<'_>, _: &Evidence) -> Option<Finding> {
    if !at.first || at.end.is_some() || !at.token_is_url {
        return None;
    }
    let declared = match at.scheme.next_at {
        Some(ResponseLocation::Member(path)) => format!("`{path}`"),
        Some(ResponseLocation::Header(name)) => format!("the header `{name}`"),
        _ => "it".to_owned(),
    };
    fail(format!(
        "the declaration sends the continuation as a token, and {declared} is a URL: declare it with `next_url` instead of `token`, without `param`"
    ))
}
