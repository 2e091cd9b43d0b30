//! Reuses the memory of an old continuation for the next one.

use std::borrow::Cow;
use std::mem;
use std::sync::Arc;

use crate::page::cursor::Cursor;
use crate::page::token_value::TokenValue;

/// The longest text whose memory is kept, in bytes. Tokens are short, and a walk must not keep the
/// memory of one long token.
const LONGEST: usize = 4 << 10;

/// The unused memory of an old continuation. A walk by tokens reuses it for each page, so that it
/// allocates only for its first pages.
#[derive(Debug, Default)]
pub(super) struct Spare(Option<Arc<Cursor<'static>>>);

impl Spare {
    /// Keeps the memory of an old continuation, unless a page or a checkpoint still uses it.
    #[inline]
    pub(super) fn keep(&mut self, mut old: Arc<Cursor<'static>>) {
        if Arc::get_mut(&mut old).is_some() {
            self.0 = Some(old);
        }
    }

    /// Creates a token from a text.
    #[inline]
    pub(super) fn token(&mut self, text: &str) -> Cursor<'static> {
        Cursor::Token(TokenValue::Text(Cow::Owned(self.copy(text))))
    }

    #[inline]
    fn copy(&mut self, text: &str) -> String {
        let old = self
            .0
            .as_mut()
            .and_then(Arc::get_mut)
            .map(|old| mem::replace(old, Cursor::First));
        match old {
            Some(Cursor::Token(TokenValue::Text(Cow::Owned(mut old))))
                if old.capacity() <= LONGEST =>
            {
                old.clear();
                old.push_str(text);
                old
            }
            _ => text.to_owned(),
        }
    }

    /// Creates a continuation that can be shared.
    #[inline]
    pub(super) fn share(&mut self, cursor: Cursor<'static>) -> Arc<Cursor<'static>> {
        let Some(mut shared) = self.0.take() else {
            return Arc::new(cursor);
        };
        match Arc::get_mut(&mut shared) {
            Some(old) => *old = cursor,
            None => shared = Arc::new(cursor),
        }
        shared
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text<'a>(cursor: &'a Cursor<'_>) -> &'a str {
        match cursor {
            Cursor::Token(value) => value.as_plain(),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_place_that_is_over_lends_its_memory_to_the_next() {
        let mut spare = Spare::default();
        let old = spare.token("first");
        let old = spare.share(old);
        let memory = (Arc::as_ptr(&old), text(&old).as_ptr());
        spare.keep(old);
        let next = spare.token("next");
        let next = spare.share(next);
        assert_eq!(text(&next), "next");
        assert_eq!((Arc::as_ptr(&next), text(&next).as_ptr()), memory);
    }

    #[test]
    fn a_place_that_somebody_has_stays_as_it_is() {
        let mut spare = Spare::default();
        let held = spare.token("held");
        let held = spare.share(held);
        spare.keep(Arc::clone(&held));
        let next = spare.token("next");
        let next = spare.share(next);
        assert_eq!((text(&held), text(&next)), ("held", "next"));
    }

    #[test]
    fn the_memory_of_a_long_text_is_given_back() {
        let mut spare = Spare::default();
        let long = spare.token(&"x".repeat(LONGEST + 1));
        let long = spare.share(long);
        spare.keep(long);
        let Cursor::Token(TokenValue::Text(Cow::Owned(next))) = spare.token("next") else {
            panic!("a token of another kind")
        };
        assert!(next.capacity() < LONGEST);
    }
}
