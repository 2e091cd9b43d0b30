//! URLs of next pages: what they resolve to, what is kept, and which are not followed. For all
//! forms of foreign URLs, see `leak/`.

use paginate_runtime::{EndReason, ErrorKind, HeaderMap, Paginated};
use paginate_tests::{Reply, Script, Server};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{client, get, page, walk};

#[derive(Debug, Deserialize, Paginated)]
#[paginate(next_url = "next", items = "items", size = "limit")]
struct Linked {
    #[serde(default)]
    next: Option<String>,
    items: Vec<u32>,
}

/// Checks that a first page at `/v2/users/list?p=1` that names `next` leads to `second`.
async fn leads_to(next: impl Fn(&Server) -> String, second: &str) {
    let server = Server::start(|request| {
        // The handler fills in the origin of the kit's server.
        match request.param("p").as_deref() {
            Some("1") => page(
                &[1, 2],
                request
                    .header("x-next")
                    .unwrap()
                    .replace("ORIGIN", &request.origin),
            ),
            _ => page(&[3], Value::Null),
        }
    });
    let next = next(&server);
    let request = get(&server, "/v2/users/list?p=1").header("x-next", &next);
    assert_eq!(
        walk(Linked::paginate(request)).await.ended(),
        (vec![1, 2, 3], EndReason::NoContinuation),
        "{next}"
    );
    assert_eq!(
        server.lines(),
        ["GET /v2/users/list?p=1".to_owned(), format!("GET {second}")],
        "{next}"
    );
}

/// Checks that the `next` of a first page is not followed, and that the error is of this kind.
async fn refuses(next: impl Fn(&Server) -> String, kind: ErrorKind) {
    let server = Server::start(|request| page(&[1, 2], request.header("x-next").unwrap()));
    let next = next(&server);
    let request = get(&server, "/v2/users/list?p=1")
        .header("x-next", &next)
        .bearer_auth("s3cr3t");
    let (found, error) = walk(Linked::paginate(request)).await.failed();
    assert_eq!(
        (found, error.kind(), error.page()),
        (vec![1, 2], kind, 1),
        "{next}: {error}"
    );
    assert_eq!(server.lines(), ["GET /v2/users/list?p=1"], "{next}");
}

#[tokio::test]
async fn absolute() {
    leads_to(
        |_| "ORIGIN/v2/users/list?p=2".to_owned(),
        "/v2/users/list?p=2",
    )
    .await;
}

#[tokio::test]
async fn with_the_path() {
    leads_to(|_| "/v3/other?p=2".to_owned(), "/v3/other?p=2").await;
}

#[tokio::test]
async fn the_query_alone() {
    leads_to(|_| "?p=2".to_owned(), "/v2/users/list?p=2").await;
}

#[tokio::test]
async fn without_the_scheme() {
    leads_to(
        |server| server.origin().replace("http:", "") + "/v2/users/list?p=2",
        "/v2/users/list?p=2",
    )
    .await;
}

#[tokio::test]
async fn from_the_parent() {
    leads_to(|_| "../groups?p=2".to_owned(), "/v2/groups?p=2").await;
    leads_to(|_| "../../../../groups?p=2".to_owned(), "/groups?p=2").await;
}

#[tokio::test]
async fn beside_the_page() {
    leads_to(|_| "more?p=2".to_owned(), "/v2/users/more?p=2").await;
    leads_to(|_| "./more?p=2".to_owned(), "/v2/users/more?p=2").await;
}

#[tokio::test]
async fn a_fragment_is_not_sent() {
    leads_to(|_| "?p=2#top".to_owned(), "/v2/users/list?p=2").await;
}

#[tokio::test]
async fn a_query_keeps_its_bytes() {
    leads_to(
        |_| "?p=2&q=%2f+%20&q=a,b;c&&sig=a%2Bb==".to_owned(),
        "/v2/users/list?p=2&q=%2f+%20&q=a,b;c&&sig=a%2Bb==",
    )
    .await;
}

#[tokio::test]
async fn what_is_no_url_is_encoded() {
    leads_to(|_| "?p=2&q=a b".to_owned(), "/v2/users/list?p=2&q=a%20b").await;
}

#[tokio::test]
async fn another_spelling_of_the_same_origin() {
    leads_to(
        |server| server.origin().replace("http://127.0.0.1", "HTTP://127.1") + "/list?p=2",
        "/list?p=2",
    )
    .await;
}

#[tokio::test]
async fn blank_is_no_link() {
    for next in [json!(null), json!(""), json!("  \n")] {
        let server = Server::scripted([page(&[1], next)]);
        assert_eq!(
            walk(Linked::paginate(get(&server, "/list"))).await.ended(),
            (vec![1], EndReason::NoContinuation)
        );
        assert_eq!(server.lines(), ["GET /list"]);
    }
    let server = Server::scripted([super::items(&[1])]);
    assert_eq!(
        walk(Linked::paginate(get(&server, "/list"))).await.ended(),
        (vec![1], EndReason::NoContinuation)
    );
}

#[tokio::test]
async fn another_scheme_is_refused() {
    refuses(
        |server| server.origin().replace("http:", "https:") + "/list?p=2",
        ErrorKind::Link,
    )
    .await;
    refuses(|_| "ftp://127.0.0.1/list".to_owned(), ErrorKind::Link).await;
    refuses(|_| "javascript:alert(1)".to_owned(), ErrorKind::Link).await;
}

#[tokio::test]
async fn another_port_is_refused() {
    refuses(
        |_| "http://127.0.0.1:1/list?p=2".to_owned(),
        ErrorKind::Link,
    )
    .await;
    refuses(|_| "http://127.0.0.1/list?p=2".to_owned(), ErrorKind::Link).await;
}

#[tokio::test]
async fn another_host_is_refused() {
    refuses(
        |server| server.origin().replace("127.0.0.1", "localhost") + "/list?p=2",
        ErrorKind::Link,
    )
    .await;
    refuses(
        |server| server.origin().replace("127.0.0.1", "127.0.0.2") + "/list?p=2",
        ErrorKind::Link,
    )
    .await;
    refuses(|_| "//api.example.com/list".to_owned(), ErrorKind::Link).await;
}

#[tokio::test]
async fn a_host_that_begins_alike_is_refused() {
    refuses(
        |server| {
            server
                .origin()
                .replace("127.0.0.1", "127.0.0.1.evil.example")
                + "/list?p=2"
        },
        ErrorKind::Link,
    )
    .await;
}

#[tokio::test]
async fn a_user_name_is_refused() {
    refuses(
        |server| server.origin().replace("http://", "http://user:pass@") + "/list?p=2",
        ErrorKind::Link,
    )
    .await;
    refuses(
        |server| {
            server
                .origin()
                .replace("http://", "http://api.example.com@")
                + "/list?p=2"
        },
        ErrorKind::Link,
    )
    .await;
}

#[tokio::test]
async fn what_is_no_url_is_refused() {
    for next in ["http://", "http://[::1/", "http://127.0.0.1:99999/"] {
        refuses(|_| next.to_owned(), ErrorKind::Link).await;
    }
}

/// The sockets here do not support https, so this walk does not use them.
#[tokio::test]
async fn https_is_kept_and_never_left() {
    let script = Script::new([
        page(&[1], "http://api.example.com/list?p=2"),
        page(&[2], Value::Null),
    ]);
    assert_eq!(
        walk(Linked::paginate(script.get("/list"))).await.ended(),
        (vec![1, 2], EndReason::NoContinuation)
    );
    assert_eq!(
        script.requests()[1].origin,
        "https://api.example.com",
        "never in clear"
    );

    let script = Script::new([
        page(&[1], "https://api.example.com/list?p=2"),
        page(&[2], Value::Null),
    ]);
    let request = http::Request::get("http://api.example.com/list")
        .body(())
        .unwrap();
    assert_eq!(
        walk(Linked::paginate((script.clone(), request)))
            .await
            .ended(),
        (vec![1, 2], EndReason::NoContinuation)
    );
    assert_eq!(script.requests()[1].origin, "https://api.example.com");
}

/// Confluence: the link is relative to a `base` with its own path.
#[tokio::test]
async fn base_and_context() {
    #[derive(Deserialize)]
    struct Links {
        base: String,
        context: String,
        next: Option<String>,
    }
    #[derive(Deserialize, Paginated)]
    #[paginate(next_url = next_link, items = "results")]
    struct Content {
        #[serde(rename = "_links")]
        links: Links,
        results: Vec<u32>,
    }
    fn next_link(page: &Content, _: &HeaderMap) -> Option<String> {
        assert_eq!(page.links.context, "/wiki");
        page.links
            .next
            .as_ref()
            .map(|next| format!("{}{next}", page.links.base))
    }
    let server = Server::start(|request| {
        let next = request
            .param("cursor")
            .is_none()
            .then_some("/rest/api/content?cursor=a");
        Reply::json(json!({
            "results": if next.is_some() { [1] } else { [2] },
            "_links": { "base": format!("{}/wiki", request.origin), "context": "/wiki", "next": next },
        }))
    });
    assert_eq!(
        walk(Content::paginate(get(
            &server,
            "/wiki/rest/api/content?space=S"
        )))
        .await
        .ended(),
        (vec![1, 2], EndReason::NoContinuation)
    );
    assert_eq!(
        server.lines(),
        [
            "GET /wiki/rest/api/content?space=S",
            "GET /wiki/rest/api/content?cursor=a"
        ]
    );
}

#[tokio::test]
async fn after_a_post_a_link_is_followed_with_get() {
    let server = Server::scripted([page(&[1], "/search/next?t=1"), page(&[2], Value::Null)]);
    let request = client()
        .post(server.url("/search?x=1"))
        .header("content-type", "application/json")
        .header("content-language", "en")
        .header("idempotency-key", "k1")
        .header("if-none-match", "\"e\"")
        .header("x-tenant", "t")
        .bearer_auth("secret")
        .body("{\"q\":1}");
    assert_eq!(
        walk(Linked::paginate(request)).await.ended(),
        (vec![1, 2], EndReason::NoContinuation)
    );
    assert_eq!(
        server.lines(),
        ["POST /search?x=1 {\"q\":1}", "GET /search/next?t=1"]
    );
    let second = &server.requests()[1];
    for gone in [
        "content-type",
        "content-length",
        "content-language",
        "idempotency-key",
        "if-none-match",
    ] {
        assert_eq!(second.header(gone), None, "{gone}");
    }
    assert_eq!(
        (second.header("x-tenant"), second.header("authorization")),
        (Some("t"), Some("Bearer secret"))
    );
}

#[tokio::test]
async fn a_link_brings_its_own_query_and_keeps_what_the_caller_says() {
    let server = Server::start(|request| {
        if request.param("cursor").is_some() {
            page(&[2], Value::Null)
        } else {
            page(&[1], "/list?cursor=a&v=1")
        }
    });
    let request = || get(&server, "/list?api_key=k%2f1&limit=5&v=0&empty");
    walk(Linked::paginate(request())).await.ended();
    assert_eq!(
        server.lines()[1],
        "GET /list?cursor=a&v=1",
        "nothing is added by itself"
    );
    walk(Linked::paginate(request()).keep_query(["api_key", "v", "none"]))
        .await
        .ended();
    assert_eq!(
        server.lines()[3],
        "GET /list?cursor=a&v=1&api_key=k%2f1",
        "the link's own wins"
    );
}

#[tokio::test]
async fn a_link_behind_a_proxy_is_rebased() {
    let server = Server::start(|request| {
        if request.param("p").is_some() {
            page(&[2], Value::Null)
        } else {
            page(&[1], "https://user@internal-7.svc.local:8443/list?p=2#x")
        }
    });
    assert_eq!(
        walk(Linked::paginate(get(&server, "/list")).rebase_links())
            .await
            .ended(),
        (vec![1, 2], EndReason::NoContinuation)
    );
    assert_eq!(server.lines(), ["GET /list", "GET /list?p=2"]);
}

#[tokio::test]
async fn the_same_link_again_is_an_error() {
    for same in ["?p=1", "/list?p=1", "?p=1#again", "../list?p=1"] {
        let server = Server::start(move |_| page(&[1], same));
        let (found, error) = walk(Linked::paginate(get(&server, "/list?p=1")))
            .await
            .failed();
        assert_eq!(
            (found, error.kind(), server.lines().len()),
            (vec![1], ErrorKind::Loop, 1),
            "the first URL counts as used"
        );
    }
    let server = Server::scripted([page(&[1], "?p=2"), page(&[2], "?p=3"), page(&[3], "?p=2")]);
    let (found, error) = walk(Linked::paginate(get(&server, "/list"))).await.failed();
    assert_eq!((found, error.kind()), (vec![1, 2, 3], ErrorKind::Loop));
    assert_eq!(
        server.lines(),
        ["GET /list", "GET /list?p=2", "GET /list?p=3"]
    );
}

#[tokio::test]
async fn links_are_relative_to_where_a_redirect_led() {
    let server = Server::start(|request| match request.path.as_str() {
        "/list" => Reply::empty(302).header("location", "/v2/deep/list?p=1"),
        "/v2/deep/list" => page(&[1], "next?p=2"),
        "/v2/deep/next" => page(&[2], Value::Null),
        _ => Reply::empty(404),
    });
    assert_eq!(
        walk(Linked::paginate(get(&server, "/list"))).await.ended(),
        (vec![1, 2], EndReason::NoContinuation)
    );
    assert_eq!(
        server.lines(),
        [
            "GET /list",
            "GET /v2/deep/list?p=1",
            "GET /v2/deep/next?p=2"
        ]
    );
}

#[tokio::test]
async fn a_redirect_to_another_host_is_not_read() {
    let elsewhere = Server::start(|_| page(&[666], Value::Null));
    let to = elsewhere.url("/list");
    let server = Server::start(move |request| match request.param("p") {
        None => page(&[1], "?p=2"),
        Some(_) => Reply::empty(302).header("location", &to),
    });
    let (found, error) = walk(Linked::paginate(get(&server, "/list"))).await.failed();
    assert_eq!(
        (found, error.kind(), error.page()),
        (vec![1], ErrorKind::Redirected, 2)
    );
    let allowed = Linked::paginate(get(&server, "/list")).allow_origin(elsewhere.origin());
    assert_eq!(
        walk(allowed).await.ended(),
        (vec![1, 666], EndReason::NoContinuation)
    );
}

#[tokio::test]
async fn a_redirect_of_a_post_is_refused() {
    #[derive(Deserialize, Paginated)]
    #[paginate(token = "next", param = body("after"), items = "items")]
    struct Search {
        next: Option<String>,
        items: Vec<u32>,
    }
    for status in [301, 302, 303, 307, 308] {
        let server = Server::start(move |request| match request.path.as_str() {
            "/search" => Reply::empty(status).header("location", "/moved"),
            _ => page(&[1], Value::Null),
        });
        let request = client().post(server.url("/search")).body("{}");
        let (found, error) = walk(Search::paginate(request)).await.failed();
        assert_eq!(
            (found, error.kind()),
            (vec![], ErrorKind::Redirected),
            "{status}"
        );
    }
}
