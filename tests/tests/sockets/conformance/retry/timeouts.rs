//! Responses that stall.

use super::*;

#[tokio::test]
async fn a_body_that_stands_still() {
    let clock = Standstill::new(LIMIT);
    let server = clock.server([Answer::whole(FIRST), Answer::half(LAST)]);
    let request = client().get(server.url("/list"));
    let paginator = Plain::paginate(request)
        .runtime(clock)
        .idle_timeout(LIMIT)
        .retry(RetryPolicy::none());
    let (found, error) = walk(paginator).await.failed();
    assert_eq!(
        (found, error.kind(), error.page()),
        (vec![1, 2], ErrorKind::Timeout, 2)
    );
    assert!(
        error.is_timeout() && error.to_string().contains("no data arrived for 7s"),
        "{error}"
    );
    assert!(error.checkpoint().is_some());
}

#[tokio::test]
async fn a_body_that_stands_still_and_then_comes() {
    let clock = Standstill::new(LIMIT);
    let server = clock.server([
        Answer::whole(FIRST),
        Answer::half(LAST),
        Answer::whole(LAST),
    ]);
    let request = client().get(server.url("/list"));
    let walked = walk(
        Plain::paginate(request)
            .runtime(clock.clone())
            .idle_timeout(LIMIT),
    )
    .await;
    assert_eq!((walked.pages, walked.received), (2, 3));
    assert_eq!(
        walked.ended(),
        (vec![1, 2, 3], EndReason::NoContinuation),
        "half a body brings nothing twice"
    );
    assert_eq!(
        server.lines(),
        ["GET /list", "GET /list?cursor=a", "GET /list?cursor=a"]
    );
    assert_eq!(clock.others.slept().len(), 1, "one step between the two");
}

#[tokio::test]
async fn a_response_that_never_comes() {
    for silent in [Answer::silence(), Answer::half(LAST)] {
        let clock = Standstill::new(LIMIT);
        let server = clock.server([Answer::whole(FIRST), silent, Answer::whole(LAST)]);
        let request = client().get(server.url("/list"));
        let walked = walk(
            Plain::paginate(request)
                .runtime(clock.clone())
                .request_timeout(LIMIT),
        )
        .await;
        assert_eq!(walked.ended(), (vec![1, 2, 3], EndReason::NoContinuation));
        assert_eq!(
            server.lines(),
            ["GET /list", "GET /list?cursor=a", "GET /list?cursor=a"]
        );
    }
    let clock = Standstill::new(LIMIT);
    let server = clock.server([Answer::silence()]);
    let request = client().get(server.url("/list?key=s3cr3t"));
    let paginator = Plain::paginate(request)
        .runtime(clock)
        .request_timeout(LIMIT)
        .retry(RetryPolicy::none());
    let (_, error) = walk(paginator).await.failed();
    assert_eq!((error.kind(), error.page()), (ErrorKind::Timeout, 1));
    assert!(error.to_string().contains("longer than 7s"), "{error}");
    assert!(!shown(&error).contains("s3cr3t"));
}

#[tokio::test]
async fn a_post_that_took_too_long_is_not_sent_twice() {
    let clock = Standstill::new(LIMIT);
    let server = clock.server([Answer::silence(), Answer::whole(LAST)]);
    let request = client().post(server.url("/search"));
    let (_, error) = walk(
        Plain::paginate(request)
            .runtime(clock)
            .request_timeout(LIMIT),
    )
    .await
    .failed();
    assert_eq!(
        (error.kind(), server.lines().len()),
        (ErrorKind::Timeout, 1)
    );
}
