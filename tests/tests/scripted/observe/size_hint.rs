//! `size_hint` is never wrong: the number of items is not below its lower bound and not above its
//! upper bound.

use futures::{Stream, StreamExt};
use paginate_runtime::RetryPolicy;

use super::*;

/// Checks every hint against the items that follow it, and returns the hints.
async fn hints<S: Stream + Unpin>(mut stream: S) -> Vec<(usize, Option<usize>)> {
    let mut hints = vec![stream.size_hint()];
    while stream.next().await.is_some() {
        hints.push(stream.size_hint());
        assert!(hints.len() < 1_000, "the walk does not end");
    }
    let elements = hints.len() - 1;
    for (taken, (least, most)) in hints.iter().enumerate() {
        let left = elements - taken;
        assert!(
            *least <= left && most.is_none_or(|most| left <= most),
            "{hints:?}"
        );
    }
    hints.push(stream.size_hint());
    hints
}

#[tokio::test]
async fn what_is_buffered_and_nothing_above() {
    // The API gives a total, which is no bound.
    let script = by_offset(5, Some(5));
    let found = hints(Skipped::paginate(script.get("/l")).items()).await;
    let end = Some(0);
    assert_eq!(
        found,
        [
            (0, None),
            (1, None),
            (0, None),
            (1, None),
            (0, None),
            (0, end),
            (0, end)
        ]
    );
}

/// A consumer that trusts the first total would take three items.
#[tokio::test]
async fn totals_that_grow_bound_nothing() {
    let script = || {
        let pages = [(3, [0, 1]), (5, [2, 3]), (6, [4, 5])];
        Script::new(pages.map(|(total, rows)| Reply::json(json!({ "rows": rows, "total": total }))))
    };
    let found = hints(Skipped::paginate(script().get("/l")).items()).await;
    let end = Some(0);
    assert_eq!(
        found,
        [
            (0, None),
            (1, None),
            (0, None),
            (1, None),
            (0, None),
            (1, Some(1)),
            (0, end),
            (0, end)
        ]
    );
    assert_eq!(
        hints(Skipped::paginate(script().get("/l")).concurrency(2).items()).await,
        found
    );
}

#[tokio::test]
async fn limits_are_certain_but_for_an_error() {
    // Three items, or two and an error, or only an error.
    let script = by_offset(9, None);
    let found = hints(Skipped::paginate(script.get("/l")).max_items(3).items()).await;
    assert_eq!(
        found,
        [
            (0, Some(4)),
            (1, Some(3)),
            (0, Some(2)),
            (0, Some(0)),
            (0, Some(0))
        ]
    );
    let script = Script::new([tokens(&[1, 2], Some(7)), tokens(&[3], Some(7))]);
    let found = hints(Tokens::paginate(script.get("/l")).max_items(3).items()).await;
    // The third item is the last one, but an error follows: its page names a token that was used.
    assert_eq!(
        found,
        [
            (0, Some(4)),
            (1, Some(3)),
            (0, Some(2)),
            (0, Some(1)),
            (0, Some(0)),
            (0, Some(0))
        ]
    );
    let script = Script::new([tokens(&[1, 2], Some(7)), Reply::empty(500)]);
    let walk = Tokens::paginate(script.get("/l"))
        .retry(RetryPolicy::none())
        .max_items(9)
        .items();
    assert_eq!(
        hints(walk).await,
        [
            (0, Some(10)),
            (1, Some(9)),
            (0, Some(8)),
            (0, Some(0)),
            (0, Some(0))
        ]
    );
}

#[tokio::test]
async fn pages_have_their_own_limit() {
    let script = by_offset(9, None);
    let found = hints(Skipped::paginate(script.get("/l")).max_pages(2).pages()).await;
    assert_eq!(
        found,
        [(0, Some(3)), (0, Some(2)), (0, Some(0)), (0, Some(0))]
    );
    let script = by_offset(9, None);
    assert_eq!(
        Skipped::paginate(script.get("/l"))
            .max_items(3)
            .pages()
            .size_hint(),
        (0, None),
        "pages can be empty"
    );
    let script = by_offset(9, None);
    assert_eq!(
        Skipped::paginate(script.get("/l"))
            .max_pages(2)
            .items()
            .size_hint(),
        (0, None),
        "pages can be long"
    );
}

/// The hints are the same as without prefetch.
#[tokio::test]
async fn ahead() {
    for ahead in [1, 2, 9] {
        let script = by_offset(9, None);
        let found = hints(
            Skipped::paginate(script.get("/l"))
                .prefetch(ahead)
                .max_items(3)
                .items(),
        )
        .await;
        assert_eq!(
            found,
            [
                (0, Some(4)),
                (1, Some(3)),
                (0, Some(2)),
                (0, Some(0)),
                (0, Some(0))
            ]
        );
        let script = by_offset(3, Some(3));
        let found = hints(Skipped::paginate(script.get("/l")).prefetch(ahead).pages()).await;
        assert_eq!(found, [(0, None), (0, None), (0, Some(0)), (0, Some(0))]);
    }
}

/// The task ends while pages are still to come: that is an error, and at most one more item than
/// those pages.
#[test]
fn a_task_that_goes_away() {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    let script = by_offset(9, None);
    let mut pages = Skipped::paginate(script.get("/l"))
        .prefetch(1)
        .max_pages(2)
        .pages();
    let first = runtime.block_on(pages.next()).unwrap().unwrap();
    assert_eq!(first.index(), 1);
    drop(runtime);
    let (_, most) = pages.size_hint();
    let left = futures::executor::block_on(async {
        let mut left = 0;
        while pages.next().await.is_some() {
            left += 1;
            assert!(left < 9, "the walk does not end");
        }
        left
    });
    assert!(left >= 1, "at least its error");
    assert!(left <= most.unwrap(), "{left} of {most:?}");
}

#[tokio::test]
async fn a_walk_that_cannot_begin() {
    let script = by_offset(9, None);
    let walk = Skipped::paginate(script.get("/l"))
        .allow_origin("nonsense")
        .items();
    assert_eq!(
        hints(walk).await,
        [(0, Some(1)), (0, Some(0)), (0, Some(0))]
    );
}

/// The pages of the walk that is resumed count for the page numbers, but not for the limit.
#[tokio::test]
async fn a_resumed_walk() {
    let script = by_offset(9, None);
    let mut pages = Skipped::paginate(script.get("/l")).pages();
    pages.next().await.unwrap().unwrap();
    let checkpoint = pages.checkpoint().unwrap();
    let found = hints(
        Skipped::paginate(script.get("/l"))
            .resume(checkpoint)
            .max_pages(2)
            .pages(),
    )
    .await;
    assert_eq!(
        found,
        [(0, Some(3)), (0, Some(2)), (0, Some(0)), (0, Some(0))]
    );
}
