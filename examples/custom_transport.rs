//! A custom transport: it caches pages with an `ETag`, requests them with `If-None-Match`, and
//! returns the cached page after a 304.
//!
//! ```sh
//! cargo run -p paginate-examples --example custom_transport
//! ```
//!
//! It prints:
//!
//! ```text
//! The first walk:
//!   200 /articles?limit=2
//!   200 /articles?cursor=2&limit=2
//!   200 /articles?cursor=4&limit=2
//!   Bread, Butter, Cheese, Dates, Eggs
//! The second:
//!   304 /articles?limit=2
//!   304 /articles?cursor=2&limit=2
//!   304 /articles?cursor=4&limit=2
//!   Bread, Butter, Cheese, Dates, Eggs
//! ```
#![allow(clippy::print_stdout, reason = "printing is what this example does")]

use std::collections::HashMap;
use std::error::Error;
use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;
use http::header::{ETAG, HeaderValue, IF_NONE_MATCH};
use http::{Request, Response, StatusCode, Uri};
use http_body_util::{BodyExt, Full};
use paginate_examples::Server;
use paginate_examples::servers::articles;
use paginate_runtime::{
    Paginated,
    transport::{Transport, TransportErrorKind},
};
use serde::Deserialize;

/// Wraps another transport, as a cache, a signer, a recorder or a rate limiter does. The walk does
/// not notice it.
#[derive(Default)]
struct Remembering {
    client: reqwest::Client,
    pages: Mutex<HashMap<Uri, (HeaderValue, Bytes)>>,
}

impl Transport for Remembering {
    type Body = Full<Bytes>;
    type Error = reqwest::Error;

    async fn send(
        &self,
        mut request: Request<Bytes>,
    ) -> Result<Response<Full<Bytes>>, reqwest::Error> {
        let uri = request.uri().clone();
        let known = self
            .pages
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .get(&uri)
            .cloned();
        if let Some((etag, _)) = &known {
            request.headers_mut().insert(IF_NONE_MATCH, etag.clone());
        }
        // Keep the extensions of the response: they contain its final URL, if it was redirected.
        let (mut parts, body) = self.client.send(request).await?.into_parts();
        println!(
            "  {} {}",
            parts.status.as_u16(),
            uri.path_and_query().map_or("/", |path| path.as_str())
        );
        if let (StatusCode::NOT_MODIFIED, Some((_, page))) = (parts.status, known) {
            parts.status = StatusCode::OK;
            return Ok(Response::from_parts(parts, Full::new(page)));
        }
        let page = body.collect().await?.to_bytes();
        if let (StatusCode::OK, Some(etag)) = (parts.status, parts.headers.get(ETAG)) {
            let page = (etag.clone(), page.clone());
            self.pages
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .insert(uri, page);
        }
        Ok(Response::from_parts(parts, Full::new(page)))
    }

    /// The kind of a failure decides whether the request is retried.
    fn classify(error: &reqwest::Error) -> TransportErrorKind {
        reqwest::Client::classify(error)
    }
}

#[derive(Deserialize, Paginated)]
#[paginate(
    token = "next",
    param = "cursor",
    items = "articles",
    size = "limit",
    max = 2
)]
struct Articles {
    next: Option<String>,
    articles: Vec<String>,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let server = Server::start(articles::router()).await;
    let transport = Arc::new(Remembering::default());
    for walk in ["The first walk:", "The second:"] {
        println!("{walk}");
        // A source is a transport and the first request.
        let request = Request::get(format!("{}/articles", server.origin)).body(())?;
        let articles: Vec<_> = Articles::paginate((Arc::clone(&transport), request))
            .items()
            .try_collect()
            .await?;
        println!("  {}", articles.join(", "));
        assert_eq!(articles, ["Bread", "Butter", "Cheese", "Dates", "Eggs"]);
        assert_eq!(server.requests().len(), 3);
    }
    Ok(())
}
