//! Many concurrent walks against one server in the same process, compared with the same requests by
//! a hand-written loop.

use std::net::Ipv4Addr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use axum::Router;
use axum::extract::{RawQuery, State};
use axum::http::header::CONTENT_TYPE;
use axum::response::IntoResponse;
use axum::routing::get;
use paginate_runtime::Paginated;
use serde::Deserialize;

/// Pages of each walk.
pub const PAGES: u64 = 10;
/// Items of each page.
pub const ITEMS: u64 = 20;

#[derive(Deserialize, Paginated)]
#[paginate(token = "next", items = "items", param = "cursor")]
struct Page {
    next: Option<String>,
    items: Vec<Record>,
}

#[derive(Deserialize)]
struct Record {
    id: u64,
    name: String,
}

/// The kind of walker.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Walker {
    /// The library.
    Derived,
    /// A loop over reqwest and serde_json that does nothing else.
    ByHand,
}

/// A server whose lists have [`PAGES`] pages of [`ITEMS`] items.
#[derive(Debug)]
pub struct Load {
    origin: String,
    requests: Arc<AtomicU64>,
    client: reqwest::Client,
}

/// The results of one round.
#[derive(Debug, Clone, Copy)]
pub struct Round {
    /// Requests that the server saw.
    pub requests: u64,
    /// Walks whose items were exactly the list, in order.
    pub exact: u64,
    /// From the first request to the end of the last walk.
    pub time: Duration,
}

impl Round {
    /// Requests per second.
    pub fn rate(&self) -> f64 {
        self.requests as f64 / self.time.as_secs_f64()
    }
}

impl Load {
    /// Starts the server.
    pub async fn start() -> Self {
        let requests = Arc::new(AtomicU64::new(0));
        let router = Router::new()
            .route("/list", get(list))
            .with_state(Arc::clone(&requests));
        // All walks may connect at the same moment.
        let socket = tokio::net::TcpSocket::new_v4().expect("a socket");
        socket
            .bind((Ipv4Addr::LOCALHOST, 0).into())
            .expect("a free port");
        let listener = socket.listen(4_096).expect("a listener");
        let origin = format!(
            "http://{}",
            listener.local_addr().expect("the address of the socket")
        );
        tokio::spawn(async move { axum::serve(listener, router).await });
        let client = reqwest::Client::builder()
            .no_proxy()
            .build()
            .expect("a client");
        Self {
            origin,
            requests,
            client,
        }
    }

    /// Runs this number of concurrent walks until the last has ended.
    pub async fn round(&self, walks: u64, walker: Walker) -> Round {
        let before = self.requests.load(Ordering::SeqCst);
        let began = Instant::now();
        let tasks: Vec<_> = (0..walks)
            .map(|walk| {
                let client = self.client.clone();
                let url = format!("{}/list?walk={walk}", self.origin);
                tokio::spawn(async move {
                    match walker {
                        Walker::Derived => derived(client, url).await,
                        Walker::ByHand => by_hand(client, url).await,
                    }
                })
            })
            .collect();
        let mut exact = 0;
        for (walk, task) in (0..walks).zip(tasks) {
            let found = task.await.expect("a walk that does not panic");
            let expected = (0..PAGES * ITEMS).map(|index| walk * 1_000_000 + index);
            exact += u64::from(found.into_iter().eq(expected));
        }
        Round {
            requests: self.requests.load(Ordering::SeqCst) - before,
            exact,
            time: began.elapsed(),
        }
    }
}

async fn derived(client: reqwest::Client, url: String) -> Vec<u64> {
    let mut items = Page::paginate(client.get(url)).items();
    let mut found = Vec::new();
    while let Some(record) = items.try_next().await.expect("a page") {
        assert!(!record.name.is_empty());
        found.push(record.id);
    }
    found
}

async fn by_hand(client: reqwest::Client, url: String) -> Vec<u64> {
    let mut found = Vec::new();
    let mut cursor: Option<String> = None;
    loop {
        let request = match &cursor {
            None => client.get(&url),
            Some(cursor) => client.get(&url).query(&[("cursor", cursor)]),
        };
        let response = request
            .send()
            .await
            .expect("a response")
            .error_for_status()
            .expect("a page");
        let body = response.bytes().await.expect("a body");
        let page: Page = serde_json::from_slice(&body).expect("JSON");
        for record in page.items {
            assert!(!record.name.is_empty());
            found.push(record.id);
        }
        match page.next {
            Some(next) => cursor = Some(next),
            None => return found,
        }
    }
}

async fn list(
    State(requests): State<Arc<AtomicU64>>,
    RawQuery(query): RawQuery,
) -> impl IntoResponse {
    requests.fetch_add(1, Ordering::SeqCst);
    let query = query.unwrap_or_default();
    let param = |name: &str| {
        query
            .split('&')
            .find_map(|pair| {
                pair.strip_prefix(name)?
                    .strip_prefix('=')?
                    .parse::<u64>()
                    .ok()
            })
            .unwrap_or(0)
    };
    let (walk, page) = (param("walk"), param("cursor"));
    let next = if page + 1 < PAGES {
        format!("\"{}\"", page + 1)
    } else {
        "null".to_owned()
    };
    let items: Vec<_> = (page * ITEMS..(page + 1) * ITEMS)
        .map(|index| {
            format!(
                "{{\"id\":{},\"name\":\"record {index}\"}}",
                walk * 1_000_000 + index
            )
        })
        .collect();
    let body = format!("{{\"next\":{next},\"items\":[{}]}}", items.join(","));
    ([(CONTENT_TYPE, "application/json")], body)
}
