//! `GET /repos/{owner}/{repo}/issues` of GitHub's REST API: a bare list, and the URL of the next
//! page in the `Link` header.

use axum::extract::Query;
use axum::http::header::{HOST, LINK};
use axum::http::{HeaderMap, StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Json, Router};
use serde_json::json;

use super::{Params, bears, cut, header, param};

/// The only valid token.
pub const TOKEN: &str = "ghp_offline";

const TITLES: [&str; 5] = [
    "Panics on an empty list",
    "Document the retry policy",
    "Support HTTP/3",
    "Typo in the guide",
    "Link header is ignored",
];

/// The API.
pub fn router() -> Router {
    Router::new().route("/repos/{owner}/{repo}/issues", get(issues))
}

/// 30 issues per page, at most 100. The links are absolute and keep the other parameters.
async fn issues(uri: Uri, Query(params): Params, headers: HeaderMap) -> Response {
    if !bears(&headers, TOKEN) {
        return (
            StatusCode::UNAUTHORIZED,
            Json(json!({ "message": "Bad credentials" })),
        )
            .into_response();
    }
    let size = param(&params, "per_page").unwrap_or(30).clamp(1, 100);
    let page: usize = param(&params, "page").unwrap_or(1).max(1);
    let issues: Vec<_> = (1..)
        .zip(TITLES)
        .map(|(number, title)| json!({ "number": number, "title": title }))
        .collect();
    let (issues, next) = cut(&issues, (page - 1) * size, size);

    let url = |page: usize| {
        let kept = params
            .iter()
            .filter(|(name, _)| *name != "page" && *name != "per_page");
        let kept: String = kept
            .map(|(name, value)| format!("{name}={value}&"))
            .collect();
        format!(
            "http://{}{}?{kept}per_page={size}&page={page}",
            header(&headers, HOST),
            uri.path()
        )
    };
    let mut links = Vec::new();
    if page > 1 {
        links.push(format!("<{}>; rel=\"prev\"", url(page - 1)));
    }
    if next.is_some() {
        links.push(format!("<{}>; rel=\"next\"", url(page + 1)));
        links.push(format!(
            "<{}>; rel=\"last\"",
            url(TITLES.len().div_ceil(size))
        ));
    }
    // If all issues are on one page, there is no `Link` header.
    if links.is_empty() {
        return Json(issues).into_response();
    }
    ([(LINK, links.join(", "))], Json(issues)).into_response()
}
