//! Redirects to other origins.

use super::*;

/// Returns a policy that follows only redirects within the origin of the first request: a caller
/// should build its client with such a policy.
fn same_origin_redirects() -> Policy {
    Policy::custom(|attempt| {
        let first = attempt.previous().first().map(reqwest::Url::origin);
        if attempt.previous().len() > 10 {
            attempt.error("too many redirects")
        } else if first == Some(attempt.url().origin()) {
            attempt.follow()
        } else {
            attempt.error("a redirect to another origin")
        }
    })
}

/// `api.test` redirects `/moved` to the second server, and has a redirect within its origin.
fn redirecting(status: u16) -> Origins {
    let other = Server::start(|request| match request.path.as_str() {
        "/back" => Reply::empty(302).header("location", "http://api.test/list?p=2"),
        _ => Reply::json(json!({ "items": [666], "next": null })),
    });
    let api = Server::start(move |request| {
        let to = |url: &str| Reply::empty(status).header("location", url);
        match (request.path.as_str(), request.param("p").as_deref()) {
            ("/moved", _) => to("http://evil.test/list"),
            ("/there-and-back", _) => to("http://evil.test/back"),
            ("/old", _) => to("/list?p=2"),
            (_, Some("2")) => Reply::json(json!({ "items": [2], "next": null })),
            (_, Some(next)) => Reply::json(json!({ "items": [1], "next": next })),
            (_, None) => Reply::json(json!({ "items": [1], "next": null })),
        }
    });
    Origins {
        api,
        other,
        forms: Vec::new(),
        clients: Mutex::default(),
    }
}

/// By default, reqwest 0.13 follows the redirect, without `Authorization` and `Cookie`, **with**
/// `X-Api-Key`, and sends the requested URL, tokens in the query included, to the second origin in
/// `Referer`. By then it is too late: the walk can only refuse to read the response.
#[tokio::test]
async fn by_itself_reqwest_follows_redirects_and_takes_keys_and_queries_along() {
    for on_request in [ON_REQUEST, BY_DEFAULT] {
        for status in [301, 302, 303, 307, 308] {
            let origins = redirecting(status);
            let first = request(
                &origins,
                on_request,
                Policy::default(),
                "http://api.test/list?p=/moved?cursor=s3cr3t",
            );
            let (found, end) = walk(InBody::paginate(first)).await;
            let error = end.unwrap_err();
            assert_eq!(
                (found, error.kind(), error.page()),
                (vec![1], ErrorKind::Redirected, 2),
                "{error}"
            );
            assert!(!format!("{error} {error:?}").contains("s3cr3t"), "{error}");
            let leaked = &origins.other.requests()[0];
            assert_eq!(brought(leaked), ["x-api-key"], "{status}");
            assert_eq!(
                leaked.header("referer"),
                Some("http://api.test/moved?cursor=s3cr3t")
            );
        }
    }
}

/// A redirect to the second origin and back is invisible to the walk: the response is the API's
/// own.
#[tokio::test]
async fn by_itself_reqwest_hides_a_redirect_there_and_back() {
    let origins = redirecting(302);
    let first = request(
        &origins,
        ON_REQUEST,
        Policy::default(),
        "http://api.test/list?p=/there-and-back",
    );
    let (found, end) = walk(InBody::paginate(first)).await;
    assert_eq!(
        (found, end.unwrap()),
        (vec![1, 2], EndReason::NoContinuation)
    );
    assert_eq!(origins.other.lines(), ["GET /back"]);
    assert_eq!(brought(&origins.other.requests()[0]), ["x-api-key"]);
}

/// A 307 or 308 sends the body of a POST along.
#[tokio::test]
async fn by_itself_reqwest_takes_bodies_along() {
    for status in [307, 308] {
        let origins = redirecting(status);
        let client = origins.client(credentials(), Policy::default());
        let first = client
            .post("http://api.test/moved")
            .body("{\"filter\":\"s3cr3t\"}");
        let (_, end) = walk(Search::paginate(first)).await;
        assert_eq!(end.unwrap_err().kind(), ErrorKind::Redirected);
        assert_eq!(
            origins.other.lines(),
            ["POST /list {\"filter\":\"s3cr3t\"}"]
        );
    }
}

#[tokio::test]
async fn a_client_that_stays_within_the_origin_closes_it() {
    for on_request in [ON_REQUEST, BY_DEFAULT] {
        for status in [301, 302, 303, 307, 308] {
            for path in ["/moved?cursor=s3cr3t", "/there-and-back?cursor=s3cr3t"] {
                let origins = redirecting(status);
                let first = request(
                    &origins,
                    on_request,
                    same_origin_redirects(),
                    &format!("http://api.test/list?p={path}"),
                );
                let (found, end) = walk(InBody::paginate(first).retry(RetryPolicy::none())).await;
                let error = end.unwrap_err();
                assert_eq!(
                    (found, error.page(), origins.other.lines().len()),
                    (vec![1], 2, 0),
                    "{error}"
                );
                // The walk cannot distinguish it from other failures of the client.
                assert_eq!(error.kind(), ErrorKind::Transport);
                assert!(!format!("{error} {error:?}").contains("s3cr3t"), "{error}");
                // The same for the first request.
                let first = request(
                    &origins,
                    on_request,
                    same_origin_redirects(),
                    &format!("http://api.test{path}"),
                );
                let (found, end) = walk(InBody::paginate(first)).await;
                assert_eq!(
                    (found, end.unwrap_err().kind()),
                    (vec![], ErrorKind::Transport)
                );
                assert_eq!(origins.other.lines().len(), 0);
            }
            // Redirects within the origin are followed, with everything in the request.
            let origins = redirecting(status);
            let first = request(
                &origins,
                on_request,
                same_origin_redirects(),
                "http://api.test/list?p=/old",
            );
            let (found, end) = walk(InBody::paginate(first)).await;
            assert_eq!(
                (found, end.unwrap()),
                (vec![1, 2], EndReason::NoContinuation)
            );
            assert_eq!(
                origins.api.lines(),
                ["GET /list?p=/old", "GET /old", "GET /list?p=2"]
            );
            assert!(
                origins
                    .api
                    .requests()
                    .iter()
                    .all(|request| brought(request) == ALL)
            );
            assert_eq!(origins.other.lines().len(), 0);
        }
    }
}

#[tokio::test]
async fn a_client_without_redirects_closes_it_too() {
    for status in [301, 302, 303, 307, 308] {
        let origins = redirecting(status);
        let first = request(
            &origins,
            BY_DEFAULT,
            Policy::none(),
            "http://api.test/list?p=/moved",
        );
        let (found, end) = walk(InBody::paginate(first)).await;
        let error = end.unwrap_err();
        assert_eq!(
            (found, error.kind(), error.status().unwrap().as_u16()),
            (vec![1], ErrorKind::Status, status)
        );
        assert_eq!(origins.other.lines().len(), 0);
    }
}

/// A POST that is redirected to its own URL becomes a GET without the search: its response is not a
/// page of the search.
#[tokio::test]
async fn a_post_that_is_redirected_to_its_own_url_is_not_read() {
    for status in [301, 302, 303] {
        for hops in [
            &["/search?v=1"][..],
            &["/search?v=1#top"],
            &["http://api.test/other", "/search?v=1"],
        ] {
            let api = Server::start(move |request| {
                match (request.method.as_str(), request.path.as_str()) {
                    ("POST", _) => Reply::empty(status).header("location", hops[0]),
                    (_, "/other") => Reply::empty(status).header("location", hops[1]),
                    _ => Reply::json(json!({ "items": [666], "next": null })),
                }
            });
            let other = Server::start(|_| Reply::empty(500));
            let (forms, clients) = (Vec::new(), Mutex::default());
            let origins = Origins {
                api,
                other,
                forms,
                clients,
            };
            let client = origins.client(
                credentials(),
                paginate_runtime::reqwest_0_13::same_origin_redirects(),
            );
            let first = client
                .post("http://api.test/search?v=1")
                .body("{\"filter\":\"x\"}");
            let (found, end) = walk(Search::paginate(first).retry(RetryPolicy::none())).await;
            let error = end.unwrap_err();
            let kind = match hops.len() {
                1 => ErrorKind::Status,
                // The last redirect, which is not followed, is at another URL than the POST.
                _ => ErrorKind::Redirected,
            };
            assert_eq!(
                (found, error.kind()),
                (vec![], kind),
                "{status} {hops:?}: {error}"
            );
            assert_eq!(error.status().unwrap().as_u16(), status);
            assert_eq!(
                origins.api.lines().len(),
                hops.len(),
                "{:?}",
                origins.api.lines()
            );
        }
    }
    // A GET within the origin goes on.
    let origins = redirecting(302);
    let first = request(
        &origins,
        ON_REQUEST,
        paginate_runtime::reqwest_0_13::same_origin_redirects(),
        "http://api.test/list?p=/old",
    );
    let (found, end) = walk(InBody::paginate(first)).await;
    assert_eq!(
        (found, end.unwrap()),
        (vec![1, 2], EndReason::NoContinuation)
    );
}

/// The rule uses the origin of the walk's first request, wherever the address resolves to.
#[tokio::test]
async fn a_redirected_response_is_read_where_its_origin_is_allowed() {
    let origins = redirecting(302);
    let first = request(
        &origins,
        ON_REQUEST,
        Policy::default(),
        "http://api.test/list?p=/moved",
    );
    let (found, end) = walk(InBody::paginate(first).allow_origin("http://evil.test")).await;
    assert_eq!(
        (found, end.unwrap()),
        (vec![1, 666], EndReason::NoContinuation)
    );
}
