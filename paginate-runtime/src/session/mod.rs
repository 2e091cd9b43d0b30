//! A walk: a pager, and the source from which it requests pages.

mod findings;
pub(crate) mod receive;
pub(crate) mod report;
pub(crate) mod walk;
