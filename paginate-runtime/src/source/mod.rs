//! Where pages come from: HTTP, or a function.

mod attempt;
pub(crate) mod blocking;
pub(crate) mod decoded;
mod exchange;
pub(crate) mod fetch;
pub(crate) mod function;
pub(crate) mod http;
pub(crate) mod no_effect;
