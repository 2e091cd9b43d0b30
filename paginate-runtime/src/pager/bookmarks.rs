//! The checkpoints that a walk keeps.

use std::sync::Arc;

use crate::page::cursor::Cursor;
use crate::pager::checkpoint::{Checkpoint, Here, ResumePoint};
use crate::pager::end::Outlook;
use crate::pager::places::Places;
use crate::pager::spare::Spare;

/// The checkpoints that a walk keeps as it goes.
#[derive(Debug)]
pub(super) struct Bookmarks {
    /// The checkpoint of the last page.
    before: Checkpoint,
    /// The checkpoint to go on from. `None` while the walk itself goes on after its last page.
    after: Option<Checkpoint>,
    /// The page size in effect after the last page. The next request can ask for fewer items.
    size_after: Option<u64>,
    /// The checkpoint to go on from if the caller's limit cut the last page.
    within: Option<Checkpoint>,
    /// The checkpoint of the last numbered page that had items, with all of them taken. If the list
    /// ended there, the walk goes on there.
    tail: Option<Checkpoint>,
    /// The part of these that is shared with the page delivered last.
    shared: Option<Arc<Places>>,
}

impl Bookmarks {
    /// Creates the bookmarks of a walk that begins here.
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

    /// Returns the checkpoint of the last page.
    pub(super) fn before(&self) -> &Checkpoint {
        &self.before
    }

    /// Returns the checkpoint to go on from; `None` if the walk itself goes on.
    fn next(&self) -> Option<&Checkpoint> {
        self.within.as_ref().or(self.after.as_ref())
    }

    /// Returns the checkpoint to go on from after the last page, for a walk that is at `here`.
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

    /// Creates a checkpoint of the same walk at `here`, to go on at `place`.
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

    /// Notes that a page arrived at `here`, which can be requested again at `place`. Returns the
    /// continuation of the page before it.
    #[inline]
    pub(super) fn begin_page(
        &mut self,
        here: Here<'_>,
        place: ResumePoint,
    ) -> Arc<Cursor<'static>> {
        clear(&mut self.within);
        self.before.move_to(here, place)
    }

    /// Returns the checkpoint in the last page, after that many of its new items.
    fn after_items(&self, fresh: u64) -> Checkpoint {
        self.before.clone().after_items(fresh)
    }

    /// Notes that the walk requests the next page; `size` is the page size in effect.
    pub(super) fn go_on(&mut self, size: Option<u64>) {
        self.size_after = size;
        clear(&mut self.after);
    }

    /// Notes that the walk stops `here`, and can go on at `place`.
    pub(super) fn stop_at(&mut self, here: Here<'_>, place: ResumePoint) {
        self.after = Some(self.at(here, place));
    }

    /// Notes that the walk stops, and can go on in the last page after that many of its new items.
    pub(super) fn stop_after(&mut self, fresh: u64) {
        self.after = Some(self.after_items(fresh));
    }

    /// Notes that the caller's limit cuts the last page after that many items.
    pub(super) fn cut_after(&mut self, fresh: u64) {
        self.within = Some(self.after_items(fresh));
    }

    /// Notes that the last page is a numbered one that had items.
    pub(super) fn keep_tail(&mut self, fresh: u64) {
        self.tail = Some(self.after_items(fresh));
    }

    /// Notes that the list has ended. The last numbered page may have been a short one; new items
    /// are then added to it first, and only later to a page of their own.
    pub(super) fn stay_at_the_tail(&mut self) {
        if let Some(tail) = &self.tail {
            self.after = Some(tail.clone());
        }
    }

    /// Notes that a status ended the walk. `after` stays, because the same request will later
    /// return what is new.
    pub(super) fn end_by_status(&mut self) {
        self.within = None;
        self.stay_at_the_tail();
    }

    /// Returns whether the last page names its own continuation as the next one. `next` is what a
    /// walk that goes on sends.
    pub(super) fn names_what_was_asked(&self, next: &Cursor<'_>) -> bool {
        let next = match self.after.as_ref().map(|after| &after.place) {
            None => next,
            Some(ResumePoint::Request(next)) => next,
            Some(ResumePoint::Over(_)) => return false,
        };
        next.same_as(&self.before.position.cursor)
    }

    /// Returns the checkpoints of the last page and of what follows it, for a walk that is at
    /// `here`.
    pub(super) fn places(&self, here: Here<'_>, outlook: Outlook) -> Places {
        Places {
            before: self.before.clone(),
            after: self.checkpoint(here),
            outlook,
        }
    }

    /// Returns the same, shared with the page. When the page is dropped, its memory is reused for
    /// the next page.
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

/// Sets the checkpoint to `None`. It nearly always is `None`, and an assignment would write the
/// whole value.
fn clear(checkpoint: &mut Option<Checkpoint>) {
    if checkpoint.is_some() {
        *checkpoint = None;
    }
}
