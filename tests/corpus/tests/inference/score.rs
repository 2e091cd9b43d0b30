//! Precision and recall.

use std::ops::AddAssign;

/// How often something was said rightly, wrongly, or not at all.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Score {
    /// Said, and true.
    pub(crate) right: u64,
    /// Said, and not true.
    pub(crate) wrong: u64,
    /// True, and not said.
    pub(crate) missed: u64,
}

impl Score {
    /// The score of one answer to one question. A wrong answer also misses the truth.
    pub(crate) fn of<T: PartialEq>(said: &Option<T>, truth: &Option<T>) -> Self {
        let is_right = said.is_some() && said == truth;
        Self {
            right: is_right.into(),
            wrong: (said.is_some() && !is_right).into(),
            missed: (truth.is_some() && !is_right).into(),
        }
    }

    /// A row of a Markdown table.
    pub(crate) fn row(self, name: &str) -> String {
        let Self {
            right,
            wrong,
            missed,
        } = self;
        format!(
            "| {name} | {right} | {wrong} | {missed} | {} | {} |\n",
            percent(right, right + wrong),
            percent(right, right + missed)
        )
    }
}

/// The head of the table whose rows are scores.
pub(crate) const HEAD: &str = "\
| | right | wrong | missed | precision | recall |
|---|--:|--:|--:|--:|--:|
";

impl AddAssign for Score {
    fn add_assign(&mut self, other: Self) {
        self.right += other.right;
        self.wrong += other.wrong;
        self.missed += other.missed;
    }
}

/// The part of the whole with two decimals, rounded down so that 100 means all.
pub(crate) fn percent(part: u64, whole: u64) -> String {
    if whole == 0 {
        return "–".to_owned();
    }
    let hundredths = part * 10_000 / whole;
    format!("{}.{:02} %", hundredths / 100, hundredths % 100)
}
