//! The adapter of tower-service 0.3 (feature `tower-service-0-3`), which is the `Service` of tower
//! 0.4 and 0.5: any service over [`http::Request`] is a [`Transport`].

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
/// The service is cloned for each request, as in tower's own adapters, and must be ready
/// (`poll_ready`) before it is called. Put a layer that limits all requests together, such as
/// tower's `RateLimit`, under a `buffer`, whose clones share it. `B` is the body that the service
/// takes: any type that can be made from [`Bytes`], such as [`Full<Bytes>`](Full) or axum's.
///
/// ```
/// use std::time::Duration;
/// use bytes::Bytes;
/// use http_body_util::Full;
/// use hyper_util::client::legacy::Client;
/// use hyper_util::rt::TokioExecutor;
/// use paginate_runtime::transport::tower_service_0_3::TowerTransport;
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
/// If a stack follows redirects by itself (tower-http's `FollowRedirect`), it must put the final
/// URL into the response's extensions as a [`ResponseUrl`](crate::transport::ResponseUrl):
/// otherwise the origin rule cannot check that URL. Its policy should also stop if a redirect
/// changes the method (`attempt.method() != attempt.previous_method()`), because a response from
/// the same URL does not show the change. Without such a layer, a redirect is not followed and is
/// an error.
///
/// # What is retried
///
/// A service can fail with any error. The kind is known if the error or one of its sources is an
/// [`std::io::Error`], an error of hyper-util, or the timeout of tower or tokio. For the errors of
/// your own layers, set it with [`classify`](Self::classify). Everything else is an error at once.
pub struct TowerTransport<S, B = Full<Bytes>> {
    service: Mutex<S>,
    classify: Option<Classify>,
    body: PhantomData<fn() -> B>,
}

type Classify = fn(&(dyn StdError + 'static)) -> Option<TransportErrorKind>;

impl<S, B> TowerTransport<S, B> {
    /// Creates a transport from a service.
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

    /// Sets a function that returns the kind of failure of this service's errors. It is called with
    /// the error and then with each of its sources. If it always returns `None`, the kind is
    /// determined as without it.
    ///
    /// ```
    /// # use paginate_runtime::transport::{TransportErrorKind, tower_service_0_3::TowerTransport};
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
        // The body need not be `Send`: it is created when the service is ready, and no other await
        // follows than that of the request.
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

/// The error of a [`TowerTransport`]. Its source is the service's own error.
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
    // The caller's function comes first, also for the innermost error.
    classify
        .and_then(|classify| causes(error).find_map(classify))
        .or_else(|| causes(error).find_map(by_text))
        .or_else(|| TransportErrorKind::of(error))
        .unwrap_or_default()
}

/// Returns the kind of an error that is known by its text. Naming its type would make every stack
/// compile the crate that it is from.
fn by_text(error: &(dyn StdError + 'static)) -> Option<TransportErrorKind> {
    match error.to_string().as_str() {
        // hyper-util's client. A connection of its pool can have been closed before or after the
        // request was sent.
        "client error (Connect)" => Some(TransportErrorKind::Connect),
        "client error (SendRequest)"
        | "client error (Canceled)"
        | "client error (ChannelClosed)" => Some(TransportErrorKind::Body),
        // `tower::timeout::error::Elapsed`, `tokio::time::error::Elapsed`
        "request timed out" | "deadline has elapsed" => Some(TransportErrorKind::Timeout),
        _ => None,
    }
}
