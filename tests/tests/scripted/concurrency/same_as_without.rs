//! Items, order, ends, errors, limits and checkpoints are those of a walk without concurrency.

use super::*;

#[tokio::test(start_paused = true)]
async fn items_ends_and_requests_are_those_of_a_walk_without() {
    for total in [0, 1, 9, 10, 11, 95, 100, 101] {
        for at_once in [0, 1, 2, 3, 8, 100] {
            let (plain, script) = (by_number(total), by_number(total));
            let expected = all(Numbered::paginate(plain.get("/l?q=1")).items()).await;
            let found = all(Numbered::paginate(script.get("/l?q=1"))
                .concurrency(at_once)
                .items())
            .await;
            assert_eq!(
                (&found.0, found.1, found.3),
                (&expected.0, expected.1, 0),
                "{total} by {at_once}"
            );
            assert_eq!(sorted(&script), sorted(&plain));

            let (plain, script) = (by_number(total), by_number(total));
            let expected = all(Totalled::paginate(plain.get("/l")).items()).await;
            let found = all(Totalled::paginate(script.get("/l"))
                .concurrency(at_once)
                .items())
            .await;
            assert_eq!(
                (&found.0, found.1, found.3),
                (&expected.0, expected.1, 0),
                "{total} by {at_once}"
            );
            assert_eq!(sorted(&script), sorted(&plain));

            // The server cuts pages at 10, for any requested size.
            let api = || by_offset(total, move |_| Some(total), |_| 10);
            let (plain, script) = (api(), api());
            let expected = all(Skipped::paginate(plain.get("/l")).items()).await;
            let found = all(Skipped::paginate(script.get("/l"))
                .concurrency(at_once)
                .items())
            .await;
            assert_eq!(
                (&found.0, found.1, found.3),
                (&expected.0, expected.1, 0),
                "{total} by {at_once}"
            );
            assert_eq!(sorted(&script), sorted(&plain));
        }
    }
}

#[tokio::test(start_paused = true)]
async fn an_error_comes_in_its_place() {
    // Page 5 fails immediately, while the pages before it are still in flight.
    let script = Script::handler(|request| match number(request, "page", 1) {
        5 => Reply::empty(404),
        page => numbered_page((page - 1) * 10, 200),
    });
    let mut items = Numbered::paginate(script.get("/l")).concurrency(6).items();
    let mut rows = Vec::new();
    let error = loop {
        match items.next().await.expect("an item or an error") {
            Ok(row) => rows.push(row),
            Err(error) => break error,
        }
    };
    assert_eq!(
        (rows, error.kind(), error.page()),
        ((0..40).collect(), ErrorKind::Status, 5)
    );
    assert!(items.next().await.is_none());
    let sent = script.lines().len();
    tokio::time::sleep(DELAY * 20).await;
    assert_eq!(script.lines().len(), sent, "nothing after an error");
    // The walk goes on from there.
    let script = by_number(200);
    let checkpoint = error.checkpoint().unwrap().clone();
    let (rows, ..) = all(Numbered::paginate(script.get("/l"))
        .resume(checkpoint)
        .concurrency(6)
        .items())
    .await;
    assert_eq!(rows, (40..200).collect::<Vec<_>>());
}

#[tokio::test(start_paused = true)]
async fn limits_are_limits_of_requests_too() {
    for at_once in [1, 2, 8] {
        let script = by_number(640);
        let (rows, end, ..) = all(Numbered::paginate(script.get("/l"))
            .max_pages(5)
            .concurrency(at_once)
            .items())
        .await;
        assert_eq!(
            (rows, end, script.lines().len()),
            ((0..50).collect(), Some(EndReason::Limit), 5)
        );
        let script = by_number(640);
        let (rows, end, ..) = all(Numbered::paginate(script.get("/l"))
            .max_items(43)
            .concurrency(at_once)
            .items())
        .await;
        assert_eq!(
            (rows, end, script.lines().len()),
            ((0..43).collect(), Some(EndReason::Limit), 5)
        );
        // The last request asks for no more than is needed, as in a sequential walk.
        let api = || by_offset(640, |_| Some(640), |_| 10);
        let (plain, script) = (api(), api());
        let limited = |script: &Script| {
            Skipped::paginate(script.get("/l"))
                .page_size(10)
                .max_items(43)
        };
        let expected = all(limited(&plain).items()).await;
        let found = all(limited(&script).concurrency(at_once).items()).await;
        assert_eq!((found.0, found.1, found.3), (expected.0, expected.1, 0));
        assert_eq!(sorted(&script), sorted(&plain));
    }
}

#[tokio::test(start_paused = true)]
async fn checkpoints_are_exact_to_what_the_consumer_took() {
    for taken in 0..60 {
        let script = by_offset(60, |_| Some(60), |at| if at == 20 { 4 } else { 10 });
        let mut items = Skipped::paginate(script.get("/l")).concurrency(4).items();
        let mut rows = Vec::new();
        for _ in 0..taken {
            rows.push(items.try_next().await.unwrap().unwrap());
        }
        settle().await;
        let saved = serde_json::to_string(&items.checkpoint().unwrap()).unwrap();
        drop(items);
        let checkpoint: Checkpoint = serde_json::from_str(&saved).unwrap();
        rows.extend(
            all(Skipped::paginate(script.get("/l"))
                .resume(checkpoint)
                .concurrency(3)
                .items())
            .await
            .0,
        );
        assert_eq!(rows, (0..60).collect::<Vec<_>>(), "after {taken}");
    }
}
