//! Tools to test your own declarations, without a server and without sockets (feature `testing`,
//! for your `dev-dependencies`).
//!
//! A [`Script`] is a transport that answers from a list of [replies](Reply), or by a handler, and
//! records each [`Request`]. Use it in place of the client, walk the list, and assert which
//! requests were sent:
//!
//! ```
//! use paginate_runtime::testing::{Reply, Script};
//! use paginate_runtime::{EndReason, Paginated};
//!
//! #[derive(serde::Deserialize, Paginated)]
//! #[paginate(token = "next_page_token", items = "users", max = 300)]
//! struct UserList {
//!     next_page_token: String,
//!     users: Vec<String>,
//! }
//!
//! #[tokio::main(flavor = "current_thread")] // `#[tokio::test]`, in a test
//! async fn main() {
//!     let script = Script::new([
//!         Reply::text(r#"{ "next_page_token": "b", "users": ["ann", "bob"] }"#),
//!         Reply::text(r#"{ "next_page_token": "", "users": ["cid"] }"#),
//!     ]);
//!     let mut users = UserList::paginate(script.get("/v2/users?status=active")).items();
//!
//!     let mut names = Vec::new();
//!     while let Some(name) = users.try_next().await.unwrap() {
//!         names.push(name);
//!     }
//!     assert_eq!(names, ["ann", "bob", "cid"]);
//!     assert_eq!(users.end_reason(), Some(EndReason::NoContinuation));
//!     script.assert_requests([
//!         "GET /v2/users?status=active&page_size=300",
//!         "GET /v2/users?status=active&next_page_token=b&page_size=300",
//!     ]);
//! }
//! ```
//!
//! If there is no reply for a request, the walk returns an error that says so: a declaration that
//! does not see the end fails, and does not hang. The requests are compared as text, in order;
//! differences are shown line by line.
//!
//! If a test has delays ([`Reply::delayed`], retries, timeouts), pause tokio's clock:
//! `#[tokio::test(start_paused = true)]`. Without tokio, give the walk a [`Timeless`] runtime.
//!
//! # Panics
//!
//! This module panics on a mistake in a test (an invalid status, invalid JSON) and on an assertion
//! that does not hold: that is how a test fails. Nothing else in this crate panics.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "for tests: what must not happen ends the test"
)]

mod diff;
mod reply;
mod request;
mod script;
mod timeless;

pub use crate::testing::reply::{Reply, ReplyBody, ReplyReader};
pub use crate::testing::request::Request;
pub use crate::testing::script::{Script, ScriptError};
pub use crate::testing::timeless::Timeless;
