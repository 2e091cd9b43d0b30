//! What an endpoint does, as a constant.
use crate::scheme::location::{RequestLocation, ResponseLocation, Source};

/// What an endpoint does: where the continuation is written, how large pages may be, and which
/// rules hold.
///
/// The derive makes it from the attribute. By hand it reads the same:
///
/// ```
/// use paginate_runtime::scheme::{RequestLocation, Scheme, Source};
/// const SCHEME: Scheme = Scheme::new(Source::Token(RequestLocation::Query("next_page_token"))).size(RequestLocation::Query("page_size")).max(300);
/// assert_eq!(SCHEME.size.max, Some(300));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Scheme {
    /// What the continuation is and where it is written.
    pub source: Source,
    /// How the page size is asked for.
    pub size: Size,
    /// The first page number or offset; default 1 for pages and 0 for offsets.
    pub start: Option<u64>,
    /// Opt-in ends.
    pub end_on: EndOn,
    /// Later requests go to this path (and its query) instead of the first request's.
    pub continue_at: Option<&'static str>,
    /// The first item of each later page is the one whose key it was asked with, and is dropped.
    pub inclusive: bool,
    /// This API legitimately repeats tokens or links; equal pages, one after the other, still are
    /// an error.
    pub repeats: bool,
    /// The wire name of the top-level member that holds the items: what the stuck-page guard
    /// compares.
    pub items_member: Option<&'static str>,
    /// The wire name of the top-level `ok` flag: read by itself where the page does not decode.
    pub ok_at: Option<&'static str>,
    /// The wire name of the top-level error report: read by itself where the page does not decode.
    pub error_at: Option<&'static str>,
    /// The path of the flag that ends the walk (`more`, `done`), by names on the wire: what a
    /// warning compares with the response.
    pub flag_at: Option<&'static str>,
    /// The way from that member to the list, where the list is further inside: names of Rust
    /// fields, separated by dots.
    pub items_within: Option<&'static str>,
    /// A page says whether the answer is there yet; while it is not, the same request is sent
    /// again.
    pub ready: bool,
    /// Where the page says so: read by itself if the page does not decode.
    pub ready_at: Option<ResponseLocation>,
    /// Where the token or the link is read: what errors and warnings name. `None` if a function
    /// reads it.
    pub next_at: Option<ResponseLocation>,
    /// The continuation at [`next_at`](Self::next_at) can be read before its page is complete: it
    /// is a top-level member or a header, and no other part of the page has a say in what comes
    /// next. [`Paginator::early`](crate::Paginator::early) needs it.
    pub early: bool,
}

/// How the page size is asked for, and its bounds in items per page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Size {
    /// Where it is written.
    pub location: RequestLocation,
    /// The declaration says where it is written; otherwise `location` is the default, which an API may
    /// not know.
    pub declared: bool,
    /// The smallest size that the API takes.
    pub min: Option<u64>,
    /// The size to ask for where the caller says nothing; default `max`.
    pub prefer: Option<u64>,
    /// The largest size that the API takes.
    pub max: Option<u64>,
}

impl Size {
    /// `size` within the declared bounds.
    pub fn clamp(&self, size: u64) -> u64 {
        size.max(self.least()).min(self.max.unwrap_or(u64::MAX))
    }

    /// The smallest size that makes sense: a page of none leads nowhere.
    pub(crate) fn least(&self) -> u64 {
        self.min.unwrap_or(1)
    }
}

/// Opt-in ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct EndOn {
    /// These statuses mean "past the end", except for the first page.
    pub statuses: &'static [u16],
    /// An empty page is the end, in modes where it is not by itself.
    pub empty: bool,
    /// A page shorter than the size asked for is the end.
    pub short: bool,
    /// The token just sent, or the page just received, coming back is the end.
    pub repeat: bool,
}

impl Scheme {
    /// A scheme with everything at its default; the size parameter is the query parameter
    /// `page_size`.
    pub const fn new(source: Source) -> Self {
        Self {
            source,
            size: Size {
                location: RequestLocation::Query("page_size"),
                declared: false,
                min: None,
                prefer: None,
                max: None,
            },
            start: None,
            end_on: EndOn {
                statuses: &[],
                empty: false,
                short: false,
                repeat: false,
            },
            continue_at: None,
            inclusive: false,
            repeats: false,
            items_member: None,
            ok_at: None,
            error_at: None,
            flag_at: None,
            items_within: None,
            ready: false,
            ready_at: None,
            next_at: None,
            early: false,
        }
    }

    /// Where the page size is written.
    #[must_use]
    pub const fn size(mut self, location: RequestLocation) -> Self {
        self.size.location = location;
        self.size.declared = true;
        self
    }

    /// The largest page size that the API takes, in items.
    #[must_use]
    pub const fn max(mut self, items: u64) -> Self {
        self.size.max = Some(items);
        self
    }

    /// The smallest page size that the API takes, in items.
    #[must_use]
    pub const fn min(mut self, items: u64) -> Self {
        self.size.min = Some(items);
        self
    }

    /// The page size to ask for where the caller says nothing.
    #[must_use]
    pub const fn prefer(mut self, items: u64) -> Self {
        self.size.prefer = Some(items);
        self
    }

    /// The first page number or offset.
    #[must_use]
    pub const fn start(mut self, start: u64) -> Self {
        self.start = Some(start);
        self
    }

    /// Statuses that mean "past the end".
    #[must_use]
    pub const fn end_on_status(mut self, statuses: &'static [u16]) -> Self {
        self.end_on.statuses = statuses;
        self
    }

    /// An empty page is the end.
    #[must_use]
    pub const fn end_on_empty(mut self) -> Self {
        self.end_on.empty = true;
        self
    }

    /// A page shorter than the size asked for is the end.
    #[must_use]
    pub const fn end_on_short(mut self) -> Self {
        self.end_on.short = true;
        self
    }

    /// The token just sent, or the page just received, coming back is the end.
    #[must_use]
    pub const fn end_on_repeat(mut self) -> Self {
        self.end_on.repeat = true;
        self
    }

    /// Later requests go to this path, which may have a query of its own.
    #[must_use]
    pub const fn continue_at(mut self, path: &'static str) -> Self {
        self.continue_at = Some(path);
        self
    }

    /// In the last-item mode: the first item of each later page is the one whose key it was asked
    /// with. It is dropped if its key is that one, so it needs
    /// [`PageInfo::first_item`](crate::page::PageInfo::first_item). Pages hold two items at least.
    #[must_use]
    pub const fn inclusive(mut self) -> Self {
        self.inclusive = true;
        self
    }

    /// Tokens and links may repeat.
    #[must_use]
    pub const fn repeats(mut self) -> Self {
        self.repeats = true;
        self
    }

    /// The wire name of the top-level member that holds the items.
    #[must_use]
    pub const fn items_member(mut self, member: &'static str) -> Self {
        self.items_member = Some(member);
        self
    }

    /// The wire name of the top-level `ok` flag.
    #[must_use]
    pub const fn ok_at(mut self, member: &'static str) -> Self {
        self.ok_at = Some(member);
        self
    }

    /// The wire name of the top-level error report.
    #[must_use]
    pub const fn error_at(mut self, member: &'static str) -> Self {
        self.error_at = Some(member);
        self
    }

    /// Sets the path of the flag that ends the walk.
    #[must_use]
    pub const fn flag_at(mut self, path: &'static str) -> Self {
        self.flag_at = Some(path);
        self
    }

    /// A page says with [`PageInfo::ready`](crate::page::PageInfo::ready) whether the answer is
    /// there yet; while it is not, the same request is sent again, as the [retry
    /// policy](crate::RetryPolicy) has it. A 202 that does not say is not ready.
    #[must_use]
    pub const fn ready(mut self) -> Self {
        self.ready = true;
        self
    }

    /// [`ready`](Self::ready), and where the flag is: it is read by itself if the page does not
    /// decode.
    #[must_use]
    pub const fn ready_at(mut self, location: ResponseLocation) -> Self {
        self.ready_at = Some(location);
        self.ready()
    }

    /// The way from the member [`items_member`](Self::items_member) to the list, as names of Rust
    /// fields separated by dots; `[0]` is an element of a list, and `[]` says that the items are in
    /// lists inside its elements.
    #[must_use]
    pub const fn items_within(mut self, path: &'static str) -> Self {
        self.items_within = Some(path);
        self
    }

    /// Where the token or the link is read.
    #[must_use]
    pub const fn next_at(mut self, location: ResponseLocation) -> Self {
        self.next_at = Some(location);
        self
    }

    /// The continuation can be read before its page is complete.
    #[must_use]
    pub const fn early(mut self) -> Self {
        self.early = true;
        self
    }

    /// The smallest page size that makes sense: where pages repeat an item, one of a single item
    /// leads nowhere.
    pub(crate) fn least_size(&self) -> u64 {
        self.size.least().max(if self.inclusive { 2 } else { 1 })
    }

    /// A page size within the bounds that make sense.
    pub(crate) fn clamp_size(&self, size: u64) -> u64 {
        self.size.clamp(size.max(self.least_size()))
    }

    /// The first page number or offset, declared or by default.
    pub const fn base(&self) -> u64 {
        match (self.start, self.source) {
            (Some(start), _) => start,
            (None, Source::Page(_)) => 1,
            (None, _) => 0,
        }
    }
}
