//! The limits of the caller.

use paginate_runtime::{Checkpoint, Paginated};
use paginate_tests::Script;
use serde::Deserialize;

use super::*;

#[tokio::test]
async fn max_items_trims_exactly_and_asks_for_nothing_more() {
    for (limit, pages) in [(0, 0), (1, 1), (2, 1), (3, 2), (4, 2)] {
        let script = Script::new([
            tokens(&[1, 2], "a"),
            tokens(&[3, 4], "b"),
            tokens(&[5, 6], ""),
        ]);
        let (users, end) = all(Tokens::paginate(script.get("/u?page_size=2"))
            .max_items(limit)
            .items())
        .await;
        assert_eq!(users, (1..=limit as u32).collect::<Vec<_>>());
        assert_eq!(
            (end, script.lines().len()),
            (EndReason::Limit, pages),
            "limit {limit}"
        );
    }
}

#[tokio::test]
async fn a_limit_that_is_not_reached_changes_nothing() {
    let script = Script::new([tokens(&[1, 2], "a"), tokens(&[3], "")]);
    let (users, end) = all(Tokens::paginate(script.get("/u?page_size=2"))
        .max_items(99)
        .items())
    .await;
    assert_eq!((users, end), (vec![1, 2, 3], EndReason::NoContinuation));
}

#[tokio::test]
async fn a_limit_at_the_very_end_is_the_natural_end() {
    let script = Script::new([tokens(&[1, 2], "")]);
    let (users, end) = all(Tokens::paginate(script.get("/u?page_size=2"))
        .max_items(2)
        .items())
    .await;
    assert_eq!((users, end), (vec![1, 2], EndReason::NoContinuation));
}

/// Found by chaos: the limit cut the walk, but the API's own end reason made it look complete.
#[tokio::test]
async fn a_limit_that_cuts_the_last_page_is_the_end_whatever_the_api_says() {
    let script = Script::new([tokens(&[1, 2], "")]);
    let (users, end) = all(Tokens::paginate(script.get("/u?page_size=2"))
        .max_items(1)
        .items())
    .await;
    assert_eq!((users, end), (vec![1], EndReason::Limit));
}

#[tokio::test]
async fn max_pages_stops_after_that_many_requests() {
    let script = Script::new([tokens(&[1, 2], "a"), tokens(&[3, 4], "b"), tokens(&[5], "")]);
    let (users, end) = all(Tokens::paginate(script.get("/u")).max_pages(2).items()).await;
    assert_eq!((users, end), (vec![1, 2, 3, 4], EndReason::Limit));
    assert_eq!(script.remaining(), 1);
}

#[tokio::test]
async fn pages_are_trimmed_too() {
    let script = Script::new([tokens(&[1, 2], "a"), tokens(&[3, 4], "b")]);
    let mut pages = Tokens::paginate(script.get("/u?page_size=2"))
        .max_items(3)
        .pages();
    let first = pages.next().await.expect("a page").expect("no error");
    assert_eq!(
        (first.index(), first.get().users.len(), first.into_items()),
        (1, 2, vec![1, 2])
    );
    let second = pages.next().await.expect("a page").expect("no error");
    assert_eq!((second.index(), second.into_items()), (2, vec![3]));
    assert!(pages.next().await.is_none());
    assert_eq!(
        (pages.end_reason(), pages.received()),
        (Some(EndReason::Limit), 3)
    );
}

#[tokio::test]
async fn null_nodes_do_not_count_as_items() {
    #[derive(Deserialize)]
    struct Edge {
        node: Option<u32>,
    }
    #[derive(Deserialize, Paginated)]
    #[paginate(token = "next", param = "next", items = "edges[].node", item = u32)]
    struct Graph {
        next: Option<String>,
        edges: Vec<Edge>,
    }
    let page = |nodes: serde_json::Value, next: &str| {
        let edges: Vec<_> = nodes
            .as_array()
            .expect("a list")
            .iter()
            .map(|node| json!({ "node": node }))
            .collect();
        Reply::json(json!({ "next": next, "edges": edges }))
    };
    let script = Script::new([
        page(json!([1, null, 2]), "a"),
        page(json!([null, 3, 4]), "b"),
    ]);
    let (found, end) = all(Graph::paginate(script.get("/g")).max_items(4).items()).await;
    assert_eq!((found, end), (vec![1, 2, 3, 4], EndReason::Limit));
    assert_eq!(script.remaining(), 0);
}

#[tokio::test]
async fn the_budget_of_empty_pages_ends_in_an_error() {
    let script = Script::handler(|request| {
        let next = request
            .param("next_page_token")
            .map_or(1, |token| token.parse::<u32>().expect("a number") + 1);
        tokens(&[], &next.to_string())
    });
    let (_, error) = failed(
        Tokens::paginate(script.get("/u"))
            .max_empty_pages(2)
            .items(),
    )
    .await;
    assert_eq!(error.kind(), paginate_runtime::ErrorKind::EmptyPages);
    assert_eq!(script.lines().len(), 3);
    assert_eq!(
        error.to_string(),
        "page 3: more than 2 empty pages in a row; if this API does send that many, raise the limit with `.max_empty_pages(n)`"
    );
}

#[tokio::test]
async fn a_body_over_the_limit_is_refused() {
    let script = Script::new([tokens(&[1], "t"), tokens(&[2; 500], "").in_pieces(100)]);
    let (users, error) = failed(Tokens::paginate(script.get("/u")).max_body(200).items()).await;
    assert_eq!(users, [1]);
    assert_eq!(error.kind(), paginate_runtime::ErrorKind::BodyTooLarge);
    assert!(
        error.to_string().starts_with(
            "page 2: the body is larger than 200 bytes (GET https://api.example.com/u?"
        ),
        "{error}"
    );
}

/// The limit holds for any total of the API, and for any number of earlier pages.
#[tokio::test]
async fn max_pages_holds_at_the_end_of_all_numbers() {
    #[derive(Debug, Deserialize, Paginated)]
    #[paginate(page = "page", pages = "pages", items = "results")]
    struct Promised {
        pages: u64,
        results: Vec<u64>,
    }
    #[derive(Debug, Deserialize, Paginated)]
    #[paginate(
        offset = "offset",
        total = "total",
        items = "results",
        size = "limit",
        max = 2
    )]
    struct Totalled {
        total: u64,
        results: Vec<u64>,
    }
    for promise in [u64::MAX - 1, u64::MAX] {
        let endless = || {
            Script::handler(move |request| {
                let at: u64 = ["page", "offset"]
                    .iter()
                    .find_map(|name| request.param(name)?.parse().ok())
                    .unwrap_or(0);
                Reply::json(
                    json!({ "pages": promise, "total": promise, "results": [at.wrapping_mul(2), at.wrapping_mul(2).wrapping_add(1)] }),
                )
            })
        };
        for requests in [0, 4] {
            let script = endless();
            let (found, end) = all(Promised::paginate(script.get("/l"))
                .max_pages(5)
                .concurrency(requests)
                .items())
            .await;
            assert_eq!(
                (found.len(), end, script.lines().len()),
                (10, EndReason::Limit, 5),
                "{promise}, {requests} at a time"
            );
            let script = endless();
            let (found, end) = all(Totalled::paginate(script.get("/l"))
                .max_pages(5)
                .concurrency(requests)
                .items())
            .await;
            assert_eq!(
                (found.len(), end, script.lines().len()),
                (10, EndReason::Limit, 5),
                "{promise}, {requests} at a time"
            );
            // For any number of earlier pages in the checkpoint.
            let script = endless();
            let mut pages = Promised::paginate(script.get("/l")).pages();
            pages.next().await.expect("a page").expect("no error");
            let mut saved = serde_json::to_value(pages.checkpoint()).expect("JSON");
            saved["pages"] = json!(promise);
            let checkpoint: Checkpoint = serde_json::from_value(saved).expect("a checkpoint");
            let script = endless();
            let walk = Promised::paginate(script.get("/l"))
                .resume(checkpoint)
                .max_pages(5)
                .concurrency(requests);
            let (found, end) = all(walk.items()).await;
            assert_eq!(
                (found.len(), end, script.lines().len()),
                (10, EndReason::Limit, 5),
                "{promise}, {requests} at a time"
            );
            // The largest possible number of pages, of a list without an end.
            let script = endless();
            let segments = Totalled::paginate(script.get("/l"))
                .split(3)
                .await
                .expect("segments");
            let (found, end) = all(Totalled::paginate(script.get("/l"))
                .segment(segments[2].clone())
                .max_pages(5)
                .concurrency(requests)
                .items())
            .await;
            assert_eq!(
                (found.len(), end, script.lines().len()),
                (10, EndReason::Limit, 6)
            );
        }
    }
}
