//! Tokens: which values they can have, where they are read and sent, and when they end a walk.

mod flags;
mod locations;
mod repeats;
mod sizes;
mod values;

use paginate_runtime::{EndReason, ErrorKind, Paginated};
use paginate_tests::{Reply, Server};
use serde::Deserialize;
use serde_json::value::RawValue;
use serde_json::{Value, json};

use super::{client, get, items, page, raw_header, saved, walk};

/// A token of any JSON type.
#[derive(Deserialize, Paginated)]
#[paginate(token = "next", param = "cursor", items = "items")]
struct Any {
    #[serde(default)]
    next: Value,
    items: Vec<u32>,
}

#[derive(Deserialize, Paginated)]
#[paginate(token = header("x-next"), param = "cursor", items = "0")]
struct InHeader(Vec<u32>);
