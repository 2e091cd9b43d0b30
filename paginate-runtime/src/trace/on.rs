//! The half with `tracing`. Field names are public: they are in the table of
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

/// The target of all spans and events, so that a filter need not know the modules of this crate.
macro_rules! target {
    () => {
        "paginate_runtime"
    };
}

/// The span of a walk. Events are recorded while their span is entered, and not with an explicit
/// parent. A subscriber can have one layer that filters this span out and another that keeps it:
/// the first layer finds the surrounding span only if this span is entered.
#[derive(Debug, Default)]
pub(crate) enum WalkTrace {
    #[default]
    New,
    Running(Span),
    Over,
}

impl WalkTrace {
    /// Creates the span at the first poll, inside the span that is current then.
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

    /// Creates the span of a page, when the page is requested.
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

    /// Records the end of the walk, only once.
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
        // A missing value is not recorded: a formatter would leave a gap for it.
        if let Some(total) = progress.total {
            span.record("total", total);
        }
        span.in_scope(|| debug!(target: target!(), "walk ended"));
    }

    /// Records that `concurrency` is set and that there is no total to plan by.
    pub(crate) fn sequential(&self) {
        self.in_scope(|| {
            warn!(
                target: target!(),
                "the API gives no total, so .concurrency sends one request at a time"
            );
        });
    }

    /// Records that too many guesses were wrong.
    pub(crate) fn early_off(&self) {
        self.in_scope(|| {
            warn!(
                target: target!(),
                "continuations that were read early differed from those of their pages: early reading is now off"
            );
        });
    }
}

/// The span of a page, inside the span of its walk.
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

    /// Records the response of a page, as far as there is one.
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

    /// Records that the walk takes the page.
    pub(crate) fn received(&self, items: u64, truncated: u64) {
        self.page.record("items", items);
        if truncated > 0 {
            self.page.record("truncated", truncated);
            self.in_scope(|| {
                warn!(
                    target: target!(),
                    lists = truncated,
                    "lists inside items are as long as the page size, so they may be incomplete"
                );
            });
        }
        self.in_scope(|| debug!(target: target!(), "page received"));
    }

    pub(crate) fn failed(&self, error: &Error) {
        self.page.record("error", debug(error.kind()));
    }

    /// Records that the walk discards the page.
    pub(crate) fn discarded(&self, page: u64) {
        self.page.record("discarded", true);
        self.in_scope(
            || debug!(target: target!(), page, "the response of a speculative request was discarded"),
        );
    }
}

/// Returns a task that runs in the span that is current now.
pub(crate) fn in_current_span(task: TaskFuture) -> TaskFuture {
    Box::pin(task.in_current_span())
}

/// Records that an attempt failed and that there will be another one.
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

/// Records that an attempt failed and that there are no timers to wait for another one.
pub(crate) fn without_timers(page: u64) {
    warn!(target: target!(), page, "not retried: no timer is available");
}

/// Records that a request waits because the API limits the rate of the walk.
pub(crate) fn paused(wait: Duration) {
    info!(target: target!(), wait_ms = millis(wait), "waiting for the rate limit");
}

/// Records that the `authorize` hook returned new credentials after a 401.
pub(crate) fn renewed() {
    info!(target: target!(), "credentials renewed");
}

/// Records that the bytes of a continuation arrived early and could not be read.
pub(crate) fn unreadable_early() {
    debug!(target: target!(), "a continuation could not be read before its page was complete");
}

/// Records that a response contradicts the declaration.
pub(crate) fn warned(warning: &Warning) {
    warn!(
        target: target!(),
        page = warning.page(),
        kind = ?warning.kind(),
        found = warning.message(),
        "the response contradicts the declaration"
    );
}

/// Returns the duration in milliseconds, rounded: if an API asks for two seconds, a little less is
/// left when the wait begins.
fn millis(duration: Duration) -> u64 {
    let rounded = duration.saturating_add(Duration::from_micros(500));
    u64::try_from(rounded.as_millis()).unwrap_or(u64::MAX)
}
