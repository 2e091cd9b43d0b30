//! Checkpoints from anywhere: they decode or they do not, and resuming with one leads nowhere else.

use paginate_runtime::{Checkpoint, ErrorKind, HeaderMap, Next, Paginated, Value};
use serde::Deserialize;
use url::Url;

use super::support::{Sent, first_request, is_discreet, json, open_bugs, stayed_home, walk, wire};

/// Pages with something on them, in whatever walk.
const FULL_PAGES: usize = 4;

/// Requests that no walk over these pages needs: full pages, gaps within the budget of empty pages, and the last.
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
        Some(next) => Next::Params(vec![("cursor".into(), Value::text(next))]),
        None => Next::End,
    }
}

/// The bytes of a checkpoint in JSON. No panic; what decodes is written and read again as the same; `Debug` is short and shows no place;
/// resuming with it stays at home and ends.
pub fn check(data: &[u8]) {
    let Ok(checkpoint) = serde_json::from_slice::<Checkpoint>(data) else {
        return;
    };
    let written = serde_json::to_string(&checkpoint).expect("a checkpoint serialises");
    let again: Checkpoint = serde_json::from_str(&written).expect("what was written can be read");
    assert_eq!(serde_json::to_string(&again).expect("a checkpoint serialises"), written);
    let shown = format!("{checkpoint:?}");
    assert!(shown.len() < 200, "{shown}");
    let value: serde_json::Value = serde_json::from_str(&written).expect("JSON");
    let mode = value["mode"].as_str().expect("a mode").to_owned();
    same_as_given(data, &value);
    // Canonical links are sent as they are judged, bug or not.
    let link = value["place"]["link"]["href"]
        .as_str()
        .or(value["place"]["request"]["uri"].as_str());
    let canonical = link.is_none_or(|link| Url::parse(link).is_ok_and(|url| url.as_str() == link && url.scheme() == "https"));
    let home = canonical || !open_bugs::RESUMED_LINK_AS_WRITTEN;
    for unchecked in [true, false] {
        match mode.as_str() {
            "token" => resume::<ByToken>(&checkpoint, &written, unchecked, home),
            "next_url" => resume::<ByLink>(&checkpoint, &written, unchecked, home),
            "page" => resume::<ByNumber>(&checkpoint, &written, unchecked, home),
            "offset" => resume::<ByOffset>(&checkpoint, &written, unchecked, home),
            "last_item" => resume::<ByKey>(&checkpoint, &written, unchecked, home),
            "custom" => resume::<ByFunction>(&checkpoint, &written, unchecked, home),
            other => panic!("a mode {other}"),
        }
    }
    // In a walk of another mode it is refused, and nothing is sent.
    if mode != "page" {
        let (sent, error) = run::<ByNumber>(&checkpoint, true, true);
        assert_eq!((sent.count(), error.map(|error| error.kind())), (0, Some(ErrorKind::Setup)));
    }
}

/// What was given is what is written, but for spellings: JSON values, URIs and absent members.
fn same_as_given(data: &[u8], written: &serde_json::Value) {
    let given: serde_json::Value = serde_json::from_slice(data).expect("it decoded");
    let same = |given: &serde_json::Value, written: &serde_json::Value, members: &[&str]| {
        for member in members {
            let given = &given[member];
            assert!(given.is_null() || *given == written[member], "{member}: {written}");
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
    same(&given["link"], &written["link"], &["href", "method", "body", "merge"]);
    same(&given["request"], &written["request"], &["method", "body"]);
}

fn resume<P>(checkpoint: &Checkpoint, written: &str, unchecked: bool, home: bool)
where
    P: Paginated + serde::de::DeserializeOwned + 'static,
{
    let (sent, error) = run::<P>(checkpoint, unchecked, home);
    assert!(sent.count() <= MOST_REQUESTS, "{} requests", sent.count());
    if checkpoint.is_over() {
        assert_eq!(sent.count(), 0, "a walk that was over asks again");
    }
    let Some(error) = error else { return };
    is_discreet(&error, written.as_bytes());
    if error.kind() == ErrorKind::Setup && error.page() == 0 {
        assert_eq!(sent.count(), 0, "{error}");
    }
}

fn run<P>(checkpoint: &Checkpoint, unchecked: bool, home: bool) -> (Sent, Option<paginate_runtime::Error>)
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
    let request = first_request("https://api.example.com/v2/users?status=active");
    let first = request.uri().clone();
    let paginator = P::paginate((transport, request));
    let paginator = if unchecked {
        paginator.resume_unchecked(checkpoint.clone())
    } else {
        paginator.resume(checkpoint.clone())
    };
    let outcome = walk(paginator);
    if home {
        stayed_home(&first, &sent);
    }
    (sent, outcome.error)
}
