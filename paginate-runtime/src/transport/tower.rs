//! Any `tower` service as a transport.

use std::error::Error as StdError;
use std::fmt;
use std::future::poll_fn;
use std::marker::PhantomData;
use std::sync::{Mutex, PoisonError};

use bytes::Bytes;
use http_body::Body;
use http_body_util::Full;
use tower_service::Service;

use crate::error::BoxError;
use crate::platform::MaybeSend;
use crate::transport::any::causes;
use crate::transport::any::{Transport, TransportErrorKind};

/// Any `tower::Service` over [`http::Request`] as a [`Transport`]: hyper-util's client, an axum
/// router, or a stack of layers.
///
/// The service is cloned for each request, as tower's own adapters do, and asked whether it is
/// ready (`poll_ready`) before it is called. A layer that limits something for all requests
/// together, such as tower's `RateLimit`, goes under a `buffer`, whose clones share it. `B` is the
/// body that the service takes: anything that is made from [`Bytes`], such as [`Full<Bytes>`](Full)
/// or axum's.
///
/// ```
/// use std::time::Duration;
/// use bytes::Bytes;
/// use http_body_util::Full;
/// use hyper_util::client::legacy::Client;
/// use hyper_util::rt::TokioExecutor;
/// use paginate_runtime::transport::TowerTransport;
/// use tower::{ServiceBuilder, ServiceExt};
///
/// # async fn build() -> (TowerTransport<impl Send>, http::Request<()>) {
/// let client = Client::builder(TokioExecutor::new()).build_http::<Full<Bytes>>();
/// let stack = ServiceBuilder::new()
///     .buffer(16)
///     .rate_limit(10, Duration::from_secs(1))
///     .timeout(Duration::from_secs(30))
///     .service(client);
/// let request = http::Request::get("http://api.example.com/users").body(()).unwrap();
/// (TowerTransport::new(stack), request) // for `Users::paginate(..)`
/// # }
/// ```
///
/// A stack that follows redirects by itself (tower-http's `FollowRedirect`) must put the final URL
/// into the response's extensions as a [`ResponseUrl`](crate::transport::ResponseUrl), or the
/// origin rule does not see it; without that layer, a redirect is not followed and is an error. Its
/// policy should also stop where a redirect changes the method (`attempt.method() !=
/// attempt.previous_method()`): at the same URL no response shows it.
///
/// # What is tried again
///
/// A service may fail with anything. What an error and its sources say is understood where it is an
/// [`std::io::Error`], hyper-util's, or the timeout of tower or tokio; for the errors of your own
/// layers say so with [`classify`](Self::classify). Everything else is an error at once.
pub struct TowerTransport<S, B = Full<Bytes>> {
    service: Mutex<S>,
    classify: Option<Classify>,
    body: PhantomData<fn() -> B>,
}

type Classify = fn(&(dyn StdError + 'static)) -> Option<TransportErrorKind>;

impl<S, B> TowerTransport<S, B> {
    /// A service as a transport.
    pub fn new(service: S) -> Self
    where
        S: Service<http::Request<B>> + Clone,
    {
        Self {
            service: Mutex::new(service),
            classify: None,
            body: PhantomData,
        }
    }

    /// What kinds of failure the errors of this service are, where that is not known by itself;
    /// asked about the error and then about each of its sources. `None` leaves it to what is known.
    ///
    /// ```
    /// # use paginate_runtime::transport::{TowerTransport, TransportErrorKind};
    /// # fn with<S, B>(transport: TowerTransport<S, B>) -> TowerTransport<S, B> {
    /// use tower::load_shed::error::Overloaded;
    ///
    /// transport.classify(|error| error.is::<Overloaded>().then_some(TransportErrorKind::Connect)) // nothing was sent: try again
    /// # }
    /// ```
    #[must_use]
    pub fn classify(
        mut self,
        classify: fn(&(dyn StdError + 'static)) -> Option<TransportErrorKind>,
    ) -> Self {
        self.classify = Some(classify);
        self
    }
}

impl<S: Clone, B> TowerTransport<S, B> {
    fn service(&self) -> S {
        self.service
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }
}

impl<S: Clone, B> Clone for TowerTransport<S, B> {
    fn clone(&self) -> Self {
        Self {
            service: Mutex::new(self.service()),
            classify: self.classify,
            body: PhantomData,
        }
    }
}

impl<S, B> fmt::Debug for TowerTransport<S, B> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TowerTransport")
    }
}

impl<S, B, R> Transport for TowerTransport<S, B>
where
    S: Service<
            http::Request<B>,
            Response = http::Response<R>,
            Error: Into<BoxError>,
            Future: MaybeSend,
        > + Clone
        + MaybeSend
        + 'static,
    B: From<Bytes> + 'static,
    R: Body<Data = Bytes, Error: Into<BoxError>> + MaybeSend + 'static,
{
    type Body = R;
    type Error = TowerError;

    fn send(
        &self,
        request: http::Request<Bytes>,
    ) -> impl Future<Output = Result<http::Response<R>, TowerError>> + MaybeSend {
        let mut service = self.service();
        let classify = self.classify;
        // A body need not be `Send`; the request is made when the service is ready for it, with no
        // await after that but its own.
        async move {
            let failed = |error: S::Error| TowerError::new(error.into(), classify);
            poll_fn(|cx| service.poll_ready(cx)).await.map_err(failed)?;
            let response = service.call(request.map(B::from));
            response.await.map_err(failed)
        }
    }

    fn classify(error: &TowerError) -> TransportErrorKind {
        error.fault
    }
}

/// The error of a [`TowerTransport`]; its source is the service's own.
#[derive(Debug)]
pub struct TowerError {
    fault: TransportErrorKind,
    source: BoxError,
}

impl TowerError {
    fn new(source: BoxError, classify: Option<Classify>) -> Self {
        let fault = fault(source.as_ref(), classify);
        Self { fault, source }
    }
}

impl fmt::Display for TowerError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the service failed")
    }
}

impl StdError for TowerError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        Some(self.source.as_ref())
    }
}

fn fault(error: &(dyn StdError + 'static), classify: Option<Classify>) -> TransportErrorKind {
    // The caller's word first, of the innermost error too.
    classify
        .and_then(|classify| causes(error).find_map(classify))
        .or_else(|| causes(error).find_map(by_text))
        .or_else(|| TransportErrorKind::of(error))
        .unwrap_or_default()
}

/// Errors known by their text, because naming their types would make every stack compile the crates
/// that they are from.
fn by_text(error: &(dyn StdError + 'static)) -> Option<TransportErrorKind> {
    match error.to_string().as_str() {
        // hyper-util's client; a connection that it keeps can have been closed before anything was
        // sent, or after.
        "client error (Connect)" => Some(TransportErrorKind::Connect),
        "client error (SendRequest)"
        | "client error (Canceled)"
        | "client error (ChannelClosed)" => Some(TransportErrorKind::Body),
        // `tower::timeout::error::Elapsed`, `tokio::time::error::Elapsed`
        "request timed out" | "deadline has elapsed" => Some(TransportErrorKind::Timeout),
        _ => None,
    }
}
