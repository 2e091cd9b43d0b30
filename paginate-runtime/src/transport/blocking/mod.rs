//! Transports without async.

pub(crate) mod any;
#[cfg(feature = "reqwest-blocking")]
pub(crate) mod reqwest;
#[cfg(feature = "ureq")]
pub(crate) mod ureq;
