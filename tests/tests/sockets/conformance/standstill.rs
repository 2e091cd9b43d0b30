//! Waits for a server that stalls.

use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime};

use paginate_runtime::runtime::{Runtime, Sleep};
use paginate_tests::{Answer, RawServer, Timeless};
use tokio::sync::Notify;

/// A runtime in which a sleep of `limit` ends when the server begins to stall; all other sleeps
/// take no time.
#[derive(Debug, Clone)]
pub(crate) struct Standstill {
    limit: Duration,
    over: Arc<Notify>,
    pub(crate) others: Timeless,
}

impl Standstill {
    pub(crate) fn new(limit: Duration) -> Self {
        Self {
            limit,
            over: Arc::default(),
            others: Timeless::new(),
        }
    }

    /// Starts a server that this clock waits for.
    pub(crate) fn server(&self, answers: impl IntoIterator<Item = Answer>) -> RawServer {
        let over = Arc::clone(&self.over);
        RawServer::telling(answers, move || over.notify_one())
    }
}

impl Runtime for Standstill {
    fn sleep(&self, duration: Duration) -> Sleep {
        if duration != self.limit {
            return self.others.sleep(duration);
        }
        let over = Arc::clone(&self.over);
        Box::pin(async move { over.notified().await })
    }

    fn now(&self) -> Instant {
        self.others.now()
    }

    fn date(&self) -> SystemTime {
        self.others.date()
    }
}
