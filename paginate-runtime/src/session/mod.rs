//! A pager and the source that it asks for pages.

pub(crate) mod no_effect;
pub(crate) mod options;
pub(crate) mod walk;
