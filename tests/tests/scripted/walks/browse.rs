//! Browsing and exposing pages: back and forth over an API that only goes forward, and the
//! continuation as a text.

use std::sync::{Arc, Mutex};

use paginate_runtime::browse::{Browse, Continuation, History};
use paginate_runtime::{Checkpoint, ErrorKind, Page, Paginated, RetryPolicy};
use paginate_tests::{Request, Script};
use serde::Deserialize;

use super::*;

/// Three pages by token.
fn listed(request: &Request) -> Reply {
    match request.param("next_page_token").as_deref() {
        None => tokens(&[1, 2], "b"),
        Some("b") => tokens(&[3, 4], "c"),
        Some("c") => tokens(&[5], ""),
        Some(_) => Reply::text("no such token").status(400),
    }
}

fn users(page: Option<Page<Tokens>>) -> Vec<u32> {
    page.map(Page::into_items).unwrap_or_default()
}

#[tokio::test]
async fn each_move_is_one_request() {
    let script = Script::handler(listed);
    let mut browse = Tokens::paginate(script.get("/u?status=active")).browse();
    assert!(!browse.has_previous() && browse.has_next());
    assert!(
        script.lines().is_empty(),
        "nothing is sent before the first move"
    );

    let mut seen = Vec::new();
    for forward in [true, true, false, true, true, false] {
        let page = if forward {
            browse.next().await
        } else {
            browse.previous().await
        };
        let page = page.expect("a move").expect("a page");
        seen.push((
            page.index(),
            page.into_items(),
            browse.has_previous(),
            browse.has_next(),
        ));
    }
    assert_eq!(
        seen,
        [
            (1, vec![1, 2], false, true),
            (2, vec![3, 4], true, true),
            (1, vec![1, 2], false, true),
            (2, vec![3, 4], true, true),
            (3, vec![5], true, false),
            (2, vec![3, 4], true, true),
        ]
    );
    let first = "GET /u?status=active&page_size=300";
    let (b, c) = (
        "GET /u?status=active&next_page_token=b&page_size=300",
        "GET /u?status=active&next_page_token=c&page_size=300",
    );
    assert_eq!(script.lines(), [first, b, first, b, c, b]);
}

#[tokio::test]
async fn at_an_end_nothing_is_sent() {
    let script = Script::handler(listed);
    let mut browse = Tokens::paginate(script.get("/u")).browse();
    assert!(browse.previous().await.expect("a move").is_none());
    for _ in 0..3 {
        browse.next().await.expect("a move").expect("a page");
    }
    assert!(browse.next().await.expect("a move").is_none());
    assert_eq!(script.lines().len(), 3);
    assert_eq!(
        users(browse.previous().await.expect("a move")),
        [3, 4],
        "it stands on the last page"
    );
}

/// If only an empty page is the end, the user needs one more click.
#[tokio::test]
async fn an_end_that_is_not_told_is_found_by_asking() {
    let script = Script::handler(|request| match request.param("page").as_deref() {
        Some("1") => results(&[1]),
        Some("2") => results(&[2]),
        _ => Reply::empty(204),
    });
    let mut browse = Numbered::paginate(script.get("/r")).browse();
    browse.next().await.expect("a move").expect("a page");
    browse.next().await.expect("a move").expect("a page");
    assert!(browse.has_next());
    assert!(browse.next().await.expect("a move").is_none());
    assert!(!browse.has_next());
    assert!(browse.next().await.expect("a move").is_none());
    let page = browse.previous().await.expect("a move").expect("a page");
    assert_eq!((page.index(), page.into_items()), (1, vec![1]));
    assert!(browse.has_next());
    assert_eq!(
        script.lines(),
        [
            "GET /r?page=1",
            "GET /r?page=2",
            "GET /r?page=3",
            "GET /r?page=1"
        ]
    );
}

/// The next page is the one that the page names now.
#[tokio::test]
async fn a_page_that_has_changed_leads_where_it_says_now() {
    let script = Script::new([
        tokens(&[1], "b"),
        tokens(&[2], "c"),
        tokens(&[0], "b2"),
        tokens(&[1], ""),
        tokens(&[1, 9], "d"),
        tokens(&[10], ""),
    ]);
    let mut browse = Tokens::paginate(script.get("/u")).browse();
    browse.next().await.expect("a move");
    browse.next().await.expect("a move");
    assert_eq!(users(browse.previous().await.expect("a move")), [0]);
    assert_eq!(users(browse.next().await.expect("a move")), [1]);
    assert!(!browse.has_next());
    assert_eq!(
        users(browse.reload().await.expect("a move")),
        [1, 9],
        "the list has grown"
    );
    assert!(browse.has_next());
    assert_eq!(users(browse.next().await.expect("a move")), [10]);
    let tokens: Vec<_> = script
        .requests()
        .iter()
        .map(|request| request.param("next_page_token"))
        .collect();
    let expected = [None, Some("b"), None, Some("b2"), Some("b2"), Some("d")]
        .map(|token| token.map(str::to_owned));
    assert_eq!(tokens, expected);
}

#[tokio::test]
async fn the_oldest_pages_are_forgotten_first() {
    let script = Script::handler(|request| match request.param("offset").as_deref() {
        Some(offset) => results(&[offset.parse().expect("a number")]),
        None => results(&[]),
    });
    let mut browse = Skipped::paginate(script.get("/o")).browse().remember(2);
    for _ in 0..6 {
        browse.next().await.expect("a move").expect("a page");
    }
    assert_eq!(browse.history().len(), 2);
    let mut back = Vec::new();
    while let Some(page) = browse.previous().await.expect("a move") {
        back.push(page.into_items()[0]);
        assert!(back.len() < 10, "it does not end");
    }
    assert_eq!(back, [4, 3], "two back, and no further");
    assert!(!browse.has_previous());
    let next = browse.next().await.expect("a move").expect("a page");
    assert_eq!(next.into_items(), [4]);

    let mut none = Skipped::paginate(script.get("/o")).browse().remember(0);
    none.next().await.expect("a move");
    none.next().await.expect("a move");
    assert!(none.previous().await.expect("a move").is_none());
}

/// A web session: each move of the user is a separate request, and only the history is kept between
/// them.
#[tokio::test]
async fn a_history_goes_on_in_another_process() {
    let script = Script::handler(listed);
    let mut session: Option<String> = None;
    let mut seen = Vec::new();
    for forward in [true, true, true, false, false, true] {
        let history: Option<History> = session
            .as_deref()
            .map(|text| serde_json::from_str(text).expect("a history"));
        let mut browse = Tokens::paginate(script.get("/u")).browse().resume(history);
        let page = if forward {
            browse.next().await
        } else {
            browse.previous().await
        };
        seen.push(users(page.expect("a move")));
        session = Some(serde_json::to_string(browse.history()).expect("JSON"));
    }
    assert_eq!(
        seen,
        [
            vec![1, 2],
            vec![3, 4],
            vec![5],
            vec![3, 4],
            vec![1, 2],
            vec![3, 4]
        ]
    );
    let tokens: Vec<_> = script
        .requests()
        .iter()
        .map(|request| request.param("next_page_token").unwrap_or_default())
        .collect();
    assert_eq!(tokens, ["", "b", "c", "b", "", "b"]);

    let history: History = serde_json::from_str(&session.expect("stored")).expect("a history");
    assert_eq!(history.current().map(Checkpoint::is_over), Some(false));
    let shown = format!(
        "{history:?} {:?}",
        Tokens::paginate(script.get("/u"))
            .browse()
            .resume(history.clone())
    );
    assert_eq!(
        shown,
        "History { len: 1, last: false, .. } Browse { history: History { len: 1, last: false, .. }, .. }"
    );
    // The history belongs to its query, as checkpoints do.
    let mut other = Tokens::paginate(script.get("/u?status=inactive"))
        .browse()
        .resume(history);
    let error = other.next().await.expect_err("another query");
    assert_eq!(error.kind(), ErrorKind::Setup);
    assert_eq!(script.lines().len(), 6);
}

#[tokio::test]
async fn after_an_error_it_stands_where_it_stood() {
    let answers = Arc::new(Mutex::new(vec![
        tokens(&[1], "b"),
        Reply::text("down").status(500),
        tokens(&[2], "c"),
        Reply::text("down").status(500),
        tokens(&[1], "b"),
    ]));
    let script = Script::handler(move |_| answers.lock().expect("a lock").remove(0));
    let mut browse = Tokens::paginate(script.get("/u"))
        .retry(RetryPolicy::none())
        .browse();
    browse.next().await.expect("a move");
    assert_eq!(
        browse.next().await.expect_err("down").kind(),
        ErrorKind::Status
    );
    assert_eq!(users(browse.next().await.expect("a move")), [2]);
    assert_eq!(
        browse.previous().await.expect_err("down").kind(),
        ErrorKind::Status
    );
    assert!(browse.has_previous());
    assert_eq!(users(browse.previous().await.expect("a move")), [1]);
    let tokens: Vec<_> = script
        .requests()
        .iter()
        .map(|request| request.param("next_page_token").unwrap_or_default())
        .collect();
    assert_eq!(tokens, ["", "b", "b", "", ""]);
}

#[tokio::test]
async fn options_without_a_meaning_are_errors() {
    async fn refused(mut browse: Browse<Tokens>) -> String {
        let error = browse
            .next()
            .await
            .expect_err("an option without a meaning");
        assert_eq!(error.kind(), ErrorKind::Setup);
        assert!(browse.previous().await.is_err());
        error.to_string()
    }
    let script = Script::handler(listed);
    let walk = || Tokens::paginate(script.get("/u"));
    assert!(
        refused(walk().prefetch(2).browse())
            .await
            .contains("prefetch")
    );
    assert!(
        refused(walk().max_items(2).browse())
            .await
            .contains("max_items")
    );
    assert!(
        refused(walk().max_pages(2).browse())
            .await
            .contains("max_pages")
    );
    assert!(script.lines().is_empty());
}

#[tokio::test]
async fn links_keys_and_functions_go_back_too() {
    let script = Script::handler(|request| match request.line().as_str() {
        "GET /l" => linked(&[1], Some("/l?after=x")),
        "GET /l?after=x" => linked(&[2], Some("/l?after=y")),
        _ => linked(&[3], None),
    });
    let mut browse = Linked::paginate(script.get("/l")).browse();
    for forward in [true, true, true, false, false, true] {
        let page = if forward {
            browse.next().await
        } else {
            browse.previous().await
        };
        page.expect("a move").expect("a page");
    }
    assert_eq!(
        script.lines(),
        [
            "GET /l",
            "GET /l?after=x",
            "GET /l?after=y",
            "GET /l?after=x",
            "GET /l",
            "GET /l?after=x"
        ]
    );

    #[derive(Deserialize, Paginated)]
    #[paginate(last_item = "id", param = "after", items = "rows")]
    struct After {
        rows: Vec<Row>,
    }
    #[derive(Deserialize)]
    struct Row {
        id: u32,
    }
    let script = Script::handler(|request| {
        let after: u32 = request
            .param("after")
            .map_or(0, |after| after.parse().expect("a number"));
        Reply::json(json!({ "rows": [{ "id": after + 1 }, { "id": after + 2 }] }))
    });
    let mut browse = After::paginate(script.get("/k")).browse();
    for forward in [true, true, false, true] {
        let page = if forward {
            browse.next().await
        } else {
            browse.previous().await
        };
        page.expect("a move").expect("a page");
    }
    assert_eq!(
        script.lines(),
        ["GET /k", "GET /k?after=2", "GET /k", "GET /k?after=2"]
    );

    let calls = Arc::new(Mutex::new(Vec::new()));
    let walk = Numbered::paginate_with_state(calls.clone(), |calls, page| async move {
        calls.lock().expect("a lock").push(page);
        Ok::<_, std::io::Error>(Numbered {
            results: vec![page as u32],
        })
    });
    let mut browse = walk.browse();
    for forward in [true, true, false, true] {
        let page = if forward {
            browse.next().await
        } else {
            browse.previous().await
        };
        page.expect("a move").expect("a page");
    }
    assert_eq!(*calls.lock().expect("a lock"), [1, 2, 1, 2]);
}

#[test]
fn without_async_it_is_the_same() {
    let script = Script::handler(listed);
    let mut browse = Tokens::paginate_blocking(script.get("/u")).browse();
    let mut seen = Vec::new();
    for forward in [true, true, false, true] {
        let page = if forward {
            browse.next()
        } else {
            browse.previous()
        };
        seen.push(users(page.expect("a move")));
    }
    assert_eq!(seen, [vec![1, 2], vec![3, 4], vec![1, 2], vec![3, 4]]);
    assert_eq!(users(browse.reload().expect("a move")), [3, 4]);
    let tokens: Vec<_> = script
        .requests()
        .iter()
        .map(|request| request.param("next_page_token").unwrap_or_default())
        .collect();
    assert_eq!(tokens, ["", "b", "", "b", "b"]);
}

/// The code of a service that exposes pages: one page at a time, and a text for the next one.
async fn list_users_page(
    script: &Script,
    token: Option<&str>,
) -> Result<(Vec<u32>, Option<String>), Error> {
    let from: Option<Continuation> = token.map(str::parse).transpose()?;
    let mut pages = Tokens::paginate(script.get("/u?status=active"))
        .start_from(from)
        .pages();
    let Some(page) = pages.try_next().await? else {
        return Ok((Vec::new(), None));
    };
    assert_eq!(page.is_last(), page.continuation().is_none());
    let next = page.continuation().map(|next| next.to_text());
    Ok((page.into_items(), next))
}

#[tokio::test]
async fn pages_are_exposed_one_at_a_time() {
    let script = Script::handler(listed);
    let (mut found, mut token) = (Vec::new(), None);
    for _ in 0..3 {
        let (users, next) = list_users_page(&script, token.as_deref())
            .await
            .expect("a page");
        found.push(users);
        token = next;
        let is_plain = |text: &String| {
            text.chars()
                .all(|c| c.is_ascii_alphanumeric() || "-_".contains(c))
        };
        assert!(token.as_ref().is_none_or(is_plain), "{token:?}");
    }
    assert_eq!(
        (found, token),
        (vec![vec![1, 2], vec![3, 4], vec![5]], None)
    );
    let tokens: Vec<_> = script
        .requests()
        .iter()
        .map(|request| request.param("next_page_token").unwrap_or_default())
        .collect();
    assert_eq!(tokens, ["", "b", "c"]);
}

#[tokio::test]
async fn a_continuation_is_opaque_and_checked() {
    let script = Script::handler(listed);
    let mut pages = Tokens::paginate(script.get("/u")).pages();
    let page = pages.try_next().await.expect("a page").expect("a page");
    let next = page.continuation().expect("a next page");
    assert_eq!(format!("{next:?}"), "Continuation(redacted)");

    // As text, as JSON, and back.
    let json = serde_json::to_string(&next).expect("JSON");
    assert_eq!(json, format!("\"{}\"", next.to_text()));
    assert_eq!(
        serde_json::from_str::<Continuation>(&json).expect("a continuation"),
        next
    );
    assert_eq!(Checkpoint::from(next.clone()), *page.next_checkpoint());

    for text in ["", "?", "AAAA", &next.to_text()[1..]] {
        let error = text.parse::<Continuation>().expect_err("no continuation");
        assert_eq!(error.kind(), ErrorKind::Setup, "{text}");
    }
    let mut other = Tokens::paginate(script.get("/u?status=active"))
        .start_from(next)
        .pages();
    assert_eq!(
        other.try_next().await.expect_err("another query").kind(),
        ErrorKind::Setup
    );
    assert_eq!(script.lines().len(), 1);
}

#[tokio::test]
async fn the_last_page_is_the_one_that_the_api_says_is_the_last() {
    // A limit is not the end of the list, and a page that it cuts continues in the middle.
    let script = Script::handler(listed);
    let mut pages = Tokens::paginate(script.get("/u")).max_pages(1).pages();
    let page = pages.try_next().await.expect("a page").expect("a page");
    assert!(!page.is_last() && page.continuation().is_some());
    let mut pages = Tokens::paginate(script.get("/u"))
        .page_size(2)
        .max_items(1)
        .pages();
    let page = pages.try_next().await.expect("a page").expect("a page");
    assert!(!page.is_last());
    let rest = Tokens::paginate(script.get("/u"))
        .start_from(page.continuation())
        .items();
    assert_eq!(all(rest).await.0, [2, 3, 4, 5]);

    // A flag and a total tell the last page; without them, only the empty page is the last.
    #[derive(Deserialize, Paginated)]
    #[paginate(page = "page", total = "total", items = "results")]
    struct Counted {
        total: Option<u64>,
        results: Vec<u32>,
    }
    for (total, last) in [(Some(2), true), (Some(3), false), (None, false)] {
        let script =
            Script::handler(move |_| Reply::json(json!({ "total": total, "results": [1, 2] })));
        let mut pages = Counted::paginate(script.get("/c")).pages();
        let page = pages.try_next().await.expect("a page").expect("a page");
        assert_eq!(
            (page.is_last(), page.continuation().is_none()),
            (last, last),
            "{total:?}"
        );
    }

    // A continuation that a guard refuses is neither: the stream returns the error.
    let script = Script::handler(|_| linked(&[1], Some("https://elsewhere.example/l")));
    let mut pages = Linked::paginate(script.get("/l")).pages();
    let page = pages.try_next().await.expect("a page").expect("a page");
    assert!(!page.is_last() && page.continuation().is_none());
    assert_eq!(
        pages.try_next().await.expect_err("a foreign link").kind(),
        ErrorKind::Link
    );
    assert_eq!(script.lines().len(), 1);
}
