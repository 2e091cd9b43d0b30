//! Weighs what a response says against the end of a walk.
//!
//! One pure function over a list of rules. A rule sees how the walk stands and the evidence, and finds an error, a warning or nothing.

use std::borrow::Cow;

use crate::page::evidence::{Evidence, Member, Shape, loosely_equal, plain};
use crate::pager::decide::is_usual_page_size;
use crate::pager::end::EndReason;
use crate::pager::halt::Halt;
use crate::report::warning::WarningKind;
use crate::scheme::scheme::{ResponseLocation, Scheme, Sink, Source};

/// How a walk stands when its evidence is weighed.
#[derive(Debug, Clone)]
pub(crate) struct Occasion<'a> {
    pub(crate) scheme: &'a Scheme,
    /// Why the walk ended; `None` if it goes on.
    pub(crate) end: Option<EndReason>,
    /// The first page that the walk asked for.
    pub(crate) first: bool,
    /// The walk goes on where another one stood.
    pub(crate) resumed: bool,
    /// The walk began where the list does.
    pub(crate) whole: bool,
    /// Elements of the last page.
    pub(crate) len: u64,
    /// Elements received by the walk, and by those that it resumes.
    pub(crate) received: u64,
    /// Pages, likewise.
    pub(crate) pages: u64,
    pub(crate) total: Option<u64>,
    pub(crate) total_pages: Option<u64>,
    /// The page size that the caller asked for and the request holds.
    pub(crate) asked_size: Option<u64>,
    /// The page size in effect.
    pub(crate) size: Option<u64>,
    /// The page begins with an item of the one before it, though earlier ones did not.
    pub(crate) overlaps: bool,
    /// The last two items of the page have the same key.
    pub(crate) tied: bool,
}

/// What a rule found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Finding {
    Warn(WarningKind, Cow<'static, str>),
    Fail(Halt),
    /// The API reports a failure in this member.
    Reported(String),
}

type Rule = fn(&Occasion<'_>, &Evidence) -> Option<Finding>;

/// Errors before warnings: the first error is the one that is told.
const RULES: &[Rule] = &[
    failure_is_reported,
    token_has_another_spelling,
    link_has_another_relation,
    token_leads_elsewhere,
    list_is_elsewhere,
    link_is_not_read,
    continuation_is_not_read,
    token_was_never_there,
    header_is_not_read,
    flag_is_not_read,
    total_is_not_reached,
    total_is_a_lower_bound,
    parameter_is_ignored,
    keys_are_not_unique,
    begins_late,
    last_page_is_empty,
    short_page_is_full,
    size_is_ignored,
    list_has_changed,
];

impl Occasion<'_> {
    /// Whether a rule needs the evidence of the response; the others look at numbers alone.
    pub(crate) fn needs_evidence(&self) -> bool {
        let ended = !matches!(self.end, None | Some(EndReason::Limit | EndReason::Segment));
        ended || (self.first && (self.len == 0 || self.may_begin_late() || self.leads_elsewhere()))
    }

    fn may_begin_late(&self) -> bool {
        self.first && self.whole && !self.resumed && self.scheme.start.is_none() && matches!(self.scheme.source, Source::Page(_))
    }

    /// What the declaration reads has the name of another way than the next page.
    fn leads_elsewhere(&self) -> bool {
        match self.scheme.next_at {
            Some(ResponseLocation::Link(relation)) => !relation.eq_ignore_ascii_case("next"),
            Some(ResponseLocation::Member(path)) => OTHER_WAYS.contains(&plain(path.rsplit('.').next().unwrap_or_default()).as_str()),
            _ => false,
        }
    }

    /// A walk that counts names each page itself; no other API is asked for more than it names.
    fn counts(&self) -> bool {
        matches!(self.scheme.source, Source::Page(_) | Source::Offset(_) | Source::LastItem(_))
    }

    /// The walk ended on its first page, by what the declaration reads: nothing has shown yet that it is right.
    fn ends_unproven(&self) -> bool {
        self.first && !self.resumed && matches!(self.end, Some(EndReason::NoToken | EndReason::Flag))
    }

    /// The walk ended, and by nothing that the caller or the API's own flag said.
    fn ends_quietly(&self) -> bool {
        !matches!(self.end, None | Some(EndReason::Flag | EndReason::Limit | EndReason::Segment))
    }

    /// A function decides where to go on, or this is no end: what the response has besides it is known to whoever wrote it.
    fn may_go_on(&self) -> bool {
        self.ends_quietly() && !matches!(self.scheme.source, Source::Custom(_))
    }
}

/// What the response says against the way in which the walk goes on or ends.
pub(crate) fn weigh(occasion: &Occasion<'_>, evidence: &Evidence) -> Vec<Finding> {
    RULES.iter().filter_map(|rule| rule(occasion, evidence)).collect()
}

fn warn(kind: WarningKind, message: impl Into<Cow<'static, str>>) -> Option<Finding> {
    Some(Finding::Warn(kind, message.into()))
}

fn fail(message: String) -> Option<Finding> {
    Some(Finding::Fail(Halt::Declaration(message.into())))
}

/// Names of numbers that say how many items a list has, or the page.
const COUNTS: &[&str] = &[
    "total",
    "totalcount",
    "totalresults",
    "totalitems",
    "totalrecords",
    "totalelements",
    "totalentries",
    "totalhits",
    "totalrows",
    "count",
    "resultcount",
    "resultscount",
    "numfound",
    "found",
    "hits",
    "size",
    "returned",
];

/// The API says itself that there is nothing.
fn says_none(evidence: &Evidence) -> bool {
    let none = |found: &Member| found.value.count_or_zero() == Some(0) && COUNTS.contains(&found.plain_name().as_str());
    evidence.members.iter().any(none)
}

/// Names of members that report a failure where a page should be.
const FAILURES: &[&str] = &["error", "errors", "fault", "exception"];

/// A page without items, and an error report that the declaration does not read.
fn failure_is_reported(at: &Occasion<'_>, evidence: &Evidence) -> Option<Finding> {
    if at.len > 0 || at.scheme.error_at.is_some() || !(at.first || at.end.is_some()) {
        return None;
    }
    let top = |member: &&Member| !member.path.contains('.');
    let says_something = |value: Shape| match value {
        Shape::Flag(flag) => flag,
        Shape::Number(number) => number != Some(0),
        value => value.leads(),
    };
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
        // Beside a total of 0 it can be a mere warning, as in BigQuery.
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
        at.scheme.ok_at.is_none() && matches!(name.as_str(), "ok" | "success") && member.value.flag() == Some(false)
    };
    let words = |member: &&Member| {
        let name = member.plain_name();
        matches!(name.as_str(), "stat" | "status" | "result") && matches!(member.value, Shape::Text { failure: true, .. })
    };
    let member = evidence.members.iter().filter(top).find(|member| denied(member) || words(member))?;
    Some(Finding::Reported(member.path.clone()))
}

/// The declared token is absent, and one that is spelled a little differently is there.
fn token_has_another_spelling(at: &Occasion<'_>, evidence: &Evidence) -> Option<Finding> {
    let Some(ResponseLocation::Member(declared)) = at.scheme.next_at else {
        return None;
    };
    if !at.may_go_on() {
        return None;
    }
    let same = |member: &&Member| loosely_equal(&member.path, declared) && member.path != declared && member.value.leads();
    let member = evidence.members.iter().find(same)?;
    let name = member.path.rsplit('.').next().unwrap_or_default();
    fail(format!(
        "the declaration reads `{declared}`, which is not there, and the response has `{}`: the walk would have ended early. Put \
         `#[serde(rename = \"{name}\")]` on the field, or `rename_all` on its struct",
        member.shown()
    ))
}

/// The declaration follows a relation of the `Link` header that is not there, and `next` is.
fn link_has_another_relation(at: &Occasion<'_>, evidence: &Evidence) -> Option<Finding> {
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

/// Names, in lower case and without underscores, of links and tokens that lead to another page than the next one.
const OTHER_WAYS: &[&str] = &[
    "last",
    "lastpage",
    "lasturl",
    "first",
    "firstpage",
    "self",
    "prev",
    "previous",
    "prevpage",
    "previouspage",
    "before",
    "startcursor",
];

/// The declaration follows another way than the one to the next page, which is there.
fn token_leads_elsewhere(at: &Occasion<'_>, evidence: &Evidence) -> Option<Finding> {
    let Some(ResponseLocation::Member(declared)) = at.scheme.next_at else {
        return None;
    };
    let follows = at.may_go_on() || (at.first && at.end.is_none());
    if !follows || !at.leads_elsewhere() {
        return None;
    }
    let parent = declared.rsplit_once('.').map_or("", |(parent, _)| parent);
    let beside = |member: &&Member| {
        let siblings = loosely_equal(member.path.rsplit_once('.').map_or("", |(parent, _)| parent), parent);
        let name = member.plain_name();
        let forward = is_continuation(member) || (siblings && matches!(name.as_str(), "after" | "endcursor"));
        forward && member.value.leads()
    };
    let member = evidence.members.iter().find(beside)?;
    fail(format!(
        "the declaration follows `{declared}`, which is not the way to the next page, and the response has `{}`: declare that one",
        member.shown()
    ))
}

/// Whether a member has the name of a token or a link to the next page.
fn is_continuation(member: &Member) -> bool {
    let name = plain(&member.path);
    CONTINUATIONS
        .iter()
        .any(|known| name == *known || name.ends_with(&format!(".{known}")))
}

/// Parts of the names of tokens, for a walk whose own token was never there.
const TOKENS: &[&str] = &[
    "cursor",
    "pagetoken",
    "scroll",
    "bookmark",
    "marker",
    "pagestate",
    "iterator",
    "continu",
    "skiptoken",
    "searchafter",
    "nexttoken",
    "resumetoken",
    "resultstoken",
];

/// The declared token is nowhere in the first page, and something else looks like one.
fn token_was_never_there(at: &Occasion<'_>, evidence: &Evidence) -> Option<Finding> {
    let Some(ResponseLocation::Member(declared)) = at.scheme.next_at else {
        return None;
    };
    if !at.ends_unproven() || !at.may_go_on() || evidence.at(declared).is_some() {
        return None;
    }
    let looks_like_one = |member: &&Member| {
        let name = member.plain_name();
        let known = TOKENS.iter().any(|part| name.contains(part)) && !name.contains("sync") && !name.contains("prev");
        known && is_about_paging(&member.path) && matches!(member.value, Shape::Text { blank: false, .. }) && !is_continuation(member)
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

/// Lists that hold anything but items.
const OTHER_LISTS: &[&str] = &[
    "link",
    "links",
    "error",
    "errors",
    "warning",
    "warnings",
    "message",
    "messages",
    "included",
    "facets",
    "aggregations",
    "sort",
    "order",
    "fields",
    "columns",
    "schema",
    "meta",
    "metadata",
];

/// The first page has no items, and its list is not where the declaration reads it.
fn list_is_elsewhere(at: &Occasion<'_>, evidence: &Evidence) -> Option<Finding> {
    let member = at.scheme.items_at.filter(|_| at.first && at.len == 0)?;
    let declared = match at.scheme.items_within {
        Some(rest) => format!("{member}.{rest}").replace(".[", "["),
        None => member.to_owned(),
    };
    // Then lists beside the absent one are about something else.
    if says_none(evidence) {
        return None;
    }
    if evidence.members.iter().any(|found| found.path == member || found.path == declared) {
        // It is there, and empty; or what is wrong lies further inside, where names are not known.
        let list = declared.split('[').next().unwrap_or_default();
        let inside = evidence.at(list).is_some();
        if inside
            || evidence
                .members
                .iter()
                .any(|found| found.path == member && matches!(found.value, Shape::Null | Shape::List { .. }))
        {
            return None;
        }
    }
    let is_list = |found: &&Member| {
        let counts = matches!(found.value, Shape::List { len: 1.., .. });
        counts && !OTHER_LISTS.contains(&found.plain_name().as_str())
    };
    let lists: Vec<&Member> = evidence.members.iter().filter(is_list).collect();
    let names = lists
        .iter()
        .map(|list| format!("`{}`", list.shown()))
        .collect::<Vec<_>>()
        .join(", ");
    match lists.as_slice() {
        [] => None,
        [
            Member {
                value: Shape::List { objects: true, .. },
                ..
            },
        ] => fail(format!(
            "the declaration reads the items from `{declared}`, which is not in the response, and the list {names} is not empty: is it the list of items? Name \
             it with `#[serde(rename = \"..\")]` on the field, or in `items`"
        )),
        _ => warn(
            WarningKind::UnreadItems,
            format!(
                "the declaration reads the items from `{declared}`, which is not in the response, and these lists are not empty: {names}"
            ),
        ),
    }
}

/// A `Link` header leads on, and the declaration does not read it.
fn link_is_not_read(at: &Occasion<'_>, evidence: &Evidence) -> Option<Finding> {
    if !at.may_go_on() || !evidence.next_link || matches!(at.scheme.next_at, Some(ResponseLocation::Link(_))) {
        return None;
    }
    warn(
        WarningKind::UnreadContinuation,
        "the walk ended here, and the response has a `Link` header with `rel=\"next\"`: declare `next_url = link(\"next\")`",
    )
}

/// Names of tokens and links to the next page, in lower case and without underscores.
const CONTINUATIONS: &[&str] = &[
    "next",
    "nextpage",
    "nextpagetoken",
    "nextpagecursor",
    "nextpageid",
    "nextpagekey",
    "nextpagelink",
    "nextpagenumber",
    "nextpageoffset",
    "nextpageuri",
    "nextpageurl",
    "nexttoken",
    "nextcursor",
    "nextlink",
    "nexturl",
    "nexturi",
    "nexthref",
    "nextkey",
    "nextmarker",
    "nextoffset",
    "nextresults",
    "nextrecordsurl",
    "nextcontinuationtoken",
    "continuationtoken",
    "continuation",
    "odata.nextlink",
    "lastevaluatedkey",
];

/// A member with a well-known name leads on, and the declaration does not read it.
fn continuation_is_not_read(at: &Occasion<'_>, evidence: &Evidence) -> Option<Finding> {
    if !at.may_go_on() {
        return None;
    }
    let leads = |member: &&Member| {
        let known = is_continuation(member);
        let link = matches!(member.value, Shape::List { leads: true, .. });
        (known && member.value.leads()) || link
    };
    // A walk that counts pages knows the number that comes next.
    let is_no_news = |member: &&Member| {
        let counts = matches!(at.scheme.source, Source::Page(_) | Source::Offset(_));
        counts && at.end == Some(EndReason::Total) && member.value.count().is_some()
    };
    // What the declaration reads was read: it is what the walk would have sent.
    let is_read = |member: &&Member| match at.scheme.next_at {
        Some(ResponseLocation::Member(declared)) => loosely_equal(&member.path, declared),
        _ => false,
    };
    let mut leading = evidence.members.iter().filter(leads);
    let member = leading.find(|member| !is_no_news(member) && !is_read(member))?;
    let name = member.shown();
    let key = match member.value {
        Shape::Text { link: true, .. } | Shape::Map { .. } | Shape::List { .. } => "next_url",
        _ => "token",
    };
    let declared = match at.scheme.next_at {
        Some(ResponseLocation::Member(declared)) => format!(" The declaration reads `{declared}`."),
        Some(ResponseLocation::Header(header)) => format!(" The declaration reads the header `{header}`."),
        Some(ResponseLocation::Link(relation)) => format!(" The declaration follows the relation `{relation}` of the `Link` header."),
        None => String::new(),
    };
    warn(
        WarningKind::UnreadContinuation,
        format!(
            "the walk ended here, and the response has `{name}`, which usually leads to the next page: declare it with `{key}`.{declared}"
        ),
    )
}

/// A header leads on, and the declaration does not read it.
fn header_is_not_read(at: &Occasion<'_>, evidence: &Evidence) -> Option<Finding> {
    if !at.may_go_on() {
        return None;
    }
    let leads = |name: &&String| {
        let words: Vec<&str> = name.split('-').collect();
        words
            .iter()
            .any(|word| matches!(*word, "next" | "continuation" | "nexttoken" | "nextcursor" | "nextpage"))
    };
    let name = evidence.headers.iter().find(leads)?;
    let declared = match at.scheme.next_at {
        // What the declaration reads was read, and led nowhere.
        Some(ResponseLocation::Header(declared)) if declared.eq_ignore_ascii_case(name) => return None,
        Some(ResponseLocation::Header(declared)) => format!(" The declaration reads `{declared}`."),
        _ => String::new(),
    };
    warn(
        WarningKind::UnreadContinuation,
        format!("the walk ended here, and the response has the header `{name}`: declare `token = header(\"{name}\")`.{declared}"),
    )
}

/// Flags that are true while there is more.
const MORE: &[&str] = &[
    "more",
    "hasmore",
    "hasmoreitems",
    "hasmorepages",
    "hasmoreresults",
    "hasnext",
    "hasnextpage",
    "moreavailable",
    "moreresults",
    "moreresultsavailable",
    "istruncated",
    "truncated",
];

/// Flags that are true on the last page.
const DONE: &[&str] = &[
    "last",
    "islast",
    "islastpage",
    "lastpage",
    "done",
    "isdone",
    "endofstream",
    "exhausted",
];

/// A flag with a well-known name says that there is more, and the declaration does not read it.
fn flag_is_not_read(at: &Occasion<'_>, evidence: &Evidence) -> Option<Finding> {
    // A token or a flag that has led on is the one that the API goes by; flags beside it are known to be wrong (Jira's `isLast`).
    let proven = at.end == Some(EndReason::NoToken) && !at.first;
    let may_be_wrong = at.ends_unproven() || (at.may_go_on() && !proven);
    if !may_be_wrong {
        return None;
    }
    let says_more = |member: &&Member| {
        let name = member.plain_name();
        match member.value.flag() {
            Some(true) => MORE.contains(&name.as_str()),
            // 0 and 1 are numbers too.
            Some(false) => matches!(member.value, Shape::Flag(_)) && DONE.contains(&name.as_str()),
            None => false,
        }
    };
    let member = evidence.members.iter().find(says_more)?;
    let key = if MORE.contains(&member.plain_name().as_str()) {
        "more"
    } else {
        "done"
    };
    warn(
        WarningKind::UnreadFlag,
        format!(
            "the walk ended here, and `{}` in the response says that there is more: declare it with `{key}`",
            member.shown()
        ),
    )
}

/// Names of totals that mean the whole list.
const TOTALS: &[&str] = &[
    "total",
    "totalcount",
    "totalresults",
    "totalitems",
    "totalrecords",
    "totalelements",
    "totalentries",
    "totalrows",
    "totalhits",
];

/// Fewer items, or pages, than the API says there are.
fn total_is_not_reached(at: &Occasion<'_>, evidence: &Evidence) -> Option<Finding> {
    let ended = !matches!(at.end, None | Some(EndReason::Limit | EndReason::Segment));
    if !ended || !at.whole {
        return None;
    }
    let received = at.received;
    let items = some(received, "item");
    if let Some(total) = at.total.filter(|&total| received < total) {
        return warn(
            WarningKind::TotalNotReached,
            format!(
                "the walk ended after {items}, and the API says that there are {total}: is the declaration right (`page` or `offset`, `start`, the \
                 token), or does the API estimate?"
            ),
        );
    }
    let pages = at.pages;
    let told_pages =
        |member: &&Member| PAGES.contains(&member.plain_name().as_str()) && member.value.count().is_some_and(|total| total > pages);
    if let Some(total) = at.total_pages.filter(|&total| pages < total && at.total.is_none()) {
        return warn(
            WarningKind::TotalNotReached,
            format!(
                "the walk ended after {}, and the API says that there are {total}",
                some(pages, "page")
            ),
        );
    }
    // What the API says of its end is worth more than a number that the declaration does not read: a walk that counts needs one, and one that ended at once.
    let may_be_wrong = at.ends_unproven() || (at.counts() && at.end != Some(EndReason::Flag));
    if !may_be_wrong {
        return None;
    }
    let counts_pages = matches!(at.scheme.source, Source::Page(_));
    if let Some(member) = evidence.members.iter().find(told_pages).filter(|_| counts_pages) {
        let total = member.value.count().unwrap_or_default();
        return warn(
            WarningKind::TotalNotReached,
            format!(
                "the walk ended after {}, and `{}` in the response is {total}: if it is the number of pages, declare it with `pages`",
                some(pages, "page"),
                member.shown()
            ),
        );
    }
    let counts = |member: &&Member| {
        let known = TOTALS.contains(&member.plain_name().as_str());
        known && (at.counts() || is_about_paging(&member.path)) && member.value.count().is_some_and(|total| total > received)
    };
    if let Some((name, total)) = evidence.total_header.filter(|&(_, total)| total > received) {
        return warn(
            WarningKind::TotalNotReached,
            format!("the walk ended after {items}, and the header `{name}` says {total}: declare it with `total = header(\"{name}\")`"),
        );
    }
    let member = evidence.members.iter().find(counts)?;
    let total = member.value.count().unwrap_or_default();
    warn(
        WarningKind::TotalNotReached,
        format!(
            "the walk ended after {items}, and `{}` in the response is {total}: if it is the number of items, declare it with `total`",
            member.shown()
        ),
    )
}

/// The walk ended at a total, and a member beside that total says that there may be more.
fn total_is_a_lower_bound(at: &Occasion<'_>, evidence: &Evidence) -> Option<Finding> {
    let total = at.total.filter(|_| at.end == Some(EndReason::Total))?;
    let bound = |member: &&Member| {
        let (parent, name) = member.path.rsplit_once('.').unwrap_or(("", &member.path));
        let number = match parent {
            "" => "value".to_owned(),
            parent => format!("{parent}.value"),
        };
        let is_told = matches!(member.value, Shape::Text { lower_bound: true, .. }) && name == "relation";
        is_told && evidence.at(&number).is_some_and(|member| member.value.count() == Some(total))
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

/// `end_on = [repeat]` ended the walk at its second page, which is the first one again, and the first one was full.
fn parameter_is_ignored(at: &Occasion<'_>, _: &Evidence) -> Option<Finding> {
    let ended = at.end == Some(EndReason::Repeat) && at.pages == 2 && !at.resumed;
    let full = at.size.map_or(is_usual_page_size(at.len), |size| at.len >= size);
    if !ended || !full || at.total.is_some_and(|total| at.received >= total) {
        return None;
    }
    let parameter = at.scheme.source.sink().map_or_else(|| "the parameter".to_owned(), Sink::shown);
    warn(
        WarningKind::ParameterIgnored,
        format!(
            "`end_on = [repeat]` ended the walk, because page 2 is the same as page 1, which has {}: if the list is longer, this API does not read {parameter}",
            some(at.len, "item")
        ),
    )
}

/// A walk that continues after a key loses what shares it.
fn keys_are_not_unique(at: &Occasion<'_>, _: &Evidence) -> Option<Finding> {
    if !at.tied || at.end.is_some() {
        return None;
    }
    warn(
        WarningKind::AmbiguousKey,
        "the last two items of the page have the same key: if the next page has more items with that key, the API leaves them out. Declare a key that is unique, \
         for example `last_item = \"id\"`",
    )
}

/// Names of numbers of pages.
const PAGES: &[&str] = &[
    "totalpages",
    "pagecount",
    "numpages",
    "numberofpages",
    "lastpage",
    "pagestotal",
    "pages",
];

/// Whether a member stands at the top, or in objects that are about the list and not about something in it.
fn is_about_paging(path: &str) -> bool {
    let about = |name: &str| {
        let name = plain(name);
        matches!(
            name.as_str(),
            "meta"
                | "metadata"
                | "paging"
                | "pagination"
                | "page"
                | "pageinfo"
                | "resultinfo"
                | "responsemetadata"
                | "data"
                | "result"
                | "response"
                | "hits"
        )
    };
    path.rsplit_once('.').is_none_or(|(parents, _)| parents.split('.').all(about))
}

/// The API counts pages up to one that is empty.
fn last_page_is_empty(at: &Occasion<'_>, _: &Evidence) -> Option<Finding> {
    let total = at
        .total_pages
        .filter(|_| at.end == Some(EndReason::Empty) && at.len == 0 && at.whole)?;
    if !matches!(at.scheme.source, Source::Page(_)) || at.scheme.start.is_some() || at.pages != total {
        return None;
    }
    warn(
        WarningKind::StartsLate,
        format!("page {total} of {total} is empty: if this API counts from 0, declare `start = 0`"),
    )
}

/// Names of page sizes that responses echo.
const SIZES: &[&str] = &[
    "perpage",
    "pagesize",
    "limit",
    "itemsperpage",
    "maxresults",
    "resultsperpage",
    "size",
];

/// A page was too short for what was asked, and the response says that pages have just that length.
fn short_page_is_full(at: &Occasion<'_>, evidence: &Evidence) -> Option<Finding> {
    if at.end != Some(EndReason::Short) {
        return None;
    }
    let echoes = |member: &&Member| SIZES.contains(&member.plain_name().as_str()) && member.value.count() == Some(at.len);
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

/// The first page names a page before it.
fn begins_late(at: &Occasion<'_>, evidence: &Evidence) -> Option<Finding> {
    if !at.may_begin_late() {
        return None;
    }
    let names = |member: &&Member| {
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
        match member.value {
            Shape::Flag(flag) => (previous && flag) || (first && !flag),
            value => previous && value.leads(),
        }
    };
    let what = match evidence.members.iter().find(names) {
        Some(member) => format!("`{}`", member.shown()),
        None if evidence.previous_link => "the `Link` header".to_owned(),
        None => return None,
    };
    warn(
        WarningKind::StartsLate,
        format!(
            "the walk began with page 1, and {what} says that there is a page before it: if this API counts from 0, declare `start = 0`"
        ),
    )
}

/// The caller's page size went to a parameter that nobody declared, and has no effect.
fn size_is_ignored(at: &Occasion<'_>, _: &Evidence) -> Option<Finding> {
    let size = at.asked_size.filter(|_| at.first && at.end.is_none() && !at.scheme.size.declared)?;
    // Bounds without a parameter say that the default one is meant; some such APIs send more than they are asked for.
    let bounds = at.scheme.size;
    let meant = bounds.max.or(bounds.min).or(bounds.prefer).is_some();
    if at.len == 0 || at.len == size || (meant && at.len > size) {
        return None;
    }
    warn(
        WarningKind::PageSizeIgnored,
        format!(
            "the walk asked for {size} items a page with the query parameter `page_size`, the default, and got {}: declare the parameter of this API, for \
             example `size = \"limit\"`",
            at.len
        ),
    )
}

/// A page begins with an item of the one before it, and earlier pages did not.
fn list_has_changed(at: &Occasion<'_>, _: &Evidence) -> Option<Finding> {
    if !at.overlaps {
        return None;
    }
    warn(
        WarningKind::Overlap,
        "the page begins with an item of the page before it, which is delivered twice: the list has changed during the walk, and items can be missing too",
    )
}

/// `1 item`, `2 items`.
fn some(count: u64, what: &str) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{count} {what}{plural}")
}
