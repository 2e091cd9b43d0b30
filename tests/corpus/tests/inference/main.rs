//! What `paginate-infer` finds out about documents that others wrote, against the truth.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "test code: what must not happen ends the test"
)]

mod autorest;
mod botocore;
mod discovery;
mod documents;
mod generated;
mod github;
mod report;
mod said;
mod score;
