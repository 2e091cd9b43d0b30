//! Warnings: what contradicts the end of a walk without proving that it is wrong.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

/// A contradiction between a response and the declaration, which did not stop the walk: part of the
/// list may be missing.
///
/// Warnings are collected while a walk runs: see [`Items::warnings`](crate::Items::warnings),
/// [`Progress`](crate::Progress), [`PageReport`](crate::report::PageReport), and the `tracing`
/// events of level WARN. Each kind is reported once in a walk. With
/// [`Paginator::strict`](crate::Paginator::strict), the first one is an error.
///
/// `Display` says what was found and which key to declare. It names members and headers of the
/// response, and shows numbers of it, such as a total, but no texts.
///
/// ```
/// use paginate_runtime::report::{Warning, WarningKind};
///
/// fn is_serious(warning: &Warning) -> bool {
///     matches!(warning.kind(), WarningKind::UnreadContinuation | WarningKind::TotalNotReached)
/// }
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Warning {
    kind: WarningKind,
    page: u64,
    message: Cow<'static, str>,
}

/// The kind of a [`Warning`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum WarningKind {
    /// The walk ended, and its last response has a token, a link or a header with a well-known name
    /// that leads to a next page. The declaration does not read it.
    UnreadContinuation,
    /// The walk ended, and a flag in the last response, which the declaration does not read, says
    /// that there is more.
    UnreadFlag,
    /// The walk ended before it received as many items, or pages, as the API says there are; or at
    /// a total that the API calls a lower bound.
    TotalNotReached,
    /// `end_on = [repeat]` ended the walk at page 2, which is the same as page 1, although page 1
    /// was full: the API may not read the parameter.
    ParameterIgnored,
    /// `last_item`: two items at the end of a page have the same key, so the next page may begin
    /// after items that were not received.
    AmbiguousKey,
    /// A page has no items, and the response reports something like a failure beside a total of 0.
    /// Without that total it is an error.
    UnreadFailure,
    /// The first page names a page before it: the API may count from 0.
    StartsLate,
    /// The first page has no items, and the response has lists elsewhere.
    UnreadItems,
    /// The first page is not as long as `page_size` asked, there is more, and the declaration has
    /// no `size`: the API may not know the parameter.
    PageSizeIgnored,
    /// A page begins with an item of the page before it: the list has changed during the walk.
    Overlap,
    /// No response of the walk has the total, the number of pages or the flag that the declaration
    /// reads, and the list has items.
    AbsentValue,
}

impl Warning {
    pub(crate) fn new(kind: WarningKind, page: u64, message: impl Into<Cow<'static, str>>) -> Self {
        Self {
            kind,
            page,
            message: message.into(),
        }
    }

    /// Returns the kind of this warning.
    pub fn kind(&self) -> WarningKind {
        self.kind
    }

    /// Returns the number of the page that it is about, from 1.
    pub fn page(&self) -> u64 {
        self.page
    }

    /// Returns what was found and what to declare, without the number of the page.
    pub fn message(&self) -> &str {
        &self.message
    }
}

impl fmt::Display for Warning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "page {}: {}", self.page, self.message)
    }
}

/// The warnings of a walk, one of each kind at most. Cheap to clone; allocates nothing while it is
/// empty.
#[derive(Debug, Clone, Default)]
pub(crate) struct Warnings(Arc<[Warning]>);

impl Warnings {
    /// Adds a warning unless there is one of its kind; returns whether it was added.
    pub(crate) fn add(&mut self, warning: &Warning) -> bool {
        let is_new = self.0.iter().all(|known| known.kind() != warning.kind());
        if is_new {
            self.0 = self.0.iter().chain([warning]).cloned().collect();
        }
        is_new
    }

    pub(crate) fn shared(&self) -> Arc<[Warning]> {
        Arc::clone(&self.0)
    }
}
