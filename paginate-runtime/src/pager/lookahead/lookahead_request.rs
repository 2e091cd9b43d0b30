//! Where a walk will ask next, as a page says that is still on its way.

use std::sync::Arc;

use url::Url;

use crate::page::cursor::Cursor;
use crate::page::next::Next;
use crate::pager::action::PageRequest;
use crate::pager::pager::Pager;
use crate::scheme::location::Source;

impl Pager {
    /// What would be asked for `ahead` pages after the page that is asked for now, if the page
    /// before that names `next`; `url` is where that page came from, and `size` what it was asked
    /// for with. For drivers that read a continuation before its page is complete. `None` if it
    /// is not certain enough to be asked for: it was used before, leads elsewhere, or the pages
    /// until then may reach a limit or an end.
    pub fn lookahead_request(
        &self,
        next: Next<'_>,
        url: Option<&Url>,
        size: Option<u64>,
        ahead: u64,
    ) -> Option<PageRequest> {
        lookahead_request(self, next, url, size, ahead)
    }
}

/// See [`Pager::lookahead_request`].
pub(crate) fn lookahead_request(
    pager: &Pager,
    mut next: Next<'_>,
    url: Option<&Url>,
    size: Option<u64>,
    ahead: u64,
) -> Option<PageRequest> {
    let ends = &pager.scheme().end_on;
    let items_decide = ends.empty || ends.short || ends.repeat;
    let fits = match pager.scheme().source {
        Source::Token(_) => matches!(next, Next::Token(_)),
        Source::NextUrl => matches!(next, Next::Url(_)),
        _ => false,
    };
    if items_decide || !fits || pager.resolve(&mut next, url).is_some() {
        return None;
    }
    let cursor = Cursor::from_next(next)?;
    if pager.has_used(&cursor) {
        return None;
    }
    let pages = pager.own_pages().saturating_add(ahead);
    // Without a page size the number of items until then is unknown. An API may send more than it
    // was asked for.
    let items = match (pager.limits().max_items, pager.size()) {
        (None, _) => 0,
        (Some(_), Some(size)) => pager
            .received()
            .saturating_add(ahead.saturating_mul(size.max(pager.longest()))),
        (Some(_), None) => return None,
    };
    (!pager.limit_reached_at(items, pages)).then(|| PageRequest {
        cursor: Arc::new(cursor),
        size,
        page: pager.page_number(pages),
        probe: false,
    })
}
