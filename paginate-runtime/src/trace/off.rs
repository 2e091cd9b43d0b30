//! The half without `tracing`: nothing is recorded.

use std::time::Duration;

use http::{Method, StatusCode};
use url::Url;

use crate::error::Error;
use crate::report::cost::Cost;
use crate::report::progress::Progress;
use crate::report::warning::Warning;
use crate::runtime::TaskFuture;
use crate::trace::End;

/// The span of a walk.
#[derive(Debug, Default)]
pub(crate) struct WalkTrace(());

impl WalkTrace {
    #[inline]
    pub(crate) fn in_scope<R>(&self, within: impl FnOnce() -> R) -> R {
        within()
    }

    #[inline]
    pub(crate) fn begin<'a, P>(&mut self, _: impl FnOnce() -> Option<(&'a Method, &'a Url)>) {}

    #[inline]
    pub(crate) fn page(&self, _: u64, _: Option<u64>) -> PageTrace {
        PageTrace(())
    }

    #[inline]
    pub(crate) fn end(&mut self, _: End, _: Progress) {}

    #[inline]
    pub(crate) fn sequential(&self) {}

    #[inline]
    pub(crate) fn early_off(&self) {}
}

/// The span of a page.
#[derive(Debug, Clone, Default)]
pub(crate) struct PageTrace(());

impl PageTrace {
    #[inline]
    pub(crate) fn in_scope<R>(&self, within: impl FnOnce() -> R) -> R {
        within()
    }

    #[inline]
    pub(crate) fn answered(
        &self,
        _: Option<StatusCode>,
        _: Option<usize>,
        _: Option<u64>,
        _: Cost,
    ) {
    }

    #[inline]
    pub(crate) fn received(&self, _: u64, _: u64) {}

    #[inline]
    pub(crate) fn failed(&self, _: &Error) {}

    #[inline]
    pub(crate) fn discarded(&self, _: u64) {}
}

#[inline]
pub(crate) fn in_current_span(task: TaskFuture) -> TaskFuture {
    task
}

#[inline]
pub(crate) fn retried(_: u64, _: u32, _: &Error, _: Duration) {}

#[inline]
pub(crate) fn paused(_: Duration) {}

#[inline]
pub(crate) fn without_timers(_: u64) {}

#[inline]
pub(crate) fn renewed() {}

#[inline]
pub(crate) fn unreadable_early() {}

#[inline]
pub(crate) fn warned(_: &Warning) {}
