//! The buffer of pages between a walk that runs ahead and its consumer.

use std::any::Any;
use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};

/// A queue between one producer and one consumer, with room for a few messages.
pub(crate) struct PageBuffer<T> {
    room: usize,
    inner: Mutex<Inner<T>>,
}

struct Inner<T> {
    messages: VecDeque<T>,
    panic: Option<Box<dyn Any + Send>>,
    /// The consumer takes no more messages.
    closed: bool,
    /// The producer adds no more messages.
    finished: bool,
    producer: Option<Waker>,
    consumer: Option<Waker>,
}

/// The output of [`PageBuffer::poll_pop`].
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

    /// Returns how many more messages fit, or `None` if the buffer is closed. The producer is woken
    /// when a message is taken and when the buffer closes.
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

/// Releases the lock, then wakes: a waker may run code that takes the lock.
fn wake<T>(waker: Option<Waker>, inner: MutexGuard<'_, Inner<T>>) {
    drop(inner);
    if let Some(waker) = waker {
        waker.wake();
    }
}

/// The producer's end of a buffer. Dropping it, for example with its task, finishes the buffer.
pub(crate) struct Producer<T>(pub(crate) Arc<PageBuffer<T>>);

impl<T> Drop for Producer<T> {
    fn drop(&mut self) {
        self.0.finish();
    }
}
