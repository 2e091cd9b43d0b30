//! Resuming later: what a checkpoint holds besides the continuation. For every mode and every item,
//! see `modes/`.

use paginate_runtime::{Checkpoint, EndReason, ErrorKind, Paginated};
use paginate_tests::{Api, Reply, Server};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{client, get, items, page, saved, walk};

#[derive(Deserialize, Paginated)]
#[paginate(
    token = "next",
    param = "cursor",
    items = "items",
    size = "limit",
    max = 10
)]
struct Tokens {
    next: Option<String>,
    items: Vec<u32>,
}

#[derive(Deserialize, Paginated)]
#[paginate(page = "page", items = "items", size = "limit", max = 10)]
struct Numbered {
    items: Vec<u32>,
}

#[derive(Deserialize, Paginated)]
#[paginate(next_url = "next", items = "items")]
struct Linked {
    next: Option<String>,
    items: Vec<u32>,
}

/// Returns the checkpoint after so many items.
async fn after<P: Paginated, S: paginate_runtime::source::PageSource<P>>(
    paginator: paginate_runtime::Paginator<P, S>,
    taken: usize,
) -> Checkpoint {
    let mut items = paginator.items();
    for _ in 0..taken {
        assert!(items.try_next().await.unwrap().is_some());
    }
    saved(&items.checkpoint().unwrap())
}

#[tokio::test]
async fn numbered_pages_must_keep_their_size() {
    let server = Server::scripted([items(&[1, 2]), items(&[1, 2]), items(&[])]);
    let request = || get(&server, "/list");
    let checkpoint = after(Numbered::paginate(request()).page_size(2), 1).await;
    for paginator in [
        Numbered::paginate(request()).page_size(3),
        Numbered::paginate(get(&server, "/list?limit=3")),
    ] {
        let (_, error) = walk(paginator.resume(checkpoint.clone())).await.failed();
        assert_eq!((error.kind(), server.lines().len()), (ErrorKind::Setup, 1));
        assert!(
            error.to_string().contains("so its page numbers differ"),
            "{error}"
        );
    }
    // A walk without a page size uses the size of the first walk, whatever is declared.
    assert_eq!(
        walk(Numbered::paginate(request()).resume(checkpoint))
            .await
            .ended(),
        (vec![2], EndReason::Empty)
    );
    assert_eq!(
        server.lines(),
        [
            "GET /list?page=1&limit=2",
            "GET /list?page=1&limit=2",
            "GET /list?page=2&limit=2"
        ]
    );
}

#[tokio::test]
async fn tokens_take_up_the_size_of_the_first_walk() {
    let server = Server::scripted([
        page(&[1, 2], "a"),
        page(&[3], Value::Null),
        page(&[3], Value::Null),
    ]);
    let request = || get(&server, "/list");
    let checkpoint = after(Tokens::paginate(request()).page_size(2), 2).await;
    assert_eq!(
        walk(Tokens::paginate(request()).resume(checkpoint.clone()))
            .await
            .ended(),
        (vec![3], EndReason::NoContinuation)
    );
    assert_eq!(
        walk(Tokens::paginate(request()).page_size(5).resume(checkpoint))
            .await
            .ended(),
        (vec![3], EndReason::NoContinuation)
    );
    assert_eq!(
        server.lines(),
        [
            "GET /list?limit=2",
            "GET /list?cursor=a&limit=2",
            "GET /list?cursor=a&limit=5"
        ]
    );
}

#[tokio::test]
async fn a_checkpoint_of_another_version_does_not_deserialise() {
    let server = Server::scripted([page(&[1], "s3cr3t")]);
    let checkpoint = after(Tokens::paginate(get(&server, "/list")), 1).await;
    let mut value = serde_json::to_value(&checkpoint).unwrap();
    assert_eq!(value["version"], 1);
    value["version"] = json!(2);
    let error = serde_json::from_value::<Checkpoint>(value)
        .unwrap_err()
        .to_string();
    assert!(
        error.contains("version 2") && !error.contains("s3cr3t"),
        "{error}"
    );
    for nonsense in [
        json!({}),
        json!(null),
        json!("s3cr3t"),
        json!({ "version": 1, "query": 1, "mode": "token", "place": { "s3cr3t": 1 } }),
    ] {
        assert!(serde_json::from_value::<Checkpoint>(nonsense).is_err());
    }
}

#[tokio::test]
async fn a_walk_that_was_over_is_over() {
    let server = Server::scripted([page(&[1], Value::Null)]);
    let first = walk(Tokens::paginate(get(&server, "/list"))).await;
    let checkpoint = saved(first.checkpoint.as_ref().unwrap());
    assert!(checkpoint.is_over());
    let again = walk(Tokens::paginate(get(&server, "/list")).resume(checkpoint)).await;
    assert_eq!(again.ended(), (vec![], EndReason::NoContinuation));
    assert_eq!(server.lines().len(), 1);
}

/// A server with numbered pages of two rows, which answers numbers past its end with `past`.
fn list(rows: &[u32], past: fn(&[u32]) -> Reply) -> Server {
    let rows = rows.to_vec();
    Server::start(move |request| {
        let number: usize = request.param("page").unwrap().parse().unwrap();
        match rows.chunks(2).nth(number - 1) {
            Some(page) => items(page),
            None => past(rows.chunks(2).next_back().unwrap_or_default()),
        }
    })
}

fn pages_asked(server: &Server) -> Vec<String> {
    server
        .requests()
        .iter()
        .map(|request| request.param("page").unwrap())
        .collect()
}

/// Walks the list first, and again later; checks the items and the requested pages.
async fn first_and_later<P>(
    past: fn(&[u32]) -> Reply,
    end: EndReason,
    later: &[(&[u32], &[u32], &[&str])],
) where
    P: Paginated<Item = u32> + serde::de::DeserializeOwned + Send + 'static,
{
    let server = list(&[1, 2, 3], past);
    let first = walk(P::paginate(get(&server, "/list"))).await;
    let checkpoint = saved(first.checkpoint.as_ref().unwrap());
    assert!(!checkpoint.is_over());
    assert_eq!(first.ended(), (vec![1, 2, 3], end));
    assert_eq!(pages_asked(&server), ["1", "2", "3"]);
    for (now, new, pages) in later {
        let server = list(now, past);
        // Another server is another origin.
        let later =
            walk(P::paginate(get(&server, "/list")).resume_unchecked(checkpoint.clone())).await;
        assert_eq!(later.ended(), (new.to_vec(), end));
        assert_eq!(pages_asked(&server), *pages);
    }
}

/// The last page was a short one: new items come on that page first.
#[tokio::test]
async fn an_end_of_numbered_pages_goes_on_in_the_last_one() {
    first_and_later::<Numbered>(
        |_| items(&[]),
        EndReason::Empty,
        &[
            (&[1, 2, 3], &[], &["2", "3"]),
            (&[1, 2, 3, 4], &[4], &["2", "3"]),
            (&[1, 2, 3, 4, 5, 6, 7], &[4, 5, 6, 7], &["2", "3", "4", "5"]),
        ],
    )
    .await;
}

#[tokio::test]
async fn where_numbers_past_the_end_are_not_found() {
    #[derive(Deserialize, Paginated)]
    #[paginate(page = "page", items = "items", size = "limit", end_on = [404])]
    struct UntilNotFound {
        items: Vec<u32>,
    }
    first_and_later::<UntilNotFound>(
        |_| Reply::empty(404),
        EndReason::Status,
        &[
            (&[1, 2, 3], &[], &["2", "3"]),
            (&[1, 2, 3, 4], &[4], &["2", "3"]),
        ],
    )
    .await;
}

/// A server that returns its last page for every number past it: nothing is delivered twice.
#[tokio::test]
async fn where_the_last_page_stands_for_all_that_follow() {
    #[derive(Deserialize, Paginated)]
    #[paginate(page = "page", items = "items", size = "limit", end_on = [repeat])]
    struct UntilRepeated {
        items: Vec<u32>,
    }
    first_and_later::<UntilRepeated>(
        items,
        EndReason::Repeat,
        &[
            (&[1, 2, 3], &[], &["2", "3"]),
            (&[1, 2, 3, 4], &[4], &["2", "3"]),
        ],
    )
    .await;
}

#[tokio::test]
async fn a_link_in_a_checkpoint_is_judged_again() {
    let elsewhere = Server::start(|_| page(&[666], Value::Null));
    let server = Server::scripted([page(&[1], "/list?p=2"), page(&[2], Value::Null)]);
    let checkpoint = after(Linked::paginate(get(&server, "/list")), 1).await;
    let text = serde_json::to_string(&checkpoint).unwrap();
    for evil in [
        elsewhere.url("/list?key=s3cr3t"),
        "https://169.254.169.254/".to_owned(),
        server.origin().replace("http://", "http://u:s3cr3t@"),
    ] {
        let forged = text.replace(&server.url("/list?p=2"), &evil);
        assert_ne!(forged, text);
        let forged: Checkpoint = serde_json::from_str(&forged).unwrap();
        for paginator in [
            Linked::paginate(get(&server, "/list")).resume(forged.clone()),
            Linked::paginate(get(&server, "/list")).resume_unchecked(forged.clone()),
        ] {
            let (_, error) = walk(paginator).await.failed();
            assert_eq!(error.kind(), ErrorKind::Setup);
            assert!(!super::shown(&error).contains("s3cr3t"), "{error}");
        }
    }
    assert_eq!((server.lines().len(), elsewhere.lines().len()), (1, 0));
    assert_eq!(
        walk(Linked::paginate(get(&server, "/list")).resume(checkpoint))
            .await
            .ended(),
        (vec![2], EndReason::NoContinuation)
    );
}

#[tokio::test]
async fn a_refused_link_can_be_followed_by_a_walk_that_allows_it() {
    let elsewhere = Server::start(|_| page(&[2], Value::Null));
    let to = elsewhere.url("/list?p=2");
    let server = Server::start(move |_| page(&[1], to.as_str()));
    let (found, error) = walk(Linked::paginate(get(&server, "/list"))).await.failed();
    assert_eq!((found, error.kind()), (vec![1], ErrorKind::Link));
    let checkpoint = saved(error.checkpoint().unwrap());
    let (_, error) = walk(Linked::paginate(get(&server, "/list")).resume(checkpoint.clone()))
        .await
        .failed();
    assert_eq!(
        (error.kind(), elsewhere.lines().len()),
        (ErrorKind::Setup, 0)
    );
    let allowed = Linked::paginate(get(&server, "/list")).allow_origin(elsewhere.origin());
    assert_eq!(
        walk(allowed.resume(checkpoint)).await.ended(),
        (vec![2], EndReason::NoContinuation)
    );
    assert_eq!(
        (server.lines().len(), elsewhere.lines()),
        (1, vec!["GET /list?p=2".to_owned()])
    );
}

#[tokio::test]
async fn a_loop_can_be_followed_by_a_walk_that_allows_it() {
    let server = Server::scripted([page(&[1], "A"), page(&[2], "A"), page(&[3], Value::Null)]);
    let (found, error) = walk(Tokens::paginate(get(&server, "/list"))).await.failed();
    assert_eq!((found, error.kind()), (vec![1, 2], ErrorKind::Loop));
    let checkpoint = saved(error.checkpoint().unwrap());
    let rest = walk(
        Tokens::paginate(get(&server, "/list"))
            .allow_repeats()
            .resume(checkpoint),
    )
    .await;
    assert_eq!(rest.ended(), (vec![3], EndReason::NoContinuation));
}

#[tokio::test]
async fn after_too_many_empty_pages_a_walk_with_a_larger_budget_goes_on() {
    let server = Server::scripted([
        page(&[1], "a"),
        page(&[], "b"),
        page(&[], "c"),
        page(&[], "d"),
        page(&[2], Value::Null),
    ]);
    let (found, error) = walk(Tokens::paginate(get(&server, "/list")).max_empty_pages(2))
        .await
        .failed();
    assert_eq!(
        (found, error.kind(), server.lines().len()),
        (vec![1], ErrorKind::EmptyPages, 4)
    );
    let checkpoint = saved(error.checkpoint().unwrap());
    let rest = walk(Tokens::paginate(get(&server, "/list")).resume(checkpoint)).await;
    assert_eq!(rest.ended(), (vec![2], EndReason::NoContinuation));
    assert_eq!(server.lines().len(), 5);
}

#[tokio::test]
async fn paging_in_a_body_is_no_part_of_the_query() {
    #[derive(Deserialize, Paginated)]
    #[paginate(token = "next", param = body("page.after"), items = "items", size = body("page.size"), max = 2)]
    struct Search {
        next: Option<String>,
        items: Vec<u32>,
    }
    let server = Server::scripted([page(&[1, 2], "a"), page(&[3], Value::Null)]);
    let request = |body: &'static str| client().post(server.url("/search")).body(body);
    let checkpoint = after(Search::paginate(request("{\"q\":1}")), 2).await;
    let (_, error) = walk(Search::paginate(request("{\"q\":2}")).resume(checkpoint.clone()))
        .await
        .failed();
    assert_eq!((error.kind(), server.lines().len()), (ErrorKind::Setup, 1));
    assert_eq!(
        walk(Search::paginate(request("{\"q\":1}")).resume(checkpoint))
            .await
            .ended(),
        (vec![3], EndReason::NoContinuation)
    );
    assert_eq!(
        server.lines(),
        [
            "POST /search {\"q\":1,\"page\":{\"size\":2}}",
            "POST /search {\"q\":1,\"page\":{\"after\":\"a\",\"size\":2}}"
        ]
    );
}

#[tokio::test]
async fn rows_that_are_null_do_not_shift_the_place() {
    #[derive(Deserialize)]
    struct Edge {
        node: Option<u32>,
    }
    #[derive(Deserialize, Paginated)]
    #[paginate(token = "next", param = "cursor", items = "edges[].node", item = u32)]
    struct Edges {
        next: Option<String>,
        edges: Vec<Edge>,
    }
    let edges = |nodes: &[Option<u32>], next: Option<&str>| {
        Reply::json(
            json!({ "next": next, "edges": nodes.iter().map(|node| json!({ "node": node })).collect::<Vec<_>>() }),
        )
    };
    let server = Server::start(move |request| match request.param("cursor") {
        None => edges(&[None, Some(1), None, Some(2), Some(3)], Some("a")),
        Some(_) => edges(&[Some(4), None, Some(5)], None),
    });
    for taken in 0..=5usize {
        let checkpoint = after(Edges::paginate(get(&server, "/list")), taken).await;
        let (rest, end) = walk(Edges::paginate(get(&server, "/list")).resume(checkpoint))
            .await
            .ended();
        assert_eq!(
            (rest, end),
            ((taken as u32 + 1..=5).collect(), EndReason::NoContinuation),
            "after {taken}"
        );
    }
}

#[tokio::test]
async fn pages_have_a_place_before_and_after_them() {
    let api = Api::numbered(5)
        .size("limit", 2, 2)
        .by_token("cursor")
        .lenient();
    let server = Server::start(move |request| {
        api.read(request).map(|slice| {
            let ids: Vec<&Value> = slice.items.iter().map(|row| &row["id"]).collect();
            Reply::json(json!({ "items": ids, "next": slice.next }))
        })
    });
    let request = || get(&server, "/list");
    let mut pages = Tokens::paginate(request()).pages();
    let mut first = 1;
    for _ in 0..3 {
        let page = pages.try_next().await.unwrap().unwrap();
        assert_eq!(pages.checkpoint().as_ref(), Some(page.next_checkpoint()));
        let (here, next) = (saved(page.checkpoint()), saved(page.next_checkpoint()));
        let again = walk(Tokens::paginate(request()).resume(here)).await;
        assert_eq!(again.ended().0, (first..=5).collect::<Vec<u32>>());
        first = (first + 2).min(6);
        let rest = walk(Tokens::paginate(request()).resume(next)).await;
        assert_eq!(rest.ended().0, (first..=5).collect::<Vec<u32>>());
    }
    assert!(pages.try_next().await.unwrap().is_none());
}

#[tokio::test]
async fn a_page_that_shrank_skips_no_more_than_was_taken() {
    // Three items of a page were taken, but the page holds only two of them when it is requested
    // again: the third moved to the next page.
    let server = Server::scripted([
        items(&[1, 2, 3]),
        items(&[1, 2]),
        items(&[3, 4]),
        items(&[]),
    ]);
    let first = after(Numbered::paginate(get(&server, "/list")), 2).await;
    let rest = walk(Numbered::paginate(get(&server, "/list")).resume(first)).await;
    assert_eq!(rest.ended(), (vec![3, 4], EndReason::Empty));
}

#[tokio::test]
async fn items_that_are_a_map_in_order() {
    use std::collections::BTreeMap;
    #[derive(Deserialize, Paginated)]
    #[paginate(token = "next", param = "cursor", items = "rows")]
    struct Map {
        next: Option<String>,
        rows: BTreeMap<String, u32>,
    }
    let server = Server::start(|_| {
        Reply::json(json!({ "next": null, "rows": { "a": 1, "b": 2, "c": 3, "d": 4 } }))
    });
    let checkpoint = after(Map::paginate(get(&server, "/list")), 2).await;
    assert_eq!(
        walk(Map::paginate(get(&server, "/list")).resume(checkpoint))
            .await
            .ended(),
        (vec![3, 4], EndReason::NoContinuation)
    );
}

/// A hash map's own order changes from run to run; its values come in the order of the keys.
#[tokio::test]
async fn items_that_are_a_map_without_order() {
    use std::collections::HashMap;
    #[derive(Deserialize, Paginated)]
    #[paginate(token = "next", param = "cursor", items = "rows")]
    struct Map {
        next: Option<String>,
        rows: HashMap<String, u32>,
    }
    let server = Server::start(|_| {
        Reply::json(json!({ "next": null, "rows": { "a": 1, "b": 2, "c": 3, "d": 4 } }))
    });
    for _ in 0..20 {
        let mut first = Map::paginate(get(&server, "/list")).items();
        let mut found = vec![
            first.try_next().await.unwrap().unwrap(),
            first.try_next().await.unwrap().unwrap(),
        ];
        let checkpoint = saved(&first.checkpoint().unwrap());
        found.extend(
            walk(Map::paginate(get(&server, "/list")).resume(checkpoint))
                .await
                .ended()
                .0,
        );
        found.sort_unstable();
        assert_eq!(found, [1, 2, 3, 4]);
    }
}
