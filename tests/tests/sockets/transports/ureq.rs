//! `ureq::Agent`, blocking.

use std::sync::Arc;
use std::time::Duration;

use paginate_runtime::{ErrorKind, Paginated, RetryPolicy};
use paginate_tests::{Answer, RawServer, Reply, Server};

use super::client::{Blocking, Redirects, elsewhere};
use super::scenarios::{ByToken, get, page};

/// Returns an agent that connects only to the server of the test.
pub(crate) fn agent() -> ureq::Agent {
    ureq::Agent::config_builder()
        .proxy(None)
        .build()
        .new_agent()
}

mod transport {
    use super::*;
    crate::transports::suite!(Blocking(agent, Redirects::WithinOrigin));
}

mod shared {
    use super::*;
    crate::transports::suite!(Blocking(|| Arc::new(agent()), Redirects::WithinOrigin));
}

#[tokio::test]
async fn the_agents_number_of_redirects_holds() {
    for (most, status) in [(0, Some(302)), (1, Some(302)), (2, None)] {
        let server = Server::scripted([
            Reply::empty(302).header("location", "/v1/b"),
            Reply::empty(302).header("location", "c"),
            page(&[1], ""),
        ]);
        let request = get(server.url("/v1/a"));
        let outcome = elsewhere(move || {
            let agent = ureq::Agent::config_builder()
                .proxy(None)
                .max_redirects(most)
                .build()
                .new_agent();
            ByToken::paginate_blocking((agent, request))
                .items()
                .collect::<Result<Vec<_>, _>>()
        })
        .await;
        assert_eq!(
            outcome
                .as_ref()
                .err()
                .map(|error| error.status().unwrap().as_u16()),
            status
        );
        let lines = ["GET /v1/a?page_size=100", "GET /v1/b", "GET /v1/c"];
        assert_eq!(server.lines(), lines[..=most as usize]);
        if status.is_none() {
            assert_eq!(outcome.unwrap(), [1]);
        }
    }
}

#[tokio::test]
async fn a_redirect_of_a_post_is_not_followed() {
    let server = Server::scripted([Reply::empty(307).header("location", "/v1/b")]);
    let request = http::Request::post(server.url("/v1/a")).body("{}").unwrap();
    let outcome = elsewhere(move || {
        ByToken::paginate_blocking((agent(), request))
            .items()
            .next()
    })
    .await;
    let error = outcome.unwrap().unwrap_err();
    assert_eq!(
        (error.kind(), error.status().unwrap().as_u16()),
        (ErrorKind::Status, 307)
    );
    assert_eq!(server.lines(), ["POST /v1/a?page_size=100 {}"]);
}

#[tokio::test]
async fn the_agents_own_timeout_and_https_only_hold() {
    let server = RawServer::start([Answer::silence()]);
    let request = get(server.url("/v1/items"));
    let error = elsewhere(move || {
        // The agent's own timer, which is real. The server never answers, so it may be short.
        let config = ureq::Agent::config_builder()
            .proxy(None)
            .timeout_global(Some(Duration::from_millis(20)));
        let paginator = ByToken::paginate_blocking((config.build().new_agent(), request))
            .retry(RetryPolicy::none());
        paginator
            .request_timeout(Duration::from_secs(3600))
            .items()
            .next()
            .unwrap()
            .unwrap_err()
    })
    .await;
    assert_eq!(error.kind(), ErrorKind::Timeout, "{error:?}");

    let request = get("http://127.0.0.1:1/v1/items?key=secretsecret");
    let agent = ureq::Agent::config_builder()
        .https_only(true)
        .build()
        .new_agent();
    let error = ByToken::paginate_blocking((agent, request))
        .items()
        .next()
        .unwrap()
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Transport);
    assert!(
        !format!("{error} {error:?}").contains("secretsecret"),
        "{error:?}"
    );
}
