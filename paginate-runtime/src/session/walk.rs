//! One walk: the pager, and the source of its pages.

use std::sync::Arc;

use url::Url;

use crate::error::{Error, ErrorKind};
use crate::page::cursor::Cursor;
use crate::page::paginated::Paginated;
use crate::pager::action::{Action, PageRequest};
use crate::pager::end::EndReason;
use crate::pager::limits::Limits;
use crate::pager::pager::Pager;
use crate::pager::places::Places;
use crate::pager::segment::bound::{Bound, Segment};
use crate::pager::stop::StopReason;
use crate::policy::options::Options;
use crate::report::progress::{PageReport, Progress};
use crate::report::warning::Warnings;
use crate::response::early::{EarlySlot, SeenContinuation};
use crate::response::fingerprint::Glances;
use crate::scheme::mode::{Kind, Mode};
use crate::session::findings::Findings;
use crate::session::receive::{Received, Receiver};
use crate::session::report::{Last, Left, Report};
use crate::source::fetch::{Fetch, Fetched, Fetching, Lane};
use crate::trace::End;
use crate::trace::WalkTrace;

/// One walk, for any driver. The driver asks for the next request, fetches the page, and passes the
/// result back.
pub(crate) struct Walk<P: Paginated> {
    fetch: Arc<dyn Fetch<P>>,
    /// The pager, or the error for a walk that cannot begin. The error is taken out when it is
    /// returned.
    pager: Result<Pager, Option<Error>>,
    failed: bool,
    /// The continuation with which the current page was requested.
    asked: Option<Arc<Cursor<'static>>>,
    last: Last,
    findings: Findings,
    /// What the last pages look like at a glance, in modes that do not compare every page.
    glances: Glances,
    trace: WalkTrace,
}

impl<P: Paginated> Drop for Walk<P> {
    fn drop(&mut self) {
        self.end(End::Dropped);
    }
}

impl<P: Paginated> Walk<P> {
    pub(crate) fn new(fetch: Arc<dyn Fetch<P>>, options: &Options) -> Self {
        // A hand-written implementation can contradict itself; a derived one cannot.
        const {
            assert!(
                P::Mode::KIND as u8 == P::SCHEME.source.kind() as u8,
                "`Paginated::Mode` is not the mode of the source in `Paginated::SCHEME`"
            );
            assert!(
                !P::SCHEME.inclusive
                    || (P::SCHEME.source.kind() as u8 == Kind::LastItem as u8
                        && !matches!(P::SCHEME.size.max, Some(0 | 1))),
                "`inclusive` in `Paginated::SCHEME` needs the last-item mode and pages of at least two items"
            );
        }
        let pager = begin::<P>(fetch.as_ref(), options).map_err(Some);
        Self {
            fetch,
            pager,
            failed: false,
            asked: None,
            last: Last::default(),
            glances: Glances::default(),
            findings: Findings {
                warnings: Warnings::default(),
                strict: options.strict,
                absences: Vec::new(),
                advice: None,
            },
            trace: WalkTrace::default(),
        }
    }

    /// Returns what the driver fetches next; `None` if the walk is over. An error ends the walk.
    pub(crate) fn next_request(&mut self) -> Result<Option<PageRequest>, Error> {
        self.trace.begin::<P>(|| self.fetch.endpoint());
        let next = self.next_action();
        match &next {
            Ok(Some(_)) => {}
            Ok(None) => self.end(self.end_reason().map_or(End::Dropped, End::Reason)),
            Err(error) => self.end(End::Error(error.kind())),
        }
        next
    }

    fn next_action(&mut self) -> Result<Option<PageRequest>, Error> {
        if self.failed {
            return Ok(None);
        }
        let pager = match &mut self.pager {
            Ok(pager) => pager,
            Err(error) => {
                self.failed = true;
                return error.take().map_or(Ok(None), Err);
            }
        };
        match pager.next_action() {
            Action::Request(ask) => {
                self.asked = Some(Arc::clone(&ask.cursor));
                Ok(Some(ask))
            }
            Action::End(_) => Ok(None),
            Action::Stop(stop) => {
                self.failed = true;
                let error = match stop {
                    StopReason::Loop => Error::of_loop(&P::SCHEME, pager.repeated()),
                    stop => {
                        let asked = self.asked.as_deref().unwrap_or(&Cursor::First);
                        Error::from_stop(&stop, &P::SCHEME, &self.fetch.redaction(asked, None))
                    }
                };
                let error = match self.findings.advice.take() {
                    Some(advice) => error.hint(advice),
                    None => error,
                };
                Err(error
                    .at_page(pager.pages())
                    .with_checkpoint(pager.checkpoint()))
            }
        }
    }

    /// Returns the future of the page that the walk asks for, or of one that it may ask for later.
    pub(crate) fn fetch(&self, ask: PageRequest, peek: Option<EarlySlot>) -> Fetching<P> {
        let trace = self.trace.page(ask.page, ask.size);
        Fetching::new(Arc::clone(&self.fetch).fetch(ask, peek), trace)
    }

    /// Returns the future of the page that the walk asks for, if no other is in flight. Reuses the
    /// lane of the page before, if there is one.
    pub(crate) fn fetch_next(&self, ask: PageRequest, lane: &mut Option<Lane<P>>) -> Fetching<P> {
        let Some(mut lane) = lane.take().or_else(|| Arc::clone(&self.fetch).lane()) else {
            return self.fetch(ask, None);
        };
        let trace = self.trace.page(ask.page, ask.size);
        lane.start(ask);
        Fetching::in_lane(lane, trace)
    }

    /// Splits the walk into at most that many segments. Sends the request for the first page, and
    /// delivers none of its items.
    pub(crate) async fn split(mut self, segments: u64) -> Result<Vec<Segment>, Error> {
        let first = self.next_request()?.filter(|_| segments > 1);
        if let Some(ask) = first {
            let fetched = self.fetch(ask, None).await;
            self.receive(fetched).transpose()?;
            if self.next_request()?.is_some() {
                let cut = self
                    .pager
                    .as_ref()
                    .ok()
                    .and_then(|pager| pager.split(segments));
                return cut.ok_or_else(|| {
                    Error::new(
                        ErrorKind::Split,
                        "the list cannot be split: its first page has no number of pages and no total, or the total does not cover the start of the walk",
                    )
                    .hint("declare `pages` or `total` if the API has one; otherwise `.split(1)` gives the whole list as one segment")
                });
            }
        }
        Ok(self.pager.iter().map(Pager::whole).collect())
    }

    /// Returns where the walk ends.
    pub(crate) fn bound(&self) -> Bound {
        self.pager.as_ref().map(Pager::bound).unwrap_or_default()
    }

    /// Returns the requests that will follow the current one, as far as totals tell.
    pub(crate) fn plan(&self) -> impl Iterator<Item = PageRequest> + '_ {
        self.pager.iter().flat_map(Pager::plan)
    }

    /// Returns the request for the page that comes `ahead` pages after the current one, if the page
    /// before it has the continuation in `seen`.
    pub(crate) fn lookahead_request(
        &self,
        seen: SeenContinuation,
        ahead: u64,
    ) -> Option<PageRequest> {
        self.pager
            .as_ref()
            .ok()?
            .lookahead_request(seen.next, Some(&seen.url), seen.size, ahead)
    }

    /// Passes the result of a fetch to the walk. Returns the page or the error; `None` if nothing
    /// is to be delivered.
    pub(crate) fn receive(
        &mut self,
        fetched: Result<Fetched<P>, Error>,
    ) -> Option<Result<Received<P>, Error>> {
        let Ok(pager) = &mut self.pager else {
            return None;
        };
        let index = pager.pages().saturating_add(1);
        let items = pager.received();
        // The span of the page that was received. The page itself is not moved after this: it is
        // large, and each move costs.
        let mut traced = None;
        let mut received = match fetched {
            Ok(Fetched::Page(page, response)) => {
                let trace = traced.insert(response.trace.clone());
                self.last = Last::of(index, &response, pager.size());
                let redaction = |url: Option<&Url>| {
                    let asked = self.asked.as_deref().unwrap_or(&Cursor::First);
                    self.fetch.redaction(asked, url)
                };
                let receiver = Receiver {
                    pager,
                    findings: &mut self.findings,
                    glances: &mut self.glances,
                    index,
                    redaction,
                };
                trace.in_scope(|| receiver.receive(page, response))
            }
            Ok(Fetched::End { .. }) => {
                pager.receive_end();
                if let Some(stop) = self.trace.in_scope(|| self.findings.at_the_end(pager)) {
                    pager.contradict(stop);
                }
                None
            }
            Err(error) => {
                let (pages, total) = (pager.total_pages(), pager.total());
                Some(Err(error
                    .past_the_end(&P::SCHEME, pages, total)
                    .at_page(index)))
            }
        };
        if let Some(trace) = traced {
            self.last.items = pager.received().saturating_sub(items);
            match &received {
                Some(Ok(received)) => trace.received(self.last.items, received.truncated),
                None => trace.received(0, 0),
                Some(Err(error)) => trace.failed(error),
            }
        }
        self.failed = matches!(received, Some(Err(_)));
        if let Some(Err(error)) = received {
            let error = error.with_checkpoint(pager.checkpoint());
            self.end(End::Error(error.kind()));
            received = Some(Err(error));
        }
        received
    }

    /// Records the end of the walk in its span. Only the first end is recorded.
    fn end(&mut self, end: End) {
        let progress = self.progress();
        self.trace.end(end, progress);
    }

    /// Whether totals tell where the walk ends.
    pub(crate) fn end_is_known(&self) -> bool {
        self.pager.as_ref().is_ok_and(Pager::end_is_known)
    }

    /// Returns the trace for events of the walk that belong to no page.
    pub(crate) fn trace(&self) -> &WalkTrace {
        &self.trace
    }

    fn end_reason(&self) -> Option<EndReason> {
        self.pager
            .as_ref()
            .ok()
            .and_then(Pager::end_reason)
            .filter(|_| !self.failed)
    }

    /// Returns the progress of the walk, as if its consumer had taken everything.
    pub(crate) fn progress(&self) -> Progress {
        let (requests, bytes) = self.fetch.traffic();
        let Ok(pager) = &self.pager else {
            return Progress::default();
        };
        Progress {
            items: pager.received(),
            received: pager.received(),
            total: pager.total(),
            resumed: pager.resumed(),
            pages: pager.pages(),
            total_pages: pager.total_pages(),
            requests,
            bytes,
            discarded: 0,
            warnings: self.findings.warnings.shared(),
        }
    }

    /// Returns the report of the last page that was received.
    pub(crate) fn page_report(&self) -> PageReport {
        self.last.report(&self.progress())
    }

    /// Returns the most items and pages that are still to come; an error counts as one.
    pub(crate) fn left(&self) -> Left {
        match &self.pager {
            _ if self.is_over() => Left {
                items: Some(0),
                pages: Some(0),
            },
            // The error is still to come.
            Err(_) => Left {
                items: Some(1),
                pages: Some(1),
            },
            Ok(pager) => Left {
                items: pager.items_left(),
                pages: pager.pages_left(),
            },
        }
    }

    /// Whether nothing more will come.
    pub(crate) fn is_over(&self) -> bool {
        self.failed
            || self
                .pager
                .as_ref()
                .is_ok_and(|pager| pager.end_reason().is_some())
    }

    /// Returns the position of the last page that was received. Streams of items do not call it, so
    /// they do not pay for it.
    pub(crate) fn places(&mut self) -> Option<Arc<Places>> {
        self.pager.as_mut().ok().map(Pager::share_places)
    }

    /// Returns the state of the walk.
    pub(crate) fn report(&self) -> Report {
        let pager = self.pager.as_ref().ok();
        Report {
            over: self.is_over(),
            end_reason: self.end_reason(),
            progress: self.progress(),
            last: self.last,
            left: self.left(),
            truncated: pager.map_or(0, Pager::truncated),
            places: pager.map(|pager| Arc::new(pager.places())),
        }
    }
}

/// Creates the pager from the first request. Sends nothing.
fn begin<P: Paginated>(fetch: &dyn Fetch<P>, options: &Options) -> Result<Pager, Error> {
    if let Some((what, instead)) = options.no_effect {
        return Err(Error::setup(what).hint(instead));
    }
    let start = fetch.start()?;
    if P::SCHEME.inclusive && start.size == Some(1) && options.limits.page_size.is_none() {
        return Err(Error::setup(
            "the first request asks for one item a page, and each page of this API begins with an item of the page before (`inclusive`): ask for at least two",
        ));
    }
    match &options.resume {
        None => Ok(Pager::new(P::SCHEME, options.limits, start)),
        Some(resume) => {
            let bound = resume.segment.unwrap_or_default();
            let limits = Limits {
                until: bound.until,
                ..options.limits
            };
            let begin = match resume.unchecked {
                false => Pager::resume,
                true => Pager::resume_unchecked,
            };
            let mut pager = begin(P::SCHEME, limits, start, &resume.checkpoint).map_err(|why| {
                Error::setup(match resume.segment {
                    None => why.to_string(),
                    Some(_) => format!("the segment is from another walk: {why}"),
                })
            })?;
            pager.set_first_page_fingerprint(bound.first_page_fingerprint);
            Ok(pager)
        }
    }
}
