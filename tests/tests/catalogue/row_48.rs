//! Row 48. Zendesk
//!
//! Four shapes. *Cursor pagination*, of most lists: `meta.after_cursor`, sent as `page[after]`,
//! until `meta.has_more` is false. It is active only if `page[size]` is sent, 100 at most: without
//! it, the pages are numbered. *Incremental exports by cursor*: `after_cursor`, sent as `cursor`,
//! until `end_of_stream`. *Incremental exports by time*: `next_page` is a link and *never null*;
//! `end_of_stream` ends it. Talk's exports do not have that flag: there, a page with fewer than
//! 1000 records is the last (this needs a function, the escape hatch). Times are inclusive, so
//! records at the boundary of two pages come twice, with the same id: skip those that you have
//! seen.
//!
//! Sends: GET /api/v2/tickets?page%5Bsize%5D=100, then ...&page%5Bafter%5D=...&page%5Bsize%5D=100;
//! exports by time follow the link
//!
//! Source: S,
//! <https://developer.zendesk.com/documentation/developer-tools/pagination/paginating-through-lists-using-cursor-pagination/>; I
//! (airbyte#81516, zenpy#451, zendesk_api_client_rb#168: endless loops; dlt verified-sources#659:
//! duplicates).

use paginate_runtime::{EndReason, ErrorKind};
use paginate_tests::{Api, Refusal, Reply, Request, Server};
use serde_json::{Value, json};

use crate::common::{client, encoded, get, walk};

// [declaration]
use paginate_runtime::{HeaderMap, Paginated};
use serde::Deserialize;

/// Cursor pagination.
#[derive(Deserialize, Paginated)]
#[paginate(
    token = "meta.after_cursor",
    param = "page[after]",
    more = "meta.has_more",
    items = "tickets",
    size = "page[size]",
    max = 100
)]
struct Tickets {
    tickets: Vec<Ticket>,
    meta: Meta,
}

#[derive(Deserialize)]
struct Meta {
    has_more: bool,
    after_cursor: Option<String>,
}

/// Incremental export by cursor.
#[derive(Deserialize, Paginated)]
#[paginate(
    token = "after_cursor",
    param = "cursor",
    done = "end_of_stream",
    items = "tickets",
    size = "per_page",
    max = 1000
)]
struct TicketExport {
    tickets: Vec<Ticket>,
    after_cursor: Option<String>,
    end_of_stream: bool,
}

/// Incremental export by time.
#[derive(Deserialize, Paginated)]
#[paginate(next_url = "next_page", done = "end_of_stream", items = "tickets")]
struct TicketExportByTime {
    tickets: Vec<Ticket>,
    next_page: Option<String>,
    end_of_stream: bool,
}

#[derive(Debug, PartialEq, Deserialize)]
struct Ticket {
    id: u32,
}

/// Talk's exports, without `end_of_stream`.
#[derive(Deserialize, Paginated)]
#[paginate(next_url = "next_page", done = Self::caught_up, items = "legs")]
struct Legs {
    legs: Vec<Leg>,
    next_page: Option<String>,
    count: u32,
}

impl Legs {
    fn caught_up(&self, _: &HeaderMap) -> bool {
        self.count < 1000
    }
}

#[derive(Debug, PartialEq, Deserialize)]
struct Leg {
    id: u32,
}
// [/declaration]

fn tickets(ids: impl IntoIterator<Item = u32>) -> Vec<Ticket> {
    ids.into_iter().map(|id| Ticket { id }).collect()
}

fn refuse(refusal: Refusal) -> Reply {
    Reply::json(
        json!({ "error": "InvalidPaginationParameter", "description": refusal.to_string() }),
    )
    .status(400)
}

fn list(api: Api) -> Server {
    let api = api
        .size("page[size]", 100, 100)
        .refuse_sizes()
        .by_token("page[after]");
    Server::start(move |request| {
        if request.param("page[size]").is_none() {
            // Numbered pages have another shape.
            return Ok(Reply::json(
                json!({ "tickets": [], "next_page": null, "previous_page": null, "count": 0 }),
            ));
        }
        api.read(request).map_err(refuse).map(|slice| {
            let meta = json!({ "has_more": !slice.is_last(), "after_cursor": slice.next, "before_cursor": "b" });
            Reply::json(json!({ "tickets": slice.items, "meta": meta, "links": { "next": slice.next_url(request) } }))
        })
    })
}

#[tokio::test]
async fn row_48_zendesk() {
    let server = list(Api::numbered(7).empty_pages([1]));
    let request = client()
        .get(server.url("/api/v2/tickets?sort=-updated_at"))
        .basic_auth("a@example.com/token", Some("secret"));
    let walk = walk(Tickets::paginate(request).page_size(3)).await;

    assert_eq!(walk.pages, 4);
    assert_eq!(walk.ended(), (tickets(1..=7), EndReason::Flag));
    let path = "GET /api/v2/tickets?sort=-updated_at";
    assert_eq!(
        server.lines(),
        [
            format!("{path}&page%5Bsize%5D=3"),
            format!("{path}&page%5Bafter%5D=AuFA1b%2B%2F%3D&page%5Bsize%5D=3"),
            format!("{path}&page%5Bafter%5D=gv3MVE%2B%2F%3D&page%5Bsize%5D=3"),
            format!("{path}&page%5Bafter%5D={}&page%5Bsize%5D=3", encoded(3)),
        ]
    );
}

#[tokio::test]
async fn row_48_zendesk_export_by_cursor() {
    let api = Api::numbered(5)
        .size("per_page", 1000, 1000)
        .by_token("cursor");
    let server = Server::start(move |request| {
        api.read(request).map_err(refuse).map(|slice| {
            let end = slice.is_last();
            // The last page has a cursor too, for the next export.
            let after = slice.next.unwrap_or_else(|| "for-later".to_owned());
            Reply::json(
                json!({ "tickets": slice.items, "after_cursor": after, "after_url": "..", "before_cursor": null, "end_of_stream": end }),
            )
        })
    });
    let request =
        client().get(server.url("/api/v2/incremental/tickets/cursor?start_time=1332034771"));
    let (items, end) = walk(TicketExport::paginate(request).page_size(2))
        .await
        .ended();

    assert_eq!((items, end), (tickets(1..=5), EndReason::Flag));
    let path = "GET /api/v2/incremental/tickets/cursor?start_time=1332034771";
    assert_eq!(
        server.lines(),
        [
            format!("{path}&per_page=2"),
            format!("{path}&cursor=AuFA1b%2B%2F%3D&per_page=2"),
            format!("{path}&cursor=gv3MVE%2B%2F%3D&per_page=2"),
        ]
    );
}

/// Ids and their times. Three of them have the same second, which is the boundary of two pages.
const RECORDS: [(u32, u32); 6] = [(1, 10), (2, 20), (3, 30), (4, 30), (5, 40), (6, 50)];

/// Answers with the records from `start_time`, inclusive, three per page. The link always begins at
/// the last record's time, also if there is no more.
fn by_time(request: &Request, list: &str, with_flag: bool) -> Reply {
    let start: u32 = request
        .param("start_time")
        .expect("a time")
        .parse()
        .expect("a number");
    let rest = || RECORDS.iter().filter(|(_, time)| *time >= start);
    let page: Vec<_> = rest().take(3).collect();
    let end = rest().count() <= 3;
    let end_time = page.last().map_or(start, |(_, time)| *time);
    let records: Vec<Value> = page.iter().map(|(id, _)| json!({ "id": id })).collect();
    let next = format!(
        "{}{}",
        request.origin,
        request.with_param("start_time", &end_time.to_string())
    );
    // Talk's pages hold 1000 records; these stand for them.
    let count = if end { records.len() } else { 1000 };
    let mut answer =
        json!({ list: records, "next_page": next, "end_time": end_time, "count": count });
    if with_flag {
        answer["end_of_stream"] = end.into();
    }
    Reply::json(answer)
}

#[tokio::test]
async fn row_48_zendesk_export_by_time() {
    let server = Server::start(|request| by_time(request, "tickets", true));
    let request = client().get(server.url("/api/v2/incremental/tickets.json?start_time=10"));
    let (items, end) = walk(TicketExportByTime::paginate(request)).await.ended();

    assert_eq!(
        items,
        tickets([1, 2, 3, 3, 4, 5, 5, 6]),
        "3 and 5 are at boundaries, and come twice"
    );
    assert_eq!(end, EndReason::Flag);
    assert_eq!(
        server.lines(),
        [
            "GET /api/v2/incremental/tickets.json?start_time=10",
            "GET /api/v2/incremental/tickets.json?start_time=30",
            "GET /api/v2/incremental/tickets.json?start_time=40",
        ],
        "the link of the last page is not followed"
    );
}

#[tokio::test]
async fn row_48_zendesk_talk() {
    let server = Server::start(|request| by_time(request, "legs", false));
    let request =
        client().get(server.url("/api/v2/channels/voice/stats/incremental/legs?start_time=10"));
    let (items, end) = walk(Legs::paginate(request)).await.ended();

    assert_eq!(items, [1, 2, 3, 3, 4, 5, 5, 6].map(|id| Leg { id }));
    assert_eq!(end, EndReason::Flag);
    assert_eq!(server.lines().len(), 3);
}

/// Without the flag, the link leads back to its own page, which is detected.
#[tokio::test]
async fn row_48_zendesk_link_is_never_null() {
    #[derive(Deserialize, Paginated)]
    #[paginate(next_url = "next_page", items = "legs")]
    struct Endless {
        legs: Vec<Leg>,
        next_page: Option<String>,
    }
    let server = Server::start(|request| by_time(request, "legs", false));
    let request =
        client().get(server.url("/api/v2/channels/voice/stats/incremental/legs?start_time=10"));
    let (_, kind, _) = walk(Endless::paginate(request)).await.failed();

    assert_eq!(kind, ErrorKind::Loop);
    assert_eq!(server.lines().len(), 4);
}

#[tokio::test]
async fn row_48_zendesk_refuses_what_it_documents() {
    let server = list(Api::numbered(7));
    assert_eq!(get(&server, "/api/v2/tickets?page[size]=101").await.0, 400);
    assert_eq!(
        get(&server, "/api/v2/tickets?page[size]=2&page[after]=x")
            .await
            .0,
        400
    );
    assert_eq!(
        get(&server, "/api/v2/tickets").await.1.get("meta"),
        None,
        "cursor pagination is off"
    );
}
