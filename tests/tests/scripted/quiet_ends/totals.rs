//! Walks that end before they have all items that the API reports.

use paginate_runtime::{ErrorKind, Paginated};
use paginate_tests::{Reply, Request};
use serde::Deserialize;
use serde_json::json;

use super::{Row, api, cases, number, rows, told};

/// Pages count from 0, but `start = 0` is missing.
#[derive(Deserialize, Paginated)]
#[paginate(page = "page", total = "total", items = "data")]
struct FromOne {
    total: u64,
    data: Vec<Row>,
}

#[derive(Deserialize, Paginated)]
#[paginate(page = "page", items = "data")]
struct FromOneWithoutTotal {
    data: Vec<Row>,
}

#[derive(Deserialize, Paginated)]
#[paginate(page = "page", pages = "page_count", items = "data")]
struct Counted {
    page_count: u64,
    data: Vec<Row>,
}

#[derive(Deserialize, Paginated)]
#[paginate(page = "page", pages = "page_count", items = "data", end_on = [404])]
struct CountedTo404 {
    page_count: u64,
    data: Vec<Row>,
}

/// The parameter is the number of a page. (Its name does not say so, because the derive refuses
/// `page`.)
#[derive(Deserialize, Paginated)]
#[paginate(offset = "p", total = "total", items = "data")]
struct OffsetThatIsAPage {
    total: u64,
    data: Vec<Row>,
}

#[derive(Deserialize, Paginated)]
#[paginate(page = "page", total = "total", items = "data", end_on = [404])]
struct EndsOn404 {
    total: u64,
    data: Vec<Row>,
}

#[derive(Deserialize, Paginated)]
#[paginate(page = "page", items = "data", end_on = [short], size = "per_page", max = 100)]
struct EndsOnShort {
    data: Vec<Row>,
}

#[derive(Deserialize, Paginated)]
#[paginate(token = "cursor", total = "meta.total", items = "data")]
struct ByToken {
    cursor: Option<String>,
    meta: Meta,
    data: Vec<Row>,
}

#[derive(Deserialize)]
struct Meta {
    total: u64,
}

/// Returns three of ten items per page, with pages from 0.
fn slice(page: u64) -> Vec<serde_json::Value> {
    rows((page * 3 + 1..=page * 3 + 3).filter(|&id| id <= 10))
}

fn from_zero(request: &Request) -> Reply {
    Reply::json(json!({ "total": 10, "data": slice(number(request, "page").unwrap_or(0)) }))
}

cases! {
    a_token_that_ends_before_the_total: ByToken, || api(|_| Reply::json(json!({ "meta": { "total": 10 }, "data": rows(1..=3) }))), 3 items
        => Warning(TotalNotReached), ["3 items", "10"];
    pages_from_zero_with_a_total: FromOne, || api(from_zero), 7 items
        => Warning(TotalNotReached), ["7 items", "10", "`start = 0`"];
    pages_from_zero_with_a_total_that_is_not_declared: FromOneWithoutTotal,
        || api(|request| Reply::json(json!({ "meta": { "total_count": 10 }, "data": slice(number(request, "page").unwrap_or(0)) }))), 7 items
        => Warning(TotalNotReached), ["`meta.total_count`", "`total`"];
    pages_from_zero_with_a_total_in_a_header: FromOneWithoutTotal,
        || api(|request| Reply::json(json!({ "data": slice(number(request, "page").unwrap_or(0)) })).header("x-total-count", "10")), 7 items
        => Warning(TotalNotReached), ["`x-total-count`"];
    pages_from_zero_with_a_previous_page: FromOneWithoutTotal,
        || api(|request| {
            let page = number(request, "page").unwrap_or(0);
            Reply::json(json!({ "previous": format!("/list?page={}", page - 1), "data": slice(page) }))
        }), 7 items
        => Warning(StartsLate), ["page 1", "`previous`", "`start = 0`"];
    pages_from_zero_where_the_first_is_marked: FromOneWithoutTotal,
        || api(|request| {
            let page = number(request, "page").unwrap_or(0);
            Reply::json(json!({ "first": page == 0, "data": slice(page) }))
        }), 7 items
        => Warning(StartsLate), ["`first`"];
    pages_that_end_before_their_number: Counted,
        || api(|request| match number(request, "page") {
            Some(1) => Reply::json(json!({ "page_count": 5, "data": rows(1..=3) })),
            _ => Reply::json(json!({ "page_count": 0, "data": [] })).status(204),
        }), 3 items
        => Warning(TotalNotReached), ["5"];
    pages_from_zero_whose_number_is_answered_with_404: CountedTo404,
        || api(|request| match number(request, "page").unwrap_or(0) {
            page @ 0..=3 => Reply::json(json!({ "page_count": 4, "data": slice(page) })),
            _ => Reply::text("there is no such page").status(404),
        }), 7 items
        => Warning(TotalNotReached), ["page 4", "3 pages", "there are 4"];
    an_offset_that_is_the_number_of_a_page: OffsetThatIsAPage,
        || api(|request| Reply::json(json!({ "total": 10, "data": slice(number(request, "p").unwrap_or(0)) }))), 4 items
        => Warning(TotalNotReached), ["4 items", "10"];
    a_status_that_comes_too_early: EndsOn404,
        || api(|request| match number(request, "page") {
            Some(1) => Reply::json(json!({ "total": 10, "data": rows(1..=3) })),
            _ => Reply::text("gone").status(404),
        }), 3 items
        => Warning(TotalNotReached), ["page 2", "3 items", "10"];
    a_short_page_of_a_server_that_caps: EndsOnShort,
        || api(|_| Reply::json(json!({ "totalResults": 1037, "data": rows(1..=12) }))), 12 items
        => Warning(TotalNotReached), ["12 items", "`totalResults`", "1037"];
}

/// With the right start, there is no report.
#[tokio::test]
async fn a_total_that_is_reached_is_not_told_of() {
    #[derive(Deserialize, Paginated)]
    #[paginate(page = "page", start = 0, total = "total", items = "data")]
    struct FromZero {
        total: u64,
        data: Vec<Row>,
    }
    let told = told::<FromZero>(&api(from_zero), true, None).await;
    told.end.expect("all of them");
    assert_eq!(told.items.len(), 10);
}

/// A walk that begins later, or that is limited, cannot reach a total.
#[tokio::test]
async fn a_walk_of_a_part_is_not_told_of() {
    let part = FromOne::paginate(api(from_zero).get("/list?page=2"))
        .strict()
        .items();
    let part: Vec<Row> = part.try_collect().await.unwrap();
    assert_eq!(part.len(), 4);
    let limited = FromOne::paginate(api(from_zero).get("/list"))
        .strict()
        .max_items(2)
        .items();
    let limited: Vec<Row> = limited.try_collect().await.unwrap();
    assert_eq!(limited.len(), 2);
    // A limit that did not end the walk changes nothing.
    let error = FromOne::paginate(api(from_zero).get("/list"))
        .strict()
        .max_items(100)
        .items()
        .try_collect::<Vec<_>>()
        .await
        .expect_err("the total is not reached");
    assert_eq!(error.kind(), ErrorKind::Declaration, "{error}");
}

/// The items that the earlier walk received count too, and the first page of a resumed walk is not
/// the list's first page.
#[tokio::test]
async fn a_resumed_walk_is_told_of_the_whole() {
    let script = api(|request| {
        let page = number(request, "page").unwrap();
        Reply::json(
            json!({ "page_count": 4, "previous": (page > 1).then_some("/list"), "data": slice(page - 1) }),
        )
    });
    let mut pages = Counted::paginate(script.get("/list")).pages();
    for _ in 0..2 {
        pages.next().await.unwrap().unwrap();
    }
    let rest = Counted::paginate(script.get("/list"))
        .resume(pages.checkpoint().unwrap())
        .strict();
    let rest: Vec<Row> = rest.items().try_collect().await.unwrap();
    assert_eq!(rest.len(), 4);
}
