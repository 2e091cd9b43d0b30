//! What a handler gives.

use std::convert::Infallible;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use bytes::Bytes;
use http::header::{CONTENT_TYPE, HeaderName, HeaderValue};
use http::{Response, StatusCode};
use http_body::{Body, Frame, SizeHint};
use paginate_runtime::Fault;
use serde::Serialize;
use tokio::time::Sleep;

/// One response, or the failure to give one.
#[derive(Debug, Clone)]
#[must_use]
pub struct Reply {
    status: StatusCode,
    headers: Vec<(HeaderName, HeaderValue)>,
    /// Boxed: handlers end in a `Result` with replies on both sides.
    body: Box<ReplyBody>,
    /// The time before the head.
    pub(crate) delay: Duration,
    pub(crate) failure: Option<Fault>,
}

impl Reply {
    /// A body of JSON, with its content type.
    pub fn json(value: impl Serialize) -> Self {
        let body = serde_json::to_vec(&value).expect("the reply is JSON");
        Self::bytes(body).header("content-type", "application/json")
    }

    /// A body of text, with its content type.
    pub fn text(text: impl Into<String>) -> Self {
        Self::bytes(text.into()).header("content-type", "text/plain; charset=utf-8")
    }

    /// A body, without a content type.
    pub fn bytes(body: impl Into<Bytes>) -> Self {
        let body = Box::new(ReplyBody {
            rest: body.into(),
            piece: usize::MAX,
            breaks_at: None,
            sent: false,
            pause: Duration::ZERO,
            nap: Nap(None),
        });
        Self {
            status: StatusCode::OK,
            headers: Vec::new(),
            body,
            delay: Duration::ZERO,
            failure: None,
        }
    }

    /// A status without a body.
    pub fn empty(status: u16) -> Self {
        Self::bytes(Bytes::new()).status(status)
    }

    /// No response at all. Over sockets, where a server cannot choose how it fails, the body breaks off.
    pub fn failure(fault: Fault) -> Self {
        Self {
            failure: Some(fault),
            ..Self::empty(200).broken_after(0)
        }
    }

    /// With this status instead of 200.
    pub fn status(mut self, status: u16) -> Self {
        self.status = StatusCode::from_u16(status).expect("a status");
        self
    }

    /// With this header; a second one of the same name is a second line, but a second content type replaces the first.
    pub fn header(mut self, name: &str, value: impl AsRef<str>) -> Self {
        let name: HeaderName = name.parse().expect("a header name");
        if name == CONTENT_TYPE {
            self.headers.retain(|(other, _)| *other != name);
        }
        self.headers.push((name, value.as_ref().parse().expect("a header value")));
        self
    }

    /// The body comes in pieces of that many bytes.
    pub fn in_pieces(mut self, bytes: usize) -> Self {
        assert!(bytes > 0, "a piece has at least one byte");
        self.body.piece = bytes;
        self
    }

    /// The head comes after that time: virtual where the test's clock is paused.
    pub fn delayed(mut self, delay: Duration) -> Self {
        self.delay = delay;
        self
    }

    /// Each piece but the first comes after that time.
    pub fn paced(mut self, pause: Duration) -> Self {
        self.body.pause = pause;
        self
    }

    /// The body breaks off after that many bytes.
    pub fn broken_after(mut self, bytes: usize) -> Self {
        self.body.breaks_at = Some(bytes);
        self
    }

    pub(crate) fn into_response(self) -> Response<ReplyBody> {
        let mut response = Response::new(*self.body);
        *response.status_mut() = self.status;
        for (name, value) in self.headers {
            response.headers_mut().append(name, value);
        }
        response
    }
}

/// So that a handler can end in `api.read(request).map(..)`.
impl<E: Into<Self>> From<Result<Self, E>> for Reply {
    fn from(result: Result<Self, E>) -> Self {
        result.unwrap_or_else(Into::into)
    }
}

impl From<Infallible> for Reply {
    fn from(never: Infallible) -> Self {
        match never {}
    }
}

/// The body of a [`Reply`].
#[derive(Debug, Clone)]
pub struct ReplyBody {
    rest: Bytes,
    /// The most bytes in one frame.
    piece: usize,
    /// Bytes after which it breaks off.
    breaks_at: Option<usize>,
    /// Whether a server had the time to send what comes before the break.
    sent: bool,
    /// The time between two pieces.
    pause: Duration,
    nap: Nap,
}

/// The pause before the next piece; a copy begins awake.
#[derive(Debug)]
struct Nap(Option<Pin<Box<Sleep>>>);

impl Clone for Nap {
    fn clone(&self) -> Self {
        Self(None)
    }
}

impl Body for ReplyBody {
    type Data = Bytes;
    type Error = std::io::Error;

    fn poll_frame(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, std::io::Error>>> {
        let left = self.breaks_at.unwrap_or(usize::MAX);
        if left == 0 {
            if !std::mem::replace(&mut self.sent, true) {
                cx.waker().wake_by_ref();
                return Poll::Pending;
            }
            self.breaks_at = None;
            self.rest.clear();
            return Poll::Ready(Some(Err(std::io::Error::new(
                std::io::ErrorKind::ConnectionReset,
                "the body breaks off",
            ))));
        }
        if self.rest.is_empty() {
            return Poll::Ready(None);
        }
        if let Some(nap) = &mut self.nap.0 {
            ready!(nap.as_mut().poll(cx));
        }
        let bytes = self.rest.len().min(self.piece).min(left);
        let piece = self.rest.split_to(bytes);
        self.breaks_at = self.breaks_at.map(|left| left - bytes);
        self.nap.0 = (!self.pause.is_zero()).then(|| Box::pin(tokio::time::sleep(self.pause)));
        Poll::Ready(Some(Ok(Frame::data(piece))))
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.rest.len() as u64)
    }
}
