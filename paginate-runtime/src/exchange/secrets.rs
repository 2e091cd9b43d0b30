//! What was sent and must not be shown.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};

use http::HeaderMap;
use http::header::HeaderName;
use url::Url;

use crate::description::{Cursor, Value};

/// The length from which a value that was sent is masked in errors, in bytes. A short one is no secret, and masking `1` or `true` would hide what went
/// wrong.
const SECRET: usize = 6;

/// How many continuations of a walk errors mask: those that it used last.
const REMEMBERED: usize = 16;

/// The continuations that a walk used last: an API can quote one in its answer to another.
#[derive(Debug, Default)]
pub(super) struct Used(Mutex<VecDeque<Arc<Cursor>>>);

impl Used {
    pub(super) fn note(&self, cursor: &Arc<Cursor>) {
        if !matches!(**cursor, Cursor::Value(_) | Cursor::Params(_) | Cursor::Link(_)) {
            return;
        }
        let mut used = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if used.len() == REMEMBERED {
            used.pop_front();
        }
        used.push_back(Arc::clone(cursor));
    }

    fn all(&self) -> Vec<Arc<Cursor>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).iter().cloned().collect()
    }
}

/// What errors must not show of a request: credentials, tokens, the values of the query; as they are and as JSON escapes them.
pub(super) fn secrets(credentials: impl IntoIterator<Item = String>, used: &Used, cursor: &Cursor, url: Option<&Url>) -> Vec<String> {
    let used = used.all();
    let tokens = used.iter().map(Arc::as_ref).chain([cursor]).flat_map(tokens);
    let query = url.into_iter().flat_map(values);
    let mut secrets: Vec<String> = credentials.into_iter().chain(query).chain(tokens).collect();
    secrets.retain(|secret| secret.len() >= SECRET);
    let escaped: Vec<String> = secrets.iter().map(|secret| escaped(secret)).collect();
    secrets.extend(escaped);
    secrets
}

/// What a continuation holds that can be a token.
fn tokens(cursor: &Cursor) -> Vec<String> {
    match cursor {
        Cursor::Value(value) => vec![value.as_plain().to_owned()],
        Cursor::Params(params) => params.iter().map(|(_, value)| value.as_plain().to_owned()).collect(),
        // Absolute, once it is used.
        Cursor::Link(target) => Url::parse(&target.href).iter().flat_map(values).collect(),
        _ => Vec::new(),
    }
}

fn values(url: &Url) -> impl Iterator<Item = String> {
    url.query_pairs().map(|(_, value)| value.into_owned())
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
