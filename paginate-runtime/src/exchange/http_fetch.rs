//! One page over HTTP: request, response, status, body, decode.

use std::marker::PhantomData;
use std::pin::{Pin, pin};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use bytes::Bytes;
use http::{Request, StatusCode};
use url::Url;

use super::authorize::Authorizer;
use super::blocking::Limit;
use super::body::{self, BodyError};
use super::cost::{Cost, Stopwatch, Traffic};
use super::deadline::within;
use super::decode::DecodeError;
use super::early::{Peek, Watch};
use super::fetch::{Broken, FetchFuture};
use super::pause::Pause;
use super::retry::{RetryPolicy, limits_rate, may_pass, retry_after};
use super::template::Template;
use super::throttle::Throttle;
use super::{Exchanged, Fault, Fetch, Fetched, IntoSource, Location, Options, Response, ResponseUrl, Transport};
use crate::decision::origin::Origins;
use crate::decision::{Ask, Start};
use crate::description::{Cursor, Paginated, Scheme, Sink, Source, Value};
use crate::error::{Error, ErrorKind};
use crate::excerpt::excerpt;
use crate::runtime::{self, Runtime};
use crate::trace;

/// The length from which a value that was sent is masked in errors, in bytes.
const SECRET: usize = 6;

/// Of the body of a response that is no page, no more bytes are read: an error shows a part of them.
const SHOWN: usize = 64 << 10;

/// Brings pages of type `P` over a transport.
pub(crate) struct HttpFetch<P, T, D> {
    transport: T,
    template: Template,
    origins: Origins,
    max_body: u64,
    retry: RetryPolicy,
    idempotent: bool,
    shrink_on_timeout: bool,
    request_timeout: Option<Duration>,
    idle_timeout: Option<Duration>,
    authorizer: Option<Authorizer>,
    throttle: Option<Throttle>,
    /// The caller's; else the one that each request runs on.
    runtime: Option<Arc<dyn Runtime>>,
    pause: Pause,
    traffic: Traffic,
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

/// Why an attempt brought no page, and whether another one may.
struct Failure {
    error: Error,
    retry: Option<Retry>,
}

/// What is known about trying again.
#[derive(Default)]
struct Retry {
    /// What the API asked for.
    after: Option<Duration>,
    /// It concerns every request of the walk.
    whole_walk: bool,
    /// A smaller page may do.
    too_large: bool,
    /// Nothing reached the API: safe to repeat whatever the method.
    unsent: bool,
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self { error, retry: None }
    }
}

impl<P, T, D> HttpFetch<P, T, D>
where
    P: Paginated + 'static,
    T: Transport,
    D: Fn(&http::response::Parts, &Bytes) -> Result<P, DecodeError> + Send + Sync + 'static,
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
        Ok(Self {
            transport,
            template,
            origins,
            max_body: options.max_body,
            retry: options.retry.clone(),
            idempotent: options.idempotent,
            shrink_on_timeout: options.shrink_on_timeout,
            request_timeout: options.request_timeout,
            idle_timeout: options.idle_timeout,
            authorizer: options.authorize.clone().map(Authorizer::new),
            throttle: options.throttle.clone(),
            runtime: options.runtime.clone(),
            pause: Pause::default(),
            traffic: Traffic::default(),
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
            // Without a clock there is no waiting, and so no trying again.
            let (Some(retry), Some(runtime)) = (failure.retry, runtime) else {
                return Err(failure.error.after(cost));
            };
            let Some(wait) = waits.next(retry.after) else {
                return Err(failure.error.after(cost));
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

    /// Half the page size, where the place of a page does not depend on it and the request holds it.
    fn smaller(&self, ask: &Ask) -> Option<u64> {
        let scheme = P::SCHEME;
        let by_request = !matches!(*ask.cursor, Cursor::Link(_) | Cursor::Request(_));
        let sound = by_request && !matches!(scheme.source, Source::Page(_));
        let half = (ask.size? / 2).max(scheme.size.min.unwrap_or(1));
        (sound && Some(half) < ask.size).then_some(half)
    }

    /// One request and its answer. The page is decoded after the last await, so that it need not be `Send`.
    async fn attempt(&self, errand: Errand<'_>) -> Result<Fetched<P>, Failure> {
        let Errand { ask, runtime, .. } = errand;
        let mut request = self.template.request(&P::SCHEME, ask)?;
        // Only a blocking transport, which cannot be given up on from outside, hears of it.
        if let Some(limit) = self.request_timeout.filter(|_| T::KEEPS_TIME) {
            request.extensions_mut().insert(Limit(limit));
        }
        let mut sent = Sent::of(&request);
        let replayable = self.is_replayable(&request);
        // A future that holds what another one is made of is twice as large: what is sent is pinned here and lent on, and the rarer way is boxed.
        let answer = match &self.authorizer {
            None => self.receive(errand, pin!(self.transport.send(request)), &mut sent).await,
            Some(authorizer) => Box::pin(self.authorized(authorizer, errand, request, &mut sent)).await,
        };
        let Answer { parts, body } = answer.map_err(|failure| failure.only_if(replayable))?;
        let Some(body) = body else {
            let (status, cost) = (parts.status, Cost::default());
            return Ok(Fetched::End { status, cost });
        };
        if !is_page(parts.status) {
            let after = retry_after(&parts.headers, runtime.map_or_else(std::time::SystemTime::now, Runtime::date));
            let error = status_error(ask, parts.status, after)
                .with_status(parts.status)
                .with_retry_after(after);
            let retry = may_pass(parts.status).then(|| Retry {
                after,
                whole_walk: limits_rate(parts.status),
                too_large: matches!(parts.status.as_u16(), 502..=504),
                unsent: false,
            });
            return Err(Failure {
                error: sent
                    .describe(error)
                    .with_excerpt(excerpt(&body))
                    .without(&self.secrets(&ask.cursor, sent.location.url())),
                retry,
            }
            .only_if(replayable));
        }
        match (self.decode)(&parts, &body) {
            Ok(page) => {
                let Sent { method, location } = sent;
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
            Err(error) => {
                let retry = error.breaks_off().then(Retry::default);
                let error = error
                    .into_error(&P::SCHEME, &body)
                    .without(&self.secrets(&ask.cursor, sent.location.url()));
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
        let renewed = authorizer.renew(request, renewals).await?;
        self.clearance(errand.runtime).await;
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
        match answer {
            Ok(answer) => answer,
            Err(_) => {
                let error = Error::new(
                    ErrorKind::Timeout,
                    format!("the request took longer than {:?}", self.request_timeout.unwrap_or_default()),
                );
                Err(Failure {
                    error: sent.describe(error),
                    retry: Some(Retry {
                        too_large: true,
                        ..Retry::default()
                    }),
                })
            }
        }
    }

    async fn exchange<R>(&self, errand: Errand<'_>, response: Pin<&mut R>, sent: &mut Sent) -> Result<Answer, Failure>
    where
        R: Future<Output = Result<http::Response<T::Body>, T::Error>>,
    {
        let Errand { ask, runtime, peek } = errand;
        self.traffic.request();
        let response = response.await.map_err(|error| {
            let fault = T::classify(&error);
            let (kind, message) = match fault {
                Fault::Timeout => (ErrorKind::Timeout, "the request took too long"),
                _ => (ErrorKind::Transport, "the request failed"),
            };
            let retry = Retry {
                too_large: fault == Fault::Timeout,
                unsent: fault == Fault::Connect,
                ..Retry::default()
            };
            let retry = (fault != Fault::Other).then_some(retry);
            Failure {
                error: sent.describe(Error::new(kind, message).with_source(error)),
                retry,
            }
        })?;
        let (parts, body) = response.into_parts();
        self.judge_redirect(sent, &parts)?;
        if ends_walk(&P::SCHEME, ask, parts.status) {
            return Ok(Answer { parts, body: None });
        }
        let idle = self.idle_timeout.zip(runtime);
        if !is_page(parts.status) {
            // The status says what to do, whatever becomes of the body: that is only shown.
            let most = usize::try_from(self.max_body).map_or(SHOWN, |max| max.min(SHOWN));
            let body = body::read_start(pin!(body), most, idle).await;
            self.traffic.body(body.len());
            return Ok(Answer { parts, body: Some(body) });
        }
        let watch = peek.filter(|_| sent.method == http::Method::GET);
        let watch = watch.and_then(|peek| Watch::begin(peek, &P::SCHEME, ask, &parts, sent.location.url()?, self.json));
        match body::read(pin!(body), self.max_body, idle, watch).await {
            Ok(body) => {
                self.traffic.body(body.len());
                Ok(Answer { parts, body: Some(body) })
            }
            Err(error) => {
                let (error, retry) = match error {
                    BodyError::TooLarge => {
                        let error = Error::new(ErrorKind::BodyTooLarge, format!("the body is larger than {} bytes", self.max_body))
                            .hint("raise the limit with `.max_body(bytes)`, or ask for smaller pages");
                        (error, None)
                    }
                    BodyError::Broken(source) if Fault::of(&*source) == Some(Fault::Timeout) => (
                        Error::new(ErrorKind::Timeout, "the body took too long").with_source(source),
                        Some(Retry {
                            too_large: true,
                            ..Retry::default()
                        }),
                    ),
                    BodyError::Broken(source) => (
                        Error::new(ErrorKind::Transport, "the body broke off").with_source(source),
                        Some(Retry::default()),
                    ),
                    BodyError::Stalled(limit) => (
                        Error::new(ErrorKind::Timeout, format!("the body stood still for {limit:?}")),
                        Some(Retry {
                            too_large: true,
                            ..Retry::default()
                        }),
                    ),
                };
                Err(Failure {
                    error: sent.describe(error).with_status(parts.status),
                    retry,
                })
            }
        }
    }

    /// Whether a request that may have reached the API may be sent again: what only reads, and a search whose paging is in its body.
    fn is_replayable(&self, request: &Request<Bytes>) -> bool {
        let pages_by_body = |sink: Sink| matches!(sink, Sink::Body(_) | Sink::Form(_) | Sink::BodyMap | Sink::FormMap);
        match *request.method() {
            http::Method::GET | http::Method::HEAD => true,
            http::Method::POST => self.idempotent || P::SCHEME.source.sink().is_some_and(pages_by_body),
            _ => self.idempotent,
        }
    }

    /// What was sent and must not be shown: credentials, the token, the values of the query; as they are and as JSON escapes them.
    fn secrets(&self, cursor: &Cursor, url: Option<&Url>) -> Vec<String> {
        let mut secrets = self.template.credentials();
        secrets.extend(self.authorizer.iter().flat_map(Authorizer::secrets));
        secrets.extend(url.into_iter().flat_map(Url::query_pairs).map(|(_, value)| value.into_owned()));
        if let Cursor::Value(value) = cursor {
            secrets.push(value.as_plain().to_owned());
        }
        // A short value is no secret, and masking `1` or `true` would hide what went wrong.
        secrets.retain(|secret| secret.len() >= SECRET);
        let escaped = secrets
            .iter()
            .map(|secret| Value::text(secret.as_str()).to_json().trim_matches('"').to_owned());
        let escaped: Vec<String> = escaped.collect();
        secrets.extend(escaped);
        secrets
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
    D: Fn(&http::response::Parts, &Bytes) -> Result<P, DecodeError> + Send + Sync + 'static,
{
    fn start(&self) -> Result<Start, Error> {
        let scheme = P::SCHEME;
        let number = |what: &str, value: Value<'static>| {
            value
                .as_plain()
                .trim()
                .parse::<u64>()
                .map_err(|_| Error::setup(format!("the first request's {what} is not a whole number")))
        };
        let mut start = Start {
            origins: Some(self.origins.clone()),
            url: Some(self.template.url().clone()),
            ..Start::default()
        };
        match scheme.source {
            Source::Token(sink) | Source::LastItem(sink) | Source::Custom(sink) => {
                start.seed = self.template.read(sink)?.map(Cursor::Value)
            }
            Source::Page(sink) => start.counter = self.template.read(sink)?.map(|value| number("page number", value)).transpose()?,
            Source::Offset(sink) => start.counter = self.template.read(sink)?.map(|value| number("offset", value)).transpose()?,
            Source::NextUrl => {}
        }
        start.query = self.template.query_hash(&scheme);
        // A size need not be a number: some APIs take `all`.
        start.size = self
            .template
            .read(scheme.size.sink)?
            .map(|value| value.as_plain().trim().parse().unwrap_or(0));
        Ok(start)
    }

    fn endpoint(&self) -> Option<(&http::Method, &Url)> {
        Some((self.template.method(), self.template.url()))
    }

    fn traffic(&self) -> (u64, u64) {
        self.traffic.so_far()
    }

    fn conceal(&self, error: Error, cursor: &Cursor, url: Option<&Url>) -> Error {
        error.without(&self.secrets(cursor, url))
    }

    fn fetch(self: Arc<Self>, ask: Ask, peek: Option<Peek>) -> FetchFuture<P> {
        Box::pin(async move { self.page(ask, peek.as_ref()).await })
    }
}

impl Failure {
    /// Another attempt is right only where the request may be repeated, or never arrived.
    fn only_if(mut self, replayable: bool) -> Self {
        self.retry = self.retry.filter(|retry| replayable || retry.unsent);
        self
    }
}

/// What the API answered.
struct Answer {
    parts: http::response::Parts,
    /// `None` where the status ends the walk: there is nothing to read.
    body: Option<Bytes>,
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
}

impl Sent {
    fn of(request: &Request<Bytes>) -> Self {
        Self {
            method: request.method().clone(),
            location: Location::of(request.uri().clone()),
        }
    }

    fn describe(&self, error: Error) -> Error {
        match self.location.url() {
            Some(url) => error.with_request(&self.method, url),
            None => error,
        }
    }
}

/// Whether a status ends the walk without a page. The first page is never "past the end": there it means that something is wrong.
fn ends_walk(scheme: &Scheme, ask: &Ask, status: StatusCode) -> bool {
    let declared = scheme.end_on.statuses.contains(&status.as_u16()) && ask.page > 1;
    declared || matches!(status, StatusCode::NO_CONTENT | StatusCode::RESET_CONTENT)
}

/// Part of a page (206) is no page.
fn is_page(status: StatusCode) -> bool {
    status.is_success() && status != StatusCode::PARTIAL_CONTENT
}

fn status_error(ask: &Ask, status: StatusCode, retry_after: Option<Duration>) -> Error {
    let continued = !matches!(*ask.cursor, Cursor::First | Cursor::Count(_));
    match status {
        StatusCode::GONE if continued => {
            Error::new(ErrorKind::Expired, "the continuation has expired").hint("walk faster, ask for larger pages, or start again")
        }
        StatusCode::BAD_REQUEST if continued => Error::new(ErrorKind::ContinuationRejected, "the API refused the continuation")
            .hint("it may have expired, or the API wants other parameters on later pages"),
        StatusCode::UNAUTHORIZED => Error::new(ErrorKind::Unauthorized, "the API refused the credentials")
            .hint("credentials that expire during a walk can be renewed with `.authorize(..)`"),
        StatusCode::TOO_MANY_REQUESTS => rate_limited(retry_after),
        StatusCode::SERVICE_UNAVAILABLE if retry_after.is_some() => rate_limited(retry_after),
        _ => Error::new(ErrorKind::Status, "the API answered with a status that is no page"),
    }
}

fn rate_limited(retry_after: Option<Duration>) -> Error {
    let message = match retry_after {
        Some(wait) => format!("the API limits the rate of requests and asks to wait {} s", wait.as_secs()),
        None => "the API limits the rate of requests".to_owned(),
    };
    Error::new(ErrorKind::RateLimited, message).hint("resume later from the error's checkpoint, or allow a longer wait with `.retry(..)`")
}
