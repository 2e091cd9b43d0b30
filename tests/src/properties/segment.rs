//! Segments from untrusted input: if one decodes, its walk delivers rows of its part of the list,
//! each once, and ends.

use std::ops::Range;

use bytes::Bytes;
use http::Request;
use paginate_runtime::{Error, ErrorKind, Items, Paginated, mode::Counter, segment::Segment};
use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::support::{Sent, done, first_request, is_discreet, json, secret_of, stayed_home, wire};

/// The rows of the list: their numbers, from 0.
const ROWS: u64 = 40;

/// The largest number of rows that the server puts on a page.
const MOST_ROWS: u64 = 10;

/// The number of rows on a page if no size is requested, or if the server ignores sizes.
const USUAL_ROWS: u64 = 5;

/// More requests than any walk over these rows needs: one per row, and the last.
const MOST_REQUESTS: usize = 50;

/// Page numbers from 0, with a total of items.
#[derive(Deserialize, Paginated)]
#[paginate(
    page = "page",
    start = 0,
    total = "total",
    items = "rows",
    size = "limit",
    max = 10
)]
struct ByNumber {
    total: Option<u64>,
    rows: Vec<u64>,
}

#[derive(Deserialize, Paginated)]
#[paginate(
    offset = "offset",
    total = "total",
    items = "rows",
    size = "limit",
    max = 10
)]
struct ByOffset {
    total: Option<u64>,
    rows: Vec<u64>,
}

/// How the server handles the requested page size.
#[derive(Debug, Clone, Copy)]
enum Server {
    /// Limits it to `MOST_ROWS`, and treats 0 as no size.
    Obeys,
    /// Ignores it, so a page can reach past the end of a segment.
    Ignores,
}

impl Server {
    fn size(self, request: &Request<Bytes>) -> u64 {
        match (self, number(request, "limit")) {
            (Self::Obeys, Some(size @ 1..)) => size.min(MOST_ROWS),
            _ => USUAL_ROWS,
        }
    }
}

/// The differences between the two page types.
trait Rows: Paginated<Item = u64, Mode: Counter> + DeserializeOwned + 'static {
    const PARAM: &'static str;

    /// The first row of the page, with pages of `size` rows.
    fn row(counter: u64, size: u64) -> u64;
}

impl Rows for ByNumber {
    const PARAM: &'static str = "page";

    fn row(counter: u64, size: u64) -> u64 {
        counter.saturating_mul(size)
    }
}

impl Rows for ByOffset {
    const PARAM: &'static str = "offset";

    fn row(counter: u64, _: u64) -> u64 {
        counter
    }
}

/// `data` is a segment in JSON. No panic; a decoded segment is the same after it is serialised and
/// read again; `Debug` is short; its walk ends, sends no request if nothing is left, and delivers
/// only rows of its part of the list, each once; a walk of the other mode refuses it.
pub fn check(data: &[u8]) {
    let Ok(segment) = serde_json::from_slice::<Segment>(data) else {
        return;
    };
    let written = carried(&segment);
    let shown = format!("{segment:?}");
    assert!(shown.len() < 200, "{shown}");
    assert!(
        segment.end().is_none_or(|end| segment.start() <= end),
        "{written}"
    );
    assert!(
        !segment.checkpoint().is_over() || segment.is_done(),
        "{written}"
    );
    let value: serde_json::Value = serde_json::from_str(&written).expect("JSON");
    let both = |walk: fn(&Segment, &str, Server)| {
        for server in [Server::Obeys, Server::Ignores] {
            walk(&segment, &written, server);
        }
    };
    match value["from"]["mode"].as_str() {
        Some("page") => {
            both(walk::<ByNumber>);
            is_refused::<ByOffset>(&segment, &written);
        }
        Some("offset") => {
            both(walk::<ByOffset>);
            is_refused::<ByNumber>(&segment, &written);
        }
        other => panic!("a segment of the mode {other:?}"),
    }
}

/// The serialised segment, after checking that reading it again gives the same.
fn carried(segment: &Segment) -> String {
    let written = serde_json::to_string(segment).expect("a segment serialises");
    let again: Segment = serde_json::from_str(&written).expect("what was written can be read");
    assert!(again == *segment, "{written}");
    assert_eq!(
        serde_json::to_string(&again).expect("a segment serialises"),
        written
    );
    written
}

fn walk<P: Rows>(segment: &Segment, written: &str, server: Server) {
    let Walked {
        sent,
        rows,
        left,
        error,
    } = run::<P>(segment, written, server);
    let requests = sent.requests();
    assert!(
        requests.len() <= MOST_REQUESTS,
        "{} requests: {written}",
        requests.len()
    );
    if segment.is_done() {
        assert_eq!(requests.len(), 0, "of {written} nothing is left");
    }
    assert!(
        rows.is_sorted_by(|a, b| a < b),
        "{server:?}: {rows:?} of {written}"
    );
    if let Some(first) = requests.first() {
        let of_it = part::<P>(segment, server.size(first));
        assert!(
            rows.iter().all(|row| of_it.contains(row)),
            "{server:?}: {rows:?} of {of_it:?}, of {written}"
        );
    } else {
        assert!(rows.is_empty(), "{rows:?} without a request, of {written}");
    }
    if let Some(left) = left {
        carried(&left);
        assert!(
            error.is_some() || left.is_done(),
            "{left:?} is left of {written}"
        );
    }
    let Some(error) = error else { return };
    is_discreet(&error, &secret_of(written.as_bytes()));
    if error.kind() == ErrorKind::Setup && error.page() == 0 {
        assert_eq!(requests.len(), 0, "{error}");
    }
}

fn is_refused<P: Rows>(segment: &Segment, written: &str) {
    let walked = run::<P>(segment, written, Server::Obeys);
    assert_eq!(
        (walked.sent.count(), walked.error.map(|error| error.kind())),
        (0, Some(ErrorKind::Setup)),
        "{written}"
    );
}

/// The rows of the segment.
fn part<P: Rows>(segment: &Segment, size: u64) -> Range<u64> {
    let end = segment
        .end()
        .map_or(ROWS, |end| P::row(end, size).min(ROWS));
    P::row(segment.start(), size)..end
}

struct Walked {
    sent: Sent,
    rows: Vec<u64>,
    left: Option<Segment>,
    error: Option<Error>,
}

fn run<P: Rows>(segment: &Segment, written: &str, server: Server) -> Walked {
    let sent = Sent::default();
    let transport = wire(&sent, move |_, request| {
        let size = server.size(request);
        let first = P::row(number(request, P::PARAM).unwrap_or(0), size);
        let rows: Vec<u64> = (first.min(ROWS)..first.saturating_add(size).min(ROWS)).collect();
        json(format!(r#"{{"rows": {rows:?}, "total": {ROWS}}}"#))
    });
    let request = first_request(
        "https://api.example.com/v2/users?status=active",
        &secret_of(written.as_bytes()),
    );
    let first = request.uri().clone();
    let mut items = P::paginate((transport, request))
        .segment_unchecked(segment.clone())
        .items();
    let (rows, error) = drain(&mut items, &sent, written);
    stayed_home(&first, &sent);
    Walked {
        sent,
        rows,
        left: items.segment(),
        error,
    }
}

/// The delivered rows, and the error after them, if any.
fn drain<P: Rows>(items: &mut Items<P>, sent: &Sent, written: &str) -> (Vec<u64>, Option<Error>) {
    let mut rows = Vec::new();
    loop {
        assert!(sent.count() <= MOST_REQUESTS, "no end of {written}");
        match done(items.next()) {
            Some(Ok(row)) => rows.push(row),
            Some(Err(error)) => {
                assert!(
                    done(items.next()).is_none(),
                    "an error is the last that a stream says"
                );
                return (rows, Some(error));
            }
            None => return (rows, None),
        }
    }
}

fn number(request: &Request<Bytes>, name: &str) -> Option<u64> {
    let query = request.uri().query().unwrap_or_default();
    let (_, number) = url::form_urlencoded::parse(query.as_bytes()).find(|(key, _)| key == name)?;
    Some(
        number
            .parse()
            .unwrap_or_else(|_| panic!("{name} in {query}")),
    )
}
