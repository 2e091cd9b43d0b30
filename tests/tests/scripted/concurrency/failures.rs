//! What a failed request means for those in flight with it: rate limits, credentials and retries.

use super::*;

#[tokio::test(start_paused = true)]
async fn one_retry_after_slows_the_whole_window() {
    let begin = Instant::now();
    let sent = Arc::new(std::sync::Mutex::new(Vec::new()));
    let (log, refused) = (sent.clone(), AtomicUsize::new(0));
    let script = Script::handler(move |request| {
        log.lock().unwrap().push(begin.elapsed());
        let page = number(request, "page", 1);
        if page == 4 && refused.fetch_add(1, Ordering::SeqCst) == 0 {
            return Reply::empty(429)
                .header("retry-after", "7")
                .delayed(DELAY / 2);
        }
        numbered_page((page - 1) * 10, 300)
    });
    let (rows, ..) = all(Numbered::paginate(script.get("/l")).concurrency(4).items()).await;
    assert_eq!(rows, (0..300).collect::<Vec<_>>());
    let refusal = DELAY + DELAY / 2;
    let during = sent
        .lock()
        .unwrap()
        .iter()
        .filter(|&&at| at > refusal && at < refusal + Duration::from_secs(7))
        .count();
    assert_eq!(
        during,
        0,
        "nothing is sent during the pause: {:?}",
        sent.lock().unwrap()
    );
    assert_eq!(script.lines().len(), 31);
}

/// A request that is refused during the pause of another one waits before its credentials are
/// renewed.
#[tokio::test(start_paused = true)]
async fn the_wait_before_renewed_credentials_is_told_of() {
    let limited = AtomicUsize::new(0);
    let script = Script::handler(move |request| {
        let page = number(request, "page", 1);
        let renewed = request.header("authorization") == Some("new");
        match page {
            2 if !renewed => Reply::empty(401).delayed(DELAY),
            3 if limited.fetch_add(1, Ordering::SeqCst) == 0 => Reply::empty(429)
                .header("retry-after", "7")
                .delayed(DELAY / 2),
            _ => numbered_page((page - 1) * 10, 30),
        }
    });
    let hook = |_, why: AuthReason| {
        let token = match why {
            AuthReason::Unauthorized => "new",
            _ => "old",
        };
        let mut headers = HeaderMap::new();
        headers.insert("authorization", http::HeaderValue::from_static(token));
        async move { Ok::<_, std::io::Error>(headers) }
    };
    let waits = Arc::new(std::sync::Mutex::new(Vec::new()));
    let told = Arc::clone(&waits);
    let (rows, _, error, _) = all(Numbered::paginate(script.get("/l"))
        .authorize(hook)
        .on_page(move |page| told.lock().unwrap().push(page.waited))
        .concurrency(2)
        .items())
    .await;
    assert_eq!((rows, error.is_none()), ((0..30).collect(), true));
    let waits = waits.lock().unwrap().clone();
    // Page 3 waits for all of it, page 2 for what is left when its refusal comes and up to a
    // quarter more, so that the two do not leave together.
    let (least, pause) = (Duration::from_secs(7) - DELAY / 2, Duration::from_secs(7));
    assert_eq!((waits[0], waits[2]), (Duration::ZERO, pause), "{waits:?}");
    assert!(
        waits[1] >= least && waits[1] <= least + pause / 4,
        "{waits:?}"
    );
}

#[tokio::test(start_paused = true)]
async fn credentials_that_expire_are_renewed_once_for_the_whole_window() {
    // Each token is valid for six requests.
    let served = AtomicUsize::new(0);
    let script = Script::handler(move |request| {
        let token: usize = request.header("authorization").unwrap().parse().unwrap();
        if served.load(Ordering::SeqCst) / 6 > token {
            return Reply::empty(401).delayed(DELAY);
        }
        served.fetch_add(1, Ordering::SeqCst);
        numbered_page((number(request, "page", 1) - 1) * 10, 300)
    });
    let (current, renewals) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
    let counted = renewals.clone();
    let hook = move |_, why: AuthReason| {
        if why == AuthReason::Unauthorized {
            counted.fetch_add(1, Ordering::SeqCst);
            current.fetch_add(1, Ordering::SeqCst);
        }
        let mut headers = HeaderMap::new();
        headers.insert("authorization", current.load(Ordering::SeqCst).into());
        async move { Ok::<_, std::io::Error>(headers) }
    };
    let (rows, _, error, _) = all(Numbered::paginate(script.get("/l"))
        .authorize(hook)
        .concurrency(4)
        .items())
    .await;
    assert!(error.is_none(), "{error:?}");
    assert_eq!(rows, (0..300).collect::<Vec<_>>());
    // 30 pages, six per token.
    assert_eq!(renewals.load(Ordering::SeqCst), 4);
}

#[tokio::test(start_paused = true)]
async fn failures_that_pass_are_retried_each_by_itself() {
    let failed = AtomicUsize::new(0);
    let script = Script::handler(move |request| {
        let page = number(request, "page", 1);
        if page.is_multiple_of(3) && failed.fetch_or(1 << page, Ordering::SeqCst) & (1 << page) == 0
        {
            return Reply::empty(500).delayed(DELAY);
        }
        numbered_page((page - 1) * 10, 300)
    });
    let (rows, ..) = all(Numbered::paginate(script.get("/l")).concurrency(5).items()).await;
    assert_eq!((rows, script.lines().len()), ((0..300).collect(), 40));
    let script = Script::handler(|request| match number(request, "page", 1) {
        7 => Reply::empty(500).delayed(DELAY),
        page => numbered_page((page - 1) * 10, 300),
    });
    let walk = Numbered::paginate(script.get("/l"))
        .retry(RetryPolicy::none())
        .concurrency(5);
    let (rows, _, error, _) = all(walk.items()).await;
    assert_eq!((rows, error.unwrap().page()), ((0..60).collect(), 7));
}

/// If they were sent together, they would reach the limit again.
#[tokio::test(start_paused = true)]
async fn requests_that_waited_for_the_same_limit_leave_one_after_the_other() {
    fastrand::seed(7);
    let begin = Instant::now();
    let left = Arc::new(std::sync::Mutex::new(Vec::new()));
    let times = Arc::clone(&left);
    let script = Script::handler(move |request| {
        let page = number(request, "page", 1);
        let mut times = times.lock().unwrap();
        if page > 1 && begin.elapsed() < Duration::from_secs(8) {
            return Reply::empty(429).header("retry-after", "8");
        }
        times.push(begin.elapsed().as_millis());
        Reply::json(json!({ "pages": 5, "rows": [page] }))
    });
    let (rows, ..) = all(Numbered::paginate(script.get("/l")).concurrency(4).items()).await;
    assert_eq!(rows.len(), 5);
    let mut times = left.lock().unwrap().split_off(1);
    times.sort_unstable();
    assert_eq!(times[0], 8_000, "one as soon as it may: {times:?}");
    times.dedup();
    assert!(
        times.len() >= 3 && times.iter().all(|time| *time <= 10_000),
        "the others a little later: {times:?}"
    );
}
