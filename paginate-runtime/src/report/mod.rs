//! What a walk reports besides its items: progress, pages and warnings.
//!
//! A [`Warning`] says that the last page, or how two pages overlap, contradicts the
//! declaration, so that the walk may have missed something.
//! [`Paginator::strict`](crate::Paginator::strict) makes each of them an error.

pub(crate) mod cost;
pub(crate) mod progress;
pub(crate) mod warning;

pub use crate::report::progress::PageReport;
pub use crate::report::warning::{Warning, WarningKind};
