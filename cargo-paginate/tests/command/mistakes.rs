//! What is wrong with a file or the command is told with its place.

use std::fs;

use crate::{file, run};

#[test]
fn mistakes_in_files_name_the_place() {
    let broken = file("broken.rs", "struct A {\n    a: u8,\n    b c\n}")
        .display()
        .to_string();
    let none = file("none.rs", "struct A;").display().to_string();
    let two = "#[paginate(page = \"p\", items = \"a\")] struct A { a: Vec<u8> } #[paginate(page = \"p\", items = \"b\")] struct B { b: Vec<u8> }";
    let two = file("two.rs", two).display().to_string();
    let field = file(
        "field.rs",
        "#[paginate(page = \"p\", items = \"x\")]\nstruct A { a: Vec<u8> }",
    )
    .display()
    .to_string();
    let html = file("login.html", "<!DOCTYPE html><html>")
        .display()
        .to_string();
    let refused = file("refused.json", r#"{"message": "Unauthorized"}"#)
        .display()
        .to_string();
    let body = file("body.json", r#"{"a": [1]}"#).display().to_string();
    for (arguments, expected) in [
        (
            vec!["openapi", "/nowhere/api.json"],
            "error: /nowhere/api.json: No such file or directory",
        ),
        (
            vec!["openapi", html.as_str()],
            "login.html: the document is HTML or XML",
        ),
        (
            vec!["openapi", refused.as_str()],
            "refused.json: this is no API description but, it seems, an API's error: `Unauthorized`",
        ),
        (
            vec!["samples", html.as_str()],
            "login.html: this is HTML or XML, not a JSON response: does the URL need a login?",
        ),
        (
            vec!["check", broken.as_str(), "--sample", body.as_str()],
            "broken.rs:3: expected `:`",
        ),
        (
            vec!["check", none.as_str(), "--sample", body.as_str()],
            "none.rs: there is no struct with `#[paginate(..)]` in it",
        ),
        (
            vec!["check", two.as_str(), "--sample", body.as_str()],
            "two.rs: it has several declarations, `A`, `B`: name one with `--struct`",
        ),
        (
            vec![
                "check",
                two.as_str(),
                "--struct",
                "C",
                "--sample",
                body.as_str(),
            ],
            "`C` has no `#[paginate(..)]`; there are `A`, `B`",
        ),
        (
            vec!["check", field.as_str(), "--sample", body.as_str()],
            "field.rs:1: `A` has no field `x`",
        ),
        (
            vec!["openapi", html.as_str(), "--operation", "a", "--all"],
            "cannot be used with",
        ),
        (vec!["guess"], "unrecognized subcommand 'guess'"),
    ] {
        let ran = run(&arguments);
        assert_eq!(ran.code, 2, "{arguments:?}");
        assert!(ran.err.contains(expected), "{arguments:?}: {}", ran.err);
        assert_eq!(ran.out, "");
    }
}

#[test]
fn a_hundred_megabytes_are_refused_unread() {
    let path = file("huge.json", "{");
    fs::OpenOptions::new()
        .write(true)
        .open(&path)
        .and_then(|file| file.set_len(100 << 20))
        .unwrap();
    let ran = run(&["openapi", &path.display().to_string()]);
    assert_eq!(ran.code, 2);
    assert!(
        ran.err
            .ends_with("huge.json: the file is longer than 64 MB, and longer ones are not read\n"),
        "{}",
        ran.err
    );
    let bytes = file("bytes.json", "");
    fs::write(&bytes, [b'{', 0xff, 0xfe]).unwrap();
    let ran = run(&["openapi", &bytes.display().to_string()]);
    assert!(
        ran.err
            .ends_with("bytes.json: byte 1 is not UTF-8: is this a text file?\n"),
        "{}",
        ran.err
    );
}
