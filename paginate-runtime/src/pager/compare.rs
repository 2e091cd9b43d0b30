//! Compares pages with those before them, and with the declaration.

use url::Url;

use crate::page::cursor::Cursor;
use crate::page::elements::Elements;
use crate::page::page_info::PageInfo;
use crate::page::token_value::TokenValue;
use crate::pager::end::EndReason;
use crate::pager::guards::contradiction::Occasion;
use crate::pager::guards::overlap::Overlap;
use crate::pager::pager::Pager;
use crate::pager::pager::State;
use crate::pager::stop::StopReason;
use crate::scheme::location::{ResponseLocation, Source};

impl Pager {
    /// Returns whether [`receive`](Self::receive) needs a fingerprint of those pages that look like
    /// an earlier one at a glance, in modes in which pages are [not compared](Self::compares_pages)
    /// otherwise. Many equal pages in a row are an error there too.
    pub fn compares_pages_that_look_alike(&self) -> bool {
        !self.compares_pages() && !self.limits.allow_repeats
    }

    /// Returns whether [`receive`](Self::receive) needs a fingerprint of the page: a hash of its
    /// raw item list.
    pub fn compares_pages(&self) -> bool {
        self.guards.compares
    }

    /// Returns whether each page is compared as a whole with earlier ones: if the mode counts
    /// pages, or if the declaration ends the walk at a repeated continuation. That end is wrong if
    /// the page is repeated too.
    pub(crate) fn fingerprints_pages(&self) -> bool {
        self.compares_pages() || (self.scheme.end_on.repeat && !self.limits.allow_repeats)
    }

    /// Returns whether the beginnings of the first two pages are compared: in modes in which the
    /// API names the continuation and pages are not compared otherwise.
    pub(crate) fn compares_the_first_overlap(&self) -> bool {
        self.counters.pages < 2
            && self.counters.pages_before == 0
            && !self.compares_pages()
            && !self.limits.allow_repeats
            && !self.scheme.repeats
    }

    /// Takes in the elements at the beginning of the page that is received next.
    pub(crate) fn show_beginning(&mut self, elements: impl Iterator<Item = u64>) {
        self.guards
            .show_beginning(elements, self.counters.pages == 0);
    }

    /// Compares the elements of the page that is received next with those of the page before. A
    /// driver that has the raw JSON calls it before [`receive`](Self::receive), in modes in which
    /// [pages are compared](Self::compares_pages).
    pub fn show_elements(&mut self, elements: Option<Elements<'_>>) {
        let keyed = matches!(self.scheme.source, Source::LastItem(_));
        self.guards.show_elements(elements, keyed);
    }

    /// Checks the first page of a walk that begins at a computed position in the middle of a list.
    /// The page can be past the end, if the list has become shorter; and an API that does not know
    /// the paging parameter returns the list's first page. Returns why the walk ended before this
    /// page, if it did.
    pub(in crate::pager) fn judge_beginning(
        &self,
        page: &PageInfo<'_>,
        len: u64,
        fingerprint: Option<u64>,
    ) -> Result<Option<EndReason>, StopReason> {
        if !self.position.estimated || len == 0 {
            return Ok(None);
        }
        let mut told = self.position.clone();
        told.learn(page);
        if page.more != Some(true) && told.is_past_end(&self.scheme, told.counter) == Some(true) {
            return Ok(Some(EndReason::Total));
        }
        let same = fingerprint.is_some()
            && fingerprint == self.guards.first_page_fingerprint
            && self.compares_pages();
        if same {
            Err(StopReason::RepeatedPage)
        } else {
            Ok(None)
        }
    }

    /// Checks whether the page is the same as an earlier one, because the API does not advance or
    /// goes round in a circle. Returns why the walk ended before this page, if it did.
    pub(in crate::pager) fn judge_repeat(
        &mut self,
        len: u64,
        fingerprint: Option<u64>,
    ) -> Result<Option<EndReason>, StopReason> {
        let repeat = self.guards.repeat(len, fingerprint);
        let Some(repeat) = repeat.filter(|_| !self.limits.allow_repeats) else {
            return Ok(None);
        };
        let stop = if repeat.distance == 1 && self.compares_pages() {
            StopReason::RepeatedPage
        } else {
            StopReason::Cycle {
                distance: repeat.distance,
                pages: repeat.pages,
            }
        };
        // Past the end of the list, an API may return its last page again.
        if self.position.is_past_estimate(&self.scheme) {
            Ok(Some(EndReason::Total))
        } else if self.scheme.end_on.repeat && stop == StopReason::RepeatedPage {
            Ok(Some(EndReason::Repeat))
        } else {
            Err(stop)
        }
    }

    /// Checks whether the page begins with an item of the one before. If pages are inclusive, the
    /// last item again is what the declaration says.
    pub(in crate::pager) fn judge_overlap(
        &mut self,
        overlap: Option<Overlap>,
    ) -> Result<(), StopReason> {
        let counts =
            |overlap: &Overlap| overlap.by_one || overlap.backwards || !self.scheme.inclusive;
        let Some(overlap) = overlap.filter(counts) else {
            return Ok(());
        };
        if let Some(stop) = self.reason_to_stop(overlap) {
            return Err(stop);
        }
        self.guards.overlaps = overlap.later;
        Ok(())
    }

    /// Returns why the walk stops at an overlap, if it does. The first overlap of a walk shows whether the declaration
    /// counts as the API does; later ones of numbered pages show that rows were added.
    fn reason_to_stop(&self, overlap: Overlap) -> Option<StopReason> {
        let moves = self.scheme.source.counts();
        if overlap.backwards {
            // Items that are pinned to the top of numbered pages are not reported.
            let why = "this page begins with the first item of the page before it: the key leads back. If the newest items come first, use the parameter for \
                       older items (`before`, `max_id`), otherwise the one for later items (`after`, `starting_after`)";
            return (!moves).then(|| StopReason::Declaration(why.into()));
        }
        if overlap.elsewhere {
            let why = "this page has an item of the page before it, in another position: the list is not sorted by the declared key, so going on would deliver items twice \
                       and leave others out. Ask the API to sort by that key, or write in `last_item` the key that it sorts by. If the newest items come first, use \
                       the parameter for older items (`before`, `max_id`)";
            return Some(StopReason::Declaration(why.into()));
        }
        (!overlap.later || !moves).then_some(StopReason::Overlap {
            by_one: overlap.by_one,
        })
    }

    /// Returns whether the token of the next page is a URL: of the API, or as its name says.
    fn names_a_url(&self) -> bool {
        let (State::Ready(next), Source::Token(_)) = (&self.state, self.scheme.source) else {
            return false;
        };
        let Cursor::Token(TokenValue::Text(text)) = next.as_ref() else {
            return false;
        };
        let is_named_so = || {
            let Some(ResponseLocation::Member(path)) = self.scheme.next_at else {
                return false;
            };
            let name = path.rsplit('.').next().unwrap_or_default();
            let name = name.to_ascii_lowercase();
            ["url", "uri", "link", "href"]
                .iter()
                .any(|word| name.ends_with(word))
        };
        text.starts_with("http") && (is_named_so() || self.is_of_the_api(text))
    }

    /// Returns whether the link to the next page may be a token, which was put in place of the last
    /// part of the path: it has neither a query nor a file name.
    fn may_name_a_token(&self) -> bool {
        let (State::Ready(next), Source::NextUrl) = (&self.state, self.scheme.source) else {
            return false;
        };
        match next.as_ref() {
            Cursor::Link(link) => {
                let last = link.href.rsplit('/').next().unwrap_or_default();
                !last.is_empty() && !last.contains(['?', '.', '#'])
            }
            _ => false,
        }
    }

    /// Returns whether the text is a URL of the origin at which the walk began.
    fn is_of_the_api(&self, text: &str) -> bool {
        let url = Url::parse(text).ok();
        url.zip(self.links.as_ref())
            .is_some_and(|(url, links)| links.origins.permits(&url))
    }

    /// Returns whether the response must be checked against the state of the walk: after its end,
    /// after its first page, or if pages overlap.
    pub(crate) fn is_at_an_occasion(&self) -> bool {
        let begins_again = self.counters.pages == 2 && self.guards.second_page.is_some();
        let is_in_doubt = self.guards.overlaps || self.guards.tied || begins_again;
        !self.is_ready() || self.counters.pages == 1 || is_in_doubt
    }

    /// Returns the state of the walk after the last page, against which the response is checked.
    /// `None` if the walk failed.
    pub(crate) fn occasion(&self, over_http: bool) -> Option<Occasion<'_>> {
        let (end, stopped) = match &self.state {
            // The items of the page are delivered, and the response can show the reason.
            State::Halted(
                why @ (StopReason::MissingContinuation
                | StopReason::Loop
                | StopReason::EmptyPages { .. }),
            ) => (None, Some(why)),
            State::Halted(_) => return None,
            State::Ended(reason) => (Some(*reason), None),
            State::Ready(_) => (None, None),
        };
        Some(Occasion {
            scheme: &self.scheme,
            end,
            stopped,
            first: self.counters.pages == 1,
            resumed: self.counters.pages_before > 0,
            whole: self.whole && !self.position.estimated && self.limits.until.is_none(),
            len: self.counters.last_len,
            received: self.position.received,
            pages: self.pages(),
            total: self.position.total,
            total_pages: self.position.pages,
            asked_size: self
                .limits
                .page_size
                .and(self.position.size)
                .filter(|_| over_http),
            size: self.position.size,
            overlaps: self.guards.overlaps,
            second_page: self.guards.second_page.filter(|_| self.counters.pages == 2),
            tied: self.guards.tied,
            flag_was_read: self.guards.flag_was_read,
            token_is_url: self.names_a_url(),
            link_may_be_a_token: self.may_name_a_token(),
        })
    }

    /// Makes the walk fail, because the response contradicts its end. The items of the last page
    /// are delivered, and the walk can be resumed after them.
    pub(crate) fn contradict(&mut self, stop: StopReason) {
        if matches!(self.state, State::Ended(_)) {
            self.bookmarks.stop_after(self.counters.last_fresh);
        }
        self.state = State::Halted(stop);
    }
}
