//! Errors, limits and sizes.

use super::*;

/// twitch_api: a stream that had failed panicked when it was polled. rspotify (blocking), gitlab,
/// fern: it failed for ever.
#[tokio::test]
async fn one_error_and_then_nothing() {
    let server = Server::scripted([page(&[1], "a"), Reply::empty(404)]);
    let mut stream = Tokens::paginate(get(&server, "/list")).items();
    assert_eq!(stream.next().await.unwrap().unwrap(), 1);
    assert!(!stream.is_terminated());
    assert!(stream.next().await.unwrap().is_err());
    assert!(stream.is_terminated());
    for _ in 0..10 {
        assert!(stream.next().await.is_none());
        assert!(futures::poll!(pin!(stream.next())).is_ready());
    }
    assert_eq!(
        (stream.end_reason(), stream.size_hint()),
        (None, (0, Some(0)))
    );
    assert_eq!(server.lines().len(), 2);
    // Combinators get one error too.
    let server = Server::scripted([page(&[1], "a"), Reply::empty(404)]);
    let all: Vec<Result<u32, _>> =
        StreamExt::collect(Tokens::paginate(get(&server, "/list")).items()).await;
    assert_eq!(
        all.iter().map(Result::is_ok).collect::<Vec<_>>(),
        [true, false]
    );
}

/// azure-sdk-for-rust: the continuation token was lost after the stream was polled twice, and after
/// an error.
#[tokio::test]
async fn the_place_is_known_at_any_moment() {
    let server = Server::scripted([
        page(&[1, 2], "a"),
        page(&[3], "b"),
        Reply::empty(404),
        page(&[4], Value::Null),
    ]);
    let mut stream = Tokens::paginate(get(&server, "/list")).items();
    let mut places = vec![stream.checkpoint().unwrap()];
    for _ in 0..3 {
        stream.next().await.unwrap().unwrap();
        places.push(stream.checkpoint().unwrap());
    }
    let error = stream.next().await.unwrap().unwrap_err();
    assert!(stream.next().await.is_none());
    assert_eq!(stream.checkpoint().as_ref(), error.checkpoint());
    assert_eq!(stream.checkpoint().as_ref(), places.last());
    assert!(
        places.windows(2).all(|pair| pair[0] != pair[1]),
        "each place is another"
    );
    let rest =
        walk(Tokens::paginate(get(&server, "/list")).resume(stream.checkpoint().unwrap())).await;
    assert_eq!(rest.ended(), (vec![4], EndReason::NoContinuation));
}

/// progenitor#755, recurly-client-python#395: `limit` was a page size for one and a number of items
/// for the other.
#[tokio::test]
async fn a_page_size_is_no_limit_and_a_limit_no_page_size() {
    let server = three();
    assert_eq!(
        walk(Tokens::paginate(get(&server, "/list")).page_size(2))
            .await
            .ended(),
        ((1..=5).collect(), EndReason::NoContinuation)
    );
    assert_eq!(
        server.lines(),
        [
            "GET /list?limit=2",
            "GET /list?cursor=a&limit=2",
            "GET /list?cursor=b&limit=2"
        ]
    );
    let server = three();
    assert_eq!(
        walk(
            Tokens::paginate(get(&server, "/list"))
                .page_size(2)
                .max_items(3)
        )
        .await
        .ended(),
        (vec![1, 2, 3], EndReason::Limit)
    );
    assert_eq!(
        server.lines(),
        ["GET /list?limit=2", "GET /list?cursor=a&limit=2"]
    );
    let server = three();
    assert_eq!(
        walk(Tokens::paginate(get(&server, "/list")).max_items(0))
            .await
            .ended(),
        (vec![], EndReason::Limit)
    );
    assert_eq!(server.lines().len(), 0, "nothing wanted, nothing asked");
}

/// Libraries that prefetch or return pages request one page too many: that costs quota, and its
/// error reaches nobody.
#[tokio::test]
async fn no_request_goes_past_the_end_or_the_limit() {
    let server = Server::scripted([page(&[1, 2], "a"), Reply::empty(500)]);
    assert_eq!(
        walk(Tokens::paginate(get(&server, "/list")).max_items(2))
            .await
            .ended(),
        (vec![1, 2], EndReason::Limit)
    );
    assert_eq!(server.lines().len(), 1);
    let server = Server::scripted([page(&[1, 2], Value::Null), Reply::empty(500)]);
    walk(Tokens::paginate(get(&server, "/list"))).await.ended();
    assert_eq!(server.lines().len(), 1);
    // A dropped stream requests nothing more.
    let server = three();
    let mut stream = Tokens::paginate(get(&server, "/list")).items();
    stream.next().await.unwrap().unwrap();
    drop(stream);
    tokio::task::yield_now().await;
    assert_eq!(server.lines().len(), 1);
}
