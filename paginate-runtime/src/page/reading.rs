//! The sources of a page's values: the body, a header, a function.

use std::borrow::Cow;

use http::HeaderMap;

use crate::page::count::total_of_range;
use crate::page::error_signal::ErrorSignal;
use crate::page::link::{Link, LinkTarget, PageLink};
use crate::page::link_header;
use crate::page::next::Next;
use crate::page::token::PageToken;
use sealed::{Read, Unreadable};

/// The source of a value of a page. The methods of [`PageInfo`](crate::page::PageInfo) take it.
///
/// * `Some(&self.total)`: a field of the page, or `None` if the path to it is absent
/// * [`Header`]: a header of the response
/// * [`LinkHeader`]: the `Link` header, for [`url`](crate::page::PageInfo::url)
/// * [`Computed`]: the result of a function, which does not live as long as the page
///
/// `T` is the type of the value. If a header is present but is not text, the walk stops with an
/// error, whichever method reads it. Sealed.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not where a value of a page is read",
    note = "give `Some(&self.field)`, `Header::new(headers, name)` or `Computed(value)`"
)]
pub trait Reading<'a, T: ?Sized>: Read<'a, T> {}

pub(crate) mod sealed {
    use super::{Cow, ErrorSignal, Next, PageLink, PageToken};

    /// The reason why a value cannot be read.
    pub(crate) type Unreadable = Cow<'static, str>;

    /// A source of a value. What it is not for, it does not have.
    pub trait Read<'a, T: ?Sized>: Sized {
        /// Returns what a flag or a count says, if there is a value.
        fn read<V>(self, _: impl FnOnce(&T) -> Option<V>) -> Result<Option<V>, Unreadable> {
            Ok(None)
        }

        /// Returns the token of the next page.
        fn token(self) -> Next<'a>
        where
            T: PageToken,
        {
            Next::End
        }

        /// Returns the link to the next page.
        fn link(self) -> Next<'a>
        where
            T: PageLink,
        {
            Next::End
        }

        /// Returns the API's error report.
        fn failure(self) -> Result<Option<Cow<'a, str>>, Unreadable>
        where
            T: ErrorSignal,
        {
            Ok(None)
        }
    }
}

impl<'a, T: ?Sized> Reading<'a, T> for Option<&'a T> {}

impl<'a, T: ?Sized> Read<'a, T> for Option<&'a T> {
    #[inline]
    fn read<V>(self, read: impl FnOnce(&T) -> Option<V>) -> Result<Option<V>, Unreadable> {
        Ok(self.and_then(read))
    }

    #[inline]
    fn token(self) -> Next<'a>
    where
        T: PageToken,
    {
        self.and_then(T::value).map_or(Next::End, Next::token)
    }

    #[inline]
    fn link(self) -> Next<'a>
    where
        T: PageLink,
    {
        self.and_then(T::link).map_or(Next::End, Next::link)
    }

    fn failure(self) -> Result<Option<Cow<'a, str>>, Unreadable>
    where
        T: ErrorSignal,
    {
        Ok(self.and_then(T::failure))
    }
}

/// A header of the response, read as text. An absent header and the word `null` say nothing. If the
/// bytes are not UTF-8, the walk stops with an error. Of `Content-Range` (`items 0-24/1037`), the
/// total is read.
///
/// ```
/// use paginate_runtime::{HeaderMap, page::{Header, PageInfo}};
/// # let mut headers = HeaderMap::new();
/// # headers.insert("x-total", "5".parse().unwrap());
/// assert_eq!(PageInfo::new().total(Header::new(&headers, "X-Total")).total, Some(5));
/// ```
#[derive(Clone)]
pub struct Header<'a>(Result<Option<&'a str>, Unreadable>);

impl<'a> Header<'a> {
    /// Reads the first header with that name.
    pub fn new(headers: &'a HeaderMap, name: &str) -> Self {
        let Some(value) = headers.get(name) else {
            return Self(Ok(None));
        };
        Self(match std::str::from_utf8(value.as_bytes()) {
            Ok(range) if name.eq_ignore_ascii_case("content-range") => Ok(total_of_range(range)),
            // A header can express null only by that word (Salesforce Bulk).
            Ok(text) => Ok(Some(text).filter(|text| *text != "null")),
            Err(_) => Err(Cow::Owned(format!("the header `{name}` is not text"))),
        })
    }
}

impl<'a> Reading<'a, str> for Header<'a> {}

impl<'a> Read<'a, str> for Header<'a> {
    fn read<V>(self, read: impl FnOnce(&str) -> Option<V>) -> Result<Option<V>, Unreadable> {
        Ok(self.0?.and_then(read))
    }

    fn token(self) -> Next<'a> {
        self.0.map_or_else(Next::Malformed, Read::token)
    }

    fn link(self) -> Next<'a> {
        self.0.map_or_else(Next::Malformed, Read::link)
    }

    fn failure(self) -> Result<Option<Cow<'a, str>>, Unreadable> {
        self.0?.failure()
    }
}

/// The link of one relation in the `Link` header (RFC 8288).
///
/// ```
/// use paginate_runtime::{HeaderMap, Next, page::{Cursor, LinkHeader, PageInfo}};
/// # let mut headers = HeaderMap::new();
/// # headers.insert("link", "</users?page=2>; rel=\"next\"".parse().unwrap());
/// let info = PageInfo::new().url(LinkHeader::new(&headers, "next"));
/// assert!(matches!(info.next, Next::Page(Cursor::Link(link)) if link.href == "/users?page=2"));
/// ```
#[derive(Clone)]
pub struct LinkHeader<'a>(Next<'a>);

impl<'a> LinkHeader<'a> {
    /// Reads the first link with that relation. If the header is malformed, the walk stops with an
    /// error.
    pub fn new(headers: &'a HeaderMap, relation: &str) -> Self {
        Self(match link_header::find(headers, relation) {
            Ok(link) => link.map_or(Next::End, |href| Next::link(LinkTarget::get(href))),
            Err(malformed) => Next::Malformed(malformed.to_string().into()),
        })
    }
}

impl<'a> Reading<'a, Link> for LinkHeader<'a> {}

impl<'a> Read<'a, Link> for LinkHeader<'a> {
    fn link(self) -> Next<'a> {
        self.0
    }
}

/// The result of a function. It does not live as long as the page, so its text is copied.
#[derive(Debug, Clone)]
pub struct Computed<T>(pub T);

impl<'a, T> Reading<'a, T> for Computed<T> {}

impl<'a, T> Read<'a, T> for Computed<T> {
    fn read<V>(self, read: impl FnOnce(&T) -> Option<V>) -> Result<Option<V>, Unreadable> {
        Ok(read(&self.0))
    }

    fn token(self) -> Next<'a>
    where
        T: PageToken,
    {
        Some(&self.0).token().into_owned()
    }

    fn link(self) -> Next<'a>
    where
        T: PageLink,
    {
        Some(&self.0).link().into_owned()
    }

    fn failure(self) -> Result<Option<Cow<'a, str>>, Unreadable>
    where
        T: ErrorSignal,
    {
        Ok(owned(self.0.failure()))
    }
}

/// An error report that [`Presence`](crate::page::error_signal::Presence) has read. The derive uses
/// it.
#[doc(hidden)]
#[derive(Debug)]
pub struct Reported<'a>(pub Option<Cow<'a, str>>);

impl Reported<'_> {
    /// Creates a report that does not live as long as the page, because a function returned it.
    pub fn owned(failure: Option<Cow<'_, str>>) -> Reported<'static> {
        Reported(owned(failure))
    }
}

impl<'a> Reading<'a, str> for Reported<'a> {}

impl<'a> Read<'a, str> for Reported<'a> {
    fn failure(self) -> Result<Option<Cow<'a, str>>, Unreadable> {
        Ok(self.0)
    }
}

fn owned(failure: Option<Cow<'_, str>>) -> Option<Cow<'static, str>> {
    failure.map(|failure| Cow::Owned(failure.into_owned()))
}

/// Leaves out the text, which can be a token.
impl std::fmt::Debug for Header<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Header")
    }
}

/// Leaves out the link, which can contain a token.
impl std::fmt::Debug for LinkHeader<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("LinkHeader")
    }
}
