//! Walks without sockets, executors or time, and what all of them must keep to.

use std::convert::Infallible;
use std::future::{Future, Ready, ready};
use std::pin::pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Waker};

use bytes::Bytes;
use http::{Request, Response, Uri};
use http_body_util::Full;
use paginate_runtime::{Error, PageSource, Paginated, Paginator, Transport};
use url::Url;

/// What no error may show: in the query, in `Authorization` and in `Cookie` of every first request.
const SECRETS: [&str; 3] = ["Qx7-planted-query-9Zk", "Wv3-planted-bearer-5Jh", "Rm8-planted-cookie-2Lp"];

/// What all of them hold.
const MARK: &str = "-planted-";

/// The longest error, in bytes, printed with `Display` or `Debug`.
const LONGEST_ERROR: usize = 4_096;

/// Bugs of the library that fuzzing found and that are open: the properties leave them out, so that they can find others. Each has inputs in the
/// corpus, `open-*`: set its constant to `false` to see them fail, and take it away with the bug.
pub(super) mod open_bugs {
    /// A resumed walk sends the link of its checkpoint as it is written there, and not as it was judged.
    pub(in crate::properties) const RESUMED_LINK_AS_WRITTEN: bool = true;
    /// The path to where decoding failed holds keys of maps in full.
    pub(in crate::properties) const LONG_KEYS_IN_DECODE_ERRORS: bool = true;
    /// The path of a URL is shown in full.
    pub(in crate::properties) const LONG_URLS_IN_ERRORS: bool = true;
    /// A wait that is longer than the clock can count is none.
    pub(in crate::properties) const ENDLESS_WAIT_IS_NONE: bool = true;
}

/// More requests than that are no walk that ends.
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

/// A transport that answers at once: `answer` is given the number of the request, from 0.
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

/// A first request with secrets in it.
pub(super) fn first_request(url: &str) -> Request<()> {
    let [query, bearer, cookie] = SECRETS;
    let mark = if url.contains('?') { '&' } else { '?' };
    Request::get(format!("{url}{mark}api_key={query}"))
        .header("authorization", format!("Bearer {bearer}"))
        .header("cookie", format!("session={cookie}"))
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

/// Walks to the end or to the first error. A walk that hangs or goes on for ever panics.
pub(super) fn walk<P: Paginated, S: PageSource<P>>(paginator: Paginator<P, S>) -> Outcome {
    let mut stream = paginator.items();
    let mut items = 0;
    for _ in 0..MOST_TURNS {
        match done(stream.next()) {
            Some(Ok(_)) => items += 1,
            Some(Err(error)) => {
                assert!(done(stream.next()).is_none(), "an error is the last that a stream says");
                return Outcome { items, error: Some(error) };
            }
            None => return Outcome { items, error: None },
        }
    }
    panic!("no end after {MOST_TURNS} items");
}

/// Polls until it is done. Nothing here waits, so that more than a few polls are a hang.
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

/// Every request went to the origin of the first, spelled as it was: nothing else, nothing in clear after https, no user name.
pub(super) fn stayed_home(first: &Uri, sent: &Sent) {
    let home = Url::parse(&first.to_string()).expect("the first URL");
    for request in sent.requests() {
        let uri = request.uri();
        let url = Url::parse(&uri.to_string()).unwrap_or_else(|error| panic!("sent {uri}: {error}"));
        let upgraded = home.scheme() == "http" && home.port().is_none() && url.scheme() == "https";
        assert!(url.scheme() == home.scheme() || upgraded, "sent {uri}: scheme of {first}");
        assert_eq!(uri.authority(), first.authority(), "sent {uri}: authority of {first}");
        assert_eq!(
            (url.host_str(), url.port()),
            (home.host_str(), home.port()),
            "sent {uri}: origin of {first}"
        );
        assert!(url.username().is_empty() && url.password().is_none(), "sent {uri}: user name");
        // What is read from the text is what the client reads from its parts.
        assert_eq!(uri.scheme_str(), Some(url.scheme()), "sent {uri}: two readings");
        assert!(
            uri.host()
                .is_some_and(|host| host.eq_ignore_ascii_case(home.host_str().unwrap_or_default())),
            "sent {uri}: two readings"
        );
    }
}

/// An error is short, and shows no planted secret but one that the API itself sent.
pub(super) fn is_discreet(error: &Error, sent_by_api: &[u8]) {
    let long_key = open_bugs::LONG_KEYS_IN_DECODE_ERRORS && error.is_decode();
    let long_url = open_bugs::LONG_URLS_IN_ERRORS && error.url().is_some_and(|url| url.len() > 1_000);
    for shown in [error.to_string(), format!("{error:?}"), format!("{error:#?}"), chain(error)] {
        assert!(
            long_key || long_url || shown.len() < LONGEST_ERROR,
            "an error of {} bytes: {shown:.600}",
            shown.len()
        );
        if shown.contains(MARK) {
            assert!(
                String::from_utf8_lossy(sent_by_api).contains(MARK),
                "an error shows a secret: {shown}"
            );
        }
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
