//! Text for people, on standard error or output; in colours on a terminal.

use std::io::Write as _;

use anstyle::{AnsiColor, Style};
use paginate_infer::Evidence;
use paginate_infer::check::{Finding, Outcome};
use paginate_infer::probe::Seen;

use crate::failure::Failure;

const BOLD: Style = Style::new().bold();
const DIM: Style = Style::new().dimmed();
const GREEN: Style = AnsiColor::Green.on_default();
const YELLOW: Style = AnsiColor::Yellow.on_default();
const RED: Style = AnsiColor::Red.on_default();

/// A line on standard error.
pub(crate) fn note(line: &str) {
    let _ = writeln!(anstream::stderr(), "{line}");
}

pub(crate) fn failure(failure: &Failure) {
    note(&format!("{RED}error{RED:#}: {failure}"));
}

pub(crate) fn warning(text: &str) {
    note(&format!("{YELLOW}warning{YELLOW:#}: {text}"));
}

/// `listUsers  GET /users: declared`
pub(crate) fn heading(operation: &str, result: &str, good: bool) {
    let style = if good { GREEN } else { YELLOW };
    note(&format!(
        "{BOLD}{operation}{BOLD:#}: {style}{result}{style:#}"
    ));
}

/// What a conclusion rests on.
pub(crate) fn evidence(evidence: &[Evidence]) {
    let rows = evidence
        .iter()
        .map(|seen| [seen.key.clone(), seen.place.clone(), seen.text.clone()]);
    for line in columns(rows.collect()) {
        note(&format!("  {line}"));
    }
}

/// What was sent to an API, and what came.
pub(crate) fn requests(seen: &[Seen]) {
    let rows = seen.iter().enumerate().map(|(number, seen)| {
        let number = format!("{:>2}", number + 1);
        [number, seen.result.clone(), seen.why.clone()]
    });
    for line in columns(rows.collect()) {
        note(&format!("  {line}"));
    }
}

/// Rows of three columns, aligned.
fn columns(rows: Vec<[String; 3]>) -> Vec<String> {
    let width = |at: usize| {
        let lengths = rows
            .iter()
            .filter_map(|row| Some(row.get(at)?.chars().count()));
        lengths
            .filter(|length| *length <= 40)
            .max()
            .unwrap_or_default()
    };
    let (first, second) = (width(0), width(1));
    rows.iter()
        .map(|[key, place, text]| {
            let line = format!("{key:<first$}  {place:<second$}  {DIM}{text}{DIM:#}");
            line.trim_end().to_owned()
        })
        .collect()
}

/// A row of the table of all operations.
pub(crate) struct Row {
    pub(crate) operation: String,
    pub(crate) result: &'static str,
    pub(crate) detail: String,
}

/// The table of all operations.
pub(crate) fn operations(rows: &[Row]) -> String {
    let width = |text: fn(&Row) -> &str| {
        let lengths = rows.iter().map(|row| text(row).chars().count());
        lengths
            .filter(|length| *length <= 60)
            .max()
            .unwrap_or_default()
    };
    let operation = width(|row| &row.operation);
    let result = width(|row| row.result);
    let mut text = String::new();
    for row in rows {
        let style = match row.result {
            "declared" => GREEN,
            "not paginated" => DIM,
            _ => YELLOW,
        };
        let line = format!(
            "{:<operation$}  {style}{:<result$}{style:#}  {}",
            row.operation, row.result, row.detail
        );
        text.push_str(line.trim_end());
        text.push('\n');
    }
    text
}

/// Prints a text with colours, which are left out where nobody sees them.
pub(crate) fn print(text: &str) {
    let _ = anstream::stdout().write_all(text.as_bytes());
}

/// The findings of `check`.
pub(crate) fn findings(findings: &[Finding]) {
    let width = findings
        .iter()
        .map(|finding| finding.key.chars().count())
        .max()
        .unwrap_or_default();
    for finding in findings {
        let (style, word) = outcome(finding.result);
        print(&format!(
            "  {:<width$}  {style}{word:<11}{style:#}  {}\n",
            finding.key, finding.text
        ));
    }
}

/// The word for an outcome, and its colour.
pub(crate) fn outcome(outcome: Outcome) -> (Style, &'static str) {
    match outcome {
        Outcome::Agrees => (GREEN, "agrees"),
        Outcome::CannotTell => (YELLOW, "cannot tell"),
        Outcome::Contradicts => (RED, "contradicts"),
    }
}
