//! What is written for operations drawn over all corpora compiles in one crate, without a warning,
//! and rustfmt changes nothing.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use paginate_infer::{Verdict, infer, read, write};

use crate::documents;

const FILES: usize = 200;

#[test]
fn two_hundred_generated_files_compile_in_one_crate() {
    let room = Path::new(env!("CARGO_TARGET_TMPDIR")).join("generated");
    let _ = fs::remove_dir_all(room.join("src"));
    fs::create_dir_all(room.join("src")).unwrap();
    let drawn = drawn();
    assert_eq!(drawn.len(), FILES);
    let mut list = String::new();
    let mut files = Vec::new();
    for (number, code) in drawn.iter().enumerate() {
        let file = room.join(format!("src/m{number}.rs"));
        fs::write(&file, code).unwrap();
        files.push(file);
        writeln!(list, "pub mod m{number};").unwrap();
    }
    fs::write(room.join("src/lib.rs"), list).unwrap();
    fs::write(room.join("Cargo.toml"), manifest()).unwrap();
    fs::copy(root().join("Cargo.lock"), room.join("Cargo.lock")).unwrap();

    let format = Command::new("rustfmt")
        .args(["--edition", "2024", "--check"])
        .args(&files)
        .output()
        .unwrap();
    assert!(
        format.status.success(),
        "{}",
        String::from_utf8_lossy(&format.stdout)
    );
    let check = Command::new(env!("CARGO"))
        .args(["clippy", "--quiet", "--all-targets", "--manifest-path"])
        .arg(room.join("Cargo.toml"))
        .arg("--target-dir")
        .arg(room.join("target"))
        .args(["--", "-D", "warnings"])
        .output()
        .unwrap();
    assert!(
        check.status.success(),
        "{}",
        String::from_utf8_lossy(&check.stderr)
    );
    println!("{FILES} generated files compile in one crate, without a warning");
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn manifest() -> String {
    let root = root();
    let root = root.display();
    format!(
        "[package]\nname = \"generated\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[workspace]\n\n\
         [dependencies]\n\
         paginate-runtime = {{ path = \"{root}/paginate-runtime\", features = [\"testing\"] }}\n\
         reqwest = {{ version = \"0.13\", default-features = false }}\n\
         serde = {{ version = \"1\", features = [\"derive\"] }}\n\
         serde_json = \"1\"\n\
         tokio = {{ version = \"1\", features = [\"macros\", \"rt\"] }}\n"
    )
}

/// The code of declared operations: evenly over the documents of each corpus, one of each document
/// in turn.
fn drawn() -> Vec<String> {
    let corpora = [
        ("botocore", "service-2.json"),
        ("google", ".json"),
        ("github", ".json"),
    ];
    let documents: Vec<PathBuf> = corpora
        .iter()
        .flat_map(|(corpus, ending)| documents::files(&documents::folder(corpus), ending))
        .collect();
    let every = (documents.len() / 150).max(1);
    let mut operations: Vec<Vec<String>> = documents
        .iter()
        .enumerate()
        .filter(|(at, path)| at % every == 0 || path.ends_with("api.github.com.json"))
        .map(|(_, path)| codes(path))
        .collect();
    let mut drawn = Vec::new();
    while drawn.len() < FILES {
        let before = drawn.len();
        for of_one in &mut operations {
            drawn.extend(of_one.pop());
        }
        assert!(
            drawn.len() > before,
            "only {before} operations are declared"
        );
    }
    drawn.truncate(FILES);
    drawn
}

/// The code of some declared operations of a document.
fn codes(document: &Path) -> Vec<String> {
    let described = read::description(&documents::text(document)).unwrap();
    let declared = described
        .operations
        .iter()
        .filter_map(|operation| match infer(operation) {
            Verdict::Declared { declaration, .. } => write::rust(operation, &declaration).ok(),
            _ => None,
        });
    declared.take(20).collect()
}
