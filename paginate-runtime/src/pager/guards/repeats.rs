//! Detects a page that is the same as one of the last few.

/// The number of pages that are remembered.
const REMEMBERED: usize = 16;

/// The number of elements in repeated pages from which the repetition cannot be an accident. It is
/// for lists of which one page alone can be equal by accident.
const ELEMENTS: u32 = 16;

/// The number of repeated pages in a row from which the repetition cannot be an accident, even if
/// each page names a new continuation: first for lists that are almost never equal, then for any
/// list.
const UNDER_NEW_CONTINUATIONS: (u32, u32) = (7, 31);

/// The fingerprints of the last pages and, for each distance, how many pages in a row equal the
/// page at that distance before them.
///
/// Equal pages can be an accident: a list of one number, or of a few flags. So one page alone
/// counts only if it is the same as the one before, or if its list is of a kind that is almost
/// never equal by accident. Otherwise, a whole run of pages must repeat an earlier one.
#[derive(Debug, Default)]
pub(crate) struct RepeatGuard {
    /// The fingerprints of the pages; 0 if there is none.
    pages: [u64; REMEMBERED],
    /// The index of the next page.
    next: usize,
    /// Whether a run continues.
    running: bool,
    /// The run for each distance, from 1.
    runs: [Run; REMEMBERED],
}

#[derive(Debug, Clone, Copy, Default)]
struct Run {
    pages: u32,
    elements: u32,
}

/// The properties of a page that are compared.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Look {
    /// The hash of its list; `None` if it is not compared.
    pub(crate) fingerprint: Option<u64>,
    /// The number of its elements. Empty pages are not compared.
    pub(crate) len: u64,
    /// Whether the list has objects and is longer than a few bytes, so that it is almost never
    /// equal to another one by accident.
    pub(crate) distinct: bool,
}

/// The way in which a page repeats others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Repeat {
    /// The distance to the page that it repeats, in pages.
    pub(crate) distance: u64,
    /// The number of pages in a row that repeat the one at that distance.
    pub(crate) pages: u64,
}

impl RepeatGuard {
    /// Returns the fingerprint of the page received last.
    pub(crate) fn last(&self) -> Option<u64> {
        let last = self.next.checked_sub(1).unwrap_or(REMEMBERED - 1);
        self.pages
            .get(last)
            .copied()
            .filter(|&fingerprint| fingerprint > 0)
    }

    /// Takes in the next page. Returns how it repeats earlier pages, if that cannot be an accident.
    /// `continued` says that each page named its own continuation.
    #[inline]
    pub(crate) fn see(&mut self, page: Look, continued: bool) -> Option<Repeat> {
        let fingerprint = page.fingerprint.filter(|_| page.len > 0).unwrap_or(0);
        let found = if fingerprint > 0 || self.running {
            self.compare(page, fingerprint, continued)
        } else {
            None
        };
        if let Some(place) = self.pages.get_mut(self.next) {
            *place = fingerprint;
        }
        self.next = (self.next + 1) % REMEMBERED;
        found
    }

    fn compare(&mut self, page: Look, fingerprint: u64, continued: bool) -> Option<Repeat> {
        let elements = u32::try_from(page.len).unwrap_or(u32::MAX);
        let mut found = None;
        self.running = false;
        for (before, run) in self.runs.iter_mut().enumerate() {
            let at = (self.next + REMEMBERED - 1 - before) % REMEMBERED;
            if fingerprint == 0 || self.pages.get(at) != Some(&fingerprint) {
                *run = Run::default();
                continue;
            }
            self.running = true;
            run.pages = run.pages.saturating_add(1);
            run.elements = run.elements.saturating_add(elements);
            let distance = before as u64 + 1;
            let told = match continued {
                true => run.are_no_accident_under_new_continuations(&page),
                false => distance == 1 || run.are_no_accident(&page),
            };
            if told && found.is_none() {
                let pages = u64::from(run.pages);
                found = Some(Repeat { distance, pages });
            }
        }
        found
    }
}

impl Run {
    fn are_no_accident(self, page: &Look) -> bool {
        (page.distinct && page.len > 1) || (self.pages > 1 && self.elements >= ELEMENTS)
    }

    fn are_no_accident_under_new_continuations(self, page: &Look) -> bool {
        let (of_distinct, of_any) = UNDER_NEW_CONTINUATIONS;
        self.pages
            >= if page.distinct && page.len > 1 {
                of_distinct
            } else {
                of_any
            }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns the number of the page, from 1, at which pages of `len` elements are reported as
    /// repeated, and the distance.
    fn told(
        pages: impl IntoIterator<Item = u64>,
        len: u64,
        distinct: bool,
        continued: bool,
    ) -> Option<(usize, u64)> {
        let mut guard = RepeatGuard::default();
        let look = |fingerprint| Look {
            fingerprint: Some(fingerprint),
            len,
            distinct,
        };
        let repeats = pages
            .into_iter()
            .map(|page| guard.see(look(page), continued))
            .collect::<Vec<_>>();
        let at = repeats.iter().position(Option::is_some)?;
        Some((at + 1, repeats[at].unwrap().distance))
    }

    fn round(period: u64) -> impl Iterator<Item = u64> {
        (0..200).map(move |page| page % period + 1)
    }

    #[test]
    fn the_page_before_at_once() {
        assert_eq!(told([1, 2, 2], 1, false, false), Some((3, 1)));
        assert_eq!(told([1, 2, 3, 4], 5, true, false), None);
    }

    #[test]
    fn an_earlier_page_at_once_if_its_list_is_hardly_ever_equal() {
        for period in 2..=16 {
            assert_eq!(
                told(round(period), 2, true, false),
                Some((period as usize + 1, period))
            );
        }
        assert_eq!(
            told(round(17), 100, true, false),
            None,
            "that is further back than it remembers"
        );
        // One object can equal another one.
        assert_eq!(told([1, 2, 1, 3], 1, true, false), None);
    }

    #[test]
    fn of_small_lists_a_whole_run() {
        assert_eq!(
            told([5, 6, 5, 7, 5, 6, 5, 8], 2, false, false),
            None,
            "a few equal pages are an accident"
        );
        // Sixteen elements.
        for (len, page) in [(1, 18), (2, 10), (3, 8), (8, 4), (100, 4)] {
            assert_eq!(
                told(round(2), len, false, false),
                Some((page, 2)),
                "{len} a page"
            );
        }
        assert_eq!(told(round(3), 4, false, false), Some((7, 3)));
    }

    #[test]
    fn under_new_continuations_many_in_a_row() {
        assert_eq!(told(round(1), 2, true, true), Some((8, 1)));
        assert_eq!(told(round(2), 2, true, true), Some((9, 2)));
        assert_eq!(told(round(1), 100, false, true), Some((32, 1)));
        assert_eq!(told(round(1), 1, true, true), Some((32, 1)));
    }

    #[test]
    fn empty_pages_and_those_without_bytes_break_a_run() {
        let mut guard = RepeatGuard::default();
        let page = |fingerprint, len| Look {
            fingerprint,
            len,
            distinct: false,
        };
        for look in [
            page(Some(1), 1),
            page(Some(9), 0),
            page(None, 3),
            page(Some(1), 1),
        ] {
            assert_eq!(guard.see(look, false), None);
        }
        assert_eq!(guard.last(), Some(1));
    }
}
