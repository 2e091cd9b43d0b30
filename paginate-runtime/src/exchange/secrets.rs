//! What was sent and must not be shown.

use http::HeaderMap;
use http::header::HeaderName;
use url::Url;

use crate::description::{Cursor, Value};

/// The length from which a value that was sent is masked in errors, in bytes. A short one is no secret, and masking `1` or `true` would hide what went
/// wrong.
const SECRET: usize = 6;

/// What errors must not show of a request: credentials, the token, the values of the query; as they are and as JSON escapes them.
pub(super) fn secrets(credentials: impl IntoIterator<Item = String>, cursor: &Cursor, url: Option<&Url>) -> Vec<String> {
    let token = match cursor {
        Cursor::Value(value) => Some(value.as_plain().to_owned()),
        _ => None,
    };
    let query = url.into_iter().flat_map(Url::query_pairs).map(|(_, value)| value.into_owned());
    let mut secrets: Vec<String> = credentials.into_iter().chain(query).chain(token).collect();
    secrets.retain(|secret| secret.len() >= SECRET);
    let escaped: Vec<String> = secrets.iter().map(|secret| escaped(secret)).collect();
    secrets.extend(escaped);
    secrets
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
