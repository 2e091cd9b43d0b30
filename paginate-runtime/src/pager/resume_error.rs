//! [`ResumeError`]: the reason why a walk cannot be resumed.

use std::error::Error;
use std::fmt;

use crate::pager::stop::{ANOTHER_ORIGIN, StopReason};

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
            Self::Link(stop) => write!(f, "the link in the checkpoint must not be followed: {}", advice(stop)),
            Self::PageSize(what) => write!(f, "the checkpoint is from a walk {what}"),
        }
    }
}

/// Returns what helps for a link that is refused. Without the reason itself, which can name a host
/// of the checkpoint.
fn advice(stop: &StopReason) -> &'static str {
    match stop {
        StopReason::Refused(why) if why.starts_with(ANOTHER_ORIGIN) => {
            "it leads to another origin. Use a checkpoint of this walk, or allow that origin with `.allow_origin(..)`"
        }
        StopReason::Refused(_) => {
            "its scheme is not allowed, or it contains a user name or a password. Use a checkpoint of this walk"
        }
        StopReason::Method { .. } => {
            "its method is one that this walk does not send. Use a checkpoint of this walk, or allow POST with `.post_links()`"
        }
        _ => "it is not a valid URL. Use a checkpoint of this walk",
    }
}

impl Error for ResumeError {}
