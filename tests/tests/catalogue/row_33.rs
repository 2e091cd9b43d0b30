//! Row 33. Intercom
//!
//! `pages.next` is null on the last page. Otherwise it is, depending on the endpoint, an object
//! with `starting_after` (contacts, conversations) or the URL of the next page as a string
//! (companies, tags of older versions): intercom-node#489 is a client that expected the wrong one.
//! Searches are POST requests, with everything below `pagination` in the body. A page has at most
//! 150 items.
//!
//! Sends: GET /contacts?per_page=150, then ...&starting_after=...&per_page=150
//!
//! Source: S (Intercom's REST reference), I (intercom-node#489); the largest page of companies is
//! K.

use paginate_runtime::{EndReason, ErrorKind};
use paginate_tests::{Api, Refusal, Reply, Server};
use serde_json::{Value, json};

use crate::common::{client, encoded, get, walk};

// [declaration]
use paginate_runtime::Paginated;
use serde::Deserialize;

#[derive(Deserialize, Paginated)]
#[paginate(
    token = "pages.next.starting_after",
    param = "starting_after",
    items = "data",
    size = "per_page",
    max = 150
)]
struct Contacts {
    data: Vec<Contact>,
    pages: Pages,
}

/// Searches are POST requests.
#[derive(Deserialize, Paginated)]
#[paginate(
    token = "pages.next.starting_after",
    param = body("pagination.starting_after"),
    items = "data",
    size = body("pagination.per_page"),
    max = 150
)]
struct FoundContacts {
    data: Vec<Contact>,
    pages: Pages,
}

#[derive(Deserialize)]
struct Pages {
    next: Option<Next>,
}

#[derive(Deserialize)]
struct Next {
    starting_after: String,
}

#[derive(Debug, PartialEq, Deserialize)]
struct Contact {
    id: u32,
}

/// Endpoints whose `pages.next` is a URL.
#[derive(Deserialize, Paginated)]
#[paginate(next_url = "pages.next", items = "data", size = "per_page", max = 60)]
struct Companies {
    data: Vec<Company>,
    pages: LinkedPages,
}

#[derive(Deserialize)]
struct LinkedPages {
    next: Option<String>,
}

#[derive(Debug, PartialEq, Deserialize)]
struct Company {
    id: u32,
}
// [/declaration]

fn contacts(ids: std::ops::RangeInclusive<u32>) -> Vec<Contact> {
    ids.map(|id| Contact { id }).collect()
}

fn refuse(refusal: Refusal) -> Reply {
    let error = json!({ "code": "parameter_invalid", "message": refusal.to_string() });
    Reply::json(json!({ "type": "error.list", "errors": [error] })).status(400)
}

fn list(api: Api) -> Server {
    Server::start(move |request| {
        api.read(request).map_err(refuse).map(|slice| {
            let next = slice
                .next
                .as_ref()
                .map_or(Value::Null, |after| json!({ "page": slice.page + 2, "starting_after": after }));
            let pages = json!({ "type": "pages", "next": next, "page": slice.page + 1, "per_page": slice.size });
            Reply::json(json!({ "type": "list", "data": slice.items, "total_count": slice.total, "pages": pages }))
        })
    })
}

fn by_query(api: Api) -> Server {
    list(
        api.size("per_page", 50, 150)
            .refuse_sizes()
            .by_token("starting_after"),
    )
}

#[tokio::test]
async fn row_33_intercom() {
    let server = by_query(Api::numbered(7).empty_pages([1]));
    let request = client()
        .get(server.url("/contacts"))
        .header("intercom-version", "2.11");
    let walk = walk(Contacts::paginate(request).page_size(3)).await;

    assert_eq!(walk.pages, 4);
    assert_eq!(walk.ended(), (contacts(1..=7), EndReason::NoContinuation));
    assert_eq!(
        server.lines(),
        [
            "GET /contacts?per_page=3".to_owned(),
            "GET /contacts?starting_after=AuFA1b%2B%2F%3D&per_page=3".to_owned(),
            "GET /contacts?starting_after=gv3MVE%2B%2F%3D&per_page=3".to_owned(),
            format!("GET /contacts?starting_after={}&per_page=3", encoded(3)),
        ]
    );
    assert!(
        server
            .requests()
            .iter()
            .all(|request| request.header("intercom-version") == Some("2.11"))
    );
}

#[tokio::test]
async fn row_33_intercom_search() {
    let server = list(
        Api::numbered(5)
            .size("/pagination/per_page", 50, 150)
            .refuse_sizes()
            .by_token("/pagination/starting_after"),
    );
    let request = client()
        .post(server.url("/contacts/search"))
        .json(&json!({ "query": { "field": "role", "operator": "=", "value": "user" } }));
    let (items, end) = walk(FoundContacts::paginate(request).page_size(2))
        .await
        .ended();

    assert_eq!((items, end), (contacts(1..=5), EndReason::NoContinuation));
    let query = r#""query":{"field":"role","operator":"=","value":"user"}"#;
    assert_eq!(
        server.lines(),
        [
            format!(r#"POST /contacts/search {{{query},"pagination":{{"per_page":2}}}}"#),
            format!(
                r#"POST /contacts/search {{{query},"pagination":{{"starting_after":"AuFA1b+/=","per_page":2}}}}"#
            ),
            format!(
                r#"POST /contacts/search {{{query},"pagination":{{"starting_after":"gv3MVE+/=","per_page":2}}}}"#
            ),
        ]
    );
}

#[tokio::test]
async fn row_33_intercom_links() {
    let api = Api::numbered(5)
        .size("per_page", 50, 60)
        .by_number("page", 1);
    let server = Server::start(move |request| {
        api.read(request)
            .map_err(refuse)
            .map(|slice| Reply::json(json!({ "type": "list", "data": slice.items, "pages": { "next": slice.next_url(request) } })))
    });
    let (items, end) =
        walk(Companies::paginate(client().get(server.url("/companies"))).page_size(2))
            .await
            .ended();

    assert_eq!(items, (1..=5).map(|id| Company { id }).collect::<Vec<_>>());
    assert_eq!(end, EndReason::NoContinuation);
    assert_eq!(
        server.lines(),
        [
            "GET /companies?per_page=2",
            "GET /companies?per_page=2&page=2",
            "GET /companies?per_page=2&page=3"
        ]
    );
    // The declaration for the other shape does not read part of this one.
    let (items, kind, message) =
        walk(Contacts::paginate(client().get(server.url("/companies"))).page_size(2))
            .await
            .failed();
    assert_eq!((items.len(), kind), (0, ErrorKind::Decode));
    assert!(message.contains("`pages.next`"), "{message}");
}

#[tokio::test]
async fn row_33_intercom_refuses_what_it_documents() {
    let server = by_query(Api::numbered(7));
    assert_eq!(get(&server, "/contacts?per_page=151").await.0, 400);
    assert_eq!(get(&server, "/contacts?starting_after=x").await.0, 400);
}
