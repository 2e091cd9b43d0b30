//! Reads the continuation from a response before the response is complete.

use std::sync::{Arc, Mutex, PoisonError};

use http::response;
use serde_json::value::RawValue;
use url::Url;

use crate::page::cursor::Cursor;
use crate::page::link::PageLink;
use crate::page::next::Next;
use crate::page::reading::sealed::Read as _;
use crate::page::reading::{Header, LinkHeader};
use crate::page::token::PageToken;
use crate::pager::action::PageRequest;
use crate::response::scanner::Scanner;
use crate::scheme::location::{ResponseLocation, Source};
use crate::scheme::scheme::Scheme;
use crate::trace;

/// A continuation that was read early, and the URL of its page.
#[derive(Debug)]
pub(crate) struct SeenContinuation {
    pub(crate) next: Cursor<'static>,
    pub(crate) url: Url,
    /// The page size with which its page was requested. It stays the same.
    pub(crate) size: Option<u64>,
}

/// The place where a request in flight stores the continuation that it reads early, once.
#[derive(Debug, Clone, Default)]
pub(crate) struct EarlySlot(Arc<Mutex<Option<SeenContinuation>>>);

impl EarlySlot {
    /// Takes what was stored since the last call.
    pub(crate) fn take(&self) -> Option<SeenContinuation> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).take()
    }

    fn put(&self, seen: SeenContinuation) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(seen);
    }
}

/// The reader that looks for the continuation while one response arrives.
pub(crate) struct EarlyObserver<'p> {
    peek: &'p EarlySlot,
    url: Url,
    size: Option<u64>,
    links: bool,
    /// The scanner for the continuation. `None` if it was in the headers, or if there is nothing to
    /// look for.
    scanner: Option<Scanner>,
}

impl<'p> EarlyObserver<'p> {
    /// Begins to read the response to `ask`, after its head has arrived. Returns `None` if the body
    /// need not be read. `json` says whether the body is JSON.
    pub(crate) fn begin(
        peek: &'p EarlySlot,
        scheme: &Scheme,
        ask: &PageRequest,
        parts: &response::Parts,
        url: &Url,
        json: bool,
    ) -> Option<Self> {
        let next_at = scheme.next_at.filter(|_| scheme.early)?;
        let mut watch = Self {
            peek,
            url: url.clone(),
            size: ask.size,
            links: matches!(scheme.source, Source::NextUrl),
            scanner: None,
        };
        match next_at {
            ResponseLocation::Member(member) => watch.scanner = json.then(|| Scanner::new(member)),
            ResponseLocation::Link(relation) => watch.see(
                LinkHeader::new(&parts.headers, relation)
                    .link()
                    .into_owned(),
            ),
            ResponseLocation::Header(name) if watch.links => {
                watch.see(Header::new(&parts.headers, name).link().into_owned())
            }
            ResponseLocation::Header(name) => {
                watch.see(Header::new(&parts.headers, name).token().into_owned())
            }
        }
        watch.scanner.is_some().then_some(watch)
    }

    /// Reads the next piece of the body.
    pub(crate) fn piece(&mut self, piece: &[u8]) {
        let Some(raw) = self
            .scanner
            .as_mut()
            .and_then(|scanner| scanner.feed(piece))
        else {
            return;
        };
        let next = if self.links {
            let link = serde_json::from_slice::<Option<String>>(&raw)
                .inspect_err(|_| trace::unreadable_early())
                .ok()
                .flatten();
            link.as_ref()
                .and_then(PageLink::link)
                .map(|link| Next::link(link.into_owned()))
        } else {
            let token = serde_json::from_slice::<Box<RawValue>>(&raw)
                .inspect_err(|_| trace::unreadable_early())
                .ok();
            token
                .as_ref()
                .and_then(PageToken::value)
                .map(|token| Next::token(token.into_owned()))
        };
        self.see(next.unwrap_or_default());
    }

    fn see(&self, next: Next<'static>) {
        match next {
            Next::Page(next) => {
                let (url, size) = (self.url.clone(), self.size);
                self.peek.put(SeenContinuation { next, url, size });
            }
            Next::Malformed(_) => trace::unreadable_early(),
            Next::End => {}
        }
    }
}
