//! ureq (feature `ureq-3`) as a blocking transport.

use std::time::{Duration, Instant};

use bytes::Bytes;
use http::header::LOCATION;
use http::{Method, StatusCode, Uri};
use ureq::Error;
use url::Url;

use crate::transport::any::{ResponseUrl, TransportErrorKind};
use crate::transport::blocking::any::BlockingTransport;
use crate::transport::blocking::any::TimedBody;

/// The longest request of an agent that has no time limit.
const LONGEST: Duration = Duration::from_secs(300);

/// The agent's own configuration applies, with three exceptions:
///
/// * A status is not an error.
/// * A redirect is followed only within the origin, only for GET and HEAD, and not more often than
///   the agent allows. Any other redirect is not followed, so that nothing leaves the origin, and
///   its 3xx status is the error of the walk.
/// * An agent without any time limit gets five minutes for each request. Otherwise a server that
///   never answers would block the thread for ever, with [`prefetch`](crate::Paginator::prefetch)
///   also after the walk is dropped.
///
/// A [`request_timeout`](crate::Paginator::request_timeout) applies in addition to the timeouts of
/// agent and request, which begin again for each redirect.
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
/// # fn run() -> Result<(), Box<dyn std::error::Error>> {
/// let agent = ureq::Agent::new_with_defaults();
/// let request = http::Request::get("https://api.example.com/users?active=true").body(())?;
/// for user in Users::paginate_blocking((agent, request)).items() {
///     println!("{}", user?);
/// }
/// # Ok(())
/// # }
/// ```
impl BlockingTransport for ureq::Agent {
    type Body = TimedBody<ureq::BodyReader<'static>>;
    type Error = Error;

    fn send(
        &self,
        mut request: http::Request<Bytes>,
        limit: Option<Duration>,
    ) -> Result<http::Response<Self::Body>, Error> {
        let mut moved = None;
        let begin = Instant::now();
        // One limit for the request and its redirects.
        let limit = limit.or_else(|| default_limit(self.config().timeouts()));
        let left = || limit.map(|limit| limit.saturating_sub(begin.elapsed()));
        for _ in 0..self.config().max_redirects() {
            let response = send(self, &request, left())?;
            let Some(next) = within_origin(&request, &response) else {
                return Ok(respond(response, moved));
            };
            *request.uri_mut() = match Uri::try_from(next.as_str()) {
                Ok(uri) => uri,
                Err(_) => return Ok(respond(response, moved)),
            };
            moved = Some(next);
        }
        Ok(respond(send(self, &request, left())?, moved))
    }

    fn classify(error: &Error) -> TransportErrorKind {
        match error {
            Error::Timeout(_) => TransportErrorKind::Timeout,
            Error::HostNotFound | Error::ConnectionFailed | Error::ConnectProxyFailed(_) => {
                TransportErrorKind::Connect
            }
            Error::Protocol(_) | Error::BodyStalled => TransportErrorKind::Body,
            Error::Io(error) => TransportErrorKind::of(error).unwrap_or(TransportErrorKind::Body),
            _ => TransportErrorKind::Other,
        }
    }
}

/// Returns the limit of a request, including redirects, if the agent has no limit that ends it.
fn default_limit(agent: ureq::config::Timeouts) -> Option<Duration> {
    let ureq::config::Timeouts {
        global,
        per_call,
        recv_response,
        recv_body,
        ..
    } = agent;
    let ends =
        global.is_some() || per_call.is_some() || (recv_response.is_some() && recv_body.is_some());
    (!ends).then_some(LONGEST)
}

/// Sends one request, and follows no redirect.
fn send(
    agent: &ureq::Agent,
    request: &http::Request<Bytes>,
    limit: Option<Duration>,
) -> Result<http::Response<ureq::Body>, Error> {
    if limit.is_some_and(|limit| limit.is_zero()) {
        return Err(Error::Timeout(ureq::Timeout::PerCall));
    }
    let (parts, body) = request.clone().into_parts();
    // For ureq, an empty body is not the same as no body.
    let response = if body.is_empty() && matches!(parts.method, Method::GET | Method::HEAD) {
        agent.run(configure(
            agent,
            http::Request::from_parts(parts, ()),
            limit,
        ))
    } else {
        agent.run(configure(
            agent,
            http::Request::from_parts(parts, body.to_vec()),
            limit,
        ))
    };
    response.map_err(without_url)
}

fn configure<B: ureq::AsSendBody>(
    agent: &ureq::Agent,
    request: http::Request<B>,
    limit: Option<Duration>,
) -> http::Request<B> {
    let configured = agent
        .configure_request(request)
        .http_status_as_error(false)
        .max_redirects(0)
        .max_redirects_will_error(false);
    let Some(limit) = limit else {
        return configured.build();
    };
    // Sets the limit of each call, so that the limits of the agent and of the request for the whole
    // are kept: the shortest one applies.
    let limit = agent
        .config()
        .timeouts()
        .per_call
        .into_iter()
        .chain([limit])
        .min();
    configured.timeout_per_call(limit).build()
}

/// Returns where a redirect leads, if it may be followed.
fn within_origin(
    request: &http::Request<Bytes>,
    response: &http::Response<ureq::Body>,
) -> Option<Url> {
    let redirects = matches!(
        response.status(),
        StatusCode::MOVED_PERMANENTLY
            | StatusCode::FOUND
            | StatusCode::SEE_OTHER
            | StatusCode::TEMPORARY_REDIRECT
            | StatusCode::PERMANENT_REDIRECT
    );
    let reads = matches!(*request.method(), Method::GET | Method::HEAD);
    let to = response
        .headers()
        .get(LOCATION)
        .filter(|_| redirects && reads)?;
    let here = Url::parse(&request.uri().to_string()).ok()?;
    let mut next = here.join(to.to_str().ok()?).ok()?;
    next.set_fragment(None);
    let bare = next.username().is_empty() && next.password().is_none();
    (bare && next.origin() == here.origin()).then_some(next)
}

fn respond(
    response: http::Response<ureq::Body>,
    moved: Option<Url>,
) -> http::Response<TimedBody<ureq::BodyReader<'static>>> {
    let mut response = response.map(|body| TimedBody {
        read: body.into_reader(),
        is_timeout: |error| matches!(error.downcast_ref(), Some(Error::Timeout(_))),
    });
    if let Some(url) = moved {
        response.extensions_mut().insert(ResponseUrl(url));
    }
    response
}

/// Removes the URL from an error. Two of ureq's errors print it with its query, which can contain a
/// token.
fn without_url(error: Error) -> Error {
    match error {
        Error::BadUri(_) => Error::BadUri("…".to_owned()),
        Error::RequireHttpsOnly(_) => Error::RequireHttpsOnly("…".to_owned()),
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_of_an_agent_without_limits_ends_all_the_same() {
        let limit = |agent: ureq::config::ConfigBuilder<ureq::typestate::AgentScope>| {
            default_limit(agent.build().timeouts())
        };
        let agent = ureq::Agent::config_builder;
        let short = Some(Duration::from_secs(1));
        assert_eq!(limit(agent()), Some(LONGEST));
        assert_eq!(limit(agent().timeout_connect(short)), Some(LONGEST));
        assert_eq!(limit(agent().timeout_recv_response(short)), Some(LONGEST));
        assert_eq!(
            limit(
                agent()
                    .timeout_recv_response(short)
                    .timeout_recv_body(short)
            ),
            None
        );
        assert_eq!(limit(agent().timeout_global(short)), None);
        assert_eq!(limit(agent().timeout_per_call(short)), None);
    }
}
