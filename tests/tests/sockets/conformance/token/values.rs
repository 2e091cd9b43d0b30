//! Tokens: which values are tokens, which mean that there is none, and which characters a token may
//! contain.

use super::*;

/// Checks that the walk ends with this second page, which names `next` or nothing at all.
async fn ends_with(last: Reply) {
    let server = Server::scripted([page(&[1, 2], "a"), last]);
    assert_eq!(
        walk(Any::paginate(get(&server, "/list"))).await.ended(),
        (vec![1, 2, 3], EndReason::NoContinuation)
    );
    assert_eq!(server.lines(), ["GET /list", "GET /list?cursor=a"]);
}

#[tokio::test]
async fn null_is_no_token() {
    ends_with(page(&[3], Value::Null)).await;
}

#[tokio::test]
async fn absent_is_no_token() {
    ends_with(super::items(&[3])).await;
}

#[tokio::test]
async fn empty_text_is_no_token() {
    ends_with(page(&[3], "")).await;
}

#[tokio::test]
async fn white_space_is_no_token() {
    ends_with(page(&[3], " \t\n ")).await;
}

#[tokio::test]
async fn false_is_no_token() {
    ends_with(page(&[3], false)).await;
}

#[tokio::test]
async fn an_empty_object_is_no_token() {
    ends_with(page(&[3], json!({}))).await;
}

#[tokio::test]
async fn an_empty_list_is_no_token() {
    ends_with(page(&[3], json!([]))).await;
}

/// Checks that the `next` of a first page is sent as `sent`.
async fn sends(next: Value, sent: &str) {
    let server = Server::scripted([page(&[1], next), page(&[2], Value::Null)]);
    assert_eq!(
        walk(Any::paginate(get(&server, "/list?a=%20b&a=c")))
            .await
            .ended(),
        (vec![1, 2], EndReason::NoContinuation)
    );
    assert_eq!(
        server.lines(),
        [
            "GET /list?a=%20b&a=c".to_owned(),
            format!("GET /list?a=%20b&a=c&cursor={sent}")
        ]
    );
}

#[tokio::test]
async fn a_number_is_a_token() {
    sends(json!(7), "7").await;
    sends(json!(-1), "-1").await;
    sends(json!(18_446_744_073_709_551_615u64), "18446744073709551615").await;
}

#[tokio::test]
async fn zero_is_a_token() {
    sends(json!(0), "0").await;
    sends(json!("0"), "0").await;
}

#[tokio::test]
async fn true_is_a_token() {
    sends(json!(true), "true").await;
}

#[tokio::test]
async fn a_token_keeps_its_white_space() {
    sends(json!(" a b "), "%20a%20b%20").await;
}

#[tokio::test]
async fn a_token_is_encoded_once() {
    let token = "a+b/c==&d=1?e#f é%2B \"<>\\^`{|}~";
    let server = Server::scripted([page(&[1], token), page(&[2], Value::Null)]);
    assert_eq!(
        walk(Any::paginate(get(&server, "/list"))).await.ended(),
        (vec![1, 2], EndReason::NoContinuation)
    );
    assert_eq!(
        server.lines()[1],
        "GET /list?cursor=a%2Bb%2Fc%3D%3D%26d%3D1%3Fe%23f%20%C3%A9%252B%20%22%3C%3E%5C%5E%60%7B%7C%7D~"
    );
    assert_eq!(
        server.requests()[1].param("cursor").as_deref(),
        Some(token),
        "the API reads what it wrote"
    );
}

#[tokio::test]
async fn a_long_token_is_sent_whole() {
    let token = "x".repeat(6_000);
    sends(json!(token), &token).await;
}

#[tokio::test]
async fn numbers_keep_all_their_digits() {
    #[derive(Deserialize, Paginated)]
    #[paginate(token = "next", param = "cursor", items = "items")]
    struct Verbatim {
        next: Option<Box<RawValue>>,
        items: Vec<u32>,
    }
    let body = "{\"items\": [1], \"next\": 123456789012345678901234567890.10}";
    let server = Server::scripted([Reply::bytes(body), page(&[2], Value::Null)]);
    assert_eq!(
        walk(Verbatim::paginate(get(&server, "/list")))
            .await
            .ended(),
        (vec![1, 2], EndReason::NoContinuation)
    );
    assert_eq!(
        server.lines()[1],
        "GET /list?cursor=123456789012345678901234567890.10"
    );
}
