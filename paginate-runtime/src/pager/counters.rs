//! [`Counters`]: the numbers of pages and items that a walk has received.

use crate::pager::checkpoint::{Checkpoint, Here};
use crate::pager::position::Position;

/// The numbers of pages and items that a walk has received so far.
#[derive(Debug, Default)]
pub(super) struct Counters {
    /// The pages of this walk.
    pub(super) pages: u64,
    /// The pages of the walk that this one resumes. They count for page numbers, not for limits.
    pub(super) pages_before: u64,
    /// The items delivered.
    pub(super) items: u64,
    /// The items taken by the walks that this one resumes.
    pub(super) items_before: u64,
    /// The lists inside items that may have been cut.
    pub(super) truncated: u64,
    /// The items of the next page that were taken before the walk was resumed.
    pub(super) skip: u64,
    /// The elements of the last page.
    pub(super) last_len: u64,
    /// The items of the last page that were not taken before.
    pub(super) last_fresh: u64,
    /// The largest number of elements of a page, without those that it repeats.
    pub(super) longest: u64,
}

/// The items of a page: the number taken before, the number of new ones, and the maximum of these
/// that are delivered.
pub(super) struct Share {
    pub(super) skip: u64,
    pub(super) fresh: u64,
    pub(super) keep: u64,
}

impl Counters {
    /// Continues the counts of another walk.
    pub(super) fn resume(&mut self, checkpoint: &Checkpoint) {
        self.pages_before = checkpoint.pages;
        self.skip = checkpoint.skip;
        self.items_before = checkpoint.position.received.saturating_add(checkpoint.skip);
    }

    /// Returns the pages received, including those of the walks that this one resumes.
    pub(super) fn all_pages(&self) -> u64 {
        self.pages_before.saturating_add(self.pages)
    }

    /// Returns the state of the walk, for a checkpoint.
    pub(super) fn here<'a>(&self, position: &'a Position) -> Here<'a> {
        Here {
            position,
            skip: self.skip,
            pages: self.all_pages(),
        }
    }

    /// Notes that a page has arrived. It is not counted yet, because it may not be a page of the
    /// list.
    pub(super) fn begin_page(&mut self, len: Option<usize>) {
        self.last_len = len.map_or(0, |len| len as u64);
        self.last_fresh = 0;
    }

    /// Counts the page that arrived, which begins with `repeated` elements of the one before.
    /// Returns how many elements are its own.
    pub(super) fn count_page(&mut self, repeated: u64) -> u64 {
        self.pages = self.pages.saturating_add(1);
        let len = self.last_len.saturating_sub(repeated);
        self.longest = self.longest.max(len);
        len
    }

    /// Counts the items of the page and returns which of them are delivered: not more than `max`
    /// items of the walk and, if `is_cut`, not more than the page has.
    pub(super) fn share(&mut self, items: u64, max: Option<u64>, is_cut: bool) -> Share {
        // A page can be shorter than it was before the walk was resumed. The rest is skipped in the
        // next page.
        let skip = self.skip.min(items);
        self.skip = self.skip.saturating_sub(skip);
        let fresh = items.saturating_sub(skip);
        self.last_fresh = fresh;
        let wanted = max.map_or(u64::MAX, |max| max.saturating_sub(self.items));
        let keep = if is_cut { wanted.min(fresh) } else { wanted };
        self.items = self.items.saturating_add(fresh.min(keep));
        Share { skip, fresh, keep }
    }
}
