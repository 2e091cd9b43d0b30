//! [`ResumeError`]: the reason why a walk cannot be resumed.

use std::error::Error;
use std::fmt;

use crate::pager::stop::StopReason;

/// The reason why [`Pager::resume`](crate::sans_io::Pager::resume) refuses a checkpoint. Its text
/// shows no token, link or query.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub enum ResumeError {
    /// The checkpoint is of another mode of pagination.
    Mode,
    /// The checkpoint is of another query: origin, method, path, or something of the query or body
    /// differs.
    Query,
    /// The checkpoint holds a continuation or a number that no walk by this scheme has.
    Misfit(String),
    /// The checkpoint holds a link that must not be followed.
    Link(StopReason),
    /// Another page size would move the boundaries of numbered pages.
    PageSize(String),
}

impl fmt::Display for ResumeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Mode => f.write_str("the checkpoint is from a walk with another mode of pagination"),
            Self::Query => f.write_str(
                "the checkpoint is from another request: its origin, method, path, query or body differs",
            ),
            Self::Misfit(what) => write!(f, "the checkpoint does not fit this walk: {what}"),
            // Without the reason, which can name a host of the checkpoint.
            Self::Link(_) => f.write_str(
                "the link in the checkpoint must not be followed: use a checkpoint of this walk, or allow the link's origin with `.allow_origin(..)`",
            ),
            Self::PageSize(what) => write!(f, "the checkpoint is from a walk {what}"),
        }
    }
}

impl Error for ResumeError {}
