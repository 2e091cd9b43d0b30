//! What each part of the report is made of.

use std::fmt::Write as _;

use paginate_benches::table::Table;

/// A part of the report.
#[derive(Default)]
pub(crate) struct Part {
    /// Its section, as Markdown.
    pub(crate) text: String,
    /// What it says of what was aimed at.
    pub(crate) checks: Vec<Check>,
    /// Its chart: the name of its file in `docs`, and the file.
    pub(crate) chart: Option<(&'static str, String)>,
}

impl Part {
    /// A part with a heading and the command that prints it.
    pub(crate) fn new(title: &str, name: &str, text: &str) -> Self {
        let text = format!(
            "## {title}\n\n```sh\ncargo run --release -p paginate-benches --bin report -- {name}\n```\n\n{text}\n"
        );
        Self {
            text,
            ..Self::default()
        }
    }

    /// A table, below what is there.
    pub(crate) fn table(&mut self, table: &Table) {
        let _ = writeln!(self.text, "\n{table}");
    }

    /// The chart, and its place: below what is there.
    pub(crate) fn chart(&mut self, file: &'static str, alternative: &str, chart: String) {
        let _ = writeln!(self.text, "\n![{alternative}]({file})");
        self.chart = Some((file, chart));
    }
}

/// One figure that was aimed at.
pub(crate) struct Check {
    /// What it is.
    pub(crate) what: String,
    /// What was aimed at.
    pub(crate) asked: String,
    /// What it came to.
    pub(crate) measured: String,
    /// Whether that is enough.
    pub(crate) met: bool,
    /// What is known of the reason where it is not.
    pub(crate) why: &'static str,
}

/// What was aimed at, and what came of it.
pub(crate) fn verdict(checks: &[&Check]) -> String {
    let mut table = Table::new(["", "aim", "measured", ""]);
    for check in checks {
        let met = if check.met { "met" } else { "**missed**" };
        table.row([
            check.what.clone(),
            check.asked.clone(),
            check.measured.clone(),
            met.to_owned(),
        ]);
    }
    let mut text = format!("## What was aimed at\n\n{table}\n");
    if checks.iter().any(|check| !check.met) {
        text += "What misses, and why:\n\n";
    }
    for check in checks.iter().filter(|check| !check.met) {
        let _ = writeln!(
            text,
            "* **{}**: {} instead of {}. {}",
            check.what, check.measured, check.asked, check.why
        );
    }
    text
}
