// Written by `cargo paginate`. A walk:
//
//     let client = paginate_runtime::reqwest_0_13::client()?;
//     let request = list_books(&client, base);
//     let mut items = BookList::paginate(request).items();
//     while let Some(item) = items.try_next().await? {
//         println!("{item:?}");
//     }

use paginate_runtime::Paginated;
use serde::Deserialize;

/// A page of `GET /books`.
#[derive(Deserialize, Paginated)]
#[paginate(
    token = "next_cursor",
    param = "cursor",
    items = "books",
    size = "limit",
    max = 50
)]
#[serde(rename_all = "camelCase")]
pub struct BookList {
    pub books: Vec<Book>,
    pub next_cursor: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Book {
    pub isbn: String,
    pub title: String,
    pub authors: Vec<String>,
    pub price_in_cents: Option<i32>,
}

/// A page of `GET /books/{isbn}/reviews`.
#[derive(Deserialize, Paginated)]
#[paginate(
    offset = "offset",
    items = "reviews",
    size = "limit",
    max = 50,
    total = "total"
)]
pub struct ReviewList {
    pub total: i64,
    pub reviews: Vec<Review>,
}

#[derive(Debug, Deserialize)]
pub struct Review {
    pub id: i64,
    pub stars: i32,
    pub text: Option<String>,
}

/// A page of `GET /orders`.
#[derive(Deserialize, Paginated)]
#[paginate(
    page = "page",
    items = "orders",
    size = "perPage",
    max = 100,
    pages = "page_count"
)]
#[serde(rename_all = "camelCase")]
pub struct OrderPage {
    pub orders: Vec<Order>,
    pub page_count: i64,
}

#[derive(Debug, Deserialize)]
pub struct Order {
    pub number: String,
    pub lines: Vec<Line>,
}

#[derive(Debug, Deserialize)]
pub struct Line {
    pub isbn: String,
    pub quantity: i32,
}

/// The first request of a walk over `GET /books`.
///
/// The arguments are not percent-encoded.
///
/// It also takes `author`.
pub fn list_books(client: &reqwest::Client, base: &str) -> reqwest::RequestBuilder {
    let url = format!("{base}/v1/books");
    client.get(url)
}

/// The first request of a walk over `GET /books/{isbn}/reviews`.
///
/// The arguments are not percent-encoded.
pub fn list_reviews(client: &reqwest::Client, base: &str, isbn: &str) -> reqwest::RequestBuilder {
    let url = format!("{base}/v1/books/{isbn}/reviews");
    client.get(url)
}

/// The first request of a walk over `GET /orders`.
///
/// The arguments are not percent-encoded.
pub fn list_orders(
    client: &reqwest::Client,
    base: &str,
    customer: &str,
) -> reqwest::RequestBuilder {
    let url = format!("{base}/v1/orders?customer={customer}");
    client.get(url)
}
