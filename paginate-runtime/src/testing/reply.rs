//! The responses of a script.

use std::convert::Infallible;
use std::fmt;
use std::io::{self, Read};
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use bytes::{Buf, Bytes};
use http::header::{CONTENT_TYPE, HeaderName, HeaderValue};
use http::{Response, StatusCode};
use http_body::{Body, Frame, SizeHint};
use serde::Serialize;

use crate::runtime::{Sleep, current};
use crate::transport::any::TransportErrorKind;

/// One response, or a failure of the transport. The default status is 200.
///
/// ```
/// use paginate_runtime::testing::Reply;
///
/// let page = Reply::json([1, 2]).header("link", "</items?page=2>; rel=\"next\"");
/// let busy = Reply::empty(429).header("retry-after", "5");
/// # let _ = (page, busy);
/// ```
#[derive(Debug, Clone)]
#[must_use]
pub struct Reply {
    status: StatusCode,
    headers: Vec<(HeaderName, HeaderValue)>,
    /// Boxed to keep replies small: handlers can return a `Result` with replies on both sides.
    body: Box<Content>,
    /// The time before the head.
    pub(super) delay: Duration,
    pub(super) failure: Option<TransportErrorKind>,
}

impl Reply {
    /// Creates a reply with a JSON body and its content type. If you have the JSON as text, use
    /// [`text`](Self::text): the content type is not checked.
    ///
    /// # Panics
    ///
    /// Panics if the value cannot be written as JSON.
    pub fn json(value: impl Serialize) -> Self {
        let body = serde_json::to_vec(&value).expect("the reply is JSON");
        Self::bytes(body).header("content-type", "application/json")
    }

    /// Creates a reply with a text body and its content type.
    pub fn text(text: impl Into<String>) -> Self {
        Self::bytes(text.into()).header("content-type", "text/plain; charset=utf-8")
    }

    /// Creates a reply with a body and without a content type.
    pub fn bytes(body: impl Into<Bytes>) -> Self {
        let body = Box::new(Content {
            rest: body.into(),
            piece: usize::MAX,
            breaks_at: None,
            pause: Duration::ZERO,
        });
        Self {
            status: StatusCode::OK,
            headers: Vec::new(),
            body,
            delay: Duration::ZERO,
            failure: None,
        }
    }

    /// Creates a reply with a status and without a body.
    ///
    /// # Panics
    ///
    /// Panics if the status is not from 100 to 999.
    pub fn empty(status: u16) -> Self {
        Self::bytes(Bytes::new()).status(status)
    }

    /// Creates a reply without a response: the transport fails in this way. If a server
    /// [sends](Self::into_response) it, the kind has no effect: its body breaks off.
    pub fn failure(fault: TransportErrorKind) -> Self {
        Self {
            failure: Some(fault),
            ..Self::empty(200).broken_after(0)
        }
    }

    /// Sets the status. Default: 200.
    ///
    /// # Panics
    ///
    /// Panics if the status is not from 100 to 999.
    pub fn status(mut self, status: u16) -> Self {
        self.status = StatusCode::from_u16(status).expect("a status");
        self
    }

    /// Adds a header. A second one of the same name is a second line, but a second content type
    /// replaces the first.
    ///
    /// # Panics
    ///
    /// Panics if the name or the value is not valid in a header.
    pub fn header(mut self, name: &str, value: impl AsRef<str>) -> Self {
        let name: HeaderName = name.parse().expect("a header name");
        if name == CONTENT_TYPE {
            self.headers.retain(|(other, _)| *other != name);
        }
        self.headers
            .push((name, value.as_ref().parse().expect("a header value")));
        self
    }

    /// Sends the body in pieces of this number of bytes.
    ///
    /// # Panics
    ///
    /// Panics if `bytes` is 0.
    pub fn in_pieces(mut self, bytes: usize) -> Self {
        assert!(bytes > 0, "a piece has at least one byte");
        self.body.piece = bytes;
        self
    }

    /// Sends the head after this time. Needs tokio (feature `tokio`). No time passes if its clock
    /// is paused, or in a blocking walk, where the time only counts against the
    /// [limit](crate::transport::BlockingTransport::send).
    pub fn delayed(mut self, delay: Duration) -> Self {
        self.delay = delay;
        self
    }

    /// Sends each piece except the first after this time, under the same conditions as
    /// [`delayed`](Self::delayed).
    pub fn paced(mut self, pause: Duration) -> Self {
        self.body.pause = pause;
        self
    }

    /// Breaks the body off after this number of bytes.
    pub fn broken_after(mut self, bytes: usize) -> Self {
        self.body.breaks_at = Some(bytes);
        self
    }

    /// Returns the response of a blocking client that has this much time left.
    pub(super) fn into_blocking_response(self, limit: Option<Duration>) -> Response<ReplyReader> {
        self.respond(|content| ReplyReader {
            content,
            limit,
            begun: false,
        })
    }

    /// Returns the response as it is sent, for a server of your own. The server itself must wait
    /// for the delay of the head.
    pub fn into_response(self) -> Response<ReplyBody> {
        self.respond(|content| ReplyBody {
            content,
            sent: false,
            nap: None,
        })
    }

    fn respond<B>(self, body: impl FnOnce(Content) -> B) -> Response<B> {
        let mut response = Response::new(body(*self.body));
        *response.status_mut() = self.status;
        for (name, value) in self.headers {
            response.headers_mut().append(name, value);
        }
        response
    }
}

/// The body of a [`Reply`] in a blocking walk. Its pauses take no time, but count against the
/// limit.
#[derive(Debug)]
pub struct ReplyReader {
    content: Content,
    /// The time that is left.
    limit: Option<Duration>,
    begun: bool,
}

impl Read for ReplyReader {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let Content {
            rest,
            piece,
            breaks_at,
            pause,
        } = &mut self.content;
        let left = breaks_at.unwrap_or(usize::MAX);
        if left == 0 {
            *breaks_at = None;
            rest.clear();
            return Err(break_off());
        }
        let bytes = rest.len().min(*piece).min(left);
        if bytes == 0 || buffer.is_empty() {
            return Ok(0);
        }
        if std::mem::replace(&mut self.begun, true) {
            if let Some(limit) = &mut self.limit {
                *limit = limit.checked_sub(*pause).ok_or(io::ErrorKind::TimedOut)?;
            }
        }
        let read = rest.slice(..bytes).reader().read(buffer)?;
        rest.advance(read);
        *breaks_at = breaks_at.map(|left| left - read);
        Ok(read)
    }
}

/// Lets a handler return a `Result` of replies.
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

/// The content of a body, and how it is sent.
#[derive(Debug, Clone)]
struct Content {
    rest: Bytes,
    /// The most bytes in one frame.
    piece: usize,
    /// Bytes after which it breaks off.
    breaks_at: Option<usize>,
    /// The time between two pieces.
    pause: Duration,
}

/// The body of a [`Reply`], sent in an async walk or by a server.
pub struct ReplyBody {
    content: Content,
    /// Whether a server has had the time to send what comes before the break.
    sent: bool,
    /// The pause before the next piece.
    nap: Option<Sleep>,
}

impl fmt::Debug for ReplyBody {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ReplyBody")
            .field("content", &self.content)
            .finish_non_exhaustive()
    }
}

fn break_off() -> io::Error {
    io::Error::new(io::ErrorKind::ConnectionReset, "the body breaks off")
}

/// Sleeps on the runtime of the test.
pub(super) fn sleep(duration: Duration) -> Sleep {
    current()
        .expect("a delay needs the feature `tokio`, and a test that runs on tokio")
        .sleep(duration)
}

impl Body for ReplyBody {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, io::Error>>> {
        let left = self.content.breaks_at.unwrap_or(usize::MAX);
        if left == 0 {
            if !std::mem::replace(&mut self.sent, true) {
                cx.waker().wake_by_ref();
                return Poll::Pending;
            }
            self.content.breaks_at = None;
            self.content.rest.clear();
            return Poll::Ready(Some(Err(break_off())));
        }
        if self.content.rest.is_empty() {
            return Poll::Ready(None);
        }
        if let Some(nap) = &mut self.nap {
            ready!(nap.as_mut().poll(cx));
        }
        let bytes = self.content.rest.len().min(self.content.piece).min(left);
        let piece = self.content.rest.split_to(bytes);
        self.content.breaks_at = self.content.breaks_at.map(|left| left - bytes);
        self.nap = (!self.content.pause.is_zero()).then(|| sleep(self.content.pause));
        Poll::Ready(Some(Ok(Frame::data(piece))))
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.content.rest.len() as u64)
    }
}
