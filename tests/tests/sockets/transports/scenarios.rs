//! The scenarios: what each client must do.

use std::net::Ipv4Addr;
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderValue, Request};
use paginate_runtime::{ErrorKind, Paginated};
use paginate_tests::{Answer, RawServer, Reply, Server, Timeless};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::conformance::standstill::Standstill;

use super::client::{Client, Redirects, Settings};

#[derive(Debug, Deserialize, Paginated)]
#[paginate(token = "next", param = "cursor", items = "items", max = 100)]
pub(crate) struct ByToken {
    next: Option<String>,
    items: Vec<u32>,
}

#[derive(Debug, Deserialize, Paginated)]
#[paginate(next_url = "next", items = "items")]
struct ByLink {
    next: Option<String>,
    items: Vec<u32>,
}

#[derive(Debug, Deserialize, Paginated)]
#[paginate(next_url = link("next"), items = "0")]
struct ByLinkHeader(Vec<u32>);

#[derive(Debug, Deserialize, Paginated)]
#[paginate(page = "page", items = "items", pages = "pages")]
struct ByPage {
    pages: u64,
    items: Vec<u32>,
}

#[derive(Debug, Deserialize, Paginated)]
#[paginate(offset = "offset", items = "items", size = "limit", max = 2)]
struct ByOffset {
    items: Vec<u32>,
}

#[derive(Debug, Deserialize)]
struct Numbered {
    id: u32,
}

#[derive(Debug, Deserialize, Paginated)]
#[paginate(last_item = "id", param = "after", items = "items", more = "more")]
struct ByLastItem {
    more: bool,
    items: Vec<Numbered>,
}

impl From<Numbered> for u32 {
    fn from(item: Numbered) -> Self {
        item.id
    }
}

#[derive(Debug, Deserialize, Paginated)]
#[paginate(token = "next", param = body("page.after"), items = "items")]
struct ByBody {
    next: Option<String>,
    items: Vec<u32>,
}

#[derive(Debug, Deserialize, Paginated)]
#[paginate(token = "next", param = form("after"), items = "items")]
struct ByForm {
    next: Option<String>,
    items: Vec<u32>,
}

pub(crate) fn page(items: &[u32], next: impl Into<Value>) -> Reply {
    Reply::json(json!({ "items": items, "next": next.into() }))
}

pub(crate) fn get(url: impl Into<String>) -> Request<Bytes> {
    Request::get(url.into()).body(Bytes::new()).unwrap()
}

fn once() -> Settings {
    Settings::default()
}

pub(crate) async fn walks_by_token(client: &impl Client) {
    let server = Server::scripted([page(&[1, 2], "a+b/="), page(&[], "c"), page(&[3], "")]);
    let walk = client
        .walk::<ByToken>(get(server.url("/v1/items")), once())
        .await;
    assert_eq!(walk.ended(), [1, 2, 3]);
    assert_eq!(
        server.lines(),
        [
            "GET /v1/items?page_size=100",
            "GET /v1/items?cursor=a%2Bb%2F%3D&page_size=100",
            "GET /v1/items?cursor=c&page_size=100"
        ]
    );
}

pub(crate) async fn walks_by_link_in_the_body(client: &impl Client) {
    let server = Server::scripted([
        page(&[1, 2], "/v1/items?p=2&q=%41"),
        page(&[3], Value::Null),
    ]);
    let walk = client
        .walk::<ByLink>(get(server.url("/v1/items?q=x")), once())
        .await;
    assert_eq!(walk.ended(), [1, 2, 3]);
    assert_eq!(
        server.lines(),
        ["GET /v1/items?q=x", "GET /v1/items?p=2&q=%41"]
    );
}

pub(crate) async fn walks_by_link_header(client: &impl Client) {
    let first = Reply::json([1, 2]).header(
        "link",
        "<?p=1>; rel=\"prev\", </v1/items?p=2>; rel=\"next\"",
    );
    let server = Server::scripted([
        first,
        Reply::json([3]).header("link", "</v1/items?p=1>; rel=prev"),
    ]);
    let walk = client
        .walk::<ByLinkHeader>(get(server.url("/v1/items")), once())
        .await;
    assert_eq!(walk.ended(), [1, 2, 3]);
    assert_eq!(server.lines(), ["GET /v1/items", "GET /v1/items?p=2"]);
}

pub(crate) async fn walks_by_page(client: &impl Client) {
    let numbered = |items: &[u32]| Reply::json(json!({ "items": items, "pages": 3 }));
    let server = Server::scripted([numbered(&[1, 2]), numbered(&[3, 4]), numbered(&[5])]);
    let walk = client
        .walk::<ByPage>(get(server.url("/v1/items?sort=id")), once())
        .await;
    assert_eq!(walk.ended(), [1, 2, 3, 4, 5]);
    assert_eq!(
        server.lines(),
        [
            "GET /v1/items?sort=id&page=1",
            "GET /v1/items?sort=id&page=2",
            "GET /v1/items?sort=id&page=3"
        ]
    );
}

pub(crate) async fn walks_by_offset(client: &impl Client) {
    let list = |items: &[u32]| Reply::json(json!({ "items": items }));
    let server = Server::scripted([list(&[1, 2]), list(&[3]), list(&[])]);
    let walk = client
        .walk::<ByOffset>(get(server.url("/v1/items")), once())
        .await;
    assert_eq!(walk.ended(), [1, 2, 3]);
    assert_eq!(
        server.lines(),
        [
            "GET /v1/items?offset=0&limit=2",
            "GET /v1/items?offset=2&limit=2",
            "GET /v1/items?offset=3&limit=2"
        ]
    );
}

pub(crate) async fn walks_by_last_item(client: &impl Client) {
    let list = |ids: &[u32], more: bool| {
        let items: Vec<Value> = ids.iter().map(|id| json!({ "id": id })).collect();
        Reply::json(json!({ "items": items, "more": more }))
    };
    let server = Server::scripted([list(&[1, 2], true), list(&[7], false)]);
    let walk = client
        .walk::<ByLastItem>(get(server.url("/v1/items")), once())
        .await;
    assert_eq!(walk.ended(), [1, 2, 7]);
    assert_eq!(server.lines(), ["GET /v1/items", "GET /v1/items?after=2"]);
}

pub(crate) async fn filters_and_headers_stay(client: &impl Client) {
    let server = Server::scripted([page(&[1], "a"), page(&[2], "")]);
    let request = Request::get(server.url("/v1/items?tag=a&tag=b%20c&flag&x=%7E"))
        .header("x-team", "red")
        .header("x-team", "blue")
        .header("accept", "application/json")
        .body(Bytes::new())
        .unwrap();
    let walk = client.walk::<ByToken>(request, once()).await;
    assert_eq!(walk.ended(), [1, 2]);
    let filters = "GET /v1/items?tag=a&tag=b%20c&flag&x=%7E";
    assert_eq!(
        server.lines(),
        [
            format!("{filters}&page_size=100"),
            format!("{filters}&cursor=a&page_size=100")
        ]
    );
    for request in server.requests() {
        let teams: Vec<_> = request.headers.get_all("x-team").iter().collect();
        assert_eq!(teams, ["red", "blue"]);
        let accepted: Vec<_> = request.headers.get_all("accept").iter().collect();
        assert_eq!(
            accepted,
            ["application/json"],
            "the client's own does not come on top"
        );
    }
}

pub(crate) async fn bytes_in_headers_arrive(client: &impl Client) {
    let name = HeaderValue::from_bytes(b"caf\xe9").unwrap();
    let server = Server::scripted([page(&[1], "a"), page(&[2], "")]);
    let mut request = get(server.url("/v1/items"));
    request.headers_mut().insert("x-name", name.clone());
    assert_eq!(
        client.walk::<ByToken>(request, once()).await.ended(),
        [1, 2]
    );
    let sent: Vec<_> = server
        .requests()
        .iter()
        .map(|request| request.headers.get("x-name").cloned())
        .collect();
    assert_eq!(sent, [Some(name.clone()), Some(name)]);

    let body = r#"{"items":[3]}"#;
    let mut answer =
        b"HTTP/1.1 200 OK\r\nconnection: close\r\nx-name: caf\xe9\r\ncontent-length: 13\r\n\r\n"
            .to_vec();
    answer.extend_from_slice(body.as_bytes());
    let server = RawServer::start([Answer::Bytes(answer)]);
    assert_eq!(
        client
            .walk::<ByToken>(get(server.url("/v1/items")), once())
            .await
            .ended(),
        [3]
    );
}

pub(crate) async fn nothing_is_compressed_unasked(client: &impl Client) {
    // Bytes that no client may treat as compressed.
    let server = Server::scripted([Reply::bytes("{\"items\":[1]}").in_pieces(3)]);
    assert_eq!(
        client
            .walk::<ByToken>(get(server.url("/v1/items")), once())
            .await
            .ended(),
        [1]
    );
    let encodings: Vec<_> = server.requests()[0]
        .headers
        .get_all("accept-encoding")
        .iter()
        .cloned()
        .collect();
    assert!(
        encodings.is_empty(),
        "the workspace asks for no decompression: {encodings:?}"
    );
}

pub(crate) async fn json_bodies_are_posted(client: &impl Client) {
    let server = Server::scripted([page(&[1], "a"), page(&[2], "")]);
    let request = Request::post(server.url("/v1/search"))
        .header("content-type", "application/json")
        .body(Bytes::from(r#"{ "q": 1.0, "page": {} }"#))
        .unwrap();
    assert_eq!(client.walk::<ByBody>(request, once()).await.ended(), [1, 2]);
    assert_eq!(
        server.lines(),
        [
            r#"POST /v1/search { "q": 1.0, "page": {} }"#,
            r#"POST /v1/search { "q": 1.0, "page": {"after":"a"} }"#
        ]
    );
    let requests = server.requests();
    let kinds: Vec<_> = requests
        .iter()
        .map(|request| request.header("content-type"))
        .collect();
    assert_eq!(kinds, [Some("application/json"); 2]);
    let lengths: Vec<_> = requests
        .iter()
        .map(|request| request.header("content-length"))
        .collect();
    assert_eq!(
        lengths,
        [Some("24"), Some("35")],
        "a length, and not chunks"
    );
}

pub(crate) async fn forms_are_posted(client: &impl Client) {
    let server = Server::scripted([page(&[1], "a b"), page(&[2], "")]);
    let request = Request::post(server.url("/v1/search"))
        .header("content-type", "application/x-www-form-urlencoded")
        .body(Bytes::from("q=x&q=y"))
        .unwrap();
    assert_eq!(client.walk::<ByForm>(request, once()).await.ended(), [1, 2]);
    assert_eq!(
        server.lines(),
        [
            "POST /v1/search q=x&q=y",
            "POST /v1/search q=x&q=y&after=a%20b"
        ]
    );
}

pub(crate) async fn an_empty_post_is_sent_as_one(client: &impl Client) {
    let server = Server::scripted([page(&[1], "a"), page(&[2], "")]);
    let request = Request::post(server.url("/v1/search"))
        .body(Bytes::new())
        .unwrap();
    assert_eq!(
        client.walk::<ByToken>(request, once()).await.ended(),
        [1, 2]
    );
    assert_eq!(
        server.lines(),
        [
            "POST /v1/search?page_size=100",
            "POST /v1/search?cursor=a&page_size=100"
        ]
    );
}

pub(crate) async fn statuses_are_judged(client: &impl Client) {
    for (status, kind) in [
        (304, ErrorKind::Status),
        (400, ErrorKind::ContinuationRejected),
        (401, ErrorKind::Unauthorized),
        (404, ErrorKind::Status),
        (410, ErrorKind::Expired),
        (429, ErrorKind::RateLimited),
        (500, ErrorKind::Status),
    ] {
        let server = Server::scripted([
            page(&[1], "a"),
            Reply::text(if status == 304 { "" } else { "no" }).status(status),
        ]);
        let (items, error) = client
            .walk::<ByToken>(get(server.url("/v1/items")), once())
            .await
            .failed();
        assert_eq!(items, [1]);
        assert_eq!(
            (
                error.status().map(|status| status.as_u16()),
                error.kind(),
                error.page()
            ),
            (Some(status), kind, 2),
            "{error:?}"
        );
        assert_eq!(error.excerpt(), (status != 304).then_some("no"));
        assert_eq!(server.lines().len(), 2);
    }
}

pub(crate) async fn a_page_without_content_ends(client: &impl Client) {
    let server = Server::scripted([page(&[1], "a"), Reply::empty(204)]);
    assert_eq!(
        client
            .walk::<ByToken>(get(server.url("/v1/items")), once())
            .await
            .ended(),
        [1]
    );
    assert_eq!(server.lines().len(), 2);
}

pub(crate) async fn an_empty_body_is_no_page(client: &impl Client) {
    let server = Server::scripted([Reply::empty(200)]);
    let (items, error) = client
        .walk::<ByToken>(get(server.url("/v1/items")), once())
        .await
        .failed();
    assert_eq!((items, error.kind()), (vec![], ErrorKind::Decode));
}

pub(crate) async fn a_rate_limit_is_waited_for(client: &impl Client) {
    let limited = |status: u16, after: &str| Reply::empty(status).header("retry-after", after);
    let server = Server::scripted([
        limited(503, "7"),
        page(&[1], "a"),
        limited(429, "3"),
        limited(503, "4"),
        page(&[2], ""),
    ]);
    let time = Timeless::new();
    let walk = client
        .walk::<ByToken>(get(server.url("/v1/items")), Settings::timeless(&time))
        .await;
    assert_eq!(walk.ended(), [1, 2]);
    assert_eq!(time.slept(), [7, 3, 4].map(Duration::from_secs));
    let (first, second) = (
        "GET /v1/items?page_size=100",
        "GET /v1/items?cursor=a&page_size=100",
    );
    assert_eq!(server.lines(), [first, first, second, second, second]);
}

pub(crate) async fn a_refused_connection_is_tried_again(client: &impl Client) {
    // A port that is taken, but on which nothing listens.
    let taken = tokio::net::TcpSocket::new_v4().unwrap();
    taken.bind((Ipv4Addr::LOCALHOST, 0).into()).unwrap();
    let url = format!(
        "http://{}/v1/items?key=abcdefgh",
        taken.local_addr().unwrap()
    );
    for request in [get(&*url), Request::post(&*url).body(Bytes::new()).unwrap()] {
        let time = Timeless::new();
        let (items, error) = client
            .walk::<ByToken>(request, Settings::timeless(&time))
            .await
            .failed();
        assert_eq!(
            (items, error.kind()),
            (vec![], ErrorKind::Transport),
            "{error:?}"
        );
        assert_eq!(
            time.slept().len(),
            3,
            "nothing was sent, so that a POST is tried again too"
        );
        assert!(
            !format!("{error} {error:?}").contains("abcdefgh"),
            "{error:?}"
        );
    }
}

const PAGE: &str = r#"{"items":[1,2,3],"next":""}"#;

pub(crate) async fn a_connection_that_breaks_is_tried_again(client: &impl Client) {
    let server = RawServer::start([Answer::Nothing, Answer::whole(PAGE)]);
    let time = Timeless::new();
    let walk = client
        .walk::<ByToken>(get(server.url("/v1/items")), Settings::timeless(&time))
        .await;
    assert_eq!(walk.ended(), [1, 2, 3]);
    assert_eq!(time.slept().len(), 1);
    assert_eq!(server.lines(), ["GET /v1/items?page_size=100"; 2]);
}

pub(crate) async fn a_body_that_breaks_is_tried_again(client: &impl Client) {
    let server = RawServer::start([Answer::truncated(PAGE), Answer::whole(PAGE)]);
    let time = Timeless::new();
    let walk = client
        .walk::<ByToken>(get(server.url("/v1/items")), Settings::timeless(&time))
        .await;
    assert_eq!(walk.ended(), [1, 2, 3]);
    assert_eq!(time.slept().len(), 1);
    assert_eq!(server.lines().len(), 2);

    let server = RawServer::start([Answer::truncated(PAGE)]);
    let (items, error) = client
        .walk::<ByToken>(get(server.url("/v1/items")), once())
        .await
        .failed();
    assert_eq!(
        (items, error.kind()),
        (vec![], ErrorKind::Transport),
        "{error:?}"
    );
}

pub(crate) async fn a_post_is_not_sent_twice(client: &impl Client) {
    for answer in [Answer::Nothing, Answer::truncated(PAGE)] {
        let server = RawServer::start([answer, Answer::whole(PAGE)]);
        let time = Timeless::new();
        let request = Request::post(server.url("/v1/items"))
            .body(Bytes::from("{}"))
            .unwrap();
        let (items, error) = client
            .walk::<ByToken>(request, Settings::timeless(&time))
            .await
            .failed();
        assert_eq!(
            (items, error.kind()),
            (vec![], ErrorKind::Transport),
            "{error:?}"
        );
        assert_eq!(
            (server.lines().len(), time.slept().len()),
            (1, 0),
            "it may have done something"
        );
    }
}

pub(crate) async fn a_body_that_is_too_large_is_not_read(client: &impl Client) {
    // With a declared length, and in chunks.
    let large = format!(r#"{{"items":[1]{}}}"#, " ".repeat(120_000));
    let chunked = format!(
        "HTTP/1.1 200 OK\r\nconnection: close\r\ntransfer-encoding: chunked\r\n\r\n{:x}\r\n{large}\r\n0\r\n\r\n",
        large.len()
    );
    for answer in [
        Answer::whole(&large),
        Answer::Bytes(chunked.clone().into_bytes()),
    ] {
        let server = RawServer::start([answer]);
        let settings = Settings {
            max_body: Some(100_000),
            ..Settings::timeless(&Timeless::new())
        };
        let (items, error) = client
            .walk::<ByToken>(get(server.url("/v1/items")), settings)
            .await
            .failed();
        assert_eq!((items, error.kind()), (vec![], ErrorKind::BodyTooLarge));
        assert_eq!(server.lines().len(), 1);
    }
    let server = RawServer::start([Answer::Bytes(chunked.into_bytes())]);
    assert_eq!(
        client
            .walk::<ByToken>(get(server.url("/v1/items")), once())
            .await
            .ended(),
        [1]
    );
}

pub(crate) async fn a_redirect_elsewhere_is_refused(client: &impl Client) {
    let elsewhere = Server::scripted([page(&[9], "")]);
    let home = Server::scripted([Reply::empty(302).header("location", elsewhere.url("/v1/items"))]);
    let mut request = get(home.url("/v1/items"));
    request
        .headers_mut()
        .insert("x-api-key", HeaderValue::from_static("secret"));
    let (items, error) = client.walk::<ByToken>(request, once()).await.failed();
    assert!(items.is_empty(), "what came from elsewhere is not read");
    assert_eq!(home.lines(), ["GET /v1/items?page_size=100"]);
    if client.redirects() == Redirects::Followed {
        assert_eq!(error.kind(), ErrorKind::Redirected);
        // The client had already sent its request; the client decides what it sends along.
        assert_eq!(elsewhere.lines(), ["GET /v1/items"]);
    } else {
        assert_eq!(
            (error.kind(), error.status().unwrap().as_u16()),
            (ErrorKind::Status, 302)
        );
        assert!(
            elsewhere.lines().is_empty(),
            "nothing left the origin: {:?}",
            elsewhere.lines()
        );
    }
}

pub(crate) async fn a_redirect_within_the_origin(client: &impl Client) {
    let server = Server::scripted([
        Reply::empty(307).header("location", "/v2/items?page_size=100"),
        page(&[1], "?cursor=b"),
        page(&[2], ""),
    ]);
    let walk = client
        .walk::<ByLink>(get(server.url("/v1/items")), once())
        .await;
    if client.redirects() == Redirects::NotFollowed {
        let (items, error) = walk.failed();
        assert_eq!((items, error.status().unwrap().as_u16()), (vec![], 307));
        assert_eq!(server.lines(), ["GET /v1/items"]);
    } else {
        assert_eq!(walk.ended(), [1, 2]);
        assert_eq!(
            server.lines(),
            [
                "GET /v1/items",
                "GET /v2/items?page_size=100",
                "GET /v2/items?cursor=b"
            ],
            "links are relative to where the page came from"
        );
    }
}

/// A POST that is redirected to its own URL becomes a GET without its body, at a URL that looks
/// like the POST's.
pub(crate) async fn a_post_that_is_redirected_to_its_own_url(client: &impl Client) {
    for status in [301, 302, 303] {
        let server = Server::start(move |request| match request.method.as_str() {
            "POST" => Reply::empty(status).header("location", "/v1/search"),
            _ => page(&[9], ""),
        });
        let request = Request::post(server.url("/v1/search"))
            .body(Bytes::from_static(b"{}"))
            .unwrap();
        let walk = client.walk::<ByBody>(request, once()).await;
        if client.redirects() == Redirects::Followed {
            // The remaining case: nothing shows the redirect.
            assert_eq!(walk.ended(), [9]);
            continue;
        }
        let (items, error) = walk.failed();
        assert_eq!((items, error.status().unwrap().as_u16()), (vec![], status));
        assert_eq!(server.lines().len(), 1);
    }
}

/// The user name and password of the first URL are sent for the pages that links lead to.
pub(crate) async fn a_password_in_the_first_url(client: &impl Client) {
    let server = Server::start(|request| {
        if request.header("authorization") != Some("Basic YW5uOnMzY3I6ZXQ=") {
            return Reply::empty(401);
        }
        match request.param("p").as_deref() {
            None => page(&[1], "?p=2"),
            Some(_) => page(&[2], Value::Null),
        }
    });
    let request = get(server
        .url("/v1/items")
        .replace("http://", "http://ann:s3cr%3Aet@"));
    assert_eq!(client.walk::<ByLink>(request, once()).await.ended(), [1, 2]);
    assert_eq!(server.lines(), ["GET /v1/items", "GET /v1/items?p=2"]);
}

/// The limit of a client that keeps the time itself, with a real timer that must expire. It is long
/// enough for an exchange on loopback, because the scenarios assert the request.
const SHORT: Duration = Duration::from_millis(400);

/// What all others wait, who are told when the server stands still.
const LONG: Duration = Duration::from_secs(3600);

/// A server that stands still in this answer, and a walk that gives up then.
fn impatient(client: &impl Client, answer: Answer) -> (RawServer, Settings) {
    let limit = if client.keeps_time() { SHORT } else { LONG };
    let clock = Standstill::new(limit);
    let server = clock.server([answer]);
    let settings = Settings {
        timeout: Some(limit),
        clock: (!client.keeps_time()).then_some(clock),
        ..Settings::default()
    };
    (server, settings)
}

pub(crate) async fn silence_times_out(client: &impl Client) {
    let (server, settings) = impatient(client, Answer::silence());
    let (items, error) = client
        .walk::<ByToken>(get(server.url("/v1/items")), settings)
        .await
        .failed();
    assert_eq!(
        (items, error.kind()),
        (vec![], ErrorKind::Timeout),
        "{error:?}"
    );
    assert_eq!(server.wait_for(1), ["GET /v1/items?page_size=100"]);
}

pub(crate) async fn a_body_that_stalls_times_out(client: &impl Client) {
    let (server, settings) = impatient(client, Answer::half(PAGE));
    let (items, error) = client
        .walk::<ByToken>(get(server.url("/v1/items")), settings)
        .await
        .failed();
    assert_eq!(
        (items, error.kind()),
        (vec![], ErrorKind::Timeout),
        "{error:?}"
    );
    assert_eq!(server.wait_for(1), ["GET /v1/items?page_size=100"]);
}

pub(crate) async fn credentials_are_renewed(client: &impl Client) {
    let server = Server::scripted([Reply::empty(401), page(&[1], "")]);
    let settings = Settings {
        authorize: true,
        ..Settings::default()
    };
    assert_eq!(
        client
            .walk::<ByToken>(get(server.url("/v1/items")), settings)
            .await
            .ended(),
        [1]
    );
    let requests = server.requests();
    let sent: Vec<_> = requests
        .iter()
        .map(|request| request.header("authorization"))
        .collect();
    assert_eq!(sent, [Some("Bearer old"), Some("Bearer new")]);
}

pub(crate) async fn a_walk_goes_on_where_it_stopped(client: &impl Client) {
    let server = Server::scripted([page(&[1, 2], "a"), page(&[3, 4], "b")]);
    let settings = Settings {
        max_items: Some(3),
        ..Settings::default()
    };
    let walk = client
        .walk::<ByToken>(get(server.url("/v1/items")), settings)
        .await;
    let checkpoint = walk.checkpoint.clone();
    assert_eq!(walk.ended(), [1, 2, 3]);

    let later = Server::scripted([page(&[3, 4], "b"), page(&[5], "")]);
    // Another port is another origin: the checkpoint belongs to the first.
    let settings = Settings {
        resume: checkpoint.clone(),
        ..Settings::default()
    };
    let (_, error) = client
        .walk::<ByToken>(get(later.url("/v1/items")), settings)
        .await
        .failed();
    assert_eq!((error.kind(), later.lines().len()), (ErrorKind::Setup, 0));

    let server = Server::scripted([
        page(&[1, 2], "a"),
        page(&[3, 4], "b"),
        page(&[3, 4], "b"),
        page(&[5], ""),
    ]);
    let settings = Settings {
        max_items: Some(3),
        ..Settings::default()
    };
    let checkpoint = client
        .walk::<ByToken>(get(server.url("/v1/items")), settings)
        .await
        .checkpoint;
    let settings = Settings {
        resume: checkpoint,
        ..Settings::default()
    };
    let rest = client
        .walk::<ByToken>(get(server.url("/v1/items")), settings)
        .await;
    assert_eq!(rest.ended(), [4, 5]);
    assert_eq!(
        server.lines(),
        [
            "GET /v1/items?page_size=3",
            "GET /v1/items?cursor=a&page_size=3",
            "GET /v1/items?cursor=a&page_size=3",
            "GET /v1/items?cursor=b&page_size=3"
        ]
    );
}

pub(crate) async fn errors_keep_secrets(client: &impl Client) {
    let server = RawServer::start([
        Answer::whole(r#"{"items":[1],"next":"tokentoken"}"#),
        Answer::Nothing,
    ]);
    let mut request = get(server.url("/v1/items?key=keykeykey"));
    request.headers_mut().insert(
        "authorization",
        HeaderValue::from_static("Bearer bearerbearer"),
    );
    let (items, error) = client.walk::<ByToken>(request, once()).await.failed();
    assert_eq!((items, error.kind()), (vec![1], ErrorKind::Transport));
    let mut shown = format!("{error} {error:?}");
    let mut source = std::error::Error::source(&error);
    while let Some(error) = source {
        shown.push_str(&format!(" {error} {error:?}"));
        source = error.source();
    }
    for secret in ["tokentoken", "keykeykey", "bearerbearer"] {
        assert!(!shown.contains(secret), "{secret} in {shown}");
    }
}
