//! What was concluded of an operation, and from what.

use serde::{Deserialize, Serialize};

use crate::declaration::Declaration;

/// What was concluded of an operation.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Verdict {
    /// It pages in this way.
    Declared {
        /// How it pages.
        declaration: Box<Declaration>,
        /// What each part rests on.
        evidence: Vec<Evidence>,
    },
    /// It returns no list in pages.
    NotPaginated {
        /// What that rests on.
        evidence: Vec<Evidence>,
    },
    /// It could page, and what is known does not tell how.
    Undecided {
        /// The question that is open, in one sentence.
        question: String,
        /// What it could be, the likeliest first.
        candidates: Vec<Declaration>,
        /// What speaks for each.
        evidence: Vec<Evidence>,
    },
}

impl Verdict {
    /// How the operation pages, if that is known.
    #[must_use]
    pub fn declaration(&self) -> Option<&Declaration> {
        match self {
            Self::Declared { declaration, .. } => Some(declaration),
            _ => None,
        }
    }
}

/// One observation that a conclusion rests on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Evidence {
    /// The key of the declaration that it speaks for: `token`, `items`, `max`.
    pub key: String,
    /// Where it was seen: a member, a parameter, a header, a description, a page.
    pub place: String,
    /// What was seen, in one sentence.
    pub text: String,
}
