//! [`Repeated`]: what is known of a continuation that came back.

use crate::page::cursor::Cursor;
use crate::page::token_value::TokenValue;
use crate::pager::pager::Pager;
use http::Method;

/// What is known of a continuation that the page names and that was just sent.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Repeated {
    /// Whether it looks like a URL.
    pub(crate) is_url: bool,
    /// Whether the page has no elements.
    pub(crate) is_empty: bool,
    /// Whether the first request is a POST.
    pub(crate) posts: bool,
}

impl Pager {
    /// Returns what is known of the continuation of the last page, if it is the one that the page
    /// was requested with.
    pub(crate) fn repeated(&self) -> Option<Repeated> {
        let was_sent = self.bookmarks.names_what_was_asked(&self.position.cursor);
        was_sent.then(|| Repeated {
            is_url: is_url(&self.bookmarks.before().position.cursor),
            is_empty: self.counters.last_len == 0,
            posts: self
                .links
                .as_ref()
                .is_some_and(|links| links.methods.own == Method::POST),
        })
    }
}

/// Returns whether a token looks like a URL, or like a path with a query.
fn is_url(cursor: &Cursor<'_>) -> bool {
    match cursor {
        Cursor::Token(TokenValue::Text(text)) => {
            text.contains("://") || (text.contains('?') && text.contains('='))
        }
        _ => false,
    }
}
