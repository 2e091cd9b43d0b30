//! Row 22. Elasticsearch scroll
//!
//! A search with `?scroll=1m` opens a context. Its `_scroll_id` is sent to another path,
//! `/_search/scroll`, which accepts `scroll` and `scroll_id` and refuses everything else. Each
//! response has the id to send next, often the same one; use the newest. A page without hits is the
//! end. Contexts expire (404), and Elastic now recommends row 21. `size` is 10 000 at most. It is
//! in the query of the first request, because the later ones do not accept it.
//!
//! Sends: POST /logs/_search?scroll=1m&size=1000 {..}, then POST /_search/scroll?scroll=1m
//! {"scroll_id":".."}
//!
//! Source: S, <https://www.elastic.co/guide/en/elasticsearch/reference/current/scroll-api.html>.
//! From memory: that other members of the body are refused.

use std::sync::Mutex;

use paginate_runtime::{EndReason, ErrorKind};
use paginate_tests::{Api, Reply, Server};
use serde_json::json;

use crate::common::{client, post, walk};

// [declaration]
use paginate_runtime::Paginated;
use serde::Deserialize;

#[derive(Deserialize, Paginated)]
#[paginate(
    token = "scroll_id",
    param = body("scroll_id"),
    continue_at = "/_search/scroll?scroll=1m",
    repeats,
    end_on = [empty],
    items = "hits.hits",
    item = Hit,
    size = "size",
    max = 10_000,
    prefer = 1000
)]
struct Scroll {
    #[serde(rename = "_scroll_id")]
    scroll_id: String,
    hits: Hits,
}

#[derive(Deserialize)]
struct Hits {
    hits: Vec<Hit>,
}

#[derive(Debug, PartialEq, Deserialize)]
struct Hit {
    #[serde(rename = "_id")]
    id: String,
}
// [/declaration]

fn hits(count: usize) -> Vec<Hit> {
    (1..=count)
        .map(|n| Hit {
            id: format!("h{n}"),
        })
        .collect()
}

/// A server that keeps the state of the scroll. The id stays the same, or it changes with each page
/// and only the newest is valid.
fn elasticsearch(count: usize, changing: bool) -> Server {
    let records = (1..=count).map(|n| json!({ "_id": format!("h{n}"), "_source": {} }));
    let api = Api::records(records)
        .size("size", 10, 10_000)
        .refuse_sizes()
        .by_offset("at");
    // The state of the one scroll of the test: page, offset, size.
    let state = Mutex::new((0, 0, 0));
    let id = move |page: usize| {
        if changing {
            format!("scroll-{page}")
        } else {
            "DXF1ZXJ5QW5kRmV0Y2g=".to_owned()
        }
    };
    Server::start(move |request| {
        let missing = || {
            Reply::json(
                json!({ "error": { "type": "search_context_missing_exception" }, "status": 404 }),
            )
            .status(404)
        };
        let unknown = || {
            Reply::json(json!({ "error": { "type": "illegal_argument_exception" }, "status": 400 }))
                .status(400)
        };
        if request.param("scroll").as_deref() != Some("1m") {
            return Err(unknown());
        }
        let mut state = state.lock().expect("no test panics here");
        let mut inside = request.clone();
        match request.path.as_str() {
            "/logs/_search" => *state = (0, 0, 0),
            "/_search/scroll" => {
                let body = request.json();
                if body.as_object().is_none_or(|body| body.len() != 1)
                    || request.query != "scroll=1m"
                {
                    return Err(unknown());
                }
                if body["scroll_id"] != id(state.0).as_str() {
                    return Err(missing());
                }
                inside.query = format!("at={}&size={}", state.1, state.2);
            }
            _ => return Err(missing()),
        }
        let slice = api.read(&inside).map_err(|_| unknown())?;
        *state = (state.0 + 1, slice.end, slice.size);
        let total = json!({ "value": slice.total, "relation": "eq" });
        Ok(Reply::json(
            json!({ "_scroll_id": id(state.0), "hits": { "total": total, "hits": slice.items } }),
        ))
    })
}

#[tokio::test]
async fn row_22_elasticsearch_scroll() {
    let server = elasticsearch(7, false);
    let request = client()
        .post(server.url("/logs/_search?scroll=1m"))
        .header("authorization", "ApiKey secret")
        .json(&json!({ "query": { "match_all": {} } }));
    let (items, end) = walk(Scroll::paginate(request).page_size(3)).await.ended();

    assert_eq!((items, end), (hits(7), EndReason::Empty));
    assert_eq!(
        server.lines(),
        [
            r#"POST /logs/_search?scroll=1m&size=3 {"query":{"match_all":{}}}"#,
            r#"POST /_search/scroll?scroll=1m {"scroll_id":"DXF1ZXJ5QW5kRmV0Y2g="}"#,
            r#"POST /_search/scroll?scroll=1m {"scroll_id":"DXF1ZXJ5QW5kRmV0Y2g="}"#,
            r#"POST /_search/scroll?scroll=1m {"scroll_id":"DXF1ZXJ5QW5kRmV0Y2g="}"#,
        ],
        "the same id again and again is no loop"
    );
    assert!(
        server
            .requests()
            .iter()
            .all(|request| request.header("authorization") == Some("ApiKey secret"))
    );
}

#[tokio::test]
async fn row_22_elasticsearch_scroll_whose_id_changes() {
    let server = elasticsearch(5, true);
    let request = client()
        .post(server.url("/logs/_search?scroll=1m"))
        .json(&json!({}));
    let (items, end) = walk(Scroll::paginate(request).page_size(2)).await.ended();

    assert_eq!((items, end), (hits(5), EndReason::Empty));
    assert_eq!(
        server.lines(),
        [
            r"POST /logs/_search?scroll=1m&size=2 {}",
            r#"POST /_search/scroll?scroll=1m {"scroll_id":"scroll-1"}"#,
            r#"POST /_search/scroll?scroll=1m {"scroll_id":"scroll-2"}"#,
            r#"POST /_search/scroll?scroll=1m {"scroll_id":"scroll-3"}"#,
        ]
    );
}

/// The other guard stays active: if a context does not advance, that is an error, and its second
/// page is not delivered.
#[tokio::test]
async fn row_22_elasticsearch_scroll_that_does_not_move() {
    let server = Server::start(|_| {
        Reply::json(
            json!({ "_scroll_id": "same", "hits": { "hits": [{ "_id": "h1" }, { "_id": "h2" }] } }),
        )
    });
    let request = client()
        .post(server.url("/logs/_search?scroll=1m"))
        .json(&json!({}));
    let (items, kind, _) = walk(Scroll::paginate(request)).await.failed();

    assert_eq!((items, kind), (hits(2), ErrorKind::RepeatedPage));
    assert_eq!(server.lines().len(), 2);
}

#[tokio::test]
async fn row_22_elasticsearch_scroll_that_expires() {
    let server = Server::start(|request| match request.path.as_str() {
        "/logs/_search" => {
            Reply::json(json!({ "_scroll_id": "old", "hits": { "hits": [{ "_id": "h1" }] } }))
        }
        _ => Reply::json(
            json!({ "error": { "type": "search_context_missing_exception" }, "status": 404 }),
        )
        .status(404),
    });
    let request = client()
        .post(server.url("/logs/_search?scroll=1m"))
        .json(&json!({}));
    let (items, kind, message) = walk(Scroll::paginate(request)).await.failed();

    assert_eq!((items, kind), (hits(1), ErrorKind::Status));
    assert!(
        message.contains("404") && message.contains("search_context_missing_exception"),
        "{message}"
    );
}

#[tokio::test]
async fn row_22_elasticsearch_refuses_what_it_documents() {
    let server = elasticsearch(3, false);
    assert_eq!(
        post(&server, "/logs/_search?scroll=1m&size=10001", json!({}))
            .await
            .0,
        400
    );
    assert_eq!(
        post(&server, "/logs/_search?scroll=1m&size=1", json!({}))
            .await
            .0,
        200
    );
    let id = "DXF1ZXJ5QW5kRmV0Y2g=";
    assert_eq!(
        post(
            &server,
            "/_search/scroll?scroll=1m",
            json!({ "scroll_id": id, "size": 1 })
        )
        .await
        .0,
        400,
        "a size"
    );
    assert_eq!(
        post(
            &server,
            "/_search/scroll?scroll=1m",
            json!({ "scroll_id": "guess" })
        )
        .await
        .0,
        404
    );
    assert_eq!(
        post(
            &server,
            "/_search/scroll?scroll=1m",
            json!({ "scroll_id": id })
        )
        .await
        .0,
        200
    );
}
