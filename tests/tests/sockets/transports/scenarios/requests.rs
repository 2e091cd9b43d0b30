//! What is sent: the query, headers and bodies of the first request.

use super::*;

#[derive(Debug, Deserialize, Paginated)]
#[paginate(token = "next", param = form("after"), items = "items")]
struct ByForm {
    next: Option<String>,
    items: Vec<u32>,
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
        walk_from::<ByToken>(client, server.url("/v1/items"), once())
            .await
            .ended(),
        [3]
    );
}

pub(crate) async fn nothing_is_compressed_unasked(client: &impl Client) {
    // Bytes that no client may treat as compressed.
    let server = Server::scripted([Reply::bytes("{\"items\":[1]}").in_pieces(3)]);
    assert_eq!(
        walk_from::<ByToken>(client, server.url("/v1/items"), once())
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
