//! Receives a page: what it says, which of its items are delivered, and where the walk goes on.

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
use crate::pager::resolve::link_to;
use crate::pager::stop::StopReason;
use crate::scheme::location::Source;
use std::mem;
use std::sync::Arc;
use url::Url;

impl Pager {
    /// Receives a page: what it says, where it came from, and the fingerprint of its item list. A
    /// page that was not requested, because the walk is over or has failed, is [not
    /// accepted](PageOutcome::Unasked).
    pub fn receive(
        &mut self,
        mut page: PageInfo<'_>,
        url: Option<&Url>,
        fingerprint: Option<u64>,
    ) -> PageOutcome {
        self.take_in(&mut page, url, fingerprint)
    }

    /// Does the same as [`receive`](Self::receive), without moving `page`, which is large. Takes
    /// the continuation out of it.
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
        let overlap = self.begin_page(page, place);
        self.accept(page, url, fingerprint, overlap)
            .unwrap_or_else(|stop| self.fail(stop))
    }

    /// Notes the position of the page and what it holds. Returns how it overlaps the page before,
    /// if pages are compared.
    fn begin_page(&mut self, page: &PageInfo<'_>, place: ResumePoint) -> Option<Overlap> {
        let here = self.counters.here(&self.position);
        let old = self.bookmarks.begin_page(here, place);
        self.spare.keep(old);
        self.counters.begin_page(page.len);
        self.guards.begin_page(page)
    }

    /// Runs all checks of a page, in order. On an error, the page is not delivered and the walk
    /// ends.
    fn accept(
        &mut self,
        page: &mut PageInfo<'_>,
        url: Option<&Url>,
        fingerprint: Option<u64>,
        overlap: Option<Overlap>,
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
        self.judge_overlap(overlap)?;
        let truncated = self.count_truncated(page)?;
        let (len, is_cut) = self.cut_at_segment(page, len)?;
        let items = page
            .yields
            .map_or(len, |items| (items as u64).saturating_sub(repeated));
        let share = self.counters.share(items, self.limits.max_items, is_cut);
        self.counters.truncated = self.counters.truncated.saturating_add(truncated);
        // From here on, the items will be delivered.
        self.move_on(page, url, len, same_again);
        self.note_tail(len);
        self.end_within(&share, is_cut);
        Ok(PageOutcome::Deliver {
            skip: share.skip.saturating_add(repeated),
            keep: share.keep,
            truncated,
        })
    }

    /// Returns whether and why the list ended before this page, which repeats another one or lies
    /// past the end.
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

    /// Ends the walk before this page.
    fn discard(&mut self, reason: EndReason) -> PageOutcome {
        self.bookmarks.stop_after(0);
        self.state = State::Ended(reason);
        self.bookmarks.stay_at_the_tail();
        PageOutcome::Discard
    }

    /// Ignores the elements past the end of the segment. Returns the number of elements that are
    /// left, and whether that is fewer.
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

    /// Decides what follows, and moves there, or notes where a walk can go on later.
    fn move_on(&mut self, page: &mut PageInfo<'_>, url: Option<&Url>, len: u64, same_again: bool) {
        self.position.learn(page);
        let refused = match &mut page.next {
            Next::Page(cursor) => self.resolve(cursor, url),
            Next::End | Next::Malformed(_) => None,
        };
        let spare = &mut self.spare;
        // A token is copied into existing memory; any other continuation is moved out.
        let step = match &page.next {
            Next::Page(Cursor::Token(TokenValue::Text(text))) => {
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
            Step::Go(cursor) => self.go(cursor, refused),
            // The same items with the same continuation: the API ignores the continuation.
            Step::End {
                reason: EndReason::Repeat,
                live,
            } if same_again => self.stop(StopReason::Loop, live),
            Step::End { reason, live } => {
                self.state = State::Ended(reason);
                match live {
                    Some(live) => self.bookmark(live),
                    None => {
                        let here = self.counters.here(&self.position);
                        self.bookmarks.stop_at(here, ResumePoint::Over(reason));
                    }
                }
            }
            Step::Stop { why, next } => self.stop(why, next),
        }
    }

    /// Notes that the walk stops, and can go on with `next`.
    fn bookmark(&mut self, next: Cursor<'static>) {
        self.move_to(&next);
        let here = self.counters.here(&self.position);
        let place = ResumePoint::Request(Arc::new(next));
        self.bookmarks.stop_at(here, place);
    }

    /// Notes the last numbered page that had items: a list that has ended goes on there.
    fn note_tail(&mut self, len: u64) {
        if len > 0 && matches!(self.scheme.source, Source::Page(_)) {
            self.bookmarks.keep_tail(self.counters.last_fresh);
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
            // The caller's limit came first, even if the API also said that the list ends.
            self.state = State::Ended(EndReason::Limit);
            self.bookmarks.cut_after(share.keep);
        }
    }

    /// Marks the URL that a page came from as used. It can differ from the one that led to the
    /// page: a page size or a kept parameter was added, or there was a redirect. A link back to it
    /// is a loop, too.
    fn note_sent(&mut self, url: Option<&Url>) {
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

    /// Receives a status that ends the walk: a declared one, one without a body, or the refusal of
    /// a page past the estimated end. Does nothing if no page was requested.
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

    /// Applies the guards to a continuation, and goes on with it if they let it pass. If one stops
    /// the walk, a caller who allows more can go on there.
    fn go(
        &mut self,
        cursor: Cursor<'static>,
        refused: Option<(StopReason, Option<Cursor<'static>>)>,
    ) {
        if let Some((why, elsewhere)) = refused {
            return self.stop(why, elsewhere);
        }
        let repeats = self.scheme.repeats || self.limits.allow_repeats;
        if !repeats && !self.guards.used.use_once(&cursor) {
            return self.stop(StopReason::Loop, Some(cursor));
        }
        self.move_to(&cursor);
        let cursor = self.spare.share(cursor);
        self.position.cursor = Arc::clone(&cursor);
        self.state = State::Ready(cursor);
        self.bookmarks.go_on(self.position.size);
    }

    /// Stops the walk here. A caller who allows more can go on with `next`. If there is none, this
    /// page is requested again later, for what is new in it.
    fn stop(&mut self, why: StopReason, next: Option<Cursor<'static>>) {
        self.state = State::Halted(why);
        match next {
            Some(next) => self.bookmark(next),
            None => self.bookmarks.stop_after(self.counters.last_fresh),
        }
    }

    fn move_to(&mut self, cursor: &Cursor<'_>) {
        if let Cursor::Count(count) = cursor {
            self.position.counter = *count;
        }
    }

    /// Makes the walk fail at this page, because it is not a page of the list.
    pub(crate) fn fail(&mut self, stop: StopReason) -> PageOutcome {
        self.state = State::Halted(stop.clone());
        self.bookmarks.stop_after(0);
        PageOutcome::Fail(stop)
    }

    /// Counts the lists inside items that the API says it cut; if it does not say, those that are
    /// exactly as long as the size at which it cuts them.
    fn count_truncated(&self, page: &PageInfo<'_>) -> Result<u64, StopReason> {
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

    /// Makes a link absolute. If it must not be followed, returns why, and where it would have led.
    pub(crate) fn resolve(
        &self,
        next: &mut Cursor<'_>,
        page: Option<&Url>,
    ) -> Option<(StopReason, Option<Cursor<'static>>)> {
        self.links.as_ref()?.resolve(page?, next)
    }
}

/// Returns an error if the API says that a successful response is a failure, or if a header that
/// would say so cannot be read.
fn failure(page: &PageInfo<'_>) -> Result<(), StopReason> {
    match (&page.error, page.ok) {
        (Some(message), _) => Err(StopReason::Api(message.as_ref().to_owned())),
        (None, None | Some(true)) => match &page.unreadable_status {
            Some(why) => Err(StopReason::Malformed(why.clone())),
            None => Ok(()),
        },
        (None, Some(false)) if page.unclear_ok => Err(StopReason::UnclearOk),
        (None, Some(false)) => Err(StopReason::Api(String::new())),
    }
}
