//! A rate limit holds for every request of a walk.

use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use crate::runtime::Runtime;
use crate::trace;

/// Until when the walk sends nothing.
#[derive(Debug, Default)]
pub(crate) struct Pause {
    until: Mutex<Option<Instant>>,
}

impl Pause {
    /// Sends nothing for that long; a longer pause stays.
    pub(crate) fn until(&self, runtime: &dyn Runtime, wait: Duration) {
        let end = runtime.now().checked_add(wait);
        let mut until = self.until.lock().unwrap_or_else(PoisonError::into_inner);
        *until = (*until).max(end);
    }

    /// Waits until the pause is over, which gives how long that was, and where another request made it longer meanwhile, until then. One sleep for each end: a runtime whose
    /// sleep takes no time is not to spin here.
    pub(crate) async fn wait(&self, runtime: Option<&dyn Runtime>) -> Duration {
        let mut waited = Duration::ZERO;
        let Some(runtime) = runtime else { return waited };
        let mut slept = None;
        loop {
            let until = *self.until.lock().unwrap_or_else(PoisonError::into_inner);
            let left = until.map_or(Duration::ZERO, |until| until.saturating_duration_since(runtime.now()));
            if left.is_zero() || until == slept {
                return waited;
            }
            trace::paused(left);
            runtime.sleep(left).await;
            waited = waited.saturating_add(left);
            slept = until;
        }
    }
}
