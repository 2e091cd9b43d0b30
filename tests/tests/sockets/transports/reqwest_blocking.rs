//! `reqwest::blocking`: its client, and its `RequestBuilder` as a source.

use std::time::Duration;

use bytes::Bytes;
use http::Request;
use paginate_runtime::{ErrorKind, Paginated, RetryPolicy, reqwest_0_13::same_origin_redirects};
use paginate_tests::{Answer, RawServer};
use reqwest::blocking;

use super::client::{Blocking, Client, Page, Redirects, Settings, Walk, elsewhere, iterator};
use super::scenarios::ByToken;

fn client() -> blocking::Client {
    blocking::Client::builder().no_proxy().build().unwrap()
}

/// A client that walks from a `RequestBuilder`.
struct Builder;

impl Client for Builder {
    fn redirects(&self) -> Redirects {
        Redirects::WithinOrigin
    }

    fn keeps_time(&self) -> bool {
        true
    }

    async fn walk<P: Page>(&self, request: Request<Bytes>, settings: Settings) -> Walk {
        let source = move || {
            let client = blocking::Client::builder()
                .no_proxy()
                .redirect(same_origin_redirects());
            let request = blocking::Request::try_from(request).unwrap();
            blocking::RequestBuilder::from_parts(client.build().unwrap(), request)
        };
        iterator::<P, _>(source, settings).await
    }
}

mod transport {
    use super::*;
    crate::transports::suite!(Blocking(client, Redirects::Followed));
}

mod builder {
    use super::*;
    crate::transports::suite!(Builder);
}

#[tokio::test]
async fn a_builders_timeout_comes_along() {
    let server = RawServer::start([Answer::silence()]);
    let url = server.url("/v1/items");
    let error = elsewhere(move || {
        // The client's default is 30 seconds, which would work as well.
        let client = blocking::Client::builder()
            .no_proxy()
            .timeout(None)
            .build()
            .unwrap();
        // The client's own timer, which is real. The server never answers, so it may be short.
        let request = client.get(url).timeout(Duration::from_millis(20));
        ByToken::paginate_blocking(request)
            .retry(RetryPolicy::none())
            .items()
            .next()
            .unwrap()
            .unwrap_err()
    })
    .await;
    assert_eq!(error.kind(), ErrorKind::Timeout, "{error:?}");
}

#[tokio::test]
async fn a_body_that_is_a_reader_is_refused() {
    let error = elsewhere(|| {
        let request = client()
            .post("http://127.0.0.1:1/")
            .body(blocking::Body::new(std::io::empty()));
        ByToken::paginate_blocking(request)
            .items()
            .next()
            .unwrap()
            .unwrap_err()
    })
    .await;
    assert_eq!((error.kind(), error.page()), (ErrorKind::Setup, 0));
}
