//! Tests of this crate's layout: folders import in one direction, and files do not import each
//! other in a circle.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

/// The folders and files at the top of `src`. Each imports only from itself and from those before
/// it.
const ORDER: &[&str] = &[
    "platform",
    "runtime",
    "page",
    "scheme",
    "report",
    "pager",
    "redact",
    "error",
    "trace",
    "request",
    "transport",
    "response",
    "policy",
    "source",
    "session",
    "stream",
    "testing",
];

/// The one file that may import from folders after its own: the trait that users implement, whose
/// methods return the builder.
const EXCEPTION: &str = "page::paginated";

type Files = BTreeMap<String, String>;

/// Returns the code of every file by its module path, without comments and tests.
fn files() -> Files {
    let mut files = Files::new();
    collect(
        &Path::new(env!("CARGO_MANIFEST_DIR")).join("src"),
        "",
        &mut files,
    );
    files
}

fn collect(folder: &Path, module: &str, files: &mut Files) {
    for entry in fs::read_dir(folder).expect("the folder is readable") {
        let path = entry.expect("the entry is readable").path();
        let name = path
            .file_stem()
            .and_then(|name| name.to_str())
            .expect("names are UTF-8")
            .to_owned();
        let inner = if module.is_empty() {
            name.clone()
        } else {
            format!("{module}::{name}")
        };
        if path.is_dir() {
            collect(&path, &inner, files);
        } else if path.extension().is_some_and(|extension| extension == "rs")
            && !matches!(name.as_str(), "lib" | "house" | "guide" | "tests")
        {
            let text = fs::read_to_string(&path).expect("the file is UTF-8");
            let code: String = text
                .lines()
                .map(|line| line.split("//").next().unwrap_or_default())
                .collect::<Vec<_>>()
                .join("\n");
            let code = code
                .split("#[cfg(test)]\nmod tests")
                .next()
                .unwrap_or_default()
                .to_owned();
            let module = if name == "mod" {
                module.to_owned()
            } else {
                inner
            };
            files.insert(module, code);
        }
    }
}

/// Returns the code of a file with `super::..` written as `crate::..`. In a module inside the file,
/// `super` is the file itself, which imports nothing by that.
fn absolute(module: &str, code: &str) -> String {
    let parent = |module: &str| {
        module
            .rsplit_once("::")
            .map_or_else(String::new, |(parent, _)| parent.to_owned())
    };
    let mut parts = code.split("super::");
    let mut text = parts.next().unwrap_or_default().to_owned();
    let mut of = module.to_owned();
    for part in parts {
        of = parent(&of);
        // `super::super::` goes up once more.
        if !part.is_empty() {
            let path = match of.as_str() {
                "" => String::new(),
                of => format!("{of}::"),
            };
            text += &format!("crate::{path}{part}");
            of = module.to_owned();
        }
    }
    text
}

/// Returns the files that this code names by `crate::..` or `super::..`.
fn imports(module: &str, code: &str, files: &Files) -> BTreeSet<String> {
    let code = absolute(module, code);
    let paths = code.split("crate::").skip(1).flat_map(|rest| {
        let is_name = |c: char| c.is_alphanumeric() || matches!(c, '_' | ':');
        let end = rest.find(|c| !is_name(c)).unwrap_or(rest.len());
        let (path, rest) = rest.split_at(end);
        let names = rest
            .strip_prefix('{')
            .and_then(|rest| rest.split('}').next());
        match names {
            Some(names) => names
                .split(',')
                .map(|name| format!("{path}{}", name.trim()))
                .collect(),
            None => vec![path.to_owned()],
        }
    });
    let file_of = |path: String| {
        let mut path = path.as_str();
        loop {
            if files.contains_key(path) {
                return Some(path.to_owned());
            }
            path = path.rsplit_once("::")?.0;
        }
    };
    paths.filter_map(file_of).collect()
}

fn top(module: &str) -> &str {
    module.split("::").next().unwrap_or_default()
}

#[test]
fn folders_import_in_one_direction() {
    let files = files();
    assert!(files.len() > 100, "the files are found");
    let place = |module: &str| ORDER.iter().position(|name| *name == top(module));
    let mut wrong = Vec::new();
    for (module, code) in files.iter().filter(|(module, _)| *module != EXCEPTION) {
        for import in imports(module, code, &files) {
            if let (Some(from), Some(to)) = (place(module), place(&import)) {
                if to > from {
                    wrong.push(format!("{module} imports {import}"));
                }
            }
        }
    }
    assert_eq!(wrong, [""; 0]);
}

#[test]
fn files_do_not_import_each_other_in_a_circle() {
    let files = files();
    let graph: BTreeMap<&str, BTreeSet<String>> = files
        .iter()
        .filter(|(module, _)| *module != EXCEPTION)
        .map(|(module, code)| {
            // A folder's `mod.rs` names its files. A file that names this `mod.rs` makes no circle.
            let others = imports(module, code, &files)
                .into_iter()
                .filter(|import| !module.starts_with(&format!("{import}::")) && import != module);
            (module.as_str(), others.collect())
        })
        .collect();
    for start in graph.keys() {
        let mut seen = BTreeSet::new();
        let mut waiting: Vec<&String> = graph[start].iter().collect();
        while let Some(module) = waiting.pop() {
            assert_ne!(
                module, start,
                "{start} imports itself by way of others: {seen:?}"
            );
            if seen.insert(module) {
                waiting.extend(graph.get(module.as_str()).into_iter().flatten());
            }
        }
    }
}

#[test]
fn imports_are_found_however_they_are_written() {
    let files: Files = [
        "page",
        "page::link",
        "page::next",
        "pager::end",
        "pager::guards::loops",
    ]
    .map(|module| (module.to_owned(), String::new()))
    .into();
    for (module, code, expected) in [
        ("page::link", "use super::next::Next;", &["page::next"][..]),
        (
            "pager::guards::loops",
            "use super::super::end::{self, End};\nuse crate::page::{link, next::Next};",
            &["page::link", "page::next", "pager::end"],
        ),
        ("page", "pub use super::pager::end::End;", &["pager::end"]),
        ("page::next", "use super::Token;", &["page"]),
    ] {
        let found: Vec<String> = imports(module, code, &files).into_iter().collect();
        assert_eq!(found, expected, "{code}");
    }
}
