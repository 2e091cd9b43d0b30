//! [`LoopGuard`]: remembers every continuation that was used.

use std::collections::HashSet;
use std::hash::{BuildHasher, BuildHasherDefault, Hash, Hasher, RandomState};

use crate::page::cursor::Cursor;
use crate::page::token_value::TokenValue;

/// The initial capacity, a kilobyte, so that a walk of a few pages does not move its table five
/// times.
const FIRST: usize = 100;

/// The continuations used so far, as 64-bit hashes in a hash table that doubles: 10 to 21 bytes per
/// page, and up to 31 while it doubles. In ten million pages, the chance that two different
/// continuations are taken for the same one is below one in 300 000.
#[derive(Debug, Default)]
pub(crate) struct LoopGuard {
    used: HashSet<u64, BuildHasherDefault<AsItIs>>,
    state: RandomState,
}

/// A hasher that passes its input through, because the stored values are already hashes.
#[derive(Debug, Default)]
struct AsItIs(u64);

impl Hasher for AsItIs {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = self.0.rotate_left(8) ^ u64::from(*byte);
        }
    }

    fn write_u64(&mut self, hash: u64) {
        self.0 = hash;
    }
}

impl LoopGuard {
    /// Marks a continuation as used. Returns `false` if it was used before.
    #[inline]
    pub(crate) fn use_once(&mut self, cursor: &Cursor<'_>) -> bool {
        let mut hasher = self.state.build_hasher();
        if !hash(cursor, &mut hasher) {
            return true;
        }
        if self.used.capacity() == 0 {
            self.used.reserve(FIRST);
        }
        self.used.insert(hasher.finish())
    }

    /// Returns whether a continuation was used before.
    pub(crate) fn contains(&self, cursor: &Cursor<'_>) -> bool {
        let mut hasher = self.state.build_hasher();
        hash(cursor, &mut hasher) && self.used.contains(&hasher.finish())
    }
}

/// Hashes what identifies a continuation. Returns `false` for continuations that cannot repeat.
#[inline]
fn hash(cursor: &Cursor<'_>, hasher: &mut impl Hasher) -> bool {
    match cursor {
        // Counters only grow.
        Cursor::First | Cursor::Count(_) => return false,
        // By far the most common kind, and each write costs time. No text ends in 0xFF, because
        // that is not UTF-8.
        Cursor::Token(TokenValue::Text(text)) => hasher.write(text.as_bytes()),
        Cursor::Token(TokenValue::Json(json)) => {
            hasher.write(json.as_bytes());
            hasher.write_u8(0xFF);
        }
        Cursor::Link(target) => {
            target.href.hash(hasher);
            // A link that names GET and one that names no method are the same request.
            target
                .method
                .as_ref()
                .unwrap_or(&http::Method::GET)
                .hash(hasher);
            target.body.hash(hasher);
        }
        Cursor::Tokens(parts) => parts.hash(hasher),
        Cursor::Params(params) => params.hash(hasher),
        Cursor::Request(request) => {
            request.method().hash(hasher);
            request.uri().hash(hasher);
            request.body().hash(hasher);
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::page::link::LinkTarget;

    #[test]
    fn a_continuation_is_used_once_whatever_came_between() {
        let mut guard = LoopGuard::default();
        let token = |text: &'static str| Cursor::Token(TokenValue::text(text));
        assert!(guard.use_once(&token("A")));
        assert!(guard.use_once(&token("B")));
        assert!(!guard.use_once(&token("A")));
        // The number 1 and the text "1" are different tokens.
        assert!(guard.use_once(&Cursor::Token(TokenValue::json("1"))));
        assert!(guard.use_once(&token("1")));
    }

    #[test]
    fn links_differ_by_method_and_body() {
        let mut guard = LoopGuard::default();
        let mut link = LinkTarget::get("https://api.example/search");
        assert!(guard.use_once(&Cursor::Link(link.clone())));
        link.method = Some(http::Method::GET);
        assert!(
            !guard.use_once(&Cursor::Link(link.clone())),
            "an explicit GET is the same request"
        );
        link.method = Some(http::Method::POST);
        link.body = Some("{\"token\":1}".into());
        assert!(guard.use_once(&Cursor::Link(link.clone())));
        link.body = Some("{\"token\":2}".into());
        assert!(guard.use_once(&Cursor::Link(link)));
    }

    #[test]
    fn counters_are_not_remembered() {
        let mut guard = LoopGuard::default();
        assert!(guard.use_once(&Cursor::Count(1)));
        assert!(guard.use_once(&Cursor::Count(1)));
        assert!(guard.used.is_empty());
    }
}
