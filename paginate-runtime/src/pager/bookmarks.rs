//! Where a walk can be resumed.

use std::sync::Arc;

use crate::page::cursor::Cursor;
use crate::pager::checkpoint::{Checkpoint, Here, ResumePoint};
use crate::pager::end::Outlook;
use crate::pager::places::Places;
use crate::pager::spare::Spare;

/// The checkpoints that a walk keeps as it goes.
#[derive(Debug)]
pub(super) struct Bookmarks {
    /// Where the last page stands.
    before: Checkpoint,
    /// Where to go on; `None` if the walk itself goes on, after its last page.
    after: Option<Checkpoint>,
    /// The page size in effect after the last page: the next request can ask for less.
    size_after: Option<u64>,
    /// Where to go on if the caller's limit cut the last page.
    within: Option<Checkpoint>,
    /// Of numbered pages the last one that had items, all of them taken: a list that ended there
    /// goes on there.
    tail: Option<Checkpoint>,
    /// What the page that was handed out last knows of these.
    shared: Option<Arc<Places>>,
}

impl Bookmarks {
    /// Of a walk that begins here.
    pub(super) fn new(here: Checkpoint) -> Self {
        Self {
            before: here.clone(),
            after: Some(here),
            size_after: None,
            within: None,
            tail: None,
            shared: None,
        }
    }

    /// Where the last page stands.
    pub(super) fn before(&self) -> &Checkpoint {
        &self.before
    }

    /// Where to go on; `None` if the walk itself goes on.
    fn next(&self) -> Option<&Checkpoint> {
        self.within.as_ref().or(self.after.as_ref())
    }

    /// Where to go on after the last page, for a walk that stands `here`.
    pub(super) fn checkpoint(&self, here: Here<'_>) -> Checkpoint {
        self.next().map_or_else(
            || {
                let next = ResumePoint::Request(Arc::clone(&here.position.cursor));
                let mut here = self.at(here, next);
                here.position.size = self.size_after;
                here
            },
            Checkpoint::clone,
        )
    }

    /// A checkpoint of the same walk, `here`, to go on at `place`.
    pub(super) fn at(&self, here: Here<'_>, place: ResumePoint) -> Checkpoint {
        Checkpoint {
            query: self.before.query,
            mode: self.before.mode,
            position: here.position.clone(),
            place,
            skip: here.skip,
            pages: here.pages,
        }
    }

    /// A page has arrived, `here`, which can be asked for again at `place`. Gives back what the one
    /// before it was asked with.
    #[inline]
    pub(super) fn begin_page(&mut self, here: Here<'_>, place: ResumePoint) -> Arc<Cursor> {
        clear(&mut self.within);
        self.before.move_to(here, place)
    }

    /// The last page, after that many items that are new in it.
    fn after_items(&self, fresh: u64) -> Checkpoint {
        self.before.clone().after_items(fresh)
    }

    /// The walk asks for the next page; `size` is the page size in effect.
    pub(super) fn go_on(&mut self, size: Option<u64>) {
        self.size_after = size;
        clear(&mut self.after);
    }

    /// The walk stops; it can go on here.
    pub(super) fn stop_at(&mut self, checkpoint: Checkpoint) {
        self.after = Some(checkpoint);
    }

    /// The walk stops; it can go on with what is new in the last page, after that many items.
    pub(super) fn stop_after(&mut self, fresh: u64) {
        self.after = Some(self.after_items(fresh));
    }

    /// The caller's limit cuts the last page after that many items.
    pub(super) fn cut_after(&mut self, fresh: u64) {
        self.within = Some(self.after_items(fresh));
    }

    /// The last page is a numbered one that had items.
    pub(super) fn keep_tail(&mut self, fresh: u64) {
        self.tail = Some(self.after_items(fresh));
    }

    /// The list has ended. The last of the numbered pages may have been a short one: what is new
    /// comes there first, and only then on a page of its own.
    pub(super) fn stay_at_the_tail(&mut self) {
        if let Some(tail) = &self.tail {
            self.after = Some(tail.clone());
        }
    }

    /// A status ended the walk. `after` stays: asking there again brings what is new by then.
    pub(super) fn end_by_status(&mut self) {
        self.within = None;
        self.stay_at_the_tail();
    }

    /// Whether the last page names, as the way to the next one, what it was asked with itself.
    /// `next` is what a walk that goes on asks with.
    pub(super) fn names_what_was_asked(&self, next: &Cursor) -> bool {
        let next = match self.after.as_ref().map(|after| &after.place) {
            None => next,
            Some(ResumePoint::Request(next)) => next,
            Some(ResumePoint::Over(_)) => return false,
        };
        next.same_as(&self.before.position.cursor)
    }

    /// Where the last page stands and where to go on, for a walk that stands `here`.
    pub(super) fn places(&self, here: Here<'_>, outlook: Outlook) -> Places {
        Places {
            before: self.before.clone(),
            after: self.checkpoint(here),
            outlook,
        }
    }

    /// The same, shared with the page. As soon as the page is gone, its memory takes the places of
    /// the next one.
    pub(super) fn share(
        &mut self,
        here: Here<'_>,
        outlook: Outlook,
        spare: &mut Spare,
    ) -> Arc<Places> {
        let mut shared = self.shared.take();
        if let Some(places) = shared.as_mut().and_then(Arc::get_mut) {
            match self.next() {
                Some(next) => places.after = next.clone(),
                None => {
                    let place = ResumePoint::Request(Arc::clone(&here.position.cursor));
                    places.after.move_to(here, place);
                    places.after.position.size = self.size_after;
                }
            }
            places.outlook = outlook;
            let old = places
                .before
                .move_to(self.before.here(), self.before.place.clone());
            spare.keep(old);
        } else {
            shared = None;
        }
        let places = shared.unwrap_or_else(|| Arc::new(self.places(here, outlook)));
        self.shared = Some(Arc::clone(&places));
        places
    }
}

/// Takes out what is there. Nearly always there is nothing, and an assignment would write the whole
/// of it.
fn clear(checkpoint: &mut Option<Checkpoint>) {
    if checkpoint.is_some() {
        *checkpoint = None;
    }
}
