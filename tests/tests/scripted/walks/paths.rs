//! Paths to an element by its number, through lists in lists, and from a common prefix.

use std::collections::VecDeque;

use paginate_runtime::{EndReason, ErrorKind, HeaderMap, Links, Paginated};
use paginate_tests::{Reply, Script};
use serde::Deserialize;
use serde_json::json;

use super::{all, drain, failed};

#[derive(Deserialize)]
struct Uri {
    uri: Option<String>,
}

#[derive(Deserialize)]
struct ByRelation {
    next: Option<Vec<Uri>>,
}

#[derive(Deserialize, Paginated)]
#[paginate(next_url = "links.next[0].uri", items = "results")]
struct Discogs {
    links: Option<ByRelation>,
    results: Vec<u32>,
}

#[tokio::test]
async fn a_link_is_picked_from_a_list_by_its_number() {
    let script = Script::new([
        Reply::json(
            json!({ "links": { "next": [{ "uri": "/l?page=2" }, { "uri": "/other" }] }, "results": [1] }),
        ),
        Reply::json(json!({ "links": { "next": [{ "uri": "/l?page=3" }] }, "results": [2] })),
        // An element that is missing means that there is no next page, like a missing field.
        Reply::json(json!({ "links": { "next": [] }, "results": [3] })),
    ]);
    let walk = all(Discogs::paginate(script.get("/l")).items()).await;
    assert_eq!(walk, (vec![1, 2, 3], EndReason::NoContinuation));
    assert_eq!(script.lines(), ["GET /l", "GET /l?page=2", "GET /l?page=3"]);

    for links in [
        json!(null),
        json!({ "next": null }),
        json!({ "next": [{ "uri": null }] }),
    ] {
        let script = Script::new([Reply::json(json!({ "links": links, "results": [1] }))]);
        let walk = all(Discogs::paginate(script.get("/l")).items()).await;
        assert_eq!(walk, (vec![1], EndReason::NoContinuation), "{links}");
    }
}

/// Every list type with numbered elements, in every kind of access, and a list of lists.
#[derive(Deserialize, Paginated)]
#[paginate(
    token = "cursors[1]",
    param = "cursor",
    more = "state[0].more",
    error = "errors[0]",
    items = "groups[0].lists[1]",
    item = u32
)]
struct Picked {
    cursors: [String; 2],
    state: VecDeque<State>,
    errors: Option<Box<[String]>>,
    groups: Vec<Group>,
}

#[derive(Deserialize)]
struct State {
    more: bool,
}

#[derive(Deserialize)]
struct Group {
    lists: Option<Vec<Vec<u32>>>,
}

fn picked(cursor: &str, more: bool, items: &[u32]) -> serde_json::Value {
    json!({ "cursors": ["x", cursor], "state": [{ "more": more }], "errors": null, "groups": [{ "lists": [[9, 9], items] }] })
}

#[tokio::test]
async fn elements_are_picked_wherever_something_is_read() {
    let script = Script::new([
        Reply::json(picked("a", true, &[1, 2])),
        Reply::json(picked("b", false, &[3])),
    ]);
    let walk = all(Picked::paginate(script.get("/l")).items()).await;
    assert_eq!(walk, (vec![1, 2, 3], EndReason::Flag));
    assert_eq!(script.lines(), ["GET /l", "GET /l?cursor=a"]);

    let mut page = picked("a", true, &[1]);
    page["errors"] = json!(["no such group"]);
    let script = Script::new([Reply::json(page)]);
    let (items, error) = failed(Picked::paginate(script.get("/l")).items()).await;
    assert_eq!((items, error.kind()), (vec![], ErrorKind::Api));
    assert!(error.to_string().contains("no such group"), "{error}");

    // Without a first group, there are no items.
    let mut page = picked("", false, &[]);
    page["groups"] = json!([]);
    let script = Script::new([Reply::json(page)]);
    let walk = all(Picked::paginate(script.get("/l")).items()).await;
    assert_eq!(walk, (vec![], EndReason::Flag));
}

#[derive(Deserialize, Paginated)]
#[paginate(last_item = "sort[0]", param = "search_after", items = "hits")]
struct Hits {
    hits: Vec<Hit>,
}

#[derive(Deserialize, Debug, PartialEq)]
struct Hit {
    sort: Vec<u64>,
}

#[tokio::test]
async fn the_key_of_the_last_item_can_be_an_element() {
    let hit = |key: u64| json!({ "sort": [key, 0] });
    let script = Script::new([
        Reply::json(json!({ "hits": [hit(5), hit(7)] })),
        Reply::json(json!({ "hits": [hit(9)] })),
        Reply::json(json!({ "hits": [] })),
    ]);
    let (hits, end) = all(Hits::paginate(script.get("/s")).items()).await;
    assert_eq!((hits.len(), end), (3, EndReason::Empty));
    assert_eq!(
        script.lines(),
        ["GET /s", "GET /s?search_after=7", "GET /s?search_after=9"]
    );
}

/// A page of pages.
#[derive(Deserialize, Paginated)]
#[paginate(page = "page", end_on = [short], items = "pages[].categories[]", item = u32, size = "limit", max = 4)]
struct Categories {
    pages: Vec<Inner>,
}

#[derive(Deserialize)]
struct Inner {
    categories: Option<Vec<u32>>,
}

#[tokio::test]
async fn items_of_lists_in_a_list_are_counted_one_by_one() {
    let script = Script::new([
        // Four items in three lists, one of them null: a full page, for any length of the outer
        // list.
        Reply::json(
            json!({ "pages": [{ "categories": [1, 2] }, { "categories": null }, { "categories": [3, 4] }] }),
        ),
        Reply::json(json!({ "pages": [{ "categories": [] }, { "categories": [5] }] })),
    ]);
    let walk = all(Categories::paginate(script.get("/c")).items()).await;
    assert_eq!(walk, (vec![1, 2, 3, 4, 5], EndReason::Short));
    let lines = ["GET /c?page=1&limit=4", "GET /c?page=2&limit=4"];
    assert_eq!(script.lines(), lines);
}

/// An API that counts the items of all inner lists in its offset.
#[derive(Deserialize, Paginated)]
#[paginate(offset = "skip", items = Self::take_items, item = u32)]
struct Counted {
    pages: Vec<Inner>,
}

impl Counted {
    fn take_items(&mut self) -> Vec<u32> {
        let lists = std::mem::take(&mut self.pages).into_iter();
        lists.filter_map(|page| page.categories).flatten().collect()
    }
}

#[tokio::test]
async fn an_offset_counts_the_items_that_a_function_takes() {
    let script = Script::new([
        Reply::json(
            json!({ "pages": [{ "categories": [1, 2] }, { "categories": null }, { "categories": [3, 4] }] }),
        ),
        Reply::json(json!({ "pages": [{ "categories": [] }, { "categories": [5] }] })),
        Reply::json(json!({ "pages": [{ "categories": [] }, { "categories": [] }] })),
    ]);
    let walk = all(Counted::paginate(script.get("/c")).items()).await;
    assert_eq!(walk, (vec![1, 2, 3, 4, 5], EndReason::Empty));
    let lines = ["GET /c?skip=0", "GET /c?skip=4", "GET /c?skip=5"];
    assert_eq!(script.lines(), lines);
}

#[tokio::test]
async fn a_checkpoint_counts_the_items_of_the_innermost_lists() {
    let page =
        || Reply::json(json!({ "pages": [{ "categories": [1, 2] }, { "categories": [3, 4] }] }));
    let script = Script::new([page()]);
    let mut items = Categories::paginate(script.get("/c")).items();
    for expected in [1, 2] {
        assert_eq!(items.try_next().await.expect("an item"), Some(expected));
    }
    let checkpoint = items.checkpoint().expect("a place");
    let script = Script::new([page(), Reply::json(json!({ "pages": [] }))]);
    let rest = all(Categories::paginate(script.get("/c"))
        .resume(checkpoint)
        .items())
    .await;
    assert_eq!(rest, (vec![3, 4], EndReason::Empty));
}

/// Nodes of edges of pages. The key is in the node, and so are lists that may be cut.
#[derive(Deserialize, Paginated)]
#[paginate(
    last_item = "id",
    param = "after",
    items = "data.pages[].edges[].node",
    item = Node,
    nested = "tags",
    size = "first",
    max = 2,
    end_on = [short]
)]
struct Nodes {
    data: Option<Pages>,
}

#[derive(Deserialize)]
struct Pages {
    pages: Vec<Edges>,
}

#[derive(Deserialize)]
struct Edges {
    edges: Vec<Edge>,
}

#[derive(Deserialize)]
struct Edge {
    node: Option<Node>,
}

#[derive(Debug, Deserialize, PartialEq)]
struct Node {
    id: u32,
    tags: Vec<u8>,
}

fn nodes(pages: &[&[Option<u32>]]) -> Reply {
    let edge =
        |id: &Option<u32>| json!({ "node": id.map(|id| json!({ "id": id, "tags": [1, 2] })) });
    let page =
        |page: &&[Option<u32>]| json!({ "edges": page.iter().map(edge).collect::<Vec<_>>() });
    Reply::json(json!({ "data": { "pages": pages.iter().map(page).collect::<Vec<_>>() } }))
}

#[tokio::test]
async fn elements_without_an_item_count_and_are_left_out() {
    // Two elements, one of them without a node, are not a short page. The key is that of the last
    // one, in the first list.
    let script = Script::new([nodes(&[&[None, Some(2)], &[]]), nodes(&[&[Some(3)]])]);
    let mut items = Nodes::paginate(script.get("/n")).items();
    let mut found = Vec::new();
    while let Some(node) = items.try_next().await.expect("a walk without an error") {
        found.push(node.id);
        assert!(found.len() < 10, "the walk does not end");
    }
    assert_eq!(
        (found, items.end_reason()),
        (vec![2, 3], Some(EndReason::Short))
    );
    assert_eq!(
        items.truncated_lists(),
        2,
        "lists in items are looked at, wherever the items are"
    );
    assert_eq!(script.lines(), ["GET /n?first=2", "GET /n?after=2&first=2"]);

    // The last element has no node, and so no key to continue with.
    let script = Script::new([nodes(&[&[Some(1)], &[None]])]);
    let (found, end) = drain(Nodes::paginate(script.get("/n")).items()).await;
    assert_eq!(found.len(), 1);
    assert_eq!(
        end.expect_err("no key").kind(),
        ErrorKind::MissingContinuation
    );
}

/// A list of lists, and a third level.
#[derive(Deserialize, Paginated)]
#[paginate(token = "next", param = "next", items = "days[].rows[][]", item = u32)]
struct Days {
    next: Option<String>,
    days: Vec<Day>,
}

#[derive(Deserialize)]
struct Day {
    rows: Vec<Vec<u32>>,
}

#[tokio::test]
async fn a_list_of_lists_is_gone_through_by_two_pairs_of_brackets() {
    let script = Script::new([Reply::json(
        json!({ "next": null, "days": [{ "rows": [[1, 2], []] }, { "rows": [[3]] }] }),
    )]);
    let mut items = Days::paginate(script.get("/d")).items();
    assert_eq!(items.try_next().await.expect("an item"), Some(1));
    assert_eq!(items.received(), 3, "elements of the innermost lists");
    assert_eq!(all(items).await, (vec![2, 3], EndReason::NoContinuation));
}

/// The common prefix of the paths, written once.
#[derive(Deserialize, Paginated)]
#[paginate(
    at = "data.items",
    token = ".page_info.end_cursor",
    param = "after",
    more = ".page_info.has_next",
    items = ".edges[].node",
    item = u32,
    error = "errors"
)]
struct Connection {
    data: Option<Data>,
    errors: Option<Vec<String>>,
}

#[derive(Deserialize)]
struct Data {
    items: Inside,
}

#[derive(Deserialize)]
struct Inside {
    page_info: Info,
    edges: Vec<NodeOf>,
}

#[derive(Deserialize)]
struct NodeOf {
    node: Option<u32>,
}

#[derive(Deserialize)]
struct Info {
    end_cursor: Option<String>,
    has_next: bool,
}

#[tokio::test]
async fn paths_that_begin_with_a_dot_are_under_the_common_one() {
    let page = |cursor: &str, more: bool, nodes: &[u32]| {
        let edges: Vec<_> = nodes.iter().map(|node| json!({ "node": node })).collect();
        Reply::json(
            json!({ "data": { "items": { "page_info": { "end_cursor": cursor, "has_next": more }, "edges": edges } }, "errors": null }),
        )
    };
    let script = Script::new([page("a", true, &[1, 2]), page("b", false, &[3])]);
    let walk = all(Connection::paginate(script.get("/g")).items()).await;
    assert_eq!(walk, (vec![1, 2, 3], EndReason::Flag));
    assert_eq!(script.lines(), ["GET /g", "GET /g?after=a"]);

    let script = Script::new([Reply::json(json!({ "data": null, "errors": ["no"] }))]);
    let (_, error) = failed(Connection::paginate(script.get("/g")).items()).await;
    assert_eq!(error.kind(), ErrorKind::Api);
}

/// The generic type needs no bounds.
#[derive(Deserialize, Paginated)]
#[paginate(next_url = "links[0].uri", items = "groups[].members[]", item = T)]
struct Envelope<T> {
    links: Vec<Uri>,
    groups: Vec<Members<T>>,
}

#[derive(Deserialize)]
struct Members<T> {
    members: Vec<T>,
}

#[tokio::test]
async fn lists_in_a_list_may_hold_anything() {
    let script = Script::new([Reply::json(
        json!({ "links": [], "groups": [{ "members": ["a"] }, { "members": ["b"] }] }),
    )]);
    let walk = all(Envelope::<String>::paginate(script.get("/e")).items()).await;
    assert_eq!(
        walk,
        (
            vec!["a".to_owned(), "b".to_owned()],
            EndReason::NoContinuation
        )
    );
}

#[derive(Deserialize, Paginated)]
#[paginate(next_url = "links", items = "results")]
struct Related {
    links: Links,
    results: Vec<u32>,
}

#[tokio::test]
async fn links_by_relation_may_be_lists_of_links() {
    for next in [
        json!([{ "uri": "/l?page=2" }, { "uri": "/elsewhere" }]),
        json!([null, { "href": "/l?page=2" }]),
        json!(["/l?page=2"]),
        json!({ "url": "/l?page=2" }),
    ] {
        let script = Script::new([
            Reply::json(
                json!({ "links": { "self": [{ "uri": "/l" }], "next": next }, "results": [1] }),
            ),
            Reply::json(json!({ "links": { "next": [] }, "results": [2] })),
        ]);
        let walk = all(Related::paginate(script.get("/l")).items()).await;
        assert_eq!(walk, (vec![1, 2], EndReason::NoContinuation), "{next}");
        assert_eq!(script.lines(), ["GET /l", "GET /l?page=2"]);
    }
    let script = Script::new([Reply::json(
        json!({ "links": { "next": [7] }, "results": [1] }),
    )]);
    let (_, error) = failed(Related::paginate(script.get("/l")).items()).await;
    assert_eq!(error.kind(), ErrorKind::Decode);
}

/// The headers are not used: paths read only the body.
#[test]
fn a_page_says_how_many_elements_and_items_it_has() {
    let page: Nodes = serde_json::from_value(json!({ "data": { "pages": [
        { "edges": [{ "node": { "id": 1, "tags": [] } }, { "node": null }] },
        { "edges": [{ "node": { "id": 3, "tags": [7] } }] },
    ] } }))
    .expect("a page");
    let headers = HeaderMap::new();
    let info = page.page_info(&headers);
    assert_eq!((info.len, info.yields), (Some(3), Some(2)));
    assert_eq!(info.nested[0].lens, [0, 1]);
}

/// Neither an empty page nor equal lists in a list cause a warning.
#[tokio::test]
async fn lists_in_a_list_are_no_cause_for_complaint() {
    #[derive(Deserialize, Paginated)]
    #[paginate(page = "page", items = "data.pages[].categories[]", item = Hit)]
    struct Categories {
        data: Outer,
    }
    #[derive(Deserialize)]
    struct Outer {
        pages: Vec<Hits2>,
    }
    #[derive(Deserialize)]
    struct Hits2 {
        categories: Vec<Hit>,
    }
    let empty = || json!({ "categories": [] });
    let page = |hit: u64| {
        Reply::json(
            json!({ "data": { "pages": [empty(), { "categories": [{ "sort": [hit] }] }, empty()] } }),
        )
    };
    let none = || Reply::json(json!({ "data": { "pages": [empty()] } }));
    let script = Script::new([page(1), page(2), none()]);
    let mut items = Categories::paginate(script.get("/c")).strict().items();
    let mut found = Vec::new();
    while let Some(hit) = items.try_next().await.expect("nothing to complain of") {
        found.push(hit.sort[0]);
        assert!(found.len() < 10, "the walk does not end");
    }
    assert_eq!(found, [1, 2]);

    let script = Script::new([none()]);
    let mut items = Categories::paginate(script.get("/c")).strict().items();
    assert!(items.try_next().await.expect("an empty list").is_none());
}

/// The guards find the list in the raw page by the same path.
#[tokio::test]
async fn pages_that_overlap_are_noticed_where_their_list_is_in_a_list() {
    #[derive(Deserialize, Paginated)]
    #[paginate(offset = "skip", items = "answers[1].hits", item = Hit)]
    struct Answers {
        answers: Vec<Answer>,
    }
    #[derive(Deserialize)]
    struct Answer {
        hits: Vec<Hit>,
    }
    let page = |hits: &[u64]| {
        let hits: Vec<_> = hits.iter().map(|hit| json!({ "sort": [hit] })).collect();
        Reply::json(json!({ "answers": [{ "hits": [{ "sort": [0] }] }, { "hits": hits }] }))
    };
    let script = Script::new([page(&[1, 2]), page(&[2, 3])]);
    let (found, error) = failed(Answers::paginate(script.get("/a")).items()).await;
    assert_eq!(
        (found.len(), error.kind()),
        (2, ErrorKind::Overlap),
        "{error}"
    );
}
