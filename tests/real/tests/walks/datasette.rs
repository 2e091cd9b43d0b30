//! datasette 0.65: `next` and `next_url` in the body, `Link` in the header, and keys that are
//! tilde-encoded and then percent-encoded.

use paginate_runtime::{EndReason, Paginated};
use paginate_tests_real::{Server, Walked, numbers, records, sorted};
use serde::Deserialize;

use super::{Item, id};

#[derive(Deserialize, Paginated)]
#[paginate(
    token = "next",
    param = "_next",
    items = "rows",
    size = "_size",
    max = 1000
)]
struct ByToken {
    rows: Vec<Item>,
    next: Option<String>,
}

#[derive(Deserialize, Paginated)]
#[paginate(next_url = "next_url", items = "rows", size = "_size", max = 1000)]
struct ByUrl {
    rows: Vec<Item>,
    next_url: Option<String>,
}

#[derive(Deserialize, Paginated)]
#[paginate(next_url = link("next"), items = "0", size = "_size", max = 1000)]
struct ByLink(Vec<Item>);

#[derive(Deserialize, Paginated)]
#[paginate(
    last_item = "id",
    param = "_next",
    items = "0",
    size = "_size",
    max = 1000
)]
struct ByKey(Vec<Row>);

#[derive(Deserialize)]
struct Row {
    id: u32,
}

/// Walks one endpoint in every way, with each of its three continuations. All need the same number
/// of requests. Returns the requests of the first.
async fn walk(query: &str, keys: Vec<u32>) -> Vec<String> {
    let server = Server::named("DATASETTE");
    let requests = keys.len().div_ceil(200);
    let by_token = Walked {
        request: server.get(&format!("{query}&_shape=objects")),
        walk: |source| ByToken::paginate(source).page_size(200),
        key: id,
        keys: keys.clone(),
        page: 200,
        requests,
        end: EndReason::NoContinuation,
    };
    let lines = by_token.every_way().await;
    assert_eq!(lines[0], format!("GET {query}&_shape=objects&_size=200"));
    assert!(
        lines
            .iter()
            .all(|line| line.starts_with(&format!("GET {query}&_shape=objects"))),
        "{lines:#?}"
    );
    by_token.early().await;

    let by_url = Walked {
        request: server.get(&format!("{query}&_shape=objects")),
        walk: |source| ByUrl::paginate(source).page_size(200),
        key: id,
        keys: keys.clone(),
        page: 200,
        requests,
        end: EndReason::NoContinuation,
    };
    by_url.every_way().await;
    by_url.early().await;

    let by_link = Walked {
        request: server.get(&format!("{query}&_shape=array")),
        walk: |source| ByLink::paginate(source).page_size(200),
        key: id,
        keys,
        page: 200,
        requests,
        end: EndReason::NoContinuation,
    };
    by_link.every_way().await;
    by_link.early().await;
    lines
}

#[tokio::test]
async fn integer_key() {
    walk("/items/items.json?_nofacet=1", numbers(|_| true)).await;
}

#[tokio::test]
async fn text_key_with_all_that_has_to_be_encoded() {
    let lines = walk(
        "/items/slugs.json?_nofacet=1",
        sorted(|record| record.slug.clone()),
    )
    .await;
    // The server's encoding inside percent-encoding: a tilde is kept, and the plus that stands for
    // a space is escaped.
    let next = "1~2F~C3~A4%2Bb~2Cc~7E~25~2B~26~3D~3F~23~2E~22~270761";
    assert_eq!(
        lines[1],
        format!("GET /items/slugs.json?_nofacet=1&_shape=objects&_next={next}&_size=200")
    );
}

#[tokio::test]
async fn key_of_two_columns() {
    walk(
        "/items/members.json?_nofacet=1",
        sorted(|record| (record.team, record.slug.clone())),
    )
    .await;
}

#[tokio::test]
async fn table_without_a_key_and_view() {
    walk("/items/plain.json?_nofacet=1", numbers(|_| true)).await;
    walk("/items/listed.json?_nofacet=1", numbers(|_| true)).await;
}

#[tokio::test]
async fn sorted_with_ties_and_nulls() {
    walk("/items/items.json?_sort=team", sorted(|record| record.team)).await;
    walk(
        "/items/items.json?_sort_desc=team",
        sorted(|record| std::cmp::Reverse(record.team)),
    )
    .await;
    walk(
        "/items/items.json?_sort=score",
        sorted(|record| record.score),
    )
    .await;
    walk(
        "/items/items.json?_sort_desc=score",
        sorted(|record| std::cmp::Reverse(record.score)),
    )
    .await;
}

#[tokio::test]
async fn filters_are_kept() {
    let slug = "%25%2B%26%3D%3F%23";
    let query = format!("/items/items.json?team__in=3,4&slug__contains={slug}&name__not=item+0003");
    walk(
        &query,
        numbers(|record| [3, 4].contains(&record.team) && record.id != 3),
    )
    .await;
}

#[tokio::test]
async fn after_the_last_key() {
    let walked = Walked {
        request: Server::named("DATASETTE").get("/items/items.json?_shape=array"),
        walk: |source| ByKey::paginate(source).page_size(200),
        key: |row| row.id,
        keys: numbers(|_| true),
        page: 200,
        // The last page is short, but only an empty one is the end.
        requests: 8,
        end: EndReason::Empty,
    };
    let lines = walked.every_way().await;
    assert_eq!(
        lines[7],
        "GET /items/items.json?_shape=array&_next=1237&_size=200"
    );
}

/// The server does not reduce the page size: it refuses 1001, so the declaration has its maximum.
#[tokio::test]
async fn largest_pages() {
    let walked = Walked {
        request: Server::named("DATASETTE").get("/items/items.json?_shape=objects"),
        walk: |source| ByToken::paginate(source).page_size(5000),
        key: id,
        keys: records().into_iter().map(|record| record.id).collect(),
        page: 1000,
        requests: 2,
        end: EndReason::NoContinuation,
    };
    let lines = walked.every_way().await;
    assert_eq!(
        lines,
        [
            "GET /items/items.json?_shape=objects&_size=1000",
            "GET /items/items.json?_shape=objects&_next=1000&_size=1000"
        ]
    );
}
