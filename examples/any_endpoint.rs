//! Two other sources of pages: a function that responds to requests, and a client that does not use
//! HTTP.
//!
//! ```sh
//! cargo run -p paginate-examples --example any_endpoint
//! ```
//!
//! It prints:
//!
//! ```text
//! Through a function that answers requests:
//!   GET https://cities.example/v1/cities?country=nl&offset=0&limit=2
//!   GET https://cities.example/v1/cities?country=nl&offset=2&limit=2
//!   GET https://cities.example/v1/cities?country=nl&offset=4&limit=2
//! Amsterdam, Breda, Delft, Gouda, Utrecht
//!
//! From a client that knows nothing of HTTP:
//!   rows after 0: 2
//!   1 Ada
//!   2 Ben
//!   rows after 2: 2
//!   3 Cleo
//!   4 Dora
//!   rows after 4: 1
//!   5 Emil
//! ```
#![allow(clippy::print_stdout, reason = "printing is what this example does")]

use std::convert::Infallible;
use std::error::Error;

use bytes::Bytes;
use futures::TryStreamExt;
use http::{Request, Response};
use http_body_util::Full;
use paginate_runtime::Paginated;
use serde::Deserialize;

/// A page that comes over HTTP: it must be `Deserialize`.
#[derive(Deserialize, Paginated)]
#[paginate(
    offset = "offset",
    total = "total",
    items = "cities",
    size = "limit",
    max = 2
)]
struct CityPage {
    total: u64,
    cities: Vec<String>,
}

/// A page that comes from a client: it need not be `Deserialize`.
#[derive(Paginated)]
#[paginate(token = "after", items = "rows")]
struct RowPage {
    after: Option<u32>,
    rows: Vec<Row>,
}

#[derive(Debug)]
struct Row {
    id: u32,
    name: &'static str,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    // Any async function from a request to a response is a transport: a test, a cache, another HTTP
    // client, a gateway that signs.
    let transport = |request: Request<Bytes>| async move {
        println!("  {} {}", request.method(), request.uri());
        Ok::<_, Infallible>(Response::new(Full::new(Bytes::from(answer(
            request.uri().query().unwrap_or_default(),
        )))))
    };
    println!("Through a function that answers requests:");
    let request = Request::get("https://cities.example/v1/cities?country=nl").body(())?;
    let cities: Vec<String> = CityPage::paginate((transport, request))
        .items()
        .try_collect()
        .await?;
    println!("{}\n", cities.join(", "));
    assert_eq!(cities.len(), 5);

    // Any async function from a cursor to a page is a source. The first cursor is `None`.
    println!("From a client that knows nothing of HTTP:");
    let database = Database {
        rows: ["Ada", "Ben", "Cleo", "Dora", "Emil"],
    };
    let rows = RowPage::paginate_with_state(database, async |database, cursor| {
        database.rows_after(cursor).await
    })
    .items();
    // The walk is a normal stream: `try_fold` comes from `TryStreamExt` of the crate `futures`.
    let count = rows
        .try_fold(0, async |count, row| {
            println!("  {} {}", row.id, row.name);
            Ok(count + 1)
        })
        .await?;
    assert_eq!(count, 5);
    Ok(())
}

/// Represents a typed SDK, gRPC or a database.
#[derive(Clone)]
struct Database {
    rows: [&'static str; 5],
}

impl Database {
    async fn rows_after(&self, after: Option<String>) -> Result<RowPage, std::num::ParseIntError> {
        let after = after.map_or(Ok(0), |after| after.parse::<u32>())?;
        let rows: Vec<Row> = (1..)
            .zip(self.rows)
            .map(|(id, name)| Row { id, name })
            .filter(|row| row.id > after)
            .take(2)
            .collect();
        println!("  rows after {after}: {}", rows.len());
        let last = rows.last().map(|row| row.id);
        Ok(RowPage {
            after: last.filter(|&last| (last as usize) < self.rows.len()),
            rows,
        })
    }
}

/// Five cities, by `offset` and `limit`.
fn answer(query: &str) -> String {
    let param = |name: &str| {
        query
            .split('&')
            .find_map(|pair| pair.strip_prefix(name)?.strip_prefix('=')?.parse().ok())
    };
    let cities = ["Amsterdam", "Breda", "Delft", "Gouda", "Utrecht"];
    let page: Vec<_> = cities
        .iter()
        .skip(param("offset").unwrap_or(0))
        .take(param("limit").unwrap_or(10))
        .collect();
    serde_json::json!({ "total": cities.len(), "cities": page }).to_string()
}
