//! `reqwest::Client`, and its `RequestBuilder` as a source.

use bytes::Bytes;
use http::Request;
use paginate_runtime::same_origin_redirects;

use super::client::{Client, Page, Redirects, Settings, Streaming, Walk, stream};

pub(crate) fn client() -> reqwest::Client {
    reqwest::Client::builder().no_proxy().build().unwrap()
}

/// The request as a builder of the client.
struct Builder;

impl Client for Builder {
    fn redirects(&self) -> Redirects {
        Redirects::WithinOrigin
    }

    async fn walk<P: Page>(&self, request: Request<Bytes>, settings: Settings) -> Walk {
        let client = reqwest::Client::builder().no_proxy().redirect(same_origin_redirects());
        let request = reqwest::Request::try_from(request).unwrap();
        stream::<P, _>(reqwest::RequestBuilder::from_parts(client.build().unwrap(), request), settings).await
    }
}

mod transport {
    use super::*;
    crate::suite!(Streaming(client(), Redirects::Followed));
}

mod builder {
    use super::*;
    crate::suite!(Builder);
}
