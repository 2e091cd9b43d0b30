//! Walks without sockets, executors or time, and the checks that apply to all of them.

use std::convert::Infallible;
use std::future::{Future, Ready, ready};
use std::pin::pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Waker};

use bytes::Bytes;
use http::{Request, Response, Uri};
use http_body_util::Full;
use paginate_runtime::{Error, Paginated, Paginator, source::PageSource, transport::Transport};
use url::Url;

/// The maximum length of an error in bytes, printed with `Display` or `Debug`.
const LONGEST_ERROR: usize = 4_096;

/// A walk with more requests than this does not end.
const MOST_TURNS: usize = 20_000;

/// The requests of a walk.
#[derive(Debug, Clone, Default)]
pub(super) struct Sent(Arc<Mutex<Vec<Request<Bytes>>>>);

impl Sent {
    pub(super) fn requests(&self) -> Vec<Request<Bytes>> {
        self.0.lock().unwrap().clone()
    }

    pub(super) fn count(&self) -> usize {
        self.0.lock().unwrap().len()
    }
}

/// A transport that responds at once. `answer` gets the number of the request, from 0.
pub(super) fn wire<F>(sent: &Sent, answer: F) -> impl Transport + use<F>
where
    F: Fn(usize, &Request<Bytes>) -> Response<Full<Bytes>> + Send + Sync + 'static,
{
    let sent = sent.clone();
    move |request: Request<Bytes>| -> Ready<Result<Response<Full<Bytes>>, Infallible>> {
        let number = {
            let mut requests = sent.0.lock().unwrap();
            requests.push(request.clone());
            requests.len() - 1
        };
        ready(Ok(answer(number, &request)))
    }
}

/// The secret that no error may show. It is a hash (FNV) of the input, so that a fuzzer cannot put
/// it there itself, and too short to be masked because of its form.
pub(super) fn secret_of(input: &[u8]) -> String {
    let hash = input.iter().fold(0xcbf2_9ce4_8422_2325_u64, |hash, &byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    format!("{hash:016x}")
}

/// A first request with a secret in its query and in its headers.
pub(super) fn first_request(url: &str, secret: &str) -> Request<()> {
    let mark = if url.contains('?') { '&' } else { '?' };
    Request::get(format!("{url}{mark}api_key={secret}"))
        .header("authorization", format!("Bearer {secret}"))
        .header("cookie", format!("session={secret}"))
        .body(())
        .expect("a request")
}

/// A response with a body of JSON.
pub(super) fn json(body: impl Into<Bytes>) -> Response<Full<Bytes>> {
    Response::new(Full::new(body.into()))
}

/// How a walk ended.
pub(super) struct Outcome {
    pub(super) items: usize,
    pub(super) error: Option<Error>,
}

/// Walks to the end or to the first error. Panics if the walk hangs or does not end.
pub(super) fn walk<P: Paginated, S: PageSource<P>>(paginator: Paginator<P, S>) -> Outcome {
    let mut stream = paginator.items();
    let mut items = 0;
    for _ in 0..MOST_TURNS {
        match done(stream.next()) {
            Some(Ok(_)) => items += 1,
            Some(Err(error)) => {
                assert!(
                    done(stream.next()).is_none(),
                    "an error is the last that a stream says"
                );
                return Outcome {
                    items,
                    error: Some(error),
                };
            }
            None => return Outcome { items, error: None },
        }
    }
    panic!("no end after {MOST_TURNS} items");
}

/// Polls until the future is ready. Nothing here waits, so more than a few polls mean that it
/// hangs.
pub(super) fn done<F: Future>(future: F) -> F::Output {
    let mut future = pin!(future);
    let mut context = Context::from_waker(Waker::noop());
    for _ in 0..100 {
        if let Poll::Ready(output) = future.as_mut().poll(&mut context) {
            return output;
        }
    }
    panic!("a walk hangs");
}

/// Checks that every request was sent to the origin of the first, spelled the same: no other host,
/// no http after https, no user name.
pub(super) fn stayed_home(first: &Uri, sent: &Sent) {
    let home = Url::parse(&first.to_string()).expect("the first URL");
    for request in sent.requests() {
        let uri = request.uri();
        let url =
            Url::parse(&uri.to_string()).unwrap_or_else(|error| panic!("sent {uri}: {error}"));
        let upgraded = home.scheme() == "http" && home.port().is_none() && url.scheme() == "https";
        assert!(
            url.scheme() == home.scheme() || upgraded,
            "sent {uri}: scheme of {first}"
        );
        assert_eq!(
            uri.authority(),
            first.authority(),
            "sent {uri}: authority of {first}"
        );
        assert_eq!(
            (url.host_str(), url.port()),
            (home.host_str(), home.port()),
            "sent {uri}: origin of {first}"
        );
        assert!(
            url.username().is_empty() && url.password().is_none(),
            "sent {uri}: user name"
        );
        // The parsed text must equal the parts that the client uses.
        assert_eq!(
            uri.scheme_str(),
            Some(url.scheme()),
            "sent {uri}: two readings"
        );
        assert!(
            uri.host()
                .is_some_and(|host| host.eq_ignore_ascii_case(home.host_str().unwrap_or_default())),
            "sent {uri}: two readings"
        );
    }
}

/// Checks that an error is short and does not show the secret of the first request.
pub(super) fn is_discreet(error: &Error, secret: &str) {
    for shown in [
        error.to_string(),
        format!("{error:?}"),
        format!("{error:#?}"),
        chain(error),
    ] {
        assert!(
            shown.len() < LONGEST_ERROR,
            "an error of {} bytes: {shown:.600}",
            shown.len()
        );
        assert!(!shown.contains(secret), "an error shows a secret: {shown}");
    }
}

/// An error with its sources.
fn chain(error: &Error) -> String {
    let mut text = String::new();
    let mut next: Option<&dyn std::error::Error> = Some(error);
    while let Some(error) = next {
        text.push_str(&error.to_string());
        text.push('\n');
        next = error.source();
    }
    text
}
