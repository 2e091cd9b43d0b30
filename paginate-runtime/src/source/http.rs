//! Makes sources of pages over HTTP: how a walk sends requests, and where it may lead.
//! [`attempt`](super::attempt) fetches one page.
use std::marker::PhantomData;
use std::sync::{Arc, Mutex, OnceLock};
use std::time::Duration;

use bytes::Bytes;
use url::Url;

use crate::error::Error;
use crate::page::cursor::Cursor;
use crate::page::paginated::Paginated;
use crate::pager::action::PageRequest;
use crate::pager::origin::Origins;
use crate::pager::start::Start;
use crate::platform::{MaybeSend, MaybeSync};
use crate::policy::authorize::Authorizer;
use crate::policy::options::Options;
use crate::policy::rate_limit::Pause;
use crate::policy::retry::RetryPolicy;
use crate::policy::throttle::Throttle;
use crate::redact::Redaction;
use crate::redact::secrets::{Used, secrets};
use crate::report::cost::Traffic;
use crate::request::template::Template;
use crate::response::decode::DecodeError;
use crate::response::early::EarlySlot;
use crate::runtime::Runtime;
use crate::scheme::location::ResponseLocation;
use crate::source::fetch::{Again, FailedSource, Fetch, FetchFuture, Lane};
use crate::source::no_effect;
use crate::transport::any::Transport;
use crate::transport::source::IntoSource;

/// The source of pages of type `P` over a transport.
pub(crate) struct HttpFetch<P, T, D> {
    pub(super) transport: T,
    pub(super) template: Template,
    pub(super) origins: Origins,
    pub(super) post_links: bool,
    pub(super) max_body: u64,
    pub(super) retry: RetryPolicy,
    pub(super) idempotent: bool,
    pub(super) shrink_on_timeout: bool,
    pub(super) show_bodies: bool,
    pub(super) request_timeout: Option<Duration>,
    pub(super) idle_timeout: Option<Duration>,
    pub(super) authorizer: Option<Authorizer>,
    pub(super) throttle: Option<Throttle>,
    /// The caller's runtime; otherwise each request uses the one on which it runs.
    pub(super) runtime: Option<Arc<dyn Runtime>>,
    /// Whether the runtime of the walk has timers. It is asked once.
    pub(super) has_timers: OnceLock<bool>,
    pub(super) pause: Pause,
    pub(super) traffic: Traffic,
    pub(super) used: Used,
    /// Whether to measure how long pages take.
    pub(super) timed: bool,
    /// Whether bodies are read as JSON, and not by the caller's decoder.
    pub(super) json: bool,
    pub(super) decode: D,
    pub(super) page: PhantomData<fn() -> P>,
}

impl<P, T, D> HttpFetch<P, T, D>
where
    P: Paginated + 'static,
    T: Transport,
    D: Fn(&http::response::Parts, &Bytes) -> Result<P, DecodeError>
        + MaybeSend
        + MaybeSync
        + 'static,
{
    /// Creates a shared fetch from a source. If the source is not usable, its first poll returns
    /// the error. `json` says whether bodies are JSON.
    pub(crate) fn shared<S: IntoSource<Transport = T>>(
        source: S,
        options: &Options,
        json: bool,
        decode: D,
    ) -> Arc<dyn Fetch<P>> {
        match Self::new(source, options, json, decode) {
            Ok(fetch) => Arc::new(fetch),
            Err(error) => Arc::new(FailedSource(Mutex::new(Some(error)))),
        }
    }

    fn new<S: IntoSource<Transport = T>>(
        source: S,
        options: &Options,
        json: bool,
        decode: D,
    ) -> Result<Self, Error> {
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
}

impl<P, T, D> Fetch<P> for HttpFetch<P, T, D>
where
    P: Paginated + 'static,
    T: Transport,
    D: Fn(&http::response::Parts, &Bytes) -> Result<P, DecodeError>
        + MaybeSend
        + MaybeSync
        + 'static,
{
    fn start(&self) -> Result<Start, Error> {
        self.template
            .start(&P::SCHEME, self.origins.clone(), self.post_links)
    }

    fn endpoint(&self) -> Option<(&http::Method, &Url)> {
        Some((self.template.method(), self.template.url()))
    }

    fn traffic(&self) -> (u64, u64) {
        self.traffic.so_far()
    }

    fn redaction(&self, cursor: &Cursor<'_>, url: Option<&Url>) -> Redaction {
        let credentials = self.template.credentials().into_iter();
        let credentials = credentials.chain(self.authorizer.iter().flat_map(Authorizer::secrets));
        let continuation = match P::SCHEME.next_at {
            Some(ResponseLocation::Member(path)) => Some(path),
            _ => None,
        };
        Redaction::new(
            secrets(credentials, &self.used, cursor, url),
            continuation,
            self.show_bodies,
        )
    }

    fn fetch(self: Arc<Self>, ask: PageRequest, peek: Option<EarlySlot>) -> FetchFuture<P> {
        Box::pin(async move { self.page(ask, peek.as_ref()).await })
    }

    fn lane(self: Arc<Self>) -> Option<Lane<P>> {
        Some(Box::new(Again::new(move |ask| {
            let fetch = Arc::clone(&self);
            async move { fetch.page(ask, None).await }
        })))
    }
}

/// Returns the origins that the walk may contact: the one at which it begins, and those that the
/// caller allows.
fn origins(template: &Template, options: &Options) -> Result<Origins, Error> {
    let mut origins = Origins::new(template.url().clone());
    for allowed in &options.allowed_origins {
        let url = Url::parse(allowed).ok().filter(is_origin);
        let url = url.ok_or_else(|| {
            Error::setup("`allow_origin` takes an origin such as `https://api.example.com`")
        })?;
        if url.scheme() == "http" && template.url().scheme() == "https" {
            return Err(
                Error::setup("`allow_origin` has an http origin, but a walk that began with https sends no unencrypted requests")
                    .hint("write the origin with `https://`; http links to it are then followed with https"),
            );
        }
        origins.allow(url);
    }
    if options.rebase_links {
        origins.rebase();
    }
    Ok(origins)
}

/// Returns whether a URL is only an origin.
fn is_origin(url: &Url) -> bool {
    let bare = url.path() == "/" && url.query().is_none() && url.fragment().is_none();
    let anonymous = url.username().is_empty() && url.password().is_none();
    let one_host = url.host_str().is_some_and(|host| !host.contains('*'));
    matches!(url.scheme(), "http" | "https") && bare && anonymous && one_host
}
