//! The time of a walk compared with the same walk by hand: over loopback sockets, with a server in
//! another process that delays its responses.

mod walkers;

use std::pin::Pin;
use std::time::{Duration, Instant};

use reqwest::Client;

use crate::floor::{Ahead, Delays, floor};
use crate::sample::{Label, Walked};
use crate::server::{Api, Server};
use crate::{Peak, two_threads};
use walkers::Consumer;

/// A walk over a list with a token in front of the users, or one of numbered pages.
type Walk = Box<dyn Fn(Client, String, Consumer) -> Pin<Box<dyn Future<Output = u64> + Send>>>;

/// A walk, and how it runs ahead.
struct Row {
    who: String,
    ahead: Ahead,
    walk: Walk,
}

fn row<F>(
    who: impl Into<String>,
    ahead: Ahead,
    walk: impl Fn(Client, String, Consumer) -> F + 'static,
) -> Row
where
    F: Future<Output = u64> + Send + 'static,
{
    Row {
        who: who.into(),
        ahead,
        walk: Box::new(move |client, url, consumer| Box::pin(walk(client, url, consumer))),
    }
}

/// Walks that can be compared.
struct Table {
    title: &'static str,
    api: Api,
    consumer: Consumer,
    /// Whether the thread that called `block_on` polls the walk, as in `#[tokio::main]`, instead of
    /// a worker as for a task.
    in_main: bool,
    rows: Vec<Row>,
}

fn by_hand() -> Row {
    row("loop", Ahead::Not, walkers::by_hand)
}

fn page_turner() -> Row {
    row("page-turner `pages`", Ahead::Not, walkers::page_turner)
}

fn ours() -> Row {
    row("ours", Ahead::Not, walkers::ours)
}

fn prefetch(pages: usize) -> Row {
    row(
        format!("ours `.prefetch({pages})`"),
        Ahead::Pages(pages),
        move |client, url, consumer| walkers::ours_prefetch(client, url, consumer, pages),
    )
}

/// `.early()` without `.prefetch(n)`: a window of four pages.
fn early() -> Row {
    row("ours `.early()`", Ahead::Early(4), walkers::ours_early)
}

fn early_of(pages: usize) -> Row {
    row(
        format!("ours `.prefetch({pages}).early()`"),
        Ahead::Early(pages),
        move |client, url, consumer| walkers::ours_prefetch_early(client, url, consumer, pages),
    )
}

fn numbered_by_hand() -> Row {
    row("loop", Ahead::Not, walkers::numbered_by_hand)
}

fn numbered() -> Row {
    row("ours", Ahead::Not, walkers::ours_numbered)
}

fn pages_ahead(requests: usize) -> Row {
    row(
        format!("page-turner `pages_ahead({requests})`"),
        Ahead::Guess(requests),
        move |client, url, consumer| walkers::page_turner_ahead(client, url, consumer, requests),
    )
}

fn concurrency(requests: usize) -> Row {
    row(
        format!("ours `.concurrency({requests})`"),
        Ahead::Window(requests),
        move |client, url, consumer| walkers::ours_concurrency(client, url, consumer, requests),
    )
}

/// Each table answers one question. Walks are short, so that compared rows are measured at almost
/// the same time.
fn tables() -> Vec<Table> {
    let ms = Duration::from_millis;
    let small = |pages, delay| Api {
        pages,
        size: 10 << 10,
        delay: ms(delay),
        body: Duration::ZERO,
    };
    let middle = Api {
        pages: 20,
        size: 200 << 10,
        delay: ms(25),
        body: ms(25),
    };
    let large = |pages, delay, body| Api {
        pages,
        size: 2 << 20,
        delay: ms(delay),
        body: ms(body),
    };
    let table = |title, api, consumer, rows| Table {
        title,
        api,
        consumer,
        in_main: false,
        rows,
    };
    let in_main = |title, api, consumer, rows| Table {
        in_main: true,
        ..table(title, api, consumer, rows)
    };
    vec![
        table(
            "10 KB, 50 ms; a consumer that takes no time",
            small(24, 50),
            Consumer::Instant,
            vec![by_hand(), page_turner(), ours(), prefetch(1), early()],
        ),
        table(
            "10 KB, 50 ms; a consumer that sleeps as long",
            small(32, 50),
            Consumer::Sleeps(ms(50)),
            vec![by_hand(), page_turner(), ours(), prefetch(1), early()],
        ),
        in_main(
            "10 KB, 50 ms; a consumer that blocks its thread as long, in `main`",
            small(32, 50),
            Consumer::Blocks(ms(50)),
            vec![by_hand(), ours(), prefetch(1), prefetch(4)],
        ),
        table(
            "10 KB, 50 ms; a consumer that blocks its thread as long, in a task",
            small(32, 50),
            Consumer::Blocks(ms(50)),
            vec![
                by_hand(),
                page_turner(),
                ours(),
                prefetch(1),
                prefetch(2),
                prefetch(4),
                early(),
            ],
        ),
        table(
            "200 KB, 25 ms and 25 ms of body; a consumer that takes no time",
            middle,
            Consumer::Instant,
            vec![by_hand(), page_turner(), ours(), prefetch(1), early()],
        ),
        table(
            "200 KB, 25 ms and 25 ms of body; a consumer that blocks its thread as long, in a task",
            middle,
            Consumer::Blocks(ms(50)),
            vec![by_hand(), page_turner(), ours(), prefetch(1), early()],
        ),
        table(
            "2 MB, 50 ms and 50 ms of body; a consumer that takes no time",
            large(24, 50, 50),
            Consumer::Instant,
            vec![
                by_hand(),
                page_turner(),
                ours(),
                prefetch(1),
                early(),
                early_of(2),
                early_of(8),
            ],
        ),
        table(
            "2 MB, 50 ms and 200 ms of body; a consumer that takes no time",
            large(24, 50, 200),
            Consumer::Instant,
            vec![
                by_hand(),
                ours(),
                prefetch(1),
                early(),
                early_of(2),
                early_of(8),
            ],
        ),
        table(
            "2 MB, 50 ms and 200 ms of body; a consumer that sleeps as long",
            large(10, 50, 200),
            Consumer::Sleeps(ms(250)),
            vec![by_hand(), prefetch(1), early(), early_of(8)],
        ),
        table(
            "2 MB, 50 ms and 200 ms of body; a consumer that blocks its thread as long, in a task",
            large(10, 50, 200),
            Consumer::Blocks(ms(250)),
            vec![by_hand(), prefetch(1), early()],
        ),
        table(
            "64 numbered pages of 10 KB, 50 ms; a consumer that takes no time",
            small(64, 50),
            Consumer::Instant,
            vec![
                numbered_by_hand(),
                numbered(),
                pages_ahead(8),
                pages_ahead(16),
                concurrency(2),
                concurrency(4),
                concurrency(8),
                concurrency(16),
            ],
        ),
        table(
            "64 numbered pages of 10 KB, 50 ms; a consumer that blocks its thread for 5 ms, in a task",
            small(64, 50),
            Consumer::Blocks(ms(5)),
            vec![numbered_by_hand(), pages_ahead(8), concurrency(8)],
        ),
        table(
            "64 numbered pages of 10 KB, 50 ms; a consumer that sleeps as long",
            small(64, 50),
            Consumer::Sleeps(ms(50)),
            vec![numbered_by_hand(), pages_ahead(8), concurrency(8)],
        ),
        in_main(
            "64 numbered pages of 10 KB, 50 ms; a consumer that blocks its thread as long, in `main`",
            small(64, 50),
            Consumer::Blocks(ms(50)),
            vec![numbered_by_hand(), pages_ahead(8), concurrency(8)],
        ),
        table(
            "64 numbered pages of 10 KB, 50 ms; a consumer that blocks its thread as long, in a task",
            small(64, 50),
            Consumer::Blocks(ms(50)),
            vec![numbered_by_hand(), pages_ahead(8), concurrency(8)],
        ),
    ]
}

/// Times the tables whose title contains `only`.
pub fn run(only: &str, peak: &mut dyn Peak) {
    let mut server = Server::start();
    for table in tables().iter().filter(|table| table.title.contains(only)) {
        for row in &table.rows {
            let mut walked = time(table, row, &mut server, peak);
            // Other processes can make a walk longer, but never shorter, so measure again if the
            // time is much longer than the minimum.
            if walked.time * 100 > walked.floor * 110 {
                let again = time(table, row, &mut server, peak);
                walked.time = walked.time.min(again.time);
                walked.peak = walked.peak.max(again.peak);
                walked.requests = walked.requests.max(again.requests);
                walked.bytes = walked.bytes.max(again.bytes);
            }
            println!("{walked}");
        }
    }
}

fn time(table: &Table, row: &Row, server: &mut Server, peak: &mut dyn Peak) -> Walked {
    let Table {
        title,
        api,
        consumer,
        in_main,
        ..
    } = table;
    let executor = two_threads();
    let client = Client::builder().no_proxy().build().expect("a client");
    let _ = server.counted();
    peak.start();
    let began = Instant::now();
    let walk = (row.walk)(client, server.url(api), *consumer);
    let seen = if *in_main {
        executor.block_on(walk)
    } else {
        executor.block_on(executor.spawn(walk)).expect("a walk")
    };
    let time = began.elapsed();
    let peak = peak.above_start();
    assert_eq!(seen, api.pages * api.users(), "{} lost items", row.who);
    // Wait until the server has responded to discarded requests too.
    std::thread::sleep(api.delay + api.body);
    let counted = server.counted();
    let delays = Delays {
        pages: api.pages,
        first_byte: api.delay,
        body: api.body,
        consumer: consumer.time(),
    };
    let micros = |time: Duration| u64::try_from(time.as_micros()).expect("a short time");
    Walked {
        label: Label {
            table: (*title).to_owned(),
            who: row.who.clone(),
            length: 0,
            pages: api.pages,
        },
        time: micros(time),
        floor: micros(floor(&delays, row.ahead)),
        requests: counted.requests,
        bytes: counted.bytes,
        peak,
    }
}
