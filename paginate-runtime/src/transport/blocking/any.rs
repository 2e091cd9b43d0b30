//! Clients without async. They block until the response has arrived, and are driven by the same
//! walk.
//!
//! A request is sent inside a poll, which blocks and is then ready. So a blocking walk needs no
//! executor. A function that needs one is refused, because it would wait forever.

use std::error::Error as StdError;
use std::io::{self, Read};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use http::header::{CONTENT_ENCODING, CONTENT_LENGTH};
use http_body::{Body, Frame, SizeHint};

use crate::error::Error;
#[cfg(all(
    any(feature = "ureq-3", feature = "reqwest-0-13-blocking"),
    not(target_arch = "wasm32")
))]
use crate::transport::any::causes;
use crate::transport::any::{Transport, TransportErrorKind};
use crate::transport::source::{IntoBody, IntoSource};

/// Sends one request and blocks until the response has arrived. Implement it to use an HTTP client
/// without async.
///
/// Implemented for `ureq::Agent` (feature `ureq-3`), `reqwest::blocking::Client` (feature
/// `reqwest-0-13-blocking`), for `Arc<T>`, and for any function `Fn(http::Request<Bytes>,
/// Option<Duration>) -> Result<http::Response<impl Read>, E>`:
///
/// ```
/// use std::time::Duration;
/// use bytes::Bytes;
/// use paginate_runtime::transport::BlockingTransport;
///
/// fn check(_: &impl BlockingTransport) {}
/// check(&|request: http::Request<Bytes>, _limit: Option<Duration>| {
///     let body = format!("{{\"path\": {:?}}}", request.uri().path());
///     Ok::<_, std::io::Error>(http::Response::new(std::io::Cursor::new(body)))
/// });
/// ```
///
/// A client that follows redirects by itself must put the final URL into the response's extensions
/// as a [`ResponseUrl`](crate::transport::ResponseUrl). Without one, the response is assumed to
/// come from the URL of the request.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot send requests without async",
    label = "this is used as a blocking transport",
    note = "a blocking transport is a `ureq::Agent` (feature `ureq-3`), a `reqwest::blocking::Client` (feature `reqwest-0-13-blocking`), or a function from \
            `http::Request<Bytes>` and `Option<Duration>` to a `Result<http::Response<impl Read>, E>`",
    note = "for an async client, write `paginate(..)`, which makes streams"
)]
pub trait BlockingTransport: Send + Sync + 'static {
    /// The body of a response. It is read no further than [`max_body`](crate::Paginator::max_body).
    type Body: Read + Send + 'static;

    /// The error if a request could not be sent.
    type Error: StdError + Send + Sync + 'static;

    /// Sends one request. Statuses are not errors here.
    ///
    /// `limit` is the longest time from now to the end of the body, if the caller set a
    /// [`request_timeout`](crate::Paginator::request_timeout). The client must enforce it, because
    /// nothing else runs meanwhile. When the time is over, the error must be of the kind
    /// [`TransportErrorKind::Timeout`], and the error of the body an [`io::Error`] of the kind
    /// `TimedOut`.
    ///
    /// # Errors
    ///
    /// Returns an error if no response arrived.
    fn send(
        &self,
        request: http::Request<Bytes>,
        limit: Option<Duration>,
    ) -> Result<http::Response<Self::Body>, Self::Error>;

    /// Returns the kind of failure of an error. Default: [`TransportErrorKind::Other`].
    fn classify(error: &Self::Error) -> TransportErrorKind {
        let _ = error;
        TransportErrorKind::Other
    }
}

#[diagnostic::do_not_recommend]
impl<F, B, E> BlockingTransport for F
where
    F: Fn(http::Request<Bytes>, Option<Duration>) -> Result<http::Response<B>, E>
        + Send
        + Sync
        + 'static,
    B: Read + Send + 'static,
    E: StdError + Send + Sync + 'static,
{
    type Body = B;
    type Error = E;

    fn send(
        &self,
        request: http::Request<Bytes>,
        limit: Option<Duration>,
    ) -> Result<http::Response<B>, E> {
        self(request, limit)
    }
}

impl<T: BlockingTransport> BlockingTransport for Arc<T> {
    type Body = T::Body;
    type Error = T::Error;

    fn send(
        &self,
        request: http::Request<Bytes>,
        limit: Option<Duration>,
    ) -> Result<http::Response<T::Body>, T::Error> {
        (**self).send(request, limit)
    }

    fn classify(error: &T::Error) -> TransportErrorKind {
        T::classify(error)
    }
}

/// The first request of a blocking walk, and the transport that sends it.
///
/// Implemented for pairs of a [`BlockingTransport`] and an [`http::Request`], and for
/// `reqwest::blocking::RequestBuilder` (feature `reqwest-0-13-blocking`).
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a request to begin a blocking walk with",
    label = "expected the first request and a client without async that sends it",
    note = "give a pair `(transport, http::Request)`, such as `(ureq::Agent, http::Request<()>)` with the feature `ureq-3`, \
            or a `reqwest::blocking::RequestBuilder` with the feature `reqwest-0-13-blocking`; use ureq 3 or reqwest 0.13, because other versions have other types",
    note = "for an async client, write `paginate(..)`, which makes streams"
)]
pub trait IntoBlockingSource {
    /// The transport that sends the requests.
    type Transport: BlockingTransport;

    /// Returns the transport and the first request, whose URL must be absolute.
    ///
    /// # Errors
    ///
    /// Returns an error if the request cannot be built, or if its body cannot be sent again for
    /// later pages. It is reported as the first item.
    fn into_blocking_source(self) -> Result<(Self::Transport, http::Request<Bytes>), Error>;
}

impl<T: BlockingTransport, B: IntoBody> IntoBlockingSource for (T, http::Request<B>) {
    type Transport = T;

    fn into_blocking_source(self) -> Result<(T, http::Request<Bytes>), Error> {
        let (transport, request) = self;
        Ok((transport, request.map(IntoBody::into_body)))
    }
}

/// The source of [`paginate_blocking`](crate::Paginated::paginate_blocking): a transport and the
/// first request, or the error if there is none.
pub struct BlockingSource<T>(Result<(T, http::Request<Bytes>), Error>);

impl<T> BlockingSource<T> {
    pub(crate) fn new(source: impl IntoBlockingSource<Transport = T>) -> Self {
        Self(source.into_blocking_source())
    }

    /// Creates a source from an async one, for the library's own tests: its first request, and a
    /// blocking transport that is made from its own.
    pub(crate) fn remade<S: IntoSource>(
        source: S,
        make: impl FnOnce(S::Transport, &http::Request<Bytes>) -> T,
    ) -> Self {
        Self(
            source
                .into_source()
                .map(|(transport, request)| (make(transport, &request), request)),
        )
    }
}

impl<T> std::fmt::Debug for BlockingSource<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("BlockingSource")
    }
}

impl<T: BlockingTransport> IntoSource for BlockingSource<T> {
    type Transport = SyncTransport<T>;

    fn into_source(self) -> Result<(SyncTransport<T>, http::Request<Bytes>), Error> {
        let (transport, request) = self.0?;
        Ok((SyncTransport(transport), request))
    }
}

/// The caller's `request_timeout`, for a transport that must enforce it by itself.
#[derive(Debug, Clone, Copy)]
pub(crate) struct TimeLimit(pub(crate) Duration);

/// A blocking transport whose futures are ready at once.
#[derive(Debug, Clone)]
pub struct SyncTransport<T>(T);

impl<T: BlockingTransport> Transport for SyncTransport<T> {
    type Body = ReadBody<T::Body>;
    type Error = T::Error;

    const KEEPS_TIME: bool = true;

    // The request is sent inside the poll: a future that is never polled sends nothing.
    async fn send(
        &self,
        mut request: http::Request<Bytes>,
    ) -> Result<http::Response<ReadBody<T::Body>>, T::Error> {
        let limit = request.extensions_mut().remove::<TimeLimit>();
        let response = self.0.send(request, limit.map(|TimeLimit(limit)| limit))?;
        Ok(ReadBody::of(response))
    }

    fn classify(error: &T::Error) -> TransportErrorKind {
        T::classify(error)
    }
}

/// The most bytes that are read at a time.
const PIECE: usize = 16 * 1024;

/// A body that is read piece by piece.
#[derive(Debug)]
pub struct ReadBody<R> {
    /// `None` after the end.
    read: Option<R>,
    buffer: BytesMut,
    size: SizeHint,
}

impl<R> ReadBody<R> {
    fn of(response: http::Response<R>) -> http::Response<Self> {
        let headers = response.headers();
        // The length of a compressed body is not the number of bytes that are read.
        let plain = !headers.contains_key(CONTENT_ENCODING);
        let length = headers.get(CONTENT_LENGTH).filter(|_| plain);
        let length = length.and_then(|value| value.to_str().ok()?.parse().ok());
        let size = length.map_or_else(SizeHint::default, SizeHint::with_exact);
        response.map(|read| Self {
            read: Some(read),
            buffer: BytesMut::new(),
            size,
        })
    }
}

// Nothing in it is pinned.
impl<R> Unpin for ReadBody<R> {}

impl<R: Read> Body for ReadBody<R> {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, io::Error>>> {
        let this = self.get_mut();
        let Some(read) = &mut this.read else {
            return Poll::Ready(None);
        };
        this.buffer.resize(PIECE, 0);
        let count = loop {
            match read.read(&mut this.buffer) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                other => break other,
            }
        };
        Poll::Ready(match count {
            Ok(count) if count > 0 => Some(Ok(Frame::data(
                this.buffer.split_to(count.min(PIECE)).freeze(),
            ))),
            Ok(_) => {
                this.read = None;
                None
            }
            Err(error) => {
                this.read = None;
                Some(Err(error))
            }
        })
    }

    fn size_hint(&self) -> SizeHint {
        self.size
    }
}

/// A client's reader whose timeouts are errors of the kind `TimedOut`, as
/// [`BlockingTransport::send`] requires.
#[cfg(all(
    any(feature = "ureq-3", feature = "reqwest-0-13-blocking"),
    not(target_arch = "wasm32")
))]
#[derive(Debug)]
pub struct TimedBody<R> {
    pub(crate) read: R,
    /// Whether a cause of an error is the client's timeout.
    pub(crate) is_timeout: fn(&(dyn StdError + 'static)) -> bool,
}

#[cfg(all(
    any(feature = "ureq-3", feature = "reqwest-0-13-blocking"),
    not(target_arch = "wasm32")
))]
impl<R: Read> Read for TimedBody<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.read.read(buffer).map_err(|error| {
            if causes(&error).any(self.is_timeout) {
                io::Error::new(io::ErrorKind::TimedOut, error)
            } else {
                error
            }
        })
    }
}
