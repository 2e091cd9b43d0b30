//! The cost of a page, and the traffic of a walk.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use crate::runtime::{Instant, Runtime};

/// The cost of one page.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Cost {
    /// Number of attempts, including the last one.
    pub(crate) attempts: u32,
    /// Time spent waiting between attempts and for rate limits.
    pub(crate) waited: Duration,
    /// The whole time, if it was measured and there is a clock.
    pub(crate) elapsed: Option<Duration>,
}

/// A measurement of how long a page takes. It reads the clock only if the time is wanted, because
/// that costs something.
#[derive(Clone, Copy)]
pub(crate) struct Stopwatch<'r>(Option<(&'r dyn Runtime, Instant)>);

impl<'r> Stopwatch<'r> {
    #[inline]
    pub(crate) fn begin(runtime: Option<&'r dyn Runtime>, wanted: bool) -> Self {
        Self(
            runtime
                .filter(|_| wanted)
                .map(|runtime| (runtime, runtime.now())),
        )
    }

    #[inline]
    pub(crate) fn elapsed(self) -> Option<Duration> {
        self.0
            .map(|(runtime, began)| runtime.now().saturating_duration_since(began))
    }
}

/// Requests and bytes of a walk, including failed requests.
#[derive(Debug, Default)]
pub(crate) struct Traffic {
    requests: AtomicU64,
    bytes: AtomicU64,
}

impl Traffic {
    /// Counts a request that is sent.
    pub(crate) fn request(&self) {
        self.requests.fetch_add(1, Ordering::Relaxed);
    }

    /// Counts a body that was read.
    pub(crate) fn body(&self, bytes: usize) {
        self.bytes.fetch_add(bytes as u64, Ordering::Relaxed);
    }

    /// Returns the number of requests and bytes so far.
    pub(crate) fn so_far(&self) -> (u64, u64) {
        (
            self.requests.load(Ordering::Relaxed),
            self.bytes.load(Ordering::Relaxed),
        )
    }
}
