//! Tokens that return.

use super::*;

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
