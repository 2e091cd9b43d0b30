//! Items, order, ends, errors, limits and checkpoints are those of a walk without concurrency.

use super::*;

/// Asserts that a walk with `at_once` requests at a time has the items, the end and the requests of
/// the same walk without, and no request in vain.
async fn assert_same<P>(
    list: impl Fn() -> Script,
    walk: impl Fn(&Script) -> Paginator<P, HttpSource<Script>>,
    at_once: usize,
) where
    P: Paginated<Item = u64, Mode: Counter> + serde::de::DeserializeOwned + Send + 'static,
{
    let (plain, script) = (list(), list());
    let expected = all(walk(&plain).items()).await;
    let found = all(walk(&script).concurrency(at_once).items()).await;
    let case = format!("{at_once} of {}", std::any::type_name::<P>());
    assert!(expected.2.is_none() && found.2.is_none(), "{case}");
    assert_eq!(
        (&found.0, found.1, found.3),
        (&expected.0, expected.1, 0),
        "{case}"
    );
    assert_eq!(sorted(&script), sorted(&plain), "{case}");
}

#[tokio::test(start_paused = true)]
async fn items_ends_and_requests_are_those_of_a_walk_without() {
    for total in [0, 1, 9, 10, 11, 95, 100, 101] {
        for at_once in [0, 1, 2, 3, 8, 100] {
            let list = || by_number(total);
            let numbered = |script: &Script| Numbered::paginate(script.get("/l?q=1"));
            assert_same(list, numbered, at_once).await;
            let totalled = |script: &Script| Totalled::paginate(script.get("/l"));
            assert_same(list, totalled, at_once).await;
            // The server cuts pages at 10, for any requested size.
            let list = || by_offset(total, move |_| Some(total), |_| 10);
            let skipped = |script: &Script| Skipped::paginate(script.get("/l"));
            assert_same(list, skipped, at_once).await;
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
    let (rows, error) = until_error(&mut items).await;
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
        let list = || by_offset(640, |_| Some(640), |_| 10);
        let limited = |script: &Script| {
            Skipped::paginate(script.get("/l"))
                .page_size(10)
                .max_items(43)
        };
        assert_same(list, limited, at_once).await;
    }
}

#[tokio::test(start_paused = true)]
async fn checkpoints_are_exact_to_what_the_consumer_took() {
    for taken in 0..60 {
        let script = by_offset(60, |_| Some(60), |at| if at == 20 { 4 } else { 10 });
        let walk = || Skipped::paginate(script.get("/l"));
        let first = walk().concurrency(4).items();
        let rest = |checkpoint| walk().resume(checkpoint).concurrency(3).items();
        let rows = interrupted(first, taken, settle(), rest).await;
        assert_eq!(rows, (0..60).collect::<Vec<_>>(), "after {taken}");
    }
}
