//! Checks whether a response contradicts the end of a walk.
//!
//! One pure function applies a list of rules. A rule gets the state of the walk and the evidence,
//! and returns an error, a warning or nothing. Each file has the rules about one subject; `names`
//! has the names that responses use.

mod absent;
mod continuations;
mod failures;
mod flags;
mod lists;
mod names;
mod positions;
mod sizes;
mod stopped;
mod totals;

use std::borrow::Cow;

pub(crate) use self::absent::Absence;
use self::names::{AROUND, OTHER_WAYS};
use crate::page::evidence::{Evidence, Member, loosely_equal, plain};
use crate::pager::end::EndReason;
use crate::pager::guards::overlap::SecondPage;
use crate::pager::stop::StopReason;
use crate::report::warning::WarningKind;
use crate::scheme::location::{ResponseLocation, Source};
use crate::scheme::scheme::Scheme;

/// The state of a walk when its evidence is checked.
#[derive(Debug, Clone)]
pub(crate) struct Occasion<'a> {
    pub(crate) scheme: &'a Scheme,
    /// Why the walk ended; `None` if it goes on.
    pub(crate) end: Option<EndReason>,
    /// Why the walk cannot go on after this page, if the response may show the cause.
    pub(crate) stopped: Option<&'a StopReason>,
    /// Whether this is the first page that the walk requested.
    pub(crate) first: bool,
    /// Whether the walk was resumed from a checkpoint.
    pub(crate) resumed: bool,
    /// Whether the walk began at the beginning of the list.
    pub(crate) whole: bool,
    /// The number of elements of the last page.
    pub(crate) len: u64,
    /// The number of elements received by the walk and by those that it resumes.
    pub(crate) received: u64,
    /// The number of pages, counted in the same way.
    pub(crate) pages: u64,
    pub(crate) total: Option<u64>,
    pub(crate) total_pages: Option<u64>,
    /// The page size that the caller requested and the request holds.
    pub(crate) asked_size: Option<u64>,
    /// The page size in effect.
    pub(crate) size: Option<u64>,
    /// Whether the page begins with an item of the one before it, though earlier ones did not.
    pub(crate) overlaps: bool,
    /// How this page begins, if it is the second one and does not begin with new items.
    pub(crate) second_page: Option<SecondPage>,
    /// Whether the last two items of the page have the same key.
    pub(crate) tied: bool,
    /// Whether a page said whether there is more.
    pub(crate) flag_was_read: bool,
    /// Whether the token of the next page is a URL.
    pub(crate) token_is_url: bool,
    /// Whether the link to the next page may be a token.
    pub(crate) link_may_be_a_token: bool,
}

/// The result of a rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Finding {
    Warn(WarningKind, Cow<'static, str>),
    Fail(StopReason),
    /// The API reports a failure in this member.
    Reported(String),
    /// Advice for the error that stops the walk.
    Explain(String),
}

type Rule = fn(&Occasion<'_>, &Evidence) -> Option<Finding>;

/// The rules, errors before warnings. The first error is the one that is reported.
const RULES: &[Rule] = &[
    failures::failure_is_reported,
    continuations::token_has_another_spelling,
    continuations::token_is_renamed,
    continuations::link_has_another_relation,
    continuations::token_leads_elsewhere,
    continuations::token_is_a_url,
    continuations::link_is_a_token,
    positions::position_is_a_token,
    lists::list_is_renamed,
    lists::list_is_elsewhere,
    continuations::link_is_not_read,
    continuations::continuation_is_not_read,
    continuations::token_was_never_there,
    continuations::header_is_not_read,
    continuations::page_info_is_not_requested,
    failures::failure_is_nested,
    flags::flag_is_not_read,
    flags::flag_is_a_default,
    flags::ready_is_not_read,
    totals::total_is_not_reached,
    totals::total_is_a_lower_bound,
    totals::total_is_too_small,
    totals::more_remain,
    positions::parameter_is_ignored,
    positions::keys_are_not_unique,
    positions::begins_late,
    positions::begins_elsewhere,
    positions::offset_is_a_page,
    totals::total_is_of_the_page,
    totals::last_page_is_empty,
    sizes::short_page_is_full,
    sizes::size_is_ignored,
    lists::list_has_changed,
];

impl Occasion<'_> {
    /// Returns whether a rule needs the evidence of the response; the other rules use only numbers.
    pub(crate) fn needs_evidence(&self) -> bool {
        self.has_ended()
            || self.stopped.is_some()
            || (self.first
                && (self.len == 0
                    || self.may_begin_late()
                    || self.may_begin_elsewhere()
                    || self.may_lack_values()
                    || self.leads_elsewhere()
                    || self.link_may_be_a_token
                    || self.asks_a_default_size()))
    }

    /// Returns whether the page is shorter than the declared bounds ask for, in a parameter that is
    /// not declared.
    fn asks_a_default_size(&self) -> bool {
        let bounds = self.scheme.size;
        !bounds.declared && bounds.max.is_some() && self.size.is_some_and(|size| self.len < size)
    }

    fn may_begin_late(&self) -> bool {
        let may_be_wrong = match self.scheme.source {
            Source::Page(_) => self.scheme.start.is_none(),
            Source::Offset(_) => self.scheme.start.is_some(),
            _ => false,
        };
        self.first && self.whole && !self.resumed && may_be_wrong
    }

    fn may_begin_elsewhere(&self) -> bool {
        self.first && self.whole && !self.resumed && matches!(self.scheme.source, Source::Offset(_))
    }

    /// Returns whether the declaration reads a member whose name is that of a link to another page
    /// than the next.
    fn leads_elsewhere(&self) -> bool {
        match self.scheme.next_at {
            Some(ResponseLocation::Link(relation)) => !relation.eq_ignore_ascii_case("next"),
            Some(ResponseLocation::Member(path)) => {
                OTHER_WAYS.contains(&plain(path.rsplit('.').next().unwrap_or_default()).as_str())
            }
            _ => false,
        }
    }

    /// Returns whether the walk makes the continuation itself, from a number or a key. Other walks
    /// only follow what the API names.
    fn makes_continuations(&self) -> bool {
        self.scheme.source.counts() || matches!(self.scheme.source, Source::LastItem(_))
    }

    /// Returns whether a member is at the top level, or in objects that describe the list and not
    /// an item: by their names, or because the declaration reads members of them.
    fn is_about_paging(&self, path: &str) -> bool {
        let Some((parents, _)) = path.rsplit_once('.') else {
            return true;
        };
        parents
            .split('.')
            .all(|name| AROUND.contains(&plain(name).as_str()) || self.reads_inside(name))
    }

    /// Returns whether the declaration reads members of objects with this name.
    fn reads_inside(&self, name: &str) -> bool {
        let next = match self.scheme.next_at {
            Some(ResponseLocation::Member(path)) => path,
            _ => "",
        };
        let list = self
            .scheme
            .items_member
            .filter(|_| self.scheme.items_within.is_some());
        let within = self.scheme.items_within.unwrap_or_default();
        let within = within.split('[').next().unwrap_or_default();
        list.into_iter()
            .chain(objects_of(within))
            .chain(objects_of(next))
            .chain(self.scheme.flag_at.into_iter().flat_map(objects_of))
            .any(|declared| loosely_equal(declared, name))
    }

    /// Returns whether the walk ended on its first page because of what the declaration reads.
    /// Nothing has shown yet that the declaration is right.
    fn ends_unproven(&self) -> bool {
        self.first
            && !self.resumed
            && matches!(self.end, Some(EndReason::NoContinuation | EndReason::Flag))
    }

    /// Returns whether the walk ended, and not because the caller wanted only a part.
    fn has_ended(&self) -> bool {
        !matches!(self.end, None | Some(EndReason::Limit | EndReason::Segment))
    }

    /// Returns whether the walk ended, and neither the caller nor the API's own flag ended it.
    fn ends_quietly(&self) -> bool {
        !matches!(
            self.end,
            None | Some(EndReason::Flag | EndReason::Limit | EndReason::Segment)
        )
    }

    /// Returns the declared flag that ended the walk on its first page, if the response does not
    /// have it: then a default value ended the walk.
    fn flag_is_absent(&self, evidence: &Evidence) -> Option<&'static str> {
        let declared = self
            .scheme
            .flag_at
            .filter(|_| self.first && !self.resumed && self.end == Some(EndReason::Flag))?;
        evidence.declared(declared).is_none().then_some(declared)
    }

    /// Returns whether the list may go on after this end. `false` if a function decides where to go
    /// on, because its author knows what else the response has.
    fn may_go_on(&self) -> bool {
        self.ends_quietly() && !matches!(self.scheme.source, Source::Custom(_))
    }

    /// Returns the number that the first request was sent with.
    fn first_number(&self) -> Option<u64> {
        let counts = self.first && self.whole && !self.resumed;
        counts.then_some(self.scheme.base())
    }
}

/// Returns the names of a path except the last one.
fn objects_of(path: &str) -> impl Iterator<Item = &str> {
    let objects = path.rsplit_once('.').map(|(objects, _)| objects);
    objects.into_iter().flat_map(|objects| objects.split('.'))
}

/// Returns what in the response contradicts how the walk goes on or ends.
pub(crate) fn weigh(occasion: &Occasion<'_>, evidence: &Evidence) -> Vec<Finding> {
    let rules = match occasion.stopped {
        // An empty first page can show why it has no continuation.
        Some(StopReason::MissingContinuation) if occasion.first && occasion.len == 0 => RULES,
        Some(_) => &[],
        None => RULES,
    };
    rules
        .iter()
        .chain([&(stopped::explanation as Rule)])
        .filter_map(|rule| rule(occasion, evidence))
        .collect()
}

/// Returns the attribute that gives a field the name of that member.
fn rename(member: &Member) -> String {
    format!("`#[serde(rename = \"{}\")]`", member.shown_name())
}

/// Returns the other way to write it, for a name that a case rule can give.
fn or_rename_all(member: &Member) -> &'static str {
    match member
        .name()
        .chars()
        .all(|c| c.is_alphanumeric() || c == '_' || c == '-')
    {
        true => ", or `rename_all` on its struct",
        false => "",
    }
}

fn warn(kind: WarningKind, message: impl Into<Cow<'static, str>>) -> Option<Finding> {
    Some(Finding::Warn(kind, message.into()))
}

fn fail(message: String) -> Option<Finding> {
    Some(Finding::Fail(StopReason::Declaration(message.into())))
}

/// Returns `1 item`, `2 items`.
fn some(count: u64, what: &str) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{count} {what}{plural}")
}
