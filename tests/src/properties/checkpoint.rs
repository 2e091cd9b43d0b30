//! Checkpoints from untrusted input: if one decodes, resuming with it sends no request elsewhere.

use paginate_runtime::{
    Checkpoint, ErrorKind, HeaderMap, Next, Paginated, page::TokenValue, scheme::Source,
};
use serde::Deserialize;

use super::support::{Sent, first_request, is_discreet, json, secret_of, stayed_home, walk, wire};

/// The number of pages with items, in each walk.
const FULL_PAGES: usize = 4;

/// More requests than any walk over these pages needs: full pages, gaps within the limit of empty
/// pages, and the last.
const MOST_REQUESTS: usize = 10;

#[derive(Deserialize)]
struct Item {
    id: usize,
}

#[derive(Deserialize, Paginated)]
#[paginate(last_item = "id", items = "items", param = "after", max = 2)]
struct ByKey {
    items: Vec<Item>,
}

#[derive(Deserialize, Paginated)]
#[paginate(token = "next", param = "cursor", items = "items", max = 2)]
struct ByToken {
    next: Option<String>,
    items: Vec<Item>,
}

#[derive(Deserialize, Paginated)]
#[paginate(next_url = "next", items = "items")]
struct ByLink {
    next: Option<String>,
    items: Vec<Item>,
}

#[derive(Deserialize, Paginated)]
#[paginate(page = "page", items = "items", max = 2, end_on = [short])]
struct ByNumber {
    items: Vec<Item>,
}

#[derive(Deserialize, Paginated)]
#[paginate(offset = "offset", items = "items", max = 2)]
struct ByOffset {
    items: Vec<Item>,
}

#[derive(Deserialize, Paginated)]
#[paginate(next_with = function, items = "items")]
struct ByFunction {
    next: Option<String>,
    items: Vec<Item>,
}

fn function<'a>(page: &'a ByFunction, _: &'a HeaderMap) -> Next<'a> {
    match &page.next {
        Some(next) => Next::params(vec![("cursor".into(), TokenValue::text(next))]),
        None => Next::End,
    }
}

/// `data` is a checkpoint in JSON. No panic; a decoded checkpoint is the same after it is
/// serialised and read again; `Debug` is short and shows no position; a resumed walk stays at the
/// first origin and ends.
pub fn check(data: &[u8]) {
    let Ok(checkpoint) = serde_json::from_slice::<Checkpoint>(data) else {
        return;
    };
    let written = serde_json::to_string(&checkpoint).expect("a checkpoint serialises");
    let again: Checkpoint = serde_json::from_str(&written).expect("what was written can be read");
    assert_eq!(
        serde_json::to_string(&again).expect("a checkpoint serialises"),
        written
    );
    let shown = format!("{checkpoint:?}");
    assert!(shown.len() < 200, "{shown}");
    let value: serde_json::Value = serde_json::from_str(&written).expect("JSON");
    let mode = value["mode"].as_str().expect("a mode").to_owned();
    same_as_given(data, &value);
    for unchecked in [true, false] {
        match mode.as_str() {
            "token" => resume::<ByToken>(&checkpoint, unchecked),
            "next_url" => resume::<ByLink>(&checkpoint, unchecked),
            "page" => resume::<ByNumber>(&checkpoint, unchecked),
            "offset" => resume::<ByOffset>(&checkpoint, unchecked),
            "last_item" => resume::<ByKey>(&checkpoint, unchecked),
            "custom" => resume::<ByFunction>(&checkpoint, unchecked),
            other => panic!("a mode {other}"),
        }
    }
    // A walk of another mode refuses it and sends no request.
    if mode != "page" {
        let (sent, error) = run::<ByNumber>(&checkpoint, true);
        assert_eq!(
            (sent.count(), error.map(|error| error.kind())),
            (0, Some(ErrorKind::Setup))
        );
    }
}

/// Whether the written checkpoint equals the given one, except for the spelling of JSON values,
/// URIs and absent members.
fn same_as_given(data: &[u8], written: &serde_json::Value) {
    // Unknown members are not checked when a checkpoint is read, so the input may be invalid UTF-8.
    let Ok(given) = serde_json::from_slice::<serde_json::Value>(data) else {
        return;
    };
    let same = |given: &serde_json::Value, written: &serde_json::Value, members: &[&str]| {
        for member in members {
            let given = &given[member];
            assert!(
                given.is_null() || *given == written[member],
                "{member}: {written}"
            );
        }
    };
    same(
        &given,
        written,
        &[
            "version",
            "query",
            "mode",
            "skip",
            "pages",
            "counter",
            "began",
            "size",
            "received",
            "empty_pages",
        ],
    );
    same(&given, written, &["known_pages", "known_total"]);
    let (given, written) = (&given["place"], &written["place"]);
    assert!(!given.is_string() || given == written, "{written}");
    same(given, written, &["text", "count", "over"]);
    same(
        &given["link"],
        &written["link"],
        &["href", "method", "body", "merge"],
    );
    same(&given["request"], &written["request"], &["method", "body"]);
}

fn resume<P>(checkpoint: &Checkpoint, unchecked: bool)
where
    P: Paginated + serde::de::DeserializeOwned + 'static,
{
    let (sent, error) = run::<P>(checkpoint, unchecked);
    assert!(sent.count() <= MOST_REQUESTS, "{} requests", sent.count());
    if checkpoint.is_over() {
        assert_eq!(sent.count(), 0, "a walk that was over asks again");
    }
    let Some(error) = error else { return };
    is_discreet(&error, &secret(checkpoint));
    if error.kind() == ErrorKind::Setup && error.page() == 0 {
        assert_eq!(sent.count(), 0, "{error}");
    }
}

fn secret(checkpoint: &Checkpoint) -> String {
    secret_of(&serde_json::to_vec(checkpoint).expect("a checkpoint serialises"))
}

fn run<P>(checkpoint: &Checkpoint, unchecked: bool) -> (Sent, Option<paginate_runtime::Error>)
where
    P: Paginated + serde::de::DeserializeOwned + 'static,
{
    let sent = Sent::default();
    let transport = wire(&sent, |number, _| {
        if number >= FULL_PAGES {
            return json(r#"{"next": null, "items": []}"#);
        }
        let next = if number + 1 < FULL_PAGES {
            format!(r#""/t{number}""#)
        } else {
            "null".to_owned()
        };
        json(format!(
            r#"{{"next": {next}, "items": [{{"id": {}}}, {{"id": {}}}]}}"#,
            2 * number,
            2 * number + 1
        ))
    });
    let request = first_request(
        "https://api.example.com/v2/users?status=active",
        &secret(checkpoint),
    );
    let first = request.uri().clone();
    let paginator = P::paginate((transport, request));
    let paginator = if unchecked {
        paginator.resume_unchecked(checkpoint.clone())
    } else {
        paginator.resume(checkpoint.clone())
    };
    let outcome = walk(paginator);
    stayed_home(&first, &sent);
    for request in sent.requests() {
        assert_eq!(
            request.method(),
            http::Method::GET,
            "a checkpoint chose the method"
        );
        let names_no_path = !matches!(P::SCHEME.source, Source::NextUrl | Source::Custom(_));
        assert!(
            !names_no_path || request.uri().path() == first.path(),
            "a checkpoint chose the path"
        );
    }
    (sent, outcome.error)
}
