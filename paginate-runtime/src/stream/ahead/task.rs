//! Pages ahead of their consumer: `.prefetch`, `.concurrency` and `.early`.
//!
//! The walk runs in a task of its own and puts pages into a window that has room for a few; there
//! is room before a page is asked for, so that nothing is fetched that does not fit. Where nothing
//! can spawn, the same future is polled by the consumer.
//!
//! One walk decides, page after page. Requests other than the one it asks for
//! are guesses, and a guess that it does not confirm is discarded unread. So everything that
//! holds for a walk by itself holds here.

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
use crate::session::walk::{Turn, Walk};
use crate::stream::ahead::buffer::{Out, PageBuffer, Producer};
use crate::stream::ahead::in_flight::{InFlight, Outcome};
use crate::trace;

/// What the task says: a page, an error, or the end; and how the walk stands then.
pub(crate) type Message<P> = (Option<Result<Received<P>, Error>>, Report);

/// Starts a walk that runs ahead. A plain function, so that only
/// [`prefetch`](crate::Paginator::prefetch) and its like need to know that pages are `Send`.
pub(crate) type Launch<P> =
    fn(Walk<P>, Lookahead, Option<Arc<dyn Runtime>>) -> Box<dyn Messages<P>>;

/// Where the messages of a walk arrive.
pub(crate) trait Messages<P: Paginated>: MaybeSend {
    /// The next message. After the end or an error there is none, and this must not be called
    /// again.
    fn poll_next(&mut self, cx: &mut Context<'_>) -> Poll<Message<P>>;
}

/// Pages ahead with `.early()` where nothing else is said: enough for bodies that take three times
/// as long as the way to the server.
const EARLY: usize = 4;

/// Misses in a row after which continuations are no longer read early.
const MISSES: u32 = 3;

/// How far a walk runs ahead.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Lookahead {
    /// Pages ahead of the consumer.
    pub(crate) prefetch: Option<usize>,
    /// Requests at a time, where the walk counts.
    pub(crate) concurrency: usize,
    /// The next request leaves when its continuation is there, not when its page is.
    pub(crate) early: bool,
}

impl Lookahead {
    /// Pages ahead of the consumer: asked for or waiting.
    fn pages(&self) -> usize {
        let early = if self.early { EARLY } else { 1 };
        self.prefetch.unwrap_or(early).max(self.concurrency).max(1)
    }

    /// Requests under way.
    fn at_once(&self) -> usize {
        if self.early {
            self.pages()
        } else {
            self.concurrency.max(1)
        }
    }
}

/// Runs a walk ahead.
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
        // The user's code can panic: what reads a page, what takes its items, what decodes it. That
        // goes on in the consumer.
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
            Ok(task) => Driver::Spawned {
                runtime,
                _task: task,
            },
            Err(task) => Driver::Polled(task),
        },
    };
    Box::new(Runner { window, driver })
}

/// The walk: pages in order, each asked for when there is room for it.
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
        let message = match prefetcher.walk.turn() {
            Ok(Turn::Fetch(ask)) => {
                prefetcher.prepare(ask);
                let outcome = match poll_fn(|cx| prefetcher.poll(window, cx)).await {
                    // Nobody wants it.
                    None => return,
                    Some(Err(panic)) => return window.panicked(panic),
                    Some(Ok(fetched)) => prefetcher.walk.receive(fetched),
                };
                match outcome {
                    None => continue,
                    received => received,
                }
            }
            Ok(Turn::Over) => None,
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

/// A walk, what it has under way, and what it will ask for.
struct Prefetcher<P: Paginated> {
    walk: Walk<P>,
    lookahead: Lookahead,
    flights: InFlight<P>,
    /// To be asked for when there is room, after the flights.
    coming: VecDeque<PageRequest>,
    /// Guesses in a row that were wrong.
    misses: u32,
    /// Something was asked for.
    asked: bool,
    /// It was said that there is no total to plan by.
    sequential: bool,
}

impl<P: Paginated> Prefetcher<P> {
    /// Makes sure that what the walk asks for is under way or comes next, and plans what follows.
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

    /// Goes on with everything under way, and sends what there is room for; ready with the page
    /// that the walk asked for, or with `None` if nobody wants it.
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

    /// If the newest in-flight page has revealed its continuation, queue it.
    fn look_ahead(&mut self) {
        let Some(seen) = self.flights.seen() else {
            return;
        };
        let ahead = self.flights.len() as u64;
        // A second attempt of a request sees the same once more.
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
    /// Aborted when dropped.
    Spawned {
        runtime: Arc<dyn Runtime>,
        _task: Task,
    },
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
        if let (Poll::Ready(_), Driver::Spawned { runtime, .. }) = (&popped, &self.driver) {
            runtime.release_woken();
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
