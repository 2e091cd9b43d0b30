//! Walks servers that other people wrote, with derived declarations, in every mode that they have.
//! See `tests/real/README.md`.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "test code: what must not happen ends the test"
)]

mod aws;
mod datasette;
mod drf;
mod fastapi;
mod json_server;
mod registry;

use serde::Deserialize;

/// A record, with the fields that all servers return.
#[derive(Debug, Deserialize)]
struct Item {
    id: Id,
}

/// json-server 1.0 returns numbers as strings.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum Id {
    Number(u32),
    Text(String),
}

fn id(item: Item) -> u32 {
    match item.id {
        Id::Number(id) => id,
        Id::Text(id) => id.parse().expect("a number"),
    }
}
