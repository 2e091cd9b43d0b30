//! The parts of the report.

use std::fmt::Write as _;

use paginate_benches::table::Table;

/// A part of the report.
#[derive(Default)]
pub(crate) struct Part {
    /// Its section, as Markdown.
    pub(crate) text: String,
    /// Its goals and results.
    pub(crate) checks: Vec<Check>,
    /// Its chart: the name of the file in `docs`, and the content.
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

    /// Adds a table.
    pub(crate) fn table(&mut self, table: &Table) {
        let _ = writeln!(self.text, "\n{table}");
    }

    /// Adds the chart, at this position of the text.
    pub(crate) fn chart(&mut self, file: &'static str, alternative: &str, chart: String) {
        let _ = writeln!(self.text, "\n![{alternative}]({file})");
        self.chart = Some((file, chart));
    }
}

/// A goal and its result.
pub(crate) struct Check {
    /// The name of the figure.
    pub(crate) what: String,
    /// The goal.
    pub(crate) asked: String,
    /// The measured value.
    pub(crate) measured: String,
    /// Whether the goal is met.
    pub(crate) met: bool,
    /// The known reason if the goal is not met.
    pub(crate) why: &'static str,
}

/// The table of goals and results.
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
