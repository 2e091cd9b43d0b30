//! Splits a walk that counts into segments.

use std::sync::Arc;

use crate::page::cursor::Cursor;
use crate::page::page_info::PageInfo;
use crate::pager::checkpoint::{Checkpoint, Here, ResumePoint};
use crate::pager::decide::Step;
use crate::pager::decide::decide;
use crate::pager::pager::Pager;
use crate::pager::position::Position;
use crate::pager::segment::bound::Bound;
use crate::pager::segment::bound::Segment;
use crate::scheme::location::Source;

impl Pager {
    /// Splits the walk into at most that many segments, after its first page was received. `None`
    /// if nothing tells how long the list is.
    pub(crate) fn split(&self, segments: u64) -> Option<Vec<Segment>> {
        split(self, segments)
    }

    /// Returns the walk as one segment, from its last page on.
    pub(crate) fn whole(&self) -> Segment {
        Segment::new(self.checkpoint_within(0), self.bound())
    }

    /// Returns where the walk ends, and the fingerprint of the list's first page.
    pub(crate) fn bound(&self) -> Bound {
        Bound {
            until: self.limits.until,
            first_page_fingerprint: self.guards.first_page_fingerprint,
        }
    }

    /// Sets the fingerprint of the list's first page.
    pub(crate) fn set_first_page_fingerprint(&mut self, fingerprint: Option<u64>) {
        self.guards.first_page_fingerprint = fingerprint;
    }
}

/// Splits the walk of a pager that has received its first page into at most that many segments,
/// whose page counts differ by at most one. `None` if the end is not known.
pub(crate) fn split(pager: &Pager, segments: u64) -> Option<Vec<Segment>> {
    let course = PageLayout::of(pager)?;
    let pages = course.pages().saturating_add(1);
    let segments = segments.clamp(1, pages);
    // Counted in pages of the whole walk; the received page is 0.
    let border =
        |segment: u64| (u128::from(segment) * u128::from(pages) / u128::from(segments)) as u64;
    let mut cut = Vec::new();
    let mut begins = pager.whole();
    for border in (1..segments).map(border) {
        let (next, counter) = course.begin_at(border.saturating_sub(1));
        let (checkpoint, bound) = begins.into_parts();
        cut.push(Segment::new(
            checkpoint,
            Bound {
                until: Some(counter),
                ..bound
            },
        ));
        begins = Segment::new(
            next,
            Bound {
                first_page_fingerprint: pager.last_page(),
                ..pager.bound()
            },
        );
    }
    cut.push(begins);
    Some(cut)
}

/// The pages after the first one, if every page is as long as the first.
///
/// It has no rules of its own: it calls [`decide`] with imagined pages to find the end.
struct PageLayout<'p> {
    pager: &'p Pager,
    /// The position of the page that is requested now.
    position: Position,
    len: u64,
    /// The distance from one page to the next, in the numbers that the API counts in.
    stride: u64,
}

impl<'p> PageLayout<'p> {
    fn of(pager: &'p Pager) -> Option<Self> {
        let counts = matches!(pager.asks_for(), Some(Cursor::Count(_)));
        if !counts || !pager.position().end_is_known(pager.scheme()) {
            return None;
        }
        // A first page that is longer than requested has extra items that the others lack. An
        // estimate that is too low ends nothing too early.
        let by_number = matches!(pager.scheme().source, Source::Page(_));
        let most = pager
            .position()
            .size
            .filter(|_| by_number)
            .unwrap_or(u64::MAX);
        let mut course = Self {
            pager,
            position: Position {
                estimated: false,
                ..pager.position().clone()
            },
            // If a number of pages promises more, an empty first page does not tell how long the
            // others are.
            len: pager.longest().clamp(1, most.max(1)),
            stride: 0,
        };
        course.stride = course
            .after(0)
            .map_or(0, |next| next.saturating_sub(course.position.counter));
        Some(course)
    }

    /// Returns the position of the page that is this many pages after the one requested now.
    fn at(&self, pages: u64) -> Position {
        let mut position = self.position.clone();
        position.counter = position
            .counter
            .saturating_add(pages.saturating_mul(self.stride));
        position.received = position
            .received
            .saturating_add(pages.saturating_mul(self.len));
        if pages > 0 {
            position.empty_pages = 0;
        }
        position
    }

    /// Returns the number or offset that follows that page, if one does.
    fn after(&self, pages: u64) -> Option<u64> {
        let page = PageInfo::new().item_count(usize::try_from(self.len).unwrap_or(usize::MAX));
        match decide(self.pager.scheme(), &self.at(pages), &page) {
            Step::Go(Cursor::Count(next)) if !self.pager.segment_ends_at(next) => Some(next),
            _ => None,
        }
    }

    /// Returns the number of pages. It is found by bisection, because the total comes from the API
    /// and can be huge.
    fn pages(&self) -> u64 {
        let mut over = 1;
        while over < u64::MAX && self.after(over).is_some() {
            over = over.saturating_mul(2);
        }
        // Page `over` is the last one or past it. The last page is after half of `over`.
        let mut under = 0;
        while under < over {
            let middle = under + (over - under) / 2;
            if self.after(middle).is_some() {
                under = middle + 1;
            } else {
                over = middle;
            }
        }
        over.saturating_add(1)
    }

    /// Returns the checkpoint of a walk that begins at that page, and the number or offset of its
    /// beginning.
    fn begin_at(&self, pages: u64) -> (Checkpoint, u64) {
        let mut position = self.at(pages);
        let counter = position.counter;
        let cursor = Arc::new(Cursor::Count(counter));
        position.cursor = Arc::clone(&cursor);
        position.estimated = true;
        let here = Here {
            position: &position,
            skip: 0,
            pages: self.pager.pages().saturating_add(pages),
        };
        let place = ResumePoint::Request(cursor);
        (self.pager.bookmarks.at(here, place), counter)
    }
}
