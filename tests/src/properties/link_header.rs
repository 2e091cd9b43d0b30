//! `Link` header lines: for any content, a target that is found is part of a line.

use http::header::{HeaderMap, HeaderValue, LINK};
use paginate_runtime::{
    Next,
    page::{Cursor, LinkHeader, PageInfo},
};

use super::feed::Feed;

/// If the first byte is even, the rest is header lines, separated by line breaks; otherwise it
/// describes well-formed links.
pub fn check(data: &[u8]) {
    let mut feed = Feed::new(data);
    if feed.flag() {
        round_trip(feed);
    } else {
        let lines: Vec<&[u8]> = feed.rest().split(|&byte| byte == b'\n').collect();
        any_lines(&lines);
    }
}

/// The result of a search.
#[derive(Debug, PartialEq)]
enum Found {
    Nothing,
    Target(String),
    Malformed,
}

fn find(headers: &HeaderMap, relation: &str) -> Found {
    match PageInfo::new().url(LinkHeader::new(headers, relation)).next {
        Next::End => Found::Nothing,
        Next::Page(Cursor::Link(target)) => {
            assert!(target.method.is_none() && target.body.is_none() && !target.merge);
            Found::Target(target.href.into_owned())
        }
        Next::Malformed(why) => {
            assert!(why.len() < 128, "{why}");
            Found::Malformed
        }
        other => panic!("a link header says {other:?}"),
    }
}

/// Any lines: no panic; the target is between angle brackets on a line that names the relation; the
/// case of names does not matter; and lines may be joined.
pub fn any_lines(lines: &[&[u8]]) {
    let mut headers = HeaderMap::new();
    let mut kept: Vec<&[u8]> = Vec::new();
    for line in lines.iter().take(64) {
        if let Ok(value) = HeaderValue::from_bytes(line) {
            headers.append(LINK, value);
            kept.push(line);
        }
    }
    let found = find(&headers, "next");
    assert_eq!(found, find(&headers, "NexT"), "case of a relation");
    if let Found::Target(target) = &found {
        let written = format!("<{target}>");
        let stands = kept.iter().any(|line| {
            let line = std::str::from_utf8(line).expect("lines that are no UTF-8 are refused");
            let plain = line.replace('\\', "").to_ascii_lowercase();
            line.contains(&written) && plain.contains("rel") && plain.contains("next")
        });
        assert!(stands, "{target:?} is nowhere in {kept:?}");
        assert!(!target.contains(['<', '>']), "{target:?}");
    }
    if found != Found::Malformed && kept.len() > 1 {
        let mut joined = HeaderMap::new();
        joined.append(
            LINK,
            HeaderValue::from_bytes(&kept.join(&b", "[..])).expect("the lines were values"),
        );
        assert_eq!(find(&joined, "next"), found, "joined {kept:?}");
    }
}

/// Well-formed links, in every spelling of RFC 8288: the first with the relation is found.
fn round_trip(mut feed: Feed<'_>) {
    let mut lines = vec![String::new()];
    let mut expected = Found::Nothing;
    for _ in 0..8 {
        if feed.is_empty() {
            break;
        }
        let link = Link::from(&mut feed);
        let line = lines.last_mut().expect("a line");
        if line.is_empty() {
            line.push_str(&link.text);
        } else if feed.flag() {
            lines.push(link.text.clone());
        } else {
            line.push_str(feed.pick(&[",", ", ", " ,\t", ",,"]));
            line.push_str(&link.text);
        }
        if link.leads_on && expected == Found::Nothing {
            expected = Found::Target(link.target);
        }
    }
    let mut headers = HeaderMap::new();
    for line in &lines {
        headers.append(
            LINK,
            HeaderValue::from_bytes(line.as_bytes()).expect("a value"),
        );
    }
    assert_eq!(find(&headers, "next"), expected, "{lines:?}");
}

/// A link, as text and as its meaning.
struct Link {
    text: String,
    target: String,
    leads_on: bool,
}

impl Link {
    fn from(feed: &mut Feed<'_>) -> Self {
        let target = feed.text("ab/:.?=&,;\"' %~#@[]é\\", 12);
        let mut text = format!("<{target}>");
        let (mut rel, mut anchor): (Option<String>, Option<String>) = (None, None);
        for _ in 0..feed.below(6) {
            let name = feed.pick(&[
                "rel", "REL", "anchor", "title", "title*", "x", "rev", "rels",
            ]);
            let value = match name {
                "rel" | "REL" => feed
                    .pick(&[
                        "next",
                        "prev",
                        "Next last",
                        "prev\tNEXT",
                        "nextx",
                        "http://x/next",
                        "",
                    ])
                    .to_owned(),
                "anchor" => feed.pick(&["", "#a", "/b"]).to_owned(),
                _ => feed.text("ab ,;=<>\"\\é rel=\"next\"", 10),
            };
            text.push_str(feed.pick(&[";", "; ", " ;", "\t; \t"]));
            text.push_str(name);
            let written = written(feed, &value);
            text.push_str(&written);
            match name {
                "rel" | "REL" => drop(rel.get_or_insert(value)),
                "anchor" => drop(anchor.get_or_insert(value)),
                _ => {}
            }
        }
        let next = rel.is_some_and(|rel| {
            rel.split([' ', '\t'])
                .any(|one| one.eq_ignore_ascii_case("next"))
        });
        Self {
            text,
            target,
            leads_on: next && anchor.is_none_or(|anchor| anchor.is_empty()),
        }
    }
}

/// A value after its equals sign: without quotes if possible, otherwise quoted, with the necessary
/// escapes and some unnecessary ones.
fn written(feed: &mut Feed<'_>, value: &str) -> String {
    let equals = feed.pick(&["=", " = ", "= ", " ="]);
    let token = !value.is_empty()
        && value
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~:/".contains(&byte));
    if token && feed.flag() {
        return format!("{equals}{value}");
    }
    if value.is_empty() && feed.flag() {
        return String::new();
    }
    let mut quoted = format!("{equals}\"");
    for letter in value.chars() {
        if matches!(letter, '"' | '\\') || feed.byte() % 8 == 1 {
            quoted.push('\\');
        }
        quoted.push(letter);
    }
    quoted.push('"');
    quoted
}
