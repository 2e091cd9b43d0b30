//! Row 59. STAC API, item search
//!
//! The link with `rel: next` says how to request the next page: by GET, or by POST with a `body`,
//! which with `merge: true` is merged into the body of the first request and otherwise replaces it.
//! The type `Links` does all of that. A link with POST is followed if the first request is a POST.
//! The last page has no such link.
//!
//! Sends: POST /search {"collections":[..],"limit":100}, then POST /search
//! {"collections":[..],"limit":100,"token":".."}
//!
//! Source: S, radiantearth/stac-api-spec, item-search, "Pagination".

use paginate_runtime::EndReason;
use paginate_tests::{Api, Refusal, Reply, Request, Server};
use serde_json::{Value, json};

use crate::common::{client, walk};

// [declaration]
use paginate_runtime::{Links, Paginated};
use serde::Deserialize;

#[derive(Deserialize, Paginated)]
#[paginate(next_url = "links", items = "features", size = body("limit"))]
struct Search {
    features: Vec<Item>,
    links: Links,
}

#[derive(Debug, PartialEq, Deserialize)]
struct Item {
    id: u32,
}
// [/declaration]

/// Returns the links of a page: the next link, and others.
fn links(next: Option<Value>) -> Vec<Value> {
    let root = json!({ "rel": "root", "type": "application/json", "href": "/" });
    [root].into_iter().chain(next).collect()
}

fn items(count: u32) -> Vec<Item> {
    (1..=count).map(|id| Item { id }).collect()
}

fn refuse(refusal: Refusal) -> Reply {
    Reply::json(json!({ "code": "BadRequest", "description": refusal.to_string() })).status(400)
}

fn stac(next: fn(&Request, &str) -> Value) -> Server {
    let api = Api::numbered(5).size("/limit", 10, 100).by_token("/token");
    Server::start(move |request| {
        let slice = api.read(request).map_err(refuse)?;
        let next = slice.next.as_deref().map(|token| next(request, token));
        Ok::<_, Reply>(Reply::json(
            json!({ "type": "FeatureCollection", "features": slice.items, "links": links(next) }),
        ))
    })
}

#[tokio::test]
async fn row_59_stac_merges() {
    let server = stac(
        |_, token| json!({ "rel": "next", "method": "POST", "href": "/search", "merge": true, "body": { "token": token } }),
    );
    let request = client()
        .post(server.url("/search"))
        .json(&json!({ "collections": ["sentinel-2"], "limit": 2 }));
    let walk = walk(Search::paginate(request)).await;

    assert_eq!(walk.ended(), (items(5), EndReason::NoContinuation));
    assert_eq!(
        server.lines(),
        [
            r#"POST /search {"collections":["sentinel-2"],"limit":2}"#,
            r#"POST /search {"collections":["sentinel-2"],"limit":2,"token":"AuFA1b+/="}"#,
            r#"POST /search {"collections":["sentinel-2"],"limit":2,"token":"gv3MVE+/="}"#,
        ]
    );
}

#[tokio::test]
async fn row_59_stac_sends_the_whole_body() {
    let server = stac(|request, token| {
        let mut body = request.json();
        body["token"] = token.into();
        json!({ "rel": "next", "method": "POST", "href": "/search", "body": body })
    });
    let request = client()
        .post(server.url("/search"))
        .json(&json!({ "ids": ["a"], "limit": 3 }));
    let (found, end) = walk(Search::paginate(request)).await.ended();

    assert_eq!((found, end), (items(5), EndReason::NoContinuation));
    assert_eq!(
        server.lines(),
        [
            r#"POST /search {"ids":["a"],"limit":3}"#,
            r#"POST /search {"ids":["a"],"limit":3,"token":"AuFA1b+/="}"#,
        ]
    );
}

#[tokio::test]
async fn row_59_stac_by_get() {
    let api = Api::numbered(5).size("limit", 10, 100).by_token("token");
    let server = Server::start(move |request| {
        let slice = api.read(request).map_err(refuse)?;
        let next = slice
            .next_path(request)
            .map(|path| json!({ "rel": "next", "href": path }));
        Ok::<_, Reply>(Reply::json(
            json!({ "type": "FeatureCollection", "features": slice.items, "links": links(next) }),
        ))
    });
    let request = client().get(server.url("/search?collections=sentinel-2&limit=3"));
    let (found, _) = walk(Search::paginate(request)).await.ended();

    assert_eq!(found, items(5));
    assert_eq!(server.lines().len(), 2);
    assert!(
        server.lines()[1].starts_with("GET /search?collections=sentinel-2&limit=3&token="),
        "{:?}",
        server.lines()
    );
}
