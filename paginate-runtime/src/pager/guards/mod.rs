//! What is checked on the pages of a walk besides the decision itself.

pub(crate) mod contradiction;
pub(crate) mod loops;
pub(crate) mod overlap;
pub(crate) mod repeats;
