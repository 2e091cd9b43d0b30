//! The list: the example's own server, with offsets. It also knows when to kill the first worker.

use axum::extract::{Query, State};
use axum::http::HeaderMap;
use axum::routing::get;
use axum::{Json, Router};
use paginate_runtime::Paginated;
use serde::Deserialize;
use tokio::net::TcpListener;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};

use crate::AnyError;

#[derive(Deserialize)]
pub(crate) struct Record {
    pub(crate) id: i64,
    pub(crate) name: String,
}

#[derive(Deserialize, Paginated)]
#[paginate(
    offset = "offset",
    total = "total",
    items = "records",
    size = "limit",
    max = 100
)]
pub(crate) struct Records {
    total: u64,
    records: Vec<Record>,
}

pub(crate) const RECORDS: usize = 10_007;

/// The header with the name of a worker.
pub(crate) const WORKER: &str = "x-worker";

/// The request of the first worker that gets no response. At that time the worker is in the middle
/// of its segment, and its last batch ends in the middle of a page.
const HELD: usize = 6;

pub(crate) struct Api {
    pub(crate) url: String,
    /// A message for each request of the first worker.
    first_worker: UnboundedReceiver<()>,
}

impl Api {
    pub(crate) async fn start() -> Result<Self, AnyError> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let url = format!("http://{}/records", listener.local_addr()?);
        let (seen, first_worker) = unbounded_channel();
        let router = Router::new()
            .route("/records", get(records))
            .with_state(Watch::new(seen));
        tokio::spawn(async move { axum::serve(listener, router).await });
        Ok(Self { url, first_worker })
    }

    pub(crate) async fn first_worker_has_begun(&mut self) -> Result<(), AnyError> {
        self.first_worker
            .recv()
            .await
            .ok_or("the server has stopped")?;
        Ok(())
    }

    pub(crate) async fn first_worker_is_in_the_middle(&mut self) -> Result<(), AnyError> {
        for _ in 1..HELD {
            self.first_worker
                .recv()
                .await
                .ok_or("the server has stopped")?;
        }
        Ok(())
    }
}

#[derive(Clone)]
struct Watch {
    seen: UnboundedSender<()>,
    requests: std::sync::Arc<std::sync::atomic::AtomicUsize>,
}

impl Watch {
    fn new(seen: UnboundedSender<()>) -> Self {
        Self {
            seen,
            requests: std::sync::Arc::default(),
        }
    }

    /// Waits for ever if this is the request to hold.
    async fn look_at(&self, headers: &HeaderMap) {
        if headers.get(WORKER).is_none_or(|name| name != "worker-1") {
            return;
        }
        let number = 1 + self
            .requests
            .fetch_add(1, std::sync::atomic::Ordering::SeqCst);
        // The receiver is gone, so the worker will not be killed.
        let _ = self.seen.send(());
        if number == HELD {
            std::future::pending::<()>().await;
        }
    }
}

#[derive(Deserialize)]
struct PageQuery {
    offset: usize,
    limit: usize,
}

async fn records(
    State(watch): State<Watch>,
    Query(query): Query<PageQuery>,
    headers: HeaderMap,
) -> Json<serde_json::Value> {
    watch.look_at(&headers).await;
    let start = query.offset.min(RECORDS);
    let end = (start + query.limit.clamp(1, 100)).min(RECORDS);
    let records: Vec<_> = (start..end)
        .map(|id| serde_json::json!({ "id": id, "name": format!("Record {id}") }))
        .collect();
    Json(serde_json::json!({ "total": RECORDS, "records": records }))
}
