//! Pauses all requests of a walk if one of them meets a rate limit.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use crate::runtime::{Instant, Runtime};
use crate::trace;

/// The longest random delay by which requests that wait for the same limit are spread: as a
/// fraction of the wait, and in absolute terms.
const SPREAD: (f64, Duration) = (0.25, Duration::from_secs(5));

/// A pause during which the walk sends nothing.
#[derive(Debug, Default)]
pub(crate) struct Pause {
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    until: Option<Instant>,
    /// How long the API asked to wait.
    wait: Duration,
    /// Number of requests that wait.
    waiting: usize,
}

/// One request that waits. It is counted until it is dropped.
struct Waiting<'a>(&'a Pause);

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        let mut state = self.0.state.lock().unwrap_or_else(PoisonError::into_inner);
        state.waiting = state.waiting.saturating_sub(1);
    }
}

impl Pause {
    /// Begins a pause of that length. A pause that ends later is kept.
    pub(crate) fn until(&self, runtime: &dyn Runtime, wait: Duration) {
        let end = runtime.now().checked_add(wait);
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        if end > state.until {
            (state.until, state.wait) = (end, wait);
        }
    }

    /// Waits until the pause is over, and returns how long it waited. If another request extends
    /// the pause meanwhile, it waits until the new end. It sleeps once for each end, so that it
    /// does not spin if the runtime's sleep takes no time.
    ///
    /// The first request is sent when the pause is over. Those that wait beside it are sent a
    /// little later, each after a random delay: together they would meet the limit again.
    pub(crate) async fn wait(&self, runtime: Option<&dyn Runtime>) -> Duration {
        let mut waited = Duration::ZERO;
        let Some(runtime) = runtime else {
            return waited;
        };
        let mut slept = None;
        let mut waiting = None;
        let mut spread = Duration::ZERO;
        loop {
            let (until, left) = {
                let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
                let until = state.until;
                let left = until.map_or(Duration::ZERO, |until| {
                    until.saturating_duration_since(runtime.now())
                });
                if left.is_zero() || until == slept {
                    break;
                }
                if waiting.is_none() {
                    if state.waiting > 0 {
                        let (part, most) = SPREAD;
                        spread = state
                            .wait
                            .min(most.div_f64(part))
                            .mul_f64(part * fastrand::f64());
                    }
                    state.waiting = state.waiting.saturating_add(1);
                    waiting = Some(Waiting(self));
                }
                (until, left.saturating_add(spread))
            };
            trace::paused(left);
            runtime.sleep(left).await;
            waited = waited.saturating_add(left);
            slept = until;
        }
        drop(waiting);
        waited
    }
}
