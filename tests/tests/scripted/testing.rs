//! The kit for users' tests: its messages if a test passes, and if it fails.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::Duration;

use paginate_runtime::testing::{Reply, Script, Timeless};
use paginate_runtime::{
    EndReason, ErrorKind, Paginated, RetryPolicy, transport::TransportErrorKind,
};
use serde::Deserialize;

#[derive(Debug, Deserialize, Paginated)]
#[paginate(token = "next", param = "next", items = "rows")]
struct Rows {
    next: Option<String>,
    rows: Vec<u32>,
}

fn page(rows: &[u32], next: Option<&str>) -> Reply {
    Reply::json(serde_json::json!({ "rows": rows, "next": next }))
}

/// Returns the message of an assertion that fails.
fn complaint(assertion: impl FnOnce()) -> String {
    let panic = catch_unwind(AssertUnwindSafe(assertion)).expect_err("the assertion does not hold");
    *panic.downcast::<String>().expect("a message")
}

#[tokio::test]
async fn the_requests_of_a_walk_are_as_expected() {
    let script = Script::new([page(&[1, 2], Some("b")), page(&[3], None)]);
    let mut rows = Rows::paginate(script.get("/r?a=1")).items();
    assert_eq!((script.remaining(), script.lines()), (2, Vec::new()));
    script.assert_requests::<&str>([]);

    assert_eq!(rows.try_next().await.unwrap(), Some(1));
    script.assert_requests(["GET /r?a=1"]);
    assert_eq!(rows.try_collect::<Vec<_>>().await.unwrap(), [2, 3]);
    script.assert_requests(["GET /r?a=1", "GET /r?a=1&next=b"]);
    script.assert_requests(vec![
        "GET /r?a=1".to_owned(),
        "GET /r?a=1&next=b".to_owned(),
    ]);
    assert_eq!(script.remaining(), 0);
    let second = &script.requests()[1];
    assert_eq!(
        (
            second.method.as_str(),
            second.path.as_str(),
            second.param("next").as_deref()
        ),
        ("GET", "/r", Some("b"))
    );
    assert_eq!(second.origin, "https://api.example.com");
}

#[tokio::test]
async fn an_assertion_that_fails_shows_what_differs() {
    let script = Script::new([
        page(&[1], Some("b")),
        page(&[2], Some("c")),
        page(&[3], None),
    ]);
    let walk = Rows::paginate(script.get("/r")).max_pages(2).items();
    let _: Vec<u32> = walk.try_collect().await.unwrap();

    assert_eq!(
        complaint(|| script.assert_requests(["GET /r", "GET /r?cursor=b", "GET /r?next=c"])),
        "3 requests were expected and 2 were sent (`-` was expected and not sent, `+` was sent and not expected):\n\
         \u{20}   GET /r\n  - GET /r?cursor=b\n  - GET /r?next=c\n  + GET /r?next=b\n1 reply was not asked for\n"
    );
    assert_eq!(
        complaint(|| script.assert_requests(["GET /r?next=b"])),
        "1 request was expected and 2 were sent (`-` was expected and not sent, `+` was sent and not expected):\n\
         \u{20} + GET /r\n    GET /r?next=b\n1 reply was not asked for\n"
    );
    // The same requests in another order are not equal.
    complaint(|| script.assert_requests(["GET /r?next=b", "GET /r"]));
    complaint(|| script.assert_requests::<&str>([]));
}

#[tokio::test]
async fn a_request_without_a_reply_is_an_error_that_says_so() {
    let script = Script::new([page(&[1], Some("b"))]);
    let mut rows = Rows::paginate(script.get("/r")).items();
    assert_eq!(rows.try_next().await.unwrap(), Some(1));
    let error = rows.try_next().await.unwrap_err();
    assert_eq!((error.kind(), error.page()), (ErrorKind::Transport, 2));
    let source = std::error::Error::source(&error)
        .expect("the script's own error")
        .to_string();
    assert_eq!(
        source,
        "the script has no reply left for request 2, GET /r?next=b: does the walk see the end of the list?"
    );
    // `unwrap` in a failing test prints it too.
    assert!(format!("{error:?}").contains(&source), "{error:?}");
    // The request is not tried again, and is remembered.
    script.assert_requests(["GET /r", "GET /r?next=b"]);
    assert!(rows.try_next().await.unwrap().is_none());
}

#[tokio::test]
async fn a_handler_sees_the_request() {
    let script = Script::handler(|request| {
        if request.header("authorization") != Some("Bearer t") {
            return Err(Reply::empty(401));
        }
        Ok(match request.at("/page/next").as_deref() {
            None => page(&[1], Some("b")),
            Some("b") => page(&[2], None),
            Some(other) => panic!("{other} was never a token"),
        })
    });

    #[derive(Deserialize, Paginated)]
    #[paginate(token = "next", param = body("page.next"), items = "rows")]
    struct Posted {
        next: Option<String>,
        rows: Vec<u32>,
    }
    let (transport, mut request) = script.post("/search", r#"{"q":"x"}"#);
    let error = Posted::paginate((transport, request.clone()))
        .items()
        .try_next()
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Unauthorized);

    request
        .headers_mut()
        .insert("authorization", "Bearer t".parse().unwrap());
    let rows: Vec<u32> = Posted::paginate((script.clone(), request))
        .items()
        .try_collect()
        .await
        .unwrap();
    assert_eq!(rows, [1, 2]);
    script.assert_requests([
        r#"POST /search {"q":"x"}"#,
        r#"POST /search {"q":"x"}"#,
        r#"POST /search {"q":"x","page":{"next":"b"}}"#,
    ]);
    assert_eq!(script.remaining(), 0, "a handler has no replies to count");
}

/// No real time passes if tokio's clock is paused, but the delays are kept.
#[tokio::test(start_paused = true)]
async fn failures_and_delays_are_played() {
    let hour = Duration::from_secs(3_600);
    let script = Script::new([
        Reply::failure(TransportErrorKind::Connect),
        Reply::empty(429).header("retry-after", "60"),
        page(&[1], Some("b")).broken_after(5),
        page(&[1], Some("b")).delayed(hour),
        page(&[2], None).in_pieces(4).paced(hour),
    ]);
    let start = tokio::time::Instant::now();
    let mut rows = Rows::paginate(script.get("/r")).items();
    assert_eq!(rows.try_next().await.unwrap(), Some(1));
    assert!(
        start.elapsed() >= hour + Duration::from_secs(60),
        "{:?}",
        start.elapsed()
    );
    let second = tokio::time::Instant::now();
    assert_eq!(rows.try_next().await.unwrap(), Some(2));
    assert_eq!(second.elapsed(), hour * 5, "24 bytes in pieces of 4");
    assert!(rows.try_next().await.unwrap().is_none());
    assert_eq!(rows.end_reason(), Some(EndReason::NoContinuation));
    script.assert_requests(["GET /r", "GET /r", "GET /r", "GET /r", "GET /r?next=b"]);
}

#[test]
fn what_is_written_wrongly_in_a_test_stops_it() {
    for mistake in [
        || drop(Reply::empty(1)),
        || drop(Reply::text("").header("a b", "c")),
        || drop(Reply::text("").in_pieces(0)),
        || drop(Script::new([]).get("/a b")),
    ] {
        assert!(catch_unwind(mistake).is_err());
    }
}

/// A script is a blocking transport too; no time passes in it.
#[test]
fn without_async() {
    let script = Script::new([
        Reply::failure(TransportErrorKind::Connect),
        page(&[1], Some("b")).broken_after(5),
        page(&[1], Some("b")).delayed(Duration::from_secs(7)),
        page(&[1], Some("b"))
            .in_pieces(8)
            .paced(Duration::from_secs(3)),
        page(&[1], Some("b"))
            .in_pieces(8)
            .paced(Duration::from_secs(2)),
        page(&[2], None).delayed(Duration::from_secs(4)),
    ]);
    let time = Timeless::new();
    let walk = Rows::paginate_blocking(script.get("/r"))
        .runtime(time.clone())
        .retry(RetryPolicy::default().attempts(5))
        .request_timeout(Duration::from_secs(5));
    assert_eq!(walk.items().collect::<Result<Vec<_>, _>>().unwrap(), [1, 2]);
    assert_eq!(
        time.slept().len(),
        4,
        "after no connection, half a body, and two that took too long"
    );
    script.assert_requests([
        "GET /r",
        "GET /r",
        "GET /r",
        "GET /r",
        "GET /r",
        "GET /r?next=b",
    ]);
}
