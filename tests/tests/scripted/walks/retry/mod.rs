//! What is retried, after how long, and what is not. No time passes: the runtime of these tests
//! only notes how long it would have slept.

mod credentials;
mod smaller_pages;
mod timeouts;
mod tried_again;
mod waits;

use std::sync::{Arc, Mutex};
use std::time::Duration;

use http::Request;
use paginate_runtime::{
    ErrorKind, HeaderMap, Paginated, RetryPolicy, policy::AuthReason, transport::TransportErrorKind,
};
use paginate_tests::{Script, Timeless};
use serde::Deserialize;

use super::*;

/// Walks two pages; these replies come before the second one.
async fn after(
    failures: Vec<Reply>,
) -> (
    Vec<u32>,
    Result<Option<EndReason>, Error>,
    Vec<String>,
    Vec<Duration>,
) {
    let mut replies = vec![tokens(&[1, 2], "t")];
    replies.extend(failures);
    replies.push(tokens(&[3], ""));
    let (script, clock) = (Script::new(replies), Timeless::new());
    let (found, end) = drain(
        Tokens::paginate(script.get("/u?page_size=2"))
            .runtime(clock.clone())
            .items(),
    )
    .await;
    (found, end, script.lines(), clock.slept())
}
