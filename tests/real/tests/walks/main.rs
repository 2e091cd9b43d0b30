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

/// Probes each server with the first request of each walk. Nothing that it declares is wrong.
#[test]
#[ignore = "PAGINATE_PROBE is the path of cargo-paginate: see .ci/servers"]
#[allow(clippy::print_stdout, reason = "CI prints the figures")]
fn a_probe_finds_what_the_walks_declare() {
    let figures = paginate_tests::probe_again("", &["a_probe_finds_what_the_walks_declare"]);
    println!("probe, real servers: {figures}");
    assert!(figures.wrong.is_empty(), "{}", figures.wrong.join("\n"));
    assert!(figures.found() >= 90, "{} % are exact", figures.found());
}

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
