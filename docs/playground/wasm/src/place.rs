//! The line of a text that an error is about.

use paginate_infer::read::ReadError;
use serde::Serialize;

/// What is shown before and after the place.
const AROUND: usize = 36;

/// A line of a text, cut down to the place in it.
#[derive(Serialize)]
pub(crate) struct Excerpt {
    /// The line, from 1.
    line: usize,
    /// The character in the line, from 1. 0 if only the line is known.
    column: usize,
    /// What is to be shown of the line.
    text: String,
    /// The characters of `text` before the place.
    before: usize,
}

impl Excerpt {
    /// The place that an error names by its line.
    pub(crate) fn of(text: &str, error: &ReadError) -> Option<Self> {
        let (line, column) = match position(&error.problem) {
            // serde_json counts in the body.
            Some((line, column)) => (line + body(text, &error.place)?, column),
            None => (number_after(&error.place, "line ")?, 0),
        };
        let shown = text.lines().nth(line.checked_sub(1)?)?;
        // In bytes, as serde_json counts them; inside of a character, at its beginning.
        let mut at = column.saturating_sub(1).min(shown.len());
        while !shown.is_char_boundary(at) {
            at -= 1;
        }
        let (before, after) = shown.split_at(at);
        let characters = before.chars().count();
        let skipped = characters.saturating_sub(AROUND);
        let mut text: String = before.chars().skip(skipped).collect();
        if skipped > 0 {
            text.insert(0, '…');
        }
        let before = text.chars().count();
        text.extend(after.chars().take(AROUND));
        if after.chars().count() > AROUND {
            text.push('…');
        }
        Some(Self {
            line,
            column: if column == 0 { 0 } else { characters + 1 },
            text,
            before,
        })
    }

    /// ` at line 3 column 5`
    pub(crate) fn position(&self) -> String {
        format!(" at line {} column {}", self.line, self.column)
    }
}

/// `.. at line 3 column 5`
fn position(problem: &str) -> Option<(usize, usize)> {
    let at = problem.rfind(" at line ")?;
    let rest = problem.get(at..)?;
    Some((
        number_after(rest, " line ")?,
        number_after(rest, " column ")?,
    ))
}

fn number_after(text: &str, word: &str) -> Option<usize> {
    let (_, rest) = text.split_once(word)?;
    let end = rest.find(|c: char| !c.is_ascii_digit());
    rest.get(..end.unwrap_or(rest.len()))?.parse().ok()
}

/// The lines before the body that an error is about.
fn body(text: &str, place: &str) -> Option<usize> {
    let head = match number_after(place, "the response at line ") {
        // The head of the response ends with an empty line.
        Some(status) => {
            let head = text
                .lines()
                .skip(status)
                .position(|line| matches!(line.trim_end(), "" | "<"))?;
            status + head
        }
        None => 0,
    };
    let empty = text.lines().skip(head).position(|line| {
        let line = line.trim_start_matches('\u{feff}').trim_end();
        !matches!(line, "" | "<")
    });
    Some(head + empty?)
}
