//! Takes in a page: what it says, what of it is delivered, and where the walk goes on.

use crate::page::cursor::Cursor;
use crate::page::link::LinkTarget;
use crate::page::next::Next;
use crate::page::page_info::PageInfo;
use crate::page::token_value::TokenValue;
use crate::pager::action::PageOutcome;
use crate::pager::checkpoint::ResumePoint;
use crate::pager::counters::Share;
use crate::pager::decide::Step;
use crate::pager::decide::decide_with;
use crate::pager::decide::named;
use crate::pager::end::EndReason;
use crate::pager::guards::overlap::Overlap;
use crate::pager::pager::Pager;
use crate::pager::pager::State;
use crate::pager::resolve::{link_to, resolve};
use crate::pager::stop::StopReason;
use crate::scheme::location::Source;
use std::mem;
use std::sync::Arc;
use url::Url;

impl Pager {
    /// Takes in what a page said, where it came from, and what its item list looks like. A page
    /// that was not asked for, because the walk is over or has failed, is [not
    /// taken](PageOutcome::Unasked).
    pub fn receive(
        &mut self,
        mut page: PageInfo<'_>,
        url: Option<&Url>,
        fingerprint: Option<u64>,
    ) -> PageOutcome {
        self.take_in(&mut page, url, fingerprint)
    }

    /// [`receive`](Self::receive) without moving what the page said, which is large. Of it, the
    /// continuation is taken.
    pub(crate) fn take_in(
        &mut self,
        page: &mut PageInfo<'_>,
        url: Option<&Url>,
        fingerprint: Option<u64>,
    ) -> PageOutcome {
        self.end_at_limits();
        let State::Ready(asked) = &self.state else {
            return PageOutcome::Unasked;
        };
        let place = ResumePoint::again(&self.scheme, asked, &self.position);
        let seam = self.begin_page(page, place);
        self.accept(page, url, fingerprint, seam)
            .unwrap_or_else(|stop| self.fail(stop))
    }

    /// Notes where the page stands and what it holds. Returns how it overlaps the page before, if
    /// pages are compared.
    fn begin_page(&mut self, page: &PageInfo<'_>, place: ResumePoint) -> Option<Overlap> {
        let here = self.counters.here(&self.position);
        let old = self.bookmarks.begin_page(here, place);
        self.spare.keep(old);
        self.counters.begin_page(page.len);
        self.guards.begin_page(page)
    }

    /// Everything that a page passes through, in order. An error is a page that is not delivered,
    /// and ends the walk.
    fn accept(
        &mut self,
        page: &mut PageInfo<'_>,
        url: Option<&Url>,
        fingerprint: Option<u64>,
        seam: Option<Overlap>,
    ) -> Result<PageOutcome, StopReason> {
        failure(page)?;
        self.note_sent(url);
        let begins = self.counters.pages == 0;
        let repeated = self.position.repeated(&self.scheme, page);
        let len = self.counters.count_page(repeated);
        let same_again = self.guards.is_same_again(len, fingerprint);
        if let Some(reason) = self.ends_before(page, len, fingerprint, begins)? {
            return Ok(self.discard(reason));
        }
        self.judge_overlap(seam)?;
        let truncated = self.count_truncated(page)?;
        let (len, is_cut) = self.cut_at_segment(page, len)?;
        let items = page
            .yields
            .map_or(len, |items| (items as u64).saturating_sub(repeated));
        let share = self.counters.share(items, self.limits.max_items, is_cut);
        self.counters.truncated = self.counters.truncated.saturating_add(truncated);
        // From here on nothing keeps the items from being delivered.
        let stopped = self.move_on(page, url, len, same_again);
        self.note_after(stopped, len, share.fresh);
        self.end_within(&share, is_cut);
        Ok(PageOutcome::Deliver {
            skip: share.skip.saturating_add(repeated),
            keep: share.keep,
            truncated,
        })
    }

    /// Whether the list ended before this page, which repeats one or lies past the end; and why.
    fn ends_before(
        &mut self,
        page: &PageInfo<'_>,
        len: u64,
        fingerprint: Option<u64>,
        begins: bool,
    ) -> Result<Option<EndReason>, StopReason> {
        if begins {
            if let Some(reason) = self.judge_beginning(page, len, fingerprint)? {
                return Ok(Some(reason));
            }
        }
        self.judge_repeat(len, fingerprint)
    }

    /// The walk has ended before this page.
    fn discard(&mut self, reason: EndReason) -> PageOutcome {
        self.bookmarks.stop_after(0);
        self.state = State::Ended(reason);
        self.bookmarks.stay_at_the_tail();
        PageOutcome::Discard
    }

    /// What is past the end of the segment counts as if it were not there. Returns the elements
    /// that are left, and whether that is fewer.
    fn cut_at_segment(&self, page: &mut PageInfo<'_>, len: u64) -> Result<(u64, bool), StopReason> {
        let room = self.limits.room_at(&self.scheme, self.position.counter);
        let Some(room) = room.filter(|&room| room < len) else {
            return Ok((len, false));
        };
        if page.yields.is_some_and(|items| items as u64 != len) {
            return Err(StopReason::SegmentMisaligned);
        }
        page.len = usize::try_from(room).ok();
        page.yields = None;
        Ok((room, true))
    }

    /// Decides what follows, and moves there. If nothing is asked for next, returns where a walk
    /// can go on later; inside, `None` is this page.
    fn move_on(
        &mut self,
        page: &mut PageInfo<'_>,
        url: Option<&Url>,
        len: u64,
        same_again: bool,
    ) -> Option<Option<ResumePoint>> {
        self.position.learn(page);
        let refused = self.resolve(&mut page.next, url);
        let spare = &mut self.spare;
        // A token is copied into memory that is there; what else is named is taken.
        let step = match &page.next {
            Next::Token(TokenValue::Text(text)) => {
                decide_with(&self.scheme, &self.position, page, || {
                    Ok(Some(spare.token(text)))
                })
            }
            _ => {
                let next = mem::take(&mut page.next);
                decide_with(&self.scheme, &self.position, page, || named(next))
            }
        };
        self.position.pass(len);
        match step {
            Step::Go(cursor) => self.go(cursor, refused).err(),
            // The same items under the same continuation: the API does not read what it is sent.
            Step::End {
                reason: EndReason::Repeat,
                live,
            } if same_again => Some(self.stop(StopReason::Loop, live)),
            Step::End { reason, live } => {
                self.state = State::Ended(reason);
                live.iter().for_each(|live| self.move_to(live));
                Some(Some(live.map_or(ResumePoint::Over(reason), |live| {
                    ResumePoint::Request(Arc::new(live))
                })))
            }
            Step::Stop { why, next } => Some(self.stop(why, next)),
        }
    }

    /// Notes where a walk can go on after this page.
    fn note_after(&mut self, stopped: Option<Option<ResumePoint>>, len: u64, fresh: u64) {
        match stopped {
            None => self.bookmarks.go_on(self.position.size),
            Some(Some(place)) => {
                let here = self.counters.here(&self.position);
                self.bookmarks.stop_at(self.bookmarks.at(here, place));
            }
            // Nothing to go on with: ask for this page again, and take what is new in it.
            Some(None) => self.bookmarks.stop_after(fresh),
        }
        if len > 0 && matches!(self.scheme.source, Source::Page(_)) {
            self.bookmarks.keep_tail(fresh);
        }
        if matches!(self.state, State::Ended(_)) {
            self.bookmarks.stay_at_the_tail();
        }
    }

    /// Ends the walk if the page was cut by the end of the segment or by the caller's limit.
    fn end_within(&mut self, share: &Share, is_cut: bool) {
        if is_cut {
            self.state = State::Ended(EndReason::Segment);
        }
        if share.fresh > share.keep {
            // Whatever the API said of its end, the caller's limit came first.
            self.state = State::Ended(EndReason::Limit);
            self.bookmarks.cut_after(share.keep);
        }
    }

    /// The URL that a page came from can be another than the one that led to it: with a size, with
    /// a parameter that links keep, after a redirect. A link back to it is a loop, too.
    pub(in crate::pager) fn note_sent(&mut self, url: Option<&Url>) {
        let (State::Ready(asked), Some(url)) = (&self.state, url) else {
            return;
        };
        match asked.as_ref() {
            Cursor::Link(target) if target.href == url.as_str() => {}
            Cursor::Link(target) => {
                let Cursor::Link(sent) = link_to(url) else {
                    return;
                };
                self.guards.used.use_once(&Cursor::Link(LinkTarget {
                    href: sent.href,
                    ..target.clone()
                }));
            }
            _ if self.scheme.source.follows_links() => {
                self.guards.used.use_once(&link_to(url));
            }
            _ => {}
        }
    }

    /// Takes in a status that ends the walk: one declared to, one without a body, or the refusal of
    /// a page past the estimated end. Nothing happens where no page was asked for.
    pub fn receive_end(&mut self) {
        self.end_at_limits();
        if !self.is_ready() {
            return;
        }
        let reason = match self.position.is_past_estimate(&self.scheme) {
            true => EndReason::Total,
            false => EndReason::Status,
        };
        self.counters.pages = self.counters.pages.saturating_add(1);
        self.state = State::Ended(reason);
        self.bookmarks.end_by_status();
    }

    /// The guards on a continuation that is about to be used. If one stops the walk, gives where a
    /// caller who allows more can go on.
    pub(in crate::pager) fn go(
        &mut self,
        cursor: Cursor,
        refused: Option<(StopReason, Option<Cursor>)>,
    ) -> Result<(), Option<ResumePoint>> {
        if let Some((why, elsewhere)) = refused {
            return Err(self.stop(why, elsewhere));
        }
        let repeats = self.scheme.repeats || self.limits.allow_repeats;
        if !repeats && !self.guards.used.use_once(&cursor) {
            return Err(self.stop(StopReason::Loop, Some(cursor)));
        }
        self.move_to(&cursor);
        let cursor = self.spare.share(cursor);
        self.position.cursor = Arc::clone(&cursor);
        self.state = State::Ready(cursor);
        Ok(())
    }

    /// The walk stops here; a caller who allows more can go on at `next`.
    pub(in crate::pager) fn stop(
        &mut self,
        why: StopReason,
        next: Option<Cursor>,
    ) -> Option<ResumePoint> {
        self.state = State::Halted(why);
        let next = next?;
        self.move_to(&next);
        Some(ResumePoint::Request(Arc::new(next)))
    }

    pub(in crate::pager) fn move_to(&mut self, cursor: &Cursor) {
        if let Cursor::Count(count) = cursor {
            self.position.counter = *count;
        }
    }

    pub(in crate::pager) fn fail(&mut self, stop: StopReason) -> PageOutcome {
        self.state = State::Halted(stop.clone());
        self.bookmarks.stop_after(0);
        PageOutcome::Fail(stop)
    }

    /// The page is no page after all: the walk fails at it.
    pub(crate) fn refuse(&mut self, stop: StopReason) -> PageOutcome {
        self.fail(stop)
    }

    /// Lists inside items that the API says it cut; where it says nothing, those that are exactly
    /// as long as the size at which it cuts them.
    pub(in crate::pager) fn count_truncated(&self, page: &PageInfo<'_>) -> Result<u64, StopReason> {
        let size = self.position.size;
        let mut truncated = 0u64;
        for nested in &page.nested {
            let of_that_size = || {
                nested
                    .lens
                    .iter()
                    .filter(|&&len| Some(len as u64) == size)
                    .count()
            };
            let cut = nested.cut.unwrap_or_else(of_that_size) as u64;
            if cut > 0 && self.limits.deny_truncated {
                return Err(StopReason::Truncated {
                    field: nested.field,
                    size: size.filter(|_| nested.cut.is_none()),
                });
            }
            truncated = truncated.saturating_add(cut);
        }
        Ok(truncated)
    }

    /// Makes a link absolute; where it must not be followed, says why, and where it would have led.
    pub(crate) fn resolve(
        &self,
        next: &mut Next<'_>,
        page: Option<&Url>,
    ) -> Option<(StopReason, Option<Cursor>)> {
        resolve(self.origins.as_ref()?, self.methods.as_ref()?, page?, next)
    }
}

/// The API's own word that a successful response is a failure.
fn failure(page: &PageInfo<'_>) -> Result<(), StopReason> {
    match (&page.error, page.ok) {
        (Some(message), _) => Err(StopReason::Api(message.as_ref().to_owned())),
        (None, Some(false)) if page.unclear_ok => Err(StopReason::UnclearOk),
        (None, Some(false)) => Err(StopReason::Api(String::new())),
        (None, _) => Ok(()),
    }
}
