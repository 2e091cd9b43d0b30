//! `GET /events`: an API that changed its format. A page is an object with a cursor, except for the
//! last page, which is a bare list.

use axum::extract::Query;
use axum::routing::get;
use axum::{Json, Router};
use serde_json::{Value, json};

use super::{Params, cut, param};

const EVENTS: [&str; 5] = ["created", "renamed", "shared", "archived", "deleted"];

/// The API.
pub fn router() -> Router {
    Router::new().route("/events", get(events))
}

async fn events(Query(params): Params) -> Json<Value> {
    let start = param(&params, "cursor").unwrap_or(0);
    let (events, next) = cut(&EVENTS, start, param(&params, "limit").unwrap_or(100));
    let events: Vec<_> = events.iter().map(|what| json!({ "what": what })).collect();
    Json(match next {
        Some(next) => json!({ "cursor": next.to_string(), "events": events }),
        None => events.into(),
    })
}
