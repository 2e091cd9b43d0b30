//! A thousand concurrent walks, compared with the same requests by a hand-written loop:
//!
//! ```text
//! cargo run --release -p paginate-tests --bin load -- [walks] [rounds]
//! ```
#![allow(clippy::print_stdout, reason = "printing is what this binary does")]

use std::process::ExitCode;

use paginate_tests::load::{Load, PAGES, Walker};

#[tokio::main]
async fn main() -> ExitCode {
    let mut arguments = std::env::args()
        .skip(1)
        .map(|argument| argument.parse::<u64>().ok());
    let walks = arguments.next().flatten().unwrap_or(1_000);
    let rounds = arguments.next().flatten().unwrap_or(9);
    let load = Load::start().await;
    // The first rounds open the connections; both walkers then reuse them.
    let mut exact = true;
    let (mut ratios, mut cpu_ratios) = (Vec::new(), Vec::new());
    for round in 0..=rounds {
        // The order alternates from round to round.
        let order = if round % 2 == 0 {
            [Walker::Derived, Walker::ByHand]
        } else {
            [Walker::ByHand, Walker::Derived]
        };
        let (mut derived, mut by_hand) = ((0.0, 0.0), (0.0, 0.0));
        for walker in order {
            let cpu = cpu_seconds();
            let result = load.round(walks, walker).await;
            exact &= result.exact == walks && result.requests == walks * PAGES;
            let cpu = (cpu_seconds() - cpu) * 1e6 / result.requests as f64;
            match walker {
                Walker::Derived => derived = (result.rate(), cpu),
                Walker::ByHand => by_hand = (result.rate(), cpu),
            }
        }
        let ratio = derived.0 / by_hand.0;
        let cpu_ratio = derived.1 / by_hand.1;
        let warm = if round == 0 {
            " (warming up, not counted)"
        } else {
            ""
        };
        println!(
            "derived {:.0} requests/s, by hand {:.0} requests/s, ratio {ratio:.3}; CPU {:.0} and {:.0} us/request, ratio {cpu_ratio:.3}{warm}",
            derived.0, by_hand.0, derived.1, by_hand.1
        );
        if round > 0 {
            ratios.push(ratio);
            cpu_ratios.push(cpu_ratio);
        }
    }
    println!(
        "median ratio of {rounds} rounds: requests/s {:.3}, CPU per request {:.3}",
        median(ratios),
        median(cpu_ratios)
    );
    println!("{walks} walks at once, {PAGES} pages each, every one exact: {exact}");
    if exact {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(f64::NAN)
}

/// The CPU time of this process so far, server and walkers together. Unlike wall-clock time, it
/// does not include other processes. Linux only, in steps of 10 ms.
fn cpu_seconds() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let after_name = stat.rsplit(')').next().unwrap_or_default();
    // utime and stime.
    let ticks: f64 = after_name
        .split_whitespace()
        .skip(11)
        .take(2)
        .filter_map(|field| field.parse::<f64>().ok())
        .sum();
    ticks / 100.0
}
