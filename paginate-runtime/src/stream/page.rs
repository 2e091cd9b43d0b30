//! One page, as it is delivered.

use std::fmt;
use std::sync::Arc;

use http::{HeaderMap, StatusCode};
use url::Url;

use crate::page::paginated::Paginated;
use crate::pager::checkpoint::Checkpoint;
use crate::pager::end::Outlook;
use crate::pager::places::Places;
use crate::session::receive::Received;
use crate::stream::continuation::Continuation;

/// One page of a walk: the response, and what the walk knows about it.
///
/// [`get`](Self::get) returns a reference to the decoded response, [`into_inner`](Self::into_inner)
/// the response itself.
///
/// The list in the response can contain items that this walk does not deliver (past a limit, or
/// taken before the walk was resumed). [`into_items`](Self::into_items) returns the items that it
/// delivers.
pub struct Page<P: Paginated> {
    received: Received<P>,
    places: Arc<Places>,
}

impl<P: Paginated> Page<P> {
    pub(crate) fn new(received: Received<P>, places: Arc<Places>) -> Self {
        Self { received, places }
    }

    /// Returns the number of this page in its walk, from 1.
    pub fn index(&self) -> u64 {
        self.received.index
    }

    /// Returns the status of the response; 200 for pages from a function.
    pub fn status(&self) -> StatusCode {
        self.received.status()
    }

    /// Returns the headers of the response; empty for pages from a function.
    pub fn headers(&self) -> &HeaderMap {
        self.received.headers()
    }

    /// Returns the URL of the response, after redirects. It can contain a token.
    ///
    /// `None` for pages from a function.
    pub fn url(&self) -> Option<&Url> {
        self.received.http.as_ref()?.location.url()
    }

    /// Returns the number of lists inside the items of this page (`nested = ..`) that are exactly
    /// as long as the page size, and so may have been cut.
    pub fn truncated_lists(&self) -> u64 {
        self.received.truncated
    }

    /// Returns the position of this page: resuming there delivers it again.
    pub fn checkpoint(&self) -> &Checkpoint {
        &self.places.before
    }

    /// Returns the position after this page: resuming there delivers what follows.
    pub fn next_checkpoint(&self) -> &Checkpoint {
        &self.places.after
    }

    /// Returns whether the list ends with this page, as far as the API has said: by a flag, by a
    /// missing continuation, or by a total.
    ///
    /// * `false` on a page after which only [`max_items`](crate::Paginator::max_items) or
    ///   [`max_pages`](crate::Paginator::max_pages) ends the walk.
    /// * `false` on the last page with items if only an empty page marks the end.
    pub fn is_last(&self) -> bool {
        self.places.outlook == Outlook::Last
    }

    /// Returns the continuation of this page as a text, for an interface of your own that returns
    /// pages: see [`Continuation`]. `None` on the last page.
    ///
    /// It is also `None` if a guard refuses the continuation (a loop, a link to another host). Then
    /// the page is not the [last](Self::is_last) one, and the next item of the stream is the error.
    pub fn continuation(&self) -> Option<Continuation> {
        (self.places.outlook == Outlook::More)
            .then(|| Continuation::new(self.next_checkpoint().clone()))
    }

    /// Returns a reference to the response as it was decoded: its fields and methods.
    ///
    /// It contains the same as [`into_inner`](Self::into_inner).
    pub fn get(&self) -> &P {
        &self.received.page
    }

    /// Returns the response as it was decoded.
    ///
    /// It also contains the items that this walk does not deliver: items past `max_items` or past
    /// the end of a [segment](crate::Paginator::segment), items that were taken before the walk was
    /// resumed, and the one that an `inclusive` page repeats. If a function takes the items (`items
    /// = path::to::function`), they are no longer in it.
    pub fn into_inner(self) -> P {
        self.received.page
    }

    /// Returns the items that this walk delivers, in the order of the response.
    ///
    /// Items that were taken before the walk was resumed, items past `max_items` or past the end of
    /// a [segment](crate::Paginator::segment), and the one that an `inclusive` page repeats are
    /// left out.
    pub fn into_items(self) -> Vec<P::Item> {
        self.received.into_items()
    }
}

impl<P: Paginated> AsRef<P> for Page<P> {
    fn as_ref(&self) -> &P {
        self.get()
    }
}

impl<P: Paginated + fmt::Debug> fmt::Debug for Page<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Page")
            .field("index", &self.received.index)
            .field("status", &self.received.status())
            .field("page", &self.received.page)
            .finish_non_exhaustive()
    }
}
