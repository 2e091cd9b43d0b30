//! No walk goes on for ever.

use paginate_runtime::{ErrorKind, Paginated};
use paginate_tests::Script;
use serde::Deserialize;

use super::*;

#[tokio::test]
async fn a_token_that_comes_again_is_an_error_after_its_pages_items() {
    let script = Script::new([tokens(&[1], "A"), tokens(&[2], "A")]);
    let (users, error) = failed(Tokens::paginate(script.get("/u")).items()).await;
    assert_eq!(
        (users, error.kind(), error.page()),
        (vec![1, 2], ErrorKind::Loop, 2)
    );
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
#[paginate(token = "next", param = "next", items = "rows", repeats, end_on = [empty])]
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
    assert_eq!((rows, error.kind()), (vec![1, 2], ErrorKind::RepeatedPage));
}

#[tokio::test]
async fn an_api_that_ignores_the_page_number_is_stuck() {
    let script = Script::new([results(&[1, 2]), results(&[1, 2])]);
    let (found, error) = failed(Numbered::paginate(script.get("/l")).items()).await;
    assert_eq!(
        (found, error.kind(), error.page()),
        (vec![1, 2], ErrorKind::RepeatedPage, 2)
    );
    assert!(
        error.to_string().contains("does the API read `page=..`?"),
        "{error}"
    );
}

#[tokio::test]
async fn an_echoed_page_number_does_not_hide_that_the_list_is_the_same() {
    let page = |number: u32| {
        Reply::json(
            json!({ "page": number, "request_id": format!("r{number}"), "results": [1, 2] }),
        )
    };
    let script = Script::new([page(1), page(2)]);
    let (found, error) = failed(Numbered::paginate(script.get("/l")).items()).await;
    assert_eq!((found, error.kind()), (vec![1, 2], ErrorKind::RepeatedPage));
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
    #[paginate(token = "next", param = "next", items = "rows", end_on = [repeat])]
    struct Log {
        next: Option<String>,
        rows: Vec<u32>,
    }
    let page = |rows: &[u32], next: &str| Reply::json(json!({ "next": next, "rows": rows }));
    let script = Script::new([page(&[1], "f/1"), page(&[2], "f/2"), page(&[], "f/2")]);
    let (rows, end) = all(Log::paginate(script.get("/log")).items()).await;
    assert_eq!((rows, end), (vec![1, 2], EndReason::Repeat));
    // An older token is not an end: it is a loop.
    let script = Script::new([page(&[1], "f/1"), page(&[2], "f/2"), page(&[], "f/1")]);
    let (_, error) = failed(Log::paginate(script.get("/log")).items()).await;
    assert_eq!(error.kind(), ErrorKind::Loop);
}

/// The code that reads the body for the guard and for failures skips a byte order mark.
#[tokio::test]
async fn behind_a_byte_order_mark_pages_are_compared_too() {
    let marked = |body: String| Reply::bytes(format!("\u{feff}{body}"));
    let script = Script::handler(move |request| {
        let page = request.param("page").unwrap_or_else(|| "1".to_owned());
        marked(format!(r#"{{ "page": {page}, "results": [1] }}"#))
    });
    let (found, error) = failed(Numbered::paginate(script.get("/u")).items()).await;
    assert_eq!(
        (found, error.kind(), script.lines().len()),
        (vec![1], ErrorKind::RepeatedPage, 2)
    );

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

/// The first URL in the form in which it was sent: with the page size that the walk wrote, without
/// a user name, and with a kept parameter.
#[tokio::test]
async fn a_link_back_to_a_url_as_it_was_sent_is_a_loop() {
    #[derive(Debug, Deserialize, Paginated)]
    #[paginate(next_url = "next", items = "results", size = "limit", max = 3)]
    struct Sized3 {
        next: Option<String>,
        results: Vec<u32>,
    }
    for link in [
        "/l?q=1&limit=3",
        "https://api.example.com:443/l?q=1&limit=3#top",
        "/l?q=1",
    ] {
        let script = Script::new([linked(&[1], Some(link)), linked(&[1], Some(link))]);
        let (found, error) = failed(Sized3::paginate(script.get("/l?q=1")).items()).await;
        assert_eq!(
            (found, error.kind(), error.page()),
            (vec![1], ErrorKind::Loop, 1),
            "{link}"
        );
        assert_eq!(script.lines(), ["GET /l?q=1&limit=3"]);
    }
    for user in ["ann:s3cret@", "ann@", "@"] {
        let script = Script::new([linked(&[1], Some("/l?x=1")), linked(&[1], Some("/l?x=1"))]);
        let request = http::Request::get(format!("https://{user}api.example.com/l?x=1"))
            .body(())
            .expect("a request");
        let (found, error) = failed(Linked::paginate((script.clone(), request)).items()).await;
        assert_eq!(
            (found, error.kind(), script.lines().len()),
            (vec![1], ErrorKind::Loop, 1),
            "{user}"
        );
    }
    // A later page, whose link lacked a parameter that the walk keeps.
    let script = Script::new([
        linked(&[1], Some("/l?p=2")),
        linked(&[2], Some("/l?p=2&key=k")),
        linked(&[2], Some("/l?p=2&key=k")),
    ]);
    let (found, error) = failed(
        Linked::paginate(script.get("/l?key=k"))
            .keep_query(["key"])
            .items(),
    )
    .await;
    assert_eq!(
        (found, error.kind(), error.page()),
        (vec![1, 2], ErrorKind::Loop, 2)
    );
    assert_eq!(script.lines(), ["GET /l?key=k", "GET /l?p=2&key=k"]);
}

/// A list of object pages by number; these pages come in turn.
fn in_turn(pages: Vec<serde_json::Value>) -> Script {
    Script::handler(move |request| {
        let page = request
            .param("page")
            .map_or(1, |page| page.parse::<usize>().expect("a number"));
        Reply::json(json!({ "results": pages[(page - 1) % pages.len()] }))
    })
}

#[tokio::test]
async fn pages_that_come_round_again_are_found() {
    #[derive(Debug, Deserialize, Paginated)]
    #[paginate(page = "page", items = "results")]
    struct Users {
        results: Vec<serde_json::Value>,
    }
    let user = |id: u32| json!({ "id": id, "name": format!("user {id}") });
    for period in 2..=16_u32 {
        let script = in_turn(
            (0..period)
                .map(|page| json!([user(2 * page), user(2 * page + 1)]))
                .collect(),
        );
        let (found, error) = failed(Users::paginate(script.get("/l")).max_pages(60).items()).await;
        assert_eq!(
            (found.len(), error.kind(), error.page()),
            (
                2 * period as usize,
                ErrorKind::RepeatedPage,
                u64::from(period) + 1
            )
        );
        let pages = format!(
            "this page is the same as the one {period} pages before it: the API repeats the same {period} pages"
        );
        assert!(error.to_string().contains(&pages), "{error}");
    }
    // The option for an API that really repeats pages.
    let script = in_turn(vec![json!([user(1), user(2)]), json!([user(3), user(4)])]);
    let (found, end) = all(Users::paginate(script.get("/l"))
        .allow_repeats()
        .max_pages(10)
        .items())
    .await;
    assert_eq!((found.len(), end), (20, EndReason::Limit));
    // Small lists of numbers: equal ones are an accident, unless there are many in a row.
    let script = in_turn(vec![json!([1, 2]), json!([3, 4])]);
    let (found, error) = failed(Numbered::paginate(script.get("/l")).max_pages(60).items()).await;
    assert_eq!(
        (found.len(), error.kind(), error.page()),
        (18, ErrorKind::RepeatedPage, 10)
    );
}

#[tokio::test]
async fn small_pages_may_be_equal() {
    // Votes, one per page and three per page; no page equals the one before.
    let one = [5, 3, 5, 3, 5, 4, 5, 3, 5, 1, 2, 1, 2, 1, 3];
    let three = [
        [1, 0, 1],
        [0, 1, 1],
        [1, 0, 1],
        [0, 1, 1],
        [1, 0, 1],
        [0, 0, 1],
        [1, 0, 1],
    ];
    for pages in [
        one.map(|vote| vec![vote]).to_vec(),
        three.map(|votes| votes.to_vec()).to_vec(),
    ] {
        let replies = pages.iter().map(|page| results(page)).chain([results(&[])]);
        let (found, end) = all(Numbered::paginate(Script::new(replies).get("/l")).items()).await;
        assert_eq!((found, end), (pages.concat(), EndReason::Empty));
    }
    // One object per page, of a few kinds.
    #[derive(Debug, Deserialize, Paginated)]
    #[paginate(page = "page", items = "results")]
    struct Votes {
        results: Vec<serde_json::Value>,
    }
    let vote = |choice: &str| {
        Reply::json(
            json!({ "results": [{ "question": "which of the two do you like better", "choice": choice }] }),
        )
    };
    let replies = ["a", "b", "a", "b", "a", "c"]
        .map(vote)
        .into_iter()
        .chain([results(&[])]);
    let (found, end) = all(Votes::paginate(Script::new(replies).get("/l")).items()).await;
    assert_eq!((found.len(), end), (6, EndReason::Empty));
}

#[tokio::test]
async fn equal_pages_under_ever_new_continuations_are_found() {
    #[derive(Debug, Deserialize, Paginated)]
    #[paginate(token = "next", param = "next", items = "rows")]
    struct Rows {
        next: Option<String>,
        rows: Vec<serde_json::Value>,
    }
    let endless = |rows: serde_json::Value| {
        let count = std::sync::atomic::AtomicUsize::new(0);
        Script::handler(move |_| {
            let next = count.fetch_add(1, std::sync::atomic::Ordering::SeqCst);
            // With the token before the list, and after it.
            Reply::text(format!(
                r#"{{ "next": "t{next}", "rows": {rows}, "request": "r{next}" }}"#
            ))
        })
    };
    let script = endless(json!([{ "id": 1, "name": "ann" }, { "id": 2, "name": "ben" }]));
    let (found, error) = failed(Rows::paginate(script.get("/l")).max_pages(200).items()).await;
    assert_eq!(
        (found.len(), error.kind(), error.page()),
        (16, ErrorKind::RepeatedPage, 9)
    );
    assert!(
        error
            .to_string()
            .contains("8 pages in a row are equal, although each has a new continuation: the API ignores the continuation"),
        "{error}"
    );
    let checkpoint = error.checkpoint().expect("a checkpoint").clone();
    assert_eq!(
        checkpoint,
        serde_json::from_value(serde_json::to_value(&checkpoint).expect("JSON"))
            .expect("a checkpoint")
    );
    // Numbers: more repetitions are needed.
    let script = endless(json!([0, 0, 0]));
    let (_, error) = failed(Rows::paginate(script.get("/l")).max_pages(200).items()).await;
    assert_eq!((error.kind(), error.page()), (ErrorKind::RepeatedPage, 33));
    let script = endless(json!([{ "id": 1, "name": "ann" }, { "id": 2, "name": "ben" }]));
    let (found, end) = all(Rows::paginate(script.get("/l"))
        .allow_repeats()
        .max_pages(50)
        .items())
    .await;
    assert_eq!((found.len(), end), (100, EndReason::Limit));
    // Links too.
    let count = std::sync::atomic::AtomicU32::new(2);
    let script = Script::handler(move |_| {
        let next = count.fetch_add(1, std::sync::atomic::Ordering::SeqCst);
        linked(&[7, 8, 9], Some(&format!("/l?p={next}")))
    });
    let (_, error) = failed(Linked::paginate(script.get("/l")).max_pages(200).items()).await;
    assert_eq!(error.kind(), ErrorKind::RepeatedPage);
}

/// The advice about a repeated token, with the most common mistake first.
#[tokio::test]
async fn a_loop_says_what_was_sent_and_asks_for_the_parameter_first() {
    #[derive(Debug, Deserialize, Paginated)]
    #[paginate(token = "next", param = "curser", items = "rows")]
    struct Misspelled {
        next: Option<String>,
        rows: Vec<u32>,
    }
    let page = |rows: &[u32], next: &str| Reply::json(json!({ "next": next, "rows": rows }));
    let script = Script::new([page(&[1], "s3cret"), page(&[1], "s3cret")]);
    let (rows, error) = failed(Misspelled::paginate(script.get("/l")).items()).await;
    assert_eq!((rows, error.kind()), (vec![1, 1], ErrorKind::Loop));
    assert_eq!(
        error.to_string(),
        "page 2: this page was requested with a continuation in `curser=..`, and the API returned the same one; does the API read that query parameter? Its name is \
         the value of `param`. If the API repeats its last token at the end of the list, declare `end_on = [repeat]`"
    );
    // The token was in the first request.
    let script = Script::new([page(&[1], "seed")]);
    let (_, error) = failed(Misspelled::paginate(script.get("/l?curser=seed")).items()).await;
    assert!(
        error
            .to_string()
            .starts_with("page 1: this page was requested with a continuation in `curser=..`, and"),
        "{error}"
    );
    // The token is an older one.
    let script = Script::new([page(&[1], "a"), page(&[2], "b"), page(&[3], "a")]);
    let (_, error) = failed(Misspelled::paginate(script.get("/l")).items()).await;
    assert_eq!(
        error.to_string(),
        "page 3: the continuation of this page was used before, so the walk would never end; if this API legitimately repeats tokens, declare \
         `repeats` or call `.allow_repeats()`"
    );
}

/// Returns the advice for a walk whose second page names the token that it was requested with.
async fn advice<P>(
    posts: bool,
    token: &str,
    second: &[u32],
    page: fn(&[u32], &str) -> Reply,
) -> String
where
    P: Paginated<Item = u32> + serde::de::DeserializeOwned + Send + 'static,
{
    let script = Script::new([page(&[1], token), page(second, token)]);
    let (_, error) = match posts {
        true => failed(P::paginate(script.post("/l", "{}")).items()).await,
        false => failed(P::paginate(script.get("/l")).items()).await,
    };
    assert_eq!(error.kind(), ErrorKind::Loop, "{error}");
    let text = error.to_string();
    let (_, advice) = text
        .split_once(", and the API returned the same one; ")
        .expect("advice");
    advice.to_owned()
}

/// What is known of the walk chooses the advice, and its order.
#[tokio::test]
async fn the_advice_about_a_loop_fits_the_walk() {
    #[derive(Debug, Deserialize, Paginated)]
    #[paginate(token = "next_cursor", param = "next_cursor", items = "rows")]
    struct SameName {
        next_cursor: String,
        rows: Vec<u32>,
    }
    #[derive(Debug, Deserialize, Paginated)]
    #[paginate(token = "next", param = "curser", items = "rows")]
    struct InTheQuery {
        next: String,
        rows: Vec<u32>,
    }
    #[derive(Debug, Deserialize, Paginated)]
    #[paginate(token = "next", param = body("page.after"), items = "rows")]
    struct Search {
        next: String,
        rows: Vec<u32>,
    }
    #[derive(Debug, Deserialize, Paginated)]
    #[paginate(token = "page_info.end_cursor", param = body("after"), items = "rows")]
    struct Graph {
        page_info: PageInfo,
        rows: Vec<u32>,
    }
    #[derive(Debug, Deserialize, Paginated)]
    #[paginate(token = "page_info.end_cursor", param = "after", items = "rows")]
    struct GraphInTheQuery {
        page_info: PageInfo,
        rows: Vec<u32>,
    }
    #[derive(Debug, Deserialize)]
    struct PageInfo {
        end_cursor: String,
    }
    const AT_THE_END: &str =
        "If the API repeats its last token at the end of the list, declare `end_on = [repeat]`";
    let flat = |rows: &[u32], next: &str| Reply::json(json!({ "next": next, "rows": rows }));
    let long = |rows: &[u32], next: &str| Reply::json(json!({ "next_cursor": next, "rows": rows }));
    let graph = |rows: &[u32], next: &str| {
        Reply::json(json!({ "page_info": { "end_cursor": next }, "rows": rows }))
    };

    let text = advice::<SameName>(false, "s3cret", &[1], long).await;
    let unread = "does the API read that query parameter? It has the name of the token: if the API reads another name, write it in `param`";
    assert_eq!(text, format!("{unread}. {AT_THE_END}"));
    // Without items, it is more probably the end.
    let text = advice::<InTheQuery>(false, "s3cret", &[], flat).await;
    assert_eq!(
        text,
        "if that is the end of the list, declare `end_on = [repeat]`; if not, does the API read that query parameter? Its name is the value of `param`"
    );
    let text = advice::<InTheQuery>(true, "s3cret", &[1], flat).await;
    let unread = "does the API read that query parameter, or its JSON body? For the body write `param = body(\"curser\")`";
    assert_eq!(text, format!("{unread}. {AT_THE_END}"));
    let text = advice::<Search>(true, "s3cret", &[1], flat).await;
    let unread = "does the API read it there? The name and the place are the value of `param`";
    assert_eq!(text, format!("{unread}. {AT_THE_END}"));
    let variable = "in GraphQL it is a variable: write `param = body(\"variables.after\")`";
    let text = advice::<Graph>(true, "s3cret", &[1], graph).await;
    assert_eq!(text, format!("{variable}. {AT_THE_END}"));
    let text = advice::<GraphInTheQuery>(true, "s3cret", &[1], graph).await;
    assert_eq!(text, format!("{variable}. {AT_THE_END}"));
    // A URL of another origin, and one without an origin.
    for url in ["https://elsewhere.example/l?at=s3cret", "/l?at=s3cret"] {
        assert_eq!(
            advice::<InTheQuery>(false, url, &[1], flat).await,
            "it looks like a URL: declare it with `next_url` instead of `token`, without `param`"
        );
    }
}

#[tokio::test]
async fn a_loop_in_a_body_says_where_the_token_was_sent() {
    let page = |rows: &[u32], next: &str| Reply::json(json!({ "next": next, "rows": rows }));
    #[derive(Debug, Deserialize, Paginated)]
    #[paginate(token = "next", param = body("page.after"), items = "rows")]
    struct Search {
        next: Option<String>,
        rows: Vec<u32>,
    }
    let script = Script::new([page(&[1], "s3cret"), page(&[1], "s3cret")]);
    let (_, error) = failed(Search::paginate(script.post("/l", "{}")).items()).await;
    assert!(
        error.to_string().starts_with(
            "page 2: this page was requested with a continuation in `page.after` in its body, and"
        ),
        "{error}"
    );
}
