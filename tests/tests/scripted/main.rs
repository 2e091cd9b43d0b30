//! All tests that need no socket: the rules by themselves, and walks over a scripted transport in
//! virtual time.
//!
//! They are one binary, because each binary links all dependencies of the tests. Each module is one
//! subject: `cargo test -p paginate-tests --test scripted walks::`.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    unused_qualifications,
    reason = "test code: what must not happen ends the test"
)]

mod concurrency;
mod decide;
mod early;
mod guide;
mod kit;
mod language;
mod observe;
mod plan;
mod prefetch;
mod properties;
mod quiet_ends;
mod secrets;
mod split;
mod testing;
mod walks;
