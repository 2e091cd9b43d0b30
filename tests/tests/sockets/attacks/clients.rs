//! The main attacks with the other clients: ureq, reqwest's blocking client, reqwest-middleware,
//! and a tower stack on hyper-util's client with its own redirects.

use bytes::Bytes;
use http::Request;
use http_body_util::Full;
use hyper_util::client::legacy::Client as HyperClient;
use hyper_util::rt::TokioExecutor;
use paginate_runtime::{
    EndReason, Error, ErrorKind, Paginated, RetryPolicy,
    reqwest_0_13::same_origin_redirects,
    source::IntoBlockingSource,
    transport::{BlockingTransport, ResponseUrl, Transport, tower_service_0_3::TowerTransport},
};
use paginate_tests::{Answer, RawServer, Reply};
use serde_json::json;
use tower::ServiceBuilder;
use tower_http::follow_redirect::policy::SameOrigin;
use tower_http::follow_redirect::{FollowRedirectLayer, RequestUri};

use super::kit::*;
use super::pages::*;

/// The result of a walk.
struct Came {
    items: Vec<u32>,
    end: Result<EndReason, Error>,
}

impl Came {
    fn failed(self, items: &[u32], kinds: &[ErrorKind]) {
        let error = self.end.expect_err("an attack");
        hidden(&shown(&error));
        assert!(
            self.items == items && kinds.contains(&error.kind()),
            "{:?} {error:?}",
            self.items
        );
    }
}

/// A client that walks from a request. Bodies are limited to a megabyte.
trait Client {
    async fn walk<P>(&self, request: Request<Bytes>) -> Came
    where
        P: Paginated<Item = u32> + serde::de::DeserializeOwned + Send + 'static;
}

const MOST: u64 = 1 << 20;

struct Stream<T>(T);

impl<T: Transport + Clone> Client for Stream<T> {
    async fn walk<P>(&self, request: Request<Bytes>) -> Came
    where
        P: Paginated<Item = u32> + serde::de::DeserializeOwned + Send + 'static,
    {
        let paginator = P::paginate((self.0.clone(), request))
            .max_body(MOST)
            .retry(RetryPolicy::none());
        let walked = walk(paginator).await;
        Came {
            items: walked.items,
            end: walked.end,
        }
    }
}

/// A client that is made and used in its own thread.
struct Thread<F>(F);

impl<T: BlockingTransport, F: Fn() -> T + Clone + Send + 'static> Client for Thread<F> {
    async fn walk<P>(&self, request: Request<Bytes>) -> Came
    where
        P: Paginated<Item = u32> + serde::de::DeserializeOwned + Send + 'static,
    {
        let make = self.0.clone();
        let (done, outcome) = tokio::sync::oneshot::channel();
        std::thread::spawn(move || drop(done.send(iterate::<P, _>((make(), request)))));
        outcome.await.expect("no panic")
    }
}

fn iterate<P, S: IntoBlockingSource>(source: S) -> Came
where
    P: Paginated<Item = u32> + serde::de::DeserializeOwned + Send + 'static,
{
    let paginator = P::paginate_blocking(source)
        .max_body(MOST)
        .retry(RetryPolicy::none());
    hidden(&format!("{paginator:?}"));
    let mut iterator = paginator.items();
    let (mut items, mut error) = (Vec::new(), None);
    for item in iterator.by_ref() {
        match item {
            Ok(item) => items.push(item),
            Err(failure) => error = Some(failure),
        }
        assert!(items.len() < 1_000, "the walk does not end");
    }
    hidden(&format!("{iterator:?}"));
    Came {
        items,
        end: error.map_or_else(|| Ok(iterator.end_reason().expect("a reason")), Err),
    }
}

fn ureq() -> Thread<impl Fn() -> ureq::Agent + Clone + Send + 'static> {
    Thread(|| {
        ureq::Agent::config_builder()
            .proxy(None)
            .build()
            .new_agent()
    })
}

fn blocking() -> Thread<impl Fn() -> reqwest::blocking::Client + Clone + Send + 'static> {
    Thread(|| {
        reqwest::blocking::Client::builder()
            .no_proxy()
            .redirect(same_origin_redirects())
            .build()
            .unwrap()
    })
}

fn middleware() -> Stream<reqwest_middleware::ClientWithMiddleware> {
    Stream(reqwest_middleware::ClientBuilder::new(client()).build())
}

fn hyper() -> HyperClient<hyper_util::client::legacy::connect::HttpConnector, Full<Bytes>> {
    HyperClient::builder(TokioExecutor::new())
        .pool_max_idle_per_host(0)
        .build_http()
}

fn tower() -> Stream<impl Transport + Clone> {
    Stream(TowerTransport::new(hyper()))
}

fn tower_with_redirects() -> Stream<impl Transport + Clone> {
    Stream(TowerTransport::new(
        ServiceBuilder::new()
            .map_response(|mut response: http::Response<_>| {
                if let Some(RequestUri(uri)) = response.extensions().get()
                    && let Ok(url) = uri.to_string().parse()
                {
                    response.extensions_mut().insert(ResponseUrl(url));
                }
                response
            })
            .layer(FollowRedirectLayer::with_policy(SameOrigin::new()))
            .service(hyper()),
    ))
}

/// A link leads to another port.
async fn a_link(client: impl Client) {
    let site = Site::answers([r#"{"rows":[1],"next":"{other}/list"}"#]);
    client
        .walk::<Linked>(site.request("/list"))
        .await
        .failed(&[1], &[ErrorKind::Link]);
    site.asked(&["GET /list"]);
}

/// A link asks for a deletion.
async fn a_deletion(client: impl Client) {
    let site = Site::answers([r#"{"rows":[1],"next":{"href":"/users/1","method":"DELETE"}}"#]);
    client
        .walk::<Objects>(site.request("/list"))
        .await
        .failed(&[1], &[ErrorKind::Link]);
    site.asked(&["GET /list"]);
}

/// A redirect leads to another port, on the second page.
async fn a_redirect(client: impl Client) {
    for status in [301, 302, 303, 307, 308] {
        let site = Site::answers([
            r#"{"rows":[1],"next":"a"}"#.into(),
            Say::status(status).header("location", "{other}/list?leak=1"),
        ]);
        client
            .walk::<Tokens>(site.request("/list"))
            .await
            .failed(&[1], &[ErrorKind::Status, ErrorKind::Redirected]);
        site.asked(&["GET /list", "GET /list?cursor=a"]);
    }
}

/// A search is redirected, to itself and to another URL: a response to another method is never a
/// page, and no body is sent to another origin.
async fn a_search(client: impl Client) {
    search(
        client,
        &[
            (302, "/search"),
            (303, "/list"),
            (307, "{other}/search"),
            (308, "{other}/search"),
        ],
    )
    .await;
}

/// The same without a redirect to its own URL: a tower stack that follows such a redirect does not
/// report it, which is a documented limit.
async fn a_search_elsewhere(client: impl Client) {
    search(
        client,
        &[
            (303, "/list"),
            (307, "{other}/search"),
            (308, "{other}/search"),
        ],
    )
    .await;
}

async fn search(client: impl Client, redirects: &[(u16, &'static str)]) {
    for &(status, to) in redirects {
        let site = Site::start(move |request, other| match request.method.as_str() {
            "POST" => Reply::empty(status).header("location", to.replace("{other}", other)),
            _ => Reply::text(r#"{"rows":[666],"next":null}"#),
        });
        let mut request = site.request("/search");
        *request.method_mut() = http::Method::POST;
        *request.body_mut() = Bytes::from_static(br#"{"q":1}"#);
        client.walk::<Search>(request).await.failed(
            &[],
            &[
                ErrorKind::Status,
                ErrorKind::Redirected,
                ErrorKind::Transport,
            ],
        );
        assert_eq!(site.other.lines().len(), 0);
    }
}

/// A page is larger than the limit.
async fn a_large_page(client: impl Client) {
    let site = Site::answers([format!(
        r#"{{"rows":[1],"next":null,"x":"{}"}}"#,
        "x".repeat(3 << 20)
    )]);
    client
        .walk::<Tokens>(site.request("/list"))
        .await
        .failed(&[], &[ErrorKind::BodyTooLarge]);
    site.asked(&["GET /list"]);
}

/// A page breaks off.
async fn half_a_page(client: impl Client) {
    let server = RawServer::start([
        Answer::whole(r#"{"rows":[1],"next":"a"}"#),
        Answer::truncated(r#"{"rows":[2],"next":null}"#),
    ]);
    let request = Request::get(server.url("/list"))
        .header("authorization", "Bearer s3cr3t")
        .body(Bytes::new())
        .unwrap();
    client
        .walk::<Tokens>(request)
        .await
        .failed(&[1], &[ErrorKind::Transport]);
    assert_eq!(server.wait_for(2), ["GET /list", "GET /list?cursor=a"]);
}

/// The server closes the connection instead of answering: the client's error contains no token.
async fn no_answer(client: impl Client) {
    let server = RawServer::start([
        Answer::whole(r#"{"rows":[1],"next":"s3cr3t-token"}"#),
        Answer::Nothing,
        Answer::Nothing,
        Answer::Nothing,
    ]);
    let request = Request::get(server.url("/list?q=s3cr3t-query"))
        .header("authorization", "Bearer s3cr3t")
        .body(Bytes::new())
        .unwrap();
    client
        .walk::<Tokens>(request)
        .await
        .failed(&[1], &[ErrorKind::Transport]);
}

/// A refusal contains everything that was sent.
async fn an_echo(client: impl Client) {
    let site = Site::start(|request, _| match request.param("cursor") {
        None => Reply::json(json!({ "rows": [1], "next": "s3cr3t token/1" })),
        Some(_) => Reply::text(format!("{} {:?}", request.line(), request.headers)).status(403),
    });
    client
        .walk::<Tokens>(site.request("/list?q=s3cr3t+query%2F1"))
        .await
        .failed(&[1], &[ErrorKind::Status]);
}

/// Token, link and body repeat in a circle.
async fn a_circle(client: impl Client) {
    let site = Site::start(|_, _| Reply::text(r#"{"rows":[1],"next":"a"}"#));
    client
        .walk::<Tokens>(site.request("/list"))
        .await
        .failed(&[1, 1], &[ErrorKind::Loop]);
    site.asked(&["GET /list", "GET /list?cursor=a"]);
}

/// A token that tries to become a header.
async fn a_line_break(client: impl Client) {
    let site = Site::answers([
        r#"{"rows":[1],"next":"a\r\nX-Injected: 1"}"#,
        r#"{"rows":[2],"next":null}"#,
    ]);
    let came = client.walk::<Tokens>(site.request("/list")).await;
    assert_eq!(
        (came.items, came.end.unwrap()),
        (vec![1, 2], EndReason::NoContinuation)
    );
    site.asked(&["GET /list", "GET /list?cursor=a%0D%0AX-Injected%3A%201"]);
    assert_eq!(site.api.requests()[1].header("x-injected"), None);
    let site = Site::answers([r#"{"rows":[1],"next":"a\r\nX-Injected: 1"}"#]);
    client
        .walk::<ByHeader>(site.request("/list"))
        .await
        .failed(&[1], &[ErrorKind::Setup]);
    site.asked(&["GET /list"]);
}

/// A user name and a password in the first URL are sent as a header for each page, and are in no
/// error.
async fn a_password(client: impl Client) {
    let site = Site::start(|request, _| match request.param("cursor") {
        None => Reply::text(r#"{"rows":[1],"next":"a"}"#),
        Some(_) => Reply::text("who is ann, with s3cr3t-pass?").status(403),
    });
    let url = site
        .api
        .url("/list")
        .replace("http://", "http://ann:s3cr3t-pass@");
    client
        .walk::<Tokens>(Request::get(url).body(Bytes::new()).unwrap())
        .await
        .failed(&[1], &[ErrorKind::Status]);
    for request in site.api.requests() {
        assert_eq!(
            request.header("authorization"),
            Some("Basic YW5uOnMzY3IzdC1wYXNz"),
            "{}",
            request.line()
        );
    }
}

/// Runs each attack with each client.
macro_rules! over_all {
    ($following:ident; $($attack:ident: $ureq:ident $blocking:ident $middleware:ident $tower:ident $redirects:ident;)*) => {
        attacks! {
            $following: a_search_elsewhere(tower_with_redirects());
            ureq_a_search: a_search(ureq());
            blocking_a_search: a_search(blocking());
            middleware_a_search: a_search(middleware());
            tower_a_search: a_search(tower());
            $(
                $ureq: $attack(ureq());
                $blocking: $attack(blocking());
                $middleware: $attack(middleware());
                $tower: $attack(tower());
                $redirects: $attack(tower_with_redirects());
            )*
        }
    };
}

over_all! {
    following_a_search;
    a_link: ureq_a_link blocking_a_link middleware_a_link tower_a_link following_a_link;
    a_deletion: ureq_a_deletion blocking_a_deletion middleware_a_deletion tower_a_deletion following_a_deletion;
    a_redirect: ureq_a_redirect blocking_a_redirect middleware_a_redirect tower_a_redirect following_a_redirect;
    a_large_page: ureq_a_large_page blocking_a_large_page middleware_a_large_page tower_a_large_page following_a_large_page;
    half_a_page: ureq_half_a_page blocking_half_a_page middleware_half_a_page tower_half_a_page following_half_a_page;
    no_answer: ureq_no_answer blocking_no_answer middleware_no_answer tower_no_answer following_no_answer;
    an_echo: ureq_an_echo blocking_an_echo middleware_an_echo tower_an_echo following_an_echo;
    a_circle: ureq_a_circle blocking_a_circle middleware_a_circle tower_a_circle following_a_circle;
    a_line_break: ureq_a_line_break blocking_a_line_break middleware_a_line_break tower_a_line_break following_a_line_break;
    a_password: ureq_a_password blocking_a_password middleware_a_password tower_a_password following_a_password;
}
