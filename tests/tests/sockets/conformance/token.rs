//! Tokens: which values are tokens, which mean that there is none, and which characters a token may
//! contain.

use paginate_runtime::{EndReason, ErrorKind, Paginated};
use paginate_tests::{Reply, Server};
use serde::Deserialize;
use serde_json::value::RawValue;
use serde_json::{Value, json};

use super::{client, get, page, saved, walk};

/// A token of any JSON type.
#[derive(Deserialize, Paginated)]
#[paginate(token = "next", param = "cursor", items = "items")]
struct Any {
    #[serde(default)]
    next: Value,
    items: Vec<u32>,
}

#[derive(Deserialize, Paginated)]
#[paginate(token = header("x-next"), param = "cursor", items = "0")]
struct InHeader(Vec<u32>);

#[derive(Deserialize, Paginated)]
#[paginate(token = "next", param = "cursor", items = "items", more = "more")]
struct Flagged {
    next: Option<String>,
    more: Option<bool>,
    items: Vec<u32>,
}

#[derive(Deserialize, Paginated)]
#[paginate(token = "next", param = "cursor", items = "items", done = "done")]
struct Done {
    next: Option<String>,
    done: Option<bool>,
    items: Vec<u32>,
}

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

#[tokio::test]
async fn an_object_goes_into_the_body_as_it_is() {
    #[derive(Deserialize, Paginated)]
    #[paginate(token = "next", param = body("page.after"), items = "items")]
    struct Keyed {
        #[serde(default)]
        next: Value,
        items: Vec<u32>,
    }
    let server = Server::scripted([
        page(&[1], json!({ "n": 0, "pk": "a" })),
        page(&[2], json!({})),
    ]);
    let request = client()
        .post(server.url("/query"))
        .body("{\"filter\": [1,  2]}");
    assert_eq!(
        walk(Keyed::paginate(request)).await.ended(),
        (vec![1, 2], EndReason::NoContinuation)
    );
    assert_eq!(
        server.lines(),
        [
            "POST /query {\"filter\": [1,  2]}",
            "POST /query {\"filter\": [1,  2],\"page\":{\"after\":{\"n\":0,\"pk\":\"a\"}}}"
        ]
    );
}

#[tokio::test]
async fn an_object_is_spread_over_the_query() {
    #[derive(Deserialize, Paginated)]
    #[paginate(token = "next", param = query, items = "items")]
    struct Spread {
        #[serde(default)]
        next: Value,
        items: Vec<u32>,
    }
    let server = Server::scripted([
        page(&[1], json!({ "key": "a b", "marker": null, "n": 2 })),
        page(&[2], Value::Null),
    ]);
    assert_eq!(
        walk(Spread::paginate(get(&server, "/list?key=0&q=x")))
            .await
            .ended(),
        (vec![1, 2], EndReason::NoContinuation)
    );
    assert_eq!(
        server.lines(),
        ["GET /list?key=0&q=x", "GET /list?key=a%20b&q=x&n=2"]
    );
}

#[tokio::test]
async fn the_size_is_written_once_where_a_spread_object_names_its_place_too() {
    #[derive(Deserialize, Paginated)]
    #[paginate(token = "next", param = query, items = "items", max = 5)]
    struct Spread {
        #[serde(default)]
        next: Value,
        items: Vec<u32>,
    }
    let server = Server::scripted([
        page(&[1], json!({ "key": "a", "page_size": 7 })),
        page(&[2], Value::Null),
    ]);
    let ended = walk(Spread::paginate(get(&server, "/list"))).await.ended();
    assert_eq!(ended, (vec![1, 2], EndReason::NoContinuation));
    assert_eq!(
        server.lines(),
        ["GET /list?page_size=5", "GET /list?key=a&page_size=5"]
    );
}

#[tokio::test]
async fn an_object_fits_no_single_parameter() {
    let server = Server::scripted([page(&[1], json!({ "key": "a" }))]);
    let (found, error) = walk(Any::paginate(get(&server, "/list"))).await.failed();
    assert_eq!(
        (found, error.kind(), server.lines().len()),
        (vec![1], ErrorKind::Setup, 1)
    );
}

#[tokio::test]
async fn a_token_in_a_header() {
    let reply = |items: &[u32], next: Option<&str>| {
        let reply = Reply::json(items);
        match next {
            Some(next) => reply.header("x-next", next),
            None => reply,
        }
    };
    for last in [None, Some(""), Some("  ")] {
        let server = Server::scripted([
            reply(&[1], Some("a b")),
            reply(&[], Some("0")),
            reply(&[2], last),
        ]);
        assert_eq!(
            walk(InHeader::paginate(get(&server, "/list")))
                .await
                .ended(),
            (vec![1, 2], EndReason::NoContinuation),
            "{last:?}"
        );
        assert_eq!(
            server.lines(),
            ["GET /list", "GET /list?cursor=a%20b", "GET /list?cursor=0"]
        );
    }
}

#[tokio::test]
async fn a_header_that_is_no_text_is_an_error_and_no_end() {
    let server = super::raw_header(b"x-next: \xff\xfe");
    let request = client().get(server.url("/list"));
    let (found, error) = walk(InHeader::paginate(request)).await.failed();
    assert_eq!((found, error.kind()), (vec![1], ErrorKind::Link));
}

#[tokio::test]
async fn a_token_in_a_request_header() {
    #[derive(Deserialize, Paginated)]
    #[paginate(token = "next", param = header("x-continue"), items = "items")]
    struct ToHeader {
        next: Option<String>,
        items: Vec<u32>,
    }
    let server = Server::scripted([page(&[1], "a b"), page(&[2], "é"), page(&[3], Value::Null)]);
    assert_eq!(
        walk(ToHeader::paginate(get(&server, "/list")))
            .await
            .ended(),
        (vec![1, 2, 3], EndReason::NoContinuation)
    );
    let sent: Vec<Option<Vec<u8>>> = server
        .requests()
        .iter()
        .map(|request| {
            request
                .headers
                .get("x-continue")
                .map(|value| value.as_bytes().to_vec())
        })
        .collect();
    assert_eq!(
        sent,
        [None, Some(b"a b".to_vec()), Some("é".as_bytes().to_vec())]
    );
    // A token that no header can contain is an error, not another token.
    let server = Server::scripted([page(&[1], "a\nb")]);
    let (found, error) = walk(ToHeader::paginate(get(&server, "/list")))
        .await
        .failed();
    assert_eq!((found, error.kind()), (vec![1], ErrorKind::Setup));
}

#[tokio::test]
async fn a_token_in_a_form() {
    #[derive(Deserialize, Paginated)]
    #[paginate(token = "next", param = form("cursor"), items = "items")]
    struct ToForm {
        next: Option<String>,
        items: Vec<u32>,
    }
    let server = Server::scripted([page(&[1], "a&b"), page(&[2], "")]);
    let request = client().post(server.url("/search")).form(&[("q", "x y")]);
    assert_eq!(
        walk(ToForm::paginate(request)).await.ended(),
        (vec![1, 2], EndReason::NoContinuation)
    );
    assert_eq!(
        server.lines(),
        ["POST /search q=x+y", "POST /search q=x+y&cursor=a%26b"]
    );
}

#[tokio::test]
async fn a_token_in_the_first_request_is_its_seed() {
    let server = Server::scripted([page(&[1], "a"), page(&[2], "b"), page(&[3], "*")]);
    let (found, error) = walk(Any::paginate(get(&server, "/works?cursor=*&rows=1")))
        .await
        .failed();
    assert_eq!(
        (found, error.kind()),
        (vec![1, 2, 3], ErrorKind::Loop),
        "the seed counts as used"
    );
    assert_eq!(
        server.lines(),
        [
            "GET /works?cursor=*&rows=1",
            "GET /works?cursor=a&rows=1",
            "GET /works?cursor=b&rows=1"
        ]
    );
}

#[tokio::test]
async fn no_more_beats_a_live_token() {
    let server = Server::scripted([
        Reply::json(json!({ "items": [1], "next": "a", "more": true })),
        Reply::json(json!({ "items": [2], "next": "b", "more": false })),
        Reply::json(json!({ "items": [3], "next": "c", "more": false })),
    ]);
    let first = walk(Flagged::paginate(get(&server, "/list"))).await;
    let checkpoint = saved(first.checkpoint.as_ref().unwrap());
    assert_eq!(first.ended(), (vec![1, 2], EndReason::Flag));
    assert_eq!(server.lines(), ["GET /list", "GET /list?cursor=a"]);
    // The token still works: it later returns what is new by then.
    let later = walk(Flagged::paginate(get(&server, "/list")).resume(checkpoint)).await;
    assert_eq!(later.ended(), (vec![3], EndReason::Flag));
    assert_eq!(server.lines()[2..], ["GET /list?cursor=b"]);
}

#[tokio::test]
async fn done_beats_a_live_token() {
    let server = Server::scripted([
        Reply::json(json!({ "items": [1], "next": "a", "done": false })),
        Reply::json(json!({ "items": [2], "next": "b", "done": true })),
    ]);
    assert_eq!(
        walk(Done::paginate(get(&server, "/list"))).await.ended(),
        (vec![1, 2], EndReason::Flag)
    );
}

#[tokio::test]
async fn more_without_a_token_is_an_error() {
    for next in [Value::Null, json!(""), json!("  ")] {
        let server = Server::scripted([Reply::json(
            json!({ "items": [1], "next": next, "more": true }),
        )]);
        let (found, error) = walk(Flagged::paginate(get(&server, "/list")))
            .await
            .failed();
        assert_eq!(
            (found, error.kind(), server.lines().len()),
            (vec![1], ErrorKind::MissingContinuation, 1)
        );
    }
}

#[tokio::test]
async fn a_flag_that_says_nothing_leaves_it_to_the_token() {
    let server = Server::scripted([
        Reply::json(json!({ "items": [1], "next": "a", "more": null })),
        Reply::json(json!({ "items": [2], "next": null })),
    ]);
    assert_eq!(
        walk(Flagged::paginate(get(&server, "/list"))).await.ended(),
        (vec![1, 2], EndReason::NoContinuation)
    );
}

#[tokio::test]
async fn the_same_token_again_is_an_error() {
    let server = Server::start(|_| page(&[1], "A"));
    let (found, error) = walk(Any::paginate(get(&server, "/list"))).await.failed();
    assert_eq!(
        (found, error.kind(), error.is_loop()),
        (vec![1, 1], ErrorKind::Loop, true)
    );
    assert_eq!(server.lines(), ["GET /list", "GET /list?cursor=A"]);
}

#[tokio::test]
async fn the_same_token_in_a_header_is_an_error() {
    let server = Server::start(|_| Reply::json([1]).header("x-next", "A"));
    let (found, error) = walk(InHeader::paginate(get(&server, "/list")))
        .await
        .failed();
    assert_eq!(
        (found, error.kind(), server.lines().len()),
        (vec![1, 1], ErrorKind::Loop, 2)
    );
}

#[tokio::test]
async fn a_token_that_returns_later_is_an_error() {
    let server = Server::scripted([page(&[1], "A"), page(&[2], "B"), page(&[3], "A")]);
    let (found, error) = walk(Any::paginate(get(&server, "/list"))).await.failed();
    assert_eq!((found, error.kind()), (vec![1, 2, 3], ErrorKind::Loop));
    assert_eq!(
        server.lines(),
        ["GET /list", "GET /list?cursor=A", "GET /list?cursor=B"]
    );
}

#[tokio::test]
async fn a_token_that_returns_is_an_error_in_a_function_too() {
    #[derive(Deserialize, Paginated)]
    #[paginate(next_with = Self::after, items = "items")]
    struct ByFunction {
        next: Option<String>,
        items: Vec<u32>,
    }
    impl ByFunction {
        fn after(&self, _: &paginate_runtime::HeaderMap) -> paginate_runtime::Next<'_> {
            self.next
                .as_deref()
                .map_or(paginate_runtime::Next::End, |next| {
                    paginate_runtime::Next::token(paginate_runtime::page::TokenValue::text(next))
                })
        }
    }
    let server = Server::scripted([page(&[1], "A"), page(&[2], "B"), page(&[3], "A")]);
    let (found, error) = walk(ByFunction::paginate(get(&server, "/list")))
        .await
        .failed();
    assert_eq!((found, error.kind()), (vec![1, 2, 3], ErrorKind::Loop));
    assert_eq!(
        server.lines(),
        ["GET /list", "GET /list?cursor=A", "GET /list?cursor=B"]
    );
}

#[tokio::test]
async fn the_number_and_the_text_are_two_tokens() {
    let server = Server::scripted([page(&[1], 1), page(&[2], "1"), page(&[3], Value::Null)]);
    assert_eq!(
        walk(Any::paginate(get(&server, "/list"))).await.ended(),
        (vec![1, 2, 3], EndReason::NoContinuation)
    );
}

#[tokio::test]
async fn a_declared_repeat_is_the_end() {
    #[derive(Deserialize, Paginated)]
    #[paginate(token = "next", param = "cursor", items = "items", end_on = [repeat])]
    struct EndsOnRepeat {
        next: Option<String>,
        items: Vec<u32>,
    }
    let server = Server::scripted([page(&[1], "A"), page(&[2], "B"), page(&[3], "B")]);
    assert_eq!(
        walk(EndsOnRepeat::paginate(get(&server, "/list")))
            .await
            .ended(),
        (vec![1, 2, 3], EndReason::Repeat)
    );
    // Only the token just sent counts as a repeat; an older one is a loop.
    let server = Server::scripted([page(&[1], "A"), page(&[2], "B"), page(&[3], "A")]);
    let (found, error) = walk(EndsOnRepeat::paginate(get(&server, "/list")))
        .await
        .failed();
    assert_eq!((found, error.kind()), (vec![1, 2, 3], ErrorKind::Loop));
}

#[derive(Deserialize, Paginated)]
#[paginate(
    token = "next",
    param = "cursor",
    items = "items",
    size = "limit",
    min = 2,
    max = 10
)]
struct Sized {
    next: Option<String>,
    items: Vec<u32>,
}

#[tokio::test]
async fn a_size_that_the_server_cuts_down_loses_nothing() {
    let server = Server::scripted([
        page(&[1, 2], "a"),
        page(&[3, 4], "b"),
        page(&[5], Value::Null),
    ]);
    assert_eq!(
        walk(Sized::paginate(get(&server, "/list"))).await.ended(),
        (vec![1, 2, 3, 4, 5], EndReason::NoContinuation)
    );
    assert_eq!(
        server.lines(),
        [
            "GET /list?limit=10",
            "GET /list?cursor=a&limit=10",
            "GET /list?cursor=b&limit=10"
        ]
    );
}

#[tokio::test]
async fn pages_larger_than_asked_for_are_taken_whole() {
    let server = Server::scripted([page(&[1, 2, 3, 4], "a"), page(&[5, 6, 7], Value::Null)]);
    assert_eq!(
        walk(Sized::paginate(get(&server, "/list")).page_size(2))
            .await
            .ended(),
        ((1..=7).collect(), EndReason::NoContinuation)
    );
    let server = Server::scripted([page(&[1, 2, 3, 4], "a")]);
    assert_eq!(
        walk(
            Sized::paginate(get(&server, "/list"))
                .page_size(2)
                .max_items(3)
        )
        .await
        .ended(),
        ((1..=3).collect(), EndReason::Limit)
    );
}

#[tokio::test]
async fn sizes_are_kept_within_the_declared_bounds() {
    for (asked, sent) in [
        (0, 2),
        (1, 2),
        (2, 2),
        (7, 7),
        (10, 10),
        (11, 10),
        (u64::MAX, 10),
    ] {
        let server = Server::scripted([page(&[1], Value::Null)]);
        walk(Sized::paginate(get(&server, "/list")).page_size(asked))
            .await
            .ended();
        assert_eq!(server.lines(), [format!("GET /list?limit={sent}")]);
    }
}

#[tokio::test]
async fn a_size_that_the_api_refuses_is_an_error_that_says_so() {
    let server =
        Server::scripted(
            [Reply::json(json!({ "message": "limit must be at most 5" })).status(400)],
        );
    let (found, error) = walk(Sized::paginate(get(&server, "/list"))).await.failed();
    // The status is about the request, not about a continuation.
    assert_eq!(
        (found, error.kind(), error.page()),
        (vec![], ErrorKind::Status, 1)
    );
    assert_eq!(error.status().unwrap(), 400);
    assert!(
        error.to_string().contains("limit must be at most 5"),
        "{error}"
    );
    assert_eq!(server.lines(), ["GET /list?limit=10"]);
}
