//! reqwest as a transport and as a source, on platforms with sockets.

use std::fmt;
use std::time::Duration;

use bytes::Bytes;
use http::Uri;
use http::uri::Authority;
use url::{Position, Url};

use crate::error::Error;
use crate::request::query;
use crate::transport::any::{ResponseUrl, Transport, TransportErrorKind};
use crate::transport::location::spells;
use crate::transport::source::IntoSource;

/// The walk's origin rule cannot stop redirects that the client follows by itself. It only checks
/// the response: one from an origin that is not allowed is refused before it is read. To send
/// nothing to such an origin at all, build the client with a policy that does not leave the origin.
impl Transport for reqwest::Client {
    type Body = reqwest::Body;
    type Error = reqwest::Error;

    fn send(
        &self,
        request: http::Request<Bytes>,
    ) -> impl Future<Output = Result<http::Response<reqwest::Body>, reqwest::Error>> + Send {
        let asked = request.uri().clone();
        // The conversion keeps the extensions, and with them the timeout of the builder.
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

/// The transport of a `reqwest::RequestBuilder`: its client, and the URL of its request. The URL is
/// parsed only once, because most pages of a walk differ only in their query.
#[derive(Clone)]
pub struct ReqwestTransport {
    client: reqwest::Client,
    uri: Uri,
    /// The parsed form of `uri`; `None` if it cannot be parsed.
    url: Option<Url>,
}

impl ReqwestTransport {
    fn new(client: reqwest::Client, uri: Uri) -> Self {
        let url = Url::parse(&uri.to_string()).ok();
        Self { client, uri, url }
    }

    /// Returns the URL of a request with the origin and path of the first one; `None` for other
    /// requests.
    fn url(&self, uri: &Uri) -> Option<Url> {
        let here = uri.path() == self.uri.path() && origin(uri) == origin(&self.uri);
        let mut url = self.url.as_ref().filter(|_| here)?.clone();
        let appended = uri
            .query()
            .is_some_and(|query| append_query(&mut url, self.uri.query(), query));
        if !appended {
            url.set_query(uri.query());
        }
        Some(url)
    }
}

/// Adds to a URL with the query `first` what `query` has after that. Returns false if the result
/// has another query; then it must be set. Setting it is always right, but reads the whole query
/// once more, character by character.
fn append_query(url: &mut Url, first: Option<&str>, query: &str) -> bool {
    let mut added = match first.filter(|first| !first.is_empty()) {
        Some(first) => query
            .strip_prefix(first)
            .and_then(|rest| rest.strip_prefix('&')),
        None => Some(query),
    };
    let mut pairs = url.query_pairs_mut();
    while let Some(parameters) = added {
        let (pair, rest) = query::split_first(parameters);
        match query::split(pair) {
            (name, Some(value)) => pairs.append_pair(name, value),
            (name, None) => pairs.append_key_only(name),
        };
        added = rest;
    }
    drop(pairs);
    url.query() == Some(query)
}

/// Shows neither the URL, which can contain a credential, nor the client, which prints its default
/// headers.
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
        // Only the full conversion keeps extensions, such as a timeout.
        let url = match request.extensions().is_empty() {
            true => self.url(request.uri()),
            false => None,
        };
        let (request, asked) = match url {
            Some(url) => {
                let (request, asked) = with_url(request, url);
                (Ok(request), asked)
            }
            None => {
                let asked = request.uri().clone();
                (reqwest::Request::try_from(request), asked)
            }
        };
        execute(&self.client, request, asked)
    }

    fn classify(error: &reqwest::Error) -> TransportErrorKind {
        reqwest::Client::classify(error)
    }
}

/// Returns scheme and authority as they are written.
fn origin(uri: &Uri) -> (Option<&str>, Option<&str>) {
    (uri.scheme_str(), uri.authority().map(Authority::as_str))
}

/// Creates a request to a URL that is already parsed. Returns the URI of the original, too.
fn with_url(request: http::Request<Bytes>, url: Url) -> (reqwest::Request, Uri) {
    let (parts, body) = request.into_parts();
    let mut request = reqwest::Request::new(parts.method, url);
    *request.headers_mut() = parts.headers;
    *request.version_mut() = parts.version;
    *request.body_mut() = Some(body.into());
    (request, parts.uri)
}

/// Sends a request that was made from `asked`. If the response came from another URL, that URL is
/// put into its extensions.
fn execute(
    client: &reqwest::Client,
    request: Result<reqwest::Request, reqwest::Error>,
    asked: Uri,
) -> impl Future<Output = Result<http::Response<reqwest::Body>, reqwest::Error>> + Send + use<> {
    // Started before the future is created: the request would make the future larger.
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

/// Removes the URL from an error. reqwest's errors print it with its query, which can contain a
/// token.
fn without_url(error: reqwest::Error) -> reqwest::Error {
    error.without_url()
}

/// Creates the client that is recommended for walks.
///
/// Its redirects stay [within the origin](same_origin_redirects), so that no header goes elsewhere.
/// It fails if a connection takes longer than 10 s, or if a server sends nothing for a minute.
/// Otherwise it is `reqwest::Client::new()`, which by itself follows redirects to any host and has
/// no time limit.
///
/// # Errors
///
/// Returns an error if reqwest cannot build a client, because its TLS backend fails.
///
/// ```
/// # fn build() -> Result<(), paginate_runtime::Error> {
/// let client = paginate_runtime::reqwest_0_13::client()?;
/// # Ok(())
/// # }
/// ```
pub fn client() -> Result<reqwest::Client, Error> {
    client_builder().build().map_err(|error| {
        Error::setup("the HTTP client cannot be built").with_source(error.without_url())
    })
}

/// Returns the builder of [`client`], to be changed before it is built: default headers, a user
/// agent, other limits.
///
/// ```
/// # fn build() -> Result<(), reqwest::Error> {
/// let client = paginate_runtime::reqwest_0_13::client_builder().user_agent("billing-export/1.0").build()?;
/// # Ok(())
/// # }
/// ```
pub fn client_builder() -> reqwest::ClientBuilder {
    reqwest::Client::builder()
        .redirect(same_origin_redirects())
        .connect_timeout(CONNECT)
        .read_timeout(SILENCE)
}

/// The longest time in which a connection must be made.
const CONNECT: Duration = Duration::from_secs(10);

/// The longest time without data from a server. After that, many gateways give up on the server
/// themselves.
const SILENCE: Duration = Duration::from_secs(60);

/// Returns a redirect policy that never leaves the origin of the first request. Use it for the
/// client of a walk, so that no redirect sends headers elsewhere.
///
/// Without it, reqwest follows up to ten redirects, to any origin. There it drops `Authorization`
/// and `Cookie`, and sends every other header, such as `X-Api-Key`. With this policy a redirect to
/// another origin is not followed, and its 3xx status is the error of the walk.
///
/// The policy also does not follow a 301, 302 or 303 that leads back to a URL of the same chain;
/// its 3xx status is the error of the walk, too. There reqwest turns a POST into a GET, and at the
/// same URL the response to the GET cannot be told from the response to the POST.
///
/// ```
/// # fn build() -> Result<reqwest::Client, reqwest::Error> {
/// reqwest::Client::builder().redirect(paginate_runtime::reqwest_0_13::same_origin_redirects()).build()
/// # }
/// ```
pub fn same_origin_redirects() -> reqwest::redirect::Policy {
    reqwest::redirect::Policy::custom(|attempt| {
        let (next, before) = (attempt.url(), attempt.previous());
        let stays = before
            .first()
            .is_some_and(|first| first.origin() == next.origin());
        // A policy does not know the method.
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

/// Uses the builder's client, URL, headers, body and timeout. A streaming or multipart body is
/// refused, because it cannot be sent twice; so is a builder that fails to build. Both are errors
/// of the first poll.
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

/// Returns the request of a builder, if it can be sent again for later pages.
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_url_of_a_page_is_what_a_parser_makes_of_it() {
        for first in ["/l", "/l?", "/l?q=1", "/l?q='", "/l?q=1&", "/l?q=%7e"] {
            let uri =
                |path: &str| Uri::try_from(format!("https://a.example{path}")).expect("a URI");
            let transport = ReqwestTransport::new(reqwest::Client::new(), uri(first));
            for page in [
                "/l",
                "/l?",
                "/l?q=1",
                "/l?p=2",
                "/l?q=1&p=2&size=3",
                "/l?q=1&&p=2",
                "/l?q=1&p",
                "/l?q=1&p=a=b&",
                "/l?q=1&p=a%20b+c",
                "/l?q=1&p='~*",
                "/l?q=12&p=2",
                "/l?q='&p=2",
                "/l?q=%7e&p=2",
                "/l?p=2&q=1",
            ] {
                let uri = uri(page);
                let parsed = Url::parse(&uri.to_string()).expect("a URL");
                assert_eq!(transport.url(&uri), Some(parsed), "{first} {page}");
            }
        }
    }
}
