//! Where a page stands in its walk.

use crate::pager::checkpoint::Checkpoint;
use crate::pager::end::Outlook;

/// Where a page stands in its walk, and what follows it.
#[derive(Debug, Clone)]
pub(crate) struct Places {
    /// The place of the page.
    pub(crate) before: Checkpoint,
    /// The place after it.
    pub(crate) after: Checkpoint,
    /// What follows it.
    pub(crate) outlook: Outlook,
}
