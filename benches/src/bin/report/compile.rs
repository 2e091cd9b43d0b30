//! The compile time of the library.

use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use paginate_benches::table::{Table, number};

use crate::measure::Measure;
use crate::part::Part;

/// The number of compilations of 200 derives; docs/compile-cost.md uses more.
const ROUNDS: u32 = 3;

/// Measures builds of the library, and of code that uses its derive.
pub(crate) fn compile(measure: &Measure) -> Part {
    let mut part = Part::new(
        "Compiling it",
        "compile",
        "`cargo build -p paginate-runtime` into an empty folder, as in development, the less of two builds, in turns. Neither builds TLS, which is the user's choice. \
         Builds meet other work for longer than walks do, and their ratios scatter more.",
    );
    let mut builds = [
        ("without `reqwest`", "derive,tokio", 0, Duration::MAX),
        (
            "with `reqwest`",
            "derive,tokio,reqwest-0-13",
            0,
            Duration::MAX,
        ),
    ];
    for _ in 0..2 {
        for (_, features, crates, least) in &mut builds {
            let (compiled, time) = cold_build(&measure.scratch("cold"), features);
            (*crates, *least) = (compiled, time.min(*least));
        }
    }
    let mut table = Table::new(["", "crates", "seconds", "ratio"]);
    let first = builds[0].3;
    for (title, _, crates, time) in builds {
        table.row([
            title.to_owned(),
            crates.to_string(),
            number(time.as_secs_f64(), 1),
            number(time.as_secs_f64() / first.as_secs_f64(), 2),
        ]);
    }
    part.table(&table);
    part.text += "\nThe derive beside serde's, as in [compile-cost](compile-cost.md), with fewer rounds:\n\n```text\n";
    part.text += &measure.expansion(ROUNDS);
    part.text += "```\n";
    part
}

/// The number of compiled crates, and the time.
fn cold_build(target: &Path, features: &str) -> (usize, Duration) {
    // Crates that are already built would not be compiled.
    let _ = fs::remove_dir_all(target);
    let start = Instant::now();
    let output = Command::new(env!("CARGO"))
        .args([
            "build",
            "-p",
            "paginate-runtime",
            "--no-default-features",
            "--features",
            features,
            "--target-dir",
        ])
        .arg(target)
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .expect("cargo");
    let time = start.elapsed();
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(
        output.status.success(),
        "the library does not compile:\n{said}"
    );
    let crates = said
        .lines()
        .filter(|line| line.trim_start().starts_with("Compiling "))
        .count();
    let _ = fs::remove_dir_all(target);
    (crates, time)
}
