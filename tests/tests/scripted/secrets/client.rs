//! The client that the library builds.

use std::time::Duration;

use paginate_runtime::{ErrorKind, RetryPolicy};
use paginate_tests::{Answer, RawServer, Server};

use super::*;

/// By default, reqwest removes `Authorization` and `Cookie` on a redirect to another host, and
/// sends every other header there.
#[tokio::test]
async fn a_redirect_takes_no_key_to_another_host() {
    for status in [301, 302, 303, 307, 308] {
        let other = Server::start(|_| Reply::json(json!({ "rows": [6] })));
        let elsewhere = format!("{}/l", other.origin());
        let api = Server::start(move |request| match request.path.as_str() {
            "/within" => Reply::empty(status).header("location", "/l"),
            "/l" => Reply::json(json!({ "rows": [1] })),
            _ => Reply::empty(status).header("location", &elsewhere),
        });
        let client = paginate_runtime::reqwest_0_13::client_builder()
            .no_proxy()
            .build()
            .unwrap();
        let request = |path: &str| {
            client
                .get(format!("{}{path}", api.origin()))
                .header("x-api-key", "k")
        };
        let error = failed(Tokens::paginate(request("/away")).retry(RetryPolicy::none())).await;
        assert_eq!(
            (error.kind(), error.status().unwrap().as_u16()),
            (ErrorKind::Status, status)
        );
        assert_eq!(other.lines().len(), 0);
        let rows: Vec<u32> = Tokens::paginate(request("/within"))
            .items()
            .try_collect()
            .await
            .unwrap();
        assert_eq!(rows, [1]);
    }
}

/// Virtual time passes as soon as no task can run.
#[tokio::test(start_paused = true)]
async fn it_does_not_wait_for_ever() {
    let server = RawServer::start([Answer::silence()]);
    let client = paginate_runtime::reqwest_0_13::client_builder()
        .no_proxy()
        .build()
        .unwrap();
    let walk = Tokens::paginate(client.get(server.url("/l"))).retry(RetryPolicy::none());
    let error = tokio::time::timeout(Duration::from_secs(3_600), failed(walk))
        .await
        .expect("a limit");
    assert!(
        matches!(error.kind(), ErrorKind::Timeout | ErrorKind::Transport),
        "{error}"
    );
    assert!(paginate_runtime::reqwest_0_13::client().is_ok());
}
