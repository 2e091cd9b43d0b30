//! Sends one request: the trait and the adapters of HTTP clients.

pub(crate) mod any;
pub(crate) mod blocking;
#[cfg(feature = "reqwest-middleware")]
pub(crate) mod middleware;
#[cfg(feature = "reqwest")]
pub(crate) mod reqwest;
pub(crate) mod source;
#[cfg(feature = "tower")]
pub(crate) mod tower;
