//! Requests are derived from totals and page lengths, which can change, be wrong or be absent.

use super::*;

#[tokio::test(start_paused = true)]
async fn totals_that_grow_are_followed() {
    for at_once in [2, 3, 8] {
        // From offset 20 on, the API reports more rows.
        let script = by_offset(95, |at| Some(if at < 20 { 30 } else { 95 }), |_| 10);
        let (rows, end, error, discarded) = all(Skipped::paginate(script.get("/l"))
            .concurrency(at_once)
            .items())
        .await;
        assert!(error.is_none());
        assert_eq!(
            (rows, end, discarded),
            ((0..95).collect(), Some(EndReason::Total), 0)
        );
        assert_eq!(script.lines().len(), 10);
    }
}

#[tokio::test(start_paused = true)]
async fn totals_that_shrink_end_the_walk_and_what_was_under_way_is_dropped() {
    let script = Script::handler(|request| {
        let at = (number(request, "page", 1) - 1) * 10;
        let total = if at == 0 { 100 } else { 30 };
        if at >= 30 {
            Reply::empty(404).delayed(DELAY)
        } else {
            numbered_page(at, total)
        }
    });
    let (rows, end, error, discarded) =
        all(Numbered::paginate(script.get("/l")).concurrency(8).items()).await;
    assert!(error.is_none(), "an error past the end is none: {error:?}");
    assert_eq!((rows, end), ((0..30).collect(), Some(EndReason::Total)));
    assert_eq!(script.lines().len() as u64, 3 + discarded);
}

#[tokio::test(start_paused = true)]
async fn a_short_page_in_the_middle_loses_nothing() {
    let mut thrown_away = 0;
    for at_once in [2, 3, 8, 50] {
        for short in [10, 40, 80] {
            let script = by_offset(
                100,
                |_| Some(100),
                move |at| if at == short { 3 } else { 10 },
            );
            let (rows, end, error, discarded) = all(Skipped::paginate(script.get("/l"))
                .concurrency(at_once)
                .items())
            .await;
            assert!(error.is_none());
            assert_eq!(
                (rows, end),
                ((0..100).collect(), Some(EndReason::Total)),
                "{at_once} at once, short at {short}"
            );
            assert_eq!(script.lines().len() as u64, 11 + discarded);
            thrown_away += discarded;
        }
    }
    assert!(thrown_away > 0, "somewhere a guess was wrong");
}

#[tokio::test(start_paused = true)]
async fn pages_that_all_differ_lose_nothing() {
    for at_once in [2, 5] {
        let script = by_offset(200, |_| Some(200), |at| at * 7 % 9 + 1);
        let (rows, end, error, _) = all(Skipped::paginate(script.get("/l"))
            .concurrency(at_once)
            .items())
        .await;
        assert!(error.is_none());
        assert_eq!((rows, end), ((0..200).collect(), Some(EndReason::Total)));
    }
}

#[tokio::test(start_paused = true)]
async fn without_totals_there_is_one_request_at_a_time() {
    let script = by_offset(45, |_| None, |_| 10);
    let (rows, end, ..) = all(Skipped::paginate(script.get("/l")).concurrency(8).items()).await;
    assert_eq!((rows, end), ((0..45).collect(), Some(EndReason::Empty)));
    assert_eq!((script.lines().len(), script.most_at_once()), (6, 1));
}

/// Walks from page 3 on. Returns the rows, the number of requests, and how many were sent at once.
async fn from_page_3<P>(total: u64) -> (Vec<u64>, usize, usize)
where
    P: Paginated<Item = u64, Mode: Counter> + serde::de::DeserializeOwned + Send + 'static,
{
    let script = by_number(total);
    let (rows, ..) = all(P::paginate(script.get("/l?page=3")).concurrency(8).items()).await;
    (rows, script.lines().len(), script.most_at_once())
}

/// A total of all items does not help a walk that begins in the middle of numbered pages.
#[tokio::test(start_paused = true)]
async fn a_walk_that_begins_later_asks_for_nothing_past_the_end() {
    assert_eq!(
        from_page_3::<Totalled>(45).await,
        ((20..45).collect(), 4, 1)
    );
    // A number of pages does help.
    assert_eq!(
        from_page_3::<Numbered>(95).await,
        ((20..95).collect(), 8, 7)
    );
}
