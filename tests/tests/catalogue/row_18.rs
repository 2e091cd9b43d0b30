//! Row 18. HubSpot v3
//!
//! `paging.next.after` is sent back as `after`; the last page has no `paging` at all. A page has at
//! most 100 items (10 by default). Searches are POST requests with everything in the body and up to
//! 200 items per page; beyond the first 10 000 results, they are a 400.
//!
//! Sends: GET /crm/v3/objects/contacts?limit=100, then ...&after=...&limit=100
//!
//! Source: S, <https://developers.hubspot.com/docs/api-reference/crm-contacts-v3/guide>.

use paginate_runtime::{EndReason, ErrorKind};
use paginate_tests::{Api, Refusal, Reply, Server};
use serde_json::{Value, json};

use crate::common::{client, encoded, get, walk};

// [declaration]
use paginate_runtime::Paginated;
use serde::Deserialize;

#[derive(Deserialize, Paginated)]
#[paginate(
    token = "paging.next.after",
    param = "after",
    items = "results",
    size = "limit",
    max = 100
)]
struct Contacts {
    results: Vec<Contact>,
    paging: Option<Paging>,
}

/// Searches are POST requests, with everything in the body.
#[derive(Deserialize, Paginated)]
#[paginate(token = "paging.next.after", param = body("after"), items = "results", size = body("limit"), max = 200)]
struct Found {
    results: Vec<Contact>,
    paging: Option<Paging>,
}

#[derive(Deserialize)]
struct Paging {
    next: Option<Next>,
}

#[derive(Deserialize)]
struct Next {
    after: String,
}

#[derive(Debug, PartialEq, Deserialize)]
struct Contact {
    id: u32,
}
// [/declaration]

fn contacts(ids: std::ops::RangeInclusive<u32>) -> Vec<Contact> {
    ids.map(|id| Contact { id }).collect()
}

fn refuse(refusal: Refusal) -> Reply {
    Reply::json(json!({ "status": "error", "category": "VALIDATION_ERROR", "message": refusal.to_string() })).status(400)
}

/// Returns a page. The last page has no `paging` at all.
fn page(items: Vec<Value>, next: Option<String>) -> Reply {
    let mut page = json!({ "results": items });
    if let Some(after) = next {
        page["paging"] =
            json!({ "next": { "after": after, "link": "https://api.hubapi.com/somewhere" } });
    }
    Reply::json(page)
}

fn list(api: Api) -> Server {
    let api = api.size("limit", 10, 100).refuse_sizes().by_token("after");
    Server::start(move |request| {
        api.read(request)
            .map_err(refuse)
            .map(|slice| page(slice.items, slice.next))
    })
}

#[tokio::test]
async fn row_18_hubspot() {
    let server = list(Api::numbered(7));
    let request =
        client().get(server.url("/crm/v3/objects/contacts?properties=email&properties=phone"));
    let (items, end) = walk(Contacts::paginate(request).page_size(3)).await.ended();

    assert_eq!((items, end), (contacts(1..=7), EndReason::NoContinuation));
    assert_eq!(
        server.lines(),
        [
            "GET /crm/v3/objects/contacts?properties=email&properties=phone&limit=3",
            "GET /crm/v3/objects/contacts?properties=email&properties=phone&after=AuFA1b%2B%2F%3D&limit=3",
            "GET /crm/v3/objects/contacts?properties=email&properties=phone&after=gv3MVE%2B%2F%3D&limit=3",
        ]
    );
}

#[tokio::test]
async fn row_18_hubspot_goes_on_past_an_empty_page() {
    let server = list(Api::numbered(4).empty_pages([1]));
    let walk =
        walk(Contacts::paginate(client().get(server.url("/crm/v3/objects/contacts"))).page_size(2))
            .await;

    assert_eq!(walk.pages, 3);
    assert_eq!(walk.ended(), (contacts(1..=4), EndReason::NoContinuation));
    assert_eq!(server.lines()[0], "GET /crm/v3/objects/contacts?limit=2");
    let continued: Vec<_> = (1..3)
        .map(|page| {
            format!(
                "GET /crm/v3/objects/contacts?after={}&limit=2",
                encoded(page)
            )
        })
        .collect();
    assert_eq!(server.lines()[1..], continued);
}

#[tokio::test]
async fn row_18_hubspot_search() {
    let api = Api::numbered(5)
        .size("/limit", 10, 200)
        .refuse_sizes()
        .by_token("/after");
    let server = Server::start(move |request| {
        api.read(request)
            .map_err(refuse)
            .map(|slice| page(slice.items, slice.next))
    });
    let request = client()
        .post(server.url("/crm/v3/objects/contacts/search"))
        .json(&json!({ "query": "x", "sorts": ["id"] }));
    let (items, end) = walk(Found::paginate(request).page_size(2)).await.ended();

    assert_eq!((items, end), (contacts(1..=5), EndReason::NoContinuation));
    assert_eq!(
        server.lines(),
        [
            r#"POST /crm/v3/objects/contacts/search {"query":"x","sorts":["id"],"limit":2}"#,
            r#"POST /crm/v3/objects/contacts/search {"query":"x","sorts":["id"],"after":"AuFA1b+/=","limit":2}"#,
            r#"POST /crm/v3/objects/contacts/search {"query":"x","sorts":["id"],"after":"gv3MVE+/=","limit":2}"#,
        ]
    );
}

#[tokio::test]
async fn row_18_hubspot_search_is_capped() {
    let server = Server::start(|request| {
        let after = request
            .at("/after")
            .map_or(0, |after| after.parse::<u32>().expect("a number"));
        match after {
            0 | 200 => page(vec![json!({ "id": after })], Some((after + 200).to_string())),
            _ => Reply::json(json!({ "status": "error", "message": "There was a problem with the request: paging is limited to 10000" }))
                .status(400),
        }
    });
    let request = client().post(server.url("/search")).json(&json!({}));
    let (items, kind, message) = walk(Found::paginate(request)).await.failed();

    assert_eq!((items.len(), kind), (2, ErrorKind::ContinuationRejected));
    assert!(message.contains("limited to 10000"), "{message}");
}

#[tokio::test]
async fn row_18_hubspot_refuses_what_it_documents() {
    let server = list(Api::numbered(5));
    assert_eq!(
        get(&server, "/crm/v3/objects/contacts?limit=2").await.0,
        200
    );
    let after = encoded(1);
    assert_eq!(
        get(
            &server,
            &format!("/crm/v3/objects/contacts?limit=3&after={after}")
        )
        .await
        .0,
        400,
        "another size"
    );
    assert_eq!(
        get(&server, "/crm/v3/objects/contacts?limit=101").await.0,
        400
    );
}

#[tokio::test]
async fn row_18_hubspot_asks_for_the_largest_pages_by_itself() {
    let server = list(Api::numbered(1));
    let (items, _) = walk(Contacts::paginate(
        client().get(server.url("/crm/v3/objects/contacts")),
    ))
    .await
    .ended();
    assert_eq!(items, contacts(1..=1));
    assert_eq!(server.lines(), ["GET /crm/v3/objects/contacts?limit=100"]);
}
