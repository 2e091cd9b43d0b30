//! What was sent and must not be shown.

use std::sync::{Mutex, PoisonError};

use http::HeaderMap;
use http::header::HeaderName;
use url::Url;

use crate::description::{Cursor, Value};

/// The length from which a value that was sent is masked in errors, in bytes. A short one is no secret, and masking `1` or `true` would hide what went
/// wrong.
const SECRET: usize = 6;

/// How many continuations of a walk errors mask at least: those that it used last.
const REMEMBERED: usize = 16;

/// The bytes of a list to begin with: as much as tokens of a usual length take.
const ROOM: usize = 512;

/// The longest continuation that is remembered, in bytes: a page can name one of megabytes.
const LONGEST: usize = 8 << 10;

/// The continuations that a walk used last: an API can quote one in its answer to another.
#[derive(Debug, Default)]
pub(super) struct Used(Mutex<Recent>);

/// Two lists, a continuation a line, of which the older one goes when the newer one is full. Two texts that stay: what each page leaves on the heap makes all
/// that is allocated dearer.
#[derive(Debug, Default)]
struct Recent {
    newer: String,
    older: String,
    count: usize,
}

impl Used {
    pub(super) fn note(&self, cursor: &Cursor) {
        match cursor {
            Cursor::Value(value) => self.keep(value.as_plain()),
            Cursor::Params(params) => params.iter().for_each(|(_, value)| self.keep(value.as_plain())),
            Cursor::Link(target) => self.keep(&target.href),
            Cursor::First | Cursor::Count(_) | Cursor::Request(_) => {}
        }
    }

    fn keep(&self, text: &str) {
        if text.len() > LONGEST {
            return;
        }
        let Recent { newer, older, count } = &mut *self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if *count == REMEMBERED {
            std::mem::swap(newer, older);
            newer.clear();
            *count = 0;
        }
        *count = count.saturating_add(1);
        if newer.capacity() == 0 {
            newer.reserve(ROOM);
        }
        newer.push_str(text);
        newer.push('\n');
    }

    fn all(&self) -> Vec<String> {
        let recent = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        recent.older.lines().chain(recent.newer.lines()).map(str::to_owned).collect()
    }
}

/// What errors must not show of a request: credentials, tokens, the values of the query; as they are, as JSON escapes them, and as one line.
pub(super) fn secrets(credentials: impl IntoIterator<Item = String>, used: &Used, cursor: &Cursor, url: Option<&Url>) -> Vec<String> {
    let token = match cursor {
        Cursor::Value(value) => Some(value.as_plain().to_owned()),
        _ => None,
    };
    let used = used.all();
    // A link's secrets are in its query.
    let links: Vec<Url> = used.iter().filter_map(|text| Url::parse(text).ok()).collect();
    let query = url
        .into_iter()
        .chain(&links)
        .flat_map(Url::query_pairs)
        .map(|(_, value)| value.into_owned());
    let mut secrets: Vec<String> = credentials.into_iter().chain(query).chain(token).collect();
    secrets.extend(used);
    secrets.retain(|secret| secret.len() >= SECRET);
    let other_forms: Vec<String> = secrets.iter().flat_map(|secret| [escaped(secret), in_one_line(secret)]).collect();
    secrets.extend(other_forms);
    secrets
}

/// As an excerpt shows it, which is one line.
fn in_one_line(text: &str) -> String {
    let words = text.split(|c: char| c.is_whitespace() || c.is_control());
    words.filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// As it stands in JSON between its quotes.
fn escaped(text: &str) -> String {
    Value::text(text).to_json().trim_matches('"').to_owned()
}

/// The values of all headers but those that are about the format: any name can carry a key. Whole, and in their parts: `Bearer x`, `x`, and each of
/// several cookies.
pub(super) fn credentials(headers: &HeaderMap) -> Vec<String> {
    let harmless = |name: &HeaderName| {
        let name = name.as_str();
        name.starts_with("accept") || name.starts_with("content-") || matches!(name, "user-agent" | "host" | "prefer")
    };
    let secret = headers.iter().filter(|(name, value)| value.is_sensitive() || !harmless(name));
    secret
        .flat_map(|(_, value)| parts(&String::from_utf8_lossy(value.as_bytes())))
        .collect()
}

/// A value, what stands after its first word, and the values of the pairs in it.
fn parts(value: &str) -> Vec<String> {
    let pairs = value.split([';', ',', ' ']).filter_map(|pair| pair.split_once('='));
    let pairs = pairs.map(|(_, value)| value.trim_matches('"'));
    let rest = value.split_once(' ').map(|(_, rest)| rest);
    [Some(value), rest].into_iter().flatten().chain(pairs).map(str::to_owned).collect()
}
