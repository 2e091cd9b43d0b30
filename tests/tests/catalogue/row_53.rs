//! Row 53. Azure Tables, query entities
//!
//! The continuation is two headers, the next partition key and the next row key, and is sent back
//! as two query parameters. The row key can be missing if a page ends with its partition. A page
//! can be empty and have a continuation, if the query took more than five seconds or crossed a
//! partition. A page has at most 1 000 entities; a larger `$top` is refused. To get JSON, send
//! `Accept: application/json;odata=nometadata`.
//!
//! Sends: GET /users()?$filter=..&$top=1000, then GET
//! /users()?$filter=..&NextPartitionKey=..&NextRowKey=..&$top=1000
//!
//! Source: S, <https://learn.microsoft.com/rest/api/storageservices/query-timeout-and-pagination>,
//! <https://learn.microsoft.com/rest/api/storageservices/query-entities>.

use paginate_runtime::{EndReason, ErrorKind};
use paginate_tests::{Reply, Request, Server};
use serde_json::{Value, json};

use crate::common::{client, get, walk};

// [declaration]
use paginate_runtime::Paginated;
use serde::Deserialize;

#[derive(Deserialize, Paginated)]
#[paginate(
    token = (header("x-ms-continuation-NextPartitionKey"), header("x-ms-continuation-NextRowKey")),
    param = ("NextPartitionKey", "NextRowKey"),
    items = "value",
    size = "$top",
    max = 1000
)]
struct Entities {
    value: Vec<Entity>,
}

#[derive(Debug, PartialEq, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Entity {
    partition_key: String,
    row_key: String,
}
// [/declaration]

/// Returns an entity. Each partition has two.
fn entity(n: usize) -> Entity {
    Entity {
        partition_key: format!("p{}", n / 2),
        row_key: format!("r{}", n % 2),
    }
}

/// Returns the key in its form on the wire: opaque, and in need of encoding.
fn opaque(key: &str) -> String {
    format!("1!8!{key}+/==")
}

/// Answers a query. A page ends with its partition, and then names no row.
fn query(request: &Request, count: usize) -> Result<Reply, Reply> {
    let bad = |code: &str| Reply::json(json!({ "odata.error": { "code": code } })).status(400);
    let top = request
        .param("$top")
        .map_or(Ok(1000), |top| top.parse::<usize>());
    let top = top
        .ok()
        .filter(|top| (1..=1000).contains(top))
        .ok_or_else(|| bad("InvalidInput"))?;
    let key_of = |name: &str| request.param(name);
    let begins = |n: usize| match (key_of("NextPartitionKey"), key_of("NextRowKey")) {
        (None, None) => true,
        (Some(partition), None) => opaque(&entity(n).partition_key) == partition,
        (Some(partition), Some(row)) => {
            opaque(&entity(n).partition_key) == partition && opaque(&entity(n).row_key) == row
        }
        (None, Some(_)) => false,
    };
    let Some(first) = (0..count).find(|n| begins(*n)) else {
        return match key_of("NextPartitionKey") {
            None => Ok(Reply::json(json!({ "value": [] }))),
            Some(_) => Err(bad("InvalidInput")),
        };
    };
    let next = (first + top).min((first / 2 + 1) * 2).min(count);
    let value: Vec<Value> = (first..next)
        .map(entity)
        .map(|entity| json!({ "PartitionKey": entity.partition_key, "RowKey": entity.row_key }))
        .collect();
    let mut page = Reply::json(json!({ "value": value }));
    if next < count {
        page = page.header(
            "x-ms-continuation-NextPartitionKey",
            opaque(&entity(next).partition_key),
        );
        if next % 2 > 0 {
            page = page.header(
                "x-ms-continuation-NextRowKey",
                opaque(&entity(next).row_key),
            );
        }
    }
    Ok(page)
}

fn azure(count: usize) -> Server {
    Server::start(move |request| query(request, count))
}

#[tokio::test]
async fn row_53_azure_tables() {
    let server = azure(4);
    let request = client()
        .get(server.url("/users()?$filter=Age%20gt%2030"))
        .header("accept", "application/json;odata=nometadata");
    let (items, end) = walk(Entities::paginate(request).page_size(1)).await.ended();

    assert_eq!(
        (items, end),
        ((0..4).map(entity).collect(), EndReason::NoContinuation)
    );
    assert_eq!(
        server.lines(),
        [
            "GET /users()?$filter=Age%20gt%2030&$top=1",
            "GET /users()?$filter=Age%20gt%2030&NextPartitionKey=1%218%21p0%2B%2F%3D%3D&NextRowKey=1%218%21r1%2B%2F%3D%3D&$top=1",
            // The row of the page before is not sent again.
            "GET /users()?$filter=Age%20gt%2030&NextPartitionKey=1%218%21p1%2B%2F%3D%3D&$top=1",
            "GET /users()?$filter=Age%20gt%2030&NextPartitionKey=1%218%21p1%2B%2F%3D%3D&NextRowKey=1%218%21r1%2B%2F%3D%3D&$top=1",
        ]
    );
}

#[tokio::test]
async fn row_53_azure_tables_of_several_partitions() {
    let server = azure(7);
    let (items, end) = walk(Entities::paginate(client().get(server.url("/users()"))))
        .await
        .ended();

    assert_eq!(
        (items, end),
        ((0..7).map(entity).collect(), EndReason::NoContinuation)
    );
    assert_eq!(server.lines().len(), 4, "a page does not cross a partition");
}

#[tokio::test]
async fn row_53_azure_tables_empty_pages_that_go_on() {
    let server = Server::start(
        |request| match request.param("NextPartitionKey").as_deref() {
            None => Reply::json(json!({ "value": [] }))
                .header("x-ms-continuation-NextPartitionKey", "late"),
            Some(_) => Reply::json(json!({ "value": [{ "PartitionKey": "p0", "RowKey": "r0" }] })),
        },
    );
    let (items, end) = walk(Entities::paginate(client().get(server.url("/users()"))))
        .await
        .ended();

    assert_eq!((items, end), (vec![entity(0)], EndReason::NoContinuation));
}

#[tokio::test]
async fn row_53_azure_tables_continuation_that_is_refused() {
    let server = Server::start(|request| match request.param("NextRowKey") {
        None => Ok(query(request, 3)?.header("x-ms-continuation-NextRowKey", "stale")),
        Some(_) => query(request, 3),
    });
    let (items, kind, message) = walk(Entities::paginate(client().get(server.url("/users()"))))
        .await
        .failed();

    assert_eq!(
        (items, kind),
        (
            (0..2).map(entity).collect(),
            ErrorKind::ContinuationRejected
        )
    );
    assert!(!message.contains("1!8!p1"), "{message}");
}

#[tokio::test]
async fn row_53_azure_tables_refuses_what_it_documents() {
    let server = azure(1);
    assert_eq!(get(&server, "/users()?$top=1001").await.0, 400);
    assert_eq!(get(&server, "/users()?NextPartitionKey=guess").await.0, 400);
}
