//! Where tokens are read and sent: query, headers, JSON bodies and forms; objects as tokens.

use super::*;

#[tokio::test]
async fn an_object_goes_into_the_body_as_it_is() {
    #[derive(Deserialize, Paginated)]
    #[paginate(token = "next", param = body("page.after"), items = "items")]
    struct Keyed {
        #[serde(default)]
        next: Value,
        items: Vec<u32>,
    }
    let server = Server::scripted([
        page(&[1], json!({ "n": 0, "pk": "a" })),
        page(&[2], json!({})),
    ]);
    let request = client()
        .post(server.url("/query"))
        .body("{\"filter\": [1,  2]}");
    assert_eq!(
        walk(Keyed::paginate(request)).await.ended(),
        (vec![1, 2], EndReason::NoContinuation)
    );
    assert_eq!(
        server.lines(),
        [
            "POST /query {\"filter\": [1,  2]}",
            "POST /query {\"filter\": [1,  2],\"page\":{\"after\":{\"n\":0,\"pk\":\"a\"}}}"
        ]
    );
}

#[tokio::test]
async fn an_object_is_spread_over_the_query() {
    #[derive(Deserialize, Paginated)]
    #[paginate(token = "next", param = query, items = "items")]
    struct Spread {
        #[serde(default)]
        next: Value,
        items: Vec<u32>,
    }
    let server = Server::scripted([
        page(&[1], json!({ "key": "a b", "marker": null, "n": 2 })),
        page(&[2], Value::Null),
    ]);
    assert_eq!(
        walk(Spread::paginate(get(&server, "/list?key=0&q=x")))
            .await
            .ended(),
        (vec![1, 2], EndReason::NoContinuation)
    );
    assert_eq!(
        server.lines(),
        ["GET /list?key=0&q=x", "GET /list?key=a%20b&q=x&n=2"]
    );
}

#[tokio::test]
async fn the_size_is_written_once_where_a_spread_object_names_its_place_too() {
    #[derive(Deserialize, Paginated)]
    #[paginate(token = "next", param = query, items = "items", max = 5)]
    struct Spread {
        #[serde(default)]
        next: Value,
        items: Vec<u32>,
    }
    let server = Server::scripted([
        page(&[1], json!({ "key": "a", "page_size": 7 })),
        page(&[2], Value::Null),
    ]);
    let ended = walk(Spread::paginate(get(&server, "/list"))).await.ended();
    assert_eq!(ended, (vec![1, 2], EndReason::NoContinuation));
    assert_eq!(
        server.lines(),
        ["GET /list?page_size=5", "GET /list?key=a&page_size=5"]
    );
}

#[tokio::test]
async fn an_object_fits_no_single_parameter() {
    let server = Server::scripted([page(&[1], json!({ "key": "a" }))]);
    let (found, error) = walk(Any::paginate(get(&server, "/list"))).await.failed();
    assert_eq!(
        (found, error.kind(), server.lines().len()),
        (vec![1], ErrorKind::Setup, 1)
    );
}

#[tokio::test]
async fn a_token_in_a_header() {
    let reply = |items: &[u32], next: Option<&str>| {
        let reply = Reply::json(items);
        match next {
            Some(next) => reply.header("x-next", next),
            None => reply,
        }
    };
    for last in [None, Some(""), Some("  ")] {
        let server = Server::scripted([
            reply(&[1], Some("a b")),
            reply(&[], Some("0")),
            reply(&[2], last),
        ]);
        assert_eq!(
            walk(InHeader::paginate(get(&server, "/list")))
                .await
                .ended(),
            (vec![1, 2], EndReason::NoContinuation),
            "{last:?}"
        );
        assert_eq!(
            server.lines(),
            ["GET /list", "GET /list?cursor=a%20b", "GET /list?cursor=0"]
        );
    }
}

#[tokio::test]
async fn a_header_that_is_no_text_is_an_error_and_no_end() {
    let server = super::raw_header(b"x-next: \xff\xfe");
    let request = client().get(server.url("/list"));
    let (found, error) = walk(InHeader::paginate(request)).await.failed();
    assert_eq!((found, error.kind()), (vec![1], ErrorKind::Link));
}

#[tokio::test]
async fn a_token_in_a_request_header() {
    #[derive(Deserialize, Paginated)]
    #[paginate(token = "next", param = header("x-continue"), items = "items")]
    struct ToHeader {
        next: Option<String>,
        items: Vec<u32>,
    }
    let server = Server::scripted([page(&[1], "a b"), page(&[2], "é"), page(&[3], Value::Null)]);
    assert_eq!(
        walk(ToHeader::paginate(get(&server, "/list")))
            .await
            .ended(),
        (vec![1, 2, 3], EndReason::NoContinuation)
    );
    let sent: Vec<Option<Vec<u8>>> = server
        .requests()
        .iter()
        .map(|request| {
            request
                .headers
                .get("x-continue")
                .map(|value| value.as_bytes().to_vec())
        })
        .collect();
    assert_eq!(
        sent,
        [None, Some(b"a b".to_vec()), Some("é".as_bytes().to_vec())]
    );
    // A token that no header can contain is an error, not another token.
    let server = Server::scripted([page(&[1], "a\nb")]);
    let (found, error) = walk(ToHeader::paginate(get(&server, "/list")))
        .await
        .failed();
    assert_eq!((found, error.kind()), (vec![1], ErrorKind::Setup));
}

#[tokio::test]
async fn a_token_in_a_form() {
    #[derive(Deserialize, Paginated)]
    #[paginate(token = "next", param = form("cursor"), items = "items")]
    struct ToForm {
        next: Option<String>,
        items: Vec<u32>,
    }
    let server = Server::scripted([page(&[1], "a&b"), page(&[2], "")]);
    let request = client().post(server.url("/search")).form(&[("q", "x y")]);
    assert_eq!(
        walk(ToForm::paginate(request)).await.ended(),
        (vec![1, 2], EndReason::NoContinuation)
    );
    assert_eq!(
        server.lines(),
        ["POST /search q=x+y", "POST /search q=x+y&cursor=a%26b"]
    );
}
