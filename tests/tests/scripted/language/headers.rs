//! Headers that are not text: the error is the same for every key that reads them.

use bytes::Bytes;
use http_body_util::Full;
use paginate_runtime::{ErrorKind, Paginated};
use serde::Deserialize;
use std::convert::Infallible;
use std::future::ready;

use super::drain;

/// Walks an API that sends a row, a token, and a header whose bytes are not text.
async fn walked<P: Paginated<Item = u32> + serde::de::DeserializeOwned + 'static>() {
    let transport = |_: http::Request<Bytes>| {
        let response = http::Response::builder()
            .header("x-odd", http::HeaderValue::from_bytes(b"\xff\xfe").unwrap())
            .body(Full::new(Bytes::from(r#"{"rows": [1], "next": "a"}"#)))
            .unwrap();
        ready(Ok::<_, Infallible>(response))
    };
    let request = http::Request::get("https://api.example/l")
        .body(())
        .unwrap();
    let mut items = P::paginate((transport, request)).items();
    let (rows, end) = drain(&mut items).await;
    let error = end.expect_err("the header cannot be read");
    assert_eq!((rows, error.kind()), (vec![1], ErrorKind::Link), "{error}");
    let text = error.to_string();
    assert!(
        text.starts_with(
            "page 1: the response cannot be read as declared: the header `x-odd` is not text"
        ),
        "{text}"
    );
}

macro_rules! headers {
    ($($name:ident: [$($key:tt)*],)*) => {$(
        #[tokio::test]
        async fn $name() {
            #[derive(Deserialize, Paginated)]
            #[paginate(items = "rows", $($key)*)]
            struct List {
                #[allow(dead_code, reason = "read by some of the declarations")]
                next: String,
                rows: Vec<u32>,
            }
            walked::<List>().await;
        }
    )*};
}

headers! {
    token: [token = header("x-odd"), param = "cursor"],
    part_of_a_token: [token = (header("x-odd"), "next"), param = ("a", "b")],
    next_url: [next_url = header("x-odd")],
    more: [token = "next", param = "cursor", more = header("x-odd")],
    done: [token = "next", param = "cursor", done = header("x-odd")],
    total: [token = "next", param = "cursor", total = header("x-odd")],
    total_of_a_walk_that_counts: [offset = "offset", total = header("x-odd")],
    pages: [page = "page", pages = header("x-odd")],
    ok: [token = "next", param = "cursor", ok = header("x-odd")],
    error: [token = "next", param = "cursor", error = header("x-odd")],
    flag_of_a_job: [token = "next", param = "cursor", ready = header("x-odd")],
}
