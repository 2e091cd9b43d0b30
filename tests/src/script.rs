//! A transport without sockets.

use std::collections::VecDeque;
use std::fmt;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use bytes::Bytes;
use http::Response;
use paginate_runtime::{Fault, Transport};

use crate::log::Log;
use crate::{Reply, ReplyBody, Request};

/// Where [`Script::get`] and [`Script::post`] send their requests.
const ORIGIN: &str = "https://api.example.com";

type Handler = dyn Fn(&Request) -> Reply + Send + Sync;

/// A transport that answers from a list of replies, or by a handler. Clones share the list and the log.
#[derive(Clone)]
pub struct Script {
    log: Log,
    under_way: Arc<UnderWay>,
    source: Source,
}

#[derive(Clone)]
enum Source {
    Replies(Arc<Mutex<VecDeque<Reply>>>),
    Handler(Arc<Handler>),
}

impl Script {
    /// Gives these replies, in order. A request too many fails, so that a walk that does not end does not hang.
    pub fn new(replies: impl IntoIterator<Item = Reply>) -> Self {
        Self {
            log: Log::default(),
            under_way: Arc::default(),
            source: Source::Replies(Arc::new(Mutex::new(replies.into_iter().collect()))),
        }
    }

    /// Answers by a handler, as a [`Server`](crate::Server) does.
    pub fn handler<R: Into<Reply>>(handler: impl Fn(&Request) -> R + Send + Sync + 'static) -> Self {
        Self {
            log: Log::default(),
            under_way: Arc::default(),
            source: Source::Handler(Arc::new(move |request| handler(request).into())),
        }
    }

    /// A source for `paginate`: this transport, and a GET request for a path and query on `https://api.example.com`.
    pub fn get(&self, path: &str) -> (Self, http::Request<Bytes>) {
        let request = http::Request::get(format!("{ORIGIN}{path}")).body(Bytes::new()).expect("a request");
        (self.clone(), request)
    }

    /// The same with POST and a JSON body.
    pub fn post(&self, path: &str, body: impl Into<Bytes>) -> (Self, http::Request<Bytes>) {
        let request = http::Request::post(format!("{ORIGIN}{path}")).header("content-type", "application/json");
        (self.clone(), request.body(body.into()).expect("a request"))
    }

    /// The requests so far, in order.
    pub fn requests(&self) -> Vec<Request> {
        self.log.requests()
    }

    /// The requests so far, each [in one line](Request::line).
    pub fn lines(&self) -> Vec<String> {
        self.log.lines()
    }

    /// The most requests that waited for their head at the same time.
    pub fn most_at_once(&self) -> usize {
        self.under_way.most.load(Ordering::SeqCst)
    }

    /// How many replies have not been asked for; 0 for a handler.
    pub fn remaining(&self) -> usize {
        match &self.source {
            Source::Replies(replies) => replies.lock().unwrap().len(),
            Source::Handler(_) => 0,
        }
    }

    fn reply(&self, request: &Request) -> Option<Reply> {
        match &self.source {
            Source::Replies(replies) => replies.lock().unwrap().pop_front(),
            Source::Handler(handler) => Some(handler(request)),
        }
    }
}

impl Transport for Script {
    type Body = ReplyBody;
    type Error = ScriptError;

    async fn send(&self, request: http::Request<Bytes>) -> Result<Response<ReplyBody>, ScriptError> {
        let (parts, body) = request.into_parts();
        let scheme = parts.uri.scheme_str().expect("an absolute URL");
        let host = parts.uri.authority().expect("an absolute URL");
        let request = Request::new(format!("{scheme}://{host}"), &parts, body);
        self.log.push(request.clone());
        let Some(reply) = self.reply(&request) else {
            return Err(ScriptError {
                fault: Fault::Other,
                message: format!("the script has no reply to {}", request.line()),
            });
        };
        let under_way = Waiting::new(&self.under_way);
        if !reply.delay.is_zero() {
            tokio::time::sleep(reply.delay).await;
        }
        drop(under_way);
        match reply.failure {
            Some(fault) => Err(ScriptError {
                fault,
                message: format!("scripted failure: {fault:?}"),
            }),
            None => Ok(reply.into_response()),
        }
    }

    fn classify(error: &ScriptError) -> Fault {
        error.fault
    }
}

/// Requests that wait for their head.
#[derive(Default)]
struct UnderWay {
    now: AtomicUsize,
    most: AtomicUsize,
}

/// One of them, dropped ones included.
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

/// Why a [`Script`] gave no response: it was told to, or it had no reply left.
#[derive(Debug)]
pub struct ScriptError {
    fault: Fault,
    message: String,
}

impl fmt::Display for ScriptError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for ScriptError {}
