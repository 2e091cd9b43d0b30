//! A progress bar: with the total if the API sends one, otherwise a spinner with a count. It also
//! reports pages that took more than one attempt. If stdout is not a terminal, it prints a line for
//! each page.
//!
//! ```sh
//! cargo run -p paginate-examples --example progress
//! ```
//!
//! It prints:
//!
//! ```text
//! Orders: page 1: 40 of 470
//! [..]
//! Orders: page 6: 240 of 470 (2 attempts, waited 1.0 s)
//! [..]
//! Orders: page 12: 470 of 470
//! Orders: 470 in 12 pages, 13 requests, 2.01 KiB
//! Log: page 1: 40
//! [..]
//! Log: page 8: 310
//! Log: 310 in 8 pages, 8 requests, 1.29 KiB
//! ```
#![allow(clippy::print_stdout, reason = "printing is what this example does")]

use std::error::Error;
use std::io::IsTerminal;
use std::time::Duration;

use indicatif::{HumanBytes, ProgressBar, ProgressDrawTarget, ProgressStyle};
use paginate_examples::Server;
use paginate_examples::servers::shop;
use paginate_runtime::{Items, Paginated, Progress, report::PageReport};
use serde::Deserialize;

/// A page with a total.
#[derive(Deserialize, Paginated)]
#[paginate(
    offset = "offset",
    total = "total",
    items = "orders",
    size = "limit",
    max = 40
)]
struct Orders {
    total: u64,
    orders: Vec<u64>,
}

/// A page without a total.
#[derive(Deserialize, Paginated)]
#[paginate(
    token = "next",
    param = "after",
    items = "entries",
    size = "limit",
    max = 40
)]
struct Log {
    next: Option<u64>,
    entries: Vec<u64>,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let server = Server::start(shop::router()).await;
    let client = reqwest::Client::new();

    let (orders, bar) = (
        client.get(format!("{}/orders", server.origin)),
        bar("Orders"),
    );
    let orders = show(
        Orders::paginate(orders).on_page(about_pages(&bar)).items(),
        &bar,
    )
    .await?;

    let (log, bar) = (
        client.get(format!("{}/log", server.origin)),
        self::bar("Log"),
    );
    let log = show(Log::paginate(log).on_page(about_pages(&bar)).items(), &bar).await?;

    assert_eq!(
        (orders.items, orders.total, orders.requests),
        (470, Some(470), 13)
    );
    assert_eq!((log.items, log.total, log.requests), (310, None, 8));
    Ok(())
}

/// Takes every item and updates the bar. This is all that a progress bar needs.
async fn show<P: Paginated>(
    mut items: Items<P>,
    bar: &ProgressBar,
) -> Result<Progress, paginate_runtime::Error> {
    while let Some(_item) = items.try_next().await? {
        let progress = items.progress();
        // The total is known after the first page, and can change during the walk.
        if let Some(total) = progress.total
            && bar.length() != Some(total)
        {
            bar.set_length(total);
            bar.set_style(with_total());
        }
        bar.set_position(progress.resumed + progress.items);
    }
    let progress = items.progress();
    let done = format!(
        "{} pages, {} requests, {}",
        progress.pages,
        progress.requests,
        HumanBytes(progress.bytes)
    );
    if bar.is_hidden() {
        println!("{}: {} in {done}", bar.prefix(), progress.items);
    } else {
        bar.finish_with_message(done);
    }
    Ok(progress)
}

/// The report of a page: in the bar, above the bar if there was a retry, or as a line if there is
/// no bar.
fn about_pages(bar: &ProgressBar) -> impl Fn(&PageReport) + Send + Sync + 'static {
    let bar = bar.clone();
    move |page| {
        let trouble = (page.attempts > 1).then(|| {
            format!(
                "{} attempts, waited {:.1} s",
                page.attempts,
                page.waited.as_secs_f64()
            )
        });
        if bar.is_hidden() {
            let of = page
                .total
                .map(|total| format!(" of {total}"))
                .unwrap_or_default();
            let trouble = trouble
                .map(|trouble| format!(" ({trouble})"))
                .unwrap_or_default();
            println!(
                "{}: page {}: {}{of}{trouble}",
                bar.prefix(),
                page.index,
                page.received
            );
            return;
        }
        bar.set_message(format!("page {}", page.index));
        if let Some(trouble) = trouble {
            bar.println(format!("{}: page {}: {trouble}", bar.prefix(), page.index));
        }
    }
}

/// A spinner with a count, until a total is known.
fn bar(what: &'static str) -> ProgressBar {
    if !std::io::stdout().is_terminal() {
        return ProgressBar::hidden().with_prefix(what);
    }
    let target = ProgressDrawTarget::stdout();
    let bar = ProgressBar::with_draw_target(None, target)
        .with_prefix(what)
        .with_style(style(
            "{prefix:.bold} {spinner:.cyan} {human_pos:>4} in {elapsed}  {msg}",
        ));
    // The spinner turns while a page is fetched or a retry waits.
    bar.enable_steady_tick(Duration::from_millis(80));
    bar
}

fn with_total() -> ProgressStyle {
    style("{prefix:.bold} {wide_bar:.cyan/black.bright} {human_pos:>4} of {human_len} {percent:>3} % {eta:>3}  {msg}").progress_chars("━╸─")
}

fn style(template: &str) -> ProgressStyle {
    ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar())
}
