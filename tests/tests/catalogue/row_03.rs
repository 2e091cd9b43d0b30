//! Row 3. Zuora v1, lists
//!
//! `nextPage` is an absolute URL, absent on the last page; there is no total and no "previous
//! page". A page has at most 40 items (10 by default). Larger sizes count as 40, and empty and
//! invalid ones typically as 10; some methods have their own limits. Failures have status 200,
//! `success: false` and `reasons`. Lists that are not paged hold at most 300 entries. For some
//! tenants, the link's host differs from the requested one; the walk refuses the link unless the
//! host is allowed.
//!
//! Sends: GET /v1/accounts?pageSize=40, then the URL in `nextPage`
//!
//! Source: S, <https://developer.zuora.com/docs/guides/pagination/>.

use paginate_runtime::{EndReason, ErrorKind};
use paginate_tests::{Api, Reply, Server};
use serde_json::{Value, json};

use crate::common::{client, get, walk};

// [declaration]
use paginate_runtime::{Paginated, page::ErrorSignal};
use serde::Deserialize;

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

#[derive(Debug, PartialEq, Deserialize)]
struct Account {
    id: u32,
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
// [/declaration]

fn accounts(ids: std::ops::RangeInclusive<u32>) -> Vec<Account> {
    ids.map(|id| Account { id }).collect()
}

/// A server with at most 40 items per page; larger sizes count as 40.
fn v1(count: usize) -> Server {
    let api = Api::numbered(count)
        .size("pageSize", 10, 40)
        .by_number("page", 1);
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
    let (items, end) = walk(V1Accounts::paginate(request).page_size(3))
        .await
        .ended();

    assert_eq!(items, accounts(1..=7));
    assert_eq!(end, EndReason::NoContinuation);
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
            (
                request.header("authorization"),
                request.header("zuora-version")
            ),
            (Some("Bearer secret"), Some("196.0"))
        );
    }
}

#[tokio::test]
async fn row_03_zuora_v1_size() {
    let server = v1(90);
    let (items, _) =
        walk(V1Accounts::paginate(client().get(server.url("/v1/accounts"))).page_size(100))
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
        get(&server, "/v1/accounts?pageSize=x").await.1["accounts"]
            .as_array()
            .map(Vec::len),
        Some(10)
    );
}

#[tokio::test]
async fn row_03_zuora_v1_failure_with_status_200() {
    let api = Api::numbered(5)
        .size("pageSize", 10, 40)
        .by_number("page", 1);
    let server = Server::start(move |request| {
        api.read(request).map(|slice| match slice.page {
            2 => Reply::json(failure()),
            _ => Reply::json(json!({ "success": true, "accounts": slice.items, "nextPage": slice.next_url(request) })),
        })
    });
    let (items, kind, message) =
        walk(V1Accounts::paginate(client().get(server.url("/v1/accounts"))).page_size(2))
            .await
            .failed();

    assert_eq!(items, accounts(1..=4));
    assert_eq!(kind, ErrorKind::Api);
    assert!(
        message.starts_with(
            "page 3: the API reports: Cannot find entity by key: '…'. (code 50000040)"
        ),
        "{message}"
    );
}

/// The same, with a type that does not decode without a list.
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
    let (items, kind, message) = walk(Strict::paginate(client().get(server.url("/v1/accounts"))))
        .await
        .failed();

    assert_eq!((items.len(), kind), (0, ErrorKind::Api));
    assert!(
        message.contains("Cannot find entity by key: '…'."),
        "{message}"
    );
}

#[tokio::test]
async fn row_03_zuora_v1_link_to_another_tenant_is_not_followed() {
    let other = v1(1);
    let link = other.url("/v1/accounts?page=2&pageSize=40");
    let server = Server::start(move |_| {
        Reply::json(json!({ "success": true, "accounts": [{ "id": 1 }], "nextPage": link }))
    });
    let source = || {
        client()
            .get(server.url("/v1/accounts"))
            .bearer_auth("secret")
    };

    let (items, kind, message) = walk(V1Accounts::paginate(source())).await.failed();
    assert_eq!((items, kind), (accounts(1..=1), ErrorKind::Link));
    assert!(message.contains("another origin"), "{message}");
    assert!(other.lines().is_empty(), "nothing was sent there");

    let (items, end) = walk(V1Accounts::paginate(source()).allow_origin(other.origin()))
        .await
        .ended();
    assert_eq!((items, end), (accounts(1..=1), EndReason::NoContinuation));
    assert_eq!(other.lines(), ["GET /v1/accounts?page=2&pageSize=40"]);
}
