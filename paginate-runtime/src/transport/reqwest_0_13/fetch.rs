//! reqwest in a browser: `fetch` as a transport, and as a source.

use std::fmt;
use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use bytes::Bytes;
use futures_core::Stream;
use http_body::{Body, Frame};
use url::Url;

use crate::error::Error;
use crate::transport::any::{ResponseUrl, Transport, TransportErrorKind, causes};
use crate::transport::location::spells;
use crate::transport::source::IntoSource;

/// Sends requests with `fetch`. The browser follows redirects by itself, to any origin that allows
/// it. A response from an origin that is not allowed is refused before it is read. The API decides
/// which headers of a response can be read, `Retry-After` and `Link` among them
/// (`Access-Control-Expose-Headers`).
impl Transport for reqwest::Client {
    type Body = FetchBody;
    type Error = io::Error;

    async fn send(
        &self,
        request: http::Request<Bytes>,
    ) -> Result<http::Response<FetchBody>, io::Error> {
        let asked = request.uri().clone();
        let request = reqwest::Request::try_from(request).map_err(failure)?;
        execute(self, request, &asked).await
    }

    fn classify(error: &io::Error) -> TransportErrorKind {
        match error.kind() {
            io::ErrorKind::TimedOut => TransportErrorKind::Timeout,
            io::ErrorKind::ConnectionAborted => TransportErrorKind::Body,
            _ => TransportErrorKind::Other,
        }
    }
}

/// The transport of a `reqwest::RequestBuilder`: its client, and the options for `fetch` that are
/// not part of an HTTP request: credentials, cache, referrer, timeout.
#[derive(Clone)]
pub struct ReqwestTransport {
    client: reqwest::Client,
    /// The first request, without its body.
    first: Arc<reqwest::Request>,
}

/// Shows neither the URL, which can contain a credential, nor the client, which prints its default
/// headers.
impl fmt::Debug for ReqwestTransport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ReqwestTransport")
    }
}

impl Transport for ReqwestTransport {
    type Body = FetchBody;
    type Error = io::Error;

    async fn send(
        &self,
        request: http::Request<Bytes>,
    ) -> Result<http::Response<FetchBody>, io::Error> {
        let asked = request.uri().clone();
        let mut like_first = reqwest::Request::try_from(request).map_err(failure)?;
        if let Some(mut first) = self.first.try_clone() {
            std::mem::swap(first.method_mut(), like_first.method_mut());
            std::mem::swap(first.url_mut(), like_first.url_mut());
            std::mem::swap(first.headers_mut(), like_first.headers_mut());
            std::mem::swap(first.body_mut(), like_first.body_mut());
            like_first = first;
        }
        execute(&self.client, like_first, &asked).await
    }

    fn classify(error: &io::Error) -> TransportErrorKind {
        reqwest::Client::classify(error)
    }
}

/// Sends a request that was made from `asked`. If the response came from another URL, that URL is
/// put into its extensions.
async fn execute(
    client: &reqwest::Client,
    request: reqwest::Request,
    asked: &http::Uri,
) -> Result<http::Response<FetchBody>, io::Error> {
    let response = client.execute(request).await.map_err(failure)?;
    let moved = (!spells(asked, response.url())).then(|| ResponseUrl(Url::clone(response.url())));
    let (status, headers) = (response.status(), response.headers().clone());
    let mut answer = http::Response::new(FetchBody(Box::pin(response.bytes_stream())));
    *answer.status_mut() = status;
    *answer.headers_mut() = headers;
    if let Some(url) = moved {
        answer.extensions_mut().insert(url);
    }
    Ok(answer)
}

/// Converts an error of reqwest, which contains the JavaScript error as one text, followed by the
/// stack.
fn failure(error: reqwest::Error) -> io::Error {
    let error = error.without_url();
    let text = causes(&error)
        .last()
        .map(ToString::to_string)
        .unwrap_or_default();
    // This is the name of reqwest's own timeout, which `is_timeout` does not recognise in a body.
    if error.is_timeout() || text.contains("reqwest::errors::TimedOut") {
        return io::Error::new(
            io::ErrorKind::TimedOut,
            "the timeout of the request is over",
        );
    }
    let text = text.strip_prefix("JsValue(").unwrap_or(&text);
    let text = text
        .lines()
        .next()
        .unwrap_or_default()
        .trim_end_matches(')');
    if error.is_request() {
        // The request may have been sent.
        let why = "the browser does not say why: there is no connection, or the API does not allow pages of this origin (CORS)";
        return io::Error::new(io::ErrorKind::ConnectionAborted, format!("{text}; {why}"));
    }
    let kind = if error.is_body() || error.is_decode() {
        io::ErrorKind::ConnectionAborted
    } else {
        io::ErrorKind::Other
    };
    io::Error::new(kind, text.to_owned())
}

/// The body of a response, as it arrives. Its length is not known beforehand: the browser
/// decompresses it, and `Content-Length` is the length that was sent.
pub struct FetchBody(Pin<Box<dyn Stream<Item = Result<Bytes, reqwest::Error>>>>);

impl fmt::Debug for FetchBody {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("FetchBody")
    }
}

impl Body for FetchBody {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<io::Result<Frame<Bytes>>>> {
        let piece = self.0.as_mut().poll_next(cx);
        piece.map(|piece| Some(piece?.map(Frame::data).map_err(failure)))
    }
}

/// Creates the client that is recommended for walks. In a browser it is `reqwest::Client::new()`:
/// the browser handles redirects and connections. To limit the time, set
/// [`request_timeout`](crate::Paginator::request_timeout) or
/// [`idle_timeout`](crate::Paginator::idle_timeout).
///
/// # Errors
///
/// Returns no error in a browser.
pub fn client() -> Result<reqwest::Client, Error> {
    client_builder().build().map_err(|error| {
        Error::setup("the HTTP client cannot be built").with_source(error.without_url())
    })
}

/// Returns the builder of [`client`], to be changed before it is built: default headers.
pub fn client_builder() -> reqwest::ClientBuilder {
    reqwest::Client::builder()
}

/// Uses the builder's client, URL, headers, body, timeout, and options of `fetch`. A multipart body
/// is refused, because it cannot be sent twice; so is a builder that fails to build. Both are
/// errors of the first poll.
impl IntoSource for reqwest::RequestBuilder {
    type Transport = ReqwestTransport;

    fn into_source(self) -> Result<(ReqwestTransport, http::Request<Bytes>), Error> {
        let (client, request) = self.build_split();
        let mut first = request.map_err(|error| {
            Error::setup("the request cannot be built").with_source(error.without_url())
        })?;
        let body = match first.body_mut().take() {
            None => Bytes::new(),
            Some(body) => body.as_bytes().map(Bytes::copy_from_slice).ok_or_else(|| {
                Error::setup("the body of the request is a form of parts, which cannot be sent again for the next page")
                    .hint("give the body as bytes, text or JSON")
            })?,
        };
        let mut request = http::Request::new(body);
        *request.method_mut() = first.method().clone();
        *request.uri_mut() =
            first
                .url()
                .as_str()
                .parse()
                .map_err(|error: http::uri::InvalidUri| {
                    Error::setup("the URL of the request cannot be used").with_source(error)
                })?;
        *request.headers_mut() = first.headers().clone();
        let transport = ReqwestTransport {
            client,
            first: Arc::new(first),
        };
        Ok((transport, request))
    }
}
