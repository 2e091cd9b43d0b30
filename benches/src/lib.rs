//! The figures of `docs/performance.md`: the cost of a walk compared with other libraries, in one
//! run.
//!
//! ```text
//! cargo run --release -p paginate-benches --bin report
//! ```
//!
//! This crate is a member of the workspace, so that the command above works in all its folders, but
//! it is not a default member. All code that is measured, with its dependencies, is behind the
//! feature `peers`. Without it, only `report` is compiled, which needs only the standard library,
//! so `cargo test --workspace` never builds the other libraries. `report` builds the measuring
//! binaries with the feature, runs them (under valgrind to count instructions), and formats their
//! output as tables and charts.
//!
//! Each instrument has its own binary, because an instrument changes the result: `instructions`
//! uses the system's allocator unchanged, `allocations` one that counts, `walks` one that records
//! the peak.
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

/// Measures a function call, and nothing else.
pub type Meter<'a> = &'a mut dyn FnMut(&sample::Label, &mut dyn FnMut());

/// Measures the memory of a walk: the peak above the start.
pub trait Peak {
    /// Starts a measurement.
    fn start(&mut self);
    /// The peak since the start, in bytes above it.
    fn above_start(&self) -> u64;
}

/// The executor of the walks whose instructions are counted: one thread, so that only the walk
/// runs.
#[cfg(feature = "peers")]
fn executor() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("an executor")
}

/// The executor of the walks whose time is measured: two threads, as for a service on such a
/// machine. The walk itself is a task, so a consumer that blocks uses one of the two.
#[cfg(feature = "peers")]
fn two_threads() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .expect("an executor")
}
