//! A total, a number of pages or a flag that the declaration reads, and that no response has.

use super::flags::{self, says_more};
use super::names::{COUNTS, PAGES, TOTALS};
use super::{Finding, Occasion, or_rename_all, rename, warn};
use crate::page::evidence::{Evidence, Member, Shape, loosely_equal};
use crate::report::warning::WarningKind;
use crate::scheme::location::ResponseLocation;

/// What the declaration reads, and no response had so far. Noted at the first page, because an API
/// can send a total once; told at the end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Absence {
    what: What,
    location: ResponseLocation,
    message: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum What {
    Total,
    Pages,
    Flag,
}

impl Absence {
    /// What the first response lacks.
    pub(crate) fn of_first_page(at: &Occasion<'_>, evidence: &Evidence) -> Vec<Self> {
        if !at.first || !at.is_of_the_whole() {
            return Vec::new();
        }
        let of = |what: What| {
            let location = what.location(at).filter(|_| what.is_unread(at))?;
            let message = what
                .message(location, at, evidence)
                .filter(|_| is_absent(location, evidence))?;
            Some(Self {
                what,
                location,
                message,
            })
        };
        [What::Total, What::Pages, What::Flag]
            .into_iter()
            .filter_map(of)
            .collect()
    }

    /// Whether the response of a later page lacks it, too.
    pub(crate) fn holds(&self, evidence: &Evidence) -> bool {
        is_absent(self.location, evidence)
    }

    /// Tells of it at the end of the walk, if no page on the way had it.
    pub(crate) fn told(&self, at: &Occasion<'_>) -> Option<Finding> {
        let is_empty = at.received == 0;
        // Of one page, an absent flag can mean "no".
        let may_be_no = self.what == What::Flag && at.pages < 2;
        if !at.has_ended() || is_empty || may_be_no || !self.what.is_unread(at) {
            return None;
        }
        warn(WarningKind::AbsentValue, self.message.clone())
    }
}

impl Occasion<'_> {
    /// Whether the first page did not say something that the declaration reads.
    pub(super) fn may_lack_values(&self) -> bool {
        let lacks = |what: &What| what.location(self).is_some() && what.is_unread(self);
        self.is_of_the_whole() && [What::Total, What::Pages, What::Flag].iter().any(lacks)
    }

    /// All pages of the list were asked for by this walk.
    fn is_of_the_whole(&self) -> bool {
        self.whole && !self.resumed
    }
}

impl What {
    fn location(self, at: &Occasion<'_>) -> Option<ResponseLocation> {
        match self {
            Self::Total => at.scheme.total_at,
            Self::Pages => at.scheme.pages_at,
            Self::Flag => at.scheme.flag_at.map(ResponseLocation::Member),
        }
    }

    /// Whether no page has said it so far.
    fn is_unread(self, at: &Occasion<'_>) -> bool {
        match self {
            Self::Total => at.total.is_none(),
            Self::Pages => at.total_pages.is_none(),
            Self::Flag => !at.flag_was_read,
        }
    }

    /// Of a flag, `None` if the response has nothing like it: other endpoints of the same API may
    /// send it.
    fn message(
        self,
        location: ResponseLocation,
        at: &Occasion<'_>,
        evidence: &Evidence,
    ) -> Option<String> {
        let key = self.key();
        let place = match location {
            ResponseLocation::Member(path) => format!("`{path}`"),
            ResponseLocation::Header(name) => format!("the header `{name}`"),
            ResponseLocation::Link(relation) => format!("the relation `{relation}`"),
        };
        let advice = match self.advice(location, at, evidence) {
            Some(advice) => advice,
            None if self == Self::Flag => return None,
            None => format!("correct its name, or leave `{key}` out if this API does not send it"),
        };
        Some(format!(
            "the declaration reads `{key}` from {place}, which no response of the walk has: {advice}"
        ))
    }

    fn key(self) -> &'static str {
        match self {
            Self::Total => "total",
            Self::Pages => "pages",
            Self::Flag => "more` or `done",
        }
    }

    /// What the first response has instead, and what to do with it.
    fn advice(
        self,
        location: ResponseLocation,
        at: &Occasion<'_>,
        evidence: &Evidence,
    ) -> Option<String> {
        let spelled = match location {
            ResponseLocation::Member(path) => evidence.at(path),
            _ => None,
        };
        if let Some(member) = spelled {
            return Some(format!(
                "the response has `{}`. Put {} on the field{}",
                member.shown(),
                rename(member),
                or_rename_all(member)
            ));
        }
        let member = || {
            let member = self.like_it(at, evidence)?;
            let key = match self {
                Self::Flag => flags::key(&member.plain_name()),
                _ => self.key(),
            };
            Some(format!(
                "the response has `{}`. If that is it, declare it with `{key}`",
                member.shown()
            ))
        };
        let header = || {
            let name = self.header_like_it(evidence)?;
            Some(format!(
                "the response has the header `{name}`. If that is it, declare `{} = header(\"{name}\")`",
                self.key()
            ))
        };
        match location {
            ResponseLocation::Header(_) => header().or_else(member),
            _ => member().or_else(header),
        }
    }

    /// A member that looks like what is absent.
    fn like_it<'e>(self, at: &Occasion<'_>, evidence: &'e Evidence) -> Option<&'e Member> {
        let named = |names: &'static [&str]| {
            move |member: &&Member| {
                let is_known = names.contains(&member.plain_name().as_str());
                is_known && member.value.count().is_some()
            }
        };
        let mut members = evidence
            .members
            .iter()
            .filter(|member| at.is_about_paging(&member.path));
        match self {
            Self::Total => members.clone().find(named(TOTALS)).or_else(|| {
                let mut counts = members.filter(named(COUNTS));
                counts.find(|member| member.value.count() >= Some(at.received))
            }),
            Self::Pages => members.find(named(PAGES)),
            Self::Flag => members.find(|member| says_more(member, true)),
        }
    }

    /// A header that looks like what is absent.
    fn header_like_it(self, evidence: &Evidence) -> Option<&str> {
        let looks_like_it = |name: &&String| {
            let of_pages = name.contains("page");
            let counts = name
                .split('-')
                .any(|word| word.contains("total") || matches!(word, "count" | "pagecount"));
            let of_limits = ["limit", "rate", "remaining", "retry"]
                .iter()
                .any(|part| name.contains(part));
            match self {
                Self::Total => counts && !of_pages && !of_limits,
                Self::Pages => counts && of_pages && !of_limits,
                Self::Flag => false,
            }
        };
        evidence
            .headers
            .iter()
            .find(looks_like_it)
            .map(String::as_str)
    }
}

/// Whether a response certainly lacks what is read there.
fn is_absent(location: ResponseLocation, evidence: &Evidence) -> bool {
    let declared = match location {
        ResponseLocation::Header(name) => {
            let is_it = |header: &String| header.eq_ignore_ascii_case(name);
            return !evidence.headers.iter().any(is_it);
        }
        ResponseLocation::Member(path) => path,
        ResponseLocation::Link(_) => return false,
    };
    let parent = |path: &str| path.rsplit_once('.').map(|(parent, _)| parent.to_owned());
    let declared_parent = parent(declared);
    let may_be_it = |member: &Member| {
        if member.path == declared {
            return true;
        }
        // APIs send null, 0 and -1 where they did not count: then nothing was read under its right
        // name. Of a nested path, the names on the wire are not known for certain.
        let says_nothing = match member.value {
            Shape::Null => true,
            Shape::Number(number) => number.unwrap_or_default() == 0,
            Shape::Text { blank, number, .. } => blank || number == Some(0),
            Shape::Flag(_) | Shape::List { .. } | Shape::Map { .. } => false,
        };
        let beside = || {
            let parents = declared_parent.as_deref().zip(parent(&member.path));
            let name = member.plain_name();
            let counts = [
                "total", "count", "pages", "num", "found", "hits", "records", "items",
            ]
            .iter()
            .any(|part| name.contains(part));
            counts && parents.is_some_and(|(declared, found)| loosely_equal(declared, &found))
        };
        says_nothing && (loosely_equal(&member.path, declared) || beside())
    };
    !evidence.members.is_empty() && !evidence.members.iter().any(may_be_it)
}
