//! Errors name why a request failed, without the data that was sent, and why it was not tried
//! again.

use std::fmt;
use std::io;

use paginate_runtime::{
    ErrorKind, RetryPolicy,
    transport::{Transport, TransportErrorKind},
};
use paginate_tests::{Answer, RawServer, Timeless, client};

use super::*;

#[tokio::test]
async fn a_refused_connection_is_named() {
    let port = std::net::TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap()
        .port();
    let request = client().get(format!("http://127.0.0.1:{port}/l?key=s3cr3t"));
    let error = failed(Tokens::paginate(request).runtime(Timeless::new())).await;
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Transport, 4));
    let text = error.to_string();
    assert!(
        text.starts_with("page 1: the request failed: Connection refused"),
        "{text}"
    );
    assert!(!shown(&error).contains("s3cr3t"), "{}", shown(&error));
}

#[tokio::test]
async fn a_connection_that_ends_is_named() {
    let server = RawServer::start([Answer::Nothing]);
    let error =
        failed(Tokens::paginate(client().get(server.url("/l"))).retry(RetryPolicy::none())).await;
    let text = error.to_string();
    assert!(
        text.starts_with("page 1: the request failed: connection closed before message completed"),
        "{text}"
    );
    let server = RawServer::start([Answer::truncated("{\"rows\": [1, 2, 3], \"next\": null}")]);
    let error =
        failed(Tokens::paginate(client().get(server.url("/l"))).retry(RetryPolicy::none())).await;
    let text = error.to_string();
    assert!(
        text.starts_with("page 1: the body broke off: end of file before message length reached"),
        "{text}"
    );
}

/// An error that quotes the whole URL, as some clients do, and wraps another error.
#[derive(Debug)]
struct Failed(io::Error);

impl fmt::Display for Failed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("error sending request for url (https://api.example.com/l?key=s3cr3t)")
    }
}

impl std::error::Error for Failed {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&self.0)
    }
}

struct Client(&'static str);

impl Transport for Client {
    type Body = http_body_util::Full<bytes::Bytes>;
    type Error = Failed;

    async fn send(
        &self,
        _: http::Request<bytes::Bytes>,
    ) -> Result<http::Response<Self::Body>, Failed> {
        Err(Failed(io::Error::other(self.0)))
    }

    fn classify(_: &Failed) -> TransportErrorKind {
        TransportErrorKind::Connect
    }
}

fn request() -> http::Request<bytes::Bytes> {
    let request = http::Request::get("https://api.example.com/l?q=other-value")
        .header("x-api-key", "hunter-hunter");
    request.body(bytes::Bytes::new()).unwrap()
}

#[tokio::test]
async fn what_is_at_the_bottom_is_named_without_what_was_sent() {
    for (cause, shown) in [
        (
            "failed to lookup address information: Name or service not known",
            "failed to lookup address information: Name or service not known",
        ),
        (
            "invalid peer certificate: Expired",
            "invalid peer certificate: Expired",
        ),
        ("refused hunter-hunter for other-value", "refused … for …"),
        (
            "no route to https://u:p@api.example.com/l?q=1",
            "no route to https://…api.example.com/l?…",
        ),
    ] {
        let walk = Tokens::paginate((Client(cause), request())).retry(RetryPolicy::none());
        assert_eq!(
            failed(walk).await.to_string(),
            format!("page 1: the request failed: {shown} (GET https://api.example.com/l?…)")
        );
    }
}

/// Without timers, the walk cannot wait.
#[test]
fn a_walk_without_timers_says_that_it_did_not_try_again() {
    let walk = || Tokens::paginate((Client("down"), request()));
    let error = futures::executor::block_on(failed(walk()));
    assert_eq!(error.attempts(), 1);
    assert!(
        error
            .to_string()
            .contains("not retried, because no timer is available"),
        "{error}"
    );
    // If the caller wants no retries, the error does not mention timers.
    let error = futures::executor::block_on(failed(walk().retry(RetryPolicy::none())));
    assert!(!error.to_string().contains("timers"), "{error}");
    let error = futures::executor::block_on(failed(walk().runtime(Timeless::new())));
    assert_eq!(error.attempts(), 4);
    assert!(!error.to_string().contains("timers"), "{error}");
}
