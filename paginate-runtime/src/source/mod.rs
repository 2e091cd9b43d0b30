//! Where pages come from: HTTP, or a function.

pub(crate) mod fetch;
pub(crate) mod function;
pub(crate) mod http;
