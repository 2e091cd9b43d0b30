//! Opens the page of `tests/browser` and the page of `docs/playground` in a browser, and compares
//! what they show with what they should. `bash .ci/browser` builds them, finds a browser and runs
//! this.
//!
//! ```text
//! cargo run -p paginate-tests --bin browser -- <folder of the built page> <folder of the playground> <browser>
//! ```
#![allow(
    clippy::print_stdout,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a test that prints: what must not happen ends it"
)]

mod chromium;
mod devtools;
mod playground;
mod walks;

use std::path::PathBuf;
use std::process::ExitCode;

#[tokio::main]
async fn main() -> ExitCode {
    let arguments: Vec<PathBuf> = std::env::args_os().skip(1).map(PathBuf::from).collect();
    let [page, playground, browser] = arguments.as_slice() else {
        eprintln!(
            "give the folder of the built page, the folder of the playground and the browser"
        );
        return ExitCode::FAILURE;
    };
    let walks = walks::run(page, browser).await;
    let playground = playground::run(playground, page, browser).await;
    let mut end = ExitCode::SUCCESS;
    for outcome in [walks, playground] {
        if let Err(error) = outcome {
            eprintln!("{error}");
            end = ExitCode::FAILURE;
        }
    }
    end
}
