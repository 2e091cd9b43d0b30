//! Checks that `quickstart_expanded.rs` is `quickstart.rs` with the generated code instead of the
//! derive, and otherwise equal. `UPDATE_EXPECT=1 cargo test -p paginate-examples --test expanded`
//! rewrites it.
#![allow(clippy::unwrap_used, reason = "what must not happen ends the test")]

use std::fs;
use std::path::Path;

use expect_test::expect_file;

fn read(path: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).unwrap()
}

/// The documentation at the top of a file, and its code.
fn split(source: &str) -> (String, String) {
    let mut lines = source.split_inclusive('\n').peekable();
    let mut documentation = String::new();
    while let Some(line) = lines.next_if(|line| line.starts_with("//!")) {
        documentation.push_str(line);
    }
    (documentation, lines.collect())
}

#[test]
fn the_expanded_quickstart_is_what_the_derive_makes_of_the_quickstart() {
    // The derive's own test compares this file with its output: the declaration as a comment, a
    // blank line, and the expansion.
    let snapshot = read("../paginate-derive/src/snapshots/readme.rs");
    let (declaration, expansion) = snapshot.split_once("\n\n").unwrap();
    let declaration: String = declaration
        .lines()
        .map(|line| format!("{}\n", line.strip_prefix("// ").unwrap()))
        .collect();
    let (attribute, structure) = declaration.split_once('\n').unwrap();

    let (_, quickstart) = split(&read("quickstart.rs"));
    let derived = format!("#[derive(Deserialize, Paginated)]\n{attribute}\n{structure}");
    assert!(
        quickstart.contains(&derived),
        "`quickstart.rs` declares something else than the snapshot:\n{derived}"
    );
    let by_hand = format!("#[derive(Deserialize)]\n{structure}\n#[rustfmt::skip]\n{expansion}");
    let (documentation, _) = split(&read("quickstart_expanded.rs"));
    expect_file!["../quickstart_expanded.rs"].assert_eq(&format!(
        "{documentation}{}",
        quickstart.replace(&derived, &by_hand)
    ));
}
