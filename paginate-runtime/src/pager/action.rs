//! What a pager tells its driver.

use std::sync::Arc;

use crate::page::cursor::Cursor;
use crate::pager::end::EndReason;
use crate::pager::stop::StopReason;

/// What to ask for.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct PageRequest {
    /// The place of the page.
    pub cursor: Arc<Cursor>,
    /// The page size to write into the request; `None` leaves the request as it is.
    pub size: Option<u64>,
    /// The number of this page in its walk, from 1.
    pub page: u64,
    /// The list is estimated to have ended before this page: a refusal says that it has.
    pub(crate) probe: bool,
}

impl PageRequest {
    /// Whether the answer to the one is the answer to the other.
    pub(crate) fn same_as(&self, other: &Self) -> bool {
        self.size == other.size && self.cursor.same_as(&other.cursor)
    }
}

/// What to do next.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub enum Action {
    /// Send this.
    Request(PageRequest),
    /// The walk is over.
    End(EndReason),
    /// The walk cannot go on.
    Stop(StopReason),
}

/// What to do with a page.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub enum PageOutcome {
    /// Hand it out.
    Deliver {
        /// Items to leave out at its beginning: they were taken before the walk was resumed, or are
        /// of the page before.
        skip: u64,
        /// Items to deliver after those at most; later ones are past the caller's limit.
        keep: u64,
        /// Lists inside its items that are exactly as long as the page size, and so may have been
        /// cut.
        truncated: u64,
    },
    /// It is a repetition of the one before, or lies past the end of the list: do not hand it out.
    Discard,
    /// It is no page: the walk has failed.
    Fail(StopReason),
    /// No page was asked for: the walk is over, has failed, or has reached a limit. Do not hand it
    /// out; nothing has changed.
    Unasked,
}
