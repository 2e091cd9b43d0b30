//! The spans and events of a walk with the feature `tracing`: one span for the walk, one for each
//! page, and events for unusual conditions, here a page that needs two attempts. The names and
//! fields are listed in `paginate_runtime::observability`.
//!
//! ```sh
//! cargo run -p paginate-examples --example tracing --features tracing
//! RUST_LOG=paginate_runtime=debug,hyper_util=debug cargo run -p paginate-examples --example tracing --features tracing
//! ```
//!
//! It prints:
//!
//! ```text
//! [..] DEBUG sync{tenant=7}:paginate_walk{response="tracing::StaffList" method="GET" url="http://127.0.0.1:[..]/staff?…"}:paginate_page{index=1 size=2 status=200 [..] attempts=1 waited_ms=0 items=2}: paginate_runtime: page received
//! [..] WARN [..]:paginate_page{index=2 size=2}: paginate_runtime: retrying page=2 attempt=1 kind=RateLimited status=429 wait_ms=1000
//! [..] INFO [..]:paginate_page{index=2 size=2}: paginate_runtime: waiting for the rate limit wait_ms=[..]
//! [..] DEBUG [..]:paginate_page{index=2 size=2 status=200 [..] attempts=2 [..] items=2}: paginate_runtime: page received
//! [..] DEBUG [..]:paginate_page{index=3 size=2 status=200 [..] attempts=1 waited_ms=0 items=1}: paginate_runtime: page received
//! [..] DEBUG sync{tenant=7}:paginate_walk{[..] end_reason=NoContinuation pages=3 items=5 requests=4 bytes=[..]}: paginate_runtime: walk ended
//! [..] INFO sync{tenant=7}: tracing: synchronised people=5
//! ```

use std::error::Error;
use std::io::IsTerminal;

use paginate_examples::Server;
use paginate_examples::servers::shop;
use paginate_runtime::Paginated;
use serde::Deserialize;
use tracing::{Instrument, info, info_span};
use tracing_subscriber::filter::Targets;
use tracing_subscriber::fmt::time::uptime;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;

#[derive(Deserialize, Paginated)]
#[paginate(
    token = "next",
    items = "people",
    param = "cursor",
    size = "limit",
    max = 2
)]
struct StaffList {
    next: Option<String>,
    people: Vec<String>,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let wanted =
        std::env::var("RUST_LOG").unwrap_or_else(|_| "info,paginate_runtime=debug".to_owned());
    let colours = std::io::stdout().is_terminal();
    tracing_subscriber::registry()
        .with(
            tracing_subscriber::fmt::layer()
                .with_timer(uptime())
                .with_ansi(colours),
        )
        .with(wanted.parse::<Targets>()?)
        .init();

    let server = Server::start(shop::router()).await;
    // The token appears in none of the lines.
    let request = reqwest::Client::new()
        .get(format!("{}/staff?team=7", server.origin))
        .bearer_auth("s3cr3t");
    let people = async {
        let people: Vec<String> = StaffList::paginate(request).items().try_collect().await?;
        info!(people = people.len(), "synchronised");
        Ok::<_, paginate_runtime::Error>(people)
    };
    // The walk's parent is the span that is current at the first poll.
    let people = people.instrument(info_span!("sync", tenant = 7)).await?;
    assert_eq!(people, ["Ada", "Ben", "Cleo", "Dora", "Emil"]);
    Ok(())
}
