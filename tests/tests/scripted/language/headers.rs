//! Headers that are not text: the error is the same for every key that reads them.

use bytes::Bytes;
use http_body_util::Full;
use paginate_runtime::{Error, ErrorKind, Paginated};
use serde::Deserialize;
use std::convert::Infallible;
use std::future::ready;

use super::drain;

/// How many items a walk takes at most.
type Limit = Option<u64>;

/// Walks an API that sends a row, a token, and a header with these bytes. Returns the delivered
/// items, and the error if there is one.
async fn walked<P>(header: &'static [u8], limit: Limit) -> (Vec<u32>, Option<Error>)
where
    P: Paginated<Item = u32> + serde::de::DeserializeOwned + 'static,
{
    let transport = move |_: http::Request<Bytes>| {
        let response = http::Response::builder()
            .header("x-odd", http::HeaderValue::from_bytes(header).unwrap())
            .body(Full::new(Bytes::from(r#"{"rows": [1], "next": "a"}"#)))
            .unwrap();
        ready(Ok::<_, Infallible>(response))
    };
    let request = http::Request::get("https://api.example/l")
        .body(())
        .unwrap();
    let mut walk = P::paginate((transport, request));
    if let Some(limit) = limit {
        walk = walk.max_items(limit);
    }
    let (rows, end) = drain(&mut walk.items()).await;
    (rows, end.err())
}

/// Checks that a header which is not text is an error, after these items.
async fn is_refused<P>(limit: Limit, delivered: &[u32])
where
    P: Paginated<Item = u32> + serde::de::DeserializeOwned + 'static,
{
    let (rows, error) = walked::<P>(b"\xff\xfe", limit).await;
    let error = error.expect("the header cannot be read");
    assert_eq!(
        (&*rows, error.kind()),
        (delivered, ErrorKind::Link),
        "{error}"
    );
    let text = error.to_string();
    assert!(
        text.starts_with(
            "page 1: the response cannot be read as declared: the header `x-odd` is not text"
        ),
        "{text}"
    );
}

macro_rules! headers {
    ($($name:ident: [$($key:tt)*], $limit:expr => $delivered:expr;)*) => {$(
        #[tokio::test]
        async fn $name() {
            #[derive(Deserialize, Paginated)]
            #[paginate(items = "rows", $($key)*)]
            struct List {
                #[allow(dead_code, reason = "read by some of the declarations")]
                next: String,
                rows: Vec<u32>,
            }
            is_refused::<List>($limit, &$delivered).await;
        }
    )*};
}

// The items come before the error.
headers! {
    token: [token = header("x-odd"), param = "cursor"], None => [1];
    part_of_a_token: [token = (header("x-odd"), "next"), param = ("a", "b")], None => [1];
    next_url: [next_url = header("x-odd")], None => [1];
    more: [token = "next", param = "cursor", more = header("x-odd")], None => [1];
    done: [token = "next", param = "cursor", done = header("x-odd")], None => [1];
    total: [token = "next", param = "cursor", total = header("x-odd")], None => [1];
    total_of_a_walk_that_counts: [offset = "offset", total = header("x-odd")], None => [1];
    pages: [page = "page", pages = header("x-odd")], None => [1];
    flag_of_a_job: [token = "next", param = "cursor", ready = header("x-odd")], None => [1];
}

// The page may be a failure, so its items are not delivered.
headers! {
    ok: [token = "next", param = "cursor", ok = header("x-odd")], None => [];
    ok_with_a_limit: [token = "next", param = "cursor", ok = header("x-odd")], Some(1) => [];
    error: [token = "next", param = "cursor", error = header("x-odd")], None => [];
    error_with_a_limit: [token = "next", param = "cursor", error = header("x-odd")], Some(1) => [];
    ok_beside_another_header: [token = "next", param = "cursor", total = header("x-odd"), ok = header("x-odd")], Some(1) => [];
}

/// A flag that is text, but neither yes nor no.
#[tokio::test]
async fn an_unclear_ok_fails_the_page() {
    #[derive(Deserialize, Paginated)]
    #[paginate(items = "rows", token = "next", param = "cursor", ok = header("x-odd"))]
    struct List {
        next: String,
        rows: Vec<u32>,
    }
    for limit in [None, Some(1)] {
        let (rows, error) = walked::<List>(b"maybe", limit).await;
        let error = error.expect("the flag is unclear");
        assert_eq!(
            (rows, error.kind()),
            (vec![], ErrorKind::Declaration),
            "{error}"
        );
    }
}
