//! Pages that get smaller after a timeout.

use super::*;

/// A server that returns up to so many items at once, and an error status if more are requested.
fn weak(most: u64, status: u16) -> Server {
    Server::start(move |request| {
        let limit: u64 = request.param("limit").unwrap().parse().unwrap();
        if limit > most {
            return Reply::empty(status);
        }
        match request.param("cursor").as_deref() {
            None => page(&[1], "a"),
            Some("a") => page(&[2], "b"),
            _ => page(&[3], Value::Null),
        }
    })
}

#[tokio::test]
async fn pages_get_smaller_until_they_come_and_stay_so() {
    for status in [502, 503, 504] {
        let server = weak(4, status);
        let paginator = Tokens::paginate(get(&server, "/list"))
            .runtime(Timeless::new())
            .shrink_on_timeout();
        assert_eq!(
            walk(paginator).await.ended(),
            (vec![1, 2, 3], EndReason::NoContinuation)
        );
        assert_eq!(
            server.lines(),
            [
                "GET /list?limit=8",
                "GET /list?limit=4",
                "GET /list?cursor=a&limit=4",
                "GET /list?cursor=b&limit=4"
            ]
        );
    }
}

#[tokio::test]
async fn pages_get_no_smaller_than_the_minimum() {
    let server = weak(0, 504);
    let paginator = Tokens::paginate(get(&server, "/list"))
        .runtime(Timeless::new())
        .shrink_on_timeout();
    let (_, error) = walk(paginator).await.failed();
    assert_eq!(
        (error.kind(), error.status().unwrap().as_u16()),
        (ErrorKind::Status, 504)
    );
    let sizes: Vec<_> = server
        .requests()
        .iter()
        .map(|request| request.param("limit").unwrap())
        .collect();
    assert_eq!(sizes, ["8", "4", "3", "3"]);
}

#[tokio::test]
async fn pages_get_smaller_only_where_that_is_asked_for_and_helps() {
    let server = weak(4, 504);
    let (_, error) = walk(Tokens::paginate(get(&server, "/list")).runtime(Timeless::new()))
        .await
        .failed();
    assert_eq!(
        (error.kind(), server.lines()),
        (ErrorKind::Status, vec!["GET /list?limit=8".to_owned(); 4])
    );
    // A rate limit is not about the size.
    let server = weak(4, 429);
    let paginator = Tokens::paginate(get(&server, "/list"))
        .runtime(Timeless::new())
        .shrink_on_timeout();
    let (_, error) = walk(paginator).await.failed();
    assert_eq!(
        (error.kind(), server.lines()),
        (
            ErrorKind::RateLimited,
            vec!["GET /list?limit=8".to_owned(); 4]
        )
    );
}

#[tokio::test]
async fn a_timeout_makes_pages_smaller() {
    let clock = Standstill::new(LIMIT);
    let server = clock.server([
        Answer::silence(),
        Answer::half(FIRST),
        Answer::whole(FIRST),
        Answer::status(504),
        Answer::whole(LAST),
    ]);
    let request = client().get(server.url("/list"));
    let paginator = Tokens::paginate(request)
        .runtime(clock)
        .request_timeout(LIMIT)
        .shrink_on_timeout();
    assert_eq!(
        walk(paginator).await.ended(),
        (vec![1, 2, 3], EndReason::NoContinuation)
    );
    assert_eq!(
        server.lines(),
        [
            "GET /list?limit=8",
            "GET /list?limit=4",
            "GET /list?limit=3",
            "GET /list?cursor=a&limit=3",
            "GET /list?cursor=a&limit=3"
        ]
    );
}

#[tokio::test]
async fn smaller_pages_by_offset_lose_nothing() {
    #[derive(Deserialize, Paginated)]
    #[paginate(offset = "offset", items = "items", size = "limit", max = 4)]
    struct Skipped {
        items: Vec<u32>,
    }
    let server = Server::start(|request| {
        let offset: u32 = request.param("offset").unwrap().parse().unwrap();
        let limit: u32 = request.param("limit").unwrap().parse().unwrap();
        // From the fifth item on, the rows are large.
        if offset + limit > 5 && limit > 1 {
            return Reply::empty(504);
        }
        items(&(offset..(offset + limit).min(6)).collect::<Vec<_>>())
    });
    let paginator = Skipped::paginate(get(&server, "/list"))
        .runtime(Timeless::new())
        .shrink_on_timeout();
    assert_eq!(
        walk(paginator).await.ended(),
        ((0..6).collect(), EndReason::Empty)
    );
    assert_eq!(
        server.lines(),
        [
            "GET /list?offset=0&limit=4",
            "GET /list?offset=4&limit=4",
            "GET /list?offset=4&limit=2",
            "GET /list?offset=4&limit=1",
            "GET /list?offset=5&limit=1",
            "GET /list?offset=6&limit=1"
        ]
    );
}

#[tokio::test]
async fn numbered_pages_never_get_smaller() {
    #[derive(Deserialize, Paginated)]
    #[paginate(page = "page", items = "items", size = "limit", max = 4)]
    struct Numbered {
        items: Vec<u32>,
    }
    let server = Server::scripted([items(&[1]), Reply::empty(504), items(&[2]), items(&[])]);
    let paginator = Numbered::paginate(get(&server, "/list"))
        .runtime(Timeless::new())
        .shrink_on_timeout();
    assert_eq!(
        walk(paginator).await.ended(),
        (vec![1, 2], EndReason::Empty)
    );
    assert!(
        server
            .requests()
            .iter()
            .all(|request| request.param("limit").as_deref() == Some("4"))
    );
}

#[derive(Deserialize)]
struct Account {
    lists: Vec<u32>,
}

#[derive(Deserialize, Paginated)]
#[paginate(
    next_url = "next",
    items = "items",
    size = "limit",
    max = 4,
    nested = "lists"
)]
struct Nested {
    next: Option<String>,
    items: Vec<Account>,
}

/// A link has its own size: after a 504, the request is repeated as it is, and the size in effect
/// stays the one that the API was asked for.
#[tokio::test]
async fn links_keep_the_size_they_bring() {
    let reply = |next: Value| {
        Reply::json(
            json!({ "next": next, "items": [{ "lists": [1, 2, 3, 4] }, { "lists": [1, 2, 3] }] }),
        )
    };
    let server = Server::scripted([
        reply(json!("/list?c=1&limit=4")),
        Reply::empty(504),
        reply(Value::Null),
    ]);
    let mut items = Nested::paginate(get(&server, "/list"))
        .runtime(Timeless::new())
        .shrink_on_timeout()
        .items();
    let mut lens = Vec::new();
    for _ in 0..4 {
        lens.push(items.try_next().await.unwrap().unwrap().lists.len());
    }
    assert!(items.try_next().await.unwrap().is_none());
    assert_eq!(lens, [4, 3, 4, 3]);
    assert_eq!(
        server.lines(),
        [
            "GET /list?limit=4",
            "GET /list?c=1&limit=4",
            "GET /list?c=1&limit=4"
        ]
    );
    assert_eq!(
        items.truncated_lists(),
        2,
        "the lists of four, on both pages"
    );
}
