//! What the caller allows.

use crate::scheme::location::Source;
use crate::scheme::scheme::Scheme;

/// What the caller of a walk allows. Three different words for three different things: items,
/// pages, and items per page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct Limits {
    /// Items per page to ask for, within the scheme's bounds.
    pub page_size: Option<u64>,
    /// Items to deliver at most.
    pub max_items: Option<u64>,
    /// Pages to ask for at most.
    pub max_pages: Option<u64>,
    /// Counter modes: the page number or offset at which to end, before the page or the item there:
    /// where the [`Segment`](crate::segment::Segment) of another walk begins.
    pub until: Option<u64>,
    /// Consecutive empty pages to accept; default 1 000, and 3 for page numbers.
    pub max_empty_pages: Option<u64>,
    /// Tokens and pages may repeat.
    pub allow_repeats: bool,
    /// Lists inside items that may have been cut are an error.
    pub deny_truncated: bool,
}

impl Limits {
    /// Without what only limits how much one walk takes: a list is split as a whole.
    pub(crate) fn of_the_whole(self) -> Self {
        Self {
            max_items: None,
            max_pages: None,
            ..self
        }
    }

    /// Whether nothing is wanted after that many items and pages.
    #[inline]
    pub(crate) fn reached(&self, items: u64, pages: u64) -> bool {
        self.max_items.is_some_and(|max| items >= max)
            || self.max_pages.is_some_and(|max| pages >= max)
    }

    /// Whether the segment ends before the page at `counter`.
    #[inline]
    pub(crate) fn end_before(&self, scheme: &Scheme, counter: u64) -> bool {
        self.until.is_some_and(|until| counter >= until) && scheme.source.counts()
    }

    /// Elements from `counter` to the end of the segment, where pages do not end there by
    /// themselves.
    #[inline]
    pub(crate) fn room_at(&self, scheme: &Scheme, counter: u64) -> Option<u64> {
        let until = self
            .until
            .filter(|_| matches!(scheme.source, Source::Offset(_)))?;
        Some(until.saturating_sub(counter))
    }
}
