//! Spans and events. Field names are public: they stand in the table of
//! [`observability`](crate::observability).

use std::time::Duration;

use http::{Method, StatusCode};
use tracing::field::{Empty, debug};
use tracing::{Instrument, Span, debug, debug_span, info, info_span, warn};
use url::Url;

use crate::error::Error;
use crate::redact::redact_url;
use crate::report::cost::Cost;
use crate::report::progress::Progress;
use crate::report::warning::Warning;
use crate::runtime::TaskFuture;
use crate::trace::End;

/// What everything is said under, so that a filter need not know the rooms of this crate.
macro_rules! target {
    () => {
        "paginate_runtime"
    };
}

/// The span of a walk. What happens in a span is said while it is entered, and not by naming it:
/// where one layer of a subscriber does not want a span that another one wants, it finds the one
/// around it only so.
#[derive(Debug, Default)]
pub(crate) enum WalkTrace {
    #[default]
    New,
    Running(Span),
    Over,
}

impl WalkTrace {
    /// The first poll: its span is the one to be in.
    pub(crate) fn begin<'a, P>(
        &mut self,
        endpoint: impl FnOnce() -> Option<(&'a Method, &'a Url)>,
    ) {
        if !matches!(self, Self::New) {
            return;
        }
        let span = info_span!(
            target: target!(),
            "paginate_walk",
            response = std::any::type_name::<P>(),
            method = Empty,
            url = Empty,
            end_reason = Empty,
            error = Empty,
            pages = Empty,
            items = Empty,
            total = Empty,
            requests = Empty,
            bytes = Empty,
        );
        if !span.is_disabled() {
            if let Some((method, url)) = endpoint() {
                span.record("method", method.as_str());
                span.record("url", redact_url(url));
            }
        }
        *self = Self::Running(span);
    }

    pub(crate) fn in_scope<R>(&self, within: impl FnOnce() -> R) -> R {
        match self {
            Self::Running(span) => span.in_scope(within),
            Self::New | Self::Over => within(),
        }
    }

    /// The span of a page, from when it is asked for.
    pub(crate) fn page(&self, index: u64, size: Option<u64>) -> PageTrace {
        let walk = match self {
            Self::Running(span) => span.clone(),
            Self::New | Self::Over => Span::none(),
        };
        let page = walk.in_scope(|| {
            debug_span!(
                target: target!(),
                "paginate_page",
                index,
                size,
                status = Empty,
                items = Empty,
                bytes = Empty,
                attempts = Empty,
                waited_ms = Empty,
                truncated = Empty,
                discarded = Empty,
                error = Empty,
            )
        });
        PageTrace { walk, page }
    }

    /// The end, said once.
    pub(crate) fn end(&mut self, end: End, progress: Progress) {
        let Self::Running(span) = std::mem::replace(self, Self::Over) else {
            return;
        };
        match end {
            End::Reason(reason) => span.record("end_reason", debug(reason)),
            End::Error(kind) => span
                .record("end_reason", debug(format_args!("Error")))
                .record("error", debug(kind)),
            End::Dropped => span.record("end_reason", debug(format_args!("Dropped"))),
        };
        span.record("pages", progress.pages)
            .record("items", progress.received)
            .record("requests", progress.requests)
            .record("bytes", progress.bytes);
        // What is not there is not recorded: a formatter leaves a gap for it.
        if let Some(total) = progress.total {
            span.record("total", total);
        }
        span.in_scope(|| debug!(target: target!(), "walk ended"));
    }

    /// Asked to be concurrent, and there is no total to plan by.
    pub(crate) fn sequential(&self) {
        self.in_scope(|| {
            warn!(
                target: target!(),
                "the API gives no total, so that .concurrency makes one request at a time"
            );
        });
    }

    /// Too many guesses were wrong.
    pub(crate) fn early_off(&self) {
        self.in_scope(|| {
            warn!(
                target: target!(),
                "continuations that were read early were not confirmed by their pages: nothing is read early any more"
            );
        });
    }
}

/// The span of a page, in the one of its walk.
#[derive(Debug, Clone)]
pub(crate) struct PageTrace {
    walk: Span,
    page: Span,
}

impl Default for PageTrace {
    fn default() -> Self {
        Self {
            walk: Span::none(),
            page: Span::none(),
        }
    }
}

impl PageTrace {
    pub(crate) fn in_scope<R>(&self, within: impl FnOnce() -> R) -> R {
        self.walk.in_scope(|| self.page.in_scope(within))
    }

    /// What came back, as far as there is such a thing.
    pub(crate) fn answered(
        &self,
        status: Option<StatusCode>,
        bytes: Option<usize>,
        shrunk: Option<u64>,
        cost: Cost,
    ) {
        if let Some(size) = shrunk {
            self.page.record("size", size);
        }
        if let Some(status) = status {
            self.page.record("status", status.as_u16());
        }
        if let Some(bytes) = bytes {
            self.page.record("bytes", bytes);
        }
        self.page
            .record("attempts", cost.attempts)
            .record("waited_ms", millis(cost.waited));
    }

    /// The walk takes the page.
    pub(crate) fn received(&self, items: u64, truncated: u64) {
        self.page.record("items", items);
        if truncated > 0 {
            self.page.record("truncated", truncated);
            self.in_scope(|| {
                warn!(
                    target: target!(),
                    lists = truncated,
                    "lists inside items are as long as the page size, and so may have been cut"
                );
            });
        }
        self.in_scope(|| debug!(target: target!(), "page received"));
    }

    pub(crate) fn failed(&self, error: &Error) {
        self.page.record("error", debug(error.kind()));
    }

    /// The walk discards the page.
    pub(crate) fn discarded(&self, page: u64) {
        self.page.record("discarded", true);
        self.in_scope(
            || debug!(target: target!(), page, "a request that was sent ahead was made in vain"),
        );
    }
}

/// A task that runs in the span that is current now.
pub(crate) fn in_current_span(task: TaskFuture) -> TaskFuture {
    Box::pin(task.in_current_span())
}

/// An attempt failed, and there will be another one.
pub(crate) fn retried(page: u64, attempt: u32, error: &Error, wait: Duration) {
    warn!(
        target: target!(),
        page,
        attempt,
        kind = ?error.kind(),
        status = error.status().map(|status| status.as_u16()),
        wait_ms = millis(wait),
        "retrying"
    );
}

/// An attempt failed, and there is nothing to wait with for another one.
pub(crate) fn without_timers(page: u64) {
    warn!(target: target!(), page, "not retried: there are no timers to wait with");
}

/// A request waits because the API limits the rate of the walk.
pub(crate) fn paused(wait: Duration) {
    info!(target: target!(), wait_ms = millis(wait), "waiting for the rate limit");
}

/// The `authorize` hook gave new credentials after a 401.
pub(crate) fn renewed() {
    info!(target: target!(), "credentials renewed");
}

/// The bytes of a continuation were there early, and could not be read as one.
pub(crate) fn unreadable_early() {
    debug!(target: target!(), "a continuation could not be read before its page was complete");
}

/// A response contradicts the declaration.
pub(crate) fn warned(warning: &Warning) {
    warn!(
        target: target!(),
        page = warning.page(),
        kind = ?warning.kind(),
        found = warning.message(),
        "the response contradicts the declaration"
    );
}

/// Rounded: where an API says two seconds, a little less than that is left when the waiting begins.
fn millis(duration: Duration) -> u64 {
    let rounded = duration.saturating_add(Duration::from_micros(500));
    u64::try_from(rounded.as_millis()).unwrap_or(u64::MAX)
}
