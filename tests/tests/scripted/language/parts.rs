//! Tokens of several parts.

use std::future::ready;
use std::sync::{Arc, Mutex};

use paginate_runtime::{
    Checkpoint, EndReason, ErrorKind, HeaderMap, Paginated,
    mode::Tokens,
    page::PageInfo,
    scheme::{RequestLocation, Scheme, Source},
};
use paginate_tests::{Reply, Script};
use serde::Deserialize;
use serde_json::json;

use super::*;

/// Azure tables.
#[derive(Debug, Deserialize, Paginated)]
#[paginate(
    token = (header("x-next-partition"), header("x-next-row")),
    param = ("NextPartition", "NextRow"),
    items = "value",
    size = "$top",
    max = 2
)]
struct Rows {
    value: Vec<u64>,
}

/// Each part has a different source and a different target.
#[derive(Debug, Deserialize, Paginated)]
#[paginate(
    token = ("next.key", header("x-version"), Self::third, "number"),
    param = (body("page.key"), header("X-Version"), "third", json("number")),
    more = "more",
    items = "rows",
    size = body("page.size")
)]
struct Mixed {
    next: Option<Next>,
    number: Option<u64>,
    third: Option<String>,
    more: Option<bool>,
    rows: Vec<u64>,
}

#[derive(Debug, Deserialize)]
struct Next {
    key: Option<String>,
}

impl Mixed {
    fn third(&self, _: &HeaderMap) -> Option<String> {
        self.third.as_ref().map(|third| third.to_uppercase())
    }
}

fn rows(rows: &[u64], next: [Option<&str>; 2]) -> Reply {
    let page = Reply::json(json!({ "value": rows }));
    let names = ["x-next-partition", "x-next-row"];
    names
        .into_iter()
        .zip(next)
        .fold(page, |page, (name, part)| match part {
            Some(part) => page.header(name, part),
            None => page,
        })
}

#[tokio::test]
async fn the_parts_that_a_page_names_are_sent_and_the_others_removed() {
    let script = Script::new([
        rows(&[1, 2], [Some("p 1"), Some("r&1")]),
        // The row is absent: the one that was sent before must not stay.
        rows(&[], [Some("p2"), None]),
        rows(&[3], [Some(""), Some("r3")]),
        rows(&[4], [Some(" "), None]),
    ]);
    let mut items = Rows::paginate(script.get("/t?$filter=x")).items();
    let (all, end) = drain(&mut items).await;
    assert_eq!(
        (all, end.unwrap()),
        (vec![1, 2, 3, 4], EndReason::NoContinuation)
    );
    assert!(
        items.progress().warnings.is_empty(),
        "{:?}",
        items.progress().warnings
    );
    script.assert_requests([
        "GET /t?$filter=x&$top=2",
        "GET /t?$filter=x&NextPartition=p%201&NextRow=r%261&$top=2",
        "GET /t?$filter=x&NextPartition=p2&$top=2",
        "GET /t?$filter=x&NextRow=r3&$top=2",
    ]);
}

/// All parts are compared together: the same partition with another row is another continuation.
#[tokio::test]
async fn the_loop_guard_compares_the_whole() {
    let script = Script::new([
        rows(&[1], [Some("a"), Some("1")]),
        rows(&[2], [Some("a"), Some("2")]),
        rows(&[3], [Some("a"), None]),
        rows(&[4], [Some("a"), Some("1")]),
    ]);
    let mut items = Rows::paginate(script.get("/t")).items();
    let (all, end) = drain(&mut items).await;
    let error = end.unwrap_err();
    assert_eq!((all, error.kind()), (vec![1, 2, 3, 4], ErrorKind::Loop));
}

#[tokio::test]
async fn checkpoints_hold_every_part() {
    let script = Script::new([rows(&[1, 2], [Some("secret-partition"), None])]);
    let mut items = Rows::paginate(script.get("/t")).items();
    for _ in 0..2 {
        items.next().await.unwrap().unwrap();
    }
    let checkpoint = items.checkpoint().unwrap();
    assert!(
        !format!("{checkpoint:?}").contains("secret"),
        "{checkpoint:?}"
    );
    let saved = serde_json::to_string(&checkpoint).unwrap();
    let read: Checkpoint = serde_json::from_str(&saved).unwrap();
    assert_eq!(read, checkpoint);

    let script = Script::new([rows(&[3], [None, None])]);
    let mut items = Rows::paginate(script.get("/t")).resume(read).items();
    let (all, end) = drain(&mut items).await;
    assert_eq!((all, end.unwrap()), (vec![3], EndReason::NoContinuation));
    script.assert_requests(["GET /t?NextPartition=secret-partition&$top=2"]);

    // A token with another number of parts does not belong to this walk.
    let other = saved.replace(
        "[{\"text\":\"secret-partition\"},null]",
        "[{\"text\":\"secret-partition\"}]",
    );
    assert_ne!(other, saved);
    let script = Script::new([]);
    let mut items = Rows::paginate(script.get("/t"))
        .resume(serde_json::from_str::<Checkpoint>(&other).unwrap())
        .items();
    let error = drain(&mut items).await.1.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Setup);
    assert!(!error.to_string().contains("secret"), "{error}");
}

/// Parts in the first request say where the walk begins; later requests remove the parts that a
/// page does not name.
#[tokio::test]
async fn parts_in_the_first_request_are_where_it_begins() {
    let script = Script::new([
        rows(&[1], [Some("b"), None]),
        rows(&[2], [Some("a"), Some("1")]),
    ]);
    let mut items = Rows::paginate(script.get("/t?NextRow=1&q=x&NextPartition=a")).items();
    let (all, end) = drain(&mut items).await;
    assert_eq!(
        (all, end.unwrap_err().kind()),
        (vec![1, 2], ErrorKind::Loop)
    );
    script.assert_requests([
        "GET /t?NextRow=1&q=x&NextPartition=a&$top=2",
        "GET /t?q=x&NextPartition=b&$top=2",
    ]);
}

#[tokio::test]
async fn parts_of_every_kind_go_to_every_place() {
    let page = |json| Reply::json(json).header("x-version", "v2");
    let script = Script::new([
        page(
            json!({ "rows": [1], "next": { "key": "k" }, "third": "t", "number": 7, "more": true }),
        ),
        Reply::json(json!({ "rows": [2], "next": null, "number": 8 })),
        Reply::json(json!({ "rows": [3] })),
    ]);
    let mut items =
        Mixed::paginate(script.post("/s?third=old", r#"{"q":1,"page":{"key":"k0"}}"#)).items();
    let (all, end) = drain(&mut items).await;
    assert_eq!(
        (all, end.unwrap()),
        (vec![1, 2, 3], EndReason::NoContinuation)
    );
    script.assert_requests([
        r#"POST /s?third=old {"q":1,"page":{"key":"k0"}}"#,
        r#"POST /s?third=T&number=7 {"q":1,"page":{"key":"k"}}"#,
        r#"POST /s?number=8 {"q":1,"page":{}}"#,
    ]);
    let versions: Vec<Option<String>> = script
        .requests()
        .iter()
        .map(|request| request.header("x-version").map(str::to_owned))
        .collect();
    assert_eq!(versions, [None, Some("v2".to_owned()), None]);
}

#[tokio::test]
async fn more_without_any_part_is_an_error() {
    let script = Script::new([Reply::json(json!({ "rows": [1], "more": true }))]);
    let error = drain(&mut Mixed::paginate(script.post("/s", "{}")).items())
        .await
        .1
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::MissingContinuation);
}

#[tokio::test]
async fn a_part_that_is_no_text_is_an_error() {
    let transport = |_: http::Request<bytes::Bytes>| {
        let bad = http::HeaderValue::from_bytes(b"\xff\xfe").unwrap();
        let response = http::Response::builder()
            .header("x-next-row", "r")
            .header("x-next-partition", bad);
        let body = http_body_util::Full::new(bytes::Bytes::from_static(b"{\"value\":[1]}"));
        ready(Ok::<_, std::io::Error>(response.body(body).unwrap()))
    };
    let request = http::Request::get("https://api.example.com/t")
        .body(())
        .unwrap();
    let (all, end) = drain(&mut Rows::paginate((transport, request)).items()).await;
    assert_eq!((all, end.unwrap_err().kind()), (vec![1], ErrorKind::Link));
}

/// An error about one part shows none of them.
#[tokio::test]
async fn errors_mask_each_part() {
    let quoting = Reply::text("no such partition-77 row-88").status(400);
    let script = Script::new([rows(&[1], [Some("partition-77"), Some("row-88")]), quoting]);
    let error = drain(&mut Rows::paginate(script.get("/t")).items())
        .await
        .1
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::ContinuationRejected);
    let text = format!("{error} {error:?}");
    assert!(
        !text.contains("partition-77") && !text.contains("row-88"),
        "{text}"
    );
}

#[tokio::test]
async fn a_function_gets_all_parts() {
    let asked = Arc::new(Mutex::new(Vec::new()));
    let calls = asked.clone();
    let page = |third: Option<&str>, number| Mixed {
        next: None,
        number,
        third: third.map(str::to_owned),
        more: None,
        rows: vec![1],
    };
    let mut items = Mixed::paginate_with(move |parts: Option<Vec<Option<String>>>| {
        calls.lock().unwrap().push(parts.clone());
        ready(Ok::<_, std::io::Error>(match parts {
            None => page(Some("t"), Some(5)),
            Some(_) => page(None, None),
        }))
    })
    .items();
    let (all, end) = drain(&mut items).await;
    assert_eq!((all, end.unwrap()), (vec![1, 1], EndReason::NoContinuation));
    let parts = vec![None, None, Some("T".to_owned()), Some("5".to_owned())];
    assert_eq!(*asked.lock().unwrap(), [None, Some(parts)]);
}

/// The same with an implementation by hand.
#[tokio::test]
async fn without_the_derive() {
    #[derive(Deserialize)]
    struct ByHand {
        key: Option<String>,
        version: Option<u64>,
        rows: Vec<u64>,
    }
    impl Paginated for ByHand {
        type Item = u64;
        type Mode = Tokens;
        const SCHEME: Scheme = Scheme::new(Source::Tokens(&[
            RequestLocation::Query("key"),
            RequestLocation::Header("x-version"),
        ]));
        fn page_info<'a>(&'a self, _: &'a HeaderMap) -> PageInfo<'a> {
            PageInfo::new()
                .items(Some(&self.rows))
                .token_part(Some(&self.key))
                .token_part(Some(&self.version))
        }
        fn take_items(&mut self) -> Vec<u64> {
            std::mem::take(&mut self.rows)
        }
    }
    let script = Script::new([
        Reply::json(json!({ "rows": [1], "version": 0 })),
        Reply::json(json!({ "rows": [2], "key": "" })),
    ]);
    let mut items = ByHand::paginate(script.get("/h")).items();
    let (all, end) = drain(&mut items).await;
    assert_eq!((all, end.unwrap()), (vec![1, 2], EndReason::NoContinuation));
    script.assert_requests(["GET /h", "GET /h"]);
    assert_eq!(script.requests()[1].header("x-version"), Some("0"));
}
