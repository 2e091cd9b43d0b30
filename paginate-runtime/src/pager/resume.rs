//! Resumes a walk from a checkpoint, and makes checkpoints.

use crate::pager::bookmarks::Bookmarks;
use crate::pager::checkpoint::{Checkpoint, ResumePoint};
use crate::pager::fit::fits;
use crate::pager::limits::Limits;
use crate::pager::pager::Pager;
use crate::pager::pager::State;
use crate::pager::places::Places;
use crate::pager::position::Position;
use crate::pager::resume_error::ResumeError;
use crate::pager::start::Start;
use crate::scheme::scheme::Scheme;
use std::sync::Arc;
use url::Url;

impl Pager {
    /// Creates a walk that goes on from the checkpoint of another walk of the same query. Limits
    /// count from here.
    ///
    /// # Errors
    ///
    /// See [`ResumeError`].
    pub fn resume(
        scheme: Scheme,
        limits: Limits,
        start: Start,
        checkpoint: &Checkpoint,
    ) -> Result<Self, ResumeError> {
        if checkpoint.mode == scheme.source.kind() && checkpoint.query != start.query {
            return Err(ResumeError::Query);
        }
        Self::resume_unchecked(scheme, limits, start, checkpoint)
    }

    /// Does the same as [`resume`](Self::resume), but does not compare the query.
    ///
    /// # Errors
    ///
    /// See [`ResumeError`]; never [`ResumeError::Query`].
    pub fn resume_unchecked(
        scheme: Scheme,
        limits: Limits,
        start: Start,
        checkpoint: &Checkpoint,
    ) -> Result<Self, ResumeError> {
        if checkpoint.mode != scheme.source.kind() {
            return Err(ResumeError::Mode);
        }
        fits(
            &scheme,
            start.links.as_ref().map(|links| &links.methods),
            checkpoint,
        )?;
        let in_request = start.size;
        let url = start.url.clone();
        let mut pager = Self::new(scheme, limits, start);
        let size = pager.page_size.resume(
            &pager.scheme,
            &pager.limits,
            checkpoint.position.size,
            in_request,
        )?;
        pager.count_on(checkpoint, size);
        pager.go_to(&checkpoint.place, url.as_ref())?;
        let place = match &pager.state {
            State::Ready(cursor) => ResumePoint::again(&pager.scheme, cursor, &pager.position),
            State::Ended(_) | State::Halted(_) => checkpoint.place.clone(),
        };
        let here = pager.counters.here(&pager.position);
        pager.bookmarks = Bookmarks::new(pager.bookmarks.at(here, place));
        Ok(pager)
    }

    /// Continues the counters of the earlier walk; pages are requested with this `size`.
    fn count_on(&mut self, checkpoint: &Checkpoint, size: Option<u64>) {
        self.counters.resume(checkpoint);
        self.position = Position {
            cursor: Arc::clone(&self.position.cursor),
            size,
            longest: 0,
            empty_budget: self.position.empty_budget,
            ..checkpoint.position.clone()
        };
        self.whole &= self.position.began == self.scheme.base() && !self.position.estimated;
    }

    /// Sets the next request. A link must be one that may be followed.
    fn go_to(&mut self, place: &ResumePoint, url: Option<&Url>) -> Result<(), ResumeError> {
        match place {
            ResumePoint::Over(reason) => self.state = State::Ended(*reason),
            // The request stays as it is.
            ResumePoint::Request(cursor) if cursor.is_first() => {}
            ResumePoint::Request(cursor) => {
                // The checked link is sent: an http link may become an https one.
                let mut judged = cursor.as_ref().clone();
                if let Some((stop, _)) = self.resolve(&mut judged, url) {
                    return Err(ResumeError::Link(stop));
                }
                let judged = Arc::new(judged);
                self.guards.used.use_once(&judged);
                self.position.cursor = Arc::clone(&judged);
                self.state = State::Ready(judged);
            }
        }
        Ok(())
    }

    /// Returns the checkpoint after what was delivered.
    pub fn checkpoint(&self) -> Checkpoint {
        self.bookmarks
            .checkpoint(self.counters.here(&self.position))
    }

    /// Returns the checkpoints of the last page.
    pub(crate) fn places(&self) -> Places {
        let here = self.counters.here(&self.position);
        self.bookmarks.places(here, self.outlook())
    }

    /// Returns the same, shared with the page.
    pub(crate) fn share_places(&mut self) -> Arc<Places> {
        let outlook = self.outlook();
        let here = self.counters.here(&self.position);
        self.bookmarks.share(here, outlook, &mut self.spare)
    }

    /// Returns the checkpoint in the last page, after `taken` of its delivered items.
    pub fn checkpoint_within(&self, taken: u64) -> Checkpoint {
        self.bookmarks.before().clone().after_items(taken)
    }
}
