//! What a page says in its headers.
use std::borrow::Cow;

use http::HeaderMap;

use crate::page::link::PageLink;
use crate::page::link_header;
use crate::page::next::Next;
use crate::page::page_info::PageInfo;
use crate::page::token::PageToken;

impl<'a> PageInfo<'a> {
    /// The token of the next page, in a header. Absent, blank and the word `null` mean that there
    /// is none.
    #[must_use]
    pub fn token_header(mut self, headers: &'a HeaderMap, name: &str) -> Self {
        self.next = match header(headers, name) {
            // A header has no null but the word for it (Salesforce Bulk).
            Ok(token) => token
                .filter(|token| *token != "null")
                .and_then(str::value)
                .map_or(Next::End, Next::Token),
            Err(why) => Next::Malformed(why),
        };
        self
    }

    /// The same, in a header.
    #[must_use]
    pub fn token_part_header(self, headers: &'a HeaderMap, name: &str) -> Self {
        self.with_part(Self::new().token_header(headers, name).next)
    }

    /// The URL of the next page, in a header of its own.
    #[must_use]
    pub fn url_header(mut self, headers: &'a HeaderMap, name: &str) -> Self {
        self.next = match header(headers, name) {
            Ok(link) => link.and_then(str::link).map_or(Next::End, Next::Url),
            Err(why) => Next::Malformed(why),
        };
        self
    }

    /// The URL of the next page, in a `Link` header (RFC 8288), by its relation.
    #[must_use]
    pub fn url_link(mut self, headers: &'a HeaderMap, relation: &str) -> Self {
        self.next = match link_header::find(headers, relation) {
            Ok(link) => link.map_or(Next::End, |href| {
                Next::Url(crate::page::link::LinkTarget::get(href))
            }),
            Err(malformed) => Next::Malformed(malformed.to_string().into()),
        };
        self
    }

    /// [`more`](Self::more), in a header.
    #[must_use]
    pub fn more_header(self, headers: &HeaderMap, name: &str) -> Self {
        self.more(header(headers, name).ok().flatten())
    }

    /// [`done`](Self::done), in a header.
    #[must_use]
    pub fn done_header(self, headers: &HeaderMap, name: &str) -> Self {
        self.done(header(headers, name).ok().flatten())
    }

    /// [`pages`](Self::pages), in a header.
    #[must_use]
    pub fn pages_header(self, headers: &HeaderMap, name: &str) -> Self {
        self.pages(header(headers, name).ok().flatten())
    }

    /// [`total`](Self::total), in a header.
    #[must_use]
    pub fn total_header(self, headers: &HeaderMap, name: &str) -> Self {
        self.total(header(headers, name).ok().flatten())
    }

    /// [`ok`](Self::ok), in a header.
    #[must_use]
    pub fn ok_header(self, headers: &HeaderMap, name: &str) -> Self {
        self.ok(header(headers, name).ok().flatten())
    }

    /// [`ready`](Self::ready), in a header.
    #[must_use]
    pub fn ready_header(self, headers: &HeaderMap, name: &str) -> Self {
        self.ready(header(headers, name).ok().flatten())
    }

    /// [`error`](Self::error), in a header: present and not blank is an error.
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

/// The first header of that name, as text.
fn header<'a>(headers: &'a HeaderMap, name: &str) -> Result<Option<&'a str>, Cow<'static, str>> {
    let Some(value) = headers.get(name) else {
        return Ok(None);
    };
    match std::str::from_utf8(value.as_bytes()) {
        Ok(text) => Ok(Some(text)),
        Err(_) => Err(Cow::Owned(format!("the header `{name}` is not text"))),
    }
}
