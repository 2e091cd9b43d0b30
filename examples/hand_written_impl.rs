//! `Paginated` without the derive, which supports only structs: this response is an enum. As in the
//! derive's output, there are one constant and two accessors, and the runtime makes all decisions.
//!
//! ```sh
//! cargo run -p paginate-examples --example hand_written_impl
//! ```
//!
//! It prints:
//!
//! ```text
//! created, renamed, shared, archived, deleted
//! GET /events?limit=2
//! GET /events?cursor=2&limit=2
//! GET /events?cursor=4&limit=2
//! ```
#![allow(clippy::print_stdout, reason = "printing is what this example does")]

use paginate_examples::Server;
use paginate_examples::servers::events;
use paginate_runtime::{
    EndReason, HeaderMap, Paginated,
    mode::Token,
    page::PageInfo,
    scheme::{RequestLocation, Scheme, Source},
};
use serde::Deserialize;

/// A page is an object with a cursor, except for the last page, which is a bare list.
#[derive(Deserialize)]
#[serde(untagged)]
enum Events {
    More { cursor: String, events: Vec<Event> },
    Last(Vec<Event>),
}

#[derive(Deserialize)]
struct Event {
    what: String,
}

impl Paginated for Events {
    type Item = Event;
    /// The mode must match the source in `SCHEME`; the compiler checks this for each walk.
    type Mode = Token;
    const SCHEME: Scheme = Scheme::new(Source::Token(RequestLocation::Query("cursor")))
        .size(RequestLocation::Query("limit"))
        .max(2);

    fn page_info<'a>(&'a self, _headers: &'a HeaderMap) -> PageInfo<'a> {
        match self {
            Self::More { cursor, events } => {
                PageInfo::new().items(Some(events)).token(Some(cursor))
            }
            Self::Last(events) => PageInfo::new().items(Some(events)),
        }
    }

    fn take_items(&mut self) -> Vec<Event> {
        match self {
            Self::More { events, .. } | Self::Last(events) => std::mem::take(events),
        }
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), paginate_runtime::Error> {
    let server = Server::start(events::router()).await;
    let request = reqwest::Client::new().get(format!("{}/events", server.origin));

    let mut events = Events::paginate(request).items();
    let mut seen = Vec::new();
    while let Some(event) = events.try_next().await? {
        seen.push(event.what);
    }
    println!("{}", seen.join(", "));
    let requests = server.requests();
    println!("{}", requests.join("\n"));

    assert_eq!(
        seen,
        ["created", "renamed", "shared", "archived", "deleted"]
    );
    assert_eq!(events.end_reason(), Some(EndReason::NoContinuation));
    assert_eq!(requests.len(), 3);
    Ok(())
}
