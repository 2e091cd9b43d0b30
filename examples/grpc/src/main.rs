//! Walks a gRPC list method as AIP-158 has it. The response type is prost's own: `build.rs` adds
//! the derive to it.
//!
//! ```sh
//! cargo run -p paginate-example-grpc
//! ```
//!
//! It prints:
//!
//! ```text
//! books/1 Emma
//! books/2 Erewhon
//! books/3 Middlemarch
//! books/4 Persuasion
//! books/5 Walden
//! ListBooks page_size: 2, page_token: ""
//! ListBooks page_size: 2, page_token: "2:"
//! ListBooks page_size: 2, page_token: "4:"
//! page 1: the function that brings pages failed: InvalidArgument, title_prefix has other characters than letters
//! ```
#![allow(clippy::print_stdout, reason = "printing is what this example does")]

mod library;

use std::error::Error;

use library::proto::library_client::LibraryClient;
use library::proto::{Book, ListBooksRequest, ListBooksResponse};
use paginate_runtime::{EndReason, Items, Paginated};
use tonic::Status;
use tonic::transport::Channel;

/// The next page. A client of tonic is cheap to clone, and its calls take `&mut self`.
fn books(client: LibraryClient<Channel>, title_prefix: &'static str) -> Items<ListBooksResponse> {
    ListBooksResponse::paginate_with_state(client, async move |mut client, page_token| {
        let request = ListBooksRequest {
            page_size: 2,
            // There is none for the first page, which is an empty one in proto3.
            page_token: page_token.unwrap_or_default(),
            title_prefix: title_prefix.to_owned(),
        };
        Ok::<_, Status>(client.list_books(request).await?.into_inner())
    })
    .items()
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let server = library::start().await?;
    let client = LibraryClient::connect(server.origin.clone()).await?;

    let mut walk = books(client.clone(), "");
    let mut names = Vec::new();
    while let Some(Book { name, title }) = walk.try_next().await? {
        println!("{name} {title}");
        names.push(name);
    }
    let requests = server.requests();
    println!("{}", requests.join("\n"));
    assert_eq!(
        names,
        ["books/1", "books/2", "books/3", "books/4", "books/5"]
    );
    assert_eq!(
        walk.end_reason(),
        Some(EndReason::NoContinuation),
        "the last token is empty"
    );
    assert_eq!(requests.len(), 3);

    // A failure keeps its status: it is the source of the walk's error.
    let error = books(client, "?")
        .try_next()
        .await
        .err()
        .ok_or("an error was expected")?;
    let status = error
        .source()
        .and_then(|source| source.downcast_ref::<Status>())
        .ok_or("not a gRPC status")?;
    println!("{error}: {:?}, {}", status.code(), status.message());
    assert_eq!(status.code(), tonic::Code::InvalidArgument);
    Ok(())
}
