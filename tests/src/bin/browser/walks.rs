//! The page of `tests/browser`: compares its walks with the expected ones.
//!
//! The page and the API have different origins, so CORS applies to the requests. The test fails
//! if no result arrives within the bound, or a wrong one.

use std::error::Error;
use std::io;
use std::ops::Range;
use std::path::Path;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::header::CONTENT_TYPE;
use axum::response::Html;
use axum::routing::{get, post};
use bytes::Bytes;
use http_body::Frame;
use paginate_tests::{Reply, ReplyBody, Request, Script};
use serde_json::json;
use tokio::sync::Notify;
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};
use tokio::time::timeout_at;

use crate::chromium::Browser;

/// The time limit for everything. A browser takes seconds to start for the first time.
const BOUND: Duration = Duration::from_secs(120);

/// The expected lines of the page, in order.
const REPORT: [&str; 10] = [
    "token: ann ben cleo dora emil; NoContinuation, 4 requests, waited 1 s",
    "link: ann ben cleo dora emil; NoContinuation, 4 requests",
    "number: ann ben cleo dora emil; Total, 3 requests",
    "early: ann ben cleo dora emil; NoContinuation, 3 requests",
    "stalled: Timeout",
    "late: Timeout",
    "denied: page 1: the request failed: TypeError: Failed to fetch; the browser does not say why: there is no connection, or the API does not allow pages of this \
     origin (CORS) (GET /denied)",
    "clock: order 12, slept true, recent true",
    "resumed: ann ben cleo before, dora emil; NoContinuation",
    "done: ",
];

/// The expected requests to the API, without the browser's preflight requests.
const REQUESTS: [&str; 20] = [
    "GET /token",
    "GET /token?cursor=2",
    "GET /token?cursor=2",
    "GET /token?cursor=3",
    "GET /link",
    "GET /link?page=2",
    "GET /link?page=2",
    "GET /link?page=3",
    "GET /number?page=1",
    "GET /number?page=2",
    "GET /number?page=3",
    "GET /early",
    "GET /early?cursor=2",
    "GET /early?cursor=3",
    "GET /stalled",
    "GET /stalled",
    "GET /resume",
    "GET /resume?cursor=2",
    "GET /resume?cursor=2",
    "GET /resume?cursor=3",
];

/// The requests that are sent at the same time, so their order may vary.
const TOGETHER: Range<usize> = 9..11;

const NAMES: [&[&str]; 3] = [&["ann", "ben"], &["cleo", "dora"], &["emil"]];

/// Fails unless lines and requests are as expected.
pub(crate) async fn run(folder: &Path, browser: &Path) -> Result<(), Box<dyn Error>> {
    let (api, asked) = api().await?;
    let (page, mut reports) = serve(folder).await?;
    let profile = folder.join("profile");
    // Remove what an earlier run has stored, otherwise the page would resume from it.
    let _ = std::fs::remove_dir_all(&profile);
    let log = folder.join("browser.log");
    let _browser = Browser::open(browser, &profile, &log, &format!("{page}/?{api}"))?;
    let deadline = tokio::time::Instant::now() + BOUND;
    let mut right = true;
    for expected in REPORT {
        let line = match timeout_at(deadline, reports.recv()).await {
            Ok(Some(line)) => line,
            _ => format!("nothing after {BOUND:?}"),
        };
        println!("{line}");
        if line != expected {
            println!("  expected: {expected}");
            right = false;
            break;
        }
    }
    let requests = asked.requests();
    let mut requests: Vec<String> = requests
        .iter()
        .filter(|request| request.method != "OPTIONS")
        .map(Request::line)
        .collect();
    if let Some(together) = requests.get_mut(TOGETHER) {
        together.sort();
    }
    if requests != REQUESTS {
        println!("requests: {requests:#?}");
        right = false;
    }
    if !right {
        let log = std::fs::read(log)?;
        for line in String::from_utf8_lossy(&log)
            .lines()
            .filter(|line| line.contains("CONSOLE"))
        {
            println!("{line}");
        }
        return Err("the page did not walk as it should".into());
    }
    println!(
        "the page walked {} requests exactly as it should",
        requests.len()
    );
    Ok(())
}

/// Serves the page. Returns its origin and the lines that it reports.
async fn serve(folder: &Path) -> Result<(String, UnboundedReceiver<String>), Box<dyn Error>> {
    let html = include_str!("../../../browser/page/index.html");
    let script = std::fs::read(folder.join("page.js"))?;
    let module = std::fs::read(folder.join("page_bg.wasm"))?;
    let (report, reports) = unbounded_channel();
    let app = Router::new()
        .route("/", get(async move || Html(html)))
        .route(
            "/page.js",
            get(async move || ([(CONTENT_TYPE, "text/javascript")], script)),
        )
        .route(
            "/page_bg.wasm",
            get(async move || ([(CONTENT_TYPE, "application/wasm")], module)),
        )
        .route(
            "/report",
            post(async move |line: String| drop(report.send(line))),
        );
    let listener = tokio::net::TcpListener::bind(("127.0.0.1", 0)).await?;
    let origin = format!("http://{}", listener.local_addr()?);
    tokio::spawn(async move { axum::serve(listener, app).await });
    Ok((origin, reports))
}

/// Serves three pages of names in each mode, with one refusal and one cut connection. Pages of
/// other origins may send requests.
fn answers() -> Script {
    let (refused, cut) = (AtomicBool::new(false), AtomicBool::new(false));
    let first = |flag: &AtomicBool| !flag.swap(true, Ordering::SeqCst);
    Script::handler(move |request| {
        let index = |name| {
            request
                .param(name)
                .map_or(1, |number| number.parse().unwrap_or(0))
        };
        let reply = match request.path.as_str() {
            _ if request.method == "OPTIONS" => Reply::empty(204),
            "/token" if index("cursor") == 2 && first(&refused) => {
                Reply::empty(429).header("retry-after", "1")
            }
            "/token" | "/resume" => token_page(index("cursor")),
            // The token in the first piece, the rest in the second.
            "/early" => token_page(index("cursor")).in_pieces(12),
            "/stalled" => token_page(1).in_pieces(1).paced(BOUND),
            "/link" => {
                let page = link_page(request, index("page"));
                if index("page") == 2 && first(&cut) {
                    page.broken_after(5)
                } else {
                    page
                }
            }
            "/number" => {
                Reply::json(json!({ "pages": NAMES.len(), "names": NAMES[index("page") - 1] }))
            }
            _ => Reply::empty(404),
        };
        if request.path == "/denied" {
            return reply;
        }
        reply
            .header("access-control-allow-origin", "*")
            .header("access-control-allow-headers", "authorization")
            .header("access-control-expose-headers", "link, retry-after")
    })
}

/// Serves the API. Returns its origin and the script, which records the requests.
async fn api() -> Result<(String, Script), Box<dyn Error>> {
    let listener = tokio::net::TcpListener::bind(("127.0.0.1", 0)).await?;
    let origin = format!("http://{}", listener.local_addr()?);
    let script = answers();
    // Notified when a page of `/early` is requested.
    let asked: [Arc<Notify>; NAMES.len()] = Default::default();
    let (at, answers) = (origin.clone(), script.clone());
    let answer = async move |request: axum::extract::Request| {
        let (parts, body) = request.into_parts();
        let body = to_bytes(body, usize::MAX).await.unwrap_or_default();
        let request = Request::new(at, &parts, body);
        let early =
            (request.path == "/early" && request.method == "GET").then(|| request.param("cursor"));
        let reply = answers
            .reply(request)
            .expect("a handler always answers")
            .into_response();
        let Some(cursor) = early else {
            return reply.map(Body::new);
        };
        let page = cursor.map_or(1, |cursor| cursor.parse().unwrap_or(1));
        asked[page - 1].notify_one();
        let next = asked.get(page).cloned();
        reply.map(|body| Body::new(Held::new(body, next)))
    };
    tokio::spawn(async move { axum::serve(listener, Router::new().fallback(answer)).await });
    Ok((origin, script))
}

/// A body whose second piece is sent only after the next page was requested.
struct Held {
    body: ReplyBody,
    begun: bool,
    next: Option<Pin<Box<dyn Future<Output = ()> + Send>>>,
}

impl Held {
    fn new(body: ReplyBody, next: Option<Arc<Notify>>) -> Self {
        let next = next.map(|next| Box::pin(async move { next.notified().await }) as _);
        Self {
            body,
            begun: false,
            next,
        }
    }
}

impl axum::body::HttpBody for Held {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<io::Result<Frame<Bytes>>>> {
        if self.begun
            && let Some(next) = &mut self.next
        {
            ready!(next.as_mut().poll(cx));
            self.next = None;
        }
        self.begun = true;
        Pin::new(&mut self.body).poll_frame(cx)
    }
}

fn token_page(page: usize) -> Reply {
    let next = if page < NAMES.len() {
        (page + 1).to_string()
    } else {
        String::new()
    };
    // The order of the members matters.
    Reply::text(format!(
        r#"{{"next":"{next}","names":{}}}"#,
        json!(NAMES[page - 1])
    ))
}

fn link_page(request: &Request, page: usize) -> Reply {
    let reply = Reply::json(NAMES[page - 1]);
    if page == NAMES.len() {
        return reply;
    }
    let host = request.header("host").unwrap_or_default();
    reply.header(
        "link",
        format!("<http://{host}/link?page={}>; rel=\"next\"", page + 1),
    )
}
