//! The test kit: APIs with pagination, without writing a server for each.
//!
//! * [`Script`], [`Request`], [`Reply`] and [`Timeless`]: the public kit of
//!   `paginate_runtime::testing`.
//! * [`Server`]: a handler like that of a script, behind real sockets.
//! * [`client`]: the HTTP client of most tests.
//! * [`RawServer`]: responses below HTTP: half a body, no response, silence.
//! * [`count_alarms`]: counts the walks of a test binary that got a warning but should not.
//! * [`probe_again`]: what `cargo paginate probe` finds by itself for the walks of a test binary.
//! * [`Api`]: records, divided into pages as an API does it, so that a handler only builds the
//!   JSON.
//!
//! ```
//! use paginate_tests::{Api, Reply, Script};
//! use serde_json::json;
//!
//! let api = Api::numbered(5).size("page_size", 2, 300).by_token("next_page_token");
//! let script = Script::handler(move |request| {
//!     api.read(request).map(|slice| Reply::json(json!({ "next_page_token": slice.token(), "users": slice.items })))
//! });
//! let source = script.get("/v2/users?status=active"); // for `Users::paginate(source)`
//! # let _ = source;
//! assert!(script.lines().is_empty());
//! ```
//!
//! # Why it may panic
//!
//! All of this runs only in tests, and a wrong handler should stop the test.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "test code: what must not happen ends the test"
)]

mod ahead;
mod alarms;
mod api;
pub mod chaos;
mod client;
pub mod load;
mod probed;
pub mod properties;
mod raw;
mod server;
#[cfg(test)]
mod tests;

pub use ahead::{again, ahead, variant};
pub use alarms::{count_alarms, note_alarms};
pub use api::{Api, Refusal, Slice, token};
pub use client::client;
pub use paginate_runtime::testing::{Reply, ReplyBody, Request, Script, ScriptError, Timeless};
pub use probed::{Figures, is_probing, probe_again, probed};
pub use raw::{Answer, RawServer};
pub use server::Server;
