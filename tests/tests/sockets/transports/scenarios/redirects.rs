//! Redirects, within the origin and to another one.

use super::*;

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
    let walk = walk_from::<ByLink>(client, server.url("/v1/items"), once()).await;
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
