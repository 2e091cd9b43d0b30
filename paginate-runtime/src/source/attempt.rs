//! Fetches one page over HTTP: sends attempts until one returns the page or another makes no sense.
use std::pin::pin;
use std::time::Duration;

use bytes::Bytes;
use http::{Request, StatusCode};

use crate::error::Error;
use crate::page::paginated::Paginated;
use crate::pager::action::PageRequest;
use crate::platform::{MaybeSend, MaybeSync};
use crate::policy::authorize::Authorizer;
use crate::policy::retry::retry_after;
use crate::report::cost::{Cost, Stopwatch};
use crate::request::template::writes_size;
use crate::response::decode::{DecodeError, body_is_not_ready, page_is_not_ready};
use crate::response::early::EarlySlot;
use crate::response::failure::{Failure, Retry};
use crate::response::status;
use crate::response::status::Verdict;
use crate::runtime;
use crate::runtime::Runtime;
use crate::scheme::location::{RequestLocation, Source};
use crate::source::exchange::{AttemptContext, Sent};
use crate::source::fetch::{Exchanged, Fetch, Fetched, Response};
use crate::source::http::HttpFetch;
use crate::trace;
use crate::transport::any::Transport;
use crate::transport::blocking::any::TimeLimit;

impl<P, T, D> HttpFetch<P, T, D>
where
    P: Paginated + 'static,
    T: Transport,
    D: Fn(&http::response::Parts, &Bytes) -> Result<P, DecodeError>
        + MaybeSend
        + MaybeSync
        + 'static,
{
    /// Fetches one page: sends attempts until one returns the page or another makes no sense.
    pub(super) async fn page(
        &self,
        mut ask: PageRequest,
        peek: Option<&EarlySlot>,
    ) -> Result<Fetched<P>, Error> {
        let runtime = self.runtime.clone().or_else(runtime::current);
        let runtime = runtime.as_deref();
        self.check_timers(runtime)?;
        self.used.note(&ask.cursor);
        let mut waits = None;
        let mut smaller = None;
        let stopwatch = Stopwatch::begin(runtime, self.timed);
        let mut cost = Cost::default();
        loop {
            cost.waited = cost.waited.saturating_add(self.clearance(runtime).await);
            cost.attempts = cost.attempts.saturating_add(1);
            let context = AttemptContext {
                ask: &ask,
                runtime,
                peek,
            };
            let failure = match self.attempt(context, &mut cost).await {
                Ok(fetched) => {
                    cost.elapsed = stopwatch.elapsed();
                    return Ok(fetched.after(cost, smaller));
                }
                Err(failure) => failure,
            };
            let Some(retry) = failure.retry else {
                return Err(failure.error.after(cost));
            };
            let waits = waits.get_or_insert_with(|| self.retry.begin());
            let Some(wait) = waits.next(retry.after) else {
                return Err(failure.error.after(cost));
            };
            // Without a clock, it cannot wait, and so not try again.
            let Some(runtime) = runtime else {
                trace::without_timers(ask.page);
                let hint = "the request was not retried, because no timer is available: run the walk on tokio (feature `tokio`), or give it timers with `.runtime(..)`";
                return Err(failure.error.hint(hint).after(cost));
            };
            trace::retried(ask.page, cost.attempts, &failure.error, wait);
            if retry.too_large && self.shrink_on_timeout {
                smaller = self.smaller(&ask).or(smaller);
                ask.size = smaller.or(ask.size);
            }
            if retry.whole_walk {
                self.pause.until(runtime, wait);
            } else {
                runtime.sleep(wait).await;
                cost.waited = cost.waited.saturating_add(wait);
            }
        }
    }

    /// Returns an error if something has to wait and there is no clock.
    fn check_timers(&self, runtime: Option<&dyn Runtime>) -> Result<(), Error> {
        if runtime.is_none() && (self.request_timeout.is_some() || self.idle_timeout.is_some()) {
            return Err(Error::setup("a timeout is set, but there is no runtime with a timer")
                .hint("run the walk on tokio (feature `tokio`), or give another one with `.runtime(..)`"));
        }
        let has_timers =
            |runtime: &dyn Runtime| *self.has_timers.get_or_init(|| runtime.has_timers());
        if self.may_wait() && runtime.is_some_and(|runtime| !has_timers(runtime)) {
            return Err(Error::setup("the runtime has no timers, but retries and timeouts need them")
                .hint("build the tokio runtime with `enable_time()` or `enable_all()`, give another one with `.runtime(..)`, or do without: `.retry(RetryPolicy::none())`"));
        }
        Ok(())
    }

    /// Returns whether the walk may have to wait for something other than its responses.
    fn may_wait(&self) -> bool {
        self.retry.retries() || self.request_timeout.is_some() || self.idle_timeout.is_some()
    }

    /// Returns half the page size, if the request holds the size and the position of a page does
    /// not depend on it.
    fn smaller(&self, ask: &PageRequest) -> Option<u64> {
        let scheme = P::SCHEME;
        let sound = writes_size(&scheme, &ask.cursor) && !matches!(scheme.source, Source::Page(_));
        let half = (ask.size? / 2).max(scheme.least_size());
        (sound && Some(half) < ask.size).then_some(half)
    }

    /// Sends one request and reads its response. The page is decoded after the last await, so that
    /// it need not be `Send`. Waits are added to `cost`.
    async fn attempt(
        &self,
        context: AttemptContext<'_>,
        cost: &mut Cost,
    ) -> Result<Fetched<P>, Failure> {
        let AttemptContext { ask, .. } = context;
        let mut request = self.template.request(&P::SCHEME, ask)?;
        // Only a blocking transport needs the limit, because it cannot be cancelled from outside.
        if let Some(limit) = self.request_timeout.filter(|_| T::KEEPS_TIME) {
            request.extensions_mut().insert(TimeLimit(limit));
        }
        let mut sent = Sent::of(&request);
        let replayable = self.is_replayable(&request);
        // A future that also stores the parts of another future is twice as large. So the inner
        // future is pinned here and passed by reference, and the less common path is boxed.
        let answer = match &self.authorizer {
            None => {
                self.receive(context, pin!(self.transport.send(request)), &mut sent)
                    .await
            }
            Some(authorizer) => {
                Box::pin(self.authorized(authorizer, context, request, &mut sent, cost)).await
            }
        };
        let (verdict, response) = answer.map_err(|failure| failure.only_if(replayable))?;
        let (parts, body) = response.into_parts();
        if verdict == Verdict::End {
            let (status, cost) = (parts.status, Cost::default());
            return Ok(Fetched::End { status, cost });
        }
        if verdict == Verdict::Refusal {
            return Err(self
                .refusal(context, &sent, &parts, &body)
                .only_if(replayable));
        }
        self.decoded(context, sent, parts, body, replayable)
    }

    /// Creates the failure of a response whose status says that it is not a page.
    fn refusal(
        &self,
        context: AttemptContext<'_>,
        sent: &Sent,
        parts: &http::response::Parts,
        body: &Bytes,
    ) -> Failure {
        let failure = status::refusal(parts.status, context.ask, asked_to_wait(context, parts));
        let redaction = || self.redaction(&context.ask.cursor, sent.location.url());
        failure.with(|error| sent.describe(error).with_excerpt(redaction().refusal(body)))
    }

    /// Decodes the page in a body.
    #[inline]
    fn decoded(
        &self,
        context: AttemptContext<'_>,
        sent: Sent,
        parts: http::response::Parts,
        body: Bytes,
        replayable: bool,
    ) -> Result<Fetched<P>, Failure> {
        let redaction = || self.redaction(&context.ask.cursor, sent.location.url());
        let not_ready = || {
            let describe = |error| {
                sent.describe(error)
                    .with_status(parts.status)
                    .with_excerpt(redaction().refusal(&body))
            };
            Failure::not_ready(asked_to_wait(context, &parts), replayable).with(describe)
        };
        match (self.decode)(&parts, &body) {
            Ok(page) if page_is_not_ready(&page, parts.status, &parts.headers) => Err(not_ready()),
            Ok(page) => {
                let Sent {
                    method, location, ..
                } = sent;
                let response = Response {
                    http: Some(Box::new(Exchanged {
                        status: parts.status,
                        headers: parts.headers,
                        location,
                        method,
                        body,
                    })),
                    ..Response::default()
                };
                Ok(Fetched::Page(page, response))
            }
            Err(_) if body_is_not_ready(&P::SCHEME, &parts, &body) => Err(not_ready()),
            Err(error) => {
                let retry = error.breaks_off().then(Retry::default);
                let error = error.into_error(&P::SCHEME, &body, &redaction());
                let error = sent.describe(error).with_status(parts.status);
                Err(Failure { error, retry }.only_if(replayable))
            }
        }
    }

    /// Sends a request with the caller's credentials. If the API refuses them, sends it once more
    /// with new ones.
    async fn authorized(
        &self,
        authorizer: &Authorizer,
        context: AttemptContext<'_>,
        request: Request<Bytes>,
        sent: &mut Sent,
        cost: &mut Cost,
    ) -> Result<(Verdict, http::Response<Bytes>), Failure> {
        let renewals = authorizer.renewals();
        let authorized = authorizer.authorize(request.clone()).await?;
        let answer = self
            .receive(context, pin!(self.transport.send(authorized)), sent)
            .await?;
        if answer.1.status() != StatusCode::UNAUTHORIZED {
            return Ok(answer);
        }
        // Wait first: new credentials may be valid for a short time only.
        cost.waited = cost
            .waited
            .saturating_add(self.clearance(context.runtime).await);
        // The request starts again at its own URL, even if the first one was redirected.
        *sent = Sent::of(&request);
        let renewed = authorizer.renew(request, renewals).await?;
        self.receive(context, pin!(self.transport.send(renewed)), sent)
            .await
    }

    /// Waits until a request may be sent: for as long as the API asked the whole walk to wait, and
    /// for the caller's own pace. Returns the time of the API's waits. While this request waits for
    /// its pace, another one can reach the API's limit, so the API's wait is checked again.
    async fn clearance(&self, runtime: Option<&dyn Runtime>) -> Duration {
        let waited = self.pause.wait(runtime).await;
        let Some(throttle) = &self.throttle else {
            return waited;
        };
        throttle.wait().await;
        let meanwhile = self.pause.wait(runtime).await;
        if !meanwhile.is_zero() {
            // Otherwise, all waiting requests would be sent at the same time.
            throttle.wait().await;
        }
        waited.saturating_add(meanwhile)
    }

    /// Returns whether a request that may have reached the API may be sent again: requests that
    /// only read, and searches with the paging in their body.
    fn is_replayable(&self, request: &Request<Bytes>) -> bool {
        let pages_by_body = |location: RequestLocation| {
            matches!(
                location,
                RequestLocation::Body(_)
                    | RequestLocation::Form(_)
                    | RequestLocation::BodyMap
                    | RequestLocation::FormMap
            )
        };
        match *request.method() {
            http::Method::GET | http::Method::HEAD => true,
            http::Method::POST => {
                self.idempotent
                    || P::SCHEME
                        .source
                        .locations()
                        .iter()
                        .copied()
                        .any(pages_by_body)
            }
            _ => self.idempotent,
        }
    }
}

/// Returns how long the API asks to wait, by the date of the walk's clock.
fn asked_to_wait(context: AttemptContext<'_>, parts: &http::response::Parts) -> Option<Duration> {
    let now = context
        .runtime
        .map_or_else(std::time::SystemTime::now, Runtime::date);
    retry_after(&parts.headers, now)
}
