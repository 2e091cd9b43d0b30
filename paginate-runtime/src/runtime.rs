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

/// A task that was spawned: it is aborted when this is dropped.
pub struct Task(Option<Box<dyn Abort>>);

trait Abort: FnOnce() + MaybeSend {}

impl<F: FnOnce() + MaybeSend> Abort for F {}

impl Task {
    /// A task, by what aborts it.
    pub fn new(abort: impl FnOnce() + MaybeSend + 'static) -> Self {
        Self(Some(Box::new(abort)))
    }
}

impl fmt::Debug for Task {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Task")
    }
}

impl Drop for Task {
    fn drop(&mut self) {
        if let Some(abort) = self.0.take() {
            abort();
        }
    }
}

/// Sleeping, clocks and spawning, for retries, timeouts and prefetch. The default is tokio (feature
/// `tokio`), where the walk runs on it.
///
/// Set another one with [`Paginator::runtime`](crate::Paginator::runtime): for another executor, or
/// in tests, where no time is to pass:
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
    /// Waits that long.
    fn sleep(&self, duration: Duration) -> Sleep;

    /// Whether [`sleep`](Self::sleep) works here. A walk that may have to wait (for a retry or a
    /// timeout) asks before its first request, and fails at once if it does not. The default is
    /// `true`.
    fn has_timers(&self) -> bool {
        true
    }

    /// Runs a task on its own.
    ///
    /// # Errors
    ///
    /// Gives the task back where it cannot, as the default does; what was to run ahead then
    /// progresses only while the stream is polled.
    fn spawn(&self, task: TaskFuture) -> Result<Task, TaskFuture> {
        Err(task)
    }

    /// Called by a consumer that has just woken the task of its walk, and may now keep its thread
    /// for as long as it likes: lets another thread take that task up. The default does nothing,
    /// which is right where tasks do not move between threads.
    fn release_woken(&self) {}

    /// A clock that never goes back; it must go with [`sleep`](Self::sleep).
    fn now(&self) -> Instant {
        Instant::now()
    }

    /// The date, with which a `Retry-After` date is compared.
    fn date(&self) -> SystemTime {
        SystemTime::now()
    }
}

/// tokio's timers. Outside of a tokio runtime, and on one that was built without timers
/// (`enable_time`), nothing can sleep: there, [`has_timers`](Runtime::has_timers) is false, and a
/// walk that may have to wait fails at its first poll.
#[cfg(all(feature = "tokio", not(target_arch = "wasm32")))]
#[derive(Debug, Clone, Copy, Default)]
pub struct TokioRuntime;

#[cfg(all(feature = "tokio", not(target_arch = "wasm32")))]
impl Runtime for TokioRuntime {
    fn sleep(&self, duration: Duration) -> Sleep {
        Box::pin(tokio::time::sleep(duration))
    }

    /// tokio says it only by a panic, which is caught here; its message is printed all the same.
    fn has_timers(&self) -> bool {
        std::panic::catch_unwind(|| drop(tokio::time::sleep(Duration::ZERO))).is_ok()
    }

    fn spawn(&self, task: TaskFuture) -> Result<Task, TaskFuture> {
        match tokio::runtime::Handle::try_current() {
            Ok(handle) => {
                let task = handle.spawn(task);
                Ok(Task::new(move || task.abort()))
            }
            Err(_) => Err(task),
        }
    }

    /// tokio keeps a task that another one woke for that one's own worker, in a slot from which
    /// nobody else takes it. A task that comes after it pushes it out.
    fn release_woken(&self) {
        let Ok(handle) = tokio::runtime::Handle::try_current() else {
            return;
        };
        if handle.runtime_flavor() != tokio::runtime::RuntimeFlavor::CurrentThread {
            drop(handle.spawn(std::future::ready(())));
        }
    }

    fn now(&self) -> Instant {
        tokio::time::Instant::now().into_std()
    }
}

/// The runtime that the walk runs on, if it is one that is known.
pub(crate) fn current() -> Option<std::sync::Arc<dyn Runtime>> {
    #[cfg(all(feature = "tokio", not(target_arch = "wasm32")))]
    if tokio::runtime::Handle::try_current().is_ok() {
        // Made once, and not for every page.
        static TOKIO: std::sync::LazyLock<std::sync::Arc<TokioRuntime>> =
            std::sync::LazyLock::new(std::sync::Arc::default);
        return Some(TOKIO.clone());
    }
    #[cfg(target_arch = "wasm32")]
    return Some(std::sync::Arc::new(BrowserRuntime));
    #[cfg(not(target_arch = "wasm32"))]
    None
}
