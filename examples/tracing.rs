//! What a walk says to `tracing`: a span for the walk, one for each page, and an event where something is out of the ordinary; here a page that comes
//! with the second attempt.
//!
//! ```text
//! cargo run -p paginate-examples --features tracing --example tracing
//! RUST_LOG=paginate_runtime=debug,hyper_util=debug cargo run -p paginate-examples --features tracing --example tracing
//! ```
//!
//! What there is to hear stands in `paginate_runtime::observability`.

use std::error::Error;
use std::io::IsTerminal;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Json, Router};
use paginate_examples::Server;
use paginate_runtime::Paginated;
use serde::Deserialize;
use serde_json::json;
use tracing::{Instrument, info, info_span};
use tracing_subscriber::filter::Targets;
use tracing_subscriber::fmt::time::uptime;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;

#[derive(Deserialize, Paginated)]
#[paginate(token = "next", items = "users", param = "cursor", size = "limit", max = 2)]
struct UserList {
    next: Option<String>,
    users: Vec<String>,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let wanted = std::env::var("RUST_LOG").unwrap_or_else(|_| "info,paginate_runtime=debug".to_owned());
    let colours = std::io::stdout().is_terminal();
    tracing_subscriber::registry()
        .with(tracing_subscriber::fmt::layer().with_timer(uptime()).with_ansi(colours))
        .with(wanted.parse::<Targets>()?)
        .init();

    let server = Server::start(router()).await;
    // The token is in none of the lines.
    let request = reqwest::Client::new()
        .get(format!("{}/v2/users?team=7", server.origin))
        .bearer_auth("s3cr3t");
    let users = async {
        let users: Vec<String> = UserList::paginate(request).items().try_collect().await?;
        info!(users = users.len(), "synchronised");
        Ok::<_, paginate_runtime::Error>(users)
    };
    // The span that is current at the first poll is the one that the walk is in.
    let users = users.instrument(info_span!("sync", tenant = 7)).await?;
    assert_eq!(users, ["Ada", "Ben", "Cleo", "Dora", "Emil"]);
    Ok(())
}

/// Five users, two a page; the second page comes with the second attempt.
fn router() -> Router {
    Router::new()
        .route("/v2/users", get(users))
        .with_state(Arc::new(AtomicBool::new(false)))
}

#[derive(Deserialize)]
struct PageQuery {
    cursor: Option<usize>,
    limit: usize,
}

async fn users(State(failed): State<Arc<AtomicBool>>, Query(query): Query<PageQuery>) -> Response {
    if query.cursor.is_some() && !failed.swap(true, Ordering::SeqCst) {
        return (StatusCode::SERVICE_UNAVAILABLE, [("retry-after", "1")]).into_response();
    }
    let users = ["Ada", "Ben", "Cleo", "Dora", "Emil"];
    let start = query.cursor.unwrap_or(0);
    let end = users.len().min(start + query.limit);
    let next = (end < users.len()).then(|| end.to_string());
    Json(json!({ "next": next, "users": users.iter().take(end).skip(start).collect::<Vec<_>>() })).into_response()
}
