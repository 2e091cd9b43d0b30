//! The list or the server changes between the split and the walks of the segments.

use paginate_runtime::RetryPolicy;

use super::*;

#[tokio::test]
async fn rows_that_were_added_at_the_end_are_found() {
    async fn grown<P: Rows>() {
        for (before, after) in [(95, 96), (95, 100), (95, 138), (90, 91)] {
            let segments = split::<P>(&list::<P>(before, 10), 3).await;
            let script = list::<P>(after, 10);
            let found = each::<P>(&script, &segments).await;
            assert_eq!(found.concat(), rows(after), "from {before}");
            assert_eq!(found[..2].concat(), rows(60), "in the last one");
        }
    }
    grown::<Numbered>().await;
    grown::<Totalled>().await;
    grown::<Skipped>().await;
    grown::<FromOne>().await;
}

#[tokio::test]
async fn segments_past_an_end_that_has_come_nearer_are_empty() {
    async fn shrunk<P: Rows>() {
        for after in [0, 1, 10, 25, 30, 60, 61, 89] {
            let segments = split::<P>(&list::<P>(90, 10), 3).await;
            // Past the end, the page is empty.
            let script = Script::handler(move |request| page::<P>(request, after, 10));
            assert_eq!(each::<P>(&script, &segments).await.concat(), rows(after));
        }
    }
    shrunk::<Numbered>().await;
    shrunk::<Totalled>().await;
    shrunk::<Skipped>().await;
    shrunk::<FromOne>().await;
}

#[tokio::test]
async fn a_declared_status_past_the_end_ends_a_segment_that_begins_there() {
    #[derive(Debug, Deserialize, Paginated)]
    #[paginate(page = "page", pages = "pages", items = "rows", size = "limit", max = 10, end_on = [404])]
    struct Refusing {
        pages: u64,
        rows: Vec<u64>,
    }
    let before = list::<Numbered>(90, 10);
    let segments = Refusing::paginate(before.get("/l")).split(3).await.unwrap();
    let script = list::<Numbered>(25, 10);
    let mut ends = Vec::new();
    let mut found = Vec::new();
    for segment in &segments {
        let (rows, end) = all(Refusing::paginate(script.get("/l"))
            .segment(segment.clone())
            .items())
        .await;
        found.extend(rows);
        ends.push(end);
    }
    assert_eq!(
        (found, ends),
        (
            rows(25),
            vec![EndReason::Total, EndReason::Status, EndReason::Status]
        )
    );
}

#[tokio::test]
async fn a_server_that_gives_its_last_page_for_any_page_past_the_end_is_not_believed() {
    let segments = split::<Numbered>(&list::<Numbered>(90, 10), 3).await;
    let last_again = |total: u64| {
        Script::handler(move |request| {
            let at = Numbered::first_row(request, 10).min((total - 1) / 10 * 10);
            Reply::json(
                json!({ "rows": (at..total.min(at + 10)).collect::<Vec<_>>(), "pages": total.div_ceil(10) }),
            )
        })
    };
    for after in [5, 15, 30, 35, 60, 65] {
        let script = last_again(after);
        assert_eq!(
            each::<Numbered>(&script, &segments).await.concat(),
            rows(after),
            "{after}"
        );
    }
    // An offset past the end that returns items.
    let segments = split::<Skipped>(&list::<Skipped>(90, 10), 3).await;
    let script = Script::handler(|request| {
        let at = Skipped::first_row(request, 10).min(20);
        Reply::json(json!({ "rows": (at..25.min(at + 10)).collect::<Vec<_>>(), "total": 25 }))
    });
    assert_eq!(each::<Skipped>(&script, &segments).await.concat(), rows(25));
}

#[tokio::test]
async fn an_api_that_does_not_know_the_parameter_is_noticed() {
    let script =
        Script::handler(|_| Reply::json(json!({ "rows": rows(10), "pages": 3, "total": 30 })));
    // As many segments as pages: no segment has two pages to compare.
    let segments = split::<Numbered>(&script, 3).await;
    assert_eq!(
        all(walk::<Numbered>(&script, &segments[0])).await,
        (rows(10), EndReason::Segment)
    );
    for segment in &segments[1..] {
        let (found, end) = drain(&mut walk::<Numbered>(&script, segment)).await;
        assert_eq!(
            (found, end.unwrap_err().kind()),
            (vec![], paginate_runtime::ErrorKind::RepeatedPage)
        );
        // Equal pages are legitimate here.
        let allowed = Numbered::paginate(script.get("/l?q=1"))
            .segment(segment.clone())
            .allow_repeats();
        assert_eq!(all(allowed.items()).await.0, rows(10));
    }
}

#[tokio::test]
async fn a_short_page_in_the_middle_loses_and_doubles_nothing() {
    // By offset, with pages of any length.
    for short in [0, 10, 30, 37, 80] {
        let script = Script::handler(move |request| {
            let at = Skipped::first_row(request, 10);
            let size = if (short..short + 10).contains(&at) {
                3
            } else {
                10
            };
            Reply::json(
                json!({ "rows": (at..95.min(at + size.min(Skipped::size(request)))).collect::<Vec<_>>(), "total": 95 }),
            )
        });
        for n in 2..9 {
            let segments = split::<Skipped>(&script, n).await;
            assert_eq!(
                each::<Skipped>(&script, &segments).await.concat(),
                rows(95),
                "short at {short}, {segments:?}"
            );
            let mut found = Vec::new();
            for segment in &segments {
                let walk = Skipped::paginate(script.get("/l?q=1"))
                    .segment(segment.clone())
                    .concurrency(3);
                found.extend(all(walk.items()).await.0);
            }
            assert_eq!(
                found,
                rows(95),
                "short at {short}, several requests at a time"
            );
        }
    }
    // By number, with pages that are filtered after they are cut: each page belongs to one segment,
    // whatever it holds. The total counts the filtered rows, or not.
    let visible: Vec<u64> = (0..95).filter(|row| row % 7 != 2).collect();
    for total in [95, visible.len()] {
        for n in 2..9 {
            let script = Script::handler(move |request| {
                let at = Totalled::first_row(request, 10);
                let rows: Vec<u64> = (at.min(95)..95.min(at + 10))
                    .filter(|row| row % 7 != 2)
                    .collect();
                Reply::json(json!({ "rows": rows, "total": total }))
            });
            let segments = split::<Totalled>(&script, n).await;
            assert_eq!(
                each::<Totalled>(&script, &segments).await.concat(),
                visible,
                "{total}, {segments:?}"
            );
        }
    }
}

/// The first page has three pinned rows, so it is longer than the others, and the estimate of the
/// items before the last segment is too high.
#[tokio::test]
async fn a_long_first_page_does_not_end_the_last_segment_too_early() {
    for n in 2..6 {
        let script = Script::handler(|request| {
            let at = number(request, "page", 0);
            let rows: Vec<u64> = match at {
                0 => rows(13),
                _ => (3 + 10 * at..95.min(13 + 10 * at)).collect(),
            };
            Reply::json(json!({ "rows": rows, "total": 95 }))
        });
        let segments = split::<Totalled>(&script, n).await;
        assert_eq!(
            each::<Totalled>(&script, &segments).await.concat(),
            rows(95),
            "{segments:?}"
        );
    }
}

/// The same without a known size: the estimate is too high, and would have to match exactly to end
/// the walk.
#[tokio::test]
async fn an_estimate_that_is_too_high_does_not_end_the_last_segment_too_early() {
    #[derive(Debug, Deserialize, Paginated)]
    #[paginate(page = "page", start = 0, total = "total", items = "rows")]
    struct Unsized {
        total: u64,
        rows: Vec<u64>,
    }
    for n in 2..6 {
        let script = Script::handler(|request| {
            let at = number(request, "page", 0);
            let rows: Vec<u64> = match at {
                0 => rows(17),
                _ => (7 + 10 * at..95.min(17 + 10 * at)).collect(),
            };
            Reply::json(json!({ "rows": rows, "total": 95 }))
        });
        let segments = Unsized::paginate(script.get("/l")).split(n).await.unwrap();
        let mut found = Vec::new();
        for segment in &segments {
            found.extend(
                all(Unsized::paginate(script.get("/l"))
                    .segment(carried(segment))
                    .items())
                .await
                .0,
            );
        }
        assert_eq!((segments.len(), found), (n, rows(95)), "{segments:?}");
    }
}

#[tokio::test]
async fn another_size_of_the_server_than_at_the_split() {
    // By offset, the change moves nothing.
    for (before, after) in [(10, 4), (4, 10), (10, 1)] {
        let segments = split::<Skipped>(&list::<Skipped>(95, before), 4).await;
        let script = list::<Skipped>(95, after);
        assert_eq!(each::<Skipped>(&script, &segments).await.concat(), rows(95));
    }
}

#[tokio::test]
async fn a_total_without_end_is_split_in_no_time() {
    for total in [u64::MAX, u64::MAX / 2, 1_000_000_000_000] {
        let script = Script::handler(move |request| {
            let at = Skipped::first_row(request, 10);
            let rows: Vec<u64> = (at..25.max(at).min(at.saturating_add(10))).collect();
            Reply::json(json!({ "rows": rows, "total": total, "pages": total }))
        });
        let segments = split::<Skipped>(&script, 4).await;
        assert_eq!(segments.len(), 4);
        assert!(segments[3].start() > total / 2, "{segments:?}");
        assert_eq!(each::<Skipped>(&script, &segments).await.concat(), rows(25));
        assert_eq!(split::<Numbered>(&script, 4).await.len(), 4);
    }
}

/// A page in the middle may be shorter than the others. A list with only a `total` then has more
/// pages than calculated, and the last segment goes on until the API says that there is no more.
#[tokio::test]
async fn short_pages_before_a_border_lose_nothing() {
    const LENGTHS: [u64; 10] = [10, 5, 5, 10, 10, 10, 10, 10, 10, 10];
    let past: [fn() -> Reply; 4] = [
        || Reply::json(json!({ "rows": [], "total": 90 })),
        || Reply::empty(404),
        || Reply::empty(204),
        || Reply::json(json!({ "rows": (80..90).collect::<Vec<_>>(), "total": 90 })),
    ];
    for past in past {
        for n in 2..=9 {
            let script = Script::handler(move |request| {
                let at = number(request, "page", 0) as usize;
                let Some(&length) = LENGTHS.get(at) else {
                    return past();
                };
                let first: u64 = LENGTHS[..at].iter().sum();
                Reply::json(
                    json!({ "rows": (first..first + length).collect::<Vec<_>>(), "total": 90 }),
                )
            });
            let segments = split::<Totalled>(&script, n).await;
            let found = each::<Totalled>(&script, &segments).await;
            assert_eq!(found.concat(), rows(90), "{n} segments: {segments:?}");
        }
    }
}

/// An end by an estimate must not hide a refusal.
#[tokio::test]
async fn past_an_estimated_end_only_no_such_page_is_an_end() {
    for status in [401, 403, 429, 500] {
        let script = Script::handler(move |request| match number(request, "page", 0) {
            at @ 0..4 => Reply::json(
                json!({ "rows": (at * 10..at * 10 + 10).collect::<Vec<_>>(), "total": 40 }),
            ),
            _ => Reply::empty(status),
        });
        let segments = split::<Totalled>(&script, 2).await;
        let walk = Totalled::paginate(script.get("/l?q=1")).segment(segments[1].clone());
        let (found, end) = drain(&mut walk.retry(RetryPolicy::none()).items()).await;
        assert_eq!(found, (20..40).collect::<Vec<_>>());
        assert_eq!(end.unwrap_err().status().unwrap().as_u16(), status);
    }
}
