//! Transports without async.

pub(crate) mod any;
#[cfg(all(feature = "reqwest-blocking", not(target_arch = "wasm32")))]
pub(crate) mod reqwest;
#[cfg(all(feature = "ureq", not(target_arch = "wasm32")))]
pub(crate) mod ureq;
