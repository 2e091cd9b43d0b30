//! `GET /articles`: five articles by cursor, each page with an `ETag`. If the client already has
//! the page, the response is 304.

use axum::extract::Query;
use axum::http::header::{ETAG, IF_NONE_MATCH};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Json, Router};
use serde_json::json;

use super::{Params, cut, header, param};

const TITLES: [&str; 5] = ["Bread", "Butter", "Cheese", "Dates", "Eggs"];

/// The API.
pub fn router() -> Router {
    Router::new().route("/articles", get(articles))
}

async fn articles(Query(params): Params, headers: HeaderMap) -> Response {
    let start = param(&params, "cursor").unwrap_or(0);
    let size = param(&params, "limit").unwrap_or(2);
    let etag = format!("\"v1-{start}-{size}\"");
    if header(&headers, IF_NONE_MATCH) == etag {
        return (StatusCode::NOT_MODIFIED, [(ETAG, etag)]).into_response();
    }
    let (titles, next) = cut(&TITLES, start, size);
    let next = next.map(|next| next.to_string());
    (
        [(ETAG, etag)],
        Json(json!({ "next": next, "articles": titles })),
    )
        .into_response()
}
