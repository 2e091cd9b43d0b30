//! `.shrink_on_timeout()`: smaller pages if they take too long.

use super::*;

#[derive(Deserialize, Paginated)]
#[paginate(token = "next_page_token", items = "users", min = 30, max = 100)]
struct Shrinking {
    next_page_token: Option<String>,
    users: Vec<u32>,
}

#[tokio::test]
async fn pages_can_be_made_smaller_when_they_take_too_long() {
    let script = Script::new([
        Reply::empty(504),
        Reply::empty(502),
        Reply::empty(503),
        tokens(&[1], "t"),
        tokens(&[2], ""),
    ]);
    let walk = Shrinking::paginate(script.get("/u"))
        .runtime(Timeless::new())
        .shrink_on_timeout();
    assert_eq!(all(walk.items()).await.0, [1, 2]);
    let sizes: Vec<_> = script
        .requests()
        .iter()
        .map(|request| request.param("page_size").expect("a size"))
        .collect();
    assert_eq!(
        sizes,
        ["100", "50", "30", "30", "30"],
        "halved, not below the minimum, and it stays"
    );
    // A client's own timeout counts too, and so does a body that stalls.
    let still = tokens(&[1], "")
        .in_pieces(4)
        .paced(Duration::from_secs(3_600));
    for failure in [Reply::failure(TransportErrorKind::Timeout), still] {
        let script = Script::new([failure, tokens(&[1], "")]);
        let walk = Shrinking::paginate(script.get("/u"))
            .runtime(Timeless::new())
            .shrink_on_timeout();
        assert_eq!(
            all(walk.idle_timeout(Duration::from_secs(5)).items())
                .await
                .0,
            [1]
        );
        let sizes: Vec<_> = script
            .requests()
            .iter()
            .filter_map(|request| request.param("page_size"))
            .collect();
        assert_eq!(sizes, ["100", "50"]);
    }
    // Not for other failures, and not for page numbers.
    let script = Script::new([Reply::empty(500), tokens(&[1], "")]);
    all(Shrinking::paginate(script.get("/u"))
        .runtime(Timeless::new())
        .shrink_on_timeout()
        .items())
    .await;
    assert_eq!(script.lines()[1], "GET /u?page_size=100");
}

/// A page size that is not written cannot be made smaller.
#[tokio::test]
async fn where_later_requests_hold_no_size_none_is_made_smaller() {
    #[derive(Debug, Deserialize, Paginated)]
    #[paginate(
        token = "next",
        param = "next",
        continue_at = "/more",
        items = "rows",
        size = "limit",
        max = 100
    )]
    struct Continued {
        next: Option<String>,
        rows: Vec<u32>,
    }
    let page =
        |rows: &[u32], next: Option<&str>| Reply::json(json!({ "next": next, "rows": rows }));
    let script = Script::new([page(&[1], Some("b")), Reply::empty(504), page(&[2], None)]);
    let sizes = Arc::new(Mutex::new(Vec::new()));
    let seen = Arc::clone(&sizes);
    let walk = Continued::paginate(script.get("/u"))
        .runtime(Timeless::new())
        .shrink_on_timeout()
        .on_page(move |page| seen.lock().expect("a lock").push(page.size));
    assert_eq!(all(walk.items()).await.0, [1, 2]);
    script.assert_requests(["GET /u?limit=100", "GET /more?next=b", "GET /more?next=b"]);
    assert_eq!(*sizes.lock().expect("a lock"), [Some(100), Some(100)]);
}
