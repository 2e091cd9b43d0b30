//! Checks the order of the files: each imports only from files before it, so there is no circle.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use proc_macro2::{TokenStream, TokenTree};
use quote::ToTokens;
use syn::UseTree;

/// All files, from those that use no other file to those that use many.
const ORDER: &[&str] = &[
    "suggest",
    "errors",
    "location",
    "keys",
    "aliases::walk_options",
    "aliases",
    "syntax",
    "serde_attrs",
    "input::types",
    "input",
    "attrs::setting",
    "attrs::report",
    "attrs::crate_path",
    "attrs::ends",
    "attrs::response",
    "attrs::request",
    "attrs::parts",
    "attrs::values",
    "attrs",
    "model",
    "check::one_way",
    "check::paths",
    "check::at",
    "check::in_item",
    "check::reading",
    "check::items",
    "check::destinations",
    "check::names::tables",
    "check::names::meaning",
    "check::names",
    "check::direction",
    "check::first_item",
    "check::lists",
    "check::rules",
    "check::source",
    "check::build",
    "check",
    "expand::path",
    "expand::decode",
    "expand::items",
    "expand::page_info",
    "expand::scheme",
    "expand",
    "fallback",
    "lib",
];

#[test]
fn files_import_from_earlier_files_alone() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    collect(&src, "", &mut files);
    let found: BTreeSet<&str> = files.iter().map(|(module, _)| module.as_str()).collect();
    assert_eq!(
        found,
        ORDER.iter().copied().collect(),
        "the list names each file once"
    );

    let position = |module: &str| ORDER.iter().position(|listed| *listed == module);
    let mut wrong = Vec::new();
    for (module, text) in &files {
        for import in imports(module, text) {
            if position(&import) >= position(module) {
                wrong.push(format!(
                    "`{module}` imports from `{import}`, which is not before it"
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Collects every file below a folder, with the name of its module. Tests may import from any file.
fn collect(folder: &Path, prefix: &str, files: &mut Vec<(String, String)>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        if matches!(name.as_str(), "tests" | "snapshots") {
            continue;
        }
        if path.is_dir() {
            collect(&path, &format!("{prefix}{name}::"), files);
        } else {
            files.push((
                format!("{prefix}{name}"),
                fs::read_to_string(&path).unwrap(),
            ));
        }
    }
}

/// The modules that a file uses outside its tests.
fn imports(module: &str, text: &str) -> BTreeSet<String> {
    let mut paths: Vec<Vec<String>> = Vec::new();
    let file = syn::parse_file(text).unwrap();
    let is_test = |item: &syn::Item| {
        let tokens = item.to_token_stream().to_string();
        tokens.starts_with("# [cfg (test)]")
    };
    for item in file.items.iter().filter(|item| !is_test(item)) {
        match item {
            syn::Item::Use(item) => expand(&item.tree, &mut Vec::new(), &mut paths),
            item => collect_paths(item.to_token_stream(), &mut paths),
        }
    }
    paths
        .iter()
        .filter_map(|path| resolve(module, path))
        .filter(|import| import != module)
        .collect()
}

/// `use a::{b, c}` into `a::b` and `a::c`.
fn expand(tree: &UseTree, before: &mut Vec<String>, paths: &mut Vec<Vec<String>>) {
    match tree {
        UseTree::Path(path) => {
            before.push(path.ident.to_string());
            expand(&path.tree, before, paths);
            before.pop();
        }
        UseTree::Group(group) => group
            .items
            .iter()
            .for_each(|tree| expand(tree, before, paths)),
        UseTree::Name(name) => paths.push([before.as_slice(), &[name.ident.to_string()]].concat()),
        UseTree::Rename(name) => {
            paths.push([before.as_slice(), &[name.ident.to_string()]].concat())
        }
        UseTree::Glob(_) => paths.push(before.clone()),
    }
}

/// Every `a::b::c` in an item.
fn collect_paths(tokens: TokenStream, paths: &mut Vec<Vec<String>>) {
    let mut path: Vec<String> = Vec::new();
    let mut colons = 0;
    let mut end = |path: &mut Vec<String>| {
        if path.len() > 1 {
            paths.push(std::mem::take(path));
        }
        path.clear();
    };
    let mut groups = Vec::new();
    for token in tokens {
        match token {
            TokenTree::Ident(ident) => {
                if colons != 2 {
                    end(&mut path);
                }
                path.push(ident.to_string());
                colons = 0;
            }
            TokenTree::Punct(punct) if punct.as_char() == ':' && !path.is_empty() => colons += 1,
            other => {
                end(&mut path);
                colons = 0;
                if let TokenTree::Group(group) = other {
                    groups.push(group.stream());
                }
            }
        }
    }
    end(&mut path);
    for group in groups {
        collect_paths(group, paths);
    }
}

/// The file that a path leads into; `None` for a path out of this crate.
fn resolve(module: &str, path: &[String]) -> Option<String> {
    let mut at: Vec<&str> = match module {
        "lib" => Vec::new(),
        module => module.split("::").collect(),
    };
    let is_file = |at: &[&str]| ORDER.contains(&at.join("::").as_str());
    let mut segments = path.iter().map(String::as_str).peekable();
    match *segments.peek()? {
        "crate" => at.clear(),
        "self" => {}
        "super" => drop(at.pop()),
        child if is_file(&[at.as_slice(), &[child]].concat()) => at.push(child),
        _ => return None,
    }
    segments.next();
    for segment in segments {
        if segment == "super" {
            at.pop();
            continue;
        }
        at.push(segment);
        if !is_file(&at) {
            at.pop();
            break;
        }
    }
    Some(if at.is_empty() {
        "lib".to_owned()
    } else {
        at.join("::")
    })
}

#[test]
fn paths_are_followed_through_every_spelling() {
    let imports = |module, text| imports(module, text).into_iter().collect::<Vec<_>>();
    assert_eq!(imports("check::at", "use super::paths;"), ["check::paths"]);
    assert_eq!(
        imports("check::at", "use super::{paths, Whole};"),
        ["check", "check::paths"]
    );
    assert_eq!(
        imports(
            "check::names",
            "use super::destinations; fn f() { tables::g(crate::input::types::h) }"
        ),
        [
            "check::destinations",
            "check::names::tables",
            "input::types"
        ]
    );
    assert_eq!(
        imports(
            "check",
            "fn f(shape: &crate::input::Shape) { build::model(quote!(a::b)) }"
        ),
        ["check::build", "input"]
    );
    assert_eq!(
        imports(
            "lib",
            "use proc_macro2::Span; fn f() { attrs::Attrs::read() }"
        ),
        ["attrs"]
    );
    assert_eq!(
        imports(
            "check",
            "#[cfg(test)] mod tests { use crate::expand::path; }"
        ),
        [""; 0]
    );
}
