//! Decides what happens after a page: the one decision that every driver shares.

use crate::page::cursor::Cursor;
use crate::page::next::Next;
use crate::page::page_info::PageInfo;
use crate::pager::end::EndReason;
use crate::pager::position::Position;
use crate::pager::stop::StopReason;
use crate::scheme::location::Source;
use crate::scheme::scheme::Scheme;

/// The decision after a page.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub enum Step {
    /// Request the next page.
    Go(Cursor<'static>),
    /// The walk is over.
    End {
        /// Why.
        reason: EndReason,
        /// A continuation that still works: sent again later, it returns what is new by then.
        live: Option<Cursor<'static>>,
    },
    /// The walk cannot go on. The items of this page are delivered all the same.
    Stop {
        /// Why.
        why: StopReason,
        /// The continuation with which it could go on if the caller allowed it.
        next: Option<Cursor<'static>>,
    },
}

/// Decides what happens after a page that arrived at `position` and contains `page`.
///
/// A pure function: the same arguments give the same step. `position` must already know the page's
/// totals (the [`Pager`](crate::pager::pager::Pager) sets them). The pager applies the guards
/// against loops and foreign links to the step.
///
/// ```
/// use paginate_runtime::{EndReason, page::PageInfo, scheme::{RequestLocation, Scheme, Source}};
/// use paginate_runtime::sans_io::{Position, Step, decide};
///
/// const SCHEME: Scheme = Scheme::new(Source::Token(RequestLocation::Query("cursor")));
/// let at = Position::first(&SCHEME);
/// let last = PageInfo::new().items(Some(&vec![1])).token(Some(""));
/// assert!(matches!(decide(&SCHEME, &at, &last), Step::End { reason: EndReason::NoContinuation, .. }));
/// ```
pub fn decide(scheme: &Scheme, position: &Position, page: &PageInfo<'_>) -> Step {
    decide_with(scheme, position, page, || named(page.next.clone()))
}

/// Converts the continuation that a page names.
pub(super) fn named(next: Next<'_>) -> Result<Option<Cursor<'static>>, StopReason> {
    match next {
        Next::End => Ok(None),
        Next::Page(Cursor::Tokens(parts)) if parts.iter().all(Option::is_none) => Ok(None),
        // Only a function of `next_with` can return these. They do not lead to a next page.
        Next::Page(Cursor::First | Cursor::Count(_)) => Err(StopReason::Malformed(
            "`next_with` returned the first request or a number: return a token, a link, parameters or a whole request".into(),
        )),
        Next::Page(cursor) => Ok(Some(cursor.into_owned())),
        Next::Malformed(why) => Err(StopReason::Malformed(why)),
    }
}

/// Does the same as [`decide`], but calls `named` for the page's continuation if it is needed, and
/// does not read `page.next`.
pub(super) fn decide_with(
    scheme: &Scheme,
    position: &Position,
    page: &PageInfo<'_>,
    named: impl FnOnce() -> Result<Option<Cursor<'static>>, StopReason>,
) -> Step {
    let wire_len = page.len.map_or(0, |len| len as u64);
    let arrival = Arrival {
        scheme,
        position,
        page,
        wire_len,
        len: wire_len.saturating_sub(position.repeated(scheme, page)),
    };
    if let Some(why) = &page.unreadable {
        return stop(StopReason::Malformed(why.clone()));
    }
    // The API's own "this is the end" has priority over tokens, links and totals.
    if page.more == Some(false) {
        return Step::End {
            reason: EndReason::Flag,
            live: arrival.continuation(named).ok().flatten(),
        };
    }
    match scheme.source {
        Source::Token(_) | Source::Tokens(_) | Source::NextUrl | Source::Custom(_) => {
            arrival.follow(named)
        }
        Source::LastItem(_) => arrival.after_last_item(named),
        Source::Page(_) => arrival.next_number(),
        Source::Offset(_) => arrival.next_offset(),
    }
}

/// One page, and the position at which it arrived.
struct Arrival<'a> {
    scheme: &'a Scheme,
    position: &'a Position,
    page: &'a PageInfo<'a>,
    /// The elements on the wire.
    wire_len: u64,
    /// The elements that the page before did not have.
    len: u64,
}

impl Arrival<'_> {
    /// Decides for tokens, links and functions. The page names the continuation, and no
    /// continuation is the end; an empty page is not.
    fn follow(&self, named: impl FnOnce() -> Result<Option<Cursor<'static>>, StopReason>) -> Step {
        let next = match named() {
            Ok(Some(next)) => next,
            Ok(None) if self.says_more() => return stop(StopReason::MissingContinuation),
            Ok(None) => {
                return Step::End {
                    reason: EndReason::NoContinuation,
                    live: None,
                };
            }
            Err(why) => return stop(why),
        };
        if self.repeats(&next) {
            return end(EndReason::Repeat, next);
        }
        if self.len == 0 {
            if self.scheme.end_on.empty && !self.says_more() {
                return end(EndReason::Empty, next);
            }
            return self.skip_empty(next);
        }
        if self.is_short(true) && !self.says_more() {
            return end(EndReason::Short, next);
        }
        Step::Go(next)
    }

    /// Decides for the key of the last item. An empty page has no such key, so it ends the walk.
    fn after_last_item(
        &self,
        named: impl FnOnce() -> Result<Option<Cursor<'static>>, StopReason>,
    ) -> Step {
        if self.len == 0 {
            return self.end_of_items();
        }
        let next = match named() {
            Ok(Some(next)) => next,
            Ok(None) => return stop(StopReason::MissingContinuation),
            Err(why) => return stop(why),
        };
        if self.repeats(&next) {
            return end(EndReason::Repeat, next);
        }
        if self.is_short(false) && !self.says_more() {
            return end(EndReason::Short, next);
        }
        Step::Go(next)
    }

    /// Decides for page numbers. An empty page ends the walk, unless the API promised more pages:
    /// then it is a gap, if the declaration does not say otherwise.
    fn next_number(&self) -> Step {
        let Some(number) = self.position.counter.checked_add(1) else {
            return stop(StopReason::MissingContinuation);
        };
        let next = Cursor::Count(number);
        let more_pages = self
            .position
            .is_past_end(self.scheme, number)
            .map(|past| !past);
        if self.len == 0 {
            return if self.says_more() || (more_pages == Some(true) && !self.scheme.end_on.empty) {
                self.skip_empty(next)
            } else {
                self.end_of_items()
            };
        }
        if self.says_more() {
            return Step::Go(next);
        }
        if more_pages == Some(false) || self.total_reached_by_number() {
            return end(EndReason::Total, next);
        }
        if self.is_short(false) && more_pages.is_none() {
            return end(EndReason::Short, next);
        }
        Step::Go(next)
    }

    /// Decides for offsets. They advance by the number of items received, not requested, because
    /// servers cut pages, and some send more.
    fn next_offset(&self) -> Step {
        if self.len == 0 {
            return self.end_of_items();
        }
        let Some(offset) = self.position.counter.checked_add(self.len) else {
            return stop(StopReason::MissingContinuation);
        };
        let next = Cursor::Count(offset);
        if self.says_more() {
            return Step::Go(next);
        }
        match self.position.is_past_end(self.scheme, offset) {
            Some(true) => end(EndReason::Total, next),
            None if self.is_short(false) => end(EndReason::Short, next),
            _ => Step::Go(next),
        }
    }

    /// Returns the next continuation. Counters do not need the page to name one.
    fn continuation(
        &self,
        named: impl FnOnce() -> Result<Option<Cursor<'static>>, StopReason>,
    ) -> Result<Option<Cursor<'static>>, StopReason> {
        match self.scheme.source {
            Source::Page(_) => Ok(self.position.counter.checked_add(1).map(Cursor::Count)),
            Source::Offset(_) => Ok(self
                .position
                .counter
                .checked_add(self.len)
                .map(Cursor::Count)),
            _ => named(),
        }
    }

    /// Returns whether the API's flag says that there is more.
    fn says_more(&self) -> bool {
        self.page.more == Some(true)
    }

    /// Returns whether the page is shorter than the requested size, if that is a declared end.
    /// Without a known size, no page is short. A server may cap the size without saying so, so a
    /// page that is not shorter than an earlier one counts as full if it names its continuation, or
    /// if its length is one at which servers cap pages.
    fn is_short(&self, names_next: bool) -> bool {
        let shorter_than_asked = self.position.size.is_some_and(|size| self.wire_len < size);
        let capped =
            self.len >= self.position.longest && (names_next || is_usual_page_size(self.wire_len));
        self.scheme.end_on.short && shorter_than_asked && !capped
    }

    /// Returns whether the continuation just sent comes back, if that is a declared end.
    fn repeats(&self, next: &Cursor<'_>) -> bool {
        self.scheme.end_on.repeat && next.same_as(&self.position.cursor)
    }

    /// Returns whether the total is reached by the items received. Totals count from the beginning
    /// of the list, so a walk that began later cannot compare them with what it received. Neither
    /// can a walk that only estimates what comes before it: if the estimate is too high, the walk
    /// would end too early.
    fn total_reached_by_number(&self) -> bool {
        let received = self.position.received.saturating_add(self.len);
        let counted = self.position.counts_items(self.scheme) && !self.position.estimated;
        counted && self.position.total.is_some_and(|total| received >= total)
    }

    /// Goes on after an empty page, within the budget.
    fn skip_empty(&self, next: Cursor<'static>) -> Step {
        let budget = self.position.empty_budget;
        if self.position.empty_pages >= budget {
            Step::Stop {
                why: StopReason::EmptyPages { budget },
                next: Some(next),
            }
        } else {
            Step::Go(next)
        }
    }

    /// Decides after an empty page in a mode that cannot go past one. Its request stays usable:
    /// sent again later, it returns what is new.
    fn end_of_items(&self) -> Step {
        if self.says_more() {
            return stop(StopReason::MissingContinuation);
        }
        Step::End {
            reason: EndReason::Empty,
            live: Some(self.position.cursor.as_ref().clone()),
        }
    }
}

/// Returns whether servers commonly cap pages at this length.
pub(crate) fn is_usual_page_size(len: u64) -> bool {
    matches!(
        len,
        10 | 15 | 20 | 25 | 30 | 40 | 50 | 100 | 200 | 250 | 500 | 1_000
    )
}

fn end(reason: EndReason, live: Cursor<'static>) -> Step {
    Step::End {
        reason,
        live: Some(live),
    }
}

fn stop(why: StopReason) -> Step {
    Step::Stop { why, next: None }
}
