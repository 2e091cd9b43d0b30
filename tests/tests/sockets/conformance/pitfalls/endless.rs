//! Walks without an end.

use super::*;

/// aws-sdk-rust#391: an empty token was sent, and the first page came again and again.
#[tokio::test]
async fn an_empty_token_is_no_token() {
    let server = Server::start(|_| page(&[1], ""));
    assert_eq!(
        walk(Tokens::paginate(get(&server, "/list"))).await.ended(),
        (vec![1], EndReason::NoContinuation)
    );
    assert_eq!(server.lines(), ["GET /list"]);
}

/// aws-sdk-rust#1143: `ListParts` names the marker "0" on its last page, and the walk began again.
#[tokio::test]
async fn a_zero_for_the_last_page_cannot_go_on_for_ever() {
    #[derive(Deserialize, Paginated)]
    #[paginate(
        token = "marker",
        param = "part-number-marker",
        items = "parts",
        more = "truncated"
    )]
    struct Parts {
        marker: String,
        truncated: bool,
        parts: Vec<u32>,
    }
    #[derive(Deserialize, Paginated)]
    #[paginate(token = "marker", param = "part-number-marker", items = "parts")]
    struct Careless {
        marker: String,
        parts: Vec<u32>,
    }
    let server =
        Server::start(|_| Reply::json(json!({ "marker": "0", "truncated": false, "parts": [1] })));
    assert_eq!(
        walk(Parts::paginate(get(&server, "/parts"))).await.ended(),
        (vec![1], EndReason::Flag)
    );
    let (found, error) = walk(Careless::paginate(get(&server, "/parts")))
        .await
        .failed();
    assert_eq!(
        (found, error.kind(), server.lines().len()),
        (vec![1, 1], ErrorKind::Loop, 3)
    );
}

/// aws-sdk-rust#620: if an API legitimately repeats its token, the guard against repeated tokens
/// must be disabled.
#[tokio::test]
async fn a_token_that_legitimately_repeats_can_be_declared() {
    #[derive(Deserialize, Paginated)]
    #[paginate(token = "next", param = "cursor", items = "items", repeats, end_on = [empty])]
    struct LogEvents {
        next: Option<String>,
        items: Vec<u32>,
    }
    let replies = || {
        [
            page(&[1], "f"),
            page(&[2], "f"),
            page(&[3], "f"),
            page(&[4], Value::Null),
        ]
    };
    let server = Server::scripted(replies());
    assert_eq!(
        walk(LogEvents::paginate(get(&server, "/log")))
            .await
            .ended(),
        (vec![1, 2, 3, 4], EndReason::NoContinuation)
    );
    let server = Server::scripted(replies());
    assert_eq!(
        walk(Tokens::paginate(get(&server, "/log")).allow_repeats())
            .await
            .ended(),
        (vec![1, 2, 3, 4], EndReason::NoContinuation)
    );
    // If the page repeats too, there is no progress.
    let server = Server::start(|_| page(&[1], "f"));
    let (found, error) = walk(LogEvents::paginate(get(&server, "/log")))
        .await
        .failed();
    assert_eq!(
        (found, error.kind(), server.lines().len()),
        (vec![1], ErrorKind::RepeatedPage, 2)
    );
}

/// twitch_api#93: tokens that repeat in a circle.
#[tokio::test]
async fn a_cycle_of_tokens_is_an_error() {
    let server = Server::start(|request| match request.param("cursor").as_deref() {
        None | Some("c") => page(&[1], "a"),
        Some("a") => page(&[2], "b"),
        _ => page(&[3], "c"),
    });
    let (found, error) = walk(Tokens::paginate(get(&server, "/list"))).await.failed();
    assert_eq!(
        (found, error.kind(), server.lines().len()),
        (vec![1, 2, 3, 1], ErrorKind::Loop, 4)
    );
}

/// rspotify#492: empty pages that always name a next page.
#[tokio::test]
async fn empty_pages_do_not_go_on_for_ever() {
    let server = Server::start(|request| {
        let number: u32 = request
            .param("offset")
            .map_or(0, |number| number.parse().unwrap());
        page(&[], format!("/list?offset={}", number + 1))
    });
    let (found, error) = walk(Linked::paginate(get(&server, "/list")).max_empty_pages(20))
        .await
        .failed();
    assert_eq!(
        (found, error.kind(), server.lines().len()),
        (vec![], ErrorKind::EmptyPages, 21)
    );
    assert!(
        error.to_string().contains("more than 20 empty pages"),
        "{error}"
    );
}

/// google-cloud-rust#976: the token was set on a copy that was never used.
#[tokio::test]
async fn each_request_carries_the_token_of_the_page_before() {
    let server = three();
    assert_eq!(
        walk(Tokens::paginate(get(&server, "/list"))).await.ended(),
        ((1..=5).collect(), EndReason::NoContinuation)
    );
    assert_eq!(
        server.lines(),
        ["GET /list", "GET /list?cursor=a", "GET /list?cursor=b"]
    );
}

/// gouqi#112: each poll made a new future, and so a new request.
#[tokio::test]
async fn polling_often_asks_once() {
    let server = three();
    let mut stream = Tokens::paginate(get(&server, "/list")).items();
    let mut found = Vec::new();
    for _ in 0..5 {
        // Dropped futures lose nothing: the stream owns the request in flight.
        for _ in 0..50 {
            if let std::task::Poll::Ready(item) = futures::poll!(pin!(stream.next())) {
                found.push(item.unwrap().unwrap());
                break;
            }
            tokio::task::yield_now().await;
        }
    }
    while let Some(item) = stream.try_next().await.unwrap() {
        found.push(item);
    }
    assert_eq!(found, [1, 2, 3, 4, 5]);
    assert_eq!(server.lines().len(), 3);
}

/// octocrab#165: the documented loop did not advance. This is the loop of the README.
#[tokio::test]
async fn the_documented_loop_advances() {
    #[derive(Debug, Deserialize)]
    struct User {
        id: String,
    }
    #[derive(Deserialize, Paginated)]
    #[paginate(token = "next_page_token", items = "users", max = 300)]
    struct UserList {
        next_page_token: String,
        users: Vec<User>,
    }
    let server = Server::scripted([
        Reply::json(json!({ "next_page_token": "t", "users": [{ "id": "a" }] })),
        Reply::json(json!({ "next_page_token": "", "users": [{ "id": "b" }] })),
    ]);
    let request = get(&server, "/v2/users?status=active").bearer_auth("token");
    let mut users = UserList::paginate(request).items();
    let mut ids = Vec::new();
    while let Some(user) = users.try_next().await.unwrap() {
        ids.push(user.id);
    }
    assert_eq!(
        (ids, users.received()),
        (vec!["a".to_owned(), "b".to_owned()], 2)
    );
    assert_eq!(users.end_reason(), Some(EndReason::NoContinuation));
    assert_eq!(
        server.lines(),
        [
            "GET /v2/users?status=active&page_size=300",
            "GET /v2/users?status=active&next_page_token=t&page_size=300"
        ]
    );
}
