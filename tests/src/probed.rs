//! Holds what `cargo paginate probe` finds by itself against walks whose declaration is known.
//!
//! A test binary runs itself again with `PAGINATE_PROBING` set ([`probe_again`]). Its walks then call
//! [`probed`] with their first request and a comparison with their items.

use std::collections::BTreeMap;
use std::fmt;
use std::path::PathBuf;
use std::process::{Command, Output};
use std::sync::atomic::{AtomicUsize, Ordering};

use bytes::Bytes;
use serde_json::{Value, json};

/// The variable of the second run.
const VARIABLE: &str = "PAGINATE_PROBING";

/// The variable with the path of `cargo-paginate`.
const COMMAND: &str = "PAGINATE_PROBE";

/// The prefix of the line that a case prints.
const MARK: &str = "probed-case:";

/// Whether this is the run in which walks are probed.
pub fn is_probing() -> bool {
    std::env::var_os(VARIABLE).is_some()
}

/// Probes with a request, as a user would type it, walks, and reports how the items compare.
/// `compare` says what is wrong with them. `is_whole` says that the API does not page this list.
pub fn probed(
    case: &str,
    request: &http::Request<Bytes>,
    is_whole: bool,
    compare: impl FnOnce(Vec<Value>) -> Result<(), String>,
) {
    static NUMBER: AtomicUsize = AtomicUsize::new(0);
    let number = NUMBER.fetch_add(1, Ordering::Relaxed);
    let file = std::env::temp_dir().join(format!("probed-{}-{number}", std::process::id()));
    let output = run(request, &file);
    let items = std::fs::read_to_string(&file).unwrap_or_default();
    let _ = std::fs::remove_file(&file);
    let items = items
        .lines()
        .map(|line| serde_json::from_str(line).expect("an item"));
    let (verdict, why) = judge(&output, is_whole, || compare(items.collect()));
    let line = format!("{} {}", request.method(), place(request));
    let concluded: Value = serde_json::from_slice(&output.stdout).unwrap_or_default();
    let seen = &concluded["requests"];
    let result =
        json!({ "case": case, "request": line, "verdict": verdict, "why": why, "seen": seen });
    println!("\n{MARK}{result}");
}

fn run(request: &http::Request<Bytes>, file: &PathBuf) -> Output {
    let command = std::env::var_os(COMMAND).expect("PAGINATE_PROBE is the path of cargo-paginate");
    let mut command = Command::new(command);
    command.args(["paginate", "probe", &request.uri().to_string()]);
    command.args([
        "-X",
        request.method().as_str(),
        "--walk",
        "--format",
        "json",
    ]);
    for (name, value) in request.headers() {
        let value = value.to_str().expect("a text");
        command.args(["-H", &format!("{name}: {value}")]);
    }
    if !request.body().is_empty() {
        command.args(["-d", &String::from_utf8_lossy(request.body())]);
    }
    command.arg("--items").arg(file);
    command.output().expect("the command runs")
}

fn place(request: &http::Request<Bytes>) -> String {
    let place = request.uri().path_and_query();
    let place = place.map_or("/", |place| place.as_str());
    format!("{place} {}", String::from_utf8_lossy(request.body()))
        .trim_end()
        .to_owned()
}

/// The verdict of the command, as a word, and what it rests on.
fn judge(
    output: &Output,
    is_whole: bool,
    compare: impl FnOnce() -> Result<(), String>,
) -> (&'static str, String) {
    let Ok(concluded) = serde_json::from_slice::<Value>(&output.stdout) else {
        let text = String::from_utf8_lossy(&output.stderr).into_owned();
        return ("undecided", text.trim().to_owned());
    };
    let verdict = &concluded["verdict"];
    if let Some(open) = verdict.get("undecided") {
        let question = open["question"].as_str().unwrap_or_default();
        return ("undecided", question.to_owned());
    }
    if verdict.get("declared").is_none() {
        let verdict = if is_whole { "exact" } else { "wrong" };
        return (verdict, "not paginated".to_owned());
    }
    let attribute = concluded["attribute"].as_str().unwrap_or_default();
    let walk = &concluded["walk"];
    match compare() {
        Ok(()) if !walk["end"].is_null() => ("exact", attribute.to_owned()),
        Ok(()) => ("wrong", format!("{attribute}: the walk did not end")),
        Err(why) => ("wrong", format!("{attribute}: {why}")),
    }
}

/// The results of all cases.
#[derive(Debug, Default)]
pub struct Figures {
    /// The number of cases of each verdict.
    pub counts: BTreeMap<String, usize>,
    /// The cases that are wrong.
    pub wrong: Vec<String>,
}

impl fmt::Display for Figures {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let cases: usize = self.counts.values().sum();
        write!(f, "{cases} walks")?;
        for verdict in ["exact", "undecided", "wrong"] {
            let count = self.counts.get(verdict).copied().unwrap_or_default();
            write!(f, ", {count} {verdict}")?;
        }
        Ok(())
    }
}

impl Figures {
    /// The share of the cases that are exact, in percent.
    pub fn found(&self) -> usize {
        let cases: usize = self.counts.values().sum();
        let exact = self.counts.get("exact").copied().unwrap_or_default();
        exact * 100 / cases.max(1)
    }
}

/// Runs the tests of this binary whose names contain `tests` again, with a probe of each walk.
/// Prints each case that is not exact.
pub fn probe_again(tests: &str, skip: &[&str]) -> Figures {
    let mut command = Command::new(std::env::current_exe().expect("this binary"));
    command
        .env(VARIABLE, "1")
        .args([tests, "--nocapture", "--test-threads", "4"]);
    for name in skip {
        command.args(["--skip", name]);
    }
    let output = command.output().expect("the tests run again");
    let text = String::from_utf8_lossy(&output.stdout);
    let cases = text.lines().filter_map(|line| line.strip_prefix(MARK));
    let mut cases: Vec<Value> = cases
        .map(|case| serde_json::from_str(case).expect("a case"))
        .collect();
    cases.sort_by_key(|case| case["case"].to_string());
    let mut figures = Figures::default();
    for case in cases {
        let text = |member: &str| case[member].as_str().unwrap_or_default().to_owned();
        let verdict = text("verdict");
        let line = format!("{}: {}: {}", text("case"), text("request"), text("why"));
        if verdict != "exact" {
            println!("{verdict}  {line}");
        }
        if std::env::var_os("PAGINATE_PROBE_ALL").is_some() {
            println!("{verdict}  {line}\n{:#}", case["seen"]);
        }
        if verdict == "wrong" {
            figures.wrong.push(line);
        }
        *figures.counts.entry(verdict).or_default() += 1;
    }
    figures
}
