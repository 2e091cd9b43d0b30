//! Row 15. Kubernetes lists
//!
//! `metadata.continue` is sent back as `continue`; empty or absent is the end. All other parameters
//! must stay the same. `limit` has no maximum; 500 is usual (kubectl uses it). Without a limit, the
//! server sends everything at once. `metadata.remainingItemCount` is left out with selectors. After
//! 5 to 15 minutes, a token is answered with 410. The body of that 410 holds another token, which
//! continues in the newest state of the list, inconsistently. The walk ends with `Expired` and
//! leaves that choice to you.
//!
//! Sends: GET /api/v1/pods?limit=500, then ...&continue=..&limit=500
//!
//! Source: S,
//! <https://kubernetes.io/docs/reference/using-api/api-concepts/#retrieving-large-results-sets-in-chunks>
//! and the reference of `continue`. From memory: that an empty list may be null.

use paginate_runtime::{EndReason, ErrorKind};
use paginate_tests::{Api, Refusal, Reply, Server};
use serde_json::{Value, json};

use crate::common::{client, encoded, get, walk};

// [declaration]
use paginate_runtime::Paginated;
use serde::Deserialize;

#[derive(Deserialize, Paginated)]
#[paginate(
    token = "metadata.continue_",
    param = "continue",
    items = "items",
    size = "limit",
    prefer = 500
)]
struct PodList {
    metadata: ListMeta,
    // An empty list may be null, because the server is written in Go.
    #[serde(default, deserialize_with = "paginate_runtime::page::null_as_default")]
    items: Vec<Pod>,
}

#[derive(Deserialize)]
struct ListMeta {
    #[serde(rename = "continue")]
    continue_: Option<String>,
}

#[derive(Debug, PartialEq, Deserialize)]
struct Pod {
    metadata: ObjectMeta,
}

#[derive(Debug, PartialEq, Deserialize)]
struct ObjectMeta {
    name: String,
}
// [/declaration]

fn pods(range: std::ops::RangeInclusive<usize>) -> Vec<Pod> {
    let name = |n| ObjectMeta {
        name: format!("pod-{n}"),
    };
    range.map(|n| Pod { metadata: name(n) }).collect()
}

fn records(count: usize) -> impl Iterator<Item = Value> {
    (1..=count).map(|n| json!({ "metadata": { "name": format!("pod-{n}") } }))
}

fn failure(code: u16, reason: &str, metadata: Value) -> Reply {
    let message = "The provided continue parameter is too old to display a consistent list result.";
    let status = json!({ "kind": "Status", "metadata": metadata, "status": "Failure", "message": message, "reason": reason, "code": code });
    Reply::json(status).status(code)
}

fn refuse(_: Refusal) -> Reply {
    failure(400, "BadRequest", json!({}))
}

/// A server that sends everything if the request has no limit.
fn kubernetes(api: Api) -> Server {
    let api = api
        .size("limit", usize::MAX, usize::MAX)
        .by_token("continue");
    Server::start(move |request| {
        let slice = api.read(request).map_err(refuse)?;
        let mut metadata = json!({ "resourceVersion": "42", "continue": slice.token() });
        if !slice.is_last() && request.param("labelSelector").is_none() {
            metadata["remainingItemCount"] = (slice.total - slice.end).into();
        }
        let items = if slice.items.is_empty() {
            Value::Null
        } else {
            slice.items.into()
        };
        Ok::<_, Reply>(Reply::json(
            json!({ "kind": "PodList", "apiVersion": "v1", "metadata": metadata, "items": items }),
        ))
    })
}

#[tokio::test]
async fn row_15_kubernetes() {
    let server = kubernetes(Api::records(records(7)).empty_pages([1]));
    let request = client()
        .get(server.url("/api/v1/namespaces/default/pods?labelSelector=app%3Dweb"))
        .bearer_auth("secret");
    let (items, end) = walk(PodList::paginate(request).page_size(3)).await.ended();

    assert_eq!((items, end), (pods(1..=7), EndReason::NoContinuation));
    assert_eq!(
        server.lines(),
        [
            "GET /api/v1/namespaces/default/pods?labelSelector=app%3Dweb&limit=3".to_owned(),
            format!(
                "GET /api/v1/namespaces/default/pods?labelSelector=app%3Dweb&continue={}&limit=3",
                encoded(1)
            ),
            format!(
                "GET /api/v1/namespaces/default/pods?labelSelector=app%3Dweb&continue={}&limit=3",
                encoded(2)
            ),
            format!(
                "GET /api/v1/namespaces/default/pods?labelSelector=app%3Dweb&continue={}&limit=3",
                encoded(3)
            ),
        ]
    );
}

#[tokio::test]
async fn row_15_kubernetes_has_no_largest_limit() {
    let server = kubernetes(Api::records(records(1200)));
    let (items, _) = walk(PodList::paginate(client().get(server.url("/api/v1/pods"))))
        .await
        .ended();
    assert_eq!(items.len(), 1200);
    let (items, _) =
        walk(PodList::paginate(client().get(server.url("/api/v1/pods"))).page_size(2000))
            .await
            .ended();
    assert_eq!(items.len(), 1200);
    assert_eq!(
        server.lines(),
        [
            "GET /api/v1/pods?limit=500".to_owned(),
            format!("GET /api/v1/pods?continue={}&limit=500", encoded(1)),
            format!("GET /api/v1/pods?continue={}&limit=500", encoded(2)),
            "GET /api/v1/pods?limit=2000".to_owned(),
        ]
    );
}

#[tokio::test]
async fn row_15_kubernetes_without_pods() {
    let server = kubernetes(Api::records([]));
    let (items, end) = walk(PodList::paginate(client().get(server.url("/api/v1/pods"))))
        .await
        .ended();
    assert_eq!(
        (items, end),
        (vec![], EndReason::NoContinuation),
        "null is an empty list"
    );

    let server = Server::start(|_| Reply::json(json!({ "metadata": {} })));
    let (items, end) = walk(PodList::paginate(client().get(server.url("/api/v1/pods"))))
        .await
        .ended();
    assert_eq!((items, end), (vec![], EndReason::NoContinuation));
}

#[tokio::test]
async fn row_15_kubernetes_token_that_expires() {
    let api = Api::records(records(6))
        .size("limit", 500, 500)
        .by_token("continue");
    let server = Server::start(move |request| {
        let mut request = request.clone();
        match request.param("continue").as_deref() {
            // The position of the old token, in the newest state of the list.
            Some("inconsistent") => request.query = format!("limit=2&continue={}", encoded(2)),
            Some(token) if *token == paginate_tests::token(2) => {
                return Err(failure(
                    410,
                    "Expired",
                    json!({ "continue": "inconsistent" }),
                ));
            }
            _ => {}
        }
        let slice = api.read(&request).map_err(refuse)?;
        Ok(Reply::json(
            json!({ "metadata": { "continue": slice.token() }, "items": slice.items }),
        ))
    });
    let walk_one =
        walk(PodList::paginate(client().get(server.url("/api/v1/pods"))).page_size(2)).await;
    assert!(
        walk_one
            .error
            .as_ref()
            .is_some_and(paginate_runtime::Error::is_expired)
    );
    let (items, kind, message) = walk_one.failed();
    assert_eq!(
        (items, kind),
        (pods(1..=4), ErrorKind::Expired),
        "what came before is not lost"
    );
    assert!(
        message.starts_with("page 3: ") && message.contains("410"),
        "{message}"
    );
    assert_eq!(server.lines().len(), 3, "there is no silent restart");

    let request = client().get(server.url("/api/v1/pods?continue=inconsistent"));
    let (items, end) = walk(PodList::paginate(request).page_size(2)).await.ended();
    assert_eq!(
        (items, end),
        (pods(5..=6), EndReason::NoContinuation),
        "who accepts the other token begins with it"
    );
}

#[tokio::test]
async fn row_15_kubernetes_refuses_what_it_documents() {
    let server = kubernetes(Api::records(records(3)));
    let (_, page) = get(&server, "/api/v1/pods?limit=1").await;
    assert_eq!(page["metadata"]["remainingItemCount"], 2);
    assert_eq!(
        get(
            &server,
            &format!("/api/v1/pods?limit=1&continue={}", encoded(1))
        )
        .await
        .0,
        200
    );
    assert_eq!(
        get(
            &server,
            &format!(
                "/api/v1/pods?limit=1&labelSelector=a&continue={}",
                encoded(1)
            )
        )
        .await
        .0,
        400,
        "another selector"
    );
    assert_eq!(
        get(&server, "/api/v1/pods?limit=1&continue=guess").await.0,
        400
    );
}
