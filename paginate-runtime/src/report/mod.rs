//! What a walk tells about itself besides its items.
//!
//! [`Warning`] is what the last page, or the seam between two pages, says against the declaration: the walk ended and may have missed something.
//! [`Paginator::strict`](crate::Paginator::strict) makes each of them an error.

mod warning;

pub(crate) use warning::Warnings;
pub use warning::{Warning, WarningKind};
