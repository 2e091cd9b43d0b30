//! Which links are followed, and with which request.

use http::Request;
use paginate_runtime::{
    ErrorKind, Link, Links, Next, Paginated, page::PageLink, transport::ResponseUrl,
};
use paginate_tests::Script;
use serde::Deserialize;

use super::*;

/// Returns where a link leads from `https://api.example.com/v1/list?q=1`: the request line and
/// origin, or the error.
async fn followed(href: &str) -> Result<String, String> {
    let script = Script::new([linked(&[1], Some(href)), linked(&[2], None)]);
    let (found, end) = drain(Linked::paginate(script.get("/v1/list?q=1")).items()).await;
    match end {
        Ok(_) => {
            assert_eq!(found, [1, 2]);
            let request = script.requests().remove(1);
            Ok(format!("{} {}", request.origin, request.line()))
        }
        Err(error) => {
            assert_eq!(
                (found, script.lines().len()),
                (vec![1], 1),
                "the items come first, and nothing is sent"
            );
            assert_eq!(error.kind(), ErrorKind::Link);
            Err(error.to_string())
        }
    }
}

#[tokio::test]
async fn links_are_resolved_against_the_page() {
    for (href, expected) in [
        ("https://api.example.com/v1/list?page=2", "/v1/list?page=2"),
        ("/v1/list?page=2", "/v1/list?page=2"),
        ("?page=2", "/v1/list?page=2"),
        ("list?page=2", "/v1/list?page=2"),
        ("../v2/list?page=2", "/v2/list?page=2"),
        ("//api.example.com/x", "/x"),
        ("https://API.example.com:443/x#frag", "/x"),
    ] {
        assert_eq!(
            followed(href).await,
            Ok(format!("https://api.example.com GET {expected}")),
            "{href}"
        );
    }
}

#[tokio::test]
async fn a_link_in_clear_is_followed_encrypted() {
    assert_eq!(
        followed("http://api.example.com/x").await,
        Ok("https://api.example.com GET /x".to_owned())
    );
}

#[tokio::test]
async fn links_elsewhere_are_refused_and_nothing_is_sent() {
    for href in [
        "https://evil.example/x",
        "//evil.example/x",
        "https://api.example.com.evil.example/x",
        "https://api.example.com:8443/x",
        "http://api.example.com:8080/x",
        "https://user:pw@api.example.com/x",
        "https://api.example.com@evil.example/x",
        "ftp://api.example.com/x",
        "javascript:alert(1)",
        "https:\\\\evil.example/x",
    ] {
        let error = followed(href).await.expect_err(href);
        assert!(error.starts_with("page 1: "), "{error}");
    }
    assert_eq!(
        followed("https://evil.example/x?token=s3cret")
            .await
            .expect_err("refused"),
        "page 1: the link to the next page was not followed: it leads to another origin, https://evil.example; if the link is right, allow its \
         origin with `.allow_origin(..)`; if a proxy writes internal hosts into links, call `.rebase_links()`"
    );
}

#[tokio::test]
async fn another_origin_can_be_allowed() {
    let script = Script::new([
        linked(&[1], Some("https://eu.example.com/p2")),
        linked(&[2], None),
    ]);
    all(Linked::paginate(script.get("/l"))
        .allow_origin("https://eu.example.com")
        .items())
    .await;
    assert_eq!(script.requests()[1].origin, "https://eu.example.com");
}

#[tokio::test]
async fn an_encrypted_walk_never_goes_on_in_clear_not_even_by_permission() {
    let script = Script::new([
        linked(&[1], Some("http://eu.example.com/p2")),
        linked(&[2], None),
    ]);
    let (_, error) = failed(
        Linked::paginate(script.get("/l"))
            .allow_origin("http://eu.example.com")
            .items(),
    )
    .await;
    assert_eq!((error.kind(), script.lines().len()), (ErrorKind::Setup, 0));
    // With the correct origin allowed, the same link is followed encrypted.
    all(Linked::paginate(script.get("/l"))
        .allow_origin("https://eu.example.com")
        .items())
    .await;
    assert_eq!(script.requests()[1].origin, "https://eu.example.com");
}

#[tokio::test]
async fn links_can_be_rebased() {
    let script = Script::new([
        linked(&[1], Some("http://10.0.0.7:8080/l?page=2")),
        linked(&[2], None),
    ]);
    all(Linked::paginate(script.get("/l")).rebase_links().items()).await;
    assert_eq!(
        (
            script.requests()[1].origin.as_str(),
            script.lines()[1].as_str()
        ),
        ("https://api.example.com", "GET /l?page=2")
    );
}

#[tokio::test]
async fn a_link_brings_its_own_query_and_keeps_what_is_named() {
    let script = Script::new([
        linked(&[1], Some("/l?page=2")),
        linked(&[2], Some("/l?page=3&api_key=own")),
        linked(&[3], None),
    ]);
    all(Linked::paginate(script.get("/l?api_key=k%2F1&q=x&q=y"))
        .keep_query(["api_key", "q"])
        .items())
    .await;
    assert_eq!(
        script.lines()[1..],
        [
            "GET /l?page=2&api_key=k%2F1&q=x&q=y",
            "GET /l?page=3&api_key=own&q=x&q=y"
        ]
    );
    let script = Script::new([linked(&[1], Some("/l?page=2")), linked(&[2], None)]);
    all(Linked::paginate(script.get("/l?api_key=k")).items()).await;
    assert_eq!(script.lines()[1], "GET /l?page=2");
}

#[tokio::test]
async fn a_link_is_followed_with_get_and_without_the_headers_of_the_body() {
    let script = Script::new([linked(&[1], Some("/next")), linked(&[2], None)]);
    let request = Request::post("https://api.example.com/search")
        .header("authorization", "Bearer x")
        .header("x-api-key", "k")
        .header("content-type", "application/json")
        .header("content-length", "8")
        .header("idempotency-key", "i")
        .header("if-none-match", "\"e\"")
        .header("expect", "100-continue")
        .body("{\"q\": 1}")
        .expect("a request");
    all(Linked::paginate((script.clone(), request)).items()).await;
    let second = &script.requests()[1];
    assert_eq!(second.line(), "GET /next");
    let mut names: Vec<_> = second
        .headers
        .keys()
        .map(http::HeaderName::as_str)
        .collect();
    names.sort_unstable();
    assert_eq!(names, ["authorization", "x-api-key"]);
}

#[tokio::test]
async fn a_link_header_is_found_on_any_line_in_any_spelling() {
    #[derive(Deserialize, Paginated)]
    #[paginate(next_url = link("next"), items = "0")]
    struct Listed(Vec<u32>);

    for lines in [
        vec!["<https://api.example.com/l?page=2>; rel=\"next\""],
        vec!["</l>; rel=self", "</l?page=2>; rel=next"],
        vec!["</l?page=2>; rel=\"last next\""],
        vec!["</l?page=2>; title=\"x, y; z\"; REL=\"Next\""],
        vec!["</l?a=1>; rel=prev, </l?page=2>; rel=\"next\","],
    ] {
        let mut first = Reply::json([1]);
        for line in &lines {
            first = first.header("link", line);
        }
        let script = Script::new([first, Reply::json([2])]);
        let (found, end) = all(Listed::paginate(script.get("/l")).items()).await;
        assert_eq!(
            (found, end),
            (vec![1, 2], EndReason::NoContinuation),
            "{lines:?}"
        );
        assert_eq!(script.lines()[1], "GET /l?page=2", "{lines:?}");
    }

    let script = Script::new([
        Reply::json([1]).header("link", "</l?q=a,b&p=2>; rel=next"),
        Reply::json([2]),
    ]);
    all(Listed::paginate(script.get("/l")).items()).await;
    assert_eq!(script.lines()[1], "GET /l?q=a,b&p=2");

    let script = Script::new([Reply::json([1]).header("link", "</l?page=2; rel=next")]);
    let (found, error) = failed(Listed::paginate(script.get("/l")).items()).await;
    assert_eq!((found, error.kind()), (vec![1], ErrorKind::Link));

    let script = Script::new([Reply::json([1]).header("link", "")]);
    assert_eq!(
        all(Listed::paginate(script.get("/l")).items()).await,
        (vec![1], EndReason::NoContinuation)
    );
}

#[tokio::test]
async fn links_with_a_method_and_a_body_are_sent_so() {
    #[derive(Deserialize, Paginated)]
    #[paginate(next_url = "next", items = "rows")]
    struct Stac {
        next: Option<Link>,
        rows: Vec<u32>,
    }
    let script = Script::new([
        Reply::json(
            json!({ "rows": [1], "next": { "href": "/search", "method": "POST", "body": { "token": "t2" }, "merge": true } }),
        ),
        Reply::json(
            json!({ "rows": [2], "next": { "href": "/search", "method": "POST", "body": { "token": "t3" } } }),
        ),
        Reply::json(json!({ "rows": [3] })),
    ]);
    let (rows, _) = all(Stac::paginate(script.post("/search", "{\"limit\": 1}")).items()).await;
    assert_eq!(rows, [1, 2, 3]);
    assert_eq!(
        script.lines(),
        [
            "POST /search {\"limit\": 1}",
            "POST /search {\"limit\": 1,\"token\":\"t2\"}",
            "POST /search {\"token\":\"t3\"}"
        ]
    );
}

/// The server chooses where the next page is; the walk chooses the method.
#[tokio::test]
async fn a_method_that_the_walk_does_not_use_is_refused() {
    #[derive(Debug, Deserialize, Paginated)]
    #[paginate(next_url = "next", items = "rows")]
    struct Linking {
        next: Option<Link>,
        rows: Vec<u32>,
    }
    #[derive(Debug, Deserialize, Paginated)]
    #[paginate(next_with = Self::decide, items = "rows")]
    struct Decided {
        next: Link,
        rows: Vec<u32>,
    }
    impl Decided {
        fn decide(&self, _: &paginate_runtime::HeaderMap) -> Next<'static> {
            self.next
                .link()
                .map_or(Next::End, |target| Next::link(target.into_owned()))
        }
    }
    let page = |method: &str| {
        Reply::json(
            json!({ "rows": [1], "next": { "href": "/users/1?s3cret", "method": method, "body": {} } }),
        )
    };
    for (method, shown) in [
        ("DELETE", "DELETE"),
        ("put", "PUT"),
        ("PATCH", "PATCH"),
        ("HEAD", "HEAD"),
        ("POST", "POST"),
        ("S3CRET", "…"),
    ] {
        let script = Script::new([page(method)]);
        let (rows, error) = failed(Linking::paginate(script.get("/l")).items()).await;
        assert_eq!(
            (rows, error.kind(), error.page()),
            (vec![1], ErrorKind::Link, 1),
            "{method}"
        );
        assert_eq!(
            error.to_string(),
            format!(
                "page 1: the link to the next page was not followed: its method is {shown}, but this walk sends only GET; \
                     POST links are followed if the first request is a POST, or with `.post_links()`"
            )
        );
        assert_eq!(script.lines(), ["GET /l"]);
        // The checkpoint is in the same page, after its items.
        let script = Script::new([page(method)]);
        let again = Linking::paginate(script.get("/l"))
            .resume(error.checkpoint().expect("a checkpoint").clone());
        assert_eq!(failed(again.items()).await.0, [0; 0]);
        let script = Script::new([page(method)]);
        let (rows, error) = failed(Decided::paginate(script.get("/l")).items()).await;
        assert_eq!((rows, error.kind()), (vec![1], ErrorKind::Link), "{method}");
    }
    // The caller can allow POST links for this API; then a checkpoint with one is accepted too.
    let script = Script::new([
        page("POST"),
        Reply::json(
            json!({ "rows": [2], "next": { "href": "/users/1?s3cret", "method": "DELETE" } }),
        ),
    ]);
    let (rows, error) = failed(Linking::paginate(script.get("/l")).post_links().items()).await;
    assert_eq!((rows, error.kind()), (vec![1, 2], ErrorKind::Link));
    assert_eq!(script.lines(), ["GET /l", "POST /users/1?s3cret {}"]);
    let mut pages = Linking::paginate(Script::new([page("POST")]).get("/l"))
        .post_links()
        .pages();
    pages.next().await.expect("a page").expect("no error");
    let checkpoint = pages.checkpoint().expect("a checkpoint");
    let script = Script::new([Reply::json(json!({ "rows": [2], "next": null }))]);
    let (_, error) = failed(
        Linking::paginate(script.get("/l"))
            .resume(checkpoint.clone())
            .items(),
    )
    .await;
    assert_eq!((error.kind(), script.lines().len()), (ErrorKind::Setup, 0));
    let (rows, _) = all(Linking::paginate(script.get("/l"))
        .post_links()
        .resume(checkpoint)
        .items())
    .await;
    assert_eq!(
        (rows, script.lines()),
        (vec![2], vec!["POST /users/1?s3cret {}".to_owned()])
    );
    // In a walk that begins with POST, only POST is followed.
    let script = Script::new([page("DELETE")]);
    let (_, error) = failed(Linking::paginate(script.post("/l", "{}")).items()).await;
    assert_eq!((error.kind(), script.lines().len()), (ErrorKind::Link, 1));
    assert!(
        error
            .to_string()
            .contains("its method is DELETE, but this walk sends only GET and POST"),
        "{error}"
    );
}

#[tokio::test]
async fn the_relation_next_is_taken_from_a_list_of_links() {
    #[derive(Deserialize, Paginated)]
    #[paginate(next_url = "link", items = "entry")]
    struct Bundle {
        #[serde(default)]
        link: Links,
        #[serde(default)]
        entry: Vec<u32>,
    }
    let script = Script::new([
        Reply::json(
            json!({ "entry": [1], "link": [{ "relation": "self", "url": "/a" }, { "relation": "next", "url": "/b" }] }),
        ),
        Reply::json(json!({ "link": [{ "relation": "next", "url": "/c" }] })),
        Reply::json(json!({ "entry": [2] })),
    ]);
    let (found, _) = all(Bundle::paginate(script.get("/a?x=1")).items()).await;
    assert_eq!(found, [1, 2]);
    assert_eq!(script.lines(), ["GET /a?x=1", "GET /b", "GET /c"]);
}

/// A transport that reports another URL for the response.
fn redirecting(script: &Script, url: &'static str) -> impl paginate_runtime::transport::Transport {
    let script = script.clone();
    move |request: http::Request<bytes::Bytes>| {
        let script = script.clone();
        async move {
            let mut response =
                paginate_runtime::transport::Transport::send(&script, request).await?;
            response
                .extensions_mut()
                .insert(ResponseUrl(url.parse().expect("a URL")));
            Ok::<_, paginate_tests::ScriptError>(response)
        }
    }
}

#[tokio::test]
async fn a_response_from_another_origin_is_not_read() {
    let script = Script::new([linked(&[1], None)]);
    let (_, request) = script.get("/l");
    let (found, error) =
        failed(Linked::paginate((redirecting(&script, "https://evil.example/l"), request)).items())
            .await;
    assert_eq!((found.len(), error.kind()), (0, ErrorKind::Redirected));
}

#[tokio::test]
async fn a_redirect_within_the_origin_is_where_links_start() {
    let script = Script::new([linked(&[1], Some("p2")), linked(&[2], None)]);
    let (_, request) = script.get("/old/l");
    let (found, _) = all(Linked::paginate((
        redirecting(&script, "https://api.example.com/new/l"),
        request,
    ))
    .items())
    .await;
    assert_eq!(
        (found, script.lines()[1].as_str()),
        (vec![1, 2], "GET /new/p2")
    );
}

#[tokio::test]
async fn a_redirected_post_is_refused() {
    let script = Script::new([linked(&[1], None)]);
    let (_, request) = script.post("/search", "{}");
    let (_, error) = failed(
        Linked::paginate((
            redirecting(&script, "https://api.example.com/moved"),
            request,
        ))
        .items(),
    )
    .await;
    assert_eq!(error.kind(), ErrorKind::Redirected);
}
