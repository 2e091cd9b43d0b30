//! How far a walk is, and what one page was: for people who watch.

use std::sync::Arc;
use std::time::Duration;

use http::StatusCode;

use crate::platform::{MaybeSend, MaybeSync};
use crate::report::warning::Warning;

/// How far a walk is: numbers to show, taken when they are asked for.
///
/// From [`Items::progress`](crate::Items::progress) and
/// [`Pages::progress`](crate::Pages::progress). Nothing in it is secret.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct Progress {
    /// Items that the consumer has taken.
    pub items: u64,
    /// Items received: those that it has taken, and the rest of the last page. Pages that wait
    /// ahead are not in it.
    pub received: u64,
    /// The number of items in the whole list, if the declaration reads a `total`; the latest that
    /// it said. It counts the whole list, also where the walk began later:
    /// [`resumed`](Self::resumed) `+ items` is what to compare it with. APIs estimate: the walk may
    /// bring fewer, and more.
    pub total: Option<u64>,
    /// Items taken by the walks that this one [resumes](crate::Paginator::resume); 0 for a walk
    /// from the beginning. Pages before the last are counted by their elements: with
    /// `edges[].node`, null nodes are in it. In a [segment](crate::Paginator::segment) that a split
    /// computed it is an estimate of what lies before it.
    pub resumed: u64,
    /// Pages received, those of the walks that this one resumes included; in a segment, those
    /// before it too.
    pub pages: u64,
    /// The number of pages of the whole list, if the declaration reads `pages`.
    pub total_pages: Option<u64>,
    /// Requests sent: each attempt, those for pages ahead, and those whose answers were thrown
    /// away.
    pub requests: u64,
    /// Bytes of all bodies that were read to their end, and what was read of refusals, as the
    /// transport hands them over: after decompression, where it does that.
    pub bytes: u64,
    /// Requests whose answers were thrown away: sent ahead, for pages that the walk then did not
    /// ask for.
    pub discarded: u64,
    /// What responses said against the declaration so far; the last page can add to it when the
    /// walk ends. Empty if all is well.
    pub warnings: Arc<[Warning]>,
}

/// What one page was, for the [`on_page`](crate::Paginator::on_page) hook. Nothing in it is secret.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct PageReport {
    /// The number of the page in its walk, from 1; a walk that was resumed goes on counting.
    pub index: u64,
    /// The status of the response; 200 for pages that did not come over HTTP.
    pub status: StatusCode,
    /// Items that are delivered of it: fewer than it has where `max_items`, the end of a segment or
    /// a resumed checkpoint cuts it.
    pub items: u64,
    /// Bytes of its body, as the transport hands it over; 0 for pages that did not come over HTTP.
    pub bytes: u64,
    /// Attempts that it took, the good one included: 1 where nothing failed. Sending again with new
    /// credentials is part of an attempt.
    pub attempts: u32,
    /// Waiting before retries and for rate limits that the API named; not for a
    /// [`throttle`](crate::Paginator::throttle).
    pub waited: Duration,
    /// From asking for it until it was decoded, waiting included; `None` where the walk has no
    /// [runtime](crate::runtime::Runtime), and so no clock.
    pub elapsed: Option<Duration>,
    /// The page size that was asked for; `None` where the request names none.
    pub size: Option<u64>,
    /// Items received so far, this page's included.
    pub received: u64,
    /// The number of items in the whole list, if the declaration reads a `total`.
    pub total: Option<u64>,
    /// Requests so far whose answers were thrown away.
    pub discarded: u64,
    /// The warnings of the walk so far, this page's included.
    pub warnings: Arc<[Warning]>,
}

/// What a hook that hears of pages is kept as.
pub(crate) type OnPage = Arc<dyn PageHook>;

/// A hook that hears of pages.
pub(crate) trait PageHook: Fn(&PageReport) + MaybeSend + MaybeSync {}

impl<F: Fn(&PageReport) + MaybeSend + MaybeSync> PageHook for F {}
