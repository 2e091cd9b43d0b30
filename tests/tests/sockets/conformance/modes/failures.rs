//! Failures and their consequences, in every mode.

use super::*;

in_every_mode! {
    rate_limited_for_seconds;
    rate_limited_until_a_date;
    unavailable_then_ok;
    rate_limited_beyond_the_cap;
    retries_run_out;
    a_body_that_breaks_off;
    a_body_that_is_cut_in_the_middle_of_the_json;
    gone_midway;
    rejected_midway;
    a_failure_inside_a_200_midway;
    invalid_json_midway;
    errors_show_no_secret;
}

/// Walks a list whose second page fails a few times and then comes; returns the sleeps.
async fn recovers<F: Fixture>(failures: Vec<Reply>) -> Vec<Duration> {
    let times = failures.len() + 1;
    let server = serve::<F>(
        5,
        failures
            .into_iter()
            .enumerate()
            .map(|(n, reply)| (n + 1, reply)),
    );
    let time = Timeless::new();
    let walk = walk(F::Page::paginate(get(&server, "/list?q=x")).runtime(time.clone())).await;
    assert_eq!(
        (walk.received, walk.pages),
        (5, lines_from::<F>(0).len() as u64),
        "a retry is no page"
    );
    assert_eq!(
        walk.ended(),
        (rows(1..=5), F::END),
        "a retry brings nothing twice"
    );
    assert_eq!(server.lines(), lines_with::<F>(1, times));
    time.slept()
}

async fn rate_limited_for_seconds<F: Fixture>() {
    let slept = recovers::<F>(vec![Reply::empty(429).header("retry-after", "17")]).await;
    assert_eq!(slept, [Duration::from_secs(17)]);
}

async fn rate_limited_until_a_date<F: Fixture>() {
    let slept = recovers::<F>(vec![
        Reply::empty(429).header("retry-after", "Sun, 06 Nov 1994 08:49:37 GMT"),
        // An earlier wait lasted until then: this date is in the past.
        Reply::empty(429).header("retry-after", "Sun, 06 Nov 1994 08:49:37 GMT"),
        Reply::empty(429).header("retry-after", "Sun, 06 Nov 1994 08:50:00 GMT"),
    ])
    .await;
    assert_eq!(slept, [37, 23].map(Duration::from_secs));
}

async fn unavailable_then_ok<F: Fixture>() {
    let slept = recovers::<F>(vec![
        Reply::empty(503),
        Reply::empty(503),
        Reply::empty(503),
    ])
    .await;
    assert!(slept.len() <= 3, "{slept:?}");
    let most = [500, 1_000, 2_000].map(Duration::from_millis);
    assert!(
        slept.iter().zip(most).all(|(wait, most)| *wait <= most),
        "{slept:?}"
    );
}

async fn rate_limited_beyond_the_cap<F: Fixture>() {
    let server = serve::<F>(5, [(1, Reply::empty(429).header("retry-after", "3600"))]);
    let time = Timeless::new();
    let request = || get(&server, "/list?q=x");
    let (found, error) = walk(F::Page::paginate(request()).runtime(time.clone()))
        .await
        .failed();
    assert_eq!(
        (found, error.kind(), error.page()),
        (rows(1..=2), ErrorKind::RateLimited, 2)
    );
    assert!(error.is_rate_limited());
    assert_eq!(error.retry_after(), Some(Duration::from_secs(3_600)));
    assert_eq!(error.status().unwrap(), 429);
    assert_eq!(
        (server.lines().len(), time.slept()),
        (2, vec![]),
        "nobody waits that long"
    );

    let checkpoint = saved(error.checkpoint().unwrap());
    let rest = walk(F::Page::paginate(request()).resume(checkpoint)).await;
    assert_eq!(rest.ended(), (rows(3..=5), F::END));
    assert_eq!(server.lines()[2..], lines_from::<F>(1));
}

async fn retries_run_out<F: Fixture>() {
    let server = serve::<F>(5, (1..5).map(|n| (n, Reply::text("try later").status(503))));
    let request = || get(&server, "/list?q=x");
    let walked = walk(F::Page::paginate(request()).runtime(Timeless::new())).await;
    assert_eq!((walked.pages, walked.received), (1, 2));
    let (found, error) = walked.failed();
    assert_eq!(
        (found, error.kind(), error.page()),
        (rows(1..=2), ErrorKind::Status, 2)
    );
    assert_eq!(
        (error.status().unwrap().as_u16(), error.excerpt()),
        (503, Some("try later"))
    );
    assert_eq!(server.lines(), lines_with::<F>(1, 4)[..5]);

    let checkpoint = saved(error.checkpoint().unwrap());
    let rest = walk(F::Page::paginate(request()).resume(checkpoint)).await;
    assert_eq!(rest.ended(), (rows(3..=5), F::END));
}

async fn a_body_that_breaks_off<F: Fixture>() {
    let whole = reply(objects([3, 4]), None);
    recovers::<F>(vec![whole.clone().broken_after(10), whole.broken_after(0)]).await;
}

async fn a_body_that_is_cut_in_the_middle_of_the_json<F: Fixture>() {
    recovers::<F>(vec![Reply::bytes("{\"ok\": true, \"items\": [{\"id\": 3}")]).await;
}

/// Walks a list whose second page fails permanently; returns the error, and checks that the walk
/// goes on from there once the API has recovered.
async fn fails<F: Fixture>(failure: Reply, kind: ErrorKind) -> paginate_runtime::Error {
    let server = serve::<F>(5, [(1, failure)]);
    let request = || get(&server, "/list?q=x");
    let time = Timeless::new();
    let (found, error) = walk(F::Page::paginate(request()).runtime(time.clone()))
        .await
        .failed();
    assert_eq!(
        (found, error.kind(), error.page()),
        (rows(1..=2), kind, 2),
        "{error}"
    );
    assert_eq!(
        server.lines(),
        lines_from::<F>(0)[..2],
        "there is no point in asking again"
    );
    assert_eq!(time.slept(), []);
    let checkpoint = saved(error.checkpoint().unwrap());
    let rest = walk(F::Page::paginate(request()).resume(checkpoint)).await;
    assert_eq!(rest.ended(), (rows(3..=5), F::END));
    assert_eq!(server.lines()[2..], lines_from::<F>(1));
    error
}

async fn gone_midway<F: Fixture>() {
    let kind = if F::CONTINUED {
        ErrorKind::Expired
    } else {
        ErrorKind::Status
    };
    let error = fails::<F>(Reply::text("the scroll is gone").status(410), kind).await;
    assert_eq!(
        (error.is_expired(), error.excerpt()),
        (F::CONTINUED, Some("the scroll is gone"))
    );
}

async fn rejected_midway<F: Fixture>() {
    let kind = if F::CONTINUED {
        ErrorKind::ContinuationRejected
    } else {
        ErrorKind::Status
    };
    let error = fails::<F>(Reply::text("no such page").status(400), kind).await;
    assert_eq!(
        (error.is_expired(), error.excerpt()),
        (F::CONTINUED, Some("no such page"))
    );
}

async fn a_failure_inside_a_200_midway<F: Fixture>() {
    let error = fails::<F>(
        Reply::json(json!({ "ok": false, "error": "quota exhausted" })),
        ErrorKind::Api,
    )
    .await;
    assert!(
        error.is_api() && error.to_string().contains("quota exhausted"),
        "{error}"
    );
    let error = fails::<F>(
        Reply::json(json!({ "ok": false, "items": [{ "id": 9 }] })),
        ErrorKind::Api,
    )
    .await;
    assert!(error.is_api(), "items of a failure are none: {error}");
}

async fn invalid_json_midway<F: Fixture>() {
    let error = fails::<F>(
        Reply::text("<html>502 Bad Gateway</html>"),
        ErrorKind::Decode,
    )
    .await;
    assert!(
        error.is_decode() && error.to_string().contains("502 Bad Gateway"),
        "{error}"
    );
    fails::<F>(
        Reply::bytes("{\"ok\": true, \"items\": [}"),
        ErrorKind::Decode,
    )
    .await;
    fails::<F>(
        Reply::json(json!({ "ok": true, "items": [{ "id": "three" }] })),
        ErrorKind::Decode,
    )
    .await;
}

async fn errors_show_no_secret<F: Fixture>() {
    let failures = [
        Reply::text("no").status(403),
        Reply::json(json!({ "access_token": "s3cr3t-echo", "next": "s3cr3t-a" })).status(400),
        Reply::json(
            json!({ "ok": true, "token": "s3cr3t-echo", "next": "s3cr3t-b", "items": [{ "id": "three" }] }),
        ),
        Reply::json(json!({ "ok": false, "error": "the token=s3cr3t-echo has expired" })),
        Reply::text("https://api.example/list?cursor=s3cr3t-echo is not available").status(500),
        Reply::text("{").broken_after(0),
        Reply::empty(429).header("retry-after", "9999"),
        Reply::empty(401).header("www-authenticate", "Bearer s3cr3t-echo"),
        Reply::empty(302).header("location", "http://127.0.0.1:1/?cursor=s3cr3t-echo"),
        Reply::empty(302).header("location", "/loop?cursor=s3cr3t-echo"),
    ];
    for (n, failure) in failures.into_iter().enumerate() {
        let mut replies = vec![reply(objects([1, 2]), Some("s3cr3t-a"))];
        // Endless redirects, too.
        replies.extend(std::iter::repeat_n(failure, 12));
        let server = Server::scripted(replies);
        let request = get(&server, "/list?q=x&key=s3cr3t-key")
            .bearer_auth("s3cr3t-auth")
            .header("x-api-key", "s3cr3t-api");
        let paginator = F::Page::paginate(request).retry(RetryPolicy::none());
        assert!(!format!("{paginator:?}").contains("s3cr3t"));
        let (found, error) = walk(paginator).await.failed();
        assert_eq!(found, rows(1..=2));
        let text = shown(&error);
        assert!(!text.contains("s3cr3t"), "failure {n}: {text}");
        assert!(
            error
                .url()
                .is_none_or(|url| !url.contains("s3cr3t") && !url.contains('='))
        );
    }
}
