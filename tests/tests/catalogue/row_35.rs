//! Row 35. FHIR
//!
//! A search returns a Bundle, whose `link` is a *list* with relations. The link with the relation
//! `next` leads to the next page; no such link is the end. `Links` finds it. The server chooses the
//! URL: it may be relative and need not contain the query. Resources are inside `entry[].resource`;
//! `entry` is missing if a page has none (`_count=0`, or all filtered). `total` is optional, and
//! counts matches without the resources that are included with them. A search may be a POST with a
//! form; its later pages are GET. Servers silently cap `_count` (Canvas: 100, HAPI: as configured),
//! and keep a search only for a while: an old link is 410.
//!
//! Sends: GET /fhir/Patient?_count=100, then the link as it stands; a search by POST the same, its
//! links with GET
//!
//! Source: S (the example Bundle of the specification, whose page on this is
//! <https://hl7.org/fhir/http.html#paging>; documents of Canvas and Aidbox); the catalogue had it
//! from memory. Added: links may be relative, and a page without entries. From memory still: the 410.

use paginate_runtime::{EndReason, ErrorKind};
use paginate_tests::{Api, Reply, Request, Server};
use serde_json::json;

use crate::common::{client, get, walk};

// [declaration]
use paginate_runtime::{Links, Paginated};
use serde::Deserialize;

#[derive(Deserialize, Paginated)]
#[paginate(next_url = "link", items = "entry[].resource", item = Patient, size = "_count", max = 100)]
struct Bundle {
    link: Option<Links>, // takes the relation `next`
    entry: Option<Vec<Entry>>,
}

/// The same for a search by POST, with a form.
#[derive(Deserialize, Paginated)]
#[paginate(next_url = "link", items = "entry[].resource", item = Patient, size = form("_count"), max = 100)]
struct FoundBundle {
    link: Option<Links>,
    entry: Option<Vec<Entry>>,
}

#[derive(Deserialize)]
struct Entry {
    resource: Option<Patient>,
}

#[derive(Debug, PartialEq, Deserialize)]
struct Patient {
    id: String,
}
// [/declaration]

fn patients(ids: std::ops::RangeInclusive<u32>) -> Vec<Patient> {
    ids.map(|id| Patient { id: id.to_string() }).collect()
}

/// A server with later pages at the base URL, under the name of the search.
fn server(api: Api, relative: bool) -> Server {
    let api = api.by_token("_getpages").lenient();
    Server::start(move |request| {
        let expired = |_| {
            let issue = json!({ "severity": "error", "diagnostics": "Search ID does not exist and may have expired" });
            Reply::json(json!({ "resourceType": "OperationOutcome", "issue": [issue] })).status(410)
        };
        answer(&api, &as_query(request), relative).map_err(expired)
    })
}

/// Returns the request with its form as the query.
fn as_query(request: &Request) -> Request {
    let mut request = request.clone();
    if request.header("content-type") == Some("application/x-www-form-urlencoded") {
        request.query = String::from_utf8_lossy(&request.body).into_owned();
        request.body = bytes::Bytes::new();
    }
    request
}

fn answer(api: &Api, request: &Request, relative: bool) -> Result<Reply, paginate_tests::Refusal> {
    let slice = api.read(request)?;
    let mut link =
        vec![json!({ "relation": "self", "url": format!("{}{}", request.origin, request.path) })];
    if let Some(next) = &slice.next {
        let mut next_page = request.clone();
        next_page.path = "/fhir".to_owned();
        next_page.query = format!("_count={}", slice.size);
        let path = next_page.with_param("_getpages", next);
        let url = if relative {
            path
        } else {
            format!("{}{path}", request.origin)
        };
        link.push(json!({ "relation": "next", "url": url }));
    }
    let mut bundle = json!({ "resourceType": "Bundle", "type": "searchset", "link": link });
    if !slice.items.is_empty() {
        bundle["entry"] = slice
            .items
            .iter()
            .map(|resource| json!({ "resource": resource, "search": { "mode": "match" } }))
            .collect();
    }
    Ok(Reply::json(bundle))
}

fn api(count: u32) -> Api {
    Api::records((1..=count).map(|id| json!({ "resourceType": "Patient", "id": id.to_string() })))
        .size("_count", 10, 100)
}

#[tokio::test]
async fn row_35_fhir() {
    for relative in [false, true] {
        let server = server(api(7).empty_pages([1]), relative);
        let request = client()
            .get(server.url("/fhir/Patient?name=smith"))
            .header("accept", "application/fhir+json");
        let walk = walk(Bundle::paginate(request).page_size(3)).await;

        assert_eq!(walk.pages, 4);
        assert_eq!(walk.ended(), (patients(1..=7), EndReason::NoContinuation));
        assert_eq!(
            server.lines()[..3],
            [
                "GET /fhir/Patient?name=smith&_count=3",
                "GET /fhir?_count=3&_getpages=AuFA1b%2B%2F%3D",
                "GET /fhir?_count=3&_getpages=gv3MVE%2B%2F%3D",
            ]
        );
        assert!(
            server
                .requests()
                .iter()
                .all(|request| request.header("accept") == Some("application/fhir+json"))
        );
    }
}

#[tokio::test]
async fn row_35_fhir_search_by_post() {
    let server = server(api(5), false);
    let request = client()
        .post(server.url("/fhir/Patient/_search"))
        .bearer_auth("secret")
        .form(&[("name", "smith")]);
    let (items, end) = walk(FoundBundle::paginate(request).page_size(2))
        .await
        .ended();

    assert_eq!((items, end), (patients(1..=5), EndReason::NoContinuation));
    assert_eq!(
        server.lines(),
        [
            "POST /fhir/Patient/_search name=smith&_count=2",
            "GET /fhir?_count=2&_getpages=AuFA1b%2B%2F%3D",
            "GET /fhir?_count=2&_getpages=gv3MVE%2B%2F%3D",
        ]
    );
    let requests = server.requests();
    assert!(
        requests
            .iter()
            .all(|request| request.header("authorization") == Some("Bearer secret"))
    );
    assert_eq!(
        requests[1].header("content-type"),
        None,
        "a link has no form"
    );
}

#[tokio::test]
async fn row_35_fhir_search_has_expired() {
    let api = api(5);
    let api = api.by_token("_getpages").lenient();
    let server = Server::start(move |request| {
        if request.param("_getpages").is_some() {
            return Ok(Reply::json(json!({ "resourceType": "OperationOutcome" })).status(410));
        }
        answer(&api, request, false)
    });
    let (items, kind, _) =
        walk(Bundle::paginate(client().get(server.url("/fhir/Patient"))).page_size(2))
            .await
            .failed();
    assert_eq!((items, kind), (patients(1..=2), ErrorKind::Expired));
}

/// `fullUrl` without a resource, and no entries at all.
#[tokio::test]
async fn row_35_fhir_entries_without_resources() {
    let server = Server::start(|request| {
        Reply::json(match request.param("page").as_deref() {
            None => {
                json!({ "entry": [{ "fullUrl": "urn:uuid:1" }, { "resource": { "id": "1" } }], "link": [{ "relation": "next", "url": "?page=2" }] })
            }
            _ => json!({ "total": 0 }),
        })
    });
    let (items, end) = walk(Bundle::paginate(client().get(server.url("/fhir/Patient"))))
        .await
        .ended();

    assert_eq!((items, end), (patients(1..=1), EndReason::NoContinuation));
    assert_eq!(
        server.lines(),
        ["GET /fhir/Patient?_count=100", "GET /fhir/Patient?page=2"]
    );
}

#[tokio::test]
async fn row_35_fhir_refuses_what_it_documents() {
    let server = server(api(120), false);
    assert_eq!(get(&server, "/fhir?_getpages=x").await.0, 410);
    let (_, bundle) = get(&server, "/fhir/Patient?_count=5000").await;
    assert_eq!(
        bundle["entry"].as_array().map(Vec::len),
        Some(100),
        "capped"
    );
}
