//! Requests under way at the same time.

use std::any::Any;
use std::collections::VecDeque;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::Pin;
use std::task::{Context, Poll};

use crate::error::Error;
use crate::pager::action::PageRequest;
use crate::response::early::{EarlySlot, SeenContinuation};
use crate::source::fetch::{Fetched, Fetching};
use crate::trace::PageTrace;

/// The result of a request. A panic is resumed in the consumer, so that it does not look like an
/// end.
pub(crate) type Outcome<P> = Result<Result<Fetched<P>, Error>, Box<dyn Any + Send>>;

/// Requests under way, in the order of their pages. The first is what the walk asks for; the others
/// are guesses at what it will ask for next.
pub(crate) struct InFlight<P> {
    flights: VecDeque<Flight<P>>,
    discarded: u64,
}

struct Flight<P> {
    ask: PageRequest,
    peek: Option<EarlySlot>,
    trace: PageTrace,
    state: State<P>,
}

enum State<P> {
    Flying(Fetching<P>),
    Landed(Outcome<P>),
}

impl<P> Default for InFlight<P> {
    fn default() -> Self {
        Self {
            flights: VecDeque::new(),
            discarded: 0,
        }
    }
}

impl<P> InFlight<P> {
    pub(crate) fn len(&self) -> usize {
        self.flights.len()
    }

    /// Speculative requests whose responses were discarded.
    pub(crate) fn discarded(&self) -> u64 {
        self.discarded
    }

    pub(crate) fn start(&mut self, ask: PageRequest, peek: Option<EarlySlot>, flight: Fetching<P>) {
        self.flights.push_back(Flight {
            ask,
            peek,
            trace: flight.trace().clone(),
            state: State::Flying(flight),
        });
    }

    /// Hears what the walk asks for: whether it is the first flight; where it is not, all are
    /// discarded. `None` if nothing is under way.
    pub(crate) fn confirm(&mut self, ask: &PageRequest) -> Option<bool> {
        let right = self.flights.front()?.ask.same_as(ask);
        if !right {
            self.discard();
        }
        Some(right)
    }

    /// Throws everything away.
    pub(crate) fn discard(&mut self) {
        self.discarded = self.discarded.saturating_add(self.flights.len() as u64);
        for flight in self.flights.drain(..) {
            flight.trace.discarded(flight.ask.page);
        }
    }

    /// Whether something under way asks for the same.
    pub(crate) fn ask_for(&self, ask: &PageRequest) -> bool {
        self.flights.iter().any(|flight| flight.ask.same_as(ask))
    }

    /// Goes on with each.
    pub(crate) fn poll(&mut self, cx: &mut Context<'_>) {
        for flight in &mut self.flights {
            if let State::Flying(future) = &mut flight.state {
                let outcome = match catch_unwind(AssertUnwindSafe(|| Pin::new(future).poll(cx))) {
                    Ok(Poll::Pending) => continue,
                    Ok(Poll::Ready(fetched)) => Ok(fetched),
                    Err(panic) => Err(panic),
                };
                flight.state = State::Landed(outcome);
            }
        }
    }

    /// What the last one has seen of the page after it, once.
    pub(crate) fn seen(&mut self) -> Option<SeenContinuation> {
        self.flights.back()?.peek.as_ref()?.take()
    }

    /// What came of the first, where it is there.
    pub(crate) fn land(&mut self) -> Option<Outcome<P>> {
        let State::Landed(_) = self.flights.front()?.state else {
            return None;
        };
        match self.flights.pop_front()?.state {
            State::Landed(outcome) => Some(outcome),
            State::Flying(_) => None,
        }
    }
}
