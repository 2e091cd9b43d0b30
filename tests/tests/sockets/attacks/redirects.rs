//! The server redirects the client before the walk sees anything. The client is the one that the
//! guide recommends, unless the attack says otherwise.

use paginate_runtime::{EndReason, Error, ErrorKind, Paginated, RetryPolicy};
use paginate_tests::Reply;

use super::kit::*;
use super::pages::*;

fn moved(status: u16, to: &str) -> Say {
    Say::status(status)
        .header("location", to)
        .body(r#"{"rows":[666],"next":null}"#)
}

/// Checks that this response to the second page makes the walk fail: the body of a redirect is not
/// a page.
async fn stops(answer: Say, kind: ErrorKind) {
    let site = Site::answers([r#"{"rows":[1],"next":"a"}"#.into(), answer]);
    let error = walk(Tokens::paginate(site.get("/list")).retry(RetryPolicy::none()))
        .await
        .failed(&[1], kind);
    assert_eq!(error.page(), 2);
    site.asked(&["GET /list", "GET /list?cursor=a"]);
}

/// Checks the same for the first page.
async fn stops_at_once(answer: Say, kind: ErrorKind) {
    let site = Site::answers([answer]);
    walk(Tokens::paginate(site.get("/list")).retry(RetryPolicy::none()))
        .await
        .failed(&[], kind);
    site.asked(&["GET /list"]);
}

/// Checks that a redirect within the origin is followed, with everything that the request had;
/// relative links are relative to the URL of the page.
async fn followed(status: u16, to: &str, lines: &[&str]) {
    let site = Site::answers([
        moved(status, to),
        r#"{"rows":[1],"next":"x?page=2"}"#.into(),
        r#"{"rows":[2],"next":null}"#.into(),
    ]);
    walk(Linked::paginate(site.get("/v1/list")))
        .await
        .ended(&[1, 2], EndReason::NoContinuation);
    site.asked(lines);
}

/// A chain of redirects within the origin, each to the next.
async fn a_chain_without_end() {
    let site = Site::start(|request, _| {
        let hop: u32 = request.param("hop").map_or(0, |hop| hop.parse().unwrap());
        Reply::empty(302).header("location", format!("/list?hop={}", hop + 1))
    });
    walk(Tokens::paginate(site.get("/list")).retry(RetryPolicy::none()))
        .await
        .failed(&[], ErrorKind::Transport);
    let lines = site.api.lines();
    assert!(lines.len() <= 12, "{lines:?}");
    assert!(site.other.lines().is_empty());
}

async fn a_redirect_to_itself() {
    let site = Site::start(|_, _| Reply::empty(302).header("location", "/list"));
    walk(Tokens::paginate(site.get("/list")).retry(RetryPolicy::none()))
        .await
        .failed(&[], ErrorKind::Status);
    site.asked(&["GET /list"]);
}

/// A redirect within the origin that then leads out of it.
async fn out_by_a_hop_at_home() {
    let site = Site::answers([moved(302, "/hop"), moved(307, "{other}/list")]);
    walk(Tokens::paginate(site.get("/list")))
        .await
        .failed(&[], ErrorKind::Status);
    site.asked(&["GET /list", "GET /hop"]);
}

/// A redirected search: nothing is sent a second time, and no response to another method is read.
async fn a_search_is_moved(status: u16, to: &str, kinds: &[ErrorKind]) {
    let site = Site::start({
        let to = to.to_owned();
        move |request, other| match request.method.as_str() {
            "POST" => Reply::empty(status).header("location", to.replace("{other}", other)),
            _ => Reply::text(r#"{"rows":[666],"next":null}"#),
        }
    });
    let walked =
        walk(Search::paginate(site.post("/search", r#"{"q":1}"#)).retry(RetryPolicy::none())).await;
    let error: Error = walked.end.expect_err("no page");
    assert!(
        walked.items.is_empty() && kinds.contains(&error.kind()),
        "{:?} {error}",
        walked.items
    );
    assert_eq!(site.other.lines().len(), 0);
    let posts = site
        .api
        .lines()
        .iter()
        .filter(|line| line.starts_with("POST"))
        .count();
    assert!((1..=12).contains(&posts), "{:?}", site.api.lines());
}

/// The body of a search is not sent to the target of a 307.
async fn a_search_is_moved_away(status: u16) {
    let site = Site::answers([moved(status, "{other}/search")]);
    walk(Search::paginate(site.post("/search", r#"{"q":1}"#)))
        .await
        .failed(&[], ErrorKind::Status);
    site.asked(&[r#"POST /search {"q":1}"#]);
}

/// By default, reqwest follows to any origin: the response is not read, and nothing of it is shown.
async fn a_client_that_follows_anywhere(status: u16) {
    let site = Site::answers([moved(status, "{other}/list?leak=1")]);
    let client = reqwest::Client::builder()
        .no_proxy()
        .pool_max_idle_per_host(0)
        .build()
        .unwrap();
    let request = client
        .get(site.api.url("/list"))
        .bearer_auth("s3cr3t-bearer-7f3a");
    walk(Tokens::paginate(request))
        .await
        .failed(&[], ErrorKind::Redirected);
    // The request was sent by then, without what reqwest removes.
    assert_eq!(site.other.lines(), ["GET /list?leak=1"]);
    assert_eq!(site.other.requests()[0].header("authorization"), None);
}

/// A client that follows to any origin, in a walk that sends POST.
async fn a_client_that_takes_the_body_along() {
    let site = Site::answers([moved(308, "{other}/search")]);
    let client = reqwest::Client::builder()
        .no_proxy()
        .pool_max_idle_per_host(0)
        .build()
        .unwrap();
    let request = client.post(site.api.url("/search")).body(r#"{"q":1}"#);
    walk(Search::paginate(request))
        .await
        .failed(&[], ErrorKind::Redirected);
}

/// The token is refused by a redirect to a login page of the same origin, which answers 200.
async fn a_login_page() {
    let site = Site::answers([
        r#"{"rows":[1],"next":"a"}"#.into(),
        moved(302, "/login?back=/list"),
        Say::from("<html><form action=/login></form></html>").header("content-type", "text/html"),
    ]);
    walk(Tokens::paginate(site.get("/list")))
        .await
        .failed(&[1], ErrorKind::Decode);
    site.asked(&["GET /list", "GET /list?cursor=a", "GET /login?back=/list"]);
}

/// A redirect back to the first page: its items are not the second page's.
async fn a_redirect_back_to_the_first_page() {
    let site = Site::start(|request, _| match request.param("cursor") {
        Some(_) => Reply::empty(302).header("location", "/list"),
        None => Reply::text(r#"{"rows":[1],"next":"a"}"#),
    });
    let walked = walk(Tokens::paginate(site.get("/list"))).await;
    walked.failed(&[1, 1], ErrorKind::Loop);
    site.asked(&["GET /list", "GET /list?cursor=a", "GET /list"]);
}

/// A redirect does not make the walk ask the hook for credentials again.
async fn a_challenge_behind_a_redirect() {
    let site = Site::answers([moved(302, "{other}/list")]);
    let asked = std::sync::Arc::new(std::sync::atomic::AtomicUsize::new(0));
    let count = std::sync::Arc::clone(&asked);
    let paginator = Tokens::paginate(site.get("/list")).authorize(move |_, _| {
        count.fetch_add(1, std::sync::atomic::Ordering::SeqCst);
        let mut headers = paginate_runtime::HeaderMap::new();
        headers.insert(
            "authorization",
            "Bearer s3cr3t-bearer-7f3a".parse().unwrap(),
        );
        std::future::ready(Ok::<_, Error>(headers))
    });
    walk(paginator).await.failed(&[], ErrorKind::Status);
    site.asked(&["GET /list"]);
    assert_eq!(asked.load(std::sync::atomic::Ordering::SeqCst), 1);
}

/// 401 for ever: the hook is called once more, and not again and again.
async fn a_challenge_without_end() {
    let site =
        Site::start(|_, _| Reply::empty(401).header("www-authenticate", "Bearer realm=\"s3cr3t\""));
    let paginator = Tokens::paginate(site.get("/list")).authorize(|_, _| {
        let mut headers = paginate_runtime::HeaderMap::new();
        headers.insert(
            "authorization",
            "Bearer s3cr3t-bearer-7f3a".parse().unwrap(),
        );
        std::future::ready(Ok::<_, Error>(headers))
    });
    walk(paginator).await.failed(&[], ErrorKind::Unauthorized);
    site.asked(&["GET /list", "GET /list"]);
}

attacks! {
    moved_permanently_to_another_port: stops(moved(301, "{other}/list"), ErrorKind::Status);
    found_at_another_port: stops(moved(302, "{other}/list"), ErrorKind::Status);
    see_another_port: stops(moved(303, "{other}/list"), ErrorKind::Status);
    another_port_for_now: stops(moved(307, "{other}/list"), ErrorKind::Status);
    another_port_for_good: stops(moved(308, "{other}/list"), ErrorKind::Status);
    another_port_at_once: stops_at_once(moved(302, "{other}/list"), ErrorKind::Status);
    a_host_without_a_scheme: stops(moved(302, "//evil.test/list"), ErrorKind::Status);
    a_user_name_and_a_host: stops(moved(302, "http://127.0.0.1@evil.test/list"), ErrorKind::Status);
    a_file: stops(moved(302, "file:///etc/passwd"), ErrorKind::Status);
    https_of_the_same_host: stops(moved(302, "https://127.0.0.1/list"), ErrorKind::Status);
    nowhere: stops(Say::status(302), ErrorKind::Status);
    a_location_that_cannot_be_read: stops(moved(302, "http://[::1"), ErrorKind::Status);
    several_choices: stops(moved(300, "{other}/list"), ErrorKind::Status);
    a_proxy_to_use: stops(moved(305, "{other}"), ErrorKind::Status);
    not_modified: stops(Say::status(304).header("location", "{other}/list"), ErrorKind::Status);
    another_protocol: stops(Say::status(426).header("upgrade", "h2c").header("location", "{other}/"), ErrorKind::Status);
    a_proxy_that_wants_credentials: stops(Say::status(407).header("proxy-authenticate", "Basic realm=x"), ErrorKind::Status);
    a_page_with_a_location: stops_at_once(Say::status(201).header("location", "{other}/list").body("no"), ErrorKind::Decode);
    a_path_at_home: followed(302, "/v2/list", &["GET /v1/list", "GET /v2/list", "GET /v2/x?page=2"]);
    a_path_at_home_for_good: followed(308, "../list", &["GET /v1/list", "GET /list", "GET /x?page=2"]);
    a_hop_at_home_and_out: out_by_a_hop_at_home();
    a_chain_of_hops: a_chain_without_end();
    to_itself: a_redirect_to_itself();
    to_a_login_page: a_login_page();
    back_to_the_first_page: a_redirect_back_to_the_first_page();
    a_search_to_its_own_url_301: a_search_is_moved(301, "/search", &[ErrorKind::Status, ErrorKind::Redirected]);
    a_search_to_its_own_url_302: a_search_is_moved(302, "/search", &[ErrorKind::Status, ErrorKind::Redirected]);
    a_search_to_its_own_url_303: a_search_is_moved(303, "/search", &[ErrorKind::Status, ErrorKind::Redirected]);
    a_search_to_its_own_url_spelled_otherwise: a_search_is_moved(302, "../search#x", &[ErrorKind::Status, ErrorKind::Redirected]);
    a_search_to_another_path: a_search_is_moved(302, "/list", &[ErrorKind::Status, ErrorKind::Redirected]);
    a_search_to_another_path_with_its_method: a_search_is_moved(307, "/delete", &[ErrorKind::Transport, ErrorKind::Redirected]);
    a_search_to_another_port_307: a_search_is_moved_away(307);
    a_search_to_another_port_308: a_search_is_moved_away(308);
    a_client_that_goes_anywhere_302: a_client_that_follows_anywhere(302);
    a_client_that_goes_anywhere_307: a_client_that_follows_anywhere(307);
    a_client_that_goes_anywhere_with_a_body: a_client_that_takes_the_body_along();
    a_hook_behind_a_redirect: a_challenge_behind_a_redirect();
    a_challenge_again_and_again: a_challenge_without_end();
}
