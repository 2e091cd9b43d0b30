//! [`Checkpoint`]: a point at which a walk can be resumed.
use std::fmt;
use std::mem;
use std::sync::Arc;

use crate::page::cursor::Cursor;
use crate::pager::end::EndReason;
use crate::pager::position::Position;
use crate::scheme::mode::Kind;
use crate::scheme::scheme::Scheme;

/// A point at which a walk can be resumed, exact to the item: a page, and how many of its items
/// were taken.
///
/// It serialises with serde (versioned: an unknown version does not deserialise) and goes back into
/// a walk with [`Paginator::resume`](crate::Paginator::resume). It belongs to one query: origin,
/// method, path and everything else of the request that is not paging must be the same.
///
/// **Treat it as a secret.** It holds the token or the link of the next page, which can be a
/// credential; `Debug` does not show it.
#[derive(Clone)]
pub struct Checkpoint {
    /// The hash of the request without its paging parameters; 0 for walks that are not HTTP.
    pub(crate) query: u64,
    pub(crate) mode: Kind,
    /// The position of the walk at the page.
    pub(crate) position: Position,
    pub(crate) place: ResumePoint,
    /// The number of items of that page that were already taken.
    pub(crate) skip: u64,
    /// The number of pages before this one.
    pub(crate) pages: u64,
}

/// Compares what is written into a stored checkpoint. What only a running walk uses is not
/// compared.
impl PartialEq for Checkpoint {
    fn eq(&self, other: &Self) -> bool {
        let numbers = |checkpoint: &Self| {
            let Position {
                counter,
                began,
                size,
                received,
                empty_pages,
                pages,
                total,
                estimated,
                cursor: _,
                longest: _,
                empty_budget: _,
            } = checkpoint.position;
            (
                (checkpoint.query, checkpoint.skip, checkpoint.pages),
                (counter, began, size, received, empty_pages),
                (pages, total, estimated),
            )
        };
        self.mode == other.mode && self.place == other.place && numbers(self) == numbers(other)
    }
}

/// The point at which to go on.
#[derive(Debug, Clone)]
pub(crate) enum ResumePoint {
    /// Send this continuation.
    Request(Arc<Cursor<'static>>),
    /// Nothing to send: the walk was over, and left no continuation that could return new items.
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

/// The state of a walk from which a checkpoint is made, without the point at which to go on.
#[derive(Debug, Clone, Copy)]
pub(super) struct Here<'a> {
    pub(super) position: &'a Position,
    /// The number of items of the next page that were already taken.
    pub(super) skip: u64,
    /// The number of pages before this one.
    pub(super) pages: u64,
}

impl ResumePoint {
    /// Returns the point from which the page that `asked` requests at `position` can be requested
    /// again.
    ///
    /// "The request as the caller made it" is not enough: the caller that resumes may pass a
    /// request with another number or token, or with none. So the number or token of this request
    /// is stored. With `continue_at`, only the first request goes to the first path.
    #[inline]
    pub(super) fn again(
        scheme: &Scheme,
        asked: &Arc<Cursor<'static>>,
        position: &Position,
    ) -> Self {
        let held = &position.cursor;
        let says_more = asked.is_first()
            && match held.as_ref() {
                Cursor::Count(_) => true,
                Cursor::Token(_) | Cursor::Tokens(_) => scheme.continue_at.is_none(),
                _ => false,
            };
        Self::Request(Arc::clone(if says_more { held } else { asked }))
    }
}

impl Checkpoint {
    /// Turns this checkpoint in place into the one of another page of the same walk, because a
    /// checkpoint is large and each page has one. Returns the continuation of the old page.
    #[inline]
    pub(super) fn move_to(&mut self, here: Here<'_>, place: ResumePoint) -> Arc<Cursor<'static>> {
        self.place = place;
        (self.skip, self.pages) = (here.skip, here.pages);
        mem::replace(&mut self.position, here.position.clone()).cursor
    }

    /// Returns the state of the walk.
    pub(super) fn here(&self) -> Here<'_> {
        Here {
            position: &self.position,
            skip: self.skip,
            pages: self.pages,
        }
    }

    /// Returns a checkpoint in the same page, after that many more of its items.
    pub(crate) fn after_items(mut self, taken: u64) -> Self {
        self.skip = self.skip.saturating_add(taken);
        self
    }

    /// Returns whether the walk was over and left nothing to send. Resuming it ends at once, with
    /// the same reason.
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
