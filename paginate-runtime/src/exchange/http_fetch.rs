//! One page over HTTP: request, response, status, body, decode.

use std::marker::PhantomData;
use std::sync::{Arc, Mutex};

use bytes::Bytes;
use http::{Request, StatusCode};
use url::Url;

use super::body::{self, BodyError};
use super::decode::DecodeError;
use super::fetch::{Broken, FetchFuture};
use super::template::Template;
use super::{Fault, Fetch, Fetched, IntoSource, Options, Response, ResponseUrl, Transport};
use crate::decision::origin::Origins;
use crate::decision::{Ask, Start};
use crate::description::{Cursor, Paginated, Scheme, Source, Value};
use crate::error::{Error, ErrorKind};
use crate::excerpt::excerpt;

/// Brings pages of type `P` over a transport.
pub(crate) struct HttpFetch<P, T, D> {
    transport: T,
    template: Template,
    origins: Origins,
    max_body: u64,
    decode: D,
    page: PhantomData<fn() -> P>,
}

impl<P, T, D> HttpFetch<P, T, D>
where
    P: Paginated + 'static,
    T: Transport,
    D: Fn(&http::response::Parts, &Bytes) -> Result<P, DecodeError> + Send + Sync + 'static,
{
    /// A fetch over a source; where the source is not usable, one that says so on the first poll.
    pub(crate) fn shared<S: IntoSource<Transport = T>>(source: S, options: &Options, decode: D) -> Arc<dyn Fetch<P>> {
        match Self::new(source, options, decode) {
            Ok(fetch) => Arc::new(fetch),
            Err(error) => Arc::new(Broken(Mutex::new(Some(error)))),
        }
    }

    fn new<S: IntoSource<Transport = T>>(source: S, options: &Options, decode: D) -> Result<Self, Error> {
        let (transport, request) = source.into_source()?;
        let template = Template::new(request, options.keep_query.clone())?;
        let mut origins = Origins::new(template.url().clone());
        for allowed in &options.allowed_origins {
            let url = Url::parse(allowed).ok().filter(Url::has_host);
            let url = url.ok_or_else(|| Error::setup("`allow_origin` takes an origin such as `https://api.example.com`"))?;
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
            decode,
            page: PhantomData,
        })
    }

    /// One exchange. The page is decoded after the last await, so that it need not be `Send`.
    async fn exchange(&self, ask: Ask) -> Result<Fetched<P>, Error> {
        let request = self.template.request(&P::SCHEME, &ask)?;
        let mut sent = Sent::of(&request)?;
        let response = self.transport.send(request).await.map_err(|error| {
            let error = match T::classify(&error) {
                Fault::Timeout => Error::new(ErrorKind::Timeout, "the request took too long").with_source(error),
                _ => Error::new(ErrorKind::Transport, "the request failed").with_source(error),
            };
            sent.describe(error)
        })?;
        let (parts, body) = response.into_parts();
        self.judge_redirect(&mut sent, &parts)?;
        if ends_walk(&P::SCHEME, &ask, parts.status) {
            return Ok(Fetched::End);
        }
        let body = body::read(body, self.max_body).await.map_err(|error| {
            let error = match error {
                BodyError::TooLarge => Error::new(ErrorKind::BodyTooLarge, format!("the body is larger than {} bytes", self.max_body))
                    .hint("raise the limit with `.max_body(bytes)`, or ask for smaller pages"),
                BodyError::Broken(source) => Error::new(ErrorKind::Transport, "the body broke off").with_source(source),
            };
            sent.describe(error).with_status(parts.status)
        })?;
        if !is_page(parts.status) {
            return Err(sent
                .describe(status_error(&ask, parts.status))
                .with_status(parts.status)
                .with_excerpt(excerpt(&body)));
        }
        match (self.decode)(&parts, &body) {
            Ok(page) => {
                let response = Response {
                    status: parts.status,
                    headers: parts.headers,
                    url: Some(sent.url),
                    method: sent.method,
                    body,
                };
                Ok(Fetched::Page(page, response))
            }
            Err(error) => Err(sent.describe(error.into_error(&P::SCHEME, &body)).with_status(parts.status)),
        }
    }

    /// A response that came from elsewhere than it was asked of: its origin must be allowed, and the method cannot have changed.
    fn judge_redirect(&self, sent: &mut Sent, parts: &http::response::Parts) -> Result<(), Error> {
        let Some(ResponseUrl(url)) = parts.extensions.get::<ResponseUrl>() else {
            return Ok(());
        };
        let same = |url: &Url| {
            let mut url = url.clone();
            url.set_fragment(None);
            url
        };
        if same(url) == same(&sent.url) {
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
        sent.url = url.clone();
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
        // A size need not be a number: some APIs take `all`.
        start.size = self
            .template
            .read(scheme.size.sink)?
            .map(|value| value.as_plain().trim().parse().unwrap_or(0));
        Ok(start)
    }

    fn fetch(self: Arc<Self>, ask: Ask) -> FetchFuture<P> {
        Box::pin(async move { self.exchange(ask).await })
    }
}

/// What was sent, for errors and for resolving links.
struct Sent {
    method: http::Method,
    url: Url,
}

impl Sent {
    fn of(request: &Request<Bytes>) -> Result<Self, Error> {
        let url = Url::parse(&request.uri().to_string())
            .map_err(|error| Error::setup("the URL of the request cannot be read").with_source(error))?;
        Ok(Self {
            method: request.method().clone(),
            url,
        })
    }

    fn describe(&self, error: Error) -> Error {
        error.with_request(&self.method, &self.url)
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

fn status_error(ask: &Ask, status: StatusCode) -> Error {
    let continued = !matches!(ask.cursor, Cursor::First | Cursor::Count(_));
    match status {
        StatusCode::GONE if continued => {
            Error::new(ErrorKind::Expired, "the continuation has expired").hint("walk faster, ask for larger pages, or start again")
        }
        StatusCode::BAD_REQUEST if continued => Error::new(ErrorKind::ContinuationRejected, "the API refused the continuation")
            .hint("it may have expired, or the API wants other parameters on later pages"),
        _ => Error::new(ErrorKind::Status, "the API answered with a status that is no page"),
    }
}
