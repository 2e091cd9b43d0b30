//! Generates `docs/catalogue.md` from the modules of the catalogue, and checks that it is up to
//! date.
//!
//! `UPDATE_EXPECT=1 cargo test -p paginate-tests --test catalogue doc::` writes the file again.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use expect_test::expect_file;

/// Returns the numbers of the rows, as the root of the catalogue lists them.
fn numbers() -> Vec<usize> {
    let main =
        std::fs::read_to_string(catalogue().join("main.rs")).expect("the root of the catalogue");
    let modules = main
        .lines()
        .filter_map(|line| line.strip_prefix("mod row_")?.strip_suffix(';'));
    modules
        .map(|number| number.parse().expect("a number"))
        .collect()
}

/// The keys that say how to reach the next page, and their names in the index.
const SOURCES: [(&str, &str); 6] = [
    ("token", "token"),
    ("next_url", "link"),
    ("page", "page number"),
    ("offset", "offset"),
    ("last_item", "last item"),
    ("next_with", "function"),
];

const INTRODUCTION: &str = "\
# The catalogue

<!-- Made by tests/tests/catalogue/doc.rs from tests/tests/catalogue/; do not edit. -->

More than fifty paginated APIs and the declaration for each. Find yours, copy the block, and add the fields that you want to read; names are Rust
fields, and serde says what they are called on the wire. No row needs a hand-written `impl Paginated`. Is yours not here? Then it is almost
certainly shaped like one that is.

```rust,ignore
let users: Vec<User> = UserList::paginate(client.get(url).bearer_auth(token)).items().try_collect().await?;
```

**Sends** is what goes over the wire without any options: `.page_size(n)` asks for smaller pages, and whatever your first request says
beside paging is in each request. Each block below is compiled and walked over real sockets, against a server that does what the API's
documents say, by the test it links to. **Source** says where the facts come from: S, the vendor's documentation or source code; I, issue
threads of its users; L, users' reports whose thread we no longer have; K, from memory, to be treated with caution.
";

/// One module of the catalogue.
struct Row {
    number: usize,
    title: String,
    /// The paragraphs about the API.
    notes: Vec<String>,
    sends: String,
    source: String,
    /// The declarations, as written in the module.
    declarations: Vec<String>,
    code: String,
}

impl Row {
    fn read(number: usize) -> Self {
        let path = catalogue().join(file_name(number));
        let code = std::fs::read_to_string(&path)
            .unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let header: Vec<&str> = code
            .lines()
            .map_while(|line| line.strip_prefix("//!"))
            .map(|line| line.strip_prefix(' ').unwrap_or(line))
            .collect();
        let header = header.join("\n");
        let mut paragraphs = header.split("\n\n").map(str::trim);

        let title = paragraphs.next().unwrap_or_default();
        let title = title
            .strip_prefix(&format!("Row {number}. "))
            .unwrap_or_else(|| {
                panic!(
                    "row {number}: the first line is `//! Row {number}. <title>`, and not {title:?}"
                )
            });
        let (mut notes, mut sends, mut source) = (Vec::new(), None, None);
        for paragraph in paragraphs {
            if let Some(text) = paragraph.strip_prefix("Sends: ") {
                sends = Some(text.replace('\n', " "));
            } else if let Some(text) = paragraph.strip_prefix("Source: ") {
                source = Some(text.to_owned());
            } else {
                notes.push(paragraph.to_owned());
            }
        }
        assert!(
            !notes.is_empty(),
            "row {number}: the header says nothing about the API"
        );
        Self {
            number,
            title: title.to_owned(),
            notes,
            sends: sends
                .unwrap_or_else(|| panic!("row {number}: the header has no paragraph `Sends: ..`")),
            source: source.unwrap_or_else(|| {
                panic!("row {number}: the header has no paragraph `Source: ..`")
            }),
            declarations: declarations(number, &code),
            code,
        }
    }

    /// Returns how its declarations reach the next page, in their order.
    fn ways(&self) -> Vec<&'static str> {
        let mut ways = Vec::new();
        for (key, value) in self.attributes() {
            if let Some((_, way)) = SOURCES.iter().find(|(source, _)| *source == key)
                && !ways.contains(way)
            {
                ways.push(way);
                assert!(
                    !value.is_empty(),
                    "row {}: `{key}` without a value",
                    self.number
                );
            }
        }
        ways
    }

    /// Returns whether a declaration uses a function of the user.
    fn has_a_function(&self) -> bool {
        self.attributes()
            .iter()
            .any(|(_, value)| value.starts_with("Self::"))
    }

    /// Returns the entries of the attributes `#[paginate(..)]`, each with the text after the `=`.
    fn attributes(&self) -> Vec<(&str, &str)> {
        let attributes = self
            .declarations
            .iter()
            .flat_map(|declaration| declaration.split("#[paginate(").skip(1))
            .filter_map(|rest| rest.split_once(")]\n").map(|(attribute, _)| attribute));
        attributes
            .flat_map(|attribute| attribute.split([',', '\n']))
            .filter_map(|entry| entry.split_once(" = "))
            .map(|(key, value)| (key.trim(), value.trim()))
            .collect()
    }

    fn write(&self, page: &mut String) {
        let Self {
            number,
            title,
            notes,
            sends,
            source,
            declarations,
            ..
        } = self;
        let file = file_name(*number);
        write!(
            page,
            "\n<a id=\"row-{number}\"></a>\n\n## {number}. {title}\n"
        )
        .expect("text");
        for declaration in declarations {
            write!(page, "\n```rust\n{declaration}```\n").expect("text");
        }
        let sends = sends
            .replace('`', "")
            .replace(", then ", "\nthen ")
            .replace("; ", "\n\n");
        write!(page, "\n**Sends**\n\n```text\n{sends}\n```\n").expect("text");
        for note in notes {
            write!(page, "\n{note}\n").expect("text");
        }
        write!(
            page,
            "\n**Source** {source}\n\n**Tested** by [`{file}`](../tests/tests/catalogue/{file}).\n"
        )
        .expect("text");
    }
}

/// Returns the text between the markers, without them.
fn declarations(number: usize, code: &str) -> Vec<String> {
    let mut blocks: Vec<String> = Vec::new();
    let mut open = false;
    for line in code.lines() {
        match line {
            "// [declaration]" => {
                assert!(!open, "row {number}: a declaration inside a declaration");
                open = true;
                blocks.push(String::new());
            }
            "// [/declaration]" => {
                assert!(
                    open,
                    "row {number}: the end of a declaration that did not begin"
                );
                open = false;
            }
            line if open => {
                let block = blocks.last_mut().expect("an open block");
                block.push_str(line);
                block.push('\n');
            }
            _ => {}
        }
    }
    assert!(!open, "row {number}: a declaration that does not end");
    assert!(!blocks.is_empty(), "row {number}: no `// [declaration]`");
    blocks
}

fn catalogue() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/catalogue")
}

fn file_name(number: usize) -> String {
    format!("row_{number:02}.rs")
}

fn rows() -> Vec<Row> {
    numbers().into_iter().map(Row::read).collect()
}

fn page(rows: &[Row]) -> String {
    let mut page = INTRODUCTION.to_owned();
    page.push_str("\n| # | API | The next page is found by | Own function |\n|---|---|---|---|\n");
    for row in rows {
        let (number, title, ways) = (row.number, &row.title, row.ways().join(", "));
        let function = if row.has_a_function() { "yes" } else { "" };
        writeln!(
            page,
            "| {number} | [{title}](#row-{number}) | {ways} | {function} |"
        )
        .expect("text");
    }
    for row in rows {
        row.write(&mut page);
    }
    page
}

#[test]
fn the_page_is_up_to_date() {
    expect_file!["../../../docs/catalogue.md"].assert_eq(&page(&rows()));
}

#[test]
fn all_rows_are_there_in_order_and_each_is_tested() {
    let numbers = numbers();
    assert!(
        numbers.len() >= 50 && numbers.is_sorted(),
        "the modules in main.rs: {numbers:?}"
    );
    let mut files: Vec<String> = std::fs::read_dir(catalogue())
        .expect("the catalogue")
        .map(|file| {
            file.expect("a file")
                .file_name()
                .into_string()
                .expect("text")
        })
        .collect();
    files.retain(|name| name.starts_with("row_"));
    files.sort();
    let expected: Vec<String> = numbers.into_iter().map(file_name).collect();
    assert_eq!(files, expected, "the modules in main.rs");

    for row in rows() {
        let test = format!("#[tokio::test]\nasync fn row_{:02}_", row.number);
        assert!(
            row.code.contains(&test),
            "row {} has no test of its name",
            row.number
        );
        assert!(
            row.code.contains(".lines()"),
            "row {} asserts no requests",
            row.number
        );
        assert!(
            !row.ways().is_empty(),
            "row {}: no declaration says how to get to the next page",
            row.number
        );
    }
}

#[test]
fn no_row_is_written_by_hand() {
    for row in rows() {
        let derived = row.code.matches("Paginated)]").count();
        assert!(derived > 0, "row {} derives nothing", row.number);
        for by_hand in ["impl Paginated for", "Paginated for ", "impl<T> Paginated"] {
            assert!(
                !row.code.contains(by_hand),
                "row {}: `{by_hand}`",
                row.number
            );
        }
    }
}

/// Each row that needs a function of the user says so, and why.
#[test]
fn rows_with_a_function_say_so() {
    for row in rows().iter().filter(|row| row.has_a_function()) {
        let notes = row.notes.join("\n");
        assert!(
            notes.contains("function"),
            "row {} uses a function and does not say why",
            row.number
        );
    }
}
