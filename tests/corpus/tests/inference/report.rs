//! docs/inference.md: each proof owns the part between two marks.

use std::fs;
use std::path::Path;
use std::sync::Mutex;

static FILE: Mutex<()> = Mutex::new(());

/// Prints the part, and compares it with the file, or writes it if `UPDATE_EXPECT` is set.
pub(crate) fn part(name: &str, text: &str) {
    println!("\n{text}");
    let _only = FILE.lock().unwrap();
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/inference.md");
    let whole = fs::read_to_string(&path).unwrap();
    let (begin, end) = (
        format!("<!-- begin: {name} -->\n"),
        format!("<!-- end: {name} -->"),
    );
    let (before, rest) = whole.split_once(&begin).expect("the part's first mark");
    let (known, after) = rest.split_once(&end).expect("the part's last mark");
    if known == text {
        return;
    }
    assert!(
        std::env::var_os("UPDATE_EXPECT").is_some(),
        "docs/inference.md is not what the proof `{name}` finds: set UPDATE_EXPECT=1, and read what changed"
    );
    fs::write(&path, format!("{before}{begin}{text}{end}{after}")).unwrap();
}
