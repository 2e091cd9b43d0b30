//! Row 30. Twilio
//!
//! Two shapes. The 2010 API has `next_page_uri`, a path without a host; the versioned APIs have
//! `meta.next_page_url`, an absolute URL. Both are null at the end (compatible services send an
//! empty string). The list's key is the resource's name, which the versioned APIs give in
//! `meta.key`: each resource has its own struct. A page number alone is not enough: a later page
//! needs the `PageToken` in the link, so follow only the link. Totals are no longer sent.
//!
//! Sends: GET /2010-04-01/Accounts/AC1/Messages.json?PageSize=1000, then the link as it stands
//!
//! Source: K; what compatible services (SignalWire) and client libraries document agrees: `Page`
//! counts from 0, always use the latest link.

use paginate_runtime::EndReason;
use paginate_tests::{Api, Refusal, Reply, Request, Server};
use serde_json::{Value, json};

use crate::common::{client, get, walk};

// [declaration]
use paginate_runtime::Paginated;
use serde::Deserialize;

/// The 2010 API.
#[derive(Deserialize, Paginated)]
#[paginate(
    next_url = "next_page_uri",
    items = "messages",
    size = "PageSize",
    max = 1000
)]
struct Messages {
    next_page_uri: Option<String>,
    messages: Vec<Message>,
}

#[derive(Debug, PartialEq, Deserialize)]
struct Message {
    sid: String,
}

/// The versioned APIs.
#[derive(Deserialize, Paginated)]
#[paginate(
    next_url = "meta.next_page_url",
    items = "services",
    size = "PageSize",
    max = 1000
)]
struct Services {
    meta: Meta,
    services: Vec<Service>,
}

#[derive(Deserialize)]
struct Meta {
    next_page_url: Option<String>,
}

#[derive(Debug, PartialEq, Deserialize)]
struct Service {
    sid: String,
}
// [/declaration]

fn api(prefix: &'static str, count: u32) -> Api {
    Api::records((1..=count).map(move |n| json!({ "sid": format!("{prefix}{n}") })))
        .size("PageSize", 50, 1000)
        .by_token("PageToken")
        .lenient()
}

/// Refuses a page number without its token.
fn refuse_bare_numbers(request: &Request) -> Result<(), Reply> {
    let number = request.param("Page").unwrap_or_default();
    if !matches!(number.as_str(), "" | "0") && request.param("PageToken").is_none() {
        return Err(Reply::json(
            json!({ "code": 20006, "message": "Page number out of range", "status": 400 }),
        )
        .status(400));
    }
    Ok(())
}

fn refuse(refusal: Refusal) -> Reply {
    Reply::json(json!({ "code": 20001, "message": refusal.to_string(), "status": 400 })).status(400)
}

fn next(request: &Request, page: usize, token: Option<&str>) -> Option<String> {
    let mut next = request.clone();
    let path = request.with_param("Page", &(page + 1).to_string());
    next.query = path
        .split_once('?')
        .map(|(_, query)| query.to_owned())
        .unwrap_or_default();
    Some(next.with_param("PageToken", token?))
}

fn v2010(api: Api, end: Value) -> Server {
    Server::start(move |request| {
        refuse_bare_numbers(request)?;
        api.read(request).map_err(refuse).map(|slice| {
            let next = next(request, slice.page, slice.next.as_deref()).map_or(end.clone(), Value::from);
            Reply::json(json!({ "page": slice.page, "page_size": slice.size, "next_page_uri": next, "messages": slice.items }))
        })
    })
}

#[tokio::test]
async fn row_30_twilio() {
    for end in [Value::Null, json!("")] {
        let server = v2010(api("SM", 7).empty_pages([1]), end);
        let request = client()
            .get(server.url("/2010-04-01/Accounts/AC1/Messages.json?To=%2B1555"))
            .basic_auth("AC1", Some("secret"));
        let walk = walk(Messages::paginate(request).page_size(3)).await;

        assert_eq!(walk.pages, 4);
        let (items, end) = walk.ended();
        assert_eq!(
            items,
            (1..=7)
                .map(|n| Message {
                    sid: format!("SM{n}")
                })
                .collect::<Vec<_>>()
        );
        assert_eq!(end, EndReason::NoContinuation);
        assert_eq!(
            server.lines()[..3],
            [
                "GET /2010-04-01/Accounts/AC1/Messages.json?To=%2B1555&PageSize=3",
                "GET /2010-04-01/Accounts/AC1/Messages.json?To=%2B1555&PageSize=3&Page=1&PageToken=AuFA1b%2B%2F%3D",
                "GET /2010-04-01/Accounts/AC1/Messages.json?To=%2B1555&PageSize=3&Page=2&PageToken=gv3MVE%2B%2F%3D",
            ]
        );
        assert!(
            server
                .requests()
                .iter()
                .all(|request| request.header("authorization").is_some())
        );
    }
}

#[tokio::test]
async fn row_30_twilio_versioned() {
    let api = api("IS", 5);
    let server = Server::start(move |request| {
        refuse_bare_numbers(request)?;
        api.read(request).map_err(refuse).map(|slice| {
            let next = next(request, slice.page, slice.next.as_deref()).map(|path| format!("{}{path}", request.origin));
            Reply::json(json!({
                "meta": { "page": slice.page, "page_size": slice.size, "key": "services", "next_page_url": next },
                "services": slice.items,
            }))
        })
    });
    let (items, end) =
        walk(Services::paginate(client().get(server.url("/v1/Services"))).page_size(2))
            .await
            .ended();

    assert_eq!(
        items,
        (1..=5)
            .map(|n| Service {
                sid: format!("IS{n}")
            })
            .collect::<Vec<_>>()
    );
    assert_eq!(end, EndReason::NoContinuation);
    assert_eq!(
        server.lines(),
        [
            "GET /v1/Services?PageSize=2",
            "GET /v1/Services?PageSize=2&Page=1&PageToken=AuFA1b%2B%2F%3D",
            "GET /v1/Services?PageSize=2&Page=2&PageToken=gv3MVE%2B%2F%3D",
        ]
    );
}

#[tokio::test]
async fn row_30_twilio_refuses_what_it_documents() {
    let server = v2010(api("SM", 7), Value::Null);
    assert_eq!(
        get(&server, "/2010-04-01/Accounts/AC1/Messages.json?Page=1")
            .await
            .0,
        400,
        "a number alone"
    );
    let (_, page) = get(
        &server,
        "/2010-04-01/Accounts/AC1/Messages.json?PageSize=5000",
    )
    .await;
    assert_eq!(page["page_size"], 1000);
}
