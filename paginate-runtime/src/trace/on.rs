//! Spans and events. Field names are public: they stand in the table of [`observability`](crate::observability).

use std::time::Duration;

use http::{Method, StatusCode};
use tracing::field::{Empty, debug};
use tracing::{Span, debug, debug_span, info, info_span, warn};
use url::Url;

use super::End;
use crate::error::Error;
use crate::excerpt::redact_url;
use crate::exchange::{Cost, Progress};

/// What everything is said under, so that a filter need not know the rooms of this crate.
macro_rules! target {
    () => {
        "paginate_runtime"
    };
}

/// A span of ours, or where nobody wants ours, the one that it would be in: what happens within belongs there, and its fields are not ours to
/// write.
#[derive(Debug, Clone, Default)]
pub(crate) struct Scope {
    span: Option<Span>,
    own: bool,
}

impl Scope {
    fn new(span: Span, outer: impl FnOnce() -> Option<Span>) -> Self {
        if span.is_disabled() {
            Self { span: outer(), own: false }
        } else {
            Self {
                span: Some(span),
                own: true,
            }
        }
    }

    fn id(&self) -> Option<tracing::Id> {
        self.span.as_ref().and_then(Span::id)
    }

    /// The span, where its fields are ours.
    fn own(&self) -> Option<&Span> {
        self.span.as_ref().filter(|_| self.own)
    }
}

/// The span of a walk.
#[derive(Debug, Default)]
pub(crate) enum WalkTrace {
    #[default]
    New,
    Running(Scope),
    Over,
}

impl WalkTrace {
    /// The first poll: its span is the one to be in.
    pub(crate) fn begin<'a, P>(&mut self, endpoint: impl FnOnce() -> Option<(&'a Method, &'a Url)>) {
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
            promised = Empty,
            requests = Empty,
            bytes = Empty,
        );
        if !span.is_disabled()
            && let Some((method, url)) = endpoint()
        {
            span.record("method", method.as_str());
            span.record("url", redact_url(url));
        }
        *self = Self::Running(Scope::new(span, || Some(Span::current())));
    }

    fn scope(&self) -> Option<&Scope> {
        match self {
            Self::Running(scope) => Some(scope),
            Self::New | Self::Over => None,
        }
    }

    fn id(&self) -> Option<tracing::Id> {
        self.scope().and_then(Scope::id)
    }

    /// The span of a page, from when it is asked for.
    pub(crate) fn page(&self, index: u64, size: Option<u64>) -> PageTrace {
        let span = debug_span!(
            target: target!(),
            parent: self.id(),
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
        );
        PageTrace(Scope::new(span, || self.scope()?.span.clone()))
    }

    /// The end, said once.
    pub(crate) fn end(&mut self, end: End, progress: Progress) {
        let Self::Running(scope) = std::mem::replace(self, Self::Over) else {
            return;
        };
        if let Some(span) = scope.own() {
            match end {
                End::Reason(reason) => span.record("end_reason", debug(reason)),
                End::Error(kind) => span.record("end_reason", debug(format_args!("Error"))).record("error", debug(kind)),
                End::Dropped => span.record("end_reason", debug(format_args!("Dropped"))),
            };
            span.record("pages", progress.pages)
                .record("items", progress.received)
                .record("promised", progress.promised)
                .record("requests", progress.requests)
                .record("bytes", progress.bytes);
        }
        debug!(target: target!(), parent: scope.id(), "walk ended");
    }

    /// Asked to be concurrent, and there is no total to plan by.
    pub(crate) fn sequential(&self) {
        warn!(
            target: target!(),
            parent: self.id(),
            "the API gives no total, so that .concurrency makes one request at a time"
        );
    }

    /// Too many guesses were wrong.
    pub(crate) fn early_off(&self) {
        warn!(
            target: target!(),
            parent: self.id(),
            "continuations that were read early were not confirmed by their pages: nothing is read early any more"
        );
    }
}

/// The span of a page.
#[derive(Debug, Clone, Default)]
pub(crate) struct PageTrace(Scope);

impl PageTrace {
    pub(crate) fn in_scope<R>(&self, within: impl FnOnce() -> R) -> R {
        match &self.0.span {
            Some(span) => span.in_scope(within),
            None => within(),
        }
    }

    /// What came back, as far as there is such a thing.
    pub(crate) fn answered(&self, status: Option<StatusCode>, bytes: Option<usize>, shrunk: Option<u64>, cost: Cost) {
        let Some(span) = self.0.own() else { return };
        if let Some(size) = shrunk {
            span.record("size", size);
        }
        span.record("status", status.map(|status| status.as_u16()))
            .record("bytes", bytes)
            .record("attempts", cost.attempts)
            .record("waited_ms", millis(cost.waited));
    }

    /// The walk takes the page.
    pub(crate) fn received(&self, items: u64, truncated: u64) {
        if let Some(span) = self.0.own() {
            span.record("items", items);
            if truncated > 0 {
                span.record("truncated", truncated);
            }
        }
        if truncated > 0 {
            warn!(
                target: target!(),
                parent: self.0.id(),
                lists = truncated,
                "lists inside items are as long as the page size, and so may have been cut"
            );
        }
        debug!(target: target!(), parent: self.0.id(), "page received");
    }

    pub(crate) fn failed(&self, error: &Error) {
        if let Some(span) = self.0.own() {
            span.record("error", debug(error.kind()));
        }
    }

    /// The walk does not take the page, whatever came or comes back.
    pub(crate) fn discarded(&self, page: u64) {
        if let Some(span) = self.0.own() {
            span.record("discarded", true);
        }
        debug!(target: target!(), parent: self.0.id(), page, "a request that was sent ahead was made in vain");
    }
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

fn millis(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}
