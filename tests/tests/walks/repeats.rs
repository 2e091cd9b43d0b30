//! Nothing goes on for ever.

use paginate_runtime::{ErrorKind, Paginated};
use paginate_tests::Script;
use serde::Deserialize;

use super::*;

#[tokio::test]
async fn a_token_that_comes_again_is_an_error_after_its_pages_items() {
    let script = Script::new([tokens(&[1], "A"), tokens(&[2], "A")]);
    let (users, error) = failed(Tokens::paginate(script.get("/u")).items()).await;
    assert_eq!((users, error.kind(), error.page()), (vec![1, 2], ErrorKind::Loop, 2));
    assert_eq!(script.lines().len(), 2);
}

#[tokio::test]
async fn a_cycle_of_tokens_is_found() {
    let script = Script::new([tokens(&[1], "A"), tokens(&[2], "B"), tokens(&[3], "A")]);
    let (users, error) = failed(Tokens::paginate(script.get("/u")).items()).await;
    assert_eq!((users, error.kind()), (vec![1, 2, 3], ErrorKind::Loop));
}

#[tokio::test]
async fn a_link_back_to_the_first_url_is_a_loop() {
    let script = Script::new([linked(&[1], Some("/l?x=1"))]);
    let (found, error) = failed(Linked::paginate(script.get("/l?x=1")).items()).await;
    assert_eq!((found, error.kind()), (vec![1], ErrorKind::Loop));
}

#[tokio::test]
async fn the_same_link_spelled_in_two_ways_is_a_loop() {
    let script = Script::new([
        linked(&[1], Some("https://api.example.com:443/l?p=2#a")),
        linked(&[2], Some("./l?p=2")),
    ]);
    let (found, error) = failed(Linked::paginate(script.get("/l")).items()).await;
    assert_eq!((found, error.kind()), (vec![1, 2], ErrorKind::Loop));
}

#[tokio::test]
async fn repeats_can_be_allowed() {
    let script = Script::new([tokens(&[1], "A"), tokens(&[2], "A"), tokens(&[3], "")]);
    let (users, _) = all(Tokens::paginate(script.get("/u")).allow_repeats().items()).await;
    assert_eq!(users, [1, 2, 3]);
}

#[derive(Deserialize, Paginated)]
#[paginate(token = "next", items = "rows", repeats, end_on = [empty])]
struct Scroll {
    next: Option<String>,
    rows: Vec<u32>,
}

fn scroll(rows: &[u32]) -> Reply {
    Reply::json(json!({ "next": "same", "rows": rows }))
}

#[tokio::test]
async fn a_declared_repeat_goes_on_until_its_own_end() {
    let script = Script::new([scroll(&[1, 2]), scroll(&[3]), scroll(&[])]);
    let (rows, end) = all(Scroll::paginate(script.get("/s")).items()).await;
    assert_eq!((rows, end), (vec![1, 2, 3], EndReason::Empty));
}

#[tokio::test]
async fn a_declared_repeat_with_equal_pages_is_stuck() {
    let script = Script::new([scroll(&[1, 2]), scroll(&[1, 2])]);
    let (rows, error) = failed(Scroll::paginate(script.get("/s")).items()).await;
    assert_eq!((rows, error.kind()), (vec![1, 2], ErrorKind::Stuck));
}

#[tokio::test]
async fn an_api_that_ignores_the_page_number_is_stuck() {
    let script = Script::new([results(&[1, 2]), results(&[1, 2])]);
    let (found, error) = failed(Numbered::paginate(script.get("/l")).items()).await;
    assert_eq!((found, error.kind(), error.page()), (vec![1, 2], ErrorKind::Stuck, 2));
    assert!(error.to_string().contains("does the API know this paging parameter?"), "{error}");
}

#[tokio::test]
async fn an_echoed_page_number_does_not_hide_that_the_list_is_the_same() {
    let page = |number: u32| Reply::json(json!({ "page": number, "request_id": format!("r{number}"), "results": [1, 2] }));
    let script = Script::new([page(1), page(2)]);
    let (found, error) = failed(Numbered::paginate(script.get("/l")).items()).await;
    assert_eq!((found, error.kind()), (vec![1, 2], ErrorKind::Stuck));
}

#[tokio::test]
async fn equal_pages_can_be_allowed() {
    let script = Script::new([results(&[1]), results(&[1]), results(&[])]);
    let (found, _) = all(Numbered::paginate(script.get("/l")).allow_repeats().items()).await;
    assert_eq!(found, [1, 1]);
}

#[tokio::test]
async fn a_page_that_comes_again_is_the_end_where_declared() {
    #[derive(Deserialize, Paginated)]
    #[paginate(page = "page", items = "results", end_on = [repeat])]
    struct Clamping {
        results: Vec<u32>,
    }
    let script = Script::new([results(&[1, 2]), results(&[3]), results(&[3])]);
    let (found, end) = all(Clamping::paginate(script.get("/l")).items()).await;
    assert_eq!((found, end), (vec![1, 2, 3], EndReason::Repeat));
}

#[tokio::test]
async fn the_token_just_sent_is_the_end_where_declared() {
    #[derive(Deserialize, Paginated)]
    #[paginate(token = "next", items = "rows", end_on = [repeat])]
    struct Log {
        next: Option<String>,
        rows: Vec<u32>,
    }
    let page = |rows: &[u32], next: &str| Reply::json(json!({ "next": next, "rows": rows }));
    let script = Script::new([page(&[1], "f/1"), page(&[2], "f/2"), page(&[], "f/2")]);
    let (rows, end) = all(Log::paginate(script.get("/log")).items()).await;
    assert_eq!((rows, end), (vec![1, 2], EndReason::Repeat));
    // An older token is no end: it is a loop.
    let script = Script::new([page(&[1], "f/1"), page(&[2], "f/2"), page(&[], "f/1")]);
    let (_, error) = failed(Log::paginate(script.get("/log")).items()).await;
    assert_eq!(error.kind(), ErrorKind::Loop);
}

/// A byte order mark is passed over by whoever looks at the body: the guard, and what tells of a failure.
#[tokio::test]
async fn behind_a_byte_order_mark_pages_are_compared_too() {
    let marked = |body: String| Reply::bytes(format!("\u{feff}{body}"));
    let script = Script::handler(move |request| {
        let page = request.param("page").unwrap_or_else(|| "1".to_owned());
        marked(format!(r#"{{ "page": {page}, "results": [1] }}"#))
    });
    let (found, error) = failed(Numbered::paginate(script.get("/u")).items()).await;
    assert_eq!((found, error.kind(), script.lines().len()), (vec![1], ErrorKind::Stuck, 2));

    #[derive(Debug, Deserialize, Paginated)]
    #[paginate(page = "page", ok = "ok", items = "results")]
    struct Said {
        ok: bool,
        results: Vec<u32>,
    }
    let script = Script::new([marked(r#"{ "ok": false }"#.to_owned())]);
    let (_, error) = failed(Said::paginate(script.get("/u")).items()).await;
    assert_eq!(error.kind(), ErrorKind::Api);
}
