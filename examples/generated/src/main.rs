//! Walks three lists with code that `cargo paginate` wrote from `bookshop.yaml`: the types, the
//! attributes and the first requests, in `api.rs`. Only the loops below are written by hand.
//!
//! ```sh
//! cargo paginate openapi examples/generated/bookshop.yaml --all -o examples/generated/src/api.rs
//! cargo run -p paginate-example-generated
//! ```
//!
//! It prints:
//!
//! ```text
//! Emma, Erewhon, Middlemarch, Persuasion, Walden
//!   GET /v1/books?limit=2
//!   GET /v1/books?cursor=after-2&limit=2
//!   GET /v1/books?cursor=after-4&limit=2
//! 5 stars, 2 stars, 4 stars
//!   GET /v1/books/9780000000011/reviews?offset=0&limit=2
//!   GET /v1/books/9780000000011/reviews?offset=2&limit=2
//! A-1, A-2, A-3
//!   GET /v1/orders?customer=ada&page=1&perPage=2
//!   GET /v1/orders?customer=ada&page=2&perPage=2
//! ```
#![allow(clippy::print_stdout, reason = "printing is what this example does")]

use paginate_example_generated::api::{self, BookList, OrderPage, ReviewList};
use paginate_example_generated::shop;
use paginate_examples::Server;
use paginate_runtime::{Error, Paginated};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    let server = Server::start(shop::router()).await;
    let client = paginate_runtime::reqwest_0_13::client()?;
    let base = server.origin.as_str();
    let print = |items: Vec<String>| {
        println!("{}", items.join(", "));
        println!("  {}", server.requests().join("\n  "));
    };

    let request = api::list_books(&client, base);
    let mut books = BookList::paginate(request).page_size(2).items();
    let mut titles = Vec::new();
    while let Some(book) = books.try_next().await? {
        titles.push(book.title);
    }
    print(titles);

    let request = api::list_reviews(&client, base, "9780000000011");
    let mut reviews = ReviewList::paginate(request).page_size(2).items();
    let mut stars = Vec::new();
    while let Some(review) = reviews.try_next().await? {
        stars.push(format!("{} stars", review.stars));
    }
    print(stars);

    let request = api::list_orders(&client, base, "ada");
    let mut orders = OrderPage::paginate(request).page_size(2).items();
    let mut numbers = Vec::new();
    while let Some(order) = orders.try_next().await? {
        numbers.push(order.number);
    }
    print(numbers);
    Ok(())
}
