//! Predicts the requests of a walk that counts, as far as its totals reach.

use std::sync::Arc;

use crate::page::cursor::Cursor;
use crate::page::page_info::PageInfo;
use crate::pager::action::PageRequest;
use crate::pager::decide::Step;
use crate::pager::decide::decide;
use crate::pager::pager::Pager;
use crate::pager::position::Position;

impl Pager {
    /// Returns the requests that will follow the page that is requested now, in order, as far as
    /// totals and limits tell. For drivers that have several requests in flight. Only the requests
    /// that [`next_action`](Self::next_action) then returns are part of the walk; discard the
    /// others.
    ///
    /// Empty before the first page, if the API declares no total, and in modes that do not count.
    pub fn plan(&self) -> impl Iterator<Item = PageRequest> + '_ {
        Plan::of(self).into_iter().flatten()
    }
}

/// The requests of a [`Pager`] after the page that is requested now, if every later page is as long
/// as the longest so far.
///
/// It has no rules of its own: it calls [`decide`] with imagined pages. Its result is a guess; the
/// pager decides when the real pages arrive.
pub(crate) struct Plan<'p> {
    pager: &'p Pager,
    /// The position of the page that is imagined next.
    position: Position,
    items: u64,
    /// The pages of this walk.
    pages: u64,
}

impl<'p> Plan<'p> {
    /// Creates the plan of a pager. `None` if nothing can be predicted: before the first page,
    /// without totals, and in modes that do not count.
    pub(crate) fn of(pager: &'p Pager) -> Option<Self> {
        let counts = matches!(pager.asks_for(), Some(Cursor::Count(_)));
        (counts && pager.longest() > 0 && pager.position().end_is_known(pager.scheme())).then(
            || Self {
                pager,
                // All imagined pages have the same length, so an estimate is exact here.
                position: Position {
                    estimated: false,
                    ..pager.position().clone()
                },
                items: pager.received(),
                pages: pager.own_pages(),
            },
        )
    }
}

impl Iterator for Plan<'_> {
    type Item = PageRequest;

    fn next(&mut self) -> Option<PageRequest> {
        let len = self.pager.longest();
        let page = PageInfo::new().item_count(usize::try_from(len).unwrap_or(usize::MAX));
        let Step::Go(Cursor::Count(counter)) = decide(self.pager.scheme(), &self.position, &page)
        else {
            return None;
        };
        self.position.pass(len);
        self.position.counter = counter;
        self.items = self.items.saturating_add(len);
        self.pages = self.pages.saturating_add(1);
        if self.pager.limit_reached_at(self.items, self.pages)
            || self.pager.segment_ends_at(counter)
        {
            return None;
        }
        let size = self.pager.size_at(self.items, counter);
        self.position.size = size.or(self.position.size);
        Some(PageRequest {
            cursor: Arc::new(Cursor::Count(counter)),
            size,
            page: self.pager.page_number(self.pages),
            probe: false,
        })
    }
}
