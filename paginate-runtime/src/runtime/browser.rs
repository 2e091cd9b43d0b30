//! Time and tasks in a browser.

use std::cell::{Cell, RefCell};
use std::future::{Future, pending, poll_fn};
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll, Waker};
use std::time::{Duration, SystemTime};

use js_sys::{Date, Function, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};

use crate::runtime::{Runtime, Sleep, Task, TaskFuture};

/// The runtime of a browser: timers (`setTimeout`) and tasks of the page or the worker. It is the
/// default there, so retries, timeouts and prefetch need no setting.
#[derive(Debug, Clone, Copy, Default)]
pub struct BrowserRuntime;

impl Runtime for BrowserRuntime {
    fn sleep(&self, duration: Duration) -> Sleep {
        Box::pin(sleep(duration))
    }

    fn has_timers(&self) -> bool {
        global("setTimeout").is_some()
    }

    fn spawn(&self, mut task: TaskFuture) -> Result<Task, TaskFuture> {
        let stop = Rc::new(Stop::default());
        let stopped = Rc::clone(&stop);
        spawn_local(poll_fn(move |cx| {
            if stopped.is_set(cx) {
                return Poll::Ready(());
            }
            task.as_mut().poll(cx)
        }));
        Ok(Task::new(move || stop.set()))
    }

    fn date(&self) -> SystemTime {
        // `SystemTime::now` panics in a browser.
        SystemTime::UNIX_EPOCH
            + Duration::try_from_secs_f64(Date::now() / 1000.0).unwrap_or_default()
    }
}

/// A flag that aborts a task. The task is dropped when the event loop polls it next.
#[derive(Default)]
struct Stop {
    set: Cell<bool>,
    task: RefCell<Option<Waker>>,
}

impl Stop {
    fn set(&self) {
        self.set.set(true);
        let task = self.task.take();
        if let Some(task) = task {
            task.wake();
        }
    }

    fn is_set(&self, cx: &Context<'_>) -> bool {
        self.task.replace(Some(cx.waker().clone()));
        self.set.get()
    }
}

/// The longest timeout of browsers, which count milliseconds in 31 bits; a longer one would end at
/// once.
const LONGEST: Duration = Duration::from_millis(i32::MAX as u64);

async fn sleep(mut left: Duration) {
    while left > Duration::ZERO {
        let step = left.min(LONGEST);
        match Timer::start(step) {
            Some(timer) => timer.await,
            // Without `setTimeout` this never ends; `has_timers` says so beforehand.
            None => pending().await,
        }
        left = left.saturating_sub(step);
    }
}

/// A timeout that is cleared when it is dropped.
struct Timer {
    id: JsValue,
    over: JsFuture,
}

impl Timer {
    /// Starts a timeout. Returns `None` if there is no `setTimeout`.
    fn start(after: Duration) -> Option<Self> {
        let set_timeout = global("setTimeout")?;
        // Rounded up, so that a timeout never ends too early.
        let millis = JsValue::from_f64((after.as_secs_f64() * 1000.0).ceil());
        let mut id = None;
        let over = Promise::new(&mut |resolve, _| {
            id = set_timeout
                .call2(&JsValue::UNDEFINED, &resolve, &millis)
                .ok()
        });
        Some(Self {
            id: id?,
            over: JsFuture::from(over),
        })
    }
}

impl Future for Timer {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        Pin::new(&mut self.over).poll(cx).map(drop)
    }
}

impl Drop for Timer {
    fn drop(&mut self) {
        if let Some(clear_timeout) = global("clearTimeout") {
            let _ = clear_timeout.call1(&JsValue::UNDEFINED, &self.id);
        }
    }
}

/// Returns a global function of the page or the worker.
fn global(name: &str) -> Option<Function> {
    Reflect::get(&js_sys::global(), &JsValue::from_str(name))
        .ok()?
        .dyn_into()
        .ok()
}
