//! Several requests in flight at the same time.

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

/// The result of a request. A panic is resumed in the consumer, so that it does not look like the
/// end of the walk.
pub(crate) type Outcome<P> = Result<Result<Fetched<P>, Error>, Box<dyn Any + Send>>;

/// Requests in flight, in the order of their pages. The first is what the walk asks for; the others
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

    /// Returns the number of speculative requests whose responses were discarded.
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

    /// Compares what the walk asks for with the first request in flight, and discards all if they
    /// differ. Returns whether they are the same, or `None` if nothing is in flight.
    pub(crate) fn confirm(&mut self, ask: &PageRequest) -> Option<bool> {
        let right = self.flights.front()?.ask.same_as(ask);
        if !right {
            self.discard();
        }
        Some(right)
    }

    /// Discards all requests in flight.
    pub(crate) fn discard(&mut self) {
        self.discarded = self.discarded.saturating_add(self.flights.len() as u64);
        for flight in self.flights.drain(..) {
            flight.trace.discarded(flight.ask.page);
        }
    }

    /// Whether a request in flight asks for the same page.
    pub(crate) fn ask_for(&self, ask: &PageRequest) -> bool {
        self.flights.iter().any(|flight| flight.ask.same_as(ask))
    }

    /// Polls each request that is not finished.
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

    /// Takes the continuation that the last request has read from its response so far. Returns it
    /// only once.
    pub(crate) fn seen(&mut self) -> Option<SeenContinuation> {
        self.flights.back()?.peek.as_ref()?.take()
    }

    /// Removes the first request and returns its outcome, if it is finished.
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
