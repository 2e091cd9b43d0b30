//! Row 4. Zuora Object Query
//!
//! `nextPage` is a cursor here: the same JSON key as in row 3, with another meaning. It is sent
//! back as `cursor`. A page has 1 to 99 items (10 by default). The documents disagree about other
//! sizes: the guide says that an invalid size typically counts as 10, the reference that it is a
//! 400; the declaration never sends one. Lists that are expanded inside an item are cut at the same
//! page size and cannot be paged. If such a list is exactly as long as the page size, it may have
//! lost entries; `nested` reports that.
//!
//! Sends: GET /object-query/accounts?pageSize=99, then ...&cursor=...&pageSize=99
//!
//! Source: S, <https://developer.zuora.com/docs/guides/pagination/> and
//! <https://developer.zuora.com/v1-api-reference/api/operation/queryAccounts/>. Corrected: the 400 of the reference; the guide's
//! prose says `next_page` where the response has `nextPage`.

use paginate_runtime::{EndReason, ErrorKind};
use paginate_tests::{Api, Reply, Server};
use serde_json::{Value, json};

use crate::common::{client, encoded, get, walk};

// [declaration]
use paginate_runtime::Paginated;
use serde::Deserialize;

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

#[derive(Debug, PartialEq, Deserialize)]
struct ExpandedAccount {
    id: u32,
    subscriptions: Option<Vec<String>>,
}
// [/declaration]

/// A server on which a size outside of 1 to 99 silently counts as 10. A list inside an account is
/// cut at the page size.
fn object_query(subscriptions: &'static [usize]) -> Server {
    let records = (1..).zip(subscriptions).map(|(id, &count)| {
        let subscriptions: Vec<_> = (1..=count).map(|n| format!("S{n}")).collect();
        json!({ "id": id, "subscriptions": subscriptions })
    });
    let api = Api::records(records)
        .size("pageSize", 10, 99)
        .ignore_sizes()
        .by_token("cursor");
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

    assert_eq!(
        walk.truncated, 3,
        "three lists have three entries, the size at which they are cut"
    );
    let (items, end) = walk.ended();
    let counts: Vec<_> = items
        .iter()
        .map(|account| {
            (
                account.id,
                account.subscriptions.as_ref().map_or(0, Vec::len),
            )
        })
        .collect();
    assert_eq!(
        counts,
        [(1, 0), (2, 2), (3, 3), (4, 3), (5, 1), (6, 3), (7, 2)]
    );
    assert_eq!(end, EndReason::NoContinuation);
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

    let (items, kind, message) = walk(
        ObjectQuery::paginate(source())
            .page_size(2)
            .deny_truncated(),
    )
    .await
    .failed();
    assert_eq!((items.len(), kind), (0, ErrorKind::Truncated));
    assert!(message.contains("`subscriptions`"), "{message}");

    let (items, _) = walk(
        ObjectQuery::paginate(source())
            .page_size(4)
            .deny_truncated(),
    )
    .await
    .ended();
    assert_eq!(items.len(), 2);
}

#[tokio::test]
async fn row_04_zuora_object_query_size_is_never_silently_ten() {
    let server = object_query(&[0; 120]);
    let (items, _) = walk(
        ObjectQuery::paginate(client().get(server.url("/object-query/accounts"))).page_size(500),
    )
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
    assert_eq!(
        page["data"].as_array().map(Vec::len),
        Some(10),
        "what happens by hand"
    );
}

/// As in the reference, a size outside of the range is refused.
#[tokio::test]
async fn row_04_zuora_object_query_size_is_never_refused() {
    let api = Api::numbered(4)
        .size("pageSize", 10, 99)
        .refuse_sizes()
        .by_token("cursor")
        .empty_pages([1]);
    let server = Server::start(move |request| {
        api.read(request)
            .map(|slice| Reply::json(json!({ "data": slice.items, "nextPage": slice.next })))
    });
    let (items, end) = walk(
        ObjectQuery::paginate(client().get(server.url("/object-query/accounts"))).page_size(2),
    )
    .await
    .ended();
    assert_eq!(
        items.iter().map(|account| account.id).collect::<Vec<_>>(),
        [1, 2, 3, 4],
        "past an empty page"
    );
    assert_eq!(end, EndReason::NoContinuation);
    let (items, _) = walk(
        ObjectQuery::paginate(client().get(server.url("/object-query/accounts"))).page_size(0),
    )
    .await
    .ended();
    assert_eq!(items.len(), 4);
    assert_eq!(
        server.lines(),
        [
            "GET /object-query/accounts?pageSize=2".to_owned(),
            format!(
                "GET /object-query/accounts?cursor={}&pageSize=2",
                encoded(1)
            ),
            format!(
                "GET /object-query/accounts?cursor={}&pageSize=2",
                encoded(2)
            ),
            "GET /object-query/accounts?pageSize=1".to_owned(),
            format!(
                "GET /object-query/accounts?cursor={}&pageSize=1",
                encoded(1)
            ),
            format!(
                "GET /object-query/accounts?cursor={}&pageSize=1",
                encoded(2)
            ),
            format!(
                "GET /object-query/accounts?cursor={}&pageSize=1",
                encoded(3)
            ),
            format!(
                "GET /object-query/accounts?cursor={}&pageSize=1",
                encoded(4)
            ),
        ]
    );
    assert_eq!(
        get(&server, "/object-query/accounts?pageSize=100").await.0,
        400,
        "what happens by hand"
    );
}
