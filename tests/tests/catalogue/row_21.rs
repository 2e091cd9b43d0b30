//! Row 21. Elasticsearch `search_after`
//!
//! The `sort` values of the last hit, a list, are sent back as `search_after`, with the same query
//! and the same sort (with a tiebreaker) each time. Nothing says that there is more: a page without
//! hits is the end. `size` is 10 by default, 10 000 at most (`index.max_result_window`), and
//! `hits.total` stops counting there (`"relation": "gte"`). With a point in time (PIT), each
//! response has a `pit_id` that may differ from the one sent, and the newest one must be sent back:
//! two values, which a **function** combines.
//!
//! Sends: POST /logs/_search {"sort":[..],"size":10000}, then
//! {"sort":[..],"search_after":[..],"size":10000}
//!
//! Source: S,
//! <https://www.elastic.co/guide/en/elasticsearch/reference/current/paginate-search-results.html>.

use paginate_runtime::EndReason;
use paginate_tests::{Api, Refusal, Reply, Request, Server};
use serde_json::json;

use crate::common::{client, post, walk};

// [declaration]
use paginate_runtime::{HeaderMap, Paginated};
use serde::Deserialize;
use serde_json::Value;
use serde_json::value::RawValue;

#[derive(Deserialize, Paginated)]
#[paginate(
    last_item = "sort",
    param = body("search_after"),
    items = "hits.hits",
    item = Hit,
    size = body("size"),
    max = 10_000
)]
struct Search {
    hits: Hits,
}

#[derive(Deserialize)]
struct Hits {
    hits: Vec<Hit>,
}

#[derive(Debug, Deserialize)]
struct Hit {
    #[serde(rename = "_id")]
    id: String,
    // Raw JSON, so that numbers are sent back digit by digit.
    sort: Box<RawValue>,
}

/// In a point in time: both values are sent back, and the other members of the body stay.
#[derive(Deserialize, Paginated)]
#[paginate(
    token = Self::after,
    param = body,
    items = "hits.hits",
    item = Hit,
    size = body("size"),
    max = 10_000
)]
struct PitSearch {
    pit_id: String,
    hits: Hits,
}

impl PitSearch {
    fn after(&self, _: &HeaderMap) -> Option<Value> {
        let last = self.hits.hits.last()?;
        Some(serde_json::json!({ "pit": { "id": self.pit_id }, "search_after": last.sort }))
    }
}
// [/declaration]

/// Above 2^53, where a number that is read as a float becomes another one.
const FIRST: u64 = 9_007_199_254_740_992;

fn ids(hits: &[Hit]) -> Vec<String> {
    hits.iter().map(|hit| hit.id.clone()).collect()
}

fn hits(range: std::ops::RangeInclusive<u64>) -> Vec<String> {
    range.map(|n| format!("h{n}")).collect()
}

fn invalid(reason: &str) -> Reply {
    Reply::json(json!({ "error": { "type": "illegal_argument_exception", "reason": reason }, "status": 400 })).status(400)
}

fn refuse(refusal: Refusal) -> Reply {
    invalid(match refusal {
        Refusal::Size => {
            "Result window is too large, from + size must be less than or equal to: [10000]."
        }
        Refusal::Unknown | Refusal::Changed => "search_after has values that no document has.",
    })
}

fn api(count: u64) -> Api {
    let hit =
        |n| json!({ "_id": format!("h{n}"), "_source": {}, "sort": [FIRST + n, format!("t{n}")] });
    Api::records((1..=count).map(hit))
        .size("/size", 10, 10_000)
        .refuse_sizes()
        .by_last("/search_after", "sort")
}

fn page(api: &Api, request: &Request) -> Result<Value, Reply> {
    if request.at("/sort").is_none() {
        return Err(invalid(
            "Sort must contain at least one field when using search_after.",
        ));
    }
    let slice = api.read(request).map_err(refuse)?;
    Ok(json!({ "hits": { "total": { "value": 10_000, "relation": "gte" }, "hits": slice.items } }))
}

fn elasticsearch(count: u64) -> Server {
    let api = api(count);
    Server::start(move |request| page(&api, request).map(Reply::json))
}

#[tokio::test]
async fn row_21_elasticsearch_search_after() {
    let server = elasticsearch(7);
    let request = client()
        .post(server.url("/logs/_search?ignore_unavailable=true"))
        .header("authorization", "ApiKey secret")
        .body(r#"{"sort": [{"at": "asc"}, {"tie": "asc"}]}"#)
        .header("content-type", "application/json");
    let (items, end) = walk(Search::paginate(request).page_size(3)).await.ended();

    assert_eq!((ids(&items), end), (hits(1..=7), EndReason::Empty));
    assert_eq!(
        server.lines(),
        [
            r#"POST /logs/_search?ignore_unavailable=true {"sort": [{"at": "asc"}, {"tie": "asc"}],"size":3}"#,
            r#"POST /logs/_search?ignore_unavailable=true {"sort": [{"at": "asc"}, {"tie": "asc"}],"search_after":[9007199254740995,"t3"],"size":3}"#,
            r#"POST /logs/_search?ignore_unavailable=true {"sort": [{"at": "asc"}, {"tie": "asc"}],"search_after":[9007199254740998,"t6"],"size":3}"#,
            r#"POST /logs/_search?ignore_unavailable=true {"sort": [{"at": "asc"}, {"tie": "asc"}],"search_after":[9007199254740999,"t7"],"size":3}"#,
        ],
        "the last page is an empty one"
    );
}

#[tokio::test]
async fn row_21_elasticsearch_search_after_in_a_point_in_time() {
    let api = api(5);
    let server = Server::start(move |request| {
        // Every search has another id, and only the newest is valid.
        let opened = match request.at("/search_after").as_deref() {
            None => "pit0",
            Some(r#"[9007199254740994,"t2"]"#) => "pit1",
            Some(r#"[9007199254740996,"t4"]"#) => "pit2",
            Some(_) => "pit3",
        };
        if request.at("/pit/id").as_deref() != Some(opened)
            || request.at("/pit/keep_alive").as_deref() != Some("1m")
        {
            return Err(Reply::json(
                json!({ "error": { "type": "search_context_missing_exception" }, "status": 404 }),
            )
            .status(404));
        }
        let newest = match opened {
            "pit0" => "pit1",
            "pit1" => "pit2",
            _ => "pit3",
        };
        let mut page = page(&api, request)?;
        page["pit_id"] = newest.into();
        Ok(Reply::json(page))
    });
    let request = client()
        .post(server.url("/_search"))
        .json(&json!({ "pit": { "id": "pit0", "keep_alive": "1m" }, "sort": ["at"] }));
    let (items, end) = walk(PitSearch::paginate(request).page_size(2))
        .await
        .ended();

    assert_eq!((ids(&items), end), (hits(1..=5), EndReason::NoContinuation));
    let bodies: Vec<_> = server.requests().iter().map(Request::json).collect();
    let body = |id: &str, after: Value| {
        let mut body =
            json!({ "pit": { "id": id, "keep_alive": "1m" }, "sort": ["at"], "size": 2 });
        if !after.is_null() {
            body["search_after"] = after;
        }
        body
    };
    assert_eq!(
        bodies,
        [
            body("pit0", Value::Null),
            body("pit1", json!([FIRST + 2, "t2"])),
            body("pit2", json!([FIRST + 4, "t4"])),
            body("pit3", json!([FIRST + 5, "t5"])),
        ]
    );
}

#[tokio::test]
async fn row_21_elasticsearch_without_hits() {
    let server = elasticsearch(0);
    let request = client()
        .post(server.url("/logs/_search"))
        .json(&json!({ "sort": ["at"] }));
    let (items, end) = walk(Search::paginate(request)).await.ended();

    assert_eq!((items.len(), end), (0, EndReason::Empty));
    assert_eq!(
        server.lines(),
        [r#"POST /logs/_search {"sort":["at"],"size":10000}"#]
    );
}

#[tokio::test]
async fn row_21_elasticsearch_refuses_what_it_documents() {
    let server = elasticsearch(3);
    assert_eq!(
        post(&server, "/logs/_search", json!({ "size": 1 })).await.0,
        400,
        "without a sort"
    );
    assert_eq!(
        post(
            &server,
            "/logs/_search",
            json!({ "sort": ["at"], "size": 10_001 })
        )
        .await
        .0,
        400
    );
    let (_, page) = post(&server, "/logs/_search", json!({ "sort": ["at"] })).await;
    assert_eq!(page["hits"]["total"]["relation"], "gte");
}
