//! Time and tasks: what a walk needs from an executor.

#[cfg(target_arch = "wasm32")]
mod browser;
mod threads;
pub(crate) mod timeout;

use std::fmt;
use std::time::{Duration, SystemTime};

#[cfg(target_arch = "wasm32")]
pub use crate::platform::{Instant, MaybeSend, MaybeSync};
#[cfg(target_arch = "wasm32")]
pub use browser::BrowserRuntime;
pub(crate) use threads::{Threads, block_on};

#[cfg(not(target_arch = "wasm32"))]
pub(crate) use crate::platform::Instant;
#[cfg(not(target_arch = "wasm32"))]
use crate::platform::{MaybeSend, MaybeSync};
pub use crate::platform::{Sleep, TaskFuture};

/// A spawned task. It is aborted when this value is dropped.
pub struct Task {
    abort: Option<Box<dyn Abort>>,
    /// Lets another thread run this task after it was woken. Does nothing if tasks do not move
    /// between threads.
    release_woken: fn(),
}

trait Abort: FnOnce() + MaybeSend {}

impl<F: FnOnce() + MaybeSend> Abort for F {}

impl Task {
    /// Creates a task from the function that aborts it.
    pub fn new(abort: impl FnOnce() + MaybeSend + 'static) -> Self {
        Self {
            abort: Some(Box::new(abort)),
            release_woken: || {},
        }
    }

    /// Lets another thread run this task, which its consumer has just woken. It is called because
    /// the consumer may then use its own thread for a long time.
    pub(crate) fn release_woken(&self) {
        (self.release_woken)();
    }
}

impl fmt::Debug for Task {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Task")
    }
}

impl Drop for Task {
    fn drop(&mut self) {
        if let Some(abort) = self.abort.take() {
            abort();
        }
    }
}

/// Timers, clocks and tasks, for retries, timeouts and prefetch. Default: tokio (feature `tokio`),
/// if the walk runs on it.
///
/// Set another one with [`Paginator::runtime`](crate::Paginator::runtime): for another executor, or
/// for tests in which no time passes:
///
/// ```
/// use std::time::Duration;
/// use paginate_runtime::runtime::{Runtime, Sleep};
///
/// #[derive(Debug)]
/// struct NoTime;
///
/// impl Runtime for NoTime {
///     fn sleep(&self, _: Duration) -> Sleep {
///         Box::pin(std::future::ready(()))
///     }
/// }
/// ```
pub trait Runtime: fmt::Debug + MaybeSend + MaybeSync + 'static {
    /// Returns a future that is ready after this time.
    fn sleep(&self, duration: Duration) -> Sleep;

    /// Whether [`sleep`](Self::sleep) works. A walk that may have to wait (for a retry or a
    /// timeout) calls this before its first request, and fails at once if it returns false.
    /// Default: `true`.
    fn has_timers(&self) -> bool {
        true
    }

    /// Spawns a task.
    ///
    /// # Errors
    ///
    /// Returns the task if it cannot be spawned, as the default does. A walk that runs ahead then
    /// makes progress only while the stream is polled.
    fn spawn(&self, task: TaskFuture) -> Result<Task, TaskFuture> {
        Err(task)
    }

    /// Returns the time of a clock that never goes back and that agrees with
    /// [`sleep`](Self::sleep).
    fn now(&self) -> Instant {
        Instant::now()
    }

    /// Returns the date, with which a `Retry-After` date is compared.
    fn date(&self) -> SystemTime {
        SystemTime::now()
    }
}

/// The runtime of tokio. Outside of a tokio runtime, and on one that was built without timers
/// (`enable_time`), it cannot sleep: there, [`has_timers`](Runtime::has_timers) returns false, and
/// a walk that may have to wait fails at its first poll.
#[cfg(all(feature = "tokio", not(target_arch = "wasm32")))]
#[derive(Debug, Clone, Copy, Default)]
pub struct TokioRuntime;

#[cfg(all(feature = "tokio", not(target_arch = "wasm32")))]
impl Runtime for TokioRuntime {
    fn sleep(&self, duration: Duration) -> Sleep {
        Box::pin(tokio::time::sleep(duration))
    }

    /// Catches the panic with which tokio reports that there are no timers. The message of the
    /// panic is still printed.
    fn has_timers(&self) -> bool {
        std::panic::catch_unwind(|| drop(tokio::time::sleep(Duration::ZERO))).is_ok()
    }

    fn spawn(&self, task: TaskFuture) -> Result<Task, TaskFuture> {
        match tokio::runtime::Handle::try_current() {
            Ok(handle) => {
                let task = handle.spawn(task);
                let mut task = Task::new(move || task.abort());
                task.release_woken = release_woken;
                Ok(task)
            }
            Err(_) => Err(task),
        }
    }

    fn now(&self) -> Instant {
        tokio::time::Instant::now().into_std()
    }
}

/// Spawns an empty task. tokio puts a woken task into a slot of the waking task's worker, from
/// which no other worker takes it; the empty task pushes it out of the slot.
#[cfg(all(feature = "tokio", not(target_arch = "wasm32")))]
fn release_woken() {
    let Ok(handle) = tokio::runtime::Handle::try_current() else {
        return;
    };
    if handle.runtime_flavor() != tokio::runtime::RuntimeFlavor::CurrentThread {
        drop(handle.spawn(std::future::ready(())));
    }
}

/// Returns the runtime that the walk runs on, if it is a known one.
pub(crate) fn current() -> Option<std::sync::Arc<dyn Runtime>> {
    #[cfg(all(feature = "tokio", not(target_arch = "wasm32")))]
    if tokio::runtime::Handle::try_current().is_ok() {
        // Created once, not for every page.
        static TOKIO: std::sync::LazyLock<std::sync::Arc<TokioRuntime>> =
            std::sync::LazyLock::new(std::sync::Arc::default);
        return Some(TOKIO.clone());
    }
    #[cfg(target_arch = "wasm32")]
    return Some(std::sync::Arc::new(BrowserRuntime));
    #[cfg(not(target_arch = "wasm32"))]
    None
}
