//! Back and forth through pages, for previous and next buttons over an API that only goes forward.

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

/// Pages that one can go back to, unless [`remember`](Browse::remember) says otherwise.
const REMEMBERED: usize = 100;

/// Goes back and forth through the pages of a list, one request for each move: previous and next
/// buttons over any API, also over one that only leads forward.
///
/// Made by [`Paginator::browse`](crate::Paginator::browse). It remembers the place of each page
/// that was shown, and going back asks for the page before again, with the request that brought it
/// the first time. Nothing is kept of the pages themselves, so what comes is what the list holds by
/// now; and the next move forward follows what the API says now.
///
/// * At an end there is no request: [`next`](Self::next) gives `None` after the last page, as far
///   as the API has said that it is the last one, and [`previous`](Self::previous) at the first.
///   [`has_next`](Self::has_next) and [`has_previous`](Self::has_previous) say so for buttons.
/// * After an error, or if a move is dropped before it is done, it stands where it stood: the same
///   move can be made again.
/// * The memory is [bounded](Self::remember): the oldest places are forgotten first, and one cannot
///   go back beyond them.
/// * [`History`] is that memory as a value. It serialises, so that a web session can hold it
///   between two requests of its user.
/// * Limits of how much a walk takes ([`max_items`](crate::Paginator::max_items),
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

/// Where one has been, and where the current page leads: what a [`Browse`] goes on with in another
/// process.
///
/// It serialises with serde and grows with each page, up to the places that are
/// [remembered](Browse::remember): some hundred bytes for each.
///
/// **Treat it as a secret**, as the [`Checkpoint`]s it is made of: it holds the tokens or links of
/// pages. `Debug` does not show them.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct History {
    /// The places of pages that were shown; the last is the current one.
    pages: VecDeque<Checkpoint>,
    /// The place after the current page. `None` before the first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    next: Option<Checkpoint>,
    /// Nothing follows the current page.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    last: bool,
}

impl History {
    /// The place of the current page: resuming there gives it again. `None` before the first.
    pub fn current(&self) -> Option<&Checkpoint> {
        self.pages.back()
    }

    /// How many pages one can go back.
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

    /// Takes in a page that is shown now; those at the front are forgotten.
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

/// A move.
#[derive(Clone, Copy)]
enum Move {
    Next,
    Previous,
    Reload,
}

impl<P: Paginated, D> Browse<P, D> {
    pub(crate) fn new(fetch: Arc<dyn Fetch<P>>, options: Options, ahead: bool) -> Self {
        let senseless = if ahead {
            Some(
                "pages ahead (`prefetch`, `concurrency`, `early`): each move asks for one page, when it is wanted",
            )
        } else if options.limits.max_items.is_some() || options.limits.max_pages.is_some() {
            Some(
                "`max_items` and `max_pages`: each move asks for one page, so there is nothing to limit",
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

    /// Remembers that many pages to go back to; the oldest are forgotten first. Default: 100. 0
    /// means that one cannot go back.
    #[must_use]
    pub fn remember(mut self, pages: usize) -> Self {
        self.remember = pages;
        self.history.forget(pages);
        self
    }

    /// Stands where another one stood, which may have been in another process; `None` stands before
    /// the first page. The query must be the same, or the next move is an error: see
    /// [`Paginator::resume`](crate::Paginator::resume).
    #[must_use]
    pub fn resume(mut self, history: impl Into<Option<History>>) -> Self {
        self.history = history.into().unwrap_or_default();
        self.history.forget(self.remember);
        self.walk = None;
        self
    }

    /// Where this stands, to be stored.
    pub fn history(&self) -> &History {
        &self.history
    }

    /// Whether there is a page to go back to.
    pub fn has_previous(&self) -> bool {
        !self.history.is_empty()
    }

    /// Whether a page follows, as far as the API has said. Without a total, an API with numbered
    /// pages tells only by an empty page that there was none.
    pub fn has_next(&self) -> bool {
        !self.history.last
    }

    /// One move. Until the page is there, nothing changes.
    async fn go(&mut self, to: Move) -> Result<Option<Page<P>>, Error> {
        if let Some(option) = self.senseless {
            return Err(Error::setup(format!("browsing has no use for {option}")));
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

    /// A walk that begins there; at the beginning, where the paginator begins.
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
    /// The page after the current one, or the first one; `None` if there is none.
    ///
    /// # Errors
    ///
    /// Whatever kept the page away; see [`ErrorKind`](crate::ErrorKind). It can be retried.
    pub async fn next(&mut self) -> Result<Option<Page<P>>, Error> {
        self.go(Move::Next).await
    }

    /// The page before the current one, asked for again; `None` if this is the first, or the ones
    /// before are forgotten, or it is no more.
    ///
    /// # Errors
    ///
    /// Those of [`next`](Self::next). A token that was used before can have expired:
    /// `error.is_expired()`.
    pub async fn previous(&mut self) -> Result<Option<Page<P>>, Error> {
        self.go(Move::Previous).await
    }

    /// The current page, asked for again; before the first page, that one.
    ///
    /// # Errors
    ///
    /// Those of [`previous`](Self::previous).
    pub async fn reload(&mut self) -> Result<Option<Page<P>>, Error> {
        self.go(Move::Reload).await
    }
}

impl<P: Paginated> Browse<P, Blocking> {
    /// The page after the current one, or the first one; `None` if there is none.
    ///
    /// # Errors
    ///
    /// Whatever kept the page away; see [`ErrorKind`](crate::ErrorKind). It can be retried.
    #[expect(
        clippy::should_implement_trait,
        reason = "it goes back, too, and a `for` loop would only go forward"
    )]
    pub fn next(&mut self) -> Result<Option<Page<P>>, Error> {
        block_on(self.go(Move::Next))
    }

    /// The page before the current one, asked for again; `None` if this is the first, or the ones
    /// before are forgotten, or it is no more.
    ///
    /// # Errors
    ///
    /// Those of [`next`](Self::next). A token that was used before can have expired:
    /// `error.is_expired()`.
    pub fn previous(&mut self) -> Result<Option<Page<P>>, Error> {
        block_on(self.go(Move::Previous))
    }

    /// The current page, asked for again; before the first page, that one.
    ///
    /// # Errors
    ///
    /// Those of [`previous`](Self::previous).
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
