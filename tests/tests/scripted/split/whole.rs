//! The segments together are the list, and make the requests of a walk of the whole list.

use super::*;

const TOTALS: [u64; 9] = [0, 1, 9, 10, 11, 20, 21, 95, 100];

/// The sizes that the server returns if 10 are requested.
const CUTS: [u64; 3] = [10, 4, 1];

/// At most nine segments of lists of all lengths, over servers that return the requested size and
/// servers that reduce it.
async fn are_the_list<P: Rows>() {
    for total in TOTALS {
        for most in CUTS {
            let pages = total.div_ceil(most).max(1);
            for n in 0..=9 {
                let script = list::<P>(total, most);
                let segments = split::<P>(&script, n).await;
                let context = format!("{total} rows, {most} to a page, {n} segments: {segments:?}");
                assert_eq!(
                    script.lines().len(),
                    usize::from(n > 1),
                    "one request, or none: {context}"
                );
                assert_eq!(
                    segments.len() as u64,
                    (n as u64).clamp(1, pages),
                    "{context}"
                );
                for pair in segments.windows(2) {
                    assert_eq!(
                        pair[0].end(),
                        Some(pair[1].start()),
                        "one begins where the other ends: {context}"
                    );
                }
                assert_eq!(
                    segments.last().and_then(Segment::end),
                    None,
                    "the last one is open: {context}"
                );

                let found = each::<P>(&script, &segments).await;
                assert_eq!(found.concat(), rows(total), "{context}");
                // As equal as whole pages allow.
                let pages_of = |rows: &Vec<u64>| (rows.len() as u64).div_ceil(most);
                let (least, most_pages) = (
                    found.iter().map(pages_of).min(),
                    found.iter().map(pages_of).max(),
                );
                assert!(most_pages <= least.map(|least| least + 1), "{context}");
            }
        }
    }
}

#[tokio::test]
async fn numbered_pages() {
    are_the_list::<Numbered>().await;
}

#[tokio::test]
async fn numbered_pages_with_a_total_of_items() {
    are_the_list::<Totalled>().await;
}

#[tokio::test]
async fn offsets() {
    are_the_list::<Skipped>().await;
}

#[tokio::test]
async fn offsets_from_one() {
    are_the_list::<FromOne>().await;
}

#[tokio::test]
async fn the_requests_of_page_numbers() {
    let script = list::<Numbered>(45, 10);
    let segments = split::<Numbered>(&script, 2).await;
    assert_eq!(script.lines(), ["GET /l?q=1&page=1&limit=10"]);
    assert_eq!(
        all(walk::<Numbered>(&script, &segments[0])).await,
        (rows(20), EndReason::Segment)
    );
    assert_eq!(
        all(walk::<Numbered>(&script, &segments[1])).await,
        ((20..45).collect(), EndReason::Total)
    );
    let expected = [1, 2, 3, 4, 5].map(|page| format!("GET /l?q=1&page={page}&limit=10"));
    assert_eq!(script.lines()[1..], expected);
}

#[tokio::test]
async fn a_stream_knows_that_its_segment_is_over() {
    let script = list::<Numbered>(45, 10);
    let segments = split::<Numbered>(&script, 2).await;
    let mut items = walk::<Numbered>(&script, &segments[0]);
    for row in 0..20 {
        assert_eq!(items.try_next().await.unwrap(), Some(row));
    }
    assert_eq!(futures::Stream::size_hint(&items), (0, Some(0)));
    assert_eq!(script.lines().len(), 3);
}

#[tokio::test]
async fn the_requests_of_offsets_ask_for_what_is_left() {
    // The server returns 4 instead of the requested 10.
    let script = list::<Skipped>(19, 4);
    let segments = split::<Skipped>(&script, 2).await;
    assert_eq!(
        all(walk::<Skipped>(&script, &segments[0])).await,
        (rows(8), EndReason::Segment)
    );
    assert_eq!(
        all(walk::<Skipped>(&script, &segments[1])).await,
        ((8..19).collect(), EndReason::Total)
    );
    let expected = [(0, 10), (0, 8), (4, 4), (8, 10), (12, 10), (16, 10)]
        .map(|(at, size)| format!("GET /l?q=1&offset={at}&limit={size}"));
    assert_eq!(script.lines(), expected);
}

#[tokio::test]
async fn a_page_that_goes_past_the_end_of_its_segment_is_cut_there() {
    // The list is split in pages of 4. Later the server returns 5, or more than a whole segment,
    // for any requested size.
    for given in [5, 7, 11, 40] {
        let (now, at) = counter();
        let script = Script::handler(move |request| {
            let size = if at() == 0 { 4 } else { given };
            let first = Skipped::first_row(request, size);
            Reply::json(
                json!({ "rows": (first..40.min(first + size)).collect::<Vec<_>>(), "total": 40 }),
            )
        });
        let segments = split::<Skipped>(&script, 5).await;
        assert_eq!(now.load(Ordering::SeqCst), 1);
        assert_eq!(
            segments.iter().map(Segment::start).collect::<Vec<_>>(),
            [0, 8, 16, 24, 32]
        );
        for (index, segment) in segments.iter().enumerate() {
            let first = 8 * index as u64;
            let mut items = walk::<Skipped>(&script, segment);
            let (found, end) = drain(&mut items).await;
            assert_eq!(
                found,
                (first..first + 8).collect::<Vec<_>>(),
                "{given} at a time"
            );
            assert_eq!(items.received(), 8);
            assert!(items.segment().unwrap().is_done());
            if index < 4 {
                assert_eq!(end.unwrap(), Some(EndReason::Segment));
                // Also for a walk that goes on past the end.
                let past =
                    Skipped::paginate(script.get("/l?q=1")).resume(items.checkpoint().unwrap());
                assert_eq!(
                    all(past.items()).await.0,
                    (first + 8..40).collect::<Vec<_>>()
                );
            }
            // Fewer than the segment has: the caller's limit comes first.
            let limited = Skipped::paginate(script.get("/l?q=1"))
                .segment(segment.clone())
                .max_items(6);
            assert_eq!(
                all(limited.items()).await,
                ((first..first + 6).collect(), EndReason::Limit)
            );
        }
    }
}

#[tokio::test]
async fn elements_that_are_no_items_count_in_offsets() {
    #[derive(Debug, Deserialize, Paginated)]
    #[paginate(offset = "offset", total = "total", items = "edges[].node", item = u64, size = "limit", max = 10)]
    struct Edges {
        total: u64,
        edges: Vec<Edge>,
    }
    #[derive(Debug, Deserialize)]
    struct Edge {
        node: Option<u64>,
    }
    // Every third node is hidden.
    let edges = |at: u64, size: u64| {
        let edges: Vec<_> = (at..40.min(at + size))
            .map(|row| json!({ "node": (row % 3 != 1).then_some(row) }))
            .collect();
        Reply::json(json!({ "edges": edges, "total": 40 }))
    };
    let visible: Vec<u64> = (0..40).filter(|row| row % 3 != 1).collect();
    let script = Script::handler(move |request| {
        edges(number(request, "offset", 0), number(request, "limit", 7))
    });
    let segments = Edges::paginate(script.get("/l")).split(3).await.unwrap();
    assert_eq!(
        segments.iter().map(Segment::start).collect::<Vec<_>>(),
        [0, 10, 20]
    );
    let mut found = Vec::new();
    for segment in &segments {
        found.extend(
            all(Edges::paginate(script.get("/l"))
                .segment(carried(segment))
                .items())
            .await
            .0,
        );
    }
    assert_eq!(found, visible);

    // A server that returns more than requested: it is unknown which items are before the border,
    // and the walk does not guess.
    let script = Script::handler(move |request| edges(number(request, "offset", 0), 13));
    let mut items = Edges::paginate(script.get("/l"))
        .segment(segments[1].clone())
        .items();
    let (found, end) = drain(&mut items).await;
    let error = end.unwrap_err();
    assert_eq!(
        (found, error.kind()),
        (vec![], paginate_runtime::ErrorKind::Split)
    );
    assert_eq!(
        error.to_string(),
        "page 2: this page goes past the end of the segment and has null elements, so the walk cannot tell which items belong to the segment \
         (GET https://api.example.com/l?…, status 200); the API returned more items than the page size: split and walk with a `.page_size(n)` that the API keeps, or \
         walk the list without segments"
    );
}

#[tokio::test]
async fn the_number_in_the_request_is_where_the_list_begins() {
    for n in 2..6 {
        let script = list::<Numbered>(95, 10);
        let segments = Numbered::paginate(script.get("/l?q=1&page=4"))
            .split(n)
            .await
            .unwrap();
        let found = each::<Numbered>(&script, &segments).await;
        assert_eq!(
            (found.len(), found.concat()),
            (n, (30..95).collect()),
            "{segments:?}"
        );

        let script = list::<Skipped>(95, 10);
        let segments = Skipped::paginate(script.get("/l?q=1&offset=33"))
            .split(n)
            .await
            .unwrap();
        let found = each::<Skipped>(&script, &segments).await;
        assert_eq!(
            (found.len(), found.concat()),
            (n, (33..95).collect()),
            "{segments:?}"
        );
    }
}

#[tokio::test]
async fn sizes_of_the_caller_and_of_the_api() {
    // The caller's size, which the segments keep.
    let script = list::<Numbered>(45, 10);
    let segments = Numbered::paginate(script.get("/l?q=1"))
        .page_size(3)
        .split(4)
        .await
        .unwrap();
    assert_eq!(
        each::<Numbered>(&script, &segments).await.concat(),
        rows(45)
    );
    assert!(
        script.lines().iter().all(|line| line.ends_with("&limit=3")),
        "{script:?}"
    );

    // No size is requested.
    #[derive(Debug, Deserialize, Paginated)]
    #[paginate(page = "page", pages = "pages", items = "rows", size = "limit")]
    struct Unsized {
        pages: u64,
        rows: Vec<u64>,
    }
    let script = list::<Numbered>(45, 10);
    let segments = Unsized::paginate(script.get("/l?q=1"))
        .split(3)
        .await
        .unwrap();
    let mut found = Vec::new();
    for segment in &segments {
        found.extend(
            all(Unsized::paginate(script.get("/l?q=1"))
                .segment(carried(segment))
                .items())
            .await
            .0,
        );
    }
    assert_eq!(found, rows(45));
    assert!(
        script.lines().iter().all(|line| !line.contains("limit")),
        "{script:?}"
    );
}

/// Walks each segment with concurrent requests, and with prefetch.
async fn ahead_within_the_segment<P: Rows>() {
    for total in TOTALS {
        let script = list::<P>(total, 10);
        let segments = split::<P>(&script, 3).await;
        let sent = script.lines().len();
        let mut found = Vec::new();
        for segment in &segments {
            let walk = || P::paginate(script.get("/l?q=1")).segment(carried(segment));
            let before = script.lines().len();
            let items = all(walk().concurrency(8).items()).await.0;
            let concurrent = script.lines().len() - before;
            assert_eq!(
                all(walk().prefetch(3).items()).await.0,
                items,
                "{segment:?} of {total}"
            );
            found.extend(items);
            assert_eq!(
                script.lines().len() - before,
                2 * concurrent,
                "no request more with {segment:?} of {total}"
            );
        }
        assert_eq!(found, rows(total));
        let mut asked = script.lines()[sent..].to_vec();
        asked.sort();
        asked.dedup();
        // Each page is requested by exactly one segment, which was walked twice.
        assert_eq!(asked.len() * 2, script.lines().len() - sent, "{total}");
    }
}

#[tokio::test]
async fn pages_ahead_stay_within_their_segment() {
    ahead_within_the_segment::<Numbered>().await;
    ahead_within_the_segment::<Totalled>().await;
    ahead_within_the_segment::<Skipped>().await;
    ahead_within_the_segment::<FromOne>().await;
    for total in TOTALS {
        for most in CUTS {
            let script = list::<Skipped>(total, most);
            let segments = split::<Skipped>(&script, 3).await;
            let mut found = Vec::new();
            for segment in &segments {
                let walk = Skipped::paginate(script.get("/l?q=1"))
                    .segment(carried(segment))
                    .concurrency(5);
                found.extend(all(walk.items()).await.0);
            }
            assert_eq!(found, rows(total), "by offset, {most} to a page");
        }
    }
}

#[tokio::test]
async fn limits_are_those_of_the_walk_of_a_segment() {
    let script = list::<Skipped>(95, 10);
    // The option has no effect on the split itself.
    let segments = Skipped::paginate(script.get("/l?q=1"))
        .max_items(3)
        .max_pages(1)
        .split(3)
        .await
        .unwrap();
    assert_eq!(script.lines(), ["GET /l?q=1&offset=0&limit=10"]);
    assert_eq!(
        segments.iter().map(Segment::start).collect::<Vec<_>>(),
        [0, 30, 60]
    );
    for max in 0..35 {
        let mut items = Skipped::paginate(script.get("/l?q=1"))
            .segment(segments[1].clone())
            .max_items(max)
            .items();
        let (mut found, end) = drain(&mut items).await;
        let kept = max.min(30);
        assert_eq!(found, (30..30 + kept).collect::<Vec<_>>());
        let expected = if max < 30 {
            EndReason::Limit
        } else {
            EndReason::Segment
        };
        assert_eq!(end.unwrap(), Some(expected), "{max}");
        let rest = items.segment().unwrap();
        assert_eq!(rest.is_done(), max >= 30);
        found.extend(all(walk::<Skipped>(&script, &rest)).await.0);
        assert_eq!(found, (30..60).collect::<Vec<_>>(), "{max}");
    }
}

#[tokio::test]
async fn a_segment_can_be_split_again_and_so_can_what_is_left() {
    let script = list::<Numbered>(200, 10);
    let segments = split::<Numbered>(&script, 3).await;
    let again = Numbered::paginate(script.get("/l?q=1"))
        .segment(segments[1].clone())
        .split(4)
        .await
        .unwrap();
    assert_eq!(
        again
            .iter()
            .map(|part| (part.start(), part.end()))
            .collect::<Vec<_>>(),
        [(7, Some(8)), (8, Some(10)), (10, Some(12)), (12, Some(14))]
    );
    assert_eq!(
        each::<Numbered>(&script, &again).await.concat(),
        (60..130).collect::<Vec<_>>()
    );

    // The last segment too, whose beginning is only an estimate.
    let totalled = list::<Totalled>(195, 10);
    let segments = split::<Totalled>(&totalled, 3).await;
    let again = Totalled::paginate(totalled.get("/l?q=1"))
        .segment(segments[2].clone())
        .split(3)
        .await
        .unwrap();
    assert_eq!(
        again.iter().map(Segment::start).collect::<Vec<_>>(),
        [13, 15, 17]
    );
    assert_eq!(
        each::<Totalled>(&totalled, &again).await.concat(),
        (130..195).collect::<Vec<_>>()
    );

    let mut items = Numbered::paginate(script.get("/l?q=1")).items();
    for row in 0..33 {
        assert_eq!(items.try_next().await.unwrap(), Some(row));
    }
    let left = Numbered::paginate(script.get("/l?q=1")).resume(items.checkpoint().unwrap());
    let segments = left.split(5).await.unwrap();
    assert_eq!(segments.len(), 5);
    assert_eq!(
        each::<Numbered>(&script, &segments).await.concat(),
        (33..200).collect::<Vec<_>>()
    );
}

#[tokio::test]
async fn pages_from_a_function_are_split_too() {
    let fetch = |offset: u64| async move {
        let rows = (offset..47.min(offset + 10)).collect();
        Ok::<_, std::io::Error>(Skipped {
            total: Some(47),
            rows,
        })
    };
    let segments = Skipped::paginate_with(fetch).split(3).await.unwrap();
    let mut found = Vec::new();
    for segment in &segments {
        found.push(
            all(Skipped::paginate_with(fetch)
                .segment(carried(segment))
                .items())
            .await
            .0,
        );
    }
    assert_eq!(found, [rows(10), (10..30).collect(), (30..47).collect()]);
}

#[tokio::test]
async fn the_future_can_be_spawned_and_pages_know_what_is_left_too() {
    let script = list::<Skipped>(45, 10);
    let source = script.get("/l?q=1");
    let segments = tokio::spawn(async move { Skipped::paginate(source).split(2).await })
        .await
        .unwrap()
        .unwrap();
    let mut pages = Skipped::paginate(script.get("/l?q=1"))
        .segment(segments[0].clone())
        .pages();
    assert_eq!(pages.segment().as_ref(), Some(&segments[0]));
    pages.try_next().await.unwrap();
    let rest = pages.segment().unwrap();
    assert_eq!(
        (rest.start(), rest.end(), rest.is_done()),
        (10, Some(20), false)
    );
    pages.try_next().await.unwrap();
    assert!(pages.try_next().await.unwrap().is_none());
    assert!(pages.segment().unwrap().is_done());
}

#[tokio::test]
async fn a_first_page_that_is_empty_says_nothing_about_the_others() {
    let script = Script::handler(|request| {
        let at = number(request, "page", 1);
        let rows: Vec<u64> = if at == 1 {
            vec![]
        } else {
            (10 * (at - 2)..10 * (at - 1)).collect()
        };
        Reply::json(json!({ "rows": rows, "pages": 6 }))
    });
    let segments = split::<Numbered>(&script, 3).await;
    assert_eq!(
        segments.iter().map(Segment::start).collect::<Vec<_>>(),
        [1, 3, 5]
    );
    assert_eq!(
        each::<Numbered>(&script, &segments).await.concat(),
        rows(50)
    );
}

/// A segment can outlive the program that made it: its fingerprint is XXH3 of the raw list, in any
/// version of library and toolchain.
#[tokio::test]
async fn the_fingerprint_in_a_segment_is_the_same_for_ever() {
    let script = Script::handler(|request| {
        let at = Numbered::first_row(request, 3);
        Reply::text(format!(
            r#"{{ "pages": 3, "rows": [{}, {}, {}] }}"#,
            at,
            at + 1,
            at + 2
        ))
    });
    let segments = split::<Numbered>(&script, 3).await;
    let saved = serde_json::to_value(&segments[1]).unwrap();
    assert_eq!(saved["first_page_fingerprint"], json!(UNLIKE));
}

/// XXH3_64bits of `[0, 1, 2]`.
const UNLIKE: u64 = 4_000_854_684_689_636_929;
