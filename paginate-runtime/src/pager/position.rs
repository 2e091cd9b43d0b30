//! Where a walk stands.

use std::sync::Arc;

use crate::page::cursor::Cursor;
use crate::page::page_info::PageInfo;
use crate::scheme::location::Source;
use crate::scheme::scheme::Scheme;

/// Consecutive empty pages that a token or a link may lead through. APIs that filter after paging
/// do send long runs of them.
const EMPTY_PAGES: u64 = 1_000;

/// Consecutive empty pages that a promised number of pages may explain: gaps are rare there, stale
/// totals are not.
const EMPTY_PAGES_BY_NUMBER: u64 = 3;

/// Where a walk stands when a page arrives: what was asked for it and what came before it.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Position {
    /// What the page was asked with.
    pub cursor: Arc<Cursor>,
    /// Counter modes: the page number or offset it was asked with.
    pub counter: u64,
    /// Counter modes: the page number or offset where this walk began.
    pub began: u64,
    /// The page size in effect, where it is known.
    pub size: Option<u64>,
    /// Elements received before this page.
    pub received: u64,
    /// Elements of the longest page before this one.
    pub longest: u64,
    /// Consecutive empty pages before this one.
    pub empty_pages: u64,
    /// Consecutive empty pages that are acceptable.
    pub empty_budget: u64,
    /// The latest known number of pages.
    pub pages: Option<u64>,
    /// The latest known number of items.
    pub total: Option<u64>,
    /// No page led here: the place was computed, and `received` is how much there is before it if
    /// every page was as long as the first.
    pub estimated: bool,
}

impl Position {
    /// The first page of a walk.
    pub fn first(scheme: &Scheme) -> Self {
        let by_number = matches!(scheme.source, Source::Page(_));
        Self {
            cursor: Arc::new(Cursor::First),
            counter: scheme.base(),
            began: scheme.base(),
            size: None,
            received: 0,
            longest: 0,
            empty_pages: 0,
            empty_budget: if by_number {
                EMPTY_PAGES_BY_NUMBER
            } else {
                EMPTY_PAGES
            },
            pages: None,
            total: None,
            estimated: false,
        }
    }

    /// Whether what is known of the totals ends a walk that counts.
    pub(crate) fn end_is_known(&self, scheme: &Scheme) -> bool {
        match scheme.source {
            Source::Page(_) => {
                self.pages.is_some() || (self.total.is_some() && self.counts_items(scheme))
            }
            Source::Offset(_) => self.total.is_some(),
            _ => false,
        }
    }

    /// Whether the page at `counter` is past the end that the totals tell; `None` if they tell
    /// nothing of it.
    pub(crate) fn is_past_end(&self, scheme: &Scheme, counter: u64) -> Option<bool> {
        let before = counter.saturating_sub(scheme.base());
        let end = match scheme.source {
            Source::Page(_) => self.pages,
            Source::Offset(_) => self.total,
            _ => None,
        };
        end.map(|end| before >= end)
    }

    /// Whether the items received can be compared with a total of all items: not if the walk
    /// began later.
    pub(crate) fn counts_items(&self, scheme: &Scheme) -> bool {
        self.began == scheme.base()
    }

    /// Whether the page here lies past the end, as an estimate has it that nothing confirms.
    #[inline]
    pub(crate) fn is_past_estimate(&self, scheme: &Scheme) -> bool {
        let by_items = matches!(scheme.source, Source::Page(_)) && self.counts_items(scheme);
        self.estimated && by_items && self.total.is_some_and(|total| self.received >= total)
    }

    /// Whether the page here can begin with an item of the page before.
    #[inline]
    pub(crate) fn may_repeat(&self, scheme: &Scheme) -> bool {
        scheme.inclusive && self.received > 0
    }

    /// Elements at the beginning of a page that the page before had: where pages are inclusive, the
    /// one whose key the page was asked with. Another key is another item: the repeated one was
    /// deleted meanwhile.
    #[inline]
    pub(crate) fn repeated(&self, scheme: &Scheme, page: &PageInfo<'_>) -> u64 {
        let same = match (&page.first, self.cursor.as_ref()) {
            (Some(first), Cursor::Value(key)) => first == key,
            _ => false,
        };
        u64::from(same && self.may_repeat(scheme))
    }

    /// Takes in what a page said; what it does not say stays as known.
    #[inline]
    pub(crate) fn learn(&mut self, page: &PageInfo<'_>) {
        self.pages = page.pages.or(self.pages);
        self.total = page.total.or(self.total);
    }

    /// Moves past a page of `len` elements.
    #[inline]
    pub(crate) fn pass(&mut self, len: u64) {
        self.received = self.received.saturating_add(len);
        self.longest = self.longest.max(len);
        self.empty_pages = if len == 0 {
            self.empty_pages.saturating_add(1)
        } else {
            0
        };
    }
}
