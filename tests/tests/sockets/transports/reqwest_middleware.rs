//! `reqwest-middleware`: its client, and its `RequestBuilder` as a source.

use std::sync::{Arc, Mutex};

use bytes::Bytes;
use http::{Extensions, Request};
use paginate_runtime::{ErrorKind, Paginated, RetryPolicy};
use paginate_tests::{Answer, RawServer, Server};
use reqwest_middleware::{ClientBuilder, ClientWithMiddleware, Middleware, Next, RequestBuilder};
use tokio::sync::Notify;

use super::client::{Client, Page, Redirects, Settings, Streaming, Walk, stream};
use super::reqwest::{PATIENCE, timed_out};
use super::scenarios::{ByToken, get, page};

/// A middleware that notes what it sees, and what the builder gave it.
#[derive(Debug, Clone, Default)]
struct Watch(Arc<Mutex<Vec<String>>>);

#[derive(Debug, Clone)]
struct Told(&'static str);

#[async_trait::async_trait]
impl Middleware for Watch {
    async fn handle(
        &self,
        request: reqwest::Request,
        extensions: &mut Extensions,
        next: Next<'_>,
    ) -> reqwest_middleware::Result<reqwest::Response> {
        let told = extensions.get::<Told>().map_or("-", |told| told.0);
        self.0.lock().unwrap().push(format!(
            "{told} {}",
            request.url().query().unwrap_or_default()
        ));
        next.run(request, extensions).await
    }
}

/// A middleware that fails with too much in its error.
struct Refuse;

/// A middleware that fails and names the target of a redirect.
struct Led;

#[async_trait::async_trait]
impl Middleware for Led {
    async fn handle(
        &self,
        request: reqwest::Request,
        _: &mut Extensions,
        _: Next<'_>,
    ) -> reqwest_middleware::Result<reqwest::Response> {
        let url = request.url();
        Err(reqwest_middleware::Error::middleware(
            std::io::Error::other(format!(
                "gave up for url ({url}), led to https://cdn.example/list?X-Amz-Signature=secretsecret"
            )),
        ))
    }
}

#[async_trait::async_trait]
impl Middleware for Refuse {
    async fn handle(
        &self,
        request: reqwest::Request,
        _: &mut Extensions,
        _: Next<'_>,
    ) -> reqwest_middleware::Result<reqwest::Response> {
        Err(reqwest_middleware::Error::middleware(
            std::io::Error::other(format!("the budget is spent at {}", request.url())),
        ))
    }
}

fn client(middleware: impl Middleware) -> ClientWithMiddleware {
    ClientBuilder::new(super::reqwest::client())
        .with(middleware)
        .build()
}

/// A client that walks from a `RequestBuilder`.
struct Builder;

impl Client for Builder {
    fn redirects(&self) -> Redirects {
        Redirects::Followed
    }

    async fn walk<P: Page>(&self, request: Request<Bytes>, settings: Settings) -> Walk {
        let request = reqwest::Request::try_from(request).unwrap();
        stream::<P, _>(
            RequestBuilder::from_parts(client(Watch::default()), request),
            settings,
        )
        .await
    }
}

mod transport {
    use super::*;
    crate::transports::suite!(Streaming(client(Watch::default()), Redirects::Followed));
}

mod builder {
    use super::*;
    crate::transports::suite!(Builder);
}

#[tokio::test]
async fn middleware_sees_each_request_and_the_builders_extensions() {
    let server = Server::scripted([page(&[1], "a"), page(&[2], "")]);
    let watch = Watch::default();
    let request = client(watch.clone())
        .get(server.url("/v1/items"))
        .with_extension(Told("told"));
    let items: Vec<u32> = ByToken::paginate(request)
        .items()
        .try_collect()
        .await
        .unwrap();
    assert_eq!(items, [1, 2]);
    assert_eq!(
        *watch.0.lock().unwrap(),
        ["told page_size=100", "told cursor=a&page_size=100"]
    );
}

#[tokio::test]
async fn a_builders_timeout_comes_along() {
    let moment = Arc::new(Notify::new());
    let told = Arc::clone(&moment);
    let server = RawServer::telling([Answer::silence()], move || told.notify_one());
    let request = client(Watch::default())
        .get(server.url("/v1/items"))
        .timeout(PATIENCE);
    let walk = ByToken::paginate(request).retry(RetryPolicy::none());
    let error = timed_out(walk.items(), &moment).await;
    assert_eq!(error.kind(), ErrorKind::Timeout, "{error:?}");
}

#[tokio::test]
async fn a_middlewares_error_is_kept_without_the_query() {
    let request = (
        client(Refuse),
        get("http://127.0.0.1:1/v1/items?key=secretsecret"),
    );
    let error = ByToken::paginate(request)
        .items()
        .try_next()
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Transport);
    let source = std::error::Error::source(&error).unwrap();
    assert_eq!(
        source.to_string(),
        "a middleware failed: the budget is spent at http://127.0.0.1:1/v1/items?…"
    );
    assert!(!format!("{error:?}").contains("secretsecret"));
}

#[tokio::test]
async fn a_middlewares_error_is_kept_without_any_query_or_password() {
    let request = (
        client(Led),
        get("http://name:secretsecret@127.0.0.1:1/v1/items?key='secretsecret'"),
    );
    let error = ByToken::paginate(request)
        .items()
        .try_next()
        .await
        .unwrap_err();
    assert_eq!(
        std::error::Error::source(&error).unwrap().to_string(),
        "a middleware failed: gave up for url (http://127.0.0.1:1/v1/items?… led to https://cdn.example/list?…"
    );
    assert!(!format!("{error:?}").contains("secretsecret"), "{error:?}");
}

#[tokio::test]
async fn a_body_that_is_a_stream_is_refused() {
    let body = reqwest::Body::wrap(http_body_util::StreamBody::new(futures::stream::empty::<
        Result<http_body::Frame<Bytes>, std::io::Error>,
    >()));
    let request = client(Watch::default())
        .post("http://127.0.0.1:1/")
        .body(body);
    let error = ByToken::paginate(request)
        .items()
        .try_next()
        .await
        .unwrap_err();
    assert_eq!((error.kind(), error.page()), (ErrorKind::Setup, 0));
}
