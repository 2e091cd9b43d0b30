//! Walks over a scripted transport: exact requests, exact items, exact ends.

mod browse;
mod errors;
mod lessons;
mod limits;
mod links;
mod no_effect;
mod pager;
mod paths;
mod repeats;
mod resume;
mod retry;
mod sizes;
mod streams;
mod tampered;
mod template;
mod typed;

use paginate_runtime::{EndReason, Error, Items, Paginated};
use paginate_tests::Reply;
use serde::Deserialize;
use serde_json::json;

/// Zoom's shape, with numbers for users.
#[derive(Debug, Deserialize, Paginated)]
#[paginate(token = "next_page_token", items = "users", max = 300)]
struct Tokens {
    next_page_token: Option<String>,
    users: Vec<u32>,
}

#[derive(Debug, Deserialize, Paginated)]
#[paginate(next_url = "next", items = "results")]
struct Linked {
    next: Option<String>,
    results: Vec<u32>,
}

#[derive(Debug, Deserialize, Paginated)]
#[paginate(page = "page", items = "results")]
struct Numbered {
    results: Vec<u32>,
}

#[derive(Debug, Deserialize, Paginated)]
#[paginate(offset = "offset", items = "results", size = "limit", max = 100)]
struct Skipped {
    results: Vec<u32>,
}

/// A limit above the item count of every walk in these tests, so that a loop fails and does not
/// hang.
const BOUND: usize = 1_000;

/// Returns all items, and how the walk ended.
async fn drain<P: Paginated>(
    mut items: Items<P>,
) -> (Vec<P::Item>, Result<Option<EndReason>, Error>) {
    let mut all = Vec::new();
    loop {
        match items.next().await {
            Some(Ok(item)) => all.push(item),
            Some(Err(error)) => return (all, Err(error)),
            None => return (all, Ok(items.end_reason())),
        }
        assert!(all.len() < BOUND, "the walk does not end");
    }
}

/// Returns the items of a walk that ends without an error.
async fn all<P: Paginated>(items: Items<P>) -> (Vec<P::Item>, EndReason) {
    let (items, end) = drain(items).await;
    let end = end
        .expect("a walk without an error")
        .expect("an end reason");
    (items, end)
}

/// Returns the items before the error of a walk that fails.
async fn failed<P: Paginated>(items: Items<P>) -> (Vec<P::Item>, Error) {
    let (items, end) = drain(items).await;
    (items, end.expect_err("a walk that fails"))
}

fn tokens(users: &[u32], next: &str) -> Reply {
    Reply::json(json!({ "next_page_token": next, "users": users }))
}

fn linked(results: &[u32], next: Option<&str>) -> Reply {
    Reply::json(json!({ "next": next, "results": results }))
}

fn results(results: &[u32]) -> Reply {
    Reply::json(json!({ "results": results }))
}
