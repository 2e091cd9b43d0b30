//! Failures that are the same in every mode. For failures in the middle of a walk in each mode, see
//! `modes/`.

use paginate_runtime::{
    EndReason, ErrorKind, Paginated, RetryPolicy, transport::TransportErrorKind,
};
use paginate_tests::{Reply, Script, Server, Timeless};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{client, get, page, shown, walk};

#[derive(Debug, Deserialize, Paginated)]
#[paginate(token = "next", param = "cursor", items = "items")]
struct Tokens {
    next: Option<String>,
    items: Vec<u32>,
}

/// Returns the error of a second page, which is requested once; the items of the first were
/// delivered.
async fn second(reply: Reply, kind: ErrorKind) -> paginate_runtime::Error {
    let server = Server::scripted([page(&[1, 2], "s3cr3t"), reply]);
    let (found, error) =
        walk(Tokens::paginate(get(&server, "/list?key=s3cr3t")).retry(RetryPolicy::none()))
            .await
            .failed();
    assert_eq!(
        (found, error.kind(), error.page()),
        (vec![1, 2], kind, 2),
        "{error}"
    );
    assert_eq!(
        server.lines(),
        ["GET /list?key=s3cr3t", "GET /list?key=s3cr3t&cursor=s3cr3t"]
    );
    assert!(!shown(&error).contains("s3cr3t"), "{}", shown(&error));
    assert_eq!(
        error.url(),
        Some(format!("{}/list?…", server.origin()).as_str())
    );
    error
}

#[tokio::test]
async fn each_status_has_its_kind() {
    for (status, kind) in [
        (400, ErrorKind::ContinuationRejected),
        (401, ErrorKind::Unauthorized),
        (402, ErrorKind::Status),
        (403, ErrorKind::Status),
        (404, ErrorKind::Status),
        (409, ErrorKind::Status),
        (410, ErrorKind::Expired),
        (418, ErrorKind::Status),
        (429, ErrorKind::RateLimited),
        (500, ErrorKind::Status),
        (503, ErrorKind::Status),
        (206, ErrorKind::Status),
    ] {
        let error = second(Reply::text("why").status(status), kind).await;
        assert_eq!(
            (error.status().unwrap().as_u16(), error.excerpt()),
            (status, Some("why"))
        );
    }
    let error = second(Reply::empty(304), ErrorKind::Status).await;
    assert_eq!(error.status().unwrap(), 304);
    let error = second(
        Reply::empty(503).header("retry-after", "5"),
        ErrorKind::RateLimited,
    )
    .await;
    assert_eq!(error.retry_after().unwrap().as_secs(), 5);
}

#[tokio::test]
async fn no_content_is_the_end() {
    for status in [204, 205] {
        let server = Server::scripted([page(&[1], "a"), Reply::empty(status)]);
        assert_eq!(
            walk(Tokens::paginate(get(&server, "/list"))).await.ended(),
            (vec![1], EndReason::Status)
        );
    }
}

#[tokio::test]
async fn a_400_or_410_to_the_first_request_is_about_the_request() {
    for status in [400, 410] {
        let server = Server::scripted([Reply::empty(status)]);
        let (_, error) = walk(Tokens::paginate(get(&server, "/list"))).await.failed();
        assert_eq!(
            (error.kind(), error.page(), error.is_expired()),
            (ErrorKind::Status, 1, false)
        );
    }
}

#[tokio::test]
async fn an_empty_200_is_no_page() {
    let error = second(Reply::bytes(""), ErrorKind::Decode).await;
    assert!(
        error.to_string().contains("the response is empty"),
        "{error}"
    );
}

#[tokio::test]
async fn a_page_of_another_shape() {
    let error = second(
        Reply::json(json!({ "next": "s3cr3t", "items": [3, "four"] })),
        ErrorKind::Decode,
    )
    .await;
    assert!(error.to_string().contains("at `items[1]`"), "{error}");
    second(Reply::json(json!(["items"])), ErrorKind::Decode).await;
    second(Reply::json(json!(null)), ErrorKind::Decode).await;
    second(Reply::bytes("{\"items\": [3]} and more"), ErrorKind::Decode).await;
    second(
        Reply::bytes(b"{\"items\": [3], \"next\": \"\xff\"}".as_slice()),
        ErrorKind::Decode,
    )
    .await;
}

#[tokio::test]
async fn a_list_that_is_null_comes_with_the_way_out() {
    for body in [json!({ "items": null }), json!({})] {
        let error = second(Reply::json(body), ErrorKind::Decode).await;
        assert!(
            error
                .to_string()
                .contains("paginate_runtime::page::null_as_default"),
            "{error}"
        );
    }
}

#[tokio::test]
async fn a_list_that_may_be_null_by_its_type() {
    #[derive(Deserialize, Paginated)]
    #[paginate(token = "next", param = "cursor", items = "items")]
    struct Optional {
        next: Option<String>,
        items: Option<Vec<u32>>,
    }
    let server = Server::scripted([
        Reply::json(json!({ "items": null, "next": "a" })),
        Reply::json(json!({ "next": "b" })),
        page(&[1], Value::Null),
    ]);
    assert_eq!(
        walk(Optional::paginate(get(&server, "/list")))
            .await
            .ended(),
        (vec![1], EndReason::NoContinuation)
    );
}

#[tokio::test]
async fn a_body_larger_than_allowed_is_not_read() {
    let server = Server::scripted([page(&[1; 500], Value::Null)]);
    let (_, error) = walk(Tokens::paginate(get(&server, "/list")).max_body(100))
        .await
        .failed();
    assert_eq!(
        (error.kind(), server.lines().len()),
        (ErrorKind::BodyTooLarge, 1)
    );
    let server = Server::scripted([page(&[1; 500], Value::Null).in_pieces(7)]);
    let (_, error) = walk(Tokens::paginate(get(&server, "/list")).max_body(100))
        .await
        .failed();
    assert_eq!(error.kind(), ErrorKind::BodyTooLarge);
    // The limit holds for an error page too, but the error is about the status.
    let server = Server::scripted([Reply::text("x".repeat(500)).status(404)]);
    let (_, error) = walk(Tokens::paginate(get(&server, "/list")).max_body(100))
        .await
        .failed();
    assert_eq!(
        (error.kind(), error.excerpt()),
        (ErrorKind::Status, Some("x".repeat(100).as_str()))
    );
}

#[tokio::test]
async fn a_body_in_small_pieces_is_one_page() {
    let server = Server::scripted([
        page(&[1, 2], "a").in_pieces(1),
        page(&[3], Value::Null).in_pieces(3),
    ]);
    assert_eq!(
        walk(Tokens::paginate(get(&server, "/list"))).await.ended(),
        (vec![1, 2, 3], EndReason::NoContinuation)
    );
}

#[tokio::test]
async fn nobody_listens() {
    let port = {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        listener.local_addr().unwrap().port()
    };
    let time = Timeless::new();
    let request = client().get(format!("http://127.0.0.1:{port}/list?key=s3cr3t"));
    let (_, error) = walk(Tokens::paginate(request).runtime(time.clone()))
        .await
        .failed();
    assert_eq!((error.kind(), error.page()), (ErrorKind::Transport, 1));
    assert!(time.slept().len() <= 3, "{:?}", time.slept());
    assert!(!shown(&error).contains("s3cr3t"), "{}", shown(&error));
}

#[tokio::test]
async fn a_first_request_that_cannot_be_sent() {
    let relative = http::Request::get("/list?key=s3cr3t").body(()).unwrap();
    let (_, error) = walk(Tokens::paginate((client(), relative))).await.failed();
    assert_eq!((error.kind(), error.page()), (ErrorKind::Setup, 0));
    let (_, error) = walk(Tokens::paginate(client().get("no url s3cr3t")))
        .await
        .failed();
    assert_eq!(error.kind(), ErrorKind::Setup);
    assert!(!shown(&error).contains("s3cr3t"), "{}", shown(&error));
    let stream = reqwest::Body::wrap(http_body_util::Full::new(bytes::Bytes::from("{}")));
    let (_, error) = walk(Tokens::paginate(
        client().post("http://127.0.0.1:1/").body(stream),
    ))
    .await
    .failed();
    assert_eq!(error.kind(), ErrorKind::Setup);
    let (_, error) =
        walk(Tokens::paginate(client().get("http://127.0.0.1:1/")).allow_origin("no origin"))
            .await
            .failed();
    assert_eq!(error.kind(), ErrorKind::Setup);
}

#[tokio::test]
async fn the_error_of_a_function_can_be_had_back() {
    let walk = walk(Tokens::paginate_with(|_| async move {
        Err(std::io::Error::other("the database is away"))
    }))
    .await;
    let (_, error) = walk.failed();
    assert_eq!((error.kind(), error.page()), (ErrorKind::Fetch, 1));
    let source = std::error::Error::source(&error).unwrap();
    assert_eq!(
        source.downcast_ref::<std::io::Error>().unwrap().to_string(),
        "the database is away"
    );
}

/// The kit's transport without sockets can fail in each way that transports have.
#[tokio::test]
async fn faults_that_may_pass_are_retried_and_others_are_not() {
    for (fault, kind, times) in [
        (TransportErrorKind::Connect, ErrorKind::Transport, 4),
        (TransportErrorKind::Timeout, ErrorKind::Timeout, 4),
        (TransportErrorKind::Body, ErrorKind::Transport, 4),
        (TransportErrorKind::Other, ErrorKind::Transport, 1),
    ] {
        let script = Script::new((0..4).map(|_| Reply::failure(fault)));
        let (_, error) = walk(Tokens::paginate(script.get("/list")).runtime(Timeless::new()))
            .await
            .failed();
        assert_eq!(
            (error.kind(), script.lines().len()),
            (kind, times),
            "{fault:?}"
        );
    }
}
