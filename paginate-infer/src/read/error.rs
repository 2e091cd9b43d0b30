//! What is wrong with a document, and where.

use std::fmt;

/// What is wrong with a document, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadError {
    /// Where, as a JSON pointer: `/shapes/ListUsersResponse/members`. Empty for the whole document.
    pub place: String,
    /// What is wrong there, in one sentence without a full stop.
    pub problem: String,
}

impl ReadError {
    /// An error at the place that `pointer` names.
    pub(crate) fn new(pointer: impl Into<String>, problem: impl Into<String>) -> Self {
        Self {
            place: pointer.into(),
            problem: problem.into(),
        }
    }
}

impl fmt::Display for ReadError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.place.is_empty() {
            formatter.write_str(&self.problem)
        } else {
            write!(formatter, "{} (at {})", self.problem, self.place)
        }
    }
}

impl std::error::Error for ReadError {}
