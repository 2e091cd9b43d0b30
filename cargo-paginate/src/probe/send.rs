//! Sends requests through the runtime: a walk of one page for each, so that its guards hold.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use bytes::Bytes;
use http_body_util::combinators::UnsyncBoxBody;
use http_body_util::{BodyExt, Full, Limited};
use paginate_infer::probe::{Answer, Content, Request};
use paginate_runtime::mode::NextUrl;
use paginate_runtime::page::PageInfo;
use paginate_runtime::scheme::{Scheme, Source};
use paginate_runtime::transport::{Transport, TransportErrorKind};
use paginate_runtime::{BoxError, ErrorKind, HeaderMap, Paginated, RetryPolicy};

use crate::failure::Failure;

/// The longest page that is read.
const MAX_BODY: u64 = 16 << 20;

/// What is read of a refusal.
const MAX_REFUSAL: usize = 16 << 10;

/// Sends requests, one at a time.
#[derive(Clone)]
pub(crate) struct Sender {
    pub(crate) client: reqwest::Client,
    pub(crate) timeout: Duration,
}

impl Sender {
    pub(crate) fn new(timeout: Duration) -> Result<Self, Failure> {
        let agent = concat!("cargo-paginate/", env!("CARGO_PKG_VERSION"));
        let client = paginate_runtime::reqwest_0_13::client_builder()
            .user_agent(agent)
            .build()
            .map_err(|error| Failure::new(format!("the HTTP client cannot be built: {error}")))?;
        Ok(Self { client, timeout })
    }

    /// Sends a request once.
    pub(crate) async fn send(&self, request: &Request) -> Answer {
        let request = match as_http(request) {
            Ok(request) => request,
            Err(why) => return Answer::Failed(why),
        };
        let refusal = Refusal::default();
        let transport = Refusing {
            client: self.client.clone(),
            refusal: Arc::clone(&refusal),
        };
        let mut page = Raw::paginate((transport, request))
            .max_pages(1)
            .max_body(MAX_BODY)
            .retry(RetryPolicy::none())
            .request_timeout(self.timeout)
            .decode(|parts: &http::response::Parts, body: &Bytes| {
                Ok::<_, BoxError>(Raw {
                    headers: texts(&parts.headers),
                    status: parts.status.as_u16(),
                    body: body.clone(),
                })
            })
            .pages();
        match page.next().await {
            Some(Ok(page)) => {
                let raw = page.into_inner();
                Answer::Response {
                    status: raw.status,
                    headers: raw.headers,
                    body: String::from_utf8_lossy(&raw.body).into_owned(),
                }
            }
            ended => {
                let mut refusal = refusal.lock().unwrap_or_else(PoisonError::into_inner);
                match (refusal.take(), ended) {
                    (Some((status, headers, body)), _) => Answer::Response {
                        status,
                        headers,
                        body,
                    },
                    (None, Some(Err(error))) => Answer::Failed(why(&error, self.timeout)),
                    (None, _) => Answer::Failed("there was no response".to_owned()),
                }
            }
        }
    }
}

fn why(error: &paginate_runtime::Error, timeout: Duration) -> String {
    match error.kind() {
        ErrorKind::Timeout => format!(
            "no response within {} seconds; `--timeout` allows more",
            timeout.as_secs()
        ),
        ErrorKind::BodyTooLarge => format!(
            "the page is longer than {} MB: ask for a smaller one in the first request",
            MAX_BODY >> 20
        ),
        _ => {
            let mut text = error.to_string();
            let mut source = std::error::Error::source(error);
            while let Some(cause) = source {
                text = format!("{text}: {cause}");
                source = cause.source();
            }
            text
        }
    }
}

/// The request for HTTP.
pub(crate) fn as_http(request: &Request) -> Result<http::Request<Bytes>, String> {
    let (body, kind) = match &request.body {
        Content::Json(json) => (Bytes::from(json.to_string()), Some("application/json")),
        Content::Form(fields) => {
            let text = url::form_urlencoded::Serializer::new(String::new())
                .extend_pairs(fields)
                .finish();
            (Bytes::from(text), Some("application/x-www-form-urlencoded"))
        }
        Content::Text(text) => (Bytes::from(text.clone()), Some("text/plain")),
        _ => (Bytes::new(), None),
    };
    let has = |name: &str| {
        let mut headers = request.headers.iter();
        headers.any(|(known, _)| known.eq_ignore_ascii_case(name))
    };
    let mut built = http::Request::builder()
        .method(request.method.as_str())
        .uri(request.url.as_str());
    for (name, value) in &request.headers {
        built = built.header(name, value);
    }
    if let Some(kind) = kind.filter(|_| !has("content-type")) {
        built = built.header("content-type", kind);
    }
    if !has("accept") {
        built = built.header("accept", "application/json");
    }
    let is_wrong = |_| "the request cannot be built: is the URL right?".to_owned();
    built.body(body).map_err(is_wrong)
}

/// Headers as text. What is no text is left out.
pub(crate) fn texts(headers: &HeaderMap) -> Vec<(String, String)> {
    headers
        .iter()
        .filter_map(|(name, value)| Some((name.to_string(), value.to_str().ok()?.to_owned())))
        .collect()
}

/// A page of which nothing is read yet.
struct Raw {
    status: u16,
    headers: Vec<(String, String)>,
    body: Bytes,
}

impl Paginated for Raw {
    type Item = ();
    type Mode = NextUrl;
    const SCHEME: Scheme = Scheme::new(Source::NextUrl);

    fn page_info<'a>(&'a self, _headers: &'a HeaderMap) -> PageInfo<'a> {
        PageInfo::new()
    }

    fn take_items(&mut self) -> Vec<()> {
        Vec::new()
    }
}

type Refusal = Arc<Mutex<Option<(u16, Vec<(String, String)>, String)>>>;

/// Keeps what an API says when it gives no page: of a refusal the runtime shows only what is no
/// secret, and of a status that never has a body it shows nothing.
struct Refusing {
    client: reqwest::Client,
    refusal: Refusal,
}

impl Transport for Refusing {
    type Body = UnsyncBoxBody<Bytes, BoxError>;
    type Error = reqwest::Error;

    async fn send(
        &self,
        request: http::Request<Bytes>,
    ) -> Result<http::Response<Self::Body>, reqwest::Error> {
        let (parts, body) = Transport::send(&self.client, request).await?.into_parts();
        let is_empty = matches!(parts.status.as_u16(), 204 | 205);
        if parts.status.is_success() && !is_empty {
            let body = body.map_err(BoxError::from).boxed_unsync();
            return Ok(http::Response::from_parts(parts, body));
        }
        let text = match Limited::new(body, MAX_REFUSAL).collect().await {
            Ok(body) => body.to_bytes(),
            Err(_) => Bytes::new(),
        };
        let said = String::from_utf8_lossy(&text).into_owned();
        let refused = (parts.status.as_u16(), texts(&parts.headers), said);
        *self.refusal.lock().unwrap_or_else(PoisonError::into_inner) = Some(refused);
        let body = Full::new(text)
            .map_err(|never| match never {})
            .boxed_unsync();
        Ok(http::Response::from_parts(parts, body))
    }

    fn classify(error: &reqwest::Error) -> TransportErrorKind {
        reqwest::Client::classify(error)
    }
}
