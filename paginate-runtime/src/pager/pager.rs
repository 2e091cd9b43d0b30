//! The state machine of a walk.

use crate::page::cursor::Cursor;
use crate::pager::action::Action;
use crate::pager::action::PageRequest;
use crate::pager::checkpoint::{Checkpoint, ResumePoint};
use crate::pager::end::EndReason;
use crate::pager::fit::Methods;
use crate::pager::guards::loops::LoopGuard;
use crate::pager::guards::overlap::FirstSeam;
use crate::pager::guards::overlap::Overlap;
use crate::pager::guards::overlap::OverlapGuard;
use crate::pager::guards::repeats::RepeatGuard;
use crate::pager::limits::Limits;
use crate::pager::origin::Origins;
use crate::pager::page_size::PageSize;
use crate::pager::places::Places;
use crate::pager::position::Position;
use crate::pager::resolve::link_to;
use crate::pager::spare::Spare;
use crate::pager::start::Start;
use crate::pager::stop::StopReason;
use crate::scheme::location::Source;
use crate::scheme::scheme::Scheme;
use std::sync::Arc;

/// The state machine of one walk: what to ask for next, and what each page means.
///
/// Sans-IO: a driver asks for the [next action](Self::next_action), executes it, and
/// [shows](Self::receive) the page. Streams, blocking iterators and tests are such drivers.
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
    /// Where the next page will be: what it is asked with and what is known before it.
    pub(in crate::pager) position: Position,
    pub(in crate::pager) used: LoopGuard,
    pub(in crate::pager) origins: Option<Origins>,
    /// What the walk sends; `None` if it is not HTTP.
    pub(in crate::pager) methods: Option<Methods>,
    /// Each page is compared with those before it.
    pub(in crate::pager) compares: bool,
    /// What the pages before looked like.
    pub(in crate::pager) repeats: RepeatGuard,
    /// The list of the page that is received next is hardly ever equal to another one.
    pub(in crate::pager) distinct: bool,
    /// Fingerprint of the list's first page. A segment that starts with it means that the API
    /// ignored the parameter.
    pub(in crate::pager) first_page_fingerprint: Option<u64>,
    /// The most elements that a page had.
    pub(in crate::pager) longest: u64,
    /// Elements of the last page.
    pub(in crate::pager) last_len: u64,
    /// Items of the last page that were not taken before.
    pub(in crate::pager) items_of_last_page: u64,
    /// The walk begins where the list does.
    pub(in crate::pager) whole: bool,
    pub(in crate::pager) overlap: OverlapGuard,
    /// How the page that is received next overlaps the one before it.
    pub(in crate::pager) seam: Option<Overlap>,
    pub(in crate::pager) first_seam: FirstSeam,
    /// The page that is received next begins with an element of the first one.
    pub(in crate::pager) seam_overlaps: bool,
    /// The last page overlaps the one before it, though earlier ones did not.
    pub(in crate::pager) overlaps: bool,
    /// The last two items of the last page have the same key.
    pub(in crate::pager) tied: bool,
    /// Pages of this walk.
    pub(in crate::pager) pages: u64,
    /// Pages of the walk that this one resumes: they are counted in page numbers, not in limits.
    pub(in crate::pager) pages_before: u64,
    pub(in crate::pager) items: u64,
    pub(in crate::pager) truncated: u64,
    /// Items taken by the walks that this one resumes.
    pub(in crate::pager) items_before: u64,
    /// Items of the next page that were taken before the walk was resumed.
    pub(in crate::pager) skip: u64,
    pub(in crate::pager) page_size: PageSize,
    pub(in crate::pager) state: State,
    /// Where the last page stands.
    pub(in crate::pager) before: Checkpoint,
    /// Where to go on; `None` if the walk itself goes on, after its last page.
    pub(in crate::pager) after: Option<Checkpoint>,
    /// The page size in effect after the last page: the next request can ask for less.
    pub(in crate::pager) size_after: Option<u64>,
    /// Where to go on if the caller's limit cut the last page.
    pub(in crate::pager) within: Option<Checkpoint>,
    /// Of numbered pages the last one that had items, all of them taken: a list that ended there
    /// goes on there.
    pub(in crate::pager) tail: Option<Checkpoint>,
    /// Where the page that was handed out last stands.
    pub(in crate::pager) places: Option<Arc<Places>>,
    pub(in crate::pager) spare: Spare,
}

#[derive(Debug, Clone)]
pub(in crate::pager) enum State {
    Ready(Arc<Cursor>),
    Ended(EndReason),
    Halted(StopReason),
}

impl Pager {
    /// A walk from its first page.
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
            scheme,
            limits,
            position,
            used,
            origins: start.origins,
            methods: start.methods,
            compares,
            repeats: RepeatGuard::default(),
            distinct: false,
            first_page_fingerprint: None,
            longest: 0,
            last_len: 0,
            items_of_last_page: 0,
            whole,
            overlap: OverlapGuard::default(),
            seam: None,
            first_seam: FirstSeam::default(),
            seam_overlaps: false,
            overlaps: false,
            tied: false,
            pages: 0,
            pages_before: 0,
            items: 0,
            truncated: 0,
            items_before: 0,
            skip: 0,
            page_size,
            state: State::Ready(first),
            before: here.clone(),
            after: Some(here),
            size_after: None,
            within: None,
            tail: None,
            places: None,
            spare: Spare::default(),
        }
    }

    /// What to do next. Asking again without having shown a page gives the same answer.
    pub fn next_action(&mut self) -> Action {
        self.end_at_limits();
        match &self.state {
            State::Ready(cursor) => {
                let size = self.size_at(self.items, self.position.counter);
                if size.is_some() {
                    self.position.size = size;
                }
                Action::Request(PageRequest {
                    cursor: cursor.clone(),
                    size,
                    page: self.page_number(self.pages),
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
        } else if self.limit_reached_at(self.items, self.pages) {
            self.state = State::Ended(EndReason::Limit);
        }
    }

    pub(in crate::pager) fn is_ready(&self) -> bool {
        matches!(self.state, State::Ready(_))
    }

    /// The page size that was asked for in the end, where a driver had to make it smaller: it
    /// stays.
    pub fn note_size(&mut self, size: Option<u64>) {
        if let Some(size) = size.filter(|_| self.is_ready()) {
            self.page_size.keep(size);
            self.position.size = Some(size);
        }
    }

    /// Items delivered so far.
    pub fn received(&self) -> u64 {
        self.items
    }

    /// The number of items in the whole list, if the API says it.
    pub fn total(&self) -> Option<u64> {
        self.position.total
    }

    /// The number of pages of the whole list, if the API says it.
    pub fn total_pages(&self) -> Option<u64> {
        self.position.pages
    }

    /// Items taken by the walks that this one resumes; 0 for a walk from the beginning.
    pub fn resumed(&self) -> u64 {
        self.items_before
    }

    /// Pages received so far, those of the walks that this one resumes included.
    pub fn pages(&self) -> u64 {
        self.pages_before.saturating_add(self.pages)
    }

    /// Lists inside items that may have been cut so far.
    pub fn truncated(&self) -> u64 {
        self.truncated
    }

    /// Why the walk ended, once it has.
    pub fn end_reason(&self) -> Option<EndReason> {
        match self.state {
            State::Ended(reason) => Some(reason),
            State::Ready(_) | State::Halted(_) => None,
        }
    }

    /// What the last page looked like.
    pub(crate) fn last_page(&self) -> Option<u64> {
        self.repeats.last()
    }

    /// The page size in effect, where it is known.
    pub(crate) fn size(&self) -> Option<u64> {
        self.position.size
    }

    /// Whether totals tell where the walk ends.
    pub(crate) fn end_is_known(&self) -> bool {
        self.position.end_is_known(&self.scheme)
    }

    pub(crate) fn limits(&self) -> &Limits {
        &self.limits
    }

    /// Whether the walk was there.
    pub(crate) fn has_used(&self, cursor: &Cursor) -> bool {
        self.used.contains(cursor)
    }

    pub(crate) fn scheme(&self) -> &Scheme {
        &self.scheme
    }

    pub(crate) fn position(&self) -> &Position {
        &self.position
    }

    /// The most elements that a page had.
    pub(crate) fn longest(&self) -> u64 {
        self.longest
    }

    /// The continuation of the next request.
    pub(crate) fn asks_for(&self) -> Option<&Cursor> {
        match &self.state {
            State::Ready(cursor) => Some(cursor),
            State::Ended(_) | State::Halted(_) => None,
        }
    }
}

/// What the first request holds already: a page that leads back to it leads in a circle.
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

/// Whether each page is compared with those before it.
fn compares(scheme: &Scheme, limits: &Limits) -> bool {
    let by_position = scheme.source.counts() || matches!(scheme.source, Source::LastItem(_));
    (by_position || scheme.repeats) && !limits.allow_repeats
}

/// Where the first page is, and what it is asked with.
fn position_at_start(
    scheme: &Scheme,
    limits: &Limits,
    counter: Option<u64>,
    seed: Option<Cursor>,
) -> (Position, Arc<Cursor>) {
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
    // A counter that the request already holds stays spelled as it is.
    let first = if counts && counter.is_none() {
        Arc::clone(&count)
    } else {
        Arc::new(Cursor::First)
    };
    // What a `repeat` is compared with; the request itself is sent as it came.
    position.cursor = match seed {
        Some(seed) => Arc::new(seed),
        None if counts => count,
        None => Arc::clone(&first),
    };
    (position, first)
}
