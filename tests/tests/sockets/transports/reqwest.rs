//! `reqwest::Client`, and its `RequestBuilder` as a source.

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::Request;
use paginate_runtime::{
    Error, ErrorKind, Items, Paginated, RetryPolicy,
    reqwest_0_13::same_origin_redirects,
    transport::{Transport, TransportErrorKind},
};
use paginate_tests::{Answer, RawServer};
use tokio::sync::Notify;

use super::client::{Client, Page, Redirects, Settings, Streaming, Walk, stream};
use super::scenarios::{ByToken, get};

pub(crate) fn client() -> reqwest::Client {
    reqwest::Client::builder().no_proxy().build().unwrap()
}

/// A client that walks from a `RequestBuilder`.
struct Builder;

impl Client for Builder {
    fn redirects(&self) -> Redirects {
        Redirects::WithinOrigin
    }

    async fn walk<P: Page>(&self, request: Request<Bytes>, settings: Settings) -> Walk {
        let client = reqwest::Client::builder()
            .no_proxy()
            .redirect(same_origin_redirects());
        let request = reqwest::Request::try_from(request).unwrap();
        stream::<P, _>(
            reqwest::RequestBuilder::from_parts(client.build().unwrap(), request),
            settings,
        )
        .await
    }
}

mod transport {
    use super::*;
    crate::transports::suite!(Streaming(client(), Redirects::Followed));
}

mod builder {
    use super::*;
    crate::transports::suite!(Builder);
}

/// Says when the head of a response is there.
struct Telling(reqwest::Client, Arc<Notify>);

impl Transport for Telling {
    type Body = reqwest::Body;
    type Error = reqwest::Error;

    async fn send(
        &self,
        request: Request<Bytes>,
    ) -> Result<http::Response<reqwest::Body>, reqwest::Error> {
        let response = Transport::send(&self.0, request).await;
        self.1.notify_one();
        response
    }

    fn classify(error: &reqwest::Error) -> TransportErrorKind {
        <reqwest::Client as Transport>::classify(error)
    }
}

/// How long the clients of these tests wait by themselves. Time is virtual from the moment on at
/// which nothing more comes, and this long goes by at once then.
pub(crate) const PATIENCE: Duration = Duration::from_secs(3600);

/// The error of a walk whose client has waited that long since this moment.
pub(crate) async fn timed_out(mut items: Items<ByToken>, moment: &Notify) -> Error {
    let walk = tokio::spawn(async move { items.try_next().await });
    crate::transports::bounded(moment.notified()).await;
    tokio::time::pause();
    tokio::time::advance(PATIENCE).await;
    // Virtual too.
    let end = tokio::time::timeout(PATIENCE, walk).await;
    tokio::time::resume();
    end.expect("the client gives up")
        .expect("no panic")
        .expect_err("a timeout")
}

/// The client's own timeout, before the head of the response.
#[tokio::test]
async fn the_clients_timeout_is_a_timeout() {
    let moment = Arc::new(Notify::new());
    let told = Arc::clone(&moment);
    let server = RawServer::telling([Answer::silence()], move || told.notify_one());
    let client = reqwest::Client::builder().no_proxy().timeout(PATIENCE);
    let request = client.build().unwrap().get(server.url("/v1/items"));
    let walk = ByToken::paginate(request).retry(RetryPolicy::none());
    let error = timed_out(walk.items(), &moment).await;
    assert_eq!(error.kind(), ErrorKind::Timeout, "{error:?}");
    assert!(
        error.to_string().contains("the request took too long"),
        "{error}"
    );
    assert_eq!(server.lines(), ["GET /v1/items?page_size=100"]);
}

/// And in its body, where it is an error of the body.
#[tokio::test]
async fn the_clients_timeout_in_the_body_is_a_timeout() {
    let moment = Arc::new(Notify::new());
    let server = RawServer::start([Answer::half(r#"{"items":[1,2,3],"next":""}"#)]);
    let client = reqwest::Client::builder().no_proxy().timeout(PATIENCE);
    let transport = Telling(client.build().unwrap(), Arc::clone(&moment));
    let request = get(server.url("/v1/items"));
    let walk = ByToken::paginate((transport, request)).retry(RetryPolicy::none());
    let error = timed_out(walk.items(), &moment).await;
    assert_eq!(error.kind(), ErrorKind::Timeout, "{error:?}");
    assert!(
        error.to_string().contains("the body took too long"),
        "{error}"
    );
    assert_eq!(server.lines(), ["GET /v1/items?page_size=100"]);
}
