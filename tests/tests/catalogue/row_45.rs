//! Row 45. AWS S3 ListObjectVersions, Route 53 ListResourceRecordSets
//!
//! The continuation is two or three values, each with its own parameter: a function makes a map of
//! them, and `param = query` writes each entry. That is the escape hatch. Null entries are left
//! out, and an entry of an earlier page does not stay if a later page lacks it. `IsTruncated`
//! decides about the end. Responses are XML, with versions and delete markers mixed (quick-xml
//! needs its feature `overlapped-lists` for that); a page may hold only delete markers. S3: at most
//! 1000 entries per page. Route 53: 300, and `type` without `name` is refused.
//!
//! Sends: GET /bucket?versions&max-keys=1000, then ...&key-marker=...&version-id-marker=...; Route
//! 53 with name, type and identifier
//!
//! Source: S, <https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectVersions.html> and
//! <https://docs.aws.amazon.com/Route53/latest/APIReference/API_ListResourceRecordSets.html>.

use paginate_runtime::EndReason;
use paginate_tests::{Reply, Request, Server};

use crate::common::{client, walk};

// [declaration]
use std::collections::BTreeMap;

use paginate_runtime::{HeaderMap, Paginated};
use serde::Deserialize;

/// S3. Walked with `.decode(|_, body| quick_xml::de::from_reader(body.as_ref()))`.
#[derive(Deserialize, Paginated)]
#[paginate(
    token = Self::markers,
    param = query,
    more = "is_truncated",
    items = "versions",
    size = "max-keys",
    max = 1000
)]
#[serde(rename_all = "PascalCase")]
struct ObjectVersions {
    is_truncated: bool,
    next_key_marker: Option<String>,
    next_version_id_marker: Option<String>,
    #[serde(default, rename = "Version")]
    versions: Vec<Version>,
}

impl ObjectVersions {
    fn markers(&self, _: &HeaderMap) -> Option<BTreeMap<String, Option<&str>>> {
        let key = self.next_key_marker.as_deref()?;
        let version = self.next_version_id_marker.as_deref();
        Some(BTreeMap::from([
            ("key-marker".to_owned(), Some(key)),
            ("version-id-marker".to_owned(), version),
        ]))
    }
}

#[derive(Debug, PartialEq, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Version {
    key: String,
    version_id: String,
}

/// Route 53. Decoded in the same way.
#[derive(Deserialize, Paginated)]
#[paginate(
    token = Self::next_record,
    param = query,
    more = "is_truncated",
    items = "resource_record_sets.resource_record_set",
    item = RecordSet,
    size = "maxitems",
    max = 300
)]
#[serde(rename_all = "PascalCase")]
struct RecordSets {
    is_truncated: bool,
    next_record_name: Option<String>,
    next_record_type: Option<String>,
    next_record_identifier: Option<String>,
    resource_record_sets: RecordSetList,
}

impl RecordSets {
    fn next_record(&self, _: &HeaderMap) -> Option<BTreeMap<String, Option<&str>>> {
        let name = self.next_record_name.as_deref()?;
        Some(BTreeMap::from([
            ("name".to_owned(), Some(name)),
            ("type".to_owned(), self.next_record_type.as_deref()),
            (
                "identifier".to_owned(),
                self.next_record_identifier.as_deref(),
            ),
        ]))
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct RecordSetList {
    #[serde(default)]
    resource_record_set: Vec<RecordSet>,
}

#[derive(Debug, PartialEq, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct RecordSet {
    name: String,
    r#type: String,
    set_identifier: Option<String>,
}
// [/declaration]

fn xml<P: serde::de::DeserializeOwned>(
    _: &http::response::Parts,
    body: &bytes::Bytes,
) -> Result<P, quick_xml::DeError> {
    quick_xml::de::from_reader(body.as_ref())
}

fn refuse(code: &str) -> Reply {
    Reply::text(format!("<Error><Code>{code}</Code></Error>")).status(400)
}

/// Key, version, and whether it is a delete marker.
const VERSIONS: [(&str, &str, bool); 7] = [
    ("a b", "v3", true),
    ("a b", "v2", false),
    ("a b", "v1+", false),
    ("c", "v2", true),
    ("c", "v1", true),
    ("d", "null", false),
    ("e", "v1", false),
];

/// Answers with versions. The markers name the first entry that was not returned.
fn versions(request: &Request) -> Result<Reply, Reply> {
    let size: usize = request
        .param("max-keys")
        .map_or(1000, |size| size.parse().expect("a number"));
    let start = match (
        request.param("key-marker"),
        request.param("version-id-marker"),
    ) {
        (None, None) => 0,
        (None, Some(_)) => return Err(refuse("InvalidArgument")),
        (Some(key), Some(version)) => {
            let known = VERSIONS
                .iter()
                .position(|(k, v, _)| (*k, *v) == (&key, &version));
            known.ok_or_else(|| refuse("InvalidArgument"))?
        }
        (Some(key), None) => VERSIONS
            .iter()
            .take_while(|(k, ..)| *k < key.as_str())
            .count(),
    };
    let page: Vec<_> = VERSIONS.iter().skip(start).take(size).collect();
    let next = VERSIONS.get(start + page.len());
    let mut inner = format!("<IsTruncated>{}</IsTruncated>", next.is_some());
    if let Some((key, version, _)) = next {
        inner += &format!(
            "<NextKeyMarker>{key}</NextKeyMarker><NextVersionIdMarker>{version}</NextVersionIdMarker>"
        );
    }
    for (key, version, deleted) in page {
        let element = if *deleted { "DeleteMarker" } else { "Version" };
        inner +=
            &format!("<{element}><Key>{key}</Key><VersionId>{version}</VersionId></{element}>");
    }
    Ok(Reply::text(format!(
        "<ListVersionsResult>{inner}</ListVersionsResult>"
    )))
}

fn version(key: &str, version_id: &str) -> Version {
    Version {
        key: key.to_owned(),
        version_id: version_id.to_owned(),
    }
}

fn live_versions() -> Vec<Version> {
    let live = VERSIONS.iter().filter(|(_, _, deleted)| !deleted);
    live.map(|(key, id, _)| version(key, id)).collect()
}

#[tokio::test]
async fn row_45_s3_versions() {
    let server = Server::start(versions);
    let request = client().get(server.url("/bucket?versions&prefix="));
    let (items, end) = walk(ObjectVersions::paginate(request).decode(xml).page_size(2))
        .await
        .ended();

    assert_eq!((items, end), (live_versions(), EndReason::Flag));
    assert_eq!(
        server.lines(),
        [
            "GET /bucket?versions&prefix=&max-keys=2",
            "GET /bucket?versions&prefix=&key-marker=a%20b&version-id-marker=v1%2B&max-keys=2",
            "GET /bucket?versions&prefix=&key-marker=c&version-id-marker=v1&max-keys=2",
            "GET /bucket?versions&prefix=&key-marker=e&version-id-marker=v1&max-keys=2",
        ]
    );
}

/// A page of only delete markers is an empty page of versions.
#[tokio::test]
async fn row_45_s3_versions_past_an_empty_page() {
    let server = Server::start(versions);
    let request = client().get(server.url("/bucket?versions"));
    let walk = walk(ObjectVersions::paginate(request).decode(xml).page_size(1)).await;

    assert_eq!(walk.pages, 7);
    assert_eq!(walk.ended(), (live_versions(), EndReason::Flag));
}

/// Name, type and identifier; weighted records share a name and a type.
const RECORDS: [(&str, &str, Option<&str>); 5] = [
    ("a.example.com.", "A", None),
    ("b.example.com.", "A", Some("blue")),
    ("b.example.com.", "A", Some("green")),
    ("c.example.com.", "A", None),
    ("c.example.com.", "MX", None),
];

/// Answers with records. The next values name the first record of the next page.
fn records(request: &Request) -> Result<Reply, Reply> {
    let size: usize = request
        .param("maxitems")
        .map_or(300, |size| size.parse().expect("a number"));
    let start = match (
        request.param("name"),
        request.param("type"),
        request.param("identifier"),
    ) {
        (None, None, None) => 0,
        (None, ..) => return Err(refuse("InvalidInput")),
        (Some(name), Some(kind), identifier) => {
            let wanted = (name.as_str(), kind.as_str(), identifier.as_deref());
            RECORDS
                .iter()
                .position(|record| *record == wanted)
                .ok_or_else(|| refuse("InvalidInput"))?
        }
        (Some(name), None, _) => RECORDS
            .iter()
            .take_while(|(other, ..)| *other < name.as_str())
            .count(),
    };
    let mut inner = String::new();
    let record = |(name, kind, identifier): &(&str, &str, Option<&str>),
                  prefix: &str,
                  [n, t, i]: [&str; 3]| {
        let identifier =
            identifier.map(|identifier| format!("<{prefix}{i}>{identifier}</{prefix}{i}>"));
        format!(
            "<{prefix}{n}>{name}</{prefix}{n}><{prefix}{t}>{kind}</{prefix}{t}>{}",
            identifier.unwrap_or_default()
        )
    };
    for set in RECORDS.iter().skip(start).take(size) {
        inner += &format!(
            "<ResourceRecordSet>{}<TTL>60</TTL></ResourceRecordSet>",
            record(set, "", ["Name", "Type", "SetIdentifier"])
        );
    }
    let next = RECORDS.get(start + size);
    let next_values = next.map(|next| record(next, "NextRecord", ["Name", "Type", "Identifier"]));
    Ok(Reply::text(format!(
        "<ListResourceRecordSetsResponse xmlns=\"https://route53.amazonaws.com/doc/2013-04-01/\">\
         <ResourceRecordSets>{inner}</ResourceRecordSets><IsTruncated>{}</IsTruncated><MaxItems>{size}</MaxItems>{}\
         </ListResourceRecordSetsResponse>",
        next.is_some(),
        next_values.unwrap_or_default()
    )))
}

#[tokio::test]
async fn row_45_route_53() {
    let server = Server::start(records);
    let request = client().get(server.url("/2013-04-01/hostedzone/Z1/rrset"));
    let (items, end) = walk(RecordSets::paginate(request).decode(xml).page_size(2))
        .await
        .ended();

    let expected: Vec<_> = RECORDS
        .iter()
        .map(|(name, kind, identifier)| RecordSet {
            name: (*name).to_owned(),
            r#type: (*kind).to_owned(),
            set_identifier: identifier.map(str::to_owned),
        })
        .collect();
    assert_eq!((items, end), (expected, EndReason::Flag));
    assert_eq!(
        server.lines(),
        [
            "GET /2013-04-01/hostedzone/Z1/rrset?maxitems=2",
            "GET /2013-04-01/hostedzone/Z1/rrset?identifier=green&name=b.example.com.&type=A&maxitems=2",
            "GET /2013-04-01/hostedzone/Z1/rrset?name=c.example.com.&type=MX&maxitems=2",
        ],
        "the identifier does not linger"
    );
}

#[tokio::test]
async fn row_45_aws_refuses_what_it_documents() {
    let status = async |server: &Server, path: &str| {
        client()
            .get(server.url(path))
            .send()
            .await
            .expect("an answer")
            .status()
    };
    let s3 = Server::start(versions);
    assert_eq!(
        status(&s3, "/bucket?versions&version-id-marker=v1").await,
        400,
        "a version without its key"
    );
    let route_53 = Server::start(records);
    assert_eq!(
        status(&route_53, "/rrset?type=A").await,
        400,
        "a type without its name"
    );
}
