//! What is wrong with the command or a file.

use std::fmt;
use std::path::Path;

/// What is wrong with the command or a file: one sentence, and what to do.
#[derive(Debug)]
pub(crate) struct Failure(pub(crate) String);

impl Failure {
    pub(crate) fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// An error about a file.
    pub(crate) fn of(file: &Path, problem: impl fmt::Display) -> Self {
        Self(format!("{}: {problem}", file.display()))
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
