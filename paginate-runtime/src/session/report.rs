//! The state of a walk, for its driver and for its hooks.
use std::sync::Arc;

use http::StatusCode;

use crate::pager::end::EndReason;
use crate::pager::places::Places;
use crate::report::cost::Cost;
use crate::report::progress::{PageReport, Progress};
use crate::source::fetch::Response;

/// The report about the last page that was received.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Last {
    pub(super) index: u64,
    pub(super) status: StatusCode,
    pub(super) items: u64,
    pub(super) bytes: u64,
    pub(super) size: Option<u64>,
    pub(super) cost: Cost,
}

impl Last {
    /// The report of a page that has just arrived; `size` is the page size in effect.
    pub(super) fn of(index: u64, response: &Response, size: Option<u64>) -> Self {
        Self {
            index,
            status: response.status(),
            items: 0,
            bytes: response.bytes() as u64,
            size: response.size.or(size),
            cost: response.cost,
        }
    }

    pub(crate) fn report(self, walk: &Progress) -> PageReport {
        PageReport {
            index: self.index,
            status: self.status,
            items: self.items,
            bytes: self.bytes,
            attempts: self.cost.attempts,
            waited: self.cost.waited,
            elapsed: self.cost.elapsed,
            size: self.size,
            received: walk.received,
            total: walk.total,
            discarded: walk.discarded,
            warnings: Arc::clone(&walk.warnings),
        }
    }
}

/// The most items and pages that are still to come; an error counts as one. `None` if there is no
/// bound.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Left {
    pub(crate) items: Option<u64>,
    pub(crate) pages: Option<u64>,
}

/// The state of a walk, for its driver.
#[derive(Debug, Clone, Default)]
pub(crate) struct Report {
    /// Nothing more will come.
    pub(crate) over: bool,
    pub(crate) end_reason: Option<EndReason>,
    pub(crate) progress: Progress,
    pub(crate) last: Last,
    pub(crate) left: Left,
    pub(crate) truncated: u64,
    /// The position of the last page that was received, and the position after it; `None` if the
    /// walk could not begin.
    pub(crate) places: Option<Arc<Places>>,
}
