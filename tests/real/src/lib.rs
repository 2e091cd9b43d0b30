//! Shared code of the walks of real servers; empty without the feature `real`.
//!
//! # Why it may panic
//!
//! All of this runs only in tests, and a missing server should stop the test.
#![cfg(feature = "real")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "test code: what must not happen ends the test"
)]

mod recorder;
mod records;
mod server;
mod walked;

pub use recorder::{Recorder, Source};
pub use records::{COUNT, Record, numbers, records, sorted};
pub use server::Server;
pub use walked::{Outcome, Walked};
