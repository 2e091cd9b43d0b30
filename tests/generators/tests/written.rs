//! The build scripts have what is written: this package's with typify, and that of
//! `examples/grpc`, with prost.
#![allow(clippy::unwrap_used, reason = "a test fails by a panic")]

use paginate_infer::write::{self, WriteError};
use paginate_infer::{Declaration, infer, model::Operation, read};

type Write = fn(&Operation, &Declaration) -> Result<String, WriteError>;

/// What is written for all operations of a document that page.
fn written(document: &str, write: Write) -> Vec<String> {
    let described = read::description(document).unwrap();
    assert!(described.problems.is_empty());
    let operations = described.operations.iter();
    operations
        .filter_map(|operation| {
            let verdict = infer(operation);
            Some(write(operation, verdict.declaration()?).unwrap())
        })
        .collect()
}

/// A text as rustfmt cannot change it.
fn plain(text: &str) -> String {
    let lines = text.lines().map(str::trim);
    let code = lines.filter(|line| !line.starts_with("//"));
    let text: String = code.collect();
    text.replace([' ', '\n'], "").replace(",)", ")")
}

#[test]
fn the_patches_of_typify_are_those_of_the_build_script() {
    let document = include_str!("../../../examples/generated/bookshop.yaml");
    let patches = written(document, write::typify);
    assert_eq!(patches.len(), 3);
    let (_, script) = include_str!("../build.rs")
        .split_once("fn patch(settings: &mut TypeSpaceSettings) {")
        .unwrap();
    let script = plain(script);
    assert_eq!(script, plain(&patches.join("\n")) + "}");
}

/// The method of `examples/grpc/proto/library.proto`, as descriptions of gRPC name it.
const LIBRARY: &str = r##"{
  "openapi": "3.0.3",
  "info": { "title": "Library", "version": "1" },
  "paths": { "/library.v1.Library/ListBooks": { "get": {
    "operationId": "ListBooks",
    "parameters": [
      { "name": "page_size", "in": "query", "schema": { "type": "integer" } },
      { "name": "page_token", "in": "query", "schema": { "type": "string" } }
    ],
    "responses": { "200": { "description": "A page", "content": { "application/json": {
      "schema": { "$ref": "#/components/schemas/library.v1.ListBooksResponse" }
    } } } }
  } } },
  "components": { "schemas": {
    "library.v1.ListBooksResponse": { "type": "object", "properties": {
      "books": { "type": "array", "items": { "$ref": "#/components/schemas/library.v1.Book" } },
      "next_page_token": { "type": "string" }
    } },
    "library.v1.Book": { "type": "object", "properties": { "name": { "type": "string" } } }
  } }
}"##;

#[test]
fn the_lines_for_prost_are_those_of_the_example_s_build_script() {
    let lines = written(LIBRARY, write::prost);
    assert_eq!(lines.len(), 1);
    let script = plain(include_str!("../../../examples/grpc/build.rs"));
    let lines = plain(&lines.concat());
    assert!(script.contains(&lines), "{script}\ndoes not have\n{lines}");
}
