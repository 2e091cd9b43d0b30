//! The API of `bookshop.yaml`, for a shop with five books.

use std::collections::HashMap;

use axum::Router;
use axum::extract::{Path, Query};
use axum::http::StatusCode;
use axum::response::Json;
use axum::routing::get;
use serde_json::{Value, json};

type Params = Query<HashMap<String, String>>;
type Answer = Result<Json<Value>, StatusCode>;

/// The API.
pub fn router() -> Router {
    Router::new()
        .route("/v1/books", get(list_books))
        .route("/v1/books/{isbn}/reviews", get(list_reviews))
        .route("/v1/orders", get(list_orders))
}

/// By `cursor`, which is opaque: it says nothing to those who send it.
async fn list_books(Query(params): Params) -> Answer {
    let size = number(&params, "limit", 20, 1..=50)?;
    let start = match params.get("cursor") {
        None => 0,
        Some(cursor) => cursor
            .strip_prefix("after-")
            .and_then(|count| count.parse().ok())
            .ok_or(StatusCode::BAD_REQUEST)?,
    };
    let books = [
        ("9780000000011", "Emma", "Jane Austen"),
        ("9780000000028", "Erewhon", "Samuel Butler"),
        ("9780000000035", "Middlemarch", "George Eliot"),
        ("9780000000042", "Persuasion", "Jane Austen"),
        ("9780000000059", "Walden", "Henry David Thoreau"),
    ]
    .map(|(isbn, title, author)| json!({ "isbn": isbn, "title": title, "authors": [author] }));
    let end = start + size;
    let next = (end < books.len()).then(|| format!("after-{end}"));
    Ok(Json(
        json!({ "books": cut(&books, start, size), "nextCursor": next }),
    ))
}

/// By `offset`.
async fn list_reviews(Path(isbn): Path<String>, Query(params): Params) -> Answer {
    if isbn != "9780000000011" {
        return Err(StatusCode::NOT_FOUND);
    }
    let size = number(&params, "limit", 20, 1..=50)?;
    let start = number(&params, "offset", 0, 0..=usize::MAX)?;
    let reviews = [(7, 5), (5, 2), (2, 4)].map(|(id, stars)| json!({ "id": id, "stars": stars }));
    Ok(Json(
        json!({ "total": reviews.len(), "reviews": cut(&reviews, start, size) }),
    ))
}

/// By `page`.
async fn list_orders(Query(params): Params) -> Answer {
    if params.get("customer").is_none_or(|name| name != "ada") {
        return Err(StatusCode::BAD_REQUEST);
    }
    let size = number(&params, "perPage", 25, 1..=100)?;
    let page = number(&params, "page", 1, 1..=usize::MAX)?;
    let orders = ["A-1", "A-2", "A-3"].map(|order| {
        let line = json!({ "isbn": "9780000000059", "quantity": 1 });
        json!({ "number": order, "lines": [line] })
    });
    let start = (page - 1).saturating_mul(size);
    Ok(Json(json!({
        "orders": cut(&orders, start, size),
        "page": page,
        "pageCount": orders.len().div_ceil(size),
    })))
}

fn number(
    params: &HashMap<String, String>,
    name: &str,
    default: usize,
    allowed: std::ops::RangeInclusive<usize>,
) -> Result<usize, StatusCode> {
    let value = params.get(name).map_or(Ok(default), |text| text.parse());
    let value = value.ok().filter(|value| allowed.contains(value));
    value.ok_or(StatusCode::BAD_REQUEST)
}

fn cut(entries: &[Value], start: usize, size: usize) -> Vec<Value> {
    entries.iter().skip(start).take(size).cloned().collect()
}
