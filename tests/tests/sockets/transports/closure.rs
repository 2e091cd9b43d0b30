//! Functions, `Arc<T>`, and a transport with an erased type.

use std::sync::Arc;

use bytes::Bytes;
use http::Request;
use paginate_runtime::transport::{AnyTransport, Transport};

use super::client::{Redirects, Streaming};

mod function {
    use super::*;

    // The function's error is reqwest's, whose kind a function cannot tell: every failure is final,
    // so most of the scenarios do not apply.
    #[tokio::test]
    async fn walks() {
        let client = super::super::reqwest::client();
        let send = move |request: Request<Bytes>| {
            let client = client.clone();
            async move {
                let response = client.execute(reqwest::Request::try_from(request)?).await?;
                Ok::<http::Response<reqwest::Body>, reqwest::Error>(response.into())
            }
        };
        let client = Streaming(send, Redirects::Followed);
        super::super::scenarios::walks_by_token(&client).await;
        super::super::scenarios::walks_by_link_header(&client).await;
        super::super::scenarios::filters_and_headers_stay(&client).await;
        super::super::scenarios::json_bodies_are_posted(&client).await;
        super::super::scenarios::statuses_are_judged(&client).await;
        super::super::scenarios::a_rate_limit_is_waited_for(&client).await;
        super::super::scenarios::a_body_that_breaks_is_tried_again(&client).await;
        super::super::scenarios::a_body_that_is_too_large_is_not_read(&client).await;
        super::super::scenarios::silence_times_out(&client).await;
    }
}

mod shared {
    use super::*;
    crate::transports::suite!(Streaming(
        Arc::new(super::super::reqwest::client()),
        Redirects::Followed
    ));
}

mod erased {
    use super::*;
    crate::transports::suite!(Streaming(
        AnyTransport::new(super::super::reqwest::client()),
        Redirects::Followed
    ));
}

/// One type for two clients.
#[test]
fn erased_transports_are_of_one_type() {
    fn check(_: &impl Transport) {}
    let transports = [
        AnyTransport::new(super::reqwest::client()),
        AnyTransport::new(Arc::new(super::reqwest::client())),
    ];
    transports.iter().for_each(check);
}
