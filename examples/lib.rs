//! What the examples share: an HTTP server in the same process, so that they run offline.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "an example may stop where its own server cannot start"
)]

use std::sync::{Arc, Mutex};

use axum::Router;
use axum::extract::Request;
use axum::middleware::{Next, from_fn};
use tokio::net::TcpListener;

/// A server on a free port of 127.0.0.1, which writes down what it is asked for. It runs until the example ends.
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
        let origin = format!("http://{}", listener.local_addr().expect("the address of a socket"));
        let log = Arc::new(Mutex::new(Vec::new()));
        let write = Arc::clone(&log);
        let router = router.layer(from_fn(move |request: Request, next: Next| {
            write.lock().unwrap().push(format!("{} {}", request.method(), request.uri()));
            next.run(request)
        }));
        tokio::spawn(async move { axum::serve(listener, router).await });
        Self { origin, log }
    }

    /// The requests since the last call, such as `GET /v2/users?page_size=2`.
    pub fn requests(&self) -> Vec<String> {
        std::mem::take(&mut *self.log.lock().unwrap())
    }
}
