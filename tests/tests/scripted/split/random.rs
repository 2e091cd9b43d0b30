//! With any list, any server, any number of segments, and workers that stop anywhere, every record
//! comes once.

use std::collections::HashSet;

use proptest::prelude::*;

use super::*;

#[derive(Debug, Clone)]
struct Case {
    total: u64,
    most: u64,
    segments: usize,
    /// The number of items that each worker takes before it stops, in turn; the last one takes all
    /// that is left.
    stops: Vec<usize>,
    prefetch: Option<usize>,
    concurrency: usize,
    /// The maximum by which the page at each offset is shorter than `most`.
    ragged: u64,
}

fn cases() -> impl Strategy<Value = Case> {
    let ahead = (proptest::option::of(1..4usize), 0..4usize);
    (
        0..160u64,
        1..12u64,
        0..12usize,
        proptest::collection::vec(0..30usize, 0..4),
        ahead,
        0..3u64,
    )
        .prop_map(
            |(total, most, segments, stops, (prefetch, concurrency), ragged)| Case {
                total,
                most,
                segments,
                stops,
                prefetch,
                concurrency,
                ragged,
            },
        )
}

/// Returns what a worker takes until it stops, and what it leaves.
async fn work<P: Rows>(
    script: &Script,
    segment: &Segment,
    case: &Case,
    stop: usize,
) -> (Vec<u64>, Segment) {
    let walk = P::paginate(script.get("/l?q=1")).segment(carried(segment));
    let mut items = match (case.prefetch, case.concurrency) {
        (None, 0) => walk.items(),
        (None, concurrency) => walk.concurrency(concurrency).items(),
        (Some(prefetch), concurrency) => walk.prefetch(prefetch).concurrency(concurrency).items(),
    };
    let mut found = Vec::new();
    while found.len() < stop {
        assert!(found.len() as u64 <= case.total, "{segment:?} does not end");
        match items.try_next().await.expect("no error") {
            Some(row) => found.push(row),
            None => break,
        }
    }
    (found, carried(&items.segment().expect("a segment")))
}

async fn every_record_once<P: Rows>(script: Script, case: &Case) {
    let segments = split::<P>(&script, case.segments).await;
    let split_at = script.lines().len();
    let mut found = Vec::new();
    let mut asked = HashSet::new();
    for segment in &segments {
        let before = script.lines().len();
        let mut left = segment.clone();
        for stop in case.stops.iter().copied().chain([usize::MAX]) {
            let (rows, rest) = work::<P>(&script, &left, case, stop).await;
            found.extend(rows);
            left = rest;
        }
        // If no page is discarded, no two segments request the same page.
        if case.ragged == 0 {
            let own: HashSet<String> = script.lines()[before..]
                .iter()
                .map(|line| place(line))
                .collect();
            for place in own {
                assert!(
                    asked.insert(place),
                    "{segment:?} asks for what another one asked for"
                );
            }
        }
    }
    assert_eq!(found, rows(case.total), "{segments:?}");
    assert_eq!(
        split_at,
        usize::from(case.segments > 1),
        "what splitting sends"
    );
}

/// Returns the request without its size.
fn place(line: &str) -> String {
    line.split('&')
        .filter(|parameter| !parameter.starts_with("limit=") && !parameter.starts_with("count="))
        .collect::<Vec<_>>()
        .join("&")
}

/// A list by offset whose pages have different lengths, but always the same length at the same
/// offset.
fn ragged<P: Rows>(case: &Case) -> Script {
    let Case {
        total,
        most,
        ragged,
        ..
    } = *case;
    Script::handler(move |request| {
        let at = P::first_row(request, 0);
        let most = most
            .saturating_sub(at.wrapping_mul(7) % (ragged + 1))
            .max(1);
        let size = P::size(request).min(most);
        Reply::json(
            json!({ "rows": (at.min(total)..total.min(at + size)).collect::<Vec<_>>(), "total": total }),
        )
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 80, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_union_is_the_list(case in cases()) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
        runtime.block_on(async {
            every_record_once::<Numbered>(list::<Numbered>(case.total, case.most), &Case { ragged: 0, ..case.clone() }).await;
            every_record_once::<Totalled>(list::<Totalled>(case.total, case.most), &Case { ragged: 0, ..case.clone() }).await;
            every_record_once::<Skipped>(ragged::<Skipped>(&case), &case).await;
            every_record_once::<FromOne>(ragged::<FromOne>(&case), &case).await;
        });
    }
}
