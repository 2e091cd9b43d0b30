//! What a walk says to `tracing`; nothing at all without that feature.
//!
//! The one room that knows of spans and events. Both halves have the same names, so that no other
//! room asks for the feature: `on` says it, `off` is what the compiler removes. Numbers, kinds and
//! statuses only: see the table in [`observability`](crate::observability).

#[cfg(not(feature = "tracing"))]
mod off;
#[cfg(feature = "tracing")]
mod on;

#[cfg(not(feature = "tracing"))]
pub(crate) use off::{
    PageTrace, WalkTrace, in_current_span, paused, renewed, retried, unreadable_early, warned,
    without_timers,
};
#[cfg(feature = "tracing")]
pub(crate) use on::{
    PageTrace, WalkTrace, in_current_span, paused, renewed, retried, unreadable_early, warned,
    without_timers,
};

use crate::error::ErrorKind;
use crate::pager::end::EndReason;

/// How a walk came to its end.
#[derive(Debug, Clone, Copy)]
#[cfg_attr(not(feature = "tracing"), expect(dead_code, reason = "said to nobody"))]
pub(crate) enum End {
    /// As it should.
    Reason(EndReason),
    /// By an error.
    Error(ErrorKind),
    /// Its consumer wanted no more.
    Dropped,
}
