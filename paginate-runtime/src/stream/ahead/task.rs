//! Fetches pages ahead of their consumer: `.prefetch`, `.concurrency` and `.early`.
//!
//! The walk runs in a task of its own and puts pages into a buffer with room for a few. A page is
//! requested only if there is room for it. If no runtime can spawn tasks, the consumer polls the
//! same future.
//!
//! One walk decides, page after page. All requests other than the one that it asks for are guesses,
//! and a guess that it does not confirm is discarded unread. So all guarantees of a walk hold here
//! too.

use std::collections::VecDeque;
use std::future::poll_fn;
use std::iter;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::pin::pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use crate::error::{Error, ErrorKind};
use crate::page::paginated::Paginated;
use crate::pager::action::PageRequest;
use crate::platform::MaybeSend;
use crate::response::early::EarlySlot;
use crate::runtime::{Runtime, Task, TaskFuture};
use crate::session::receive::Received;
use crate::session::report::Report;
use crate::session::walk::Walk;
use crate::stream::ahead::buffer::{Out, PageBuffer, Producer};
use crate::stream::ahead::in_flight::{InFlight, Outcome};
use crate::trace;

/// A message of the task: a page, an error, or the end, and the state of the walk at that point.
pub(crate) type Message<P> = (Option<Result<Received<P>, Error>>, Report);

/// A function that starts a walk that runs ahead. It is a plain function, so that only
/// [`prefetch`](crate::Paginator::prefetch) and similar options require that pages are `Send`.
pub(crate) type Launch<P> =
    fn(Walk<P>, Lookahead, Option<Arc<dyn Runtime>>) -> Box<dyn Messages<P>>;

/// The receiver of the messages of a walk.
pub(crate) trait Messages<P: Paginated>: MaybeSend {
    /// Returns the next message. After the end or an error there is none, and this must not be
    /// called again.
    fn poll_next(&mut self, cx: &mut Context<'_>) -> Poll<Message<P>>;
}

/// The default number of pages ahead with `.early()`: enough for bodies that take three times as
/// long as the way to the server.
const EARLY: usize = 4;

/// Wrong guesses in a row after which continuations are no longer read early.
const MISSES: u32 = 3;

/// The distance by which a walk runs ahead.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Lookahead {
    /// Pages ahead of the consumer.
    pub(crate) prefetch: Option<usize>,
    /// Requests at a time, if the mode counts.
    pub(crate) concurrency: usize,
    /// The next request is sent when its continuation has arrived, before the page that contains it
    /// is complete.
    pub(crate) early: bool,
}

impl Lookahead {
    /// Returns the most pages ahead of the consumer: requested or waiting.
    fn pages(&self) -> usize {
        let early = if self.early { EARLY } else { 1 };
        self.prefetch.unwrap_or(early).max(self.concurrency).max(1)
    }

    /// Returns the most requests in flight.
    fn at_once(&self) -> usize {
        if self.early {
            self.pages()
        } else {
            self.concurrency.max(1)
        }
    }
}

/// Starts a walk that runs ahead of its consumer.
pub(crate) fn start<P>(
    walk: Walk<P>,
    lookahead: Lookahead,
    runtime: Option<Arc<dyn Runtime>>,
) -> Box<dyn Messages<P>>
where
    P: Paginated<Item: MaybeSend> + MaybeSend + 'static,
{
    let window = Arc::new(PageBuffer::new(lookahead.pages()));
    let producer = Producer(Arc::clone(&window));
    let task: TaskFuture = Box::pin(async move {
        // The user's code can panic while it decodes a page, reads it or takes its items. The panic
        // is resumed in the consumer.
        let mut walk = pin!(produce(walk, &producer.0, lookahead));
        let walked =
            poll_fn(
                |cx| match catch_unwind(AssertUnwindSafe(|| walk.as_mut().poll(cx))) {
                    Ok(polled) => polled.map(Ok),
                    Err(panic) => Poll::Ready(Err(panic)),
                },
            );
        if let Err(panic) = walked.await {
            producer.0.panicked(panic);
        }
    });
    let driver = match runtime {
        None => Driver::Polled(task),
        Some(runtime) => match runtime.spawn(trace::in_current_span(task)) {
            Ok(task) => Driver::Spawned(task),
            Err(task) => Driver::Polled(task),
        },
    };
    Box::new(Runner { window, driver })
}

/// Runs the walk: puts pages into the buffer in order, and requests each when there is room for it.
async fn produce<P: Paginated>(
    walk: Walk<P>,
    window: &PageBuffer<Message<P>>,
    lookahead: Lookahead,
) {
    let mut prefetcher = Prefetcher {
        walk,
        lookahead,
        flights: InFlight::default(),
        coming: VecDeque::new(),
        misses: 0,
        asked: false,
        sequential: false,
    };
    loop {
        let message = match prefetcher.walk.next_request() {
            Ok(Some(ask)) => {
                prefetcher.prepare(ask);
                let outcome = match poll_fn(|cx| prefetcher.poll(window, cx)).await {
                    // The consumer is gone.
                    None => return,
                    Some(Err(panic)) => return window.panicked(panic),
                    Some(Ok(fetched)) => prefetcher.walk.receive(fetched),
                };
                match outcome {
                    None => continue,
                    received => received,
                }
            }
            Ok(None) => None,
            Err(error) => Some(Err(error)),
        };
        let last = !matches!(message, Some(Ok(_)));
        if last {
            prefetcher.flights.discard();
        }
        let mut report = prefetcher.walk.report();
        report.progress.discarded = prefetcher.flights.discarded();
        window.push((message, report));
        if last {
            return;
        }
    }
}

/// A walk, its requests in flight, and the requests that it will send.
struct Prefetcher<P: Paginated> {
    walk: Walk<P>,
    lookahead: Lookahead,
    flights: InFlight<P>,
    /// Requests to send after those in flight, when there is room.
    coming: VecDeque<PageRequest>,
    /// Number of wrong guesses in a row.
    misses: u32,
    /// A page was requested.
    asked: bool,
    /// It was reported that there is no total to plan by.
    sequential: bool,
}

impl<P: Paginated> Prefetcher<P> {
    /// Ensures that the request that the walk asks for is in flight or comes next, and plans those
    /// after it.
    fn prepare(&mut self, ask: PageRequest) {
        match self.flights.confirm(&ask) {
            None => {}
            Some(true) => self.misses = 0,
            Some(false) => {
                self.misses = self.misses.saturating_add(1);
                if self.lookahead.early && self.misses == MISSES {
                    self.walk.trace().early_off();
                }
            }
        }
        let under_way = self.flights.len();
        if self.lookahead.concurrency > 1 {
            if self.asked && !self.sequential && !self.walk.end_is_known() {
                self.sequential = true;
                self.walk.trace().sequential();
            }
            self.asked = true;
            let next = iter::once(ask).chain(self.walk.plan());
            self.coming = next
                .skip(under_way)
                .take(self.lookahead.at_once())
                .collect();
        } else if under_way == 0 {
            self.coming.clear();
            self.coming.push_back(ask);
        }
    }

    /// Polls all requests in flight, and sends those for which there is room. Ready with the page
    /// that the walk asked for, or with `None` if the consumer is gone.
    fn poll(
        &mut self,
        window: &PageBuffer<Message<P>>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Outcome<P>>> {
        let Some(free) = window.free(cx) else {
            return Poll::Ready(None);
        };
        let room = free.min(self.lookahead.at_once());
        loop {
            while self.flights.len() < room {
                let Some(ask) = self.coming.pop_front() else {
                    break;
                };
                let peek = self.peeks().then(EarlySlot::default);
                let flight = self.walk.fetch(ask.clone(), peek.clone());
                self.flights.start(ask, peek, flight);
            }
            self.flights.poll(cx);
            self.look_ahead();
            if self.coming.is_empty() || self.flights.len() >= room {
                break;
            }
        }
        self.flights
            .land()
            .map_or(Poll::Pending, |outcome| Poll::Ready(Some(outcome)))
    }

    fn peeks(&self) -> bool {
        self.lookahead.early && self.misses < MISSES
    }

    /// Queues the next request if the newest page in flight has revealed its continuation.
    fn look_ahead(&mut self) {
        let Some(seen) = self.flights.seen() else {
            return;
        };
        let ahead = self.flights.len() as u64;
        // A retry of a request sees the same continuation again.
        let is_new = |ask: &PageRequest| {
            !self.flights.ask_for(ask) && !self.coming.iter().any(|coming| coming.same_as(ask))
        };
        if let Some(ask) = self.walk.lookahead_request(seen, ahead).filter(is_new) {
            self.coming.push_back(ask);
        }
    }
}

struct Runner<P: Paginated> {
    window: Arc<PageBuffer<Message<P>>>,
    driver: Driver,
}

enum Driver {
    /// A task of the runtime, which is aborted when it is dropped.
    Spawned(Task),
    Polled(TaskFuture),
    Done,
}

impl<P> Messages<P> for Runner<P>
where
    P: Paginated<Item: MaybeSend> + MaybeSend,
{
    fn poll_next(&mut self, cx: &mut Context<'_>) -> Poll<Message<P>> {
        if let Driver::Polled(task) = &mut self.driver {
            if task.as_mut().poll(cx).is_ready() {
                self.driver = Driver::Done;
            }
        }
        let popped = self.window.poll_pop(cx);
        if let (Poll::Ready(_), Driver::Spawned(task)) = (&popped, &self.driver) {
            task.release_woken();
        }
        popped.map(|message| match message {
            Out::Message(message) => message,
            Out::Panic(panic) => resume_unwind(panic),
            Out::Dropped => {
                let error = Error::new(
                    ErrorKind::Fetch,
                    "the runtime dropped the task that fetches ahead",
                );
                (Some(Err(error)), Report::default())
            }
        })
    }
}

impl<P: Paginated> Drop for Runner<P> {
    fn drop(&mut self) {
        self.window.close();
    }
}
