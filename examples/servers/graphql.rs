//! `POST /graphql` with one connection, `repository.issues`, as in the Relay specification: edges,
//! and a `pageInfo` with the flag of the end.

use axum::routing::post;
use axum::{Json, Router};
use serde_json::{Value, json};

use super::cut;

const TITLES: [&str; 5] = [
    "Cursor is lost on retry",
    "Add a connection for labels",
    "Errors come with status 200",
    "Nodes can be null",
    "Explain first and after",
];

/// The API.
pub fn router() -> Router {
    Router::new().route("/graphql", post(issues))
}

async fn issues(Json(request): Json<Value>) -> Json<Value> {
    let variable = |name| request.pointer(&format!("/variables/{name}"));
    let Some(size) = variable("first")
        .and_then(Value::as_u64)
        .and_then(|size| size.try_into().ok())
    else {
        return Json(
            json!({ "errors": [{ "message": "Variable $first of type Int! was provided invalid value" }] }),
        );
    };
    let start = match variable("after").map(|after| {
        let place = after
            .as_str()
            .and_then(|after| after.strip_prefix("Y3Vyc29y"));
        place.and_then(|place| place.parse().ok())
    }) {
        None => 0,
        Some(Some(start)) => start,
        Some(None) => {
            return Json(
                json!({ "errors": [{ "message": "`after` does not appear to be a valid cursor" }] }),
            );
        }
    };
    let issues: Vec<_> = (1..)
        .zip(TITLES)
        .map(|(number, title)| json!({ "number": number, "title": title }))
        .collect();
    let (issues, next) = cut(&issues, start, size);
    // The last page has a cursor too: only the flag marks the end.
    let end_cursor = format!("Y3Vyc29y{}", start + issues.len());
    let edges: Vec<_> = issues
        .into_iter()
        .map(|node| json!({ "node": node }))
        .collect();
    let connection = json!({ "edges": edges, "pageInfo": { "endCursor": end_cursor, "hasNextPage": next.is_some() } });
    Json(json!({ "data": { "repository": { "issues": connection } } }))
}
