//! A pager and the source that it asks for pages.

mod findings;
pub(crate) mod receive;
pub(crate) mod report;
pub(crate) mod walk;
