//! [`Guards`]: all guards of one walk.

use std::mem;

use crate::page::elements::Elements;
use crate::page::page_info::PageInfo;
use crate::pager::guards::loops::LoopGuard;
use crate::pager::guards::overlap::{FirstOverlap, Overlap, OverlapGuard, SecondPage};
use crate::pager::guards::repeats::{Look, Repeat, RepeatGuard};

/// All guards of one walk, and what they know of the page that is received next.
#[derive(Debug)]
pub(in crate::pager) struct Guards {
    /// The continuations that were used.
    pub(in crate::pager) used: LoopGuard,
    /// Whether each page is compared with those before it.
    pub(in crate::pager) compares: bool,
    /// The fingerprints of the pages before.
    repeats: RepeatGuard,
    overlap_guard: OverlapGuard,
    first_overlap: FirstOverlap,
    /// Fingerprint of the list's first page. A segment that starts with it means that the API
    /// ignored the parameter.
    pub(in crate::pager) first_page_fingerprint: Option<u64>,
    /// Whether the list of the page that is received next is almost never equal to another one by
    /// accident.
    distinct: bool,
    /// How the page that is received next overlaps the one before it.
    overlap: Option<Overlap>,
    /// How the second page begins, if not with new items.
    pub(in crate::pager) second_page: Option<SecondPage>,
    /// Whether the last page overlaps the one before it, though earlier ones did not.
    pub(in crate::pager) overlaps: bool,
    /// Whether the last two items of the last page have the same key.
    pub(in crate::pager) tied: bool,
    /// A page said whether there is more.
    pub(in crate::pager) flag_was_read: bool,
}

impl Guards {
    /// Creates the guards of a new walk. `compares` says whether each page is compared with those
    /// before it.
    pub(in crate::pager) fn new(used: LoopGuard, compares: bool) -> Self {
        Self {
            used,
            compares,
            repeats: RepeatGuard::default(),
            overlap_guard: OverlapGuard::default(),
            first_overlap: FirstOverlap::default(),
            first_page_fingerprint: None,
            distinct: false,
            overlap: None,
            second_page: None,
            overlaps: false,
            tied: false,
            flag_was_read: false,
        }
    }

    /// Takes in the elements of the page that is received next. `keyed` says whether a key leads to
    /// the next page.
    pub(in crate::pager) fn show_elements(&mut self, elements: Option<Elements<'_>>, keyed: bool) {
        self.distinct = elements.is_some_and(|elements| elements.are_distinct());
        match elements {
            Some(elements) => self.overlap = self.overlap_guard.compare(&elements, keyed),
            None => self.overlap_guard.forget(),
        }
    }

    /// Takes in the elements at the beginning of the first or the second page.
    pub(in crate::pager) fn show_beginning(
        &mut self,
        elements: impl Iterator<Item = u64>,
        is_first: bool,
    ) {
        if is_first {
            self.first_overlap.remember(elements);
        } else {
            self.second_page = self.first_overlap.compare(elements);
        }
    }

    /// Notes that a page has arrived. Returns how it overlaps the one before, if pages are
    /// compared.
    pub(in crate::pager) fn begin_page(&mut self, page: &PageInfo<'_>) -> Option<Overlap> {
        self.overlaps = false;
        self.tied = page.is_tied();
        self.flag_was_read |= page.more.is_some();
        self.overlap.take().filter(|_| self.compares)
    }

    /// Returns the fingerprint of the page received last.
    pub(in crate::pager) fn last_page(&self) -> Option<u64> {
        self.repeats.last()
    }

    /// Returns whether a page with that many elements is the same as the one before.
    pub(in crate::pager) fn is_same_again(&self, len: u64, fingerprint: Option<u64>) -> bool {
        len > 0 && fingerprint.is_some() && fingerprint == self.last_page()
    }

    /// Takes in the fingerprint of the page. Returns how it repeats earlier pages, if that cannot
    /// be an accident.
    pub(in crate::pager) fn repeat(
        &mut self,
        len: u64,
        fingerprint: Option<u64>,
    ) -> Option<Repeat> {
        let look = Look {
            fingerprint,
            len,
            distinct: mem::take(&mut self.distinct),
        };
        self.repeats.see(look, !self.compares)
    }
}
