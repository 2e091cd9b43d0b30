//! Row 41. Reddit
//!
//! A Listing wraps each thing: `data.children[].data`. `data.after` is the fullname after which to
//! continue, null at the end. A listing ends after about 1000 things. A page has at most 100 things
//! (25 by default); there are fewer if things were removed, and the same thing can come twice if
//! the listing moved in the meantime. `before` leads back, and is null unless `count` is sent too.
//! Flair lists (1000 per page) have `next` instead of `after`.
//!
//! Sends: GET /r/rust/new?limit=100, then ...&after=...&limit=100
//!
//! Source: S (the FAQ of r/redditdev for cap, `count` and flair lists), K for the rest.

use paginate_runtime::EndReason;
use paginate_tests::{Api, Reply, Server, Slice};
use serde_json::{Value, json};

use crate::common::{client, encoded, get, walk};

// [declaration]
use paginate_runtime::Paginated;
use serde::Deserialize;

#[derive(Deserialize, Paginated)]
#[paginate(
    token = "data.after",
    param = "after",
    items = "data.children[].data",
    item = Post,
    size = "limit",
    max = 100
)]
struct Listing {
    data: ListingData,
}

#[derive(Deserialize)]
struct ListingData {
    after: Option<String>,
    children: Vec<Thing>,
}

#[derive(Deserialize)]
struct Thing {
    data: Post,
}

#[derive(Debug, PartialEq, Deserialize)]
struct Post {
    name: String,
}

#[derive(Deserialize, Paginated)]
#[paginate(
    token = "next",
    param = "after",
    items = "users",
    size = "limit",
    max = 1000
)]
struct FlairList {
    next: Option<String>,
    users: Vec<Flair>,
}

#[derive(Debug, PartialEq, Deserialize)]
struct Flair {
    user: String,
}
// [/declaration]

fn posts(ids: impl IntoIterator<Item = u32>) -> Vec<Post> {
    ids.into_iter()
        .map(|id| Post {
            name: format!("t3_{id}"),
        })
        .collect()
}

fn api(count: u32) -> Api {
    Api::records((1..=count).map(|id| json!({ "name": format!("t3_{id}") }))).size("limit", 25, 100)
}

fn listing(slice: &Slice) -> Reply {
    let children: Vec<Value> = slice
        .items
        .iter()
        .map(|post| json!({ "kind": "t3", "data": post }))
        .collect();
    Reply::json(json!({
        "kind": "Listing",
        "data": { "after": slice.next, "before": null, "dist": children.len(), "modhash": "", "children": children },
    }))
}

#[tokio::test]
async fn row_41_reddit() {
    let api = api(7).by_last("after", "name");
    let server = Server::start(move |request| api.read(request).map(|slice| listing(&slice)));
    let request = client()
        .get(server.url("/r/rust/new?raw_json=1"))
        .header("user-agent", "test by u/me");
    let (items, end) = walk(Listing::paginate(request).page_size(3)).await.ended();

    assert_eq!((items, end), (posts(1..=7), EndReason::NoContinuation));
    assert_eq!(
        server.lines(),
        [
            "GET /r/rust/new?raw_json=1&limit=3",
            "GET /r/rust/new?raw_json=1&after=t3_3&limit=3",
            "GET /r/rust/new?raw_json=1&after=t3_6&limit=3",
        ]
    );
    assert!(
        server
            .requests()
            .iter()
            .all(|request| request.header("user-agent") == Some("test by u/me"))
    );
}

/// All things of a page were removed.
#[tokio::test]
async fn row_41_reddit_goes_on_past_an_empty_page() {
    let api = api(4).by_token("after").empty_pages([1]);
    let server = Server::start(move |request| api.read(request).map(|slice| listing(&slice)));
    let walk = walk(Listing::paginate(client().get(server.url("/r/rust/new"))).page_size(2)).await;

    assert_eq!(walk.pages, 3);
    assert_eq!(walk.ended(), (posts(1..=4), EndReason::NoContinuation));
    assert_eq!(
        server.lines()[1..],
        [
            "GET /r/rust/new?after=AuFA1b%2B%2F%3D&limit=2".to_owned(),
            format!("GET /r/rust/new?after={}&limit=2", encoded(2))
        ]
    );
}

/// The listing moved between two requests: the same post comes again, which is not a loop.
#[tokio::test]
async fn row_41_reddit_things_come_twice() {
    let server = Server::start(|request| {
        let (after, ids) = match request.param("after").as_deref() {
            None => (Some("t3_2"), [1, 2]),
            Some("t3_2") => (Some("t3_3"), [2, 3]),
            Some(_) => (None, [3, 4]),
        };
        let children: Vec<Value> = ids
            .iter()
            .map(|id| json!({ "data": { "name": format!("t3_{id}") } }))
            .collect();
        Reply::json(json!({ "data": { "after": after, "children": children } }))
    });
    let (items, end) = walk(Listing::paginate(client().get(server.url("/r/rust/new"))))
        .await
        .ended();
    assert_eq!(
        (items, end),
        (posts([1, 2, 2, 3, 3, 4]), EndReason::NoContinuation)
    );
}

#[tokio::test]
async fn row_41_reddit_flair_list() {
    let api = Api::records((1..=5).map(|id| json!({ "user": format!("u{id}") })))
        .size("limit", 25, 1000)
        .by_token("after");
    let server = Server::start(move |request| {
        api.read(request).map(|slice| {
            let mut page = json!({ "users": slice.items });
            if let Some(next) = slice.next {
                page["next"] = next.into();
            }
            Reply::json(page)
        })
    });
    let (items, end) =
        walk(FlairList::paginate(client().get(server.url("/r/rust/api/flairlist"))).page_size(2))
            .await
            .ended();

    assert_eq!(
        items,
        (1..=5)
            .map(|id| Flair {
                user: format!("u{id}")
            })
            .collect::<Vec<_>>()
    );
    assert_eq!(end, EndReason::NoContinuation);
    assert_eq!(
        server.lines()[..2],
        [
            "GET /r/rust/api/flairlist?limit=2",
            "GET /r/rust/api/flairlist?after=AuFA1b%2B%2F%3D&limit=2"
        ]
    );
}

/// A size above 100 is not refused but reduced, so a larger one has no effect.
#[tokio::test]
async fn row_41_reddit_cuts_sizes_by_itself() {
    let api = api(120).by_last("after", "name");
    let server = Server::start(move |request| api.read(request).map(|slice| listing(&slice)));
    assert_eq!(
        get(&server, "/r/rust/new?limit=500").await.1["data"]["dist"],
        100
    );
    assert_eq!(get(&server, "/r/rust/new").await.1["data"]["dist"], 25);
}
