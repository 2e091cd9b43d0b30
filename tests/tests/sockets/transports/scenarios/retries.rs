//! What is sent again: rate limits and connections that fail.

use super::*;

pub(crate) async fn a_rate_limit_is_waited_for(client: &impl Client) {
    let limited = |status: u16, after: &str| Reply::empty(status).header("retry-after", after);
    let server = Server::scripted([
        limited(503, "7"),
        page(&[1], "a"),
        limited(429, "3"),
        limited(503, "4"),
        page(&[2], ""),
    ]);
    let time = Timeless::new();
    let walk =
        walk_from::<ByToken>(client, server.url("/v1/items"), Settings::timeless(&time)).await;
    assert_eq!(walk.ended(), [1, 2]);
    assert_eq!(time.slept(), [7, 3, 4].map(Duration::from_secs));
    let (first, second) = (
        "GET /v1/items?page_size=100",
        "GET /v1/items?cursor=a&page_size=100",
    );
    assert_eq!(server.lines(), [first, first, second, second, second]);
}

pub(crate) async fn a_refused_connection_is_tried_again(client: &impl Client) {
    // A port that is taken, but on which nothing listens.
    let taken = tokio::net::TcpSocket::new_v4().unwrap();
    taken.bind((Ipv4Addr::LOCALHOST, 0).into()).unwrap();
    let url = format!(
        "http://{}/v1/items?key=abcdefgh",
        taken.local_addr().unwrap()
    );
    for request in [get(&*url), Request::post(&*url).body(Bytes::new()).unwrap()] {
        let time = Timeless::new();
        let error = client
            .walk::<ByToken>(request, Settings::timeless(&time))
            .await
            .failed_at_first(ErrorKind::Transport);
        assert_eq!(
            time.slept().len(),
            3,
            "nothing was sent, so that a POST is tried again too"
        );
        assert!(
            !format!("{error} {error:?}").contains("abcdefgh"),
            "{error:?}"
        );
    }
}

/// The walk goes on after one broken answer, with the same request.
async fn is_tried_again(client: &impl Client, broken: Answer) {
    let server = RawServer::start([broken, Answer::whole(PAGE)]);
    let time = Timeless::new();
    let walk = walk_from::<ByToken>(client, server.url("/v1/items"), Settings::timeless(&time));
    assert_eq!(walk.await.ended(), [1, 2, 3]);
    assert_eq!(time.slept().len(), 1);
    assert_eq!(server.lines(), ["GET /v1/items?page_size=100"; 2]);
}

pub(crate) async fn a_connection_that_breaks_is_tried_again(client: &impl Client) {
    is_tried_again(client, Answer::Nothing).await;
}

pub(crate) async fn a_body_that_breaks_is_tried_again(client: &impl Client) {
    is_tried_again(client, Answer::truncated(PAGE)).await;

    let server = RawServer::start([Answer::truncated(PAGE)]);
    walk_from::<ByToken>(client, server.url("/v1/items"), once())
        .await
        .failed_at_first(ErrorKind::Transport);
}

pub(crate) async fn a_post_is_not_sent_twice(client: &impl Client) {
    for answer in [Answer::Nothing, Answer::truncated(PAGE)] {
        let server = RawServer::start([answer, Answer::whole(PAGE)]);
        let time = Timeless::new();
        let request = Request::post(server.url("/v1/items"))
            .body(Bytes::from("{}"))
            .unwrap();
        client
            .walk::<ByToken>(request, Settings::timeless(&time))
            .await
            .failed_at_first(ErrorKind::Transport);
        assert_eq!(
            (server.lines().len(), time.slept().len()),
            (1, 0),
            "it may have done something"
        );
    }
}
