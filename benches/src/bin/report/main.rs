//! Makes the figures: builds what measures, runs it, and prints the tables. See the crate's documentation.
//!
//! ```text
//! cargo run --release -p paginate-benches --bin report
//! ```
#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a measurement: what fails ends it, and it prints what it found"
)]

mod measure;
mod overhead;

use measure::Measure;

fn main() {
    let measure = Measure::build();
    for section in [overhead::in_memory(&measure), overhead::over_http(&measure)] {
        println!("{section}");
    }
}
