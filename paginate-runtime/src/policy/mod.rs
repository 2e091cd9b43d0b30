//! When to send: retries, pauses, credentials, time limits.

pub(crate) mod authorize;
pub(crate) mod options;
pub(crate) mod rate_limit;
pub(crate) mod retry;
pub(crate) mod throttle;

pub use self::authorize::AuthReason;
