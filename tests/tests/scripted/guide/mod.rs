//! The guide is complete: it has every key, every kind of error and every end reason, and rustdoc
//! has the pictures of its folder.
//!
//! `UPDATE_EXPECT=1 cargo test -p paginate-tests --test scripted guide::` writes `keys.md` and
//! `pictures.md` again.

mod keys;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use base64::Engine as _;
use expect_test::expect_file;

const KEYS_INTRODUCTION: &str = r#"# Every key of the attribute

<!-- Made by tests/tests/scripted/guide/keys/; do not edit. -->

Write `#[paginate(..)]` on the struct of one response. Each key below is shown with a response, the declaration for it, and the requests that the walk sends. A test
walks each example and writes this page; the JSON is the first page, and the first request is `GET /items` unless "Sent" shows another.

A *response location* says where to read a value. It is a path of Rust field names such as `"field.path"` (also through `Option` and `Box`; `"links[0].href"` for one element of a
list; `"0"` for a tuple struct), `header("Name")`, `link("rel")` (only for `next_url`), or a function `fn(&Self, &HeaderMap) -> value`.

A *request location* says where to write a value: `"query-parameter"`, `json("query-parameter")` for a query parameter whose value is JSON text, `header("Name")`,
`body("json.path")` or `form("field")`.

Which key do you need? See [Choosing a mode][modes].

"#;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn guide(page: &str) -> PathBuf {
    root().join("paginate-runtime/guide").join(page)
}

fn read(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The guide's page about keys is generated from the examples.
#[tokio::test]
async fn the_keys_are_shown_with_what_they_do() {
    let mut page = KEYS_INTRODUCTION.to_owned();
    for (title, examples) in keys::sections().await {
        page.push_str(&format!("## {title}\n\n"));
        for example in examples {
            assert!(!example.lines.is_empty(), "{}", example.name);
            page.push_str(&example.markdown());
        }
    }
    page.push_str("[modes]: modes.md\n");
    expect_file![guide("keys.md")].assert_eq(&page);
}

/// Reads the derive's keys from its source, because `keys.rs` is private to the macro crate.
#[tokio::test]
async fn no_key_is_missing() {
    let source = read(&root().join("paginate-derive/src/keys.rs"));
    let (_, table) = source.split_once("\nkeys! {\n").expect("the table of keys");
    let (table, _) = table.split_once("\n}").expect("its end");
    let known: BTreeSet<&str> = table
        .lines()
        .map(|line| line.split('"').nth(1).expect("a name"))
        .collect();
    assert!(known.len() >= 25, "{known:?}");

    let sections = keys::sections().await;
    let shown: BTreeSet<&str> = sections
        .iter()
        .flat_map(|(_, examples)| examples)
        .flat_map(keys::Example::keys)
        .filter(|key| !key.contains('='))
        .collect();
    assert_eq!(shown, known);
}

/// Reads the variants of an enum from the source: both enums are non-exhaustive, so no match can
/// count them.
fn variants(file: &str, name: &str) -> BTreeSet<String> {
    let source = read(&root().join("paginate-runtime/src").join(file));
    let (_, body) = source
        .split_once(&format!("pub enum {name} {{\n"))
        .expect("the enum");
    let (body, _) = body.split_once("\n}").expect("its end");
    body.lines()
        .map(str::trim)
        .filter(|line| !line.starts_with("//") && !line.starts_with('#'))
        .map(|line| line.trim_end_matches(',').to_owned())
        .collect()
}

/// Returns the first cells of a table's rows. The table is found by the heading of its first
/// column.
fn rows(page: &str, head: &str) -> BTreeSet<String> {
    let page = read(&guide(page));
    let (_, table) = page
        .split_once(&format!("\n| `{head}` |"))
        .expect("the table");
    table
        .lines()
        .skip(2)
        .map_while(|line| line.strip_prefix("| `")?.split_once('`'))
        .map(|(name, _)| name.to_owned())
        .collect()
}

#[test]
fn no_kind_of_error_and_no_end_is_missing() {
    let (kinds, ends) = (
        variants("error.rs", "ErrorKind"),
        variants("pager/end.rs", "EndReason"),
    );
    assert!(
        kinds.contains("Transport") && kinds.len() >= 19,
        "{kinds:?}"
    );
    assert!(
        ends.contains("NoContinuation") && ends.len() >= 8,
        "{ends:?}"
    );
    assert_eq!(rows("errors.md", "ErrorKind"), kinds);
    assert_eq!(rows("errors.md", "EndReason"), ends);
}

/// rustdoc cannot store pictures, so there they are data URLs, under the names that the pages use.
#[test]
fn the_pictures_of_rustdoc_are_those_of_the_folder() {
    let mut pictures: Vec<PathBuf> = std::fs::read_dir(guide(""))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    pictures.retain(|path| path.extension().is_some_and(|extension| extension == "svg"));
    pictures.sort();
    assert!(!pictures.is_empty());
    let mut page = String::new();
    for picture in pictures {
        let name = picture.file_stem().unwrap().to_str().unwrap();
        let data = base64::engine::general_purpose::STANDARD.encode(read(&picture));
        page.push_str(&format!(
            "[picture-{name}]: data:image/svg+xml;base64,{data}\n"
        ));
    }
    expect_file![guide("pictures.md")].assert_eq(&page);
}

/// Every page is a module in rustdoc, and each reference in a page is defined in rustdoc and in the
/// repository.
#[test]
fn no_page_and_no_reference_is_missing() {
    let modules = read(&root().join("paginate-runtime/src/guide.rs"));
    let links = read(&guide("links.md")) + &read(&guide("pictures.md"));
    let mut pages = 0;
    for entry in std::fs::read_dir(guide("")).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap();
        if !name.ends_with(".md") || ["links.md", "pictures.md"].contains(&name) {
            continue;
        }
        pages += 1;
        assert!(
            modules.contains(&format!("../guide/{name}\"")),
            "{name} is no module of `guide.rs`"
        );
        let text = read(&path);
        let defined: Vec<(&str, &str)> = text
            .lines()
            .filter_map(|line| line.strip_prefix('[')?.split_once("]: "))
            .collect();
        for (reference, target) in &defined {
            assert!(
                links.contains(&format!("[{reference}]: ")),
                "{name}: rustdoc does not know [{reference}]"
            );
            let file = target.split('#').next().unwrap();
            assert!(guide(file).exists(), "{name}: there is no {target}");
        }
        for used in text
            .split("][")
            .skip(1)
            .map(|rest| rest.split(']').next().unwrap())
        {
            assert!(
                defined.iter().any(|(reference, _)| *reference == used),
                "{name}: [{used}] is not defined"
            );
        }
    }
    assert!(pages >= 12, "{pages}");
}
