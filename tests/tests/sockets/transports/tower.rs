//! tower services: hyper-util's client by itself, boxed, and under layers; and the meaning of a
//! service's readiness and errors.

use std::convert::Infallible;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use http::{Request, Response};
use http_body_util::Full;
use hyper_util::client::legacy::Client as HyperClient;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use paginate_runtime::{
    Error, ErrorKind, Paginated, RetryPolicy,
    transport::{ResponseUrl, Transport, TransportErrorKind, tower_service_0_3::TowerTransport},
};
use paginate_tests::{Server, Timeless};
use tower::retry::Policy;
use tower::util::BoxCloneService;
use tower::{BoxError, Service, ServiceBuilder, service_fn};
use tower_http::follow_redirect::policy::{Action, Attempt, PolicyExt, SameOrigin, redirect_fn};
use tower_http::follow_redirect::{FollowRedirectLayer, RequestUri};
use tower_http::trace::TraceLayer;

use super::client::{Redirects, Streaming};
use super::scenarios::{ByToken, get, page};

fn hyper() -> HyperClient<HttpConnector, Full<Bytes>> {
    HyperClient::builder(TokioExecutor::new()).build_http()
}

mod by_itself {
    use super::*;
    crate::transports::suite!(Streaming(
        TowerTransport::new(hyper()),
        Redirects::NotFollowed
    ));
}

mod boxed {
    use super::*;
    crate::transports::suite!(Streaming(
        TowerTransport::new(BoxCloneService::new(hyper())),
        Redirects::NotFollowed
    ));
}

mod stacked {
    use super::*;
    crate::transports::suite!(Streaming(stack(), Redirects::NotFollowed));
}

mod with_redirects {
    use super::*;
    crate::transports::suite!(Streaming(following(), Redirects::WithinOrigin));
}

/// Returns hyper-util's client with layers of tower and tower-http.
fn stack() -> impl Transport + Clone {
    TowerTransport::new(
        ServiceBuilder::new()
            .layer(TraceLayer::new_for_http())
            .retry(Again {
                left: 3,
                status: 599,
            })
            .buffer(8)
            .concurrency_limit(4)
            .rate_limit(1_000_000, Duration::from_secs(1))
            .timeout(Duration::from_secs(60))
            .service(hyper()),
    )
}

/// Returns a transport that follows redirects within the origin, and stores the final URL where the
/// origin rule looks for it.
fn following() -> impl Transport + Clone {
    TowerTransport::new(
        ServiceBuilder::new()
            .map_response(|mut response: Response<_>| {
                if let Some(RequestUri(uri)) = response.extensions().get()
                    && let Ok(url) = uri.to_string().parse()
                {
                    response.extensions_mut().insert(ResponseUrl(url));
                }
                response
            })
            .layer(FollowRedirectLayer::with_policy(
                SameOrigin::new().and::<_, Full<Bytes>, _>(redirect_fn(keeps_method)),
            ))
            .service(hyper()),
    )
}

/// Returns the action for a redirect: stops if the method would change. A POST that is redirected
/// to its own URL would become a GET there, and no response would show it.
fn keeps_method<E>(attempt: &Attempt<'_>) -> Result<Action, E> {
    let keeps = attempt.method() == attempt.previous_method();
    Ok(if keeps { Action::Follow } else { Action::Stop })
}

/// A policy that sends a request again after this status.
#[derive(Debug, Clone)]
struct Again {
    left: usize,
    status: u16,
}

impl<B> Policy<Request<Full<Bytes>>, Response<B>, BoxError> for Again {
    type Future = std::future::Ready<()>;

    fn retry(
        &mut self,
        _: &mut Request<Full<Bytes>>,
        result: &mut Result<Response<B>, BoxError>,
    ) -> Option<Self::Future> {
        let again = result
            .as_ref()
            .is_ok_and(|response| response.status().as_u16() == self.status);
        self.left = self.left.checked_sub(1)?;
        again.then(|| std::future::ready(()))
    }

    fn clone_request(&mut self, request: &Request<Full<Bytes>>) -> Option<Request<Full<Bytes>>> {
        Some(request.clone())
    }
}

#[tokio::test]
async fn a_layer_that_retries_is_below_the_walk() {
    let server = Server::scripted([
        paginate_tests::Reply::empty(599),
        page(&[1], "a"),
        paginate_tests::Reply::empty(599),
        page(&[2], ""),
    ]);
    let walk =
        ByToken::paginate((stack(), get(server.url("/v1/items")))).retry(RetryPolicy::none());
    let items: Vec<u32> = walk.items().try_collect().await.unwrap();
    assert_eq!(items, [1, 2]);
    let (first, second) = (
        "GET /v1/items?page_size=100",
        "GET /v1/items?cursor=a&page_size=100",
    );
    assert_eq!(server.lines(), [first, first, second, second]);
}

/// A service that is ready after it was polled twice, and notes calls before that.
#[derive(Clone)]
struct Slow {
    asked: usize,
    early: Arc<AtomicUsize>,
    calls: Arc<AtomicUsize>,
}

impl Service<Request<Bytes>> for Slow {
    type Response = Response<Full<Bytes>>;
    type Error = Infallible;
    type Future = std::future::Ready<Result<Self::Response, Infallible>>;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        self.asked += 1;
        if self.asked < 2 {
            cx.waker().wake_by_ref();
            return Poll::Pending;
        }
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request<Bytes>) -> Self::Future {
        self.early
            .fetch_add(usize::from(self.asked < 2), Ordering::SeqCst);
        self.calls.fetch_add(1, Ordering::SeqCst);
        self.asked = 0;
        let next = if request.uri().query().unwrap_or_default().contains("cursor") {
            ""
        } else {
            "a"
        };
        let body = format!(r#"{{"items":[1],"next":"{next}"}}"#);
        std::future::ready(Ok(Response::new(body.into())))
    }
}

#[tokio::test]
async fn a_service_is_ready_before_it_is_called() {
    let service = Slow {
        asked: 0,
        early: Arc::default(),
        calls: Arc::default(),
    };
    let transport = TowerTransport::new(service.clone());
    let items: Vec<u32> = ByToken::paginate((transport, get("http://api.test/items")))
        .items()
        .try_collect()
        .await
        .unwrap();
    assert_eq!(items, [1, 1]);
    let count = |counter: &AtomicUsize| counter.load(Ordering::SeqCst);
    assert_eq!((count(&service.early), count(&service.calls)), (0, 2));
}

/// Returns the error of a walk whose first request fails like this, and the number of attempts.
async fn failure<S, E>(transport: TowerTransport<S>) -> (Error, usize)
where
    S: Service<Request<Full<Bytes>>, Response = Response<Full<Bytes>>, Error = E, Future: Send>
        + Clone
        + Send
        + 'static,
    E: Into<BoxError>,
{
    let time = Timeless::new();
    let walk = ByToken::paginate((transport, get("http://api.test/items"))).runtime(time.clone());
    let error = walk.items().try_next().await.unwrap_err();
    (error, time.slept().len() + 1)
}

/// A service that never answers.
fn silent()
-> impl Service<Request<Full<Bytes>>, Response = Response<Full<Bytes>>, Error = Infallible, Future: Send>
+ Clone
+ Send
+ 'static {
    service_fn(|_: Request<Full<Bytes>>| {
        std::future::pending::<Result<Response<Full<Bytes>>, Infallible>>()
    })
}

#[tokio::test(start_paused = true)]
async fn towers_timeout_is_one() {
    let service = ServiceBuilder::new()
        .timeout(Duration::from_secs(5))
        .service(silent());
    let (error, times) = failure(TowerTransport::new(service)).await;
    assert_eq!((error.kind(), times), (ErrorKind::Timeout, 4), "{error:?}");
}

#[derive(Debug, Clone)]
struct Budget;

impl std::fmt::Display for Budget {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("the budget is spent")
    }
}

impl std::error::Error for Budget {}

#[tokio::test]
async fn an_error_of_ones_own_is_final_unless_it_is_said_what_it_is() {
    let service = service_fn(|_: Request<Full<Bytes>>| {
        std::future::ready(Err::<Response<Full<Bytes>>, _>(Budget))
    });
    let (error, times) = failure(TowerTransport::new(service)).await;
    assert_eq!((error.kind(), times), (ErrorKind::Transport, 1));
    let source = std::error::Error::source(&error).and_then(std::error::Error::source);
    assert!(source.unwrap().is::<Budget>(), "it can be found");

    // Also if a layer has wrapped it, as `buffer` does with errors of the service itself.
    let service = service_fn(|_: Request<Full<Bytes>>| {
        std::future::ready(Err::<Response<Full<Bytes>>, _>(std::io::Error::other(
            Budget,
        )))
    });
    let transport = TowerTransport::new(service)
        .classify(|error| error.is::<Budget>().then_some(TransportErrorKind::Timeout));
    let (error, times) = failure(transport).await;
    assert_eq!((error.kind(), times), (ErrorKind::Timeout, 4));
}

#[tokio::test]
async fn a_service_that_takes_another_body() {
    let router =
        axum::Router::new().route("/items", axum::routing::get(async || r#"{"items":[4]}"#));
    let transport = TowerTransport::<_, axum::body::Body>::new(router.into_service());
    let items: Vec<u32> = ByToken::paginate((transport, get("http://api.test/items")))
        .items()
        .try_collect()
        .await
        .unwrap();
    assert_eq!(items, [4], "a router without a server");
}

/// A host can become unreachable after the request was sent.
#[tokio::test]
async fn a_post_that_may_have_arrived_is_not_sent_twice() {
    for kind in [
        std::io::ErrorKind::HostUnreachable,
        std::io::ErrorKind::NetworkUnreachable,
    ] {
        let service = service_fn(move |_: Request<Full<Bytes>>| {
            std::future::ready(Err::<Response<Full<Bytes>>, _>(std::io::Error::from(kind)))
        });
        let time = Timeless::new();
        let request = Request::post("http://api.test/items")
            .body(Bytes::from("{}"))
            .unwrap();
        let walk = ByToken::paginate((TowerTransport::new(service), request)).runtime(time.clone());
        let error = walk.items().try_next().await.unwrap_err();
        assert_eq!(
            (error.kind(), time.slept().len()),
            (ErrorKind::Transport, 0),
            "{kind}"
        );
        let (_, times) = failure(TowerTransport::new(service)).await;
        assert_eq!(times, 4, "what only reads is: {kind}");
    }
}

/// An error around the caller's own error, which is recognised by its text.
#[derive(Debug)]
struct Wrapped(Budget);

impl std::fmt::Display for Wrapped {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("client error (Connect)")
    }
}

impl std::error::Error for Wrapped {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&self.0)
    }
}

#[tokio::test]
async fn the_callers_word_on_a_source_goes_before_what_is_known_of_the_error() {
    let service = service_fn(|_: Request<Full<Bytes>>| {
        std::future::ready(Err::<Response<Full<Bytes>>, _>(Wrapped(Budget)))
    });
    let (_, times) = failure(TowerTransport::new(service)).await;
    assert_eq!(times, 4);
    let (_, times) = failure(
        TowerTransport::new(service)
            .classify(|error| error.is::<Budget>().then_some(TransportErrorKind::Other)),
    )
    .await;
    assert_eq!(times, 1);
}
