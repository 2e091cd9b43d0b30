//! Markdown tables.

use std::fmt;

/// A table. The first column is text, the others are numbers.
#[derive(Debug, Clone, Default)]
pub struct Table {
    rows: Vec<Vec<String>>,
}

impl Table {
    /// A table with these columns.
    pub fn new<const N: usize>(columns: [&str; N]) -> Self {
        Self {
            rows: vec![columns.map(str::to_owned).to_vec()],
        }
    }

    /// Adds a row.
    pub fn row<const N: usize>(&mut self, cells: [String; N]) {
        self.rows.push(cells.to_vec());
    }
}

impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (number, row) in self.rows.iter().enumerate() {
            writeln!(f, "| {} |", row.join(" | "))?;
            if number == 0 {
                writeln!(f, "|---|{}", "---:|".repeat(row.len().saturating_sub(1)))?;
            }
        }
        Ok(())
    }
}

/// Formats a number with a space between thousands and `places` decimals.
pub fn number(value: f64, places: usize) -> String {
    let text = format!("{:.places$}", value.abs());
    let (whole, rest) = text.split_at(text.find('.').unwrap_or(text.len()));
    // No sign for a negative number that is rounded to zero.
    let negative = value < 0.0 && text.bytes().any(|byte| matches!(byte, b'1'..=b'9'));
    let mut shown = String::from(if negative { "-" } else { "" });
    for (place, digit) in whole.chars().enumerate() {
        if place > 0 && (whole.len() - place).is_multiple_of(3) {
            shown.push(' ');
        }
        shown.push(digit);
    }
    shown + rest
}

#[cfg(test)]
mod tests {
    use super::{Table, number};

    #[test]
    fn numbers_are_grouped() {
        let shown = [
            (0.0, 0),
            (-0.04, 1),
            (1_234_567.0, 0),
            (-1_821.26, 1),
            (999.0, 2),
        ]
        .map(|(value, places)| number(value, places));
        assert_eq!(shown, ["0", "0.0", "1 234 567", "-1 821.3", "999.00"]);
    }

    #[test]
    fn a_table_has_a_line_below_its_head() {
        let mut table = Table::new(["who", "how much"]);
        table.row(["ours".to_owned(), "1".to_owned()]);
        assert_eq!(
            table.to_string(),
            "| who | how much |\n|---|---:|\n| ours | 1 |\n"
        );
    }
}
