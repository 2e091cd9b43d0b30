//! Runs the properties of the fuzz targets (`fuzz/`, `docs/fuzzing.md`) in the normal tests, with
//! their corpus and with inputs from proptest.

use std::path::Path;
use std::time::Duration;

use http::{HeaderMap, HeaderValue, StatusCode};
use paginate_tests::properties::{
    checkpoint, decide, early, link_header, next_url, response, retry_after, segment,
};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;

/// Checks every file of a target's corpus.
fn corpus(target: &str, check: fn(&[u8])) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../fuzz/corpus")
        .join(target);
    let mut files = 0;
    for file in
        std::fs::read_dir(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()))
    {
        check(&std::fs::read(file.unwrap().path()).unwrap());
        files += 1;
    }
    assert!(files > 0, "no corpus in {}", folder.display());
}

macro_rules! corpora {
    ($($name:ident: $target:ident)*) => {$(
        #[test]
        fn $name() {
            corpus(stringify!($target), $target::check);
        }
    )*};
}

corpora! {
    corpus_of_link_header: link_header
    corpus_of_next_url: next_url
    corpus_of_retry_after: retry_after
    corpus_of_checkpoint: checkpoint
    corpus_of_response: response
    corpus_of_decide: decide
    corpus_of_early: early
    corpus_of_segment: segment
}

/// Text that is nearly a `Link` header line.
const LINKS: &str = r##"(<[a-z/:?=&,;"]{0,8}>|; ?|, ?|rel=|rel=next|rel="next"|REL = "prev NEXT"|anchor="#?"|title="[ -~]{0,6}"|title\*=x|[ -~é\t]){0,14}"##;

/// A URL of this host or of another one, or text that is nearly a URL.
const URLS: &str = "(https?|HTTP)://(user@|user:pw@|@)?(api\\.example\\.com|API\\.example\\.com\\.?|evil\\.example|127\\.0\\.0\\.1|0x7f\\.1)(:(80|443|8080|0443|))?(/[a-z?&=%2eF]{0,6})?|\
    (https?:|//|/|api\\.example\\.com|evil\\.example|\\[::1\\]|:[0-9]{1,5}|@|[a-z.?#%&=\\\\ é\t-]|%2[eEfF]|\u{ff0f}|\u{3002}|user:pw@){0,10}";

/// Text that is nearly a `Retry-After` header line.
const WAITS: &str = "([0-9]{1,3}|[0-9]{18,24}|(Sun|Mon), 0[67] Nov (1994|9999) 0[89]:(49|50):[0-5][0-9] GMT|Sun Nov  6 08:49:59 1994|[ -~]{0,12})";

/// Generates JSON of any shape, with member names from pages.
fn json() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        Just("null".to_owned()),
        Just("true".to_owned()),
        Just("[]".to_owned()),
        Just("{}".to_owned()),
        "-?[0-9]{1,25}",
        "[0-9]\\.[0-9]e[0-9]{1,3}",
        "[a-z/?=:. ]{0,12}".prop_map(|text| format!("{text:?}")),
        Just(r#"{"id": 7, "lines": [1, 2]}"#.to_owned()),
    ];
    let name = prop::sample::select(vec![
        "items",
        "next",
        "links",
        "data",
        "list",
        "paging",
        "after",
        "more",
        "total",
        "done",
        "success",
        "errors",
        "id",
        "lines",
        "edges",
        "node",
        "page_info",
        "end_cursor",
        "has_next_page",
        "rel",
        "href",
        "method",
        "body",
        "token",
        "params",
        "kind",
        "x",
    ]);
    leaf.prop_recursive(5, 40, 5, move |inner| {
        prop_oneof![
            vec(inner.clone(), 0..4).prop_map(|list| format!("[{}]", list.join(","))),
            vec((name.clone(), inner), 0..6).prop_map(|map| {
                let members: Vec<String> = map
                    .iter()
                    .map(|(name, value)| format!("{name:?}:{value}"))
                    .collect();
                format!("{{{}}}", members.join(","))
            }),
        ]
    })
}

/// Generates the JSON of a checkpoint, with any kind of continuation.
fn saved() -> impl Strategy<Value = String> {
    let quoted = |text: &str| serde_json::Value::from(text).to_string();
    let place = prop_oneof![
        Just(r#""first""#.to_owned()),
        "[ -~é]{0,20}".prop_map(move |text| format!(r#"{{"text":{}}}"#, quoted(&text))),
        "[\\[\\]{}0-9\", a]{0,9}".prop_map(move |text| format!(r#"{{"json":{}}}"#, quoted(&text))),
        any::<u64>().prop_map(|count| format!(r#"{{"count":{count}}}"#)),
        (URLS, "(GET|POST|[a-z ]{0,4})").prop_map(move |(url, method)| {
            format!(
                r#"{{"link":{{"href":{},"method":{},"body":"{{}}"}}}}"#,
                quoted(&url),
                quoted(&method)
            )
        }),
        "[a-z& =]{0,5}"
            .prop_map(move |name| format!(r#"{{"params":[[{},{{"text":"1"}}]]}}"#, quoted(&name))),
        URLS.prop_map(move |url| format!(
            r#"{{"request":{{"method":"GET","uri":{},"headers":[["x-a",[49,200]]],"body":[1]}}}}"#,
            quoted(&url)
        )),
        Just(r#"{"over":"no_continuation"}"#.to_owned()),
    ];
    let mode = prop::sample::select(vec![
        "token",
        "next_url",
        "page",
        "offset",
        "last_item",
        "custom",
    ]);
    let number = || prop_oneof![0..5u64, any::<u64>()];
    (mode, place, number(), number(), number(), number(), number()).prop_map(|(mode, place, skip, pages, counter, size, known)| {
        format!(
            r#"{{"version":1,"query":0,"mode":"{mode}","place":{place},"skip":{skip},"pages":{pages},"counter":{counter},"began":{skip},"size":{size},"received":{known},"empty_pages":{skip},"known_pages":{known},"known_total":{known}}}"#
        )
    })
}

/// Generates the JSON of a segment or nearly one, with possible and impossible numbers.
fn part() -> impl Strategy<Value = String> {
    let mode = prop::sample::select(vec!["page", "offset"]);
    let place = prop_oneof![
        8 => Just(None),
        1 => Just(Some(r#"{"over":"empty"}"#.to_owned())),
        1 => (0..5u64).prop_map(|count| Some(format!(r#"{{"count":{count}}}"#))),
    ];
    let number = || prop_oneof![3 => 0..60u64, 1 => any::<u64>()];
    let maybe = move || {
        option::of(number())
            .prop_map(|number| number.map_or("null".to_owned(), |number| number.to_string()))
    };
    let known = (maybe(), maybe(), maybe(), maybe(), any::<bool>());
    (mode, place, vec(number(), 6), maybe(), known).prop_map(|(mode, place, numbers, until, known)| {
        let (size, known_pages, known_total, first_page_fingerprint, estimated) = known;
        let [counter, skip, pages, began, received, empty_pages] = numbers[..] else { unreachable!() };
        let place = place.unwrap_or_else(|| format!(r#"{{"count":{counter}}}"#));
        format!(
            r#"{{"version":1,"from":{{"version":1,"query":0,"mode":"{mode}","place":{place},"skip":{skip},"pages":{pages},"counter":{counter},"began":{began},"size":{size},"received":{received},"empty_pages":{empty_pages},"known_pages":{known_pages},"known_total":{known_total},"estimated":{estimated}}},"until":{until},"first_page_fingerprint":{first_page_fingerprint}}}"#
        )
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn link_headers(lines in vec(LINKS, 1..4)) {
        let lines: Vec<&[u8]> = lines.iter().map(String::as_bytes).collect();
        link_header::any_lines(&lines);
    }

    #[test]
    fn well_formed_link_headers(mut data in vec(any::<u8>(), 1..300)) {
        data[0] |= 1;
        link_header::check(&data);
    }

    #[test]
    fn next_urls(form in 0..8usize, options: u8, link in URLS) {
        next_url::follow(form, "https://api.example.com/v2/users?status=active", options, link.as_bytes());
        next_url::follow(form, "http://127.0.0.1:8080/a/b/", options, link.as_bytes());
    }

    #[test]
    fn next_urls_of_any_bytes(data in vec(any::<u8>(), 0..80)) {
        next_url::check(&data);
    }

    #[test]
    fn retry_afters(attempts in 0..7u32, max_wait in 0..400u64, lines in vec((0..3usize, vec(WAITS, 0..3)), 0..6)) {
        let refusals = lines.iter().map(|(status, lines)| retry_after::Refusal {
            status: StatusCode::from_u16([429, 503, 500][*status]).unwrap(),
            lines: lines.iter().map(|line| HeaderValue::from_str(line).unwrap()).collect(),
        });
        retry_after::wait(&retry_after::Setup {
            attempts,
            first_delay: Duration::from_millis(500),
            max_delay: Duration::from_secs(30),
            max_wait: Duration::from_secs(max_wait),
            refusals: refusals.collect(),
        });
    }

    #[test]
    fn retry_policies(data in vec(any::<u8>(), 0..60)) {
        retry_after::check(&data);
    }

    #[test]
    fn early_continuations(kind in 0..4u8, piece in 1..30usize, window in 1..6usize, next in vec(json(), 1..6), front in any::<bool>()) {
        let bodies: Vec<Vec<u8>> = next
            .iter()
            .map(|next| if front { format!("{{\"next\":{next},\"items\":[1]}}") } else { format!("{{\"items\":[{next}],\"next\":{next}}}") })
            .map(String::into_bytes)
            .collect();
        early::same(kind, piece, window, &bodies);
    }

    #[test]
    fn early_continuations_that_lead_on(kind in 0..4u8, piece in 1..30usize, window in 1..6usize, next in vec("\"[a-c?/=\\\\]{0,3}\"|[0-9]{1,2}|null", 1..8)) {
        let bodies: Vec<Vec<u8>> = next.iter().map(|next| format!("{{\"next\":{next},\"items\":[1]}}").into_bytes()).collect();
        early::same(kind, piece, window, &bodies);
    }

    #[test]
    fn checkpoints(saved in saved()) {
        checkpoint::check(saved.as_bytes());
    }

    #[test]
    fn segments(part in part()) {
        segment::check(part.as_bytes());
    }

    #[test]
    fn responses(page in 0..13usize, status in prop_oneof![4 => Just(200u16), 1 => 100..=999u16], options: u8, next in URLS, body in json()) {
        let mut headers = HeaderMap::new();
        for (name, value) in [("x-next", next.clone()), ("link", format!("<{next}>; rel=next")), ("x-more", "true".to_owned())] {
            if let Ok(value) = HeaderValue::from_str(&value) {
                headers.insert(name, value);
            }
        }
        response::read(page, status, &headers, options, body.as_bytes());
    }

    #[test]
    fn responses_of_any_bytes(data in vec(any::<u8>(), 0..200)) {
        response::check(&data);
    }
}

proptest! {
    // This case is cheap and has many corner cases.
    #![proptest_config(ProptestConfig { cases: 10_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn decisions(data in vec(any::<u8>(), 20..60)) {
        decide::check(&data);
    }
}
