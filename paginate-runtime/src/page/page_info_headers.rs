//! The methods of [`PageInfo`] that read headers.
use std::borrow::Cow;

use http::HeaderMap;

use crate::page::link::PageLink;
use crate::page::link_header;
use crate::page::next::Next;
use crate::page::page_info::PageInfo;
use crate::page::token::PageToken;

impl<'a> PageInfo<'a> {
    /// Sets the token of the next page from a header. Absent, blank and the word `null` mean that
    /// there is no token.
    #[must_use]
    pub fn token_header(mut self, headers: &'a HeaderMap, name: &str) -> Self {
        self.next = match header(headers, name) {
            // A header can express null only by that word (Salesforce Bulk).
            Ok(token) => token
                .filter(|token| *token != "null")
                .and_then(str::value)
                .map_or(Next::End, Next::token),
            Err(why) => Next::Malformed(why),
        };
        self
    }

    /// Adds the next part of a token, from a header.
    #[must_use]
    pub fn token_part_header(self, headers: &'a HeaderMap, name: &str) -> Self {
        self.with_part(Self::new().token_header(headers, name).next)
    }

    /// Sets the URL of the next page from a header of its own.
    #[must_use]
    pub fn url_header(mut self, headers: &'a HeaderMap, name: &str) -> Self {
        self.next = match header(headers, name) {
            Ok(link) => link.and_then(str::link).map_or(Next::End, Next::link),
            Err(why) => Next::Malformed(why),
        };
        self
    }

    /// Sets the URL of the next page from a `Link` header (RFC 8288), by its relation.
    #[must_use]
    pub fn url_link(mut self, headers: &'a HeaderMap, relation: &str) -> Self {
        self.next = match link_header::find(headers, relation) {
            Ok(link) => link.map_or(Next::End, |href| {
                Next::link(crate::page::link::LinkTarget::get(href))
            }),
            Err(malformed) => Next::Malformed(malformed.to_string().into()),
        };
        self
    }

    /// Does the same as [`more`](Self::more), with a header.
    #[must_use]
    pub fn more_header(self, headers: &HeaderMap, name: &str) -> Self {
        self.more(header(headers, name).ok().flatten())
    }

    /// Does the same as [`done`](Self::done), with a header.
    #[must_use]
    pub fn done_header(self, headers: &HeaderMap, name: &str) -> Self {
        self.done(header(headers, name).ok().flatten())
    }

    /// Does the same as [`pages`](Self::pages), with a header.
    #[must_use]
    pub fn pages_header(self, headers: &HeaderMap, name: &str) -> Self {
        self.pages(header(headers, name).ok().flatten())
    }

    /// Does the same as [`total`](Self::total), with a header.
    #[must_use]
    pub fn total_header(self, headers: &HeaderMap, name: &str) -> Self {
        self.total(header(headers, name).ok().flatten())
    }

    /// Does the same as [`ok`](Self::ok), with a header.
    #[must_use]
    pub fn ok_header(self, headers: &HeaderMap, name: &str) -> Self {
        self.ok(header(headers, name).ok().flatten())
    }

    /// Does the same as [`ready`](Self::ready), with a header.
    #[must_use]
    pub fn ready_header(self, headers: &HeaderMap, name: &str) -> Self {
        self.ready(header(headers, name).ok().flatten())
    }

    /// Does the same as [`error`](Self::error), with a header. A header that is present and not
    /// blank is an error.
    #[must_use]
    pub fn error_header(mut self, headers: &'a HeaderMap, name: &str) -> Self {
        self.error = match header(headers, name) {
            Ok(text) => text
                .filter(|text| !text.trim().is_empty())
                .map(Cow::Borrowed),
            Err(why) => Some(why),
        };
        self
    }
}

/// Returns the first header with that name, as text.
fn header<'a>(headers: &'a HeaderMap, name: &str) -> Result<Option<&'a str>, Cow<'static, str>> {
    let Some(value) = headers.get(name) else {
        return Ok(None);
    };
    match std::str::from_utf8(value.as_bytes()) {
        Ok(text) => Ok(Some(text)),
        Err(_) => Err(Cow::Owned(format!("the header `{name}` is not text"))),
    }
}
