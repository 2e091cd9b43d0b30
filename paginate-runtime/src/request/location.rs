//! The path and query of a request that is being built.

use http::Uri;
use http::uri::PathAndQuery;

use crate::request::query;
use crate::scheme::location::RequestLocation;
use crate::scheme::scheme::Scheme;

/// Path and query: RFC 9112's request target, in origin form.
pub(crate) struct RequestTarget {
    text: String,
    /// Where the query begins; the end of the text if there is none.
    query: usize,
}

impl RequestTarget {
    pub(crate) fn new(path: &str, query: Option<&str>) -> Self {
        let mut target = Self {
            text: path.to_owned(),
            query: path.len(),
        };
        if let Some(query) = query {
            target.begin_query();
            target.text.push_str(query);
        }
        target
    }

    /// Returns the path and query of a URI, with spare capacity for `room` bytes.
    pub(crate) fn of(uri: &Uri, room: usize) -> Self {
        let own = uri.path_and_query().map_or("/", PathAndQuery::as_str);
        let mut text = String::with_capacity(own.len().saturating_add(room).saturating_add(1));
        // `https://host?q=1` has no path of its own.
        if own.starts_with('?') {
            text.push('/');
        }
        text.push_str(own);
        let query = uri.query().map_or(0, str::len);
        let query = text.len().saturating_sub(query);
        Self { text, query }
    }

    /// Sets a query parameter, at any position; see [`query::set`].
    pub(crate) fn set(&mut self, name: &str, value: &str) {
        self.begin_query();
        query::set(&mut self.text, self.query, name, value);
    }

    /// Removes a query parameter, at any position.
    pub(crate) fn remove(&mut self, name: &str) {
        let (path, own) = (self.text.get(..self.query), self.text.get(self.query..));
        let (Some(path), Some(own)) = (path, own) else {
            return;
        };
        if query::has(own, name) {
            let rest = query::remove(own, name);
            let path = if rest.is_empty() {
                path.trim_end_matches('?')
            } else {
                path
            };
            self.query = path.len();
            self.text = format!("{path}{rest}");
        }
    }

    /// Appends a query parameter, without searching for it in the query.
    pub(crate) fn append(&mut self, name: &str, value: &str) {
        self.begin_query();
        query::append_pair(&mut self.text, self.query, name, value);
    }

    pub(crate) fn into_text(self) -> String {
        self.text
    }

    fn begin_query(&mut self) {
        let marked = self
            .query
            .checked_sub(1)
            .and_then(|mark| self.text.as_bytes().get(mark))
            == Some(&b'?');
        if !marked {
            self.text.push('?');
            self.query = self.text.len();
        }
    }
}

/// Query parameters that are known to be missing from a query, so that it need not be searched:
/// most walks write two of them on every page.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Vacant([Option<&'static str>; 2]);

impl Vacant {
    /// Returns the parameters of a scheme that a URI lacks.
    pub(crate) fn of(uri: &Uri, scheme: &Scheme) -> Self {
        let own = uri.query().unwrap_or_default();
        let vacant = |location: RequestLocation| match location {
            RequestLocation::Query(name) | RequestLocation::Json(name) => {
                (!query::has(own, name)).then_some(name)
            }
            _ => None,
        };
        // A token can have several locations. Only the first is remembered; the others are searched
        // for.
        let continuation = scheme.source.locations().first().copied();
        Self([continuation.and_then(vacant), vacant(scheme.size.location)])
    }

    /// Returns whether this parameter is vacant; afterwards it is not.
    pub(crate) fn take(&mut self, name: &str) -> bool {
        let mut was = false;
        for vacant in &mut self.0 {
            if *vacant == Some(name) {
                *vacant = None;
                was = true;
            }
        }
        was
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scheme::location::Source;

    const SCHEME: Scheme = Scheme::new(Source::Token(RequestLocation::Query("cursor")));

    fn text(uri: &str, edit: impl FnOnce(&mut RequestTarget)) -> String {
        let mut target = RequestTarget::of(&uri.parse().expect("a URI"), 8);
        edit(&mut target);
        target.into_text()
    }

    #[test]
    fn a_parameter_is_appended_as_it_would_be_set() {
        for (uri, result) in [
            ("https://a.example", "/?cursor=a%26b"),
            ("https://a.example/l", "/l?cursor=a%26b"),
            ("https://a.example/l?", "/l?cursor=a%26b"),
            ("https://a.example?q=1", "/?q=1&cursor=a%26b"),
            ("https://a.example/l?q=1&", "/l?q=1&cursor=a%26b"),
            ("https://a.example/l?q=?", "/l?q=?&cursor=a%26b"),
        ] {
            assert_eq!(
                text(uri, |target| target.append("cursor", "a&b")),
                result,
                "{uri}"
            );
            assert_eq!(
                text(uri, |target| target.set("cursor", "a&b")),
                result,
                "{uri}"
            );
        }
        let mut parts = RequestTarget::new("/l", Some("q=1"));
        parts.append("cursor", "2");
        assert_eq!(parts.into_text(), "/l?q=1&cursor=2");
        let mut path = RequestTarget::new("/l", None);
        path.append("cursor", "2");
        assert_eq!(path.into_text(), "/l?cursor=2");
    }

    #[test]
    fn what_the_first_request_lacks_is_vacant_once() {
        let vacant = |uri: &str| Vacant::of(&uri.parse().expect("a URI"), &SCHEME);
        let mut both = vacant("https://a.example/l?q=1");
        assert_eq!(
            [both.take("q"), both.take("cursor"), both.take("cursor")],
            [false, true, false]
        );
        assert!(both.take("page_size"));
        // It is found by its decoded name, and without a value too.
        for uri in [
            "https://a.example/l?%63ursor=1",
            "https://a.example/l?q&cursor",
        ] {
            let mut one = vacant(uri);
            assert_eq!(
                (one.take("cursor"), one.take("page_size")),
                (false, true),
                "{uri}"
            );
        }
        // One location for both: after it was written once, it is no longer vacant.
        let same = SCHEME.size(RequestLocation::Query("cursor"));
        let mut same = Vacant::of(&"https://a.example/l".parse().expect("a URI"), &same);
        assert_eq!((same.take("cursor"), same.take("cursor")), (true, false));
    }
}
