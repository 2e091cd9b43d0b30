//! Exchanges one request for its response: sends it, judges the status, and reads the response
//! within the allowed time and size.
use std::pin::{Pin, pin};

use bytes::{Buf, Bytes, BytesMut};
use http::Request;

use crate::error::{Error, ErrorKind};
use crate::page::paginated::Paginated;
use crate::pager::action::PageRequest;
use crate::platform::{MaybeSend, MaybeSync};
use crate::response::body;
use crate::response::decode::DecodeError;
use crate::response::early::{EarlyObserver, EarlySlot};
use crate::response::failure::Failure;
use crate::response::status::Verdict;
use crate::runtime::Runtime;
use crate::runtime::timeout::within;
use crate::source::fetch::Fetch;
use crate::source::http::HttpFetch;
use crate::transport::any::{ResponseUrl, Transport};
use crate::transport::location::Location;

const BYTE_ORDER_MARK: &[u8] = b"\xEF\xBB\xBF";

/// The number of bytes that are read of a response that is not a page. An error shows a part of
/// them.
const SHOWN: usize = 64 << 10;

/// The context of one request.
#[derive(Clone, Copy)]
pub(super) struct AttemptContext<'a> {
    pub(super) ask: &'a PageRequest,
    pub(super) runtime: Option<&'a dyn Runtime>,
    /// Where to store the continuation if it is read early.
    pub(super) peek: Option<&'a EarlySlot>,
}

/// The request that was sent, for errors and for resolving links.
pub(super) struct Sent {
    pub(super) method: http::Method,
    pub(super) location: Location,
    /// A response that is not a page, with the part of its body that has arrived so far.
    pub(super) refused: Option<Box<http::Response<BytesMut>>>,
}

impl Sent {
    pub(super) fn of(request: &Request<Bytes>) -> Self {
        Self {
            method: request.method().clone(),
            location: Location::of(request.uri().clone()),
            refused: None,
        }
    }

    pub(super) fn describe(&self, error: Error) -> Error {
        match self.location.url() {
            Some(url) => error.with_request(&self.method, url),
            None => error,
        }
    }
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
    /// Waits for the response and reads it, within the caller's time.
    pub(super) async fn receive<R>(
        &self,
        context: AttemptContext<'_>,
        response: Pin<&mut R>,
        sent: &mut Sent,
    ) -> Result<(Verdict, http::Response<Bytes>), Failure>
    where
        R: Future<Output = Result<http::Response<T::Body>, T::Error>>,
    {
        let limit = self.request_timeout.zip(context.runtime);
        // In its own scope, because it borrows what the error describes.
        let answer = {
            let exchange = pin!(self.exchange(context, response, sent));
            within(limit, exchange).await
        };
        match (answer, sent.refused.take()) {
            (Ok(Ok(Some(answer))), _) => Ok(answer),
            (Ok(Err(failure)), _) => Err(failure),
            // A refusal is known as soon as its head has arrived.
            (_, Some(refused)) => {
                self.traffic.body(refused.body().len());
                Ok((Verdict::Refusal, refused.map(BytesMut::freeze)))
            }
            _ => {
                let failure = Failure::of_time(self.request_timeout.unwrap_or_default());
                Err(failure.with(|error| sent.describe(error)))
            }
        }
    }

    /// Sends the request and reads the response. Returns `None` for a refusal, which is stored in
    /// [`Sent::refused`].
    async fn exchange<R>(
        &self,
        context: AttemptContext<'_>,
        response: Pin<&mut R>,
        sent: &mut Sent,
    ) -> Result<Option<(Verdict, http::Response<Bytes>)>, Failure>
    where
        R: Future<Output = Result<http::Response<T::Body>, T::Error>>,
    {
        let AttemptContext { ask, runtime, .. } = context;
        self.traffic.request();
        let response = response
            .await
            .map_err(|error| self.not_received(error, ask, sent))?;
        let (parts, body) = response.into_parts();
        self.judge_redirect(sent, &parts)?;
        let verdict = Verdict::of(parts.status, &P::SCHEME, ask);
        let idle = self.idle_timeout.zip(runtime);
        match verdict {
            // There is no body to read.
            Verdict::End => {
                let response = http::Response::from_parts(parts, Bytes::new());
                Ok(Some((verdict, response)))
            }
            Verdict::Refusal => {
                // The status decides; the body is only for the error message.
                let refused = http::Response::from_parts(parts, BytesMut::new());
                let refused = sent.refused.insert(Box::new(refused));
                body::read_start(pin!(body), self.shown(), idle, refused.body_mut()).await;
                Ok(None)
            }
            Verdict::Page => {
                let watch = self.watch(context, &parts, sent);
                let describe = |error| sent.describe(error).with_status(parts.status);
                let mut body = body::read(pin!(body), self.max_body, idle, watch)
                    .await
                    .map_err(|error| {
                        let redaction = self.redaction(&ask.cursor, sent.location.url());
                        Failure::of_body(error, self.max_body, &redaction).with(describe)
                    })?;
                self.traffic.body(body.len());
                self.skip_byte_order_mark(&mut body);
                Ok(Some((verdict, http::Response::from_parts(parts, body))))
            }
        }
    }

    /// Checks a response that came from another URL than the requested one: its origin must be
    /// allowed, and the method cannot have changed.
    fn judge_redirect(&self, sent: &mut Sent, parts: &http::response::Parts) -> Result<(), Error> {
        let Some(ResponseUrl(url)) = parts.extensions.get::<ResponseUrl>() else {
            return Ok(());
        };
        if sent.location.is_at(url) {
            return Ok(());
        }
        let refused = if !self.origins.permits(url) {
            Some(
                "the request was redirected to an origin that is not allowed; the response was not read",
            )
        } else if !matches!(sent.method, http::Method::GET | http::Method::HEAD) {
            Some(
                "the request was redirected, which may have changed its method; the response was not read",
            )
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

    /// Creates the failure of a request that got no response.
    fn not_received(&self, error: T::Error, ask: &PageRequest, sent: &Sent) -> Failure {
        let redaction = self.redaction(&ask.cursor, sent.location.url());
        Failure::of_transport(T::classify(&error), error, &redaction)
            .with(|error| sent.describe(error))
    }

    /// Returns the number of bytes of a refusal that are read.
    fn shown(&self) -> usize {
        usize::try_from(self.max_body).map_or(SHOWN, |max| max.min(SHOWN))
    }

    /// Returns the reader that looks for the continuation while the body arrives, if it is needed.
    fn watch<'a>(
        &self,
        context: AttemptContext<'a>,
        parts: &http::response::Parts,
        sent: &Sent,
    ) -> Option<EarlyObserver<'a>> {
        let peek = context.peek.filter(|_| sent.method == http::Method::GET)?;
        EarlyObserver::begin(
            peek,
            &P::SCHEME,
            context.ask,
            parts,
            sent.location.url()?,
            self.json,
        )
    }

    /// Skips a byte order mark, which JSON does not allow but a reader may ignore (RFC 8259,
    /// section 8.1).
    fn skip_byte_order_mark(&self, body: &mut Bytes) {
        if self.json && body.starts_with(BYTE_ORDER_MARK) {
            body.advance(BYTE_ORDER_MARK.len());
        }
    }
}
