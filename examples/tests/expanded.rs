//! `quickstart_expanded.rs` is `quickstart.rs` with what the derive makes of it in the derive's place, and nothing else.

use std::fs;
use std::path::Path;

fn read(path: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// A file without the documentation at its top.
fn code(source: &str) -> String {
    let code = source.lines().skip_while(|line| line.starts_with("//!"));
    code.map(|line| format!("{line}\n")).collect()
}

#[test]
fn the_expanded_quickstart_is_what_the_derive_makes_of_the_quickstart() {
    // The derive's own test holds this file against what it makes: the declaration as a comment, a blank line, and the expansion.
    let snapshot = read("../paginate-derive/src/snapshots/readme.rs");
    let (declaration, expansion) = snapshot.split_once("\n\n").unwrap();
    let declaration: String = declaration
        .lines()
        .map(|line| format!("{}\n", line.strip_prefix("// ").unwrap()))
        .collect();
    let (attribute, structure) = declaration.split_once('\n').unwrap();

    let quickstart = code(&read("quickstart.rs"));
    let derived = format!("#[derive(Deserialize, Paginated)]\n{attribute}\n{structure}");
    assert!(
        quickstart.contains(&derived),
        "`quickstart.rs` declares something else than the snapshot:\n{derived}"
    );
    let expanded = quickstart.replace(
        &derived,
        &format!("#[derive(Deserialize)]\n{structure}\n#[rustfmt::skip]\n{expansion}"),
    );
    assert_eq!(code(&read("quickstart_expanded.rs")), expanded);
}
