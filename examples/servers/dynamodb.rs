//! `Query` of DynamoDB on a table of songs. `LastEvaluatedKey` is an object; it follows each full
//! page, even the last. The filter is applied after the page is cut.

use axum::http::header::AUTHORIZATION;
use axum::http::{HeaderMap, StatusCode};
use axum::routing::post;
use axum::{Json, Router};
use serde_json::{Value, json};

use super::header;

/// Title and year. The request's filter is assumed to be "from 1990 on".
const SONGS: [(&str, u32); 6] = [
    ("Ashes", 1991),
    ("Blue", 1994),
    ("Cold", 1971),
    ("Dust", 1979),
    ("Echo", 2001),
    ("Fire", 2015),
];

/// The API.
pub fn router() -> Router {
    Router::new().route("/", post(query))
}

async fn query(headers: HeaderMap, body: String) -> (StatusCode, Json<Value>) {
    if header(&headers, AUTHORIZATION) != signature(body.as_bytes()) {
        return refuse(
            "IncompleteSignatureException",
            "The request signature does not match",
        );
    }
    let Ok(request) = serde_json::from_str::<Value>(&body) else {
        return refuse("SerializationException", "The body is no JSON");
    };
    let start = match request.get("ExclusiveStartKey") {
        None => 0,
        Some(key) => match SONGS.iter().position(|(title, _)| key == &self::key(title)) {
            Some(place) => place + 1,
            None => {
                return refuse(
                    "ValidationException",
                    "The provided starting key is invalid",
                );
            }
        },
    };
    let limit = request
        .get("Limit")
        .and_then(Value::as_u64)
        .map_or(SONGS.len(), |limit| limit as usize);
    let looked_at: Vec<_> = SONGS.iter().skip(start).take(limit).collect();
    let found = looked_at.iter().filter(|(_, year)| *year >= 1990);
    let items: Vec<_> = found
        .map(|(title, year)| json!({ "Title": { "S": title }, "Year": { "N": year.to_string() } }))
        .collect();
    let mut page = serde_json::Map::new();
    page.insert("Count".to_owned(), items.len().into());
    page.insert("ScannedCount".to_owned(), looked_at.len().into());
    page.insert("Items".to_owned(), items.into());
    // The page is full, so the server does not know whether more items follow.
    if let Some((title, _)) = looked_at.last().filter(|_| looked_at.len() == limit) {
        page.insert("LastEvaluatedKey".to_owned(), key(title));
    }
    (StatusCode::OK, Json(page.into()))
}

fn key(title: &str) -> Value {
    json!({ "Title": { "S": title } })
}

/// A substitute for AWS Signature Version 4: it too is valid for only one body.
pub fn signature(body: &[u8]) -> String {
    let sum = body.iter().fold(0_u64, |sum, byte| {
        sum.wrapping_mul(31).wrapping_add(u64::from(*byte))
    });
    format!("AWS4-HMAC-SHA256 Signature={sum:016x}")
}

fn refuse(kind: &str, message: &str) -> (StatusCode, Json<Value>) {
    let kind = format!("com.amazonaws.dynamodb.v20120810#{kind}");
    (
        StatusCode::BAD_REQUEST,
        Json(json!({ "__type": kind, "message": message })),
    )
}
