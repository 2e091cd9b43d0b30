//! `reqwest::Client`, and its `RequestBuilder` as a source.

use bytes::Bytes;
use http::Request;
use paginate_runtime::{ErrorKind, Paginated, RetryPolicy, same_origin_redirects};
use paginate_tests::{Answer, RawServer};

use super::client::{Client, Page, Redirects, Settings, Streaming, Walk, stream};
use super::scenarios::ByToken;

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

/// The client's own timeout, whether it ends in the head or in the body.
#[tokio::test]
async fn the_clients_timeout_in_the_body_is_a_timeout() {
    for answer in [
        Answer::silence(),
        Answer::half(r#"{"items":[1,2,3],"next":""}"#),
    ] {
        let server = RawServer::start([answer]);
        let client = reqwest::Client::builder()
            .no_proxy()
            .timeout(std::time::Duration::from_millis(400));
        let request = client.build().unwrap().get(server.url("/v1/items"));
        let mut items = ByToken::paginate(request)
            .retry(RetryPolicy::none())
            .items();
        let error = crate::transports::bounded(items.try_next())
            .await
            .unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Timeout, "{error:?}");
        assert_eq!(server.wait_for(1), ["GET /v1/items?page_size=100"]);
    }
}
