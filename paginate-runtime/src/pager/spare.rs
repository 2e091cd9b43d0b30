//! The memory of a continuation that is over takes the next one.

use std::borrow::Cow;
use std::mem;
use std::sync::Arc;

use crate::page::cursor::Cursor;
use crate::page::value::Value;

/// The longest text whose memory is kept: tokens are short, and a walk is not to hold on to what one long one took.
const LONGEST: usize = 4 << 10;

/// The place of a page that nobody needs any more. A walk by tokens has one such place for each page, so that it allocates for its first pages alone.
#[derive(Debug, Default)]
pub(super) struct Spare(Option<Arc<Cursor>>);

impl Spare {
    /// Keeps what a place that is over took; where others still have it (a page, a checkpoint), it is theirs.
    #[inline]
    pub(super) fn keep(&mut self, mut old: Arc<Cursor>) {
        if Arc::get_mut(&mut old).is_some() {
            self.0 = Some(old);
        }
    }

    /// A token that is a text.
    #[inline]
    pub(super) fn token(&mut self, text: &str) -> Cursor {
        Cursor::Value(Value::Text(Cow::Owned(self.copy(text))))
    }

    #[inline]
    fn copy(&mut self, text: &str) -> String {
        let old = self.0.as_mut().and_then(Arc::get_mut).map(|old| mem::replace(old, Cursor::First));
        match old {
            Some(Cursor::Value(Value::Text(Cow::Owned(mut old)))) if old.capacity() <= LONGEST => {
                old.clear();
                old.push_str(text);
                old
            }
            _ => text.to_owned(),
        }
    }

    /// A place that can be shared.
    #[inline]
    pub(super) fn share(&mut self, cursor: Cursor) -> Arc<Cursor> {
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
