//! `GET /api/v1/pods` of Kubernetes, while its history is compacted: the continue tokens of the
//! first state of the list expire at the third page. By then, one pod is gone and another one is
//! new.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::routing::get;
use axum::{Json, Router};
use serde_json::{Value, json};

use super::{Params, cut, param};

const BEFORE: [&str; 6] = ["api-0", "api-1", "db-0", "web-0", "web-1", "web-2"];
const AFTER: [&str; 6] = ["api-0", "cache-0", "db-0", "web-0", "web-1", "web-2"];

/// The beginning of a token: in base64, `{"v":"meta.k8s.io/v1","rv":`.
const TOKEN: &str = "eyJ2IjoibWV0YS5rOHMuaW8vdjEiLCJydiI6";

/// The API.
pub fn router() -> Router {
    Router::new()
        .route("/api/v1/pods", get(pods))
        .with_state(Arc::default())
}

/// Without a limit, all pods. A token contains the state of the list and a position in it.
async fn pods(
    State(compacted): State<Arc<AtomicBool>>,
    Query(params): Params,
) -> (StatusCode, Json<Value>) {
    let (version, start) = match params.get("continue") {
        None => (
            if compacted.load(Ordering::Relaxed) {
                2
            } else {
                1
            },
            0,
        ),
        Some(token) => match read(token) {
            Some(place) => place,
            None => {
                return failure(
                    StatusCode::BAD_REQUEST,
                    "continue key is not valid",
                    json!({}),
                );
            }
        },
    };
    if version == 1 && start >= 4 {
        compacted.store(true, Ordering::Relaxed);
        let message =
            "The provided continue parameter is too old to display a consistent list result.";
        return failure(
            StatusCode::GONE,
            message,
            json!({ "continue": token(2, start) }),
        );
    }
    let names = if version == 1 { BEFORE } else { AFTER };
    let (names, next) = cut(&names, start, param(&params, "limit").unwrap_or(usize::MAX));
    let items: Vec<_> = names
        .iter()
        .map(|name| json!({ "metadata": { "name": name } }))
        .collect();
    let next = next.map_or_else(String::new, |next| token(version, next));
    let metadata = json!({ "resourceVersion": version.to_string(), "continue": next });
    (
        StatusCode::OK,
        Json(
            json!({ "kind": "PodList", "apiVersion": "v1", "metadata": metadata, "items": items }),
        ),
    )
}

fn token(version: u32, start: usize) -> String {
    format!("{TOKEN}{version:04}{start:04}")
}

fn read(token: &str) -> Option<(u32, usize)> {
    let (version, start) = token.strip_prefix(TOKEN)?.split_at_checked(4)?;
    Some((version.parse().ok()?, start.parse().ok()?))
}

fn failure(status: StatusCode, message: &str, metadata: Value) -> (StatusCode, Json<Value>) {
    let reason = if status == StatusCode::GONE {
        "Expired"
    } else {
        "BadRequest"
    };
    let body = json!({
        "kind": "Status", "apiVersion": "v1", "metadata": metadata, "status": "Failure",
        "message": message, "reason": reason, "code": status.as_u16(),
    });
    (status, Json(body))
}
