//! Requests that are sent before a page is complete, or before it is needed: the data that they are
//! made from may turn out to be wrong.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use paginate_runtime::{EndReason, ErrorKind, Paginated, RetryPolicy};
use paginate_tests::{Reply, Timeless};

use super::kit::*;
use super::pages::*;

/// Long enough that a continuation that is read early leads to a request, if it does.
const PAUSE: Duration = Duration::from_millis(40);

/// Returns a response with the beginning of a page and, after a pause, the rest.
fn in_two(start: &str, rest: &str) -> Reply {
    let length = start.len().max(rest.len());
    Reply::text(format!("{start:<length$}{rest:<length$}"))
        .in_pieces(length)
        .paced(PAUSE)
}

/// The first piece of a page names this link, which must not be followed: the error comes after the
/// items, and nothing is sent.
async fn a_link_in_half_a_page(link: &'static str) {
    let site = Site::start(move |_, other| {
        in_two(
            &format!(r#"{{"next":{},"#, link.replace("{other}", other)),
            r#""rows":[1]}"#,
        )
    });
    walk(Objects::paginate(site.get("/list")).early())
        .await
        .failed(&[1], ErrorKind::Link);
    site.asked(&["GET /list"]);
}

/// The same with a page that is never completed.
async fn a_link_in_a_page_that_breaks_off() {
    let site = Site::start(|_, other| {
        let start = format!(r#"{{"next":"{other}/list","rows":[1,"#);
        in_two(&start, "").broken_after(start.len())
    });
    let paginator = Linked::paginate(site.get("/list"))
        .early()
        .retry(RetryPolicy::none());
    walk(paginator).await.failed(&[], ErrorKind::Transport);
    site.asked(&["GET /list"]);
}

async fn a_link_in_a_header() {
    let site = Site::start(|_, other| {
        let header = format!("<{other}/list>; rel=next");
        in_two(r#"{"rows":[1"#, "]}").header("link", header)
    });
    walk(InHeader::paginate(site.get("/list")).early())
        .await
        .failed(&[1], ErrorKind::Link);
    site.asked(&["GET /list"]);
}

/// The page contains the member twice: the first value was used as a guess, and the page is
/// invalid.
async fn another_token_at_the_end() {
    let site = Site::start(|request, _| match request.param("cursor") {
        None => in_two(r#"{"next":"a","rows":[1],"#, r#""next":"b"}"#),
        Some(_) => Reply::text(r#"{"next":null,"rows":[666]}"#),
    });
    walk(Tokens::paginate(site.get("/list")).early())
        .await
        .failed(&[], ErrorKind::Decode);
    let lines = site.api.lines();
    assert!(
        lines == ["GET /list"] || lines == ["GET /list", "GET /list?cursor=a"],
        "{lines:?}"
    );
}

/// Text that looks like the token is inside another value.
async fn a_token_inside_of_something(start: &'static str) {
    let site = Site::start(move |request, _| match request.param("cursor").as_deref() {
        None => in_two(start, r#""rows":[1],"next":"a"}"#),
        Some("a") => Reply::text(r#"{"next":null,"rows":[2]}"#),
        Some(_) => Reply::text(r#"{"next":null,"rows":[666]}"#),
    });
    walk(Tokens::paginate(site.get("/list")).early())
        .await
        .ended(&[1, 2], EndReason::NoContinuation);
    site.asked(&["GET /list", "GET /list?cursor=a"]);
}

/// A page breaks off after it has named the next one: each item still comes once, in order.
async fn a_page_that_breaks_off_after_its_token() {
    let first = AtomicUsize::new(0);
    let site = Site::start(move |request, _| match request.param("cursor") {
        None if first.fetch_add(1, Ordering::SeqCst) == 0 => {
            let start = r#"{"next":"a","rows":[1"#;
            in_two(start, "").broken_after(start.len())
        }
        None => in_two(r#"{"next":"a","rows":[1"#, "]}"),
        Some(_) => in_two(r#"{"next":null,"rows":[2"#, "]}"),
    });
    let paginator = Tokens::paginate(site.get("/list"))
        .early()
        .runtime(Timeless::new());
    walk(paginator)
        .await
        .ended(&[1, 2], EndReason::NoContinuation);
    let lines = site.api.lines();
    assert!((3..=4).contains(&lines.len()), "{lines:?}");
    assert!(
        lines
            .iter()
            .all(|line| line == "GET /list" || line == "GET /list?cursor=a"),
        "{lines:?}"
    );
}

/// Always the same token, read before its page is complete.
async fn a_token_that_comes_back() {
    let site = Site::start(|_, _| in_two(r#"{"next":"a","rows":[1"#, "]}"));
    walk(Tokens::paginate(site.get("/list")).early())
        .await
        .failed(&[1, 1], ErrorKind::Loop);
    site.asked(&["GET /list", "GET /list?cursor=a"]);
}

/// A failure after the token.
async fn an_error_behind_the_token() {
    let site = Site::start(|request, _| match request.param("cursor") {
        None => in_two(r#"{"next":"a","rows":[1],"#, r#""ok":false,"error":"no"}"#),
        Some(_) => Reply::text(r#"{"ok":true,"next":null,"rows":[666]}"#),
    });
    walk(Reported::paginate(site.get("/list")).early())
        .await
        .failed(&[], ErrorKind::Api);
    assert!(site.api.lines().len() <= 2, "{:?}", site.api.lines());
}

/// The second page is not needed.
async fn a_token_after_the_last_page_that_is_wanted() {
    let site = Site::start(|_, _| in_two(r#"{"next":"a","rows":[1"#, "]}"));
    walk(Tokens::paginate(site.get("/list")).early().max_pages(1))
        .await
        .ended(&[1], EndReason::Limit);
    site.asked(&["GET /list"]);
}

/// Fetching ahead stops at a link to another origin.
async fn a_link_elsewhere_while_pages_are_fetched_ahead() {
    let site = Site::answers([
        r#"{"rows":[1],"next":"/list?page=2"}"#,
        r#"{"rows":[2],"next":"{other}/list"}"#,
    ]);
    walk(Linked::paginate(site.get("/list")).prefetch(8))
        .await
        .failed(&[1, 2], ErrorKind::Link);
    site.asked(&["GET /list", "GET /list?page=2"]);
}

/// An impossible number of pages, and eight requests at a time: the requested pages stay close to
/// the needed ones.
async fn pages_without_end_for_concurrent_requests(pages: &'static str) {
    let site = Site::start(move |request, _| {
        let page: u32 = request.param("page").unwrap().parse().unwrap();
        Reply::text(format!(r#"{{"pages":{pages},"rows":[{page}]}}"#))
    });
    let paginator = Counted::paginate(site.get("/list?limit=1"))
        .concurrency(8)
        .max_items(5);
    walk(paginator)
        .await
        .ended(&[1, 2, 3, 4, 5], EndReason::Limit);
    assert!(site.api.lines().len() <= 13, "{}", site.api.lines().len());
}

/// The API promises a million pages but has two: the walk finds that out with few requests.
async fn pages_that_are_not_there() {
    let site = Site::start(|request, _| {
        let page: u32 = request.param("page").unwrap().parse().unwrap();
        let rows = if page <= 2 {
            page.to_string()
        } else {
            String::new()
        };
        Reply::text(format!(r#"{{"pages":1000000,"rows":[{rows}]}}"#))
    });
    walk(Counted::paginate(site.get("/list?limit=1")).concurrency(4))
        .await
        .failed(&[1, 2], ErrorKind::EmptyPages);
    assert!(site.api.lines().len() <= 12, "{}", site.api.lines().len());
}

/// Every request that is sent ahead is refused with 429 and no wait: each page is tried as often as
/// the policy says, and no more.
async fn refusals_for_requests_ahead() {
    let site = Site::start(|request, _| match request.param("page").as_deref() {
        Some("1") => Reply::text(r#"{"pages":100,"rows":[1]}"#),
        _ => Reply::empty(429).header("retry-after", "0"),
    });
    let paginator = Counted::paginate(site.get("/list?limit=1"))
        .concurrency(4)
        .runtime(Timeless::new());
    walk(paginator).await.failed(&[1], ErrorKind::RateLimited);
    assert!(
        site.api.lines().len() <= 1 + 4 * 5,
        "{}",
        site.api.lines().len()
    );
}

/// Pages become shorter than the predicted offsets assumed: each item comes once.
async fn short_pages_for_offsets_ahead() {
    let site = Site::start(|request, _| {
        let offset: u32 = request.param("offset").unwrap().parse().unwrap();
        // The first page has three items, and all others one.
        let rows: Vec<u32> = (offset..12).take(if offset == 0 { 3 } else { 1 }).collect();
        Reply::json(serde_json::json!({ "total": 12, "rows": rows }))
    });
    let all: Vec<u32> = (0..12).collect();
    walk(Totalled::paginate(site.get("/list?limit=3")).concurrency(3))
        .await
        .ended(&all, EndReason::Total);
    assert!(
        site.api.lines().len() <= 4 * 12,
        "{}",
        site.api.lines().len()
    );
}

/// A total that differs on each page.
async fn a_total_that_jumps() {
    let site = Site::start(|request, _| {
        let offset: u32 = request.param("offset").unwrap().parse().unwrap();
        let rows: Vec<u32> = (offset..9).take(2).collect();
        let total = if offset == 2 { 1_000_000_000 } else { 9 };
        Reply::json(serde_json::json!({ "total": total, "rows": rows }))
    });
    let all: Vec<u32> = (0..9).collect();
    walk(Totalled::paginate(site.get("/list?limit=2")).concurrency(3))
        .await
        .ended(&all, EndReason::Total);
    assert!(site.api.lines().len() <= 20, "{}", site.api.lines().len());
}

attacks! {
    another_port_in_half_a_page: a_link_in_half_a_page(r#""{other}/list""#);
    a_user_name_in_half_a_page: a_link_in_half_a_page(r#""http://ann@127.0.0.1/list""#);
    delete_in_half_a_page: a_link_in_half_a_page(r#"{"href":"/users/1","method":"DELETE"}"#);
    post_in_half_a_page: a_link_in_half_a_page(r#"{"href":"/users","method":"POST","body":{"admin":true}}"#);
    another_port_in_a_page_that_breaks_off: a_link_in_a_page_that_breaks_off();
    another_port_in_a_header_before_the_page: a_link_in_a_header();
    another_port_for_pages_ahead: a_link_elsewhere_while_pages_are_fetched_ahead();
    a_second_token_at_the_end: another_token_at_the_end();
    a_token_inside_an_object: a_token_inside_of_something(r#"{"meta":{"next":"evil"},"#);
    a_token_inside_a_string: a_token_inside_of_something(r#"{"meta":"\",\"next\":\"evil\",\"","#);
    a_token_inside_a_list: a_token_inside_of_something(r#"{"meta":[{"next":"evil"},"next","evil"],"#);
    a_token_under_half_a_name: a_token_inside_of_something(r#"{"next_":"evil","Next":"evil","nex\u0074s":"evil","#);
    a_break_after_the_token: a_page_that_breaks_off_after_its_token();
    a_token_again_and_again: a_token_that_comes_back();
    a_failure_behind_the_token: an_error_behind_the_token();
    a_page_that_nobody_wants: a_token_after_the_last_page_that_is_wanted();
    two_to_the_64_pages: pages_without_end_for_concurrent_requests("18446744073709551615");
    two_to_the_64_pages_less_one: pages_without_end_for_concurrent_requests("18446744073709551614");
    two_to_the_63_pages: pages_without_end_for_concurrent_requests("9223372036854775808");
    ten_to_the_400_pages: pages_without_end_for_concurrent_requests("\"1e400\"");
    a_million_pages_that_are_not_there: pages_that_are_not_there();
    refusals_of_what_is_sent_ahead: refusals_for_requests_ahead();
    pages_that_get_shorter: short_pages_for_offsets_ahead();
    a_total_that_jumps_up: a_total_that_jumps();
}
