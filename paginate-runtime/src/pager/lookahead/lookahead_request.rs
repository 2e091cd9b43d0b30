//! Predicts the request of a walk from the continuation of a page that is still arriving.

use std::sync::Arc;

use url::Url;

use crate::page::cursor::Cursor;
use crate::pager::action::PageRequest;
use crate::pager::pager::Pager;
use crate::scheme::location::Source;

impl Pager {
    /// Returns the request that would follow `ahead` pages after the page that is requested now, if
    /// the page before it names `next`. `url` is where that page came from, and `size` is the page
    /// size of its request. For drivers that read a continuation before its page is complete.
    /// `None` if the request is not certain enough: the continuation was used before or leads
    /// elsewhere, or the pages until then may reach a limit or an end.
    pub fn lookahead_request(
        &self,
        next: Cursor<'_>,
        url: Option<&Url>,
        size: Option<u64>,
        ahead: u64,
    ) -> Option<PageRequest> {
        lookahead_request(self, next, url, size, ahead)
    }
}

/// Implements [`Pager::lookahead_request`].
pub(crate) fn lookahead_request(
    pager: &Pager,
    mut next: Cursor<'_>,
    url: Option<&Url>,
    size: Option<u64>,
    ahead: u64,
) -> Option<PageRequest> {
    let ends = &pager.scheme().end_on;
    let items_decide = ends.empty || ends.short || ends.repeat;
    let fits = match pager.scheme().source {
        Source::Token(_) => matches!(next, Cursor::Token(_)),
        Source::NextUrl => matches!(next, Cursor::Link(_)),
        _ => false,
    };
    if items_decide || !fits || pager.resolve(&mut next, url).is_some() {
        return None;
    }
    if pager.has_used(&next) {
        return None;
    }
    let pages = pager.own_pages().saturating_add(ahead);
    // Without a page size, the number of items until then is unknown. An API may send more items
    // than requested.
    let items = match (pager.limits().max_items, pager.size()) {
        (None, _) => 0,
        (Some(_), Some(size)) => pager
            .received()
            .saturating_add(ahead.saturating_mul(size.max(pager.longest()))),
        (Some(_), None) => return None,
    };
    (!pager.limit_reached_at(items, pages)).then(|| PageRequest {
        cursor: Arc::new(next.into_owned()),
        size,
        page: pager.page_number(pages),
        probe: false,
    })
}
