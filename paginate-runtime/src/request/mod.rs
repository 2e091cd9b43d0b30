//! Builds a request: the first one is the template, and the paging values are written into it.

pub(crate) mod builder;
pub(crate) mod json_edit;
pub(crate) mod location;
pub(crate) mod query;
pub(crate) mod template;
pub(crate) mod userinfo;
