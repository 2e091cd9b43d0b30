//! What is held against the pages of a walk besides the decision itself.

mod contradiction;
mod overlap;
mod repeats;

pub(crate) use contradiction::{Finding, Occasion, weigh};
pub(super) use overlap::{Overlap, OverlapGuard};
pub(super) use repeats::{Look, RepeatGuard};
