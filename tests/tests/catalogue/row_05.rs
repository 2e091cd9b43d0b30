//! Row 5. Zuora Quickstart
//!
//! `next_page` is a cursor that is sent back as `cursor`, without quotes. The reference says that
//! the last list is followed by an empty one. `page_size` is at least 1 (30 by default), at most 99
//! by the reference and at most 50 by the guide; other sizes are a 400. 50 is safe by both. The
//! list of billing documents ignores it and returns 30 to 90: a page may be larger than requested.
//! Lists that are expanded inside an item are cut, too.
//!
//! Sends: GET /v2/accounts?page_size=50, then ...&cursor=...&page_size=50
//!
//! Source: S, <https://developer.zuora.com/docs/guides/pagination/> and
//! <https://developer.zuora.com/other-api/quickstart-api/operation/getAccounts/>. Corrected: the parameter is `page_size`
//! (`pageSize`, with 1 to 50 and a 400, belongs to those v1 operations that have a cursor: add
//! `size = "pageSize"` there), and the reference has 99 as the largest.

use paginate_runtime::EndReason;
use paginate_tests::{Api, Refusal, Reply, Server, token};
use serde_json::json;

use crate::common::{client, encoded, get, walk};

// [declaration]
use paginate_runtime::Paginated;
use serde::Deserialize;

#[derive(Deserialize, Paginated)]
#[paginate(token = "next_page", param = "cursor", items = "data", max = 50)]
struct Quickstart {
    next_page: Option<String>,
    data: Vec<Account>,
}

#[derive(Debug, PartialEq, Deserialize)]
struct Account {
    id: u32,
}
// [/declaration]

fn accounts(ids: std::ops::RangeInclusive<u32>) -> Vec<Account> {
    ids.map(|id| Account { id }).collect()
}

/// The number of the page whose token leads to no records.
const PAST_THE_END: usize = 99;

/// A server that refuses a size outside of 1 to 50, and whose last page is empty.
fn quickstart(count: usize) -> Server {
    let api = Api::numbered(count)
        .size("page_size", 30, 50)
        .refuse_sizes()
        .by_token("cursor");
    Server::start(move |request| {
        if request.param("cursor") == Some(token(PAST_THE_END)) {
            return Ok(Reply::json(json!({ "data": [], "next_page": null })));
        }
        api.read(request).map_err(refuse).map(|slice| {
            let next = slice.next.unwrap_or_else(|| token(PAST_THE_END));
            Reply::json(json!({ "data": slice.items, "next_page": next }))
        })
    })
}

fn refuse(refusal: Refusal) -> Reply {
    Reply::json(json!({ "errors": [{ "message": refusal.to_string() }] })).status(400)
}

#[tokio::test]
async fn row_05_zuora_quickstart() {
    let server = quickstart(6);
    let (items, end) = walk(
        Quickstart::paginate(client().get(server.url("/v2/accounts?filter[]=a.EQ:b"))).page_size(3),
    )
    .await
    .ended();

    assert_eq!(items, accounts(1..=6));
    assert_eq!(end, EndReason::NoContinuation);
    assert_eq!(
        server.lines(),
        [
            "GET /v2/accounts?filter[]=a.EQ:b&page_size=3".to_owned(),
            "GET /v2/accounts?filter[]=a.EQ:b&cursor=AuFA1b%2B%2F%3D&page_size=3".to_owned(),
            format!(
                "GET /v2/accounts?filter[]=a.EQ:b&cursor={}&page_size=3",
                encoded(PAST_THE_END)
            ),
        ]
    );
}

#[tokio::test]
async fn row_05_zuora_quickstart_goes_on_past_an_empty_page() {
    let api = Api::numbered(4)
        .size("page_size", 30, 50)
        .refuse_sizes()
        .by_token("cursor")
        .empty_pages([1]);
    let server = Server::start(move |request| {
        api.read(request)
            .map_err(refuse)
            .map(|slice| Reply::json(json!({ "data": slice.items, "next_page": slice.next })))
    });
    let walk =
        walk(Quickstart::paginate(client().get(server.url("/v2/accounts"))).page_size(2)).await;

    assert_eq!(walk.pages, 3);
    assert_eq!(walk.ended(), (accounts(1..=4), EndReason::NoContinuation));
    assert_eq!(server.lines()[0], "GET /v2/accounts?page_size=2");
    let continued: Vec<_> = (1..3)
        .map(|page| format!("GET /v2/accounts?cursor={}&page_size=2", encoded(page)))
        .collect();
    assert_eq!(server.lines()[1..], continued);
}

#[tokio::test]
async fn row_05_zuora_quickstart_size_is_never_refused() {
    let server = quickstart(2);
    for (asked, sent) in [(0, 1), (51, 50), (u64::MAX, 50)] {
        let walk = walk(
            Quickstart::paginate(client().get(server.url("/v2/accounts")))
                .page_size(asked)
                .max_pages(1),
        )
        .await;
        assert_eq!(walk.end, Some(EndReason::Limit));
        assert_eq!(
            server.lines().last(),
            Some(&format!("GET /v2/accounts?page_size={sent}"))
        );
    }
    for size in ["0", "51", "x"] {
        assert_eq!(
            get(&server, &format!("/v2/accounts?page_size={size}"))
                .await
                .0,
            400,
            "what happens by hand"
        );
    }
}

#[tokio::test]
async fn row_05_zuora_quickstart_pages_larger_than_asked_for() {
    // Billing documents ignore the size.
    let api = Api::numbered(70).size("ignored", 30, 30).by_token("cursor");
    let server = Server::start(move |request| {
        api.read(request)
            .map_err(refuse)
            .map(|slice| Reply::json(json!({ "data": slice.items, "next_page": slice.next })))
    });
    let (items, end) =
        walk(Quickstart::paginate(client().get(server.url("/v2/invoices"))).page_size(10))
            .await
            .ended();

    assert_eq!((items, end), (accounts(1..=70), EndReason::NoContinuation));
    assert_eq!(server.lines().len(), 3);
}

#[tokio::test]
async fn row_05_zuora_refuses_what_it_documents() {
    let server = quickstart(9);
    assert_eq!(get(&server, "/v2/accounts?page_size=3").await.0, 200);
    let cursor = encoded(1);
    assert_eq!(
        get(
            &server,
            &format!("/v2/accounts?page_size=3&cursor={cursor}")
        )
        .await
        .0,
        200
    );
    assert_eq!(
        get(
            &server,
            &format!("/v2/accounts?page_size=3&cursor=%22{cursor}%22")
        )
        .await
        .0,
        400,
        "a cursor in quotes"
    );
    assert_eq!(
        get(
            &server,
            &format!("/v2/accounts?page_size=3&sort=x&cursor={cursor}")
        )
        .await
        .0,
        400,
        "another parameter"
    );
}
