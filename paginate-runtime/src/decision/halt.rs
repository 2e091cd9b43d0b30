//! Why a walk cannot go on.

use std::borrow::Cow;

/// Why a walk cannot go on. Becomes an [`Error`](crate::Error), which adds the page and what arrived.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Halt {
    /// The page names a continuation that was used before.
    Loop,
    /// The page is the same as the one before.
    Stuck,
    /// The page is the same as an earlier one, and so were those before it.
    Cycle {
        /// How many pages before it the same one was.
        distance: u64,
        /// How many pages in a row were the same as the one that far before them, this one included.
        pages: u64,
    },
    /// The API promised more and named no way to get it.
    MissingContinuation,
    /// More consecutive empty pages than the budget allows.
    EmptyPages {
        /// The budget.
        budget: u64,
    },
    /// The continuation cannot be read.
    Malformed(Cow<'static, str>),
    /// The link leads where it must not be followed.
    Refused(Cow<'static, str>),
    /// The link is to be sent with a method that the walk does not use.
    Method {
        /// That method; `…` where it is an unusual one.
        named: String,
        /// Whether the walk sends POST by itself, and not GET alone.
        posts: bool,
    },
    /// The API reported an error in a successful response.
    Api(String),
    /// The page goes past the end of the segment, and some of its elements are no items: which items are before the end cannot be told.
    Uneven,
    /// The response contradicts the declaration.
    Declaration(Cow<'static, str>),
    /// The page has no items, and the response reports a failure that the declaration does not read.
    Undeclared {
        /// The member that reports it.
        member: String,
        /// What it says.
        report: String,
    },
    /// The page begins with an item of the page before it.
    Overlap {
        /// It begins with the second item of the page before: the number that is sent counts items.
        by_one: bool,
    },
    /// Lists inside items may have been cut, and the caller denied that.
    Truncated {
        /// The field of the item.
        field: &'static str,
        /// The length at which lists are cut; `None` where the API says itself which are.
        size: Option<u64>,
    },
}
