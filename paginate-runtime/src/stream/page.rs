//! One page, as it is handed out.

use std::fmt;
use std::ops::Deref;
use std::sync::Arc;

use http::{HeaderMap, StatusCode};
use url::Url;

use crate::page::paginated::Paginated;
use crate::pager::checkpoint::Checkpoint;
use crate::pager::end::Outlook;
use crate::pager::places::Places;
use crate::session::receive::Received;
use crate::stream::continuation::Continuation;

/// One page of a walk. Derefs to the response type, whose list can hold more than this walk is to
/// deliver: take the items with [`into_items`](Self::into_items).
pub struct Page<P: Paginated> {
    received: Received<P>,
    places: Arc<Places>,
}

impl<P: Paginated> Page<P> {
    pub(crate) fn new(received: Received<P>, places: Arc<Places>) -> Self {
        Self { received, places }
    }

    /// The number of this page in its walk, from 1.
    pub fn index(&self) -> u64 {
        self.received.index
    }

    /// The status of the response; 200 for pages that did not come over HTTP.
    pub fn status(&self) -> StatusCode {
        self.received.status
    }

    /// The headers of the response; empty for pages that did not come over HTTP.
    pub fn headers(&self) -> &HeaderMap {
        self.received.headers()
    }

    /// The URL that answered, after redirects. It can hold a token. `None` for pages that did not
    /// come over HTTP.
    pub fn url(&self) -> Option<&Url> {
        self.received.http.as_ref()?.location.url()
    }

    /// Lists inside the items of this page (`nested = ..`) that are exactly as long as the page
    /// size, and so may have been cut.
    pub fn truncated_lists(&self) -> u64 {
        self.received.truncated
    }

    /// The place of this page: resuming there delivers it again.
    pub fn checkpoint(&self) -> &Checkpoint {
        self.places.checkpoint(&P::SCHEME)
    }

    /// The place after this page: resuming there delivers what follows.
    pub fn next_checkpoint(&self) -> &Checkpoint {
        self.places.next_checkpoint(&P::SCHEME)
    }

    /// Whether the list ends with this page, as far as the API has said: by its flag, by naming
    /// nothing that leads on, by a total that was reached. `false` on the last page that
    /// [`max_items`](crate::Paginator::max_items) or [`max_pages`](crate::Paginator::max_pages)
    /// leaves, if the list goes on; and where only an empty page tells the end, on the page before
    /// that.
    pub fn is_last(&self) -> bool {
        self.places.outlook() == Outlook::Last
    }

    /// What leads to the page after this one, for an interface of your own that exposes pages: see
    /// [`Continuation`]. `None` on the last page.
    ///
    /// It is also `None` where the walk cannot go on, because a guard refuses what the page names
    /// (a loop, a link to another host); then this is not the [last](Self::is_last) page, and the
    /// next page of the stream is the error, without a request.
    pub fn continuation(&self) -> Option<Continuation> {
        (self.places.outlook() == Outlook::More)
            .then(|| Continuation::new(self.next_checkpoint().clone()))
    }

    /// The response as it was decoded. Items past `max_items`, or past the end of a
    /// [segment](crate::Paginator::segment), are still in it, those that a resumed walk had taken
    /// before, and the one that an `inclusive` page repeats.
    ///
    /// Where the items come from a function (`items = path::to::function`), they have been taken
    /// out of it.
    pub fn into_inner(self) -> P {
        self.received.page
    }

    /// The items that this walk is to deliver, in wire order: without those that a resumed walk had
    /// taken before, and the one that an `inclusive` page repeats, and on the last page not more
    /// than `max_items` or the end of a [segment](crate::Paginator::segment) leave.
    pub fn into_items(self) -> Vec<P::Item> {
        self.received.into_items()
    }
}

impl<P: Paginated> Deref for Page<P> {
    type Target = P;

    fn deref(&self) -> &P {
        &self.received.page
    }
}

impl<P: Paginated + fmt::Debug> fmt::Debug for Page<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Page")
            .field("index", &self.received.index)
            .field("status", &self.received.status)
            .field("page", &self.received.page)
            .finish_non_exhaustive()
    }
}
