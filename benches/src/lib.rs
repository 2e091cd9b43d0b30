//! The figures of `docs/performance.md`: what a walk costs, beside what others cost, in one run.
//!
//! ```text
//! cargo run --release -p paginate-benches --bin report
//! ```
//!
//! This crate is a member of the workspace, so that the command above works from anywhere in it, but not one of its default members. All that
//! is measured is behind the feature `peers`, with every dependency: without it only `report` is compiled, which needs nothing but the
//! standard library. So `cargo test --workspace` never builds the peers. `report` builds the binaries that measure with the feature on,
//! runs them (under valgrind where instructions are counted), and makes tables of what they print.
//!
//! One binary for each instrument, because an instrument changes what it measures: `instructions` has the system's allocator as it is,
//! `allocations` has one that counts.
#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a measurement: what fails ends it, and it prints what it found"
)]

pub mod fit;
#[cfg(feature = "peers")]
pub mod http;
#[cfg(feature = "peers")]
pub mod overhead;
pub mod sample;
pub mod table;

/// Measures one piece of work, and nothing outside of it.
pub type Meter<'a> = &'a mut dyn FnMut(&sample::Label, &mut dyn FnMut());

/// The executor of all walks: one thread, so that all that happens is the walk's.
#[cfg(feature = "peers")]
fn executor() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("an executor")
}
