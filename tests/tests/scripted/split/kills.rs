//! A worker stops in the middle of its segment, and another one does the rest.

use super::*;

/// Stops each segment after each number of items, and finishes it from the stored text of its rest.
/// `ahead`: with prefetch and concurrency.
async fn leave_and_finish<P: Rows>(script: Script, total: u64, ahead: Option<(usize, usize)>) {
    let segments = split::<P>(&script, 3).await;
    assert_eq!(segments.len(), 3);
    let whole = each::<P>(&script, &segments).await;
    assert_eq!(whole.concat(), rows(total));
    for (segment, expected) in segments.iter().zip(&whole) {
        for taken in 0..=expected.len() {
            let walk = P::paginate(script.get("/l?q=1")).segment(carried(segment));
            let mut items = match ahead {
                None => walk.items(),
                Some((prefetch, concurrency)) => {
                    walk.prefetch(prefetch).concurrency(concurrency).items()
                }
            };
            let mut found = Vec::new();
            for _ in 0..taken {
                found.push(items.try_next().await.unwrap().unwrap());
            }
            let rest = carried(&items.segment().unwrap());
            drop(items);
            assert!(rest.end() == segment.end() || (rest.is_done() && taken == expected.len()));
            assert!(rest.start() >= segment.start());
            let more = all(self::walk::<P>(&script, &rest)).await.0;
            found.extend(more);
            assert_eq!(
                &found, expected,
                "{segment:?} left after {taken}, as {rest:?}"
            );
        }
    }
}

#[tokio::test]
async fn at_every_item() {
    leave_and_finish::<Numbered>(list::<Numbered>(57, 5), 57, None).await;
    leave_and_finish::<Totalled>(list::<Totalled>(57, 5), 57, None).await;
    leave_and_finish::<Skipped>(list::<Skipped>(57, 5), 57, None).await;
    leave_and_finish::<FromOne>(list::<FromOne>(57, 5), 57, None).await;
}

#[tokio::test]
async fn at_every_item_with_pages_ahead() {
    for ahead in [(3, 0), (1, 4)] {
        leave_and_finish::<Numbered>(list::<Numbered>(57, 5), 57, Some(ahead)).await;
        leave_and_finish::<Skipped>(list::<Skipped>(57, 5), 57, Some(ahead)).await;
    }
}

#[tokio::test]
async fn again_and_again() {
    // Two items at a time, each pair by another worker.
    let script = list::<Skipped>(57, 5);
    let mut found = Vec::new();
    for segment in split::<Skipped>(&script, 4).await {
        let mut left = segment;
        for _ in 0..100 {
            let mut items = walk::<Skipped>(&script, &left).page_pair().await;
            found.append(&mut items.0);
            left = items.1;
            if items.2 {
                break;
            }
        }
    }
    assert_eq!(found, rows(57));
}

/// Takes two items; returns the rest of the segment, and whether the walk is over.
trait Pair {
    async fn page_pair(self) -> (Vec<u64>, Segment, bool);
}

impl Pair for Items<Skipped> {
    async fn page_pair(mut self) -> (Vec<u64>, Segment, bool) {
        let mut found = Vec::new();
        while found.len() < 2 {
            match self.try_next().await.unwrap() {
                Some(row) => found.push(row),
                None => return (found, self.segment().unwrap(), true),
            }
        }
        (found, self.segment().unwrap(), false)
    }
}

#[tokio::test]
async fn after_an_error_the_rest_is_what_is_left() {
    let (_, at) = counter();
    let script = Script::handler(move |request| {
        if at() == 3 {
            return Reply::empty(403);
        }
        page::<Numbered>(request, 100, 10)
    });
    let segments = split::<Numbered>(&script, 2).await;
    let mut items = walk::<Numbered>(&script, &segments[0]);
    let (mut found, end) = drain(&mut items).await;
    let error = end.unwrap_err();
    // Pages are numbered as in the whole list.
    assert_eq!(
        (found.len(), error.page(), error.status().unwrap().as_u16()),
        (20, 3, 403)
    );
    let rest = items.segment().unwrap();
    assert_eq!((rest.start(), rest.end()), (3, Some(6)));
    found.extend(all(walk::<Numbered>(&script, &rest)).await.0);
    assert_eq!(found, rows(50));

    // In the middle of the list too.
    let (_, at) = counter();
    let script = Script::handler(move |request| match at() {
        1 => Reply::empty(403),
        _ => page::<Numbered>(request, 100, 10),
    });
    let mut items = walk::<Numbered>(&script, &segments[1]);
    items.try_next().await.unwrap();
    let (_, end) = drain(&mut items).await;
    assert_eq!(end.unwrap_err().page(), 7);
}

#[tokio::test]
async fn failures_that_pass_are_retried() {
    let (calls, at) = counter();
    let script = Script::handler(move |request| match at() % 3 {
        1 => Reply::empty(503).header("retry-after", "0"),
        _ => page::<Skipped>(request, 95, 10),
    });
    let segments = split::<Skipped>(&script, 4).await;
    assert_eq!(each::<Skipped>(&script, &segments).await.concat(), rows(95));
    // Eleven calls succeed, and every third call from the second on fails.
    assert_eq!(calls.load(Ordering::SeqCst), 16);
}

#[tokio::test]
async fn nothing_is_sent_for_a_segment_that_is_done() {
    let script = list::<Numbered>(95, 10);
    let segments = split::<Numbered>(&script, 3).await;
    let mut items = walk::<Numbered>(&script, &segments[1]);
    let (found, _) = drain(&mut items).await;
    let done = carried(&items.segment().unwrap());
    assert_eq!((found, done.is_done()), ((30..60).collect(), true));
    let sent = script.lines().len();
    assert_eq!(
        all(walk::<Numbered>(&script, &done)).await,
        (vec![], EndReason::Segment)
    );
    assert_eq!(script.lines().len(), sent);
    assert!(!segments[1].is_done() && !segments[2].is_done());
}
