//! The instructions of a pager to its driver.

use std::sync::Arc;

use crate::page::cursor::Cursor;
use crate::pager::end::EndReason;
use crate::pager::stop::StopReason;

/// A request for one page.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct PageRequest {
    /// The continuation that leads to the page.
    pub cursor: Arc<Cursor<'static>>,
    /// The page size to write into the request; `None` leaves the request as it is.
    pub size: Option<u64>,
    /// The number of this page in its walk, from 1.
    pub page: u64,
    /// Whether the list is estimated to have ended before this page. If the API refuses it, the
    /// list has ended.
    pub(crate) probe: bool,
}

impl PageRequest {
    /// Returns whether a response to one request also answers the other.
    pub(crate) fn same_as(&self, other: &Self) -> bool {
        self.size == other.size && self.cursor.same_as(&other.cursor)
    }
}

/// The next action of a driver.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub enum Action {
    /// Send this request.
    Request(PageRequest),
    /// The walk is over.
    End(EndReason),
    /// The walk cannot go on.
    Stop(StopReason),
}

/// The decision about a received page.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub enum PageOutcome {
    /// Deliver the page.
    Deliver {
        /// The number of items to skip at the beginning: they were taken before the walk was
        /// resumed, or belong to the page before.
        skip: u64,
        /// The maximum number of items to deliver after those; later items exceed the caller's
        /// limit.
        keep: u64,
        /// The number of lists inside its items that are exactly as long as the page size, and so
        /// may have been cut.
        truncated: u64,
    },
    /// The page repeats the one before, or lies past the end of the list: do not deliver it.
    Discard,
    /// The response is not a page: the walk has failed.
    Fail(StopReason),
    /// No page was requested: the walk is over, has failed, or has reached a limit. Do not deliver
    /// the page; nothing has changed.
    Unasked,
}
