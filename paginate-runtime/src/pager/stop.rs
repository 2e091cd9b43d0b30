//! [`StopReason`]: the reason why a walk cannot go on.

use std::borrow::Cow;
use std::fmt;

/// The beginning of the reason why a link is refused, if the caller can allow its origin.
pub(crate) const ANOTHER_ORIGIN: &str = "it leads to another origin, ";

/// The reason why a walk cannot go on. It becomes an [`Error`](crate::Error), which adds the page
/// and the received data.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum StopReason {
    /// The page names a continuation that was used before.
    Loop,
    /// The page is the same as the one before.
    RepeatedPage,
    /// The page is the same as an earlier one, and so are the pages before it.
    Cycle {
        /// The distance to the page that it repeats, in pages.
        distance: u64,
        /// The number of pages in a row that repeat the one at that distance, including this page.
        pages: u64,
    },
    /// The API said that there is more, but named no continuation.
    MissingContinuation,
    /// There were more consecutive empty pages than the budget allows.
    EmptyPages {
        /// The budget.
        budget: u64,
    },
    /// The continuation, or a header that is declared, cannot be read.
    Malformed(Cow<'static, str>),
    /// The link leads to a URL that must not be followed.
    Refused(Cow<'static, str>),
    /// The link asks for a method that the walk does not use.
    Method {
        /// That method; `…` if it is an unusual one.
        named: String,
        /// Whether the walk itself sends POST, or only GET.
        posts: bool,
    },
    /// The API reported an error in a successful response.
    Api(String),
    /// The flag that reports whether the call worked means neither yes nor no.
    UnclearOk,
    /// The page goes past the end of the segment, and some of its elements are not items, so it is
    /// unknown which items are before the end.
    SegmentMisaligned,
    /// The response contradicts the declaration.
    Declaration(Cow<'static, str>),
    /// The page has no items, and the response reports a failure that the declaration does not
    /// read.
    Undeclared {
        /// The member that reports the failure.
        member: String,
        /// The text of the report.
        report: String,
    },
    /// The page begins with an item of the page before it.
    Overlap {
        /// Whether it begins with the second item of the page before: the parameter counts items,
        /// not pages.
        by_one: bool,
    },
    /// Lists inside items may have been cut, and the caller does not allow that.
    Truncated {
        /// The field of the item.
        field: &'static str,
        /// The length at which lists are cut; `None` if the API says itself which lists are cut.
        size: Option<u64>,
    },
}

/// Leaves out the API's own text, which can quote a token.
impl fmt::Debug for StopReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Loop => f.write_str("Loop"),
            Self::RepeatedPage => f.write_str("RepeatedPage"),
            Self::Cycle { distance, pages } => f
                .debug_struct("Cycle")
                .field("distance", distance)
                .field("pages", pages)
                .finish(),
            Self::MissingContinuation => f.write_str("MissingContinuation"),
            Self::EmptyPages { budget } => f
                .debug_struct("EmptyPages")
                .field("budget", budget)
                .finish(),
            Self::Malformed(why) => f.debug_tuple("Malformed").field(why).finish(),
            Self::Refused(why) => f.debug_tuple("Refused").field(why).finish(),
            Self::Method { named, posts } => f
                .debug_struct("Method")
                .field("named", named)
                .field("posts", posts)
                .finish(),
            Self::Api(_) => f.write_str("Api"),
            Self::UnclearOk => f.write_str("UnclearOk"),
            Self::SegmentMisaligned => f.write_str("SegmentMisaligned"),
            Self::Declaration(why) => f.debug_tuple("Declaration").field(why).finish(),
            Self::Undeclared { member, .. } => f
                .debug_struct("Undeclared")
                .field("member", member)
                .finish_non_exhaustive(),
            Self::Overlap { by_one } => f.debug_struct("Overlap").field("by_one", by_one).finish(),
            Self::Truncated { field, size } => f
                .debug_struct("Truncated")
                .field("field", field)
                .field("size", size)
                .finish(),
        }
    }
}
