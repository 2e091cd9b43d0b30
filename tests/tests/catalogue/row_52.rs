//! Row 52. CouchDB `_all_docs`
//!
//! `startkey` is JSON text in the query, a string in quotes, and the page begins with that key: the
//! documented method requests one row more and shows it on the next page. `json(..)` writes the key
//! in this form, and `inclusive` drops the repeated row. An empty page, or one with only the
//! repeated row, is the end. `total_rows` counts the whole database, even if `endkey` limits the
//! range: leave `total` out if you request a part. In a view, keys need not be unique, and rows
//! with the same key continue with `startkey_docid`: walk only views with unique keys.
//!
//! Sends: GET /db/_all_docs?include_docs=true&limit=1000, then GET
//! /db/_all_docs?include_docs=true&limit=1000&startkey=%22doc-1000%22
//!
//! Source: S, <https://docs.couchdb.org/en/stable/ddocs/views/pagination.html>,
//! <https://docs.couchdb.org/en/stable/api/database/bulk-api.html>.

use paginate_runtime::EndReason;
use paginate_tests::{Reply, Request, Server};
use serde_json::{Value, json};

use crate::common::{client, get, walk};

// [declaration]
use paginate_runtime::Paginated;
use serde::Deserialize;

#[derive(Deserialize, Paginated)]
#[paginate(
    last_item = "key",
    param = json("startkey"),
    inclusive,
    total = "total_rows",
    items = "rows",
    size = "limit",
    prefer = 1000
)]
struct AllDocs {
    total_rows: u64,
    rows: Vec<Row>,
}

#[derive(Debug, PartialEq, Deserialize)]
struct Row {
    id: String,
    key: String,
}
// [/declaration]

fn row(n: usize) -> Row {
    let id = format!("doc {n:02}");
    Row {
        key: id.clone(),
        id,
    }
}

fn all_docs(request: &Request, numbers: &[usize]) -> Result<Reply, Reply> {
    let bad = |reason: &str| {
        Reply::json(json!({ "error": "query_parse_error", "reason": reason })).status(400)
    };
    let startkey = match request.param("startkey") {
        None => String::new(),
        Some(json) => match serde_json::from_str(&json) {
            Ok(Value::String(key)) => key,
            _ => return Err(bad("Invalid value for startkey")),
        },
    };
    let limit = match request.param("limit") {
        None => usize::MAX,
        Some(limit) => limit.parse().map_err(|_| bad("Invalid value for limit"))?,
    };
    let rows = numbers
        .iter()
        .map(|n| row(*n))
        .filter(|row| row.key >= startkey)
        .take(limit);
    let rows: Vec<Value> = rows
        .map(|row| json!({ "id": row.id, "key": row.key, "value": { "rev": "1-x" } }))
        .collect();
    Ok(Reply::json(
        json!({ "total_rows": numbers.len(), "offset": 0, "rows": rows }),
    ))
}

fn couch(count: usize) -> Server {
    let numbers: Vec<usize> = (1..=count).collect();
    Server::start(move |request| all_docs(request, &numbers))
}

#[tokio::test]
async fn row_52_couchdb() {
    let server = couch(6);
    let request = client().get(server.url("/db/_all_docs?include_docs=true"));
    let (items, end) = walk(AllDocs::paginate(request).page_size(3)).await.ended();

    assert_eq!((items, end), ((1..=6).map(row).collect(), EndReason::Empty));
    assert_eq!(
        server.lines(),
        [
            "GET /db/_all_docs?include_docs=true&limit=3",
            "GET /db/_all_docs?include_docs=true&startkey=%22doc%2003%22&limit=3",
            "GET /db/_all_docs?include_docs=true&startkey=%22doc%2005%22&limit=3",
            "GET /db/_all_docs?include_docs=true&startkey=%22doc%2006%22&limit=3",
        ]
    );
}

#[tokio::test]
async fn row_52_couchdb_of_no_document_and_of_one() {
    for count in [0, 1] {
        let server = couch(count);
        let (items, end) = walk(AllDocs::paginate(client().get(server.url("/db/_all_docs"))))
            .await
            .ended();
        assert_eq!(
            (items, end),
            ((1..=count).map(row).collect(), EndReason::Empty)
        );
        assert_eq!(
            server.lines().len(),
            count + 1,
            "one more for the repeated row alone"
        );
    }
}

#[tokio::test]
async fn row_52_couchdb_document_that_was_deleted() {
    let server = Server::start(|request| match request.param("startkey") {
        None => all_docs(request, &[1, 2, 3, 4, 5]),
        Some(_) => all_docs(request, &[1, 2, 4, 5]),
    });
    let walked =
        walk(AllDocs::paginate(client().get(server.url("/db/_all_docs"))).page_size(3)).await;

    assert_eq!(walked.ended().0, [1, 2, 3, 4, 5].map(row));
}

#[tokio::test]
async fn row_52_couchdb_from_a_key_on() {
    let server = couch(5);
    let request = client().get(server.url("/db/_all_docs?startkey=%22doc%2003%22"));
    let (items, end) = walk(AllDocs::paginate(request)).await.ended();

    assert_eq!((items, end), ([3, 4, 5].map(row).into(), EndReason::Empty));
}

#[tokio::test]
async fn row_52_couchdb_refuses_what_it_documents() {
    let server = couch(2);
    let (status, answer) = get(&server, "/db/_all_docs?startkey=doc").await;
    assert_eq!(
        (status, answer["error"].clone()),
        (400, json!("query_parse_error")),
        "a string has its quotes"
    );
    assert_eq!(
        get(&server, "/db/_all_docs?startkey=%22doc%2002%22")
            .await
            .1["rows"][0]["id"],
        "doc 02",
        "it is inclusive"
    );
}
