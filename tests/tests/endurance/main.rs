//! Long runs: thousands of faults, a process that is killed a hundred times, and many walks at
//! once.
//!
//! `cargo test -p paginate-tests --test endurance -- --nocapture` shows the figures.
#![allow(
    clippy::expect_used,
    clippy::print_stdout,
    reason = "test code: what must not happen ends the test"
)]

mod chaos;
mod crash;
mod load;
