//! `reqwest` as a transport and as a source.

use std::fmt;
use std::time::Duration;

use bytes::Bytes;
use http::Uri;
use http::uri::Authority;
use url::{Position, Url};

use crate::error::Error;
use crate::transport::any::{ResponseUrl, Transport, TransportErrorKind};
use crate::transport::location::spells;
use crate::transport::source::IntoSource;

/// Redirects that the client follows by itself are outside the origin rule until the response is
/// there: a response from an origin that is not allowed is refused before it is read. To send
/// nothing to such an origin at all, build the client with a policy that does not leave the origin.
impl Transport for reqwest::Client {
    type Body = reqwest::Body;
    type Error = reqwest::Error;

    fn send(
        &self,
        request: http::Request<Bytes>,
    ) -> impl Future<Output = Result<http::Response<reqwest::Body>, reqwest::Error>> + Send {
        let asked = request.uri().clone();
        // Extensions come along, and with them the timeout of the builder.
        execute(self, reqwest::Request::try_from(request), asked)
    }

    fn classify(error: &reqwest::Error) -> TransportErrorKind {
        if error.is_timeout() {
            TransportErrorKind::Timeout
        } else if error.is_connect() {
            TransportErrorKind::Connect
        } else if error.is_body() || error.is_decode() || error.is_request() {
            TransportErrorKind::Body
        } else {
            TransportErrorKind::Other
        }
    }
}

/// The transport of a `reqwest::RequestBuilder`: its client, and the URL of its request, parsed
/// once. Pages of one walk mostly differ in their query alone.
#[derive(Clone)]
pub struct ReqwestTransport {
    client: reqwest::Client,
    uri: Uri,
    /// The same; `None` if it cannot be read.
    url: Option<Url>,
}

impl ReqwestTransport {
    fn new(client: reqwest::Client, uri: Uri) -> Self {
        let url = Url::parse(&uri.to_string()).ok();
        Self { client, uri, url }
    }

    /// The URL of a request at the place of the first one.
    fn url(&self, uri: &Uri) -> Option<Url> {
        let here = uri.path() == self.uri.path() && origin(uri) == origin(&self.uri);
        let mut url = self.url.as_ref().filter(|_| here)?.clone();
        url.set_query(uri.query());
        Some(url)
    }
}

/// Without the URL, which can hold a credential; the client prints its default headers.
impl fmt::Debug for ReqwestTransport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ReqwestTransport")
    }
}

impl Transport for ReqwestTransport {
    type Body = reqwest::Body;
    type Error = reqwest::Error;

    fn send(
        &self,
        request: http::Request<Bytes>,
    ) -> impl Future<Output = Result<http::Response<reqwest::Body>, reqwest::Error>> + Send {
        let asked = request.uri().clone();
        // Extensions, such as a timeout, go only the long way.
        let url = self.url(&asked).filter(|_| request.extensions().is_empty());
        let request = match url {
            Some(url) => Ok(with_url(request, url)),
            None => reqwest::Request::try_from(request),
        };
        execute(&self.client, request, asked)
    }

    fn classify(error: &reqwest::Error) -> TransportErrorKind {
        reqwest::Client::classify(error)
    }
}

/// Scheme and authority as they are written.
fn origin(uri: &Uri) -> (Option<&str>, Option<&str>) {
    (uri.scheme_str(), uri.authority().map(Authority::as_str))
}

/// A request to a URL that is parsed already.
fn with_url(request: http::Request<Bytes>, url: Url) -> reqwest::Request {
    let (parts, body) = request.into_parts();
    let mut request = reqwest::Request::new(parts.method, url);
    *request.headers_mut() = parts.headers;
    *request.version_mut() = parts.version;
    *request.body_mut() = Some(body.into());
    request
}

/// Sends a request that was made from `asked`, and says where the response came from if that is
/// elsewhere.
fn execute(
    client: &reqwest::Client,
    request: Result<reqwest::Request, reqwest::Error>,
    asked: Uri,
) -> impl Future<Output = Result<http::Response<reqwest::Body>, reqwest::Error>> + Send + use<> {
    // Begun before the future: a request inside it would make it larger.
    let sent = request.map(|request| client.execute(request));
    async move {
        let response = sent.map_err(without_url)?.await.map_err(without_url)?;
        Ok(respond(response, &asked))
    }
}

pub(crate) fn respond(response: reqwest::Response, asked: &Uri) -> http::Response<reqwest::Body> {
    let moved = (!spells(asked, response.url())).then(|| ResponseUrl(response.url().clone()));
    let mut response = http::Response::<reqwest::Body>::from(response);
    if let Some(url) = moved {
        response.extensions_mut().insert(url);
    }
    response
}

/// reqwest's errors print the URL with its query, which can hold a token.
fn without_url(error: reqwest::Error) -> reqwest::Error {
    error.without_url()
}

/// The client that a walk should be given: its redirects stay [within the
/// origin](same_origin_redirects), so that no header goes elsewhere; it gives up on a connection
/// after 10 s, and on a server from which nothing comes for a minute. Otherwise it is
/// `reqwest::Client::new()`, which follows redirects to any host and waits for ever.
///
/// # Errors
///
/// Where reqwest cannot build a client: its TLS backend fails.
///
/// ```
/// # fn build() -> Result<(), paginate_runtime::Error> {
/// let client = paginate_runtime::client()?;
/// # Ok(())
/// # }
/// ```
pub fn client() -> Result<reqwest::Client, Error> {
    client_builder().build().map_err(|error| {
        Error::setup("the HTTP client cannot be built").with_source(error.without_url())
    })
}

/// [`client`], to be changed before it is built: default headers, a user agent, other limits.
///
/// ```
/// # fn build() -> Result<(), reqwest::Error> {
/// let client = paginate_runtime::client_builder().user_agent("billing-export/1.0").build()?;
/// # Ok(())
/// # }
/// ```
pub fn client_builder() -> reqwest::ClientBuilder {
    reqwest::Client::builder()
        .redirect(same_origin_redirects())
        .connect_timeout(CONNECT)
        .read_timeout(SILENCE)
}

/// How long a connection may take.
const CONNECT: Duration = Duration::from_secs(10);

/// How long nothing may come: many gateways give up on a server by themselves after that.
const SILENCE: Duration = Duration::from_secs(60);

/// A redirect policy that never leaves the origin of the first request: for the client that a walk
/// is given, so that no redirect carries headers elsewhere.
///
/// It also follows no 301, 302 or 303 that leads back to a URL of the same chain: reqwest makes a
/// GET of a POST there, whose answer at the same URL cannot be told from that of the POST. Its 3xx
/// status is the error of the walk, too.
///
/// reqwest by itself follows up to ten redirects, to any origin; it drops `Authorization` and
/// `Cookie` there, and sends every other header, such as `X-Api-Key`. With this policy a redirect
/// to another origin is not followed, and its 3xx status is the error of the walk.
///
/// ```
/// # fn build() -> Result<reqwest::Client, reqwest::Error> {
/// reqwest::Client::builder().redirect(paginate_runtime::same_origin_redirects()).build()
/// # }
/// ```
pub fn same_origin_redirects() -> reqwest::redirect::Policy {
    reqwest::redirect::Policy::custom(|attempt| {
        let (next, before) = (attempt.url(), attempt.previous());
        let stays = before
            .first()
            .is_some_and(|first| first.origin() == next.origin());
        // A policy is not told the method.
        let may_change_method = matches!(attempt.status().as_u16(), 301..=303);
        let returns = may_change_method
            && before
                .iter()
                .any(|url| without_fragment(url) == without_fragment(next));
        match before.len() {
            0..=10 if stays && !returns => attempt.follow(),
            0..=10 => attempt.stop(),
            _ => attempt.error("more than 10 redirects"),
        }
    })
}

fn without_fragment(url: &Url) -> &str {
    &url[..Position::AfterQuery]
}

/// The builder's client, URL, headers, body and timeout. A streaming or multipart body cannot be
/// sent twice and is refused; so is a builder that fails to build. Both are errors of the first
/// poll.
impl IntoSource for reqwest::RequestBuilder {
    type Transport = ReqwestTransport;

    fn into_source(self) -> Result<(ReqwestTransport, http::Request<Bytes>), Error> {
        let (client, request) = self.build_split();
        let request = replayable(request)?;
        Ok((
            ReqwestTransport::new(client, request.uri().clone()),
            request,
        ))
    }
}

/// The request of a builder, where it can be sent again for later pages.
pub(crate) fn replayable(
    request: Result<reqwest::Request, reqwest::Error>,
) -> Result<http::Request<Bytes>, Error> {
    let request = request.map_err(|error| {
        Error::setup("the request cannot be built").with_source(error.without_url())
    })?;
    let replayable = request.body().is_none_or(|body| body.as_bytes().is_some());
    if !replayable {
        return Err(Error::setup(
            "the body of the request is a stream, which cannot be sent again for the next page",
        )
        .hint("give the body as bytes, text or JSON"));
    }
    let request = http::Request::<reqwest::Body>::try_from(request).map_err(|error| {
        Error::setup("the URL of the request cannot be used").with_source(error.without_url())
    })?;
    Ok(request.map(|body| {
        body.as_bytes()
            .map(Bytes::copy_from_slice)
            .unwrap_or_default()
    }))
}
