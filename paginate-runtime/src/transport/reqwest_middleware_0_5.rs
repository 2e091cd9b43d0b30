//! The adapter of reqwest-middleware 0.5 (feature `reqwest-middleware-0-5`): its
//! `ClientWithMiddleware` is a [`Transport`], and its `RequestBuilder` an [`IntoSource`].

use std::error::Error as StdError;
use std::fmt;

use bytes::Bytes;
use http::Extensions;
use reqwest_middleware::{ClientWithMiddleware, RequestBuilder};

use crate::error::Error;
use crate::redact::Redaction;
use crate::transport::any::{Transport, TransportErrorKind};
use crate::transport::reqwest_0_13::native::{replayable, respond};
use crate::transport::source::IntoSource;

/// The middleware runs for each request. If a middleware retries, it does so inside each attempt of
/// the walk: switch off its retries or the walk's (`.retry(RetryPolicy::none())`), because
/// otherwise the attempts multiply.
///
/// ```
/// # use paginate_runtime::{*, mode::*, page::*, scheme::*, source::*, transport::*};
/// # #[derive(serde::Deserialize)]
/// # struct Users { next: Option<String>, users: Vec<String> }
/// # impl Paginated for Users {
/// #     type Item = String; type Mode = Token;
/// #     const SCHEME: Scheme = Scheme::new(Source::Token(RequestLocation::Query("cursor")));
/// #     fn page_info<'a>(&'a self, _: &'a HeaderMap) -> PageInfo<'a> { PageInfo::new().items(Some(&self.users)).token(Some(&self.next)) }
/// #     fn take_items(&mut self) -> Vec<String> { std::mem::take(&mut self.users) }
/// # }
/// # async fn walk() -> Result<(), Error> {
/// let client = reqwest_middleware::ClientBuilder::new(reqwest::Client::new()).build(); // `.with(..)` adds middleware
/// let users: Vec<String> = Users::paginate(client.get("https://api.example.com/users")).items().try_collect().await?;
/// # Ok(())
/// # }
/// ```
impl Transport for ClientWithMiddleware {
    type Body = reqwest::Body;
    type Error = MiddlewareError;

    async fn send(
        &self,
        request: http::Request<Bytes>,
    ) -> Result<http::Response<reqwest::Body>, MiddlewareError> {
        let asked = request.uri().clone();
        // Extensions configure the middleware. The timeout of a builder is an extension too, which
        // reqwest reads from the request.
        let mut extensions = request.extensions().clone();
        let request = reqwest::Request::try_from(request)
            .map_err(|error| MiddlewareError::new(error.into()))?;
        let response = self.execute_with_extensions(request, &mut extensions).await;
        let response = response.map_err(MiddlewareError::new)?;
        Ok(respond(response, &asked))
    }

    fn classify(error: &MiddlewareError) -> TransportErrorKind {
        error.fault
    }
}

/// Uses the builder's client with its middleware, URL, headers, body, timeout and extensions. A
/// streaming or multipart body is refused, because it cannot be sent twice; so is a builder that
/// fails to build. Both are errors of the first poll. Initialisers of the client have run once,
/// when the builder was made.
impl IntoSource for RequestBuilder {
    type Transport = ClientWithMiddleware;

    fn into_source(mut self) -> Result<(ClientWithMiddleware, http::Request<Bytes>), Error> {
        let extensions: Extensions = std::mem::take(self.extensions());
        let (client, request) = self.build_split();
        let mut request = replayable(request)?;
        request.extensions_mut().extend(extensions);
        Ok((client, request))
    }
}

/// The error of a client with middleware, without the URL of the request.
#[derive(Debug)]
pub struct MiddlewareError {
    fault: TransportErrorKind,
    message: String,
    source: Option<reqwest::Error>,
}

impl MiddlewareError {
    fn new(error: reqwest_middleware::Error) -> Self {
        match error {
            reqwest_middleware::Error::Reqwest(error) => {
                let error = error.without_url();
                Self {
                    fault: reqwest::Client::classify(&error),
                    message: "the client failed".to_owned(),
                    source: Some(error),
                }
            }
            // The error of a middleware can quote anything. Its text is kept, without queries and
            // secrets, but not the error itself.
            reqwest_middleware::Error::Middleware(error) => {
                let texts: Vec<String> = error.chain().map(ToString::to_string).collect();
                Self {
                    fault: error.chain().find_map(fault).unwrap_or_default(),
                    message: format!(
                        "a middleware failed: {}",
                        Redaction::default().message(&texts.join(": "))
                    ),
                    source: None,
                }
            }
        }
    }
}

/// Returns the kind of the client's error inside a middleware's error, such as one that gave up
/// retrying.
fn fault(error: &(dyn StdError + 'static)) -> Option<TransportErrorKind> {
    let client = match error.downcast_ref::<reqwest_middleware::Error>() {
        Some(reqwest_middleware::Error::Reqwest(error)) => Some(error),
        _ => error.downcast_ref::<reqwest::Error>(),
    };
    match client {
        Some(error) => Some(reqwest::Client::classify(error)),
        None => TransportErrorKind::of(error),
    }
}

impl fmt::Display for MiddlewareError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl StdError for MiddlewareError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.source.as_ref().map(|source| source as _)
    }
}
