//! [`Places`]: the checkpoints of a page.

use crate::pager::checkpoint::Checkpoint;
use crate::pager::end::Outlook;

/// The checkpoints before and after a page, and what follows the page.
#[derive(Debug, Clone)]
pub(crate) struct Places {
    /// The checkpoint at the beginning of the page.
    pub(crate) before: Checkpoint,
    /// The checkpoint after the page.
    pub(crate) after: Checkpoint,
    /// What follows the page.
    pub(crate) outlook: Outlook,
}
