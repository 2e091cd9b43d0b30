//! Transports without async.

pub(crate) mod any;
#[cfg(all(feature = "reqwest-0-13-blocking", not(target_arch = "wasm32")))]
pub(crate) mod reqwest_0_13;
#[cfg(all(feature = "ureq-3", not(target_arch = "wasm32")))]
pub(crate) mod ureq_3;
