//! What is read: statuses, and bodies that are absent, empty or too large.

use super::*;

pub(crate) async fn statuses_are_judged(client: &impl Client) {
    for (status, kind) in [
        (304, ErrorKind::Status),
        (400, ErrorKind::ContinuationRejected),
        (401, ErrorKind::Unauthorized),
        (404, ErrorKind::Status),
        (410, ErrorKind::Expired),
        (429, ErrorKind::RateLimited),
        (500, ErrorKind::Status),
    ] {
        let server = Server::scripted([
            page(&[1], "a"),
            Reply::text(if status == 304 { "" } else { "no" }).status(status),
        ]);
        let (items, error) = walk_from::<ByToken>(client, server.url("/v1/items"), once())
            .await
            .failed();
        assert_eq!(items, [1]);
        assert_eq!(
            (
                error.status().map(|status| status.as_u16()),
                error.kind(),
                error.page()
            ),
            (Some(status), kind, 2),
            "{error:?}"
        );
        assert_eq!(error.excerpt(), (status != 304).then_some("no"));
        assert_eq!(server.lines().len(), 2);
    }
}

pub(crate) async fn a_page_without_content_ends(client: &impl Client) {
    let server = Server::scripted([page(&[1], "a"), Reply::empty(204)]);
    assert_eq!(
        walk_from::<ByToken>(client, server.url("/v1/items"), once())
            .await
            .ended(),
        [1]
    );
    assert_eq!(server.lines().len(), 2);
}

pub(crate) async fn an_empty_body_is_no_page(client: &impl Client) {
    let server = Server::scripted([Reply::empty(200)]);
    walk_from::<ByToken>(client, server.url("/v1/items"), once())
        .await
        .failed_at_first(ErrorKind::Decode);
}

pub(crate) async fn a_body_that_is_too_large_is_not_read(client: &impl Client) {
    // With a declared length, and in chunks.
    let large = format!(r#"{{"items":[1]{}}}"#, " ".repeat(120_000));
    let chunked = format!(
        "HTTP/1.1 200 OK\r\nconnection: close\r\ntransfer-encoding: chunked\r\n\r\n{:x}\r\n{large}\r\n0\r\n\r\n",
        large.len()
    );
    for answer in [
        Answer::whole(&large),
        Answer::Bytes(chunked.clone().into_bytes()),
    ] {
        let server = RawServer::start([answer]);
        let settings = Settings {
            max_body: Some(100_000),
            ..Settings::timeless(&Timeless::new())
        };
        walk_from::<ByToken>(client, server.url("/v1/items"), settings)
            .await
            .failed_at_first(ErrorKind::BodyTooLarge);
        assert_eq!(server.lines().len(), 1);
    }
    let server = RawServer::start([Answer::Bytes(chunked.into_bytes())]);
    assert_eq!(
        walk_from::<ByToken>(client, server.url("/v1/items"), once())
            .await
            .ended(),
        [1]
    );
}
