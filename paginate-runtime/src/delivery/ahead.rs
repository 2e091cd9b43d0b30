//! Pages ahead of their consumer.
//!
//! The walk runs in a task of its own and puts pages into a window that has room for a few; there is room before a page is asked for, so that
//! nothing is fetched that does not fit. Where nothing can spawn, the same future is polled by the consumer.

use std::any::Any;
use std::collections::VecDeque;
use std::future::{Future, poll_fn};
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};

use crate::description::Paginated;
use crate::error::{Error, ErrorKind};
use crate::exchange::{Received, Report, Turn, Walk};
use crate::runtime::{Runtime, Task, TaskFuture};

/// What the task says: a page, an error, or the end; and how the walk stands then.
pub(crate) type Message<P> = (Option<Result<Received<P>, Error>>, Report);

/// Starts a walk that runs ahead. A plain function, so that only [`prefetch`](crate::Paginator::prefetch) needs to know that pages are `Send`.
pub(crate) type Start<P> = fn(Walk<P>, usize, Option<&dyn Runtime>) -> Box<dyn Messages<P>>;

/// Where the messages of a walk arrive.
pub(crate) trait Messages<P: Paginated>: Send {
    /// The next message. After the end or an error there is none, and this must not be called again.
    fn poll_next(&mut self, cx: &mut Context<'_>) -> Poll<Message<P>>;
}

/// Runs a walk with up to `pages` pages ahead.
pub(crate) fn start<P>(walk: Walk<P>, pages: usize, runtime: Option<&dyn Runtime>) -> Box<dyn Messages<P>>
where
    P: Paginated<Item: Send> + Send + 'static,
{
    let window = Arc::new(Window::new(pages.max(1)));
    let producer = Producer(Arc::clone(&window));
    let task: TaskFuture = Box::pin(produce(walk, producer));
    let driver = match runtime {
        None => Driver::Polled(task),
        Some(runtime) => match runtime.spawn(task) {
            Ok(task) => Driver::Spawned(task),
            Err(task) => Driver::Polled(task),
        },
    };
    Box::new(Ahead { window, driver })
}

/// The walk: a page whenever there is room for one.
async fn produce<P: Paginated>(mut walk: Walk<P>, window: Producer<Message<P>>) {
    while window.0.room().await {
        let message = match walk.turn() {
            Ok(Turn::Fetch(ask)) => {
                let fetched = match caught(walk.fetch(ask)).await {
                    Ok(fetched) => fetched,
                    Err(panic) => return window.0.panicked(panic),
                };
                match walk.receive(fetched) {
                    Ok(Some(received)) => Some(Ok(received)),
                    Ok(None) => continue,
                    Err(error) => Some(Err(error)),
                }
            }
            Ok(Turn::Over) => None,
            Err(error) => Some(Err(error)),
        };
        let last = !matches!(message, Some(Ok(_)));
        window.0.push((message, walk.report()));
        if last {
            return;
        }
    }
}

/// A panic must not look like an end: it goes on in the consumer.
async fn caught<F: Future + Unpin>(mut future: F) -> Result<F::Output, Box<dyn Any + Send>> {
    poll_fn(|cx| match catch_unwind(AssertUnwindSafe(|| Pin::new(&mut future).poll(cx))) {
        Ok(poll) => poll.map(Ok),
        Err(panic) => Poll::Ready(Err(panic)),
    })
    .await
}

struct Ahead<P: Paginated> {
    window: Arc<Window<Message<P>>>,
    driver: Driver,
}

enum Driver {
    /// Aborted when dropped.
    Spawned(#[expect(dead_code, reason = "held for its drop")] Task),
    Polled(TaskFuture),
    Done,
}

impl<P> Messages<P> for Ahead<P>
where
    P: Paginated<Item: Send> + Send,
{
    fn poll_next(&mut self, cx: &mut Context<'_>) -> Poll<Message<P>> {
        if let Driver::Polled(task) = &mut self.driver
            && task.as_mut().poll(cx).is_ready()
        {
            self.driver = Driver::Done;
        }
        self.window.poll_pop(cx).map(|message| match message {
            Out::Message(message) => message,
            Out::Panic(panic) => resume_unwind(panic),
            Out::Dropped => {
                let error = Error::new(ErrorKind::Fetch, "the runtime dropped the task that fetches ahead");
                (Some(Err(error)), Report::default())
            }
        })
    }
}

impl<P: Paginated> Drop for Ahead<P> {
    fn drop(&mut self) {
        self.window.close();
    }
}

/// Between one producer and one consumer, with room for a few messages.
struct Window<T> {
    room: usize,
    inner: Mutex<Inner<T>>,
}

struct Inner<T> {
    messages: VecDeque<T>,
    panic: Option<Box<dyn Any + Send>>,
    /// Nobody will take messages any more.
    closed: bool,
    /// Nobody will put any in.
    finished: bool,
    producer: Option<Waker>,
    consumer: Option<Waker>,
}

/// What comes out of a window.
enum Out<T> {
    Message(T),
    Panic(Box<dyn Any + Send>),
    Dropped,
}

impl<T> Window<T> {
    fn new(room: usize) -> Self {
        let inner = Inner {
            messages: VecDeque::new(),
            panic: None,
            closed: false,
            finished: false,
            producer: None,
            consumer: None,
        };
        Self {
            room,
            inner: Mutex::new(inner),
        }
    }

    fn lock(&self) -> MutexGuard<'_, Inner<T>> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits until one more message fits; `false` where nobody wants it.
    fn room(&self) -> impl Future<Output = bool> + '_ {
        poll_fn(|cx| {
            let mut inner = self.lock();
            if inner.closed {
                return Poll::Ready(false);
            }
            if inner.messages.len() < self.room {
                return Poll::Ready(true);
            }
            inner.producer = Some(cx.waker().clone());
            Poll::Pending
        })
    }

    fn push(&self, message: T) {
        let mut inner = self.lock();
        inner.messages.push_back(message);
        wake(inner.consumer.take(), inner);
    }

    fn panicked(&self, panic: Box<dyn Any + Send>) {
        let mut inner = self.lock();
        inner.panic = Some(panic);
        wake(inner.consumer.take(), inner);
    }

    fn poll_pop(&self, cx: &mut Context<'_>) -> Poll<Out<T>> {
        let mut inner = self.lock();
        if let Some(message) = inner.messages.pop_front() {
            wake(inner.producer.take(), inner);
            return Poll::Ready(Out::Message(message));
        }
        if let Some(panic) = inner.panic.take() {
            return Poll::Ready(Out::Panic(panic));
        }
        if inner.finished {
            return Poll::Ready(Out::Dropped);
        }
        inner.consumer = Some(cx.waker().clone());
        Poll::Pending
    }

    fn close(&self) {
        let mut inner = self.lock();
        inner.closed = true;
        inner.messages.clear();
        wake(inner.producer.take(), inner);
    }

    fn finish(&self) {
        let mut inner = self.lock();
        inner.finished = true;
        wake(inner.consumer.take(), inner);
    }
}

/// Wakes without the lock: a waker may run what takes it.
fn wake<T>(waker: Option<Waker>, inner: MutexGuard<'_, Inner<T>>) {
    drop(inner);
    if let Some(waker) = waker {
        waker.wake();
    }
}

/// The producer's end: a task that goes away, for whatever reason, finishes the window.
struct Producer<T>(Arc<Window<T>>);

impl<T> Drop for Producer<T> {
    fn drop(&mut self) {
        self.0.finish();
    }
}
