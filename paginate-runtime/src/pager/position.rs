//! [`Position`]: the state of a walk when a page arrives.

use std::sync::Arc;

use crate::page::cursor::Cursor;
use crate::page::page_info::PageInfo;
use crate::scheme::location::Source;
use crate::scheme::scheme::Scheme;

/// The number of consecutive empty pages through which tokens or links may lead. APIs that filter
/// after paging really send long runs of them.
const EMPTY_PAGES: u64 = 1_000;

/// The number of consecutive empty pages that are accepted if the API promised more pages. Gaps are
/// rare there, outdated totals are not.
const EMPTY_PAGES_BY_NUMBER: u64 = 3;

/// The state of a walk when a page arrives: the request for the page, and what came before it.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Position {
    /// The continuation with which the page was requested.
    pub cursor: Arc<Cursor<'static>>,
    /// In counter modes, the page number or offset with which the page was requested.
    pub counter: u64,
    /// In counter modes, the page number or offset at which this walk began.
    pub began: u64,
    /// The page size in effect, if it is known.
    pub size: Option<u64>,
    /// The number of elements received before this page.
    pub received: u64,
    /// The number of elements of the longest page before this one.
    pub longest: u64,
    /// The number of consecutive empty pages before this one.
    pub empty_pages: u64,
    /// The number of consecutive empty pages to accept.
    pub empty_budget: u64,
    /// The latest known number of pages.
    pub pages: Option<u64>,
    /// The latest known number of items.
    pub total: Option<u64>,
    /// Whether the position was computed and no page led here. `received` is then the number of
    /// elements before it if every page was as long as the first.
    pub estimated: bool,
}

impl Position {
    /// Creates the position of a walk's first page.
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

    /// Returns whether the known totals end a walk that counts.
    pub(crate) fn end_is_known(&self, scheme: &Scheme) -> bool {
        match scheme.source {
            Source::Page(_) => {
                self.pages.is_some() || (self.total.is_some() && self.counts_items(scheme))
            }
            Source::Offset(_) => self.total.is_some(),
            _ => false,
        }
    }

    /// Returns whether the page at `counter` is past the end according to the totals; `None` if the
    /// totals do not tell.
    pub(crate) fn is_past_end(&self, scheme: &Scheme, counter: u64) -> Option<bool> {
        let before = counter.saturating_sub(scheme.base());
        let end = match scheme.source {
            Source::Page(_) => self.pages,
            Source::Offset(_) => self.total,
            _ => None,
        };
        end.map(|end| before >= end)
    }

    /// Returns whether the items received can be compared with a total of all items: not if the
    /// walk began later.
    pub(crate) fn counts_items(&self, scheme: &Scheme) -> bool {
        self.began == scheme.base()
    }

    /// Returns whether this page is past the end according to an estimate that nothing confirms.
    #[inline]
    pub(crate) fn is_past_estimate(&self, scheme: &Scheme) -> bool {
        let by_items = matches!(scheme.source, Source::Page(_)) && self.counts_items(scheme);
        self.estimated && by_items && self.total.is_some_and(|total| self.received >= total)
    }

    /// Returns whether this page can begin with an item of the page before.
    #[inline]
    pub(crate) fn may_repeat(&self, scheme: &Scheme) -> bool {
        scheme.inclusive && self.received > 0
    }

    /// Returns the number of elements at the beginning of a page that the page before had. If pages
    /// are inclusive, it is the item whose key was sent. Another key is another item: the repeated
    /// one was deleted meanwhile.
    #[inline]
    pub(crate) fn repeated(&self, scheme: &Scheme, page: &PageInfo<'_>) -> u64 {
        let same = match (&page.first, self.cursor.as_ref()) {
            (Some(first), Cursor::Token(key)) => first == key,
            _ => false,
        };
        u64::from(same && self.may_repeat(scheme))
    }

    /// Updates the totals from a page. Totals that it does not give stay as they are.
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
