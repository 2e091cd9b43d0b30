//! What a walk tells about itself besides its items.
//!
//! [`Warning`] is what the last page, or the seam between two pages, says against the declaration:
//! the walk ended and may have missed something. [`Paginator::strict`](crate::Paginator::strict)
//! makes each of them an error.

pub(crate) mod cost;
pub(crate) mod progress;
pub(crate) mod warning;

pub use crate::report::progress::PageReport;
pub use crate::report::warning::{Warning, WarningKind};
