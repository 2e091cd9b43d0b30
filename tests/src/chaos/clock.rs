//! Time: retries take none, and a stall ends when the server reports it.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant, SystemTime};

use paginate_runtime::runtime::{Runtime, Sleep};
use tokio::sync::Notify;

/// The walk's `request_timeout`. Its unusual length distinguishes it from the waits of retries.
pub(crate) const REQUEST_LIMIT: Duration = Duration::from_nanos(25_000_017);
/// The walk's `idle_timeout`.
pub(crate) const IDLE_LIMIT: Duration = Duration::from_nanos(10_000_019);

/// The time of one walk, shared with its server. Waits of retries only move it forward.
#[derive(Debug, Default)]
pub(crate) struct Clock {
    /// The sum of the simulated waits, in nanoseconds.
    ahead: AtomicU64,
    stalled: AtomicBool,
    /// The number of connections that stall now.
    standing: AtomicU64,
    stalls: Notify,
    /// The walk has several requests in flight. Only a connection knows whether it stalls, so
    /// during a stall all requests time out.
    wide: bool,
}

impl Clock {
    pub(crate) fn new(wide: bool) -> Self {
        Self {
            wide,
            ..Self::default()
        }
    }

    /// The time of the walk.
    pub(crate) fn now(&self) -> Instant {
        Instant::now() + self.ahead()
    }

    /// The date of the walk.
    pub(crate) fn date(&self) -> SystemTime {
        SystemTime::now() + self.ahead()
    }

    fn ahead(&self) -> Duration {
        Duration::from_nanos(self.ahead.load(Ordering::SeqCst))
    }

    /// Records that a connection stalls.
    pub(crate) fn stall(&self) {
        self.stalled.store(true, Ordering::SeqCst);
        self.standing.fetch_add(1, Ordering::SeqCst);
        self.stalls.notify_waiters();
    }

    /// Records that a client closed a stalled connection.
    pub(crate) fn gave_up(&self) {
        self.standing.fetch_sub(1, Ordering::SeqCst);
        self.stalls.notify_waiters();
    }

    /// Ends a stall that no walk waited for. If there are several requests at a time, waits until
    /// the server has noticed it too.
    pub(crate) async fn forget_stall(&self) {
        self.stalled.store(false, Ordering::SeqCst);
        if !self.wide {
            return;
        }
        loop {
            let mut change = std::pin::pin!(self.stalls.notified());
            change.as_mut().enable();
            if self.standing.load(Ordering::SeqCst) == 0 {
                return;
            }
            change.await;
        }
    }

    /// Waits until the server stalls.
    pub(crate) async fn stalled(&self) {
        loop {
            let mut stall = std::pin::pin!(self.stalls.notified());
            stall.as_mut().enable();
            let stands = self.wide && self.standing.load(Ordering::SeqCst) > 0;
            if stands || (!self.wide && self.stalled.swap(false, Ordering::SeqCst)) {
                return;
            }
            stall.await;
        }
    }
}

/// The walk's runtime.
#[derive(Debug)]
pub(crate) struct WalkRuntime {
    pub(crate) clock: Arc<Clock>,
    /// Whether timeouts use real time.
    pub(crate) real: bool,
}

impl Runtime for WalkRuntime {
    fn sleep(&self, duration: Duration) -> Sleep {
        if duration == REQUEST_LIMIT || duration == IDLE_LIMIT {
            if self.real {
                return Box::pin(tokio::time::sleep(duration));
            }
            let clock = Arc::clone(&self.clock);
            return Box::pin(async move { clock.stalled().await });
        }
        let nanos = u64::try_from(duration.as_nanos()).unwrap_or(u64::MAX);
        self.clock.ahead.fetch_add(nanos, Ordering::SeqCst);
        Box::pin(tokio::task::yield_now())
    }

    fn now(&self) -> Instant {
        self.clock.now()
    }

    fn date(&self) -> SystemTime {
        self.clock.date()
    }
}
