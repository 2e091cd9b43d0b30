//! One file for each API. Each follows the vendor's documentation, and is only as large as its
//! example needs.

pub mod articles;
pub mod dynamodb;
pub mod events;
pub mod github;
pub mod graphql;
pub mod kubernetes;
pub mod readings;
pub mod shop;
pub mod slack;
pub mod stripe;
pub mod zoom;
pub mod zuora;

use std::collections::HashMap;
use std::str::FromStr;

use axum::extract::Query;
use axum::http::HeaderMap;
use axum::http::header::{AUTHORIZATION, AsHeaderName};

/// The parameters of a request; if one occurs twice, the last.
type Params = Query<HashMap<String, String>>;

/// A parameter, if it is present and valid.
fn param<T: FromStr>(params: &HashMap<String, String>, name: &str) -> Option<T> {
    params.get(name)?.parse().ok()
}

/// One page of records, and the position of the next page.
fn cut<T: Clone>(records: &[T], start: usize, size: usize) -> (Vec<T>, Option<usize>) {
    let end = start.saturating_add(size);
    (
        records.iter().skip(start).take(size).cloned().collect(),
        (end < records.len()).then_some(end),
    )
}

/// A header, or an empty string if it is absent.
fn header(headers: &HeaderMap, name: impl AsHeaderName) -> &str {
    headers
        .get(name)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default()
}

/// Whether the request has the right credentials.
fn bears(headers: &HeaderMap, token: &str) -> bool {
    header(headers, AUTHORIZATION).strip_prefix("Bearer ") == Some(token)
}
