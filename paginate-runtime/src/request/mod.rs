//! Makes a request: the first one as template, and the paging values written into it.

pub(crate) mod builder;
pub(crate) mod json_edit;
pub(crate) mod location;
pub(crate) mod query;
pub(crate) mod template;
pub(crate) mod userinfo;
