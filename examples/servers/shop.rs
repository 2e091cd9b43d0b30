//! `GET /orders`: 470 orders by offset, with a total and one rate limit. `GET /log`: 310 entries by
//! token, without a total. `GET /staff`: five people by token; the second page needs two attempts.
//! Each page takes some time.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Json, Router};
use serde_json::{Value, json};

use super::{Params, cut, param};

const STAFF: [&str; 5] = ["Ada", "Ben", "Cleo", "Dora", "Emil"];

/// Whether the rate limit was already applied. It is applied only once.
type Limited = Arc<AtomicBool>;

/// The API.
pub fn router() -> Router {
    Router::new()
        .route("/orders", get(orders))
        .route("/log", get(log))
        .route("/staff", get(staff))
        .with_state(Limited::default())
}

/// A delay for each page, so that the progress is visible.
async fn latency() {
    tokio::time::sleep(Duration::from_millis(120)).await;
}

fn wait_a_second() -> Response {
    (StatusCode::TOO_MANY_REQUESTS, [("retry-after", "1")]).into_response()
}

async fn orders(State(limited): State<Limited>, Query(params): Params) -> Response {
    latency().await;
    let start = param(&params, "offset").unwrap_or(0);
    if start >= 200 && !limited.swap(true, Ordering::SeqCst) {
        return wait_a_second();
    }
    let all: Vec<u64> = (0..470).collect();
    let (orders, _) = cut(&all, start, param(&params, "limit").unwrap_or(100));
    Json(json!({ "total": all.len(), "orders": orders })).into_response()
}

async fn log(Query(params): Params) -> Json<Value> {
    latency().await;
    let all: Vec<u64> = (0..310).collect();
    let (entries, next) = cut(
        &all,
        param(&params, "after").unwrap_or(0),
        param(&params, "limit").unwrap_or(100),
    );
    Json(json!({ "next": next, "entries": entries }))
}

async fn staff(State(limited): State<Limited>, Query(params): Params) -> Response {
    let start = param(&params, "cursor").unwrap_or(0);
    if start > 0 && !limited.swap(true, Ordering::SeqCst) {
        return wait_a_second();
    }
    let (people, next) = cut(&STAFF, start, param(&params, "limit").unwrap_or(100));
    Json(json!({ "next": next.map(|next| next.to_string()), "people": people })).into_response()
}
