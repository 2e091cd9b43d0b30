//! `cargo paginate probe` against servers of every kind: it finds the declaration by itself and
//! walks to the end with it, or says what is open. It is never wrong.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "test code: what must not happen ends the test"
)]

mod command;
mod counted;
mod failures;
mod lessons;
mod other;
mod readme;
mod tokens;
mod urls;

use std::process::{Command, Output};

use paginate_tests::Server;
use serde_json::Value;

/// A server, how it is asked, and what is right.
pub(crate) struct Case {
    pub(crate) name: &'static str,
    pub(crate) server: Server,
    /// Path and query of the first request.
    pub(crate) path: &'static str,
    /// Further arguments.
    pub(crate) args: Vec<&'static str>,
    pub(crate) right: Right,
}

/// What is right to conclude.
pub(crate) enum Right {
    /// This attribute, and so many items.
    Declared(&'static str, u64),
    NotPaginated,
    /// It cannot be known.
    Open,
}

impl Case {
    pub(crate) fn declared(
        name: &'static str,
        server: Server,
        path: &'static str,
        attribute: &'static str,
        items: u64,
    ) -> Self {
        Self {
            name,
            server,
            path,
            args: Vec::new(),
            right: Right::Declared(attribute, items),
        }
    }

    pub(crate) fn args(mut self, args: &[&'static str]) -> Self {
        self.args = args.to_vec();
        self
    }
}

/// Runs the command.
pub(crate) fn probe(args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_cargo-paginate"))
        .args(["paginate", "probe"])
        .args(args)
        .output()
        .expect("the command runs")
}

/// What is wrong with a conclusion; `Ok(false)` if it is none.
fn judge(case: &Case, concluded: &Value) -> Result<bool, String> {
    let verdict = &concluded["verdict"];
    if let Some(open) = verdict.get("undecided") {
        println!("  undecided  {}: {}", case.name, open["question"]);
        return Ok(false);
    }
    match (&case.right, verdict.get("declared")) {
        (Right::Declared(right, items), Some(_)) => {
            let attribute = concluded["attribute"].as_str().unwrap_or_default();
            let walked = &concluded["walk"];
            if attribute != *right {
                return Err(format!("{}: {attribute}, and right is {right}", case.name));
            }
            if walked["items"] != *items || walked["end"].is_null() {
                return Err(format!("{}: the walk has {walked}", case.name));
            }
            Ok(true)
        }
        (Right::NotPaginated, None) => Ok(true),
        (_, declared) => Err(format!("{}: {declared:?} is wrong", case.name)),
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn declarations_are_found_and_never_wrong() {
    let mut cases = tokens::cases();
    cases.extend(urls::cases());
    cases.extend(counted::cases());
    cases.extend(other::cases());
    cases.extend(lessons::cases());
    let only = std::env::var("PROBE_CASE").ok();
    let (mut exact, mut undecided, mut wrong) = (0, Vec::new(), Vec::new());
    for case in &cases {
        if only.as_deref().is_some_and(|only| only != case.name) {
            continue;
        }
        let url = case.server.url(case.path);
        let mut args = vec![url.as_str(), "--walk", "--format", "json"];
        args.extend(&case.args);
        let output = probe(&args);
        let text = String::from_utf8_lossy(&output.stderr);
        if only.is_some() {
            println!("{text}\n{}", case.server.lines().join("\n"));
        }
        let concluded: Value = serde_json::from_slice(&output.stdout).unwrap_or_default();
        match judge(case, &concluded) {
            _ if concluded.is_null() => wrong.push(format!("{}: {text}", case.name)),
            Ok(true) => exact += 1,
            Ok(false) => undecided.push(case),
            Err(why) => wrong.push(why),
        }
    }
    let open = |case: &&&Case| matches!(case.right, Right::Open);
    let expected = undecided.iter().filter(open).count();
    println!(
        "probe, {} servers: {exact} exact, {} undecided ({expected} of them because it cannot be \
         known), {} wrong",
        cases.len(),
        undecided.len(),
        wrong.len()
    );
    assert!(wrong.is_empty(), "wrong:\n{}", wrong.join("\n"));
    assert!(
        only.is_some() || cases.len() >= 40,
        "{} servers",
        cases.len()
    );
    let found = exact + expected;
    assert!(
        only.is_some() || found * 10 >= cases.len() * 9,
        "{found} of {}",
        cases.len()
    );
}
