//! A pager and the source that it asks for pages.

pub(crate) mod walk;
