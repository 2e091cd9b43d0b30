//! How to handle a continue token that expires while the list is read (status 410). Kubernetes
//! keeps old states of a list for 5 to 15 minutes.
//!
//! ```sh
//! cargo run -p paginate-examples --example kubernetes_410
//! ```
//!
//! It prints:
//!
//! ```text
//! page 3: the continuation has expired (GET http://127.0.0.1:[..]/api/v1/pods?…, status 410); got: {[..]}; walk faster, ask for larger pages, or start again
//! api-0, cache-0, db-0, web-0, web-1, web-2
//! GET /api/v1/pods?limit=2
//! GET /api/v1/pods?continue=eyJ2IjoibWV0YS5rOHMuaW8vdjEiLCJydiI600010002&limit=2
//! GET /api/v1/pods?continue=eyJ2IjoibWV0YS5rOHMuaW8vdjEiLCJydiI600010004&limit=2
//! GET /api/v1/pods?limit=500
//! ```
#![allow(clippy::print_stdout, reason = "printing is what this example does")]

use paginate_examples::Server;
use paginate_examples::servers::kubernetes;
use paginate_runtime::{Error, Paginated};
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

#[derive(Deserialize)]
struct Pod {
    metadata: ObjectMeta,
}

#[derive(Deserialize)]
struct ObjectMeta {
    name: String,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    let server = Server::start(kubernetes::router()).await;
    let url = format!("{}/api/v1/pods", server.origin);

    let pods = list(&reqwest::Client::new(), &url).await?;
    let names: Vec<_> = pods.into_iter().map(|pod| pod.metadata.name).collect();
    println!("{}", names.join(", "));
    let requests = server.requests();
    println!("{}", requests.join("\n"));

    // `api-1` was on the first page of the first attempt, and is gone. `cache-0` is new, and comes
    // before the position where that attempt stopped.
    assert_eq!(
        names,
        ["api-0", "cache-0", "db-0", "web-0", "web-1", "web-2"]
    );
    assert_eq!(requests.len(), 4);
    Ok(())
}

/// All pods, in a consistent state.
///
/// The walk never starts again by itself, because two halves of different states are not a list.
/// Its checkpoint does not help either: it contains the expired token. So this drops what was read,
/// and reads the list again, with pages so large that the tokens are unlikely to expire. If you
/// prefer to get every pod, even from an inconsistent list, start a walk at `?continue=` with the
/// token in the body of the 410. The error does not contain that token, because errors show no
/// tokens: a custom transport must read it (`custom_transport.rs`).
async fn list(client: &reqwest::Client, url: &str) -> Result<Vec<Pod>, Error> {
    match PodList::paginate(client.get(url))
        .page_size(2)
        .items()
        .try_collect()
        .await
    {
        Err(error) if error.is_expired() => {
            println!("{error}");
            PodList::paginate(client.get(url))
                .items()
                .try_collect()
                .await
        }
        pods => pods,
    }
}
