//! The ends of a walk, and responses that are not a page.

use paginate_runtime::RetryPolicy;
use paginate_tests::Script;

use super::*;

#[derive(Debug, Deserialize, Paginated)]
#[paginate(token = "next", param = "next", items = "rows", error = "error")]
struct Reporting {
    next: Option<String>,
    #[serde(default)]
    rows: Vec<u8>,
    error: Option<String>,
}

#[derive(Debug, Deserialize, Paginated)]
#[paginate(page = "page", total = "total", items = "rows", end_on = [404, repeat])]
struct Numbered {
    total: Option<u64>,
    rows: Vec<u8>,
}

/// Returns the lines of a walk, without the fields that every walk's span has.
async fn lines<P: Paginated>(mut items: Items<P>, capture: &Capture) -> Vec<String> {
    drain(&mut items).await;
    assert_eq!(capture.open(), [""; 0], "closed, while the stream lives");
    let tree = capture.tree();
    let lines = tree.lines().map(
        |line| match line.split_once(" url=https://api.example.com/l ") {
            Some((_, rest)) => format!("walk{{{rest}"),
            None => line.replacen("paginate_", "", 1),
        },
    );
    lines.collect()
}

#[tokio::test]
async fn a_status_that_is_no_page() {
    let (capture, _guard) = listen();
    let script = Script::new([page(2, Some("t")), Reply::text("gone").status(410)]);
    let first = bytes(2, Some("t"));
    assert_eq!(
        lines(Tokens::paginate(script.get("/l")).items(), &capture).await,
        [
            format!(
                "walk{{end_reason=Error error=Expired pages=1 items=2 requests=2 bytes={}}}",
                first + 4
            ),
            format!(
                "  page{{index=1 size=2 status=200 bytes={first} attempts=1 waited_ms=0 items=2}}"
            ),
            "    DEBUG page received".to_owned(),
            "  page{index=2 size=2 status=410 attempts=1 waited_ms=0 error=Expired}".to_owned(),
            "  DEBUG walk ended".to_owned(),
        ]
    );
}

#[tokio::test]
async fn the_apis_own_word_and_a_loop() {
    let (capture, guard) = listen();
    let script = Script::new([Reply::json(json!({ "error": "quota" }))]);
    let found = lines(Reporting::paginate(script.get("/l")).items(), &capture).await;
    assert_eq!(
        found,
        [
            "walk{end_reason=Error error=Api pages=0 items=0 requests=1 bytes=17}",
            "  page{index=1 status=200 bytes=17 attempts=1 waited_ms=0 error=Api}",
            "  DEBUG walk ended",
        ]
    );
    drop(guard);
    // The page is valid, but its continuation is not.
    let (capture, _guard) = listen();
    let script = Script::new([page(1, Some("t")), page(1, Some("t"))]);
    let size = bytes(1, Some("t"));
    assert_eq!(
        lines(Tokens::paginate(script.get("/l")).items(), &capture).await,
        [
            format!(
                "walk{{end_reason=Error error=Loop pages=2 items=2 requests=2 bytes={}}}",
                2 * size
            ),
            format!(
                "  page{{index=1 size=2 status=200 bytes={size} attempts=1 waited_ms=0 items=1}}"
            ),
            "    DEBUG page received".to_owned(),
            format!(
                "  page{{index=2 size=2 status=200 bytes={size} attempts=1 waited_ms=0 items=1}}"
            ),
            "    DEBUG page received".to_owned(),
            "  DEBUG walk ended".to_owned(),
        ]
    );
}

#[tokio::test]
async fn a_status_and_a_repetition_that_are_the_end() {
    let (capture, guard) = listen();
    let script = Script::new([
        Reply::json(json!({ "rows": [1], "total": 9 })),
        Reply::text("no").status(404),
    ]);
    assert_eq!(
        lines(Numbered::paginate(script.get("/l")).items(), &capture).await,
        [
            "walk{end_reason=Status pages=2 items=1 requests=2 bytes=22 total=9}",
            "  page{index=1 status=200 bytes=22 attempts=1 waited_ms=0 items=1}",
            "    DEBUG page received",
            "  page{index=2 status=404 attempts=1 waited_ms=0}",
            "  WARN the response contradicts the declaration: page=2 kind=TotalNotReached found=the walk ended after 1 item, and the API says that there are 9: \
             if this API counts pages from 0, declare `start = 0`; if the parameter counts items, declare `offset`. Some APIs estimate the total",
            "  DEBUG walk ended",
        ]
    );
    drop(guard);
    let (capture, _guard) = listen();
    let script = Script::new(vec![Reply::json(json!({ "rows": [1], "total": 0 })); 2]);
    assert_eq!(
        lines(Numbered::paginate(script.get("/l")).items(), &capture).await,
        [
            "walk{end_reason=Repeat pages=2 items=1 requests=2 bytes=44}",
            "  page{index=1 status=200 bytes=22 attempts=1 waited_ms=0 items=1}",
            "    DEBUG page received",
            "  page{index=2 status=200 bytes=22 attempts=1 waited_ms=0 items=0}",
            "    DEBUG page received",
            "  DEBUG walk ended",
        ]
    );
}

#[tokio::test]
async fn a_walk_that_cannot_begin() {
    let (capture, _guard) = listen();
    let script = Script::new([]);
    let walk = Tokens::paginate(script.get("/l"))
        .allow_origin("nonsense")
        .items();
    assert_eq!(
        lines(walk, &capture).await,
        [
            "walk{response=traces::Tokens end_reason=Error error=Setup pages=0 items=0 requests=0 bytes=0}",
            "  DEBUG walk ended"
        ]
    );
}

#[tokio::test]
async fn a_walk_that_is_dropped() {
    for prefetch in [false, true] {
        let (capture, _guard) = listen();
        let script = Script::handler(|request| {
            page(
                1,
                Some(&format!("{}t", request.param("next").unwrap_or_default())),
            )
        });
        let walk = Tokens::paginate(script.get("/l")).retry(RetryPolicy::none());
        let mut items = if prefetch {
            walk.prefetch(1).items()
        } else {
            walk.items()
        };
        items.next().await.unwrap().unwrap();
        drop(items);
        for _ in 0..100 {
            tokio::task::yield_now().await;
        }
        assert_eq!(capture.open(), [""; 0]);
        let tree = capture.tree();
        assert!(tree.contains("end_reason=Dropped pages="), "{tree}");
        assert_eq!(tree.matches("walk ended").count(), 1, "{tree}");
    }
}

#[tokio::test]
async fn a_stream_that_is_never_polled_says_nothing() {
    let (capture, _guard) = listen();
    let script = Script::new([]);
    drop(Tokens::paginate(script.get("/l")).items());
    drop(Tokens::paginate(script.get("/l")).prefetch(3).items());
    assert_eq!(capture.tree(), "");
}

#[tokio::test]
async fn lists_that_may_have_been_cut() {
    let (capture, _guard) = listen();
    let rows = json!([{ "parts": [1, 2] }, { "parts": [1] }]);
    let body = json!({ "next": null, "rows": rows });
    let script = Script::new([Reply::json(&body)]);
    let mut items = Tokens::paginate(script.get("/l")).items();
    let first = items.next().await.unwrap().unwrap();
    assert_eq!((first.parts, items.truncated_lists()), (vec![1, 2], 1));
    let bytes = body.to_string().len();
    assert_eq!(
        lines(items, &capture).await,
        [
            format!("walk{{end_reason=NoContinuation pages=1 items=2 requests=1 bytes={bytes}}}"),
            format!("  page{{index=1 size=2 status=200 bytes={bytes} attempts=1 waited_ms=0 items=2 truncated=1}}"),
            "    WARN lists inside items are as long as the page size, so they may be incomplete: lists=1".to_owned(),
            "    DEBUG page received".to_owned(),
            "  DEBUG walk ended".to_owned(),
        ]
    );
}

#[tokio::test]
async fn what_contradicts_the_declaration() {
    let (capture, _guard) = listen();
    let script = Script::new([Reply::json(json!({ "rows": [1], "next_cursor": "hidden" }))]);
    let found = lines(Reporting::paginate(script.get("/l")).items(), &capture).await;
    let told = "the walk ended here, and the response has `next_cursor`, which usually leads to the next page: declare it with `token`. The declaration reads `next`.";
    assert_eq!(
        found,
        [
            "walk{end_reason=NoContinuation pages=1 items=1 requests=1 bytes=35}".to_owned(),
            "  page{index=1 status=200 bytes=35 attempts=1 waited_ms=0 items=1}".to_owned(),
            format!(
                "    WARN the response contradicts the declaration: page=1 kind=UnreadContinuation found={told}"
            ),
            "    DEBUG page received".to_owned(),
            "  DEBUG walk ended".to_owned(),
        ]
    );
}
