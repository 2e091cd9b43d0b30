//! [`EndReason`]: the reason why a walk ended.

use std::fmt;

/// The reason why a walk ended.
///
/// A walk that cannot go on does not end: it fails with an [`Error`](crate::Error).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum EndReason {
    /// The API's flag says that this was the last page.
    Flag,
    /// The page named no token, link or decision for a next page.
    NoContinuation,
    /// The page was empty.
    Empty,
    /// The total number of pages or items was reached.
    Total,
    /// The page was shorter than the requested size, and `end_on = [short]` is declared.
    Short,
    /// The status is declared as the end (`end_on = [404]`), or never has a body (204, 205).
    Status,
    /// The token just sent, or the page just received, came back, and `end_on = [repeat]` is
    /// declared.
    Repeat,
    /// The caller's limit was reached: `max_items` or `max_pages`.
    Limit,
    /// The end of the [`Segment`](crate::segment::Segment) was reached; the API may have more.
    Segment,
}

/// The continuation of the walk after a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Outlook {
    /// Another page, or the rest of this one.
    More,
    /// Nothing: the list ends with this page.
    Last,
    /// A continuation that a guard refuses.
    Refused,
}

impl fmt::Display for EndReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Flag => "the API said that this was the last page",
            Self::NoContinuation => "the last page named no next page",
            Self::Empty => "the last page was empty",
            Self::Total => "the total was reached",
            Self::Short => "the last page was shorter than the size asked for",
            Self::Status => "the API answered with a status that means the end",
            Self::Repeat => {
                "the API repeated a page or a continuation, which is declared as the end"
            }
            Self::Limit => "the caller's limit was reached",
            Self::Segment => "the end of the segment was reached",
        })
    }
}
