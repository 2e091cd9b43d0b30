//! Mistakes of other libraries, each found in at least one (LESSONS.md, section 3). Pitfalls of a
//! derive (spans, unknown keys, crate names) have their own tests: `tests/ui` and `tests/renamed`.

mod drift;
mod endless;
mod errors;
mod guards;
mod losses;
mod parameters;
mod security;
mod types;

use std::pin::pin;
use std::time::Duration;

use futures::stream::{FusedStream, Stream};
use futures::{StreamExt, TryStreamExt};
use paginate_runtime::{EndReason, ErrorKind, Items, Pages, Paginated};
use paginate_tests::{Reply, Server, Timeless};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::{client, get, items, page, saved, shown, walk};

#[derive(Debug, Deserialize, Paginated)]
#[paginate(token = "next", param = "cursor", items = "items", size = "limit")]
struct Tokens {
    next: Option<String>,
    items: Vec<u32>,
}

#[derive(Debug, Deserialize, Paginated)]
#[paginate(page = "page", items = "items", size = "limit")]
struct Numbered {
    items: Vec<u32>,
}

#[derive(Debug, Deserialize, Paginated)]
#[paginate(offset = "offset", items = "items", size = "limit", max = 5)]
struct Skipped {
    items: Vec<u32>,
}

#[derive(Debug, Deserialize, Paginated)]
#[paginate(next_url = "next", items = "items")]
struct Linked {
    next: Option<String>,
    items: Vec<u32>,
}

#[derive(Debug, PartialEq, Deserialize)]
struct Row {
    id: u32,
}

#[derive(Debug, Deserialize, Paginated)]
#[paginate(
    last_item = "id",
    param = "starting_after",
    items = "data",
    more = "has_more"
)]
struct Stripe {
    has_more: bool,
    data: Vec<Row>,
}

fn three() -> Server {
    Server::scripted([
        page(&[1, 2], "a"),
        page(&[3, 4], "b"),
        page(&[5], Value::Null),
    ])
}
