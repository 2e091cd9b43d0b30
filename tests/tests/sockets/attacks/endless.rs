//! The server never ends the list. The walk must end, and the server counts the requests.

use std::sync::atomic::{AtomicU64, Ordering};

use paginate_runtime::{EndReason, ErrorKind, Paginated, Paginator, RetryPolicy};
use paginate_tests::{Reply, Timeless};
use serde_json::json;

use super::kit::*;
use super::pages::*;

/// A server that answers by the number of the request, from 1.
fn counted(
    answer: impl Fn(u64, &paginate_tests::Request) -> Reply + Send + Sync + 'static,
) -> Site {
    let count = AtomicU64::new(0);
    Site::start(move |request, _| answer(count.fetch_add(1, Ordering::SeqCst) + 1, request))
}

/// Checks that the walk fails with this kind of error, after at most this many requests.
async fn fails<P, S>(
    site: Site,
    walk_of: impl FnOnce(&Site) -> Paginator<P, S>,
    kinds: &[ErrorKind],
    most: usize,
) where
    P: Paginated<Item: Into<u32>>,
    S: paginate_runtime::source::PageSource<P>,
{
    let walked = walk(walk_of(&site)).await;
    let error = walked.end.expect_err("it has no end");
    assert!(kinds.contains(&error.kind()), "{error}");
    let asked = site.api.lines().len();
    assert!(asked <= most, "{asked} requests");
    assert_eq!(site.other.lines().len(), 0);
}

const LOOP: &[ErrorKind] = &[ErrorKind::Loop];
const STUCK: &[ErrorKind] = &[ErrorKind::RepeatedPage];
/// The kinds of errors, if two guards can detect it.
const SAME: &[ErrorKind] = &[ErrorKind::RepeatedPage, ErrorKind::Overlap, ErrorKind::Loop];

/// Tokens repeat in a circle of that length.
async fn tokens_in_a_circle(of: u64, most: usize) {
    let site =
        counted(move |n, _| Reply::json(json!({ "rows": [n], "next": format!("t{}", n % of) })));
    fails(site, |site| Tokens::paginate(site.get("/list")), LOOP, most).await;
}

/// Links to the same page, spelled differently each time.
async fn links_in_other_words(words: fn(u64, &str) -> String, most: usize) {
    let site = counted(move |n, request| {
        Reply::json(json!({ "rows": [n], "next": words(n, &request.origin) }))
    });
    fails(
        site,
        |site| Linked::paginate(site.get("/list?page=1")),
        LOOP,
        most,
    )
    .await;
}

/// Returns a row whose repetition cannot be an accident.
fn row(n: u64) -> serde_json::Value {
    json!({ "id": n, "name": format!("row number {n}"), "note": "the same on each page" })
}

/// The same rows with new tokens each time.
async fn the_same_rows_under_new_tokens() {
    #[derive(Debug, serde::Deserialize, Paginated)]
    #[paginate(token = "next", items = "rows", param = "cursor")]
    struct Rows {
        next: Option<String>,
        rows: Vec<Row>,
    }
    let site =
        counted(|n, _| Reply::json(json!({ "rows": [row(1), row(2)], "next": format!("t{n}") })));
    fails(site, |site| Rows::paginate(site.get("/list")), STUCK, 40).await;
}

/// A few numbered pages come in turn.
async fn pages_in_turn(period: u64) {
    #[derive(Debug, serde::Deserialize, Paginated)]
    #[paginate(page = "page", items = "rows")]
    struct Rows {
        rows: Vec<Row>,
    }
    let site = counted(move |n, _| {
        let page = n % period;
        Reply::json(json!({ "rows": [row(2 * page), row(2 * page + 1)] }))
    });
    fails(site, |site| Rows::paginate(site.get("/list")), STUCK, 60).await;
}

/// The API does not know the parameter.
async fn the_first_page_for_ever<P>()
where
    P: Paginated<Item: Into<u32>> + serde::de::DeserializeOwned + 'static,
{
    let site = counted(|_, _| Reply::json(json!({ "rows": [11, 12, 13] })));
    fails(site, |site| P::paginate(site.get("/list")), SAME, 2).await;
}

/// The API does not know the parameter, but echoes the requested number.
async fn the_first_page_with_an_echo() {
    let site = counted(|_, request| {
        Reply::json(
            json!({ "page": request.param("page"), "rows": [11, 12, 13], "at": request.query }),
        )
    });
    fails(site, |site| Numbered::paginate(site.get("/list")), SAME, 2).await;
}

async fn empty_pages(page: fn(u64) -> serde_json::Value, most: usize) {
    let site = counted(move |n, _| Reply::json(page(n)));
    fails(
        site,
        |site| Tokens::paginate(site.get("/list")).max_empty_pages(7),
        &[ErrorKind::EmptyPages],
        most,
    )
    .await;
}

/// Without a limit of the caller, the walk stops after a thousand.
async fn empty_pages_without_a_limit() {
    let site = counted(|n, _| Reply::json(json!({ "rows": [], "next": format!("t{n}") })));
    fails(
        site,
        |site| Tokens::paginate(site.get("/list")),
        &[ErrorKind::EmptyPages],
        1_001,
    )
    .await;
}

async fn empty_pages_with_a_flag() {
    let site = counted(|n, _| {
        Reply::json(json!({ "rows": [], "has_more": true, "next": format!("t{n}") }))
    });
    let walk_of = |site: &Site| Flagged::paginate(site.get("/list")).max_empty_pages(7);
    fails(site, walk_of, &[ErrorKind::EmptyPages], 8).await;
}

/// Numbered pages without items; each promises more pages.
async fn pages_that_are_promised_and_empty() {
    let site = counted(|n, _| Reply::json(json!({ "rows": [], "pages": n + 1_000 })));
    fails(
        site,
        |site| Counted::paginate(site.get("/list")),
        &[ErrorKind::EmptyPages],
        5,
    )
    .await;
}

/// The API says that there is more, but there is no key to continue with.
async fn more_and_no_key() {
    let site = counted(|_, _| Reply::json(json!({ "rows": [], "has_more": true })));
    fails(
        site,
        |site| Keyed::paginate(site.get("/list")),
        &[ErrorKind::MissingContinuation],
        1,
    )
    .await;
}

async fn more_and_no_items_by_offset() {
    let site = counted(|_, _| Reply::json(json!({ "rows": [], "has_more": true })));
    fails(
        site,
        |site| Totalled::paginate(site.get("/list")),
        &[ErrorKind::MissingContinuation],
        1,
    )
    .await;
}

/// Keys that repeat in a circle.
async fn keys_in_a_circle() {
    let site = counted(|n, _| Reply::json(json!({ "rows": [{ "id": n % 3 }], "has_more": true })));
    fails(
        site,
        |site| Keyed::paginate(site.get("/list")),
        &[ErrorKind::Loop, ErrorKind::RepeatedPage],
        5,
    )
    .await;
}

/// Rows whose key is null: there is no key to continue after.
async fn keys_that_are_null() {
    let site = counted(|n, _| {
        Reply::text(format!(
            r#"{{"rows":[{{"id":{n}}},{{"id":null}}],"has_more":true}}"#
        ))
    });
    fails(
        site,
        |site| Keyed::paginate(site.get("/list")),
        &[ErrorKind::MissingContinuation],
        1,
    )
    .await;
}

/// A number of pages that is never reached, and a limit that is.
async fn limited(pages: &'static str) {
    let site = counted(move |n, _| {
        Reply::text(format!(
            r#"{{"rows":[{n}],"pages":{pages},"total":{pages}}}"#
        ))
    });
    walk(Counted::paginate(site.get("/list?limit=1")).max_pages(5))
        .await
        .ended(&[1, 2, 3, 4, 5], EndReason::Limit);
    assert_eq!(site.api.lines().len(), 5);
}

/// New tokens and new items for ever: the caller's limit ends the walk after exactly that many
/// requests.
async fn new_tokens_for_ever() {
    let site = counted(|n, _| Reply::json(json!({ "rows": [n], "next": format!("t{n}") })));
    walk(
        Tokens::paginate(site.get("/list"))
            .max_pages(25)
            .prefetch(4),
    )
    .await
    .ended(&(1..=25).collect::<Vec<_>>(), EndReason::Limit);
    assert_eq!(site.api.lines().len(), 25);
}

async fn items_for_ever() {
    let site = counted(|n, _| Reply::json(json!({ "rows": [n, n], "next": format!("t{n}") })));
    walk(Tokens::paginate(site.get("/list")).max_items(9))
        .await
        .ended(&[1, 1, 2, 2, 3, 3, 4, 4, 5], EndReason::Limit);
    assert_eq!(site.api.lines().len(), 5);
}

/// Refusals for ever, each with its own wait.
async fn refused_for_ever(status: u16, after: Option<&'static str>, most: usize, kind: ErrorKind) {
    let site = counted(move |_, _| match after {
        Some(after) => Reply::empty(status).header("retry-after", after),
        None => Reply::empty(status),
    });
    fails(
        site,
        |site| Tokens::paginate(site.get("/list")).runtime(Timeless::new()),
        &[kind],
        most,
    )
    .await;
}

/// Each good page is followed by a refusal: retries count per page, so this is a normal walk up to
/// its limit.
async fn every_second_request_is_refused() {
    let site = counted(|n, _| match n % 2 {
        0 => Reply::json(json!({ "rows": [n / 2], "next": format!("t{n}") })),
        _ => Reply::empty(503).header("retry-after", "1"),
    });
    let paginator = Tokens::paginate(site.get("/list"))
        .runtime(Timeless::new())
        .max_pages(6);
    walk(paginator)
        .await
        .ended(&[1, 2, 3, 4, 5, 6], EndReason::Limit);
    assert_eq!(site.api.lines().len(), 12);
}

/// The size of a page cannot be halved for ever.
async fn timeouts_for_ever() {
    let site = counted(|_, _| Reply::empty(504));
    let walk_of = |site: &Site| {
        Totalled::paginate(site.get("/list"))
            .runtime(Timeless::new())
            .shrink_on_timeout()
    };
    fails(site, walk_of, &[ErrorKind::Status], 4).await;
}

/// The largest possible offset.
async fn the_end_of_all_numbers<P>(query: &'static str)
where
    P: Paginated<Item: Into<u32>> + serde::de::DeserializeOwned + 'static,
{
    let site = counted(|n, _| {
        Reply::json(json!({ "rows": [n], "has_more": true, "pages": u64::MAX, "total": u64::MAX }))
    });
    let walked = walk(P::paginate(site.get(query)).max_pages(9)).await;
    let asked = site.api.lines().len();
    assert!(asked <= 2, "{asked} requests");
    // The end of all numbers is an end or an error, never a panic.
    assert!(walked.items.len() <= 2);
}

/// A token walk is resumed by jobs that each walk the whole rest with a limit: the loop is detected
/// inside a job.
async fn a_circle_across_a_checkpoint() {
    let site = counted(|n, _| Reply::json(json!({ "rows": [n], "next": format!("t{}", n % 2) })));
    let first = walk(Tokens::paginate(site.get("/list")).max_pages(1)).await;
    let saved = first.checkpoint.unwrap();
    walk(Tokens::paginate(site.get("/list")).resume(saved))
        .await
        .failed(&[2, 3], ErrorKind::Loop);
    assert_eq!(site.api.lines().len(), 3);
}

/// Links lead back and forth between two spellings of the first page, which differ in what the walk
/// itself wrote.
async fn back_to_the_first_page(next: &'static str) {
    let site = counted(move |_, _| Reply::text(format!(r#"{{"rows":[1],"next":"{next}"}}"#)));
    walk(Sized::paginate(site.get("/list?q=1")))
        .await
        .failed(&[1], ErrorKind::Loop);
    site.asked(&["GET /list?q=1&limit=2"]);
}

/// A user name in the first URL, and a link back to it without the user name.
async fn back_to_the_first_page_without_its_user() {
    let site = counted(|_, _| Reply::text(r#"{"rows":[1],"next":"/list"}"#));
    let url = site
        .api
        .url("/list")
        .replace("http://", "http://ann:s3cr3t-password-19@");
    walk(Linked::paginate(client().get(url)))
        .await
        .failed(&[1], ErrorKind::Loop);
    assert_eq!(site.api.lines(), ["GET /list"]);
}

async fn post_bodies_in_a_circle() {
    let site = counted(|n, _| {
        let body = json!({ "t": n % 2 });
        Reply::json(
            json!({ "rows": [n], "next": { "href": "/search", "method": "POST", "body": body } }),
        )
    });
    fails(
        site,
        |site| Objects::paginate(site.post("/search", r#"{"q":1}"#)),
        LOOP,
        3,
    )
    .await;
}

async fn a_function_in_a_circle(kind: &'static str) {
    let site = counted(move |n, request| {
        let next = format!("{}/list?page={}", request.origin, n % 2);
        Reply::json(json!({ "rows": [n], "kind": kind, "next": next }))
    });
    fails(site, |site| Decided::paginate(site.get("/list")), LOOP, 3).await;
}

/// An end by repetition that never comes, because each token is new.
async fn no_repetition() {
    let site = counted(|n, _| Reply::json(json!({ "rows": [n], "next": format!("t{n}") })));
    walk(Repeats::paginate(site.get("/list")).max_pages(4))
        .await
        .ended(&[1, 2, 3, 4], EndReason::Limit);
}

/// The time to wait exceeds what a clock can count.
async fn a_wait_beyond_all_clocks(after: &'static str) {
    let site = counted(move |_, _| Reply::empty(429).header("retry-after", after));
    let walk_of = |site: &Site| Tokens::paginate(site.get("/list")).runtime(Timeless::new());
    fails(site, walk_of, &[ErrorKind::RateLimited], 1).await;
}

/// For any patience of the caller.
async fn a_patient_caller() {
    let site = counted(|_, _| Reply::empty(429).header("retry-after", "86400"));
    let policy = RetryPolicy::default()
        .attempts(3)
        .max_wait(std::time::Duration::MAX);
    let walk_of = |site: &Site| {
        Tokens::paginate(site.get("/list"))
            .retry(policy)
            .runtime(Timeless::new())
    };
    fails(site, walk_of, &[ErrorKind::RateLimited], 3).await;
}

attacks! {
    the_same_token: tokens_in_a_circle(1, 2);
    two_tokens_in_turn: tokens_in_a_circle(2, 3);
    a_hundred_tokens_in_a_circle: tokens_in_a_circle(100, 101);
    a_circle_over_a_checkpoint: a_circle_across_a_checkpoint();
    a_fragment_that_grows: links_in_other_words(|n, _| format!("/list?page=2#{n}"), 2);
    a_link_to_itself: links_in_other_words(|_, _| "?page=1".to_owned(), 1);
    an_empty_reference: links_in_other_words(|_, _| "#".to_owned(), 1);
    dots_that_grow: links_in_other_words(|n, _| format!("/{}list?page=2", "x/../".repeat(n as usize)), 2);
    a_host_in_capitals: links_in_other_words(|n, origin| {
        let origin = if n % 2 == 0 { origin.replace("http", "HTTP") } else { origin.to_owned() };
        format!("{origin}/list?page=2")
    }, 2);
    a_user_that_is_empty: links_in_other_words(|_, origin| origin.replace("//", "//@") + "/list?page=1", 1);
    an_address_in_other_numbers: links_in_other_words(|_, origin| origin.replace("127.0.0.1", "0x7f.1") + "/list?page=1", 1);
    bodies_in_a_circle: post_bodies_in_a_circle();
    a_function_with_urls_in_a_circle: a_function_in_a_circle("url");
    a_function_with_requests_in_a_circle: a_function_in_a_circle("request");
    a_function_with_parameters_in_a_circle: a_function_in_a_circle("params");
    a_function_with_tokens_in_a_circle: a_function_in_a_circle("token");
    the_first_page_as_it_was_sent: back_to_the_first_page("/list?q=1&limit=2");
    the_first_page_as_it_was_given: back_to_the_first_page("/list?q=1");
    the_first_page_with_a_fragment: back_to_the_first_page("?q=1&limit=2#top");
    the_first_page_without_its_user: back_to_the_first_page_without_its_user();
    an_api_that_ignores_the_number: the_first_page_for_ever::<Numbered>();
    an_api_that_ignores_the_offset: the_first_page_for_ever::<Skipped>();
    an_api_that_ignores_the_number_and_echoes_it: the_first_page_with_an_echo();
    the_same_page_under_new_tokens: the_same_rows_under_new_tokens();
    two_pages_in_turn: pages_in_turn(2);
    five_pages_in_turn: pages_in_turn(5);
    sixteen_pages_in_turn: pages_in_turn(16);
    empty_pages_and_new_tokens: empty_pages(|n| json!({ "rows": [], "next": format!("t{n}") }), 8);
    empty_pages_now_and_then_an_item: empty_pages(|n| json!({ "rows": if n == 5 { vec![1] } else { vec![] }, "next": format!("t{n}") }), 13);
    a_thousand_empty_pages: empty_pages_without_a_limit();
    empty_pages_that_say_more: empty_pages_with_a_flag();
    empty_pages_that_are_promised: pages_that_are_promised_and_empty();
    more_without_a_key: more_and_no_key();
    more_without_an_item: more_and_no_items_by_offset();
    keys_that_go_round: keys_in_a_circle();
    keys_of_nothing: keys_that_are_null();
    two_to_the_64_pages: limited("18446744073709551615");
    two_to_the_64_pages_less_one: limited("18446744073709551614");
    two_to_the_64_pages_as_text: limited("\"18446744073709551615\"");
    ten_to_the_19_pages_as_a_float: limited("1e19");
    new_tokens_without_end: new_tokens_for_ever();
    new_items_without_end: items_for_ever();
    an_end_by_repetition_that_never_comes: no_repetition();
    the_last_page_number_there_is: the_end_of_all_numbers::<Counted>("/list?page=18446744073709551615&limit=1");
    the_last_but_one: the_end_of_all_numbers::<Counted>("/list?page=18446744073709551614&limit=1");
    the_last_offset_there_is: the_end_of_all_numbers::<Totalled>("/list?offset=18446744073709551615&limit=1");
    the_last_offset_but_one: the_end_of_all_numbers::<Totalled>("/list?offset=18446744073709551614&limit=1");
    errors_500: refused_for_ever(500, None, 4, ErrorKind::Status);
    errors_503_at_once: refused_for_ever(503, Some("0"), 4, ErrorKind::RateLimited);
    errors_429_at_once: refused_for_ever(429, Some("0"), 4, ErrorKind::RateLimited);
    errors_429_since_1970: refused_for_ever(429, Some("Thu, 01 Jan 1970 00:00:00 GMT"), 4, ErrorKind::RateLimited);
    errors_408: refused_for_ever(408, None, 4, ErrorKind::Status);
    an_error_before_each_page: every_second_request_is_refused();
    timeouts_and_smaller_pages: timeouts_for_ever();
    a_wait_of_two_to_the_64: a_wait_beyond_all_clocks("18446744073709551615");
    a_wait_of_ten_to_the_30: a_wait_beyond_all_clocks("1000000000000000000000000000000");
    a_wait_until_the_year_9999: a_wait_beyond_all_clocks("Fri, 31 Dec 9999 23:59:59 GMT");
    a_wait_of_a_day_for_a_patient_caller: a_patient_caller();
}
