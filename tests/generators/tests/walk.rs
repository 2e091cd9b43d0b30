//! Types of typify walk.
#![allow(clippy::unwrap_used, reason = "a test fails by a panic")]

use paginate_runtime::Paginated;
use paginate_runtime::testing::{Reply, Script};
use paginate_tests_generators::{BookList, OrderPage, ReviewList};

#[tokio::test]
async fn by_token() {
    let script = Script::new([
        Reply::text(
            r#"{"books": [{"isbn": "1", "title": "Emma", "authors": []}], "nextCursor": "b"}"#,
        ),
        Reply::text(
            r#"{"books": [{"isbn": "2", "title": "Walden", "authors": []}], "nextCursor": null}"#,
        ),
    ]);
    let mut books = BookList::paginate(script.get("/v1/books")).items();
    let mut titles = Vec::new();
    while let Some(book) = books.try_next().await.unwrap() {
        titles.push(book.title);
    }
    assert_eq!(titles, ["Emma", "Walden"]);
    script.assert_requests(["GET /v1/books?limit=50", "GET /v1/books?cursor=b&limit=50"]);
}

#[tokio::test]
async fn by_offset() {
    let script = Script::new([
        Reply::text(r#"{"total": 3, "reviews": [{"id": 3, "stars": 5}, {"id": 2, "stars": 4}]}"#),
        Reply::text(r#"{"total": 3, "reviews": [{"id": 1, "stars": 1}]}"#),
    ]);
    let first = script.get("/v1/books/1/reviews");
    let mut reviews = ReviewList::paginate(first).items();
    let mut ids = Vec::new();
    while let Some(review) = reviews.try_next().await.unwrap() {
        ids.push(review.id);
    }
    assert_eq!(ids, [3, 2, 1]);
    script.assert_requests([
        "GET /v1/books/1/reviews?offset=0&limit=50",
        "GET /v1/books/1/reviews?offset=2&limit=50",
    ]);
}

#[tokio::test]
async fn by_page() {
    let script = Script::new([
        Reply::text(r#"{"page": 1, "pageCount": 2, "orders": [{"number": "A-1", "lines": []}]}"#),
        Reply::text(r#"{"page": 2, "pageCount": 2, "orders": [{"number": "A-2", "lines": []}]}"#),
    ]);
    let first = script.get("/v1/orders?customer=ada");
    let mut orders = OrderPage::paginate(first).items();
    let mut numbers = Vec::new();
    while let Some(order) = orders.try_next().await.unwrap() {
        numbers.push(order.number);
    }
    assert_eq!(numbers, ["A-1", "A-2"]);
    script.assert_requests([
        "GET /v1/orders?customer=ada&page=1&perPage=100",
        "GET /v1/orders?customer=ada&page=2&perPage=100",
    ]);
}
