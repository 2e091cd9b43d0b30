//! [`Scheme`]: the description of an endpoint, as a constant.
use crate::scheme::location::{RequestLocation, ResponseLocation, Source};

/// The description of an endpoint: where the continuation is written, how large pages may be, and
/// which rules hold.
///
/// The derive makes it from the attribute. By hand:
///
/// ```
/// use paginate_runtime::scheme::{RequestLocation, Scheme, Source};
/// const SCHEME: Scheme = Scheme::new(Source::Token(RequestLocation::Query("next_page_token"))).size(RequestLocation::Query("page_size")).max(300);
/// assert_eq!(SCHEME.size.max, Some(300));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Scheme {
    /// The continuation, and where it is written.
    pub source: Source,
    /// The page size parameter, and its bounds.
    pub size: Size,
    /// The first page number or offset. Default: 1 for pages and 0 for offsets.
    pub start: Option<u64>,
    /// The optional ends.
    pub end_on: EndOn,
    /// The path (and query) of later requests, instead of the first request's.
    pub continue_at: Option<&'static str>,
    /// Whether the first item of each later page is the one whose key was sent. It is dropped.
    pub inclusive: bool,
    /// Whether the API legitimately repeats tokens or links. Equal pages one after the other are
    /// still an error.
    pub repeats: bool,
    /// The wire name of the top-level member that holds the items. The repeated-page guard compares
    /// it.
    pub items_member: Option<&'static str>,
    /// The wire name of the top-level `ok` flag. It is read by itself if the page does not decode.
    pub ok_at: Option<&'static str>,
    /// The wire name of the top-level error report. It is read by itself if the page does not
    /// decode.
    pub error_at: Option<&'static str>,
    /// The path of the flag that ends the walk (`more`, `done`), with names on the wire. A warning
    /// compares it with the response.
    pub flag_at: Option<&'static str>,
    /// Where the total is read. A warning names it if no response has it. `None` if a function
    /// reads it.
    pub total_at: Option<ResponseLocation>,
    /// Where the number of pages is read, for the same warning.
    pub pages_at: Option<ResponseLocation>,
    /// The path from `items_member` to the list, if the list is deeper: names of Rust fields,
    /// separated by dots.
    pub items_within: Option<&'static str>,
    /// Whether pages say if the response is ready. While it is not, the same request is sent again.
    pub ready: bool,
    /// Where the page says so. It is read by itself if the page does not decode.
    pub ready_at: Option<ResponseLocation>,
    /// Where the token or the link is read, for errors and warnings. `None` if a function reads it.
    pub next_at: Option<ResponseLocation>,
    /// Whether the continuation at [`next_at`](Self::next_at) can be read before its page is
    /// complete: it is a top-level member or a header, and no other part of the page affects what
    /// comes next. [`Paginator::early`](crate::Paginator::early) needs it.
    pub early: bool,
}

/// The page size parameter, and its bounds in items per page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Size {
    /// Where the page size is written.
    pub location: RequestLocation,
    /// Whether `location` is declared. Otherwise it is the default, which an API may not know.
    pub declared: bool,
    /// The smallest size that the API accepts.
    pub min: Option<u64>,
    /// The size to request if the caller sets none. Default: `max`.
    pub prefer: Option<u64>,
    /// The largest size that the API accepts.
    pub max: Option<u64>,
}

impl Size {
    /// Returns `size`, limited to the declared bounds.
    pub fn clamp(&self, size: u64) -> u64 {
        size.max(self.least()).min(self.max.unwrap_or(u64::MAX))
    }

    /// Returns the smallest size that makes sense, at least 1: a page of 0 items would never move
    /// the walk on.
    pub(crate) fn least(&self) -> u64 {
        self.min.unwrap_or(1)
    }
}

/// The optional ends of a walk.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct EndOn {
    /// The statuses that mean "past the end", except for the first page.
    pub statuses: &'static [u16],
    /// Whether an empty page is the end, in modes in which it is not the end by itself.
    pub empty: bool,
    /// Whether a page shorter than the requested size is the end.
    pub short: bool,
    /// Whether the walk ends if the token just sent or the page just received comes back.
    pub repeat: bool,
}

impl Scheme {
    /// Creates a scheme with everything at its default. The size parameter is the query parameter
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
            total_at: None,
            pages_at: None,
            items_within: None,
            ready: false,
            ready_at: None,
            next_at: None,
            early: false,
        }
    }

    /// Sets where the page size is written.
    #[must_use]
    pub const fn size(mut self, location: RequestLocation) -> Self {
        self.size.location = location;
        self.size.declared = true;
        self
    }

    /// Sets the largest page size that the API accepts, in items.
    #[must_use]
    pub const fn max(mut self, items: u64) -> Self {
        self.size.max = Some(items);
        self
    }

    /// Sets the smallest page size that the API accepts, in items.
    #[must_use]
    pub const fn min(mut self, items: u64) -> Self {
        self.size.min = Some(items);
        self
    }

    /// Sets the page size to request if the caller sets none.
    #[must_use]
    pub const fn prefer(mut self, items: u64) -> Self {
        self.size.prefer = Some(items);
        self
    }

    /// Sets the first page number or offset.
    #[must_use]
    pub const fn start(mut self, start: u64) -> Self {
        self.start = Some(start);
        self
    }

    /// Sets the statuses that mean "past the end".
    #[must_use]
    pub const fn end_on_status(mut self, statuses: &'static [u16]) -> Self {
        self.end_on.statuses = statuses;
        self
    }

    /// Ends the walk at an empty page.
    #[must_use]
    pub const fn end_on_empty(mut self) -> Self {
        self.end_on.empty = true;
        self
    }

    /// Ends the walk at a page shorter than the requested size.
    #[must_use]
    pub const fn end_on_short(mut self) -> Self {
        self.end_on.short = true;
        self
    }

    /// Ends the walk if the token just sent or the page just received comes back.
    #[must_use]
    pub const fn end_on_repeat(mut self) -> Self {
        self.end_on.repeat = true;
        self
    }

    /// Sets the path of later requests. It may have its own query.
    #[must_use]
    pub const fn continue_at(mut self, path: &'static str) -> Self {
        self.continue_at = Some(path);
        self
    }

    /// Declares that, in the last-item mode, the first item of each later page is the one whose key
    /// was sent. The item is dropped if its key is that one, so this needs
    /// [`PageInfo::first_item`](crate::page::PageInfo::first_item). Pages hold at least two items.
    #[must_use]
    pub const fn inclusive(mut self) -> Self {
        self.inclusive = true;
        self
    }

    /// Allows repeated tokens and links.
    #[must_use]
    pub const fn repeats(mut self) -> Self {
        self.repeats = true;
        self
    }

    /// Sets the wire name of the top-level member that holds the items.
    #[must_use]
    pub const fn items_member(mut self, member: &'static str) -> Self {
        self.items_member = Some(member);
        self
    }

    /// Sets the wire name of the top-level `ok` flag.
    #[must_use]
    pub const fn ok_at(mut self, member: &'static str) -> Self {
        self.ok_at = Some(member);
        self
    }

    /// Sets the wire name of the top-level error report.
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

    /// Sets where the total is read.
    #[must_use]
    pub const fn total_at(mut self, location: ResponseLocation) -> Self {
        self.total_at = Some(location);
        self
    }

    /// Sets where the number of pages is read.
    #[must_use]
    pub const fn pages_at(mut self, location: ResponseLocation) -> Self {
        self.pages_at = Some(location);
        self
    }

    /// Declares that a page says with [`PageInfo::ready`](crate::page::PageInfo::ready) whether the
    /// response is ready. While it is not, the same request is sent again, by the [retry
    /// policy](crate::RetryPolicy). A 202 without the flag is not ready.
    #[must_use]
    pub const fn ready(mut self) -> Self {
        self.ready = true;
        self
    }

    /// Does the same as [`ready`](Self::ready), and sets where the flag is. It is read by itself if
    /// the page does not decode.
    #[must_use]
    pub const fn ready_at(mut self, location: ResponseLocation) -> Self {
        self.ready_at = Some(location);
        self.ready()
    }

    /// Sets the path from the member [`items_member`](Self::items_member) to the list, as names of
    /// Rust fields separated by dots. `[0]` is an element of a list, and `[]` says that the items
    /// are in lists inside its elements.
    #[must_use]
    pub const fn items_within(mut self, path: &'static str) -> Self {
        self.items_within = Some(path);
        self
    }

    /// Sets where the token or the link is read.
    #[must_use]
    pub const fn next_at(mut self, location: ResponseLocation) -> Self {
        self.next_at = Some(location);
        self
    }

    /// Declares that the continuation can be read before its page is complete.
    #[must_use]
    pub const fn early(mut self) -> Self {
        self.early = true;
        self
    }

    /// Returns the smallest page size that makes sense. If pages repeat an item, a page of one item
    /// would never move the walk on.
    pub(crate) fn least_size(&self) -> u64 {
        self.size.least().max(if self.inclusive { 2 } else { 1 })
    }

    /// Returns the page size, limited to the bounds that make sense.
    pub(crate) fn clamp_size(&self, size: u64) -> u64 {
        self.size.clamp(size.max(self.least_size()))
    }

    /// Returns the first page number or offset, declared or by default.
    pub const fn base(&self) -> u64 {
        match (self.start, self.source) {
            (Some(start), _) => start,
            (None, Source::Page(_)) => 1,
            (None, _) => 0,
        }
    }
}
