//! Where a walk can be taken up again.
use std::fmt;
use std::mem;
use std::sync::Arc;

use crate::page::cursor::Cursor;
use crate::pager::end::EndReason;
use crate::pager::position::Position;
use crate::scheme::mode::Kind;
use crate::scheme::scheme::Scheme;

/// Where a walk can be taken up again, to the item: the place of a page, and how many of its items
/// were taken.
///
/// It serialises with serde (versioned: an unknown version does not deserialise) and goes back into
/// a walk with [`Paginator::resume`](crate::Paginator::resume). It belongs to one query: origin,
/// method, path and everything else of the request that is not paging must be the same.
///
/// **Treat it as a secret.** It holds the token or the link of the next page, which can be a
/// credential; `Debug` does not show it.
#[derive(Clone, PartialEq)]
pub struct Checkpoint {
    /// Of the request without its paging; 0 for walks that are not HTTP.
    pub(crate) query: u64,
    pub(crate) mode: Kind,
    pub(crate) place: ResumePoint,
    /// Items of that page that were taken already.
    pub(crate) skip: u64,
    /// Pages that came before.
    pub(crate) pages: u64,
    pub(crate) counter: u64,
    pub(crate) began: u64,
    pub(crate) size: Option<u64>,
    pub(crate) received: u64,
    pub(crate) empty_pages: u64,
    pub(crate) known_pages: Option<u64>,
    pub(crate) known_total: Option<u64>,
    pub(crate) estimated: bool,
}

/// Where to go on.
#[derive(Debug, Clone)]
pub(crate) enum ResumePoint {
    /// Ask with this.
    Request(Arc<Cursor>),
    /// Nowhere: the walk was over, and left no continuation that would bring what is new.
    Over(EndReason),
}

impl PartialEq for ResumePoint {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Request(a), Self::Request(b)) => a.same_as(b) || (a.is_first() && b.is_first()),
            (Self::Over(a), Self::Over(b)) => a == b,
            _ => false,
        }
    }
}

/// What a checkpoint is made of, before it is known which query it belongs to. Cheap to clone.
#[derive(Debug, Clone)]
pub(crate) struct Snapshot {
    pub(crate) position: Position,
    pub(crate) place: ResumePoint,
    pub(crate) skip: u64,
    pub(crate) pages: u64,
}

impl Snapshot {
    /// Becomes the snapshot of another place, where it lies: it is large, and there is one for each
    /// page. Gives back what the old one was asked with.
    #[inline]
    pub(super) fn move_to(
        &mut self,
        position: &Position,
        place: ResumePoint,
        skip: u64,
        pages: u64,
    ) -> Arc<Cursor> {
        self.place = place;
        (self.skip, self.pages) = (skip, pages);
        mem::replace(&mut self.position, position.clone()).cursor
    }
}

impl Checkpoint {
    pub(crate) fn new(scheme: &Scheme, query: u64, snapshot: &Snapshot) -> Self {
        let Snapshot {
            position,
            place,
            skip,
            pages,
        } = snapshot;
        // Where to begin is no longer what the request holds: that of whoever resumes can hold
        // another number or token, or none.
        let place = match (place, position.cursor.as_ref()) {
            (ResumePoint::Request(first), Cursor::Count(_)) if first.is_first() => {
                ResumePoint::Request(Arc::new(Cursor::Count(position.counter)))
            }
            // With `continue_at`, only the first request goes where the first one went.
            (ResumePoint::Request(first), Cursor::Value(_) | Cursor::Tokens(_))
                if first.is_first() && scheme.continue_at.is_none() =>
            {
                ResumePoint::Request(Arc::clone(&position.cursor))
            }
            (place, _) => place.clone(),
        };
        Self::at(scheme, query, position, place, *skip, *pages)
    }

    /// A checkpoint of this place. Copies nothing but numbers.
    pub(crate) fn at(
        scheme: &Scheme,
        query: u64,
        position: &Position,
        place: ResumePoint,
        skip: u64,
        pages: u64,
    ) -> Self {
        Self {
            query,
            mode: scheme.source.kind(),
            place,
            skip,
            pages,
            counter: position.counter,
            began: position.began,
            size: position.size,
            received: position.received,
            empty_pages: position.empty_pages,
            known_pages: position.pages,
            known_total: position.total,
            estimated: position.estimated,
        }
    }

    /// The same page, after that many more of its items.
    pub(crate) fn after_items(mut self, taken: u64) -> Self {
        self.skip = self.skip.saturating_add(taken);
        self
    }

    /// Whether the walk was over and left nothing to ask with: resuming gives its end again.
    pub fn is_over(&self) -> bool {
        matches!(self.place, ResumePoint::Over(_))
    }
}

impl fmt::Debug for Checkpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Checkpoint")
            .field("pages", &self.pages)
            .field("skip", &self.skip)
            .field("over", &self.is_over())
            .finish_non_exhaustive()
    }
}
