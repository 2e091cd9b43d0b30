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
#[derive(Clone)]
pub struct Checkpoint {
    /// Of the request without its paging; 0 for walks that are not HTTP.
    pub(crate) query: u64,
    pub(crate) mode: Kind,
    /// Where the walk stands at the page.
    pub(crate) position: Position,
    pub(crate) place: ResumePoint,
    /// Items of that page that were taken already.
    pub(crate) skip: u64,
    /// Pages that came before.
    pub(crate) pages: u64,
}

/// Two are the same if they are written the same: what only the walk under way uses is not
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

/// Where a walk stands: what a checkpoint is made of, besides where to go on.
#[derive(Debug, Clone, Copy)]
pub(super) struct Here<'a> {
    pub(super) position: &'a Position,
    /// Items of the next page that were taken already.
    pub(super) skip: u64,
    /// Pages that came before.
    pub(super) pages: u64,
}

impl ResumePoint {
    /// Where the page can be asked for again that is asked for with `asked` at `position`.
    ///
    /// "The request as it is" says too little: that of whoever resumes can hold another number or
    /// token, or none. So what it holds is noted. With `continue_at`, only the first request goes
    /// where the first one went.
    #[inline]
    pub(super) fn again(scheme: &Scheme, asked: &Arc<Cursor>, position: &Position) -> Self {
        let held = &position.cursor;
        let says_more = asked.is_first()
            && match held.as_ref() {
                Cursor::Count(_) => true,
                Cursor::Value(_) | Cursor::Tokens(_) => scheme.continue_at.is_none(),
                _ => false,
            };
        Self::Request(Arc::clone(if says_more { held } else { asked }))
    }
}

impl Checkpoint {
    /// Becomes the checkpoint of another page of the same walk, where it lies: it is large, and
    /// there is one for each page. Gives back what the old page was asked with.
    #[inline]
    pub(super) fn move_to(&mut self, here: Here<'_>, place: ResumePoint) -> Arc<Cursor> {
        self.place = place;
        (self.skip, self.pages) = (here.skip, here.pages);
        mem::replace(&mut self.position, here.position.clone()).cursor
    }

    /// Where the walk stood.
    pub(super) fn here(&self) -> Here<'_> {
        Here {
            position: &self.position,
            skip: self.skip,
            pages: self.pages,
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
