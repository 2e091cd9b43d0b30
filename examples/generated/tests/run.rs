//! Runs the example, and compares its output with the one in its documentation.

use std::process::Command;

#[test]
fn the_example_prints_what_it_documents() {
    let documented: Vec<_> = include_str!("../src/main.rs")
        .lines()
        .map_while(|line| line.strip_prefix("//!"))
        .map(|line| line.strip_prefix(' ').unwrap_or(line))
        .skip_while(|line| *line != "```text")
        .skip(1)
        .take_while(|line| *line != "```")
        .collect();
    let output = Command::new(env!("CARGO_BIN_EXE_paginate-example-generated"))
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let printed = String::from_utf8(output.stdout).unwrap();
    assert_eq!(printed.lines().collect::<Vec<_>>(), documented);
    assert!(!documented.is_empty());
}
