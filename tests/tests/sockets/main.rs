//! Walks over real sockets: awkward servers, every transport, foreign origins, and attacks.
//!
//! One binary, because each one links all that the tests depend on. A module is a subject: `cargo
//! test -p paginate-tests --test sockets attacks::`.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    unused_qualifications,
    reason = "test code: what must not happen ends the test"
)]

mod attacks;
mod conformance;
mod leak;
mod transports;
