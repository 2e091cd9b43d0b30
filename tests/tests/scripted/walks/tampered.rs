//! A checkpoint comes from a store, and someone other than the caller may write there: it must fit
//! this walk, or nothing is sent.

use http::Request;
use paginate_runtime::{Checkpoint, ErrorKind, Next, Paginated, segment::Segment};
use paginate_tests::Script;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::*;

#[derive(Debug, Deserialize, Paginated)]
#[paginate(token = "next", param = body("after"), items = "rows", max = 100)]
struct Search {
    next: Option<Value>,
    rows: Vec<u32>,
}

#[derive(Debug, Deserialize, Paginated)]
#[paginate(last_item = "id", param = "after", items = "rows")]
struct Keys {
    rows: Vec<Row>,
}

#[derive(Debug, Deserialize)]
struct Row {
    id: u32,
}

#[derive(Debug, Deserialize, Paginated)]
#[paginate(page = "page", items = "results", max = 100)]
struct Bounded {
    results: Vec<u32>,
}

#[derive(Debug, Deserialize, Paginated)]
#[paginate(next_with = Self::decide, items = "rows")]
struct Decided {
    rows: Vec<u32>,
}

impl Decided {
    fn decide(&self, _: &paginate_runtime::HeaderMap) -> Next<'static> {
        let request =
            Request::post("https://api.example.com/search").body(bytes::Bytes::from_static(b"{}"));
        Next::request(request.expect("a request"))
    }
}

/// Returns a checkpoint of this walk, after its first page, in its stored form.
async fn honest<P: Paginated + DeserializeOwned + 'static>(
    first: Reply,
    source: impl Fn(&Script) -> (Script, Request<bytes::Bytes>),
) -> Value {
    let script = Script::new([first]);
    let mut pages = P::paginate(source(&script)).pages();
    pages.next().await.expect("a page").expect("no error");
    serde_json::to_value(pages.checkpoint()).expect("JSON")
}

/// Returns the error of resuming with it; nothing is sent.
async fn refusal<P: Paginated + DeserializeOwned + 'static>(
    saved: &Value,
    source: impl Fn(&Script) -> (Script, Request<bytes::Bytes>),
) -> String {
    let mut said = Vec::new();
    let checkpoint: Checkpoint = match serde_json::from_value(saved.clone()) {
        Ok(checkpoint) => checkpoint,
        // The text does not even deserialise.
        Err(error) => return error.to_string(),
    };
    for unchecked in [false, true] {
        let script = Script::new([results(&[7]), results(&[7])]);
        let paginator = P::paginate(source(&script));
        let mut items = match unchecked {
            false => paginator.resume(checkpoint.clone()),
            true => paginator.resume_unchecked(checkpoint.clone()),
        }
        .items();
        let error = items
            .next()
            .await
            .expect("an error")
            .err()
            .expect("an error");
        assert_eq!(
            (error.kind(), error.page(), script.lines().len()),
            (ErrorKind::Setup, 0, 0),
            "{saved}: {error}"
        );
        assert!(items.next().await.is_none());
        said.push(error.to_string());
    }
    assert_eq!(said[0], said[1], "nobody vouches for the place");
    said.remove(0)
}

fn with(saved: &Value, member: &str, value: Value) -> Value {
    let mut saved = saved.clone();
    saved[member] = value;
    saved
}

const ADMIN: &str = "https://api.example.com/admin/users";

fn link() -> Value {
    json!({ "link": { "href": ADMIN } })
}

fn whole(method: &str, body: &str) -> Value {
    json!({ "request": { "method": method, "uri": "https://api.example.com/users/1", "headers": [], "body": body.as_bytes() } })
}

#[tokio::test]
async fn a_place_of_another_kind_is_refused() {
    let get = |script: &Script| script.get("/l");
    let post = |script: &Script| script.post("/l", "{}");
    let said = |kind: &str, goes_on: &str| {
        format!(
            "the checkpoint does not fit this walk: it has {kind}, but this walk continues with {goes_on}"
        )
    };

    let saved = honest::<Tokens>(tokens(&[1], "t"), get).await;
    for (place, kind) in [
        (link(), "a link"),
        (whole("DELETE", ""), "a whole request"),
        (whole("GET", ""), "a whole request"),
        (whole("POST", "{}"), "a whole request"),
        (json!({ "count": 3 }), "a page number or offset"),
        (
            json!({ "params": [["admin", { "text": "1" }]] }),
            "query parameters",
        ),
    ] {
        let refused = refusal::<Tokens>(&with(&saved, "place", place), get).await;
        assert_eq!(refused, said(kind, "a token"));
    }

    let saved = honest::<Keys>(Reply::json(json!({ "rows": [{ "id": 4 }] })), get).await;
    for (place, kind) in [
        (link(), "a link"),
        (json!({ "count": 3 }), "a page number or offset"),
    ] {
        let refused = refusal::<Keys>(&with(&saved, "place", place), get).await;
        assert_eq!(refused, said(kind, "the key of an item"));
    }

    let saved = honest::<Numbered>(results(&[1]), get).await;
    for (place, kind) in [
        (json!({ "text": "t" }), "a token"),
        (json!("first"), "the first request"),
        (link(), "a link"),
        (whole("GET", ""), "a whole request"),
    ] {
        let refused = refusal::<Numbered>(&with(&saved, "place", place), get).await;
        assert_eq!(refused, said(kind, "a page number"));
    }
    let saved = honest::<Skipped>(results(&[1]), get).await;
    let refused = refusal::<Skipped>(&with(&saved, "place", json!("first")), get).await;
    assert_eq!(refused, said("the first request", "an offset"));

    let saved = honest::<Linked>(linked(&[1], Some("/l?p=2")), get).await;
    for (place, kind) in [
        (json!({ "text": "t" }), "a token"),
        (whole("GET", ""), "a whole request"),
    ] {
        let refused = refusal::<Linked>(&with(&saved, "place", place), get).await;
        assert_eq!(refused, said(kind, "a link"));
    }
    let saved = honest::<Decided>(Reply::json(json!({ "rows": [1] })), post).await;
    let refused = refusal::<Decided>(&with(&saved, "place", json!({ "count": 3 })), post).await;
    assert_eq!(
        refused,
        said("a page number or offset", "the result of a function")
    );
}

#[tokio::test]
async fn a_method_that_the_walk_does_not_use_is_refused() {
    let get = |script: &Script| script.get("/l");
    let saved = honest::<Linked>(linked(&[1], Some("/l?p=2")), get).await;
    for method in ["DELETE", "POST", "PUT", "PATCH", "HEAD"] {
        let place =
            json!({ "link": { "href": "https://api.example.com/l?p=2", "method": method } });
        let refused = refusal::<Linked>(&with(&saved, "place", place), get).await;
        assert!(
            refused.starts_with(&format!(
                "the checkpoint does not fit this walk: it has a link with the method {method}, but this walk sends only GET"
            )),
            "{refused}"
        );
    }
    // A whole request of a function: GET, or the method of the first request.
    let post = |script: &Script| script.post("/search", "{}");
    let saved = honest::<Decided>(Reply::json(json!({ "rows": [1] })), post).await;
    for method in ["DELETE", "PUT"] {
        let refused = refusal::<Decided>(&with(&saved, "place", whole(method, "")), post).await;
        assert!(
            refused.starts_with(&format!(
                "the checkpoint does not fit this walk: it has a whole request with the method {method}, but this walk sends only GET and POST"
            )),
            "{refused}"
        );
    }
    let checkpoint: Checkpoint = serde_json::from_value(saved.clone()).expect("a checkpoint");
    let script = Script::new([Reply::json(json!({ "rows": [2] }))]);
    let (rows, error) = failed(Decided::paginate(post(&script)).resume(checkpoint).items()).await;
    assert_eq!(
        (rows, error.kind()),
        (vec![2], ErrorKind::Loop),
        "it always decides the same"
    );
    assert_eq!(script.lines(), ["POST /search {}"]);
    let refused = refusal::<Decided>(
        &with(
            &saved,
            "place",
            json!({ "request": {
        "method": "GET", "uri": "https://evil.example/", "headers": [], "body": [] } }),
        ),
        post,
    )
    .await;
    assert_eq!(
        refused,
        "the link in the checkpoint must not be followed: it leads to another origin. Use a checkpoint of this walk, or allow that origin with `.allow_origin(..)`"
    );
    // Advice that helps for the reason.
    for (uri, says) in [
        (
            "https://me:secret@api.example.com/",
            "its scheme is not allowed, or it contains a user name or a password. Use a checkpoint of this walk",
        ),
        (
            "ftp://api.example.com/",
            "its scheme is not allowed, or it contains a user name or a password. Use a checkpoint of this walk",
        ),
    ] {
        let place =
            json!({ "request": { "method": "GET", "uri": uri, "headers": [], "body": [] } });
        assert_eq!(
            refusal::<Decided>(&with(&saved, "place", place), post).await,
            format!("the link in the checkpoint must not be followed: {says}")
        );
    }
}

#[tokio::test]
async fn numbers_must_agree_and_stay_in_range() {
    let get = |script: &Script| script.get("/l");
    let saved = honest::<Bounded>(results(&[1]), get).await;
    assert_eq!(
        (&saved["place"], &saved["counter"]),
        (&json!({ "count": 2 }), &json!(2))
    );
    for (tampered, says) in [
        (
            with(&saved, "place", json!({ "count": 9 })),
            "it has two different numbers for its position",
        ),
        (
            with(&saved, "counter", json!(9)),
            "it has two different numbers for its position",
        ),
        (
            with(&saved, "began", json!(3)),
            "its position is 2, but its walk began at 3",
        ),
        (
            with(&saved, "size", json!(5_000)),
            "its page size is 5000, but the declaration allows 1 to 100",
        ),
        (
            with(&saved, "size", json!(0)),
            "its page size is 0, but the declaration allows 1 to 100",
        ),
        (
            with(&saved, "skip", json!(u64::MAX)),
            "`skip` is larger than any page",
        ),
    ] {
        let refused = refusal::<Bounded>(&tampered, get).await;
        assert_eq!(
            refused,
            format!("the checkpoint does not fit this walk: {says}")
        );
    }
    // A size in the request itself is the caller's choice, whatever the declaration says.
    let own = |script: &Script| script.get("/l?page_size=5000");
    let saved = honest::<Bounded>(results(&[1]), own).await;
    let checkpoint: Checkpoint = serde_json::from_value(saved).expect("a checkpoint");
    let script = Script::new([results(&[2])]);
    all(Bounded::paginate(own(&script))
        .resume(checkpoint)
        .max_pages(1)
        .items())
    .await;
    assert_eq!(script.lines(), ["GET /l?page_size=5000&page=2"]);
    // A token walk writes the size of the earlier walk.
    let saved = honest::<Tokens>(tokens(&[1], "t"), get).await;
    let refused = refusal::<Tokens>(&with(&saved, "size", json!(301)), get).await;
    assert_eq!(
        refused,
        "the checkpoint does not fit this walk: its page size is 301, but the declaration allows 1 to 300"
    );
}

/// A token that is written into a JSON body must be one value, and must not end it and add others.
#[tokio::test]
async fn a_token_that_is_no_json_is_not_read() {
    let post = |script: &Script| script.post("/l", "{}");
    let saved = honest::<Search>(
        Reply::json(json!({ "rows": [1], "next": { "k": 1 } })),
        post,
    )
    .await;
    assert_eq!(saved["place"], json!({ "json": "{\"k\":1}" }));
    for json in ["1,\"admin\":true", "1}", "", "{\"a\":1} {}", "nope"] {
        let refused =
            refusal::<Search>(&with(&saved, "place", json!({ "json": json })), post).await;
        assert_eq!(refused, "the token in the checkpoint is not JSON");
    }
}

/// A segment is refused for the same reasons.
#[tokio::test]
async fn a_segment_must_fit_too() {
    let get = |script: &Script| script.get("/l");
    let saved = honest::<Bounded>(results(&[1]), get).await;
    for (from, says) in [
        (
            with(&saved, "size", json!(5_000)),
            "its page size is 5000, but the declaration allows 1 to 100",
        ),
        (
            with(&saved, "began", json!(3)),
            "its position is 2, but its walk began at 3",
        ),
    ] {
        let segment: Segment =
            serde_json::from_value(json!({ "version": 1, "from": from, "until": 9 }))
                .expect("a segment");
        let script = Script::new([]);
        let (_, error) = failed(Bounded::paginate(get(&script)).segment(segment).items()).await;
        assert_eq!(
            error.to_string(),
            format!(
                "the segment is from another walk: the checkpoint does not fit this walk: {says}"
            )
        );
        assert_eq!((error.kind(), script.lines().len()), (ErrorKind::Setup, 0));
    }
}
