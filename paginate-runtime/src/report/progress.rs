//! The progress of a walk, and the report of one page.

use std::sync::Arc;
use std::time::Duration;

use http::StatusCode;

use crate::platform::{MaybeSend, MaybeSync};
use crate::report::warning::Warning;

/// The progress of a walk: a snapshot of its numbers.
///
/// Returned by [`Items::progress`](crate::Items::progress) and
/// [`Pages::progress`](crate::Pages::progress). Nothing in it is secret.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct Progress {
    /// Number of items that the consumer has taken.
    pub items: u64,
    /// Number of items received: those that the consumer has taken, and the rest of the last page.
    /// Pages that were fetched ahead are not counted.
    pub received: u64,
    /// Number of items in the whole list, if the declaration reads a `total`; the latest value.
    ///
    /// If the walk was resumed, compare it with [`resumed`](Self::resumed) `+ items`. Some APIs
    /// estimate it, so the walk can deliver fewer or more.
    pub total: Option<u64>,
    /// Number of items taken by the walks that this one [resumes](crate::Paginator::resume); 0 for
    /// a walk from the beginning.
    ///
    /// Pages before the last are counted by their elements: with `edges[].node`, null nodes are
    /// included. In a [segment](crate::Paginator::segment) it is an estimate of the items before
    /// it.
    pub resumed: u64,
    /// Number of pages received, including those of the walks that this one resumes and, in a
    /// segment, those before it.
    pub pages: u64,
    /// Number of pages of the whole list, if the declaration reads `pages`.
    pub total_pages: Option<u64>,
    /// Number of requests sent, including retries, requests for pages ahead, and speculative
    /// requests whose responses were discarded.
    pub requests: u64,
    /// Number of bytes of the bodies that were read, after decompression by the transport.
    pub bytes: u64,
    /// Number of speculative requests whose responses were discarded.
    pub discarded: u64,
    /// The contradictions between responses and the declaration so far. Empty if nothing was found.
    /// The last page can add a warning when the walk ends.
    pub warnings: Arc<[Warning]>,
}

/// The report of one page, for the [`on_page`](crate::Paginator::on_page) hook. Nothing in it is
/// secret.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct PageReport {
    /// The number of the page in its walk, from 1. A walk that was resumed continues to count.
    pub index: u64,
    /// The status of the response; 200 for pages that did not come over HTTP.
    pub status: StatusCode,
    /// Number of items of this page that are delivered: fewer than it has if `max_items`, the end
    /// of a segment or a resumed checkpoint cuts it.
    pub items: u64,
    /// Number of bytes of its body, after decompression; 0 for pages from a function.
    pub bytes: u64,
    /// Number of attempts, including the successful one: 1 if nothing failed. Sending a request
    /// again with new credentials is part of an attempt.
    pub attempts: u32,
    /// Time spent waiting before retries and for rate limits of the API, without the time of a
    /// [`throttle`](crate::Paginator::throttle).
    pub waited: Duration,
    /// Time from the request until the page was decoded, waiting included; `None` if the walk has
    /// no [runtime](crate::runtime::Runtime), and so no clock.
    pub elapsed: Option<Duration>,
    /// The page size that was requested; `None` if the request has none.
    pub size: Option<u64>,
    /// Number of items received so far, including this page's.
    pub received: u64,
    /// The number of items in the whole list, if the declaration reads a `total`.
    pub total: Option<u64>,
    /// Number of speculative requests so far whose responses were discarded.
    pub discarded: u64,
    /// The warnings of the walk so far, including this page's.
    pub warnings: Arc<[Warning]>,
}

/// The stored form of the hook.
pub(crate) type OnPage = Arc<dyn PageHook>;

/// A hook that is called for each page.
pub(crate) trait PageHook: Fn(&PageReport) + MaybeSend + MaybeSync {}

impl<F: Fn(&PageReport) + MaybeSend + MaybeSync> PageHook for F {}
