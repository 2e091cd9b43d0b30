//! `reqwest` as a transport and as a source.

use bytes::Bytes;

use super::location::spells;
use super::{Fault, IntoSource, ResponseUrl, Transport};
use crate::error::Error;

/// Redirects that the client follows by itself are outside the origin rule until the response is there: a response from an origin that
/// is not allowed is refused before it is read. To send nothing to such an origin at all, build the client with a policy that does not
/// leave the origin.
impl Transport for reqwest::Client {
    type Body = reqwest::Body;
    type Error = reqwest::Error;

    async fn send(&self, request: http::Request<Bytes>) -> Result<http::Response<reqwest::Body>, reqwest::Error> {
        let asked = request.uri().clone();
        // Extensions come along, and with them the timeout of the builder.
        let request = reqwest::Request::try_from(request).map_err(without_url)?;
        let response = self.execute(request).await.map_err(without_url)?;
        let moved = (!spells(&asked, response.url())).then(|| ResponseUrl(response.url().clone()));
        let mut response = http::Response::<reqwest::Body>::from(response);
        if let Some(url) = moved {
            response.extensions_mut().insert(url);
        }
        Ok(response)
    }

    fn classify(error: &reqwest::Error) -> Fault {
        if error.is_timeout() {
            Fault::Timeout
        } else if error.is_connect() {
            Fault::Connect
        } else if error.is_body() || error.is_decode() || error.is_request() {
            Fault::Body
        } else {
            Fault::Other
        }
    }
}

/// reqwest's errors print the URL with its query, which can hold a token.
fn without_url(error: reqwest::Error) -> reqwest::Error {
    error.without_url()
}

/// A redirect policy that never leaves the origin of the first request: for the client that a walk is given, so that no redirect carries
/// headers elsewhere.
///
/// reqwest by itself follows up to ten redirects, to any origin; it drops `Authorization` and `Cookie` there, and sends every other
/// header, such as `X-Api-Key`. With this policy a redirect to another origin is not followed, and its 3xx status is the error of the walk.
///
/// ```
/// # fn build() -> Result<reqwest::Client, reqwest::Error> {
/// reqwest::Client::builder().redirect(paginate_runtime::same_origin_redirects()).build()
/// # }
/// ```
pub fn same_origin_redirects() -> reqwest::redirect::Policy {
    reqwest::redirect::Policy::custom(|attempt| {
        let stays = attempt
            .previous()
            .first()
            .is_some_and(|first| first.origin() == attempt.url().origin());
        match attempt.previous().len() {
            0..=10 if stays => attempt.follow(),
            0..=10 => attempt.stop(),
            _ => attempt.error("more than 10 redirects"),
        }
    })
}

/// The builder's client, URL, headers, body and timeout. A streaming or multipart body cannot be sent twice and is refused; so is a
/// builder that fails to build. Both are errors of the first poll.
impl IntoSource for reqwest::RequestBuilder {
    type Transport = reqwest::Client;

    fn into_source(self) -> Result<(reqwest::Client, http::Request<Bytes>), Error> {
        let (client, request) = self.build_split();
        let request = request.map_err(|error| Error::setup("the request cannot be built").with_source(error.without_url()))?;
        let replayable = request.body().is_none_or(|body| body.as_bytes().is_some());
        if !replayable {
            return Err(
                Error::setup("the body of the request is a stream, which cannot be sent again for the next page")
                    .hint("give the body as bytes, text or JSON"),
            );
        }
        let request = http::Request::<reqwest::Body>::try_from(request)
            .map_err(|error| Error::setup("the URL of the request cannot be used").with_source(error.without_url()))?;
        Ok((
            client,
            request.map(|body| body.as_bytes().map(Bytes::copy_from_slice).unwrap_or_default()),
        ))
    }
}
