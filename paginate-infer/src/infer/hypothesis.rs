//! One way in which an operation could page, with what speaks for it.

use crate::declaration::Mode;
use crate::verdict::Evidence;

/// From these points on, it is declared.
pub(crate) const DECLARED: i32 = 100;

/// From these points on, it is asked.
pub(crate) const ASKED: i32 = 75;

/// From these points on, consecutive requests show it: names alone do not give as many.
pub(crate) const SEEN: i32 = 300;

/// One way in which an operation could page, with what speaks for it.
#[derive(Debug, Clone)]
pub(crate) struct Hypothesis {
    /// What leads on.
    pub(crate) mode: Mode,
    /// How much speaks for it. See [`DECLARED`] and [`ASKED`].
    pub(crate) points: i32,
    /// What speaks for it.
    pub(crate) evidence: Vec<Evidence>,
    /// The members around the one that leads on.
    pub(crate) parent: Vec<String>,
    /// The number of the first page or item, if it is not the default.
    pub(crate) start: Option<u64>,
    /// What would have to be known if the points do not suffice.
    pub(crate) question: String,
    /// It is asked, whatever its points.
    pub(crate) is_open: bool,
}

impl Hypothesis {
    /// A hypothesis without evidence.
    pub(crate) fn new(mode: Mode, points: i32, question: impl Into<String>) -> Self {
        Self {
            mode,
            points,
            evidence: Vec::new(),
            parent: Vec::new(),
            start: None,
            question: question.into(),
            is_open: false,
        }
    }

    /// Whether it can be declared.
    pub(crate) fn holds(&self) -> bool {
        self.points >= DECLARED && !self.is_open
    }

    /// What comes first if several hold: what needs the least to be right on all pages.
    pub(crate) fn rank(&self) -> (bool, bool, u8, i32) {
        let mode = match self.mode {
            Mode::Token(_) => 4,
            Mode::NextUrl(_) => 3,
            Mode::LastItem(..) => 2,
            Mode::Offset(_) => 1,
            Mode::Page(_) => 0,
        };
        let is_seen = self.points >= SEEN;
        (
            self.holds(),
            is_seen,
            if self.holds() { mode } else { 0 },
            self.points,
        )
    }
}

/// One observation.
pub(crate) fn seen(key: &str, place: impl Into<String>, text: impl Into<String>) -> Evidence {
    Evidence {
        key: key.to_owned(),
        place: place.into(),
        text: text.into(),
    }
}
