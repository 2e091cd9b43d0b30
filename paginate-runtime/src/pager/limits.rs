//! [`Limits`]: what the caller of a walk allows.

use crate::scheme::location::Source;
use crate::scheme::scheme::Scheme;

/// What the caller of a walk allows. Limits concern three different things: items, pages, and items
/// per page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct Limits {
    /// The page size to request, in items, within the scheme's bounds.
    pub page_size: Option<u64>,
    /// The maximum number of items to deliver.
    pub max_items: Option<u64>,
    /// The maximum number of pages to request.
    pub max_pages: Option<u64>,
    /// In counter modes, the page number or offset at which to end. The page or item there is not
    /// part of the walk: the [`Segment`](crate::segment::Segment) of another walk begins there.
    pub until: Option<u64>,
    /// The number of consecutive empty pages to accept. Default: 1 000, and 3 for page numbers.
    pub max_empty_pages: Option<u64>,
    /// Whether tokens and pages may repeat.
    pub allow_repeats: bool,
    /// Whether lists inside items that may have been cut are an error.
    pub deny_truncated: bool,
}

impl Limits {
    /// Removes the limits on how much one walk takes, because a list is always split as a whole.
    pub(crate) fn of_the_whole(self) -> Self {
        Self {
            max_items: None,
            max_pages: None,
            ..self
        }
    }

    /// Returns whether the caller's limit is reached after that many items and pages.
    #[inline]
    pub(crate) fn reached(&self, items: u64, pages: u64) -> bool {
        self.max_items.is_some_and(|max| items >= max)
            || self.max_pages.is_some_and(|max| pages >= max)
    }

    /// Returns whether the segment ends before the page at `counter`.
    #[inline]
    pub(crate) fn end_before(&self, scheme: &Scheme, counter: u64) -> bool {
        self.until.is_some_and(|until| counter >= until) && scheme.source.counts()
    }

    /// Returns the number of elements from `counter` to the end of the segment, in the mode in
    /// which pages do not end there by themselves.
    #[inline]
    pub(crate) fn room_at(&self, scheme: &Scheme, counter: u64) -> Option<u64> {
        let until = self
            .until
            .filter(|_| matches!(scheme.source, Source::Offset(_)))?;
        Some(until.saturating_sub(counter))
    }
}
