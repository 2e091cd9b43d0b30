//! Rules about a token, a link or a header that leads to another page, and that the declaration
//! does not read.

use super::names::{TOKENS, is_continuation};
use super::{Finding, Occasion, fail, or_rename_all, rename, warn};
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
    fail(format!(
        "the declaration reads `{declared}`, which is not there, and the response has `{}`: the walk would have ended early. Put \
         {} on the field{}",
        member.shown(),
        rename(member),
        or_rename_all(member)
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
    let member = unread_member(at, evidence)?;
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
            "the walk ended here, and the response has `{}`, which usually leads to the next page: {}.{declared}",
            member.shown(),
            declare(member, evidence)
        ),
    )
}

/// Returns what the response has that leads to a next page and that the declaration does not read,
/// and how to declare it.
pub(super) fn unread(at: &Occasion<'_>, evidence: &Evidence) -> Option<String> {
    let declared = match at.scheme.next_at {
        Some(ResponseLocation::Member(path)) => path,
        _ => "",
    };
    let respelled = |member: &&Member| {
        loosely_equal(&member.path, declared) && member.path != declared && member.value.leads()
    };
    if let Some(member) = evidence.members.iter().find(respelled) {
        let rename = rename(member);
        return Some(format!("`{}`: put {rename} on the field", member.shown()));
    }
    if let Some(member) = unread_member(at, evidence) {
        return Some(format!(
            "`{}`: {}",
            member.shown(),
            declare(member, evidence)
        ));
    }
    if evidence.next_link && !matches!(at.scheme.next_at, Some(ResponseLocation::Link(_))) {
        return Some(
            "a `Link` header with `rel=\"next\"`: declare `next_url = link(\"next\")`".to_owned(),
        );
    }
    let name = unread_header(at, evidence, false)?;
    Some(format!(
        "the header `{name}`: declare `token = header(\"{name}\")`"
    ))
}

/// Returns a member with a well-known name that leads to a next page and that the declaration does
/// not read.
fn unread_member<'e>(at: &Occasion<'_>, evidence: &'e Evidence) -> Option<&'e Member> {
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
    let declared = match at.scheme.next_at {
        Some(ResponseLocation::Member(declared)) => declared,
        _ => "",
    };
    // The declared member is excluded: the walk would have sent its value.
    let is_read = |member: &&Member| loosely_equal(&member.path, declared);
    let mut leading = evidence.members.iter().filter(leads);
    let member = leading.find(|member| !is_no_news(member) && !is_read(member))?;
    let is_around = |member: &Member| {
        let parent = declared.rsplit_once('.').map(|(parent, _)| parent);
        parent.is_some_and(|parent| loosely_equal(parent, &member.path))
    };
    if !is_around(member) {
        return Some(member);
    }
    // The declaration reads a member of that object, which may be the wrong one.
    if evidence.declared(declared).is_some() {
        return None;
    }
    inside(member, evidence).find(|inner| match at.scheme.source {
        Source::NextUrl => matches!(inner.value, Shape::Text { link: true, .. }),
        _ => {
            !matches!(inner.value, Shape::Text { link: true, .. } | Shape::Flag(_))
                && inner.value.leads()
        }
    })
}

/// Returns the members of an object.
fn inside<'e>(object: &'e Member, evidence: &'e Evidence) -> impl Iterator<Item = &'e Member> {
    evidence.members.iter().filter(|member| {
        let parent = member.path.rsplit_once('.').map(|(parent, _)| parent);
        parent == Some(object.path.as_str())
    })
}

/// Returns how to declare a member that leads to the next page.
fn declare(member: &Member, evidence: &Evidence) -> &'static str {
    let has_url = || {
        inside(member, evidence).any(|inner| matches!(inner.value, Shape::Text { link: true, .. }))
    };
    match member.value {
        Shape::Map { .. } if !has_url() => {
            "declare it with `token` (name the member inside it, with a dot)"
        }
        Shape::Map { .. } | Shape::List { .. } => {
            "declare it with `next_url`, in a field of type `paginate_runtime::Link`, or `Links` for a list or an object of links"
        }
        Shape::Text { link: true, .. } => "declare it with `next_url`",
        _ => "declare it with `token`",
    }
}

/// Finds a header that leads to a next page and that the declaration does not read.
pub(crate) fn header_is_not_read(at: &Occasion<'_>, evidence: &Evidence) -> Option<Finding> {
    if !at.may_go_on() {
        return None;
    }
    let name = unread_header(at, evidence, at.ends_unproven())?;
    let declared = match at.scheme.next_at {
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

/// Returns a header that leads to a next page, unless it is the declared one. `generously` accepts
/// more names.
fn unread_header<'e>(
    at: &Occasion<'_>,
    evidence: &'e Evidence,
    generously: bool,
) -> Option<&'e String> {
    let leads = |name: &&String| {
        let of_token = generously && name.starts_with("x-");
        name.split('-').any(|word| match word {
            "next" | "continuation" | "nexttoken" | "nextcursor" | "nextpage" => true,
            "cursor" | "after" | "bookmark" | "marker" => of_token && !name.contains("prev"),
            _ => false,
        })
    };
    let name = evidence.headers.iter().find(leads)?;
    // The declared header was read, and did not lead to a page.
    let is_read = matches!(at.scheme.next_at, Some(ResponseLocation::Header(declared)) if declared.eq_ignore_ascii_case(name));
    (!is_read).then_some(name)
}

/// Finds a GraphQL response without the declared `pageInfo`: the query does not ask for it.
pub(crate) fn page_info_is_not_requested(
    at: &Occasion<'_>,
    evidence: &Evidence,
) -> Option<Finding> {
    let Some(ResponseLocation::Member(declared)) = at.scheme.next_at else {
        return None;
    };
    let (parent, _) = declared.rsplit_once('.')?;
    let name = parent.rsplit('.').next().unwrap_or_default();
    let is_absent = at.ends_unproven() && at.len > 0 && evidence.at(parent).is_none();
    if !is_absent || plain(name) != "pageinfo" {
        return None;
    }
    warn(
        WarningKind::UnreadContinuation,
        format!(
            "the walk ended here, because `{parent}` is not in the response: if this is GraphQL, add `pageInfo {{ endCursor hasNextPage }}` to the query"
        ),
    )
}

/// Finds a link in the first page that is a token.
pub(crate) fn link_is_a_token(at: &Occasion<'_>, evidence: &Evidence) -> Option<Finding> {
    let Some(ResponseLocation::Member(declared)) = at.scheme.next_at else {
        return None;
    };
    if !at.first || at.end.is_some() || !at.link_may_be_a_token {
        return None;
    }
    let member = evidence.declared(declared)?;
    if !matches!(member.value, Shape::Text { word: true, .. }) {
        return None;
    }
    let message = format!(
        "the declaration follows `{declared}` as a link, and the value is neither a URL nor a path: if it is a token, declare it with `token`, and the \
         parameter that takes it with `param`"
    );
    // Links of one word exist, but not under these names.
    let name = member.plain_name();
    match name == "after" || TOKENS.iter().any(|part| name.contains(part)) {
        true => fail(message),
        false => warn(WarningKind::UnreadContinuation, message),
    }
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
