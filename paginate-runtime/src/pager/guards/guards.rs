//! The guards of one walk.

use std::mem;

use crate::page::elements::Elements;
use crate::page::page_info::PageInfo;
use crate::pager::guards::loops::LoopGuard;
use crate::pager::guards::overlap::{FirstSeam, Overlap, OverlapGuard};
use crate::pager::guards::repeats::{Look, Repeat, RepeatGuard};

/// The guards of one walk, and what they were shown of the page that is received next.
#[derive(Debug)]
pub(in crate::pager) struct Guards {
    /// The continuations that were used.
    pub(in crate::pager) used: LoopGuard,
    /// Each page is compared with those before it.
    pub(in crate::pager) compares: bool,
    /// What the pages before looked like.
    repeats: RepeatGuard,
    overlap: OverlapGuard,
    first_seam: FirstSeam,
    /// Fingerprint of the list's first page. A segment that starts with it means that the API
    /// ignored the parameter.
    pub(in crate::pager) first_page_fingerprint: Option<u64>,
    /// The list of the page that is received next is hardly ever equal to another one.
    distinct: bool,
    /// How the page that is received next overlaps the one before it.
    seam: Option<Overlap>,
    /// The page that is received next begins with an element of the first one.
    seam_overlaps: bool,
    /// The last page overlaps the one before it, though earlier ones did not.
    pub(in crate::pager) overlaps: bool,
    /// The last two items of the last page have the same key.
    pub(in crate::pager) tied: bool,
}

impl Guards {
    /// Of a walk that begins. `compares` says that each page is compared with those before it.
    pub(in crate::pager) fn new(used: LoopGuard, compares: bool) -> Self {
        Self {
            used,
            compares,
            repeats: RepeatGuard::default(),
            overlap: OverlapGuard::default(),
            first_seam: FirstSeam::default(),
            first_page_fingerprint: None,
            distinct: false,
            seam: None,
            seam_overlaps: false,
            overlaps: false,
            tied: false,
        }
    }

    /// Shows the elements of the page that is received next. `keyed` says that a key leads on.
    pub(in crate::pager) fn show_elements(&mut self, elements: Option<Elements<'_>>, keyed: bool) {
        self.distinct = elements.is_some_and(|elements| elements.are_distinct());
        match elements {
            Some(elements) => self.seam = self.overlap.compare(&elements, keyed),
            None => self.overlap.forget(),
        }
    }

    /// Shows the elements with which the first page begins, or the second one.
    pub(in crate::pager) fn show_beginning(
        &mut self,
        elements: impl Iterator<Item = u64>,
        is_first: bool,
    ) {
        if is_first {
            self.first_seam.remember(elements);
        } else {
            self.seam_overlaps = self.first_seam.overlaps(elements);
        }
    }

    /// A page has arrived. Returns how it overlaps the one before, if pages are compared.
    pub(in crate::pager) fn begin_page(&mut self, page: &PageInfo<'_>) -> Option<Overlap> {
        self.overlaps = mem::take(&mut self.seam_overlaps);
        self.tied = page.is_tied();
        self.seam.take().filter(|_| self.compares)
    }

    /// What the page received last looked like.
    pub(in crate::pager) fn last_page(&self) -> Option<u64> {
        self.repeats.last()
    }

    /// Whether a page with that many elements is the same as the one before.
    pub(in crate::pager) fn is_same_again(&self, len: u64, fingerprint: Option<u64>) -> bool {
        len > 0 && fingerprint.is_some() && fingerprint == self.last_page()
    }

    /// Takes in what the page looks like. Says that it repeats others where that is no accident.
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
