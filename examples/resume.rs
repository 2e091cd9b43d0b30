//! A long walk that can be killed at any time: items and checkpoint are stored in SQLite in one
//! transaction, and the next run continues there.
//!
//! ```sh
//! cargo run -p paginate-examples --example resume                                 # a server and a database of its own
//! cargo run -p paginate-examples --example resume -- records.db                   # again after Ctrl-C: it goes on
//! cargo run -p paginate-examples --example resume -- records.db http://127.0.0.1:8080/records
//! ```
//!
//! It prints:
//!
//! ```text
//! 1000 records: the last page named no next page
//! ```
#![allow(clippy::print_stdout, reason = "printing is what this example does")]

use std::error::Error;

use axum::extract::Query;
use axum::routing::get;
use axum::{Json, Router};
use paginate_runtime::{Checkpoint, Paginated};
use rusqlite::{Connection, OptionalExtension};
use serde::Deserialize;
use tokio::net::TcpListener;

#[derive(Deserialize)]
struct Record {
    id: i64,
    name: String,
}

#[derive(Deserialize, Paginated)]
#[paginate(
    token = "next",
    items = "records",
    param = "cursor",
    size = "limit",
    max = 100
)]
struct Records {
    next: Option<String>,
    records: Vec<Record>,
}

/// The number of items between two checkpoints: at most this many are fetched again after a crash.
const BATCH: usize = 30;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let database = arguments.next().unwrap_or_else(|| ":memory:".to_owned());
    let given = arguments.next();
    let own_server = given.is_none();
    let url = match given {
        Some(url) => url,
        None => {
            let listener = TcpListener::bind("127.0.0.1:0").await?;
            let url = format!("http://{}/records", listener.local_addr()?);
            let router = Router::new().route("/records", get(records));
            tokio::spawn(async move { axum::serve(listener, router).await });
            url
        }
    };

    let mut database = Connection::open(database)?;
    database.execute_batch(
        "CREATE TABLE IF NOT EXISTS record (id INTEGER PRIMARY KEY, name TEXT NOT NULL);
         CREATE TABLE IF NOT EXISTS progress (one INTEGER PRIMARY KEY CHECK (one = 1), checkpoint TEXT NOT NULL);",
    )?;
    let saved: Option<String> = database
        .query_row("SELECT checkpoint FROM progress", (), |row| row.get(0))
        .optional()?;

    let checkpoint: Option<Checkpoint> = saved
        .map(|saved| serde_json::from_str(&saved))
        .transpose()?;
    if checkpoint.is_some() {
        println!("Going on where the last run stood.");
    }

    let walk = Records::paginate(reqwest::Client::new().get(url));
    // A checkpoint is valid only for its origin, and the example's own server has another port in
    // each run.
    let walk = if own_server {
        walk.resume_unchecked(checkpoint)
    } else {
        walk.resume(checkpoint)
    };
    let mut records = walk.items();
    let mut batch = Vec::new();
    loop {
        // The checkpoint is valid after an error too: store the items first, then return the error.
        let next = records.try_next().await;
        let read_on = matches!(next, Ok(Some(_)));
        let failed = next.map(|record| batch.extend(record)).err();
        if batch.len() >= BATCH || !read_on {
            // At this point the batch contains all items that the stream has yielded since the last
            // checkpoint, so this checkpoint belongs to it.
            if let Some(checkpoint) = records.checkpoint() {
                write(&mut database, &batch, &checkpoint)?;
            }
            batch.clear();
        }
        if let Some(error) = failed {
            return Err(error.into());
        }
        if !read_on {
            break;
        }
    }
    let count: i64 = database.query_row("SELECT count(*) FROM record", (), |row| row.get(0))?;
    println!(
        "{count} records: {}",
        records
            .end_reason()
            .map_or_else(String::new, |end| end.to_string())
    );
    if own_server {
        assert_eq!(count, RECORDS as i64, "over all runs, each of them once");
    }
    Ok(())
}

/// Stores both or none. With a plain INSERT, a duplicate record is an error, not an update that
/// goes unnoticed.
///
/// The checkpoint contains the token of the next page, which can be a credential, so protect the
/// file like a secret.
fn write(
    database: &mut Connection,
    batch: &[Record],
    checkpoint: &Checkpoint,
) -> Result<(), Box<dyn Error>> {
    let transaction = database.transaction()?;
    for record in batch {
        transaction.execute(
            "INSERT INTO record (id, name) VALUES (?1, ?2)",
            (record.id, &record.name),
        )?;
    }
    let checkpoint = serde_json::to_string(checkpoint)?;
    transaction.execute(
        "INSERT OR REPLACE INTO progress (one, checkpoint) VALUES (1, ?1)",
        [checkpoint],
    )?;
    transaction.commit()?;
    Ok(())
}

/// The number of records of the example's own server.
const RECORDS: usize = 1_000;

/// The records of the server. The token is the offset.
async fn records(Query(query): Query<PageQuery>) -> Json<serde_json::Value> {
    let start = query.cursor.unwrap_or(0).min(RECORDS);
    let end = (start + query.limit.clamp(1, 100)).min(RECORDS);
    let records: Vec<_> = (start..end)
        .map(|id| serde_json::json!({ "id": id, "name": format!("Record {id}") }))
        .collect();
    let next = (end < RECORDS).then(|| end.to_string());
    Json(serde_json::json!({ "next": next, "records": records }))
}

#[derive(Deserialize)]
struct PageQuery {
    cursor: Option<usize>,
    limit: usize,
}
