//! The cost of a walk over HTTP for its own process. The server is another process.

mod walks;

use std::pin::Pin;
use std::time::Duration;

use reqwest::Client;

use crate::sample::Label;
use crate::server::{Api, Server};
use crate::{Meter, executor};

/// The delay of a response. It is so long that the client always waits, also under valgrind, so
/// each page takes the same path.
const DELAY: Duration = Duration::from_millis(10);

/// The numbers of pages of two walks. Their difference is the cost of pages without the fixed cost
/// of a walk.
pub const PAGES: [u64; 2] = [20, 60];

type Walk = fn(Client, String) -> Pin<Box<dyn Future<Output = u64>>>;

/// The walks over pages of one user.
fn walks() -> Vec<(&'static str, Walk)> {
    vec![
        ("loop, `.bytes()`", |client, url| {
            Box::pin(walks::loop_bytes(client, url))
        }),
        ("loop, `.json()`", |client, url| {
            Box::pin(walks::loop_json(client, url))
        }),
        ("loop, URL parsed once", |client, url| {
            Box::pin(walks::loop_parsed(client, url))
        }),
        ("`try_unfold` + `try_flatten`", |client, url| {
            Box::pin(walks::unfold(client, url))
        }),
        ("page-turner", |client, url| {
            Box::pin(walks::page_turner(client, url))
        }),
        ("ours, items", |client, url| {
            Box::pin(walks::ours_items(client, url))
        }),
        ("ours, pages", |client, url| {
            Box::pin(walks::ours_pages(client, url))
        }),
        ("ours, `.prefetch(1)`", |client, url| {
            Box::pin(walks::ours_prefetch(client, url))
        }),
    ]
}

/// The names of the walks.
pub fn names() -> Vec<&'static str> {
    walks().into_iter().map(|(who, _)| who).collect()
}

/// Measures the walks with this name; all if it is empty.
pub fn run(only: &str, meter: Meter<'_>) {
    let server = Server::start();
    let executor = executor();
    let client = Client::builder().no_proxy().build().expect("a client");
    for (who, walk) in walks()
        .into_iter()
        .filter(|(who, _)| only.is_empty() || *who == only)
    {
        for pages in [2, PAGES[0], PAGES[1]] {
            let label = Label {
                table: "http".to_owned(),
                who: who.to_owned(),
                length: 1,
                pages,
            };
            let api = Api {
                pages,
                size: 0,
                delay: DELAY,
                body: Duration::ZERO,
            };
            let mut work = || {
                let seen = executor.block_on(walk(client.clone(), server.url(&api)));
                assert_eq!(seen, pages, "{who} lost items");
            };
            if pages < PAGES[0] {
                // Run once before measuring, mainly to open the connection.
                work();
            } else {
                meter(&label, &mut work);
            }
        }
    }
}
