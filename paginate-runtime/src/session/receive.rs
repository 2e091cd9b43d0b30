//! Turns a response into a page that may be delivered.
use bytes::Bytes;
use http::{HeaderMap, StatusCode};
use serde_json::value::RawValue;
use url::Url;

use crate::error::Error;
use crate::page::cursor::Cursor;
use crate::page::next::Next;
use crate::page::page_info::PageInfo;
use crate::page::paginated::Paginated;
use crate::pager::action::PageOutcome;
use crate::pager::pager::Pager;
use crate::pager::stop::StopReason;
use crate::redact::Redaction;
use crate::response::decode::api_error;
use crate::response::elements::elements;
use crate::response::fingerprint::{Glances, fingerprint, leading_elements};
use crate::response::member::raw_member;
use crate::session::findings::Findings;
use crate::source::fetch::{Exchanged, Response};

/// A decoded page that may be delivered. [`Page`](crate::Page) adds its checkpoints: a stream of
/// items does not pay for them.
pub(crate) struct Received<P: Paginated> {
    pub(crate) page: P,
    /// Set if the items had to be taken to be counted.
    pub(crate) items: Option<Vec<P::Item>>,
    /// Its number in the walk, from 1.
    pub(crate) index: u64,
    /// The exchange without its body; `None` for pages that did not come over HTTP.
    pub(crate) http: Option<Box<Exchanged>>,
    /// Number of items to leave out at its beginning.
    pub(crate) skip: u64,
    /// The most items to deliver after those.
    pub(crate) keep: u64,
    /// Number of lists inside its items that may have been cut.
    pub(crate) truncated: u64,
}

impl<P: Paginated> Received<P> {
    /// Returns the items that the walk is to deliver.
    pub(crate) fn into_items(self) -> Vec<P::Item> {
        let Self {
            mut page,
            items,
            skip,
            keep,
            ..
        } = self;
        let mut items = items.unwrap_or_else(|| page.take_items());
        let skip = usize::try_from(skip).unwrap_or(usize::MAX).min(items.len());
        if skip > 0 {
            items.drain(..skip);
        }
        items.truncate(usize::try_from(keep).unwrap_or(usize::MAX));
        items
    }

    /// Returns the status of the response.
    pub(crate) fn status(&self) -> StatusCode {
        Exchanged::status_of(self.http.as_deref())
    }

    /// Returns the headers of the response.
    pub(crate) fn headers(&self) -> &HeaderMap {
        Exchanged::headers_of(self.http.as_deref())
    }
}

/// The receiver of one page: the pager, and the state that is compared with the response.
pub(super) struct Receiver<'a, R> {
    pub(super) pager: &'a mut Pager,
    pub(super) findings: &'a mut Findings,
    pub(super) glances: &'a mut Glances,
    /// The number of the page in its walk, from 1.
    pub(super) index: u64,
    /// Returns the rules for what errors may show of a response from that URL.
    pub(super) redaction: R,
}

impl<R: Fn(Option<&Url>) -> Redaction> Receiver<'_, R> {
    /// Turns a response into a page that may be delivered; `None` if it is not to be delivered.
    pub(super) fn receive<P: Paginated>(
        mut self,
        mut page: P,
        response: Response,
    ) -> Option<Result<Received<P>, Error>> {
        let Response {
            http, size, cost, ..
        } = response;
        self.pager.note_size(size);
        let fingerprint = self.show_list::<P>(Exchanged::body_of(http.as_deref()));
        let mut items = None;
        let outcome = self.take_in(&mut page, &mut items, http.as_deref(), fingerprint);
        match self.weigh(outcome, http.as_deref()) {
            PageOutcome::Deliver {
                skip,
                keep,
                truncated,
            } => Some(Ok(Received {
                page,
                items,
                index: self.index,
                http: http.map(|mut http| {
                    // It can be large, and a page can be kept for long.
                    http.body = Bytes::new();
                    http
                }),
                skip,
                keep,
                truncated,
            })),
            PageOutcome::Discard | PageOutcome::Unasked => None,
            PageOutcome::Fail(stop) => {
                Some(Err(self.error::<P>(stop, http.as_deref()).after(cost)))
            }
        }
    }

    /// Shows the raw list to the guards that compare it, and returns its fingerprint if pages are
    /// compared by it.
    fn show_list<P: Paginated>(&mut self, body: &[u8]) -> Option<u64> {
        let Self { pager, glances, .. } = self;
        let mut fingerprint = None;
        if pager.fingerprints_pages()
            || (pager.compares_pages_that_look_alike()
                && glances.are_alike(P::SCHEME.items_member, body))
        {
            let member = P::SCHEME
                .items_member
                .and_then(|member| raw_member(body, member));
            fingerprint = self::fingerprint(member, body);
            pager.show_elements(elements(&P::SCHEME, member.map(RawValue::get), body));
        }
        if pager.compares_the_first_overlap() {
            let name = P::SCHEME
                .items_within
                .or(P::SCHEME.items_member)
                .map(last_name);
            pager.show_beginning(
                name.into_iter()
                    .flat_map(|name| leading_elements(name, body)),
            );
        }
        fingerprint
    }

    /// Passes the page's paging values to the pager. If the items can be counted only by taking
    /// them, puts them into `items`.
    fn take_in<P: Paginated>(
        &mut self,
        page: &mut P,
        items: &mut Option<Vec<P::Item>>,
        http: Option<&Exchanged>,
        fingerprint: Option<u64>,
    ) -> PageOutcome {
        let mut info = page.page_info(Exchanged::headers_of(http));
        // Only links are resolved against the URL.
        let leads = matches!(info.next, Next::Page(Cursor::Link(_) | Cursor::Request(_)));
        let url = http.filter(|_| leads).and_then(|http| http.location.url());
        if info.len.is_some() {
            return self.pager.take_in(&mut info, url, fingerprint);
        }
        let mut info: PageInfo<'static> = info.into_owned();
        let taken = items.insert(page.take_items());
        info.len = Some(taken.len());
        self.pager.take_in(&mut info, url, fingerprint)
    }

    /// Compares the response with the declaration if the walk has ended or may be wrong. For all
    /// other pages this costs nothing.
    fn weigh(&mut self, outcome: PageOutcome, http: Option<&Exchanged>) -> PageOutcome {
        if !self.pager.is_at_an_occasion() {
            return outcome;
        }
        let redaction = || (self.redaction)(http.and_then(|http| http.location.url()));
        self.findings
            .weigh(self.pager, outcome, self.index, http, redaction)
    }

    /// Returns the error of a page that fails.
    fn error<P: Paginated>(&self, stop: StopReason, http: Option<&Exchanged>) -> Error {
        let sent = http.and_then(|http| Some((http, http.location.url()?)));
        let redaction = (self.redaction)(sent.map(|(_, url)| url));
        let body = Exchanged::body_of(http);
        let error = match stop {
            StopReason::Api(message) => api_error(message, &P::SCHEME, body, &redaction),
            StopReason::UnclearOk => Error::from_stop(&stop, &P::SCHEME, &redaction)
                .with_excerpt(redaction.refusal(body)),
            stop => Error::from_stop(&stop, &P::SCHEME, &redaction),
        };
        let error = error.at_page(self.index);
        match sent {
            Some((http, url)) => error
                .with_request(&http.method, url)
                .with_status(http.status),
            None => error,
        }
    }
}

/// Returns the last name of a path to a list: `edges` for `users.edges[].node`.
fn last_name(path: &str) -> &str {
    let list = path.split('[').next().unwrap_or_default();
    list.rsplit('.').next().unwrap_or_default()
}
