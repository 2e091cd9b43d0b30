//! Compares one request at a time, pages fetched ahead of a busy consumer, and several requests at
//! a time. The server records which requests overlap.
//!
//! ```sh
//! cargo run -p paginate-examples --example prefetch_and_concurrency
//! ```
//!
//! It prints:
//!
//! ```text
//! By default, while the consumer is busy with the first item: 1 request
//!   at most 1 at a time
//! With .prefetch(2), meanwhile: 3 requests
//!   at most 1 at a time
//! With .concurrency(3), in the order of the list all the same:
//!   at most 3 at a time, 7 in all
//! ```
#![allow(clippy::print_stdout, reason = "printing is what this example does")]

use paginate_examples::Server;
use paginate_examples::servers::readings::{self, Traffic};
use paginate_runtime::{Error, Items, Paginated};
use serde::Deserialize;

/// Page numbers and a number of pages: the first page shows how many follow.
#[derive(Deserialize, Paginated)]
#[paginate(
    page = "page",
    pages = "pages",
    items = "readings",
    size = "per_page",
    max = 10
)]
struct Readings {
    pages: u32,
    readings: Vec<Reading>,
}

#[derive(Deserialize)]
struct Reading {
    number: u32,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    let client = reqwest::Client::new();
    let request = |server: &Server| client.get(format!("{}/readings", server.origin));

    // By default, the next page is requested after the consumer has taken all items of this one.
    // Nothing runs in the background.
    let (server, traffic) = start(1).await;
    let mut items = Readings::paginate(request(&server)).items();
    items.try_next().await?;
    let while_busy = server.requests();
    println!(
        "By default, while the consumer is busy with the first item: {} request",
        while_busy.len()
    );
    assert_eq!(while_busy.len(), 1);
    drain(items, 2).await?;
    println!("  at most {} at a time", traffic.most());
    assert_eq!(traffic.most(), 1);

    // Two pages ahead, in a separate task: they arrive while the consumer does something else, here
    // asking the server.
    let (server, traffic) = start(1).await;
    let mut items = Readings::paginate(request(&server)).prefetch(2).items();
    items.try_next().await?;
    assert!(
        traffic.asked(3).await,
        "pages 2 and 3 come without the consumer"
    );
    let while_busy = server.requests();
    println!(
        "With .prefetch(2), meanwhile: {} requests",
        while_busy.len()
    );
    drain(items, 2).await?;
    println!("  at most {} at a time", traffic.most());
    assert_eq!(traffic.most(), 1, "each needs the page before");

    // Three at a time. This server responds only when it has three requests, so with one request at
    // a time the walk would hang.
    let (server, traffic) = start(3).await;
    drain(
        Readings::paginate(request(&server)).concurrency(3).items(),
        1,
    )
    .await?;
    println!("With .concurrency(3), in the order of the list all the same:");
    println!(
        "  at most {} at a time, {} in all",
        traffic.most(),
        server.requests().len()
    );
    assert_eq!(traffic.most(), 3);
    Ok(())
}

async fn start(together: usize) -> (Server, Traffic) {
    let traffic = Traffic::answered(together);
    (
        Server::start(readings::router(traffic.clone())).await,
        traffic,
    )
}

/// Reads to the end and checks that every reading comes once, in order, and that no response was
/// discarded.
async fn drain(mut items: Items<Readings>, from: u32) -> Result<(), Error> {
    let mut expected = from;
    while let Some(reading) = items.try_next().await? {
        assert_eq!(reading.number, expected);
        expected += 1;
    }
    assert_eq!(
        (
            items.received(),
            items.page_count(),
            items.discarded_requests()
        ),
        (70, 7, 0)
    );
    Ok(())
}
