//! LESSONS.md, section 1: mistakes of existing libraries with difficult servers, one test for each
//! row.

use paginate_runtime::{ErrorKind, Paginated};
use paginate_tests::Script;
use serde::Deserialize;

use super::*;

#[derive(Deserialize, Paginated)]
#[paginate(token = header("x-next-page"), param = "page", items = "0")]
struct HeaderToken(Vec<u32>);

/// dlt and octokit send `Authorization` there; got 15 still sends `X-Api-Key`.
#[tokio::test]
async fn a_link_to_another_origin_gets_no_credentials_because_it_gets_no_request() {
    let script = Script::new([linked(&[1], Some("https://evil.example/p2"))]);
    let (transport, mut request) = script.get("/l");
    request
        .headers_mut()
        .insert("authorization", "Bearer s3cret".parse().expect("a value"));
    request
        .headers_mut()
        .insert("x-api-key", "s3cret".parse().expect("a value"));
    let (found, error) = failed(Linked::paginate((transport, request)).items()).await;
    assert_eq!(
        (found, error.kind(), script.lines().len()),
        (vec![1], ErrorKind::Link, 1)
    );
}

/// Endless in dlt, got and openai.
#[tokio::test]
async fn a_token_that_repeats_is_an_error() {
    let script = Script::handler(|_| tokens(&[1], "A"));
    let (users, error) = failed(Tokens::paginate(script.get("/u")).items()).await;
    assert_eq!(
        (users, error.kind(), script.lines().len()),
        (vec![1, 1], ErrorKind::Loop, 2)
    );
}

/// Not detected by singer-sdk.
#[tokio::test]
async fn tokens_that_cycle_are_an_error() {
    let script = Script::handler(|request| {
        if request.param("next_page_token").as_deref() == Some("A") {
            tokens(&[1], "B")
        } else {
            tokens(&[2], "A")
        }
    });
    let (users, error) = failed(Tokens::paginate(script.get("/u")).items()).await;
    assert_eq!(
        (users, error.kind(), script.lines().len()),
        (vec![2, 1, 2], ErrorKind::Loop, 3)
    );
}

/// dlt crashes.
#[tokio::test]
async fn a_blank_next_url_is_the_end() {
    let script = Script::new([linked(&[1], Some(""))]);
    assert_eq!(
        all(Linked::paginate(script.get("/l")).items()).await,
        (vec![1], EndReason::NoContinuation)
    );
}

/// Endless in dlt.
#[tokio::test]
async fn an_empty_header_token_is_the_end() {
    let script = Script::new([
        Reply::json([1]).header("x-next-page", "2"),
        Reply::json([2]).header("x-next-page", ""),
    ]);
    assert_eq!(
        all(HeaderToken::paginate(script.get("/l")).items()).await,
        (vec![1, 2], EndReason::NoContinuation)
    );
    assert_eq!(script.lines(), ["GET /l", "GET /l?page=2"]);
}

/// singer-sdk treats it as the end.
#[tokio::test]
async fn the_token_zero_is_a_token() {
    #[derive(Deserialize, Paginated)]
    #[paginate(token = "next", param = "next", items = "rows")]
    struct Numeric {
        next: Option<u64>,
        rows: Vec<u32>,
    }
    let script = Script::new([
        Reply::json(json!({ "next": 0, "rows": [1] })),
        Reply::json(json!({ "next": null, "rows": [2] })),
    ]);
    assert_eq!(
        all(Numeric::paginate(script.get("/l")).items()).await,
        (vec![1, 2], EndReason::NoContinuation)
    );
    assert_eq!(script.lines()[1], "GET /l?next=0");
}

/// dlt and singer-sdk advance by the requested size, and lose 6 of 12.
#[tokio::test]
async fn a_server_that_clamps_the_limit_loses_no_items() {
    let script = Script::handler(|request| {
        let offset: u32 = request
            .param("offset")
            .and_then(|offset| offset.parse().ok())
            .expect("an offset");
        let end = (offset + 2).min(12);
        Reply::json(json!({ "results": (offset..end).collect::<Vec<_>>(), "total": 12 }))
    });
    #[derive(Deserialize, Paginated)]
    #[paginate(
        offset = "offset",
        total = "total",
        items = "results",
        size = "limit",
        max = 5
    )]
    struct Clamped {
        total: Option<u64>,
        results: Vec<u32>,
    }
    let (found, end) = all(Clamped::paginate(script.get("/l")).items()).await;
    assert_eq!((found, end), ((0..12).collect(), EndReason::Total));
    assert_eq!(script.lines().len(), 6);
}

/// Endless in dlt.
#[tokio::test]
async fn a_last_page_that_repeats_is_an_error() {
    let script = Script::handler(|request| match request.param("page").as_deref() {
        Some("1") => results(&[1, 2]),
        _ => results(&[3]),
    });
    let (found, error) = failed(Numbered::paginate(script.get("/l")).items()).await;
    assert_eq!(
        (found, error.kind(), script.lines().len()),
        (vec![1, 2, 3], ErrorKind::RepeatedPage, 3)
    );
}

/// A ValueError in dlt.
#[tokio::test]
async fn a_total_of_null_is_unknown() {
    #[derive(Deserialize, Paginated)]
    #[paginate(
        offset = "offset",
        total = "total",
        items = "results",
        size = "limit",
        max = 2
    )]
    struct Counted {
        total: Option<u64>,
        results: Vec<u32>,
    }
    let page = |found: &[u32]| Reply::json(json!({ "total": null, "results": found }));
    let script = Script::new([page(&[1, 2]), page(&[3]), page(&[])]);
    assert_eq!(
        all(Counted::paginate(script.get("/l")).items()).await,
        (vec![1, 2, 3], EndReason::Empty)
    );
}

/// openai stops there and loses the rest.
#[tokio::test]
async fn an_empty_page_in_the_middle_is_not_the_end() {
    let script = Script::new([tokens(&[1], "a"), tokens(&[], "b"), tokens(&[2], "")]);
    assert_eq!(
        all(Tokens::paginate(script.get("/u")).items()).await,
        (vec![1, 2], EndReason::NoContinuation)
    );
}
