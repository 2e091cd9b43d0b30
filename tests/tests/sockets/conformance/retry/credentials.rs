//! Credentials that expire.

use paginate_runtime::transport::ResponseUrl;

use super::*;

/// An API whose access tokens `t0`, `t1` .. are valid for three requests each, over ten pages of
/// one item.
fn short_lived() -> Server {
    let served = Mutex::new((0usize, 0usize)); // which token, how often it was used
    Server::start(move |request| {
        let mut served = served.lock().unwrap();
        let wanted = format!("Bearer t{}", served.0);
        if request.header("authorization") != Some(&wanted) {
            return Reply::text("invalid token").status(401);
        }
        if served.1 == 3 {
            *served = (served.0 + 1, 0);
            return Reply::text("token expired").status(401);
        }
        served.1 += 1;
        let number: u32 = request
            .param("cursor")
            .map_or(1, |cursor| cursor.parse().unwrap());
        let next = (number < 10).then(|| (number + 1).to_string());
        page(&[number], next)
    })
}

/// The calls of a hook.
type Calls = Arc<Mutex<Vec<(AuthReason, String)>>>;

/// A hook that returns `t0`, `t1` ..: the next one after each 401.
fn hook(
    calls: &Calls,
) -> impl Fn(
    http::Request<bytes::Bytes>,
    AuthReason,
) -> std::future::Ready<Result<HeaderMap, std::io::Error>>
+ use<> {
    let (calls, current) = (Arc::clone(calls), AtomicUsize::new(0));
    move |request, why| {
        calls
            .lock()
            .unwrap()
            .push((why, request.uri().path_and_query().unwrap().to_string()));
        if why == AuthReason::Unauthorized {
            current.fetch_add(1, Ordering::SeqCst);
        }
        let mut headers = HeaderMap::new();
        let token = format!("Bearer t{}", current.load(Ordering::SeqCst));
        headers.insert("authorization", token.parse().unwrap());
        std::future::ready(Ok(headers))
    }
}

#[tokio::test]
async fn tokens_that_live_for_three_requests() {
    let server = short_lived();
    let calls = Calls::default();
    // The builder's own credentials are replaced, and no second ones are added.
    let request = get(&server, "/list").bearer_auth("stale");
    let walked = walk(
        Plain::paginate(request)
            .runtime(Timeless::new())
            .authorize(hook(&calls)),
    )
    .await;
    assert_eq!(
        (walked.pages, walked.received),
        (10, 10),
        "a request refused is no page"
    );
    assert_eq!(
        walked.ended(),
        ((1..=10).collect(), EndReason::NoContinuation)
    );

    let expiries: Vec<String> = [4, 7, 10]
        .iter()
        .map(|page| format!("/list?cursor={page}"))
        .collect();
    let renewed: Vec<String> = calls
        .lock()
        .unwrap()
        .iter()
        .filter(|(why, _)| *why == AuthReason::Unauthorized)
        .map(|(_, path)| path.clone())
        .collect();
    assert_eq!(renewed, expiries, "one call for each expiry");
    assert_eq!(calls.lock().unwrap().len(), 13, "and one for each page");
    let mut lines = vec!["GET /list".to_owned()];
    for number in 2..=10 {
        let times = if [4, 7, 10].contains(&number) { 2 } else { 1 };
        lines.extend(std::iter::repeat_n(
            format!("GET /list?cursor={number}"),
            times,
        ));
    }
    assert_eq!(server.lines(), lines);
    assert!(
        server.requests().iter().all(|request| request
            .headers
            .get_all("authorization")
            .iter()
            .count()
            == 1)
    );
}

#[tokio::test]
async fn a_second_401_is_an_error() {
    let server = Server::scripted([
        page(&[1], "a"),
        Reply::empty(401),
        Reply::text("no s3cr3t token=s3cr3t").status(401),
    ]);
    let calls = Calls::default();
    let time = Timeless::new();
    let paginator = Plain::paginate(get(&server, "/list"))
        .runtime(time.clone())
        .authorize(hook(&calls));
    let (found, error) = walk(paginator).await.failed();
    assert_eq!(
        (found, error.kind(), error.page()),
        (vec![1], ErrorKind::Unauthorized, 2)
    );
    assert_eq!(
        server.lines(),
        ["GET /list", "GET /list?cursor=a", "GET /list?cursor=a"]
    );
    let whys: Vec<AuthReason> = calls.lock().unwrap().iter().map(|(why, _)| *why).collect();
    assert_eq!(
        whys,
        [
            AuthReason::First,
            AuthReason::First,
            AuthReason::Unauthorized
        ]
    );
    assert_eq!(time.slept(), []);
    assert!(!shown(&error).contains("t1"), "{}", shown(&error));
    // With valid credentials, it goes on from there.
    let later = Server::scripted([page(&[2], Value::Null)]);
    let checkpoint = saved(error.checkpoint().unwrap());
    let walked = walk(Plain::paginate(get(&later, "/list")).resume_unchecked(checkpoint)).await;
    assert_eq!(walked.ended(), (vec![2], EndReason::NoContinuation));
    assert_eq!(later.lines(), ["GET /list?cursor=a"]);
}

#[tokio::test]
async fn without_a_hook_a_401_is_an_error_at_once() {
    let server = Server::scripted([page(&[1], "a"), Reply::empty(401)]);
    let (found, error) = walk(Plain::paginate(get(&server, "/list"))).await.failed();
    assert_eq!(
        (found, error.kind(), server.lines().len()),
        (vec![1], ErrorKind::Unauthorized, 2)
    );
}

#[tokio::test]
async fn a_401_and_then_a_503_and_then_a_page() {
    let server = Server::scripted([
        Reply::empty(401),
        Reply::empty(503),
        Reply::empty(401),
        page(&[1], Value::Null),
    ]);
    let calls = Calls::default();
    let paginator = Plain::paginate(get(&server, "/list"))
        .runtime(Timeless::new())
        .authorize(hook(&calls));
    assert_eq!(
        walk(paginator).await.ended(),
        (vec![1], EndReason::NoContinuation)
    );
    let whys: Vec<AuthReason> = calls.lock().unwrap().iter().map(|(why, _)| *why).collect();
    assert_eq!(
        whys,
        [
            AuthReason::First,
            AuthReason::Unauthorized,
            AuthReason::First,
            AuthReason::Unauthorized
        ]
    );
}

#[tokio::test]
async fn a_post_that_was_refused_is_sent_again_with_new_credentials() {
    let server = Server::scripted([Reply::empty(401), page(&[1], Value::Null)]);
    let calls = Calls::default();
    let request = client().post(server.url("/search")).body("{\"q\":1}");
    let walked = walk(
        Plain::paginate(request)
            .runtime(Timeless::new())
            .authorize(hook(&calls)),
    )
    .await;
    assert_eq!(walked.ended(), (vec![1], EndReason::NoContinuation));
    assert_eq!(server.lines(), ["POST /search {\"q\":1}"; 2]);
}

#[tokio::test]
async fn a_hook_that_fails_is_an_error_with_its_reason() {
    let server = Server::scripted([page(&[1], "a"), Reply::empty(401)]);
    let paginator = Plain::paginate(get(&server, "/list"))
        .runtime(Timeless::new())
        .authorize(|_, why| async move {
            match why {
                AuthReason::First => Ok(HeaderMap::new()),
                _ => Err(std::io::Error::other("the refresh token has expired")),
            }
        });
    let (found, error) = walk(paginator).await.failed();
    assert_eq!(
        (found, error.kind(), server.lines().len()),
        (vec![1], ErrorKind::Unauthorized, 2)
    );
    assert!(error.checkpoint().is_some());
    let source = std::error::Error::source(&error)
        .unwrap()
        .downcast_ref::<std::io::Error>();
    assert_eq!(source.unwrap().to_string(), "the refresh token has expired");
}

#[tokio::test]
async fn a_hook_sees_the_request_as_it_is_sent() {
    let server = Server::scripted([page(&[1], "a b"), page(&[2], Value::Null)]);
    let seen = Arc::new(Mutex::new(Vec::new()));
    let log = Arc::clone(&seen);
    let request = client()
        .post(server.url("/search?v=1"))
        .header("x-tenant", "t")
        .body("{\"q\":1}");
    let paginator = ByBody::paginate(request)
        .runtime(Timeless::new())
        .authorize(move |request, _| {
            let body = String::from_utf8(request.body().to_vec()).unwrap();
            let tenant = request.headers()["x-tenant"].to_str().unwrap().to_owned();
            let line = format!(
                "{} {} {body} {tenant}",
                request.method(),
                request.uri().path_and_query().unwrap()
            );
            log.lock().unwrap().push(line.clone());
            let mut headers = HeaderMap::new();
            headers.insert("x-signature", format!("signed {line}").parse().unwrap());
            async move { Ok::<_, std::io::Error>(headers) }
        });
    assert_eq!(
        walk(paginator).await.ended(),
        (vec![1, 2], EndReason::NoContinuation)
    );
    let expected = [
        "POST /search?v=1 {\"q\":1} t",
        "POST /search?v=1 {\"q\":1,\"after\":\"a b\"} t",
    ];
    assert_eq!(*seen.lock().unwrap(), expected);
    let signatures: Vec<_> = server
        .requests()
        .iter()
        .map(|request| request.header("x-signature").unwrap().to_owned())
        .collect();
    assert_eq!(signatures, expected.map(|line| format!("signed {line}")));
}

#[derive(Debug, Deserialize, Paginated)]
#[paginate(next_url = "next", items = "items")]
struct Linked {
    next: Option<String>,
    items: Vec<u32>,
}

/// The request with new credentials begins where the first one did, and not where that was
/// redirected to. The client tells of a URL only if it is another one than was asked for.
#[tokio::test]
async fn links_after_a_redirected_401_begin_at_the_page() {
    let server = Server::start(|request| {
        let renewed = request.header("authorization") == Some("Bearer t1");
        match request.line().as_str() {
            "GET /v1/list" if renewed => page(&[1], "list?page=2"),
            "GET /v1/list" => Reply::empty(302).header("location", "/login/list"),
            "GET /v1/list?page=2" => page(&[2], Value::Null),
            _ => Reply::text("invalid token").status(401),
        }
    });
    let client = client();
    let transport = move |request: http::Request<bytes::Bytes>| {
        let client = client.clone();
        async move {
            let asked = request.uri().to_string();
            let response = client.execute(request.try_into()?).await?;
            let url = response.url().clone();
            let mut response: http::Response<reqwest::Body> = response.into();
            if url.as_str() != asked {
                response.extensions_mut().insert(ResponseUrl(url));
            }
            Ok::<_, reqwest::Error>(response)
        }
    };
    let request = http::Request::get(server.url("/v1/list"))
        .body(bytes::Bytes::new())
        .unwrap();
    let calls = Calls::default();
    let walked = walk(Linked::paginate((transport, request)).authorize(hook(&calls))).await;
    assert_eq!(walked.ended(), (vec![1, 2], EndReason::NoContinuation));
    assert_eq!(
        server.lines(),
        [
            "GET /v1/list",
            "GET /login/list",
            "GET /v1/list",
            "GET /v1/list?page=2"
        ]
    );
}
