//! No name and no value of any span or event contains a secret, whatever happens.

use http::{HeaderMap, HeaderValue};
use paginate_runtime::{Paginator, RetryPolicy, policy::AuthReason, source::PageSource};
use paginate_tests::{Request, Script, Timeless};

use super::*;

#[derive(Debug, Deserialize, Paginated)]
#[paginate(next_url = "next", items = "rows")]
struct Linked {
    next: Option<String>,
    rows: Vec<u8>,
}

#[derive(Debug, Deserialize, Paginated)]
#[paginate(token = "next", param = body("after"), items = "rows", error = "error")]
struct Search {
    next: Option<String>,
    #[serde(default)]
    rows: Vec<u8>,
    error: Option<String>,
}

/// A text that every secret contains.
const MARK: &str = "s3cr3t";

/// Returns a response that quotes the request, as APIs do.
fn quote(request: &Request) -> String {
    format!("{} {:?}", request.line(), request.headers)
}

/// Returns everything that was recorded, for each way to drive the walk.
async fn said<P, S>(walk: impl Fn() -> Paginator<P, S>, requests: u64)
where
    P: Paginated<Item: Send> + Send + 'static,
    S: PageSource<P>,
{
    for prefetch in [false, true] {
        let (capture, _guard) = listen();
        let walk = walk();
        let mut items = if prefetch {
            walk.prefetch(2).items()
        } else {
            walk.items()
        };
        drain(&mut items).await;
        assert_eq!(
            items.progress().requests,
            requests,
            "the walk went as it was meant to"
        );
        let words = capture.words();
        assert!(words.len() > 10, "{words:?}");
        for word in &words {
            assert!(!word.to_lowercase().contains(MARK), "{word}");
        }
        drop(items);
    }
}

fn with_secrets(script: &Script) -> (Script, http::Request<bytes::Bytes>) {
    let (script, mut request) = script.post("/search?api_key=q-s3cr3t", "{\"q\":\"b-s3cr3t\"}");
    let headers = request.headers_mut();
    headers.insert("authorization", HeaderValue::from_static("Bearer h-s3cr3t"));
    headers.insert("x-api-key", HeaderValue::from_static("k-s3cr3t"));
    (script, request)
}

#[tokio::test]
async fn tokens_query_headers_and_body() {
    for last in ["end", "status", "api", "decode", "loop"] {
        let script = move || {
            Script::handler(move |request: &Request| {
                let after = request.line().contains("\"after\"");
                match (after, last) {
                    (false, _) => Reply::json(json!({ "next": "t-s3cr3t", "rows": [1] }))
                        .header("x-next", "s3cr3t"),
                    (true, "end") => Reply::json(json!({ "rows": [2] })),
                    (true, "status") => Reply::text(quote(request)).status(400),
                    (true, "api") => Reply::json(json!({ "error": quote(request) })),
                    (true, "decode") => Reply::json(json!({ "next": 1, "rows": quote(request) })),
                    (true, _) => Reply::json(json!({ "next": "t-s3cr3t", "rows": [] })),
                }
            })
        };
        said(
            || {
                Search::paginate(with_secrets(&script())).authorize(|_, _: AuthReason| async {
                    let value = HeaderValue::from_static("Bearer a-s3cr3t");
                    Ok::<_, std::io::Error>(HeaderMap::from_iter([(
                        http::header::AUTHORIZATION,
                        value,
                    )]))
                })
            },
            2,
        )
        .await;
    }
}

#[tokio::test]
async fn links_and_users() {
    let elsewhere = "https://u-s3cr3t:p-s3cr3t@elsewhere.example/s3cr3t?token=s3cr3t#s3cr3t";
    for next in [
        "/l/s3cr3t?page=s3cr3t",
        "https://api.example.com/l?cursor=s3cr3t#s3cr3t",
        elsewhere,
        "//s3cr3t.example/l",
    ] {
        let script = || {
            Script::handler(move |request: &Request| {
                let first = request.param("first").is_some();
                Reply::json(json!({ "next": first.then_some(next), "rows": [1] }))
            })
        };
        let requests = if next == elsewhere || next.starts_with("//") {
            1
        } else {
            2
        };
        let source = || {
            let (script, mut request) = script().get("/l?first=s3cr3t");
            *request.uri_mut() = "https://u-s3cr3t:p-s3cr3t@api.example.com/l?first=s3cr3t"
                .parse()
                .unwrap();
            (script, request)
        };
        said(|| Linked::paginate(source()), requests).await;
    }
}

#[tokio::test]
async fn retries() {
    let script = || {
        Script::new([
            Reply::text("s3cr3t").status(500),
            Reply::text("s3cr3t")
                .status(429)
                .header("retry-after", "1")
                .header("x-request", "s3cr3t"),
            Reply::json(json!({ "next": null, "rows": [1] })),
        ])
    };
    let policy = RetryPolicy::default().first_delay(Duration::ZERO);
    said(
        || {
            Search::paginate(with_secrets(&script()))
                .runtime(Timeless::new())
                .retry(policy.clone())
        },
        3,
    )
    .await;
}

/// The path is not hidden, as the documentation says.
#[tokio::test]
async fn the_path_is_shown() {
    let (capture, _guard) = listen();
    let script = Script::new([page(1, None)]);
    drain(&mut Tokens::paginate(script.get("/tenants/7/l?x=1")).items()).await;
    assert!(
        capture
            .words()
            .contains(&"https://api.example.com/tenants/7/l?…".to_owned())
    );
}
