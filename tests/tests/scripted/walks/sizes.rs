//! The page sizes that are requested.

use paginate_runtime::Paginated;
use paginate_tests::Script;
use serde::Deserialize;

use super::*;

#[derive(Deserialize, Paginated)]
#[paginate(
    token = "next_page_token",
    items = "users",
    min = 5,
    prefer = 50,
    max = 300
)]
struct Bounded {
    next_page_token: Option<String>,
    users: Vec<u32>,
}

#[derive(Deserialize, Paginated)]
#[paginate(token = "next_page_token", items = "users")]
struct Unsized {
    next_page_token: Option<String>,
    users: Vec<u32>,
}

async fn first_line(items: Items<Bounded>, script: &Script) -> String {
    all(items).await;
    script.lines().remove(0)
}

#[tokio::test]
async fn the_preferred_size_is_sent_else_the_largest_else_none() {
    let script = Script::new([tokens(&[], "")]);
    assert_eq!(
        first_line(Bounded::paginate(script.get("/u")).items(), &script).await,
        "GET /u?page_size=50"
    );

    let script = Script::new([tokens(&[], "")]);
    all(Tokens::paginate(script.get("/u")).items()).await;
    assert_eq!(script.lines(), ["GET /u?page_size=300"]);

    let script = Script::new([tokens(&[], "")]);
    all(Unsized::paginate(script.get("/u")).items()).await;
    assert_eq!(script.lines(), ["GET /u"]);
}

#[tokio::test]
async fn the_callers_size_is_kept_within_the_bounds() {
    for (asked, sent) in [
        (1, 5),
        (5, 5),
        (77, 77),
        (300, 300),
        (1_000_000, 300),
        (0, 5),
    ] {
        let script = Script::new([tokens(&[], "")]);
        let line = first_line(
            Bounded::paginate(script.get("/u")).page_size(asked).items(),
            &script,
        )
        .await;
        assert_eq!(line, format!("GET /u?page_size={sent}"));
    }
    let script = Script::new([tokens(&[], "")]);
    all(Unsized::paginate(script.get("/u")).page_size(9).items()).await;
    assert_eq!(
        script.lines(),
        ["GET /u?page_size=9"],
        "a size without declared bounds is sent as it is"
    );
}

#[tokio::test]
async fn a_small_limit_makes_the_first_page_smaller_and_that_size_stays() {
    let script = Script::new([
        tokens(&(0..4).collect::<Vec<_>>(), "t"),
        tokens(&(4..14).collect::<Vec<_>>(), "u"),
    ]);
    let (users, end) = all(Bounded::paginate(script.get("/u")).max_items(10).items()).await;
    assert_eq!((users.len(), end), (10, EndReason::Limit));
    assert_eq!(
        script.lines(),
        [
            "GET /u?page_size=10",
            "GET /u?next_page_token=t&page_size=10"
        ]
    );

    let script = Script::new([tokens(&[1, 2, 3, 4, 5], "t")]);
    let (users, _) = all(Bounded::paginate(script.get("/u")).max_items(2).items()).await;
    assert_eq!(users, [1, 2]);
    assert_eq!(
        script.lines(),
        ["GET /u?page_size=5"],
        "not below the declared minimum"
    );
}

#[tokio::test]
async fn a_limit_leaves_a_size_alone_that_the_caller_put_into_the_request() {
    let script = Script::new([tokens(&[1, 2, 3], "t")]);
    let (users, _) = all(Bounded::paginate(script.get("/u?page_size=3"))
        .max_items(2)
        .items())
    .await;
    assert_eq!(users, [1, 2]);
    assert_eq!(script.lines(), ["GET /u?page_size=3"]);
}

#[tokio::test]
async fn offsets_shrink_the_last_request_to_what_is_still_wanted() {
    let page = |from: u32, to: u32| results(&(from..to).collect::<Vec<_>>());
    let script = Script::new([page(0, 100), page(100, 200), page(200, 250)]);
    let (found, end) = all(Skipped::paginate(script.get("/l")).max_items(250).items()).await;
    assert_eq!((found.len(), end), (250, EndReason::Limit));
    assert_eq!(
        script.lines(),
        [
            "GET /l?offset=0&limit=100",
            "GET /l?offset=100&limit=100",
            "GET /l?offset=200&limit=50"
        ]
    );
}

#[tokio::test]
async fn page_numbers_never_change_their_size() {
    #[derive(Deserialize, Paginated)]
    #[paginate(page = "page", items = "results", max = 4)]
    struct Four {
        results: Vec<u32>,
    }
    let script = Script::new([results(&[1, 2, 3, 4]), results(&[5, 6, 7, 8])]);
    let (found, _) = all(Four::paginate(script.get("/l")).max_items(6).items()).await;
    assert_eq!(found, [1, 2, 3, 4, 5, 6]);
    assert_eq!(
        script.lines(),
        ["GET /l?page=1&page_size=4", "GET /l?page=2&page_size=4"]
    );
}
