//! Shared code of the examples: HTTP servers in the same process, so that they run offline.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "an example may stop where its own server cannot start"
)]

pub mod servers;

use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::middleware::{Next, from_fn};
use tokio::net::TcpListener;

/// A server on a free port of 127.0.0.1, which records its requests. It runs until the example
/// ends.
#[derive(Debug)]
pub struct Server {
    /// Scheme, host and port.
    pub origin: String,
    log: Arc<Mutex<Vec<String>>>,
}

impl Server {
    /// Starts the server.
    pub async fn start(router: Router) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let origin = format!(
            "http://{}",
            listener.local_addr().expect("the address of a socket")
        );
        let log = Arc::new(Mutex::new(Vec::new()));
        let write = Arc::clone(&log);
        let router = router.layer(from_fn(move |request: Request, next: Next| {
            let write = Arc::clone(&write);
            async move {
                let (parts, body) = request.into_parts();
                let body = to_bytes(body, 1 << 20).await.expect("a whole request");
                let line = format!(
                    "{} {} {}",
                    parts.method,
                    parts.uri,
                    String::from_utf8_lossy(&body)
                );
                write.lock().unwrap().push(line.trim_end().to_owned());
                next.run(Request::from_parts(parts, Body::from(body))).await
            }
        }));
        tokio::spawn(async move { axum::serve(listener, router).await });
        Self { origin, log }
    }

    /// The requests since the last call, such as `GET /v2/users?page_size=2`. If a request has a
    /// body, it follows after a space.
    pub fn requests(&self) -> Vec<String> {
        std::mem::take(&mut *self.log.lock().unwrap())
    }
}
