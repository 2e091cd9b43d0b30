//! One page over HTTP: request, response, status, body, decode.

use std::marker::PhantomData;
use std::pin::{Pin, pin};
use std::sync::{Arc, Mutex, OnceLock};
use std::time::Duration;

use bytes::{Buf, Bytes, BytesMut};
use http::{Request, StatusCode};
use url::Url;

use crate::error::{Error, ErrorKind};
use crate::page::cursor::Cursor;
use crate::page::paginated::Paginated;
use crate::pager::action::Ask;
use crate::pager::origin::Origins;
use crate::pager::start::Start;
use crate::platform::{MaybeSend, MaybeSync};
use crate::policy::authorize::Authorizer;
use crate::policy::options::Options;
use crate::policy::pacing::Pause;
use crate::policy::retry::{RetryPolicy, retry_after};
use crate::policy::throttle::Throttle;
use crate::redact::Redaction;
use crate::redact::secrets::{Used, secrets};
use crate::report::cost::{Cost, Stopwatch, Traffic};
use crate::request::template::{Template, writes_size};
use crate::response::body;
use crate::response::decode::{DecodeError, body_is_not_ready, page_is_not_ready};
use crate::response::early::{Peek, Watch};
use crate::response::failure::{Failure, Retry};
use crate::response::status;
use crate::response::status::Verdict;
use crate::runtime;
use crate::runtime::Runtime;
use crate::runtime::timeout::within;
use crate::scheme::location::{ResponseLocation, Sink, Source};
use crate::source::fetch::{Broken, FetchFuture};
use crate::source::fetch::{Exchanged, Fetch, Fetched, Response};
use crate::source::no_effect;
use crate::trace;
use crate::transport::any::{ResponseUrl, Transport};
use crate::transport::blocking::any::TimeLimit;
use crate::transport::location::Location;
use crate::transport::source::IntoSource;

const BYTE_ORDER_MARK: &[u8] = b"\xEF\xBB\xBF";

/// Of the body of a response that is no page, no more bytes are read: an error shows a part of them.
const SHOWN: usize = 64 << 10;

/// Brings pages of type `P` over a transport.
pub(crate) struct HttpFetch<P, T, D> {
    transport: T,
    template: Template,
    origins: Origins,
    post_links: bool,
    max_body: u64,
    retry: RetryPolicy,
    idempotent: bool,
    shrink_on_timeout: bool,
    show_bodies: bool,
    request_timeout: Option<Duration>,
    idle_timeout: Option<Duration>,
    authorizer: Option<Authorizer>,
    throttle: Option<Throttle>,
    /// The caller's; else the one that each request runs on.
    runtime: Option<Arc<dyn Runtime>>,
    /// Whether the runtime of the walk can wait, asked once.
    has_timers: OnceLock<bool>,
    pause: Pause,
    traffic: Traffic,
    used: Used,
    /// Somebody wants to know how long pages take.
    timed: bool,
    /// Bodies are JSON, and not whatever the caller's own decoder reads.
    json: bool,
    decode: D,
    page: PhantomData<fn() -> P>,
}

/// What one request is made for.
#[derive(Clone, Copy)]
struct Errand<'a> {
    ask: &'a Ask,
    runtime: Option<&'a dyn Runtime>,
    /// Where to put what is seen of the next page.
    peek: Option<&'a Peek>,
}

impl<P, T, D> HttpFetch<P, T, D>
where
    P: Paginated + 'static,
    T: Transport,
    D: Fn(&http::response::Parts, &Bytes) -> Result<P, DecodeError> + MaybeSend + MaybeSync + 'static,
{
    /// A fetch over a source; where the source is not usable, one that says so on the first poll.
    /// `json` says that bodies are JSON.
    pub(crate) fn shared<S: IntoSource<Transport = T>>(source: S, options: &Options, json: bool, decode: D) -> Arc<dyn Fetch<P>> {
        match Self::new(source, options, json, decode) {
            Ok(fetch) => Arc::new(fetch),
            Err(error) => Arc::new(Broken(Mutex::new(Some(error)))),
        }
    }

    fn new<S: IntoSource<Transport = T>>(source: S, options: &Options, json: bool, decode: D) -> Result<Self, Error> {
        let (transport, request) = source.into_source()?;
        let template = Template::new(request, options.keep_query.clone(), &P::SCHEME)?;
        let origins = origins(&template, options)?;
        no_effect::check(&P::SCHEME, options, template.method(), json)?;
        Ok(Self {
            transport,
            template,
            origins,
            post_links: options.post_links,
            max_body: options.max_body,
            retry: options.retry.clone(),
            idempotent: options.idempotent,
            shrink_on_timeout: options.shrink_on_timeout,
            show_bodies: options.show_bodies,
            request_timeout: options.request_timeout,
            idle_timeout: options.idle_timeout,
            authorizer: options.authorize.clone().map(Authorizer::new),
            throttle: options.throttle.clone(),
            runtime: options.runtime.clone(),
            has_timers: OnceLock::new(),
            pause: Pause::default(),
            traffic: Traffic::default(),
            used: Used::default(),
            timed: options.on_page.is_some(),
            json,
            decode,
            page: PhantomData,
        })
    }

    /// One page: attempts, until one brings it or there is no point in another.
    async fn page(&self, mut ask: Ask, peek: Option<&Peek>) -> Result<Fetched<P>, Error> {
        let runtime = self.runtime.clone().or_else(runtime::current);
        let runtime = runtime.as_deref();
        if runtime.is_none() && (self.request_timeout.is_some() || self.idle_timeout.is_some()) {
            return Err(Error::setup("a timeout is set, and there is no runtime to keep the time")
                .hint("run the walk on tokio (feature `tokio`), or give another one with `.runtime(..)`"));
        }
        let has_timers = |runtime: &dyn Runtime| *self.has_timers.get_or_init(|| runtime.has_timers());
        if self.may_wait() && runtime.is_some_and(|runtime| !has_timers(runtime)) {
            return Err(Error::setup("the runtime has no timers, and retries and timeouts wait with them")
                .hint("build the tokio runtime with `enable_time()` or `enable_all()`, give another one with `.runtime(..)`, or do without: `.retry(RetryPolicy::none())`"));
        }
        self.used.note(&ask.cursor);
        let mut waits = self.retry.begin();
        let mut smaller = None;
        let stopwatch = Stopwatch::begin(runtime, self.timed);
        let mut cost = Cost::default();
        loop {
            cost.waited = cost.waited.saturating_add(self.clearance(runtime).await);
            cost.attempts = cost.attempts.saturating_add(1);
            let errand = Errand { ask: &ask, runtime, peek };
            let failure = match self.attempt(errand).await {
                Ok(fetched) => {
                    cost.elapsed = stopwatch.elapsed();
                    return Ok(fetched.after(cost, smaller));
                }
                Err(failure) => failure,
            };
            let Some(retry) = failure.retry else {
                return Err(failure.error.after(cost));
            };
            let Some(wait) = waits.next(retry.after) else {
                return Err(failure.error.after(cost));
            };
            // Without a clock there is no waiting, and so no trying again.
            let Some(runtime) = runtime else {
                trace::without_timers(ask.page);
                let hint = "this was not tried again, because there are no timers here to wait with: run the walk on tokio (feature `tokio`), or give it timers with `.runtime(..)`";
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

    /// Whether the walk may have to wait for something besides its responses.
    fn may_wait(&self) -> bool {
        self.retry.retries() || self.request_timeout.is_some() || self.idle_timeout.is_some()
    }

    /// Half the page size, where the place of a page does not depend on it and the request holds it.
    fn smaller(&self, ask: &Ask) -> Option<u64> {
        let scheme = P::SCHEME;
        let sound = writes_size(&scheme, &ask.cursor) && !matches!(scheme.source, Source::Page(_));
        let half = (ask.size? / 2).max(scheme.least_size());
        (sound && Some(half) < ask.size).then_some(half)
    }

    /// One request and its answer. The page is decoded after the last await, so that it need not be `Send`.
    async fn attempt(&self, errand: Errand<'_>) -> Result<Fetched<P>, Failure> {
        let Errand { ask, runtime, .. } = errand;
        let mut request = self.template.request(&P::SCHEME, ask)?;
        // Only a blocking transport, which cannot be given up on from outside, hears of it.
        if let Some(limit) = self.request_timeout.filter(|_| T::KEEPS_TIME) {
            request.extensions_mut().insert(TimeLimit(limit));
        }
        let mut sent = Sent::of(&request);
        let replayable = self.is_replayable(&request);
        // A future that holds what another one is made of is twice as large: what is sent is pinned here and lent on, and the rarer way is boxed.
        let answer = match &self.authorizer {
            None => self.receive(errand, pin!(self.transport.send(request)), &mut sent).await,
            Some(authorizer) => Box::pin(self.authorized(authorizer, errand, request, &mut sent)).await,
        };
        let Answer { verdict, parts, body } = answer.map_err(|failure| failure.only_if(replayable))?;
        if verdict == Verdict::End {
            let (status, cost) = (parts.status, Cost::default());
            return Ok(Fetched::End { status, cost });
        }
        let redaction = || self.redaction(&ask.cursor, sent.location.url());
        if verdict == Verdict::Refusal {
            let after = retry_after(&parts.headers, runtime.map_or_else(std::time::SystemTime::now, Runtime::date));
            let failure = status::refusal(parts.status, ask, after);
            let describe = |error| sent.describe(error).with_excerpt(redaction().refusal(&body));
            return Err(failure.with(describe).only_if(replayable));
        }
        let not_ready = || {
            let after = retry_after(&parts.headers, runtime.map_or_else(std::time::SystemTime::now, Runtime::date));
            let describe = |error| {
                sent.describe(error)
                    .with_status(parts.status)
                    .with_excerpt(redaction().refusal(&body))
            };
            Failure::not_ready(after, replayable).with(describe)
        };
        match (self.decode)(&parts, &body) {
            Ok(page) if page_is_not_ready(&page, parts.status, &parts.headers) => Err(not_ready()),
            Ok(page) => {
                let Sent { method, location, .. } = sent;
                let response = Response {
                    status: parts.status,
                    http: Some(Box::new(Exchanged {
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

    /// Sends a request with the caller's credentials; once more with new ones where the API refuses them.
    async fn authorized(
        &self,
        authorizer: &Authorizer,
        errand: Errand<'_>,
        request: Request<Bytes>,
        sent: &mut Sent,
    ) -> Result<Answer, Failure> {
        let renewals = authorizer.renewals();
        let authorized = authorizer.authorize(request.clone()).await?;
        let answer = self.receive(errand, pin!(self.transport.send(authorized)), sent).await?;
        if answer.parts.status != StatusCode::UNAUTHORIZED {
            return Ok(answer);
        }
        // First the wait: what is renewed may not live long.
        self.clearance(errand.runtime).await;
        let renewed = authorizer.renew(request, renewals).await?;
        self.receive(errand, pin!(self.transport.send(renewed)), sent).await
    }

    /// Waits until a request may leave: for as long as the API asked the whole walk to, which gives how long that was, and for the caller's own pace. While
    /// this request waits for that, another one can have met the API's limit.
    async fn clearance(&self, runtime: Option<&dyn Runtime>) -> Duration {
        let waited = self.pause.wait(runtime).await;
        let Some(throttle) = &self.throttle else { return waited };
        throttle.wait().await;
        let meanwhile = self.pause.wait(runtime).await;
        if !meanwhile.is_zero() {
            // All that wait leave at the same time otherwise.
            throttle.wait().await;
        }
        waited.saturating_add(meanwhile)
    }

    /// Waits for the response and reads it, within the caller's time.
    async fn receive<R>(&self, errand: Errand<'_>, response: Pin<&mut R>, sent: &mut Sent) -> Result<Answer, Failure>
    where
        R: Future<Output = Result<http::Response<T::Body>, T::Error>>,
    {
        let limit = self.request_timeout.zip(errand.runtime);
        // In a scope of its own: it borrows what the error describes.
        let answer = {
            let exchange = pin!(self.exchange(errand, response, sent));
            within(limit, exchange).await
        };
        match (answer, sent.refused.take()) {
            (Ok(Ok(Some(answer))), _) => Ok(answer),
            (Ok(Err(failure)), _) => Err(failure),
            // A refusal is one as soon as its head is there.
            (_, Some(refused)) => {
                let Refused { parts, start } = *refused;
                self.traffic.body(start.len());
                Ok(Answer {
                    verdict: Verdict::Refusal,
                    parts,
                    body: start.freeze(),
                })
            }
            _ => {
                let failure = Failure::of_time(self.request_timeout.unwrap_or_default());
                Err(failure.with(|error| sent.describe(error)))
            }
        }
    }

    /// `None` of a refusal, which is left where it was [noted](Sent::refused).
    async fn exchange<R>(&self, errand: Errand<'_>, response: Pin<&mut R>, sent: &mut Sent) -> Result<Option<Answer>, Failure>
    where
        R: Future<Output = Result<http::Response<T::Body>, T::Error>>,
    {
        let Errand { ask, runtime, peek } = errand;
        self.traffic.request();
        let response = response.await.map_err(|error| {
            let redaction = self.redaction(&ask.cursor, sent.location.url());
            Failure::of_transport(T::classify(&error), error, &redaction).with(|error| sent.describe(error))
        })?;
        let (parts, body) = response.into_parts();
        self.judge_redirect(sent, &parts)?;
        let verdict = Verdict::of(parts.status, &P::SCHEME, ask);
        let idle = self.idle_timeout.zip(runtime);
        match verdict {
            // There is nothing to read.
            Verdict::End => Ok(Some(Answer {
                verdict,
                parts,
                body: Bytes::new(),
            })),
            Verdict::Refusal => {
                // The status says what to do, whatever becomes of the body: that is only shown.
                let most = usize::try_from(self.max_body).map_or(SHOWN, |max| max.min(SHOWN));
                let refused = sent.refused.insert(Box::new(Refused {
                    parts,
                    start: BytesMut::new(),
                }));
                body::read_start(pin!(body), most, idle, &mut refused.start).await;
                Ok(None)
            }
            Verdict::Page => {
                let watch = peek.filter(|_| sent.method == http::Method::GET);
                let watch = watch.and_then(|peek| Watch::begin(peek, &P::SCHEME, ask, &parts, sent.location.url()?, self.json));
                let describe = |error| sent.describe(error).with_status(parts.status);
                let mut body = body::read(pin!(body), self.max_body, idle, watch).await.map_err(|error| {
                    let redaction = self.redaction(&ask.cursor, sent.location.url());
                    Failure::of_body(error, self.max_body, &redaction).with(describe)
                })?;
                self.traffic.body(body.len());
                // A byte order mark does not belong there, and may be passed over: RFC 8259, section 8.1.
                if self.json && body.starts_with(BYTE_ORDER_MARK) {
                    body.advance(BYTE_ORDER_MARK.len());
                }
                Ok(Some(Answer { verdict, parts, body }))
            }
        }
    }

    /// Whether a request that may have reached the API may be sent again: what only reads, and a search whose paging is in its body.
    fn is_replayable(&self, request: &Request<Bytes>) -> bool {
        let pages_by_body = |sink: Sink| matches!(sink, Sink::Body(_) | Sink::Form(_) | Sink::BodyMap | Sink::FormMap);
        match *request.method() {
            http::Method::GET | http::Method::HEAD => true,
            http::Method::POST => self.idempotent || P::SCHEME.source.sinks().iter().copied().any(pages_by_body),
            _ => self.idempotent,
        }
    }

    /// A response that came from elsewhere than it was asked of: its origin must be allowed, and the method cannot have changed.
    fn judge_redirect(&self, sent: &mut Sent, parts: &http::response::Parts) -> Result<(), Error> {
        let Some(ResponseUrl(url)) = parts.extensions.get::<ResponseUrl>() else {
            return Ok(());
        };
        if sent.location.is_at(url) {
            return Ok(());
        }
        let refused = if !self.origins.permits(url) {
            Some("the request was redirected to an origin that is not allowed; the response was not read")
        } else if !matches!(sent.method, http::Method::GET | http::Method::HEAD) {
            Some("the request was redirected, which may have changed its method; the response was not read")
        } else {
            None
        };
        if let Some(message) = refused {
            let error = Error::new(ErrorKind::Redirected, message)
                .hint("begin at the final URL, or allow its origin with `.allow_origin(..)`; better build the client without redirects");
            return Err(sent.describe(error).with_status(parts.status));
        }
        sent.location.moved_to(url.clone());
        Ok(())
    }
}

impl<P, T, D> Fetch<P> for HttpFetch<P, T, D>
where
    P: Paginated + 'static,
    T: Transport,
    D: Fn(&http::response::Parts, &Bytes) -> Result<P, DecodeError> + MaybeSend + MaybeSync + 'static,
{
    fn start(&self) -> Result<Start, Error> {
        self.template.start(&P::SCHEME, self.origins.clone(), self.post_links)
    }

    fn endpoint(&self) -> Option<(&http::Method, &Url)> {
        Some((self.template.method(), self.template.url()))
    }

    fn traffic(&self) -> (u64, u64) {
        self.traffic.so_far()
    }

    fn redaction(&self, cursor: &Cursor, url: Option<&Url>) -> Redaction {
        let credentials = self.template.credentials().into_iter();
        let credentials = credentials.chain(self.authorizer.iter().flat_map(Authorizer::secrets));
        let continuation = match P::SCHEME.next_at {
            Some(ResponseLocation::Member(path)) => Some(path),
            _ => None,
        };
        Redaction::new(secrets(credentials, &self.used, cursor, url), continuation, self.show_bodies)
    }

    fn fetch(self: Arc<Self>, ask: Ask, peek: Option<Peek>) -> FetchFuture<P> {
        Box::pin(async move { self.page(ask, peek.as_ref()).await })
    }
}

/// What the API answered.
struct Answer {
    verdict: Verdict,
    parts: http::response::Parts,
    /// Of what is no page, its beginning.
    body: Bytes,
}

/// Where the walk may lead: where it begins, and what the caller allows.
fn origins(template: &Template, options: &Options) -> Result<Origins, Error> {
    let mut origins = Origins::new(template.url().clone());
    for allowed in &options.allowed_origins {
        let url = Url::parse(allowed).ok().filter(is_origin);
        let url = url.ok_or_else(|| Error::setup("`allow_origin` takes an origin such as `https://api.example.com`"))?;
        if url.scheme() == "http" && template.url().scheme() == "https" {
            return Err(
                Error::setup("`allow_origin` names an http origin, and a walk that began with https does not go on in clear")
                    .hint("allow it with `https://`; http links to it are followed encrypted"),
            );
        }
        origins.allow(url);
    }
    if options.rebase_links {
        origins.rebase();
    }
    Ok(origins)
}

/// Whether a URL is an origin and nothing else.
fn is_origin(url: &Url) -> bool {
    let bare = url.path() == "/" && url.query().is_none() && url.fragment().is_none();
    let anonymous = url.username().is_empty() && url.password().is_none();
    let one_host = url.host_str().is_some_and(|host| !host.contains('*'));
    matches!(url.scheme(), "http" | "https") && bare && anonymous && one_host
}

/// What was sent, for errors and for resolving links.
struct Sent {
    method: http::Method,
    location: Location,
    /// The refusal that came for it, as far as it is there.
    refused: Option<Box<Refused>>,
}

/// A response that is no page, and of its body what has come so far.
struct Refused {
    parts: http::response::Parts,
    start: BytesMut,
}

impl Sent {
    fn of(request: &Request<Bytes>) -> Self {
        Self {
            method: request.method().clone(),
            location: Location::of(request.uri().clone()),
            refused: None,
        }
    }

    fn describe(&self, error: Error) -> Error {
        match self.location.url() {
            Some(url) => error.with_request(&self.method, url),
            None => error,
        }
    }
}
