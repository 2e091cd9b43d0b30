//! An attacker can write into the queue of the segments. Each field is changed, and the walk
//! requests only pages of the list, or nothing.

use paginate_runtime::{EndReason, ErrorKind, Paginated, segment::Segment};
use paginate_tests::{Reply, Request};
use serde_json::{Value, json};

use super::kit::*;
use super::pages::*;

/// Answers with twenty rows, by number or by offset, two per page.
fn list(request: &Request) -> Reply {
    let number = |name: &str| request.param(name).map(|text| text.parse::<u64>().unwrap());
    let size = number("limit").unwrap_or(2).min(50);
    let from = number("offset").unwrap_or_else(|| {
        number("page")
            .unwrap_or(1)
            .saturating_sub(1)
            .saturating_mul(size)
    });
    let rows: Vec<u64> = (from.saturating_add(1)..=20)
        .take(usize::try_from(size).unwrap())
        .collect();
    Reply::json(json!({ "rows": rows, "total": 20, "pages": 20_u64.div_ceil(size) }))
}

fn site() -> Site {
    Site::start(|request, _| list(request))
}

/// Returns the second of two segments of a walk by number, as stored in the queue.
async fn queued(site: &Site) -> Value {
    let segments = Counted::paginate(site.get("/list?limit=2"))
        .split(3)
        .await
        .unwrap();
    assert_eq!(segments.len(), 3);
    hidden(&format!("{segments:?} {segments:#?}"));
    serde_json::to_value(&segments[1]).unwrap()
}

fn tampered(mut job: Value, changes: Value) -> Value {
    for (name, value) in changes.as_object().unwrap() {
        let (place, name) = match name.split_once('.') {
            Some((_, name)) => (&mut job["from"], name),
            None => (&mut job, name.as_str()),
        };
        place[name] = value.clone();
    }
    job
}

/// Checks that nothing is sent.
async fn refused(changes: Value) {
    let site = site();
    let job = tampered(queued(&site).await, changes);
    let before = site.api.lines().len();
    if let Ok(segment) = serde_json::from_value::<Segment>(job) {
        hidden(&format!("{segment:?}"));
        walk(Counted::paginate(site.get("/list?limit=2")).segment(segment))
            .await
            .failed(&[], ErrorKind::Setup);
    }
    assert_eq!(site.api.lines().len(), before, "{:?}", site.api.lines());
}

/// Checks that at most this list is walked, and each row of it once.
async fn stays(changes: Value) {
    let site = site();
    let job = tampered(queued(&site).await, changes);
    if let Ok(segment) = serde_json::from_value::<Segment>(job) {
        let walked = walk(
            Counted::paginate(site.get("/list?limit=2"))
                .segment(segment)
                .max_pages(12),
        )
        .await;
        let mut distinct = walked.items.clone();
        distinct.sort_unstable();
        distinct.dedup();
        assert_eq!(distinct, walked.items);
    }
    let lines = site.api.lines();
    assert!(lines.len() <= 13, "{lines:?}");
    assert!(
        lines
            .iter()
            .all(|line| line.starts_with("GET /list?limit=2&page=")),
        "{lines:?}"
    );
    assert_eq!(site.other.lines().len(), 0);
}

/// The total of the first page is wrong: the number of segments is bounded, and each walk of one
/// stays within the list.
async fn a_total_that_is_not_true(total: Value, split: usize) {
    let site = Site::start(move |request, _| {
        let offset: u64 = request
            .param("offset")
            .map_or(0, |text| text.parse().unwrap());
        let rows: Vec<u64> = (offset.saturating_add(1)..=7).take(2).collect();
        Reply::json(json!({ "rows": rows, "total": total }))
    });
    let Ok(segments) = Totalled::paginate(site.get("/list?limit=2"))
        .split(split)
        .await
    else {
        return;
    };
    assert!(segments.len() <= split.max(1), "{}", segments.len());
    let mut found = Vec::new();
    for segment in segments.into_iter().take(16) {
        let walked = walk(
            Totalled::paginate(site.get("/list?limit=2"))
                .segment(segment)
                .max_pages(9),
        )
        .await;
        found.extend(walked.items);
    }
    let mut distinct = found.clone();
    distinct.sort_unstable();
    distinct.dedup();
    assert_eq!(distinct, found, "a row came twice");
    assert!(
        site.api.lines().len() <= 1 + 16 * 9,
        "{}",
        site.api.lines().len()
    );
}

/// An API that ignores the page number: each worker would get the first page.
async fn an_api_that_ignores_the_number() {
    let site =
        Site::start(|_, _| Reply::json(json!({ "rows": [11, 12], "pages": 10, "total": 20 })));
    let segments = Counted::paginate(site.get("/list?limit=2"))
        .split(4)
        .await
        .unwrap();
    let last = segments.into_iter().next_back().unwrap();
    walk(Counted::paginate(site.get("/list?limit=2")).segment(last))
        .await
        .failed(&[], ErrorKind::RepeatedPage);
}

/// A worker with another query.
async fn another_query() {
    let site = site();
    let segment: Segment = serde_json::from_value(queued(&site).await).unwrap();
    let before = site.api.lines().len();
    walk(Counted::paginate(site.get("/admin?limit=2")).segment(segment))
        .await
        .failed(&[], ErrorKind::Setup);
    assert_eq!(site.api.lines().len(), before);
}

/// A worker with a declaration of another mode.
async fn another_mode() {
    let site = site();
    let segment: Segment = serde_json::from_value(queued(&site).await).unwrap();
    let before = site.api.lines().len();
    walk(Totalled::paginate(site.get("/list?limit=2")).segment(segment))
        .await
        .failed(&[], ErrorKind::Setup);
    assert_eq!(site.api.lines().len(), before);
}

/// An unchanged segment, for comparison: the whole list.
async fn nobody() {
    let site = site();
    let segments = Counted::paginate(site.get("/list?limit=2"))
        .split(3)
        .await
        .unwrap();
    let mut found = Vec::new();
    for segment in segments {
        let job = serde_json::to_value(&segment).unwrap();
        let segment: Segment = serde_json::from_value(job).unwrap();
        let walked = walk(Counted::paginate(site.get("/list?limit=2")).segment(segment)).await;
        assert!(
            matches!(walked.end, Ok(EndReason::Segment | EndReason::Total)),
            "{walked:?}"
        );
        found.extend(walked.items);
    }
    assert_eq!(found, (1..=20).collect::<Vec<_>>());
}

/// A first page that does not tell how long the list is, so it cannot be split.
async fn a_list_that_is_not_told() {
    let site = Site::start(|_, _| Reply::json(json!({ "rows": [1] })));
    let error = Counted::paginate(site.get("/list?limit=2"))
        .split(4)
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Split);
    hidden(&shown(&error));
    site.asked(&["GET /list?limit=2&page=1"]);
}

attacks! {
    nothing_for_comparison: nobody();
    another_version: refused(json!({ "version": 2 }));
    another_version_inside: refused(json!({ "from.version": 7 }));
    another_mode_inside: refused(json!({ "from.mode": "offset" }));
    a_token_inside: refused(json!({ "from.mode": "token", "from.place": { "text": "x" } }));
    a_link_inside: refused(json!({ "from.place": { "link": { "href": "http://evil.test/" } } }));
    a_deletion_inside: refused(json!({ "from.place": { "request": { "method": "DELETE", "uri": "http://evil.test/", "headers": [], "body": [] } } }));
    another_query_inside: refused(json!({ "from.query": 1 }));
    a_place_said_otherwise: refused(json!({ "from.counter": 2 }));
    a_beginning_after_the_place: refused(json!({ "from.began": 100 }));
    a_size_past_the_bounds: refused(json!({ "from.size": 1_000_000 }));
    another_size: refused(json!({ "from.size": 7 }));
    rows_to_skip_without_end: refused(json!({ "from.skip": u64::MAX }));
    an_end_before_the_beginning: refused(json!({ "until": 0 }));
    an_end_that_is_negative: refused(json!({ "until": -1 }));
    an_end_far_away: stays(json!({ "until": u64::MAX }));
    no_end: stays(json!({ "until": null }));
    a_beginning_far_away: stays(json!({ "from.counter": u64::MAX - 1, "from.place": { "count": u64::MAX - 1 }, "until": u64::MAX }));
    a_beginning_at_the_last_number: stays(json!({ "from.counter": u64::MAX, "from.place": { "count": u64::MAX }, "until": null }));
    pages_that_are_known_to_be_all: stays(json!({ "from.known_pages": u64::MAX, "from.known_total": u64::MAX }));
    rows_before_without_end: stays(json!({ "from.received": u64::MAX, "from.pages": u64::MAX }));
    a_place_that_is_not_estimated: stays(json!({ "from.estimated": false }));
    another_first_page: stays(json!({ "first_page_fingerprint": 1 }));
    another_list: another_query();
    a_declaration_that_counts_otherwise: another_mode();
    an_api_that_ignores_numbers: an_api_that_ignores_the_number();
    a_total_of_all_numbers: a_total_that_is_not_true(json!(u64::MAX), 8);
    a_total_of_all_numbers_less_one: a_total_that_is_not_true(json!(u64::MAX - 1), 8);
    a_total_of_half_of_all_numbers: a_total_that_is_not_true(json!(1_u64 << 63), 1_000);
    a_total_that_is_too_small: a_total_that_is_not_true(json!(3), 8);
    a_total_of_one: a_total_that_is_not_true(json!(1), 8);
    a_total_below_zero: a_total_that_is_not_true(json!(-5), 8);
    a_total_that_is_no_number: a_total_that_is_not_true(json!("many"), 8);
    a_total_of_a_thousand_for_as_many_workers: a_total_that_is_not_true(json!(1_000), 1_000_000);
    no_total: a_list_that_is_not_told();
}
