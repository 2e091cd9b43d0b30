//! The state machine of a walk.

use std::mem;
use std::sync::Arc;

use url::Url;

use crate::page::cursor::Cursor;
use crate::page::elements::Elements;
use crate::page::link::Target;
use crate::page::next::Next;
use crate::page::page_info::PageInfo;
use crate::page::value::Value;
use crate::pager::action::{Action, Ask, Judgement};
use crate::pager::checkpoint::{Checkpoint, Place, Snapshot};
use crate::pager::decide::{Step, decide_with, named};
use crate::pager::end::{EndReason, Outlook};
use crate::pager::fit::{Methods, fits};
use crate::pager::guards::contradiction::Occasion;
use crate::pager::guards::loops::LoopGuard;
use crate::pager::guards::overlap::{FirstSeam, Overlap, OverlapGuard};
use crate::pager::guards::repeats::{Look, RepeatGuard};
use crate::pager::halt::Halt;
use crate::pager::limits::Limits;
use crate::pager::lookahead::foresee::foresee;
use crate::pager::lookahead::plan::Plan;
use crate::pager::origin::{Origins, strip};
use crate::pager::page_size::PageSize;
use crate::pager::places::Places;
use crate::pager::position::Position;
use crate::pager::resolve::resolve;
use crate::pager::segment::bound::Bound;
use crate::pager::segment::bound::Segment;
use crate::pager::segment::split::split;
use crate::pager::spare::Spare;
use crate::pager::start::Start;
use crate::scheme::scheme::{Scheme, Source};

/// The state machine of one walk: what to ask for next, and what each page means.
///
/// Sans-IO: a driver asks for the [next action](Self::next_action), does it by whatever means, and [shows](Self::receive) the page. Streams,
/// blocking iterators and tests are such drivers.
///
/// ```
/// use paginate_runtime::sans_io::{Action, Limits, Pager, Start};
/// use paginate_runtime::{EndReason, PageInfo, Scheme, Sink, Source};
///
/// const SCHEME: Scheme = Scheme::new(Source::Token(Sink::Query("cursor"))).max(2);
/// let mut pager = Pager::new(SCHEME, Limits::default(), Start::default());
///
/// let Action::Ask(first) = pager.next_action() else { unreachable!() };
/// assert_eq!((first.page, first.size), (1, Some(2)));
/// pager.receive(PageInfo::new().items(Some(&vec!['a', 'b'])).token(Some("t")), None, None);
///
/// let Action::Ask(second) = pager.next_action() else { unreachable!() };
/// assert_eq!(second.page, 2);
/// pager.receive(PageInfo::new().items(Some(&vec!['c'])).token(Some("")), None, None);
/// assert!(matches!(pager.next_action(), Action::End(EndReason::NoToken)));
/// assert_eq!(pager.received(), 3);
/// ```
#[derive(Debug)]
pub struct Pager {
    scheme: Scheme,
    limits: Limits,
    /// Where the next page will be: what it is asked with and what is known before it.
    position: Position,
    used: LoopGuard,
    origins: Option<Origins>,
    /// What the walk sends; `None` where it is not HTTP.
    methods: Option<Methods>,
    query: u64,
    /// Each page is compared with those before it.
    compares: bool,
    /// What the pages before looked like.
    repeats: RepeatGuard,
    /// The list of the page that is received next is hardly ever equal to another one.
    distinct: bool,
    /// What the first page of a walk that begins in the middle must not look like.
    unlike: Option<u64>,
    /// The most elements that a page had.
    longest: u64,
    /// Elements of the last page.
    last_len: u64,
    /// Items of the last page that were not taken before.
    items_of_last_page: u64,
    /// The walk begins where the list does.
    whole: bool,
    overlap: OverlapGuard,
    /// How the page that is received next overlaps the one before it.
    seam: Option<Overlap>,
    first_seam: FirstSeam,
    /// The page that is received next begins with an element of the first one.
    seam_overlaps: bool,
    /// The last page overlaps the one before it, though earlier ones did not.
    overlaps: bool,
    /// The last two items of the last page have the same key.
    tied: bool,
    /// Pages of this walk.
    pages: u64,
    /// Pages of the walk that this one resumes: they are counted in page numbers, not in limits.
    pages_before: u64,
    items: u64,
    truncated: u64,
    /// Items taken by the walks that this one resumes.
    items_before: u64,
    /// Items of the next page that were taken before the walk was resumed.
    skip: u64,
    page_size: PageSize,
    state: State,
    /// Where the last page stands.
    before: Snapshot,
    /// Where to go on; `None` where the walk itself goes on, after its last page.
    after: Option<Snapshot>,
    /// The page size in effect after the last page: the next request can ask for less.
    size_after: Option<u64>,
    /// Where to go on if the caller's limit cut the last page.
    within: Option<Snapshot>,
    /// Of numbered pages the last one that had items, all of them taken: a list that ended there goes on there.
    tail: Option<Snapshot>,
    /// Where the page that was handed out last stands.
    places: Option<Arc<Places>>,
    spare: Spare,
}

#[derive(Debug, Clone)]
enum State {
    Ready(Arc<Cursor>),
    Ended(EndReason),
    Halted(Halt),
}

impl Pager {
    /// A walk from its first page.
    pub fn new(scheme: Scheme, limits: Limits, start: Start) -> Self {
        let mut position = Position::first(&scheme);
        if let Some(budget) = limits.max_empty_pages {
            position.empty_budget = budget;
        }
        let mut used = LoopGuard::default();
        if let Some(seed) = &start.seed {
            used.use_once(seed);
        }
        if let Some(url) = start.url.as_ref().filter(|_| scheme.source.follows_links()) {
            used.use_once(&link_to(url));
        }
        if let Some(counter) = start.counter {
            position.counter = counter;
            position.began = counter;
        }
        let counts = scheme.source.counts();
        let by_position = counts || matches!(scheme.source, Source::LastItem(_));
        let compares = (by_position || scheme.repeats) && !limits.allow_repeats;
        let counter = Arc::new(Cursor::Count(position.counter));
        // A counter that the request already holds stays spelled as it is.
        let first = if counts && start.counter.is_none() {
            Arc::clone(&counter)
        } else {
            Arc::new(Cursor::First)
        };
        // What a `repeat` is compared with; the request itself is sent as it came.
        let whole = start.seed.is_none() && position.began == scheme.base();
        position.cursor = match start.seed {
            Some(seed) => Arc::new(seed),
            None if counts => counter,
            None => Arc::clone(&first),
        };
        let page_size = PageSize::new(&scheme, &limits, start.size);
        position.size = page_size.in_effect(start.size);
        let here = Snapshot {
            position: position.clone(),
            place: Place::Ask(Arc::clone(&first)),
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
            query: start.query,
            compares,
            repeats: RepeatGuard::default(),
            distinct: false,
            unlike: None,
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

    /// A walk from where another one of the same query stood. Limits count from here.
    ///
    /// # Errors
    ///
    /// Where the checkpoint is of another mode, of another query (unless `unchecked`), holds a place or a number that no walk by this scheme has or a link
    /// that must not be followed, or where another page size would move the boundaries of numbered pages.
    pub fn resume(scheme: Scheme, limits: Limits, start: Start, checkpoint: &Checkpoint, unchecked: bool) -> Result<Self, String> {
        if checkpoint.mode != scheme.source.kind() {
            return Err("the checkpoint is of another mode of pagination".to_owned());
        }
        if checkpoint.query != start.query && !unchecked {
            return Err("the checkpoint is of another query: origin, method, path, or something of the query or body differs".to_owned());
        }
        fits(&scheme, start.methods.as_ref(), checkpoint)?;
        let in_request = start.size;
        let url = start.url.clone();
        let mut pager = Self::new(scheme, limits, start);
        pager.position.size = pager.page_size.resume(&pager.scheme, &pager.limits, checkpoint.size, in_request)?;
        pager.pages_before = checkpoint.pages;
        pager.skip = checkpoint.skip;
        pager.items_before = checkpoint.received.saturating_add(checkpoint.skip);
        let position = &mut pager.position;
        position.counter = checkpoint.counter;
        position.began = checkpoint.began;
        position.received = checkpoint.received;
        position.empty_pages = checkpoint.empty_pages;
        position.pages = checkpoint.known_pages;
        position.total = checkpoint.known_total;
        position.estimated = checkpoint.estimated;
        pager.whole &= position.began == scheme.base() && !position.estimated;
        match &checkpoint.place {
            Place::Over(reason) => pager.state = State::Ended(*reason),
            // The request as it is now.
            Place::Ask(cursor) if cursor.is_first() => {}
            Place::Ask(cursor) => {
                let mut next = cursor.as_ref().clone().into_next().unwrap_or_default();
                if let Some((halt, _)) = pager.resolve(&mut next, url.as_ref()) {
                    return Err(format!("the link in the checkpoint must not be followed: {halt:?}"));
                }
                // What was judged is what is sent: an http link may have become an https one.
                let judged = Cursor::from_next(next).map_or_else(|| Arc::clone(cursor), Arc::new);
                let judged = if matches!(cursor.as_ref(), Cursor::Count(_)) {
                    Arc::clone(cursor)
                } else {
                    judged
                };
                pager.used.use_once(&judged);
                pager.position.cursor = Arc::clone(&judged);
                pager.state = State::Ready(judged);
            }
        }
        let place = match &pager.state {
            State::Ready(cursor) => Place::Ask(Arc::clone(cursor)),
            State::Ended(_) | State::Halted(_) => checkpoint.place.clone(),
        };
        let after = Snapshot {
            position: pager.position.clone(),
            place,
            skip: pager.skip,
            pages: pager.pages(),
        };
        pager.before = after.clone();
        pager.after = Some(after);
        Ok(pager)
    }

    /// Where to go on after what was delivered.
    pub fn checkpoint(&self) -> Checkpoint {
        match self.within.as_ref().or(self.after.as_ref()) {
            Some(snapshot) => Checkpoint::new(&self.scheme, self.query, snapshot),
            None => Checkpoint::new(&self.scheme, self.query, &self.here()),
        }
    }

    /// Where the last page stands.
    pub(crate) fn places(&self) -> Places {
        let after = self.within.as_ref().or(self.after.as_ref());
        let after = after.map_or_else(|| self.here(), Snapshot::clone);
        Places::new(self.query, self.before.clone(), after, self.outlook())
    }

    /// The same, shared with the page. As soon as the page is gone, its memory takes the places of the next one.
    pub(crate) fn share_places(&mut self) -> Arc<Places> {
        let mut shared = self.places.take();
        match shared.as_mut().and_then(Arc::get_mut) {
            None => shared = Some(Arc::new(self.places())),
            Some(places) => {
                places.forget();
                match self.within.as_ref().or(self.after.as_ref()) {
                    Some(after) => places.after = after.clone(),
                    None => {
                        let place = Place::Ask(Arc::clone(&self.position.cursor));
                        places.after.move_to(&self.position, place, self.skip, self.pages());
                        places.after.position.size = self.size_after;
                    }
                }
                places.outlook = self.outlook();
                let Snapshot {
                    position,
                    place,
                    skip,
                    pages,
                } = &self.before;
                let old = places.before.move_to(position, place.clone(), *skip, *pages);
                self.spare.keep(old);
            }
        }
        let places = shared.unwrap_or_else(|| Arc::new(self.places()));
        self.places = Some(Arc::clone(&places));
        places
    }

    /// Where the walk stands, to go on at `place`.
    fn at(&self, place: Place) -> Snapshot {
        Snapshot {
            position: self.position.clone(),
            place,
            skip: self.skip,
            pages: self.pages(),
        }
    }

    /// Where a walk that goes on stands after its last page.
    fn here(&self) -> Snapshot {
        let mut here = self.at(Place::Ask(Arc::clone(&self.position.cursor)));
        here.position.size = self.size_after;
        here
    }

    /// The place of the last page, after `taken` of the items that were delivered of it.
    pub fn checkpoint_within(&self, taken: u64) -> Checkpoint {
        Checkpoint::new(&self.scheme, self.query, &self.before).after_items(taken)
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
                Action::Ask(Ask {
                    cursor: cursor.clone(),
                    size,
                    page: self.page_number(self.pages),
                    probe: self.position.is_past_estimate(&self.scheme),
                })
            }
            State::Ended(reason) => Action::End(*reason),
            State::Halted(halt) => Action::Halt(halt.clone()),
        }
    }

    /// What the caller wants no more of is over, whatever the API has.
    fn end_at_limits(&mut self) {
        if !self.is_ready() {
            return;
        }
        if self.segment_ends_at(self.position.counter) {
            self.state = State::Ended(EndReason::Segment);
        } else if self.limit_reached_at(self.items, self.pages) {
            self.state = State::Ended(EndReason::Limit);
        }
    }

    fn is_ready(&self) -> bool {
        matches!(self.state, State::Ready(_))
    }

    /// The page size that was asked for in the end, where a driver had to make it smaller: it stays.
    pub fn note_size(&mut self, size: Option<u64>) {
        if let Some(size) = size.filter(|_| self.is_ready()) {
            self.page_size.keep(size);
            self.position.size = Some(size);
        }
    }

    /// Whether [`receive`](Self::receive) wants a fingerprint of pages that look like an earlier one at a glance, in modes in which pages are
    /// [not compared](Self::compares_pages) otherwise: many equal pages in a row are an error there too.
    pub fn compares_pages_that_look_alike(&self) -> bool {
        !self.compares_pages() && !self.limits.allow_repeats
    }

    /// Whether [`receive`](Self::receive) wants a fingerprint of the page: a hash of its raw item list.
    pub fn compares_pages(&self) -> bool {
        self.compares
    }

    /// Whether each page is compared as a whole with earlier ones: where pages are counted, and where the declaration ends the walk at a repeated continuation, which
    /// is wrong if the page is repeated too.
    pub(crate) fn fingerprints_pages(&self) -> bool {
        self.compares_pages() || (self.scheme.end_on.repeat && !self.limits.allow_repeats)
    }

    /// Whether the beginnings of the first two pages are compared: in modes in which the API says where to go on, and pages are not compared otherwise.
    pub(crate) fn compares_the_first_seam(&self) -> bool {
        self.pages < 2 && self.pages_before == 0 && !self.compares_pages() && !self.limits.allow_repeats && !self.scheme.repeats
    }

    /// Shows the elements with which the page that is received next begins.
    pub(crate) fn show_beginning(&mut self, elements: impl Iterator<Item = u64>) {
        if self.pages == 0 {
            self.first_seam.remember(elements);
        } else {
            self.seam_overlaps = self.first_seam.overlaps(elements);
        }
    }

    /// Compares the elements of the page that is received next with those of the page before. A driver that has the raw JSON calls it before
    /// [`receive`](Self::receive), in modes in which [pages are compared](Self::compares_pages).
    pub fn show_elements(&mut self, elements: Option<Elements<'_>>) {
        self.distinct = elements.is_some_and(|elements| elements.are_distinct());
        match elements {
            Some(elements) => self.seam = self.overlap.compare(&elements, matches!(self.scheme.source, Source::LastItem(_))),
            None => self.overlap.forget(),
        }
    }

    /// Takes in what a page said, where it came from, and what its item list looks like. A page that was not asked for, because the walk is over or has failed, is
    /// [not taken](Judgement::Unasked).
    pub fn receive(&mut self, mut page: PageInfo<'_>, url: Option<&Url>, fingerprint: Option<u64>) -> Judgement {
        self.take_in(&mut page, url, fingerprint)
    }

    /// [`receive`](Self::receive) without moving what the page said, which is large. Of it, the continuation is taken.
    pub(crate) fn take_in(&mut self, page: &mut PageInfo<'_>, url: Option<&Url>, fingerprint: Option<u64>) -> Judgement {
        self.end_at_limits();
        let State::Ready(asked) = &self.state else {
            return Judgement::Unasked;
        };
        let (place, pages) = (Place::Ask(Arc::clone(asked)), self.pages());
        let old = self.before.move_to(&self.position, place, self.skip, pages);
        self.spare.keep(old);
        clear(&mut self.within);
        self.last_len = page.len.map_or(0, |len| len as u64);
        self.items_of_last_page = 0;
        let seam = self.seam.take().filter(|_| self.compares_pages());
        self.overlaps = mem::take(&mut self.seam_overlaps);
        self.tied = page.is_tied();
        if let Some(halt) = failure(page) {
            return self.fail(halt);
        }
        if let Some(url) = url {
            self.note_sent(url);
        }
        let begins = self.pages == 0;
        self.pages = self.pages.saturating_add(1);
        let repeated = self.position.repeated(&self.scheme, page);
        let mut len = self.last_len.saturating_sub(repeated);
        self.longest = self.longest.max(len);
        if begins {
            if let Some(judgement) = self.judge_beginning(page, len, fingerprint) {
                return judgement;
            }
        }
        let same_again = len > 0 && fingerprint.is_some() && fingerprint == self.repeats.last();
        if let Some(judgement) = self.judge_repeat(len, fingerprint) {
            return judgement;
        }
        // Where pages are inclusive, the last item again is what the declaration says.
        if let Some(seam) = seam.filter(|seam| seam.by_one || seam.backwards || !self.scheme.inclusive) {
            if let Some(halt) = self.judge_seam(seam) {
                return self.fail(halt);
            }
            self.overlaps = seam.later;
        }
        let truncated = match self.count_truncated(page) {
            Ok(truncated) => truncated,
            Err(halt) => return self.fail(halt),
        };
        // What is past the end of the segment counts as if it were not there.
        let cut = self.limits.room_at(&self.scheme, self.position.counter).filter(|&room| room < len);
        if let Some(room) = cut {
            if page.yields.is_some_and(|items| items as u64 != len) {
                return self.fail(Halt::Uneven);
            }
            len = room;
            page.len = usize::try_from(room).ok();
            page.yields = None;
        }
        // A page can be shorter than it was before the walk was resumed: the rest is skipped in the next one.
        let items = page.yields.map_or(len, |items| (items as u64).saturating_sub(repeated));
        let skip = self.skip.min(items);
        self.skip = self.skip.saturating_sub(skip);
        let fresh = items.saturating_sub(skip);
        self.items_of_last_page = fresh;
        let wanted = self.limits.max_items.map_or(u64::MAX, |max| max.saturating_sub(self.items));
        let keep = if cut.is_some() { wanted.min(fresh) } else { wanted };
        self.truncated = self.truncated.saturating_add(truncated);
        self.items = self.items.saturating_add(fresh.min(keep));
        // From here on nothing keeps the items from being delivered.
        self.position.learn(page);
        let refused = self.resolve(&mut page.next, url);
        let spare = &mut self.spare;
        // A token is copied into memory that is there; what else is named is taken.
        let step = match &page.next {
            Next::Token(Value::Text(text)) => decide_with(&self.scheme, &self.position, page, || Ok(Some(spare.token(text)))),
            _ => {
                let next = mem::take(&mut page.next);
                decide_with(&self.scheme, &self.position, page, || named(next))
            }
        };
        self.position.pass(len);
        let stopped = match step {
            Step::Go(cursor) => self.go(cursor, refused).err(),
            // The same items under the same continuation: the API does not read what it is sent.
            Step::End {
                reason: EndReason::Repeat,
                live,
            } if same_again => Some(self.halt(Halt::Loop, live)),
            Step::End { reason, live } => {
                self.state = State::Ended(reason);
                live.iter().for_each(|live| self.move_to(live));
                Some(Some(live.map_or(Place::Over(reason), |live| Place::Ask(Arc::new(live)))))
            }
            Step::Halt { why, next } => Some(self.halt(why, next)),
        };
        self.size_after = self.position.size;
        match stopped {
            None => clear(&mut self.after),
            Some(Some(place)) => self.after = Some(self.at(place)),
            // Nothing to go on with: ask for this page again, and take what is new in it.
            Some(None) => {
                self.after = Some(Snapshot {
                    skip: self.before.skip.saturating_add(fresh),
                    ..self.before.clone()
                });
            }
        }
        if len > 0 && matches!(self.scheme.source, Source::Page(_)) {
            self.tail = Some(Snapshot {
                skip: self.before.skip.saturating_add(fresh),
                ..self.before.clone()
            });
        }
        if matches!(self.state, State::Ended(_)) {
            self.stay_at_the_tail();
        }
        if cut.is_some() {
            self.state = State::Ended(EndReason::Segment);
        }
        if fresh > keep {
            // Whatever the API said of its end, the caller's limit came first.
            self.state = State::Ended(EndReason::Limit);
            self.within = Some(Snapshot {
                skip: skip.saturating_add(keep),
                ..self.before.clone()
            });
        }
        Judgement::Deliver {
            skip: skip.saturating_add(repeated),
            keep,
            truncated,
        }
    }

    /// The URL that a page came from can be another than the one that led to it: with a size, with a parameter that links keep, after a redirect. A link back to
    /// it is a loop, too.
    fn note_sent(&mut self, url: &Url) {
        let State::Ready(asked) = &self.state else { return };
        match asked.as_ref() {
            Cursor::Link(target) if target.href == url.as_str() => {}
            Cursor::Link(target) => {
                let Cursor::Link(sent) = link_to(url) else { return };
                self.used.use_once(&Cursor::Link(Target {
                    href: sent.href,
                    ..target.clone()
                }));
            }
            _ if self.scheme.source.follows_links() => {
                self.used.use_once(&link_to(url));
            }
            _ => {}
        }
    }

    /// Takes in a status that ends the walk: one declared to, one without a body, or the refusal of a page past the estimated end. Nothing happens where no
    /// page was asked for.
    pub fn receive_end(&mut self) {
        self.end_at_limits();
        if !self.is_ready() {
            return;
        }
        let reason = match self.position.is_past_estimate(&self.scheme) {
            true => EndReason::Total,
            false => EndReason::Status,
        };
        self.pages = self.pages.saturating_add(1);
        self.within = None;
        // `after` stays: asking there again brings what is new by then.
        self.state = State::Ended(reason);
        self.stay_at_the_tail();
    }

    /// The last of the numbered pages may have been a short one: what is new comes there first, and only then on a page of its own.
    fn stay_at_the_tail(&mut self) {
        if let Some(tail) = &self.tail {
            self.after = Some(tail.clone());
        }
    }

    /// Whether the last page names, as the way to the next one, what it was asked with itself.
    pub(crate) fn names_what_was_asked(&self) -> bool {
        let next = match self.after.as_ref().map(|after| &after.place) {
            None => &self.position.cursor,
            Some(Place::Ask(next)) => next,
            Some(Place::Over(_)) => return false,
        };
        next.same_as(&self.before.position.cursor)
    }

    /// Items delivered so far.
    pub fn received(&self) -> u64 {
        self.items
    }

    /// Items that the API promised in all, where it did.
    pub fn promised(&self) -> Option<u64> {
        self.position.total
    }

    /// Pages that the API promised in all, where it did.
    pub fn promised_pages(&self) -> Option<u64> {
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

    /// What follows the last page.
    pub(crate) fn outlook(&self) -> Outlook {
        match &self.state {
            // Cut by the caller's limit: some of the page is left.
            State::Ended(EndReason::Limit) => Outlook::More,
            State::Ended(_) => Outlook::Last,
            State::Ready(_) if self.segment_ends_at(self.position.counter) => Outlook::Last,
            State::Ready(_) => Outlook::More,
            State::Halted(_) => Outlook::Refused,
        }
    }

    /// What will be asked for after the page that is asked for now, in order, as far as totals and limits tell: for drivers that have several
    /// requests under way. Only what [`next_action`](Self::next_action) then names is part of the walk; the rest is to be thrown away.
    ///
    /// Empty before the first page, where the API declares no total, and in modes that do not count.
    pub fn plan(&self) -> impl Iterator<Item = Ask> + '_ {
        Plan::of(self).into_iter().flatten()
    }

    /// What would be asked for `ahead` pages after the page that is asked for now, if the page before that names `next`; `url` is where that page
    /// came from, and `size` what it was asked for with. For drivers that read a continuation before its page is complete. `None` where it is not certain enough to be asked for:
    /// it was used before, leads elsewhere, or the pages until then may reach a limit or an end.
    pub fn foresee(&self, next: Next<'_>, url: Option<&Url>, size: Option<u64>, ahead: u64) -> Option<Ask> {
        foresee(self, next, url, size, ahead)
    }

    /// Cuts the walk into that many segments at most, once its first page was received. `None` where nothing tells how long the list is.
    pub(crate) fn split(&self, segments: u64) -> Option<Vec<Segment>> {
        split(self, segments)
    }

    /// The walk as one segment, from its last page on.
    pub(crate) fn whole(&self) -> Segment {
        Segment::new(self.checkpoint_within(0), self.bound())
    }

    /// Where the walk ends, and what its first page must not look like.
    pub(crate) fn bound(&self) -> Bound {
        Bound {
            until: self.limits.until,
            unlike: self.unlike,
        }
    }

    /// The first page must not look like this: it is what the list begins with.
    pub(crate) fn set_unlike(&mut self, fingerprint: Option<u64>) {
        self.unlike = fingerprint;
    }

    /// What the last page looked like.
    pub(crate) fn last_page(&self) -> Option<u64> {
        self.repeats.last()
    }

    pub(crate) fn query(&self) -> u64 {
        self.query
    }

    /// The page size in effect, where it is known.
    pub(crate) fn size(&self) -> Option<u64> {
        self.position.size
    }

    /// Whether totals tell where the walk ends.
    pub(crate) fn end_is_known(&self) -> bool {
        self.position.end_is_known(&self.scheme)
    }

    /// The most items that may still come, the error that may come in their place counted as one; `None` where nothing bounds them.
    /// What an API promises bounds nothing.
    pub(crate) fn items_left(&self) -> Option<u64> {
        self.left(self.limits.max_items, self.items)
    }

    /// The same of pages.
    pub(crate) fn pages_left(&self) -> Option<u64> {
        self.left(self.limits.max_pages, self.pages)
    }

    fn left(&self, max: Option<u64>, have: u64) -> Option<u64> {
        match self.state {
            State::Ended(_) => Some(0),
            State::Halted(_) => Some(1),
            State::Ready(_) if self.segment_ends_at(self.position.counter) || self.limit_reached_at(self.items, self.pages) => Some(0),
            State::Ready(_) => Some(max?.saturating_sub(have).saturating_add(1)),
        }
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

    /// What is to be asked with next.
    pub(crate) fn asks_for(&self) -> Option<&Cursor> {
        match &self.state {
            State::Ready(cursor) => Some(cursor),
            State::Ended(_) | State::Halted(_) => None,
        }
    }

    fn fail(&mut self, halt: Halt) -> Judgement {
        self.state = State::Halted(halt.clone());
        self.after = Some(self.before.clone());
        Judgement::Fail(halt)
    }

    /// Whether the caller wants nothing after that many items and pages of this walk.
    pub(crate) fn limit_reached_at(&self, items: u64, pages: u64) -> bool {
        self.limits.reached(items, pages)
    }

    /// The number of the page that follows that many of this walk.
    pub(crate) fn page_number(&self, pages: u64) -> u64 {
        self.pages_before.saturating_add(pages).saturating_add(1)
    }

    /// Pages of this walk received so far. A checkpoint can hold any number of pages before it, so limits are not about the sum.
    pub(crate) fn own_pages(&self) -> u64 {
        self.pages
    }

    /// Whether the walk's segment ends before the page at `counter`.
    pub(crate) fn segment_ends_at(&self, counter: u64) -> bool {
        self.limits.end_before(&self.scheme, counter)
    }

    /// The size to write after that many items, for the page at `counter`.
    pub(crate) fn size_at(&self, items: u64, counter: u64) -> Option<u64> {
        self.page_size.at(
            &self.scheme,
            &self.limits,
            items,
            counter,
            u64::from(self.position.may_repeat(&self.scheme)),
        )
    }

    /// A first page in the middle of a list, to which no page led: it can be past an end that has come nearer, and an API that does not
    /// know the paging parameter gives the first page of all.
    fn judge_beginning(&mut self, page: &PageInfo<'_>, len: u64, fingerprint: Option<u64>) -> Option<Judgement> {
        if !self.position.estimated || len == 0 {
            return None;
        }
        let mut told = self.position.clone();
        told.learn(page);
        if page.more != Some(true) && told.is_past_end(&self.scheme, told.counter) == Some(true) {
            self.after = Some(self.before.clone());
            self.state = State::Ended(EndReason::Total);
            return Some(Judgement::Discard);
        }
        let same = fingerprint.is_some() && fingerprint == self.unlike && self.compares_pages();
        same.then(|| self.fail(Halt::Stuck))
    }

    /// A page that is the same as one before: the API does not move, or goes round in a circle.
    fn judge_repeat(&mut self, len: u64, fingerprint: Option<u64>) -> Option<Judgement> {
        let look = Look {
            fingerprint,
            len,
            distinct: mem::take(&mut self.distinct),
        };
        let continued = !self.compares_pages();
        let repeat = self.repeats.see(look, continued).filter(|_| !self.limits.allow_repeats)?;
        let halt = if repeat.distance == 1 && !continued {
            Halt::Stuck
        } else {
            Halt::Cycle {
                distance: repeat.distance,
                pages: repeat.pages,
            }
        };
        // Past its end, an API may give its last page again.
        let past = self.position.is_past_estimate(&self.scheme);
        if (self.scheme.end_on.repeat && halt == Halt::Stuck) || past {
            self.after = Some(self.before.clone());
            self.state = State::Ended(if past { EndReason::Total } else { EndReason::Repeat });
            self.stay_at_the_tail();
            return Some(Judgement::Discard);
        }
        Some(self.fail(halt))
    }

    /// The first seam of a walk shows whether the declaration counts as the API does; later ones of numbered pages show that rows were added.
    fn judge_seam(&self, seam: Overlap) -> Option<Halt> {
        let moves = self.scheme.source.counts();
        if seam.backwards {
            // Items that are pinned to the top of numbered pages are not told of.
            let why = "this page begins with the first item of the page before it: the key leads back. Newest-first lists go on with the parameter for older \
                       items (`before`, `max_id`), others with the one for later items (`after`, `starting_after`)";
            return (!moves).then(|| Halt::Declaration(why.into()));
        }
        (!seam.later || !moves).then_some(Halt::Overlap { by_one: seam.by_one })
    }

    /// Whether anything may speak against how the walk stands: it ended, has just begun, or overlaps.
    pub(crate) fn is_at_an_occasion(&self) -> bool {
        !self.is_ready() || self.pages == 1 || self.overlaps || self.tied
    }

    /// How the walk stands after the last page, for what the response says against it. `None` if it failed.
    pub(crate) fn occasion(&self, over_http: bool) -> Option<Occasion<'_>> {
        let end = match self.state {
            State::Halted(_) => return None,
            State::Ended(reason) => Some(reason),
            State::Ready(_) => None,
        };
        Some(Occasion {
            scheme: &self.scheme,
            end,
            first: self.pages == 1,
            resumed: self.pages_before > 0,
            whole: self.whole && !self.position.estimated && self.limits.until.is_none(),
            len: self.last_len,
            received: self.position.received,
            pages: self.pages(),
            total: self.position.total,
            total_pages: self.position.pages,
            asked_size: self.limits.page_size.and(self.position.size).filter(|_| over_http),
            size: self.position.size,
            overlaps: self.overlaps,
            tied: self.tied,
        })
    }

    /// The response contradicts the end: the walk fails, after the items of its last page. It can be resumed after them.
    pub(crate) fn contradict(&mut self, halt: Halt) {
        if matches!(self.state, State::Ended(_)) {
            let taken = self.items_of_last_page;
            self.after = Some(Snapshot {
                skip: self.before.skip.saturating_add(taken),
                ..self.before.clone()
            });
        }
        self.state = State::Halted(halt);
    }

    /// The page is no page after all: the walk fails at it.
    pub(crate) fn refuse(&mut self, halt: Halt) -> Judgement {
        self.fail(halt)
    }

    /// Lists inside items that the API says it cut; where it says nothing, those that are exactly as long as the size at which it cuts them.
    fn count_truncated(&self, page: &PageInfo<'_>) -> Result<u64, Halt> {
        let size = self.position.size;
        let mut truncated = 0u64;
        for nested in &page.nested {
            let of_that_size = || nested.lens.iter().filter(|&&len| Some(len as u64) == size).count();
            let cut = nested.cut.unwrap_or_else(of_that_size) as u64;
            if cut > 0 && self.limits.deny_truncated {
                return Err(Halt::Truncated {
                    field: nested.field,
                    size: size.filter(|_| nested.cut.is_none()),
                });
            }
            truncated = truncated.saturating_add(cut);
        }
        Ok(truncated)
    }

    /// Makes a link absolute; where it must not be followed, says why, and where it would have led.
    pub(crate) fn resolve(&self, next: &mut Next<'_>, page: Option<&Url>) -> Option<(Halt, Option<Cursor>)> {
        resolve(self.origins.as_ref()?, self.methods.as_ref()?, page?, next)
    }

    /// The guards on a continuation that is about to be used. If one stops the walk, gives where a caller who allows more can go on.
    fn go(&mut self, cursor: Cursor, refused: Option<(Halt, Option<Cursor>)>) -> Result<(), Option<Place>> {
        if let Some((why, elsewhere)) = refused {
            return Err(self.halt(why, elsewhere));
        }
        let repeats = self.scheme.repeats || self.limits.allow_repeats;
        if !repeats && !self.used.use_once(&cursor) {
            return Err(self.halt(Halt::Loop, Some(cursor)));
        }
        self.move_to(&cursor);
        let cursor = self.spare.share(cursor);
        self.position.cursor = Arc::clone(&cursor);
        self.state = State::Ready(cursor);
        Ok(())
    }

    /// The walk stops here; a caller who allows more can go on at `next`.
    fn halt(&mut self, why: Halt, next: Option<Cursor>) -> Option<Place> {
        self.state = State::Halted(why);
        let next = next?;
        self.move_to(&next);
        Some(Place::Ask(Arc::new(next)))
    }

    fn move_to(&mut self, cursor: &Cursor) {
        if let Cursor::Count(count) = cursor {
            self.position.counter = *count;
        }
    }
}

/// Takes out what is there. Nearly always there is nothing, and an assignment would write the whole of it.
fn clear(snapshot: &mut Option<Snapshot>) {
    if snapshot.is_some() {
        *snapshot = None;
    }
}

/// A link to a URL, as [`resolve`] makes links: without user name, password and fragment.
fn link_to(url: &Url) -> Cursor {
    let mut url = url.clone();
    strip(&mut url);
    Cursor::Link(Target::get(String::from(url)))
}

/// The API's own word that a successful response is a failure.
fn failure(page: &PageInfo<'_>) -> Option<Halt> {
    match (&page.error, page.ok) {
        (Some(message), _) => Some(Halt::Api(message.as_ref().to_owned())),
        (None, Some(false)) if page.unclear_ok => Some(Halt::UnclearOk),
        (None, Some(false)) => Some(Halt::Api(String::new())),
        (None, _) => None,
    }
}
