//! Fetches the pages of a stream: on demand, or ahead of its consumer.

use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use crate::error::Error;
use crate::page::paginated::Paginated;
use crate::runtime;
use crate::runtime::Runtime;
use crate::session::receive::Received;
use crate::session::report::Report;
use crate::session::walk::Walk;
use crate::source::fetch::{Fetching, Lane};
use crate::stream::ahead::task::{Launch, Lookahead, Messages};

/// The part that fetches the pages.
pub(crate) enum Engine<P: Paginated> {
    /// One request at a time, sent when a page is polled for.
    OnDemand {
        walk: Walk<P>,
        in_flight: Option<Fetching<P>>,
        /// The lane of the page before, between two pages.
        lane: Option<Lane<P>>,
    },
    /// Pages ahead, not started yet.
    Waiting {
        walk: Walk<P>,
        ahead: Ahead<P>,
    },
    Running(Box<dyn Messages<P>>),
    Over,
}

/// The setup of a walk that runs ahead of its consumer.
pub(crate) struct Ahead<P: Paginated> {
    pub(crate) lookahead: Lookahead,
    pub(crate) start: Launch<P>,
    pub(crate) runtime: Option<Arc<dyn Runtime>>,
}

impl<P: Paginated> Engine<P> {
    /// Returns the engine of a walk that has not sent anything yet.
    pub(crate) fn new(walk: Walk<P>, ahead: Option<Ahead<P>>) -> Self {
        match ahead {
            None => Self::OnDemand {
                walk,
                in_flight: None,
                lane: None,
            },
            Some(ahead) => Self::Waiting { walk, ahead },
        }
    }

    /// Polls for the next page. If it comes from a task, its report is written to `last`.
    pub(crate) fn poll(
        &mut self,
        last: &mut Report,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Received<P>, Error>>> {
        loop {
            match self {
                Engine::OnDemand {
                    walk,
                    in_flight,
                    lane,
                } => {
                    return poll_on_demand(walk, in_flight, lane, cx);
                }
                Engine::Running(messages) => {
                    let (message, report) = ready!(messages.poll_next(cx));
                    // If the task was dropped, its report is empty, and the last one is kept.
                    if report.places.is_some() || report.over {
                        *last = report;
                    }
                    if !matches!(message, Some(Ok(_))) {
                        *self = Engine::Over;
                        last.over = true;
                    }
                    return Poll::Ready(message);
                }
                Engine::Over => return Poll::Ready(None),
                Engine::Waiting { .. } => {
                    if let Engine::Waiting { walk, ahead } = std::mem::replace(self, Engine::Over) {
                        let runtime = ahead.runtime.or_else(runtime::current);
                        *self = Engine::Running((ahead.start)(walk, ahead.lookahead, runtime));
                    }
                }
            }
        }
    }

    /// Whether a request is in flight, or can be.
    pub(crate) fn in_flight(&self) -> bool {
        matches!(
            self,
            Engine::OnDemand {
                in_flight: Some(_),
                ..
            } | Engine::Running(_)
        )
    }
}

/// Polls for one page, with one request at a time.
fn poll_on_demand<P: Paginated>(
    walk: &mut Walk<P>,
    in_flight: &mut Option<Fetching<P>>,
    lane: &mut Option<Lane<P>>,
    cx: &mut Context<'_>,
) -> Poll<Option<Result<Received<P>, Error>>> {
    loop {
        if in_flight.is_none() {
            match walk.next_request() {
                Ok(Some(ask)) => *in_flight = Some(walk.fetch_next(ask, lane)),
                Ok(None) => return Poll::Ready(None),
                Err(error) => return Poll::Ready(Some(Err(error))),
            }
        }
        let Some(request) = in_flight else { continue };
        let fetched = ready!(Pin::new(request).poll(cx));
        *lane = in_flight.take().and_then(Fetching::into_lane);
        let received = walk.receive(fetched);
        if received.is_some() {
            return Poll::Ready(received);
        }
    }
}
