//! A transport without sockets.

use std::collections::VecDeque;
use std::fmt;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use bytes::Bytes;
use http::Response;

use crate::testing::diff::diff;
use crate::testing::reply::sleep;
use crate::testing::reply::{Reply, ReplyBody, ReplyReader};
use crate::testing::request::Request;
use crate::transport::any::{Transport, TransportErrorKind};
use crate::transport::blocking::any::BlockingTransport;

/// The origin to which [`Script::get`] and [`Script::post`] send their requests.
const ORIGIN: &str = "https://api.example.com";

type Handler = dyn Fn(&Request) -> Reply + Send + Sync;

/// A transport that answers from a list of replies, or by a handler, and records what was sent: for
/// streams ([`paginate`](crate::Paginated::paginate)) and for iterators
/// ([`paginate_blocking`](crate::Paginated::paginate_blocking)). Clones share the replies and the
/// records.
///
/// [`get`](Self::get) and [`post`](Self::post) return the source of a walk. For any other first
/// request, use the pair `(script.clone(), request)`.
#[derive(Clone)]
pub struct Script {
    requests: Arc<Mutex<Vec<Request>>>,
    under_way: Arc<UnderWay>,
    source: Source,
}

#[derive(Clone)]
enum Source {
    Replies(Arc<Mutex<VecDeque<Reply>>>),
    Handler(Arc<Handler>),
}

impl Script {
    /// Creates a script that returns these replies, in order. If none is left, a request is
    /// recorded and fails with an error that says so.
    ///
    /// ```
    /// use paginate_runtime::testing::{Reply, Script};
    /// let script = Script::new([Reply::empty(503), Reply::text(r#"{ "users": [] }"#)]);
    /// assert_eq!(script.remaining(), 2);
    /// ```
    pub fn new(replies: impl IntoIterator<Item = Reply>) -> Self {
        Self {
            requests: Arc::default(),
            under_way: Arc::default(),
            source: Source::Replies(Arc::new(Mutex::new(replies.into_iter().collect()))),
        }
    }

    /// Creates a script that answers each request by a function. The function returns a [`Reply`],
    /// or a `Result` of types that convert to one.
    ///
    /// ```
    /// use paginate_runtime::testing::{Reply, Script};
    /// let script = Script::handler(|request| match request.param("page").as_deref() {
    ///     Some("1") | None => Reply::json([1, 2]),
    ///     Some(_) => Reply::empty(404),
    /// });
    /// # let _ = script;
    /// ```
    pub fn handler<R: Into<Reply>>(
        handler: impl Fn(&Request) -> R + Send + Sync + 'static,
    ) -> Self {
        Self {
            requests: Arc::default(),
            under_way: Arc::default(),
            source: Source::Handler(Arc::new(move |request| handler(request).into())),
        }
    }

    /// Returns a source for `paginate`: this transport, and a GET request for a path and query on
    /// `https://api.example.com`.
    ///
    /// # Panics
    ///
    /// Panics if the path is not valid in a URL.
    pub fn get(&self, path: &str) -> (Self, http::Request<Bytes>) {
        let request = http::Request::get(format!("{ORIGIN}{path}"))
            .body(Bytes::new())
            .expect("a request");
        (self.clone(), request)
    }

    /// Returns a source for `paginate` like [`get`](Self::get), with a POST request and a JSON
    /// body.
    ///
    /// # Panics
    ///
    /// Panics if the path is not valid in a URL.
    pub fn post(&self, path: &str, body: impl Into<Bytes>) -> (Self, http::Request<Bytes>) {
        let request = http::Request::post(format!("{ORIGIN}{path}"))
            .header("content-type", "application/json");
        (self.clone(), request.body(body.into()).expect("a request"))
    }

    /// Returns the requests so far, in order.
    pub fn requests(&self) -> Vec<Request> {
        self.requests.lock().unwrap().clone()
    }

    /// Returns the requests so far, each [in one line](Request::line).
    pub fn lines(&self) -> Vec<String> {
        self.requests
            .lock()
            .unwrap()
            .iter()
            .map(Request::line)
            .collect()
    }

    /// Asserts that exactly these requests were sent so far, in this order, each [in one
    /// line](Request::line): method, path, query and body. For headers, look at
    /// [`requests`](Self::requests).
    ///
    /// ```should_panic
    /// use paginate_runtime::testing::Script;
    /// Script::new([]).assert_requests(["GET /v2/users?page_size=300"]); // nothing was sent
    /// ```
    ///
    /// # Panics
    ///
    /// Panics if other requests were sent. The message shows the differences.
    #[track_caller]
    pub fn assert_requests<L: AsRef<str>>(&self, expected: impl IntoIterator<Item = L>) {
        let expected: Vec<String> = expected
            .into_iter()
            .map(|line| line.as_ref().to_owned())
            .collect();
        let sent = self.lines();
        if sent == expected {
            return;
        }
        let mut message = format!(
            "{} expected and {} sent (`-` was expected and not sent, `+` was sent and not expected):\n{}",
            counted(expected.len(), "request was", "requests were"),
            counted(sent.len(), "was", "were"),
            diff(&expected, &sent),
        );
        match self.remaining() {
            0 => {}
            left => message.push_str(&format!(
                "{} not asked for\n",
                counted(left, "reply was", "replies were")
            )),
        }
        panic!("{message}");
    }

    /// Returns the most requests that waited for their head at the same time.
    pub fn most_at_once(&self) -> usize {
        self.under_way.most.load(Ordering::SeqCst)
    }

    /// Returns how many replies have not been used; 0 for a handler.
    pub fn remaining(&self) -> usize {
        match &self.source {
            Source::Replies(replies) => replies.lock().unwrap().len(),
            Source::Handler(_) => 0,
        }
    }

    /// Records a request and returns the reply to it, without a walk: for a server of your own that
    /// answers from a script.
    ///
    /// # Errors
    ///
    /// Returns an error if no reply is left.
    pub fn reply(&self, request: Request) -> Result<Reply, ScriptError> {
        let number = {
            let mut requests = self.requests.lock().unwrap();
            requests.push(request.clone());
            requests.len()
        };
        match &self.source {
            Source::Handler(handler) => Ok(handler(&request)),
            Source::Replies(replies) => replies.lock().unwrap().pop_front().ok_or_else(|| ScriptError {
                fault: TransportErrorKind::Other,
                message: format!(
                    "the script has no reply left for request {number}, {}: does the walk see the end of the list?",
                    request.line()
                ),
            }),
        }
    }
}

impl Transport for Script {
    type Body = ReplyBody;
    type Error = ScriptError;

    async fn send(
        &self,
        request: http::Request<Bytes>,
    ) -> Result<Response<ReplyBody>, ScriptError> {
        let reply = self.reply(received(request))?;
        let under_way = Waiting::new(&self.under_way);
        if !reply.delay.is_zero() {
            sleep(reply.delay).await;
        }
        drop(under_way);
        Ok(reply.or_failure()?.into_response())
    }

    fn classify(error: &ScriptError) -> TransportErrorKind {
        error.fault
    }
}

impl BlockingTransport for Script {
    type Body = ReplyReader;
    type Error = ScriptError;

    fn send(
        &self,
        request: http::Request<Bytes>,
        limit: Option<Duration>,
    ) -> Result<Response<ReplyReader>, ScriptError> {
        let reply = self.reply(received(request))?;
        let left = limit.map(|limit| limit.checked_sub(reply.delay));
        match left {
            Some(None) => Err(ScriptError::scripted(TransportErrorKind::Timeout)),
            left => Ok(reply.or_failure()?.into_blocking_response(left.flatten())),
        }
    }

    fn classify(error: &ScriptError) -> TransportErrorKind {
        error.fault
    }
}

/// Converts a request to the form in which it is recorded.
fn received(request: http::Request<Bytes>) -> Request {
    let (parts, body) = request.into_parts();
    let scheme = parts.uri.scheme_str().expect("an absolute URL");
    let host = parts.uri.authority().expect("an absolute URL");
    Request::new(format!("{scheme}://{host}"), &parts, body)
}

impl Reply {
    fn or_failure(self) -> Result<Self, ScriptError> {
        match self.failure {
            Some(fault) => Err(ScriptError::scripted(fault)),
            None => Ok(self),
        }
    }
}

/// Returns a number with the word for it.
fn counted(number: usize, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}

/// Requests that wait for their head.
#[derive(Default)]
struct UnderWay {
    now: AtomicUsize,
    most: AtomicUsize,
}

/// One request that waits for its head, until it is dropped.
struct Waiting<'a>(&'a UnderWay);

impl<'a> Waiting<'a> {
    fn new(under_way: &'a UnderWay) -> Self {
        let now = under_way.now.fetch_add(1, Ordering::SeqCst) + 1;
        under_way.most.fetch_max(now, Ordering::SeqCst);
        Self(under_way)
    }
}

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        self.0.now.fetch_sub(1, Ordering::SeqCst);
    }
}

impl fmt::Debug for Script {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Script")
            .field("lines", &self.lines())
            .field("remaining", &self.remaining())
            .finish()
    }
}

/// The error of a [`Script`] that returned no response: a scripted failure, or no reply was left.
#[derive(Debug)]
pub struct ScriptError {
    fault: TransportErrorKind,
    message: String,
}

impl ScriptError {
    fn scripted(fault: TransportErrorKind) -> Self {
        Self {
            fault,
            message: format!("scripted failure: {fault:?}"),
        }
    }
}

impl fmt::Display for ScriptError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for ScriptError {}
