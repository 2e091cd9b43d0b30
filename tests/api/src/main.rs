//! Compares the public API with the accepted one, so that each change is a line in a diff.
//!
//! `cargo run -p paginate-public-api` compares; `cargo run -p paginate-public-api -- accept`
//! rewrites the accepted API.
#![allow(clippy::print_stdout, reason = "printing is what this binary does")]

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::{env, fs};

type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

fn main() -> Result<ExitCode> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let agreed = root.join("docs/public-api.txt");
    let is = public_api(&root)?;
    if env::args().nth(1).as_deref() == Some("accept") {
        fs::write(agreed, is)?;
        return Ok(ExitCode::SUCCESS);
    }
    let was = fs::read_to_string(agreed)?;
    let (gone, new) = (lines(&was, &is), lines(&is, &was));
    for line in &gone {
        println!("- {line}");
    }
    for line in &new {
        println!("+ {line}");
    }
    if gone.is_empty() && new.is_empty() {
        println!("the public API is the one of docs/public-api.txt");
        return Ok(ExitCode::SUCCESS);
    }
    println!(
        "The public API is another one. If that is meant: cargo run -p paginate-public-api -- accept"
    );
    Ok(ExitCode::FAILURE)
}

/// The lines of `one` that `other` lacks.
fn lines<'a>(one: &'a str, other: &str) -> BTreeSet<&'a str> {
    let other: BTreeSet<&str> = other.lines().collect();
    one.lines().filter(|line| !other.contains(line)).collect()
}

/// Every public item, one per line, with all features.
fn public_api(root: &Path) -> Result<String> {
    let target: PathBuf = root.join("target/public-api");
    let status = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
        .args([
            "rustdoc",
            "--quiet",
            "--lib",
            "--package",
            "paginate-runtime",
            "--all-features",
            "--target-dir",
        ])
        .arg(&target)
        .args([
            "--",
            "-Z",
            "unstable-options",
            "--output-format",
            "json",
            "--cap-lints",
            "allow",
        ])
        // The JSON output of rustdoc is unstable. This variable enables it in the pinned toolchain.
        .env("RUSTC_BOOTSTRAP", "1")
        .current_dir(root)
        .status()?;
    if !status.success() {
        return Err("rustdoc failed".into());
    }
    let api = public_api::Builder::from_rustdoc_json(target.join("doc/paginate_runtime.json"))
        .omit_blanket_impls(true)
        .omit_auto_trait_impls(true)
        .omit_auto_derived_impls(true)
        .build()?;
    Ok(api.items().map(|item| format!("{item}\n")).collect())
}
