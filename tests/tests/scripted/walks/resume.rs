//! A walk continues from the checkpoint of another one, exact to the item.

use paginate_runtime::{Checkpoint, ErrorKind, Next, Paginated, RetryPolicy, page::TokenValue};
use paginate_tests::Script;
use serde::Deserialize;

use super::*;

/// Twelve numbers, two or three per page, with an empty page and short ones, in every mode.
const PAGES: [&[u32]; 7] = [&[0, 1, 2], &[3, 4], &[5], &[6, 7, 8], &[9], &[10], &[11]];

#[derive(Deserialize, Paginated)]
#[paginate(last_item = "id", param = "after", items = "rows")]
struct After {
    rows: Vec<Row>,
}

#[derive(Debug, PartialEq, Deserialize)]
struct Row {
    id: u32,
}

#[derive(Deserialize, Paginated)]
#[paginate(next_with = Self::decide, items = "rows")]
struct Decided {
    next: Option<u32>,
    rows: Vec<u32>,
}

impl Decided {
    fn decide(&self, _: &paginate_runtime::HeaderMap) -> Next<'static> {
        match self.next {
            Some(next) => Next::params(vec![
                ("from".into(), TokenValue::text("here")),
                ("n".into(), TokenValue::json(next.to_string())),
            ]),
            None => Next::End,
        }
    }
}

fn page_of(number: usize) -> Vec<u32> {
    PAGES
        .get(number)
        .map(|page| page.to_vec())
        .unwrap_or_default()
}

fn number(request: &paginate_tests::Request, name: &str) -> usize {
    request
        .param(name)
        .and_then(|number| number.parse().ok())
        .unwrap_or(0)
}

fn by_token() -> Script {
    Script::handler(|request| {
        let at = number(request, "next_page_token");
        let next = if at + 1 < PAGES.len() {
            (at + 1).to_string()
        } else {
            String::new()
        };
        tokens(&page_of(at), &next)
    })
}

fn by_link() -> Script {
    Script::handler(|request| {
        let at = number(request, "p");
        linked(
            &page_of(at),
            (at + 1 < PAGES.len())
                .then(|| format!("?q=1&p={}", at + 1))
                .as_deref(),
        )
    })
}

fn by_number() -> Script {
    Script::handler(|request| results(&page_of(number(request, "page").saturating_sub(1))))
}

fn by_offset() -> Script {
    Script::handler(|request| {
        let offset = number(request, "offset") as u32;
        results(&(offset..12.min(offset + 3)).collect::<Vec<_>>())
    })
}

fn by_key() -> Script {
    Script::handler(|request| {
        let after = request
            .param("after")
            .map_or(0, |after| after.parse::<u32>().expect("a number") + 1);
        Reply::json(
            json!({ "rows": (after..12.min(after + 3)).map(|id| json!({ "id": id })).collect::<Vec<_>>() }),
        )
    })
}

fn by_decision() -> Script {
    Script::handler(|request| {
        let at = number(request, "n");
        Reply::json(
            json!({ "rows": page_of(at), "next": (at + 1 < PAGES.len()).then_some(at + 1) }),
        )
    })
}

/// Takes `n` items, keeps only the text of the checkpoint, and takes the rest: for every n.
async fn at_every_item<P: Paginated + serde::de::DeserializeOwned + 'static>(
    script: Script,
    number: impl Fn(P::Item) -> u32,
) {
    for n in 0..=12 {
        let mut items = P::paginate(script.get("/l?q=1")).items();
        let mut found = Vec::new();
        for _ in 0..n {
            found.push(number(
                items.next().await.expect("an item").expect("no error"),
            ));
        }
        let saved =
            serde_json::to_string(&items.checkpoint().expect("a checkpoint")).expect("JSON");
        drop(items);
        let checkpoint: Checkpoint = serde_json::from_str(&saved).expect("a checkpoint");
        let (rest, _) = all(P::paginate(script.get("/l?q=1")).resume(checkpoint).items()).await;
        found.extend(rest.into_iter().map(&number));
        assert_eq!(
            found,
            (0..12).collect::<Vec<_>>(),
            "after {n} items, from {saved}"
        );
    }
}

#[tokio::test]
async fn every_mode_resumes_at_every_item() {
    at_every_item::<Tokens>(by_token(), |item| item).await;
    at_every_item::<Linked>(by_link(), |item| item).await;
    at_every_item::<Numbered>(by_number(), |item| item).await;
    at_every_item::<Skipped>(by_offset(), |item| item).await;
    at_every_item::<After>(by_key(), |row| row.id).await;
    at_every_item::<Decided>(by_decision(), |item| item).await;
}

#[tokio::test]
async fn a_limit_leaves_a_checkpoint_behind_its_last_item() {
    for limit in 0..12 {
        let script = by_token();
        let mut items = Tokens::paginate(script.get("/l")).max_items(limit).items();
        let mut found = Vec::new();
        while let Some(item) = items.try_next().await.expect("no error") {
            found.push(item);
        }
        assert_eq!(
            (found.len() as u64, items.end_reason()),
            (limit, Some(EndReason::Limit))
        );
        let checkpoint = items.checkpoint().expect("a checkpoint");
        found.extend(
            all(Tokens::paginate(script.get("/l"))
                .resume(checkpoint)
                .items())
            .await
            .0,
        );
        assert_eq!(found, (0..12).collect::<Vec<_>>(), "limit {limit}");
    }
}

#[tokio::test]
async fn pages_know_their_place_and_the_one_after() {
    let script = by_token();
    let mut pages = Tokens::paginate(script.get("/l")).pages();
    pages.next().await;
    let second = pages.next().await.expect("a page").expect("no error");
    let (here, next) = (
        second.checkpoint().clone(),
        second.next_checkpoint().clone(),
    );
    let (again, _) = all(Tokens::paginate(script.get("/l")).resume(here).items()).await;
    assert_eq!(again, (3..12).collect::<Vec<_>>());
    let (rest, _) = all(Tokens::paginate(script.get("/l"))
        .resume(next.clone())
        .items())
    .await;
    assert_eq!(rest, (5..12).collect::<Vec<_>>());
    assert_eq!(pages.checkpoint(), Some(next));
}

#[tokio::test]
async fn an_error_says_where_to_go_on() {
    let script = Script::new([tokens(&[0, 1], "t"), Reply::empty(500), tokens(&[2], "")]);
    let mut items = Tokens::paginate(script.get("/l"))
        .retry(RetryPolicy::none())
        .items();
    let mut found = Vec::new();
    let error = loop {
        match items.next().await.expect("an error") {
            Ok(item) => found.push(item),
            Err(error) => break error,
        }
    };
    assert_eq!(error.checkpoint(), items.checkpoint().as_ref());
    let checkpoint = error.checkpoint().expect("a checkpoint").clone();
    let (rest, _) = all(Tokens::paginate(script.get("/l"))
        .resume(checkpoint)
        .items())
    .await;
    assert_eq!((found, rest), (vec![0, 1], vec![2]));
    assert_eq!(script.lines()[2], "GET /l?next_page_token=t&page_size=300");
}

#[tokio::test]
async fn guards_leave_a_place_from_which_a_caller_who_allows_more_can_go_on() {
    // A loop.
    let script = Script::new([tokens(&[0], "A"), tokens(&[1], "A"), tokens(&[2], "")]);
    let (found, error) = failed(Tokens::paginate(script.get("/l")).items()).await;
    assert_eq!((found, error.kind()), (vec![0, 1], ErrorKind::Loop));
    let resumed = Tokens::paginate(script.get("/l"))
        .resume(error.checkpoint().expect("a checkpoint").clone());
    assert_eq!(all(resumed.items()).await.0, [2]);

    // A link to another origin, which is then allowed.
    let script = Script::new([
        linked(&[0], Some("https://eu.example.com/l?p=2")),
        linked(&[1], None),
    ]);
    let (_, error) = failed(Linked::paginate(script.get("/l")).items()).await;
    let checkpoint = error.checkpoint().expect("a checkpoint").clone();
    let (_, refused) = failed(
        Linked::paginate(script.get("/l"))
            .resume(checkpoint.clone())
            .items(),
    )
    .await;
    assert_eq!(
        (refused.kind(), script.lines().len()),
        (ErrorKind::Setup, 1),
        "the origin rule holds when resuming"
    );
    let resumed = Linked::paginate(script.get("/l"))
        .allow_origin("https://eu.example.com")
        .resume(checkpoint);
    assert_eq!(all(resumed.items()).await.0, [1]);
    assert_eq!(script.requests()[1].origin, "https://eu.example.com");

    // Too many empty pages.
    let script = Script::new([tokens(&[], "a"), tokens(&[], "b"), tokens(&[1], "")]);
    let (_, error) = failed(
        Tokens::paginate(script.get("/l"))
            .max_empty_pages(1)
            .items(),
    )
    .await;
    let resumed = Tokens::paginate(script.get("/l"))
        .max_empty_pages(9)
        .resume(error.checkpoint().expect("a checkpoint").clone());
    assert_eq!(all(resumed.items()).await.0, [1]);
}

#[tokio::test]
async fn a_missing_continuation_is_asked_for_again_without_its_items() {
    #[derive(Deserialize, Paginated)]
    #[paginate(token = "next", param = "next", more = "more", items = "rows")]
    struct Flagged {
        next: Option<String>,
        more: bool,
        rows: Vec<u32>,
    }
    let page = |rows: &[u32], next: Option<&str>, more: bool| {
        Reply::json(json!({ "rows": rows, "next": next, "more": more }))
    };
    let script = Script::new([
        page(&[0, 1], None, true),
        page(&[0, 1, 2], Some("t"), true),
        page(&[3], None, false),
    ]);
    let (found, error) = failed(Flagged::paginate(script.get("/l")).items()).await;
    assert_eq!(
        (found, error.kind()),
        (vec![0, 1], ErrorKind::MissingContinuation)
    );
    let resumed = Flagged::paginate(script.get("/l"))
        .resume(error.checkpoint().expect("a checkpoint").clone());
    assert_eq!(all(resumed.items()).await.0, [2, 3]);
}

#[tokio::test]
async fn a_walk_that_is_over_is_over_when_resumed_unless_it_left_a_continuation() {
    let script = Script::new([tokens(&[0], "")]);
    let mut items = Tokens::paginate(script.get("/l")).items();
    while items.try_next().await.expect("no error").is_some() {}
    let over = items.checkpoint().expect("a checkpoint");
    assert!(over.is_over());
    assert_eq!(
        all(Tokens::paginate(script.get("/l")).resume(over).items()).await,
        (vec![], EndReason::NoContinuation)
    );
    assert_eq!(script.lines().len(), 1);

    // Dropbox: the cursor of the last page later returns what is new by then.
    #[derive(Deserialize, Paginated)]
    #[paginate(token = "cursor", more = "has_more", items = "rows")]
    struct Folder {
        cursor: String,
        has_more: bool,
        rows: Vec<u32>,
    }
    let page = |rows: &[u32], cursor: &str| {
        Reply::json(json!({ "rows": rows, "cursor": cursor, "has_more": false }))
    };
    let script = Script::new([page(&[0], "c1"), page(&[1], "c2")]);
    let mut items = Folder::paginate(script.get("/l")).items();
    while items.try_next().await.expect("no error").is_some() {}
    let news = items.checkpoint().expect("a checkpoint");
    assert!(!news.is_over());
    assert_eq!(
        all(Folder::paginate(script.get("/l")).resume(news).items()).await,
        (vec![1], EndReason::Flag)
    );
    assert_eq!(script.lines()[1], "GET /l?cursor=c1");
}

/// Found by chaos: the continuation was the next one but the counter the last one, and the list
/// came again.
#[tokio::test]
async fn a_counted_walk_that_was_over_brings_only_what_is_new() {
    #[derive(Deserialize, Paginated)]
    #[paginate(
        offset = "offset",
        total = "total",
        items = "rows",
        size = "limit",
        max = 2
    )]
    struct Counted {
        total: u32,
        rows: Vec<u32>,
    }
    #[derive(Deserialize, Paginated)]
    #[paginate(
        page = "page",
        pages = "pages",
        items = "rows",
        size = "limit",
        max = 2
    )]
    struct Paged {
        pages: u32,
        rows: Vec<u32>,
    }
    let list = |total: u32| {
        Script::handler(move |request| {
            let start = match request.param("page") {
                Some(_) => 2 * (number(request, "page") as u32 - 1),
                None => number(request, "offset") as u32,
            };
            let rows: Vec<_> = (start..total.min(start + 2)).collect();
            Reply::json(json!({ "rows": rows, "total": total, "pages": total.div_ceil(2) }))
        })
    };
    let mut walk = Counted::paginate(list(3).get("/l")).items();
    while walk.try_next().await.expect("no error").is_some() {}
    assert_eq!(walk.end_reason(), Some(EndReason::Total));
    let resumed =
        Counted::paginate(list(8).get("/l")).resume(walk.checkpoint().expect("a checkpoint"));
    assert_eq!(
        all(resumed.items()).await,
        ((3..8).collect(), EndReason::Total)
    );

    let mut walk = Paged::paginate(list(4).get("/l")).items();
    while walk.try_next().await.expect("no error").is_some() {}
    let resumed =
        Paged::paginate(list(8).get("/l")).resume(walk.checkpoint().expect("a checkpoint"));
    assert_eq!(
        all(resumed.items()).await,
        ((4..8).collect(), EndReason::Total)
    );
}

#[tokio::test]
async fn a_checkpoint_belongs_to_one_query() {
    let script = by_token();
    let mut items = Tokens::paginate(script.get("/l?q=1&page_size=3")).items();
    for _ in 0..4 {
        items.next().await;
    }
    let checkpoint = items.checkpoint().expect("a checkpoint");
    let asked = script.lines().len();
    for other in ["/l?q=2", "/m?q=1", "/l?q=1&x=1", "/l"] {
        let (_, error) = failed(
            Tokens::paginate(script.get(other))
                .resume(checkpoint.clone())
                .items(),
        )
        .await;
        assert_eq!(error.kind(), ErrorKind::Setup, "{other}");
        assert!(
            error
                .to_string()
                .starts_with("the checkpoint is from another request"),
            "{error}"
        );
    }
    let (_, error) = failed(
        Numbered::paginate(script.get("/l?q=1"))
            .resume(checkpoint.clone())
            .items(),
    )
    .await;
    assert_eq!(
        error.to_string(),
        "the checkpoint is from a walk with another mode of pagination"
    );
    assert_eq!(script.lines().len(), asked, "nothing was sent");
    // Paging is not part of the query, and the caller can accept another query.
    assert_eq!(
        all(Tokens::paginate(script.get("/l?q=1"))
            .resume(checkpoint.clone())
            .items())
        .await
        .0
        .len(),
        8
    );
    assert_eq!(
        all(Tokens::paginate(script.get("/l?q=1&date=2"))
            .resume_unchecked(checkpoint)
            .items())
        .await
        .0
        .len(),
        8
    );
}

#[tokio::test]
async fn numbered_pages_keep_their_size() {
    #[derive(Deserialize, Paginated)]
    #[paginate(page = "page", items = "results", max = 100)]
    struct Sized100 {
        results: Vec<u32>,
    }
    let script = by_number();
    let mut items = Sized100::paginate(script.get("/l")).page_size(3).items();
    for _ in 0..4 {
        items.next().await;
    }
    let checkpoint = items.checkpoint().expect("a checkpoint");
    let (_, error) = failed(
        Sized100::paginate(script.get("/l"))
            .page_size(50)
            .resume(checkpoint.clone())
            .items(),
    )
    .await;
    assert!(
        error.to_string().starts_with(
            "the checkpoint is from a walk with 3 items per page, but this walk asks for 50"
        ),
        "{error}"
    );
    let before = script.lines().len();
    assert_eq!(
        all(Sized100::paginate(script.get("/l"))
            .resume(checkpoint)
            .items())
        .await
        .0,
        (4..12).collect::<Vec<_>>()
    );
    assert_eq!(
        script.lines()[before],
        "GET /l?page=2&page_size=3",
        "the size of the walk before"
    );
}

#[test]
fn checkpoints_are_versioned_and_do_not_print_what_they_hold() {
    let script = Script::new([tokens(&[0, 1], "s3cret"), tokens(&[2], "")]);
    let mut items = Tokens::paginate(script.get("/l?key=s3cret")).items();
    futures::executor::block_on(async {
        while items.try_next().await.is_ok_and(|item| item != Some(0)) {}
    });
    futures::executor::block_on(async { items.next().await });
    let checkpoint = items.checkpoint().expect("a checkpoint");
    assert!(!format!("{checkpoint:?} {items:?}").contains("s3cret"));
    let mut saved: serde_json::Value = serde_json::to_value(&checkpoint).expect("JSON");
    assert_eq!(saved["place"], json!({ "text": "s3cret" }));
    saved["version"] = json!(2);
    let error = serde_json::from_value::<Checkpoint>(saved).expect_err("another version");
    assert_eq!(
        error.to_string(),
        "a checkpoint of version 2, but this library reads version 1"
    );
}

/// Writes a checkpoint and reads it again.
fn stored(checkpoint: &Checkpoint) -> Checkpoint {
    serde_json::from_str(&serde_json::to_string(checkpoint).expect("JSON")).expect("a checkpoint")
}

/// A checkpoint in the first page says which page that was, and not "where the request begins".
#[tokio::test]
async fn a_first_page_that_was_not_the_first_of_all_is_found_again() {
    for later in ["/l?q=1", "/l?q=1&page=2"] {
        let script = by_number();
        let mut items = Numbered::paginate(script.get("/l?q=1&page=4")).items();
        assert_eq!(items.try_next().await.unwrap(), Some(6));
        let checkpoint = stored(&items.checkpoint().unwrap());
        drop(items);
        let (rest, _) = all(Numbered::paginate(script.get(later))
            .resume(checkpoint)
            .max_pages(2)
            .items())
        .await;
        assert_eq!(rest, [7, 8, 9], "{later}");
        let asked: Vec<_> = script
            .requests()
            .iter()
            .map(|request| request.param("page").unwrap())
            .collect();
        assert_eq!(asked, ["4", "4", "5"], "{later}");
    }
    // An offset and a token, each in the middle of their first page.
    let script = by_offset();
    let mut items = Skipped::paginate(script.get("/l?offset=6&limit=3")).items();
    assert_eq!(items.try_next().await.unwrap(), Some(6));
    let checkpoint = stored(&items.checkpoint().unwrap());
    let (rest, _) = all(Skipped::paginate(script.get("/l?limit=3"))
        .resume(checkpoint)
        .max_pages(1)
        .items())
    .await;
    assert_eq!(rest, [7, 8]);

    let script = by_token();
    let mut items = Tokens::paginate(script.get("/l?next_page_token=3")).items();
    assert_eq!(items.try_next().await.unwrap(), Some(6));
    let checkpoint = stored(&items.checkpoint().unwrap());
    let (rest, _) = all(Tokens::paginate(script.get("/l"))
        .resume(checkpoint)
        .items())
    .await;
    assert_eq!(rest, [7, 8, 9, 10, 11]);
}

/// The stored checkpoint, or `None`, can be passed as it is.
#[tokio::test]
async fn resuming_with_nothing_begins_at_the_beginning() {
    let script = || Script::new([tokens(&[1, 2], "b"), tokens(&[3], "")]);
    let mut stored: Option<Checkpoint> = None;
    for unchecked in [false, true] {
        let script = script();
        let walk = Tokens::paginate(script.get("/u"));
        let walk = if unchecked {
            walk.resume_unchecked(stored.clone())
        } else {
            walk.resume(stored.clone())
        };
        let mut items = walk.items();
        assert_eq!(items.try_next().await.expect("an item"), Some(1));
        stored = None;
        assert_eq!(script.lines(), ["GET /u?page_size=300"]);
    }
    let first = script();
    let mut items = Tokens::paginate(first.get("/u")).resume(None).items();
    items.try_next().await.expect("an item");
    stored = items.checkpoint();
    let rest = Script::new([tokens(&[1, 2], "b"), tokens(&[3], "")]);
    assert_eq!(
        all(Tokens::paginate(rest.get("/u"))
            .resume(stored.clone())
            .items())
        .await
        .0,
        [2, 3]
    );
    // The last call counts.
    let again = script();
    assert_eq!(
        all(Tokens::paginate(again.get("/u"))
            .resume(stored)
            .resume(None)
            .items())
        .await
        .0,
        [1, 2, 3]
    );
}
