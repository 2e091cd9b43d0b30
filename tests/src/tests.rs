//! Tests of the kit itself, without the library: the kit must not depend on the code that it tests.

use bytes::Bytes;
use http::Request as HttpRequest;
use http_body_util::BodyExt;
use paginate_runtime::transport::{Transport, TransportErrorKind};
use serde_json::{Value, json};

use crate::{Api, Reply, Script, Server, Slice, token};

/// A script whose responses contain all values of a page.
fn script(api: Api) -> Script {
    Script::handler(move |request| {
        api.read(request).map(|slice: Slice| {
            let path = slice.next_path(request);
            Reply::json(json!({ "items": slice.items, "next": slice.next, "path": path, "pages": slice.pages() }))
        })
    })
}

async fn send(script: &Script, (_, request): (Script, HttpRequest<Bytes>)) -> (u16, Value) {
    let response = script.send(request).await.expect("a reply");
    let status = response.status().as_u16();
    let body = response
        .into_body()
        .collect()
        .await
        .expect("a body")
        .to_bytes();
    (status, serde_json::from_slice(&body).expect("JSON"))
}

/// Follows the continuations from `first`. Returns the ids of each page.
async fn follow(api: Api, first: &str) -> Vec<Vec<u64>> {
    let script = script(api);
    let mut next = Some(first.to_owned());
    let mut pages = Vec::new();
    while let Some(path) = next.filter(|_| pages.len() < 100) {
        let (status, page) = send(&script, script.get(&path)).await;
        assert_eq!(status, 200, "{page}");
        pages.push(
            page["items"]
                .as_array()
                .unwrap()
                .iter()
                .map(|item| item["id"].as_u64().unwrap())
                .collect(),
        );
        next = page["path"].as_str().map(str::to_owned);
    }
    pages
}

#[tokio::test]
async fn every_style_gives_every_record_once() {
    let whole = [vec![1, 2], vec![3, 4], vec![5]];
    let api = || Api::numbered(5).size("limit", 2, 100);
    assert_eq!(follow(api().by_token("token"), "/r?a=b").await, whole);
    assert_eq!(follow(api().by_number("page", 0), "/r").await, whole);
    assert_eq!(follow(api().by_number("page", 1), "/r?page=1").await, whole);
    assert_eq!(follow(api().by_offset("offset"), "/r").await, whole);
    assert_eq!(follow(api().by_last("after", "id"), "/r").await, whole);

    let gaps: [Vec<u64>; 5] = [vec![], vec![1, 2], vec![], vec![3, 4], vec![5]];
    assert_eq!(
        follow(api().by_token("token").empty_pages([0, 2]), "/r").await,
        gaps
    );
    assert_eq!(
        follow(api().by_number("page", 1).empty_pages([0, 2]), "/r?page=1").await,
        gaps
    );
    assert_eq!(
        follow(Api::numbered(4).size("limit", 2, 9).by_offset("skip"), "/r").await,
        [vec![1, 2], vec![3, 4]]
    );
    assert_eq!(follow(Api::numbered(0), "/r").await, [Vec::<u64>::new()]);
}

#[tokio::test]
async fn sizes_out_of_bounds() {
    let count = async |api: Api, path: &str| {
        let script = script(api);
        let (status, page) = send(&script, script.get(path)).await;
        if status == 200 {
            page["items"].as_array().unwrap().len()
        } else {
            0
        }
    };
    let api = || Api::numbered(9).size("limit", 3, 5);
    for (asked, clamped, ignored, refused) in [
        ("1", 1, 1, 1),
        ("5", 5, 5, 5),
        ("6", 5, 3, 0),
        ("0", 1, 3, 0),
        ("x", 3, 3, 0),
    ] {
        let path = format!("/r?limit={asked}");
        assert_eq!(count(api(), &path).await, clamped, "{asked}");
        assert_eq!(count(api().ignore_sizes(), &path).await, ignored, "{asked}");
        assert_eq!(count(api().refuse_sizes(), &path).await, refused, "{asked}");
    }
}

#[tokio::test]
async fn tokens_are_good_for_what_they_were_issued_for() {
    let api = || Api::numbered(5).size("limit", 2, 9);
    let strict = script(api().by_token("token"));
    let lenient = script(api().by_token("token").lenient());
    let next =
        strict.get("/r").1.uri().path().to_owned() + "?token=" + &token(1).replace('+', "%2B");
    for script in [&strict, &lenient] {
        assert_eq!(
            send(script, script.get(&next)).await.0,
            400,
            "not issued yet"
        );
        assert_eq!(
            send(script, script.get("/r?a=1&b=2&limit=2")).await.1["next"],
            token(1)
        );
        assert_eq!(
            send(script, script.get(&format!("{next}&limit=2&b=2&a=1")))
                .await
                .0,
            200,
            "in any order"
        );
    }
    assert_eq!(
        send(&strict, strict.get(&format!("{next}&limit=2&b=2")))
            .await
            .0,
        400
    );
    assert_eq!(
        send(&lenient, lenient.get(&format!("{next}&limit=2&b=2")))
            .await
            .0,
        200
    );

    let body = script(
        Api::numbered(5)
            .size("/page/limit", 2, 9)
            .by_token("/page/after"),
    );
    let post = |json: Value| body.post("/r", json.to_string());
    assert_eq!(
        send(&body, post(json!({ "q": 1, "page": { "limit": 3 } })))
            .await
            .1["next"],
        token(1)
    );
    assert_eq!(
        send(
            &body,
            post(json!({ "q": 1, "page": { "limit": 3, "after": token(1) } }))
        )
        .await
        .1["next"],
        Value::Null
    );
    assert_eq!(
        send(
            &body,
            post(json!({ "q": 2, "page": { "limit": 3, "after": token(1) } }))
        )
        .await
        .0,
        400
    );
}

#[tokio::test]
async fn a_script_of_replies() {
    let script = Script::new([
        Reply::text("abc").in_pieces(2),
        Reply::text("abc").broken_after(1),
        Reply::failure(TransportErrorKind::Timeout),
    ]);
    let ask = async || script.send(script.post("/r?a=%20", "{}").1).await;

    let mut body = ask().await.unwrap().into_body();
    assert_eq!(
        body.frame().await.unwrap().unwrap().into_data().unwrap(),
        "ab"
    );
    assert_eq!(
        body.frame().await.unwrap().unwrap().into_data().unwrap(),
        "c"
    );
    assert!(body.frame().await.is_none());
    let mut body = ask().await.unwrap().into_body();
    assert_eq!(
        body.frame().await.unwrap().unwrap().into_data().unwrap(),
        "a"
    );
    assert!(body.frame().await.unwrap().is_err());
    assert_eq!(
        Script::classify(&ask().await.unwrap_err()),
        TransportErrorKind::Timeout
    );

    assert_eq!(script.remaining(), 0);
    assert_eq!(
        ask().await.unwrap_err().to_string(),
        "the script has no reply left for request 4, POST /r?a=%20 {}: does the walk see the end of the list?"
    );
    assert_eq!(script.lines(), ["POST /r?a=%20 {}"; 4]);
    assert_eq!(script.requests()[0].param("a").as_deref(), Some(" "));
}

#[tokio::test]
async fn a_server_answers_over_sockets() {
    let server = Server::start(|request| match request.path.as_str() {
        "/broken" => Reply::text("abc").broken_after(1),
        _ => Reply::text(request.origin.clone())
            .status(201)
            .header("link", "<a>")
            .header("link", "<b>"),
    });
    let client = crate::client();
    let response = client
        .get(server.url("/r?a=1"))
        .body("x")
        .send()
        .await
        .unwrap();
    assert_eq!(response.status(), 201);
    assert_eq!(
        response
            .headers()
            .get_all("link")
            .iter()
            .collect::<Vec<_>>(),
        ["<a>", "<b>"]
    );
    assert_eq!(response.text().await.unwrap(), server.origin());
    assert!(
        client
            .get(server.url("/broken"))
            .send()
            .await
            .unwrap()
            .bytes()
            .await
            .is_err()
    );
    assert_eq!(server.lines(), ["GET /r?a=1 x", "GET /broken"]);
}
