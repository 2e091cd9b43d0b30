//! A runtime on which waiting takes no time.

use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime};

use crate::runtime::{Instant, Runtime, Sleep};

/// Sunday, 6 November 1994, 08:49:00 GMT: 37 seconds before the date in the examples of RFC 9110.
const DATE: Duration = Duration::from_secs(784_111_740);

/// A runtime on which waiting takes no time: a sleep ends at once, is recorded, and moves the
/// clock. Give it to a walk with [`runtime`](crate::Paginator::runtime); clones share the clock and
/// the records.
///
/// With tokio, `#[tokio::test(start_paused = true)]` does the same for the whole test. Use this for
/// blocking walks and other executors, and to see how long the walk slept. A timeout is a sleep
/// too: on this runtime it ends at once if a response is not ready at once.
///
/// ```
/// use std::time::Duration;
/// use paginate_runtime::Paginated;
/// use paginate_runtime::testing::{Reply, Script, Timeless};
///
/// #[derive(serde::Deserialize, Paginated)]
/// #[paginate(token = "next", param = "next", items = "names")]
/// struct Names {
///     next: Option<String>,
///     names: Vec<String>,
/// }
///
/// let script = Script::new([Reply::empty(429).header("retry-after", "60"), Reply::text(r#"{ "names": ["ann"] }"#)]);
/// let time = Timeless::new();
/// let names: Result<Vec<String>, _> = Names::paginate_blocking(script.get("/names")).runtime(time.clone()).items().collect();
/// assert_eq!(names?, ["ann"]);
/// assert_eq!(time.slept(), [Duration::from_secs(60)]);
/// # Ok::<(), paginate_runtime::Error>(())
/// ```
#[derive(Debug, Clone)]
pub struct Timeless {
    begin: Instant,
    slept: Arc<Mutex<Vec<Duration>>>,
}

impl Timeless {
    /// Creates a runtime whose clock moves only by sleeping. Its date is Sunday, 6 November 1994,
    /// 08:49:00 GMT.
    #[allow(clippy::new_without_default, reason = "no clock is the usual one")]
    pub fn new() -> Self {
        Self {
            begin: Instant::now(),
            slept: Arc::default(),
        }
    }

    /// Returns the duration of each sleep.
    pub fn slept(&self) -> Vec<Duration> {
        self.slept.lock().unwrap().clone()
    }

    /// Returns the duration of all sleeps together.
    pub fn passed(&self) -> Duration {
        self.slept()
            .iter()
            .fold(Duration::ZERO, |sum, one| sum.saturating_add(*one))
    }
}

impl Runtime for Timeless {
    fn sleep(&self, duration: Duration) -> Sleep {
        let slept = Arc::clone(&self.slept);
        // Recorded when it is polled: a timeout that is not reached was no sleep.
        Box::pin(async move { slept.lock().unwrap().push(duration) })
    }

    fn now(&self) -> Instant {
        self.begin.checked_add(self.passed()).unwrap_or(self.begin)
    }

    fn date(&self) -> SystemTime {
        let date = SystemTime::UNIX_EPOCH + DATE;
        date.checked_add(self.passed()).unwrap_or(date)
    }
}
