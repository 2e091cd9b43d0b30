//! Statuses and transport failures: which are errors, of which kind, and which are ends.

use super::*;

#[tokio::test]
async fn statuses() {
    for (status, kind) in [
        (500, ErrorKind::Status),
        (404, ErrorKind::Status),
        (401, ErrorKind::Unauthorized),
        (429, ErrorKind::RateLimited),
        (503, ErrorKind::Status),
        (304, ErrorKind::Status),
        (206, ErrorKind::Status),
        (410, ErrorKind::Expired),
        (400, ErrorKind::ContinuationRejected),
    ] {
        let error = second_page(Reply::json(json!({ "message": "no good" })).status(status)).await;
        assert_eq!(
            (error.kind(), error.status().map(|status| status.as_u16())),
            (kind, Some(status))
        );
        assert!(
            error
                .excerpt()
                .is_some_and(|excerpt| excerpt.contains("no good")),
            "{error}"
        );
    }
}

#[tokio::test]
async fn a_400_or_410_to_the_first_request_is_about_the_request() {
    for status in [400, 410] {
        let script = Script::new([Reply::empty(status)]);
        let (_, error) = failed(Tokens::paginate(script.get("/u")).items()).await;
        assert_eq!(error.kind(), ErrorKind::Status);
    }
}

#[tokio::test]
async fn no_content_is_an_end() {
    let script = Script::new([tokens(&[1], "t"), Reply::empty(204)]);
    assert_eq!(
        all(Tokens::paginate(script.get("/u")).items()).await,
        (vec![1], EndReason::Status)
    );
}

#[tokio::test]
async fn a_declared_status_is_an_end_but_not_on_the_first_page() {
    #[derive(Deserialize, Paginated)]
    #[paginate(page = "page", items = "results", end_on = [404])]
    struct PastTheEnd {
        results: Vec<u32>,
    }
    let script = Script::new([results(&[1]), Reply::empty(404)]);
    assert_eq!(
        all(PastTheEnd::paginate(script.get("/l")).items()).await,
        (vec![1], EndReason::Status)
    );
    let script = Script::new([Reply::empty(404)]);
    let (_, error) = failed(PastTheEnd::paginate(script.get("/l")).items()).await;
    assert_eq!(error.kind(), ErrorKind::Status);
}

#[tokio::test]
async fn transport_failures() {
    let error = second_page(Reply::failure(TransportErrorKind::Connect)).await;
    assert_eq!(
        (error.kind(), error.is_timeout()),
        (ErrorKind::Transport, false)
    );
    let error = second_page(Reply::failure(TransportErrorKind::Timeout)).await;
    assert_eq!(
        (error.kind(), error.is_timeout()),
        (ErrorKind::Timeout, true)
    );
    assert!(std::error::Error::source(&error).is_some());
}
