//! What is written for a declaration: a golden file for each format. `UPDATE_EXPECT=1` accepts new
//! texts; `tests/generated` compiles the Rust files and runs the tests in them.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by a panic"
)]

mod kit;

use expect_test::{ExpectFile, expect_file};
use paginate_infer::declaration::{Mode, RequestLocation, ResponseLocation};
use paginate_infer::model::{Operation, Place};
use paginate_infer::{Declaration, Evidence, Verdict, read, write};

use kit::{member, path, to};

fn query(name: &str) -> RequestLocation {
    to(Place::Query, name)
}

fn declared(mode: Mode, items: &[&str]) -> Declaration {
    let mut declaration = Declaration::default();
    declaration.mode = Some(mode);
    declaration.items = Some(path(items)).filter(|items| !items.0.is_empty());
    declaration.is_list = declaration.items.is_none();
    declaration
}

fn described(text: &str) -> Operation {
    let described = read::description(text).unwrap();
    assert_eq!(described.problems, []);
    described.operations.into_iter().next().unwrap()
}

fn recorded(text: &str) -> Operation {
    let mut operations = read::operations_of(read::recording(text).unwrap());
    assert_eq!(operations.len(), 1, "{operations:#?}");
    operations.remove(0)
}

fn check(operation: &Operation, declaration: &Declaration, formats: [ExpectFile; 3]) {
    let [rust, typify, prost] = formats;
    rust.assert_eq(&write::rust(operation, declaration).unwrap());
    typify.assert_eq(&write::typify(operation, declaration).unwrap());
    prost.assert_eq(&write::prost(operation, declaration).unwrap());
}

macro_rules! golden {
    ($name:literal) => {
        [
            expect_file![concat!("golden/", $name, ".rs")],
            expect_file![concat!("golden/", $name, ".typify.txt")],
            expect_file![concat!("golden/", $name, ".prost.txt")],
        ]
    };
}

#[test]
fn a_token_from_a_transcript() {
    let operation = recorded(include_str!("evidence/zoom.curl"));
    let token = (member(&["next_page_token"]), query("next_page_token"));
    let mut declaration = declared(Mode::Token(vec![token]), &["users"]);
    declaration.size = Some(query("page_size"));
    declaration.max = Some(300);
    check(&operation, &declaration, golden!("zoom"));
}

#[test]
fn a_list_with_links_from_openapi_json() {
    let operation = described(include_str!("evidence/github.json"));
    let mut declaration = declared(Mode::NextUrl(ResponseLocation::Link("next".into())), &[]);
    declaration.size = Some(query("per_page"));
    declaration.max = Some(100);
    expect_file!["golden/github.rs"].assert_eq(&write::rust(&operation, &declaration).unwrap());
    // A list has no struct that a generator could be told to change.
    for patch in [write::typify, write::prost] {
        assert_eq!(
            patch(&operation, &declaration),
            Err(write::WriteError::NoStruct)
        );
    }
}

#[test]
fn the_last_item_from_openapi_yaml() {
    let operation = described(include_str!("evidence/stripe.yaml"));
    let mode = Mode::LastItem(path(&["id"]), query("starting_after"));
    let mut declaration = declared(mode, &["data"]);
    declaration.more = Some(member(&["has_more"]));
    declaration.size = Some(query("limit"));
    declaration.max = Some(100);
    check(&operation, &declaration, golden!("stripe"));
}

#[test]
fn an_offset_from_swagger() {
    let operation = described(include_str!("evidence/jira.json"));
    let mut declaration = declared(Mode::Offset(query("startAt")), &["values"]);
    declaration.done = Some(member(&["isLast"]));
    declaration.total = Some(member(&["total"]));
    declaration.size = Some(query("maxResults"));
    check(&operation, &declaration, golden!("jira"));
}

#[test]
fn a_body_from_an_http_file() {
    let operation = recorded(include_str!("evidence/graphql.http"));
    let info = ["data", "repository", "issues", "pageInfo"];
    let at = |name| member(&[&info[..], &[name]].concat());
    let token = (at("endCursor"), to(Place::Body, "variables.after"));
    let items = ["data", "repository", "issues", "nodes"];
    let mut declaration = declared(Mode::Token(vec![token]), &items);
    declaration.more = Some(at("hasNextPage"));
    check(&operation, &declaration, golden!("graphql"));
}

#[test]
fn elements_of_a_list_from_har() {
    let operation = recorded(include_str!("evidence/people.har"));
    let mode = Mode::NextUrl(ResponseLocation::Link("next".into()));
    let declaration = declared(mode, &["people", "edges", "[]", "node"]);
    check(&operation, &declaration, golden!("people"));
}

#[test]
fn several_operations_share_the_types_of_their_items() {
    let document = r##"{"openapi": "3.1.0", "paths": {
        "/users": {"get": {"operationId": "listUsers", "responses": {"200": {"content": {"application/json": {"schema": {
            "type": "object", "properties": {
                "members": {"type": "array", "items": {"$ref": "#/components/schemas/User"}},
                "x-ms-continuation": {"type": "integer"}
            }}}}}}}},
        "/teams": {"get": {"operationId": "type", "parameters": [
            {"name": "a", "in": "query", "required": true}, {"name": "b", "in": "query", "required": true},
            {"name": "c", "in": "query", "required": true}, {"name": "d", "in": "query", "required": true},
            {"name": "e", "in": "query", "required": true}, {"name": "f", "in": "query", "required": true},
            {"name": "g", "in": "query", "required": true}
        ], "responses": {"200": {"content": {"application/json": {"schema": {
            "type": "object", "properties": {
                "by_name": {"type": "object", "additionalProperties": {"$ref": "#/components/schemas/User"}},
                "odd": {"type": ["string", "integer"]}
            }}}}}}}}
    }, "components": {"schemas": {"User": {"type": "object", "required": ["Option", "fn"], "properties": {
        "Option": {"$ref": "#/components/schemas/Option"}, "fn": {"type": ["string", "null"]}, "anything": {}
    }}, "Option": {"type": "object", "properties": {"boss": {"$ref": "#/components/schemas/User"}}}}}}"##;
    let described = read::description(document).unwrap();
    let [users, teams] = described.operations.as_slice() else {
        panic!("two operations");
    };
    let mut file = write::File::default();
    let parts = vec![
        (
            member(&["x-ms-continuation"]),
            to(Place::Header, "x-ms-continuation"),
        ),
        (ResponseLocation::Header("x-ms-row".into()), query("row")),
    ];
    file.add(users, &declared(Mode::Token(parts), &["members"]))
        .unwrap();
    let mut teams_page = declared(Mode::Page(query("offset")), &["by_name"]);
    teams_page.pages = Some(ResponseLocation::Header("X-Total-Pages".into()));
    teams_page.end_on = vec!["404".into(), "short".into()];
    teams_page.error = Some(member(&["odd"]));
    file.add(teams, &teams_page).unwrap();

    // What cannot be written leaves the file as it was.
    let before = file.code();
    let in_path = Mode::Token(vec![(member(&["next"]), to(Place::Path, "next"))]);
    for (declaration, why) in [
        (
            Declaration::default(),
            "does not say how to reach the next page",
        ),
        (declared(in_path, &["members"]), "`{next}`"),
        (
            declared(
                Mode::NextUrl(member(&["members", "[0]", "next"])),
                &["members"],
            ),
            "`members` would be read in two ways",
        ),
    ] {
        let error = file.add(users, &declaration).unwrap_err();
        assert!(error.to_string().contains(why), "{error}");
    }
    assert_eq!(file.code(), before);
    expect_file!["golden/several.rs"].assert_eq(&file.code());
}

#[test]
fn a_verdict_as_json_can_be_read_again() {
    let token = (member(&["next"]), query("cursor"));
    let mut declaration = declared(Mode::Token(vec![token]), &["data", "rows"]);
    declaration.total = Some(ResponseLocation::Header("X-Total".into()));
    let verdict = Verdict::Declared {
        declaration: Box::new(declaration),
        evidence: vec![Evidence {
            key: "token".into(),
            place: "member `next`".into(),
            text: "was sent as `cursor`".into(),
        }],
    };
    let text = serde_json::to_string_pretty(&verdict).unwrap();
    expect_file!["golden/verdict.json"].assert_eq(&(text.clone() + "\n"));
    assert_eq!(serde_json::from_str::<Verdict>(&text).unwrap(), verdict);
}

#[test]
fn rustfmt_changes_nothing() {
    let golden = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/golden");
    let mut differences = String::new();
    for entry in std::fs::read_dir(golden).unwrap() {
        let file = entry.unwrap().path();
        if file.extension().is_some_and(|extension| extension == "rs") {
            let check = std::process::Command::new("rustfmt")
                .args(["--edition", "2024", "--check"])
                .arg(&file)
                .output()
                .unwrap();
            differences.push_str(&String::from_utf8_lossy(&check.stdout));
        }
    }
    assert_eq!(differences, "");
}
