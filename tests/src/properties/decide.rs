//! Compares `decide` with a model of it: the rules of section 4 of the design, in the order and
//! wording of the design.

use std::sync::Arc;

use paginate_runtime::sans_io::{Position, Step, StopReason, decide};
use paginate_runtime::{
    EndReason, Next,
    page::{Cursor, LinkTarget, PageInfo, TokenValue},
    scheme::{RequestLocation, Scheme, Source},
};

use super::feed::Feed;

/// The six sources.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs, reason = "named as in the attribute")]
pub enum Mode {
    Token,
    NextUrl,
    Page,
    Offset,
    LastItem,
    Custom,
}

/// A continuation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// The first request.
    First,
    /// A token or a key.
    Token(String),
    /// A link.
    Link(String),
    /// A page number or an offset.
    Count(u64),
    /// A parameter.
    Param(String),
}

/// The continuation that a page contains.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Said {
    /// None.
    Nothing,
    /// A valid continuation.
    Next(Place),
    /// A continuation that cannot be read.
    Unreadable,
}

/// A page, the position of its request, and the rules.
#[derive(Debug, Clone)]
#[allow(missing_docs, reason = "named as in the types that it becomes")]
pub struct Case {
    pub mode: Mode,
    pub start: Option<u64>,
    pub end_on_empty: bool,
    pub end_on_short: bool,
    pub end_on_repeat: bool,
    pub asked: Place,
    pub counter: u64,
    pub began: u64,
    pub size: Option<u64>,
    pub received: u64,
    pub empty_pages: u64,
    pub empty_budget: u64,
    pub pages: Option<u64>,
    pub total: Option<u64>,
    pub said: Said,
    pub more: Option<bool>,
    pub len: Option<u64>,
    pub longest: u64,
}

/// The decision after a page.
#[derive(Debug, Clone, PartialEq, Eq)]
enum After {
    Go(Place),
    End(EndReason, Option<Place>),
    Missing,
    TooManyEmpty(u64, Place),
    Unreadable,
}

/// Builds a [`Case`] from bytes and checks it.
pub fn check(data: &[u8]) {
    let mut feed = Feed::new(data);
    let mode = feed.pick(&[
        Mode::Token,
        Mode::NextUrl,
        Mode::Page,
        Mode::Offset,
        Mode::LastItem,
        Mode::Custom,
    ]);
    let flags = feed.byte();
    let base = feed.maybe(Feed::number);
    let (counter, received) = (feed.number(), feed.number());
    let began = if feed.flag() {
        feed.number()
    } else {
        base.unwrap_or(u64::from(mode == Mode::Page))
    };
    let asked = match mode {
        Mode::Page | Mode::Offset if feed.flag() => Place::Count(counter),
        Mode::Page | Mode::Offset => Place::First,
        _ => place(&mut feed, mode),
    };
    let said = match (mode, feed.below(8)) {
        (Mode::Page | Mode::Offset, _) | (_, 0 | 1) => Said::Nothing,
        (_, 2) => Said::Unreadable,
        (_, 3) if asked != Place::First => Said::Next(asked.clone()),
        _ => match place(&mut feed, mode) {
            Place::First => Said::Nothing,
            place => Said::Next(place),
        },
    };
    let known = |feed: &mut Feed<'_>| feed.maybe(|feed| feed.number().max(1));
    agrees(&Case {
        mode,
        start: base,
        end_on_empty: flags & 1 != 0,
        end_on_short: flags & 2 != 0,
        end_on_repeat: flags & 4 != 0,
        asked,
        counter,
        began,
        size: known(&mut feed),
        received,
        empty_pages: feed.number(),
        empty_budget: feed.number(),
        pages: known(&mut feed),
        total: known(&mut feed),
        said,
        more: feed.pick(&[None, Some(true), Some(false)]),
        len: feed.maybe(Feed::number),
        longest: feed.number(),
    });
}

/// A continuation of the kind that this mode uses.
fn place(feed: &mut Feed<'_>, mode: Mode) -> Place {
    let text = feed.pick(&["A", "B", "C", "0"]).to_owned();
    match (mode, feed.below(4)) {
        (_, 0) => Place::First,
        (Mode::NextUrl, _) | (Mode::Custom, 1) => Place::Link(text),
        (Mode::Custom, 2) => Place::Param(text),
        _ => Place::Token(text),
    }
}

/// Checks that the decision equals that of the model.
pub fn agrees(case: &Case) {
    let decided = decided(case);
    match expected(case) {
        Some(expected) => assert_eq!(decided, expected, "decided, expected by {case:?}"),
        // There is no number after the largest, and the design has no rule for this.
        None => assert!(
            !matches!(decided, After::Go(_)),
            "went on past the last number, in {case:?}"
        ),
    }
}

/// The rules, in the order of the design. `None` if a page number or an offset has no next value.
fn expected(case: &Case) -> Option<After> {
    let len = u128::from(case.len.unwrap_or(0));
    let counter = u128::from(case.counter);
    let base = u128::from(case.start.unwrap_or(u64::from(case.mode == Mode::Page)));
    let empty = len == 0;
    let promised = case.more == Some(true);
    // A server that caps the page size looks the same if the page has a continuation or a usual
    // length.
    let names = !matches!(case.mode, Mode::Page | Mode::Offset | Mode::LastItem);
    let usual = [10, 15, 20, 25, 30, 40, 50, 100, 200, 250, 500, 1_000].contains(&len);
    let capped = (names || usual) && len >= u128::from(case.longest);
    let short = case.end_on_short
        && !promised
        && !capped
        && case.size.is_some_and(|size| len < u128::from(size));

    // The continuation of the page. Page numbers grow by one, offsets by the number of items
    // received.
    let step = if case.mode == Mode::Page { 1 } else { len };
    let counted = u64::try_from(counter + step).ok().map(Place::Count);
    let counts = matches!(case.mode, Mode::Page | Mode::Offset);
    let next = match &case.said {
        _ if counts => counted,
        Said::Next(place) => Some(place.clone()),
        Said::Nothing | Said::Unreadable => None,
    };
    let unreadable = !counts && case.said == Said::Unreadable;

    // 4. The end value of a flag ends the walk regardless of other values, and the continuation is
    // kept (10).
    if case.more == Some(false) {
        return Some(After::End(EndReason::Flag, next));
    }
    let live = |reason| After::End(reason, next.clone());
    let asked_again = || After::End(EndReason::Empty, Some(case.asked.clone()));
    let within_budget = |next: &Place| {
        if case.empty_pages < case.empty_budget {
            After::Go(next.clone())
        } else {
            After::TooManyEmpty(case.empty_budget, next.clone())
        }
    };
    let repeated = case.end_on_repeat && next.as_ref() == Some(&case.asked);

    Some(match (case.mode, empty) {
        // 6. last_item: an empty page ends; with a continue flag it is a promise without a way. 7.
        //    So it is with offsets.
        (Mode::LastItem | Mode::Offset, true) if promised => After::Missing,
        (Mode::LastItem | Mode::Offset, true) => asked_again(),
        (Mode::Token | Mode::NextUrl | Mode::Custom | Mode::LastItem, _) if unreadable => {
            After::Unreadable
        }
        // 6. A page whose last item has no key.
        (Mode::LastItem, false) if next.is_none() => After::Missing,
        // 4, 5. No continuation is the end, unless a flag says that there are more pages.
        (Mode::Token | Mode::NextUrl | Mode::Custom, _) if next.is_none() && promised => {
            After::Missing
        }
        (Mode::Token | Mode::NextUrl | Mode::Custom, _) if next.is_none() => {
            After::End(EndReason::NoContinuation, None)
        }
        (Mode::Token | Mode::NextUrl | Mode::Custom | Mode::LastItem, _) if repeated => {
            live(EndReason::Repeat)
        }
        // 5. Empty pages do not end walks by token or link, unless declared; their number is
        // limited.
        (Mode::Token | Mode::NextUrl | Mode::Custom, true) if case.end_on_empty && !promised => {
            live(EndReason::Empty)
        }
        (Mode::Token | Mode::NextUrl | Mode::Custom, true) => within_budget(next.as_ref()?),
        (Mode::Token | Mode::NextUrl | Mode::Custom | Mode::LastItem, false) if short => {
            live(EndReason::Short)
        }
        (Mode::Token | Mode::NextUrl | Mode::Custom | Mode::LastItem, false) => {
            After::Go(next.clone()?)
        }

        // 7. page: an empty page ends, unless a flag or the number of pages says that there are
        // more.
        (Mode::Page, true) => {
            let next = next.as_ref()?;
            // If more pages follow, it is a gap, unless an empty page is declared to be the end.
            let more_pages = case
                .pages
                .is_some_and(|pages| counter + 1 < base + u128::from(pages));
            let gap = promised || (more_pages && !case.end_on_empty);
            if gap {
                within_budget(next)
            } else {
                asked_again()
            }
        }
        // 4. The continue value of a flag has priority over totals.
        (Mode::Page | Mode::Offset, false) if promised => After::Go(next.clone()?),
        (Mode::Page, false) => {
            let total = case.total.filter(|_| u128::from(case.began) == base);
            let by_pages = case
                .pages
                .is_some_and(|pages| counter + 1 >= base + u128::from(pages));
            let by_total =
                total.is_some_and(|total| u128::from(case.received) + len >= u128::from(total));
            next.as_ref()?;
            match () {
                () if by_pages || by_total => live(EndReason::Total),
                () if short && case.pages.is_none() => live(EndReason::Short),
                () => After::Go(next.clone()?),
            }
        }
        (Mode::Offset, false) => {
            next.as_ref()?;
            match case.total {
                Some(total) if counter + len >= base + u128::from(total) => live(EndReason::Total),
                None if short => live(EndReason::Short),
                _ => After::Go(next.clone()?),
            }
        }
    })
}

/// The decision of the library.
fn decided(case: &Case) -> After {
    let location = RequestLocation::Query("p");
    let source = match case.mode {
        Mode::Token => Source::Token(location),
        Mode::NextUrl => Source::NextUrl,
        Mode::Page => Source::Page(location),
        Mode::Offset => Source::Offset(location),
        Mode::LastItem => Source::LastItem(location),
        Mode::Custom => Source::Custom(location),
    };
    let mut scheme = Scheme::new(source);
    scheme.start = case.start;
    scheme.end_on.empty = case.end_on_empty;
    scheme.end_on.short = case.end_on_short;
    scheme.end_on.repeat = case.end_on_repeat;
    let mut position = Position::first(&scheme);
    position.cursor = Arc::new(cursor(&case.asked));
    position.counter = case.counter;
    position.began = case.began;
    position.size = case.size;
    position.received = case.received;
    position.longest = case.longest;
    position.empty_pages = case.empty_pages;
    position.empty_budget = case.empty_budget;
    position.pages = case.pages;
    position.total = case.total;
    let mut page = PageInfo::new();
    page.next = match &case.said {
        Said::Nothing => Next::End,
        Said::Unreadable => Next::Malformed("unreadable".into()),
        Said::Next(Place::Token(text)) => Next::token(TokenValue::text(text.clone())),
        Said::Next(Place::Link(text)) => Next::link(LinkTarget::get(text.clone())),
        Said::Next(Place::Param(text)) => {
            Next::params(vec![("p".into(), TokenValue::text(text.clone()))])
        }
        Said::Next(other) => panic!("no page says {other:?}"),
    };
    page.more = case.more;
    page.pages = case.pages;
    page.total = case.total;
    page.len = case
        .len
        .map(|len| usize::try_from(len).unwrap_or(usize::MAX));
    match decide(&scheme, &position, &page) {
        Step::Go(cursor) => After::Go(named(&cursor)),
        Step::End { reason, live } => After::End(reason, live.as_ref().map(named)),
        Step::Stop {
            why: StopReason::MissingContinuation,
            next: None,
        } => After::Missing,
        Step::Stop {
            why: StopReason::EmptyPages { budget },
            next: Some(next),
        } => After::TooManyEmpty(budget, named(&next)),
        Step::Stop {
            why: StopReason::Malformed(_),
            next: None,
        } => After::Unreadable,
        other => panic!("decided {other:?} for {case:?}"),
    }
}

fn cursor(place: &Place) -> Cursor<'static> {
    match place {
        Place::First => Cursor::First,
        Place::Token(text) => Cursor::Token(TokenValue::text(text.clone())),
        Place::Link(text) => Cursor::Link(LinkTarget::get(text.clone())),
        Place::Count(count) => Cursor::Count(*count),
        Place::Param(text) => Cursor::Params(vec![("p".into(), TokenValue::text(text.clone()))]),
    }
}

fn named(cursor: &Cursor) -> Place {
    match cursor {
        Cursor::First => Place::First,
        Cursor::Token(value) => Place::Token(value.as_plain().to_owned()),
        Cursor::Link(target) => Place::Link(target.href.to_string()),
        Cursor::Count(count) => Place::Count(*count),
        Cursor::Params(params) => {
            Place::Param(params.iter().map(|(_, value)| value.as_plain()).collect())
        }
        other => panic!("decided {other:?}"),
    }
}
