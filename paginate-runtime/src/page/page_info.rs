//! [`PageInfo`]: what one page says about the walk.
use std::borrow::Cow;
use std::fmt;

use crate::page::count::Count;
use crate::page::cursor::Cursor;
use crate::page::error_signal::ErrorSignal;
use crate::page::flag::Flag;
use crate::page::items::PageItems;
use crate::page::link::PageLink;
use crate::page::next::Next;
use crate::page::reading::Reading;
use crate::page::token::PageToken;
use crate::page::token_value::TokenValue;

/// What one page says about the walk. Everything is optional: what an API does not say stays unset.
///
/// [`Paginated::page_info`](crate::Paginated::page_info) builds it with the methods below, one for
/// each key of the attribute. Each takes a [`Reading`]: `Some(&self.total)` for a field, which is
/// an `Option` because a path such as `"paging.next"` can lead through a field that is absent; a
/// [`Header`](crate::page::Header) for a header; [`Computed`](crate::page::Computed) for the result
/// of a function.
///
/// ```
/// use paginate_runtime::{HeaderMap, page::{Header, PageInfo}};
/// # let mut headers = HeaderMap::new();
/// # headers.insert("x-total", "5".parse().unwrap());
/// let total = Header::new(&headers, "X-Total");
/// let info = PageInfo::new().items(Some(&vec![1, 2])).token(Some("abc")).total(total);
/// assert_eq!((info.len, info.total), (Some(2), Some(5)));
/// ```
#[derive(Clone, Default)]
#[non_exhaustive]
pub struct PageInfo<'a> {
    /// The continuation. Counter modes leave this at [`Next::End`], because the runtime counts.
    pub next: Next<'a>,
    /// `Some(true)` if the API says that there is more; `Some(false)` if it says that this is the
    /// end.
    pub more: Option<bool>,
    /// The number of pages of the whole list.
    pub pages: Option<u64>,
    /// The total: the number of items of the whole list.
    pub total: Option<u64>,
    /// Whether the API says that the call worked; `None` if it does not say so in the page.
    pub ok: Option<bool>,
    /// Whether the page has a value for `ok` that means neither yes nor no.
    pub(crate) unclear_ok: bool,
    /// `Some(false)` if the response is not ready; the same request is then sent again.
    pub ready: Option<bool>,
    /// The reason why a declared value cannot be read. It is an error, like [`Next::Malformed`].
    pub(crate) unreadable: Option<Cow<'static, str>>,
    /// The same for `ok` or `error`: the page may be a failure, so it fails.
    pub(crate) unreadable_status: Option<Cow<'static, str>>,
    /// The API's own error report, if this page is one.
    pub error: Option<Cow<'a, str>>,
    /// The key of the first element, if pages [repeat an item](crate::scheme::Scheme::inclusive).
    pub first: Option<TokenValue<'a>>,
    /// The key of the element before the last one.
    pub(crate) before_last: Option<TokenValue<'a>>,
    /// The number of elements that the list has on the wire; `None` if it is known only after the
    /// items are taken.
    pub len: Option<usize>,
    /// The number of items that [`take_items`](crate::Paginated::take_items) will return, if it
    /// differs from `len`: elements can be wrapped (`edges[].node`) and empty.
    pub yields: Option<usize>,
    /// The lists inside items that the API cuts at the page size.
    pub nested: Vec<Nested>,
}

/// The lengths of the lists inside the items of a page.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Nested {
    /// The field of the item.
    pub field: &'static str,
    /// The length of the list in each item.
    pub lens: Vec<usize>,
    /// The number of lists that are cut, if the API says so with a flag for each; `None` if only
    /// the length can tell.
    pub cut: Option<usize>,
}

/// Leaves out the API's own text, which can quote a token.
impl fmt::Debug for PageInfo<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PageInfo")
            .field("next", &self.next)
            .field("more", &self.more)
            .field("pages", &self.pages)
            .field("total", &self.total)
            .field("ok", &self.ok)
            .field("ready", &self.ready)
            .field("error", &self.error.is_some())
            .field("first", &self.first)
            .field("len", &self.len)
            .field("yields", &self.yields)
            .field("nested", &self.nested)
            .finish()
    }
}

impl<'a> PageInfo<'a> {
    /// Creates the info of a page that says nothing.
    #[inline]
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets the number of items. An absent list counts as empty.
    #[must_use]
    #[inline]
    pub fn items<L: PageItems + ?Sized>(mut self, list: Option<&L>) -> Self {
        self.len = Some(list.map_or(0, L::len));
        self
    }

    /// Sets the number of elements of the list, if it is known otherwise.
    #[must_use]
    #[inline]
    pub fn item_count(mut self, len: usize) -> Self {
        self.len = Some(len);
        self
    }

    /// Sets how many of the elements hold an item.
    #[must_use]
    pub fn yields(mut self, items: usize) -> Self {
        self.yields = Some(items);
        self
    }

    /// Sets the token of the next page.
    #[must_use]
    #[inline]
    pub fn token<T: PageToken + ?Sized>(mut self, token: impl Reading<'a, T>) -> Self {
        self.next = token.token();
        self
    }

    /// Adds the next part of a token that has [several](crate::scheme::Source::Tokens). Call it
    /// once for each part, in the order of their locations.
    #[must_use]
    pub fn token_part<T: PageToken + ?Sized>(mut self, part: impl Reading<'a, T>) -> Self {
        self.next = match (self.next, part.token()) {
            (Next::Malformed(why), _) | (_, Next::Malformed(why)) => Next::Malformed(why),
            (so_far, part) => {
                let mut parts = match so_far {
                    Next::Page(Cursor::Tokens(parts)) => parts,
                    _ => Vec::new(),
                };
                parts.push(match part {
                    Next::Page(Cursor::Token(value)) => Some(value),
                    _ => None,
                });
                Next::Page(Cursor::Tokens(parts))
            }
        };
        self
    }

    /// Sets the URL of the next page.
    #[must_use]
    #[inline]
    pub fn url<T: PageLink + ?Sized>(mut self, link: impl Reading<'a, T>) -> Self {
        self.next = link.link();
        self
    }

    /// Sets the key of the last item.
    #[must_use]
    pub fn last_item<T: PageToken + ?Sized>(self, key: Option<&'a T>) -> Self {
        self.token(key)
    }

    /// Sets the key of the first item. If pages can [repeat an
    /// item](crate::scheme::Scheme::inclusive), it tells whether this page does.
    #[must_use]
    pub fn first_item<T: PageToken + ?Sized>(mut self, key: Option<&'a T>) -> Self {
        self.first = key.and_then(T::value);
        self
    }

    /// Sets the key of the item before the last one. If it equals the key of the last one, keys are
    /// not unique.
    #[must_use]
    pub fn before_last_item<T: PageToken + ?Sized>(mut self, key: Option<&'a T>) -> Self {
        self.before_last = key.and_then(T::value);
        self
    }

    /// Returns whether the last two items have the same key.
    pub(crate) fn is_tied(&self) -> bool {
        matches!((&self.next, &self.before_last), (Next::Page(Cursor::Token(last)), Some(before)) if last == before)
    }

    /// Sets what a function decided about the next page.
    #[must_use]
    pub fn next(mut self, next: Next<'a>) -> Self {
        self.next = next;
        self
    }

    /// Sets the flag that is true while there is more.
    #[must_use]
    #[inline]
    pub fn more<T: Flag + ?Sized>(mut self, flag: impl Reading<'a, T>) -> Self {
        self.more = flag.read(T::flag).unwrap_or_else(|why| self.cannot(why));
        self
    }

    /// Sets the flag that is true on the last page.
    #[must_use]
    #[inline]
    pub fn done<T: Flag + ?Sized>(self, flag: impl Reading<'a, T>) -> Self {
        let mut page = self.more(flag);
        page.more = page.more.map(|done| !done);
        page
    }

    /// Sets the number of pages of the whole list.
    #[must_use]
    #[inline]
    pub fn pages<T: Count + ?Sized>(mut self, pages: impl Reading<'a, T>) -> Self {
        self.pages = pages.read(T::count).unwrap_or_else(|why| self.cannot(why));
        self
    }

    /// Sets the total: the number of items of the whole list.
    #[must_use]
    #[inline]
    pub fn total<T: Count + ?Sized>(mut self, total: impl Reading<'a, T>) -> Self {
        self.total = total.read(T::count).unwrap_or_else(|why| self.cannot(why));
        self
    }

    /// Sets whether the call worked. A missing flag means no, because the declaration says that the
    /// API sends it.
    #[must_use]
    pub fn ok<T: Flag + ?Sized>(mut self, flag: impl Reading<'a, T>) -> Self {
        let said = flag.read(|flag| Some((flag.flag(), flag.is_unclear())));
        match said {
            Ok(said) => {
                let (flag, unclear) = said.unwrap_or_default();
                self.ok = Some(flag.unwrap_or(false));
                self.unclear_ok = unclear;
            }
            Err(why) => self.unreadable_status = Some(why),
        }
        self
    }

    /// Sets whether the response is ready. A missing flag says nothing.
    ///
    /// Set [`Scheme::ready`](crate::scheme::Scheme::ready) too; without it, the runtime ignores
    /// this flag.
    #[must_use]
    pub fn ready<T: Flag + ?Sized>(mut self, flag: impl Reading<'a, T>) -> Self {
        self.ready = flag.read(T::flag).unwrap_or_else(|why| self.cannot(why));
        self
    }

    /// Sets the API's own error report.
    #[must_use]
    pub fn error<T: ErrorSignal + ?Sized>(mut self, report: impl Reading<'a, T>) -> Self {
        match report.failure() {
            Ok(error) => self.error = error,
            Err(why) => self.unreadable_status = Some(why),
        }
        self
    }

    /// Stores why a value cannot be read. The value counts as absent; the items of the page are
    /// delivered, and then the walk stops with this reason, unless it has ended by a limit.
    #[cold]
    fn cannot<T>(&mut self, why: Cow<'static, str>) -> Option<T> {
        self.unreadable.get_or_insert(why);
        None
    }

    /// Adds the lengths of a list inside the items that the API cuts at the page size: one length
    /// for each item that has the list. `cut` is the number of lists that are cut, if the API says
    /// so with a flag in each; `None` if only the length can tell.
    #[must_use]
    pub fn nested(
        mut self,
        field: &'static str,
        lens: impl Iterator<Item = usize>,
        cut: Option<usize>,
    ) -> Self {
        self.nested.push(Nested {
            field,
            lens: lens.collect(),
            cut,
        });
        self
    }

    /// Converts it into an info that borrows nothing.
    pub fn into_owned(self) -> PageInfo<'static> {
        PageInfo {
            next: self.next.into_owned(),
            more: self.more,
            pages: self.pages,
            total: self.total,
            ok: self.ok,
            unclear_ok: self.unclear_ok,
            ready: self.ready,
            unreadable: self.unreadable,
            unreadable_status: self.unreadable_status,
            error: self.error.map(|error| Cow::Owned(error.into_owned())),
            first: self.first.map(TokenValue::into_owned),
            before_last: self.before_last.map(TokenValue::into_owned),
            len: self.len,
            yields: self.yields,
            nested: self.nested,
        }
    }
}
