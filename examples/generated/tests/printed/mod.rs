//! Runs an example that is a package of its own, and compares its output with its documentation.
#![allow(clippy::unwrap_used, reason = "what must not happen ends the test")]

use std::process::Command;

/// Asserts that this binary prints the block ```` ```text ```` in the documentation of its source.
#[track_caller]
pub(crate) fn assert_as_documented(binary: &str, source: &str) {
    let documented: Vec<_> = source
        .lines()
        .map_while(|line| line.strip_prefix("//!"))
        .map(|line| line.strip_prefix(' ').unwrap_or(line))
        .skip_while(|line| *line != "```text")
        .skip(1)
        .take_while(|line| *line != "```")
        .collect();
    let output = Command::new(binary).output().unwrap();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let printed = String::from_utf8(output.stdout).unwrap();
    assert_eq!(printed.lines().collect::<Vec<_>>(), documented);
    assert!(!documented.is_empty());
}
