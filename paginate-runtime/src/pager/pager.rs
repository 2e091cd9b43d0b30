//! [`Pager`]: the state machine of a walk.

use crate::page::cursor::Cursor;
use crate::pager::action::Action;
use crate::pager::action::PageRequest;
use crate::pager::bookmarks::Bookmarks;
use crate::pager::checkpoint::{Checkpoint, ResumePoint};
use crate::pager::counters::Counters;
use crate::pager::end::EndReason;
use crate::pager::guards::guards::Guards;
use crate::pager::guards::loops::LoopGuard;
use crate::pager::limits::Limits;
use crate::pager::page_size::PageSize;
use crate::pager::position::Position;
use crate::pager::resolve::{LinkRules, link_to};
use crate::pager::spare::Spare;
use crate::pager::start::Start;
use crate::pager::stop::StopReason;
use crate::scheme::location::Source;
use crate::scheme::scheme::Scheme;
use std::sync::Arc;

/// The state machine of one walk: it decides what to request next, and what each page means.
///
/// It does no I/O: a driver calls [`next_action`](Self::next_action), executes the action, and
/// passes the page to [`receive`](Self::receive). Streams, blocking iterators and tests are such
/// drivers.
///
/// ```
/// use paginate_runtime::sans_io::{Action, Limits, Pager, Start};
/// use paginate_runtime::{EndReason, page::PageInfo, scheme::{RequestLocation, Scheme, Source}};
///
/// const SCHEME: Scheme = Scheme::new(Source::Token(RequestLocation::Query("cursor"))).max(2);
/// let mut pager = Pager::new(SCHEME, Limits::default(), Start::default());
///
/// let Action::Request(first) = pager.next_action() else { unreachable!() };
/// assert_eq!((first.page, first.size), (1, Some(2)));
/// pager.receive(PageInfo::new().items(Some(&vec!['a', 'b'])).token(Some("t")), None, None);
///
/// let Action::Request(second) = pager.next_action() else { unreachable!() };
/// assert_eq!(second.page, 2);
/// pager.receive(PageInfo::new().items(Some(&vec!['c'])).token(Some("")), None, None);
/// assert!(matches!(pager.next_action(), Action::End(EndReason::NoContinuation)));
/// assert_eq!(pager.received(), 3);
/// ```
#[derive(Debug)]
pub struct Pager {
    pub(in crate::pager) scheme: Scheme,
    pub(in crate::pager) limits: Limits,
    /// The position of the next page: its continuation, and what is known before it.
    pub(in crate::pager) position: Position,
    pub(in crate::pager) page_size: PageSize,
    pub(in crate::pager) state: State,
    /// Whether the walk begins at the beginning of the list.
    pub(in crate::pager) whole: bool,
    /// The rules for links; `None` if the walk is not HTTP.
    pub(in crate::pager) links: Option<LinkRules>,
    pub(in crate::pager) counters: Counters,
    pub(in crate::pager) bookmarks: Bookmarks,
    pub(in crate::pager) guards: Guards,
    pub(in crate::pager) spare: Spare,
}

#[derive(Debug, Clone)]
pub(in crate::pager) enum State {
    Ready(Arc<Cursor<'static>>),
    Ended(EndReason),
    Halted(StopReason),
}

impl Pager {
    /// Creates a walk that begins at its first page.
    pub fn new(scheme: Scheme, limits: Limits, start: Start) -> Self {
        let used = used_at_start(&scheme, &start);
        let compares = compares(&scheme, &limits);
        let has_seed = start.seed.is_some();
        let (mut position, first) = position_at_start(&scheme, &limits, start.counter, start.seed);
        let whole = !has_seed && position.began == scheme.base();
        let page_size = PageSize::new(&scheme, &limits, start.size);
        position.size = page_size.in_effect(start.size);
        let here = Checkpoint {
            query: start.query,
            mode: scheme.source.kind(),
            place: ResumePoint::again(&scheme, &first, &position),
            position: position.clone(),
            skip: 0,
            pages: 0,
        };
        Self {
            guards: Guards::new(used, compares),
            scheme,
            limits,
            position,
            page_size,
            state: State::Ready(first),
            whole,
            links: start.links,
            counters: Counters::default(),
            bookmarks: Bookmarks::new(here),
            spare: Spare::default(),
        }
    }

    /// Returns the next action. Calling it again without a page in between gives the same action.
    pub fn next_action(&mut self) -> Action {
        self.end_at_limits();
        match &self.state {
            State::Ready(cursor) => {
                let size = self.size_at(self.counters.items, self.position.counter);
                if size.is_some() {
                    self.position.size = size;
                }
                Action::Request(PageRequest {
                    cursor: cursor.clone(),
                    size,
                    page: self.page_number(self.counters.pages),
                    probe: self.position.is_past_estimate(&self.scheme),
                })
            }
            State::Ended(reason) => Action::End(*reason),
            State::Halted(stop) => Action::Stop(stop.clone()),
        }
    }

    /// Ends the walk if a limit of the caller is reached.
    pub(in crate::pager) fn end_at_limits(&mut self) {
        if !self.is_ready() {
            return;
        }
        if self.segment_ends_at(self.position.counter) {
            self.state = State::Ended(EndReason::Segment);
        } else if self.limit_reached_at(self.counters.items, self.counters.pages) {
            self.state = State::Ended(EndReason::Limit);
        }
    }

    pub(in crate::pager) fn is_ready(&self) -> bool {
        matches!(self.state, State::Ready(_))
    }

    /// Notes the page size that was requested in the end, if a driver had to make it smaller. Later
    /// requests keep it.
    pub fn note_size(&mut self, size: Option<u64>) {
        if let Some(size) = size.filter(|_| self.is_ready()) {
            self.page_size.keep(size);
            self.position.size = Some(size);
        }
    }

    /// Returns the number of items delivered so far.
    pub fn received(&self) -> u64 {
        self.counters.items
    }

    /// Returns the number of items in the whole list, if the API says it.
    pub fn total(&self) -> Option<u64> {
        self.position.total
    }

    /// Returns the number of pages of the whole list, if the API says it.
    pub fn total_pages(&self) -> Option<u64> {
        self.position.pages
    }

    /// Returns the number of items taken by the walks that this one resumes; 0 for a walk from the
    /// beginning.
    pub fn resumed(&self) -> u64 {
        self.counters.items_before
    }

    /// Returns the number of pages received so far, including those of the walks that this one
    /// resumes.
    pub fn pages(&self) -> u64 {
        self.counters.all_pages()
    }

    /// Returns the number of lists inside items that may have been cut so far.
    pub fn truncated(&self) -> u64 {
        self.counters.truncated
    }

    /// Returns why the walk ended, once it has ended.
    pub fn end_reason(&self) -> Option<EndReason> {
        match self.state {
            State::Ended(reason) => Some(reason),
            State::Ready(_) | State::Halted(_) => None,
        }
    }

    /// Returns the fingerprint of the last page.
    pub(crate) fn last_page(&self) -> Option<u64> {
        self.guards.last_page()
    }

    /// Returns the page size in effect, if it is known.
    pub(crate) fn size(&self) -> Option<u64> {
        self.position.size
    }

    /// Returns whether totals tell where the walk ends.
    pub(crate) fn end_is_known(&self) -> bool {
        self.position.end_is_known(&self.scheme)
    }

    pub(crate) fn limits(&self) -> &Limits {
        &self.limits
    }

    /// Returns whether the walk has already used this continuation.
    pub(crate) fn has_used(&self, cursor: &Cursor<'_>) -> bool {
        self.guards.used.contains(cursor)
    }

    pub(crate) fn scheme(&self) -> &Scheme {
        &self.scheme
    }

    pub(crate) fn position(&self) -> &Position {
        &self.position
    }

    /// Returns the largest number of elements that a page had.
    pub(crate) fn longest(&self) -> u64 {
        self.counters.longest
    }

    /// Returns the continuation of the next request.
    pub(crate) fn asks_for(&self) -> Option<&Cursor<'_>> {
        match &self.state {
            State::Ready(cursor) => Some(cursor),
            State::Ended(_) | State::Halted(_) => None,
        }
    }
}

/// Marks the continuation in the first request as used: a page that leads back to it is a loop.
fn used_at_start(scheme: &Scheme, start: &Start) -> LoopGuard {
    let mut used = LoopGuard::default();
    if let Some(seed) = &start.seed {
        used.use_once(seed);
    }
    if let Some(url) = start.url.as_ref().filter(|_| scheme.source.follows_links()) {
        used.use_once(&link_to(url));
    }
    used
}

/// Returns whether each page is compared with those before it.
fn compares(scheme: &Scheme, limits: &Limits) -> bool {
    let by_position = scheme.source.counts() || matches!(scheme.source, Source::LastItem(_));
    (by_position || scheme.repeats) && !limits.allow_repeats
}

/// Returns the position of the first page, with its continuation.
fn position_at_start(
    scheme: &Scheme,
    limits: &Limits,
    counter: Option<u64>,
    seed: Option<Cursor<'static>>,
) -> (Position, Arc<Cursor<'static>>) {
    let mut position = Position::first(scheme);
    if let Some(budget) = limits.max_empty_pages {
        position.empty_budget = budget;
    }
    if let Some(counter) = counter {
        position.counter = counter;
        position.began = counter;
    }
    let counts = scheme.source.counts();
    let count = Arc::new(Cursor::Count(position.counter));
    // A counter in the first request is sent exactly as the caller wrote it.
    let first = if counts && counter.is_none() {
        Arc::clone(&count)
    } else {
        Arc::new(Cursor::First)
    };
    // The value with which `end_on = [repeat]` compares. The request itself is sent without
    // changes.
    position.cursor = match seed {
        Some(seed) => Arc::new(seed),
        None if counts => count,
        None => Arc::clone(&first),
    };
    (position, first)
}
