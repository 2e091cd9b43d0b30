//! Each rule, on small operations written by hand: exact verdicts, and what is refused.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::field_reassign_with_default,
    reason = "test code; the types are not exhaustive, so they cannot be written out"
)]

mod annotation;
mod counter;
mod items;
mod kit;
mod known;
mod last_item;
mod observed;
mod read;
mod refuse;
mod size;
mod token;
mod url;
