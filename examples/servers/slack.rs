//! `GET /api/conversations.list` of Slack: every failure has status 200 with `ok: false`, and a
//! filter is applied after the page is cut.

use axum::extract::Query;
use axum::http::HeaderMap;
use axum::routing::get;
use axum::{Json, Router};
use serde_json::{Value, json};

use super::{Params, bears, cut, param};

/// The only valid token.
pub const TOKEN: &str = "xoxb-offline";

/// Id, name, and whether it is archived.
const CHANNELS: [(&str, &str, bool); 6] = [
    ("C012AB3CD", "general", false),
    ("C061EG9T2", "random", false),
    ("C0G9QF9GW", "launch-2019", true),
    ("C0QND7A2B", "launch-2020", true),
    ("C1H9RESGL", "support", false),
    ("C2TB4K8LM", "releases", false),
];

/// The API.
pub fn router() -> Router {
    Router::new().route("/api/conversations.list", get(channels))
}

async fn channels(Query(params): Params, headers: HeaderMap) -> Json<Value> {
    if !bears(&headers, TOKEN) {
        return Json(json!({ "ok": false, "error": "invalid_auth" }));
    }
    let start = match params.get("cursor").map(|cursor| {
        let place = cursor
            .strip_prefix("dGVhbTpDM")
            .and_then(|cursor| cursor.strip_suffix('='));
        place.and_then(|place| place.parse().ok())
    }) {
        None => 0,
        Some(Some(start)) => start,
        Some(None) => return Json(json!({ "ok": false, "error": "invalid_cursor" })),
    };
    let (channels, next) = cut(&CHANNELS, start, param(&params, "limit").unwrap_or(100));
    let hide_archived: bool = param(&params, "exclude_archived").unwrap_or(false);
    let channels: Vec<_> = channels
        .into_iter()
        .filter(|(.., archived)| !(hide_archived && *archived))
        .map(|(id, name, archived)| json!({ "id": id, "name": name, "is_archived": archived }))
        .collect();
    let next = next.map_or_else(String::new, |next| format!("dGVhbTpDM{next}="));
    Json(json!({ "ok": true, "channels": channels, "response_metadata": { "next_cursor": next } }))
}
