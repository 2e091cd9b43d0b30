//! Collects what was sent and must not be shown.

use std::sync::{Mutex, PoisonError};

use http::HeaderMap;
use http::header::HeaderName;
use percent_encoding::percent_decode_str;
use url::Url;

use crate::page::cursor::Cursor;
use crate::redact::base64;
use crate::redact::known::Secret;

/// The least number of continuations of a walk that errors mask: those that it used last.
const REMEMBERED: usize = 16;

/// The capacity of a list at the beginning, in bytes: enough for tokens of a usual length.
const ROOM: usize = 512;

/// The longest continuation that is remembered, in bytes. One can be megabytes long.
const LONGEST: usize = 8 << 10;

/// The continuations that a walk used last: an API can quote one of them in a later response.
#[derive(Debug, Default)]
pub(crate) struct Used(Mutex<Recent>);

/// Two lists with one continuation on each line. When the newer list is full, the older one is
/// cleared and takes its place. The two buffers are reused, to avoid an allocation for each page.
#[derive(Debug, Default)]
struct Recent {
    newer: String,
    older: String,
    count: usize,
}

impl Used {
    pub(crate) fn note(&self, cursor: &Cursor<'_>) {
        match cursor {
            Cursor::Token(value) => self.keep(value.as_plain()),
            Cursor::Tokens(parts) => parts
                .iter()
                .flatten()
                .for_each(|part| self.keep(part.as_plain())),
            Cursor::Params(params) => params
                .iter()
                .for_each(|(_, value)| self.keep(value.as_plain())),
            Cursor::Link(target) => self.keep(&target.href),
            Cursor::First | Cursor::Count(_) | Cursor::Request(_) => {}
        }
    }

    fn keep(&self, text: &str) {
        if text.len() > LONGEST {
            return;
        }
        let Recent {
            newer,
            older,
            count,
        } = &mut *self.0.lock().unwrap_or_else(PoisonError::into_inner);
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
        recent
            .older
            .lines()
            .chain(recent.newer.lines())
            .map(str::to_owned)
            .collect()
    }
}

/// Returns what errors must not show of a request: credentials, the tokens and links that the walk
/// used last, and the values of the query.
pub(crate) fn secrets(
    credentials: impl IntoIterator<Item = String>,
    used: &Used,
    cursor: &Cursor<'_>,
    url: Option<&Url>,
) -> Vec<Secret> {
    let token = match cursor {
        Cursor::Token(value) => vec![value.as_plain().to_owned()],
        Cursor::Tokens(parts) => parts
            .iter()
            .flatten()
            .map(|part| part.as_plain().to_owned())
            .collect(),
        _ => Vec::new(),
    };
    let used = used.all();
    // The secrets of a link are the values of its query. An API can quote them without the link.
    let links = used.iter().filter_map(|text| Url::parse(text).ok());
    let linked: Vec<String> = links
        .flat_map(|link| {
            link.query_pairs()
                .map(|(_, value)| value.into_owned())
                .collect::<Vec<_>>()
        })
        .collect();
    let query = url.into_iter().flat_map(Url::query_pairs);
    let known = credentials.into_iter().chain(token).chain(used);
    let known = known.filter_map(|text| Secret::credential(&text));
    let values = query.map(|(_, value)| value.into_owned()).chain(linked);
    let mut secrets: Vec<Secret> = known
        .chain(values.filter_map(|text| Secret::value(&text)))
        .collect();
    secrets.sort_unstable();
    secrets.dedup();
    secrets
}

/// Returns the values of all headers that are not about the format, because a key can be in a
/// header of any name.
///
/// Each value is returned whole and in parts: `Bearer x` and `x`, each of several cookies, and the
/// text that Basic encodes.
pub(crate) fn credentials(headers: &HeaderMap) -> Vec<String> {
    let harmless = |name: &HeaderName| {
        let name = name.as_str();
        name.starts_with("accept")
            || name.starts_with("content-")
            || matches!(name, "user-agent" | "host" | "prefer")
    };
    let secret = headers
        .iter()
        .filter(|(name, value)| value.is_sensitive() || !harmless(name));
    secret
        .flat_map(|(_, value)| parts(&String::from_utf8_lossy(value.as_bytes())))
        .collect()
}

/// Returns the user name and the password of a URL.
pub(crate) fn user_of(url: &Url) -> Vec<String> {
    let clear = |text: &str| percent_decode_str(text).decode_utf8_lossy().into_owned();
    vec![
        clear(url.username()),
        clear(url.password().unwrap_or_default()),
    ]
}

/// Returns a value, the text after its first word, the values of the pairs in it, and, if it is
/// Basic, the decoded text with its user name and password.
fn parts(value: &str) -> Vec<String> {
    let pairs = value
        .split([';', ',', ' '])
        .filter_map(|pair| pair.split_once('='));
    let pairs = pairs.map(|(_, value)| value.trim_matches('"').to_owned());
    let rest = value.split_once(' ').map(|(_, rest)| rest);
    let basic = value
        .split_once(' ')
        .filter(|(scheme, _)| scheme.eq_ignore_ascii_case("basic"));
    let clear = basic.and_then(|(_, encoded)| base64::decode(encoded.trim()));
    let clear = clear.map(|clear| String::from_utf8_lossy(&clear).into_owned());
    let mut parts: Vec<String> = [Some(value), rest]
        .into_iter()
        .flatten()
        .map(str::to_owned)
        .chain(pairs)
        .collect();
    if let Some((user, password)) = clear.as_deref().and_then(|clear| clear.split_once(':')) {
        parts.extend([user.to_owned(), password.to_owned()]);
    }
    parts.extend(clear);
    parts
}
