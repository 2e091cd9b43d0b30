//! Row 29. Confluence, v1 and v2
//!
//! The page's `_links` holds `next`. In v1, this link lacks the context path (`/wiki`), which is in
//! `_links.base`: resolved against the host, it is a 404. So v1 needs a function that joins the
//! two, the escape hatch. In v2, `next` has the context path and can be followed like any link; the
//! header `Link` has the same URL. Expanding bodies silently lowers the limit, so a short page is
//! not the end, and the last page can be empty (CONFCLOUD-84015).
//!
//! Sends: GET /wiki/rest/api/content?limit=250, then _links.base and _links.next joined
//!
//! Source: S (Confluence REST documentation), I (CONFCLOUD-84015).

use paginate_runtime::EndReason;
use paginate_tests::{Api, Reply, Server};
use serde_json::json;

use crate::common::{client, get, walk};

// [declaration]
use paginate_runtime::{HeaderMap, Paginated};
use serde::Deserialize;

/// v1.
#[derive(Deserialize, Paginated)]
#[paginate(next_url = Self::next, items = "results", size = "limit", max = 250)]
struct Contents {
    results: Vec<Content>,
    #[serde(rename = "_links")]
    links: ContentLinks,
}

#[derive(Deserialize)]
struct ContentLinks {
    base: String,
    next: Option<String>,
}

impl Contents {
    fn next(&self, _: &HeaderMap) -> Option<String> {
        Some(format!("{}{}", self.links.base, self.links.next.as_ref()?))
    }
}

/// v2.
#[derive(Deserialize, Paginated)]
#[paginate(next_url = "links.next", items = "results", size = "limit", max = 250)]
struct Pages {
    results: Vec<Content>,
    #[serde(rename = "_links")]
    links: PageLinks,
}

#[derive(Deserialize)]
struct PageLinks {
    next: Option<String>,
}

#[derive(Debug, PartialEq, Deserialize)]
struct Content {
    id: u32,
}
// [/declaration]

fn contents(ids: std::ops::RangeInclusive<u32>) -> Vec<Content> {
    ids.map(|id| Content { id }).collect()
}

/// A server for v1: its links lack `/wiki`, a path without it is not found, and its last page is
/// empty.
fn v1(count: usize) -> Server {
    let api = Api::numbered(count)
        .size("limit", 25, 250)
        .by_offset("start");
    let expanded = Api::numbered(count).size("limit", 2, 2).by_offset("start");
    Server::start(move |request| {
        let Some(path) = request.path.strip_prefix("/wiki") else {
            return Ok(Reply::json(json!({ "statusCode": 404 })).status(404));
        };
        let expands = request.param("expand").is_some();
        if expands { &expanded } else { &api }.read(request).map(|slice| {
            let mut links = json!({ "base": format!("{}/wiki", request.origin), "context": "/wiki", "self": request.path });
            if !slice.items.is_empty() {
                let next = request.with_param("start", &slice.end.to_string());
                links["next"] = json!(next.replacen(&request.path, path, 1));
            }
            Reply::json(
                json!({ "results": slice.items, "start": slice.start, "limit": slice.size, "size": slice.items.len(), "_links": links }),
            )
        })
    })
}

#[tokio::test]
async fn row_29_confluence() {
    let server = v1(6);
    let (items, end) = walk(
        Contents::paginate(client().get(server.url("/wiki/rest/api/content?spaceKey=A")))
            .page_size(3),
    )
    .await
    .ended();

    assert_eq!((items, end), (contents(1..=6), EndReason::NoContinuation));
    assert_eq!(
        server.lines(),
        [
            "GET /wiki/rest/api/content?spaceKey=A&limit=3",
            "GET /wiki/rest/api/content?spaceKey=A&limit=3&start=3",
            "GET /wiki/rest/api/content?spaceKey=A&limit=3&start=6",
        ],
        "the last page is empty"
    );
    assert_eq!(
        get(&server, "/rest/api/content?start=3").await.0,
        404,
        "the link against the host alone"
    );
}

#[tokio::test]
async fn row_29_confluence_expanding_lowers_the_limit() {
    let server = v1(3);
    let request = client().get(server.url("/wiki/rest/api/content?expand=body.export_view"));
    let (items, end) = walk(Contents::paginate(request).page_size(100))
        .await
        .ended();

    assert_eq!((items, end), (contents(1..=3), EndReason::NoContinuation));
    assert_eq!(
        server.lines(),
        [
            "GET /wiki/rest/api/content?expand=body.export_view&limit=100",
            "GET /wiki/rest/api/content?expand=body.export_view&limit=100&start=2",
            "GET /wiki/rest/api/content?expand=body.export_view&limit=100&start=3",
        ]
    );
}

#[tokio::test]
async fn row_29_confluence_v2() {
    let api = Api::numbered(7)
        .size("limit", 25, 250)
        .refuse_sizes()
        .by_token("cursor")
        .empty_pages([1]);
    let server = Server::start(move |request| {
        api.read(request).map(|slice| {
            let mut links = json!({ "base": format!("{}/wiki", request.origin) });
            if let Some(next) = slice.next_path(request) {
                links["next"] = next.into();
            }
            Reply::json(json!({ "results": slice.items, "_links": links }))
        })
    });
    let walk = walk(
        Pages::paginate(client().get(server.url("/wiki/api/v2/pages?status=current"))).page_size(3),
    )
    .await;

    assert_eq!(walk.pages, 4);
    assert_eq!(walk.ended(), (contents(1..=7), EndReason::NoContinuation));
    assert_eq!(
        server.lines()[..3],
        [
            "GET /wiki/api/v2/pages?status=current&limit=3",
            "GET /wiki/api/v2/pages?status=current&limit=3&cursor=AuFA1b%2B%2F%3D",
            "GET /wiki/api/v2/pages?status=current&limit=3&cursor=gv3MVE%2B%2F%3D",
        ]
    );
    assert_eq!(get(&server, "/wiki/api/v2/pages?limit=251").await.0, 400);
}
