//! Counts false alarms: warnings of walks with correct declarations.

use std::process::Command;

use paginate_runtime::report::Warning;

/// The variable that makes walks print their warnings.
const VARIABLE: &str = "PAGINATE_COUNT_ALARMS";

/// The prefix of the line that a walk then prints, before the number of its warnings.
const MARK: &str = "walk-with-warnings:";

/// Reports the warnings of a walk that should have none, for [`count_alarms`].
pub fn note_alarms(warnings: &[Warning]) {
    if std::env::var_os(VARIABLE).is_some() {
        println!("{MARK}{}", warnings.len());
    }
}

/// Runs the tests of this binary whose names contain `tests` again. Returns the number of their
/// walks and the number of warnings. In that second run it does nothing and returns `None`.
pub fn count_alarms(tests: &str) -> Option<(usize, usize)> {
    if std::env::var_os(VARIABLE).is_some() || crate::variant().is_some() {
        return None;
    }
    let mut command = Command::new(std::env::current_exe().expect("this binary"));
    let output = command
        .env(VARIABLE, "1")
        .args([
            tests,
            "--nocapture",
            "--skip",
            "again_with",
            "--skip",
            "every_row_without_async",
        ])
        .output()
        .expect("the tests run again");
    let text = String::from_utf8_lossy(&output.stdout);
    let walks = text.match_indices(MARK).map(|(at, mark)| {
        let digits: String = text[at + mark.len()..]
            .chars()
            .take_while(char::is_ascii_digit)
            .collect();
        digits.parse::<usize>().expect("a number after the mark")
    });
    let alarms: Vec<usize> = walks.collect();
    Some((alarms.len(), alarms.iter().sum()))
}
