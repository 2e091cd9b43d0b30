//! Computes how far a walk can still go: limits, segments, and page sizes.

use crate::pager::end::EndReason;
use crate::pager::end::Outlook;
use crate::pager::pager::Pager;
use crate::pager::pager::State;

impl Pager {
    /// Returns the maximum number of items that may still come. An error that may come instead
    /// counts as one. `None` if there is no bound; an API's total is no bound.
    pub(crate) fn items_left(&self) -> Option<u64> {
        self.left(self.limits.max_items, self.counters.items)
    }

    /// Returns the maximum number of pages that may still come, counted in the same way.
    pub(crate) fn pages_left(&self) -> Option<u64> {
        self.left(self.limits.max_pages, self.counters.pages)
    }

    pub(in crate::pager) fn left(&self, max: Option<u64>, have: u64) -> Option<u64> {
        match self.state {
            State::Ended(_) => Some(0),
            State::Halted(_) => Some(1),
            State::Ready(_)
                if self.segment_ends_at(self.position.counter)
                    || self.limit_reached_at(self.counters.items, self.counters.pages) =>
            {
                Some(0)
            }
            State::Ready(_) => Some(max?.saturating_sub(have).saturating_add(1)),
        }
    }

    /// Returns whether a limit of the caller is reached after that many items and pages of this
    /// walk.
    pub(crate) fn limit_reached_at(&self, items: u64, pages: u64) -> bool {
        self.limits.reached(items, pages)
    }

    /// Returns the number of the page that follows that many pages of this walk.
    pub(crate) fn page_number(&self, pages: u64) -> u64 {
        self.counters
            .pages_before
            .saturating_add(pages)
            .saturating_add(1)
    }

    /// Returns the number of pages that this walk has received so far. Limits use it and not the
    /// sum with earlier walks, because a checkpoint can hold any number of pages before it.
    pub(crate) fn own_pages(&self) -> u64 {
        self.counters.pages
    }

    /// Returns whether the walk's segment ends before the page at `counter`.
    pub(crate) fn segment_ends_at(&self, counter: u64) -> bool {
        self.limits.end_before(&self.scheme, counter)
    }

    /// Returns the size to write after that many items, for the page at `counter`.
    pub(crate) fn size_at(&self, items: u64, counter: u64) -> Option<u64> {
        self.page_size.at(
            &self.scheme,
            &self.limits,
            items,
            counter,
            u64::from(self.position.may_repeat(&self.scheme)),
        )
    }

    /// Returns what follows the last page.
    pub(crate) fn outlook(&self) -> Outlook {
        match &self.state {
            // The caller's limit cut the page: some of it is left.
            State::Ended(EndReason::Limit) => Outlook::More,
            State::Ended(_) => Outlook::Last,
            State::Ready(_) if self.segment_ends_at(self.position.counter) => Outlook::Last,
            State::Ready(_) => Outlook::More,
            State::Halted(_) => Outlook::Refused,
        }
    }
}
