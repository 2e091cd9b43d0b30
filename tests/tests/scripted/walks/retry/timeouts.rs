//! Responses that take too long.

use super::*;

#[tokio::test]
async fn requests_and_bodies_that_take_too_long_are_given_up() {
    // A runtime whose sleeps end immediately: everything that is not ready at once is too late.
    let never = |_: Request<bytes::Bytes>| {
        std::future::pending::<
            Result<http::Response<http_body_util::Full<bytes::Bytes>>, std::io::Error>,
        >()
    };
    let request = || {
        Request::get("https://api.example.com/u")
            .body(())
            .expect("a request")
    };
    let walk = Tokens::paginate((never, request()))
        .runtime(Timeless::new())
        .retry(RetryPolicy::none())
        .request_timeout(Duration::from_secs(9));
    let (_, error) = failed(walk.items()).await;
    assert_eq!(
        (error.kind(), error.is_timeout()),
        (ErrorKind::Timeout, true)
    );
    assert!(
        error
            .to_string()
            .contains("the request took longer than 9s"),
        "{error}"
    );

    /// A body of which no data arrives.
    struct Stalled;
    impl http_body::Body for Stalled {
        type Data = bytes::Bytes;
        type Error = std::io::Error;
        fn poll_frame(
            self: std::pin::Pin<&mut Self>,
            _: &mut std::task::Context<'_>,
        ) -> std::task::Poll<Option<Result<http_body::Frame<bytes::Bytes>, std::io::Error>>>
        {
            std::task::Poll::Pending
        }
    }
    let stalled =
        |_: Request<bytes::Bytes>| async { Ok::<_, std::io::Error>(http::Response::new(Stalled)) };
    let walk = Tokens::paginate((stalled, request()))
        .runtime(Timeless::new())
        .retry(RetryPolicy::none())
        .idle_timeout(Duration::from_secs(5));
    let (_, error) = failed(walk.items()).await;
    assert!(
        error.is_timeout() && error.to_string().contains("no data arrived for 5s"),
        "{error}"
    );
}

/// A body of these pieces, which then ends or stalls.
struct Pieces(std::collections::VecDeque<&'static str>, bool);

impl http_body::Body for Pieces {
    type Data = bytes::Bytes;
    type Error = std::io::Error;

    fn poll_frame(
        mut self: std::pin::Pin<&mut Self>,
        _: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Option<Result<http_body::Frame<bytes::Bytes>, std::io::Error>>> {
        match self.0.pop_front() {
            Some(piece) => {
                std::task::Poll::Ready(Some(Ok(http_body::Frame::data(bytes::Bytes::from(piece)))))
            }
            None if self.1 => std::task::Poll::Pending,
            None => std::task::Poll::Ready(None),
        }
    }
}

/// The head of a refusal decides; its body is only shown.
#[tokio::test]
async fn a_refusal_whose_body_stands_still_is_a_refusal() {
    let walk = |status: u16| {
        let calls = Arc::new(Mutex::new(0));
        let transport = move |_: Request<bytes::Bytes>| {
            let calls = Arc::clone(&calls);
            async move {
                let mut calls = calls.lock().expect("a lock");
                *calls += 1;
                let response = http::Response::builder();
                Ok::<_, std::io::Error>(match *calls {
                    1 => response
                        .status(status)
                        .header("retry-after", "9")
                        .body(Pieces(["wait ", "a while"].into(), true))
                        .expect("a response"),
                    _ => response
                        .body(Pieces(
                            ["{\"next_page_token\": \"\", \"users\": [1]}"].into(),
                            false,
                        ))
                        .expect("a response"),
                })
            }
        };
        let request = Request::get("https://api.example.com/u")
            .body(())
            .expect("a request");
        Tokens::paginate((transport, request)).request_timeout(Duration::from_secs(7))
    };
    let time = Timeless::new();
    assert_eq!(all(walk(429).runtime(time.clone()).items()).await.0, [1]);
    assert_eq!(
        time.slept(),
        [Duration::from_secs(7), Duration::from_secs(9)],
        "the limit, and then what the API asked for"
    );
    let (_, error) = failed(walk(403).runtime(Timeless::new()).items()).await;
    assert_eq!(
        (error.kind(), error.status().map(|status| status.as_u16())),
        (ErrorKind::Status, Some(403))
    );
    assert_eq!(
        (error.attempts(), error.excerpt()),
        (1, Some("wait a while"))
    );
}
