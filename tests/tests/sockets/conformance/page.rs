//! Page numbers: where they begin and end.

use paginate_runtime::report::WarningKind;
use paginate_runtime::{EndReason, ErrorKind, Paginated};
use paginate_tests::{Api, Reply, Server};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{get, items, saved, walk};

#[derive(Deserialize, Paginated)]
#[paginate(page = "page", items = "items")]
struct Plain {
    items: Vec<u32>,
}

#[derive(Deserialize, Paginated)]
#[paginate(page = "page", items = "items", start = 0)]
struct FromZero {
    items: Vec<u32>,
}

#[derive(Deserialize, Paginated)]
#[paginate(page = "page", items = "items", pages = "pages")]
struct Paged {
    #[serde(default)]
    pages: Value,
    items: Vec<u32>,
}

#[derive(Deserialize, Paginated)]
#[paginate(page = "page", items = "items", total = "total")]
struct Totalled {
    #[serde(default)]
    total: Value,
    items: Vec<u32>,
}

#[derive(Deserialize, Paginated)]
#[paginate(page = "page", items = "items", more = "more")]
struct Flagged {
    more: Option<bool>,
    items: Vec<u32>,
}

fn paged(list: &[u32], pages: impl Into<Value>) -> Reply {
    Reply::json(json!({ "items": list, "pages": pages.into() }))
}

fn totalled(list: &[u32], total: impl Into<Value>) -> Reply {
    Reply::json(json!({ "items": list, "total": total.into() }))
}

fn lines(pages: std::ops::RangeInclusive<u32>) -> Vec<String> {
    pages.map(|page| format!("GET /list?page={page}")).collect()
}

#[tokio::test]
async fn from_one() {
    let server = Server::scripted([items(&[1, 2]), items(&[3]), items(&[])]);
    assert_eq!(
        walk(Plain::paginate(get(&server, "/list"))).await.ended(),
        (vec![1, 2, 3], EndReason::Empty)
    );
    assert_eq!(server.lines(), lines(1..=3));
}

#[tokio::test]
async fn from_zero() {
    let server = Server::scripted([items(&[1, 2]), items(&[3]), items(&[])]);
    assert_eq!(
        walk(FromZero::paginate(get(&server, "/list")))
            .await
            .ended(),
        (vec![1, 2, 3], EndReason::Empty)
    );
    assert_eq!(server.lines(), lines(0..=2));
}

#[tokio::test]
async fn from_where_the_request_says() {
    let server = Server::scripted([items(&[5]), items(&[6]), items(&[])]);
    assert_eq!(
        walk(Plain::paginate(get(&server, "/list?page=03&q=x")))
            .await
            .ended(),
        (vec![5, 6], EndReason::Empty)
    );
    assert_eq!(
        server.lines(),
        [
            "GET /list?page=03&q=x",
            "GET /list?page=4&q=x",
            "GET /list?page=5&q=x"
        ]
    );
}

#[tokio::test]
async fn a_start_that_is_no_number_is_an_error() {
    let server = Server::scripted([]);
    let (_, error) = walk(Plain::paginate(get(&server, "/list?page=last")))
        .await
        .failed();
    assert_eq!((error.kind(), server.lines().len()), (ErrorKind::Setup, 0));
}

#[tokio::test]
async fn an_exact_multiple_takes_one_more_request() {
    let server = Server::scripted([items(&[1, 2]), items(&[3, 4]), items(&[])]);
    assert_eq!(
        walk(Plain::paginate(get(&server, "/list"))).await.ended(),
        (vec![1, 2, 3, 4], EndReason::Empty)
    );
    assert_eq!(server.lines(), lines(1..=3));
}

#[tokio::test]
async fn a_number_of_pages_saves_the_last_request() {
    let server = Server::scripted([paged(&[1, 2], 2), paged(&[3, 4], 2)]);
    assert_eq!(
        walk(Paged::paginate(get(&server, "/list"))).await.ended(),
        (vec![1, 2, 3, 4], EndReason::Total)
    );
    assert_eq!(server.lines(), lines(1..=2));
}

#[tokio::test]
async fn a_total_saves_the_last_request() {
    let server = Server::scripted([totalled(&[1, 2], 4), totalled(&[3, 4], 4)]);
    let walk = walk(Totalled::paginate(get(&server, "/list"))).await;
    assert_eq!((walk.received, walk.promised), (4, Some(4)));
    assert_eq!(walk.ended(), (vec![1, 2, 3, 4], EndReason::Total));
    assert_eq!(server.lines(), lines(1..=2));
}

#[tokio::test]
async fn a_total_on_the_first_page_only_is_remembered() {
    let server = Server::scripted([totalled(&[1, 2], 4), items(&[3, 4])]);
    assert_eq!(
        walk(Totalled::paginate(get(&server, "/list")))
            .await
            .ended(),
        (vec![1, 2, 3, 4], EndReason::Total)
    );
    let server = Server::scripted([paged(&[1, 2], 2), items(&[3, 4])]);
    assert_eq!(
        walk(Paged::paginate(get(&server, "/list"))).await.ended(),
        (vec![1, 2, 3, 4], EndReason::Total)
    );
}

#[tokio::test]
async fn totals_that_say_nothing_are_ignored() {
    for nothing in [
        Value::Null,
        json!(0),
        json!(-1),
        json!(""),
        json!("many"),
        json!(1.5),
        json!([]),
    ] {
        let server = Server::scripted([
            totalled(&[1, 2], nothing.clone()),
            totalled(&[3], nothing.clone()),
            items(&[]),
        ]);
        assert_eq!(
            walk(Totalled::paginate(get(&server, "/list")))
                .await
                .ended(),
            (vec![1, 2, 3], EndReason::Empty),
            "{nothing}"
        );
        let server = Server::scripted([
            paged(&[1, 2], nothing.clone()),
            paged(&[3], nothing.clone()),
            items(&[]),
        ]);
        assert_eq!(
            walk(Paged::paginate(get(&server, "/list"))).await.ended(),
            (vec![1, 2, 3], EndReason::Empty),
            "{nothing}"
        );
        assert_eq!(server.lines(), lines(1..=3));
    }
}

#[tokio::test]
async fn a_total_that_is_text_or_a_float_counts() {
    for four in [json!("4"), json!(4.0)] {
        let server = Server::scripted([totalled(&[1, 2], four.clone()), totalled(&[3, 4], four)]);
        assert_eq!(
            walk(Totalled::paginate(get(&server, "/list")))
                .await
                .ended(),
            (vec![1, 2, 3, 4], EndReason::Total)
        );
    }
}

#[tokio::test]
async fn a_total_too_large_ends_with_the_empty_page() {
    let server = Server::scripted([totalled(&[1, 2], 99), totalled(&[3], 99), totalled(&[], 99)]);
    let walk = walk(Totalled::paginate(get(&server, "/list"))).await;
    assert_eq!(
        (walk.received, walk.promised),
        (3, Some(99)),
        "the caller can see the difference"
    );
    let walk = walk.warned(&[WarningKind::TotalNotReached]);
    assert_eq!(walk.ended(), (vec![1, 2, 3], EndReason::Empty));
    assert_eq!(server.lines(), lines(1..=3));
}

#[tokio::test]
async fn a_number_of_pages_too_large_is_followed_over_three_gaps_and_no_further() {
    let server = Server::scripted([
        paged(&[1], 9),
        paged(&[], 9),
        paged(&[], 9),
        paged(&[], 9),
        paged(&[2], 9),
        paged(&[], 5),
    ]);
    assert_eq!(
        walk(Paged::paginate(get(&server, "/list"))).await.ended(),
        (vec![1, 2], EndReason::Empty)
    );
    assert_eq!(server.lines(), lines(1..=6));
    let server = Server::start(|request| {
        if request.param("page").as_deref() == Some("1") {
            paged(&[1], 9)
        } else {
            paged(&[], 9)
        }
    });
    let (found, error) = walk(Paged::paginate(get(&server, "/list"))).await.failed();
    assert_eq!((found, error.kind()), (vec![1], ErrorKind::EmptyPages));
    assert_eq!(server.lines(), lines(1..=5));
}

#[tokio::test]
async fn a_total_too_small_ends_early_and_can_be_seen() {
    let server = Server::scripted([
        totalled(&[1, 2], 3),
        totalled(&[3, 4], 3),
        totalled(&[5], 3),
    ]);
    let first = walk(Totalled::paginate(get(&server, "/list"))).await;
    assert_eq!(
        (first.received, first.promised),
        (4, Some(3)),
        "more than promised"
    );
    let checkpoint = saved(first.checkpoint.as_ref().unwrap());
    assert_eq!(first.ended(), (vec![1, 2, 3, 4], EndReason::Total));
    assert_eq!(server.lines(), lines(1..=2));
    // As long as the total says so, that is the end; once the total grows, the hidden items come.
    let server = Server::scripted([
        totalled(&[3, 4], 3),
        totalled(&[3, 4], 5),
        totalled(&[5], 5),
    ]);
    let resumed = || Totalled::paginate(get(&server, "/list")).resume_unchecked(checkpoint.clone());
    assert_eq!(walk(resumed()).await.ended(), (vec![], EndReason::Total));
    assert_eq!(walk(resumed()).await.ended(), (vec![5], EndReason::Total));
    assert_eq!(server.lines(), [lines(2..=2), lines(2..=3)].concat());
}

#[tokio::test]
async fn the_latest_total_counts() {
    let server = Server::scripted([paged(&[1], 2), paged(&[2], 3), paged(&[3], 3)]);
    assert_eq!(
        walk(Paged::paginate(get(&server, "/list"))).await.ended(),
        (vec![1, 2, 3], EndReason::Total)
    );
    let server = Server::scripted([paged(&[1], 3), paged(&[2], 2)]);
    assert_eq!(
        walk(Paged::paginate(get(&server, "/list"))).await.ended(),
        (vec![1, 2], EndReason::Total)
    );
}

#[tokio::test]
async fn a_walk_that_begins_later_does_not_compare_itself_with_the_total() {
    let server = Server::scripted([totalled(&[5, 6], 7), totalled(&[7], 7), totalled(&[], 7)]);
    assert_eq!(
        walk(Totalled::paginate(get(&server, "/list?page=3")))
            .await
            .ended(),
        (vec![5, 6, 7], EndReason::Empty)
    );
    // The number of pages counts.
    let server = Server::scripted([paged(&[5, 6], 4), paged(&[7], 4)]);
    assert_eq!(
        walk(Paged::paginate(get(&server, "/list?page=3")))
            .await
            .ended(),
        (vec![5, 6, 7], EndReason::Total)
    );
}

#[tokio::test]
async fn flags_beat_totals() {
    let flagged =
        |list: &[u32], more: Option<bool>| Reply::json(json!({ "items": list, "more": more }));
    let server = Server::scripted([flagged(&[1], Some(true)), flagged(&[2], Some(false))]);
    assert_eq!(
        walk(Flagged::paginate(get(&server, "/list"))).await.ended(),
        (vec![1, 2], EndReason::Flag)
    );
    assert_eq!(server.lines(), lines(1..=2));
    let server = Server::scripted([
        flagged(&[1], Some(true)),
        flagged(&[], Some(true)),
        flagged(&[2], Some(false)),
    ]);
    assert_eq!(
        walk(Flagged::paginate(get(&server, "/list"))).await.ended(),
        (vec![1, 2], EndReason::Flag)
    );
    let server = Server::scripted([flagged(&[1], None), flagged(&[], None)]);
    assert_eq!(
        walk(Flagged::paginate(get(&server, "/list"))).await.ended(),
        (vec![1], EndReason::Empty)
    );
}

/// A server that repeats its last page past the end.
fn clamping() -> Server {
    let api = Api::numbered(3).size("limit", 2, 2).by_number("page", 1);
    Server::start(move |request| {
        let mut asked = request.clone();
        let number: u32 = request.param("page").unwrap().parse().unwrap();
        asked.query = format!("page={}", number.min(2));
        let ids: Vec<u32> = api
            .read(&asked)
            .unwrap()
            .items
            .iter()
            .map(|row| row["id"].as_u64().unwrap() as u32)
            .collect();
        // The echoed number makes the pages look different.
        Reply::json(json!({ "page": number, "items": ids }))
    })
}

#[tokio::test]
async fn a_server_that_repeats_its_last_page_is_found_out() {
    let server = clamping();
    let (found, error) = walk(Plain::paginate(get(&server, "/list"))).await.failed();
    assert_eq!(
        (found, error.kind(), error.is_loop()),
        (vec![1, 2, 3], ErrorKind::RepeatedPage, true),
        "nothing twice"
    );
    assert_eq!(server.lines(), lines(1..=3));
}

#[tokio::test]
async fn a_declared_repeat_of_the_last_page_is_the_end() {
    #[derive(Deserialize, Paginated)]
    #[paginate(page = "page", items = "items", end_on = [repeat])]
    struct Clamped {
        items: Vec<u32>,
    }
    let server = clamping();
    assert_eq!(
        walk(Clamped::paginate(get(&server, "/list"))).await.ended(),
        (vec![1, 2, 3], EndReason::Repeat)
    );
    assert_eq!(server.lines(), lines(1..=3));
}

#[tokio::test]
async fn a_server_that_ignores_the_page_number_is_found_out() {
    let server = Server::start(|_| items(&[1, 2]));
    let (found, error) = walk(Plain::paginate(get(&server, "/list"))).await.failed();
    assert_eq!(
        (found, error.kind(), error.page()),
        (vec![1, 2], ErrorKind::RepeatedPage, 2)
    );
    assert_eq!(server.lines(), lines(1..=2));
    // If data legitimately repeats, the caller can allow it.
    let server = Server::scripted([items(&[1]), items(&[1]), items(&[])]);
    assert_eq!(
        walk(Plain::paginate(get(&server, "/list")).allow_repeats())
            .await
            .ended(),
        (vec![1, 1], EndReason::Empty)
    );
}

#[tokio::test]
async fn a_400_or_404_past_the_end_is_the_end_only_where_it_is_declared() {
    #[derive(Deserialize, Paginated)]
    #[paginate(page = "page", items = "items", end_on = [400, 404])]
    struct PastTheEnd {
        items: Vec<u32>,
    }
    for status in [400, 404] {
        let past = || Reply::json(json!({ "detail": "Invalid page." })).status(status);
        let server = Server::scripted([items(&[1]), past()]);
        let (found, error) = walk(Plain::paginate(get(&server, "/list"))).await.failed();
        assert_eq!((found, error.kind()), (vec![1], ErrorKind::Status));
        assert!(error.to_string().contains("Invalid page."), "{error}");
        let server = Server::scripted([items(&[1]), past()]);
        assert_eq!(
            walk(PastTheEnd::paginate(get(&server, "/list")))
                .await
                .ended(),
            (vec![1], EndReason::Status)
        );
        assert_eq!(server.lines(), lines(1..=2));
        // The first page is never past the end.
        let server = Server::scripted([past()]);
        let (_, error) = walk(PastTheEnd::paginate(get(&server, "/list")))
            .await
            .failed();
        assert_eq!(
            (error.kind(), error.status().unwrap().as_u16()),
            (ErrorKind::Status, status)
        );
    }
}

#[tokio::test]
async fn a_short_page_is_no_end_unless_it_is_declared() {
    #[derive(Deserialize, Paginated)]
    #[paginate(page = "page", items = "items", size = "per", max = 100)]
    struct Sized {
        items: Vec<u32>,
    }
    #[derive(Deserialize, Paginated)]
    #[paginate(page = "page", items = "items", size = "per", max = 2, end_on = [short])]
    struct Short {
        items: Vec<u32>,
    }
    let server = Server::scripted([items(&[1, 2]), items(&[3, 4]), items(&[])]);
    assert_eq!(
        walk(Sized::paginate(get(&server, "/list"))).await.ended(),
        (vec![1, 2, 3, 4], EndReason::Empty)
    );
    assert_eq!(
        server.lines(),
        [
            "GET /list?page=1&per=100",
            "GET /list?page=2&per=100",
            "GET /list?page=3&per=100"
        ]
    );
    let server = Server::scripted([items(&[1, 2]), items(&[3])]);
    assert_eq!(
        walk(Short::paginate(get(&server, "/list"))).await.ended(),
        (vec![1, 2, 3], EndReason::Short)
    );
}
