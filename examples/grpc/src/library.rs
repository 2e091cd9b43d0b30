//! The server: five books, on a free port of 127.0.0.1.

use std::error::Error;
use std::sync::{Arc, Mutex, PoisonError};

use proto::library_server::{Library, LibraryServer};
use proto::{Book, ListBooksRequest, ListBooksResponse};
use tokio::net::TcpListener;
use tokio_stream::wrappers::TcpListenerStream;
use tonic::transport::Server;
use tonic::{Request, Response, Status};

/// The code that prost and tonic generate from `proto/library.proto`.
#[allow(
    clippy::all,
    missing_docs,
    unreachable_pub,
    unused_qualifications,
    reason = "generated"
)]
pub(crate) mod proto {
    tonic::include_proto!("library.v1");
}

const TITLES: [&str; 5] = ["Emma", "Erewhon", "Middlemarch", "Persuasion", "Walden"];

/// A server that runs until the example ends.
pub(crate) struct Running {
    pub(crate) origin: String,
    log: Log,
}

type Log = Arc<Mutex<Vec<String>>>;

impl Running {
    /// The requests since the last call.
    pub(crate) fn requests(&self) -> Vec<String> {
        std::mem::take(&mut *self.log.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

pub(crate) async fn start() -> Result<Running, Box<dyn Error>> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let origin = format!("http://{}", listener.local_addr()?);
    let log = Log::default();
    let service = LibraryServer::new(Books {
        log: Arc::clone(&log),
    });
    tokio::spawn(
        Server::builder()
            .add_service(service)
            .serve_with_incoming(TcpListenerStream::new(listener)),
    );
    Ok(Running { origin, log })
}

struct Books {
    log: Log,
}

#[tonic::async_trait]
impl Library for Books {
    async fn list_books(
        &self,
        request: Request<ListBooksRequest>,
    ) -> Result<Response<ListBooksResponse>, Status> {
        let ListBooksRequest {
            page_size,
            page_token,
            title_prefix,
        } = request.into_inner();
        let line = format!("ListBooks page_size: {page_size}, page_token: {page_token:?}");
        self.log
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push(line);

        let size = match usize::try_from(page_size) {
            Ok(0) => 3,
            Ok(size) => size.min(3),
            Err(_) => return Err(Status::invalid_argument("page_size is negative")),
        };
        if !title_prefix.chars().all(char::is_alphabetic) {
            return Err(Status::invalid_argument(
                "title_prefix has other characters than letters",
            ));
        }
        let books = (1..)
            .zip(TITLES)
            .filter(|(_, title)| title.starts_with(&title_prefix));
        // A token contains the number of the last book, and the filter for which it is valid.
        let after = match page_token.split_once(':') {
            None if page_token.is_empty() => 0,
            Some((after, prefix)) if prefix == title_prefix => after
                .parse()
                .map_err(|_| Status::invalid_argument("page_token is invalid"))?,
            _ => return Err(Status::invalid_argument("page_token is invalid")),
        };
        let mut books = books.filter(|(number, _)| *number > after);
        let page: Vec<(i32, &str)> = books.by_ref().take(size).collect();
        let last = page.last().filter(|_| books.next().is_some());
        Ok(Response::new(ListBooksResponse {
            next_page_token: last.map_or_else(String::new, |(number, _)| {
                format!("{number}:{title_prefix}")
            }),
            books: page
                .into_iter()
                .map(|(number, title)| Book {
                    name: format!("books/{number}"),
                    title: title.to_owned(),
                })
                .collect(),
        }))
    }
}
