//! The scenarios: what each client must do. One file for each subject; `suite` in `transports/mod.rs`
//! lists them all.

mod credentials;
mod redirects;
mod requests;
mod responses;
mod retries;
mod timeouts;
mod walks;

pub(crate) use self::{
    credentials::*, redirects::*, requests::*, responses::*, retries::*, timeouts::*, walks::*,
};

use std::net::Ipv4Addr;
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderValue, Request};
use paginate_runtime::{ErrorKind, Paginated};
use paginate_tests::{Answer, RawServer, Reply, Server, Timeless};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::conformance::standstill::Standstill;

use super::client::{Client, Page, Redirects, Settings, Walk};

#[derive(Debug, Deserialize, Paginated)]
#[paginate(token = "next", param = "cursor", items = "items", max = 100)]
pub(crate) struct ByToken {
    next: Option<String>,
    items: Vec<u32>,
}

#[derive(Debug, Deserialize, Paginated)]
#[paginate(next_url = "next", items = "items")]
struct ByLink {
    next: Option<String>,
    items: Vec<u32>,
}

#[derive(Debug, Deserialize, Paginated)]
#[paginate(token = "next", param = body("page.after"), items = "items")]
struct ByBody {
    next: Option<String>,
    items: Vec<u32>,
}

pub(crate) fn page(items: &[u32], next: impl Into<Value>) -> Reply {
    Reply::json(json!({ "items": items, "next": next.into() }))
}

pub(crate) fn get(url: impl Into<String>) -> Request<Bytes> {
    Request::get(url.into()).body(Bytes::new()).unwrap()
}

/// Walks from a GET of this URL on.
async fn walk_from<P: Page>(client: &impl Client, url: String, settings: Settings) -> Walk {
    client.walk::<P>(get(url), settings).await
}

fn once() -> Settings {
    Settings::default()
}

const PAGE: &str = r#"{"items":[1,2,3],"next":""}"#;
