//! Produces the figures: builds the binaries that measure, runs them, prints the tables, and writes
//! `docs/performance.md` with its charts. With names of parts as arguments, only prints those
//! parts. See the crate's documentation.
//!
//! ```text
//! cargo run --release -p paginate-benches --bin report
//! cargo run --release -p paginate-benches --bin report -- walk scale
//! ```
#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a measurement: what fails ends it, and it prints what it found"
)]

mod compile;
mod measure;
mod overhead;
mod part;
mod walk;

use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::Instant;

use measure::Measure;
use part::{Check, Part, verdict};

/// Measures a part.
type Make = fn(&Measure) -> Part;

/// The parts, in the order of the document.
const PARTS: [(&str, Make); 5] = [
    ("walk", walk::over_sockets),
    ("overhead", overhead::in_memory),
    ("http", overhead::over_http),
    ("scale", walk::growth),
    ("compile", compile::compile),
];

fn main() {
    let asked: Vec<String> = std::env::args().skip(1).collect();
    let unknown = asked
        .iter()
        .find(|name| PARTS.iter().all(|(part, _)| part != name));
    assert!(
        unknown.is_none(),
        "no part {unknown:?}: there are {:?}",
        PARTS.map(|(name, _)| name)
    );
    let began = Instant::now();
    let measure = Measure::build();
    let mut parts = Vec::new();
    for (name, make) in PARTS {
        if asked.is_empty() || asked.iter().any(|asked| asked == name) {
            let part = make(&measure);
            println!("{}", part.text);
            parts.push(part);
        }
    }
    let checks: Vec<&Check> = parts.iter().flat_map(|part| &part.checks).collect();
    let verdict = verdict(&checks);
    println!("{verdict}");
    if asked.is_empty() {
        let minutes = began.elapsed().as_secs_f64() / 60.0;
        write(&document(&verdict, &parts, minutes), &parts);
    }
}

fn document(verdict: &str, parts: &[Part], minutes: f64) -> String {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let compiler = Command::new("rustc")
        .arg("--version")
        .output()
        .expect("rustc")
        .stdout;
    let compiler = String::from_utf8(compiler).expect("a version");
    let mut text = format!(
        "# What a walk costs\n\n\
         Written by one command, which takes under 15 minutes:\n\n\
         ```sh\ncargo run --release -p paginate-benches --bin report\n```\n\n\
         This run took {minutes:.0} minutes on {cores} cores that other work shared, with {}. Instructions are counted by valgrind, where it is installed.\n\n\
         * **Instructions, allocations, requests, bytes** are counts. They are the same in each run, to a few in ten thousand; but how many requests `pages_ahead` makes past the end is chance.\n\
         * **Times** stand only beside other times of the same run: what counts is the *ratio*. Ratios near 1 scatter by 5 %, so a difference of less says nothing.\n\
         * **Peak memory** scatters with the moment at which pieces of a body arrive, by about a tenth, more where several do at a time.\n\n",
        compiler.trim(),
    );
    text += verdict;
    for part in parts {
        text.push('\n');
        text += &part.text;
    }
    // Reduce several empty lines to one.
    while text.contains("\n\n\n") {
        text = text.replace("\n\n\n", "\n\n");
    }
    text.trim_end().to_owned() + "\n"
}

fn write(document: &str, parts: &[Part]) {
    let docs = Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .expect("a workspace")
        .join("docs");
    fs::write(docs.join("performance.md"), document).expect("a document");
    for (file, chart) in parts.iter().filter_map(|part| part.chart.as_ref()) {
        fs::write(docs.join(file), chart).expect("a chart");
    }
    println!("written: docs/performance.md and its charts");
}
