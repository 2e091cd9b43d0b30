//! Row 51. etcd v3, range over the JSON gateway
//!
//! A range holds the keys from `key` up to, but not including, `range_end`. After a full page, the
//! next request begins at its last key, so that key comes twice: `inclusive` drops it, unless it
//! was deleted meanwhile. Keys and values are base64, and are sent back unchanged. `more` and `kvs`
//! are missing if they would be false and empty, as in all JSON of protobuf. `count` is the number
//! of keys left from `key` on, and so is no total of the walk. A prefix is a range that ends with
//! the prefix whose last byte is one higher; a `range_end` of one zero byte means all keys from
//! `key` on. For a snapshot, put the `revision` of the first response into the request.
//!
//! Sends: POST /v3/kv/range {"key":"L3UvMDE=","range_end":"L3Uw","limit":1000}, then {"key":(the
//! last one),"range_end":"L3Uw","limit":1000}
//!
//! Source: S, <https://etcd.io/docs/v3.5/dev-guide/api_grpc_gateway/>,
//! <https://etcd.io/docs/v3.5/learning/api/>; the messages `RangeRequest` and `RangeResponse`.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use paginate_runtime::{EndReason, ErrorKind};
use paginate_tests::{Reply, Request, Server};
use serde_json::{Value, json};

use crate::common::{client, post, walk};

// [declaration]
use paginate_runtime::Paginated;
use serde::Deserialize;

#[derive(Deserialize, Paginated)]
#[paginate(
    last_item = "key",
    param = body("key"),
    inclusive,
    more = "more",
    items = "kvs",
    size = body("limit"),
    prefer = 1000
)]
struct Range {
    #[serde(default)]
    more: bool,
    #[serde(default)]
    kvs: Vec<KeyValue>,
}

#[derive(Debug, PartialEq, Deserialize)]
struct KeyValue {
    /// Base64.
    key: String,
    /// Base64.
    value: String,
}
// [/declaration]

fn kv(n: usize) -> KeyValue {
    KeyValue {
        key: STANDARD.encode(format!("/u/{n:02}")),
        value: STANDARD.encode(format!("user {n}")),
    }
}

fn decoded(value: &Value) -> Vec<u8> {
    STANDARD
        .decode(value.as_str().unwrap_or_default())
        .expect("base64")
}

/// Answers as a store that holds these numbers.
fn range(request: &Request, numbers: &[usize]) -> Result<Reply, Reply> {
    let body = request.json();
    let (key, end, limit) = (
        decoded(&body["key"]),
        decoded(&body["range_end"]),
        body["limit"].as_u64().unwrap_or(0),
    );
    if key.is_empty() {
        return Err(
            Reply::json(json!({ "error": "etcdserver: key is not provided", "code": 3 }))
                .status(400),
        );
    }
    let inside =
        |key_of: &[u8]| key_of >= key.as_slice() && (end == [0] || key_of < end.as_slice());
    let found: Vec<KeyValue> = numbers
        .iter()
        .map(|n| kv(*n))
        .filter(|kv| inside(&decoded(&json!(kv.key))))
        .collect();
    let taken = if limit == 0 {
        found.len()
    } else {
        found.len().min(limit as usize)
    };
    let kvs: Vec<Value> = found[..taken]
        .iter()
        .map(|kv| json!({ "key": kv.key, "value": kv.value, "version": "1" }))
        .collect();
    let mut page = json!({ "header": { "revision": "7" }, "count": found.len().to_string() });
    if !kvs.is_empty() {
        page["kvs"] = kvs.into();
    }
    if taken < found.len() {
        page["more"] = true.into();
    }
    Ok(Reply::json(page))
}

fn etcd(count: usize) -> Server {
    let numbers: Vec<usize> = (1..=count).collect();
    Server::start(move |request| range(request, &numbers))
}

/// Returns the request for all keys that begin with `/u/`: up to `/u0`.
fn prefix() -> Value {
    json!({ "key": STANDARD.encode("/u/"), "range_end": STANDARD.encode("/u0") })
}

fn line(key: &str, limit: usize) -> String {
    format!(
        r#"POST /v3/kv/range {{"key":"{}","range_end":"{}","limit":{limit}}}"#,
        STANDARD.encode(key),
        STANDARD.encode("/u0")
    )
}

#[tokio::test]
async fn row_51_etcd() {
    let server = etcd(7);
    let request = client().post(server.url("/v3/kv/range")).json(&prefix());
    let (items, end) = walk(Range::paginate(request).page_size(3)).await.ended();

    assert_eq!((items, end), ((1..=7).map(kv).collect(), EndReason::Flag));
    assert_eq!(
        server.lines(),
        [line("/u/", 3), line("/u/03", 3), line("/u/05", 3)]
    );
}

#[tokio::test]
async fn row_51_etcd_without_keys_and_with_few() {
    for count in [0, 1, 2] {
        let server = etcd(count);
        let request = client().post(server.url("/v3/kv/range")).json(&prefix());
        let (items, end) = walk(Range::paginate(request)).await.ended();
        assert_eq!(
            (items, end),
            ((1..=count).map(kv).collect(), EndReason::Flag)
        );
        assert_eq!(server.lines(), [line("/u/", 1000)]);
    }
}

/// The last key of the first page is deleted before the second page is requested, and nothing else
/// is lost.
#[tokio::test]
async fn row_51_etcd_key_that_is_gone() {
    let server = Server::start(|request| match decoded(&request.json()["key"]) == b"/u/" {
        true => range(request, &[1, 2, 3, 4, 5]),
        false => range(request, &[1, 2, 4, 5]),
    });
    let request = client().post(server.url("/v3/kv/range")).json(&prefix());
    let (items, end) = walk(Range::paginate(request).page_size(3)).await.ended();

    assert_eq!(
        (items, end),
        ([1, 2, 3, 4, 5].map(kv).into(), EndReason::Flag)
    );
}

/// Without `inclusive`, each last key would come twice. The walk stops there and says why.
#[tokio::test]
async fn row_51_etcd_declared_without_inclusive() {
    #[derive(Deserialize, Paginated)]
    #[paginate(last_item = "key", param = body("key"), more = "more", items = "kvs", size = body("limit"))]
    struct Exclusive {
        #[serde(default)]
        more: bool,
        #[serde(default)]
        kvs: Vec<KeyValue>,
    }
    let server = etcd(7);
    let request = client().post(server.url("/v3/kv/range")).json(&prefix());
    let (items, kind, message) = walk(Exclusive::paginate(request).page_size(3))
        .await
        .failed();

    assert_eq!(
        (items, kind),
        ((1..=3).map(kv).collect(), ErrorKind::Overlap)
    );
    assert!(message.contains("`inclusive`"), "{message}");
}

#[tokio::test]
async fn row_51_etcd_refuses_what_it_documents() {
    let server = etcd(2);
    let ask = async |body| post(&server, "/v3/kv/range", body).await;
    assert_eq!(ask(json!({})).await.0, 400);
    let (_, page) = ask(prefix()).await;
    assert_eq!(
        (page["count"].clone(), page.get("more").cloned()),
        (json!("2"), None)
    );
}
