//! The kit of the tests: an API to page through, without writing a server for each.
//!
//! * [`Script`], [`Request`], [`Reply`] and [`Timeless`]: the kit that users have too,
//!   `paginate_runtime::testing`.
//! * [`Server`]: a handler as a script has it, behind real sockets.
//! * [`client`]: the HTTP client of most tests.
//! * [`RawServer`]: answers below HTTP: half a body, none, silence.
//! * [`count_alarms`]: how many walks of a test binary got a warning that they should not have.
//! * [`Api`]: records, cut into pages in the way an API does it, so that a handler only shapes the
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
//! Everything here runs in tests: a handler that is wrong is to stop them.
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
pub use raw::{Answer, RawServer};
pub use server::Server;
