//! `reqwest::blocking` (feature `reqwest-0-13-blocking`) as a transport and as a source without async.

use std::time::Duration;

use bytes::Bytes;
use reqwest::blocking::{Client, Request, RequestBuilder, Response};
use url::Url;

use crate::error::Error;
use crate::transport::any::{ResponseUrl, Transport, TransportErrorKind};
use crate::transport::blocking::any::TimedBody;
use crate::transport::blocking::any::{BlockingTransport, IntoBlockingSource};

/// As with the async client, build it with
/// [`same_origin_redirects`](crate::reqwest_0_13::same_origin_redirects) so that no redirect leaves
/// the origin. A [`request_timeout`](crate::Paginator::request_timeout)
/// replaces the client's.
///
/// The client has a runtime of its own, and panics if it is used inside another one: use the async
/// client in async code.
impl BlockingTransport for Client {
    type Body = TimedBody<Response>;
    type Error = reqwest::Error;

    fn send(
        &self,
        request: http::Request<Bytes>,
        limit: Option<Duration>,
    ) -> Result<http::Response<TimedBody<Response>>, reqwest::Error> {
        let asked = Url::parse(&request.uri().to_string());
        let timeout = request.extensions().get::<Timeout>().copied();
        let mut request = Request::try_from(request).map_err(reqwest::Error::without_url)?;
        *request.timeout_mut() = limit
            .into_iter()
            .chain(timeout.map(|Timeout(timeout)| timeout))
            .min();
        let response = self.execute(request).map_err(reqwest::Error::without_url)?;

        let mut answer = http::Response::new(());
        *answer.status_mut() = response.status();
        *answer.version_mut() = response.version();
        answer.headers_mut().clone_from(response.headers());
        if asked.ok().as_ref() != Some(response.url()) {
            answer
                .extensions_mut()
                .insert(ResponseUrl(response.url().clone()));
        }
        Ok(answer.map(|()| TimedBody {
            read: response,
            is_timeout: |error| error.downcast_ref().is_some_and(reqwest::Error::is_timeout),
        }))
    }

    fn classify(error: &reqwest::Error) -> TransportErrorKind {
        reqwest::Client::classify(error)
    }
}

/// The builder's own timeout, passed to the place where the request is sent.
#[derive(Debug, Clone, Copy)]
struct Timeout(Duration);

/// Uses the builder's client, URL, headers, body and timeout. A body from a reader is refused,
/// because it cannot be sent twice; so is a builder that fails to build. Both are errors of the
/// first item.
impl IntoBlockingSource for RequestBuilder {
    type Transport = Client;

    fn into_blocking_source(self) -> Result<(Client, http::Request<Bytes>), Error> {
        let (client, request) = self.build_split();
        let request = request.map_err(|error| {
            Error::setup("the request cannot be built").with_source(error.without_url())
        })?;
        let body = match request.body().map(|body| body.as_bytes()) {
            None => Bytes::new(),
            Some(Some(bytes)) => Bytes::copy_from_slice(bytes),
            Some(None) => {
                return Err(
                    Error::setup("the body of the request is a reader, which cannot be sent again for the next page")
                        .hint("give the body as bytes, text or JSON"),
                );
            }
        };
        let mut first = http::Request::new(body);
        *first.method_mut() = request.method().clone();
        *first.uri_mut() =
            (request.url().as_str().parse()).map_err(|error: http::uri::InvalidUri| {
                Error::setup("the URL of the request cannot be used").with_source(error)
            })?;
        *first.version_mut() = request.version();
        first.headers_mut().clone_from(request.headers());
        if let Some(&timeout) = request.timeout() {
            first.extensions_mut().insert(Timeout(timeout));
        }
        Ok((client, first))
    }
}
