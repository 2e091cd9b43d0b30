//! The runtime of blocking walks: time and tasks without an executor.

use std::future::poll_fn;
use std::pin::pin;
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::task::{Context, Poll, Wake, Waker};
use std::thread::{self, Thread};
use std::time::Duration;

use crate::runtime::{Runtime, Sleep};
#[cfg(not(target_arch = "wasm32"))]
use crate::runtime::{Task, TaskFuture};

/// A runtime that blocks the thread to sleep, and spawns threads. It is for one walk: once the
/// walk's task is aborted, its sleeps never end.
#[derive(Debug, Clone, Default)]
pub(crate) struct Threads(Arc<Stop>);

/// Whether the task was aborted, and a condition variable that signals it.
#[derive(Debug, Default)]
struct Stop {
    stopped: Mutex<bool>,
    now: Condvar,
}

impl Stop {
    #[cfg(not(target_arch = "wasm32"))]
    fn stop(&self) {
        *self.stopped.lock().unwrap_or_else(PoisonError::into_inner) = true;
        self.now.notify_all();
    }

    /// Blocks for that long, or until the task is aborted. Returns whether it was aborted.
    fn wait(&self, duration: Duration) -> bool {
        let stopped = self.stopped.lock().unwrap_or_else(PoisonError::into_inner);
        let waited = self
            .now
            .wait_timeout_while(stopped, duration, |stopped| !*stopped);
        *waited.unwrap_or_else(PoisonError::into_inner).0
    }
}

impl Runtime for Threads {
    fn sleep(&self, duration: Duration) -> Sleep {
        let stop = Arc::clone(&self.0);
        let mut left = Some(duration);
        // Start in the poll: a timeout creates a sleep that may never be polled.
        Box::pin(poll_fn(move |_| match left.take() {
            // The task was aborted: what waits for this must stop, and a blocking walk does.
            Some(duration) if stop.wait(duration) => Poll::Pending,
            _ => Poll::Ready(()),
        }))
    }

    /// Returns false in a browser, where there are no threads: a blocking walk there neither waits
    /// nor runs ahead.
    fn has_timers(&self) -> bool {
        cfg!(not(target_arch = "wasm32"))
    }

    /// Runs the task on a thread of its own. A request in flight cannot be aborted: the thread ends
    /// after it.
    #[cfg(not(target_arch = "wasm32"))]
    fn spawn(&self, task: TaskFuture) -> Result<Task, TaskFuture> {
        // If no thread can be spawned, the closure is dropped, but the task must be returned.
        let task = Arc::new(Mutex::new(Some(task)));
        let take = |task: &Mutex<Option<TaskFuture>>| {
            task.lock().unwrap_or_else(PoisonError::into_inner).take()
        };
        let given = Arc::clone(&task);
        let run = move || {
            if let Some(task) = take(&given) {
                block_on(task);
            }
        };
        match thread::Builder::new()
            .name("paginate".to_owned())
            .spawn(run)
        {
            Ok(_) => {
                let stop = Arc::clone(&self.0);
                Ok(Task::new(move || stop.stop()))
            }
            Err(_) => match take(&task) {
                Some(task) => Err(task),
                None => Ok(Task::new(|| ())),
            },
        }
    }
}

/// Runs a future on this thread; blocks while the future is pending.
pub(crate) fn block_on<F: Future>(future: F) -> F::Output {
    let waker = Waker::from(Arc::new(Unpark(thread::current())));
    let mut cx = Context::from_waker(&waker);
    let mut future = pin!(future);
    loop {
        match future.as_mut().poll(&mut cx) {
            Poll::Ready(output) => return output,
            // If the thread was woken before, `park` returns at once.
            Poll::Pending => thread::park(),
        }
    }
}

struct Unpark(Thread);

impl Wake for Unpark {
    fn wake(self: Arc<Self>) {
        self.0.unpark();
    }

    fn wake_by_ref(self: &Arc<Self>) {
        self.0.unpark();
    }
}
