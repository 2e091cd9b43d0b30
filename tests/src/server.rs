//! A handler behind real sockets.

use std::net::{Ipv4Addr, TcpListener};
use std::sync::atomic::{AtomicUsize, Ordering};

use axum::Router;
use axum::body::{Body, to_bytes};
use tokio::sync::oneshot;

use crate::{Reply, Request, Script};

/// An HTTP server on a free port of 127.0.0.1, in the runtime of the test. It stops when it is
/// dropped.
#[derive(Debug)]
#[must_use = "the server stops when it is dropped"]
pub struct Server {
    origin: String,
    script: Script,
    /// Dropping this stops the server.
    _stop: oneshot::Sender<()>,
}

impl Server {
    /// Starts the server.
    pub fn start<R: Into<Reply>>(handler: impl Fn(&Request) -> R + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a free port");
        listener.set_nonblocking(true).expect("a socket for tokio");
        let origin = format!(
            "http://{}",
            listener.local_addr().expect("the address of the socket")
        );
        let script = Script::handler(handler);
        let (stop, stopped) = oneshot::channel();

        let answer = {
            let (origin, script) = (origin.clone(), script.clone());
            move |request: axum::extract::Request| {
                let (origin, script) = (origin.clone(), script.clone());
                async move {
                    let (parts, body) = request.into_parts();
                    let body = to_bytes(body, usize::MAX)
                        .await
                        .expect("the body of the request");
                    let reply = script
                        .reply(Request::new(origin, &parts, body))
                        .expect("a handler always answers");
                    reply.into_response().map(Body::new)
                }
            }
        };
        tokio::spawn(async move {
            let listener = tokio::net::TcpListener::from_std(listener).expect("a socket of tokio");
            let stopped = async move {
                let _ = stopped.await;
            };
            axum::serve(listener, Router::new().fallback(answer))
                .with_graceful_shutdown(stopped)
                .await
        });
        Self {
            origin,
            script,
            _stop: stop,
        }
    }

    /// Sends these replies in order, and then 418, so that a walk with too many requests fails at
    /// once.
    pub fn scripted(replies: impl IntoIterator<Item = Reply>) -> Self {
        let replies: Vec<Reply> = replies.into_iter().collect();
        let count = AtomicUsize::new(0);
        Self::start(move |_| {
            let reply = replies.get(count.fetch_add(1, Ordering::SeqCst));
            reply
                .cloned()
                .unwrap_or_else(|| Reply::text("a request too many").status(418))
        })
    }

    /// Scheme, host and port.
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// The URL of a path and query, which begin with a slash.
    pub fn url(&self, path: &str) -> String {
        format!("{}{path}", self.origin)
    }

    /// The requests so far, in order.
    pub fn requests(&self) -> Vec<Request> {
        self.script.requests()
    }

    /// The requests so far, each [in one line](Request::line).
    pub fn lines(&self) -> Vec<String> {
        self.script.lines()
    }
}
