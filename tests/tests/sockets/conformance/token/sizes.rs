//! The page size next to a token.

use super::*;

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
