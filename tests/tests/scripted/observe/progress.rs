//! The progress of a walk.

use paginate_runtime::{Progress, RetryPolicy};
use paginate_tests::Timeless;

use super::*;

/// Items, received, total, resumed, pages, total pages, requests, bytes, discarded.
type Numbers = (u64, u64, Option<u64>, u64, u64, Option<u64>, u64, u64, u64);

fn numbers(progress: Progress) -> Numbers {
    let Progress {
        items,
        received,
        total,
        resumed,
        pages,
        total_pages,
        requests,
        bytes,
        discarded,
        ..
    } = progress;
    (
        items,
        received,
        total,
        resumed,
        pages,
        total_pages,
        requests,
        bytes,
        discarded,
    )
}

#[tokio::test]
async fn item_by_item() {
    let script = by_offset(5, Some(5));
    let mut items = Skipped::paginate(script.get("/l")).items();
    assert_eq!(numbers(items.progress()), (0, 0, None, 0, 0, None, 0, 0, 0));
    let total = Some(5);
    let one = bytes(&[0, 1], total);
    let two = one + bytes(&[2, 3], total);
    let three = two + bytes(&[4], total);
    let expected = [
        (1, 2, total, 0, 1, None, 1, one, 0),
        (2, 2, total, 0, 1, None, 1, one, 0),
        (3, 4, total, 0, 2, None, 2, two, 0),
        (4, 4, total, 0, 2, None, 2, two, 0),
        (5, 5, total, 0, 3, None, 3, three, 0),
    ];
    for expected in expected {
        items.next().await.unwrap().unwrap();
        assert_eq!(numbers(items.progress()), expected);
    }
    assert!(items.next().await.is_none());
    assert_eq!(numbers(items.progress()), expected[4]);
}

#[tokio::test]
async fn page_by_page_and_pages_promised() {
    let pages = [2, 3, 1]
        .map(|rows: u64| Reply::json(json!({ "pages": 3, "rows": (0..rows).collect::<Vec<_>>() })));
    let script = Script::new(pages);
    let mut walk = Numbered::paginate(script.get("/l")).pages();
    let mut seen = Vec::new();
    while let Some(page) = walk.try_next().await.unwrap() {
        let progress = walk.progress();
        assert_eq!(
            (page.index(), progress.items),
            (progress.pages, progress.received)
        );
        seen.push((
            progress.items,
            progress.pages,
            progress.total_pages,
            progress.total,
        ));
    }
    assert_eq!(
        seen,
        [
            (2, 1, Some(3), None),
            (5, 2, Some(3), None),
            (6, 3, Some(3), None)
        ]
    );
}

#[tokio::test]
async fn requests_and_bytes_are_those_of_every_attempt() {
    let script = Script::new([
        Reply::text("busy").status(500),
        tokens(&[1], Some(1)),
        Reply::text("never").status(400),
    ]);
    let policy = RetryPolicy::default().first_delay(Duration::ZERO);
    let mut items = Tokens::paginate(script.get("/l"))
        .runtime(Timeless::new())
        .retry(policy)
        .items();
    let one = json!({ "next": 1, "rows": [1] }).to_string().len() as u64;
    items.next().await.unwrap().unwrap();
    assert_eq!(
        numbers(items.progress()),
        (1, 1, None, 0, 1, None, 2, 4 + one, 0)
    );
    let error = items.next().await.unwrap().unwrap_err();
    assert_eq!(error.attempts(), 1);
    assert_eq!(
        numbers(items.progress()),
        (1, 1, None, 0, 1, None, 3, 4 + one + 5, 0)
    );
}

#[tokio::test]
async fn a_walk_that_cannot_begin_is_nowhere() {
    let script = by_offset(5, None);
    let mut items = Skipped::paginate(script.get("/l"))
        .allow_origin("nonsense")
        .items();
    let error = items.next().await.unwrap().unwrap_err();
    assert_eq!(
        (items.progress(), error.attempts()),
        (Progress::default(), 0)
    );
}

/// Pages that wait ahead are not counted: the numbers are those of a sequential walk.
#[tokio::test(start_paused = true)]
async fn ahead_the_consumer_counts() {
    let script = by_offset(5, Some(5));
    let mut items = Skipped::paginate(script.get("/l")).prefetch(9).items();
    let mut seen = Vec::new();
    for _ in 0..5 {
        items.next().await.unwrap().unwrap();
        for _ in 0..100 {
            tokio::task::yield_now().await;
        }
        assert_eq!(
            script.lines().len(),
            3,
            "all is there from the first item on"
        );
        let progress = items.progress();
        seen.push((progress.items, progress.received, progress.pages));
    }
    assert_eq!(
        seen,
        [(1, 2, 1), (2, 2, 1), (3, 4, 2), (4, 4, 2), (5, 5, 3)]
    );
    assert!(items.next().await.is_none());
    let progress = items.progress();
    assert_eq!(
        (progress.requests, progress.total, progress.discarded),
        (3, Some(5), 0)
    );
}

/// Offset 2 returns one row, so the request for offset 4 was useless; it still counts as a request.
#[tokio::test(start_paused = true)]
async fn what_was_in_vain_counts_as_requests() {
    let script = Script::handler(|request| {
        let at = number(request, "offset", 0);
        let len = if at == 2 { 1 } else { 2 };
        let rows: Vec<u64> = (at..5.min(at + len)).collect();
        Reply::json(json!({ "rows": rows, "total": 5 })).delayed(Duration::from_millis(50))
    });
    let mut items = Skipped::paginate(script.get("/l")).concurrency(2).items();
    while items.try_next().await.unwrap().is_some() {}
    let progress = items.progress();
    assert_eq!(
        (progress.items, progress.requests, progress.discarded),
        (5, 4, 1)
    );
    assert_eq!(script.lines().len(), 4);
}

#[tokio::test]
async fn a_resumed_walk_knows_what_was_taken_before() {
    for prefetch in [false, true] {
        let script = by_offset(7, Some(7));
        let mut items = Skipped::paginate(script.get("/l")).items();
        for _ in 0..3 {
            items.next().await.unwrap().unwrap();
        }
        let checkpoint = items.checkpoint().unwrap();
        let walk = Skipped::paginate(script.get("/l")).resume(checkpoint);
        let mut items = if prefetch {
            walk.prefetch(2).items()
        } else {
            walk.items()
        };
        assert_eq!((items.progress().resumed, items.progress().items), (3, 0));
        while items.try_next().await.unwrap().is_some() {}
        let progress = items.progress();
        assert_eq!(
            (progress.resumed, progress.items, progress.total),
            (3, 4, Some(7))
        );
        assert_eq!(progress.pages, 4, "counted on");
    }
}

#[tokio::test]
async fn credentials_that_are_renewed_take_a_request_more() {
    use paginate_runtime::{HeaderMap, policy::AuthReason};
    let script = Script::new([Reply::empty(401), tokens(&[1], None)]);
    let mut items = Tokens::paginate(script.get("/l"))
        .authorize(async |_, _: AuthReason| Ok::<_, std::convert::Infallible>(HeaderMap::new()))
        .items();
    assert_eq!(items.try_next().await.unwrap(), Some(1));
    assert_eq!(items.progress().requests, 2);
}

/// The page arrived with the second attempt, and is the same as the one before.
#[tokio::test]
async fn an_error_that_a_page_is_tells_its_attempts_too() {
    let page = || Reply::json(json!({ "rows": [1] }));
    let script = Script::new([page(), Reply::empty(500), page()]);
    let policy = RetryPolicy::default().first_delay(Duration::ZERO);
    let mut items = Numbered::paginate(script.get("/l"))
        .runtime(Timeless::new())
        .retry(policy)
        .items();
    assert_eq!(items.try_next().await.unwrap(), Some(1));
    let error = items.try_next().await.unwrap_err();
    assert_eq!(
        (error.kind(), error.attempts()),
        (paginate_runtime::ErrorKind::RepeatedPage, 2)
    );
}
