//! Row 36. Docker registry, OCI distribution
//!
//! The names are in `repositories` or `tags`, which is `null` for a repository without tags; the
//! items are plain strings. The next page is in the header `Link`, *relative*, and no header is the
//! end. A page may hold fewer than `n` names, even none, because a registry hides names that the
//! user may not see. The reference implementation refuses an `n` above its maximum (1000) with
//! `PAGINATION_NUMBER_INVALID`; others lower it.
//!
//! Sends: GET /v2/_catalog?n=1000, then the link as it stands
//!
//! Source: S, <https://github.com/opencontainers/distribution-spec/blob/main/spec.md#listing-tags>.

use paginate_runtime::EndReason;
use paginate_tests::{Api, Refusal, Reply, Request, Server, Slice};
use serde_json::{Value, json};

use crate::common::{client, get, walk};

// [declaration]
use paginate_runtime::Paginated;
use serde::Deserialize;

#[derive(Deserialize, Paginated)]
#[paginate(next_url = link("next"), items = "repositories", size = "n", max = 1000)]
struct Catalog {
    repositories: Vec<String>,
}

#[derive(Deserialize, Paginated)]
#[paginate(next_url = link("next"), items = "tags", size = "n", max = 1000)]
struct Tags {
    tags: Option<Vec<String>>, // null if there are none
}
// [/declaration]

fn api(prefix: &'static str, count: u32) -> Api {
    Api::records((1..=count).map(move |n| json!({ "name": format!("{prefix}{n}") })))
        .size("n", 100, 1000)
        .refuse_sizes()
}

fn names(prefix: &str, range: std::ops::RangeInclusive<u32>) -> Vec<String> {
    range.map(|n| format!("{prefix}{n}")).collect()
}

fn refuse(_: Refusal) -> Reply {
    let error = json!({ "code": "PAGINATION_NUMBER_INVALID", "message": "invalid number of results requested" });
    Reply::json(json!({ "errors": [error] })).status(400)
}

fn page(request: &Request, list: &str, slice: &Slice) -> Reply {
    let names: Vec<&Value> = slice.items.iter().map(|record| &record["name"]).collect();
    let reply = Reply::json(json!({ "name": "library/redis", list: names }));
    match slice.next_path(request) {
        Some(next) => reply.header("link", format!("<{next}>; rel=\"next\"")),
        None => reply,
    }
}

#[tokio::test]
async fn row_36_docker_registry() {
    let api = api("library/app", 7).by_last("last", "name");
    let server = Server::start(move |request| {
        api.read(request)
            .map_err(refuse)
            .map(|slice| page(request, "repositories", &slice))
    });
    let request = client()
        .get(server.url("/v2/_catalog"))
        .bearer_auth("secret");
    let (items, end) = walk(Catalog::paginate(request).page_size(3)).await.ended();

    assert_eq!(
        (items, end),
        (names("library/app", 1..=7), EndReason::NoContinuation)
    );
    assert_eq!(
        server.lines(),
        [
            "GET /v2/_catalog?n=3",
            "GET /v2/_catalog?n=3&last=library%2Fapp3",
            "GET /v2/_catalog?n=3&last=library%2Fapp6",
        ]
    );
    assert!(
        server
            .requests()
            .iter()
            .all(|request| request.header("authorization") == Some("Bearer secret"))
    );
}

/// A page of tags that the user may not see is empty, but has a next page.
#[tokio::test]
async fn row_36_docker_registry_tags_past_an_empty_page() {
    let api = api("v", 5).by_token("last").empty_pages([0, 2]);
    let server = Server::start(move |request| {
        api.read(request)
            .map_err(refuse)
            .map(|slice| page(request, "tags", &slice))
    });
    let walk =
        walk(Tags::paginate(client().get(server.url("/v2/library/redis/tags/list"))).page_size(2))
            .await;

    assert_eq!(walk.pages, 5);
    assert_eq!(walk.ended(), (names("v", 1..=5), EndReason::NoContinuation));
    assert_eq!(
        server.lines()[..2],
        [
            "GET /v2/library/redis/tags/list?n=2",
            "GET /v2/library/redis/tags/list?n=2&last=AuFA1b%2B%2F%3D"
        ]
    );
}

#[tokio::test]
async fn row_36_docker_registry_tags_are_null() {
    let server = Server::start(|_| Reply::json(json!({ "name": "library/redis", "tags": null })));
    let (items, end) = walk(Tags::paginate(
        client().get(server.url("/v2/library/redis/tags/list")),
    ))
    .await
    .ended();
    assert_eq!((items.len(), end), (0, EndReason::NoContinuation));
}

#[tokio::test]
async fn row_36_docker_registry_refuses_what_it_documents() {
    let api = api("app", 3).by_last("last", "name");
    let server = Server::start(move |request| {
        api.read(request)
            .map_err(refuse)
            .map(|slice| page(request, "repositories", &slice))
    });
    assert_eq!(get(&server, "/v2/_catalog?n=1001").await.0, 400);

    let (items, _) =
        walk(Catalog::paginate(client().get(server.url("/v2/_catalog"))).page_size(5_000))
            .await
            .ended();
    assert_eq!(items.len(), 3, "such a size is never sent");
    assert_eq!(
        server.lines().last().map(String::as_str),
        Some("GET /v2/_catalog?n=1000")
    );
}
