//! The figures of `docs/performance.md`: what a walk costs, beside what others cost, in one run.
//!
//! ```text
//! cargo run --release -p paginate-benches --bin report
//! ```
//!
//! This crate is a member of the workspace, so that the command above works from anywhere in it,
//! but not one of its default members. All that is measured is behind the feature `peers`, with
//! every dependency: without it only `report` and what it needs is compiled, by the standard
//! library alone. So `cargo test --workspace` never builds the peers. `report` builds the binaries
//! that measure with the feature on, runs them (under valgrind where instructions are counted), and
//! makes tables and charts of what they print.
//!
//! One binary for each instrument, because an instrument changes what it measures: `instructions`
//! has the system's allocator as it is, `allocations` has one that counts, `walks` has one that
//! knows its peak.
#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a measurement: what fails ends it, and it prints what it found"
)]

#[cfg(feature = "peers")]
mod api;
pub mod fit;
pub mod floor;
#[cfg(feature = "peers")]
pub mod http;
#[cfg(feature = "peers")]
pub mod overhead;
pub mod sample;
#[cfg(feature = "peers")]
pub mod scale;
#[cfg(feature = "peers")]
pub mod server;
pub mod svg;
pub mod table;
#[cfg(feature = "peers")]
pub mod walk;

/// Measures one piece of work, and nothing outside of it.
pub type Meter<'a> = &'a mut dyn FnMut(&sample::Label, &mut dyn FnMut());

/// What tells how much memory a walk took: starts anew, and says by how much the peak has been
/// above the start since.
pub trait Peak {
    /// From here on.
    fn start(&mut self);
    /// Bytes above the start, at most.
    fn above_start(&self) -> u64;
}

/// The executor of the walks that are counted: one thread, so that all that happens is the walk's.
#[cfg(feature = "peers")]
fn executor() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("an executor")
}

/// The executor of the walks that are timed: two threads, as a service on this kind of machine has.
/// The walk itself is a task, so that a consumer that blocks takes one of the two.
#[cfg(feature = "peers")]
fn two_threads() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .expect("an executor")
}
