//! Spans and events for `tracing`. Without that feature, nothing is recorded.
//!
//! Only this module knows spans and events. Its two halves have the same names, so that no other
//! module checks the feature: `on` records, and `off` does nothing, so that the compiler removes
//! it. Only numbers, kinds and statuses are recorded: see the table in
//! [`observability`](crate::observability).

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

/// The way in which a walk ended.
#[derive(Debug, Clone, Copy)]
#[cfg_attr(
    not(feature = "tracing"),
    expect(dead_code, reason = "only recorded with `tracing`")
)]
pub(crate) enum End {
    /// At a regular end.
    Reason(EndReason),
    /// With an error.
    Error(ErrorKind),
    /// Its consumer dropped it.
    Dropped,
}
