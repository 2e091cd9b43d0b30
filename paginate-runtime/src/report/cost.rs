//! What a page took, and what went over the wire in a walk.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use crate::runtime::{Instant, Runtime};

/// What it took to get one page.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Cost {
    /// Attempts, the last one included.
    pub(crate) attempts: u32,
    /// Waiting between them and for rate limits.
    pub(crate) waited: Duration,
    /// All of it, where somebody wants to know and there is a clock.
    pub(crate) elapsed: Option<Duration>,
}

/// Measures how long a page takes. Asking a clock costs something, so only if somebody wants to
/// know.
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
    /// A request is sent.
    pub(crate) fn request(&self) {
        self.requests.fetch_add(1, Ordering::Relaxed);
    }

    /// A body is there.
    pub(crate) fn body(&self, bytes: usize) {
        self.bytes.fetch_add(bytes as u64, Ordering::Relaxed);
    }

    /// Requests and bytes so far.
    pub(crate) fn so_far(&self) -> (u64, u64) {
        (
            self.requests.load(Ordering::Relaxed),
            self.bytes.load(Ordering::Relaxed),
        )
    }
}
