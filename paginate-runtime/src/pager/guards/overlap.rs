//! Detects a page that begins with an item of the page before it.

use std::fmt;

use twox_hash::XxHash3_64;

use crate::page::elements::Elements;

/// The longest element that is kept, in bytes. Longer ones are not compared.
const LONGEST: usize = 16 << 10;

/// The guard that compares the raw JSON of each page's first element with elements of the page
/// before it. It compares objects only, because equal numbers and texts next to each other are
/// common. It keeps its elements in buffers that are reused.
#[derive(Default)]
pub(crate) struct OverlapGuard {
    last: Vec<u8>,
    second: Vec<u8>,
    first: Vec<u8>,
    /// The hashes of the elements at the beginning of the page before, in modes in which a key
    /// leads to the next page.
    leading: Vec<u64>,
    /// Whether two consecutive pages were compared and did not overlap. Then the declaration counts
    /// as the API does.
    clean: bool,
}

/// How two pages overlap.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Overlap {
    /// Whether the page begins with the second item of the page before: the parameter counts items.
    pub(crate) by_one: bool,
    /// Whether the page begins with the same item as the one before: the walk goes backwards.
    pub(crate) backwards: bool,
    /// Whether the page has an item of the page before, but not at its beginning.
    pub(crate) elsewhere: bool,
    /// Whether this is not the second page of the walk, and earlier pages did not overlap.
    pub(crate) later: bool,
}

/// Leaves out the elements, because they are other people's data.
impl fmt::Debug for OverlapGuard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OverlapGuard")
            .field("clean", &self.clean)
            .finish_non_exhaustive()
    }
}

/// The hashes of the first three elements of the first page. If the second page begins with two of
/// them, the walk does not move forward.
///
/// For modes in which the API names the continuation. In these, the last items of a page can
/// legitimately come again (exports by time), so only these patterns are reported.
#[derive(Debug, Default)]
pub(crate) struct FirstOverlap {
    beginning: Option<[u64; 3]>,
}

/// How the second page of a walk begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum SecondPage {
    /// With the second item of the first page.
    OneLater,
    /// With the first item of the first page.
    Again,
}

impl FirstOverlap {
    /// Stores the beginning of the first page.
    pub(crate) fn remember(&mut self, mut elements: impl Iterator<Item = u64>) {
        let mut next = || elements.next();
        self.beginning = (|| Some([next()?, next()?, next()?]))()
            .filter(|[first, second, third]| first != second && second != third);
    }

    /// Compares the second page with the first one.
    pub(crate) fn compare(
        &mut self,
        mut elements: impl Iterator<Item = u64>,
    ) -> Option<SecondPage> {
        let [first, second, third] = self.beginning.take()?;
        match (elements.next()?, elements.next()?) {
            begins if begins == (second, third) => Some(SecondPage::OneLater),
            begins if begins == (first, second) => Some(SecondPage::Again),
            _ => None,
        }
    }
}

impl OverlapGuard {
    /// Compares the elements of the next page that has any. If a key leads to the next page
    /// (`keyed`), a page must never begin as the one before, and the first two pages must have
    /// nothing in common.
    pub(crate) fn compare(&mut self, page: &Elements<'_>, keyed: bool) -> Option<Overlap> {
        if page.is_empty() {
            return None;
        }
        let repeats_last = page.begins_with(&self.last);
        let repeats_second = !self.clean && page.begins_with(&self.second);
        // In a list of equal elements, an equal element proves nothing.
        let repeats_first =
            (keyed || !self.clean) && !repeats_last && page.begins_with(&self.first);
        let has_common =
            keyed && !self.clean && !self.last.is_empty() && self.compare_leading(page);
        let first = if repeats_last {
            &self.last
        } else {
            &self.second
        };
        let told = repeats_first
            || has_common
            || (repeats_last || repeats_second) && page.second() != Some(first.as_slice());
        let overlap = told.then_some(Overlap {
            by_one: repeats_second && !repeats_last && !repeats_first,
            backwards: repeats_first,
            elsewhere: has_common && !repeats_last && !repeats_first,
            later: self.clean,
        });
        self.clean |= overlap.is_none() && !self.last.is_empty();
        keep(&mut self.last, page.last());
        if self.clean {
            self.second.clear();
            self.leading = Vec::new();
        } else {
            keep(&mut self.second, page.second());
            if keyed {
                self.leading = hashes(page).collect();
            }
        }
        if keyed || !self.clean {
            keep(&mut self.first, page.first());
        } else {
            self.first.clear();
        }
        overlap
    }

    /// Returns whether the page has, at any position, one of the elements at the beginning of the
    /// page before. If that page was short, its last element is one of them.
    fn compare_leading(&self, page: &Elements<'_>) -> bool {
        hashes(page).any(|element| self.leading.contains(&element))
    }

    /// Forgets the elements, because the next page is not compared.
    pub(crate) fn forget(&mut self) {
        self.last.clear();
        self.second.clear();
        self.first.clear();
    }
}

/// The maximum number of elements of a page that are remembered.
const REMEMBERED: usize = 64;

fn hashes(page: &Elements<'_>) -> impl Iterator<Item = u64> {
    page.leading().take(REMEMBERED).map(XxHash3_64::oneshot)
}

fn keep(buffer: &mut Vec<u8>, element: Option<&[u8]>) {
    buffer.clear();
    buffer.extend_from_slice(
        element
            .filter(|element| element.len() <= LONGEST)
            .unwrap_or_default(),
    );
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pages(pages: &[&str]) -> Vec<Option<(bool, bool)>> {
        let mut guard = OverlapGuard::default();
        let compare =
            |page: &&str| guard.compare(&Elements::new(page.as_bytes()).expect("an array"), false);
        pages
            .iter()
            .map(compare)
            .map(|overlap| overlap.map(|overlap| (overlap.by_one, overlap.later)))
            .collect()
    }

    #[test]
    fn the_last_element_again() {
        let found = pages(&[r#"[{"n":1},{"n":2}]"#, r#"[{"n":2},{"n":3}]"#]);
        assert_eq!(found, [None, Some((false, false))]);
    }

    #[test]
    fn the_second_element_first() {
        let found = pages(&[
            r#"[{"n":1},{"n":2},{"n":3}]"#,
            r#"[{"n":2},{"n":3},{"n":4}]"#,
        ]);
        assert_eq!(found, [None, Some((true, false))]);
    }

    #[test]
    fn a_later_overlap_is_marked() {
        let found = pages(&[
            r#"[{"n":1},{"n":2}]"#,
            r#"[{"n":3},{"n":4}]"#,
            r#"[{"n":4},{"n":5}]"#,
        ]);
        assert_eq!(found, [None, None, Some((false, true))]);
    }

    #[test]
    fn an_empty_page_between_changes_nothing() {
        let found = pages(&[r#"[{"n":1},{"n":2}]"#, "[]", r#"[{"n":2},{"n":3}]"#]);
        assert_eq!(found, [None, None, Some((false, false))]);
    }

    #[test]
    fn equal_elements_say_nothing() {
        assert_eq!(
            pages(&[r#"[{"n":1},{"n":1}]"#, r#"[{"n":1},{"n":1}]"#]),
            [None, None]
        );
        assert_eq!(pages(&["[1,2]", "[2,3]"]), [None, None]);
    }
}
