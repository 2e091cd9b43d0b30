//! The trait for HTTP clients.

use std::error::Error as StdError;
use std::fmt;
use std::future::Future;
use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use bytes::Bytes;
use http_body::{Body, Frame, SizeHint};
use url::Url;

use crate::error::BoxError;
use crate::platform::{BoxFuture, MaybeSend, MaybeSync};
use crate::redact::redact_url;

/// Sends a request and returns the response. Implement it to use any HTTP client.
///
/// Implemented for `reqwest::Client` (feature `reqwest-0-13`), for `Arc<T>`, and for any function
/// `Fn(http::Request<Bytes>) -> impl Future<Output = Result<http::Response<B>, E>>`:
///
/// ```
/// use bytes::Bytes;
/// use http_body_util::Full;
/// use paginate_runtime::transport::Transport;
///
/// fn check(_: &impl Transport) {}
/// check(&|request: http::Request<Bytes>| async move {
///     Ok::<_, std::io::Error>(http::Response::new(Full::new(Bytes::from(format!("{{\"path\": {:?}}}", request.uri().path())))))
/// });
/// ```
///
/// A transport that follows redirects by itself must put the final URL into the response's
/// extensions as a [`ResponseUrl`]. Without one, the response is assumed to come from the URL of
/// the request.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot send requests",
    label = "this is used as a transport",
    note = "a transport is a `reqwest::Client`, or a function from `http::Request<Bytes>` to a future of `Result<http::Response<B>, E>`",
    note = "for a client of your own: `impl Transport for {Self}`, one method",
    note = "for a client without async, such as `ureq::Agent`, write `paginate_blocking(..)`, which makes plain iterators"
)]
pub trait Transport: MaybeSend + MaybeSync + 'static {
    /// The body of a response.
    type Body: Body<Data = Bytes, Error: Into<BoxError>> + MaybeSend + 'static;

    /// The error if a request could not be sent.
    type Error: StdError + Send + Sync + 'static;

    /// Sends one request. Statuses are not errors here.
    fn send(
        &self,
        request: http::Request<Bytes>,
    ) -> impl Future<Output = Result<http::Response<Self::Body>, Self::Error>> + MaybeSend;

    /// Returns the kind of failure of an error. Default: [`TransportErrorKind::Other`].
    fn classify(error: &Self::Error) -> TransportErrorKind {
        let _ = error;
        TransportErrorKind::Other
    }

    /// Whether the transport blocks, and so must enforce the timeout itself.
    #[doc(hidden)]
    const KEEPS_TIME: bool = false;
}

/// The kind of failure of a transport's error.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[non_exhaustive]
pub enum TransportErrorKind {
    /// No connection could be made: nothing was sent.
    Connect,
    /// The request took too long.
    Timeout,
    /// The connection or the body broke off.
    Body,
    /// Anything else.
    #[default]
    Other,
}

impl TransportErrorKind {
    /// Returns the kind of an error, if it or one of its sources is an error of the standard
    /// library or of the default client.
    pub(crate) fn of(error: &(dyn StdError + 'static)) -> Option<Self> {
        causes(error)
            .find_map(|error| Self::of_client(error).or_else(|| Self::of_io(error.downcast_ref()?)))
    }

    /// Returns `Timeout` for the client's own timeout, which can be the error of a response body.
    #[cfg(feature = "reqwest-0-13")]
    fn of_client(error: &(dyn StdError + 'static)) -> Option<Self> {
        let error = error.downcast_ref::<reqwest::Error>()?;
        error.is_timeout().then_some(Self::Timeout)
    }

    #[cfg(not(feature = "reqwest-0-13"))]
    fn of_client(_: &(dyn StdError + 'static)) -> Option<Self> {
        None
    }

    fn of_io(error: &io::Error) -> Option<Self> {
        match error.kind() {
            io::ErrorKind::ConnectionRefused => Some(Self::Connect),
            io::ErrorKind::TimedOut => Some(Self::Timeout),
            // A host can become unreachable after the request was sent.
            io::ErrorKind::HostUnreachable
            | io::ErrorKind::NetworkUnreachable
            | io::ErrorKind::ConnectionReset
            | io::ErrorKind::ConnectionAborted
            | io::ErrorKind::NotConnected
            | io::ErrorKind::BrokenPipe
            | io::ErrorKind::UnexpectedEof => Some(Self::Body),
            _ => None,
        }
    }
}

/// Returns an error and its causes. The `source` of an I/O error skips the error that it wraps, so
/// the wrapped error is looked up separately.
pub(crate) fn causes<'a>(
    error: &'a (dyn StdError + 'static),
) -> impl Iterator<Item = &'a (dyn StdError + 'static)> {
    std::iter::successors(Some(error), |&error| {
        let inner = error
            .downcast_ref::<io::Error>()
            .and_then(io::Error::get_ref);
        inner.map(|inner| inner as _).or_else(|| error.source())
    })
}

/// The URL that a response came from, after redirects: put it into the extensions of an
/// [`http::Response`].
#[derive(Clone, PartialEq, Eq)]
pub struct ResponseUrl(pub Url);

/// Shows the URL as errors do: without user name, password, query and fragment.
impl fmt::Debug for ResponseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("ResponseUrl")
            .field(&format_args!("{}", redact_url(&self.0)))
            .finish()
    }
}

#[diagnostic::do_not_recommend]
impl<F, Fut, B, E> Transport for F
where
    F: Fn(http::Request<Bytes>) -> Fut + MaybeSend + MaybeSync + 'static,
    Fut: Future<Output = Result<http::Response<B>, E>> + MaybeSend,
    B: Body<Data = Bytes, Error: Into<BoxError>> + MaybeSend + 'static,
    E: StdError + Send + Sync + 'static,
{
    type Body = B;
    type Error = E;

    fn send(
        &self,
        request: http::Request<Bytes>,
    ) -> impl Future<Output = Result<http::Response<B>, E>> + MaybeSend {
        self(request)
    }
}

impl<T: Transport> Transport for Arc<T> {
    type Body = T::Body;
    type Error = T::Error;

    fn send(
        &self,
        request: http::Request<Bytes>,
    ) -> impl Future<Output = Result<http::Response<T::Body>, T::Error>> + MaybeSend {
        (**self).send(request)
    }

    fn classify(error: &T::Error) -> TransportErrorKind {
        T::classify(error)
    }
}

/// Any transport, with its type erased: for structs that hold one, and for choosing one at run
/// time. Cheap to clone.
#[derive(Clone)]
pub struct AnyTransport(Arc<dyn Erased>);

impl AnyTransport {
    /// Erases the type of a transport.
    pub fn new(transport: impl Transport) -> Self {
        Self(Arc::new(transport))
    }
}

impl fmt::Debug for AnyTransport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("AnyTransport")
    }
}

impl Transport for AnyTransport {
    type Body = AnyBody;
    type Error = AnyTransportError;

    fn send(
        &self,
        request: http::Request<Bytes>,
    ) -> impl Future<Output = Result<http::Response<AnyBody>, AnyTransportError>> + MaybeSend {
        self.0.send_erased(request)
    }

    fn classify(error: &AnyTransportError) -> TransportErrorKind {
        error.fault
    }
}

type ErasedFuture<'a> = BoxFuture<'a, Result<http::Response<AnyBody>, AnyTransportError>>;

trait Erased: MaybeSend + MaybeSync + 'static {
    fn send_erased(&self, request: http::Request<Bytes>) -> ErasedFuture<'_>;
}

impl<T: Transport> Erased for T {
    fn send_erased(&self, request: http::Request<Bytes>) -> ErasedFuture<'_> {
        Box::pin(async move {
            match self.send(request).await {
                Ok(response) => Ok(response.map(|body| {
                    AnyBody(Box::pin(http_body_util::BodyExt::map_err(body, Into::into)))
                })),
                Err(error) => Err(AnyTransportError {
                    fault: T::classify(&error),
                    source: Box::new(error),
                }),
            }
        })
    }
}

/// The body of an [`AnyTransport`]'s response.
pub struct AnyBody(Pin<Box<dyn ErasedBody>>);

trait ErasedBody: Body<Data = Bytes, Error = BoxError> + MaybeSend {}

impl<B: Body<Data = Bytes, Error = BoxError> + MaybeSend> ErasedBody for B {}

impl fmt::Debug for AnyBody {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("AnyBody")
    }
}

impl Body for AnyBody {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        self.0.as_mut().poll_frame(cx)
    }

    fn is_end_stream(&self) -> bool {
        self.0.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.0.size_hint()
    }
}

/// The error of an [`AnyTransport`]. Its source is the transport's own error.
#[derive(Debug)]
pub struct AnyTransportError {
    fault: TransportErrorKind,
    source: BoxError,
}

impl fmt::Display for AnyTransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the transport failed")
    }
}

impl StdError for AnyTransportError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        Some(self.source.as_ref())
    }
}
