//! `GET /readings`: 70 readings by page number. The server records which requests overlap.

use std::sync::Arc;
use std::time::Duration;

use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Json, Router};
use serde_json::json;
use tokio::sync::{Barrier, watch};
use tokio::time::timeout;

use super::{Params, cut, param};

/// Longer than anything takes here. A longer wait is a failure.
const PATIENCE: Duration = Duration::from_secs(30);

/// The requests, and how many of them overlapped.
#[derive(Debug, Clone)]
pub struct Traffic {
    seen: watch::Sender<Seen>,
    together: Arc<Barrier>,
}

#[derive(Debug, Default)]
struct Seen {
    asked: usize,
    under_way: usize,
    most: usize,
}

impl Traffic {
    /// Holds every response after the first page until `together` requests are in flight.
    pub fn answered(together: usize) -> Self {
        Self {
            seen: watch::Sender::default(),
            together: Arc::new(Barrier::new(together)),
        }
    }

    /// Waits until the server has received this number of requests in total. Returns false if that
    /// does not happen.
    pub async fn asked(&self, times: usize) -> bool {
        let mut seen = self.seen.subscribe();
        let asked = seen.wait_for(|seen| seen.asked >= times);
        timeout(PATIENCE, asked)
            .await
            .is_ok_and(|seen| seen.is_ok())
    }

    /// The largest number of requests that were in flight at the same time.
    pub fn most(&self) -> usize {
        self.seen.borrow().most
    }
}

/// The API.
pub fn router(traffic: Traffic) -> Router {
    Router::new()
        .route("/readings", get(readings))
        .with_state(traffic)
}

async fn readings(State(traffic): State<Traffic>, Query(params): Params) -> Response {
    traffic.seen.send_modify(|seen| {
        seen.asked += 1;
        seen.under_way += 1;
        seen.most = seen.most.max(seen.under_way);
    });
    let page: usize = param(&params, "page").unwrap_or(1).max(1);
    let in_time = page == 1 || timeout(PATIENCE, traffic.together.wait()).await.is_ok();
    traffic.seen.send_modify(|seen| seen.under_way -= 1);
    if !in_time {
        return StatusCode::CONFLICT.into_response();
    }
    let size: usize = param(&params, "per_page").unwrap_or(10).clamp(1, 10);
    let readings: Vec<_> = (1..=70).map(|number| json!({ "number": number })).collect();
    let (readings, _) = cut(&readings, (page - 1) * size, size);
    Json(json!({ "pages": 70_usize.div_ceil(size), "readings": readings })).into_response()
}
