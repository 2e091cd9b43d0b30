//! Walks over random APIs that fail in every way:
//!
//! ```text
//! cargo run --release -p paginate-tests --bin chaos -- --walks 20000 --seed 1
//! ```
//!
//! `--only N` runs only walk N and shows its details. `--slots N` sets how many walks run at the
//! same time.
#![allow(
    clippy::print_stdout,
    reason = "printing is what this binary does; its exit code is its result"
)]

use std::process::ExitCode;
use std::time::Instant;

use paginate_tests::chaos::Chaos;

#[tokio::main]
async fn main() -> ExitCode {
    let mut chaos = Chaos::new(20_000, 1);
    let mut arguments = std::env::args().skip(1);
    while let Some(name) = arguments.next() {
        let Some(value) = arguments.next().and_then(|value| value.parse().ok()) else {
            eprintln!("`{name}` takes a whole number");
            return ExitCode::from(2);
        };
        match name.as_str() {
            "--walks" => chaos.walks = value,
            "--seed" => chaos.seed = value,
            "--slots" => chaos.slots = value,
            "--only" => chaos.only = Some(value),
            _ => {
                eprintln!("`{name}` is none of --walks, --seed, --slots, --only");
                return ExitCode::from(2);
            }
        }
    }
    let began = Instant::now();
    let tally = chaos.run().await;
    let seconds = began.elapsed().as_secs_f64();
    println!("faults: {:?}", tally.by_fault);
    println!("errors that were resumed from: {:?}", tally.by_error);
    println!("walks by mode: {:?}", tally.by_mode);
    println!(
        "walks by what was asked for ahead: {:?}; {} requests were in vain",
        tally.by_ahead, tally.discarded
    );
    println!(
        "resumes {}, {seconds:.1} s, {:.0} walks/s",
        tally.resumes,
        tally.walks as f64 / seconds
    );
    for wrong in &tally.wrong {
        println!(
            "WRONG {wrong}; again with --seed {} --only <walk>",
            chaos.seed
        );
    }
    println!("{tally}");
    if tally.is_clean() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}
