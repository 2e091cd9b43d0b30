//! Row 44. AWS S3, ListObjectsV2 and ListObjects
//!
//! Responses are XML: the paginator gets a decoder (here quick-xml, with its feature `serialize`).
//! `IsTruncated` decides about the end. Version 2 has `NextContinuationToken`. Version 1 has
//! `NextMarker`, but only for requests with a `delimiter`: otherwise the last `Key` of the page is
//! the next `marker`, which needs a function, the escape hatch. With a delimiter, `CommonPrefixes`
//! is a second list, counted together with the keys: a page may hold only prefixes, and a function
//! makes one list of both. A page has at most 1000 entries; larger sizes count as 1000. Requests
//! are signed: sign the whole request in your own transport, after paging has written its values.
//!
//! Sends: GET /bucket?list-type=2&max-keys=1000, then ...&continuation-token=...&max-keys=1000;
//! version 1 with marker=...
//!
//! Source: S (S3 API reference), I (minio: a page of prefixes alone without `NextMarker` cannot be
//! continued).

use paginate_runtime::{EndReason, ErrorKind};
use paginate_tests::{Api, Reply, Request, Server, Slice};
use serde_json::{Value, json};

use crate::common::{client, encoded, walk, walk_other};

// [declaration]
use paginate_runtime::{HeaderMap, Paginated};
use serde::Deserialize;

/// Version 2. Walked with `.decode(|_, body| quick_xml::de::from_reader(body.as_ref()))`.
#[derive(Deserialize, Paginated)]
#[paginate(
    token = "next_continuation_token",
    param = "continuation-token",
    more = "is_truncated",
    items = "contents",
    size = "max-keys",
    max = 1000
)]
#[serde(rename_all = "PascalCase")]
struct Objects {
    is_truncated: bool,
    next_continuation_token: Option<String>,
    #[serde(default)]
    contents: Vec<Object>,
}

/// Version 1.
#[derive(Deserialize, Paginated)]
#[paginate(token = Self::marker, param = "marker", more = "is_truncated", items = "contents", size = "max-keys", max = 1000)]
#[serde(rename_all = "PascalCase")]
struct ObjectsV1 {
    is_truncated: bool,
    next_marker: Option<String>,
    #[serde(default)]
    contents: Vec<Object>,
}

impl ObjectsV1 {
    fn marker(&self, _: &HeaderMap) -> Option<String> {
        let last = || self.contents.last().map(|object| object.key.clone());
        self.next_marker.clone().or_else(last)
    }
}

#[derive(Debug, PartialEq, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Object {
    key: String,
    size: u64,
}

/// Version 2 with a delimiter: prefixes and keys in one list.
#[derive(Deserialize, Paginated)]
#[paginate(
    token = "next_continuation_token",
    param = "continuation-token",
    more = "is_truncated",
    items = Self::entries,
    item = Entry,
    size = "max-keys",
    max = 1000
)]
#[serde(rename_all = "PascalCase")]
struct Directory {
    is_truncated: bool,
    next_continuation_token: Option<String>,
    #[serde(default)]
    contents: Vec<Object>,
    #[serde(default)]
    common_prefixes: Vec<CommonPrefix>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct CommonPrefix {
    prefix: String,
}

#[derive(Debug, PartialEq)]
enum Entry {
    Prefix(String),
    Object(Object),
}

impl Directory {
    fn entries(&mut self) -> Vec<Entry> {
        let prefixes = self
            .common_prefixes
            .drain(..)
            .map(|common| Entry::Prefix(common.prefix));
        prefixes
            .chain(self.contents.drain(..).map(Entry::Object))
            .collect()
    }
}
// [/declaration]

/// The decoder of all three.
fn xml<P: serde::de::DeserializeOwned>(
    _: &http::response::Parts,
    body: &bytes::Bytes,
) -> Result<P, quick_xml::DeError> {
    quick_xml::de::from_reader(body.as_ref())
}

fn object(n: u32) -> Object {
    Object {
        key: format!("a b/é&{n}"),
        size: 0,
    }
}

fn objects(range: std::ops::RangeInclusive<u32>) -> Vec<Object> {
    range.map(object).collect()
}

fn api(count: u32) -> Api {
    Api::records((1..=count).map(|n| json!({ "Key": object(n).key }))).size("max-keys", 1000, 1000)
}

fn tag(name: &str, text: &str) -> String {
    let text = text.replace('&', "&amp;").replace('<', "&lt;");
    format!("<{name}>{text}</{name}>")
}

fn contents(key: &Value) -> String {
    let key = key.as_str().expect("a key");
    format!(
        "<Contents>{}{}{}</Contents>",
        tag("Key", key),
        tag("ETag", "\"0\""),
        tag("Size", "0")
    )
}

fn document(inner: &str) -> Reply {
    Reply::text(format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<ListBucketResult xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"><Name>bucket</Name>{inner}</ListBucketResult>"
    ))
    .header("content-type", "application/xml")
}

fn refuse(code: &str) -> Reply {
    Reply::text(format!(
        "<?xml version=\"1.0\"?><Error>{}</Error>",
        tag("Code", code)
    ))
    .header("content-type", "application/xml")
    .status(400)
}

fn v2(request: &Request, slice: &Slice) -> Reply {
    let mut inner = tag(
        "IsTruncated",
        if slice.is_last() { "false" } else { "true" },
    );
    inner += &tag("KeyCount", &slice.items.len().to_string());
    if let Some(token) = &slice.next {
        inner += &tag("NextContinuationToken", token);
    }
    if let Some(token) = request.param("continuation-token") {
        inner += &tag("ContinuationToken", &token);
    }
    inner.extend(slice.items.iter().map(|record| contents(&record["Key"])));
    document(&inner)
}

fn server_v2(api: Api) -> Server {
    let api = api.by_token("continuation-token");
    Server::start(move |request| {
        api.read(request)
            .map_err(|_| refuse("InvalidArgument"))
            .map(|slice| v2(request, &slice))
    })
}

#[tokio::test]
async fn row_44_s3() {
    let server = server_v2(api(7).empty_pages([1]));
    let request = client().get(server.url("/bucket?list-type=2&prefix=a%20b/"));
    let walk = walk(Objects::paginate(request).decode(xml).page_size(3)).await;

    assert_eq!(walk.pages, 4);
    assert_eq!(walk.ended(), (objects(1..=7), EndReason::Flag));
    let path = "GET /bucket?list-type=2&prefix=a%20b/";
    assert_eq!(
        server.lines(),
        [
            format!("{path}&max-keys=3"),
            format!("{path}&continuation-token=AuFA1b%2B%2F%3D&max-keys=3"),
            format!("{path}&continuation-token=gv3MVE%2B%2F%3D&max-keys=3"),
            format!("{path}&continuation-token={}&max-keys=3", encoded(3)),
        ]
    );
}

/// A server that sends `NextMarker` only for requests with a delimiter.
fn server_v1(api: Api) -> Server {
    let api = api.by_last("marker", "Key");
    Server::start(move |request| {
        let slice = api.read(request).map_err(|_| refuse("InvalidArgument"))?;
        let mut inner = tag(
            "IsTruncated",
            if slice.is_last() { "false" } else { "true" },
        );
        if let Some(next) = slice
            .next
            .as_ref()
            .filter(|_| request.param("delimiter").is_some())
        {
            inner += &tag("NextMarker", next);
        }
        inner.extend(slice.items.iter().map(|record| contents(&record["Key"])));
        Ok::<_, Reply>(document(&inner))
    })
}

#[tokio::test]
async fn row_44_s3_version_1() {
    for query in ["prefix=a", "prefix=a&delimiter=|"] {
        let server = server_v1(api(7));
        let request = client().get(server.url(&format!("/bucket?{query}")));
        let (items, end) = walk(ObjectsV1::paginate(request).decode(xml).page_size(3))
            .await
            .ended();

        assert_eq!((items, end), (objects(1..=7), EndReason::Flag));
        assert_eq!(
            server.lines(),
            [
                format!("GET /bucket?{query}&max-keys=3"),
                format!("GET /bucket?{query}&marker=a%20b%2F%C3%A9%263&max-keys=3"),
                format!("GET /bucket?{query}&marker=a%20b%2F%C3%A9%266&max-keys=3"),
            ]
        );
    }
}

/// Pages of only prefixes, of both, and of only keys.
#[tokio::test]
async fn row_44_s3_common_prefixes() {
    let prefix = |name: &str| format!("<CommonPrefixes>{}</CommonPrefixes>", tag("Prefix", name));
    let server = Server::start(move |request| {
        let (inner, next) = match request.param("continuation-token").as_deref() {
            None => (prefix("a/") + &prefix("b/"), Some("t1")),
            Some("t1") => (contents(&json!("c.txt")) + &prefix("d/"), Some("t2")),
            Some(_) => (contents(&json!("e.txt")), None),
        };
        let truncated = tag("IsTruncated", if next.is_some() { "true" } else { "false" });
        document(
            &(inner
                + &truncated
                + &next
                    .map(|next| tag("NextContinuationToken", next))
                    .unwrap_or_default()),
        )
    });
    let request = client().get(server.url("/bucket?list-type=2&delimiter=/"));
    let (items, end) = walk_other(Directory::paginate(request).decode(xml))
        .await
        .ended();

    let key = |key: &str| {
        Entry::Object(Object {
            key: key.to_owned(),
            size: 0,
        })
    };
    let prefix = |prefix: &str| Entry::Prefix(prefix.to_owned());
    assert_eq!(
        items,
        [
            prefix("a/"),
            prefix("b/"),
            prefix("d/"),
            key("c.txt"),
            key("e.txt")
        ]
    );
    assert_eq!(end, EndReason::Flag);
    assert_eq!(
        server.lines(),
        [
            "GET /bucket?list-type=2&delimiter=/&max-keys=1000",
            "GET /bucket?list-type=2&delimiter=/&continuation-token=t1&max-keys=1000",
            "GET /bucket?list-type=2&delimiter=/&continuation-token=t2&max-keys=1000",
        ]
    );
}

#[tokio::test]
async fn row_44_s3_size_is_within_bounds() {
    let server = server_v2(api(3));
    let request = client().get(server.url("/bucket?list-type=2"));
    let (items, _) = walk(Objects::paginate(request).decode(xml).page_size(9_999))
        .await
        .ended();

    assert_eq!(items, objects(1..=3));
    assert_eq!(server.lines(), ["GET /bucket?list-type=2&max-keys=1000"]);
}

/// S3 may send status 200 and then an error, or invalid XML.
#[tokio::test]
async fn row_44_s3_failure_with_status_200() {
    let server = Server::start(|_| Reply::text("<Error><Code>InternalError</Code></Error>"));
    let (items, kind, _) =
        walk(Objects::paginate(client().get(server.url("/bucket?list-type=2"))).decode(xml))
            .await
            .failed();
    assert_eq!((items.len(), kind), (0, ErrorKind::Decode));
}

#[tokio::test]
async fn row_44_s3_refuses_what_it_documents() {
    let server = server_v2(api(3));
    let answer = client()
        .get(server.url("/bucket?list-type=2&continuation-token=x"))
        .send()
        .await;
    assert_eq!(answer.expect("an answer").status(), 400);
}
