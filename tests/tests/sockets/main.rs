//! Walks over real sockets: difficult servers, every transport, foreign origins, and attacks.
//!
//! They are one binary, because each binary links all dependencies of the tests. Each module is one
//! subject: `cargo test -p paginate-tests --test sockets attacks::`.
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
