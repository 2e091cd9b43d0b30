//! Goes back and forth through pages, for previous and next buttons over an API that only goes
//! forward.

use std::collections::VecDeque;
use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::error::Error;
use crate::page::paginated::Paginated;
use crate::pager::checkpoint::Checkpoint;
use crate::policy::options::{Options, Resume};
use crate::runtime::block_on;
use crate::session::walk::Walk;
use crate::source::fetch::Fetch;
use crate::stream::blocking::{Blocking, Streaming};
use crate::stream::page::Page;
use crate::stream::pages::Pages;

/// The default of [`remember`](Browse::remember): how many pages one can go back.
const REMEMBERED: usize = 100;

/// A position in the pages of a list that moves back and forth, with one request for each move: for
/// previous and next buttons over any API, also over one that only leads forward.
///
/// Made by [`Paginator::browse`](crate::Paginator::browse). It remembers the position of each page
/// that was shown. To go back, it sends the request of the previous page again. The pages
/// themselves are not stored: a move returns what the list contains now, and the next move forward
/// follows the continuation of that response.
///
/// * At an end no request is sent: [`next`](Self::next) returns `None` after the last page, if the
///   API has said that it is the last one, and [`previous`](Self::previous) at the first.
///   [`has_next`](Self::has_next) and [`has_previous`](Self::has_previous) say so for buttons.
/// * After an error, or if a move is dropped before it is complete, the position is unchanged: the
///   same move can be made again.
/// * The memory is [bounded](Self::remember): the oldest positions are forgotten first, and one
///   cannot go back to them.
/// * [`History`] is that memory as a value. It serialises, so that a web session can store it
///   between two requests of its user.
/// * Limits of a walk ([`max_items`](crate::Paginator::max_items),
///   [`max_pages`](crate::Paginator::max_pages), a segment) and pages
///   [ahead](crate::Paginator::prefetch) have no meaning here: with one of them, every move is an
///   error.
///
/// ```
/// # use paginate_runtime::{Error, Paginated, source::IntoSource};
/// # async fn run<P>(request: impl IntoSource) -> Result<(), Error>
/// # where P: Paginated + serde::de::DeserializeOwned + 'static {
/// let mut browse = P::paginate(request).browse();
/// let _first = browse.next().await?;
/// let _second = browse.next().await?;
/// let _first_again = browse.previous().await?;
/// assert!(!browse.has_previous());
/// # Ok(())
/// # }
/// ```
pub struct Browse<P: Paginated, D = Streaming> {
    fetch: Arc<dyn Fetch<P>>,
    options: Options,
    history: History,
    remember: usize,
    /// The walk whose last page is the current one; `None` if the next move begins one.
    walk: Option<Pages<P>>,
    /// Options that have no meaning here.
    senseless: Option<&'static str>,
    driver: PhantomData<fn() -> D>,
}

/// The memory of a [`Browse`]: the positions of the pages that were shown, and the one after the
/// current page. With it, another process can continue.
///
/// It serialises with serde. It grows by some hundred bytes with each page, up to the number of
/// pages that are [remembered](Browse::remember).
///
/// **Treat it as a secret**, like the [`Checkpoint`]s in it: it contains the tokens or links of
/// pages. `Debug` does not show them.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct History {
    /// The positions of the pages that were shown; the last is the current one.
    pages: VecDeque<Checkpoint>,
    /// The position after the current page. `None` before the first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    next: Option<Checkpoint>,
    /// Nothing follows the current page.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    last: bool,
}

impl History {
    /// Returns the position of the current page: resuming there delivers it again. `None` before
    /// the first page.
    pub fn current(&self) -> Option<&Checkpoint> {
        self.pages.back()
    }

    /// Returns how many pages one can go back.
    pub fn len(&self) -> usize {
        self.pages.len().saturating_sub(1)
    }

    /// Whether one cannot go back.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    fn before_current(&self) -> Option<&Checkpoint> {
        self.pages.get(self.pages.len().checked_sub(2)?)
    }

    /// Adds a page that is shown now, and forgets the oldest pages if there are too many.
    fn show<P: Paginated>(&mut self, page: &Page<P>, remember: usize) {
        self.pages.push_back(page.checkpoint().clone());
        self.next = Some(page.next_checkpoint().clone());
        self.last = page.is_last();
        self.forget(remember);
    }

    fn forget(&mut self, remember: usize) {
        let surplus = self.pages.len().saturating_sub(remember.saturating_add(1));
        self.pages.drain(..surplus);
    }
}

impl fmt::Debug for History {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("History")
            .field("len", &self.len())
            .field("last", &self.last)
            .finish_non_exhaustive()
    }
}

/// A move of a [`Browse`].
#[derive(Clone, Copy)]
enum Move {
    Next,
    Previous,
    Reload,
}

impl<P: Paginated, D> Browse<P, D> {
    pub(crate) fn new(fetch: Arc<dyn Fetch<P>>, options: Options, ahead: bool) -> Self {
        let senseless = if ahead {
            Some("`prefetch`, `concurrency` and `early`: each move requests one page")
        } else if options.limits.max_items.is_some() || options.limits.max_pages.is_some() {
            Some(
                "`max_items` and `max_pages`: each move requests one page, so there is nothing to limit",
            )
        } else if options
            .resume
            .as_ref()
            .is_some_and(|resume| resume.segment.is_some())
        {
            Some("a segment: resume with its history, or with a checkpoint")
        } else {
            None
        };
        Self {
            fetch,
            options,
            history: History::default(),
            remember: REMEMBERED,
            walk: None,
            senseless,
            driver: PhantomData,
        }
    }

    /// Sets how many pages one can go back. The oldest are forgotten first. Default: 100. 0 means
    /// that one cannot go back.
    #[must_use]
    pub fn remember(mut self, pages: usize) -> Self {
        self.remember = pages;
        self.history.forget(pages);
        self
    }

    /// Continues at the position of another [`Browse`], which may have been in another process.
    /// `None` is the position before the first page. The query must be the same, or the next move
    /// is an error: see [`Paginator::resume`](crate::Paginator::resume).
    #[must_use]
    pub fn resume(mut self, history: impl Into<Option<History>>) -> Self {
        self.history = history.into().unwrap_or_default();
        self.history.forget(self.remember);
        self.walk = None;
        self
    }

    /// Returns the current position and the memory, to be stored.
    pub fn history(&self) -> &History {
        &self.history
    }

    /// Whether there is a page to go back to.
    pub fn has_previous(&self) -> bool {
        !self.history.is_empty()
    }

    /// Whether a page follows, as far as the API has said. Without a total, an API with numbered
    /// pages marks the end only with an empty page.
    pub fn has_next(&self) -> bool {
        !self.history.last
    }

    /// Makes one move. Nothing changes before the page has arrived.
    async fn go(&mut self, to: Move) -> Result<Option<Page<P>>, Error> {
        if let Some(option) = self.senseless {
            return Err(Error::setup(format!("`.browse()` cannot use {option}")));
        }
        let mut walk = match to {
            Move::Next if self.history.last => return Ok(None),
            Move::Next => match self.walk.take() {
                Some(walk) => walk,
                None => self.walk_from(self.history.next.clone()),
            },
            Move::Previous => match self.history.before_current().cloned() {
                Some(place) => self.walk_from(Some(place)),
                None => return Ok(None),
            },
            Move::Reload => self.walk_from(self.history.current().cloned()),
        };
        let Some(page) = walk.try_next().await? else {
            if matches!(to, Move::Next) {
                self.history.last = true;
            }
            return Ok(None);
        };
        let leaves = match to {
            Move::Next => 0,
            Move::Previous => 2,
            Move::Reload => 1,
        };
        let stay = self.history.pages.len().saturating_sub(leaves);
        self.history.pages.truncate(stay);
        self.history.show(&page, self.remember);
        self.walk = Some(walk);
        Ok(Some(page))
    }

    /// Returns a walk that begins at this position; without one, where the paginator begins.
    fn walk_from(&self, place: Option<Checkpoint>) -> Pages<P> {
        let mut options = self.options.clone();
        if let Some(checkpoint) = place {
            let unchecked = options
                .resume
                .as_ref()
                .is_some_and(|resume| resume.unchecked);
            options.resume = Some(Resume {
                checkpoint,
                segment: None,
                unchecked,
            });
        }
        Pages::new(
            Walk::new(Arc::clone(&self.fetch), &options),
            None,
            options.on_page,
        )
    }
}

impl<P: Paginated> Browse<P> {
    /// Returns the page after the current one, or the first page; `None` if there is none.
    ///
    /// # Errors
    ///
    /// Returns the error of the request; see [`ErrorKind`](crate::ErrorKind). The move can be
    /// repeated.
    pub async fn next(&mut self) -> Result<Option<Page<P>>, Error> {
        self.go(Move::Next).await
    }

    /// Requests the page before the current one again. Returns `None` if the current page is the
    /// first, if the pages before it are forgotten, or if the page no longer exists.
    ///
    /// # Errors
    ///
    /// Returns the same errors as [`next`](Self::next). The token of that page can have expired:
    /// `error.is_expired()`.
    pub async fn previous(&mut self) -> Result<Option<Page<P>>, Error> {
        self.go(Move::Previous).await
    }

    /// Requests the current page again; before the first page, requests that one.
    ///
    /// # Errors
    ///
    /// Returns the same errors as [`previous`](Self::previous).
    pub async fn reload(&mut self) -> Result<Option<Page<P>>, Error> {
        self.go(Move::Reload).await
    }
}

impl<P: Paginated> Browse<P, Blocking> {
    /// Returns the page after the current one, or the first page; `None` if there is none.
    ///
    /// # Errors
    ///
    /// Returns the error of the request; see [`ErrorKind`](crate::ErrorKind). The move can be
    /// repeated.
    #[expect(
        clippy::should_implement_trait,
        reason = "it goes back, too, and a `for` loop would only go forward"
    )]
    pub fn next(&mut self) -> Result<Option<Page<P>>, Error> {
        block_on(self.go(Move::Next))
    }

    /// Requests the page before the current one again. Returns `None` if the current page is the
    /// first, if the pages before it are forgotten, or if the page no longer exists.
    ///
    /// # Errors
    ///
    /// Returns the same errors as [`next`](Self::next). The token of that page can have expired:
    /// `error.is_expired()`.
    pub fn previous(&mut self) -> Result<Option<Page<P>>, Error> {
        block_on(self.go(Move::Previous))
    }

    /// Requests the current page again; before the first page, requests that one.
    ///
    /// # Errors
    ///
    /// Returns the same errors as [`previous`](Self::previous).
    pub fn reload(&mut self) -> Result<Option<Page<P>>, Error> {
        block_on(self.go(Move::Reload))
    }
}

impl<P: Paginated, D> fmt::Debug for Browse<P, D> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Browse")
            .field("history", &self.history)
            .finish_non_exhaustive()
    }
}
