//! Walks that run ahead: the spans of pages overlap, and each is in its walk's span.

use paginate_tests::{Request, Script};

use super::*;

#[derive(Debug, Deserialize, Paginated)]
#[paginate(
    offset = "offset",
    total = "total",
    items = "rows",
    size = "limit",
    max = 2
)]
struct Skipped {
    total: Option<u64>,
    rows: Vec<u64>,
}

/// Five rows by offset, after 50 ms of virtual time; one of the first pages can be short.
fn by_offset(total: Option<u64>, short: Option<u64>) -> Script {
    Script::handler(move |request| {
        let at: u64 = request
            .param("offset")
            .and_then(|at| at.parse().ok())
            .unwrap_or(0);
        let len = if Some(at) == short { 1 } else { 2 };
        let rows: Vec<u64> = (at..5.min(at + len)).collect();
        Reply::json(json!({ "rows": rows, "total": total })).delayed(Duration::from_millis(50))
    })
}

/// Returns the lines without `bytes`; without `waited_ms`, `attempts` and `status` if they have
/// their usual values; and without the common beginning of every walk's span.
fn brief(capture: &Capture) -> Vec<String> {
    let lines = capture.tree();
    let brief = lines.lines().map(|line| {
        let words = line.split(' ').filter(|word| {
            ![
                "bytes=",
                "response=",
                "method=",
                "url=",
                "paginate_walk{",
                "waited_ms=0",
                "attempts=1",
                "status=200",
                "size=2",
            ]
            .iter()
            .any(|dull| word.starts_with(dull))
        });
        words.collect::<Vec<_>>().join(" ")
    });
    brief.collect()
}

#[tokio::test(start_paused = true)]
async fn requests_at_the_same_time() {
    let (capture, _guard) = listen();
    let script = by_offset(Some(5), None);
    let mut items = Skipped::paginate(script.get("/l")).concurrency(3).items();
    assert_eq!(drain(&mut items).await.0, 5);
    assert_eq!(script.most_at_once(), 2);
    assert_eq!(
        brief(&capture),
        [
            "end_reason=Total pages=3 items=5 requests=3 total=5}",
            "  paginate_page{index=1 items=2}",
            "    DEBUG page received",
            "  paginate_page{index=2 items=2}",
            "    DEBUG page received",
            "  paginate_page{index=3 items=1}",
            "    DEBUG page received",
            "  DEBUG walk ended",
        ]
    );
    // Both spans were open before either was closed.
    let names = capture.names();
    let [walk, page, received, ended] = [
        "paginate_walk",
        "paginate_page",
        "page received",
        "walk ended",
    ];
    assert_eq!(
        names,
        [walk, page, received, page, page, received, received, ended]
    );
}

#[tokio::test(start_paused = true)]
async fn a_request_in_vain() {
    let (capture, _guard) = listen();
    // Offset 2 returns one row: the request for 4 is discarded, and 3 is requested instead.
    let script = by_offset(Some(5), Some(2));
    let mut items = Skipped::paginate(script.get("/l")).concurrency(2).items();
    assert_eq!(drain(&mut items).await.0, 5);
    assert_eq!(items.progress().discarded, 1);
    assert_eq!(
        brief(&capture),
        [
            "end_reason=Total pages=3 items=5 requests=4 total=5}",
            "  paginate_page{index=1 items=2}",
            "    DEBUG page received",
            "  paginate_page{index=2 items=1}",
            "    DEBUG page received",
            "  paginate_page{index=3 discarded=true}",
            "    DEBUG the response of a speculative request was discarded: page=3",
            "  paginate_page{index=3 items=2}",
            "    DEBUG page received",
            "  DEBUG walk ended",
        ]
    );
    assert_eq!(capture.open(), [""; 0]);
}

#[tokio::test(start_paused = true)]
async fn concurrency_without_a_total() {
    for requests in [1, 2] {
        let (capture, _guard) = listen();
        let script = by_offset(None, None);
        let mut items = Skipped::paginate(script.get("/l"))
            .concurrency(requests)
            .items();
        assert_eq!(drain(&mut items).await.0, 5);
        assert_eq!(script.most_at_once(), 1);
        let mut expected = vec![
            "end_reason=Empty pages=4 items=5 requests=4",
            "  paginate_page{index=1 items=2}",
            "    DEBUG page received",
            "  WARN the API gives no total, so .concurrency sends one request at a time",
            "  paginate_page{index=2 items=2}",
            "    DEBUG page received",
            "  paginate_page{index=3 items=1}",
            "    DEBUG page received",
            "  paginate_page{index=4 items=0}",
            "    DEBUG page received",
            "  DEBUG walk ended",
        ];
        expected.retain(|line| requests > 1 || !line.contains("WARN"));
        assert_eq!(brief(&capture), expected);
    }
}

/// Pages with the token before the rows. `lies` of them first name the page after the next one, and
/// correct that at the end.
fn early(pages: u64, lies: u64) -> Script {
    Script::handler(move |request: &Request| {
        let at: u64 = request
            .param("next")
            .and_then(|at| at.parse().ok())
            .unwrap_or(0);
        let next = (at + 1 < pages).then(|| (at + 1).to_string());
        let seen = if at < lies {
            Some(format!("1{at}"))
        } else {
            next.clone()
        };
        let first = format!("{{\"x\": {{\"next\": null}}, \"next\": {},", json!(seen));
        let second = if at < lies {
            format!("\"rows\":[{{}}],\"next\":{}}}", json!(next))
        } else {
            "\"rows\":[{}]}".to_owned()
        };
        let length = first.len().max(second.len());
        Reply::bytes(format!("{first:<length$}{second:<length$}"))
            .in_pieces(length)
            .paced(Duration::from_millis(100))
    })
}

/// Of duplicate members, the last one counts, as in many decoders.
#[derive(Debug, Paginated)]
#[paginate(token = "next", param = "next", items = "rows")]
struct Early {
    next: Option<String>,
    rows: Vec<()>,
}

impl<'de> Deserialize<'de> for Early {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let whole = serde_json::Map::deserialize(deserializer)?;
        Ok(Self {
            next: whole["next"].as_str().map(str::to_owned),
            rows: vec![(); whole["rows"].as_array().map_or(0, Vec::len)],
        })
    }
}

#[tokio::test(start_paused = true)]
async fn early_requests_and_one_in_vain() {
    let (capture, _guard) = listen();
    let script = early(3, 1);
    let mut items = Early::paginate(script.get("/l"))
        .early()
        .prefetch(2)
        .items();
    assert_eq!(drain(&mut items).await.0, 3);
    assert_eq!(
        brief(&capture),
        [
            "end_reason=NoContinuation pages=3 items=3 requests=4",
            "  paginate_page{index=1 items=1}",
            "    DEBUG page received",
            "  paginate_page{index=2 discarded=true}",
            "    DEBUG the response of a speculative request was discarded: page=2",
            "  paginate_page{index=2 items=1}",
            "    DEBUG page received",
            "  paginate_page{index=3 items=1}",
            "    DEBUG page received",
            "  DEBUG walk ended",
        ]
    );
}

#[tokio::test(start_paused = true)]
async fn early_requests_that_are_always_in_vain_stop() {
    let (capture, _guard) = listen();
    let script = early(9, 9);
    let mut items = Early::paginate(script.get("/l"))
        .early()
        .prefetch(2)
        .items();
    assert_eq!(drain(&mut items).await.0, 9);
    assert_eq!(items.progress().discarded, 3);
    let tree = capture.tree();
    let off = "\n  WARN continuations that were read early differed from those of their pages: early reading is now off\n";
    assert_eq!(tree.matches(off).count(), 1, "{tree}");
    assert_eq!(
        tree.matches("speculative request was discarded").count(),
        3,
        "{tree}"
    );
}

#[tokio::test(start_paused = true)]
async fn an_early_value_that_cannot_be_read() {
    #[derive(Debug, Deserialize, Paginated)]
    #[paginate(next_url = "next", items = "rows")]
    struct Linked {
        #[serde(default)]
        next: Option<String>,
        rows: Vec<u8>,
    }
    let (capture, _guard) = listen();
    // The token is not a text: the page later reports that, as an error of its own.
    let script = Script::new([Reply::bytes("{\"next\": 7, \"rows\": [1]}").in_pieces(12)]);
    let mut items = Linked::paginate(script.get("/l")).early().items();
    let (_, error) = drain(&mut items).await;
    assert!(error.unwrap().is_decode());
    assert_eq!(
        brief(&capture),
        [
            "end_reason=Error error=Decode pages=0 items=0 requests=1",
            "  paginate_page{index=1 error=Decode}",
            "    DEBUG a continuation could not be read before its page was complete",
            "  DEBUG walk ended",
        ]
    );
}
