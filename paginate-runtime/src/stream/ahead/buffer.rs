//! The window between a walk that runs ahead and its consumer.

use std::any::Any;
use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};

/// Between one producer and one consumer, with room for a few messages.
pub(crate) struct PageBuffer<T> {
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
pub(crate) enum Out<T> {
    Message(T),
    Panic(Box<dyn Any + Send>),
    Dropped,
}

impl<T> PageBuffer<T> {
    pub(crate) fn new(room: usize) -> Self {
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

    /// How many more messages fit; the producer is woken when that is more, or `None`: when nobody
    /// wants any.
    pub(crate) fn free(&self, cx: &Context<'_>) -> Option<usize> {
        let mut inner = self.lock();
        if inner.closed {
            return None;
        }
        remember(&mut inner.producer, cx);
        Some(self.room.saturating_sub(inner.messages.len()))
    }

    pub(crate) fn push(&self, message: T) {
        let mut inner = self.lock();
        inner.messages.push_back(message);
        wake(inner.consumer.take(), inner);
    }

    pub(crate) fn panicked(&self, panic: Box<dyn Any + Send>) {
        let mut inner = self.lock();
        inner.panic = Some(panic);
        wake(inner.consumer.take(), inner);
    }

    pub(crate) fn poll_pop(&self, cx: &mut Context<'_>) -> Poll<Out<T>> {
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
        remember(&mut inner.consumer, cx);
        Poll::Pending
    }

    pub(crate) fn close(&self) {
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

fn remember(waker: &mut Option<Waker>, cx: &Context<'_>) {
    match waker {
        Some(waker) => waker.clone_from(cx.waker()),
        None => *waker = Some(cx.waker().clone()),
    }
}

/// Wakes without the lock: a waker may run what takes it.
fn wake<T>(waker: Option<Waker>, inner: MutexGuard<'_, Inner<T>>) {
    drop(inner);
    if let Some(waker) = waker {
        waker.wake();
    }
}

/// The producer's end. Dropping it, for example with its task, finishes the buffer.
pub(crate) struct Producer<T>(pub(crate) Arc<PageBuffer<T>>);

impl<T> Drop for Producer<T> {
    fn drop(&mut self) {
        self.0.finish();
    }
}
