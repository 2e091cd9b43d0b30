//! Where a walk that counts will ask, as far as its totals reach.

use std::sync::Arc;

use crate::page::cursor::Cursor;
use crate::page::page_info::PageInfo;
use crate::pager::action::PageRequest;
use crate::pager::decide::Step;
use crate::pager::decide::decide;
use crate::pager::pager::Pager;
use crate::pager::position::Position;

impl Pager {
    /// What will be asked for after the page that is asked for now, in order, as far as totals and
    /// limits tell: for drivers that have several requests in flight. Only what
    /// [`next_action`](Self::next_action) then names is part of the walk; the rest is to be thrown
    /// away.
    ///
    /// Empty before the first page, where the API declares no total, and in modes that do not
    /// count.
    pub fn plan(&self) -> impl Iterator<Item = PageRequest> + '_ {
        Plan::of(self).into_iter().flatten()
    }
}

/// What a [`Pager`] will ask for after the page that is asked for now, if every page to come is as
/// long as the longest so far.
///
/// No rule of its own: it shows [`decide`] imagined pages. What it says is a guess, and the pager
/// has the word when the real pages come.
pub(crate) struct Plan<'p> {
    pager: &'p Pager,
    /// Where the page stands that is imagined next.
    position: Position,
    items: u64,
    /// Of this walk.
    pages: u64,
}

impl<'p> Plan<'p> {
    /// `None` if nothing can be foreseen: before the first page, without totals, and in modes
    /// that do not count.
    pub(crate) fn of(pager: &'p Pager) -> Option<Self> {
        let counts = matches!(pager.asks_for(), Some(Cursor::Count(_)));
        (counts && pager.longest() > 0 && pager.position().end_is_known(pager.scheme())).then(
            || Self {
                pager,
                // What is imagined are pages of one length, so here an estimate is exact.
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
