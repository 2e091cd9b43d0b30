//! Zuora: <https://developer.zuora.com/docs/guides/pagination/>.

use paginate_runtime::{EndReason, ErrorKind, ErrorSignal, Paginated};
use paginate_tests::{Api, Refusal, Reply, Server, token};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::{client, encoded, get, walk};

/// v1: `nextPage` is a URL.
#[derive(Deserialize, Paginated)]
#[paginate(
    next_url = "next_page",
    items = "accounts",
    size = "pageSize",
    max = 40,
    ok = "success",
    error = "reasons"
)]
#[serde(rename_all = "camelCase")]
struct V1Accounts {
    success: bool,
    #[serde(default)]
    reasons: Reasons,
    next_page: Option<String>,
    #[serde(default)]
    accounts: Vec<Account>,
}

/// Object Query: `nextPage` is a cursor.
#[derive(Deserialize, Paginated)]
#[paginate(
    token = "next_page",
    param = "cursor",
    items = "data",
    size = "pageSize",
    max = 99,
    nested = "subscriptions"
)]
#[serde(rename_all = "camelCase")]
struct ObjectQuery {
    next_page: Option<String>,
    data: Vec<ExpandedAccount>,
}

/// Quickstart: `next_page` is a cursor.
#[derive(Deserialize, Paginated)]
#[paginate(token = "next_page", param = "cursor", items = "data", size = "pageSize", max = 50)]
struct Quickstart {
    next_page: Option<String>,
    data: Vec<Account>,
}

#[derive(Debug, PartialEq, Deserialize)]
struct Account {
    id: u32,
}

#[derive(Debug, PartialEq, Deserialize)]
struct ExpandedAccount {
    id: u32,
    subscriptions: Option<Vec<String>>,
}

#[derive(Default, Deserialize)]
struct Reasons(Vec<Reason>);

#[derive(Deserialize)]
struct Reason {
    code: u64,
    message: String,
}

impl ErrorSignal for Reasons {
    fn failure(&self) -> Option<std::borrow::Cow<'_, str>> {
        let Reason { code, message } = self.0.first()?;
        Some(format!("{message} (code {code})").into())
    }
}

fn accounts(ids: std::ops::RangeInclusive<u32>) -> Vec<Account> {
    ids.map(|id| Account { id }).collect()
}

/// At most 40; larger sizes count as 40.
fn v1(count: usize) -> Server {
    let api = Api::numbered(count).size("pageSize", 10, 40).by_number("page", 1);
    Server::start(move |request| {
        api.read(request).map(|slice| {
            let mut page = json!({ "success": true, "accounts": slice.items });
            if let Some(next) = slice.next_url(request) {
                page["nextPage"] = next.into();
            }
            Reply::json(page)
        })
    })
}

fn failure() -> Value {
    json!({ "success": false, "processId": "F1", "reasons": [{ "code": 50_000_040, "message": "Cannot find entity by key: 'x'." }] })
}

#[tokio::test]
async fn row_03_zuora_v1() {
    let server = v1(7);
    let request = client()
        .get(server.url("/v1/accounts?status=Active"))
        .bearer_auth("secret")
        .header("zuora-version", "196.0");
    let (items, end) = walk(V1Accounts::paginate(request).page_size(3)).await.ended();

    assert_eq!(items, accounts(1..=7));
    assert_eq!(end, EndReason::NoToken);
    assert_eq!(
        server.lines(),
        [
            "GET /v1/accounts?status=Active&pageSize=3",
            "GET /v1/accounts?status=Active&pageSize=3&page=2",
            "GET /v1/accounts?status=Active&pageSize=3&page=3",
        ]
    );
    for request in server.requests() {
        assert_eq!(
            (request.header("authorization"), request.header("zuora-version")),
            (Some("Bearer secret"), Some("196.0"))
        );
    }
}

#[tokio::test]
async fn row_03_zuora_v1_size() {
    let server = v1(90);
    let (items, _) = walk(V1Accounts::paginate(client().get(server.url("/v1/accounts"))).page_size(100))
        .await
        .ended();

    assert_eq!(items, accounts(1..=90));
    assert_eq!(
        server.lines(),
        [
            "GET /v1/accounts?pageSize=40",
            "GET /v1/accounts?pageSize=40&page=2",
            "GET /v1/accounts?pageSize=40&page=3"
        ]
    );
    assert_eq!(
        get(&server, "/v1/accounts?pageSize=100").await.1["accounts"]
            .as_array()
            .map(Vec::len),
        Some(40)
    );
    assert_eq!(
        get(&server, "/v1/accounts?pageSize=x").await.1["accounts"].as_array().map(Vec::len),
        Some(10)
    );
}

#[tokio::test]
async fn row_03_zuora_v1_failure_with_status_200() {
    let api = Api::numbered(5).size("pageSize", 10, 40).by_number("page", 1);
    let server = Server::start(move |request| {
        api.read(request).map(|slice| match slice.page {
            2 => Reply::json(failure()),
            _ => Reply::json(json!({ "success": true, "accounts": slice.items, "nextPage": slice.next_url(request) })),
        })
    });
    let (items, kind, message) = walk(V1Accounts::paginate(client().get(server.url("/v1/accounts"))).page_size(2))
        .await
        .failed();

    assert_eq!(items, accounts(1..=4));
    assert_eq!(kind, ErrorKind::Api);
    assert!(
        message.starts_with("page 3: the API reports: Cannot find entity by key: '…'. (code 50000040)"),
        "{message}"
    );
}

/// The same where the type has no way to decode without a list.
#[tokio::test]
async fn row_03_zuora_v1_failure_that_does_not_decode() {
    #[derive(Deserialize, Paginated)]
    #[paginate(
        next_url = "next_page",
        items = "accounts",
        size = "pageSize",
        max = 40,
        ok = "success",
        error = "reasons"
    )]
    #[serde(rename_all = "camelCase")]
    struct Strict {
        success: bool,
        reasons: Option<Value>,
        next_page: Option<String>,
        accounts: Vec<Account>,
    }
    let server = Server::start(|_| Reply::json(failure()));
    let (items, kind, message) = walk(Strict::paginate(client().get(server.url("/v1/accounts")))).await.failed();

    assert_eq!((items.len(), kind), (0, ErrorKind::Api));
    assert!(message.contains("Cannot find entity by key: '…'."), "{message}");
}

#[tokio::test]
async fn row_03_zuora_v1_link_to_another_tenant_is_not_followed() {
    let other = v1(1);
    let link = other.url("/v1/accounts?page=2&pageSize=40");
    let server = Server::start(move |_| Reply::json(json!({ "success": true, "accounts": [{ "id": 1 }], "nextPage": link })));
    let source = || client().get(server.url("/v1/accounts")).bearer_auth("secret");

    let (items, kind, message) = walk(V1Accounts::paginate(source())).await.failed();
    assert_eq!((items, kind), (accounts(1..=1), ErrorKind::Link));
    assert!(message.contains("another origin"), "{message}");
    assert!(other.lines().is_empty(), "nothing was sent there");

    let (items, end) = walk(V1Accounts::paginate(source()).allow_origin(other.origin())).await.ended();
    assert_eq!((items, end), (accounts(1..=1), EndReason::NoToken));
    assert_eq!(other.lines(), ["GET /v1/accounts?page=2&pageSize=40"]);
}

/// A size that is none from 1 to 99 counts as 10, silently. A list inside an account is cut at the size.
fn object_query(subscriptions: &'static [usize]) -> Server {
    let records = (1..).zip(subscriptions).map(|(id, &count)| {
        let subscriptions: Vec<_> = (1..=count).map(|n| format!("S{n}")).collect();
        json!({ "id": id, "subscriptions": subscriptions })
    });
    let api = Api::records(records).size("pageSize", 10, 99).ignore_sizes().by_token("cursor");
    Server::start(move |request| {
        api.read(request).map(|mut slice| {
            for account in &mut slice.items {
                if let Some(list) = account["subscriptions"].as_array_mut() {
                    list.truncate(slice.size);
                }
                if request.param("expand[]").is_none() {
                    account["subscriptions"] = Value::Null;
                }
            }
            let mut page = json!({ "data": slice.items });
            if let Some(next) = slice.next {
                page["nextPage"] = next.into();
            }
            Reply::json(page)
        })
    })
}

#[tokio::test]
async fn row_04_zuora_object_query() {
    let server = object_query(&[0, 2, 3, 4, 1, 3, 2]);
    let request = client().get(server.url("/object-query/accounts?expand[]=subscriptions"));
    let walk = walk(ObjectQuery::paginate(request).page_size(3)).await;

    assert_eq!(walk.truncated, 3, "three lists have three entries, the size at which they are cut");
    let (items, end) = walk.ended();
    let counts: Vec<_> = items
        .iter()
        .map(|account| (account.id, account.subscriptions.as_ref().map_or(0, Vec::len)))
        .collect();
    assert_eq!(counts, [(1, 0), (2, 2), (3, 3), (4, 3), (5, 1), (6, 3), (7, 2)]);
    assert_eq!(end, EndReason::NoToken);
    assert_eq!(
        server.lines(),
        [
            "GET /object-query/accounts?expand[]=subscriptions&pageSize=3",
            "GET /object-query/accounts?expand[]=subscriptions&cursor=AuFA1b%2B%2F%3D&pageSize=3",
            "GET /object-query/accounts?expand[]=subscriptions&cursor=gv3MVE%2B%2F%3D&pageSize=3",
        ]
    );
}

#[tokio::test]
async fn row_04_zuora_object_query_that_must_not_be_cut() {
    let server = object_query(&[1, 3]);
    let source = || client().get(server.url("/object-query/accounts?expand[]=subscriptions"));

    let (items, kind, message) = walk(ObjectQuery::paginate(source()).page_size(2).deny_truncated()).await.failed();
    assert_eq!((items.len(), kind), (0, ErrorKind::Truncated));
    assert!(message.contains("`subscriptions`"), "{message}");

    let (items, _) = walk(ObjectQuery::paginate(source()).page_size(4).deny_truncated()).await.ended();
    assert_eq!(items.len(), 2);
}

#[tokio::test]
async fn row_04_zuora_object_query_size_is_never_silently_ten() {
    let server = object_query(&[0; 120]);
    let (items, _) = walk(ObjectQuery::paginate(client().get(server.url("/object-query/accounts"))).page_size(500))
        .await
        .ended();

    assert_eq!(items.len(), 120);
    assert_eq!(
        server.lines(),
        [
            "GET /object-query/accounts?pageSize=99",
            "GET /object-query/accounts?cursor=AuFA1b%2B%2F%3D&pageSize=99"
        ]
    );
    let (_, page) = get(&server, "/object-query/accounts?pageSize=100").await;
    assert_eq!(page["data"].as_array().map(Vec::len), Some(10), "what happens by hand");
}

/// The number of the page whose token leads to no records.
const PAST_THE_END: usize = 99;

/// A size outside of 1 to 50 is refused. The last page is an empty one.
fn quickstart(count: usize) -> Server {
    let api = Api::numbered(count).size("pageSize", 30, 50).refuse_sizes().by_token("cursor");
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
    let (items, end) = walk(Quickstart::paginate(client().get(server.url("/v2/accounts?filter[]=a.EQ:b"))).page_size(3))
        .await
        .ended();

    assert_eq!(items, accounts(1..=6));
    assert_eq!(end, EndReason::NoToken);
    assert_eq!(
        server.lines(),
        [
            "GET /v2/accounts?filter[]=a.EQ:b&pageSize=3".to_owned(),
            "GET /v2/accounts?filter[]=a.EQ:b&cursor=AuFA1b%2B%2F%3D&pageSize=3".to_owned(),
            format!("GET /v2/accounts?filter[]=a.EQ:b&cursor={}&pageSize=3", encoded(PAST_THE_END)),
        ]
    );
}

#[tokio::test]
async fn row_05_zuora_quickstart_goes_on_past_an_empty_page() {
    let api = Api::numbered(4)
        .size("pageSize", 30, 50)
        .refuse_sizes()
        .by_token("cursor")
        .empty_pages([1]);
    let server = Server::start(move |request| {
        api.read(request)
            .map_err(refuse)
            .map(|slice| Reply::json(json!({ "data": slice.items, "next_page": slice.next })))
    });
    let walk = walk(Quickstart::paginate(client().get(server.url("/v2/accounts"))).page_size(2)).await;

    assert_eq!(walk.pages, 3);
    assert_eq!(walk.ended(), (accounts(1..=4), EndReason::NoToken));
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
        assert_eq!(server.lines().last(), Some(&format!("GET /v2/accounts?pageSize={sent}")));
    }
    for size in ["0", "51", "x"] {
        assert_eq!(
            get(&server, &format!("/v2/accounts?pageSize={size}")).await.0,
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
    let (items, end) = walk(Quickstart::paginate(client().get(server.url("/v2/invoices"))).page_size(10))
        .await
        .ended();

    assert_eq!((items, end), (accounts(1..=70), EndReason::NoToken));
    assert_eq!(server.lines().len(), 3);
}

#[tokio::test]
async fn row_05_zuora_refuses_what_it_documents() {
    let server = quickstart(9);
    assert_eq!(get(&server, "/v2/accounts?pageSize=3").await.0, 200);
    let cursor = encoded(1);
    assert_eq!(get(&server, &format!("/v2/accounts?pageSize=3&cursor={cursor}")).await.0, 200);
    assert_eq!(
        get(&server, &format!("/v2/accounts?pageSize=3&cursor=%22{cursor}%22")).await.0,
        400,
        "a cursor in quotes"
    );
    assert_eq!(
        get(&server, &format!("/v2/accounts?pageSize=3&sort=x&cursor={cursor}")).await.0,
        400,
        "another parameter"
    );
}
