//! Whether a page begins with an item of the page before it.

use std::fmt;

use crate::page::elements::Elements;

/// The longest element that is kept, in bytes; longer ones are not compared.
const LONGEST: usize = 16 << 10;

/// Compares the first element of each page with elements of the page before it, by their raw JSON. Objects only: equal numbers and texts next to each other
/// are common. Keeps two elements in buffers that stay.
#[derive(Default)]
pub(crate) struct OverlapGuard {
    last: Vec<u8>,
    second: Vec<u8>,
    first: Vec<u8>,
    /// Two pages that follow each other were compared, and did not overlap: the declaration counts as the API does.
    clean: bool,
}

/// How two pages overlap.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Overlap {
    /// The page begins with the second item of the page before: the number that is sent counts items.
    pub(crate) by_one: bool,
    /// The page begins as the one before did: the walk goes backwards.
    pub(crate) backwards: bool,
    /// It is not the first seam of the walk, and those before it did not overlap.
    pub(crate) later: bool,
}

/// Without the elements: they are other people's data.
impl fmt::Debug for OverlapGuard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OverlapGuard").field("clean", &self.clean).finish_non_exhaustive()
    }
}

impl OverlapGuard {
    /// Takes in the elements of the next page that has any.
    pub(crate) fn compare(&mut self, page: &Elements<'_>) -> Option<Overlap> {
        if page.is_empty() {
            return None;
        }
        let repeats_last = page.begins_with(&self.last);
        let repeats_second = !self.clean && page.begins_with(&self.second);
        // In a list of equal elements, an equal one says nothing.
        let repeats_first = !self.clean && !repeats_last && page.begins_with(&self.first);
        let first = if repeats_last { &self.last } else { &self.second };
        let told = repeats_first || (repeats_last || repeats_second) && page.second() != Some(first.as_slice());
        let overlap = told.then_some(Overlap {
            by_one: !repeats_last && !repeats_first,
            backwards: repeats_first,
            later: self.clean,
        });
        self.clean |= overlap.is_none() && !self.last.is_empty();
        keep(&mut self.last, page.last());
        if self.clean {
            self.second.clear();
            self.first.clear();
        } else {
            keep(&mut self.first, page.first());
            keep(&mut self.second, page.second());
        }
        overlap
    }

    /// Makes room for the next page without a comparison: one that was not shown.
    pub(crate) fn forget(&mut self) {
        self.last.clear();
        self.second.clear();
        self.first.clear();
    }
}

fn keep(buffer: &mut Vec<u8>, element: Option<&[u8]>) {
    buffer.clear();
    buffer.extend_from_slice(element.filter(|element| element.len() <= LONGEST).unwrap_or_default());
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pages(pages: &[&str]) -> Vec<Option<(bool, bool)>> {
        let mut guard = OverlapGuard::default();
        let compare = |page: &&str| guard.compare(&Elements::new(page.as_bytes()).expect("an array"));
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
        let found = pages(&[r#"[{"n":1},{"n":2},{"n":3}]"#, r#"[{"n":2},{"n":3},{"n":4}]"#]);
        assert_eq!(found, [None, Some((true, false))]);
    }

    #[test]
    fn a_later_overlap_is_marked() {
        let found = pages(&[r#"[{"n":1},{"n":2}]"#, r#"[{"n":3},{"n":4}]"#, r#"[{"n":4},{"n":5}]"#]);
        assert_eq!(found, [None, None, Some((false, true))]);
    }

    #[test]
    fn an_empty_page_between_changes_nothing() {
        let found = pages(&[r#"[{"n":1},{"n":2}]"#, "[]", r#"[{"n":2},{"n":3}]"#]);
        assert_eq!(found, [None, None, Some((false, false))]);
    }

    #[test]
    fn equal_elements_say_nothing() {
        assert_eq!(pages(&[r#"[{"n":1},{"n":1}]"#, r#"[{"n":1},{"n":1}]"#]), [None, None]);
        assert_eq!(pages(&["[1,2]", "[2,3]"]), [None, None]);
    }
}
