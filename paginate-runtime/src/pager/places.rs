//! Where a page stands in its walk.

use std::sync::OnceLock;

use crate::pager::checkpoint::{Checkpoint, Snapshot};
use crate::pager::end::Outlook;
use crate::scheme::scheme::Scheme;

/// Where a page stands in its walk, and what follows it. Most pages are never asked for a
/// checkpoint: this keeps what one is made of, and makes it when somebody asks.
#[derive(Debug, Clone)]
pub(crate) struct Places {
    query: u64,
    pub(super) before: Snapshot,
    pub(super) after: Snapshot,
    pub(super) outlook: Outlook,
    checkpoint: OnceLock<Checkpoint>,
    next_checkpoint: OnceLock<Checkpoint>,
}

impl Places {
    pub(super) fn new(query: u64, before: Snapshot, after: Snapshot, outlook: Outlook) -> Self {
        Self {
            query,
            before,
            after,
            outlook,
            checkpoint: OnceLock::new(),
            next_checkpoint: OnceLock::new(),
        }
    }

    /// What was made of the places before is not of those that are written here now.
    #[inline]
    pub(super) fn forget(&mut self) {
        self.checkpoint.take();
        self.next_checkpoint.take();
    }

    /// The place of the page. `scheme` is the walk's.
    pub(crate) fn checkpoint(&self, scheme: &Scheme) -> &Checkpoint {
        self.checkpoint
            .get_or_init(|| Checkpoint::new(scheme, self.query, &self.before))
    }

    /// The place after it.
    pub(crate) fn next_checkpoint(&self, scheme: &Scheme) -> &Checkpoint {
        self.next_checkpoint
            .get_or_init(|| Checkpoint::new(scheme, self.query, &self.after))
    }

    /// What follows the page.
    pub(crate) fn outlook(&self) -> Outlook {
        self.outlook
    }
}
