//! Failures with status 200 and `ok: false`: without `ok` and `error` in the declaration, they
//! would look like a short list. Pages in the middle may be empty, which is not the end.
//!
//! ```sh
//! cargo run -p paginate-examples --example slack_error_in_200
//! ```
//!
//! It prints:
//!
//! ```text
//! C012AB3CD #general
//! C061EG9T2 #random
//! C1H9RESGL #support
//! C2TB4K8LM #releases
//! GET /api/conversations.list?exclude_archived=true&limit=2
//! GET /api/conversations.list?exclude_archived=true&cursor=dGVhbTpDM2%3D&limit=2
//! GET /api/conversations.list?exclude_archived=true&cursor=dGVhbTpDM4%3D&limit=2
//! With another token:
//! page 1: the API reports: invalid_auth (GET http://127.0.0.1:[..]/api/conversations.list?…, status 200)
//! ```
#![allow(clippy::print_stdout, reason = "printing is what this example does")]

use paginate_examples::Server;
use paginate_examples::servers::slack;
use paginate_runtime::{EndReason, Items, Paginated};
use serde::Deserialize;

#[derive(Deserialize, Paginated)]
#[paginate(
    token = "response_metadata.next_cursor",
    param = "cursor",
    items = "channels",
    size = "limit",
    max = 1000,
    prefer = 200,
    ok = "ok",
    error = "error"
)]
struct Channels {
    ok: bool,
    error: Option<String>,
    // A failure response has no list.
    #[serde(default)]
    channels: Vec<Channel>,
    response_metadata: Option<ResponseMetadata>,
}

#[derive(Deserialize)]
struct ResponseMetadata {
    next_cursor: Option<String>,
}

#[derive(Deserialize)]
struct Channel {
    id: String,
    name: String,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let server = Server::start(slack::router()).await;
    let client = reqwest::Client::new();
    let channels = |token: &str| -> Items<Channels> {
        let request = client
            .get(format!(
                "{}/api/conversations.list?exclude_archived=true",
                server.origin
            ))
            .bearer_auth(token);
        Channels::paginate(request).page_size(2).items()
    };

    let mut walk = channels(slack::TOKEN);
    let mut names = Vec::new();
    while let Some(channel) = walk.try_next().await? {
        println!("{} #{}", channel.id, channel.name);
        names.push(channel.name);
    }
    let requests = server.requests();
    println!("{}", requests.join("\n"));
    assert_eq!(names, ["general", "random", "support", "releases"]);
    assert_eq!(walk.page_count(), 3, "the second page is empty");
    assert_eq!(
        walk.end_reason(),
        Some(EndReason::NoContinuation),
        "the last cursor is an empty string"
    );

    println!("With another token:");
    match channels("revoked").try_next().await {
        Err(error) if error.is_api() => {
            println!("{error}");
            assert_eq!(error.status().map(|status| status.as_u16()), Some(200));
        }
        other => {
            return Err(format!(
                "a failure of the API was expected, not {:?}",
                other.map(|_| ())
            )
            .into());
        }
    }
    Ok(())
}
