//! The checks on the pages of a walk besides the decision itself.

pub(crate) mod contradiction;
#[expect(
    clippy::module_inception,
    reason = "the folder is named after what it is about"
)]
pub(in crate::pager) mod guards;
pub(crate) mod loops;
pub(crate) mod overlap;
pub(crate) mod repeats;
