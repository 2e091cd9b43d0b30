//! How much of a document is unfolded for one operation.

/// The levels of an object that are unfolded.
const MAX_DEPTH: usize = 16;

/// The values that are unfolded for one operation.
const MAX_VALUES: usize = 4_000;

/// How much may still be unfolded, and which types are open.
///
/// A type can contain itself, and types that share types grow without limit when they are written
/// out. What is beyond the bounds is `Kind::Any`; the members that page are near the root.
#[derive(Debug)]
pub(crate) struct Budget<'a> {
    left: usize,
    open: Vec<&'a str>,
}

/// Whether a type may be unfolded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Entry {
    /// Yes; `leave` it afterwards.
    Entered,
    /// It is inside itself.
    Recursive,
    /// It is too deep, or there are too many.
    Beyond,
}

impl<'a> Budget<'a> {
    /// The budget of one operation.
    pub(crate) fn new() -> Self {
        Self {
            left: MAX_VALUES,
            open: Vec::new(),
        }
    }

    /// Begins the type `name`, or one that has no name and so cannot contain itself.
    pub(crate) fn enter(&mut self, name: &'a str) -> Entry {
        if !name.is_empty() && self.open.contains(&name) {
            return Entry::Recursive;
        }
        if self.left == 0 || self.open.len() >= MAX_DEPTH {
            return Entry::Beyond;
        }
        self.left -= 1;
        self.open.push(name);
        Entry::Entered
    }

    /// Ends the type that was begun last.
    pub(crate) fn leave(&mut self) {
        self.open.pop();
    }
}
