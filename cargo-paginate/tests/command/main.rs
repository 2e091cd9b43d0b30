//! The command, through its binary: exact output, exit codes, errors.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test fails by a panic"
)]

mod check;
mod example;
mod mistakes;

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

/// What a run printed, and its exit code.
struct Run {
    code: i32,
    out: String,
    err: String,
}

fn evidence(name: &str) -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../paginate-infer/tests/evidence");
    folder.join(name).display().to_string()
}

/// A file of that text. The name contains that of the test, so that tests do not share it.
fn file(name: &str, text: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    fs::write(&path, text).unwrap();
    path
}

fn run(arguments: &[&str]) -> Run {
    let output = Command::new(env!("CARGO_BIN_EXE_cargo-paginate"))
        .args(arguments)
        .output()
        .unwrap();
    of(&output)
}

fn of(output: &Output) -> Run {
    Run {
        code: output.status.code().unwrap(),
        out: String::from_utf8(output.stdout.clone()).unwrap(),
        err: String::from_utf8(output.stderr.clone()).unwrap(),
    }
}

fn has(text: &str, part: &str) {
    assert!(text.contains(part), "{text}");
}

const MANY: &str = "
openapi: 3.1.0
paths:
  /users:
    get:
      operationId: listUsers
      parameters: [{name: page_token, in: query, schema: {type: string}}]
      responses: {'200': {content: {application/json: {schema: {type: object, properties: {
        users: {type: array, items: {type: object, properties: {id: {type: string}}}}, next_page_token: {type: string}}}}}}}
  /teams:
    get:
      operationId: listTeams
      x-ms-pageable: {nextLinkName: nextLink, itemName: teams, operationName: listTeamsNext}
      responses: {'200': {content: {application/json: {schema: {type: object, properties: {
        teams: {type: array, items: {type: string}}, nextLink: {type: string}}}}}}}
  /teams/{nextLink}:
    get:
      operationId: listTeamsNext
      responses: {'200': {content: {application/json: {schema: {$ref: '#/components/schemas/Gone'}}}}}
";

#[test]
fn the_code_goes_to_standard_output_and_the_evidence_to_standard_error() {
    let ran = run(&["openapi", &evidence("stripe.yaml")]);
    assert_eq!(ran.code, 0);
    let golden = include_str!("../../../paginate-infer/tests/golden/stripe.rs");
    assert_eq!(ran.out, golden);
    assert!(
        ran.err
            .starts_with("GetCharges (GET /v1/charges): declared\n"),
        "{}",
        ran.err
    );
    has(&ran.err, "  more ");
    // Colours are for terminals.
    assert!(!ran.err.contains('\u{1b}'));
}

#[test]
fn it_is_a_subcommand_of_cargo() {
    let direct = run(&["openapi", &evidence("jira.json"), "--format", "prost"]);
    let by_cargo = run(&[
        "paginate",
        "openapi",
        &evidence("jira.json"),
        "--format",
        "prost",
    ]);
    assert_eq!(direct.code, 0);
    assert_eq!(
        direct.out,
        include_str!("../../../paginate-infer/tests/golden/jira.prost.txt")
    );
    assert_eq!(direct.out, by_cargo.out);
}

#[test]
fn samples_become_a_declaration_with_a_test() {
    let ran = run(&["samples", &evidence("zoom.curl")]);
    assert_eq!(ran.code, 0);
    has(
        &ran.out,
        "#[paginate(token = \"next_page_token\", items = \"users\")]",
    );
    assert!(ran.out.contains("async fn list_users_walks_the_samples()"));
    for secret in ["eyJhbGciOiJIUzI1NiJ9", "secret"] {
        assert!(
            !ran.out.contains(secret) && !ran.err.contains(secret),
            "{secret}"
        );
    }
}

#[test]
fn the_answers_of_graphql_are_deep() {
    let ran = run(&["samples", &evidence("graphql.http")]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let golden = include_str!("../../../paginate-infer/tests/golden/graphql.rs");
    assert_eq!(ran.out, golden);
    assert!(!ran.out.contains("hunter2") && !ran.err.contains("hunter2"));
}

#[test]
fn bare_bodies_take_their_urls_from_the_command() {
    let one = file("bare-1.json", r#"{"rows": [{"id": 1}], "cursor": "c2"}"#);
    let two = file("bare-2.json", r#"{"rows": [{"id": 2}], "cursor": null}"#);
    let (one, two) = (one.display().to_string(), two.display().to_string());
    let urls = ["https://a.example/rows", "https://a.example/rows?from=c2"];
    let ran = run(&["samples", &one, &two, "--url", urls[0], "--url", urls[1]]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    has(
        &ran.out,
        "#[paginate(token = \"cursor\", param = \"from\", items = \"rows\")]",
    );

    let ran = run(&["samples", &one, "--url", urls[0], "--url", urls[1]]);
    assert_eq!(
        (ran.code, ran.err.as_str()),
        (
            2,
            "error: there are 2 URLs and 1 pages: give at most one `--url` for each page\n"
        )
    );
}

#[test]
fn a_whole_api_is_a_table_and_a_file() {
    let document = file("many.yaml", MANY).display().to_string();
    let output = Path::new(env!("CARGO_TARGET_TMPDIR")).join("many.rs");
    let ran = run(&[
        "openapi",
        &document,
        "--all",
        "-o",
        &output.display().to_string(),
    ]);
    assert_eq!(ran.code, 0);
    assert_eq!(
        ran.out,
        "\
listUsers      declared       token, items in `users`
listTeams      refused        the continuation goes into the path of the URL, as `{nextLink}`, and the runtime writes it into a query, a header or a body only
listTeamsNext  not paginated
3 operations: 1 declared, 0 undecided, 1 refused, 1 not paginated
"
    );
    assert_eq!(
        ran.err,
        format!(
            "warning: {document}: `#/components/schemas/Gone` is not in the document (at /paths/~1teams~1{{nextLink}}/get/responses/200/content/application~1json/schema/$ref)\n"
        )
    );
    let code = fs::read_to_string(output).unwrap();
    has(&code, "pub struct ListUsersPage {");
    assert!(!code.contains("Teams"), "{code}");
    // Without a file there is only the table.
    assert_eq!(run(&["openapi", &document, "--all"]).out, ran.out);
}

#[test]
fn the_verdict_as_json() {
    let document = file("json.yaml", MANY).display().to_string();
    let ran = run(&[
        "openapi",
        &document,
        "--operation",
        "GET /users",
        "--format",
        "json",
    ]);
    assert_eq!(ran.code, 0);
    let value: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(value["operation"], "listUsers");
    assert_eq!(
        value["attribute"],
        "#[paginate(token = \"next_page_token\", param = \"page_token\", items = \"users\")]"
    );
    assert_eq!(
        value["verdict"]["declared"]["declaration"]["items"],
        serde_json::json!(["users"])
    );
    let ran = run(&["openapi", &document, "--all", "--format", "json"]);
    let value: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(value.as_array().unwrap().len(), 3);
}

#[test]
fn which_operation_is_asked_if_several_page() {
    let document = MANY.replace(", operationName: listTeamsNext", "");
    let document = file("which.yaml", &document).display().to_string();
    let ran = run(&["openapi", &document]);
    assert_eq!(ran.code, 2);
    let error = ran.err.lines().skip(1).collect::<Vec<_>>().join("\n");
    assert_eq!(
        error,
        format!(
            "error: {document}: it has 3 operations, 2 of which page: name one, or use `--all`\n  --operation 'listUsers'\n  --operation 'listTeams'"
        )
    );
    let ran = run(&["openapi", &document, "--operation", "listusers"]);
    assert_eq!(ran.code, 2);
    assert!(
        ran.err.ends_with(
            "there is no operation `listusers`, did you mean `listUsers`? `--all` lists them\n"
        ),
        "{}",
        ran.err
    );
}

#[test]
fn what_does_not_page_and_what_is_refused_have_their_codes() {
    let document = file("codes.yaml", MANY).display().to_string();
    let ran = run(&["openapi", &document, "--operation", "listTeamsNext"]);
    assert_eq!((ran.code, ran.out.as_str()), (1, ""));
    has(
        &ran.err,
        "listTeamsNext (GET /teams/{nextLink}): not paginated",
    );
    let ran = run(&["openapi", &document, "--operation", "listTeams"]);
    assert_eq!((ran.code, ran.out.as_str()), (2, ""));
    has(&ran.err, "the continuation goes into the path of the URL");
}

#[test]
fn standard_input_is_a_file_too() {
    let mut child = Command::new(env!("CARGO_BIN_EXE_cargo-paginate"))
        .args([
            "openapi",
            "-",
            "--operation",
            "listUsers",
            "--format",
            "typify",
        ])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child
        .stdin
        .take()
        .unwrap()
        .write_all(MANY.as_bytes())
        .unwrap();
    let ran = of(&child.wait_with_output().unwrap());
    assert_eq!(
        ran.out,
        "\
// GET /users
// The document does not name this type: write the name that the generator gives it.
settings.with_patch(
    \"ListUsersPage\",
    typify::TypeSpacePatch::default()
        .with_attr(\"#[derive(::paginate_runtime::Paginated)]\")
        .with_attr(r#\"#[paginate(token = \"next_page_token\", param = \"page_token\", items = \"users\")]\"#),
);
"
    );
}

#[test]
fn the_help_names_the_exit_codes() {
    let ran = run(&["--help"]);
    assert_eq!(ran.code, 0);
    has(&ran.out, "Usage: cargo paginate <COMMAND>");
    has(&ran.out, "  3  undecided");
}
